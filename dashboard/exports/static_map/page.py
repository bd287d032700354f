"""A page: heading, maps, the blocks beside or below them, the foot."""

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from dashboard.exports.static_map import furniture, map_window, typesetting
from dashboard.exports.static_map.blocks import Block, Figures, Heading, Legend, Timeline
from dashboard.exports.static_map.colours import STYLES, Colours
from dashboard.exports.static_map.extent import Frame
from dashboard.exports.static_map.logo import Logo
from dashboard.exports.static_map.map_window import Shown
from dashboard.exports.static_map.options import SLIDES, MapOptions
from dashboard.exports.static_map.sheet import Pen, Sheet, Type
from dashboard.exports.static_map.typesetting import height_mm, width_mm, wrapped

_A4_MM2: Final = 210.0 * 297.0
# Text grows slower than paper: a poster is read from nearer than it is large.
_GROWTH: Final = 0.75
_SLIDE_GROWTH: Final = 1.3
_MARGIN: Final = 9.0
_SIDE: Final = 53.0
_GAP: Final = 5.0
_BLOCK_GAP: Final = 3.6
_TITLE: Final = (17.0, 15.0, 13.0, 11.0, 9.0, 7.5)
_TITLE_LINES: Final = 3
_FOOT: Final = 5.0
_FOOT_LINE: Final = 2.15
# Degrees are written outside a map's edge.
_DEGREES: Final = 3.4


@dataclass(frozen=True, slots=True)
class Words:
    """All that a page says besides its maps."""

    title: str
    subtitle: str
    figures: Sequence[tuple[str, str]]
    tolls: Sequence[str]
    not_shown: str
    sources: str
    disclaimer: str
    projection: str
    produced: dt.date
    data_cut: dt.date | None


