"""The samples, in and out of the store."""

from collections.abc import Callable
from functools import partial

import streamlit as st

from dashboard import cached, session
from dashboard.jobs import Job
from dashboard.views.follow import follow
from dashboard.views.frame import PageFrame, remove_samples
from geodata.errors import IncidentMapError
from geodata.saving import SAMPLE
from geodata.settings import Settings
from geodata.store import Store
from loaders.extractor import ReportExtractor
from loaders.samples import load_samples

_JOB = "samples_job"


def show_samples(frame: PageFrame) -> None:
    """Show what the samples are, and the button that loads or removes them."""
    st.subheader("Sample reports")
    if _JOB in st.session_state:
        follow(st.session_state[_JOB], _finish)
        return
    st.caption("Written for this program to show what it does; marked as samples everywhere.")
    summary = cached.summary(frame.state)
    if summary is not None and summary.sources.get(SAMPLE):
        st.button(
            "Remove the samples",
            key="remove_samples_here",
            icon=":material/delete:",
            on_click=remove_samples,
            args=[frame.settings],
        )
    else:
        st.button(
            "Load the samples",
            key="load_samples",
            icon=":material/science:",
            on_click=_begin,
            args=[frame.settings],
        )


def read_samples(
    store: Store,
    open_extractor: Callable[[], ReportExtractor],
    settings: Settings,
    job: Job[str],
) -> str:
    """Load the samples; runs behind the page."""
    job.step(0.2, "reading the sample reports")
    result = load_samples(store, open_extractor, settings)
    return f"Sample reports loaded: {result.loaded}."


def _begin(settings: Settings) -> None:
    job: Job[str] = Job()
    opener = cached.extractor_opener(settings)
    work = partial(read_samples, cached.store_of(settings), opener, settings)
    job.start(work, cached.queue())
    st.session_state[_JOB] = job


def _finish(job: Job[str]) -> None:
    del st.session_state[_JOB]
    try:
        session.tell_done(job.result())
    except IncidentMapError as error:
        session.tell_error(error)
