"""Simplified areas and the borders that they share.

All areas are unions of the same units, and all units are simplified together, so that countries,
divisions and borders fit each other exactly at every vertex.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geodata.building.units import GRID_DEGREES, Unit, polygonal

# About 500 m: finer than a map of a country shows, and half the vertices of the source.
SIMPLIFY_DEGREES = 0.005

Pair = tuple[int, int]


def simplified(units: Sequence[Unit]) -> list[BaseGeometry]:
    """Return the units' polygons, simplified as one coverage and valid."""
    geometries = shapely.coverage_simplify([unit.geometry for unit in units], SIMPLIFY_DEGREES)
    return [
        geometry if geometry.is_valid else polygonal(shapely.make_valid(geometry))
        for geometry in geometries
    ]


def union(geometries: Iterable[BaseGeometry]) -> BaseGeometry:
    """Return the union of polygons that share their borders, valid."""
    parts = list(geometries)
    whole = parts[0] if len(parts) == 1 else shapely.coverage_union_all(parts)
    if not whole.is_valid:
        whole = shapely.unary_union([shapely.make_valid(part) for part in parts])
    return polygonal(whole)


def shared_edges(geometries: Sequence[BaseGeometry]) -> dict[Pair, NDArray[np.int64]]:
    """Return the segments that two polygons have in common, by the pair of their indexes.

    A segment is (x, y, x, y) in grid steps. Neighbours share vertices exactly, so equal segments
    are looked for, and nothing is intersected.
    """
    segments, owner = _segments(geometries)
    order = np.lexsort(segments.T)
    segments, owner = segments[order], owner[order]
    same = (segments[1:] == segments[:-1]).all(axis=1) & (owner[1:] != owner[:-1])
    found: dict[Pair, list[NDArray[np.int64]]] = defaultdict(list)
    for index in np.flatnonzero(same):
        first, second = sorted((int(owner[index]), int(owner[index + 1])))
        found[first, second].append(segments[index])
    return {pair: np.array(rows) for pair, rows in found.items()}


def border_line(
    edges: Mapping[Pair, NDArray[np.int64]], first: set[int], second: set[int]
) -> BaseGeometry | None:
    """Return the line between two groups of units, or None where they do not meet."""
    rows = [
        segments
        for (one, other), segments in edges.items()
        if (one in first and other in second) or (one in second and other in first)
    ]
    return _line(rows) if rows else None


def country_borders(
    edges: Mapping[Pair, NDArray[np.int64]], country: Sequence[str | None]
) -> dict[tuple[str, str], BaseGeometry]:
    """Return the line that each two neighbouring countries share.

    Args:
        edges: what `shared_edges` returns.
        country: code of the country of each unit, None where there is none.

    """
    rows: dict[tuple[str, str], list[NDArray[np.int64]]] = defaultdict(list)
    for (one, other), segments in edges.items():
        first, second = country[one], country[other]
        if first and second and first != second:
            rows[min(first, second), max(first, second)].append(segments)
    return {pair: _line(segments) for pair, segments in sorted(rows.items())}


def _line(rows: Sequence[NDArray[np.int64]]) -> BaseGeometry:
    points = np.concatenate(rows).reshape(-1, 2, 2) / round(1 / GRID_DEGREES)
    return shapely.line_merge(shapely.multilinestrings(shapely.linestrings(points)))


def _segments(
    geometries: Sequence[BaseGeometry],
) -> tuple[NDArray[np.int64], NDArray[np.intp]]:
    """Return the segments of all rings, from lesser to greater end, and their owners."""
    polygons, polygon_owner = shapely.get_parts(geometries, return_index=True)
    rings, ring_polygon = shapely.get_rings(polygons, return_index=True)
    points, ring = shapely.get_coordinates(rings, return_index=True)
    whole = np.round(points / GRID_DEGREES).astype(np.int64)
    inside = ring[1:] == ring[:-1]
    starts, ends = whole[:-1][inside], whole[1:][inside]
    owner = polygon_owner[ring_polygon[ring[:-1][inside]]]
    backwards = (starts[:, 0] > ends[:, 0]) | (
        (starts[:, 0] == ends[:, 0]) & (starts[:, 1] > ends[:, 1])
    )
    starts[backwards], ends[backwards] = ends[backwards], starts[backwards].copy()
    return np.hstack([starts, ends]), owner
