"""The orders in which the table of incidents can stand, at a million rows, too."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd

from geodata import masks
from geodata.overview import NO_DAY, NOT_STATED, Overview

Ranks = npt.NDArray[np.float64]


class Sort(StrEnum):
    """What rows can be sorted by."""

    FROM = "from"
    TO = "to"
    KILLED = "killed"
    WOUNDED = "wounded"
    PLACE = "place"
    COUNTRY = "country"
    TYPE = "type"
    KIND = "kind"
    CONFIDENCE = "confidence"
    SOURCE = "source"


@dataclass(frozen=True, slots=True)
class SortBy:
    """A way to sort rows.

    Attributes:
        name: what a person calls it.
        column: of the frame of incidents.

    """

    name: str
    column: str


SORTS = {
    Sort.FROM: SortBy("First day", "date_start"),
    Sort.TO: SortBy("Last day", "date_end"),
    Sort.KILLED: SortBy("Killed", "killed"),
    Sort.WOUNDED: SortBy("Wounded", "wounded"),
    Sort.PLACE: SortBy("Place", "place_name"),
    Sort.COUNTRY: SortBy("Country", "iso3"),
    Sort.TYPE: SortBy("Type", "event_type"),
    Sort.KIND: SortBy("Kind", "kind"),
    Sort.CONFIDENCE: SortBy("Confidence", "confidence"),
    Sort.SOURCE: SortBy("Source", "source"),
}
# An overview knows neither places nor confidence.
SORTS_OF_MANY = [sort for sort in Sort if sort not in {Sort.PLACE, Sort.CONFIDENCE}]


def ranks_of(incidents: gpd.GeoDataFrame, by: SortBy) -> Ranks:
    """Return a number for each row by which it is sorted; NaN where it has nothing to sort by."""
    if by.column == "killed":
        return masks.deaths(incidents)
    if by.column == "wounded":
        return _best(incidents, "wounded")
    column = incidents[by.column]
    if pd.api.types.is_float_dtype(column):
        numbers: Ranks = column.to_numpy("float64", na_value=np.nan)
        return numbers
    if pd.api.types.is_datetime64_any_dtype(column):
        days = column.to_numpy("datetime64[D]")
        return np.where(np.isnat(days), np.nan, days.astype(np.int64))
    return _of_texts(column)


def ranks_in(overview: Overview, by: SortBy) -> Ranks:
    """Return the same for the rows of an overview, of which `SORTS_OF_MANY` are known."""
    if by.column in {"date_start", "date_end"}:
        days = overview.first if by.column == "date_start" else overview.last
        return np.where(days == NO_DAY, np.nan, days)
    if by.column in {"killed", "wounded"}:
        counts = overview.deaths() if by.column == "killed" else overview.wounded()
        return np.where(counts == NOT_STATED, np.nan, counts)
    codes, names = overview.coded(by.column)
    table = np.full(np.iinfo(codes.dtype).max + 1, np.nan)
    order = sorted(range(len(names)), key=lambda code: names[code].casefold())
    table[order] = np.arange(len(names))
    return table[codes]


def in_order(ranks: Ranks, rows: npt.NDArray[np.int64], *, rising: bool) -> npt.NDArray[np.int64]:
    """Return rows by their ranks; what has none comes last either way, equals stay as they are."""
    chosen = ranks[rows]
    return rows[np.argsort(chosen if rising else -chosen, kind="stable")]


def _best(incidents: gpd.GeoDataFrame, measure: str) -> Ranks:
    best, low, high = (
        incidents[f"{measure}_{bound}"].to_numpy("float64", na_value=np.nan)
        for bound in ("best", "low", "high")
    )
    found: Ranks = np.where(np.isnan(best), np.where(np.isnan(low), high, low), best)
    return found


def _of_texts(column: "pd.Series[Any]") -> Ranks:
    codes, texts = pd.factorize(column)
    names = np.array([str(text).casefold() for text in texts], dtype=object)
    places = np.empty(len(names) + 1)
    places[np.argsort(names, kind="stable")] = np.arange(len(names))
    # What is missing has the code -1, the last.
    places[-1] = np.nan
    found: Ranks = places[codes]
    return found
