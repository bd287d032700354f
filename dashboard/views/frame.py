"""What every page has around it: the store's state, notices, the filters of the sidebar."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

import streamlit as st

from dashboard import cached, session, sidebar
from dashboard.selection import View
from dashboard.wording import as_markdown
from geodata.database import shown_location
from geodata.errors import IncidentMapError, StoreError
from geodata.query import Selection
from geodata.saving import SAMPLE
from geodata.settings import Settings
from geodata.store import Frames

# The title of the page that a store of any size has something to show on.
DATA = "Data"
# What these show is not read of a store with more rows than are shown one by one …
_NEEDS_TABLES = ("Reports", "Export")
# … nor is what these filters ask for.
_UNKNOWN = ("text", "divisions", "actors", "confidences", "precisions")
# Under this name a session knows the pages, to link to them.
PAGES = "pages"
_SHOWN = "shown"
# How soon a load by another program shows.
_WATCH_SECONDS = 4.0

# How a store is filled: the page, what to do there, and an icon.
_BEGINNINGS = (
    ("Reports", "Paste or drop a report: it is read and mapped", "note_add"),
    (DATA, "Drop a dataset: ACLED, UCDP, GDELT or any table", "dataset"),
    (DATA, "Try it with the sample reports", "science"),
)

CountryName = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class PageFrame:
    """What a page shows its part of.

    Attributes:
        settings: the program's settings.
        state: of the store.
        view: what the person looks at.
        selection: which rows that are.
        country_name: name of a country by its ISO 3166-1 alpha-3 code.

    """

    settings: Settings
    state: cached.StoreState
    view: View
    selection: Selection
    country_name: CountryName

    @property
    def is_large(self) -> bool:
        """Whether the store has more rows than are read whole."""
        return cached.is_large(self.state)

    @property
    def tables(self) -> Frames:
        """The store's tables; not for one with more rows than are read whole."""
        return cached.frames(self.state)

    def telling(self, incident_ids: Iterable[str]) -> Frames:
        """Return tables with some incidents, their claims and reports, and maybe others."""
        if not self.is_large:
            return self.tables
        return cached.some(self.state, tuple(incident_ids))


def open_page(title: str, *, needs_rows: bool = True) -> PageFrame | None:
    """Show what stands around a page; return what it is about, or None when there is nothing.

    Args:
        title: of the page.
        needs_rows: whether the page has nothing to show while the store is empty.

    """
    settings = Settings.read()
    state = store_state(settings)
    st.session_state[_SHOWN] = state
    _watch(settings)
    session.begin()
    if isinstance(state, str):
        st.title(title, anchor=False)
        st.error(as_markdown(state))
        return None
    if cached.is_large(state) and title in _NEEDS_TABLES:
        _refuse_large(title)
        return None
    if title == DATA and cached.is_large(state):
        st.title(title, anchor=False)
        _tell()
        return PageFrame(settings, state, session.view(), Selection(), str)
    total = cached.counted(state, Selection())
    with st.container(horizontal=True, vertical_alignment="center", key="head"):
        st.title(title, width="content", anchor=False)
        if samples := total.counts["sources"].get(SAMPLE):
            _show_samples_notice(settings, is_all=samples == len(total.rows))
    _tell()
    if not len(total.rows):
        if needs_rows:
            _show_empty_store(settings)
            return None
        return PageFrame(settings, state, session.view(), session.view().selection(), str)
    codes = frozenset({*total.counts["countries"], *session.view().countries})
    names = cached.country_names(settings.gazetteer, codes)

    def country_name(code: str) -> str:
        return names.get(code, code)

    view = session.view()
    frame = PageFrame(settings, state, view, view.selection(), country_name)
    if frame.is_large:
        frame = _without_unknown(frame)
    _show_sidebar(frame)
    return frame


def _refuse_large(title: str) -> None:
    st.title(title, anchor=False)
    _tell()
    st.info(
        "This store holds more rows than this page can read. They are on the pages Map, Timeline "
        "and Incidents, and the command line exports any part of them.",
        icon=":material/inventory_2:",
    )


def _without_unknown(frame: PageFrame) -> PageFrame:
    """Return a page without the filters that need what is not read of a large store."""
    if not any(getattr(frame.selection, name) for name in _UNKNOWN):
        return frame
    st.warning(
        "In a store of this size the search for words and the filters by province, party, "
        "confidence and precision do not count. Load fewer incidents to use them."
    )
    nothing = Selection()
    known = {name: getattr(nothing, name) for name in _UNKNOWN}
    return replace(frame, selection=replace(frame.selection, **known))


def _tell() -> None:
    """Say what the person is to know, once."""
    for problem in session.take_problems():
        st.warning(as_markdown(problem))
    for done in session.take_done():
        st.success(as_markdown(done), icon=":material/check:")
    for error in session.take_errors():
        st.error(as_markdown(error))


def store_state(settings: Settings) -> cached.StoreState | str:
    """Return the state of the store, or why it cannot be read."""
    try:
        return cached.store_state(settings)
    except StoreError as error:
        return str(error)


def show_nothing_left() -> None:
    """Say that the filters leave nothing, and offer to clear them."""
    st.info("No rows meet these dates and filters.", icon=":material/filter_alt_off:")
    st.button("Clear dates and filters", key="clear_nothing", on_click=session.clear_filters)


def _show_sidebar(frame: PageFrame) -> None:
    nothing = Selection()
    whole = cached.span(frame.state, nothing)
    with st.sidebar:
        sidebar.show_filters_with_counts(
            cached.counted(frame.state, frame.selection),
            cached.counted(frame.state, nothing),
            (str(whole.first), str(whole.last)) if whole.first else None,
            frame.country_name,
        )
        held = {"row": len(cached.counted(frame.state, nothing).rows)}
        if not frame.is_large:
            held = {"report": len(frame.tables.reports), **held}
        sidebar.show_store(shown_location(frame.settings.store), held)


def _show_samples_notice(settings: Settings, *, is_all: bool) -> None:
    st.badge(
        "These are sample reports" if is_all else "With sample reports",
        icon=":material/science:",
        color="orange",
        help="Written for this program to show what it does.",
    )
    st.button(
        "Remove the samples",
        key="remove_samples",
        type="tertiary",
        on_click=remove_samples,
        args=[settings],
    )


def remove_samples(settings: Settings) -> None:
    """Remove the samples from the store, and say what is wrong where that fails."""
    try:
        cached.remove_samples(settings)
    except IncidentMapError as error:
        session.tell_error(error)


def _show_empty_store(settings: Settings) -> None:
    st.info(
        "There is nothing in the store yet. What you load shows here by itself.",
        icon=":material/inbox:",
    )
    pages = st.session_state.get(PAGES, {})
    with st.container(border=True, width=560, gap="small"):
        for title, label, icon in _BEGINNINGS:
            if title in pages:
                st.page_link(pages[title], label=label, icon=f":material/{icon}:")
    with st.expander("Load with the command line", icon=":material/terminal:"):
        sidebar.show_how_to_load(shown_location(settings.store))


@st.fragment(run_every=_WATCH_SECONDS)
def _watch(settings: Settings) -> None:
    """Run the page again when the store is no longer as it was shown."""
    if store_state(settings) != st.session_state[_SHOWN]:
        st.rerun()
