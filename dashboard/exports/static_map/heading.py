"""The head of a page: title, subtitle, organisation and logo over a line."""

from dataclasses import dataclass
from typing import Final

from dashboard.exports.static_map.logo import Logo
from dashboard.exports.static_map.sheet import Canvas, Type
from dashboard.exports.static_map.typesetting import (
    height_mm,
    is_right_to_left,
    width_mm,
    wrapped,
)

# Sizes that a title is tried in, and how many lines it may have in each.
_SIZES: Final = ((17.0, 1), (15.0, 2), (12.5, 3), (10.5, 3), (9.0, 4), (7.5, 6))
_LEADING: Final = 1.62
_SUBTITLE: Final = 8.6
_SUBTITLE_ROOM: Final = 5.0
_ORGANISATION: Final = 8.0
_ORGANISATION_WIDTH: Final = 48.0
_LOGO: Final = 10.5
_LINE_ROOM: Final = 2.6


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above the maps.

    Attributes:
        title: in one or several lines.
        subtitle: one line; nothing when empty.
        organisation: at the right.
        logo: at the right of that.

    """

    title: str
    subtitle: str
    organisation: str | None
    logo: Logo | None

    def height(self, width: float, unit: float) -> float:
        """Return how high it is at a width, mm, with the line under it."""
        lines, points = self._title(width, unit)
        title = len(lines) * height_mm(points) * _LEADING
        own = title + (_SUBTITLE_ROOM * unit if self.subtitle else 0.6 * unit)
        least = _LOGO * unit if self.logo is not None else 0.0
        return max(own, least, self._organisation_height(unit)) + _LINE_ROOM * unit

    def draw(self, canvas: Canvas) -> None:
        """Draw it into a canvas of its height."""
        window, look, unit = canvas.window, canvas.look, canvas.unit
        window.box(0, 0.6 * unit, window.width, 0.55 * unit, look.accent)
        self._draw_right(canvas)
        room = window.width - self._right_width(unit)
        lines, points = self._title(window.width, unit)
        y = window.height
        for line in lines:
            y -= height_mm(points)
            _write(canvas, room, y, line, Type(points, look.ink, 600))
            y -= height_mm(points) * (_LEADING - 1)
        if self.subtitle:
            style = Type(_SUBTITLE * unit, look.soft_ink)
            line = wrapped(self.subtitle, room, style.points, most=1)[0]
            _write(canvas, room, y - height_mm(style.points) - 0.7 * unit, line, style)

    def _draw_right(self, canvas: Canvas) -> None:
        window, unit = canvas.window, canvas.unit
        right = window.width
        if self.logo is not None:
            wide = self.logo.width(_LOGO * unit)
            self.logo.draw(window, right - wide, window.height - _LOGO * unit, _LOGO * unit)
            right -= wide + 2.5 * unit
        style = Type(_ORGANISATION * unit, canvas.look.ink, 600)
        lines = self._organisation(unit)
        top = window.height
        if self.logo is not None:
            top -= max(0.0, (_LOGO * unit - 3.5 * unit * len(lines) + 1.2 * unit) / 2)
        for line in lines:
            window.text(right, top - height_mm(style.points), line, style, across="right")
            top -= 3.5 * unit

    def _title(self, width: float, unit: float) -> tuple[list[str], float]:
        room = width - self._right_width(unit)
        for size, most in _SIZES:
            lines = wrapped(self.title, room, size * unit, weight=600)
            if len(lines) <= most:
                return lines, size * unit
        size, most = _SIZES[-1]
        return wrapped(self.title, room, size * unit, weight=600, most=most), size * unit

    def _organisation(self, unit: float) -> list[str]:
        if not self.organisation:
            return []
        room = _ORGANISATION_WIDTH * unit
        return wrapped(self.organisation, room, _ORGANISATION * unit, weight=600, most=3)

    def _organisation_height(self, unit: float) -> float:
        return 3.5 * unit * len(self._organisation(unit))

    def _right_width(self, unit: float) -> float:
        lines = self._organisation(unit)
        own = max((width_mm(one, _ORGANISATION * unit, weight=600) for one in lines), default=0.0)
        if self.logo is not None:
            own += self.logo.width(_LOGO * unit) + 2.5 * unit
        return own + 6.0 * unit if own else 0.0


def _write(canvas: Canvas, room: float, y: float, line: str, style: Type) -> None:
    """Write a line from the side that its script begins on."""
    if is_right_to_left(line):
        canvas.window.text(room, y, line, style, across="right")
    else:
        canvas.window.text(0, y, line, style)
