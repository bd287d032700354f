"""The reports page: reports in the store, and those that a person brings."""

import pandas as pd
import streamlit as st

from dashboard import cached, session
from dashboard.components import show_report_text
from dashboard.incident_panel import incident_title, plain_rows
from dashboard.report_text import Quote, report_text
from dashboard.views.add_reports import show_add_reports
from dashboard.views.frame import PageFrame, open_page
from dashboard.views.incident import show_incident

_MOST_LISTED = 1_000
# Characters of its text that stand for a report without a title.
_FIRST_WORDS = 70
_DAY = "YYYY-MM-DD"


def show() -> None:
    """Show the page."""
    frame = open_page("Reports", needs_rows=False)
    if frame is not None:
        is_adding = show_add_reports(frame)
        if not is_adding:
            _show_list(frame)
    session.keep_address()


def _show_list(frame: PageFrame) -> None:
    reports = frame.tables.reports
    st.subheader("Reports in the store")
    if reports.empty:
        st.caption("There are none yet.")
        return
    shown = reports
    if frame.view.is_filtered:
        shown = reports[reports["report_id"].isin(cached.reports_of(frame.state, frame.selection))]
    shown = shown.sort_values("published", ascending=False, na_position="last")[:_MOST_LISTED]
    if shown.empty:
        st.info(f"The filters leave rows of none of the {len(reports):,} reports.")
        st.button("Clear all filters", on_click=session.clear_filters)
        return
    is_reading = frame.view.report is not None
    # One column where nothing is read: the list is the same element either way.
    sides = st.columns(2 if is_reading or frame.view.incident is not None else 1)
    with sides[0]:
        session.mark_in_reports(shown["report_id"].tolist())
        st.dataframe(
            _listed(frame, shown),
            key=session.REPORTS_KEY,
            hide_index=True,
            selection_mode="single-row",
            on_select=session.take_report_from_list,
            placeholder="",
            column_config={
                "Published": st.column_config.DateColumn(format=_DAY, width=92),
                "Title": st.column_config.TextColumn(width=300),
            },
            alt="Reports, the newest first",
        )
        st.caption(_counted(len(shown), len(reports), filtered=frame.view.is_filtered))
        if is_reading and frame.view.incident is not None:
            with st.container(border=True, key="incident"):
                show_incident(frame)
    with sides[-1]:
        if frame.view.report is not None:
            _show_report(frame, frame.view.report)
        elif frame.view.incident is not None:
            with st.container(border=True, key="incident"):
                show_incident(frame)


def _listed(frame: PageFrame, reports: pd.DataFrame) -> pd.DataFrame:
    claims = frame.tables.claims
    told = claims.groupby("report_id")["incident_id"].nunique()
    return pd.DataFrame(
        {
            "Published": reports["published"],
            "Title": reports["title"].fillna(reports["text"].str.slice(0, _FIRST_WORDS) + " …"),
            "Publisher": reports["publisher"],
            "Rows": reports["report_id"].map(told).fillna(0).astype("int64"),
        }
    )


def _counted(shown: int, known: int, *, filtered: bool) -> str:
    if filtered:
        return f"{shown:,} of {known:,} reports: those behind the rows that the filters leave."
    if shown < known:
        return f"The newest {shown:,} of {known:,} reports; filter to see others."
    reports = f"{known:,} report{'' if known == 1 else 's'}"
    return f"{reports}. Choose one to read it, with what was found in it."


def _show_report(frame: PageFrame, chosen: str) -> None:
    tables = frame.tables
    found = plain_rows(tables.reports[tables.reports["report_id"] == chosen])
    if not found:
        st.info("The report that the address names is not in the store.")
        return
    claims = tables.claims[tables.claims["report_id"] == chosen]
    rows = tables.incidents[tables.incidents["incident_id"].isin(claims["incident_id"])]
    known = {row["incident_id"]: row for row in plain_rows(rows)}
    quotes = [
        Quote(claim["start"], claim["end"], claim["incident_id"])
        for claim in plain_rows(claims)
        if claim["incident_id"] in known
    ]
    titles = {key: incident_title(row, frame.country_name) for key, row in known.items()}
    show_report_text(
        report_text(found[0], quotes, titles, frame.view.incident),
        on_incident=session.take_incident_from_report,
    )
    st.button(
        "Close the report", on_click=session.open_report, args=[None], icon=":material/close:"
    )
