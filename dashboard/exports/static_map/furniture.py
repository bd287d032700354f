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

from dashboard.exports.static_map.background import boundaries
from dashboard.exports.static_map.colours import Colours
from dashboard.exports.static_map.extent import Frame
from dashboard.exports.static_map.sheet import Pen, Type, Window, area_path, line_path
from dashboard.exports.static_map.typesetting import height_mm, width_mm

Floats = npt.NDArray[np.float64]

_GEOD: Final = pyproj.Geod(ellps="WGS84")
_NICE: Final = (1, 2, 5)
_STEPS: Final = (
    1 / 60, 2 / 60, 5 / 60, 10 / 60, 15 / 60, 0.5, 1.0, 2.0, 5.0, 10.0, 15.0, 20.0, 30.0,
)  # fmt: skip
# Meridians part as the poles come near: north may point so far apart at the map's corners that one
# arrow would mislead.
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
        digits = max(0, int(math.floor(math.log10(exact))) - 1)
        return int(round(exact / 10**digits)) * 10**digits


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


def draw_scale_bar(window: Window, frame: Frame, look: Colours, unit: float) -> None:
    """Draw the scale in a window of its own, from its lower left corner."""
    bar = scale_bar(frame, 38 * unit)
    points = 5.6 * unit
    high = 1.0 * unit
    ink, paper = look.ink, look.paper
    style = Type(points, ink, 500, halo=look.halo)
    parts = 4 if f"{bar.km:g}"[0] in "24" else 5 if f"{bar.km:g}"[0] == "5" else 4
    step = bar.width / parts
    base = 1.0 * unit
    for number in range(parts):
        window.box(
            number * step, base, step, high, ink if number % 2 == 0 else paper, pen=Pen(ink, 0.5)
        )
    top = base + high + 0.8 * unit
    unit_text = " km" if bar.km >= 1 else " m"
    shown = bar.km if bar.km >= 1 else bar.km * 1000
    window.text(0, top, "0", style, across="center")
    if parts % 2 == 0:
        window.text(bar.width / 2, top, f"{shown / 2:g}", style, across="center")
    figure = f"{shown:,g}"
    window.text(bar.width - width_mm(figure, points) / 2, top, f"{figure}{unit_text}", style)
    window.text(
        0,
        top + height_mm(points) + 1.0 * unit,
        f"Scale at the centre 1:{bar.ratio:,}",
        Type(points * 0.94, look.soft_ink, halo=look.halo),
        across="left",
    )


def scale_size(frame: Frame, unit: float) -> tuple[float, float]:
    """Return width and height of the scale, mm."""
    bar = scale_bar(frame, 38 * unit)
    return bar.width + 6 * unit, 1.8 * unit + 2 * height_mm(5.6 * unit) + 2.4 * unit


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


def draw_north(window: Window, angle: float, look: Colours, unit: float) -> None:
    """Draw an arrow that points north, around the middle of a window."""
    x, y = window.width / 2, window.height / 2 - 0.6 * unit
    turn = Affine2D().scale(unit).rotate_deg(-angle).translate(x, y)
    left = Path([(0, 4.2), (-1.7, -2.2), (0, -1.1), (0, 4.2)], closed=True)
    right = Path([(0, 4.2), (1.7, -2.2), (0, -1.1), (0, 4.2)], closed=True)
    both = Path([(0, 4.2), (-1.7, -2.2), (0, -1.1), (1.7, -2.2), (0, 4.2)], closed=True)
    window.stroke(turn.transform_path(both), Pen(look.halo, 2.2 * unit, opacity=0.9), cut=False)
    window.fill(turn.transform_path(right), look.ink, cut=False)
    window.fill(turn.transform_path(left), look.paper, pen=Pen(look.ink, 0.5), cut=False)
    window.fill(turn.transform_path(right), look.ink, pen=Pen(look.ink, 0.5), cut=False)
    letter = turn.transform_point((0, 5.3))
    style = Type(6.4 * unit, look.ink, 600, halo=look.halo)
    window.text(
        float(letter[0]), float(letter[1]), "N", style, across="center", turned=-angle
    )


def graticule_step(frame: Frame) -> float:
    """Return the degrees between the lines of the graticule: four or more of them."""
    west, south, east, north_edge = frame.window()
    across = min(east - west, (north_edge - south) * 2.2)
    return next((step for step in _STEPS if across / step <= 7), _STEPS[-1])  # noqa: PLR2004 - lines look calm


def draw_graticule(window: Window, frame: Frame, look: Colours, unit: float) -> None:
    """Draw meridians and parallels, and write their degrees outside the map's edge."""
    step = graticule_step(frame)
    west, south, east, north_edge = frame.window()
    pen = Pen(look.graticule, 0.4, opacity=0.9)
    style = Type(4.7 * unit, look.soft_ink)
    fine = np.linspace(max(south, -88.0), min(north_edge, 88.0), 181)
    for longitude in np.arange(math.ceil(west / step) * step, east + 1e-9, step):
        x, y = frame.place(np.full(len(fine), longitude), fine)
        _stroke(window, x, y, pen)
        label = _degrees((longitude + 180) % 360 - 180, "EW")
        for edge in (0.0, frame.height):
            crossing = _crossing(y, x, edge)
            if crossing is not None and 4 * unit < crossing < frame.width - 4 * unit:
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
            if crossing is not None and 3 * unit < crossing < frame.height - 3 * unit:
                window.text(
                    edge - 0.9 * unit if edge == 0 else edge + 2.3 * unit,
                    crossing,
                    _degrees(latitude, "NS"),
                    style,
                    across="center",
                    turned=90,
                )


