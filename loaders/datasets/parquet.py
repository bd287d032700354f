"""Parquet and GeoParquet, read in pieces; coordinates in whatever system the file names."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from geodata.errors import SourceError
from loaders.datasets.chunks import CHUNK_CELLS, CHUNK_ROWS, Chunk, Remarks, plain, unique_names
from loaders.datasets.dataset import Dataset, ReadOptions
from loaders.datasets.geometries import from_wkb, split
from loaders.datasets.points import transformer
from loaders.datasets.source_table import SourceTable
from loaders.datasets.table import mapped_by_person


def read(path: Path, options: ReadOptions) -> Dataset:
    """Open a file of Parquet.

    Raises:
        SourceError: it cannot be read, or nothing in it is understood.
        UsageError: the person's map does not fit it.

    """
    remarks = Remarks()
    try:
        file = pq.ParquetFile(path, memory_map=False)
    except (OSError, pa.ArrowException) as error:
        said = " ".join(str(error).split())[:200]
        raise SourceError(f"is damaged or cut off, or no Parquet: {said}") from error
    names = file.schema_arrow.names
    column, crs = _geometry(file)
    if column is not None and column not in names:
        raise SourceError(f"says that {column!r} is its geometry, and has no such column")
    header = unique_names([name for name in names if name != column])
    table = SourceTable(
        header,
        _chunks(file, column, crs),
        has_geometry=column is not None,
        total=file.metadata.num_rows,
    )
    return mapped_by_person(table, path, remarks, options)


def _geometry(file: pq.ParquetFile) -> tuple[str | None, str | None]:
    """Return the column that holds geometries, and their reference system; WGS 84 is None."""
    stored = (file.schema_arrow.metadata or {}).get(b"geo")
    if stored is None:
        return None, None
    try:
        geo: Any = json.loads(stored)
        column = geo["primary_column"]
        described = geo["columns"][column]
        encoding = described.get("encoding", "WKB")
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise SourceError("has geometries that it does not describe as GeoParquet asks") from error
    if encoding != "WKB":
        raise SourceError(f"has geometries in the encoding {encoding!r}: save it with WKB")
    crs = described.get("crs")
    return str(column), None if crs is None else json.dumps(crs)


def _chunks(file: pq.ParquetFile, column: str | None, crs: str | None) -> Iterator[Chunk]:
    transform = transformer(crs)
    names = file.schema_arrow.names
    longest = max(1, min(CHUNK_ROWS, CHUNK_CELLS // max(1, len(names))))
    number = 1
    try:
        for batch in file.iter_batches(batch_size=longest):
            numbers = np.arange(number, number + batch.num_rows, dtype=np.int64)
            number += batch.num_rows
            yield _chunk(batch, numbers, column, transform)
    except (OSError, pa.ArrowException) as error:
        raise SourceError(f"is damaged: {' '.join(str(error).split())[:200]}") from error


def _chunk(batch: pa.RecordBatch, numbers: Any, column: str | None, transform: Any) -> Chunk:  # noqa: ANN401 - arrays and a transformer
    if column is None:
        return Chunk(plain(batch, unique_names(batch.schema.names)), numbers)
    place = batch.schema.names.index(column)
    shapes = split(from_wkb(batch.columns[place].to_pylist()), transform)
    rest = [array for at, array in enumerate(batch.columns) if at != place]
    names = unique_names([name for at, name in enumerate(batch.schema.names) if at != place])
    rows = plain(pa.record_batch(rest, names=names), names)
    return Chunk(rows, numbers, wkb=shapes.wkb, lon=shapes.lon, lat=shapes.lat)
