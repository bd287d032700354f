"""A table on its way to be mapped: some rows of it, with their numbers in the file."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Self

import numpy as np
import pyarrow as pa

from geodata.dataset_rows import RejectedRow

Rows = np.ndarray[tuple[int], np.dtype[np.int64]]

# Enough that a column's work is done at once, few enough to stand in memory many times over.
CHUNK_ROWS = 20_000
# A table of very many columns is read in shorter pieces.
CHUNK_CELLS = 3_000_000


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some rows of a table.

    Attributes:
        rows: a column each of the table's; text, or what the format says.
        numbers: the row's line or row in the file, from 1.
        rejected: rows that cannot be read at all.
        wkb: the geometry of each row that is no point (well-known binary, WGS 84), where the
            format has geometries.
        lon: longitude of each row, degrees, NaN where there is no point, where the format has
            geometries.
        lat: latitude of each row.

    """

    rows: pa.RecordBatch
    numbers: Rows
    rejected: Sequence[RejectedRow] = field(default_factory=tuple)
    wkb: Any = None
    lon: Any = None
    lat: Any = None

    @classmethod
    def empty(cls, header: Sequence[str]) -> Self:
        """Return a chunk without rows."""
        columns = [pa.array([], pa.string()) for _ in header]
        return cls(pa.record_batch(columns, names=list(header)), np.empty(0, dtype=np.int64))

    def without_first(self) -> Self:
        """Return the chunk without its first row."""
        rest = replace(self, rows=self.rows.slice(1), numbers=self.numbers[1:])
        if self.wkb is None:
            return rest
        return replace(rest, wkb=self.wkb[1:], lon=self.lon[1:], lat=self.lat[1:])


@dataclass(slots=True)
class Remarks:
    """What a person should know of a dataset, counted, with the first rows that it is true of."""

    _found: dict[str, tuple[int, list[int]]] = field(default_factory=dict)
    _said: list[str] = field(default_factory=list)

    def say(self, message: str) -> None:
        """Keep something that is true of the file as a whole."""
        self._said.append(message)

    def add(self, message: str, numbers: Sequence[int] | Rows) -> None:
        """Count rows of which the message is true."""
        if len(numbers) == 0:
            return
        count, first = self._found.get(message, (0, []))
        if not count and len(self._found) >= _MOST_MESSAGES:
            message = "more is strange: see the raw column"
            count, first = self._found.get(message, (0, []))
        room = _MOST_NAMED - len(first)
        self._found[message] = (
            count + len(numbers),
            first + [int(number) for number in numbers[:room]],
        )

    def replace_by(self, other: "Remarks") -> None:
        """Take over what another process found in the same file."""
        self._found, self._said = other._found, other._said  # noqa: SLF001 - another of this class

    def lines(self) -> list[str]:
        """Return one line a message: "rows 3, 17 and 40 more: …"."""
        return [
            *self._said,
            *(_line(message, count, first) for message, (count, first) in self._found.items()),
        ]


_MOST_NAMED = 5
_MOST_MESSAGES = 40


def _line(message: str, count: int, first: list[int]) -> str:
    named = ", ".join(str(number) for number in first)
    rest = f" and {count - len(first):,} more" if count > len(first) else ""
    return f"{'row' if count == 1 else 'rows'} {named}{rest}: {message}"


def plain(batch: pa.RecordBatch, names: Sequence[str]) -> pa.RecordBatch:
    """Return rows under other names, their columns of the plain types that every format has."""
    columns = [
        column.storage if isinstance(column.type, pa.BaseExtensionType) else column
        for column in batch.columns
    ]
    return pa.record_batch(columns, names=list(names))


def unique_names(names: Sequence[str]) -> list[str]:
    """Return names for columns: none empty, none twice."""
    taken: set[str] = set()
    result = []
    for position, given in enumerate(names, start=1):
        bare = given.strip() or f"column_{position}"
        name, again = bare, 2
        while name in taken:
            name, again = f"{bare}_{again}", again + 1
        taken.add(name)
        result.append(name)
    return result
