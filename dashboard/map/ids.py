"""Ids of incidents: looked up, and packed no longer than tells the rows of a page apart.

Ids are hashes: they hold nothing that could be compressed, and those of a million rows would take
half of the page. A large page keeps the first digits of each, as many as no two rows share, and
takes an id that is given in full for the row whose digits it begins with.
"""

from functools import cache, cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from dashboard.map.packing import Column
from dashboard.map.texts import text_parts

Ints = npt.NDArray[np.int64]
Hashes = npt.NDArray[np.uint64]

# What `geodata.incident.stable_id` makes: 16 hexadecimal digits.
_DIGITS = 16
# With fewer rows than this, ids stay whole: they take less than a megabyte.
_SHORTENED_FROM = 100_000
# Digits that always stay: they are read as one number.
_LEAST_DIGITS = 8


class Ids:
    """The ids of a page's rows: hashes as our own ids are, or any other text."""

    def __init__(self, texts: Any) -> None:  # noqa: ANN401 - Arrow ships no types
        """Take an Arrow array of ids without missing ones."""
        self.texts = texts

    @cached_property
    def hashes(self) -> Hashes | None:
        """The ids as numbers, or None where one is none of ours."""
        return _hashes(self.texts)

    def positions(self, texts: Any) -> Ints:  # noqa: ANN401 - as above
        """Return where ids stand among these, -1 for those that do not."""
        asked = None if self.hashes is None else _hashes(texts)
        if self.hashes is None or asked is None:
            return _found(texts, self.texts)
        if np.array_equal(asked, self.hashes):
            return np.arange(len(asked))
        return _found(pa.array(asked), pa.array(self.hashes))

    def columns(self, order: Ints) -> dict[str, Column]:
        """Return the ids in an order, as the page's script reads them.

        Returns:
            ``high``: the first eight digits as a number, and ``digits0``, ``digits1``, …: those
            that follow, two by two, the last of an odd number with a 0. Or text and lengths.

        """
        if self.hashes is None:
            return text_parts("", self.texts.take(order))
        hashes = self.hashes[order]
        digits = _digits_needed(hashes)
        columns: dict[str, Column] = {
            "high": (hashes >> np.uint64(32)).astype(np.uint32),
            "digits": np.array([digits], np.uint8),
        }
        for number, first in enumerate(range(_LEAST_DIGITS, digits, 2)):
            pair = (hashes >> np.uint64(4 * (_DIGITS - first - 2))).astype(np.uint8)
            if first + 1 == digits:
                columns[f"digits{number}"] = _halves((pair >> 4).astype(np.uint8))
            else:
                columns[f"digits{number}"] = pair
        return columns


def _found(asked: Any, among: Any) -> Ints:  # noqa: ANN401 - as above
    places = pc.index_in(asked, value_set=among).fill_null(-1)
    return np.asarray(places.to_numpy(zero_copy_only=False), dtype=np.int64)


def _halves(digits: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """Return digits of four bits, two in a byte, the first one higher."""
    even = np.append(digits, np.zeros(len(digits) % 2, np.uint8))
    return ((even[0::2] << 4) | even[1::2]).astype(np.uint8)


def _digits_needed(hashes: Hashes) -> int:
    if len(hashes) < _SHORTENED_FROM:
        return _DIGITS
    ordered = np.sort(hashes)
    shared = int((ordered[1:] ^ ordered[:-1]).min())
    # Ids that a broken frame holds twice cannot be told apart by any number of digits.
    return min(_DIGITS, max(_LEAST_DIGITS, _DIGITS - (shared.bit_length() - 1) // 4))


def _hashes(texts: Any) -> Hashes | None:  # noqa: ANN401 - as above
    """Return ids of 16 hexadecimal digits as numbers; None where one is something else."""
    parts = text_parts("", texts)
    if (parts[".lengths"] != _DIGITS + 1).any():
        return None
    bytes_of_two = _pairs()[parts[".bytes"].view(np.uint16)]
    if (bytes_of_two < 0).any():
        return None
    return bytes_of_two.astype(np.uint8).view(">u8").astype(np.uint64)


@cache
def _pairs() -> npt.NDArray[np.int16]:
    """Return what two digits, read as a little-endian number, stand for; -1 for what is none."""
    values = np.full(2**16, -1, np.int16)
    digits = b"0123456789abcdef"
    for high, first in enumerate(digits):
        for low, second in enumerate(digits):
            values[first | second << 8] = high << 4 | low
    return values
