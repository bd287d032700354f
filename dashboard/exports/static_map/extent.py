"""Where on the earth a map looks, and how that comes to lie in a box on the page."""

import math
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import shapely

from dashboard.exports.static_map.projection import Projection, projection_for
from dashboard.map.mercator import seam

Floats = npt.NDArray[np.float64]
Box = tuple[float, float, float, float]

# Around what is shown, as a share of it.
_MARGIN: Final = 0.07
# No map shows less than this, in metres: a single point has no extent of its own.
_LEAST_METRES: Final = 260_000.0
_WORLD_SOUTH, _WORLD_NORTH = -58.0, 84.0
_HALF_AROUND: Final = 180.0
_GRID: Final = 33
_STEP_DEGREES: Final = 5.0
_WINDOW_MARGIN: Final = 0.05


@dataclass(frozen=True, slots=True)
class Extent:
    """What is to be shown, in a projection.

    Attributes:
        projection: it.
        bounds: left, bottom, right, top in metres.

    """

    projection: Projection
    bounds: Box

    @property
    def wide(self) -> bool:
        """Whether it is wider than high."""
        left, bottom, right, top = self.bounds
        return right - left > (top - bottom) * 1.05


@dataclass(frozen=True)
class Frame:
    """A box on the page with a map in it; x and y are millimetres from its lower left corner.

    Attributes:
        projection: of the map.
        width: of the box, mm.
        height: of the box, mm.
        scale: millimetres on paper a metre of the projection.
        left: x in metres of the box's left edge.
        bottom: y in metres of its lower edge.

    """

    projection: Projection
    width: float
    height: float
    scale: float
    left: float
    bottom: float

    @classmethod
    def around(cls, extent: Extent, width: float, height: float) -> "Frame":
        """Return the frame of a size in which the whole extent is seen, as large as possible."""
        left, bottom, right, top = extent.bounds
        scale = min(width / (right - left), height / (top - bottom))
        return cls(
            extent.projection,
            width,
            height,
            scale,
            (left + right) / 2 - width / scale / 2,
            (bottom + top) / 2 - height / scale / 2,
        )

    def place(self, longitude: npt.ArrayLike, latitude: npt.ArrayLike) -> tuple[Floats, Floats]:
        """Return where places lie in the box, mm."""
        x, y = self.projection.forward(longitude, latitude)
        return (x - self.left) * self.scale, (y - self.bottom) * self.scale

    def earth(self, x: npt.ArrayLike, y: npt.ArrayLike) -> tuple[Floats, Floats]:
        """Return longitude and latitude of points of the box; infinite off the earth."""
        return self.projection.inverse(
            np.asarray(x, np.float64) / self.scale + self.left,
            np.asarray(y, np.float64) / self.scale + self.bottom,
        )

    def drawn(self, geometries: npt.NDArray[np.object_]) -> npt.NDArray[np.object_]:
        """Return geometries in degrees as they lie in the box."""
        moved: npt.NDArray[np.object_] = shapely.transform(
            geometries, lambda points: np.column_stack(self.place(points[:, 0], points[:, 1]))
        )
        return moved

    def window(self) -> Box:
        """Return west, south, east, north around all that the box shows, degrees.

        West is at most 360 below east; a box with a pole in it goes all around.
        """
        across, up = np.meshgrid(
            np.linspace(0, self.width, _GRID), np.linspace(0, self.height, _GRID)
        )
        longitude, latitude = self.earth(across.ravel(), up.ravel())
        known = np.isfinite(longitude) & np.isfinite(latitude)
        middle = self.projection.longitude
        offset = np.mod(longitude[known] - middle + 180, 360) - 180
        south, north = float(latitude[known].min()), float(latitude[known].max())
        margin = _WINDOW_MARGIN * max(north - south, 1.0)
        if self.projection.world or self._holds_pole():
            west, east = -_HALF_AROUND, _HALF_AROUND
        else:
            west, east = float(offset.min()), float(offset.max())
            aside = _WINDOW_MARGIN * max(east - west, 1.0)
            west, east = max(west - aside, -180.0), min(east + aside, 180.0)
        return (
            middle + west,
            -90.0 if self._holds_pole(-90) else max(south - margin, -90.0),
            middle + east,
            90.0 if self._holds_pole(90) else min(north + margin, 90.0),
        )

    def km_across(self) -> float:
        """Return the width of the box on the earth, about."""
        return self.width / self.scale / 1000

    def _holds_pole(self, *poles: float) -> bool:
        for latitude in poles or (-90.0, 90.0):
            x, y = self.place([self.projection.longitude], [latitude])
            if 0 <= float(x[0]) <= self.width and 0 <= float(y[0]) <= self.height:
                return True
        return False


