"""A table as it was opened, whatever its format: its columns, and its rows in chunks."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from loaders.datasets.chunks import Chunk


@dataclass(frozen=True, slots=True)
class SourceTable:
    """A table to map.

    Attributes:
        header: the names of its columns, each different.
        chunks: its rows; they are read when asked for, once.
        tags: what the columns mean, where a row of HXL tags says so: tag by column.
        has_geometry: whether its chunks have a geometry of their own.
        share: tells how much of it has been read, from 0 to 1; always 0 where that is not known.

    """

    header: list[str]
    chunks: Iterator[Chunk]
    tags: Mapping[str, str] = field(default_factory=dict)
    has_geometry: bool = False
    share: Callable[[], float] = float
