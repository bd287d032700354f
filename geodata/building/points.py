"""A point that may stand for an area."""

import shapely
from shapely.geometry.base import BaseGeometry

# How closely the inner point is looked for, as a share of the area's width.
_TOLERANCE_SHARE = 0.01


def point_near(area: BaseGeometry, longitude: float, latitude: float) -> tuple[float, float]:
    """Return the position if it lies in the area, else a point of the part nearest to it."""
    wanted = shapely.Point(longitude, latitude)
    if area.covers(wanted):
        return longitude, latitude
    parts = shapely.get_parts(area)
    return representative_point(parts[shapely.distance(parts, wanted).argmin()])


def representative_point(area: BaseGeometry) -> tuple[float, float]:
    """Return (longitude, latitude) of a point well inside the largest part of the area.

    It is the centroid where that lies inside, else the middle of the largest circle that fits.
    """
    largest = max(shapely.get_parts(area), key=lambda part: part.area)
    point = largest.centroid
    if not largest.contains(point):
        west, south, east, north = largest.bounds
        tolerance = min(east - west, north - south) * _TOLERANCE_SHARE
        circle = shapely.maximum_inscribed_circle(largest, tolerance)
        point = shapely.get_point(circle, 0)
    if not largest.contains(point):
        point = shapely.point_on_surface(largest)
    return round(point.x, 5), round(point.y, 5)
