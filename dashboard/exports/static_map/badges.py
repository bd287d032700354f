"""Areas and lines in which incidents lie somewhere: their hatch, and a badge that tells what."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from dashboard.exports.static_map import symbols
from dashboard.exports.static_map.areas import Area
from dashboard.exports.static_map.background import cut_out, simplified
from dashboard.exports.static_map.extent import Frame
from dashboard.exports.static_map.labels import Room
from dashboard.exports.static_map.sheet import Canvas, Pen, Type, area_path, line_path
from dashboard.exports.static_map.typesetting import height_mm, width_mm
from dashboard.exports.static_map.wording import killed_words

Shapes = npt.NDArray[np.object_]

HATCH: Final = "////////"
TOLL_HATCH: Final = "\\\\\\\\\\\\"
_POINTS: Final = 5.8
_STEP: Final = 2.45
# With more areas than this, each has only its number of incidents.
_MOST_WORDED: Final = 12
# How far from its area a badge may stand, mm on A4.
_ASIDE: Final = (7.0, 11.0, 16.0)


@dataclass(frozen=True, slots=True)
class Badge:
    """What is written of an area.

    Attributes:
        lines: the first in bold.
        colour: of its edge.

    """

    lines: tuple[str, ...]
    colour: str


def visible(shape: BaseGeometry, frame: Frame) -> Shapes:
    """Return the parts of an area or line (in degrees) in the frame, as drawn."""
    fine = shapely.segmentize(np.array([shape], dtype=object), 1.0)
    drawn = simplified(frame.drawn(cut_out(fine, frame.window())))
    known = drawn[np.isfinite(shapely.bounds(drawn)).all(axis=1)]
    cut = shapely.get_parts(shapely.clip_by_rect(known, 0, 0, frame.width, frame.height))
    parts: Shapes = cut[~shapely.is_empty(cut)]
    return parts


def draw_area(canvas: Canvas, area: Area, shapes: Shapes) -> None:
    """Hatch an area, or draw a line as a band."""
    window = canvas.window
    toll = bool(area.tolls) and not area.incidents
    colour = canvas.look.toll if toll else canvas.look.area
    path = line_path(shapes)
    if path is None:
        return
    if area.is_line:
        window.stroke(path, Pen(colour, 5.0, opacity=0.28))
        window.stroke(path, Pen(colour, 1.0, (5, 2.2)))
        return
    filled = area_path(shapes)
    if filled is not None:
        window.fill(filled, colour, opacity=0.05)
        window.fill(filled, None, hatch=(TOLL_HATCH if toll else HATCH, f"{colour}66", 0.35))
    window.stroke(path, Pen(colour, 1.0, (4, 2)))


def draw_badges(canvas: Canvas, areas: Sequence[tuple[Area, Shapes]], room: Room) -> None:
    """Write what lies somewhere in each area.

    Args:
        canvas: to draw on.
        areas: with their visible parts.
        room: that is taken; badges take theirs.

    """
    worded = len(areas) <= _MOST_WORDED
    for area, shapes in areas:
        for badge in _badges(canvas, area, worded=worded):
            _draw(canvas, badge, _spots(shapes, area), room)


def _badges(canvas: Canvas, area: Area, *, worded: bool) -> Iterable[Badge]:
    look = canvas.look
    if area.incidents:
        many = f"{area.incidents:,} incident{'s' * (area.incidents != 1)}"
        killed = killed_words(area.killed)
        lines = (many, killed) if killed else (many,)
        yield Badge(lines if worded else (symbols.short_number(area.incidents),), look.area)
    for toll in area.tolls[:2]:
        said = ("Toll", killed_words(toll) or "no number of killed")
        yield Badge(said if worded else ("Toll",), look.toll)
    if area.talks:
        yield Badge(("Talks",), look.types["talks"])


def _draw(canvas: Canvas, badge: Badge, spots: Sequence[tuple[float, float]], room: Room) -> None:
    window, look, unit = canvas.window, canvas.look, canvas.unit
    points, step = _POINTS * unit, _STEP * unit
    wide = max(width_mm(line, points, weight=600) for line in badge.lines) + 2.2 * unit
    high = step * len(badge.lines) + 1.1 * unit
    x, y = _free(spots, wide, high, room, unit)
    room.take((x - wide / 2 - 0.6, y - high / 2 - 0.6, x + wide / 2 + 0.6, y + high / 2 + 0.6))
    anchor = spots[0]
    if abs(anchor[0] - x) > wide / 2 or abs(anchor[1] - y) > high / 2:
        nearest = min(spots, key=lambda spot: (spot[0] - x) ** 2 + (spot[1] - y) ** 2)
        window.line([nearest, (x, y)], Pen(badge.colour, 0.6))
    window.box(
        x - wide / 2,
        y - high / 2,
        wide,
        high,
        look.paper,
        pen=Pen(badge.colour, 0.8, (3, 1.6)),
        opacity=0.95,
        corner=0.8 * unit,
    )
    for number, line in enumerate(badge.lines):
        base = y + high / 2 - 0.55 * unit - step * (number + 0.5) - height_mm(points) / 2
        style = Type(points, look.ink, 600 if number == 0 else 500)
        window.text(x, base, line, style, across="center")


def _free(
    spots: Sequence[tuple[float, float]], wide: float, high: float, room: Room, unit: float
) -> tuple[float, float]:
    """Return the first place where a badge hides nothing; the best one if there is none."""

    def is_free(x: float, y: float) -> bool:
        return room.is_free((x - wide / 2, y - high / 2, x + wide / 2, y + high / 2))

    for spot in spots:
        if is_free(*spot):
            return spot
    for aside in _ASIDE:
        for turn in np.radians(np.arange(0, 360, 30)):
            x = spots[0][0] + float(np.cos(turn)) * (aside * unit + wide / 2)
            y = spots[0][1] + float(np.sin(turn)) * aside * unit
            if is_free(x, y):
                return x, y
    # It is better to cover a name than to hide a number.
    return spots[0]


def _spots(shapes: Shapes, area: Area) -> list[tuple[float, float]]:
    """Return places in an area or on a line where a badge may stand, the best first."""
    if area.is_line:
        merged = shapely.get_parts(shapely.line_merge(shapely.union_all(shapes)))
        longest = merged[np.argmax(shapely.length(merged))]
        shares = [0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8]
        points = shapely.line_interpolate_point(longest, shares, normalized=True)
        return [(float(point.x), float(point.y)) for point in points]
    largest = shapes[np.argmax(shapely.area(shapes))]
    left, bottom, right, top = shapely.bounds(largest)
    centre = shapely.centroid(largest)
    first = centre if shapely.contains(largest, centre) else shapely.point_on_surface(largest)
    across, up = np.meshgrid(np.linspace(left, right, 9)[1:-1], np.linspace(bottom, top, 9)[1:-1])
    inside = shapely.contains_xy(largest, across.ravel(), up.ravel())
    others = np.column_stack([across.ravel()[inside], up.ravel()[inside]])
    far = np.hypot(others[:, 0] - first.x, others[:, 1] - first.y)
    ordered = others[np.argsort(far, kind="stable")].tolist()
    return [(float(first.x), float(first.y)), *((one[0], one[1]) for one in ordered)]
