"""Tables of text: CSV, TSV, and what else separates cells by a character.

Rows are read in bulk. Where a quotation mark is never closed, which would swallow all rows behind
it, the rest of the file is read line by line: only the row with the mark is lost, and is told of.
"""

import csv
import io
import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv as pa_csv

from geodata.dataset_rows import RejectedRow
from geodata.errors import SourceError
from loaders.datasets.byte_stream import CleanText
from loaders.datasets.chunks import CHUNK_CELLS, CHUNK_ROWS, Chunk, Remarks, unique_names
from loaders.datasets.lines import LineReader
from loaders.datasets.source_table import SourceTable

# A block of rows in memory: three times as fast as larger ones, which no cache holds. A file with a
# longer row is read line by line.
_BLOCK_BYTES = 1 << 20
_HEAD_CHARACTERS = 1 << 18
_DELIMITERS = ",;\t|"


def open_delimited(
    path: Path,
    remarks: Remarks,
    *,
    header: Sequence[str] | None = None,
    delimiter: str = "",
    quoted: bool = True,
) -> SourceTable:
    """Open a table of text.

    Args:
        path: the file.
        remarks: gets what is strange about it.
        header: the names of its columns, where its first row does not tell them.
        delimiter: what separates cells; found by itself when missing.
        quoted: whether a quotation mark at a cell's beginning holds it together.

    Raises:
        SourceError: the file cannot be read, is empty or is no table.

    """
    head = _head(path)
    delimiter = delimiter or find_delimiter(head)
    names, skipped = (list(header), 0) if header else _find_header(head, delimiter)
    if skipped > 1:
        remarks.add("stands before the table's header: left out", range(1, skipped))
    layout = _Layout(path, delimiter, unique_names(names), skipped, remarks, quoted)
    behind = itertools.islice(_parse(head, delimiter), skipped, None)
    first = next((row for row in behind if any(row)), None)
    return SourceTable(layout.names, layout.chunks(), share=layout.share, first=first)


def find_delimiter(head: str) -> str:
    """Return what separates the cells of a table: what its first lines hold equally often."""
    best, best_score = ",", 0.0
    for delimiter in _DELIMITERS:
        rows = [row for row in _parse(head, delimiter) if any(row)][:_MOST_TRIED]
        widths = [len(row) for row in rows]
        if not widths:
            continue
        usual = max(set(widths), key=lambda width: (widths.count(width), width))
        score = usual * (widths.count(usual) / len(widths)) ** 2 if usual > 1 else 0.0
        if score > best_score:
            best, best_score = delimiter, score
    return best


_MOST_TRIED = 50


def _head(path: Path) -> str:
    with CleanText(path) as stream:
        data = bytearray()
        while len(data) < _HEAD_CHARACTERS and (part := stream.read(_HEAD_CHARACTERS)):
            data += part
    text = data.decode("utf-8", "ignore")
    if len(data) < _HEAD_CHARACTERS or "\n" not in text:
        return text
    return text[: text.rfind("\n") + 1]


def _parse(head: str, delimiter: str) -> Iterator[list[str]]:
    lines = io.StringIO(head, newline=None)
    try:
        yield from csv.reader(lines, delimiter=delimiter)
    except csv.Error:
        return  # a quotation mark that is not closed: the rows before it are enough


def _find_header(head: str, delimiter: str) -> tuple[list[str], int]:
    """Return the names of the columns and the number of the row that has them.

    A title or a note may stand before: rows with fewer cells than the table has.
    """
    rows = []
    for row in _parse(head, delimiter):
        rows.append(row)
        if len(rows) >= _MOST_TRIED:
            break
    widths = [len(row) for row in rows if any(row)]
    if not widths:
        raise SourceError("has no row that can be read: it is no table")
    usual = max(set(widths), key=lambda width: (widths.count(width), width))
    for number, row in enumerate(rows, start=1):
        if len(row) >= usual and sum(bool(cell.strip()) for cell in row) > len(row) / 2:
            return row, number
    for number, row in enumerate(rows, start=1):
        if any(row):
            return row, number
    raise SourceError("has no header")


