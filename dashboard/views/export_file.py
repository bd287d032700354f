"""Making a file behind the page, and handing it out with the recipe that makes it again."""

from concurrent.futures import CancelledError
from functools import partial

import streamlit as st

from dashboard import cached, session
from dashboard.export_files import MadeFile, Source, made_file, recipe_file
from dashboard.exports import Export
from dashboard.exports.request import ExportRequest
from dashboard.exports.static_map.options import file_name
from dashboard.jobs import Job, StoppedError
from dashboard.views.follow import follow
from dashboard.wording import as_markdown
from geodata.errors import IncidentMapError

_MAKING, _MADE = "export_making", "export_made"
_KILO = 1000


def show_file(
    state: cached.StoreState, request: ExportRequest, export: Export, source: Source
) -> None:
    """Show the button that makes a file, how far it is, or the file to be downloaded."""
    name = file_name(request.layout, export.extension)
    key = (state, request, export.extension)
    made_key, made = st.session_state.get(_MADE, (None, None))
    if _MAKING in st.session_state:
        follow(st.session_state[_MAKING], _finish, can_stop=True)
        return
    with st.container(horizontal=True):
        if made is not None and made_key == key:
            st.download_button(
                f"Download {made.name} ({_size(len(made.content))})",
                made.content,
                made.name,
                made.mime,
                key="export_download",
                on_click="ignore",
                type="primary",
                icon=":material/download:",
            )
        else:
            st.button(
                f"Make {name}",
                key="export_make",
                type="primary",
                icon=":material/output:",
                on_click=_begin,
                args=[key, request, export, source],
            )
        recipe = recipe_file(request, export)
        st.download_button(
            "Recipe",
            recipe.content,
            recipe.name,
            recipe.mime,
            key="export_recipe",
            on_click="ignore",
            icon=":material/receipt_long:",
            help=as_markdown(
                f"The options as a file. `incidentmap export --recipe {recipe.name}` makes the "
                "same file again, byte for byte."
            ),
        )


def _begin(key: object, request: ExportRequest, export: Export, source: Source) -> None:
    job: Job[MadeFile] = Job()
    job.start(partial(made_file, request, export, source), cached.drawing_queue())
    st.session_state[_MAKING] = job
    st.session_state[_MADE] = (key, None)


def _finish(job: Job[MadeFile]) -> None:
    if st.session_state.get(_MAKING) is not job:
        # What followed it may look once more after it was finished.
        return
    del st.session_state[_MAKING]
    key, _ = st.session_state[_MADE]
    try:
        st.session_state[_MADE] = (key, job.result())
    except (StoppedError, CancelledError):
        session.tell_problem("Stopped: no file was made.")
    except IncidentMapError as error:
        session.tell_error(error)


def _size(count: int) -> str:
    """Return a number of bytes as a person reads it."""
    if count < _KILO * _KILO:
        return f"{max(1, round(count / _KILO)):,} kB"
    return f"{count / _KILO / _KILO:,.1f} MB"
