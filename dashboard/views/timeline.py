"""The timeline: deaths and incidents by period, talks and statements, and tolls apart."""

import datetime as dt
from collections.abc import Iterable

import numpy as np
import pandas as pd
import streamlit as st

from dashboard import cached, session
from dashboard.charts import Domain, deaths_chart, tolls_chart, types_chart, words_chart
from dashboard.incident_panel import incident_title, plain_rows
from dashboard.talks import talks_table
from dashboard.views.figures import show_figures
from dashboard.views.frame import PageFrame, open_page, show_nothing_left
from dashboard.views.incident import beside_incident
from dashboard.views.table import COLUMNS
from dashboard.wording import event_type_name, period
from geodata.facets import Killed
from geodata.periods import (
    Periods,
    Step,
    deaths_by_period,
    fitting_step,
    periods_of,
    possible_steps,
    types_by_period,
)
from geodata.vocabulary import Kind

# More bars than this are not read one by one.
_MOST_TOLLS = 25
_MOST_WORDS = 2_000
_MOST_TALKS = 500


def show() -> None:
    """Show the page."""
    frame = open_page("Timeline")
    if frame is not None:
        _show_rows(frame)
    session.keep_address()


def _show_rows(frame: PageFrame) -> None:
    if not cached.counted(frame.state, frame.selection).rows.any():
        show_nothing_left()
        return
    show_figures(frame)
    domain = _domain(frame)
    if domain is None:
        st.info("None of these rows has a date, so there is no timeline of them.")
        return
    step = _choose_step((domain[1] - domain[0]).days + 1)
    theme = st.context.theme.type or "light"
    facets, rows = cached.facets(frame.state), cached.counted(frame.state, frame.selection).rows
    happened = rows & facets.happened
    earlier = happened & (facets.first_days < np.datetime64(domain[0]))
    if earlier.any():
        st.info(_told_of_earlier(facets.killed(earlier), domain[0]))
    periods = periods_of(facets, happened & ~earlier, step)
    if periods is not None:
        _show_deaths(frame, periods, domain, theme)
        _show_types(frame, periods, domain, theme)
    elif not earlier.any():
        st.info("There are no dated incidents among these rows.")
    _show_words(frame, domain, theme)
    _show_tolls(frame, domain, theme)
    _show_talks(frame)


def _domain(frame: PageFrame) -> Domain | None:
    """Return the days of the axis: those asked for, else those of the rows."""
    span = cached.span(frame.state, frame.selection)
    if span.first is None or span.last is None:
        return None
    first, last = frame.view.date_from or span.first, frame.view.date_to or span.last
    return min(first, last), max(first, last)


def _told_of_earlier(killed: Killed, first: dt.date) -> str:
    """Say what lasts into the dates and began before: there it would stand, out of the picture."""
    number = killed.incidents
    incidents = "1 incident that" if number == 1 else f"{number:,} incidents that"
    lasts = "lasts" if number == 1 else "last"
    people = f"{killed.killed.text()} killed" if killed.killed.stated else "no deaths stated"
    return (
        f"{incidents} began before {period(first, first)} {lasts} into these dates: {people}. "
        "The figures count them; the bars of deaths and types, which stand at first days, do not."
    )


def _choose_step(days: int) -> Step:
    steps = possible_steps(days)
    fitting = fitting_step(days)
    chosen = st.segmented_control(
        "Sums by",
        steps,
        default=fitting if fitting in steps else steps[0],
        format_func=lambda step: step.value.capitalize(),
        key=f"step_{'_'.join(steps)}_{fitting}",
        required=True,
    )
    return chosen or steps[0]


def _show_deaths(frame: PageFrame, periods: Periods, domain: Domain, theme: str) -> None:
    sums = deaths_by_period(cached.facets(frame.state), periods)
    st.subheader(f"Killed in incidents, by {periods.step}")
    if not sums["high"].any():
        st.caption("None of these incidents states a number of deaths above 0.")
        return
    place = int(sums["best"].argmax())
    most, day = int(sums["best"].iloc[place]), sums["start"].iloc[place]
    st.caption(
        "Solid up to the least number, light up to the highest; ▲ where no highest is set. Most "
        f"{_when(periods.step, day)}: {most:,}. "
        "Incidents that last longer stand at their first day."
    )
    st.altair_chart(
        deaths_chart(sums, periods.step, domain, theme), alt=f"Bars: killed by {periods.step}"
    )
    told = sums[sums["incidents"] > 0].drop(columns="start")
    told.insert(0, "from", sums["start"])
    names = {"open": "without an upper bound", "not_stated": "state no number"}
    _show_as_table(told.rename(columns=names), "Killed")


