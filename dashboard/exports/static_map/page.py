"""A page: its head, its maps, the blocks beside or below them, its foot."""

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import numpy.typing as npt

from dashboard.exports.static_map import map_window
from dashboard.exports.static_map.blocks import Block, Figures, Heading, Legend, Timeline
from dashboard.exports.static_map.colours import STYLES, Colours
from dashboard.exports.static_map.extent import Extent, Frame
from dashboard.exports.static_map.heading import Head
from dashboard.exports.static_map.legend import entries_of
from dashboard.exports.static_map.locator import draw_locator
from dashboard.exports.static_map.map_window import Shown
from dashboard.exports.static_map.marks import Scale
from dashboard.exports.static_map.options import SLIDES, MapOptions
from dashboard.exports.static_map.sheet import Canvas, Pen, Sheet, Type
from dashboard.exports.static_map.typesetting import clean, wrapped

Box = tuple[float, float, float, float]

_A4_MM2: Final = 210.0 * 297.0
# Text grows slower than paper: a poster is read from nearer than it is large.
_GROWTH: Final = 0.75
_SLIDE_GROWTH: Final = 1.3
# In millimetres on A4.
_MARGIN: Final = 9.0
_SIDE: Final = 54.0
_GAP: Final = 5.0
_BLOCK_GAP: Final = 3.6
_LEAST_GLOBE, _MOST_GLOBE = 18.0, 30.0
_DEGREES: Final = 3.4
_ENTRY: Final = 4.7
# Of the width below a map: key figures, and timeline; the legend has the rest.
_OUTER_SHARE: Final = 0.27
_PANEL_TITLE: Final = 7.4
_FOOT: Final = 5.0
_FOOT_LINE: Final = 2.15
_FOOT_LINES: Final = 9


@dataclass(frozen=True, slots=True)
class Words:
    """All that a page says besides its maps."""

    head: Head
    figures: Sequence[tuple[str, str]]
    sentences: Sequence[str]
    not_shown: str
    sources: str
    disclaimer: str
    projection: str
    produced: dt.date
    data_cut: dt.date | None


@dataclass(frozen=True, slots=True)
class Placed:
    """A map with its place on the page: left and bottom, mm."""

    title: str
    shown: Shown
    left: float
    bottom: float


