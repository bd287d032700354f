"""The program's own exports, in any format: the rows become the incidents that they were.

Their columns are ours already, so nothing is guessed. Each keeps its id and its source. What the
export says beside the columns (quotes, reports) is kept in `raw`; columns that follow from others
are left out.
"""

import contextlib
import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd
import pyarrow as pa
import shapely

from geodata.boundaries import Boundaries
from geodata.dataset_rows import DatasetRows, RejectedRow
from geodata.errors import SourceError
from geodata.frames import pandas_dtype
from geodata.incident import DATE, FLOAT, INTEGER, LIST, STRING
from loaders.datasets.cells import as_text
from loaders.datasets.chunks import Chunk, Remarks
from loaders.datasets.column_map import ColumnMap
from loaders.datasets.dataset import Dataset, ReadOptions
from loaders.datasets.delimited import open_delimited
from loaders.datasets.geometries import from_wkt, split
from loaders.datasets.hxl import take_tags
from loaders.datasets.own_columns import COLUMNS, REQUIRED
from loaders.datasets.raw_json import raw_json
from loaders.datasets.source_table import SourceTable

SOURCE: Final = "incidentmap"
# Beside the columns of incidents; kept as they are.
_BESIDE: Final = (
    "claims",
    "reports",
    "report_ids",
    "quotes",
    "report_titles",
    "report_publishers",
    "report_urls",
)
_LIST_MARK: Final = " | "


def read(path: Path, options: ReadOptions) -> Dataset:
    """Open an export in CSV.

    Raises:
        SourceError: it cannot be read.

    """
    remarks = Remarks()
    return own_rows(open_delimited(path, remarks), remarks, options, is_text=True)


def own_rows(
    table: SourceTable, remarks: Remarks, options: ReadOptions, *, is_text: bool = False
) -> Dataset:
    """Return a table with our own columns as a dataset.

    Args:
        table: an export.
        remarks: gets what a person should know.
        options: how it is read.
        is_text: whether apostrophes were put before what looks like a formula.

    Raises:
        SourceError: it lacks a column that every export has.

    """
    table = take_tags(table)
    lacking = [name for name in REQUIRED if name not in table.header]
    if lacking:
        raise SourceError(f"is no export of this program: it has no column {', '.join(lacking)}")
    rows = _rows(table, options, is_text=is_text)
    return Dataset(SOURCE, ColumnMap({}, source=SOURCE), rows, remarks, table.share)


def _rows(table: SourceTable, options: ReadOptions, *, is_text: bool) -> Iterator[DatasetRows]:
    with Boundaries.open(options.settings.boundaries) as boundaries:
        for chunk in table.chunks:
            yield _Reading(chunk, boundaries, is_text=is_text).rows()