def _show_types(frame: PageFrame, periods: Periods, domain: Domain, theme: str) -> None:
    counts = types_by_period(cached.facets(frame.state), periods)
    st.subheader(f"Incidents by type and {periods.step}")
    st.altair_chart(
        types_chart(counts, periods.step, domain, theme), alt=f"Bars: incidents by {periods.step}"
    )
    counts["event_type"] = [
        event_type_name(one or None) or "Not stated" for one in counts["event_type"]
    ]
    table = counts.pivot_table(
        index="start", columns="event_type", values="count", aggfunc="sum", fill_value=0
    )
    _show_as_table(table.reset_index(names="from"), "Incidents")


def _show_words(frame: PageFrame, domain: Domain, theme: str) -> None:
    rows = cached.of_kinds(frame.state, frame.selection, (Kind.TALKS, Kind.STATEMENT), _MOST_WORDS)
    dated = rows[rows["date_start"].notna()]
    if dated.empty:
        return
    st.subheader("Talks and statements")
    st.altair_chart(
        words_chart(_bars(dated, frame), domain, theme),
        alt="Bars: talks and statements over their days; the tables below tell them",
    )
    if len(rows) == _MOST_WORDS:
        st.caption(f"The newest {_MOST_WORDS:,}; narrow the dates to see the others.")


def _show_tolls(frame: PageFrame, domain: Domain, theme: str) -> None:
    tolls = [toll for toll in cached.tolls(frame.state, frame.selection) if toll.date_start]
    if not tolls:
        return
    st.subheader("Tolls over their period")
    st.caption(
        "Counts over a period or an area, as reports give them. They stand apart and are never "
        "added to the incidents, which may be among them."
    )
    shown = tolls[:_MOST_TOLLS]
    table = pd.DataFrame(
        {
            "start": _dates(toll.date_start for toll in shown),
            "end": _dates(toll.date_end or toll.date_start for toll in shown)
            + pd.Timedelta(days=1),
            "title": [toll.place_name or "place not stated" for toll in shown],
            "said": [f"{toll.killed.text()} killed" for toll in shown],
        }
    )
    st.altair_chart(tolls_chart(table, domain, theme), alt="Bars: tolls over their periods")
    told = pd.DataFrame(
        {
            "place": [toll.place_name for toll in shown],
            "from": table["start"],
            "to": _dates(toll.date_end for toll in shown),
            "killed": [toll.killed.text() for toll in shown],
        }
    )
    if not frame.is_large:
        told["accounted for"] = [toll.accounted_for for toll in shown]
        told["not located"] = [toll.not_located for toll in shown]
    _show_as_table(told, "Tolls")
    if len(tolls) > len(shown):
        st.caption(f"The {len(shown)} largest of {len(tolls):,} tolls.")


def _show_talks(frame: PageFrame) -> None:
    rows = cached.of_kinds(frame.state, frame.selection, (Kind.TALKS,), _MOST_TALKS)
    if rows.empty and frame.view.incident is None:
        return
    with beside_incident(frame, (5, 3)):
        st.subheader("Talks")
        if rows.empty:
            st.caption("No talks among these rows.")
        else:
            session.mark_in_table(rows["incident_id"].tolist())
            st.dataframe(
                talks_table(rows, frame.country_name),
                key=session.TABLE_KEY,
                hide_index=True,
                selection_mode="single-row",
                on_select=session.take_incident_from_table,
                column_config=COLUMNS,
                alt="Talks, the newest first",
            )
            st.caption("Choose talks to read the words behind them.")


def _bars(rows: pd.DataFrame, frame: PageFrame) -> pd.DataFrame:
    titles = [incident_title(row, frame.country_name) for row in plain_rows(rows)]
    return pd.DataFrame(
        {
            "start": rows["date_start"].to_numpy(),
            "end": (rows["date_end"].fillna(rows["date_start"]) + pd.Timedelta(days=1)).to_numpy(),
            "kind": rows["kind"].astype(str).to_numpy(),
            "title": titles,
            "outcome": rows["outcome"].astype(object).where(rows["outcome"].notna(), "").to_numpy(),
        }
    )


def _show_as_table(table: pd.DataFrame, what: str) -> None:
    with st.expander("The same as a table", key=f"as_table_{what}"):
        days = st.column_config.DateColumn(format="YYYY-MM-DD")
        st.dataframe(
            table,
            hide_index=True,
            column_config={"from": days, "to": days},
            alt=f"{what}, by period",
        )


def _dates(days: Iterable[dt.date | None]) -> "pd.Series[pd.Timestamp]":
    return pd.Series(list(days)).astype("datetime64[s]")


def _when(step: Step, start: pd.Timestamp) -> str:
    """Return in or on which period."""
    if step is Step.DAY:
        return f"on {_day(start)}"
    if step is Step.WEEK:
        return f"in the week from {_day(start)}"
    return f"in {start:%B %Y}" if step is Step.MONTH else f"in {start:%Y}"


def _day(value: pd.Timestamp) -> str:
    return f"{value.day} {value:%B %Y}"
