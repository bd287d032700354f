"""Sums of incidents by day, week, month or year.

Made from the numbers of `geodata.facets`, so that a million rows take milliseconds. An incident
counts in the period of its first day; one without a date counts in none.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from geodata.facets import Happenings
from geodata.masks import Days, Mask

Starts = npt.NDArray[np.datetime64]


class Step(StrEnum):
    """How long a period is."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


# More bars than this are no picture any more.
_MOST_PERIODS = 1_500
# About so many days a step has.
DAYS_OF = {Step.DAY: 1, Step.WEEK: 7, Step.MONTH: 30, Step.YEAR: 365}
_UNITS = {Step.MONTH: "datetime64[M]", Step.YEAR: "datetime64[Y]"}
# 1970-01-01 was a Thursday; weeks begin on Monday.
_MONDAY = 4


@dataclass(frozen=True, slots=True)
class Periods:
    """Periods without gaps, and which of them each row is in.

    Attributes:
        step: how long each is.
        starts: their first days.
        of_row: of each row that counts, the number of its period.
        rows: which rows count.

    """

    step: Step
    starts: Starts
    of_row: npt.NDArray[np.int64]
    rows: Mask


def fitting_step(days: int) -> Step:
    """Return the step that shows so many days best."""
    if days <= 2 * 31:
        return Step.DAY
    if days <= 2 * 366:
        return Step.WEEK
    return Step.MONTH if days <= 30 * 366 else Step.YEAR


def possible_steps(days: int) -> list[Step]:
    """Return the steps that make no more bars of so many days than a picture can show."""
    return [step for step in Step if days / DAYS_OF[step] <= _MOST_PERIODS] or [Step.YEAR]


def periods_of(facets: Happenings, rows: Mask, step: Step) -> Periods | None:
    """Return the periods of some rows' first days; None when none has a date."""
    counted = rows & ~np.isnat(facets.first_days)
    days = facets.first_days[counted]
    if not len(days):
        return None
    numbers = _numbers(days, step)
    first, last = int(numbers.min()), int(numbers.max())
    return Periods(step, _starts(first, last, step), numbers - first, counted)


def deaths_by_period(facets: Happenings, periods: Periods) -> pd.DataFrame:
    """Return what incidents state of deaths, by period.

    Returns:
        The columns `start`, `incidents`, `low`, `best`, `high` and `open` (how many incidents set
        no upper bound; `high` counts their best or least number), and `not_stated`.

    """
    happened = facets.happened[periods.rows]
    of_row, size = periods.of_row[happened], len(periods.starts)
    low, best, high = (bound[periods.rows][happened] for bound in facets.killed_bounds)
    stated = ~(np.isnan(low) & np.isnan(best) & np.isnan(high))
    best = np.where(np.isnan(best), low, best)
    most = np.where(np.isnan(high), best, high)

    def summed(values: npt.NDArray[Any]) -> npt.NDArray[np.int64]:
        added = np.bincount(of_row, weights=np.nan_to_num(values), minlength=size)
        return added.round().astype(np.int64)

    return pd.DataFrame(
        {
            "start": periods.starts,
            "incidents": np.bincount(of_row, minlength=size),
            "low": summed(low),
            "best": summed(best),
            "high": summed(most),
            "open": summed(stated & np.isnan(high)),
            "not_stated": summed(~stated),
        }
    )


def types_by_period(facets: Happenings, periods: Periods) -> pd.DataFrame:
    """Return how many incidents of each type there are: columns `start`, `event_type`, `count`.

    A type of which there are none in a period has no row there.
    """
    happened = facets.happened[periods.rows]
    types = facets.facets["event_types"]
    of_row, codes = periods.of_row[happened], types.codes[periods.rows][happened]
    size = len(types.values) + 1
    counts = np.bincount(of_row * size + codes, minlength=size * len(periods.starts))
    found = np.flatnonzero(counts)
    names = np.array([*types.values, ""], dtype=object)  # noqa: PD011 - a Facet is no frame
    return pd.DataFrame(
        {
            "start": periods.starts[found // size],
            "event_type": names[found % size],
            "count": counts[found],
        }
    )


def _numbers(days: Days, step: Step) -> npt.NDArray[np.int64]:
    if step in _UNITS:
        return days.astype(_UNITS[step]).astype(np.int64)
    numbers = days.astype("datetime64[D]").astype(np.int64)
    return numbers if step == Step.DAY else (numbers - _MONDAY) // 7


def _starts(first: int, last: int, step: Step) -> Starts:
    numbers = np.arange(first, last + 1)
    if step in _UNITS:
        return numbers.astype(_UNITS[step]).astype("datetime64[s]")
    days = numbers if step == Step.DAY else numbers * 7 + _MONDAY
    return days.astype("datetime64[D]").astype("datetime64[s]")
