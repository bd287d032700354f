"""Packed texts of a map page, read as its script reads them."""

import gzip
import json
from typing import Any

import numpy as np
import numpy.typing as npt

from dashboard.map.packing import ALPHABET

_DIGIT_OF = {ord(digit): value for value, digit in enumerate(ALPHABET)}


def unpacked_bytes(text: str) -> bytes:
    """Return the bytes that a packed text stands for."""
    return gzip.decompress(bytes_of_base85(text))


def unpacked_json(text: str) -> Any:  # noqa: ANN401 - any JSON
    """Return the value of a packed JSON text."""
    return json.loads(unpacked_bytes(text))


def unpacked_columns(text: str) -> dict[str, npt.NDArray[np.generic]]:
    """Return the columns of a packed text."""
    data = unpacked_bytes(text)
    size = int.from_bytes(data[:4], "little")
    assert (4 + size) % 8 == 0
    columns = {}
    for name, dtype, offset, count in json.loads(data[4 : 4 + size]):
        assert offset % 8 == 0, "typed arrays need aligned columns"
        columns[name] = _column(data, dtype, 4 + size + offset, count)
    return columns


def bytes_of_base85(text: str) -> bytes:
    """Return the bytes of digits of `ALPHABET`."""
    short = -len(text) % 5
    digits = [_DIGIT_OF[ord(digit)] for digit in text] + [84] * short
    groups = np.array(digits, np.uint64).reshape(-1, 5)
    numbers = groups @ np.array([85**place for place in (4, 3, 2, 1, 0)], np.uint64)
    decoded = numbers.astype(">u4").tobytes()
    return decoded[: len(decoded) - short]


def _column(data: bytes, dtype: str, at: int, count: int) -> npt.NDArray[np.generic]:
    if not dtype.startswith("planes"):
        return np.frombuffer(data, dtype, count, at)
    width = int(dtype.removeprefix("planes")) // 8
    planes = np.frombuffer(data, np.uint8, count * width, at).reshape(width, count)
    return np.ascontiguousarray(planes.T).view(f"<u{width}").reshape(-1)
