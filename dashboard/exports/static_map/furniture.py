"""What a map is read with: its scale, north, the graticule, and where on the globe it lies."""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import pyproj
import shapely
from matplotlib.path import Path
from matplotlib.transforms import Affine2D

from dashboard.exports.static_map.extent import Frame
from dashboard.exports.static_map.sheet import Canvas, Pen, Type, Window, line_path
from dashboard.exports.static_map.typesetting import height_mm, width_mm

Floats = npt.NDArray[np.float64]

_GEOD: Final = pyproj.Geod(ellps="WGS84")
_NICE: Final = (1, 2, 5)
_STEPS: Final = (
    1 / 60, 2 / 60, 5 / 60, 10 / 60, 15 / 60, 0.5, 1.0, 2.0, 5.0, 10.0, 15.0, 20.0, 30.0,
)  # fmt: skip
# Meridians part as the poles come near: north may point so far apart at the map's corners that one
# arrow would mislead.
_BAR_MM: Final = 38.0
_BAR_POINTS: Final = 5.6
_MOST_CONVERGENCE: Final = 30.0
# No scale holds over a map that shows more than this, km.
_SCALE_KM: Final = 12_000.0


@dataclass(frozen=True, slots=True)
class Bar:
    """A graphic scale.

    Attributes:
        km: that it stands for.
        width: on paper, mm.

    """

    km: float
    width: float

    @property
    def ratio(self) -> int:
        """The map's scale as one to so many, to three figures."""
        exact = self.km * 1e6 / self.width
        digits = max(0, math.floor(math.log10(exact)) - 1)
        whole: int = round(exact / 10**digits) * 10**digits
        return whole


def scale_bar(frame: Frame, most: float) -> Bar:
    """Return a bar that is right along the parallel at the middle of the map.

    Args:
        frame: of the map.
        most: width that it does not exceed, mm.

    """
    x, y = frame.width / 2, frame.height / 2
    longitude, latitude = frame.earth([x - 2, x + 2], [y, y])
    if not np.isfinite(longitude).all():
        longitude, latitude = frame.earth([x - 0.2, x + 0.2], [y, y])
    _, _, metres = _GEOD.inv(longitude[0], latitude[0], longitude[1], latitude[1])
    km_a_mm = metres / 1000 / (4 if abs(longitude[1] - longitude[0]) else 0.4)
    longest = km_a_mm * most
    power = 10 ** math.floor(math.log10(longest))
    km = max(step * power for step in _NICE if step * power <= longest)
    return Bar(km, km / km_a_mm)


def draw_scale_bar(canvas: Canvas, frame: Frame) -> None:
    """Draw the scale in a canvas of the size that `scale_size` tells."""
    window, look, unit = canvas.window, canvas.look, canvas.unit
    bar = scale_bar(frame, _BAR_MM * unit)
    points, high = _BAR_POINTS * unit, 1.0 * unit
    style = Type(points, look.ink, 500)
    window.box(
        -1.6 * unit, -1.2 * unit, window.width + 2.4 * unit, window.height + 1.6 * unit,
        look.paper, opacity=0.88, corner=0.8 * unit,
    )  # fmt: skip
    parts = 5 if f"{bar.km:g}"[0] == "5" else 4
    step = bar.width / parts
    for number in range(parts):
        colour = look.ink if number % 2 == 0 else look.paper
        window.box(number * step, 0.4 * unit, step, high, colour, pen=Pen(look.ink, 0.5))
    top = 0.4 * unit + high + 0.8 * unit
    shown, measure = (bar.km, "km") if bar.km >= 1 else (bar.km * 1000, "m")
    window.text(0, top, "0", style, across="center")
    if parts == 4:  # noqa: PLR2004 - has a middle
        window.text(bar.width / 2, top, f"{shown / 2:,g}", style, across="center")
    figure = f"{shown:,g}"
    window.text(bar.width - width_mm(figure, points) / 2, top, f"{figure} {measure}", style)
    top += height_mm(points) + 1.1 * unit
    text = f"1:{bar.ratio:,} at the centre"
    window.text(0, top, text, Type(points * 0.94, look.soft_ink), across="left")


def scale_size(frame: Frame, unit: float) -> tuple[float, float]:
    """Return width and height of the scale, mm."""
    bar = scale_bar(frame, _BAR_MM * unit)
    return bar.width + 5 * unit, (3.4 * unit) + 2 * height_mm(_BAR_POINTS * unit)


def has_scale(frame: Frame) -> bool:
    """Return whether one scale holds for a map."""
    return frame.km_across() <= _SCALE_KM and not frame.projection.world


def north(frame: Frame) -> float | None:
    """Return by how many degrees north lies right of up; None where it differs over the map."""
    width, height = frame.width, frame.height
    x = np.array([0.1, 0.9, 0.1, 0.9, 0.5]) * width
    y = np.array([0.1, 0.1, 0.9, 0.9, 0.5]) * height
    longitude, latitude = frame.earth(x, y)
    if not np.isfinite(longitude).all():
        return None
    angles = [
        frame.projection.convergence(float(one), float(other))
        for one, other in zip(longitude, latitude, strict=True)
    ]
    spread = max(abs((angle - angles[-1] + 180) % 360 - 180) for angle in angles)
    return None if spread > _MOST_CONVERGENCE else angles[-1]


