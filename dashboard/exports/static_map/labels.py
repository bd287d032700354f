"""Names on the map, placed one by one, the most important first, where nothing else stands."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from dashboard.exports.static_map.sheet import Type, Window
from dashboard.exports.static_map.typesetting import height_mm, width_mm

Floats = npt.NDArray[np.float64]
Rectangle = tuple[float, float, float, float]

_LINE: Final = 1.18
# Room that names keep from one another, mm.
_GAP: Final = 0.45
# Where a name may stand beside its mark: across and up, from -1 to 1; the best place first, as
# cartographers rank them (Imhof, 1975).
_BESIDE: Final = (
    (1, 0.35), (1, 0.0), (-1, 0.35), (1, -0.5), (-1, -0.3), (0, 1), (0, -1), (0.6, 1), (-0.6, 1),
    (0.6, -1), (-0.6, -1),
)  # fmt: skip


class Room:
    """Which parts of a map are taken; mm from its lower left corner."""

    def __init__(self, width: float, height: float) -> None:
        self._width, self._height = width, height
        self._taken = np.empty((64, 4))
        self._count = 0

    def take(self, rectangle: Rectangle) -> None:
        """Take a rectangle: left, bottom, right, top."""
        if self._count == len(self._taken):
            self._taken = np.concatenate([self._taken, np.empty_like(self._taken)])
        self._taken[self._count] = rectangle
        self._count += 1

    def take_all(self, rectangles: Iterable[Rectangle]) -> None:
        """Take several."""
        for rectangle in rectangles:
            self.take(rectangle)

    def is_free(self, rectangle: Rectangle) -> bool:
        """Return whether a rectangle lies within the map and touches nothing."""
        left, bottom, right, top = rectangle
        if left < _GAP or bottom < _GAP or right > self._width - _GAP or top > self._height - _GAP:
            return False
        taken = self._taken[: self._count]
        return not bool(
            (
                (taken[:, 0] < right)
                & (taken[:, 2] > left)
                & (taken[:, 1] < top)
                & (taken[:, 3] > bottom)
            ).any()
        )

    def taken_in(self, rectangle: Rectangle) -> int:
        """Return how many taken rectangles a rectangle touches."""
        left, bottom, right, top = rectangle
        taken = self._taken[: self._count]
        return int(
            (
                (taken[:, 0] < right)
                & (taken[:, 2] > left)
                & (taken[:, 1] < top)
                & (taken[:, 3] > bottom)
            ).sum()
        )


@dataclass(frozen=True, slots=True)
class Name:
    """A name to be placed.

    Attributes:
        lines: its text.
        x: of what it names, mm.
        y: of what it names, mm.
        style: how it is set.
        reach: half the size of what it stands beside; 0 when it stands on its place.
        spots: other places where it may stand, for areas.

    """

    lines: tuple[str, ...]
    x: float
    y: float
    style: Type
    reach: float = 0.0
    spots: Sequence[tuple[float, float]] = ()

    @property
    def size(self) -> tuple[float, float]:
        """Width and height, mm."""
        style = self.style
        wide = max(
            width_mm(line, style.points, weight=style.weight, italic=style.italic)
            for line in self.lines
        )
        high = height_mm(style.points)
        return wide, high * (1 + (len(self.lines) - 1) * _LINE * 1.45)


def place(window: Window, name: Name, room: Room) -> bool:
    """Write a name where there is room for it; return whether there was."""
    wide, high = name.size
    for across, up in _positions(name, wide, high):
        middle = up + high / 2
        rectangle = (
            across - wide / 2 - _GAP,
            up - _GAP - high * 0.25,
            across + wide / 2 + _GAP,
            up + high + _GAP + high * 0.1,
        )
        if room.is_free(rectangle):
            room.take(rectangle)
            window.text(
                across,
                middle if len(name.lines) > 1 else up,
                "\n".join(name.lines),
                name.style,
                across="center",
                up="center_baseline" if len(name.lines) > 1 else "baseline",
                spacing=_LINE,
            )
            return True
    return False


def _positions(name: Name, wide: float, high: float) -> Iterable[tuple[float, float]]:
    """Yield where the middle of the name's foot may come to lie."""
    if name.reach == 0:
        for x, y in ((name.x, name.y), *name.spots):
            yield x, y - high / 2
        return
    reach = name.reach * 1.06 + 0.75
    for across, up in _BESIDE:
        x = name.x + across * (reach + wide / 2 if abs(across) == 1 else wide / 2)
        if abs(up) == 1:
            y = name.y + (reach + 0.2 if up > 0 else -reach - high - 0.2)
        else:
            y = name.y - high / 2 + up * high
        yield x, y
