"""From a table's columns to incidents' columns, a chunk at a time and column by column."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from geodata.dataset_rows import DatasetRows, RejectedRow
from geodata.incident import DATE, FLOAT, INTEGER
from geodata.vocabulary import EventType, Kind, LocationPrecision
from loaders.datasets.cells import as_text, mask
from loaders.datasets.chunks import Chunk, Remarks
from loaders.datasets.column_map import TARGETS, ColumnMap
from loaders.datasets.duplicates import SeenKeys
from loaders.datasets.filling import Filled, Filler
from loaders.datasets.geometries import from_wkt, split
from loaders.datasets.place_lookup import PlaceLookup
from loaders.datasets.points import PointCheck, transformed
from loaders.datasets.raw_json import raw_json


class RowMapper:
    """Maps the chunks of one file; ids that come twice are found across all of them."""

    def __init__(
        self, column_map: ColumnMap, remarks: Remarks, *, places: PlaceLookup | None = None
    ) -> None:
        """Prepare for a file.

        Args:
            column_map: fitted to the file's header.
            remarks: gets what a person should know.
            places: finds places by name for rows without coordinates.

        Raises:
            UsageError: the map names a reference system that there is not.

        """
        self._map = column_map
        self._filler = Filler(column_map, remarks)
        self._points = PointCheck(remarks, crs=column_map.crs)
        self._places = places
        self._seen = SeenKeys()

    def map_all(self, chunks: Iterable[Chunk]) -> Iterator[DatasetRows]:
        """Yield the rows of each chunk."""
        for chunk in chunks:
            yield self.map(chunk)

    def map(self, chunk: Chunk) -> DatasetRows:
        """Return the incidents of a chunk, and the rows that give none."""
        columns = dict(zip(chunk.rows.schema.names, chunk.rows.columns, strict=True))
        filled = self._filler.fill(columns, chunk.numbers)
        keys = self._keys(filled, columns)
        self._set_points(filled, chunk)
        raw = _raw(filled, columns)
        frame = _frame(filled, keys, raw, chunk)
        if self._places is not None:
            self._places.place(frame)
        _settle_precision(frame)
        again = self._again(keys, chunk, filled)
        keep = ~filled.is_rejected
        if not keep.all():
            frame = frame[keep].reset_index(drop=True)
        return DatasetRows(frame, (*chunk.rejected, *again, *_rejected(filled, keys, chunk, again)))

    def _set_points(self, filled: Filled, chunk: Chunk) -> None:
        if chunk.lon is not None:
            filled.lon, filled.lat, filled.wkb = chunk.lon, chunk.lat, chunk.wkb
            self._points.check(filled.lon, filled.lat, _iso3(filled), chunk.numbers)
            return
        if (wkt := filled.arrays.pop("wkt", None)) is not None:
            shapes = split(from_wkt(wkt.to_pylist()), self._points.transform)
            filled.lon, filled.lat, filled.wkb = shapes
            strange = np.isnan(shapes.lon) & np.equal(shapes.wkb, None)  # type: ignore[call-overload] # an array of objects
            filled.keep(self._columns("wkt"), strange)
            self._points.check(filled.lon, filled.lat, _iso3(filled), chunk.numbers)
            return
        lon, lat = filled.arrays.get("lon"), filled.arrays.get("lat")
        if lon is None or lat is None:
            filled.lon = np.full(filled.length, np.nan)
            filled.lat = np.full(filled.length, np.nan)
            return
        filled.lon, filled.lat = transformed(self._points.transform, _degrees(lon), _degrees(lat))
        changed = self._points.check(filled.lon, filled.lat, _iso3(filled), chunk.numbers)
        for target in ("lon", "lat", "coordinates"):
            filled.keep(self._columns(target), changed)

    def _columns(self, target: str) -> tuple[str, ...]:
        return tuple(name for rule in self._map.rules.get(target, ()) for name in rule.columns)

    def _keys(self, filled: Filled, columns: Mapping[str, pa.Array]) -> list[str]:
        given = filled.arrays.get("source_key")
        if given is not None:
            without = mask(pc.is_null(given))
            if without.any():
                rows = pa.array(np.flatnonzero(without))
                cells = {name: column.take(rows) for name, column in columns.items()}
                empty = without.copy()
                empty[without] = mask(pc.is_null(raw_json(cells, len(rows))))
                filled.reject(empty, "")
                filled.reject(without, "has no id")
            return [key or "" for key in given.to_pylist()]
        # Without an id of its own a row is what it says: the same words give the same id.
        whole = raw_json(columns, filled.length).to_pylist()
        filled.reject(np.array([text is None for text in whole], dtype=bool), "")
        return [hashlib.sha256((text or "").encode()).hexdigest()[:16] for text in whole]

    def _again(self, keys: list[str], chunk: Chunk, filled: Filled) -> list[RejectedRow]:
        """Reject the rows whose id an earlier row has."""
        if not keys:
            return []
        # A row that is rejected anyway does not stand in the way of a later one.
        usable = np.flatnonzero(~filled.is_rejected)
        if not len(usable):
            return []
        numbers = chunk.numbers[usable]
        first = self._seen.first_rows([keys[row] for row in usable], numbers)
        own_id = "source_key" in self._map.rules
        result = []
        for place in np.flatnonzero(first != numbers):
            row = int(usable[place])
            filled.is_rejected[row] = True
            what = "has the id of" if own_id else "is the same in every column as"
            reason = f"{what} row {first[place]}, which counts"
            result.append(RejectedRow(int(numbers[place]), reason, keys[row] if own_id else ""))
        return result


def _iso3(filled: Filled) -> pa.Array:
    return filled.arrays.get("iso3", pa.nulls(filled.length, pa.string()))


def _degrees(array: pa.Array) -> Any:  # noqa: ANN401 - NumPy's array of float64
    return pc.fill_null(array, float("nan")).to_numpy(zero_copy_only=False).copy()


def _raw(filled: Filled, columns: Mapping[str, pa.Array]) -> pa.Array:
    left: dict[str, pa.Array] = {}
    for name, column in columns.items():
        kept = filled.kept.get(name)
        if name not in filled.used or (kept is not None and kept.all()):
            left[name] = column
        elif kept is not None and kept.any():
            left[name] = pc.if_else(pa.array(kept), as_text(column), pa.scalar(None, pa.string()))
    return raw_json(left, filled.length)


def _frame(filled: Filled, keys: list[str], raw: pa.Array, chunk: Chunk) -> pd.DataFrame:
    columns: dict[str, Any] = {
        target: _series(target, array)
        for target, array in filled.arrays.items()
        if target not in ("lon", "lat", "source_key", "coordinates")
    }
    _set_kind(columns, filled.length)
    columns["lon"], columns["lat"] = filled.lon, filled.lat
    if filled.wkb is not None:
        columns["wkb"] = pd.Series(filled.wkb, dtype=object)
    columns["source_key"] = pd.array(keys, dtype="str")
    columns["raw"] = raw.to_pandas()
    columns["row_number"] = chunk.numbers
    return pd.DataFrame(columns)


def _series(target: str, array: pa.Array) -> Any:  # noqa: ANN401 - an extension array of pandas
    dtype = TARGETS[target]
    if dtype == DATE:
        return pc.cast(array, pa.timestamp("s")).to_pandas()
    if dtype == INTEGER:
        return pd.Series(pd.array(array, dtype="Int64"))
    if dtype == FLOAT:
        return pc.fill_null(array, float("nan")).to_numpy(zero_copy_only=False)
    if isinstance(dtype, str):
        return array.to_pandas()
    return _categories(array, [str(member) for member in dtype])


def _categories(array: pa.Array, categories: list[str]) -> "pd.Categorical[Any]":
    """Return texts as categories; one that is none of them is missing."""
    encoded = array if pa.types.is_dictionary(array.type) else array.dictionary_encode()
    places = {name: place for place, name in enumerate(categories)}
    # The last stands for what is missing.
    known = np.array([places.get(text, -1) for text in (*encoded.dictionary.to_pylist(), None)])
    codes = pc.fill_null(encoded.indices, len(known) - 1).to_numpy(zero_copy_only=False)
    result: pd.Categorical[Any] = pd.Categorical.from_codes(
        known[codes], categories=pd.Index(categories)
    )
    return result


def _set_kind(columns: dict[str, Any], length: int) -> None:
    """Fill in what each row stands for, where no rule says: talks by their type, else incidents."""
    categories = [str(member) for member in Kind]
    kind = columns.get("kind")
    if kind is None:
        kind = pd.Categorical([None] * length, categories=categories)
    missing = np.asarray(kind.isna())
    if missing.any():
        kind[missing] = str(Kind.INCIDENT)
        event_type = columns.get("event_type")
        if event_type is not None:
            kind[missing & np.asarray(event_type == EventType.TALKS)] = str(Kind.TALKS)
    columns["kind"] = kind


def _settle_precision(frame: pd.DataFrame) -> None:
    """Say how exactly each place is known: no better than what the row has."""
    categories = [str(member) for member in LocationPrecision]
    precision = frame.get("location_precision")
    values = pd.Series(
        pd.Categorical([None] * len(frame) if precision is None else precision, categories),
        index=frame.index,
    )
    placed = frame["lon"].notna()
    if "wkb" in frame:
        values[frame["wkb"].notna() & values.isna()] = str(LocationPrecision.REGION)
        placed |= frame["wkb"].notna()
    values[placed & values.isna()] = str(LocationPrecision.TOWN)
    country = frame["iso3"].notna() if "iso3" in frame else pd.Series(data=False, index=frame.index)
    values[~placed & country] = str(LocationPrecision.COUNTRY)
    values[~placed & ~country] = str(LocationPrecision.NONE)
    frame["location_precision"] = values.array


def _rejected(
    filled: Filled, keys: list[str], chunk: Chunk, again: list[RejectedRow]
) -> Iterator[RejectedRow]:
    said = {row.row_number for row in again}
    for row in np.flatnonzero(filled.is_rejected):
        number = int(chunk.numbers[row])
        # An empty row has no reason: nothing is lost with it.
        if number not in said and (reason := filled.reasons[int(row)]):
            yield RejectedRow(number, reason, keys[int(row)])
