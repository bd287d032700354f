"""How large a place is: how exactly an event is known that happened "there"."""

import math
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import shapely

from geodata.boundaries import Boundaries, line_length_km
from geodata.gazetteer import Place
from geodata.vocabulary import LocationPrecision

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

# By the beginning of the GeoNames feature code, the longest first.
_PRECISIONS: Final = {
    "X.BORDER": LocationPrecision.BORDER,
    "A.PCL": LocationPrecision.COUNTRY,
    "A.ADM1": LocationPrecision.PROVINCE,
    "A.ADM": LocationPrecision.DISTRICT,
    "P.": LocationPrecision.TOWN,
    "S.": LocationPrecision.EXACT,
    "T.PASS": LocationPrecision.EXACT,
}

# People a square kilometre in a large town: radius follows from population.
_TOWN_DENSITY: Final = 3000.0
# A village's fields and outskirts are called by its name.
_LEAST_TOWN_KM: Final = 2.0
# Where the shape of an area is not known: the middle of what such areas measure.
_TYPICAL_KM: Final = {
    LocationPrecision.EXACT: 2.0,
    LocationPrecision.DISTRICT: 20.0,
    LocationPrecision.PROVINCE: 75.0,
    LocationPrecision.REGION: 100.0,
    LocationPrecision.COUNTRY: 300.0,
    LocationPrecision.BORDER: 300.0,
}
_KM_PER_DEGREE: Final = 111.2
# What may lie further off than this is no longer in one district.
_DISTRICT_KM: Final = 40.0


def precision_of(place: Place) -> LocationPrecision:
    """Return how exactly a place is known by its name, from what it is."""
    if place.place_id.startswith("border:"):
        return LocationPrecision.BORDER
    feature = place.feature
    for start, precision in _PRECISIONS.items():
        if feature.startswith(start):
            return precision
    return LocationPrecision.REGION


def precision_within(radius_km: float) -> LocationPrecision:
    """Return how exactly a place is known that is told to lie within so many km of a point."""
    if radius_km <= _DISTRICT_KM:
        return LocationPrecision.DISTRICT
    return LocationPrecision.REGION


def radius_of(place: Place, boundaries: Boundaries) -> float:
    """Return how far from its point an event "in" the place may have been, in km."""
    precision = precision_of(place)
    if precision is LocationPrecision.TOWN:
        by_people = math.sqrt(max(place.population, 0) / (math.pi * _TOWN_DENSITY))
        return round(max(_LEAST_TOWN_KM, by_people), 1)
    measured = _shape_radius(boundaries, place.place_id)
    return round(measured or _TYPICAL_KM[precision], 1)


@lru_cache(maxsize=4096)
def _shape_radius(boundaries: Boundaries, place_id: str) -> float | None:
    if (area := boundaries.area(place_id)) is not None:
        return area_radius(area)
    if (line := boundaries.line(place_id)) is not None:
        return line_length_km(line) / 2
    return None


def middle_of(area: "BaseGeometry") -> tuple[float, float]:
    """Return latitude and longitude of a point in an area that stands for it."""
    centre = area.centroid
    point = centre if shapely.intersects(area, centre) else area.representative_point()
    return float(point.y), float(point.x)


def area_radius(area: "BaseGeometry") -> float:
    """Return the radius in km of a circle as large as the area."""
    _west, south, _east, north = area.bounds
    narrowing = math.cos(math.radians((south + north) / 2))
    return math.sqrt(area.area * narrowing / math.pi) * _KM_PER_DEGREE
