"""Files of geometries: GeoPackage, GeoJSON, Shapefile, KML and FlatGeobuf, read by GDAL.

GDAL is told which of its drivers to use, and a file must begin as its name says: a hostile file
cannot make it open another, or ask the network.
"""

import contextlib
import functools
import re
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyogrio
from pyogrio.errors import DataLayerError, DataSourceError, FeatureError, FieldError

from geodata.errors import SourceError, UsageError
from loaders.datasets.chunks import CHUNK_CELLS, CHUNK_ROWS, Chunk, Remarks, plain, unique_names
from loaders.datasets.dataset import Dataset, ReadOptions
from loaders.datasets.geometries import from_wkb, split
from loaders.datasets.incidentmap import own_rows
from loaders.datasets.own_columns import SIGNATURE
from loaders.datasets.points import transformer
from loaders.datasets.source_table import SourceTable
from loaders.datasets.table import mapped_by_person

_BEGINNINGS = {
    ".gpkg": (b"SQLite format 3\0",),
    ".shp": (b"\x00\x00\x27\x0a",),
    ".fgb": (b"fgb",),
    ".geojson": (b"{",),
    ".json": (b"{",),
    ".kml": (b"<",),
}


def read(path: Path, options: ReadOptions) -> Dataset:
    """Open a layer of a file.

    Raises:
        SourceError: the file cannot be read, or nothing in it is understood.
        UsageError: the person's map does not fit it, or there is no such layer.

    """
    suffix = path.suffix.lower()
    _check_beginning(path, suffix)
    # The prefix binds GDAL to the one driver; other JSON drivers may fetch what a file names.
    name = f"GeoJSON:{path}" if suffix in (".geojson", ".json") else str(path)
    remarks = Remarks()
    # Some formats are read through for each of these: they are asked for once.
    layers = [str(layer) for layer, _kind in _tried(lambda: pyogrio.list_layers(name))]
    info = functools.cache(lambda layer: _tried(lambda: pyogrio.read_info(name, layer=layer)))
    own = _own_layers(layers, info)
    if own and options.layer is None and options.column_map is None:
        first, *others = (_table(name, layer, info(layer), remarks) for layer in own)
        chunks = chain(first.chunks, *(table.chunks for table in others))
        return own_rows(replace(first, chunks=chunks), remarks, options)
    layer = _layer(layers, options.layer)
    table = _table(name, layer, info(layer), remarks)
    return mapped_by_person(table, path, remarks, options)


def _own_layers(layers: Sequence[str], info: Callable[[str], Any]) -> list[str]:
    """Return the layers that an export of the program's own keeps its incidents in."""
    return [layer for layer in layers[:_MOST_LAYERS] if set(info(layer)["fields"]) >= SIGNATURE]


# An export has one for each kind of geometry or of row.
_MOST_LAYERS = 12


def _check_beginning(path: Path, suffix: str) -> None:
    try:
        with path.open("rb") as file:
            head = file.read(4096)
    except OSError as error:
        raise SourceError(f"cannot be read: {error.strerror}") from error
    begins = head.removeprefix(b"\xef\xbb\xbf").lstrip() if suffix[1] in "gjk" else head
    if not begins.startswith(_BEGINNINGS.get(suffix, (b"\xff\xff",))):
        raise SourceError(f"is no {suffix.removeprefix('.')} file: it begins otherwise")
    if suffix == ".kml" and b"<kml" not in head:
        raise SourceError("is no KML file: it has no <kml> at its beginning")
    if suffix == ".kml":
        _refuse_entities(path)


def _refuse_entities(path: Path) -> None:
    """Refuse what XML may grow to without end: a file of this kind has no use for it."""
    with path.open("rb") as file:
        before = b""
        while block := file.read(1 << 20):
            if b"<!ENTITY" in before + block or b"<!DOCTYPE" in before + block:
                raise SourceError("declares XML entities, which no KML file needs: not read")
            before = block[-16:]


