"""The map page: the map with its date slider and figures, the table, the open incident."""

from collections.abc import Callable

import geopandas as gpd
import pandas as pd
import streamlit as st

from dashboard import cached, session, sidebar
from dashboard.components import show_incident_panel, show_map
from dashboard.incident_panel import incident_panel
from dashboard.incident_table import MAX_ROWS, incident_table, newest_first
from dashboard.linked_incidents import Part, linked_part
from dashboard.wording import as_markdown
from geodata.errors import IncidentMapError, StoreError
from geodata.masks import CHECK_BELOW
from geodata.query import Selection, select
from geodata.saving import SAMPLE
from geodata.settings import Settings

_SHOWN = "shown"
_PROBLEM = "problem"
# How soon a load by another program shows.
_WATCH_SECONDS = 4.0

CountryName = Callable[[str], str]


def show() -> None:
    """Show the page."""
    settings = Settings.read()
    state = _store_state(settings)
    st.session_state[_SHOWN] = state
    _watch(settings)
    problems = session.begin()
    if isinstance(state, str):
        st.title("Incident map")
        st.error(as_markdown(state))
        return
    counts = cached.counts(state)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.title("Incident map", width="content")
        if counts["sources"].get(SAMPLE):
            _show_samples_notice(settings)
    for problem in problems:
        st.warning(as_markdown(problem))
    if problem := st.session_state.pop(_PROBLEM, None):
        st.error(as_markdown(problem))
    tables = cached.frames(state)
    if tables.incidents.empty:
        _show_empty_store(settings)
        return
    names = cached.country_names(settings.gazetteer, frozenset(counts["countries"]))

    def country_name(code: str) -> str:
        return names.get(code, code)

    with st.sidebar:
        sidebar.show_filters(counts, country_name)
        held = {"report": len(tables.reports), "row": len(tables.incidents)}
        sidebar.show_store(settings.store, held)
    _show_rows(state, settings, country_name)


@st.fragment
def _show_rows(state: cached.StoreState, settings: Settings, country_name: CountryName) -> None:
    """Show the selected rows; the date slider reruns this part only."""
    tables = cached.frames(state)
    view = session.view()
    filters = Selection(
        kinds=view.kinds,
        event_types=view.event_types,
        countries=view.countries,
        sources=view.sources,
    )
    rows = cached.rows(state, filters)
    show_map(
        cached.page(state, filters),
        session.map_state(rows.first, rows.last),
        on_dates=session.take_dates_from_map,
        on_incident=session.take_incident_from_map,
    )
    dates = Selection(date_from=view.date_from, date_to=view.date_to)
    list_side, reading_side = st.columns([5, 3])
    with list_side:
        _show_table(select(rows.incidents, dates), tables.reports, country_name)
    with reading_side, st.container(border=True, key="incident"):
        _show_incident(view.incident, state, settings, country_name)
    session.keep_address()


def _show_table(shown: gpd.GeoDataFrame, reports: pd.DataFrame, country_name: CountryName) -> None:
    if shown.empty:
        st.info("No rows meet these dates and filters.")
        st.button("Clear dates and filters", on_click=session.clear_filters)
        return
    rows = newest_first(shown)
    session.mark_in_table(rows["incident_id"].tolist())
    st.dataframe(
        incident_table(rows, reports, country_name),
        key=session.TABLE_KEY,
        hide_index=True,
        placeholder="",
        selection_mode="single-row",
        on_select=session.take_incident_from_table,
        column_config=_COLUMNS,
        alt="The rows on the map, the newest first",
    )
    if len(shown) > MAX_ROWS:
        st.caption(
            f"The newest {MAX_ROWS:,} of {len(shown):,} rows; narrow the dates or filters to read "
            "the others."
        )


def _show_incident(
    incident: str | None, state: cached.StoreState, settings: Settings, country_name: CountryName
) -> None:
    if incident is None:
        st.caption("Click on the map or choose a row to read the words behind it.")
        return
    tables = cached.frames(state)
    linked = cached.linked_with(state, incident)
    # An address may name an incident that is now shown as part of another.
    panel = incident_panel(linked.shown_id, *tables, country_name)
    if panel is None:
        st.info("The incident that the address names is not in the store.")
    else:
        part = linked_part(linked, tables.reports, country_name)
        show_incident_panel(panel | {"linked": part})
        if part is not None:
            _show_link_buttons(part, settings)
    st.button("Close", on_click=session.close_incident, icon=":material/close:")


def _show_link_buttons(part: Part, settings: Settings) -> None:
    """Show the buttons that set a report's incident apart, and those that open what is near."""
    if part["told"]:
        with st.expander("Not the same event?", icon=":material/link_off:"):
            st.caption("What is set apart counts on its own, also when its report is loaded again.")
            for told in part["told"]:
                name, incident = told["report"]["name"], told["incident"]
                st.button(
                    as_markdown(f"Set apart: {name}, {told['report']['line']}"),
                    key=f"set_apart_{incident}",
                    on_click=_set_apart,
                    args=[settings, incident],
                )
    for near in part["possible"]:
        st.button(
            as_markdown(f"Open: {near['title']}"),
            key=f"open_{near['incident']}",
            type="tertiary",
            on_click=session.open_incident,
            args=[near["incident"]],
        )


def _set_apart(settings: Settings, incident: str) -> None:
    try:
        cached.undo_links(settings, incident)
    except IncidentMapError as error:
        st.session_state[_PROBLEM] = str(error)
    else:
        session.open_incident(incident)


def _show_samples_notice(settings: Settings) -> None:
    st.badge(
        "These are sample reports",
        icon=":material/science:",
        color="orange",
        help="Written for this program to show what it does.",
    )
    st.button(
        "Remove the samples",
        key="remove_samples",
        type="tertiary",
        on_click=_remove_samples,
        args=[settings],
    )


def _remove_samples(settings: Settings) -> None:
    try:
        cached.remove_samples(settings)
    except StoreError as error:
        st.session_state[_PROBLEM] = str(error)


def _show_empty_store(settings: Settings) -> None:
    st.info("There is nothing in the store yet. Load a report and it shows here.")
    sidebar.show_how_to_load(settings.store)


@st.fragment(run_every=_WATCH_SECONDS)
def _watch(settings: Settings) -> None:
    """Run the page again when the store is no longer as it was shown."""
    if _store_state(settings) != st.session_state[_SHOWN]:
        st.rerun()


def _store_state(settings: Settings) -> cached.StoreState | str:
    """Return the state of the store, or why it cannot be read."""
    try:
        return cached.store_state(settings)
    except StoreError as error:
        return str(error)


_DAY = "YYYY-MM-DD"
# Wide enough for most of what stands in them, so that on a laptop the deaths are in sight.
_COLUMNS = {
    "From": st.column_config.DateColumn(format=_DAY, width=88),
    "To": st.column_config.DateColumn(format=_DAY, width=88),
    "Kind": st.column_config.TextColumn(width=76),
    "Type": st.column_config.TextColumn(width=120),
    "Place": st.column_config.TextColumn(width=140),
    "Check": st.column_config.TextColumn(
        help=f"Less than {CHECK_BELOW:.0%} sure, and seen by nobody yet: read the report",
        width=72,
    ),
    **{
        f"{measure} {bound}": st.column_config.NumberColumn(
            help=f"{measure}, {words}; empty when the source sets no such bound", width=72
        )
        for measure in ("Killed", "Wounded")
        for bound, words in (("≥", "at least"), ("≤", "at most"))
    },
}
