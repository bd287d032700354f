"""Typed columns in one compressed block, as the page's script unpacks them.

Layout before compression: the length of the header (uint32, little endian), the header (JSON: a
list of `[name, dtype, offset, count]`), then the columns, each starting at a multiple of eight
bytes after the header so that the browser can lay typed arrays over them without copying. A
dtype of `planes16` or `planes32` is uint16 or uint32 with all lowest bytes first, then all second
ones, and so on: numbers of like size compress better so.

The block travels as gzip in base 85: larger than the bytes by a quarter, as base64 is by a third.
Each column is compressed by itself, in the way that suits it, and the pieces are put together as
one gzip stream, which may follow a column by another at any byte.
"""

import json
import zlib
from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Column = npt.NDArray[np.generic]

_ALIGNMENT = 8
_PLANES = {np.dtype(np.uint16): "planes16", np.dtype(np.uint32): "planes32"}

# Characters that mean nothing in HTML, JSON or a script, so that no text of them can end one.
ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ!#$%()*+,-./:;=>?@[]^_{"
_DIGITS = np.frombuffer(ALPHABET.encode(), np.uint8)
_BASE = 85
# Two digits in two bytes, the higher one first.
_PAIRS = (
    np.stack([np.repeat(_DIGITS, _BASE), np.tile(_DIGITS, _BASE)], axis=1).view(np.uint16).ravel()
)
_GZIP_HEAD = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
# An empty last block of deflate.
_DEFLATE_END = b"\x03\x00"


class Packed(str):
    """Text of `ALPHABET`: nothing in it needs to be escaped."""

    __slots__ = ()


class _Way(NamedTuple):
    level: int
    strategy: int


# Text repeats itself word by word; numbers do so value by value at best, and looking for more
# takes most of the time and finds less.
_TEXT, _NUMBERS = _Way(6, zlib.Z_DEFAULT_STRATEGY), _Way(1, zlib.Z_RLE)
# Long texts are compressed in a third of the time, and come out a tenth larger.
_LONG_TEXT = _Way(3, zlib.Z_DEFAULT_STRATEGY)
_LONG_BYTES = 100_000
# Columns of bytes that are text, by the end of their name.
TEXT_BYTES = ".bytes"


def pack(columns: Mapping[str, Column]) -> Packed:
    """Return columns as one text.

    Args:
        columns: one-dimensional arrays of int8 … uint32, float32 or float64 by name.

    """
    return _as_text(_layout(columns))


def pack_json(value: object) -> Packed:
    """Return a value as one text of compressed JSON."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    # A lone surrogate can stand in hostile text; it must not stop the export.
    return _as_text([(text.encode("utf-8", errors="replace"), True)])


def smallest_unsigned(values: npt.NDArray[np.integer]) -> npt.NDArray[np.integer]:
    """Return non-negative values in the narrowest unsigned type that holds them."""
    highest = int(values.max(initial=0))
    for dtype in (np.uint8, np.uint16, np.uint32):
        if highest <= np.iinfo(dtype).max:
            return values.astype(dtype)
    return values.astype(np.float64)  # what JavaScript counts in


def smallest_signed(values: npt.NDArray[np.integer]) -> npt.NDArray[np.integer]:
    """Return values in the narrowest signed type that holds them."""
    for dtype in (np.int8, np.int16):
        limits = np.iinfo(dtype)
        if limits.min <= values.min(initial=0) and values.max(initial=0) <= limits.max:
            return values.astype(dtype)
    return values.astype(np.int32)


def zigzag(values: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Return whole numbers as ones from 0 on: 0, -1, 1, -2, 2 become 0, 1, 2, 3, 4."""
    folded: npt.NDArray[np.int64] = (values << 1) ^ (values >> 63)
    return folded


def base85(data: bytes) -> Packed:
    """Return bytes as text of `ALPHABET`: four bytes, the highest first, in five digits each."""
    short = -len(data) % 4
    numbers = np.frombuffer(data + b"\0" * short, ">u4").astype(np.uint32)
    digits = np.empty((len(numbers), 5), np.uint8)
    # Two digits at a time take half as long as one by one.
    for place in (3, 1):
        rest = numbers // len(_PAIRS)
        pairs = _PAIRS.take(numbers - rest * len(_PAIRS)).view(np.uint8)
        digits[:, place], digits[:, place + 1] = pairs[::2], pairs[1::2]
        numbers = rest
    digits[:, 0] = _DIGITS.take(numbers)
    return Packed(digits.tobytes()[: digits.size - short], "ascii")


def _layout(columns: Mapping[str, Column]) -> list[tuple[bytes, bool]]:
    """Return the block in pieces, each with whether it is text."""
    header = []
    body: list[tuple[bytes, bool]] = []
    at = 0
    for name, values in columns.items():
        little = np.ascontiguousarray(values, values.dtype.newbyteorder("<"))
        planes = _PLANES.get(values.dtype)
        if planes is not None:
            little = little.view(np.uint8).reshape(len(values), values.itemsize).T
        header.append([name, planes or values.dtype.name, at, len(values)])
        held = little.tobytes()
        held += b"\0" * (-len(held) % _ALIGNMENT)
        at += len(held)
        body.append((held, name.endswith(TEXT_BYTES)))
    described = json.dumps(header, separators=(",", ":")).encode()
    described += b" " * (-(len(described) + 4) % _ALIGNMENT)
    return [(len(described).to_bytes(4, "little") + described, True), *body]


def _as_text(pieces: list[tuple[bytes, bool]]) -> Packed:
    """Return pieces as one gzip stream in base 85; the same bytes give the same text."""
    stream = [_GZIP_HEAD]
    checksum = 0
    for piece, is_text in pieces:
        stream.append(_deflated(piece, is_text=is_text))
        checksum = zlib.crc32(piece, checksum)
    size = sum(len(piece) for piece, _ in pieces) & 0xFFFFFFFF
    stream += [_DEFLATE_END, checksum.to_bytes(4, "little"), size.to_bytes(4, "little")]
    return base85(b"".join(stream))


def _deflated(piece: bytes, *, is_text: bool) -> bytes:
    way = (_LONG_TEXT if len(piece) > _LONG_BYTES else _TEXT) if is_text else _NUMBERS
    packer = zlib.compressobj(way.level, zlib.DEFLATED, -zlib.MAX_WBITS, 9, way.strategy)
    return packer.compress(piece) + packer.flush(zlib.Z_SYNC_FLUSH)