@dataclass(slots=True)
class _Reading:
    """A chunk on its way."""

    chunk: Chunk
    boundaries: Boundaries
    is_text: bool
    reasons: dict[int, str] = field(default_factory=dict)

    def rows(self) -> DatasetRows:
        """Return the incidents of the chunk, and the rows that give none."""
        batch = self.chunk.rows
        given = dict(zip(batch.schema.names, batch.columns, strict=True))
        frame = pd.DataFrame(
            {
                name: self._column(name, dtype, given[name])
                for name, dtype in COLUMNS.items()
                if name in given
            }
        )
        frame["source_key"] = frame["incident_id"]
        for name, values in zip(("lon", "lat", "wkb"), self._places(frame, given), strict=True):
            frame[name] = values
        beside = {name: given[name] for name in _BESIDE if name in given}
        frame["raw"] = raw_json(
            {name: _as_texts(column) for name, column in beside.items()}, len(frame)
        ).to_pandas()
        frame["row_number"] = self.chunk.numbers
        for name in REQUIRED:
            for row in np.flatnonzero(frame[name].isna()):
                self.reasons.setdefault(int(row), f"has no {name}")
        keep = np.ones(len(frame), dtype=bool)
        keep[list(self.reasons)] = False
        rejected = [
            RejectedRow(int(self.chunk.numbers[row]), reason, str(frame["incident_id"].iloc[row]))
            for row, reason in sorted(self.reasons.items())
        ]
        kept = frame if keep.all() else frame[keep].reset_index(drop=True)
        return DatasetRows(kept, (*self.chunk.rejected, *rejected))

    def _column(self, name: str, dtype: Any, column: pa.Array) -> Any:  # noqa: ANN401 - a column of pandas
        if dtype == LIST:
            return pd.Series([self._list(value) for value in column.to_pylist()], dtype=object)
        cells = as_text(column).to_pylist()
        if dtype == STRING:
            texts = map(unsafe_cell, cells) if self.is_text else cells
            return pd.Series(list(texts), dtype="string")
        if dtype == INTEGER:
            return pd.Series(self._each(name, cells, _whole), dtype="Int64")
        if dtype == FLOAT:
            return pd.Series(self._each(name, cells, _number), dtype="float64")
        if dtype == DATE:
            days = np.array(self._each(name, cells, _day), dtype="datetime64[D]")
            return pd.Series(days.astype("datetime64[s]"))
        known = pandas_dtype(dtype)
        terms = {str(member): str(member) for member in dtype}
        return pd.Series(self._each(name, cells, terms.__getitem__), dtype=known)

    def _list(self, value: object) -> list[str]:
        """Return a list that a cell holds: as it is, as JSON, or with marks between."""
        if isinstance(value, list):
            return [str(one) for one in value]
        text = value if isinstance(value, str) else ""
        if text.startswith("["):
            with contextlib.suppress(ValueError):
                found = json.loads(text)
                return [str(one) for one in found] if isinstance(found, list) else []
        text = (unsafe_cell(text) or "") if self.is_text else text
        return text.split(_LIST_MARK) if text else []

    def _each(self, name: str, cells: list[str | None], convert: Any) -> list[Any]:  # noqa: ANN401 - a function
        """Return the values of cells; a row whose cell has none is rejected."""
        known: dict[str | None, Any] = {None: None}
        values: list[Any] = []
        for row, cell in enumerate(cells):
            if cell not in known:
                try:
                    known[cell] = convert(cell)
                except (ValueError, KeyError):
                    self.reasons.setdefault(row, f"has a {name} that is none: {str(cell)[:40]!r}")
                    values.append(None)
                    continue
            values.append(known[cell])
        return values

    def _places(self, frame: pd.DataFrame, given: Mapping[str, pa.Array]) -> tuple[Any, Any, Any]:
        if self.chunk.lon is not None:
            return self.chunk.lon, self.chunk.lat, _single(self.chunk.wkb)
        nothing = [None] * len(frame)
        texts = _texts_of(given, "geometry_wkt") or nothing
        lon, lat, wkb = split(from_wkt(texts), None)
        for values, name in ((lon, "longitude"), (lat, "latitude")):
            cells = _texts_of(given, name)
            if cells is not None:
                own = np.array(self._each(name, cells, _number), dtype=float)
                values[:] = np.where(np.isnan(own), values, own)
        kinds = _texts_of(given, "geometry_type") or nothing
        shapes: dict[str, bytes | None] = {}
        for row, kind in enumerate(kinds):
            place_id = frame["place_id"].iloc[row] if "place_id" in frame else None
            if kind not in (None, "Point") and texts[row] is None and isinstance(place_id, str):
                if place_id not in shapes:
                    found = self.boundaries.area(place_id) or self.boundaries.line(place_id)
                    shapes[place_id] = None if found is None else shapely.to_wkb(found)
                wkb[row] = shapes[place_id]
        return lon, lat, wkb


def unsafe_cell(text: str | None) -> str | None:
    """Return what a text was before an apostrophe made it safe for spreadsheets."""
    if text is None or not text.startswith("'"):
        return text
    bare = text.lstrip("'")
    return text[1:] if bare.startswith(_FORMULA) or bare.lstrip().startswith(_FORMULA) else text


_FORMULA: Final = tuple("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")


def _texts_of(given: Mapping[str, pa.Array], name: str) -> list[str | None] | None:
    return as_text(given[name]).to_pylist() if name in given else None


def _as_texts(column: pa.Array) -> pa.Array:
    """Return lists, and lists of records, as JSON text."""
    if not pa.types.is_nested(column.type):
        return as_text(column)
    return pa.array(
        [json.dumps(value, default=str) if value else None for value in column.to_pylist()],
        pa.string(),
    )


def _whole(text: str) -> int:
    number = float(text)
    if not number.is_integer():
        raise ValueError
    return int(number)


def _number(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError
    return number


def _day(text: str) -> np.datetime64:
    return np.datetime64(text.replace("/", "-").partition("T")[0].partition(" ")[0], "D")


def _single(wkb: Any) -> Any:  # noqa: ANN401 - an array of objects
    """Return shapes of one part as that part: layers of a file hold shapes of many parts only."""
    shapes = shapely.from_wkb(wkb)
    lone = (shapely.get_type_id(shapes) >= shapely.GeometryType.MULTIPOINT) & (
        shapely.get_num_geometries(shapes) == 1
    )
    if not lone.any():
        return wkb
    wkb = wkb.copy()
    wkb[lone] = shapely.to_wkb(shapely.get_geometry(shapes[lone], 0))
    return wkb
