"""The blocks beside or below the map: key figures, legend, timeline.

A block knows how high it is at a width before it is drawn, so that a page can be laid out.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np
import numpy.typing as npt

from dashboard.exports.static_map.sheet import Canvas, Pen, Type
from dashboard.exports.static_map.typesetting import height_mm, width_mm, wrapped

_HEAD: Final = 6.6
_TEXT: Final = 6.2
_LINE: Final = 2.75
Days = npt.NDArray[np.datetime64]


class Block(Protocol):
    """Something with a height that can be drawn."""

    def height(self, width: float, unit: float) -> float:
        """Return how high it is, mm."""

    def draw(self, canvas: Canvas) -> None:
        """Draw it from the top of a canvas of its height."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A small heading with a rule under it."""

    text: str

    def height(self, width: float, unit: float) -> float:
        """See `Block`."""
        del width
        return 4.3 * unit

    def draw(self, canvas: Canvas) -> None:
        """See `Block`."""
        window, look, unit = canvas.window, canvas.look, canvas.unit
        style = Type(_HEAD * unit, look.accent, 600)
        window.text(0, window.height - height_mm(style.points), self.text.upper(), style)
        rule = window.height - height_mm(style.points) - 1.0 * unit
        window.line([(0, rule), (window.width, rule)], Pen(look.rule, 0.6))


@dataclass(frozen=True, slots=True)
class Figures:
    """Large numbers with what they count, and sentences under them."""

    numbers: Sequence[tuple[str, str]]
    sentences: Sequence[str]

    def height(self, width: float, unit: float) -> float:
        """See `Block`."""
        text = sum(len(self._lines(one, width, unit)) for one in self.sentences)
        gaps = 0.9 * len(self.sentences)
        return (len(self.numbers) * 6.1 + text * _LINE + gaps + 0.6) * unit

    def draw(self, canvas: Canvas) -> None:
        """See `Block`."""
        window, look, unit = canvas.window, canvas.look, canvas.unit
        y = window.height
        big = Type(13.0 * unit, look.ink, 600)
        for number, what in self.numbers:
            y -= 6.1 * unit
            base = y + 1.9 * unit
            points = big.points
            most = window.width * 0.62
            points = min(points, points * most / width_mm(number, points, weight=600))
            window.text(0, base, number, Type(points, look.ink, 600))
            left = max(width_mm(number, points, weight=600) + 1.3 * unit, 0)
            room = window.width - left
            lines = wrapped(what, room, _TEXT * unit, most=2)
            style = Type(_TEXT * unit, look.soft_ink)
            for number_of_line, line in enumerate(lines):
                up = base + (len(lines) - 1 - number_of_line) * 2.45 * unit
                window.text(left, up - (0.5 * unit if len(lines) > 1 else 0), line, style)
        for sentence in self.sentences:
            y -= 0.9 * unit
            for line in self._lines(sentence, window.width, unit):
                y -= _LINE * unit
                window.text(0, y + 0.8 * unit, line, Type(_TEXT * unit, look.ink, 500))

    @staticmethod
    def _lines(sentence: str, width: float, unit: float) -> list[str]:
        return wrapped(sentence, width, _TEXT * unit, weight=500, most=4)


