"""The map page: the map with its date slider and figures, the table, the open incident."""

from dataclasses import replace

import streamlit as st

from dashboard import cached, session
from dashboard.components import show_map
from dashboard.incident_table import MAX_ROWS, as_sent, incident_table, newest_first
from dashboard.map.groups import is_group
from dashboard.views.figures import show_comparison
from dashboard.views.frame import PageFrame, open_page, show_nothing_left
from dashboard.views.incident import beside_incident
from dashboard.views.large import show_groups
from dashboard.views.table import COLUMNS, USUAL
from geodata.query import Selection


def show() -> None:
    """Show the page."""
    frame = open_page("Incident map")
    if frame is not None:
        _show_rows(frame)
    session.keep_address()


def _show_rows(frame: PageFrame) -> None:
    if frame.is_large:
        show_groups(frame)
    else:
        _show_each(frame)
    show_comparison(frame)
    if frame.view.incident is not None and is_group(frame.view.incident):
        # Its incidents stand under the map.
        return
    with beside_incident(frame, (5, 3)):
        _show_table(frame)


def _show_each(frame: PageFrame) -> None:
    # The page holds all rows and dates: filters and slider never ask for another.
    anytime = replace(frame.selection, date_from=None, date_to=None)
    span = cached.span(frame.state, Selection())
    show_map(
        cached.page(frame.state, anytime),
        session.map_state(span.first, span.last),
        on_dates=session.take_dates_from_map,
        on_incident=session.take_incident_from_map,
    )


def _show_table(frame: PageFrame) -> None:
    left = int(cached.counted(frame.state, frame.selection).rows.sum())
    if not left:
        show_nothing_left()
        return
    rows = cached.newest(frame.state, frame.selection, MAX_ROWS)
    if not frame.is_large:
        rows = newest_first(rows)
    ids = rows["incident_id"].tolist()
    session.mark_in_table(ids)
    table = incident_table(rows, frame.telling(ids).reports, frame.country_name)
    st.dataframe(
        as_sent(table[USUAL]),
        key=session.TABLE_KEY,
        hide_index=True,
        placeholder="",
        selection_mode="single-row",
        on_select=session.take_incident_from_table,
        column_config=COLUMNS,
        alt="The rows on the map, the newest first",
    )
    how = "Choose a row, or click on the map, to read the words behind it."
    if left > MAX_ROWS:
        how = (
            f"The newest {MAX_ROWS:,} of {left:,} rows; narrow the dates or filters, or go to "
            f"the page Incidents, to read the others. {how}"
        )
    st.caption(how)
