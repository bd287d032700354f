"""What a map of many millions of incidents needs to know of each: some forty bytes a row.

A frame of ten million rows takes more memory than a laptop has. An overview keeps numbers only:
where and when, which kind, type, country and source, and the counts of killed and wounded. Rows
whose place is less exact than a district have no place here: a province's middle is no point.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import shapely

from geodata.column_codec import is_number, numbers_of
from geodata.errors import StoreError
from geodata.facets import Counted
from geodata.incident_columns import LAT, LON, WKB
from geodata.masks import Mask
from geodata.query import Selection
from geodata.vocabulary import EventType, Kind, LocationPrecision

Array = npt.NDArray[Any]

# What an overview can be filtered by, as the fields of a selection.
FILTERS = ("kinds", "event_types", "countries", "sources")
# Of a row without a day, and of a count that is not stated.
NO_DAY = np.iinfo(np.int32).min
NOT_STATED = -1
# A code of something that is not known; others count through the values.
UNKNOWN = 255
_UNKNOWN_NAME = 65_535
_SPOTS = (LocationPrecision.EXACT, LocationPrecision.TOWN, LocationPrecision.DISTRICT)
_COUNTS = ("killed_low", "killed_high", "wounded_low", "wounded_high")
# What it is made of, in the names of the central table; a place that is a point has no `wkb`.
COLUMNS = (
    "incident_id",
    "kind",
    "event_type",
    "date_start",
    "date_end",
    "location_precision",
    "iso3",
    "source",
    "geometry",
    LON,
    LAT,
    WKB,
    *_COUNTS,
)


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
        counts: least and most killed, least and most wounded, by row, or `NOT_STATED`.
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
        stated = self._deaths()[beside("deaths_stated")] != NOT_STATED
        telling = int(stated.sum())
        counts |= {name: {} for name in ("divisions", "actors", "confidences", "precisions")}
        return Counted(failed == 0, counts, (telling, len(stated) - telling))

    def span(self) -> tuple[dt.date, dt.date] | None:
        """Return the first and the last day of all rows; None when no row has any."""
        dated = self.first != NO_DAY
        if not dated.any():
            return None
        first = np.datetime64(int(self.first[dated].min()), "D")
        last = np.datetime64(int(self.last[dated].max()), "D")
        return first.astype(dt.date), last.astype(dt.date)

    def newest(self, kept: Mask, most: int) -> list[str]:
        """Return the ids of the newest of some rows, those without a day last."""
        rows = np.flatnonzero(kept)
        if len(rows) > most:
            rows = rows[np.argpartition(self.first[rows], -most)[-most:]]
        rows = rows[np.argsort(self.first[rows], kind="stable")[::-1]]
        return [f"{number:016x}" for number in self.ids[rows].tolist()]

    def _coded(self, name: str) -> tuple[Array, list[str]]:
        """Return the codes of a filter and what they stand for."""
        names = {
            "kinds": [kind.value for kind in Kind],
            "event_types": [each.value for each in EventType],
            "countries": self.country_names,
            "sources": self.source_names,
        }
        return getattr(self, name), names[name]

    def _tallied(self, name: str, kept: Mask) -> dict[str, int]:
        codes, names = self._coded(name)
        counts = np.bincount(codes if kept.all() else codes[kept], minlength=len(names))
        found = zip(names, counts[: len(names)].tolist(), strict=True)
        return {value: count for value, count in found if count}

    def _deaths(self) -> npt.NDArray[np.int32]:
        low, high = self.counts[:, 0], self.counts[:, 1]
        return np.where(low == NOT_STATED, high, low)

    def _tests(self, selection: Selection) -> dict[str, Mask]:
        """Return what each filter in use leaves by itself."""
        tests: dict[str, Mask] = {}
        for name in FILTERS:
            wanted = getattr(selection, name)
            if wanted:
                codes, names = self._coded(name)
                lookup = np.zeros(np.iinfo(codes.dtype).max + 1, dtype=bool)
                lookup[[names.index(each) for each in wanted if each in names]] = True
                tests[name] = lookup[codes]
        if selection.date_from is not None:
            tests["from"] = self.last >= np.datetime64(selection.date_from, "D").astype(int)
        if selection.date_to is not None:
            until = self.first <= np.datetime64(selection.date_to, "D").astype(int)
            tests["to"] = until & (self.first != NO_DAY)
        if selection.deaths_from is not None:
            tests["deaths_from"] = self._deaths() >= selection.deaths_from
        if selection.deaths_to is not None:
            deaths = self._deaths()
            tests["deaths_to"] = (deaths != NOT_STATED) & (deaths <= selection.deaths_to)
        if selection.deaths_stated is not None:
            tests["deaths_stated"] = (self._deaths() != NOT_STATED) == selection.deaths_stated
        return tests


def overview_of(tables: Iterable[Any]) -> Overview:
    """Return the overview of Arrow tables as `geodata.bulk_reading.incident_tables` yields them.

    Raises:
        StoreError: an id is no hash.

    """
    country_names, source_names = _Names(), _Names()
    parts: dict[str, list[Array]] = {}
    for table in tables:
        for name, values in _numbers(table, country_names, source_names).items():
            parts.setdefault(name, []).append(values)
    # One column after the other, so that there are never two copies of all.
    joined: dict[str, Any] = {name: np.concatenate(parts.pop(name)) for name in list(parts)}
    return Overview(**joined, country_names=country_names.known, source_names=source_names.known)


class _Names:
    """Texts as numbers, in the order in which they are met."""

    def __init__(self) -> None:
        self.known: list[str] = []
        self._codes: dict[str | None, int] = {None: _UNKNOWN_NAME}

    def codes(self, column: Any) -> npt.NDArray[np.uint16]:  # noqa: ANN401 - Arrow ships no types
        texts, indices = _coded(column)
        for text in texts:
            if text not in self._codes and len(self.known) < _UNKNOWN_NAME:
                self._codes[text] = len(self.known)
                self.known.append(text)
        table = [*(self._codes.get(text, _UNKNOWN_NAME) for text in texts), _UNKNOWN_NAME]
        return np.array(table, dtype=np.uint16)[indices]


def _numbers(table: Any, countries: _Names, sources: _Names) -> dict[str, Array]:  # noqa: ANN401 - as above
    known = set(table.column_names)
    size = table.num_rows

    def column(name: str, kind: Any) -> Any:  # noqa: ANN401 - as above
        return table.column(name) if name in known else pa.nulls(size, kind)

    lon, lat = _spots(table, column("location_precision", pa.string()))
    days = {}
    for name, source in (("first", "date_start"), ("last", "date_end")):
        found = column(source, pa.date32()).cast(pa.int32())
        days[name] = pc.fill_null(found, NO_DAY).to_numpy().astype(np.int32)
    first = np.where(days["first"] == NO_DAY, days["last"], days["first"])
    counts = [
        pc.fill_null(column(name, pa.int64()), NOT_STATED).to_numpy().astype(np.int32)
        for name in _COUNTS
    ]
    return {
        "ids": _ids(table.column("incident_id")),
        "lon": lon.astype(np.float32),
        "lat": lat.astype(np.float32),
        "first": first,
        "last": np.maximum(first, days["last"]),
        "kinds": _codes(column("kind", pa.string()), Kind),
        "event_types": _codes(column("event_type", pa.string()), EventType),
        "countries": countries.codes(column("iso3", pa.string())),
        "sources": sources.codes(column("source", pa.string())),
        "counts": np.stack(counts, axis=1),
    }


def _ids(column: Any) -> npt.NDArray[np.uint64]:  # noqa: ANN401 - as above
    if pa.types.is_unsigned_integer(column.type):
        return np.asarray(column.to_numpy(), np.uint64)
    texts = column.cast(pa.string()).to_pylist()
    if not all(map(is_number, texts)):
        raise StoreError("the store holds ids of incidents that are none of this program's")
    return numbers_of(texts)


def _codes(column: Any, terms: type[StrEnum]) -> npt.NDArray[np.uint8]:  # noqa: ANN401 - as above
    places = {term.value: place for place, term in enumerate(terms)}
    texts, indices = _coded(column)
    table = [*(places.get(text, UNKNOWN) for text in texts), UNKNOWN]
    return np.array(table, dtype=np.uint8)[indices]


def _coded(column: Any) -> tuple[list[Any], Array]:  # noqa: ANN401 - as above
    """Return the texts of a column and, by row, which one; one beyond the last for none."""
    if isinstance(column, pa.ChunkedArray):
        column = column.unify_dictionaries().combine_chunks()
    if isinstance(column, pa.ChunkedArray):
        column = column.chunk(0) if column.num_chunks else pa.array([], column.type)
    if not pa.types.is_dictionary(column.type):
        column = pc.dictionary_encode(column.cast(pa.string()))
    texts = column.dictionary.to_pylist()
    indices = pc.fill_null(column.indices, len(texts)).to_numpy(zero_copy_only=False)
    return texts, indices


def _spots(table: Any, precision: Any) -> tuple[Array, Array]:  # noqa: ANN401 - as above
    """Return longitude and latitude of the rows that lie on a spot."""
    lon, lat = np.full((2, table.num_rows), np.nan)
    if LON in table.column_names:
        lon = table.column(LON).to_numpy().copy()
        lat = table.column(LAT).to_numpy().copy()
    if WKB in table.column_names:
        written = table.column(WKB)
        rows = np.flatnonzero(written.is_valid().to_numpy())
        shapes = shapely.from_wkb(np.array(written.drop_null().to_pylist(), dtype=object))
        points = shapely.get_type_id(shapes) == shapely.GeometryType.POINT
        lon[rows[points]], lat[rows[points]] = shapely.get_coordinates(shapes[points]).T
    texts, indices = _coded(precision)
    spot = np.array([*(text in _SPOTS for text in texts), False])[indices]
    lon[~spot] = lat[~spot] = np.nan
    return lon, lat
