"""The sea off a coast: which points lie in it, the waters off a country, a point off a town."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from geodata.boundaries import KM_PER_DEGREE, NEAR_KM, Boundaries
from geodata.sphere import destination, widened

# Directions that are tried around a point.
_BEARINGS: Final = range(0, 360, 10)
_STEP: Final = 10
# Less water than this, in square degrees, lies between islets or where outlines do not quite meet.
_LEAST_WATER: Final = 0.02
# The median line between two coasts is drawn in so many steps, each that share of the one before.
_MEDIAN_STEPS: Final = 10
_MEDIAN_SHARE: Final = 0.8
# Details of the coasts do not count for it, and of the steps' corners nothing is to remain: as a
# share of the distance.
_MEDIAN_DETAIL: Final = 0.03
_MEDIAN_CORNERS: Final = 0.08


@dataclass(frozen=True, slots=True)
class Seaward:
    """A point at sea, seen from the coast."""

    latitude: float
    longitude: float
    arc: float
    """Degrees to either side in which there is sea at the same distance."""


def at_sea(
    boundaries: Boundaries, latitudes: Sequence[float], longitudes: Sequence[float]
) -> npt.NDArray[np.bool_]:
    """Tell of each point whether it lies at sea, some 5 km and more off any coast.

    Lakes and rivers are land here, as they lie within the areas of countries.
    """
    x, y = np.asarray(longitudes, float), np.asarray(latitudes, float)
    points = shapely.points(x, y)
    reach = NEAR_KM / KM_PER_DEGREE
    box = (x.min() - reach, y.min() - reach, x.max() + reach, y.max() + reach)
    sea = np.ones(len(points), dtype=np.bool_)
    for land in boundaries.countries_within(*box):
        sea &= ~shapely.dwithin(land, points, reach)
    return sea


def seaward(boundaries: Boundaries, latitude: float, longitude: float, km: float) -> Seaward | None:
    """Return the point so many km off a coastal place, in the middle of the sea before it.

    None where there is no sea at that distance.
    """
    sea = _sea_around(boundaries, latitude, longitude, km)
    if not sea.any():
        return None
    arc = int(sea.sum()) if sea.all() else _longest_run(sea)[1]
    # With sea on all sides the nearest shore tells which way "off" is.
    near, nearer = sea, km
    while near.all() and nearer > NEAR_KM:
        nearer /= 2
        near = _sea_around(boundaries, latitude, longitude, nearer)
    start, length = _longest_run(near if near.any() else sea)
    bearing = (start + (length - 1) / 2) * _STEP
    return Seaward(*destination(latitude, longitude, bearing, km), arc=arc * _STEP / 2)


def waters_off(
    boundaries: Boundaries, area: BaseGeometry, nearest_km: float, farthest_km: float
) -> BaseGeometry | None:
    """Return the sea between two distances from an area, up to about the median line.

    Beyond that line the coast of another country is nearer. None where the area has no coast.
    """
    around = widened(area, farthest_km)
    shapely.prepare(around)
    inside = area.representative_point()
    lands = [
        land
        for land in boundaries.countries_within(*around.bounds)
        if shapely.intersects(around, land)
    ]
    others = [
        shapely.intersection(land, around) for land in lands if not shapely.intersects(land, inside)
    ]
    water = _nearer(area, others, farthest_km)
    if nearest_km > 0:
        lands.append(widened(area, nearest_km))
    for land in lands:
        water = shapely.difference(water, land)
    parts = shapely.get_parts(water)
    large = parts[shapely.area(parts) >= _LEAST_WATER]
    return shapely.union_all(large) if len(large) else None


def _nearer(area: BaseGeometry, others: Sequence[BaseGeometry], km: float) -> BaseGeometry:
    """Return what lies within a distance of an area and is nearer to it than to the others."""
    if not others:
        return widened(area, km)
    other = shapely.union_all(others)
    far_from_other = shapely.difference(_rough(area, km), _rough(other, km))
    # Nearer to the others only what lies near them, too, has a say.
    beside = shapely.intersection(area, _rough(other, 2 * km))
    if beside.is_empty:
        return far_from_other
    # Within a distance of the one and not of the other, at each of a few distances.
    detail = km / KM_PER_DEGREE * _MEDIAN_DETAIL
    one, other = shapely.simplify(beside, detail), shapely.simplify(other, detail)
    steps = [km * _MEDIAN_SHARE**step for step in range(1, _MEDIAN_STEPS)]
    nearer = [shapely.difference(_rough(one, step), _rough(other, step)) for step in steps]
    stepped = shapely.union_all([far_from_other, *nearer])
    corners = km / KM_PER_DEGREE * _MEDIAN_CORNERS
    filled = shapely.buffer(shapely.buffer(stepped, corners, join_style="mitre"), -2 * corners)
    return shapely.buffer(filled, corners)


def _rough(shape: BaseGeometry, km: float) -> BaseGeometry:
    return widened(shape, km, quarter_segments=3)


def _sea_around(
    boundaries: Boundaries, latitude: float, longitude: float, km: float
) -> npt.NDArray[np.bool_]:
    """Tell of each direction whether there is sea at that distance."""
    points = [destination(latitude, longitude, bearing, km) for bearing in _BEARINGS]
    return at_sea(boundaries, [lat for lat, _ in points], [lon for _, lon in points])


def _longest_run(sea: npt.NDArray[np.bool_]) -> tuple[int, int]:
    """Return where the longest run of true values on a circle begins, and its length."""
    twice = np.concatenate([[False], sea, sea, [False]])
    changes = np.flatnonzero(np.diff(twice))
    starts, ends = changes[::2], changes[1::2]
    longest = int(np.argmax(ends - starts))
    return int(starts[longest]), min(int(ends[longest] - starts[longest]), len(sea))