@dataclass
class Page:
    """The page of some maps.

    Attributes:
        options: what was asked for.
        words: what it says.
        days: first days of incidents, for the timeline.
        logo: beside the heading, where there is one.
        wide: whether what is shown is wider than high.
        sheet: to draw on.

    """

    options: MapOptions
    words: Words
    days: np.ndarray
    logo: Logo | None
    wide: bool
    sheet: Sheet = field(init=False)
    look: Colours = field(init=False)
    unit: float = field(init=False)
    map_box: tuple[float, float, float, float] = field(init=False)

    def __post_init__(self) -> None:
        width, height = self.options.paper(wide=self.wide)
        self.look = STYLES[self.options.style]
        self.unit = math.sqrt(width * height / _A4_MM2) ** _GROWTH
        if self.options.size in SLIDES:
            self.unit *= _SLIDE_GROWTH
        self.sheet = Sheet(width, height, self.look.paper)
        self._head = self._heading_height()
        self._foot_lines = self._foot_columns()
        self._foot = (
            max(len(column) for column in self._foot_lines) * _FOOT_LINE + 2.6
        ) * self.unit
        self.map_box = self._map_box()

    @property
    def lies(self) -> bool:
        """Whether the page is wider than high: then the blocks stand beside the map."""
        return self.sheet.width > self.sheet.height

    def draw(self, maps: Sequence[tuple[str, Shown, tuple[float, float]]], legend: Legend) -> None:
        """Draw everything.

        Args:
            maps: the title of each, what it shows, and where its lower left corner lies, mm.
            legend: of them.

        """
        self._draw_heading()
        for title, shown, (left, bottom) in maps:
            frame = shown.frame
            window = self.sheet.window((left, bottom, frame.width, frame.height))
            map_window.draw(window, shown, self.look, self.unit, full=not title or maps[0][1] is shown)
            if title:
                style = Type(7.4 * self.unit, self.look.ink, 600)
                window.text(0, frame.height + 3.4 * self.unit, title, style)
        self._draw_blocks(legend, maps[0][1].frame)
        self._draw_foot()

    def _map_box(self) -> tuple[float, float, float, float]:
        """Return where the maps go, with room for degrees: left, bottom, width, height."""
        u, sheet = self.unit, self.sheet
        margin = _MARGIN * u
        bottom, top = margin + self._foot, sheet.height - margin - self._head
        side = 0.0
        if self.lies:
            side = (_SIDE + _GAP) * u
        else:
            bottom += self._strip_height() + _GAP * u
        edge = _DEGREES * u
        return (
            margin + edge,
            bottom + edge,
            sheet.width - 2 * margin - side - 2 * edge,
            top - bottom - 2 * edge,
        )

    def _strip_height(self) -> float:
        return min(60.0 * self.unit, self.sheet.height * 0.27)

    def _heading_height(self) -> float:
        lines, points = self._title_lines()
        high = len(lines) * height_mm(points) * 1.62
        return high + (5.4 if self.words.subtitle else 1.5) * self.unit + 2.4 * self.unit

    def _title_lines(self) -> tuple[list[str], float]:
        room = self.sheet.width - 2 * _MARGIN * self.unit - self._right_width()
        for size in _TITLE:
            points = size * self.unit
            lines = wrapped(self.words.title, room, points, weight=600)
            if len(lines) <= (1 if size == _TITLE[0] else 2 if size > 11 else _TITLE_LINES):  # noqa: PLR2004 - points
                return lines, points
        points = _TITLE[-1] * self.unit
        return wrapped(self.words.title, room, points, weight=600, most=6), points

    def _right_width(self) -> float:
        name = self.options.organisation
        own = min(width_mm(name, 8.0 * self.unit, weight=600), 60 * self.unit) if name else 0.0
        if self.logo is not None:
            own += self.logo.width(10.0 * self.unit) + 2 * self.unit
        return own + 5.0 * self.unit if own else 0.0

    def _draw_heading(self) -> None:
        u, look, sheet = self.unit, self.look, self.sheet
        window = sheet.window((0, 0, sheet.width, sheet.height))
        left, right = _MARGIN * u, sheet.width - _MARGIN * u
        lines, points = self._title_lines()
        step = height_mm(points) * 1.62
        from_right = typesetting.is_right_to_left(self.words.title)
        y = sheet.height - _MARGIN * u
        for line in lines:
            y -= step
            window.text(
                right - self._right_width() if from_right else left,
                y + step - height_mm(points),
                line,
                Type(points, look.ink, 600),
                across="right" if from_right else "left",
            )
        if self.words.subtitle:
            y -= 4.6 * u
            size = 8.6 * u
            room = right - left - self._right_width()
            text = wrapped(self.words.subtitle, room, size, most=1)[0]
            window.text(
                right - self._right_width()
                if from_right and typesetting.is_right_to_left(text)
                else left,
                y + 1.2 * u,
                text,
                Type(size, look.soft_ink),
                across="right" if from_right and typesetting.is_right_to_left(text) else "left",
            )
        rule = sheet.height - _MARGIN * u - self._head + 2.0 * u
        window.box(left, rule, right - left, 0.55 * u, look.accent)
        top = sheet.height - _MARGIN * u
        if self.logo is not None:
            high = 10.0 * u
            wide = self.logo.width(high)
            self.logo.draw(sheet, right - wide, top - high, wide, high)
            right -= wide + 2.0 * u
        if self.options.organisation:
            for line in wrapped(self.options.organisation, 60 * u, 8.0 * u, weight=600, most=3):
                top -= 3.4 * u
                window.text(right, top + 0.6 * u, line, Type(8.0 * u, look.ink, 600), across="right")

    def _draw_blocks(self, legend: Legend, frame: Frame) -> None:
        u = self.unit
        figures: list[Block] = [Heading("Key figures"), Figures(self.words.figures, self.words.tolls)]
        timeline: list[Block] = (
            [Heading("Incidents over time"), Timeline(self.days)] if len(self.days) else []
        )
        margin = _MARGIN * u
        if self.lies:
            wide = _SIDE * u
            left = self.sheet.width - margin - wide
            top = self.sheet.height - margin - self._head
            bottom = margin + self._foot
            top = self._stack([figures, timeline], left, top, wide)
            entries: list[Block] = [Heading("Legend"), legend]
            needed = sum(block.height(wide, u) for block in entries)
            if top - bottom < needed:
                entries[1] = legend = Legend(legend.entries, columns=2)
            top = self._stack([entries], left, top, wide)
            room = min(top - bottom - 1.0 * u, 30 * u, wide * 0.62)
            if room > 13 * u:
                self._locate(frame, left + (wide - room) / 2, bottom + 0.5 * u, room)
            return
        bottom = margin + self._foot
        strip = self._strip_height()
        top = bottom + strip
        whole = self.sheet.width - 2 * margin
        wide = (whole - 2 * _GAP * u) * 0.27
        legend_wide = whole - 2 * wide - 2 * _GAP * u
        self._stack([figures], margin, top, wide)
        two = Legend(legend.entries, columns=2)
        self._stack([[Heading("Legend"), two]], margin + wide + _GAP * u, top, legend_wide)
        left = margin + wide + legend_wide + 2 * _GAP * u
        top = self._stack([timeline], left, top, wide)
        room = min(top - bottom, 30 * u, wide)
        if room > 13 * u:
            self._locate(frame, left + (wide - room) / 2, bottom, room)

    def _stack(
        self, groups: Sequence[Sequence[Block]], left: float, top: float, wide: float
    ) -> float:
        """Draw blocks under one another; return where the next one may begin."""
        for group in groups:
            for block in group:
                high = block.height(wide, self.unit)
                top -= high
                block.draw(self.sheet.window((left, top, wide, high)), self.look, self.unit)
            if group:
                top -= _BLOCK_GAP * self.unit
        return top

    def _locate(self, frame: Frame, left: float, bottom: float, size: float) -> None:
        furniture.draw_locator(self.sheet.window((left, bottom, size, size)), frame, self.look)

    def _foot_columns(self) -> list[list[str]]:
        u = self.unit
        points = _FOOT * u
        whole = self.sheet.width - 2 * _MARGIN * u
        gap = _GAP * u
        wide = (whole - gap) / 2
        words = self.words
        made = [f"Produced {_day(words.produced)}"]
        if words.data_cut:
            made.append(f"data as of {_day(words.data_cut)}")
        if self.options.author:
            made.append(f"author: {typesetting.clean(self.options.author)}")
        left = [words.sources, words.not_shown, typesetting.clean(self.options.note or "")]
        right = [words.disclaimer, f"{words.projection}. {'; '.join(made)}."]
        return [
            [line for text in column if text for line in wrapped(text, wide, points, most=7)]
            for column in (left, right)
        ]

    def _draw_foot(self) -> None:
        u, sheet = self.unit, self.sheet
        window = sheet.window((0, 0, sheet.width, sheet.height))
        top = _MARGIN * u + self._foot - 2.0 * u
        left, right = _MARGIN * u, sheet.width - _MARGIN * u
        window.line([(left, top + 0.6 * u), (right, top + 0.6 * u)], Pen(self.look.rule, 0.6))
        style = Type(_FOOT * u, self.look.soft_ink)
        for column, x in zip(
            self._foot_lines, (left, left + (right - left + _GAP * u) / 2), strict=True
        ):
            for number, line in enumerate(column):
                y = top - (number + 1) * _FOOT_LINE * u + 0.2 * u
                window.text(x, y, line, style)


def _day(day: dt.date) -> str:
    return f"{day.day} {day:%B %Y}"

