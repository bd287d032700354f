"""The preview of a file: the very map at fewer dots, the very page, or the first rows."""

from dataclasses import dataclass
from functools import partial

import streamlit as st

from dashboard import cached
from dashboard.components import MapState, show_map
from dashboard.export_choices import DOCUMENTS, MAPS
from dashboard.export_files import Preview, Source, preview_of
from dashboard.exports import Export
from dashboard.exports.request import ExportRequest
from dashboard.jobs import Job
from dashboard.views.follow import follow
from dashboard.views.table import COLUMNS
from dashboard.wording import as_markdown

_DRAWING, _LAST = "export_drawing", "export_last"
_MAP = "export_map"
# The style of the dashboard draws the edge of the paper by this name.
_BOX = "export_preview"


@dataclass(frozen=True, slots=True)
class _Key:
    """What a preview shows."""

    state: cached.StoreState
    request: ExportRequest
    extension: str


def show_preview(
    state: cached.StoreState, request: ExportRequest, export: Export, source: Source
) -> bool:
    """Show how a file will look, and return whether it can be made.

    While another preview is drawn, the one before stays to be seen.
    """
    key = _Key(state, request, export.extension)
    found = cached.previews().get(key)
    if found is not None:
        st.session_state[_LAST] = (export.extension, found, request)
        with st.container(key=_BOX):
            _show(export, found, request)
        return found.error is None
    extension, last, shown = st.session_state.get(_LAST, ("", None, request))
    with st.container(key=_BOX):
        if last is not None and extension == export.extension:
            _show(export, last, shown)
    _follow(key, request, export, source)
    return True


def _follow(key: _Key, request: ExportRequest, export: Export, source: Source) -> None:
    drawing: tuple[_Key, Job[Preview]] | None = st.session_state.get(_DRAWING)
    if drawing is None or drawing[0] != key:
        if drawing is not None:
            drawing[1].stop()
        job: Job[Preview] = Job()
        job.start(partial(preview_of, request, export, source), cached.drawing_queue())
        st.session_state[_DRAWING] = drawing = (key, job)
    follow(drawing[1], partial(_finish, key))


def _finish(key: _Key, job: Job[Preview]) -> None:
    # What followed it may look once more after it was finished.
    drawing = st.session_state.get(_DRAWING)
    if drawing is not None and drawing[1] is job:
        del st.session_state[_DRAWING]
    if not job.is_stopped:
        cached.previews().hold(key, job.result())


def _show(export: Export, preview: Preview, request: ExportRequest) -> None:
    if preview.error is not None:
        st.error(as_markdown(preview.error))
        return
    if preview.picture is not None:
        title = request.title or request.layout.theme
        st.image(
            preview.picture,
            alt=f"Preview of the map: {title}",
            width="stretch",
            output_format="PNG",
        )
    elif preview.page is not None:
        show_map(preview.page, MapState(), on_dates=_nothing, on_incident=_nothing, key=_MAP)
    elif preview.table is not None:
        st.dataframe(
            preview.table,
            hide_index=True,
            placeholder="",
            column_config=COLUMNS,
            alt="The first rows of the file",
        )
    elif export.extension in (*MAPS, *DOCUMENTS):
        st.info("No row has a place: the document comes without a map.", icon=":material/map:")
    else:
        st.info("The map of so many rows is shown when it is made.", icon=":material/map:")
    st.caption(as_markdown(_counts(preview)))
    for note in preview.notes:
        st.info(as_markdown(note), icon=":material/shield:")


def _counts(preview: Preview) -> str:
    said = f"{preview.rows:,} row{'' if preview.rows == 1 else 's'}"
    if preview.sums:
        said += f" and {preview.sums:,} sum{'' if preview.sums == 1 else 's'} of others"
    return f"{said}."


def _nothing() -> None:
    """Leave the dashboard as it is: what is done in the preview is not for the other pages."""
