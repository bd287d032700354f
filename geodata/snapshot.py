"""Snapshots: the store's three tables in a file that other programs open.

A GeoPackage has the incidents as a layer and claims and reports as tables. GeoParquet 1.1 has one
table a file: the incidents in the file that was named, the others beside it. The columns are those
of `geodata.incident`, each incident once. A snapshot is written part by part, so that it needs
little memory, and replaces what was there when it is complete.
"""

import contextlib
import dataclasses
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pyogrio
import pyproj
import shapely

from geodata.errors import ExportError, UsageError
from geodata.files import written_aside
from geodata.frames import CRS
from geodata.incident import (
    BOOLEAN,
    DATE,
    FLOAT,
    GEOMETRY,
    INTEGER,
    LIST,
    TIME,
    Claim,
    Incident,
    Report,
    TableType,
)
from geodata.store import Parts, Store
from geodata.vocabulary import Sensitivity

ENDINGS = (".gpkg", ".parquet")
_TABLES: dict[str, TableType] = {"incidents": Incident, "claims": Claim, "reports": Report}
_TYPES = {
    INTEGER: pa.int64(),
    FLOAT: pa.float64(),
    DATE: pa.date32(),
    TIME: pa.timestamp("ms", tz="UTC"),
    BOOLEAN: pa.bool_(),
    LIST: pa.list_(pa.string()),
    GEOMETRY: pa.binary(),
}
_BOX = pa.struct([(side, pa.float64()) for side in ("xmin", "ymin", "xmax", "ymax")])


@dataclass(slots=True)
class Written:
    """What a snapshot holds.

    Attributes:
        files: that were written.
        rows: of each table.
        not_public: incidents that may not be passed on, by licence.

    """

    files: list[Path] = dataclasses.field(default_factory=list)
    rows: Counter[str] = dataclasses.field(default_factory=Counter)
    not_public: Counter[str] = dataclasses.field(default_factory=Counter)


def write_snapshot(store: Store, path: Path) -> Written:
    """Write a store's three tables as they are at one moment.

    Args:
        store: the store.
        path: ends in .gpkg or .parquet.

    Raises:
        UsageError: it ends otherwise.
        ExportError: it cannot be written.
        StoreError: the store cannot be read.

    """
    if path.suffix.lower() not in ENDINGS:
        raise UsageError(f"no snapshot is called {path.name}: it ends in {' or '.join(ENDINGS)}")
    written = Written()
    write = _write_geopackage if path.suffix.lower() == ".gpkg" else _write_parquet
    with store.parts() as parts:
        try:
            write(parts, path, written)
        except (pyogrio.errors.DataSourceError, pa.ArrowException, RuntimeError) as error:
            raise ExportError(f"cannot write {path}: {' '.join(str(error).split())}") from error
    return written


def parquet_paths(path: Path) -> dict[str, Path]:
    """Return where the three tables of a snapshot in Parquet stand."""
    others = {name: path.with_name(f"{path.stem}.{name}{path.suffix}") for name in _TABLES}
    return others | {"incidents": path}


def _write_geopackage(parts: Parts, path: Path, written: Written) -> None:
    with written_aside(path) as aside:
        for name, table in _TABLES.items():
            schema = _schema(table, lists=pa.string())
            batches = (_batch(part, table, schema, written) for part in getattr(parts, name))
            source = _Stream(batches)
            of_geometries = {"geometry_type": "Unknown", "crs": CRS, "geometry_name": "geometry"}
            try:
                pyogrio.write_arrow(
                    pa.RecordBatchReader.from_batches(schema, source),
                    aside,
                    layer=name,
                    driver="GPKG",
                    append=aside.exists(),
                    **(of_geometries if table is Incident else {}),
                )
            except (RuntimeError, pyogrio.errors.DataSourceError):
                if source.error is not None:
                    raise source.error from None
                raise
    written.files.append(path)


