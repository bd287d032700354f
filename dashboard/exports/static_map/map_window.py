"""One map in its frame: background, areas, marks, names, scale and north."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from dashboard.exports.static_map import badges, furniture, symbols
from dashboard.exports.static_map.areas import Area
from dashboard.exports.static_map.background import Background
from dashboard.exports.static_map.extent import Frame
from dashboard.exports.static_map.labels import Room
from dashboard.exports.static_map.marks import Marks
from dashboard.exports.static_map.names import draw_names
from dashboard.exports.static_map.sheet import Canvas, Pen, area_path, line_path
from dashboard.exports.static_map.tiles import TilePicture

_TALKS_SIZE: Final = 1.25
# Dashes and gaps of disputed boundaries, in widths of the line.
DISPUTED_DASHES: Final = (3.2, 2.2)


@dataclass(frozen=True, slots=True)
class Shown:
    """What one map shows.

    Attributes:
        frame: where.
        background: under it.
        marks: on spots.
        areas: those that are not spots, with what is seen of them.
        tiles: in place of land, water and names of towns.

    """

    frame: Frame
    background: Background
    marks: Marks
    areas: Sequence[tuple[Area, badges.Shapes]]
    tiles: TilePicture | None = None


def draw(canvas: Canvas, shown: Shown, *, full: bool = True, degrees: bool = True) -> bool:
    """Draw a map, and return whether it has the mark of a capital.

    Args:
        canvas: of the frame's size.
        shown: what it shows.
        full: with scale and north; of several maps only the first one has them.
        degrees: written at the edge.

    """
    frame, window = shown.frame, canvas.window
    if shown.tiles is None:
        _draw_background(canvas, shown.background)
    else:
        shown.tiles.draw(window)
        _draw_borders(canvas, shown.background)
    furniture.draw_graticule(canvas, frame, degrees=degrees)
    for area, shapes in shown.areas:
        badges.draw_area(canvas, area, shapes)
    room = Room(frame.width, frame.height)
    corners = _Corners(canvas, frame, shown.marks) if full else None
    if corners is not None:
        corners.take(room)
    _draw_marks(canvas, shown.marks)
    room.take_all(_rectangles(shown.marks))
    if corners is not None:
        corners.draw()
    badges.draw_badges(canvas, shown.areas, room)
    capitals = draw_names(
        canvas, frame, shown.background, shown.marks, room, only_marks=shown.tiles is not None
    )
    if shown.background.globe is None:
        window.box(0, 0, frame.width, frame.height, None, pen=Pen(canvas.look.soft_ink, 0.7))
    return capitals


def _draw_background(canvas: Canvas, under: Background) -> None:
    window, look = canvas.window, canvas.look
    if under.globe is None:
        window.box(0, 0, window.width, window.height, look.water)
    else:
        globe = area_path(np.array([under.globe], dtype=object))
        if globe is not None:
            window.fill(globe, look.water, pen=Pen(look.coast, 0.5))
    for shapes, colour in (
        (under.land, look.far_land),
        (under.focus, look.land),
        (under.lakes, look.water),
    ):
        path = area_path(shapes)
        if path is not None:
            window.fill(path, colour)
    for shapes, pen in (
        (under.divisions, Pen(look.division, 0.45, (4.5, 2.5))),
        (under.lakes, Pen(look.coast, 0.3)),
        (under.rivers, Pen(look.river, 0.5)),
        (under.coasts, Pen(look.coast, 0.4)),
        (under.borders, Pen(look.land, 1.7)),
        (under.borders, Pen(look.border, 0.75)),
        (under.disputed, Pen(look.border, 0.75, DISPUTED_DASHES)),
    ):
        path = line_path(shapes)
        if path is not None:
            window.stroke(path, pen)


def _draw_borders(canvas: Canvas, under: Background) -> None:
    """Draw the boundaries of the profile over tiles, whose own may be of another."""
    look = canvas.look
    for shapes, pen in (
        (under.borders, Pen(look.border, 0.75)),
        (under.disputed, Pen(look.border, 0.75, DISPUTED_DASHES)),
    ):
        path = line_path(shapes)
        if path is not None:
            canvas.window.stroke(path, pen)


def _draw_marks(canvas: Canvas, marks: Marks) -> None:
    for number in range(len(marks)):
        at = (float(marks.x[number]), float(marks.y[number]))
        radius = float(marks.radius[number])
        shares = symbols.shares_of(marks.types[number])
        count = int(marks.count[number])
        if count > 1:
            symbols.draw_group(canvas, at, radius, shares, symbols.short_number(count))
        elif marks.talks[number]:
            symbols.draw_talks(canvas, at, radius * _TALKS_SIZE)
        else:
            hollow = bool(np.isnan(marks.killed[number]))
            symbols.draw_mark(canvas, at, radius, event_type=next(iter(shares)), hollow=hollow)


def _rectangles(marks: Marks) -> Iterable[tuple[float, float, float, float]]:
    for x, y, radius, count, talks in zip(
        marks.x, marks.y, marks.radius, marks.count, marks.talks, strict=True
    ):
        top = y + radius * (2.9 if talks and count == 1 else 1.05)
        yield x - radius * 1.05, y - radius * 1.05, x + radius * 1.05, top


class _Corners:
    """Scale and arrow, each in the corner where fewest marks lie."""

    def __init__(self, canvas: Canvas, frame: Frame, marks: Marks) -> None:
        self._canvas, self._frame = canvas, frame
        self._angle = furniture.north(frame)
        self._has_scale = furniture.has_scale(frame)
        unit = canvas.unit
        gap = 3.0 * unit
        wide, high = furniture.scale_size(frame, unit) if self._has_scale else (0.0, 0.0)
        low = [(gap, gap), (frame.width - wide - gap, gap)]
        self._scale = (*_freest(low, (wide, high), marks), wide, high)
        arrow = (9.0 * unit, 12.5 * unit)
        top = frame.height - arrow[1] - gap * 0.6
        upper = [(frame.width - arrow[0] - gap * 0.3, top), (gap * 0.3, top)]
        self._arrow = (*_freest(upper, arrow, marks), *arrow)

    def take(self, room: Room) -> None:
        """Keep names away."""
        for there, (left, bottom, wide, high) in (
            (self._has_scale, self._scale),
            (self._angle is not None, self._arrow),
        ):
            if there:
                room.take((left - 1.5, bottom - 1.5, left + wide + 1.5, bottom + high + 1.5))

    def draw(self) -> None:
        """Draw both."""
        if self._has_scale:
            furniture.draw_scale_bar(self._canvas.part(*self._scale), self._frame)
        if self._angle is not None:
            furniture.draw_north(self._canvas.part(*self._arrow), self._angle)


def _freest(
    corners: Sequence[tuple[float, float]], size: tuple[float, float], marks: Marks
) -> tuple[float, float]:
    def taken(corner: tuple[float, float]) -> int:
        left, bottom = corner
        near = (marks.x > left - 2) & (marks.x < left + size[0] + 2)
        near &= (marks.y > bottom - 2) & (marks.y < bottom + size[1] + 2)
        return int(near.sum())

    return min(corners, key=taken)
