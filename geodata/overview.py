"""What a map of many millions of incidents needs to know of each: some forty bytes a row.

A frame of ten million rows takes more memory than a laptop has. An overview keeps numbers only:
where and when, which kind, type, country and source, and the counts of killed and wounded. Rows
whose place is less exact than a district have no place here: a province's middle is no point.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from geodata.facets import Counted, Facet, Killed, killed_of
from geodata.masks import Days, Mask
from geodata.query import Selection
from geodata.vocabulary import EventType, Kind

Array = npt.NDArray[Any]
# Exact up to 16 million.
Floats = npt.NDArray[np.float32]

# What an overview can be filtered by: fields of a selection, and the columns they are of.
FILTERS = {
    "kinds": "kind",
    "event_types": "event_type",
    "countries": "iso3",
    "sources": "source",
}
# Of a row without a day, and of a count that is not stated.
NO_DAY = np.iinfo(np.int32).min
NOT_STATED = -1
# A code of something that is not known; others count through the values.
UNKNOWN = 255
UNKNOWN_NAME = 65_535


@dataclass(frozen=True, slots=True)
class Overview:
    """Incidents as columns of numbers, all as long as there are rows.

    Attributes:
        ids: of incidents, as the numbers that their 16 hexadecimal digits stand for.
        lon: longitude in degrees, NaN where a row has no spot of its own.
        lat: latitude in degrees, likewise.
        first: first day since 1970-01-01, or `NO_DAY`.
        last: last day, likewise.
        kinds: places in `Kind`.
        event_types: places in `EventType`, or `UNKNOWN`.
        countries: places in `country_names`, or 65,535.
        sources: places in `source_names`, or 65,535.
        counts: least, best and most killed, least, best and most wounded, by row, or `NOT_STATED`.
        country_names: ISO 3166-1 alpha-3 codes.
        source_names: names of sources.

    """

    ids: npt.NDArray[np.uint64]
    lon: npt.NDArray[np.float32]
    lat: npt.NDArray[np.float32]
    first: npt.NDArray[np.int32]
    last: npt.NDArray[np.int32]
    kinds: npt.NDArray[np.uint8]
    event_types: npt.NDArray[np.uint8]
    countries: npt.NDArray[np.uint16]
    sources: npt.NDArray[np.uint16]
    counts: npt.NDArray[np.int32]
    country_names: list[str]
    source_names: list[str]

    def __len__(self) -> int:
        return len(self.ids)

    def counted(self, selection: Selection) -> Counted:
        """Return what a selection leaves, and what each filter could leave beside the others.

        Of its parts only `FILTERS`, dates and deaths count; the others are not known here.
        """
        tests = self._tests(selection)
        failed = np.zeros(len(self), dtype=np.uint8)
        for passed in tests.values():
            failed += ~passed

        def beside(name: str) -> Mask:
            """Return the rows that all filters but one leave."""
            kept: Mask = failed == 0 if name not in tests else failed - ~tests[name] == 0
            return kept

        counts = {name: self._tallied(name, beside(name)) for name in FILTERS}
        stated = self.deaths()[beside("deaths_stated")] != NOT_STATED
        telling = int(stated.sum())
        counts |= {name: {} for name in ("divisions", "actors", "confidences", "precisions")}
        return Counted(failed == 0, counts, (telling, len(stated) - telling))

    def killed(self, rows: Mask) -> Killed:
        """Return what the incidents among some rows add up to; see `Facets.killed`."""
        stated = self.counts[:, :3][rows & self.happened]
        return killed_of(*_numbers(stated))

    def span(self, rows: Mask | None = None) -> tuple[dt.date, dt.date] | None:
        """Return the first and the last day of some rows, or of all; None when none has any."""
        dated = self.first != NO_DAY
        if rows is not None:
            dated &= rows
        if not dated.any():
            return None
        first = np.datetime64(int(self.first[dated].min()), "D")
        last = np.datetime64(int(self.last[dated].max()), "D")
        return first.astype(dt.date), last.astype(dt.date)

    @property
    def happened(self) -> Mask:
        """Which rows are incidents."""
        happened: Mask = self.kinds == list(Kind).index(Kind.INCIDENT)
        return happened

    @property
    def first_days(self) -> Days:
        """The first day of each row, made anew each time."""
        days = self.first.astype("datetime64[D]")
        days[self.first == NO_DAY] = np.datetime64("NaT")
        return days

    @property
    def killed_bounds(self) -> tuple[Floats, Floats, Floats]:
        """Least, best and most killed of each row, NaN for none; made anew each time."""
        return _numbers(self.counts[:, :3])

    @property
    def facets(self) -> Mapping[str, Facet]:
        """Types of incidents as `Facets` have them."""
        values = [each.value for each in EventType]
        return {"event_types": Facet(values, np.minimum(self.event_types, len(values)))}

    def deaths(self) -> npt.NDArray[np.int32]:
        """Return each row's deaths, as `geodata.masks.deaths` does, or `NOT_STATED`."""
        return self._best(0)

    def wounded(self) -> npt.NDArray[np.int32]:
        """Return each row's wounded, likewise."""
        return self._best(3)

    def newest(self, kept: Mask, most: int) -> list[str]:
        """Return the ids of the newest of some rows, those without a day last."""
        rows = np.flatnonzero(kept)
        if len(rows) > most:
            rows = rows[np.argpartition(self.first[rows], -most)[-most:]]
        rows = rows[np.argsort(self.first[rows], kind="stable")[::-1]]
        return [f"{number:016x}" for number in self.ids[rows].tolist()]

    def coded(self, column: str) -> tuple[Array, list[str]]:
        """Return the codes of a column and what they stand for; none for a code beyond.

        Args:
            column: ``kind``, ``event_type``, ``iso3`` or ``source``.

        """
        known: dict[str, tuple[Array, list[str]]] = {
            "kind": (self.kinds, [kind.value for kind in Kind]),
            "event_type": (self.event_types, [each.value for each in EventType]),
            "iso3": (self.countries, self.country_names),
            "source": (self.sources, self.source_names),
        }
        return known[column]

    def _tallied(self, name: str, kept: Mask) -> dict[str, int]:
        codes, names = self.coded(FILTERS[name])
        counts = np.bincount(codes if kept.all() else codes[kept], minlength=len(names))
        found = zip(names, counts[: len(names)].tolist(), strict=True)
        return {value: count for value, count in found if count}

    def _best(self, first: int) -> npt.NDArray[np.int32]:
        low, best, high = self.counts[:, first : first + 3].T
        found: npt.NDArray[np.int32] = np.where(low == NOT_STATED, high, low)
        return np.where(best == NOT_STATED, found, best)

    def _tests(self, selection: Selection) -> dict[str, Mask]:
        """Return what each filter in use leaves by itself."""
        tests: dict[str, Mask] = {}
        for name, column in FILTERS.items():
            wanted = getattr(selection, name)
            if wanted:
                codes, names = self.coded(column)
                lookup = np.zeros(np.iinfo(codes.dtype).max + 1, dtype=bool)
                lookup[[names.index(each) for each in wanted if each in names]] = True
                tests[name] = lookup[codes]
        if selection.date_from is not None:
            tests["from"] = self.last >= np.datetime64(selection.date_from, "D").astype(int)
        if selection.date_to is not None:
            until = self.first <= np.datetime64(selection.date_to, "D").astype(int)
            tests["to"] = until & (self.first != NO_DAY)
        if selection.deaths_from is not None:
            tests["deaths_from"] = self.deaths() >= selection.deaths_from
        if selection.deaths_to is not None:
            deaths = self.deaths()
            tests["deaths_to"] = (deaths != NOT_STATED) & (deaths <= selection.deaths_to)
        if selection.deaths_stated is not None:
            tests["deaths_stated"] = (self.deaths() != NOT_STATED) == selection.deaths_stated
        return tests


def _numbers(counts: npt.NDArray[np.int32]) -> tuple[Floats, Floats, Floats]:
    """Return counts column by column, NaN for what is not stated."""
    low, best, high = (
        np.where(column == NOT_STATED, np.float32(np.nan), column.astype(np.float32))
        for column in counts.T
    )
    return low, best, high
