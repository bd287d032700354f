"""Adding reports: paste or drop them, look at what was found, then load it or leave it."""

import datetime as dt
from collections.abc import Callable, Sequence
from concurrent.futures import CancelledError
from dataclasses import dataclass
from functools import partial
from typing import Any

import streamlit as st

from dashboard import cached, session
from dashboard.components import MapState, show_incident_panel, show_map, show_report_text
from dashboard.incident_panel import incident_panel, incident_title, plain_rows
from dashboard.intake import MOST_FILES, Incoming, Said, pasted, read_all
from dashboard.jobs import Job, StoppedError
from dashboard.map.incident_map import incident_map
from dashboard.map.incident_map import page as page_of
from dashboard.map.style import KIND_NAMES
from dashboard.map_pages import MapPage, map_page
from dashboard.report_text import Quote, report_text
from dashboard.views.follow import follow
from dashboard.views.frame import PageFrame
from dashboard.wording import as_markdown
from geodata.errors import IncidentMapError
from geodata.frames import claims_frame, incidents_frame, reports_frame
from geodata.settings import Settings
from geodata.store import Frames, Store
from geodata.vocabulary import Kind
from loaders.batch import Batch
from loaders.extractor import ReportExtractor
from loaders.linking.link import link_store
from loaders.registry import LOADERS

_JOB, _FOUND, _LOADING = "reading_job", "reading_found", "loading_job"
_PREVIEW_MAP, _PREVIEW_TEXT = "preview_map", "preview_text"
_PREVIEW_ROW, _PREVIEW_REPORT, _PREVIEW_TURN = "preview_row", "preview_report", "preview_turn"
_FORM = "bring"
_MOST_REJECTED = 20
# So many notes are read at once.
_MOST_NOTES_OPEN = 5

_ENDINGS = sorted(
    {ending[1:] for loader in LOADERS if not loader.is_dataset for ending in loader.extensions}
    | {"json", "xml", "zip", "gz"}
)


@dataclass(frozen=True, slots=True)
class Found:
    """What was read, and its map.

    Attributes:
        batch: what would be loaded.
        frames: the same as tables.
        page: the map of it.

    """

    batch: Batch
    frames: Frames
    page: MapPage


def show_add_reports(frame: PageFrame) -> bool:
    """Show where reports are brought, or what was found in them; tell whether that goes on."""
    if _LOADING in st.session_state:
        follow(st.session_state[_LOADING], _finish_loading)
        return True
    if _JOB in st.session_state:
        follow(st.session_state[_JOB], _finish_reading, can_stop=True)
        return True
    if _FOUND in st.session_state:
        _show_found(frame, st.session_state[_FOUND])
        return True
    _show_form(frame)
    return False


def read_and_draw(
    incoming: Sequence[Incoming],
    said: Said,
    open_extractor: Callable[[], ReportExtractor],
    settings: Settings,
    job: Job[Found],
) -> Found:
    """Return what some files hold, and its map; runs behind the page."""

    def progress(done: int, name: str) -> None:
        job.step(0.95 * done / len(incoming), f"reading {name} ({done + 1} of {len(incoming)})")

    batch = read_all(incoming, said, open_extractor, settings, progress)
    job.step(0.95, "drawing the map")
    frames = Frames(
        incidents_frame(batch.incidents), claims_frame(batch.claims), reports_frame(batch.reports)
    )
    drawn = incident_map(*frames, boundary_profile=settings.boundary_profile)
    return Found(batch, frames, map_page(page_of(drawn)))


def save_and_link(store: Store, batch: Batch, job: Job[str]) -> str:
    """Save what was read and link it; return what became of it. Runs behind the page."""
    job.step(0.1, "saving")
    result = store.save(batch)
    # From here on the reports are in the store, whatever a person stops.
    job.share, job.doing = 0.5, "looking for incidents that other reports tell, too"
    link_store(store)
    return (
        f"Reports loaded: {result.loaded:,} new, {result.updated:,} updated, "
        f"{result.unchanged:,} unchanged."
    )


