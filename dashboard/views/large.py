"""The map of a store with more incidents than can be shown one by one: groups, and their rows.

Nothing here reads the whole store into frames. The map shows groups as fine as a page can draw at
ease; where filters leave few enough incidents, it shows each of them. The rows of a group, or the
newest of all, are read from the store when they are asked for.
"""

from dataclasses import replace

import streamlit as st

from dashboard import cached, session, sidebar
from dashboard.components import show_incident_panel, show_map
from dashboard.incident_panel import incident_panel
from dashboard.incident_table import MAX_ROWS, incident_table
from dashboard.map.groups import is_group
from dashboard.views.frame import show_nothing_left
from dashboard.views.table import COLUMNS
from dashboard.wording import as_markdown
from geodata.database import shown_location
from geodata.query import Selection
from geodata.settings import Settings

# Filters that need what an overview does not keep.
_UNKNOWN = ("text", "divisions", "actors", "confidences", "precisions")


def show_large(settings: Settings, state: cached.StoreState) -> None:
    """Show the map, the filters, and rows of a large store."""
    session.begin()
    st.title("Incident map")
    for problem in session.take_problems():
        st.warning(as_markdown(problem))
    view = session.view()
    selection = view.selection()
    if any(getattr(selection, name) for name in _UNKNOWN):
        st.warning(
            "In a store of this size the search for words and the filters by province, party, "
            "confidence and precision do not count. Load fewer incidents to use them."
        )
        selection = replace(
            selection, text="", divisions=(), actors=(), confidences=(), precisions=()
        )
    overview = cached.overview(state)
    total = cached.large_counted(state, Selection())
    left = cached.large_counted(state, selection)
    names = cached.country_names(settings.gazetteer, frozenset(overview.country_names))
    span = overview.span()
    with st.sidebar:
        days = None if span is None else (str(span[0]), str(span[1]))
        sidebar.show_filters_with_counts(left, total, days, lambda code: names.get(code, code))
        sidebar.show_store(shown_location(settings.store), {"row": len(overview)})
    anytime = replace(selection, date_from=None, date_to=None)
    groups, page = cached.groups(state, anytime)
    show_map(
        page,
        session.map_state(*(span or (None, None))),
        on_dates=session.take_dates_from_map,
        on_incident=session.take_incident_from_map,
    )
    if len(groups.incidents) < int(cached.large_counted(state, anytime).rows.sum()):
        st.caption(
            f"{len(overview):,} rows are too many to show one by one: the map shows "
            f"{len(groups.incidents):,} groups of incidents of one type that lie near each other "
            "and begin in the same period. Filter until fewer are left to see each of them."
        )
    if not left.rows.any():
        show_nothing_left()
        return
    place = None if view.incident is None else groups.place_of(view.incident)
    if place is None:
        ids = overview.newest(left.rows, MAX_ROWS)
        words = f"The newest {len(ids):,} of {int(left.rows.sum()):,} rows"
    else:
        members = groups.members.of(place)
        ids = [f"{overview.ids[row]:016x}" for row in members[:MAX_ROWS]]
        words = f"{len(ids):,} of the {len(members):,} incidents of the group that was clicked"
    _show_rows(state, tuple(ids), words)
    if view.incident is not None and not is_group(view.incident):
        _show_incident(state, view.incident)


def _show_rows(state: cached.StoreState, ids: tuple[str, ...], words: str) -> None:
    tables = cached.some(state, ids)
    session.mark_in_table(tables.incidents["incident_id"].tolist())
    st.caption(words)
    st.dataframe(
        incident_table(tables.incidents, tables.reports),
        key=session.TABLE_KEY,
        hide_index=True,
        placeholder="",
        selection_mode="single-row",
        on_select=session.take_incident_from_table,
        column_config=COLUMNS,
        alt=words,
    )


def _show_incident(state: cached.StoreState, incident: str) -> None:
    panel = incident_panel(incident, *cached.some(state, (incident,)))
    with st.container(border=True, key="incident"):
        if panel is None:
            st.info("The incident that the address names is not in the store.")
        else:
            show_incident_panel(panel)
        st.button("Close", on_click=session.close_incident, icon=":material/close:")