class _Stream:
    """Batches on their way through GDAL, which would forget why there are no more of them."""

    def __init__(self, batches: Iterator[pa.RecordBatch]) -> None:
        self._batches = batches
        self.error: BaseException | None = None

    def __iter__(self) -> Iterator[pa.RecordBatch]:
        with contextlib.ExitStack() as stack:
            stack.push(self._notice)
            yield from self._batches

    def _notice(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        self.error = error


def _write_parquet(parts: Parts, path: Path, written: Written) -> None:
    paths = parquet_paths(path)
    # All three are complete before the first replaces what was there.
    with contextlib.ExitStack() as stack:
        asides = {name: stack.enter_context(written_aside(path)) for name, path in paths.items()}
        for name, table in _TABLES.items():
            schema = _schema(table, lists=_TYPES[LIST], box=table is Incident)
            told = _GeoMetadata()
            with pq.ParquetWriter(asides[name], schema, compression="zstd") as writer:
                for part in getattr(parts, name):
                    writer.write_batch(_batch(part, table, schema, written, told))
                if table is Incident:
                    writer.add_key_value_metadata({"geo": told.as_json()})
    written.files.extend(paths.values())


def _schema(table: TableType, *, lists: pa.DataType, box: bool = False) -> pa.Schema:
    fields = [
        (column.name, lists if kind == LIST else _TYPES.get(kind, pa.string()))
        for column in dataclasses.fields(table)
        for kind in [column.metadata["dtype"]]
    ]
    return pa.schema([*fields, ("bbox", _BOX)] if box else fields)


@dataclass(slots=True)
class _GeoMetadata:
    """What GeoParquet tells of its geometries, gathered while they are written."""

    types: set[str] = dataclasses.field(default_factory=set)
    box: Any = dataclasses.field(default_factory=lambda: np.full(4, np.nan))

    def add(self, geometries: Any, boxes: Any) -> None:  # noqa: ANN401 - arrays of NumPy
        """Take in some geometries and their boxes."""
        for kind in np.unique(shapely.get_type_id(geometries)):
            if kind >= 0:
                self.types.add(_GEOMETRY_TYPES[kind])
        lows, highs = boxes[:, :2], boxes[:, 2:]
        self.box[:2] = np.fmin(self.box[:2], np.fmin.reduce(lows, initial=np.nan))
        self.box[2:] = np.fmax(self.box[2:], np.fmax.reduce(highs, initial=np.nan))

    def as_json(self) -> str:
        column: dict[str, Any] = {
            "encoding": "WKB",
            "geometry_types": sorted(self.types),
            "crs": pyproj.CRS.from_user_input(CRS).to_json_dict(),
            "covering": {"bbox": {name.name: ["bbox", name.name] for name in _BOX}},
        }
        if not np.isnan(self.box).any():
            column["bbox"] = self.box.tolist()
        whole = {"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": column}}
        return json.dumps(whole)


_GEOMETRY_TYPES = (
    "Point",
    "LineString",
    "LinearRing",
    "Polygon",
    "MultiPoint",
    "MultiLineString",
    "MultiPolygon",
    "GeometryCollection",
)


def _batch(
    frame: pd.DataFrame,
    table: TableType,
    schema: pa.Schema,
    written: Written,
    told: _GeoMetadata | None = None,
) -> pa.RecordBatch:
    """Return a part of a table in Arrow's columns."""
    written.rows[table.__name__.lower() + "s"] += len(frame)
    if table is Incident:
        _count(frame, written)
    columns: list[Any] = []
    for field in schema:
        if field.name == "bbox":
            columns.append(_boxes(frame, told))
        elif field.name == "geometry":
            columns.append(pa.array(shapely.to_wkb(frame.geometry.to_numpy()), pa.binary()))
        else:
            columns.append(_array(frame[field.name], table, field))
    return pa.record_batch(columns, schema=schema)


def _array(series: "pd.Series[Any]", table: TableType, field: pa.Field) -> Any:  # noqa: ANN401 - Arrow ships no types
    kind = {column.name: column.metadata["dtype"] for column in dataclasses.fields(table)}
    if kind[field.name] == LIST:
        if field.type == pa.string():
            cells = [json.dumps(cell, ensure_ascii=False) if cell else None for cell in series]
            return pa.array(cells, pa.string())
        return pa.array(series.tolist(), field.type)
    array = pa.array(series, from_pandas=True)
    if isinstance(array, pa.ChunkedArray):
        array = array.combine_chunks()
    if pa.types.is_dictionary(array.type):
        array = array.dictionary_decode()
    return array.cast(field.type)


def _boxes(frame: gpd.GeoDataFrame, told: _GeoMetadata | None) -> pa.StructArray:
    geometries = frame.geometry.to_numpy()
    boxes = shapely.bounds(geometries)
    if told is not None:
        told.add(geometries, boxes)
    missing = pa.array(np.isnan(boxes[:, 0]))
    sides = [pa.array(boxes[:, place]) for place in range(4)]
    return pa.StructArray.from_arrays(sides, fields=list(_BOX), mask=missing)


def _count(frame: pd.DataFrame, written: Written) -> None:
    """Count what may not be passed on."""
    closed = frame[frame["sensitivity"] != Sensitivity.PUBLIC]
    for licence, number in closed["licence"].fillna("not public").value_counts().items():
        written.not_public[str(licence)] += int(number)