@dataclass(slots=True)
class _Layout:
    """How a file is laid out, and how far it has been read.

    Attributes:
        path: the file.
        delimiter: what separates cells.
        names: of the columns.
        skipped: the number of rows up to the header.
        remarks: gets what is strange.
        quoted: whether quotation marks hold cells together.
        reached: the number of rows that were read, the skipped ones too.
        size: of the file, in bytes.
        position: how many bytes of it have been read.
        invalid: rows with another number of cells, from behind the last chunk.

    """

    path: Path
    delimiter: str
    names: list[str]
    skipped: int
    remarks: Remarks
    quoted: bool = True
    reached: int = 0
    size: int = 0
    position: int = 0
    invalid: list[tuple[int, str]] = field(default_factory=list)

    def share(self) -> float:
        """Return how much of the file has been read, from 0 to 1."""
        return self.position / self.size if self.size else 0.0

    def chunks(self) -> Iterator[Chunk]:
        """Yield the rows behind the header."""
        self.size = self.path.stat().st_size
        with CleanText(self.path) as stream:
            try:
                yield from self._in_bulk(stream)
            except pa.ArrowInvalid:
                pass
            else:
                stream.tell_of(self.remarks)
                return
        self.invalid.clear()
        with CleanText(self.path) as stream:
            yield from self._by_line(stream)
            stream.tell_of(self.remarks)

    def _in_bulk(self, stream: CleanText) -> Iterator[Chunk]:
        reader = pa_csv.open_csv(
            pa.PythonFile(io.BufferedReader(stream, _BLOCK_BYTES), mode="r"),
            read_options=pa_csv.ReadOptions(
                column_names=self.names, block_size=_BLOCK_BYTES, use_threads=False
            ),
            parse_options=pa_csv.ParseOptions(
                delimiter=self.delimiter,
                quote_char='"' if self.quoted else False,
                newlines_in_values=self.quoted,
                ignore_empty_lines=False,
                invalid_row_handler=self._on_invalid,
            ),
            convert_options=pa_csv.ConvertOptions(
                check_utf8=False,
                strings_can_be_null=False,
                column_types=dict.fromkeys(self.names, pa.string()),
            ),
        )
        for batch in _joined(reader, self._longest()):
            self.position = stream.position()
            yield from self._pieces(batch)
        yield from self._last()

    def _longest(self) -> int:
        """Return how many rows a chunk has at most."""
        return max(1, min(CHUNK_ROWS, CHUNK_CELLS // len(self.names)))

    def _on_invalid(self, row: pa_csv.InvalidRow) -> str:
        if "\n" in row.text.strip("\r\n") and row.number > self.skipped:
            return "error"  # perhaps a quotation mark that swallowed rows
        self.invalid.append((row.number, self._why(row.actual_columns, row.text)))
        return "skip"

    def _why(self, width: int, text: str) -> str:
        if not text.strip(f" {self.delimiter}\r\n"):
            return ""
        few = ": the file may be cut off there" if width < len(self.names) else ""
        return f"has {width} cells, not {len(self.names)}{few}"

    def _pieces(self, batch: pa.RecordBatch) -> Iterator[Chunk]:
        """Yield a batch in chunks, each row with its number."""
        numbers = self._numbers(batch.num_rows)
        first = int(np.searchsorted(numbers, self.skipped, side="right"))
        longest = self._longest()
        for start in range(first, batch.num_rows, longest):
            piece = batch.slice(start, longest)
            own = numbers[start : start + longest]
            rejected = self._rejected(int(own[-1]))
            self.reached = int(own[-1])
            yield Chunk(piece, own, rejected)
        if len(numbers):
            self.reached = int(numbers[-1])

    def _numbers(self, count: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
        """Return the numbers of the next valid rows: those between are invalid."""
        start = self.reached + 1
        bad = {number for number, _ in self.invalid}
        numbers = np.arange(start, start + count + len(bad), dtype=np.int64)
        if bad:
            numbers = numbers[~np.isin(numbers, list(bad))]
        return numbers[:count]

    def _rejected(self, until: int) -> tuple[RejectedRow, ...]:
        done = [(number, why) for number, why in self.invalid if number <= until]
        self.invalid = [(number, why) for number, why in self.invalid if number > until]
        return tuple(
            RejectedRow(number, why) for number, why in done if why and number > self.skipped
        )

    def _last(self) -> Iterator[Chunk]:
        if rejected := self._rejected(1 << 62):
            yield Chunk(self._batch([]), np.empty(0, dtype=np.int64), rejected)

    def _by_line(self, stream: CleanText) -> Iterator[Chunk]:
        reader = LineReader(stream, self.delimiter)
        done = max(self.reached, self.skipped)
        longest = self._longest()
        rows: list[list[str]] = []
        numbers: list[int] = []
        rejected: list[RejectedRow] = []
        for number, row in reader.rows(len(self.names)):
            if number <= done:
                continue
            if isinstance(row, str):
                rejected.append(RejectedRow(number, row))
            elif len(row) == len(self.names):
                rows.append(row)
                numbers.append(number)
            elif why := self._why(len(row), self.delimiter.join(row)):
                rejected.append(RejectedRow(number, why))
            if len(rows) >= longest:
                self.position = stream.position()
                yield Chunk(self._batch(rows), np.array(numbers, dtype=np.int64), tuple(rejected))
                rows, numbers, rejected = [], [], []
        if rows or rejected:
            yield Chunk(self._batch(rows), np.array(numbers, dtype=np.int64), tuple(rejected))

    def _batch(self, rows: list[list[str]]) -> pa.RecordBatch:
        columns = zip(*rows, strict=True) if rows else ([] for _ in self.names)
        return pa.record_batch(
            [pa.array(list(column), pa.string()) for column in columns], names=self.names
        )


def _joined(batches: Iterable[pa.RecordBatch], size: int) -> Iterator[pa.RecordBatch]:
    """Yield the same rows in batches of one size, but for the last."""
    waiting: list[pa.RecordBatch] = []
    count = 0
    for batch in batches:
        waiting.append(batch)
        count += batch.num_rows
        while count >= size:
            table = pa.Table.from_batches(waiting)
            yield _one_batch(table.slice(0, size))
            waiting = table.slice(size).to_batches()
            count -= size
    if count:
        yield _one_batch(pa.Table.from_batches(waiting))


def _one_batch(table: pa.Table) -> pa.RecordBatch:
    [batch] = table.combine_chunks().to_batches()
    return batch