Picture = Callable[[Canvas, float, float], None]


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the legend: a picture around a point, and what it stands for.

    Attributes:
        picture: draws it, given a canvas and the middle of the picture.
        text: beside it.
        reach: half the height of the picture, mm on A4.

    """

    picture: Picture
    text: str
    reach: float = 1.5


@dataclass(frozen=True, slots=True)
class Legend:
    """Every symbol that the map draws, in one or two columns."""

    entries: Sequence[Entry]
    columns: int = 1

    def height(self, width: float, unit: float) -> float:
        """See `Block`."""
        return max(
            (sum(self._heights(column, width, unit)) for column in self._parted(width, unit)),
            default=0.0,
        )

    def draw(self, canvas: Canvas) -> None:
        """See `Block`."""
        window, look, unit = canvas.window, canvas.look, canvas.unit
        wide = self._width(window.width, unit)
        for number, column in enumerate(self._parted(window.width, unit)):
            y = window.height
            left = number * (wide + 3 * unit)
            for entry, high in zip(column, self._heights(column, window.width, unit), strict=True):
                y -= high
                middle = y + high / 2
                entry.picture(canvas, left + 4.0 * unit, middle)
                lines = self._lines(entry, window.width, unit)
                top = middle + (len(lines) - 1) * 2.5 * unit / 2 - height_mm(_TEXT * unit) / 2
                for line_number, line in enumerate(lines):
                    window.text(
                        left + 9.0 * unit,
                        top - line_number * 2.5 * unit,
                        line,
                        Type(_TEXT * unit, look.ink),
                    )

    def _parted(self, width: float, unit: float) -> list[Sequence[Entry]]:
        if self.columns == 1:
            return [self.entries]
        heights = self._heights(self.entries, width, unit)
        half = sum(heights) / 2
        cut = int(np.searchsorted(np.cumsum(heights), half)) + 1
        return [self.entries[:cut], self.entries[cut:]]

    def _width(self, width: float, unit: float) -> float:
        return (width - 3 * unit * (self.columns - 1)) / self.columns

    def _heights(self, entries: Sequence[Entry], width: float, unit: float) -> list[float]:
        return [
            max(
                len(self._lines(entry, width, unit)) * 2.5 * unit + 1.15 * unit,
                (2 * entry.reach + 0.9) * unit,
            )
            for entry in entries
        ]

    def _lines(self, entry: Entry, width: float, unit: float) -> list[str]:
        room = self._width(width, unit) - 9.0 * unit
        return wrapped(entry.text, room, _TEXT * unit, most=5)


@dataclass(frozen=True, slots=True)
class Timeline:
    """Bars of how many incidents happened when."""

    days: Days
    """First days of incidents, without missing ones."""

    def height(self, width: float, unit: float) -> float:
        """See `Block`."""
        del width
        return 17.5 * unit

    def draw(self, canvas: Canvas) -> None:
        """See `Block`."""
        window, look, unit = canvas.window, canvas.look, canvas.unit
        word, edges, counts = binned(self.days)
        base, top = 3.4 * unit, window.height - 3.2 * unit
        left, right = 0.0, window.width
        most = max(int(counts.max()), 1)
        step = (right - left) / len(counts)
        small = Type(5.2 * unit, look.soft_ink)
        for number, count in enumerate(counts):
            if count:
                high = max((top - base) * count / most, 0.25 * unit)
                gap = min(step * 0.16, 0.5 * unit)
                window.box(left + number * step + gap / 2, base, step - gap, high, look.accent)
        window.line([(left, base), (right, base)], Pen(look.soft_ink, 0.5))
        highest = int(counts.argmax())
        at = left + (highest + 0.5) * step
        label = f"{most:,} a {word}" if most > 1 else f"1 a {word}"
        reach = width_mm(label, small.points) / 2
        window.text(
            min(max(at, left + reach), right - reach),
            top + 0.7 * unit,
            label,
            small,
            across="center",
        )
        first, last = _edge_names(edges, word)
        window.text(left, 0.6 * unit, first, small)
        if last != first:
            window.text(right, 0.6 * unit, last, small, across="right")


def binned(days: Days) -> tuple[str, Days, npt.NDArray[np.int64]]:
    """Return days, weeks, months or years with the number of incidents in each.

    Returns:
        The word for a bar, the first day of each, their counts.

    """
    first, last = days.min(), days.max()
    span = int((last - first).astype(int)) + 1
    word, code = next(
        (word, code)
        for word, code, most in (
            ("day", "D", 62), ("week", "W", 62 * 7), ("month", "M", 62 * 31), ("year", "Y", 1e9),
        )
        if span <= most
    )  # fmt: skip
    if code == "W":
        # Weeks begin on Monday; the first of January 1970 was a Thursday.
        numbers = (days.astype("datetime64[D]").astype(int) + 3) // 7
        low = int(numbers.min())
        counts = np.bincount(numbers - low)
        edges = ((np.arange(len(counts)) + low) * 7 - 3).astype("datetime64[D]")
        return word, edges, counts
    numbers = days.astype(f"datetime64[{code}]").astype(int)
    low = int(numbers.min())
    counts = np.bincount(numbers - low)
    edges = (np.arange(len(counts)) + low).astype(f"datetime64[{code}]").astype("datetime64[D]")
    return word, edges, counts


def _edge_names(edges: Days, word: str) -> tuple[str, str]:
    names = []
    for edge in (edges[0], edges[-1]):
        day = edge.astype(object)
        if word == "year":
            names.append(f"{day:%Y}")
        elif word == "month":
            names.append(f"{day:%b %Y}")
        else:
            names.append(f"{day.day} {day:%b %Y}")
    return names[0], names[1]
