"""Any other table of text (CSV, TSV): its columns by a map that a person gives or confirms."""

from dataclasses import replace
from itertools import chain
from pathlib import Path

from geodata.errors import SourceError
from loaders.datasets.chunks import Chunk, Remarks
from loaders.datasets.column_map import own_column_map
from loaders.datasets.dataset import Dataset, ReadOptions, mapped
from loaders.datasets.delimited import open_delimited
from loaders.datasets.guess import guess_column_map
from loaders.datasets.hxl import take_tags
from loaders.datasets.incidentmap import SOURCE as OWN
from loaders.datasets.incidentmap import own_rows
from loaders.datasets.own_columns import SUMS_SIGNATURE
from loaders.datasets.signatures import SIGNATURES
from loaders.datasets.source_table import SourceTable


def read(path: Path, options: ReadOptions) -> Dataset:
    """Open a table of text.

    Raises:
        SourceError: it cannot be read, or nothing in it is understood.
        UsageError: the person's map does not fit it.

    """
    remarks = Remarks()
    return mapped_by_person(open_delimited(path, remarks), path, remarks, options)


def mapped_by_person(
    table: SourceTable, path: Path, remarks: Remarks, options: ReadOptions
) -> Dataset:
    """Return a table as a dataset, by the person's map or by a guess.

    Raises:
        SourceError: nothing in the table is understood.
        UsageError: the person's map does not fit it.

    """
    if options.column_map is not None:
        column_map = options.column_map
        column_map.require_columns(table.header)
        if column_map.source == "table":
            column_map = replace(column_map, source=_source(path))
        return mapped(table, column_map, remarks, options)
    names = {name.casefold() for name in table.header}
    if names >= SUMS_SIGNATURE:
        raise SourceError("holds sums of rows that may not be passed on, and no incidents to load")
    if names >= SIGNATURES[OWN]:
        return own_rows(table, remarks, options, is_text=path.suffix.lower() in _TEXT)
    for kind, signature in SIGNATURES.items():
        if signature <= names:
            return mapped(table, own_column_map(kind), remarks, options)
    first, table = _peek(take_tags(table))
    if not first.rows.num_rows:
        why = next((f": row {row.row_number} {row.reason}" for row in first.rejected), "")
        raise SourceError(f"has no row that can be read{why}")
    column_map = guess_column_map(
        table.header,
        first.rows,
        source=_source(path),
        tags=table.tags,
        has_geometry=table.has_geometry,
    )
    return replace(mapped(table, column_map, remarks, options), is_guessed=True)


_TEXT = (".csv", ".tsv", ".tab", ".txt")


def _peek(table: SourceTable) -> tuple[Chunk, SourceTable]:
    """Return the first rows of a table, and the table with all of them."""
    passed: list[Chunk] = []
    for chunk in table.chunks:
        passed.append(chunk)
        if chunk.rows.num_rows:
            break
    whole = replace(table, chunks=chain(passed, table.chunks))
    if passed:
        return passed[-1], whole
    return Chunk.empty(table.header), whole


def _source(path: Path) -> str:
    return path.name.split(".")[0].strip() or "table"