def draw_locator(window: Window, frame: Frame, look: Colours) -> None:
    """Draw the globe as seen from above the map's middle, with the map's outline on it."""
    radius = min(window.width, window.height) / 2 - 0.3
    middle = (window.width / 2, window.height / 2)
    longitude, latitude = frame.earth([frame.width / 2], [frame.height / 2])
    longitude, latitude = float(longitude[0]), float(latitude[0])
    disc = Affine2D().scale(radius).translate(*middle).transform_path(Path.unit_circle())
    window.fill(disc, look.water, pen=Pen(look.coast, 0.5), cut=False)

    def seen(points: Floats) -> Floats:
        return _on_globe(points, longitude, latitude) * radius + middle

    pen = Pen(look.graticule, 0.3)
    for degrees in range(-180, 180, 30):
        _globe_line(window, longitude, latitude, radius, middle, (degrees, None), pen)
    for degrees in range(-60, 90, 30):
        _globe_line(window, longitude, latitude, radius, middle, (None, degrees), pen)
    shapes = shapely.transform(_coarse_land(), seen)
    shapes = shapes[shapely.area(shapes) > 0.01 * (radius / 10) ** 2]  # noqa: PLR2004 - too small to see
    land = area_path(shapes)
    if land is not None:
        window.fill(land, look.far_land, pen=Pen(look.coast, 0.25), cut=False)
    edge = _edge_of(frame)
    outline = shapely.transform(shapely.polygons(edge), seen)
    small = shapely.area(outline) < (radius * 0.09) ** 2
    path = area_path(np.array([outline], dtype=object))
    accent = "#c8102e" if look.paper != "#14191e" else "#ff6b6b"
    if path is not None and not small:
        window.fill(path, accent, opacity=0.25, cut=False)
        window.stroke(path, Pen(accent, 0.9), cut=False)
    else:
        half = radius * 0.07
        window.box(
            middle[0] - half, middle[1] - half, 2 * half, 2 * half, None, pen=Pen(accent, 1.1)
        )
    window.stroke(disc, Pen(look.soft_ink, 0.5), cut=False)


def _globe_line(
    window: Window, longitude: float, latitude: float, radius: float,
    middle: tuple[float, float], line: tuple[int | None, int | None], pen: Pen,
) -> None:
    meridian, parallel = line
    if meridian is not None:
        points = np.column_stack([np.full(61, meridian), np.linspace(-90, 90, 61)])
    else:
        points = np.column_stack([np.linspace(-180, 180, 121), np.full(121, parallel)])
    visible = _height(points, longitude, latitude) > 0
    drawn = _on_globe(points, longitude, latitude) * radius + middle
    runs = np.split(np.arange(len(points)), np.flatnonzero(np.diff(visible)) + 1)
    for run in runs:
        if visible[run[0]] and len(run) > 1:
            window.stroke(Path(drawn[run]), pen, cut=False)


def _coarse_land() -> npt.NDArray[np.object_]:
    known = boundaries()
    areas = np.array([known.area(one) for one in known.place_ids("country")], dtype=object)
    parts = shapely.get_parts(areas)
    parts = parts[shapely.area(parts) > 0.6]  # noqa: PLR2004 - square degrees; smaller is not seen
    return shapely.get_parts(shapely.simplify(parts, 0.25, preserve_topology=False))


def _height(points: Floats, longitude: float, latitude: float) -> Floats:
    """Return the height of points over the plane of the horizon, in radii."""
    turn, up = np.radians(points[:, 0] - longitude), np.radians(points[:, 1])
    tilt = math.radians(latitude)
    height: Floats = math.sin(tilt) * np.sin(up) + math.cos(tilt) * np.cos(up) * np.cos(turn)
    return height


def _on_globe(points: Floats, longitude: float, latitude: float) -> Floats:
    """Return points as seen from far above a place, in radii; what lies behind, on the rim."""
    turn, up = np.radians(points[:, 0] - longitude), np.radians(points[:, 1])
    tilt = math.radians(latitude)
    x = np.cos(up) * np.sin(turn)
    y = math.cos(tilt) * np.sin(up) - math.sin(tilt) * np.cos(up) * np.cos(turn)
    behind = _height(points, longitude, latitude) < 0
    reach = np.where(behind, np.maximum(np.hypot(x, y), 1e-9), 1.0)
    return np.column_stack([x / reach, y / reach])


def _edge_of(frame: Frame) -> Floats:
    """Return the outline of the map in degrees."""
    across = np.linspace(0, frame.width, 25)
    up = np.linspace(0, frame.height, 25)
    x = np.concatenate([across, np.full(25, frame.width), across[::-1], np.zeros(25)])
    y = np.concatenate([np.zeros(25), up, np.full(25, frame.height), up[::-1]])
    longitude, latitude = frame.earth(x, y)
    known = np.isfinite(longitude)
    return np.column_stack([longitude[known], latitude[known]])


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
    turns = np.flatnonzero(np.isfinite(side[:-1]) & np.isfinite(side[1:]) & (side[:-1] * side[1:] <= 0))
    for turn in turns:
        step = side[turn] - side[turn + 1]
        if step:
            share = side[turn] / step
            return float(along[turn] + share * (along[turn + 1] - along[turn]))
    return None


def _degrees(value: float, sides: str) -> str:
    positive, negative = sides
    value = round(value, 6)
    whole, minutes = divmod(round(abs(value) * 60), 60)
    text = f"{whole}°" + (f"{minutes:02d}′" if minutes else "")
    if value == 0 or abs(value) == 180:  # noqa: PLR2004 - neither east nor west
        return text
    return f"{text}{positive if value > 0 else negative}"
