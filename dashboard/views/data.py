"""The data page: what the store holds, where it comes from, and how more gets in."""

import pandas as pd
import streamlit as st

from dashboard import cached, session, sidebar
from dashboard.views.add_dataset import show_add_dataset
from dashboard.views.frame import DATA, PageFrame, open_page
from dashboard.views.samples import show_samples
from dashboard.wording import source_name
from geodata.database import shown_location
from geodata.history import Load

_MOST_LOADS = 200
_MOST_REJECTED = 5_000
_LOADS_KEY = "loads"
_DAY = "YYYY-MM-DD"
_WHEN = "When (UTC)"
_NUMBERS = ("New", "Updated", "Unchanged", "Rejected", "Withdrawn")
# What a load did, where its own word says too little.
_ACTIONS = {"load": "Load", "link": "Link reports", "remove sample": "Remove samples"}


def show() -> None:
    """Show the page."""
    frame = open_page(DATA, needs_rows=False)
    if frame is not None:
        _show_counts(frame)
        show_add_dataset(frame)
        _show_sources(frame)
        _show_loads(frame)
        show_samples(frame)
        with st.expander("Load with the command line", icon=":material/terminal:"):
            sidebar.show_how_to_load(shown_location(frame.settings.store))
    session.keep_address()


def _show_counts(frame: PageFrame) -> None:
    summary = cached.summary(frame.state)
    if summary is None:
        st.info(
            "There is no store yet: the first report or dataset makes it.", icon=":material/inbox:"
        )
        return
    counts = summary.counts
    with st.container(horizontal=True, gap="large", key="held"):
        for label, value, meaning in (
            ("Rows", counts["incidents"], "Incidents, tolls, talks and statements"),
            ("Reports", counts["reports"], "Texts that were read"),
            ("Claims", counts["claims"], "Numbers and facts, each with the sentence that says it"),
            ("Rows rejected", summary.rejected_rows, "Could not be read; choose a load to see why"),
            ("Rows withdrawn", summary.withdrawn, "No longer in the newest file of their source"),
            ("Earlier versions", summary.earlier_versions, "Kept of rows that changed since"),
        ):
            st.metric(label, f"{value:,}", width="content", help=meaning)


def _show_sources(frame: PageFrame) -> None:
    st.subheader("Sources and licences")
    summary = cached.summary(frame.state)
    if summary is None or not summary.counts["incidents"]:
        st.caption("Nothing is in the store yet.")
        return
    if frame.is_large:
        st.dataframe(
            pd.DataFrame(
                {
                    "Source": [source_name(one) for one in summary.sources],
                    "Rows": list(summary.sources.values()),
                }
            ),
            hide_index=True,
            column_config={"Rows": st.column_config.NumberColumn(format="localized")},
            alt="Sources and their rows",
        )
        return
    found = cached.licences(frame.state)
    st.dataframe(
        found.assign(source=found["source"].map(source_name)).rename(
            columns={
                "source": "Source",
                "licence": "Licence",
                "attribution": "Credit as",
                "rows": "Rows",
                "first": "From",
                "last": "To",
            }
        )[["Source", "Rows", "From", "To", "Licence", "Credit as"]],
        hide_index=True,
        placeholder="not stated",
        column_config={
            "From": st.column_config.DateColumn(format=_DAY),
            "To": st.column_config.DateColumn(format=_DAY),
            "Rows": st.column_config.NumberColumn(format="localized"),
        },
        alt="Sources, their rows and licences",
    )
    st.caption("Place names: GeoNames (geonames.org), CC BY 4.0. Boundaries: Natural Earth.")


def _show_loads(frame: PageFrame) -> None:
    st.subheader("Loads")
    loads = cached.loads(frame.state, _MOST_LOADS)
    if not loads:
        st.caption("None yet.")
        return
    st.dataframe(
        _listed(loads),
        key=_LOADS_KEY,
        hide_index=True,
        placeholder="",
        selection_mode="single-row",
        on_select="rerun",
        column_config={
            _WHEN: st.column_config.DatetimeColumn(format="YYYY-MM-DD HH:mm"),
            **{name: st.column_config.NumberColumn(format="localized") for name in _NUMBERS},
        },
        alt="Loads, the last first",
    )
    if len(loads) == _MOST_LOADS:
        st.caption(f"The last {_MOST_LOADS}.")
    chosen = st.session_state[_LOADS_KEY].selection.rows
    if chosen and chosen[0] < len(loads):
        _show_rejected(frame, loads[chosen[0]])
    elif any(load.rejected for load in loads):
        st.caption("Choose a load to see which rows it rejected, and why.")


def _show_rejected(frame: PageFrame, load: Load) -> None:
    if not load.rejected:
        st.caption(f"Load {load.load_id} rejected nothing.")
        return
    rejected = cached.rejected_rows(frame.state, load.load_id)
    st.dataframe(
        pd.DataFrame(
            {
                "File": [one.file for one in rejected[:_MOST_REJECTED]],
                "Row": [one.row_number for one in rejected[:_MOST_REJECTED]],
                "Id": [one.identifier for one in rejected[:_MOST_REJECTED]],
                "Reason": [one.reason for one in rejected[:_MOST_REJECTED]],
            }
        ),
        hide_index=True,
        placeholder="",
        alt=f"Rows that load {load.load_id} rejected",
    )
    if len(rejected) > _MOST_REJECTED:
        st.caption(f"The first {_MOST_REJECTED:,} of {len(rejected):,}.")


def _listed(loads: list[Load]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Load": [load.load_id for load in loads],
            _WHEN: pd.to_datetime([load.at for load in loads], utc=True),
            "What": [_ACTIONS.get(load.action, load.action.capitalize()) for load in loads],
            "Source": [load.source and source_name(load.source) for load in loads],
            "File": [load.file for load in loads],
            "New": [load.loaded for load in loads],
            "Updated": [load.updated for load in loads],
            "Unchanged": [load.unchanged for load in loads],
            "Rejected": [load.rejected for load in loads],
            "Withdrawn": [load.withdrawn for load in loads],
            "By version": [load.program_version for load in loads],
        }
    )
