"""Spreadsheets: XLSX, XLSM, XLSB, XLS and ODS, one sheet as a table.

Cells give their values; a formula gives the value that was saved with it and is never worked out.
"""

import datetime as dt
import zipfile
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import python_calamine as calamine

from geodata.errors import SourceError, UsageError
from loaders.datasets.chunks import CHUNK_CELLS, CHUNK_ROWS, Chunk, Remarks, unique_names
from loaders.datasets.dataset import Dataset, ReadOptions
from loaders.datasets.incidentmap import own_rows
from loaders.datasets.own_columns import SIGNATURE
from loaders.datasets.source_table import SourceTable
from loaders.datasets.table import mapped_by_person

Row = list[Any]

# A sheet stands in memory as a whole; unpacked it is no larger than this.
_MOST_BYTES = 600_000_000
_MOST_TITLES = 30


def read(path: Path, options: ReadOptions) -> Dataset:
    """Open a sheet.

    Raises:
        SourceError: the file cannot be read, or nothing in it is understood.
        UsageError: the person's map does not fit it, or there is no such sheet.

    """
    remarks = Remarks()
    _check_size(path)
    try:
        with calamine.CalamineWorkbook.from_path(path) as workbook:
            if options.layer is None and options.column_map is None:
                own = _own_tables(workbook)
                if own:
                    chunks = chain.from_iterable(table.chunks for table in own)
                    return own_rows(SourceTable(own[0].header, chunks), remarks, options)
            name = _sheet(workbook, options.layer, remarks)
            every = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
            rows: Iterator[Row] = iter(every)
    except calamine.PasswordError as error:
        raise SourceError("is locked with a password: save it without one") from error
    except OSError as error:
        raise SourceError(f"cannot be read: {error.strerror or error}") from error
    except calamine.CalamineError as error:
        said = " ".join(str(error).split())[:200]
        raise SourceError(f"is damaged or cut off, or no spreadsheet: {said}") from error
    except zipfile.BadZipFile as error:
        raise SourceError("is damaged") from error
    header, number = _header(rows, remarks)
    table = SourceTable(header, _chunks(rows, header, number), total=len(every) - number)
    return mapped_by_person(table, path, remarks, options)


def _own_tables(workbook: calamine.CalamineWorkbook) -> list[SourceTable]:
    """Return the sheets that an export of the program's own keeps its incidents in."""
    tables = []
    for name in workbook.sheet_names:
        sheet = workbook.get_sheet_by_name(name)
        first = next(iter(sheet.to_python(skip_empty_area=False, nrows=1)), [])
        if {str(cell) for cell in first} >= SIGNATURE:
            rows: Iterator[Row] = iter(sheet.to_python(skip_empty_area=False))
            header = unique_names([_text(cell) or "" for cell in next(rows)])
            tables.append(SourceTable(header, _chunks(rows, header, 1)))
    return tables


def _check_size(path: Path) -> None:
    """Refuse a file that would unpack to more than fits into memory."""
    try:
        if not zipfile.is_zipfile(path):
            if path.stat().st_size > _MOST_BYTES:
                raise SourceError(f"is larger than {_MOST_BYTES / 1e6:g} MB: save it as CSV")
            return
        with zipfile.ZipFile(path) as archive:
            size = sum(member.file_size for member in archive.infolist())
    except (OSError, zipfile.BadZipFile) as error:
        raise SourceError(f"cannot be read: {error}") from error
    if size > _MOST_BYTES:
        raise SourceError(
            f"unpacks to {size / 1e6:,.0f} MB, more than {_MOST_BYTES / 1e6:g} MB: save it as CSV"
        )


def _sheet(workbook: calamine.CalamineWorkbook, wanted: str | None, remarks: Remarks) -> str:
    names: list[str] = workbook.sheet_names
    if wanted is not None:
        if wanted not in names:
            raise UsageError(f"there is no sheet {wanted!r}: there are {', '.join(names)}")
        return wanted
    with_rows = [name for name in names if workbook.get_sheet_by_name(name).height > 1]
    if not with_rows:
        raise SourceError("has no sheet with rows")
    if len(with_rows) > 1:
        rest = ", ".join(with_rows[1:])
        remarks.say(f"has several sheets: {with_rows[0]} is read (--layer names another: {rest})")
    return with_rows[0]


def _header(rows: Iterator[Row], remarks: Remarks) -> tuple[list[str], int]:
    """Return the names of the columns and the number of the row that has them.

    Titles may stand before: rows of which most cells are empty.
    """
    for number, row in enumerate(rows, start=1):
        cells = [_text(cell) or "" for cell in row]
        filled = sum(bool(cell.strip()) for cell in cells)
        if filled > len(cells) / 2 or (filled and number > _MOST_TITLES):
            if number > 1:
                remarks.add("stands before the table's header: left out", range(1, number))
            return unique_names(cells), number
    raise SourceError("has no header")


def _chunks(rows: Iterator[Row], header: list[str], number: int) -> Iterator[Chunk]:
    longest = max(1, min(CHUNK_ROWS, CHUNK_CELLS // len(header)))
    taken: list[Row] = []
    for row in rows:
        taken.append(row)
        if len(taken) == longest:
            yield _chunk(taken, header, number + 1)
            number += len(taken)
            taken = []
    if taken:
        yield _chunk(taken, header, number + 1)


def _chunk(rows: list[Row], header: list[str], number: int) -> Chunk:
    columns = [
        pa.array([_text(cell) for cell in column], pa.string())
        for column in zip(*rows, strict=True)
    ]
    numbers = np.arange(number, number + len(rows), dtype=np.int64)
    return Chunk(pa.record_batch(columns, names=header), numbers)


def _text(cell: object) -> str | None:
    """Return a cell as a person would have typed it."""
    if cell is None or cell == "":
        return None
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < _LARGEST_WHOLE else repr(cell)
    if isinstance(cell, dt.datetime) and cell.time() == dt.time():
        return cell.date().isoformat()
    if isinstance(cell, dt.datetime | dt.date | dt.time):
        return cell.isoformat()
    return str(cell).replace("\0", "")


# Beyond this a float has no digits for every whole number.
_LARGEST_WHOLE = 2**53