def draw_north(canvas: Canvas, angle: float) -> None:
    """Draw an arrow that points north, around the middle of a canvas."""
    window, look, unit = canvas.window, canvas.look, canvas.unit
    x, y = window.width / 2, window.height / 2 - 0.6 * unit
    turn = Affine2D().scale(unit).rotate_deg(-angle).translate(x, y)
    left = Path([(0, 4.2), (-1.7, -2.2), (0, -1.1), (0, 4.2)], closed=True)
    right = Path([(0, 4.2), (1.7, -2.2), (0, -1.1), (0, 4.2)], closed=True)
    both = Path([(0, 4.2), (-1.7, -2.2), (0, -1.1), (1.7, -2.2), (0, 4.2)], closed=True)
    window.stroke(turn.transform_path(both), Pen(look.halo, 2.2, opacity=0.9), cut=False)
    window.fill(turn.transform_path(left), look.paper, pen=Pen(look.ink, 0.5), cut=False)
    window.fill(turn.transform_path(right), look.ink, pen=Pen(look.ink, 0.5), cut=False)
    across, up = turn.transform_point((0, 5.3))
    style = Type(6.4 * unit, look.ink, 600, halo=look.halo)
    window.text(float(across), float(up), "N", style, across="center", turned=-angle)


def graticule_step(frame: Frame) -> float:
    """Return the degrees between the lines of the graticule: four or more of them."""
    west, south, east, north_edge = frame.window()
    across = min(east - west, (north_edge - south) * 2.2)
    return next((step for step in _STEPS if across / step <= 7), _STEPS[-1])  # noqa: PLR2004 - lines look calm


def draw_graticule(canvas: Canvas, frame: Frame, *, degrees: bool = True) -> None:
    """Draw meridians and parallels, and write their degrees outside the map's edge."""
    window, look, unit = canvas.window, canvas.look, canvas.unit
    step = graticule_step(frame)
    west, south, east, north_edge = frame.window()
    pen = Pen(look.graticule, 0.4, opacity=0.9)
    style = Type(4.7 * unit, look.soft_ink)
    fine = np.linspace(max(south, -88.0), min(north_edge, 88.0), 181)
    all_around = 360.0
    for longitude in np.arange(math.ceil(west / step) * step, east + 1e-9, step):
        if longitude - west >= all_around - 1e-9:
            continue
        x, y = frame.place(np.full(len(fine), longitude), fine)
        _stroke(window, x, y, pen)
        label = _degrees((longitude + 180) % 360 - 180, "EW")
        for edge in (0.0, frame.height):
            crossing = _crossing(y, x, edge)
            if degrees and crossing is not None and _inside(crossing, frame.width, unit):
                at = edge - 2.3 * unit if edge == 0 else edge + 0.9 * unit
                window.text(crossing, at, label, style, across="center")
    fine = np.linspace(west, east, 361)
    for latitude in np.arange(math.ceil(south / step) * step, north_edge + 1e-9, step):
        if abs(latitude) > 89:  # noqa: PLR2004 - the pole is a point
            continue
        x, y = frame.place(fine, np.full(len(fine), latitude))
        _stroke(window, x, y, pen)
        for edge in (0.0, frame.width):
            crossing = _crossing(x, y, edge)
            if degrees and crossing is not None and _inside(crossing, frame.height, unit):
                window.text(
                    edge - 0.9 * unit if edge == 0 else edge + 2.3 * unit,
                    crossing,
                    _degrees(latitude, "NS"),
                    style,
                    across="center",
                    turned=90,
                )


def _inside(crossing: float, length: float, unit: float) -> bool:
    """Return whether a line meets an edge far enough from its ends for its degrees."""
    return 4 * unit < crossing < length - 4 * unit


def _stroke(window: Window, x: Floats, y: Floats, pen: Pen) -> None:
    near = np.isfinite(x) & np.isfinite(y)
    near &= (x > -50) & (x < window.width + 50) & (y > -50) & (y < window.height + 50)  # noqa: PLR2004 - mm beyond the edge
    for run in np.split(np.arange(len(x)), np.flatnonzero(np.diff(near)) + 1):
        if near[run[0]] and len(run) > 1:
            path = line_path(np.array([shapely.linestrings(x[run], y[run])], dtype=object))
            if path is not None:
                window.stroke(path, pen)


def _crossing(across: Floats, along: Floats, edge: float) -> float | None:
    """Return where a line crosses an edge; None when it does not."""
    side = across - edge
    turns = np.flatnonzero(
        np.isfinite(side[:-1]) & np.isfinite(side[1:]) & (side[:-1] * side[1:] <= 0)
    )
    for turn in turns:
        step = side[turn] - side[turn + 1]
        if step:
            share = side[turn] / step
            return float(along[turn] + share * (along[turn + 1] - along[turn]))
    return None


def _degrees(value: float, sides: str) -> str:
    value = round(value, 6)
    whole, minutes = divmod(round(abs(value) * 60), 60)
    text = f"{whole}°" + (f"{minutes:02d}′" if minutes else "")
    if value == 0 or abs(value) == 180:  # noqa: PLR2004 - neither east nor west
        return text
    return f"{text}{sides[0] if value > 0 else sides[1]}"
