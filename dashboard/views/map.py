"""The map page: the map with its date slider and figures, the table, the open incident."""

from dataclasses import replace

import streamlit as st

from dashboard import cached, session
from dashboard.components import show_map
from dashboard.incident_table import MAX_ROWS, incident_table, newest_first
from dashboard.views.figures import show_comparison
from dashboard.views.frame import PageFrame, open_page, show_nothing_left, store_state
from dashboard.views.incident import beside_incident
from dashboard.views.large import show_large
from dashboard.views.table import COLUMNS
from geodata.query import Selection
from geodata.settings import Settings


def show() -> None:
    """Show the page."""
    settings = Settings.read()
    state = store_state(settings)
    if not isinstance(state, str) and cached.is_large(state):
        show_large(settings, state)
    elif (frame := open_page("Incident map")) is not None:
        _show_rows(frame)
    session.keep_address()


def _show_rows(frame: PageFrame) -> None:
    # The page holds all rows and dates: filters and slider never ask for another.
    anytime = replace(frame.selection, date_from=None, date_to=None)
    span = cached.span(frame.state, Selection())
    show_map(
        cached.page(frame.state, anytime),
        session.map_state(span.first, span.last),
        on_dates=session.take_dates_from_map,
        on_incident=session.take_incident_from_map,
    )
    show_comparison(frame)
    with beside_incident(frame, (5, 3)):
        _show_table(frame)


def _show_table(frame: PageFrame) -> None:
    left = int(cached.counted(frame.state, frame.selection).rows.sum())
    if not left:
        show_nothing_left()
        return
    rows = newest_first(cached.newest(frame.state, frame.selection, MAX_ROWS))
    session.mark_in_table(rows["incident_id"].tolist())
    st.dataframe(
        incident_table(rows, frame.tables.reports, frame.country_name),
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
