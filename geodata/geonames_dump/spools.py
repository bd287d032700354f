"""Keeps places and names on disk while a dump is read: twelve million of them fit into no memory.

Names are filed by the hash of their folded form. They are written in runs, each divided into parts
by the first bits of the hash; one part of all runs together is small enough to be sorted in memory,
and the parts one after the other are all names in order. The files have no name, so that nothing
of them is left, however the program ends.
"""

import functools
import tempfile
import zlib
from array import array
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Final, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from geodata.gazetteer import name_hash, short_hash
from geodata.geonames_dump.places import Entry

Records = NDArray[np.void]

PLACE: Final = np.dtype(
    [
        ("key", "<u4"),
        ("latitude", "<i4"),
        ("longitude", "<i4"),
        ("country", "<u2"),
        ("admin1", "<u4"),
        ("feature", "<u2"),
        ("population", "<u4"),
    ]
)
NAME: Final = np.dtype(
    [
        ("hash", "<u8"),  # 48 bits, as the file has them
        ("check", "<u4"),  # tells two names of one hash apart
        ("row", "<u4"),
        ("prior", "u1"),
        ("kind", "u1"),
        ("length", "u1"),
    ]
)
PARTS: Final = 256
_HASH_BITS: Final = 48
_PART_BITS: Final = 8
# Some 60 MB while a run is gathered.
_RUN: Final = 200_000
_PLACES_AT_ONCE: Final = 100_000
# The first words of many names are the same: words are told apart again after so many.
_WORDS_AT_ONCE: Final = 2_000_000


class PlaceSpool:
    """Places on disk, in the order in which they come."""

    def __init__(self, folder: Path) -> None:
        self._file = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115 - closed by __exit__
        self._waiting: list[tuple[int, ...]] = []
        self._written = 0

    def add(self, place: tuple[int, ...]) -> int:
        """Add a place, the fields as `PLACE` has them; return its number."""
        self._waiting.append(place)
        if len(self._waiting) == _PLACES_AT_ONCE:
            self._flush()
        return len(self) - 1

    def chunks(self) -> Iterator[Records]:
        """Yield the places, many at a time."""
        self._flush()
        self._file.seek(0)
        while content := self._file.read(_PLACES_AT_ONCE * PLACE.itemsize):
            yield np.frombuffer(content, PLACE)

    def __len__(self) -> int:
        return self._written + len(self._waiting)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()

    def _flush(self) -> None:
        self._file.write(np.array(self._waiting, PLACE).tobytes())
        self._written += len(self._waiting)
        self._waiting.clear()


class NamePart(NamedTuple):
    """The names of one part, of all runs."""

    records: Records
    text: bytes
    """Their texts, in UTF-8, in the same order."""


class NameSpool:
    """Names on disk, divided by their hashes.

    Attributes:
        text_bytes: what the texts need in the file at most.
        most_words: words of the longest name.

    """

    def __init__(self, folder: Path) -> None:
        self._file = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115 - closed by __exit__
        self._waiting: list[tuple[int, ...]] = []
        self._texts: list[bytes] = []
        # Of each run, where each part's records and texts begin in the file.
        self._runs: list[tuple[NDArray[np.int64], NDArray[np.int64]]] = []
        self._end = 0
        self._first_words = _Numbers()
        self.text_bytes = 0
        self.most_words = 0

    def add(self, row: int, entry: Entry) -> None:
        """Add a name of the place with a number."""
        folded, name, kind, prior = entry
        text = name.encode()
        self._texts.append(text)
        check = zlib.crc32(folded.encode())
        self._waiting.append((name_hash(folded), check, row, prior, kind, len(text)))
        self.text_bytes += len(text) + 1
        words = folded.count(" ") + 1
        self.most_words = max(self.most_words, words)
        self._first_words.add(_word_hash(folded if words == 1 else folded.partition(" ")[0]))
        if len(self._waiting) == _RUN:
            self._flush()

    def first_words(self) -> "array[int]":
        """Return the hashes of the words that names begin with, in order."""
        return array("I", self._first_words.distinct().tobytes())

    def parts(self) -> Iterator[NamePart]:
        """Yield the parts in the order of their hashes."""
        self._flush()
        for number in range(PARTS):
            records = [self._read(starts, number) for starts, _ in self._runs]
            texts = [self._read(starts, number) for _, starts in self._runs]
            yield NamePart(np.frombuffer(b"".join(records), NAME), b"".join(texts))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()

    def _flush(self) -> None:
        """Write a run, its parts one after the other."""
        records = np.array(self._waiting, NAME)
        parts = (records["hash"] >> (_HASH_BITS - _PART_BITS)).astype(np.uint8)
        order = np.argsort(parts, kind="stable")
        records = records[order]
        edges = np.searchsorted(parts[order], np.arange(PARTS + 1))
        lengths = np.concatenate(([0], np.cumsum(records["length"], dtype=np.int64)))
        text_start = self._end + records.nbytes
        self._runs.append((self._end + edges * NAME.itemsize, text_start + lengths[edges]))
        self._file.write(records.tobytes())
        self._file.write(b"".join([self._texts[index] for index in order.tolist()]))
        self._end = int(text_start + lengths[-1])
        self._waiting.clear()
        self._texts.clear()

    def _read(self, starts: NDArray[np.int64], number: int) -> bytes:
        start, end = int(starts[number]), int(starts[number + 1])
        self._file.seek(start)
        return self._file.read(end - start)


class _Numbers:
    """Distinct 32-bit numbers."""

    def __init__(self) -> None:
        self._distinct: NDArray[np.uint32] = np.empty(0, np.uint32)
        self._waiting: array[int] = array("I")

    def add(self, number: int) -> None:
        self._waiting.append(number)
        if len(self._waiting) == _WORDS_AT_ONCE:
            self.distinct()

    def distinct(self) -> NDArray[np.uint32]:
        """Return the numbers in order."""
        waiting = np.frombuffer(self._waiting, np.uint32)
        self._distinct = np.union1d(self._distinct, waiting)
        self._waiting = array("I")
        return self._distinct


_word_hash = functools.lru_cache(maxsize=100_000)(short_hash)