def extent_of(shown: npt.NDArray[np.object_], bbox: Box | None = None) -> Extent:
    """Return the extent of geometries, or of a box.

    Args:
        shown: geometries in degrees, none empty.
        bbox: west, south, east, north in degrees; west above east crosses the antimeridian.

    """
    if bbox is not None:
        west, south, east, north = bbox
        bounds = (west, south, east if east > west else east + 360, north)
        return _projected(bounds, _outline(bounds), margin=0.0)
    if not len(shown):
        return _world()
    bounds = _bounds(shown)
    if bounds[2] - bounds[0] > _HALF_AROUND and bounds[1] < 60:  # noqa: PLR2004 - not around a pole
        return _world(bounds[0])
    extended = shapely.get_dimensions(shown) > 0
    fine = shapely.segmentize(shown[extended], 2.0)
    points = [shapely.get_coordinates(one) for one in (shown[~extended], fine)]
    return _projected(bounds, np.concatenate(points), _MARGIN)


def _projected(bounds: Box, points: Floats, margin: float) -> Extent:
    projection = projection_for(bounds)
    if projection.world:
        return _world(bounds[0])
    x, y = projection.forward(points[:, 0], points[:, 1])
    known = np.isfinite(x) & np.isfinite(y)
    x, y = x[known], y[known]
    left, right, bottom, top = float(x.min()), float(x.max()), float(y.min()), float(y.max())
    aside = max((right - left) * margin, (_LEAST_METRES - (right - left)) / 2, 1.0)
    above = max((top - bottom) * margin, (_LEAST_METRES * 0.7 - (top - bottom)) / 2, 1.0)
    return Extent(projection, (left - aside, bottom - above, right + aside, top + above))


def _world(west: float = -180.0) -> Extent:
    """Return the whole world, cut at a meridian where nothing lies, if need be."""
    cut_near = abs((west + 180) % 360) < 60 or abs((west + 180) % 360) > 300  # noqa: PLR2004 - the usual cut will do
    middle = 0.0 if cut_near else west + 180
    projection = projection_for((middle - 180, -60.0, middle + 180, 80.0))
    middle = projection.longitude
    edge = 180 - 1e-6
    x, _ = projection.forward([middle - edge, middle + edge], [0.0, 0.0])
    _, y = projection.forward([middle, middle], [_WORLD_SOUTH, _WORLD_NORTH])
    reach = float(x[1]) * 1.01
    return Extent(projection, (-reach, float(y[0]), reach, float(y[1])))


def _bounds(shown: npt.NDArray[np.object_]) -> Box:
    """Return the bounds of geometries, cut where the widest gap between them is."""
    west, south, east, north = shapely.bounds(shown).T
    if float((east - west).max()) >= _HALF_AROUND * 1.5:
        # A country on both sides of the antimeridian has parts that say better where it lies.
        west, south, east, north = shapely.bounds(shapely.get_parts(shown)).T
    # Wide shapes count at their edges and between them.
    wide = np.flatnonzero(east - west > _STEP_DEGREES)
    steps = [
        np.linspace(west[one], east[one], math.ceil((east[one] - west[one]) / _STEP_DEGREES))
        for one in wide
    ]
    across = np.concatenate([west, east, *steps])
    cut = (seam(across / 360 + 0.5) - 0.5) * 360
    placed = np.mod(across - cut, 360) + cut
    return float(placed.min()), float(south.min()), float(placed.max()), float(north.max())


def _outline(bounds: Box) -> Floats:
    edge: Any = shapely.segmentize(shapely.box(*bounds), 1.0)
    points: Floats = shapely.get_coordinates(edge)
    return points
