"""Outlines of disputed areas from Natural Earth 1:50m, as the package marble-qt-data holds them.

Marble packs a layer as big-endian numbers: a head (version, number of rings, whether colours
follow), then each ring with its kind, the number of its area and its points in half minutes of arc.
Some points stand in full, with those that follow each as differences from it.
"""

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import shapely
from shapely.geometry.base import BaseGeometry

from geodata.building.units import polygonal
from geodata.errors import UsageError

LAYER: Final = "ne_50m_admin_0_breakaway_disputed_areas.pn2"
_STEPS_PER_DEGREE: Final = 120
_VERSION: Final = 2
# Of the kinds of rings the layer has outlines without holes alone, some of one area together.
_OUTLINE: Final = 2
_SEVERAL: Final = 4
_LEAST_RING: Final = 4


def read_disputed_areas(folder: Path) -> dict[int, BaseGeometry]:
    """Return the areas of the layer by their numbers, in WGS 84 degrees.

    Args:
        folder: where the package was unpacked, or any folder that holds the layer.

    Raises:
        UsageError: the layer is not there, or no such file.

    """
    path = next(folder.rglob(LAYER), None)
    if path is None:
        raise UsageError(f"{folder}: holds no {LAYER}; see tables/SOURCES.md")
    try:
        rings = list(_rings(path.read_bytes()))
    except struct.error as error:
        raise UsageError(f"{path}: not a layer of Marble, or cut short") from error
    parts: dict[int, list[BaseGeometry]] = {}
    for number, points in rings:
        if len(points) >= _LEAST_RING:
            parts.setdefault(number, []).append(shapely.make_valid(shapely.Polygon(points)))
    return {number: polygonal(shapely.union_all(found)) for number, found in parts.items()}


def _rings(content: bytes) -> Iterator[tuple[int, list[tuple[float, float]]]]:
    """Yield the number of the area and the points of each ring."""
    version, areas, coloured = struct.unpack_from(">BIB", content)
    if version != _VERSION or coloured:
        raise UsageError(f"{LAYER}: version {version} is not known")
    at = 6
    for _ in range(areas):
        if at == len(content):
            # The head may count the rings of areas that have several.
            return
        kind, number = struct.unpack_from(">BI", content, at)
        rings = 1
        if kind == _SEVERAL:
            rings, at = content[at + 5], at + 6
        for _ in range(rings):
            kind, _, full = struct.unpack_from(">BII", content, at)
            if kind != _OUTLINE:
                raise UsageError(f"{LAYER}: rings of kind {kind} are not known")
            at, points = _points(content, at + 9, full)
            yield number, points


def _points(content: bytes, at: int, full: int) -> tuple[int, list[tuple[float, float]]]:
    """Return where the ring ends, and its points as longitude and latitude."""
    points = []
    for _ in range(full):
        latitude, longitude, more = struct.unpack_from(">hhh", content, at)
        at += 6
        steps = struct.unpack_from(f">{2 * more}b", content, at)
        at += 2 * more
        points.append((longitude, latitude))
        points += [
            (longitude + east, latitude + north)
            for north, east in zip(steps[::2], steps[1::2], strict=True)
        ]
    degrees = [(east / _STEPS_PER_DEGREE, north / _STEPS_PER_DEGREE) for east, north in points]
    return at, degrees
