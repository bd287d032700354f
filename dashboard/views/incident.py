"""The open incident: the words behind it, its links, and the buttons that undo them."""

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from dashboard import cached, session
from dashboard.components import show_incident_panel
from dashboard.incident_panel import incident_panel
from dashboard.linked_incidents import Part, linked_part
from dashboard.views.frame import PageFrame
from dashboard.wording import as_markdown
from geodata.errors import IncidentMapError
from geodata.settings import Settings


@contextmanager
def beside_incident(frame: PageFrame, widths: tuple[int, int]) -> Iterator[None]:
    """Show what follows beside the open incident; on the whole width where none is open.

    Args:
        frame: what the page shows its part of.
        widths: of what follows, and of the incident, as shares.

    """
    is_open = frame.view.incident is not None
    # What stands in the first column is the same element either way: a table keeps its place.
    sides = st.columns(widths if is_open else 1)
    with sides[0]:
        yield
    if is_open:
        with sides[1], st.container(border=True, key="incident"):
            show_incident(frame)


def show_incident(frame: PageFrame) -> None:
    """Show the open incident."""
    incident = frame.view.incident
    if incident is None:
        return
    linked = cached.linked_with(frame.state, incident)
    # An address may name an incident that is now shown as part of another.
    tables = frame.telling((linked.shown_id, *linked.incidents["incident_id"]))
    panel = incident_panel(linked.shown_id, *tables, frame.country_name)
    if panel is None:
        st.info("The incident that the address names is not in the store.")
    else:
        part = linked_part(linked, tables.reports, frame.country_name)
        show_incident_panel(panel | {"linked": part})
        if part is not None:
            _show_link_buttons(part, frame.settings)
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
        session.tell_error(error)
    else:
        session.open_incident(incident)
