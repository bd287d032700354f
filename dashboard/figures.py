"""What the figures of a page say: incidents apart from tolls, and the period before."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.wording import period
from geodata.facets import Killed
from geodata.query import CountRange, TollTotal

# More tolls than this are told by their number alone.
_MOST_TOLD = 3


@dataclass(frozen=True, slots=True)
class Before:
    """The period of the same length before the one that is shown.

    Attributes:
        first: its first day.
        last: its last day.
        killed: what its incidents add up to, under the same filters.
        begins: the first day of all rows in the store, where that comes later than `first`: of
            what lies before it nothing is known.

    """

    first: dt.date
    last: dt.date
    killed: Killed
    begins: dt.date | None = None


def period_before(first: dt.date, last: dt.date) -> tuple[dt.date, dt.date] | None:
    """Return the days of the period of the same length before; None where there are no days."""
    length = last - first
    try:
        return first - length - dt.timedelta(days=1), first - dt.timedelta(days=1)
    except OverflowError:
        return None


def told(killed: Killed, tolls: Sequence[TollTotal]) -> str:
    """Return one sentence that keeps what is located apart from what tolls count."""
    where = "1 located incident" if killed.incidents == 1 else f"{killed.incidents:,} incidents"
    if not killed.incidents:
        sums = "No incidents"
    elif killed.killed.stated:
        sums = f"{_people(killed.killed)} killed in {where}"
    else:
        sums = f"{where[0].upper()}{where[1:]}; no number of deaths is stated"
    if killed.not_stated and killed.killed.stated:
        sums += f" ({killed.not_stated:,} of them without a number)"
    counted = [toll for toll in tolls if toll.killed.stated]
    parts = [sums, *(_toll(toll) for toll in counted[:_MOST_TOLD])]
    if len(counted) > _MOST_TOLD:
        parts.append(f"{len(counted) - _MOST_TOLD:,} more tolls are reported")
    return "; ".join(parts) + "."


def change(now: int | None, before: int | None) -> int | None:
    """Return by how much a figure grew; None where one of the two is not known."""
    return None if now is None or before is None else now - before


def least(count: CountRange) -> int | None:
    """Return the number by which a range is compared with another."""
    return count.best if count.best is not None else count.low


def _toll(toll: TollTotal) -> str:
    """Say of a toll how many it counts, where and when, and how many of them are not located."""
    where = f" ({toll.place_name})" if toll.place_name else ""
    when = f" for {period(toll.date_start, toll.date_end)}" if toll.date_start else ""
    words = f"a toll of {_people(toll.killed)}{when}{where} is reported"
    return words if not toll.not_located else f"{words}, {toll.not_located:,} of them not located"


def _people(count: CountRange) -> str:
    return count.text()