def _show_form(frame: PageFrame) -> None:
    is_empty = frame.tables.reports.empty
    with st.expander("Add reports", icon=":material/note_add:", expanded=is_empty, key="add"):
        text_tab, file_tab = st.tabs(["Paste a text", "Drop files"])
        with text_tab:
            st.text_area(
                "Text of the report",
                max_chars=frame.settings.max_report_characters,
                height=220,
                key=f"{_FORM}_text",
                persist_state="page",
                placeholder="Paste what you have read",
            )
            with st.container(horizontal=True):
                st.text_input("Title", max_chars=500, key=f"{_FORM}_title", persist_state="page")
                st.text_input(
                    "Web address", max_chars=2_000, key=f"{_FORM}_url", persist_state="page"
                )
        with file_tab:
            st.file_uploader(
                f"Files, up to {MOST_FILES}",
                type=_ENDINGS,
                accept_multiple_files=True,
                max_upload_size=max(1, frame.settings.max_report_bytes // 1_000_000),
                key=f"{_FORM}_files",
            )
        with st.container(horizontal=True, vertical_alignment="bottom"):
            st.date_input(
                "Published on",
                value=None,
                min_value=dt.date(1800, 1, 1),
                max_value="today",
                format="YYYY-MM-DD",
                key=f"{_FORM}_published",
                persist_state="page",
                help="Days without a year are read against it. Files that tell their own day may "
                "do without.",
            )
            st.text_input(
                "Publisher", max_chars=300, key=f"{_FORM}_publisher", persist_state="page"
            )
            # Always enabled: a text is sent when the person leaves it, which may be by this click.
            st.button(
                "Read",
                type="primary",
                icon=":material/search:",
                on_click=_begin_reading,
                args=[frame.settings],
            )
        st.caption("Nothing is stored before you have seen what was found.")


def _begin_reading(settings: Settings) -> None:
    said = _form()
    incoming = []
    if (said["text"] or "").strip():
        incoming.append(pasted(said["text"], title=said["title"], url=said["url"]))
    files = said["files"] or []
    incoming += [Incoming(file.name, file.getvalue()) for file in files[:MOST_FILES]]
    if len(files) > MOST_FILES:
        session.tell_problem(
            f"{len(files)} files are more than {MOST_FILES}: the first {MOST_FILES} are read; load "
            "folders with the command line"
        )
    if not incoming:
        session.tell_problem("There is nothing to read yet: paste a text, or drop a file.")
        return
    work = partial(
        read_and_draw,
        incoming,
        Said(published=said["published"], publisher=(said["publisher"] or "").strip() or None),
        cached.extractor_opener(settings),
        settings,
    )
    job: Job[Found] = Job()
    job.start(work, cached.queue())
    st.session_state[_JOB] = job


def _form() -> dict[str, Any]:
    names = ("text", "title", "url", "files", "published", "publisher")
    return {name: st.session_state.get(f"{_FORM}_{name}") for name in names}


def _finish_reading(job: Job[Found]) -> None:
    del st.session_state[_JOB]
    try:
        found = job.result()
    except (StoppedError, CancelledError):
        session.tell_problem("Stopped: nothing was read, and nothing was stored.")
    except IncidentMapError as error:
        session.tell_error(error)
    else:
        st.session_state[_FOUND] = found
        st.session_state[_PREVIEW_ROW] = st.session_state[_PREVIEW_REPORT] = None
        st.session_state[_PREVIEW_TURN] = 0


def _finish_loading(job: Job[str]) -> None:
    del st.session_state[_LOADING]
    try:
        session.tell_done(job.result())
    except IncidentMapError as error:
        # What was found is still there, to be loaded again.
        session.tell_error(error)
    else:
        _forget()
        for name, value in _form().items():
            if value is not None and name != "files":
                st.session_state[f"{_FORM}_{name}"] = None if name == "published" else ""


def _show_found(frame: PageFrame, found: Found) -> None:
    batch = found.batch
    st.subheader("What was found")
    for rejected in batch.rejected[:_MOST_REJECTED]:
        st.error(as_markdown(str(rejected)), icon=":material/error:")
    if len(batch.rejected) > _MOST_REJECTED:
        st.error(f"{len(batch.rejected) - _MOST_REJECTED:,} more could not be read.")
    if batch.reports:
        st.markdown(as_markdown(_counts(batch)))
        known = set(frame.tables.reports["report_id"])
        again = sum(report.report_id in known for report in batch.reports)
        if again:
            st.info(f"{again:,} of them in the store already: that text is not stored twice.")
    if batch.warnings or batch.notes:
        said = [*batch.warnings, *batch.notes]
        label = f"{len(said):,} note{'' if len(said) == 1 else 's'} on the reading"
        with st.expander(label, expanded=len(said) <= _MOST_NOTES_OPEN, key="to_know"):
            st.text("\n".join(said))
    with st.container(horizontal=True):
        if batch.reports:
            st.button(
                "Load into the store",
                type="primary",
                icon=":material/database:",
                on_click=_begin_loading,
                args=[frame.settings, batch],
            )
        st.button("Discard", icon=":material/delete:", on_click=_forget)
    if batch.reports:
        _show_preview(frame, found)


def _counts(batch: Batch) -> str:
    kinds = {kind: sum(one.kind == kind for one in batch.incidents) for kind in Kind}
    told = [
        f"{number:,} {KIND_NAMES[kind][number != 1]}" for kind, number in kinds.items() if number
    ]
    reports = f"{len(batch.reports):,} report{'' if len(batch.reports) == 1 else 's'} read"
    return f"{reports}; found: {', '.join(told) or 'nothing that happened'}."


def _show_preview(frame: PageFrame, found: Found) -> None:
    map_side, text_side = st.columns(2)
    row = st.session_state[_PREVIEW_ROW]
    with map_side:
        show_map(
            found.page,
            MapState(incident=row, revision=st.session_state[_PREVIEW_TURN]),
            on_dates=_nothing,
            on_incident=partial(_take_row, _PREVIEW_MAP, command=False),
            key=_PREVIEW_MAP,
        )
    with text_side:
        _show_text(frame, found, row)


def _show_text(frame: PageFrame, found: Found, row: str | None) -> None:
    reports = {report["report_id"]: report for report in plain_rows(found.frames.reports)}
    if len(reports) > 1:
        if st.session_state[_PREVIEW_REPORT] not in reports:
            st.session_state[_PREVIEW_REPORT] = next(iter(reports))
        st.selectbox(
            "Report",
            list(reports),
            format_func=lambda key: reports[key]["title"] or reports[key]["text"][:80],
            key=_PREVIEW_REPORT,
        )
    shown = st.session_state[_PREVIEW_REPORT] or next(iter(reports))
    rows = {one["incident_id"]: one for one in plain_rows(found.frames.incidents)}
    show_report_text(
        report_text(
            reports[shown],
            [
                Quote(claim.start, claim.end, claim.incident_id)
                for claim in found.batch.claims
                if claim.report_id == shown and claim.incident_id in rows
            ],
            {key: incident_title(one, frame.country_name) for key, one in rows.items()},
            row,
        ),
        on_incident=partial(_take_row, _PREVIEW_TEXT, command=True),
        key=_PREVIEW_TEXT,
    )
    if row is not None and row in rows:
        panel = incident_panel(row, *found.frames, frame.country_name)
        if panel is not None:
            with st.container(border=True):
                show_incident_panel(panel | {"reports": []})


def _take_row(key: str, *, command: bool) -> None:
    """Open the row just clicked, on the map or in the text, in the other one, too."""
    row = st.session_state[key].incident["value"]
    st.session_state[_PREVIEW_ROW] = row
    if command:
        st.session_state[_PREVIEW_TURN] += 1
        return
    found: Found = st.session_state[_FOUND]
    told = [one.report_ids for one in found.batch.incidents if one.incident_id == row]
    if told and told[0]:
        st.session_state[_PREVIEW_REPORT] = told[0][0]


def _begin_loading(settings: Settings, batch: Batch) -> None:
    job: Job[str] = Job()
    job.start(partial(save_and_link, cached.store_of(settings), batch), cached.queue())
    st.session_state[_LOADING] = job


def _forget() -> None:
    for name in (_FOUND, _PREVIEW_ROW, _PREVIEW_REPORT, _PREVIEW_TURN):
        st.session_state.pop(name, None)


def _nothing() -> None:
    """Let the map's dates be: the preview shows all."""
