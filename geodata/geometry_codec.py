"""Geometries as small bytes: differences of whole coordinates, compressed one geometry at a time.

Coordinates are whole numbers of 1e-5 degrees. What is decoded equals what was encoded, to the bit,
when its coordinates were such multiples; so neighbours go on sharing the vertices of their border.
"""

import zlib
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import GeometryType
from shapely.geometry.base import BaseGeometry

COORDINATE_SCALE: Final = 100_000
_COMPRESSION: Final = 9
# The counts before the coordinates: geometry type, number of coordinates, then each level of
# offsets with its length.
_INTEGER: Final = np.dtype("<i4")


def encode(geometry: BaseGeometry) -> bytes:
    """Return the bytes of a point, line or polygon, or of several of a kind."""
    kind, coordinates, offsets = shapely.to_ragged_array([geometry])
    whole = np.round(coordinates[:, :2] * COORDINATE_SCALE).astype(np.int64)
    steps = np.diff(whole, axis=0, prepend=0)
    # Small numbers of either sign become small positive ones, whose high bytes are zero; the bytes
    # of the same rank stand together, which compresses best.
    folded = ((steps << 1) ^ (steps >> 63)).astype(np.uint32)
    head = [int(kind), len(whole)]
    for level in offsets:
        head += [len(level), *level.tolist()]
    numbers = np.array([len(head), *head], dtype=_INTEGER)
    shuffled = folded.T.astype("<u4").reshape(-1).view(np.uint8).reshape(-1, 4).T
    return zlib.compress(numbers.tobytes() + shuffled.tobytes(), _COMPRESSION)


def decode(encoded: bytes | memoryview) -> BaseGeometry:
    """Return the geometry of the bytes that `encode` made."""
    content = zlib.decompress(encoded)
    head_length = int(np.frombuffer(content, _INTEGER, 1)[0])
    head = np.frombuffer(content, _INTEGER, head_length, offset=4)
    kind, count = GeometryType(int(head[0])), int(head[1])
    offsets = _offsets(head[2:])
    body = np.frombuffer(content, np.uint8, offset=4 * (head_length + 1))
    folded = body.reshape(4, -1).T.copy().view("<u4").reshape(2, count).astype(np.int64)
    steps = (folded >> 1) ^ -(folded & 1)
    coordinates = np.ascontiguousarray(np.cumsum(steps, axis=1).T) / COORDINATE_SCALE
    geometries = shapely.from_ragged_array(kind, coordinates, offsets or None)
    geometry: BaseGeometry = geometries[0]
    return geometry


def _offsets(numbers: NDArray[np.int32]) -> tuple[NDArray[np.int64], ...]:
    levels = []
    while len(numbers):
        length = int(numbers[0])
        levels.append(numbers[1 : length + 1].astype(np.int64))
        numbers = numbers[length + 1 :]
    return tuple(levels)
