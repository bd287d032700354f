"""Counts of what people filter by, fast enough to follow them at a million rows.

`Facets` keeps each column that can be filtered by as small numbers. A selection is then a look-up,
and how many rows each value has a count of numbers: milliseconds where comparing texts takes
seconds. `Facets.selected` finds the rows that `geodata.query.select` finds.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd

from geodata import masks
from geodata.masks import Days, Mask
from geodata.query import CountRange, Selection
from geodata.vocabulary import ConfidenceBand, EventType, Kind, LocationPrecision

Codes = npt.NDArray[np.integer[Any]]
Floats = npt.NDArray[np.floating[Any]]
_NO_ROWS = np.empty(0, dtype=np.int64)
_NO_CODES = np.empty(0, dtype=np.int32)


@dataclass(frozen=True, slots=True)
class Facet:
    """One thing to filter by.

    Attributes:
        values: what rows may have; a row's code is a value's place in them.
        codes: of each row; the number of values where a row has none.
        further_rows: rows that have another value, too: a border belongs to two countries.
        further_codes: those values' codes.

    """

    values: list[str]
    codes: Codes
    further_rows: npt.NDArray[np.int64] = field(default_factory=lambda: _NO_ROWS)
    further_codes: Codes = field(default_factory=lambda: _NO_CODES)

    def having(self, wanted: Sequence[str]) -> Mask:
        """Return which rows have any of the values."""
        asked = {str(value) for value in wanted}
        lookup = np.array([*(value in asked for value in self.values), False])
        found: Mask = lookup[self.codes]
        found[self.further_rows[lookup[self.further_codes]]] = True
        return found

    def counted(self, rows: Mask | None) -> npt.NDArray[np.int64]:
        """Return how many of some rows have each value; of all rows without any given."""
        size = len(self.values) + 1
        if rows is None:
            first, further = self.codes, self.further_codes
        else:
            first, further = self.codes[rows], self.further_codes[rows[self.further_rows]]
        counts = np.bincount(first, minlength=size) + np.bincount(further, minlength=size)
        return counts[:-1]


@dataclass(frozen=True, slots=True)
class Counted:
    """What a selection leaves.

    Attributes:
        rows: which rows.
        counts: of each facet, how many rows each value has among those that all other filters
            leave; values without any are left out.
        deaths_stated: how many rows state deaths, and how many do not, by the same rule.

    """

    rows: Mask
    counts: dict[str, dict[str, int]]
    deaths_stated: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Killed:
    """What incidents add up to.

    Attributes:
        incidents: how many there are; rows of other kinds never count.
        killed: the sum of what they state.
        not_stated: how many of them state no number.

    """

    incidents: int
    killed: CountRange
    not_stated: int


class Happenings(Protocol):
    """What sums of incidents are made of: one value a row."""

    @property
    def first_days(self) -> Days:
        """The first day, or NaT."""

    @property
    def happened(self) -> Mask:
        """Whether it is an incident."""

    @property
    def killed_bounds(self) -> tuple[Floats, Floats, Floats]:
        """Least, best and most killed, or NaN."""

    @property
    def facets(self) -> Mapping[str, Facet]:
        """The types of incidents at least."""


class Facets:
    """What the rows of a frame can be filtered by; made once for a frame, which takes seconds."""

    def __init__(self, incidents: gpd.GeoDataFrame) -> None:
        self.facets = {
            "kinds": _of_enum(incidents["kind"], Kind),
            "event_types": _of_enum(incidents["event_type"], EventType),
            "countries": _countries(incidents),
            "divisions": _divisions(incidents),
            "actors": _actors(incidents),
            "sources": _of_texts(incidents["source"]),
            "confidences": Facet(
                [band.value for band in ConfidenceBand],
                masks.confidence_bands(incidents).astype(np.int32),
            ),
            "precisions": _of_enum(incidents["location_precision"], LocationPrecision),
        }
        self.size = len(incidents)
        self.deaths = masks.deaths(incidents)
        self.happened = masks.is_kind(incidents, Kind.INCIDENT)
        low, best, high = (
            incidents[f"killed_{bound}"].to_numpy("float64", na_value=np.nan)
            for bound in ("low", "best", "high")
        )
        self.killed_bounds = (low, best, high)
        self.first_days, self.last_days = masks.days(incidents)
        self._all: Counted | None = None

    def selected(self, selection: Selection, found: Mask | None = None) -> Mask:
        """Return which rows a selection asks for, as `geodata.query.select`; without its box.

        Args:
            selection: what is asked for.
            found: which rows its text finds (`geodata.text_search.matching`).

        """
        rows = np.ones(self.size, dtype=bool)
        for passed in self._tests(selection, found).values():
            rows &= passed
        return rows

    def counted(self, selection: Selection, found: Mask | None = None) -> Counted:
        """Return what a selection leaves, and what each filter could leave beside the others.

        Args:
            selection: what is asked for.
            found: which rows its text finds.

        """
        tests = self._tests(selection, found)
        if not tests:
            if self._all is None:
                self._all = self._counted({})
            return self._all
        return self._counted(tests)

    def killed(self, rows: Mask) -> Killed:
        """Return what the incidents among some rows add up to, as `geodata.query.totals` does."""
        happened = self.happened & rows
        low, best, high = (bound[happened] for bound in self.killed_bounds)
        return killed_of(low, best, high)

    def span(self, rows: Mask) -> tuple[dt.date, dt.date] | None:
        """Return the first and the last day of some rows; None when none has a date."""
        firsts, lasts = self.first_days[rows], self.last_days[rows]
        dated = ~np.isnat(firsts)
        if not dated.any():
            return None
        return firsts[dated].min().astype(dt.date), lasts[dated].max().astype(dt.date)

    def _counted(self, tests: dict[str, Mask]) -> Counted:
        failed = np.zeros(self.size, dtype=np.uint8)
        for passed in tests.values():
            failed += ~passed
        rows = failed == 0

        def beside(name: str) -> Mask | None:
            """Return the rows that all filters but one leave; None for all there are."""
            if name not in tests:
                return rows if tests else None
            return (failed - ~tests[name]) == 0 if len(tests) > 1 else None

        counts = {
            name: _named(facet.values, facet.counted(beside(name)))
            for name, facet in self.facets.items()
        }
        others = beside("deaths_stated")
        deaths = self.deaths if others is None else self.deaths[others]
        missing = int(np.isnan(deaths).sum())
        return Counted(rows, counts, (len(deaths) - missing, missing))

    def _tests(self, selection: Selection, found: Mask | None) -> dict[str, Mask]:
        """Return what each filter in use leaves by itself."""
        tests = {
            name: facet.having(wanted)
            for name, facet in self.facets.items()
            if (wanted := getattr(selection, name))
        }
        if found is not None:
            tests["text"] = found
        if selection.date_from is not None or selection.date_to is not None:
            tests["dates"] = self._in_window(selection)
        bounds = (selection.deaths_from, selection.deaths_to)
        if bounds != (None, None):
            tests["deaths"] = masks.deaths_between(self.deaths, *bounds)
        if selection.deaths_stated is not None:
            tests["deaths_stated"] = ~np.isnan(self.deaths) == selection.deaths_stated
        return tests

    def _in_window(self, selection: Selection) -> Mask:
        inside: Mask = ~np.isnat(self.first_days)
        if selection.date_from is not None:
            inside &= self.last_days >= np.datetime64(selection.date_from)
        if selection.date_to is not None:
            inside &= self.first_days <= np.datetime64(selection.date_to)
        return inside


def killed_of(low: Floats, best: Floats, high: Floats) -> Killed:
    """Return what incidents add up to.

    Args:
        low: at least so many killed, by incident; NaN for none.
        best: the best estimate, likewise.
        high: at most, likewise.

    """
    stated = ~(np.isnan(low) & np.isnan(best) & np.isnan(high))
    incidents, telling = len(low), int(stated.sum())
    if not telling:
        return Killed(incidents, CountRange(), incidents)
    most = high[stated].sum(dtype=np.float64)
    return Killed(
        incidents,
        CountRange(
            low=int(np.nansum(low, dtype=np.float64)),
            best=int(np.nansum(np.where(np.isnan(best), low, best), dtype=np.float64)),
            high=None if np.isnan(most) else int(most),
        ),
        incidents - telling,
    )


def _named(values: list[str], counts: npt.NDArray[np.int64]) -> dict[str, int]:
    return {values[code]: int(counts[code]) for code in np.flatnonzero(counts)}


def _of_enum(column: "pd.Series[Any]", terms: type[Any]) -> Facet:
    values = [term.value for term in terms]
    return _coded(pd.Categorical(column, categories=values).codes, values)


def _of_texts(column: "pd.Series[Any]") -> Facet:
    codes, values = pd.factorize(column)
    return _coded(codes, [str(value) for value in values])


def _coded(codes: npt.NDArray[Any], values: list[str]) -> Facet:
    return Facet(values, np.where(codes < 0, len(values), codes).astype(np.int32))


def _countries(incidents: gpd.GeoDataFrame) -> Facet:
    borders = np.flatnonzero(masks.on_border(incidents))
    sides = [sorted(masks.border_sides(place)) for place in incidents["place_id"].iloc[borders]]
    own = incidents["iso3"]
    further_values = {side for both in sides for side in both}
    values = pd.Index(sorted({*own.dropna().unique(), *further_values}), dtype=own.dtype)
    codes = values.get_indexer(own)
    rows = [row for row, both in zip(borders, sides, strict=True) for _ in both]
    further = values.get_indexer(pd.Index([side for both in sides for side in both]))
    new = codes[rows] != further
    facet = _coded(codes, [str(value) for value in values])
    return Facet(
        facet.values,
        facet.codes,
        np.array(rows, dtype=np.int64)[new],
        further[new].astype(np.int32),
    )


def _divisions(incidents: gpd.GeoDataFrame) -> Facet:
    """Return divisions with their country: two countries have a Northern Province each."""
    country, countries = pd.factorize(incidents["iso3"])
    division, divisions = pd.factorize(incidents["admin1"])
    # Two numbers as one are found again much faster than two texts.
    known = division >= 0
    pairs = division[known] * (len(countries) + 1) + country[known] + 1
    found, places = np.unique(pairs, return_inverse=True)
    codes = np.full(len(incidents), -1)
    codes[known] = places
    return _coded(codes, [_division(int(pair), list(countries), list(divisions)) for pair in found])


def _division(pair: int, countries: list[str], divisions: list[str]) -> str:
    division, country = divmod(pair, len(countries) + 1)
    return f"{countries[country - 1] if country else ''}:{divisions[division]}"


def _actors(incidents: gpd.GeoDataFrame) -> Facet:
    sides = pd.concat([incidents["side_a"], incidents["side_b"]], ignore_index=True)
    codes, values = pd.factorize(sides)
    first, second = codes[: len(incidents)], codes[len(incidents) :]
    further = np.flatnonzero((second >= 0) & (second != first))
    facet = _coded(first, [str(value) for value in values])
    return Facet(facet.values, facet.codes, further, second[further].astype(np.int32))
