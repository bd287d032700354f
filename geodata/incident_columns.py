"""The central table between Arrow's columns and a GeoDataFrame."""

import dataclasses
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import shapely

from geodata.collector import collector_paused
from geodata.column_codec import numbers_among
from geodata.errors import StoreError
from geodata.frames import CRS
from geodata.incident import DATE, FLOAT, GEOMETRY, INTEGER, LIST, STRING, Incident

# In place of the geometry: points as numbers, anything else as well-known binary.
LON, LAT, WKB = "lon", "lat", "wkb"
# What each column of the central table holds.
KINDS: dict[str, str | type[StrEnum]] = {
    column.name: column.metadata["dtype"] for column in dataclasses.fields(Incident)
}
_ARROW = {STRING: pa.string(), INTEGER: pa.int64(), FLOAT: pa.float64(), DATE: pa.date32()}
# Lists are kept as JSON text.
ARROW_TYPES: dict[str, Any] = {
    name: _ARROW.get(kind, pa.string()) if isinstance(kind, str) else pa.string()
    for name, kind in KINDS.items()
    if kind != GEOMETRY and name not in {"incident_id", "report_ids"}
}


def from_rows(names: Sequence[str], rows: Sequence[Sequence[Any]]) -> Any:  # noqa: ANN401 - Arrow ships no types
    """Return rows as the store keeps them as an Arrow table, with the geometry as `wkb`."""
    values = zip(*rows, strict=True) if rows else ((),) * len(names)
    columns = {}
    for name, cells in zip(names, values, strict=True):
        if name == "geometry":
            columns[WKB] = pa.array(cells, type=pa.binary())
        elif ARROW_TYPES.get(name) == pa.date32():
            columns[name] = pa.array(cells, type=pa.string()).cast(pa.date32())
        else:
            columns[name] = pa.array(cells, type=ARROW_TYPES.get(name, pa.string()))
    return pa.table(columns)


def from_columns(names: Sequence[str], columns: Mapping[str, Sequence[Any]]) -> Any:  # noqa: ANN401 - Arrow ships no types
    """Return columns of records as an Arrow table: days are dates, lists are lists."""
    found = {}
    for name in names:
        cells = columns[name]
        if name == "geometry":
            found[WKB] = pa.array(cells, type=pa.binary())
        elif KINDS[name] == LIST:
            found[name] = pa.array([json.dumps(cell) if cell else None for cell in cells])
        else:
            found[name] = pa.array(cells, type=ARROW_TYPES.get(name, pa.string()))
    return pa.table(found)


def without(table: Any, incident_ids: Collection[str]) -> Any:  # noqa: ANN401 - Arrow ships no types
    """Return an Arrow table without some incidents; its ids may be numbers, as packs have them."""
    ids = table.column("incident_id")
    gone = pa.array(list(incident_ids), type=pa.string())
    if not pa.types.is_string(ids.type):
        gone = pa.array(numbers_among(incident_ids), type=ids.type)
    chosen = pc.is_in(ids, value_set=gone)
    return table.filter(pc.invert(chosen))


@collector_paused()
def incidents_of(tables: Iterable[Any], report_ids: Mapping[str, list[str]]) -> gpd.GeoDataFrame:
    """Return Arrow tables as the central GeoDataFrame, by date; rows without a date come last.

    Args:
        tables: of incidents; a column that one does not have is missing in all its rows.
        report_ids: the reports of those that reports tell.

    Raises:
        StoreError: a category is unknown, or a geometry cannot be read.

    """
    whole = pa.concat_tables([_plain(table) for table in tables]).unify_dictionaries()
    # What is missing comes last.
    order = pc.sort_indices(
        whole, sort_keys=[("date_start", "ascending"), ("incident_id", "ascending")]
    )
    columns = {name: whole.column(name) for name in whole.column_names}
    # One column after the other, so that there are never two copies of all.
    del whole

    def in_order(name: str) -> Any:  # noqa: ANN401 - Arrow ships no types
        return columns.pop(name).take(order).combine_chunks()

    found: dict[str, Any] = {}
    for name, kind in KINDS.items():
        if kind == GEOMETRY:
            found[name] = _geometries(*map(in_order, (LON, LAT, WKB)))
        elif name == "report_ids":
            found[name] = _lists(found["incident_id"], report_ids)
        else:
            found[name] = _series(name, in_order(name), kind)
    return gpd.GeoDataFrame(pd.DataFrame(found), geometry="geometry", crs=CRS)


