"""A dataset as it is read: its rows in chunks, and what was strange about it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from geodata.dataset_rows import DatasetRows
from geodata.settings import Settings
from loaders.datasets.chunks import Remarks
from loaders.datasets.column_map import ColumnMap, own_column_map
from loaders.datasets.hxl import take_tags
from loaders.datasets.mapping import RowMapper
from loaders.datasets.place_lookup import PlaceLookup
from loaders.datasets.source_table import SourceTable


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadOptions:
    """How a dataset is read.

    Attributes:
        settings: which gazetteer and boundaries count.
        column_map: what a person says about the columns; only tables without a map of their own
            take it.
        layer: of a file that has several layers or sheets, the one to read.

    """

    settings: Settings
    column_map: ColumnMap | None = None
    layer: str | None = None


@dataclass(frozen=True, slots=True)
class Dataset:
    """A dataset that is being read.

    Attributes:
        source: what its rows are said to come from.
        column_map: how its columns become ours.
        rows: its rows; they are read when asked for, once.
        remarks: what a person should know; complete when all rows have been read.
        share: tells how much of the file has been read, from 0 to 1; 0 where that is not known.
        is_guessed: whether the columns are guessed and nobody has confirmed them.
        unmapped: columns of the table that become none of ours: they are kept in `raw` alone.

    """

    source: str
    column_map: ColumnMap
    rows: Iterator[DatasetRows]
    remarks: Remarks
    share: Callable[[], float] = float
    is_guessed: bool = False
    unmapped: tuple[str, ...] = ()


def mapped(
    table: SourceTable, column_map: ColumnMap, remarks: Remarks, options: ReadOptions
) -> Dataset:
    """Return a table as a dataset.

    Raises:
        SourceError: the table lacks a column without which its rows cannot be read.
        UsageError: the map names a reference system that there is not.

    """
    table = take_tags(table).counted()
    fitted = column_map.fitted(table.header)
    if table.has_geometry:
        # Their reference system is the file's to say, and they are in WGS 84 by now.
        fitted = replace(fitted, crs=None)
    RowMapper(fitted, remarks)  # what is wrong with the map shows before the first row is read
    return Dataset(
        fitted.source,
        fitted,
        _rows(table, fitted, remarks, options),
        remarks,
        table.share,
        unmapped=fitted.unmapped(table.header),
    )


def own_mapped(table: SourceTable, name: str, remarks: Remarks, options: ReadOptions) -> Dataset:
    """Return a table of a known kind as a dataset; see `mapped`."""
    return mapped(table, own_column_map(name), remarks, options)


def is_json(path: Path) -> bool:
    """Tell whether a file begins as JSON does."""
    with path.open("rb") as file:
        return file.read(64).lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"[")


def _rows(
    table: SourceTable, column_map: ColumnMap, remarks: Remarks, options: ReadOptions
) -> Iterator[DatasetRows]:
    with PlaceLookup(options.settings, remarks) as places:
        yield from RowMapper(column_map, remarks, places=places).map_all(table.chunks)
