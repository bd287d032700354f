"""The parts of the dashboard with a script of their own: map, filters, incident panel, report.

Each is a Streamlit component whose HTML, CSS and JavaScript stand in `frontend/`. They show text of
reports as text; what Streamlit's own elements show goes through Markdown.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import streamlit as st

from dashboard.component_scripts import loader_of
from dashboard.incident_panel import Panel
from dashboard.map_pages import PAGES, MapPage
from dashboard.report_text import ReportText

MAP_KEY = "map"
FILTERS_KEY = "filters"
REPORT_KEY = "report_text"
MEMORY_KEY = "export_memory"


@dataclass(frozen=True, slots=True)
class MapState:
    """What the map is to show.

    Attributes:
        dates: first and last day, as ISO dates; left as they are when missing.
        undated: whether rows without a date show where those are all days.
        incident: the selected incident.
        revision: grows when the dashboard itself changed dates or incident; otherwise the page
            is left as the person has it.

    """

    dates: tuple[str, str] | None = None
    undated: bool = True
    incident: str | None = None
    revision: int = 0


def show_map(
    page: MapPage,
    state: MapState,
    *,
    on_dates: Callable[[], None],
    on_incident: Callable[[], None],
    key: str = MAP_KEY,
) -> None:
    """Show the map page; what a person does in it arrives in ``st.session_state[key]``.

    Args:
        page: the map page; it is loaded anew only when it is another one.
        state: dates and incident to show.
        on_dates: called when the date slider is released; state ``dates``.
        on_incident: called when an incident is clicked; state ``incident``.
        key: tells one map of the dashboard from another.

    """
    PAGES.hold(page)
    _component("map_frame")(
        key=key,
        data={
            "url": f"/incidentmap/map/{page.digest}.html",
            "rows": None if page.rows is None else f"/incidentmap/map/{page.rows.digest}.rows",
            "dates": None if state.dates is None else list(state.dates),
            "undated": state.undated,
            "incident": state.incident,
            "revision": state.revision,
        },
        on_dates_change=on_dates,
        on_incident_change=on_incident,
    )


def show_filters(
    data: dict[str, Any], *, on_chosen: Callable[[], None], on_went: Callable[[], None]
) -> None:
    """Show the filters; the choice arrives in ``st.session_state[FILTERS_KEY].chosen``.

    Args:
        data: what `dashboard.filter_lists` says of them.
        on_chosen: called when anything is chosen; state ``chosen``, shaped as the address is.
        on_went: called when the person goes back or forward in the browser.

    """
    _component("filters")(
        key=FILTERS_KEY,
        data=data,
        on_chosen_change=on_chosen,
        on_find_change=_nothing,
        on_went_change=on_went,
    )


def show_incident_panel(panel: Panel) -> None:
    """Show what `dashboard.incident_panel` says of an incident."""
    _component("incident_panel")(key="incident_panel", data=panel)


def show_report_text(
    report: ReportText, *, on_incident: Callable[[], None], key: str = REPORT_KEY
) -> None:
    """Show a report's text with its quotes; a click arrives in ``st.session_state[key].incident``.

    Args:
        report: what `dashboard.report_text` says of it.
        on_incident: called when a quote is clicked; state ``incident``.
        key: tells one text of the dashboard from another.

    """
    _component("report_text")(key=key, data=report, on_incident_change=on_incident)


def show_export_memory(settings: str | None, *, on_found: Callable[[], None]) -> None:
    """Let the browser remember the choices of the page Export; nothing of it is seen.

    Args:
        settings: to be remembered; None while it is not known yet what is remembered already.
        on_found: called with what is; state ``found`` of ``st.session_state[MEMORY_KEY]``.

    """
    _component("export_memory")(
        key=MEMORY_KEY, data={"settings": settings}, on_found_change=on_found
    )


def _nothing() -> None:
    """Let a change run the page again, and do nothing before."""


# They go to the browser with each change of a component's data.
_INDENT = re.compile(r"\n\s+")


@cache
def _component(name: str) -> Callable[..., Any]:
    folder = files("dashboard") / "frontend"
    html, css = (
        (folder / f"{name}.{kind}").read_text(encoding="utf-8") for kind in ("html", "css")
    )
    mount: Callable[..., Any] = st.components.v2.component(
        f"incidentmap.{name}", html=html, css=css, js=loader_of(name)
    )
    return mount
