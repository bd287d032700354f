"""The figures of a page: what is located, what tolls count, and the period before."""

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from dashboard import cached
from dashboard.figures import Before, change, least, period_before, told
from dashboard.views.frame import PageFrame
from dashboard.wording import as_markdown, period
from geodata.facets import Killed
from geodata.query import Selection, TollTotal
from geodata.vocabulary import Kind


def show_figures(frame: PageFrame) -> None:
    """Show the figures side by side, and the sentence that keeps them apart."""
    counted = cached.counted(frame.state, frame.selection)
    killed = cached.facets(frame.state).killed(counted.rows)
    tolls = cached.tolls(frame.state, frame.selection)
    before = _before(frame)
    kinds = counted.counts["kinds"] if not frame.view.kinds else _kinds(frame)
    with st.container(horizontal=True, gap="medium", key="figures"):
        _figure("Incidents", f"{killed.incidents:,}", killed.incidents, _incidents(before))
        _figure("Killed in incidents", killed.killed.text(), least(killed.killed), _killed(before))
        _figure("Tolls, not added", f"{kinds.get(Kind.TOLL.value, 0):,}")
        _figure("Talks", f"{kinds.get(Kind.TALKS.value, 0):,}")
        _figure("Statements", f"{kinds.get(Kind.STATEMENT.value, 0):,}")
    show_told(killed, tolls, before)


def show_told(killed: Killed, tolls: Sequence[TollTotal], before: Before | None) -> None:
    """Show the sentence that keeps what is located apart from what tolls count."""
    st.markdown(as_markdown(told(killed, tolls)))
    if before is not None:
        were = before.killed
        people = f"{were.killed.text()} killed" if were.killed.stated else "no deaths stated"
        incidents = f"{were.incidents:,} incident{'' if were.incidents == 1 else 's'}"
        days = period(before.first, before.last, "day")
        said = f"The period before, {days}: {incidents}, {people}."
        if before.begins is not None:
            said += f" Nothing in the store is older than {period(before.begins, before.begins)}."
        st.caption(as_markdown(said))


def show_comparison(frame: PageFrame) -> None:
    """Show the sentence and the period before, without figures."""
    counted = cached.counted(frame.state, frame.selection)
    killed = cached.facets(frame.state).killed(counted.rows)
    show_told(killed, cached.tolls(frame.state, frame.selection), _before(frame))


def _figure(label: str, value: str, now: int | None = None, before: int | None = None) -> None:
    grown = change(now, before)
    st.metric(
        label,
        value,
        delta=None if grown is None else f"{grown:+,}".replace("-", "−"),
        # More is neither good nor bad here.
        delta_color="off",
        delta_arrow="off" if not grown else "up" if grown > 0 else "down",
        delta_description=None if grown is None else "against the period before",
        width="content",
    )


def _before(frame: PageFrame) -> Before | None:
    first, last = frame.view.date_from, frame.view.date_to
    if first is None or last is None:
        return None
    days = period_before(first, last)
    if days is None:
        return None
    earlier = replace(frame.selection, date_from=days[0], date_to=days[1])
    rows = cached.counted(frame.state, earlier).rows
    oldest = cached.span(frame.state, Selection()).first
    begins = oldest if oldest is not None and oldest > days[0] else None
    return Before(*days, cached.facets(frame.state).killed(rows), begins)


def _incidents(before: Before | None) -> int | None:
    return None if before is None else before.killed.incidents


def _killed(before: Before | None) -> int | None:
    return None if before is None else least(before.killed.killed)


def _kinds(frame: PageFrame) -> dict[str, int]:
    """Return the kinds of the rows that are left, where a filter by kind is on."""
    counts = cached.counted(frame.state, frame.selection).counts["kinds"]
    return {kind: count for kind, count in counts.items() if kind in frame.view.kinds}
