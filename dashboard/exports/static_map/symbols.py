"""How marks look: a shape and a colour for each type, rings for groups, hatches for areas."""

import math
from collections.abc import Mapping
from functools import cache
from typing import Final

import numpy as np
import numpy.typing as npt
from matplotlib.path import Path
from matplotlib.transforms import Affine2D

from dashboard.exports.static_map.sheet import Canvas, Pen, Type
from dashboard.exports.static_map.typesetting import POINTS_PER_MM, height_mm
from dashboard.map.style import EVENT_TYPES
from geodata.vocabulary import EventType

Place = tuple[float, float]

_CIRCLE: Final = Path.unit_circle()
_RING_SHARE: Final = 0.24
_TURN: Final = 360.0


def draw_mark(
    canvas: Canvas, place: Place, radius: float, *, event_type: str | None, hollow: bool
) -> None:
    """Draw the mark of one incident.

    Args:
        canvas: to draw on.
        place: of its middle, mm.
        radius: of the circle of the same area, mm.
        event_type: whose shape and colour it gets.
        hollow: whether its number of deaths is not known.

    """
    window, look = canvas.window, canvas.look
    shape = Affine2D().scale(radius).translate(*place).transform_path(shape_of(event_type))
    colour = look.types[event_type]
    edge = max(radius / canvas.unit * 0.16, 0.16) * POINTS_PER_MM
    window.stroke(shape, Pen(look.edge, edge + 1.3, opacity=0.9))
    if hollow:
        window.fill(shape, look.paper, pen=Pen(colour, max(edge, 0.9)))
    else:
        window.fill(shape, colour, pen=Pen(darkened(colour), 0.45))


def draw_group(
    canvas: Canvas, place: Place, radius: float, shares: Mapping[str | None, int], number: str
) -> None:
    """Draw the circle of several incidents: a ring of their types around their number.

    Args:
        canvas: to draw on.
        place: of its middle, mm.
        radius: mm.
        shares: rows of each type.
        number: written in the middle.

    """
    window, look = canvas.window, canvas.look
    x, y = place
    whole = Affine2D().scale(radius).translate(x, y).transform_path(_CIRCLE)
    window.stroke(whole, Pen(look.edge, 1.6, opacity=0.9))
    window.fill(whole, look.paper, pen=Pen(look.soft_ink, 0.5))
    total = sum(shares.values())
    angle = 90.0
    inner = 1 - _RING_SHARE
    for event_type, rows in shares.items():
        turn = _TURN * rows / total
        ring = _ring(angle - turn, angle, inner)
        shape = Affine2D().scale(radius * 0.97).translate(x, y).transform_path(ring)
        window.fill(shape, look.types[event_type], pen=Pen(look.paper, 0.35))
        angle -= turn
    room = radius * inner * 1.72
    points = min(radius * 2.2, room / max(len(number), 1.6) / 0.52 * POINTS_PER_MM)
    window.text(x, y - height_mm(points) / 2, number, Type(points, look.ink, 600), across="center")


def draw_talks(canvas: Canvas, place: Place, radius: float) -> None:
    """Draw the mark of talks: a speech bubble that points to the place."""
    window, look = canvas.window, canvas.look
    shape = Affine2D().scale(radius).translate(*place).transform_path(_bubble())
    colour = look.types[EventType.TALKS]
    window.stroke(shape, Pen(look.edge, 2.0, opacity=0.9))
    window.fill(shape, colour, pen=Pen(darkened(colour), 0.45))
    x, y = place
    for step in (-0.62, 0.0, 0.62):
        dot = Affine2D().scale(radius * 0.17).translate(x + radius * step, y + radius * 1.42)
        window.fill(dot.transform_path(_CIRCLE), look.edge)


def shape_of(event_type: str | None) -> Path:
    """Return the outline of a type's mark, of the area of the unit circle."""
    return _shapes()[event_type]


def shares_of(types: npt.NDArray[np.int64]) -> dict[str | None, int]:
    """Return the rows of each type from a row of `Marks.types`."""
    return {
        None if one is None else str(one): int(rows)
        for one, rows in zip(EVENT_TYPES, types, strict=True)
        if rows
    }


def short_number(number: int) -> str:
    """Return a number in a few characters: 950, 1.2k, 34k, 2M."""
    if number < 1000:  # noqa: PLR2004 - as it is written
        return str(number)
    value, unit = (number / 1000, "k") if number < 999_500 else (number / 1e6, "M")  # noqa: PLR2004 - rounds to a million
    return f"{value:.1f}".removesuffix(".0") + unit if value < 9.95 else f"{value:.0f}{unit}"  # noqa: PLR2004 - rounds to ten


