"""A table as it was opened, whatever its format: its columns, and its rows in chunks."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Self

from loaders.datasets.chunks import Chunk


@dataclass(frozen=True, slots=True)
class SourceTable:
    """A table to map.

    Attributes:
        header: the names of its columns, each different.
        chunks: its rows; they are read when asked for, once.
        tags: what the columns mean, where a row of HXL tags says so: tag by column.
        has_geometry: whether its chunks have a geometry of their own.
        first: the cells of its first row, where they are known before it is read; None elsewhere.
        total: the number of its rows, where the file tells it; 0 elsewhere.
        share: tells how much of it has been read, from 0 to 1; always 0 where that is not known.

    """

    header: list[str]
    chunks: Iterator[Chunk]
    tags: Mapping[str, str] = field(default_factory=dict)
    has_geometry: bool = False
    share: Callable[[], float] = float
    total: int = 0
    first: Sequence[str] | None = None

    def counted(self) -> Self:
        """Return the table with the share of its rows that were read, where their number is known.

        Where it is not, the share stays what it is.
        """
        if self.total <= 0:
            return self
        count = _Count(self.total)
        return replace(self, chunks=count.through(self.chunks), share=count.share)


@dataclass(slots=True)
class _Count:
    total: int
    done: int = 0

    def through(self, chunks: Iterator[Chunk]) -> Iterator[Chunk]:
        for chunk in chunks:
            self.done += chunk.rows.num_rows + len(chunk.rejected)
            yield chunk

    def share(self) -> float:
        return min(1.0, self.done / self.total)
