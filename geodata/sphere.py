"""Distances, directions and surroundings on the earth, taken as a sphere; all angles in degrees."""

import math
from itertools import pairwise
from typing import Final

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geodata.boundaries import KM_PER_DEGREE

_EARTH_RADIUS_KM: Final = KM_PER_DEGREE * 180 / math.pi
# Shapes are widened in bands of latitude, within which a degree of longitude is about as wide.
_BAND_DEGREES: Final = 10.0
# What surrounds a shape shows none of its details smaller than this share of the distance.
_DETAIL: Final = 0.12
# Sides of the polygon that stands for a quarter of a circle.
_QUARTER_SEGMENTS: Final = 8
# Near the poles a degree of longitude has no width to divide by.
_LEAST_NARROWING: Final = 0.05
_WORLD: Final = (-180.0, -90.0, 180.0, 90.0)


def destination(
    latitude: float, longitude: float, bearing: float, km: float
) -> tuple[float, float]:
    """Return latitude and longitude of the point that lies so far off on a great circle.

    Args:
        latitude: of the point to start from.
        longitude: of the same.
        bearing: clockwise from north.
        km: how far to go.

    """
    angle, course = km / _EARTH_RADIUS_KM, math.radians(bearing)
    start_latitude, start_longitude = math.radians(latitude), math.radians(longitude)
    end_latitude = math.asin(
        math.sin(start_latitude) * math.cos(angle)
        + math.cos(start_latitude) * math.sin(angle) * math.cos(course)
    )
    end_longitude = start_longitude + math.atan2(
        math.sin(course) * math.sin(angle) * math.cos(start_latitude),
        math.cos(angle) - math.sin(start_latitude) * math.sin(end_latitude),
    )
    return math.degrees(end_latitude), (math.degrees(end_longitude) + 540) % 360 - 180


def distance_between(
    latitude: float, longitude: float, other_latitude: float, other_longitude: float
) -> float:
    """Return the distance of two points along a great circle, in km."""
    one, other = math.radians(latitude), math.radians(other_latitude)
    turn = math.radians(other_longitude - longitude)
    chord = (
        math.sin((other - one) / 2) ** 2 + math.cos(one) * math.cos(other) * math.sin(turn / 2) ** 2
    )
    return 2 * _EARTH_RADIUS_KM * math.asin(min(1.0, math.sqrt(chord)))


def bearing_to(
    latitude: float, longitude: float, other_latitude: float, other_longitude: float
) -> float:
    """Return the direction, clockwise from north, in which another point lies (0 to 360)."""
    one, other = math.radians(latitude), math.radians(other_latitude)
    turn = math.radians(other_longitude - longitude)
    east = math.sin(turn) * math.cos(other)
    north = math.cos(one) * math.sin(other) - math.sin(one) * math.cos(other) * math.cos(turn)
    return math.degrees(math.atan2(east, north)) % 360


def widened(
    shape: BaseGeometry, km: float, *, quarter_segments: int = _QUARTER_SEGMENTS
) -> BaseGeometry:
    """Return the area within so many km of a shape, the shape included, in WGS 84 degrees.

    Good to some 10 %: details much smaller than the distance are left out, and the area ends where
    the map does, at 180 degrees and at the poles.

    Args:
        shape: in WGS 84 degrees.
        km: how far around it.
        quarter_segments: sides of the polygon that stands for a quarter of a circle.

    """
    _west, south, _east, north = shape.bounds
    bands = [shape]
    if north - south > _BAND_DEGREES:
        edges = np.linspace(south, north, math.ceil((north - south) / _BAND_DEGREES) + 1)
        bands = [shapely.clip_by_rect(shape, -180, low, 180, high) for low, high in pairwise(edges)]
    areas = [_widened_band(band, km, quarter_segments) for band in bands if not band.is_empty]
    return shapely.clip_by_rect(shapely.union_all(areas), *_WORLD)


def _widened_band(shape: BaseGeometry, km: float, quarter_segments: int) -> BaseGeometry:
    _west, south, _east, north = shape.bounds
    narrowing = max(math.cos(math.radians((south + north) / 2)), _LEAST_NARROWING)
    degrees = km / KM_PER_DEGREE
    flat = shapely.transform(shape, lambda points: points * (narrowing, 1.0))
    parts = shapely.get_parts(flat)
    simpler = shapely.simplify(parts, degrees * _DETAIL, preserve_topology=False)
    # What is smaller than that, an islet, would be gone.
    simpler = np.where(shapely.is_empty(simpler), shapely.convex_hull(parts), simpler)
    area = shapely.union_all(shapely.buffer(simpler, degrees, quad_segs=quarter_segments))
    return shapely.transform(area, lambda points: points / (narrowing, 1.0))
