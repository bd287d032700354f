"""Where areas meet: the line between two, the point of three, and the land along a border."""

from collections.abc import Iterable
from itertools import combinations
from typing import Final

import shapely
from shapely.geometry import Point
from shapely.geometry.base import BaseGeometry

from geodata.boundaries import Boundaries
from geodata.sphere import widened

# Outlines that meet share their vertices; a tripoint lies on all of its three lines, to a metre.
_SAME_POINT_DEGREES: Final = 1e-5


def common_line(one: BaseGeometry, other: BaseGeometry) -> BaseGeometry | None:
    """Return the line along which two areas of the boundaries meet, side by side; else None."""
    if shapely.intersects(other, one.representative_point()):
        return None
    if shapely.intersects(one, other.representative_point()):
        return None
    shared = shapely.intersection(shapely.boundary(one), shapely.boundary(other))
    lines = [part for part in shapely.get_parts(shared) if part.length > 0]
    return shapely.line_merge(shapely.multilinestrings(lines)) if lines else None


def tripoint(boundaries: Boundaries, countries: Iterable[str]) -> Point | None:
    """Return the point at which the borders of three countries (ISO 3166 alpha-3) meet."""
    lines = [boundaries.border(*pair) for pair in combinations(sorted(countries), 2)]
    first, second, third = lines
    if first is None or second is None or third is None:
        return None
    for point in shapely.get_parts(shapely.intersection(first, second)):
        if shapely.dwithin(point, third, _SAME_POINT_DEGREES):
            return Point(shapely.get_coordinates(point)[0])
    return None


def land_border(boundaries: Boundaries, iso3: str) -> BaseGeometry | None:
    """Return all borders of a country with its neighbours as one shape, or None for an island."""
    lines = [
        boundaries.line(place_id)
        for place_id in boundaries.place_ids("border")
        if iso3 in place_id.removeprefix("border:").split("-")
    ]
    known = [line for line in lines if line is not None]
    return shapely.union_all(known) if known else None


def borderland(line: BaseGeometry, km: float, country: BaseGeometry | None = None) -> BaseGeometry:
    """Return the land within so many km of a border: on both sides, or within one country."""
    strip = widened(line, km)
    return strip if country is None else shapely.intersection(strip, country)
