"""The export page: what a file is to show, how it will look, and the file to take away."""

import streamlit as st

from dashboard import cached, session
from dashboard.components import MEMORY_KEY, show_export_memory
from dashboard.export_choices import (
    export_of,
    remembered,
    request_of,
    to_remember,
    view_of,
)
from dashboard.export_files import Source
from dashboard.views import export_form
from dashboard.views.export_file import show_file
from dashboard.views.export_preview import show_preview
from dashboard.views.frame import PageFrame, open_page, show_nothing_left
from dashboard.wording import as_markdown
from geodata.errors import UsageError

_VIEW, _ASKED = "export_view", "export_asked"


def show() -> None:
    """Show the page."""
    frame = open_page("Export")
    if frame is not None:
        _show_export(frame)
    session.keep_address()


def _show_export(frame: PageFrame) -> None:
    export_form.begin_with(frame.settings)
    options, shown = st.columns([3, 5], gap="medium")
    with options:
        export_form.show_form(has_view=st.session_state.get(_VIEW) is not None)
    is_known = st.session_state.get(_ASKED, False)
    show_export_memory(
        to_remember(export_form.choices()) if is_known else None, on_found=_take_memory
    )
    with shown:
        _show_result(frame)


def _show_result(frame: PageFrame) -> None:
    choices, logo = export_form.choices(), export_form.logo()
    try:
        request = request_of(
            choices,
            frame.selection,
            view=st.session_state.get(_VIEW),
            logo=None if logo is None else logo.path,
        )
    except UsageError as error:
        st.error(as_markdown(str(error)))
        return
    kept = cached.counted(frame.state, request.selection).rows
    if not kept.any():
        show_nothing_left()
        return
    source = Source(frame.tables, kept, cached.store_of(frame.settings), frame.settings)
    export = export_of(choices)
    if show_preview(frame.state, request, export, source):
        show_file(frame.state, request, export, source)


def _take_memory() -> None:
    """Follow what the browser remembers: choices once a session, the map's view at each visit."""
    found = st.session_state[MEMORY_KEY].found or {}
    st.session_state[_VIEW] = view_of(found.get("view"))
    if not st.session_state.get(_ASKED):
        st.session_state[_ASKED] = True
        if known := remembered(found.get("settings")):
            export_form.choose(known)
