"""A job's progress on a page that stays usable meanwhile."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from dashboard.jobs import Job
from dashboard.wording import as_markdown

_LOOK_SECONDS = 0.5


def follow(job: Job[Any], finish: Callable[[Job[Any]], None], *, can_stop: bool = False) -> None:
    """Show how far a job is until it is done, then finish it and run the page again.

    Args:
        job: what runs behind the page.
        finish: takes its result; it must forget the job.
        can_stop: whether a person may stop it.

    """

    @st.fragment(run_every=_LOOK_SECONDS)
    def look() -> None:
        if job.is_done:
            finish(job)
            st.rerun()
        st.progress(job.share, as_markdown(f"{job.doing[:1].upper()}{job.doing[1:]} …"))
        if can_stop:
            st.button("Stop", key="stop_job", icon=":material/close:", on_click=job.stop)

    look()
