"""Points moved off the places where they are, for maps that must not lead anybody there.

How far and which way is drawn from a keyed hash of the place: the same in every export of a store,
and to be undone by nobody without the store's key. The place is hashed and not the incident: moved
one by one, many incidents of one town would form a disc, and its middle be the town. The distance
asked for is hashed with it, so that two exports with different distances do not add up to the
place. A moved point stays in its division, or in its country where the division is too small.

What names the place goes with it: its name and id, quotes, and titles and addresses of reports.
"""

import hashlib
import hmac
import math
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geodata.boundaries import KM_PER_DEGREE, Boundaries
from geodata.errors import UsageError
from geodata.masks import Mask
from geodata.vocabulary import LocationPrecision

# A point is moved by a tenth of the distance at least: hardly moved at all it would stay readable.
LEAST_SHARE: Final = 0.1
MOST_KM: Final = 200.0
# Draws before the division, and then the country, is given up.
_DRAWS: Final = 24
_LEAST_NARROWING: Final = 0.05


@dataclass(frozen=True, slots=True)
class Displacement:
    """How points are moved.

    Attributes:
        km: how far at most.
        key: of the store; whoever has it can move points back.

    """

    km: float
    key: bytes

    def __post_init__(self) -> None:
        if not 0 < self.km <= MOST_KM:
            raise UsageError(f"points can be moved by more than 0 and up to {MOST_KM:g} km")

    def __repr__(self) -> str:
        return f"Displacement(km={self.km!r})"


def displaced(
    incidents: gpd.GeoDataFrame, displacement: Displacement, boundaries: Path | None = None
) -> tuple[gpd.GeoDataFrame, Mask]:
    """Return incidents with what is smaller than the distance moved, and which rows those are.

    Args:
        incidents: the rows; they are left as they are.
        displacement: how far.
        boundaries: another boundary file than the program's own.

    Returns:
        The rows: moved ones are points with the `radius_km` inside which the place lies, and name
        their division as their place. Then the mask of the moved ones.

    """
    moved = _small(incidents, displacement.km)
    result = incidents.copy()
    if not moved.any():
        return result, moved
    rows = np.flatnonzero(moved)
    centres = shapely.centroid(incidents.geometry.to_numpy()[rows])
    with Boundaries.open(boundaries) as opened:
        places: dict[tuple[float, float], tuple[float, float]] = {}
        for point in zip(shapely.get_x(centres), shapely.get_y(centres), strict=True):
            if point not in places:
                places[point] = _moved(point, displacement, opened)
        points = [
            places[point]
            for point in zip(shapely.get_x(centres), shapely.get_y(centres), strict=True)
        ]
    geometries = incidents.geometry.to_numpy().copy()
    geometries[rows] = shapely.points(np.array(points))
    result = result.set_geometry(gpd.GeoSeries(geometries, index=result.index, crs=result.crs))
    _forget_places(result, moved, displacement.km)
    return result, moved


def _small(incidents: gpd.GeoDataFrame, km: float) -> Mask:
    """Return which rows show a place more exactly than the distance does."""
    geometries = incidents.geometry.to_numpy()
    west, south, east, north = shapely.bounds(geometries).T
    with np.errstate(invalid="ignore"):
        narrow = np.maximum(np.cos(np.radians((south + north) / 2)), _LEAST_NARROWING)
        reach = np.hypot((east - west) * narrow, north - south) * KM_PER_DEGREE / 2
        small: Mask = reach < km
    return small


def _forget_places(result: gpd.GeoDataFrame, moved: Mask, km: float) -> None:
    """Leave of the places of moved rows only division and country."""
    radius = result["radius_km"].fillna(0.0).to_numpy(dtype=float)
    result["radius_km"] = np.where(moved, radius + km, result["radius_km"].to_numpy(dtype=float))
    result["place_name"] = result["place_name"].mask(moved, result["admin1"])
    result["place_id"] = result["place_id"].mask(moved)
    # A spokesman's town, a commander's district: who tells can tell where.
    result["claimant"] = result["claimant"].mask(moved)
    exact = result["location_precision"].isin([LocationPrecision.EXACT, LocationPrecision.TOWN])
    result.loc[moved & exact.to_numpy(dtype=bool), "location_precision"] = str(
        LocationPrecision.DISTRICT
    )
    result["report_ids"] = pd.Series(
        [[] if gone else ids for ids, gone in zip(result["report_ids"], moved, strict=True)],
        index=result.index,
        dtype=object,
    )


def _moved(
    point: tuple[float, float], displacement: Displacement, boundaries: Boundaries
) -> tuple[float, float]:
    """Return where a point is moved to, longitude and latitude in degrees."""
    home = boundaries.locate(*point)
    draws = [_draw(point, displacement, number) for number in range(_DRAWS)]
    if home is None:
        return draws[0]
    located = [boundaries.locate(*draw) for draw in draws]
    for draw, found in zip(draws, located, strict=True):
        if found is not None and found.admin1_id == home.admin1_id:
            return draw
    for draw, found in zip(draws, located, strict=True):
        if found is not None and found.iso3 == home.iso3:
            return draw
    return draws[0]


def _draw(
    point: tuple[float, float], displacement: Displacement, number: int
) -> tuple[float, float]:
    """Return one of the places a point may be moved to: any in the ring is as likely."""
    lon, lat = point
    said = struct.pack("<dddI", round(lon, 5), round(lat, 5), displacement.km, number)
    digest = hmac.new(displacement.key, b"displacement" + said, hashlib.sha256).digest()
    first, second = (part / 2**64 for part in struct.unpack("<QQ", digest[:16]))
    share = math.sqrt(LEAST_SHARE**2 + first * (1 - LEAST_SHARE**2))
    # A little less than asked for: rounding must not carry a point beyond.
    degrees = 0.999 * share * displacement.km / KM_PER_DEGREE
    angle = 2 * math.pi * second
    north = max(-89.9, min(89.9, lat + degrees * math.sin(angle)))
    narrow = max(math.cos(math.radians((lat + north) / 2)), _LEAST_NARROWING)
    east = lon + degrees * math.cos(angle) / narrow
    return _rounded((east + 180) % 360 - 180), _rounded(north)


def _rounded(degrees: float) -> float:
    # Four decimals are 11 m: more would pretend that the point is exact.
    return round(degrees, 4)


def masked_texts(claims: pd.DataFrame, moved_ids: "pd.Series[Any]") -> pd.DataFrame:
    """Return claims of which those of moved incidents keep their numbers and lose their words."""
    moved = claims["incident_id"].isin(moved_ids).to_numpy(dtype=bool)
    if not moved.any():
        return claims
    result = claims.copy()
    result["quote"] = result["quote"].mask(moved, "")
    result["claimant"] = result["claimant"].mask(moved)
    for name in ("start", "end"):
        result[name] = result[name].mask(moved, 0)
    return result
