"""Rows of HXL tags (hxlstandard.org): `#date`, `#geo+lat`, `#affected+killed` under the header."""

import re
from collections.abc import Mapping
from dataclasses import replace
from itertools import chain

import pyarrow as pa

from loaders.datasets.cells import as_text
from loaders.datasets.source_table import SourceTable

_TAG = re.compile(r"#[A-Za-z][A-Za-z0-9_]*(?:\s*\+[A-Za-z0-9_]+)*")


def take_tags(table: SourceTable) -> SourceTable:
    """Return a table without its row of tags, and with the tags beside it.

    Tags may also stand in place of the header.
    """
    tags = _tags(dict(zip(table.header, table.header, strict=True)))
    if tags:
        return replace(table, tags=tags)
    if table.first is not None:
        # To read the first row would be to read, and to map, the first of many chunks.
        cells = (cell.strip() for cell in table.first)
        if not _tags(dict(zip(table.header, cells, strict=False))):
            return table
    passed = []
    chunks = table.chunks
    for chunk in chunks:
        if chunk.rows.num_rows:
            tags = _tags(_first_row(chunk.rows))
            passed.append(chunk.without_first() if tags else chunk)
            break
        passed.append(chunk)
    return replace(table, tags=tags, chunks=chain(passed, chunks))


def _first_row(rows: pa.RecordBatch) -> dict[str, str]:
    first = rows.slice(0, 1)
    return {name: as_text(first.column(name))[0].as_py() or "" for name in first.schema.names}


def _tags(cells: Mapping[str, str]) -> dict[str, str]:
    """Return the tag of each column, sorted attributes and all; none unless all cells are tags."""
    filled = {name: cell for name, cell in cells.items() if cell}
    if not filled or not all(_TAG.fullmatch(cell) for cell in filled.values()):
        return {}
    return {name: re.sub(r"\s+", "", cell).lower() for name, cell in filled.items()}