@dataclass
class Page:
    """The page of some maps.

    Attributes:
        options: what was asked for.
        words: what it says.
        days: first days of incidents, for the timeline.
        extent: what is shown.
        entries: about how many entries the legend will have.
        sheet: to draw on.
        look: its colours.
        unit: its size, 1 for A4.
        map_box: where the maps go, with room for degrees around: left, bottom, width, height.

    """

    options: MapOptions
    words: Words
    days: npt.NDArray[np.datetime64]
    extent: Extent
    entries: int
    sheet: Sheet = field(init=False)
    look: Colours = field(init=False)
    unit: float = field(init=False)
    map_box: Box = field(init=False)

    def __post_init__(self) -> None:
        width, height = self.options.paper(wide=self.extent.wide)
        self.look = STYLES[self.options.style]
        self.unit = math.sqrt(width * height / _A4_MM2) ** _GROWTH
        if self.options.size in SLIDES:
            self.unit *= _SLIDE_GROWTH
        self.sheet = Sheet(width, height, self.look.paper, self.unit)
        self._margin = _MARGIN * self.unit
        self._inner = width - 2 * self._margin
        self._head = self.words.head.height(self._inner, self.unit)
        self._foot = self._foot_height()
        beside, below = self._map_box(beside=True), self._map_box(beside=False)
        # The blocks stand where they leave the map larger.
        self._beside = self._scale(beside) > self._scale(below)
        self.map_box = beside if self._beside else below

    def draw(self, maps: Sequence[Placed], scale: Scale) -> None:
        """Draw everything; the maps share their sizes."""
        capitals = False
        top = self.sheet.height - self._margin - self._head
        self.words.head.draw(self._canvas((self._margin, top, self._inner, self._head)))
        for number, one in enumerate(maps):
            frame = one.shown.frame
            canvas = self._canvas((one.left, one.bottom, frame.width, frame.height))
            capitals |= map_window.draw(canvas, one.shown, full=number == 0, degrees=not one.title)
            if one.title:
                style = Type(_PANEL_TITLE * self.unit, self.look.ink, 600)
                canvas.window.text(0, frame.height + 1.2 * self.unit, one.title, style)
        legend = Legend(entries_of([one.shown for one in maps], scale, capitals=capitals))
        if self._beside:
            self._draw_side(legend, maps[0].shown.frame)
        else:
            self._draw_strip(legend, maps[0].shown.frame)
        self._draw_foot()

    def _canvas(self, box: Box) -> Canvas:
        return Canvas(self.sheet.window(box), self.look, self.unit)

    def _scale(self, box: Box) -> float:
        """Return the scale of a map that fills a box, mm a metre."""
        left, bottom, right, top = self.extent.bounds
        return min(box[2] / (right - left), box[3] / (top - bottom))

    def _map_box(self, *, beside: bool) -> Box:
        bottom = self._margin + self._foot
        top = self.sheet.height - self._margin - self._head
        side = 0.0
        if beside:
            side = (_SIDE + _GAP) * self.unit
        else:
            bottom += self._strip_height() + _GAP * self.unit
        edge = _DEGREES * self.unit
        return (
            self._margin + edge,
            bottom + edge,
            self._inner - side - 2 * edge,
            top - bottom - 2 * edge,
        )

    def _strip_height(self) -> float:
        wide = (self._inner - 2 * _GAP * self.unit) * _OUTER_SHARE
        legend = (_ENTRY * math.ceil(self.entries / 2) + _BLOCK_GAP) * self.unit
        timeline = self._height_of(self._timeline(), wide)
        globe = 0.0 if self.extent.projection.world else (_LEAST_GLOBE + _BLOCK_GAP) * self.unit
        figures = self._height_of(self._figures(), wide)
        return max(figures, legend, timeline + globe) + 1.0 * self.unit

    def _draw_side(self, legend: Legend, frame: Frame) -> None:
        """Draw the blocks in a column at the right."""
        wide = _SIDE * self.unit
        left = self.sheet.width - self._margin - wide
        top = self.sheet.height - self._margin - self._head - 1.2 * self.unit
        bottom = self._margin + self._foot
        figures, timeline = self._figures(), self._timeline()
        height = self._height_of([*figures, *timeline], wide) + 2 * _BLOCK_GAP * self.unit
        entries: list[Block] = [Heading("Legend"), legend]
        if height + self._height_of(entries, wide) > top - bottom:
            entries[1] = Legend(legend.entries, columns=2)
        if height + self._height_of(entries, wide) > top - bottom:
            timeline = []
        top = self._stack([figures, timeline, entries], left, top, wide)
        room = min(top - bottom, _MOST_GLOBE * self.unit)
        if room > _LEAST_GLOBE * self.unit:
            self._locate(frame, left + (wide - room) / 2, bottom, room)

    def _draw_strip(self, legend: Legend, frame: Frame) -> None:
        """Draw the blocks side by side below the maps."""
        bottom, gap = self._margin + self._foot, _GAP * self.unit
        top = bottom + self._strip_height()
        wide = (self._inner - 2 * gap) * _OUTER_SHARE
        middle = self._inner - 2 * wide - 2 * gap
        self._stack([self._figures()], self._margin, top, wide)
        entries: list[Block] = [Heading("Legend"), Legend(legend.entries, columns=2)]
        self._stack([entries], self._margin + wide + gap, top, middle)
        left = self._margin + wide + middle + 2 * gap
        top = self._stack([self._timeline()], left, top, wide)
        room = min(top - bottom, _MOST_GLOBE * self.unit, wide)
        if room > _LEAST_GLOBE * self.unit:
            self._locate(frame, left + (wide - room) / 2, top - room, room)

    def _figures(self) -> list[Block]:
        return [Heading(self._heading()), Figures(self.words.figures, self.words.sentences)]

    def _heading(self) -> str:
        return "Key figures" if self.options.bbox is None else "Key figures of the area shown"

    def _timeline(self) -> list[Block]:
        several = len(self.days) and self.days.min() < self.days.max()
        return [Heading("Incidents over time"), Timeline(self.days)] if several else []

    def _height_of(self, blocks: Sequence[Block], wide: float) -> float:
        return sum(block.height(wide, self.unit) for block in blocks)

    def _stack(
        self, groups: Sequence[Sequence[Block]], left: float, top: float, wide: float
    ) -> float:
        """Draw blocks under one another; return where the next one may begin."""
        for group in groups:
            for block in group:
                high = block.height(wide, self.unit)
                top -= high
                block.draw(self._canvas((left, top, wide, high)))
            if group:
                top -= _BLOCK_GAP * self.unit
        return top

    def _locate(self, frame: Frame, left: float, bottom: float, size: float) -> None:
        if not frame.projection.world:
            draw_locator(self._canvas((left, bottom, size, size)), frame)

    def _foot_height(self) -> float:
        lines = max(len(column) for column in self._foot_columns())
        return (lines * _FOOT_LINE + 3.4) * self.unit

    def _foot_columns(self) -> list[list[str]]:
        wide = (self._inner - _GAP * self.unit) / 2
        words = self.words
        made = [f"Produced {_day(words.produced)}"]
        if words.data_cut:
            made.append(f"data as of {_day(words.data_cut)}")
        if self.options.author:
            made.append(f"author: {clean(self.options.author)}")
        left = [words.sources, words.not_shown, clean(self.options.note or "")]
        right = [words.disclaimer, f"{words.projection}; WGS 84. {'; '.join(made)}."]
        return [
            [
                line
                for text in column
                if text
                for line in wrapped(text, wide, _FOOT * self.unit, most=_FOOT_LINES)
            ]
            for column in (left, right)
        ]

    def _draw_foot(self) -> None:
        unit = self.unit
        canvas = self._canvas((self._margin, self._margin, self._inner, self._foot))
        top = self._foot - 1.4 * unit
        canvas.window.line([(0, top), (self._inner, top)], Pen(self.look.rule, 0.6))
        style = Type(_FOOT * unit, self.look.soft_ink)
        for column, left in zip(
            self._foot_columns(), (0.0, (self._inner + _GAP * unit) / 2), strict=True
        ):
            for number, line in enumerate(column):
                y = top - 0.4 * unit - (number + 1) * _FOOT_LINE * unit
                canvas.window.text(left, y, line, style)


def _day(day: dt.date) -> str:
    return f"{day.day} {day:%B %Y}"
