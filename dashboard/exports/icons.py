"""Symbols as small pictures (PNG), drawn from their outlines."""

import math
import struct
import zlib
from typing import Any, Final

import numpy as np
import shapely
from shapely.geometry import Polygon

from dashboard.exports.symbols import Symbol

_SIZE: Final = 48
# Dots a pixel is the mean of, along each side.
_FINE: Final = 4
# A white rim keeps symbols apart from a dark ground; of the symbol's width.
_RIM: Final = 0.09


def icon(symbol: Symbol) -> bytes:
    """Return a symbol as PNG: its shape in its colour, with a white rim, on nothing."""
    outline = _outline(symbol.marker)
    inner, outer = _share(outline), _share(outline.buffer(_RIM))
    with np.errstate(invalid="ignore"):
        mix = np.where(outer > 0, inner / outer, 0)[..., None]
    colour = np.array(symbol.rgb) * mix + 255 * (1 - mix)
    pixels = np.concatenate([colour, 255 * outer[..., None]], axis=2)
    return _png(np.rint(pixels).astype(np.uint8))


def _outline(marker: str) -> Any:  # noqa: ANN401 - shapely ships no types
    if marker == "circle":
        return shapely.Point(0, 0).buffer(0.8)
    if marker == "cross_fill":
        return shapely.union(
            shapely.box(-0.85, -0.3, 0.85, 0.3), shapely.box(-0.3, -0.85, 0.3, 0.85)
        )
    if marker == "star":
        return _regular(10, 0.85, 0.4)
    corners = {"triangle": 3, "diamond": 4, "square": 4, "pentagon": 5, "hexagon": 6}[marker]
    turned = math.pi / 4 if marker == "square" else 0
    return _regular(corners, 0.85, 0.85, turned)


def _regular(corners: int, outer: float, inner: float, turned: float = 0) -> Polygon:
    return Polygon(
        [
            (radius * math.sin(angle), radius * math.cos(angle))
            for corner in range(corners)
            for radius in [inner if corner % 2 else outer]
            for angle in [turned + 2 * math.pi * corner / corners]
        ]
    )


def _share(outline: Any) -> Any:  # noqa: ANN401 - arrays of NumPy
    """Return how much of each pixel a shape covers."""
    steps = (np.arange(_SIZE * _FINE) + 0.5) / (_SIZE * _FINE) * 2 - 1
    x, y = np.meshgrid(steps, -steps)
    shapely.prepare(outline)
    inside = shapely.contains_xy(outline, x, y).reshape(_SIZE, _FINE, _SIZE, _FINE)
    return inside.mean(axis=(1, 3))


def _png(pixels: Any) -> bytes:  # noqa: ANN401 - an array of bytes
    height, width, _ = pixels.shape
    rows = b"".join(b"\0" + row.tobytes() for row in pixels)
    header = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(content))
        + kind
        + content
        + struct.pack(">I", zlib.crc32(kind + content))
        for kind, content in chunks
    )
