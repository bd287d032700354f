"""The options of the page Export.

What is chosen stands in a dictionary of our own: a page that is left, or a run of the script that
is broken off, may forget what its elements held.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from dashboard.dataset_intake import DatasetFile, keep
from dashboard.export_choices import DOCUMENTS, LISTS, MAPS, MOST_KM, USUAL, Area, Rows
from dashboard.exports import EXPORTS
from dashboard.exports.static_map.options import (
    LEAST_DPI,
    MOST_DPI,
    Orientation,
    Panels,
    StyleName,
)
from dashboard.wording import as_markdown
from geodata.boundary_profiles import boundary_profile, boundary_profiles
from geodata.settings import Settings

# What one kind of file alone is asked.
_CHECKBOXES = {
    ".csv": ("hxl", "Add a row of HXL tags", "Tags that humanitarian tools read columns by"),
    ".html": ("texts", "With quotes and reports", "Without them the file is a third as large"),
}
_CHOICES, _BEGIN, _REVISION = "export_choices", "export_begin", "export_revision"
_LOGO, _LOGO_KEY = "export_logo", "export_logo_file"
_WORDS: Mapping[str, str] = {
    **{one.extension: f"{one.extension[1:].upper()}: {one.description}" for one in EXPORTS},
    Rows.FILTERED: "As filtered",
    Rows.ALL: "All in the store",
    Area.ROWS: "What the rows need",
    Area.VIEW: "As on the page Map",
    Orientation.AUTO: "As the area asks",
    Orientation.PORTRAIT: "Portrait",
    Orientation.LANDSCAPE: "Landscape",
    StyleName.STANDARD: "Standard",
    StyleName.PRINT: "Greyscale",
    StyleName.DARK: "Dark",
    Panels.NONE: "One map",
    Panels.WEEK: "One a week",
    Panels.MONTH: "One a month",
    Panels.YEAR: "One a year",
    Panels.COUNTRY: "One a country",
    **{one.name: one.title for one in boundary_profiles()},
}


def begin_with(settings: Settings) -> None:
    """Let a session begin with what is usual here."""
    usual = {**USUAL, "boundary_profile": boundary_profile(settings.boundary_profile).name}
    st.session_state.setdefault(_CHOICES, usual)


def choices() -> dict[str, Any]:
    """Return what is chosen, by the names of `dashboard.export_choices.USUAL`."""
    chosen: dict[str, Any] = st.session_state[_CHOICES]
    return chosen


def choose(changes: Mapping[str, Any]) -> None:
    """Change what is chosen; the elements begin anew with it."""
    choices().update(changes)
    st.session_state.pop(_BEGIN, None)


def logo() -> DatasetFile | None:
    """Return the logo that was handed over."""
    kept: DatasetFile | None = st.session_state.get(_LOGO)
    return kept


def show_form(*, has_view: bool) -> None:
    """Show the options that the chosen kind of file has.

    Args:
        has_view: whether the page Map has shown anything that can be taken over.

    """
    if _BEGIN not in st.session_state or key_of("ending") not in st.session_state:
        st.session_state[_BEGIN] = dict(choices())
        st.session_state[_REVISION] = st.session_state.get(_REVISION, 0) + 1
    ending = _select("ending", "File")
    _segments("rows", "Rows")
    if ending in (*MAPS, *DOCUMENTS, ".html"):
        _text("title", "Title", "What the file says it shows")
    if ending in MAPS:
        _show_paper(ending, has_view=has_view)
        _select("boundary_profile", "Disputed boundaries")
    _show_protection(ending)
    _show_names(ending)


def _begin(name: str) -> Any:  # noqa: ANN401 - each choice has its own type
    """Return what the element of a choice begins with; the same for as long as it is there."""
    begin: dict[str, Any] = st.session_state[_BEGIN]
    if key_of(name) not in st.session_state:
        begin[name] = choices()[name]
    return begin[name]


def key_of(name: str) -> str:
    """Return the key of the element of a choice."""
    return f"export_{name}_{st.session_state.get(_REVISION, 0)}"


def _show_paper(ending: str, *, has_view: bool) -> None:
    _text("subtitle", "Subtitle", "Theme, place and period where it is left empty")
    left, right = st.columns(2)
    with left:
        _select("size", "Paper")
    with right:
        _select("orientation", "Orientation")
    # Rows of two, so that on a telephone they follow each other in this order.
    left, right = st.columns(2)
    with left:
        _select("panels", "Maps")
    with right:
        if ending == ".png":
            _number("dpi", "Dots an inch", (LEAST_DPI, MOST_DPI), 50)
    _segments("style", "Colours")
    _segments("area", "Area")
    if choices()["area"] == Area.VIEW and not has_view:
        st.caption("The page Map has shown nothing yet in this tab: open it first.")


def _show_protection(ending: str) -> None:
    with st.expander("Protection of places", icon=":material/shield:"):
        _number("displace", "Move points by up to so many kilometres", (0.0, MOST_KM), 1.0)
        st.caption(
            "0 leaves them where they are. What names the places of moved points is left out. "
            "Rows that are not for the public never leave; others leave only as sums."
        )
    if ending in _CHECKBOXES:
        name, label, meaning = _CHECKBOXES[ending]
        choices()[name] = st.checkbox(label, _begin(name), key=key_of(name), help=meaning)


def _show_names(ending: str) -> None:
    with st.expander("Names, notes, logo", icon=":material/edit_note:"):
        left, right = st.columns([2, 1])
        with left:
            _text("theme", "Theme", "Stands in the file's name, too")
        with right:
            _text("code", "Code", "AFG", longest=12)
        _text("organisation", "Organisation", "Stands beside the title")
        _text("author", "Author", "Nobody is named unless you say so")
        if ending in MAPS:
            _text("sources", "More sources", "Added to those that the rows name")
            _text("note", "Note at the foot", "")
            choices()["produced"] = st.date_input(
                "Day of production, today where none is chosen",
                _begin("produced"),
                key=key_of("produced"),
                format="YYYY-MM-DD",
            )
            _show_logo()


def _show_logo() -> None:
    st.file_uploader("Logo", type=["png", "jpg", "jpeg"], key=_LOGO_KEY, on_change=_keep_logo)
    if (kept := logo()) is not None and st.session_state.get(_LOGO_KEY) is None:
        st.caption(as_markdown(f"Logo: {kept.name}"))


def _keep_logo() -> None:
    uploaded = st.session_state.get(_LOGO_KEY)
    st.session_state[_LOGO] = None if uploaded is None else keep(uploaded.name, uploaded.getvalue())


def _text(name: str, label: str, placeholder: str, *, longest: int = 2000) -> None:
    begin = _begin(name)
    said = st.text_input(label, begin, key=key_of(name), placeholder=placeholder, max_chars=longest)
    choices()[name] = said or ""


def _number(name: str, label: str, bounds: tuple[float, float], step: float) -> None:
    begin = type(step)(_begin(name))
    format_ = "%d" if isinstance(step, int) else "%g"
    choices()[name] = st.number_input(label, *bounds, begin, step, format_, key=key_of(name))


def _select(name: str, label: str) -> str:
    options: Sequence[str] = LISTS[name]
    begin = options.index(_begin(name))
    chosen = st.selectbox(
        label, options, begin, format_func=_words, key=key_of(name), filter_mode=None
    )
    choices()[name] = found = str(chosen or options[begin])
    return found


def _segments(name: str, label: str) -> None:
    begin = _begin(name)
    chosen = st.segmented_control(
        label,
        LISTS[name],
        default=begin,
        format_func=_words,
        key=key_of(name),
        required=True,
        wrap=True,
    )
    choices()[name] = chosen or begin


def _words(option: str) -> str:
    return _WORDS.get(option, option)
