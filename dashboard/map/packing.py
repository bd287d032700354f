"""Typed columns in one compressed block, as the page's script unpacks them.

Layout before compression: the length of the header (uint32, little endian), the header (JSON: a
list of `[name, dtype, offset, count]`), then the columns, each starting at a multiple of eight
bytes after the header so that the browser can lay typed arrays over them without copying. A
dtype of `planes` is uint32 with all lowest bytes first, then all second ones, and so on: numbers
of like size compress better so.
"""

import base64
import gzip
import json
from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

Column = npt.NDArray[np.generic]

_ALIGNMENT = 8
# Above this size compression at the usual level would take longer than building the rest.
_LARGE_BYTES = 4_000_000


def pack(columns: Mapping[str, Column]) -> str:
    """Return columns as one base64 text of gzip.

    Args:
        columns: one-dimensional arrays of int8 … uint32, float32 or float64 by name.

    """
    return compress(_layout(columns))


def pack_json(value: object) -> str:
    """Return a value as base64 text of gzipped JSON."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    # A lone surrogate can stand in hostile text; it must not stop the export.
    return compress(text.encode("utf-8", errors="replace"))


def compress(data: bytes) -> str:
    """Return bytes as base64 text of gzip; the same bytes give the same text."""
    level = 6 if len(data) < _LARGE_BYTES else 1
    return base64.b64encode(gzip.compress(data, level, mtime=0)).decode("ascii")


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


def _layout(columns: Mapping[str, Column]) -> bytes:
    header = []
    body = bytearray()
    for name, values in columns.items():
        body.extend(b"\0" * (-len(body) % _ALIGNMENT))
        little = np.ascontiguousarray(values, values.dtype.newbyteorder("<"))
        in_planes = values.dtype == np.uint32
        header.append([name, "planes" if in_planes else values.dtype.name, len(body), len(values)])
        body.extend((little.view(np.uint8).reshape(-1, 4).T if in_planes else little).tobytes())
    described = json.dumps(header).encode()
    described += b" " * (-(len(described) + 4) % _ALIGNMENT)
    return len(described).to_bytes(4, "little") + described + bytes(body)