def _layer(layers: Sequence[str], wanted: str | None) -> str:
    """Return the layer to read: the one that is asked for, or the only one with geometries."""
    if not layers:
        raise SourceError("has no layer")
    if wanted is not None and wanted not in layers:
        raise UsageError(f"there is no layer {wanted!r}: there are {', '.join(layers)}")
    if wanted is None and len(layers) > 1:
        raise SourceError(f"has several layers: name one with --layer: {', '.join(layers)}")
    return wanted or layers[0]


def _table(name: str, layer: str, info: Mapping[str, Any], remarks: Remarks) -> SourceTable:
    fields = [str(field) for field in info["fields"] if not _is_drawing(name, field)]
    if info["crs"] is None and info["geometry_type"] is not None:
        remarks.say("declares no reference system: its coordinates are taken for WGS 84")
    return SourceTable(
        unique_names(fields),
        _chunks(name, layer, info["crs"]),
        has_geometry=info["geometry_type"] is not None,
        total=int(info["features"]),
    )


def _is_drawing(name: str, field: str) -> bool:
    """Return whether a field is what GDAL adds to all of KML: how to draw, and nothing of a row."""
    return name.lower().endswith(".kml") and field in _DRAWING


_DRAWING = frozenset({"tessellate", "extrude", "visibility"})


def _chunks(name: str, layer: str | None, crs: str | None) -> Iterator[Chunk]:
    transform = transformer(crs)
    with contextlib.ExitStack() as stack:
        meta, reader = _tried(
            lambda: stack.enter_context(
                pyogrio.raw.open_arrow(name, layer=layer, batch_size=CHUNK_ROWS, use_pyarrow=True)
            )
        )
        fields = [str(field) for field in meta["fields"]]
        wanted = [place for place, field in enumerate(fields) if not _is_drawing(name, field)]
        names = unique_names([fields[place] for place in wanted])
        number = 1
        while (batch := _next(reader)) is not None:
            own = plain(batch.select(wanted), names)
            shapes = None
            if batch.num_columns > len(fields):
                shapes = split(from_wkb(batch.columns[-1].to_pylist()), transform)
            longest = max(1, CHUNK_CELLS // max(1, len(fields)))
            for start in range(0, own.num_rows, longest):
                piece = own.slice(start, longest)
                here = slice(start, start + piece.num_rows)
                numbers = np.arange(number, number + piece.num_rows, dtype=np.int64)
                number += piece.num_rows
                if shapes is None:
                    yield Chunk(piece, numbers)
                else:
                    yield Chunk(
                        piece,
                        numbers,
                        wkb=shapes.wkb[here],
                        lon=shapes.lon[here],
                        lat=shapes.lat[here],
                    )


def _next(reader: Any) -> pa.RecordBatch | None:  # noqa: ANN401 - a reader of pyarrow
    try:
        batch: pa.RecordBatch = _tried(reader.read_next_batch)
    except StopIteration:
        return None
    return batch


def _tried(open_it: Any) -> Any:  # noqa: ANN401 - what GDAL gives
    """Return what GDAL gives; what it warns of is its own affair."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", RuntimeWarning)
            return open_it()
    except (DataSourceError, DataLayerError, FeatureError, FieldError, pa.ArrowException) as error:
        raise SourceError(_reason(error)) from error


def _reason(error: Exception) -> str:
    """Return what GDAL says in words that tell what to do."""
    said = _one_line(error)
    if missing := re.search(r"Unable to open \S*?(\.(?:shx|dbf))\b", said, re.IGNORECASE):
        return f"lacks its {missing[1].lower()}: a Shapefile needs .shx and .dbf beside it"
    # A chain of reasons, the last of which is the first: what stands before is GDAL's own business.
    return f"is damaged or cut off, or none of its kind: {said.rsplit('; ', 1)[-1]}"


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())[:200]
