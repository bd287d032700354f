"""The projection that an area is best shown in, by its size and where it lies.

Equal-area ones from a country upwards, for a map of incidents is read for how dense they are;
conformal ones for a town and its surroundings, and around the poles. After Snyder (1987) and
Šavrič, Jenny and Jenny's Projection Wizard (2016).
"""

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pyproj

Floats = npt.NDArray[np.float64]

_EARTH_KM: Final = 6371.0
_WORLD_KM: Final = 14_000
_CONTINENT_KM: Final = 6_000
_LOCAL_KM: Final = 900
_POLAR_LATITUDE: Final = 68.0
_TROPICAL_LATITUDE: Final = 15.0
# A conic suits an area that is so much wider than it is high.
_WIDE: Final = 1.15
# Standard parallels lie so far into the area from its edges.
_STANDARD_SHARE: Final = 1 / 6


@dataclass(frozen=True)
class Projection:
    """A projection with its centre.

    Attributes:
        name: as the map names it, with its parameters.
        definition: for PROJ.
        longitude: of the centre, degrees.
        latitude: of the centre, degrees.
        world: whether the whole earth is shown, cut opposite the centre.

    """

    name: str
    definition: str
    longitude: float
    latitude: float
    world: bool = False

    def forward(self, longitude: npt.ArrayLike, latitude: npt.ArrayLike) -> tuple[Floats, Floats]:
        """Return x and y in metres; infinite where the projection has no place for a point."""
        x, y = self._transformer.transform(
            np.asarray(longitude, np.float64), np.asarray(latitude, np.float64)
        )
        return np.asarray(x, np.float64), np.asarray(y, np.float64)

    def inverse(self, x: npt.ArrayLike, y: npt.ArrayLike) -> tuple[Floats, Floats]:
        """Return longitude and latitude; infinite where no point of the earth lies."""
        longitude, latitude = self._transformer.transform(
            np.asarray(x, np.float64), np.asarray(y, np.float64), direction="INVERSE"
        )
        return np.asarray(longitude, np.float64), np.asarray(latitude, np.float64)

    def convergence(self, longitude: float, latitude: float) -> float:
        """Return by how many degrees north at a place points to the right of straight up."""
        x, y = self.forward([longitude] * 2, [latitude - 1e-3, latitude + 1e-3])
        return math.degrees(math.atan2(float(x[1] - x[0]), float(y[1] - y[0])))

    @cached_property
    def _transformer(self) -> Any:  # noqa: ANN401 - pyproj ships no types we use
        return pyproj.Transformer.from_crs(
            "+proj=longlat +datum=WGS84", self.definition, always_xy=True
        )


def projection_for(bounds: tuple[float, float, float, float]) -> Projection:
    """Return the projection for an area.

    Args:
        bounds: west, south, east, north in degrees; east may be above 180.

    """
    west, south, east, north = bounds
    longitude, latitude = (west + east) / 2, (south + north) / 2
    longitude = (longitude + 180) % 360 - 180
    height = math.radians(north - south) * _EARTH_KM
    narrowing = math.cos(math.radians(0.0 if south < 0 < north else min(abs(south), abs(north))))
    width = math.radians(min(east - west, 360)) * _EARTH_KM * narrowing
    diagonal = math.hypot(width, height)
    half_around = 180
    if (
        max(abs(south), abs(north)) > _POLAR_LATITUDE
        and (min(abs(south), abs(north)) > _POLAR_LATITUDE / 2 and south * north > 0)
        and (abs(latitude) > _POLAR_LATITUDE or east - west > half_around)
    ):
        return _polar(latitude, longitude if east - west <= half_around else 0.0)
    if diagonal > _WORLD_KM or east - west > half_around:
        return _named("Equal Earth", "eqearth", 0.0 if east - west > 350 else longitude, world=True)  # noqa: PLR2004 - all around, nearly
    return _regional(longitude, latitude, (south, north), width, height)


def _regional(
    longitude: float, latitude: float, reach: tuple[float, float], width: float, height: float
) -> Projection:
    south, north = reach
    conic = abs(latitude) > _TROPICAL_LATITUDE and south * north > 0
    inset = (north - south) * _STANDARD_SHARE
    parallels = (south + inset, north - inset)
    if math.hypot(width, height) <= _LOCAL_KM:
        if conic:
            return _conic("Lambert conformal conic", "lcc", longitude, latitude, parallels)
        return _centred("Transverse Mercator", "tmerc", longitude, latitude)
    if conic and width > height * _WIDE and math.hypot(width, height) <= _CONTINENT_KM * 1.5:
        return _conic("Albers equal-area conic", "aea", longitude, latitude, parallels)
    return _centred("Lambert azimuthal equal-area", "laea", longitude, latitude)


def _polar(latitude: float, longitude: float) -> Projection:
    pole = 90 if latitude > 0 else -90
    return Projection(
        f"Polar stereographic, central meridian {_degrees(longitude, 'EW')}",
        f"+proj=stere +lat_0={pole} +lat_ts={pole * 71 / 90:.0f} +lon_0={longitude:.4f} "
        "+datum=WGS84",
        longitude,
        float(pole),
    )


def _named(name: str, code: str, longitude: float, *, world: bool) -> Projection:
    longitude = round(longitude)
    return Projection(
        f"{name}, central meridian {_degrees(longitude, 'EW')}",
        f"+proj={code} +lon_0={longitude} +datum=WGS84",
        float(longitude),
        0.0,
        world,
    )


def _centred(name: str, code: str, longitude: float, latitude: float) -> Projection:
    longitude, latitude = round(longitude, 1), round(latitude, 1)
    return Projection(
        f"{name}, centre {_degrees(latitude, 'NS')} {_degrees(longitude, 'EW')}",
        f"+proj={code} +lat_0={latitude} +lon_0={longitude} +datum=WGS84",
        longitude,
        latitude,
    )


def _conic(
    name: str, code: str, longitude: float, latitude: float, parallels: tuple[float, float]
) -> Projection:
    longitude, latitude = round(longitude, 1), round(latitude, 1)
    first, second = (round(one, 1) for one in parallels)
    return Projection(
        f"{name}, central meridian {_degrees(longitude, 'EW')}, "
        f"standard parallels {_degrees(first, 'NS')} and {_degrees(second, 'NS')}",
        f"+proj={code} +lat_0={latitude} +lon_0={longitude} +lat_1={first} +lat_2={second} "
        "+datum=WGS84",
        longitude,
        latitude,
    )


def _degrees(value: float, sides: str) -> str:
    side = "" if value == 0 else f"\u2009{sides[0] if value > 0 else sides[1]}"
    return f"{abs(value):g}°{side}"