def darkened(colour: str, share: float = 0.4) -> str:
    """Return a colour mixed with black."""
    parts = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return "#" + "".join(f"{round(part * (1 - share)):02x}" for part in parts)


@cache
def _shapes() -> dict[str | None, Path]:
    return {
        EventType.BATTLE.value: _of_unit_area(_cross()),
        EventType.EXPLOSION.value: _of_unit_area(_star(8, 0.55)),
        EventType.VIOLENCE_AGAINST_CIVILIANS.value: _of_unit_area(_polygon(3, -90)),
        EventType.PROTEST.value: _of_unit_area(_polygon(4, 45)),
        EventType.RIOT.value: _of_unit_area(_polygon(5, 90)),
        EventType.STRATEGIC_DEVELOPMENT.value: _of_unit_area(_polygon(3, 90)),
        EventType.TALKS.value: _bubble(),
        EventType.OTHER.value: _CIRCLE,
        None: _CIRCLE,
    }


def _polygon(corners: int, first: float) -> Path:
    angles = np.radians(first + np.arange(corners) * _TURN / corners)
    return _closed(np.column_stack([np.cos(angles), np.sin(angles)]))


def _star(points: int, depth: float) -> Path:
    angles = np.radians(90 + np.arange(points * 2) * _TURN / points / 2)
    reach = np.where(np.arange(points * 2) % 2 == 0, 1.0, depth)
    return _closed(np.column_stack([np.cos(angles), np.sin(angles)]) * reach[:, None])


def _cross() -> Path:
    """Return a thick cross on its corners, as crossed swords are drawn."""
    arm = 0.34
    outline = [
        (-arm, -1), (arm, -1), (arm, -arm), (1, -arm), (1, arm), (arm, arm),
        (arm, 1), (-arm, 1), (-arm, arm), (-1, arm), (-1, -arm), (-arm, -arm),
    ]  # fmt: skip
    return Affine2D().rotate_deg(45).transform_path(_closed(np.array(outline, dtype=float)))


def _bubble() -> Path:
    """Return a speech bubble whose tip is at the origin."""
    left, right, low, high, corner = -1.25, 1.25, 0.65, 2.2, 0.4
    return Path(
        [
            (0, 0), (0.45, low), (right - corner, low), (right, low), (right, low + corner),
            (right, high - corner), (right, high), (right - corner, high),
            (left + corner, high), (left, high), (left, high - corner),
            (left, low + corner), (left, low), (left + corner, low), (-0.35, low), (0, 0),
        ],
        [
            Path.MOVETO, Path.LINETO, Path.LINETO, Path.CURVE3, Path.CURVE3,
            Path.LINETO, Path.CURVE3, Path.CURVE3,
            Path.LINETO, Path.CURVE3, Path.CURVE3,
            Path.LINETO, Path.CURVE3, Path.CURVE3, Path.LINETO, Path.CLOSEPOLY,
        ],
    )  # fmt: skip


def _closed(points: npt.NDArray[np.float64]) -> Path:
    return Path(np.vstack([points, points[:1]]), closed=True)


def _of_unit_area(shape: Path) -> Path:
    x, y = shape.vertices[:-1].T
    area = abs(float(np.dot(x, np.roll(y, 1)) - np.dot(y, np.roll(x, 1)))) / 2
    return Affine2D().scale(math.sqrt(math.pi / area)).transform_path(shape)


def _ring(start: float, end: float, inner: float) -> Path:
    """Return a part of a ring between two angles, counter-clockwise in degrees."""
    if end - start > _TURN - 1e-9:
        points = _CIRCLE.vertices
        hole = Path(np.vstack([points[-2::-1], points[:1]]) * inner, _CIRCLE.codes)
        return Path.make_compound_path(_CIRCLE, hole)
    outer = Path.arc(start, end)
    back = Path.arc(start, end)
    vertices = np.vstack([outer.vertices, back.vertices[::-1] * inner, outer.vertices[:1]])
    codes = np.concatenate([outer.codes, _reversed_codes(back), [Path.CLOSEPOLY]])
    return Path(vertices, codes)


def _reversed_codes(path: Path) -> npt.NDArray[np.uint8]:
    codes: npt.NDArray[np.uint8] = path.codes[::-1].copy()
    codes[-1] = Path.CURVE4
    codes[0] = Path.LINETO
    return codes