def _plain(table: Any) -> Any:  # noqa: ANN401 - Arrow ships no types
    """Return a table with all columns; texts as codes, which are put in order faster."""
    names = set(table.column_names)
    columns = {}
    for name, kind in _FIELDS.items():
        column = table.column(name) if name in names else pa.nulls(table.num_rows, kind)
        if kind == _CODED and not pa.types.is_dictionary(column.type):
            column = pc.dictionary_encode(column.cast(pa.string()))
        columns[name] = column if column.type == kind else column.cast(kind)
    return pa.table(columns)


_CODED = pa.dictionary(pa.int32(), pa.string())
_FIELDS = {
    "incident_id": pa.string(),
    **{name: _CODED if kind == pa.string() else kind for name, kind in ARROW_TYPES.items()},
    LON: pa.float64(),
    LAT: pa.float64(),
    WKB: pa.binary(),
}


def _series(name: str, column: Any, kind: str | type[StrEnum]) -> Any:  # noqa: ANN401 - one of several kinds of array
    if not isinstance(kind, str):
        return _categories(name, column, kind)
    if kind == LIST:
        return _parsed_lists(column)
    if kind == DATE:
        days = column.cast(pa.timestamp("s")).to_numpy(zero_copy_only=False)
        return days.astype("datetime64[s]")
    if kind == FLOAT:
        return column.to_numpy(zero_copy_only=False)
    if kind == INTEGER:
        missing = column.is_null().to_numpy(zero_copy_only=False)
        return pd.arrays.IntegerArray(
            pc.fill_null(column, 0).to_numpy(zero_copy_only=False).copy(), missing.copy()
        )
    return pd.array(column.cast(pa.string()), dtype="string")


def _categories(name: str, column: Any, kind: type[StrEnum]) -> Any:  # noqa: ANN401 - Arrow ships no types
    codes = {member.value: code for code, member in enumerate(kind)}
    try:
        known = [-1 if text is None else codes[text] for text in column.dictionary.to_pylist()]
    except KeyError as error:
        raise StoreError(f"the store holds an unknown {name} {error.args[0]!r}") from error
    # The last stands for what is missing.
    table = np.array([*known, -1], dtype=np.int8)
    indices = pc.fill_null(column.indices, len(known)).to_numpy(zero_copy_only=False)
    return pd.Categorical.from_codes(table[indices], categories=pd.Index(list(codes)))


def _geometries(lon_column: Any, lat_column: Any, binary: Any) -> gpd.GeoSeries:  # noqa: ANN401 - Arrow ships no types
    lon, lat = (column.to_numpy(zero_copy_only=False) for column in (lon_column, lat_column))
    there = ~np.isnan(lon)
    found = np.full(len(lon), None, dtype=object)
    found[there] = shapely.points(lon[there], lat[there])
    if binary.null_count < len(lon):
        written = binary.is_valid().to_numpy(zero_copy_only=False)
        try:
            found[written] = shapely.from_wkb(
                np.array(binary.drop_null().to_pylist(), dtype=object)
            )
        except shapely.errors.GEOSException as error:
            raise StoreError(f"the store holds a geometry that cannot be read: {error}") from error
    return gpd.GeoSeries(found, crs=CRS)


def _lists(ids: Any, report_ids: Mapping[str, list[str]]) -> "pd.Series[Any]":  # noqa: ANN401 - Arrow ships no types
    if not report_ids:
        return _no_lists(len(ids))
    return pd.Series([report_ids.get(key, []) for key in ids], dtype=LIST)


def _parsed_lists(column: Any) -> "pd.Series[Any]":  # noqa: ANN401 - Arrow ships no types
    column = column.cast(pa.string())
    lists = {text: json.loads(text) for text in pc.unique(column).to_pylist() if text}
    if not lists:
        return _no_lists(len(column))
    return pd.Series([list(lists.get(text, ())) for text in column.to_pylist()], dtype=LIST)


def _no_lists(size: int) -> "pd.Series[Any]":
    # Each row has a list of its own: whoever adds to one does not add to all.
    return pd.Series([[] for _ in range(size)], dtype=LIST)
