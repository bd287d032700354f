"""The order in which the rows of a page stand: by first day, and by place within a day."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from dashboard.map.sorting import sorted_by
from dashboard.map.texts import strings

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class PageOrder:
    """The order of a page's rows, with what it follows from, row by row of the frame.

    Attributes:
        rows: position in the frame of each row of the page.
        start: first day since 1970-01-01, 0 for a row without any date.
        end: last day, likewise.
        dated: whether a row has any date.
        place_names: names of places, each once.
        places: which of them, from 1 on; 0 for none.

    """

    rows: Ints
    start: Ints
    end: Ints
    dated: npt.NDArray[np.bool_]
    place_names: list[str]
    places: Ints

    @staticmethod
    def of(incidents: pd.DataFrame) -> "PageOrder":
        """Return the order of incidents, those without a date last."""
        start, end, dated = _days(incidents)
        names, places = numbered(incidents["place_name"])
        rows = _by_day_and_place(start, dated, places)
        return PageOrder(rows, start, end, dated, names, places)


def numbered(column: "pd.Series[Any]") -> tuple[list[str], Ints]:
    """Return the texts of a column, each once, and by row which of them from 1 on; 0 for none."""
    encoded = strings(column).dictionary_encode()
    codes = encoded.indices.fill_null(-1).to_numpy(zero_copy_only=False)
    return encoded.dictionary.to_pylist(), codes.astype(np.int64) + 1


def _days(incidents: pd.DataFrame) -> tuple[Ints, Ints, npt.NDArray[np.bool_]]:
    """Return first and last day of each row since 1970, and whether it has any date."""
    first = incidents["date_start"].to_numpy("datetime64[D]")
    last = incidents["date_end"].to_numpy("datetime64[D]")
    first = np.where(np.isnat(first), last, first)
    last = np.where(np.isnat(last), first, last)
    dated = ~np.isnat(first)
    start = np.where(dated, first.astype(np.int64), 0)
    end = np.where(dated, last.astype(np.int64), 0)
    return start, np.maximum(start, end), dated


def _by_day_and_place(start: Ints, dated: npt.NDArray[np.bool_], places: Ints) -> Ints:
    """Return the order of the rows by day, those without one last, and by place within a day."""
    first = int(start[dated].min()) if dated.any() else 0
    days = np.where(dated, start - first, int(start.max(initial=first)) - first + 1)
    return sorted_by(days, sorted_by(places, np.arange(len(days))))
