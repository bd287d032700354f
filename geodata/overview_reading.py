"""Reading the overview of a store from Arrow tables, column by column."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import shapely

from geodata.column_codec import is_number, numbers_of
from geodata.errors import StoreError
from geodata.incident_columns import LAT, LON, WKB
from geodata.overview import NO_DAY, NOT_STATED, UNKNOWN, UNKNOWN_NAME, Overview
from geodata.vocabulary import EventType, Kind, LocationPrecision

Array = npt.NDArray[Any]

_SPOTS = (LocationPrecision.EXACT, LocationPrecision.TOWN, LocationPrecision.DISTRICT)
_COUNTS = tuple(
    f"{measure}_{bound}" for measure in ("killed", "wounded") for bound in ("low", "best", "high")
)
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
        self._codes: dict[str | None, int] = {None: UNKNOWN_NAME}

    def codes(self, column: Any) -> npt.NDArray[np.uint16]:  # noqa: ANN401 - Arrow ships no types
        texts, indices = _coded(column)
        for text in texts:
            if text not in self._codes and len(self.known) < UNKNOWN_NAME:
                self._codes[text] = len(self.known)
                self.known.append(text)
        table = [*(self._codes.get(text, UNKNOWN_NAME) for text in texts), UNKNOWN_NAME]
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
