"""Where on the globe a map lies: the earth as seen from above its middle, with its outline."""

import math
from functools import cache
from typing import Final

import numpy as np
import numpy.typing as npt
import shapely
from matplotlib.path import Path
from matplotlib.transforms import Affine2D

from dashboard.exports.static_map.background import boundaries
from dashboard.exports.static_map.extent import Frame
from dashboard.exports.static_map.sheet import Canvas, Pen, area_path

Floats = npt.NDArray[np.float64]

# Square degrees, and degrees: what is smaller is not seen on a globe of some centimetres.
_LEAST_LAND: Final = 0.6
_DETAIL: Final = 0.25
# An outline smaller than this, in radii, is shown as a square of its own.
_LEAST_OUTLINE: Final = 0.09
_EDGE_STEPS: Final = 25


def draw_locator(canvas: Canvas, frame: Frame) -> None:
    """Draw the globe into a square canvas."""
    window, look = canvas.window, canvas.look
    radius = min(window.width, window.height) / 2 - 0.3
    longitude, latitude = frame.earth([frame.width / 2], [frame.height / 2])
    globe = _Globe(
        float(longitude[0]), float(latitude[0]), radius, (window.width / 2, window.height / 2)
    )
    disc = Affine2D().scale(radius).translate(*globe.middle).transform_path(Path.unit_circle())
    window.fill(disc, look.water, pen=Pen(look.coast, 0.5), cut=False)
    for run in globe.graticule():
        window.stroke(Path(run), Pen(look.graticule, 0.3), cut=False)
    shapes = shapely.transform(globe.in_sight(_coarse_land()), globe.seen)
    land = area_path(shapes[shapely.area(shapes) > (radius * 0.01) ** 2])
    if land is not None:
        window.fill(land, look.far_land, pen=Pen(look.coast, 0.25), cut=False)
    _draw_outline(canvas, frame, globe)
    window.stroke(disc, Pen(look.soft_ink, 0.5), cut=False)


def _draw_outline(canvas: Canvas, frame: Frame, globe: "_Globe") -> None:
    window, colour = canvas.window, canvas.look.mark
    outline = shapely.transform(shapely.polygons(_edge_of(frame)), globe.seen)
    path = area_path(np.array([outline], dtype=object))
    if path is not None and shapely.area(outline) > (globe.radius * _LEAST_OUTLINE) ** 2:
        window.fill(path, colour, opacity=0.22, cut=False)
        window.stroke(path, Pen(colour, 0.9), cut=False)
        return
    half = globe.radius * _LEAST_OUTLINE * 0.7
    x, y = globe.middle
    window.box(x - half, y - half, 2 * half, 2 * half, None, pen=Pen(colour, 1.1))


class _Globe:
    """The earth as seen from far above a place, on the page."""

    def __init__(
        self, longitude: float, latitude: float, radius: float, middle: tuple[float, float]
    ) -> None:
        self._longitude, self._tilt = longitude, math.radians(latitude)
        self.radius, self.middle = radius, middle

    def seen(self, points: Floats) -> Floats:
        """Return where places are seen, mm; those that lie behind, on the rim."""
        turn, up = np.radians(points[:, 0] - self._longitude), np.radians(points[:, 1])
        x = np.cos(up) * np.sin(turn)
        y = math.cos(self._tilt) * np.sin(up) - math.sin(self._tilt) * np.cos(up) * np.cos(turn)
        behind = self._height(points) < 0
        reach = np.where(behind, np.maximum(np.hypot(x, y), 1e-9), 1.0)
        seen: Floats = np.column_stack([x / reach, y / reach]) * self.radius + self.middle
        return seen

    def in_sight(self, areas: npt.NDArray[np.object_]) -> npt.NDArray[np.object_]:
        """Return the areas of which anything is seen."""
        points, area = shapely.get_coordinates(areas, return_index=True)
        seen: npt.NDArray[np.object_] = areas[np.unique(area[self._height(points) > 0])]
        return seen

    def graticule(self) -> list[Floats]:
        """Return the visible parts of meridians and parallels, mm."""
        fine, around = np.linspace(-90, 90, 61), np.linspace(-180, 180, 121)
        lines = [np.column_stack([np.full(61, one), fine]) for one in range(-180, 180, 30)]
        lines += [np.column_stack([around, np.full(121, one)]) for one in range(-60, 90, 30)]
        runs = []
        for line in lines:
            visible = self._height(line) > 0
            drawn = self.seen(line)
            parts = np.split(np.arange(len(line)), np.flatnonzero(np.diff(visible)) + 1)
            runs += [drawn[part] for part in parts if visible[part[0]] and len(part) > 1]
        return runs

    def _height(self, points: Floats) -> Floats:
        """Return the height of places over the plane of the horizon, in radii."""
        turn, up = np.radians(points[:, 0] - self._longitude), np.radians(points[:, 1])
        height: Floats = math.sin(self._tilt) * np.sin(up) + math.cos(self._tilt) * np.cos(
            up
        ) * np.cos(turn)
        return height


@cache
def _coarse_land() -> npt.NDArray[np.object_]:
    known = boundaries()
    areas = np.array([known.area(one) for one in known.place_ids("country")], dtype=object)
    parts = shapely.get_parts(areas)
    large = parts[shapely.area(parts) > _LEAST_LAND]
    land: npt.NDArray[np.object_] = shapely.get_parts(
        shapely.simplify(large, _DETAIL, preserve_topology=False)
    )
    return land


def _edge_of(frame: Frame) -> Floats:
    """Return the outline of the map in degrees."""
    across = np.linspace(0, frame.width, _EDGE_STEPS)
    up = np.linspace(0, frame.height, _EDGE_STEPS)
    right, left = np.full(_EDGE_STEPS, frame.width), np.zeros(_EDGE_STEPS)
    x = np.concatenate([across, right, across[::-1], left])
    y = np.concatenate([left, up, np.full(_EDGE_STEPS, frame.height), up[::-1]])
    longitude, latitude = frame.earth(x, y)
    known = np.isfinite(longitude)
    return np.column_stack([longitude[known], latitude[known]])
