"""Adding a dataset: drop it, look at its columns and first rows, then load it or leave it."""

from concurrent.futures import CancelledError
from functools import partial

import streamlit as st

from dashboard import cached, session
from dashboard.dataset_intake import Choices, DatasetFile, Look, keep, load, look
from dashboard.jobs import Job, StoppedError
from dashboard.views.follow import follow
from dashboard.views.frame import PageFrame
from dashboard.wording import as_markdown, source_name
from geodata.errors import IncidentMapError
from geodata.settings import Settings
from geodata.store import Store
from loaders.registry import LOADERS

_LOOKING, _LOOK, _LOADING = "dataset_looking", "dataset_look", "dataset_loading"
_FILE, _COLUMNS, _COMPLETE = "dataset_file", "dataset_columns", "dataset_complete"
_MOST_REJECTED = 10
_ENDINGS = sorted(
    {ending[1:] for loader in LOADERS if loader.is_dataset for ending in loader.extensions}
    # A Shapefile has parts and is loaded by the command line; a map is no dataset.
    - {"shp"}
    | {"json", "txt"}
)
_DAYS = st.column_config.DateColumn(format="YYYY-MM-DD")
# The columns that tell a person whether a table is understood.
_TELLING = [
    "date_start",
    "date_end",
    "kind",
    "event_type",
    "place_name",
    "iso3",
    "admin1",
    "lat",
    "lon",
    "killed_low",
    "killed_best",
    "killed_high",
    "side_a",
    "side_b",
]


def show_add_dataset(frame: PageFrame) -> None:
    """Show where a dataset is dropped, how it was understood, or how far its load is."""
    if _LOADING in st.session_state:
        follow(st.session_state[_LOADING], _finish_loading, can_stop=True)
    elif _LOOKING in st.session_state:
        follow(st.session_state[_LOOKING], _finish_looking, can_stop=True)
    elif _LOOK in st.session_state:
        _show_look(frame, st.session_state[_LOOK])
    else:
        _show_form(frame)


def look_at(file: DatasetFile, columns: str | None, settings: Settings, job: Job[Look]) -> Look:
    """Look at a dataset; runs behind the page."""
    job.step(0.3, f"looking at {file.name}")
    return look(file, columns, settings)


def load_rows(seen: Look, choices: Choices, settings: Settings, store: Store, job: Job[str]) -> str:
    """Load a dataset and say what became of its rows; runs behind the page."""
    result = load(seen.file, choices, settings, store, job)
    parts = [f"{seen.file.name}: {result.loaded:,} rows new", f"{result.updated:,} updated"]
    parts += [f"{result.unchanged:,} unchanged", f"{result.rejected:,} rejected"]
    if result.withdrawn:
        parts.append(f"{result.withdrawn:,} withdrawn")
    return f"{', '.join(parts)}."


def _show_form(frame: PageFrame) -> None:
    summary = cached.summary(frame.state)
    is_empty = summary is None or not summary.counts["incidents"]
    with st.expander("Add a dataset", icon=":material/dataset:", expanded=is_empty, key="add_data"):
        file = st.file_uploader(
            "ACLED, UCDP, GDELT, or any table, spreadsheet or file of geometries",
            type=_ENDINGS,
            key=_FILE,
        )
        st.button(
            "Look at it",
            type="primary",
            icon=":material/search:",
            disabled=file is None,
            on_click=_begin_looking,
            args=[frame.settings],
        )
        st.caption(
            "Nothing is stored before you have seen how it is understood. Archives, folders and "
            "Shapefiles go in by the command line."
        )


def _begin_looking(settings: Settings) -> None:
    uploaded = st.session_state.get(_FILE)
    if uploaded is not None:
        file = keep(uploaded.name, uploaded.getvalue())
        _look_again(settings, file, None)


def _look_again(settings: Settings, file: DatasetFile, columns: str | None) -> None:
    job: Job[Look] = Job()
    job.start(partial(look_at, file, columns, settings), cached.queue())
    st.session_state[_LOOKING] = job


def _finish_looking(job: Job[Look]) -> None:
    del st.session_state[_LOOKING]
    try:
        seen = job.result()
    except (StoppedError, CancelledError):
        session.tell_problem("Stopped: nothing was stored.")
    except IncidentMapError as error:
        session.tell_error(error)
    else:
        st.session_state[_LOOK] = seen
        st.session_state[_COLUMNS] = seen.columns


def _show_look(frame: PageFrame, seen: Look) -> None:
    with st.container(border=True):
        st.subheader(as_markdown(seen.file.name))
        if seen.columns is None:
            st.caption(as_markdown(f"Read as {source_name(seen.loader)}: its columns are known."))
        else:
            _show_columns(frame, seen)
        known = [name for name in _TELLING if name in seen.rows and seen.rows[name].notna().any()]
        st.dataframe(
            seen.rows[known],
            hide_index=True,
            placeholder="",
            column_config={"date_start": _DAYS, "date_end": _DAYS},
            alt="The first rows, as they would be stored",
        )
        bad = f"{len(seen.rejected):,} of them" if seen.rejected else "none"
        st.caption(
            f"The first {len(seen.rows):,} rows as they would be stored. {seen.read:,} were looked "
            f"at; {bad} cannot be read."
        )
        for line in seen.rejected[:_MOST_REJECTED]:
            st.warning(as_markdown(line))
        st.checkbox(
            "This file is the whole of its source: rows that it has no more are withdrawn",
            key=_COMPLETE,
        )
        with st.container(horizontal=True):
            st.button(
                "Load into the store",
                type="primary",
                icon=":material/database:",
                on_click=_begin_loading,
                args=[frame.settings, seen],
            )
            st.button("Discard", icon=":material/delete:", key="discard_data", on_click=_forget)


def _show_columns(frame: PageFrame, seen: Look) -> None:
    st.caption(
        "Which of its columns are which is guessed. Look at it, put right what is wrong, and look "
        "again; the README tells what may stand here."
    )
    st.text_area("Columns", height=260, key=_COLUMNS, persist_state="page")
    st.button(
        "Look again",
        icon=":material/refresh:",
        on_click=lambda: _look_again(frame.settings, seen.file, st.session_state[_COLUMNS]),
        disabled=st.session_state.get(_COLUMNS) == seen.columns,
    )


def _begin_loading(settings: Settings, seen: Look) -> None:
    columns = st.session_state.get(_COLUMNS) if seen.columns is not None else None
    job: Job[str] = Job()
    choices = Choices(columns=columns, complete=bool(st.session_state.get(_COMPLETE)))
    work = partial(load_rows, seen, choices, settings, cached.store_of(settings))
    job.start(work, cached.queue())
    st.session_state[_LOADING] = job


def _finish_loading(job: Job[str]) -> None:
    del st.session_state[_LOADING]
    try:
        session.tell_done(job.result())
    except (StoppedError, CancelledError):
        session.tell_problem("Stopped: nothing was stored.")
    except IncidentMapError as error:
        # How it was understood is still there, to be put right.
        session.tell_error(error)
    else:
        _forget()


def _forget() -> None:
    for name in (_LOOK, _COLUMNS, _COMPLETE):
        st.session_state.pop(name, None)
