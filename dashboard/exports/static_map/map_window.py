"""One map in its frame: background, areas, marks, names, scale and north."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import shapely

from dashboard.exports.static_map import furniture, symbols
from dashboard.exports.static_map.background import Background, boundaries, cut_out, simplified
from dashboard.exports.static_map.colours import Colours
from dashboard.exports.static_map.extent import Frame
from dashboard.exports.static_map.labels import Name, Room, place
from dashboard.exports.static_map.marks import Marks
from dashboard.exports.static_map.rows import Area
from dashboard.exports.static_map.sheet import Pen, Type, Window, area_path, line_path
from dashboard.exports.static_map.typesetting import (
    clean,
    drawable,
    height_mm,
    width_mm,
)
from dashboard.exports.static_map.wording import killed_words
from dashboard.map.basemap import basemap_table
from geodata.folding import fold
from geodata.gazetteer import Gazetteer

_BADGE_POINTS: Final = 5.8
# With more areas than this, each has only its number of incidents.
_MOST_WORDED: Final = 12
_HATCH: Final = "////////"
_TOLL_HATCH: Final = "\\\\\\\\\\\\"
_SAME_PLACE_MM: Final = 4.0
_LONGEST_NAME: Final = 34
# A name for so many mm² of a map on A4.
_ROOM_OF_A_TOWN: Final = 420.0


@dataclass(frozen=True, slots=True)
class Shown:
    """What one map shows.

    Attributes:
        frame: where.
        background: under it.
        marks: on spots.
        areas: those that are not spots.

    """

    frame: Frame
    background: Background
    marks: Marks
    areas: Sequence[Area]


def draw(window: Window, shown: Shown, look: Colours, unit: float, *, full: bool = True) -> None:
    """Draw a map.

    Args:
        window: of the frame's size.
        shown: what it shows.
        look: the colours.
        unit: size of the page, 1 for A4.
        full: with scale and north; a small one of several has none of its own.

    """
    frame = shown.frame
    _draw_background(window, shown.background, look)
    furniture.draw_graticule(window, frame, look, unit)
    areas = [(area, _visible(area, frame)) for area in shown.areas]
    areas = [(area, shapes) for area, shapes in areas if len(shapes)]
    for area, shapes in areas:
        _draw_area(window, area, shapes, look, unit)
    room = Room(frame.width, frame.height)
    corners = _Corners(window, frame, look, unit, shown.marks) if full else None
    if corners is not None:
        corners.take(room)
    _draw_marks(window, shown.marks, look)
    room.take_all(_rectangles(shown.marks))
    if corners is not None:
        corners.draw()
    _draw_badges(window, areas, look, unit, room)
    _draw_names(window, shown, look, unit, room)
    if shown.background.globe is None:
        window.box(0, 0, frame.width, frame.height, None, pen=Pen(look.soft_ink, 0.7))


def _draw_background(window: Window, under: Background, look: Colours) -> None:
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
    ):
        path = line_path(shapes)
        if path is not None:
            window.stroke(path, pen)


def _visible(area: Area, frame: Frame) -> npt.NDArray[np.object_]:
    """Return the parts of an area in the frame, as drawn."""
    fine = shapely.segmentize(np.array([area.shape], dtype=object), 1.0)
    drawn = simplified(frame.drawn(cut_out(fine, frame.window())))
    known = drawn[np.isfinite(shapely.bounds(drawn)).all(axis=1)]
    cut = shapely.get_parts(shapely.clip_by_rect(known, 0, 0, frame.width, frame.height))
    return cut[~shapely.is_empty(cut)]


def _draw_area(
    window: Window, area: Area, shapes: npt.NDArray[np.object_], look: Colours, unit: float
) -> None:
    toll = bool(area.tolls) and not area.incidents
    colour = look.toll if toll else look.area
    path = line_path(shapes)
    if path is None:
        return
    if area.is_line:
        window.stroke(path, Pen(colour, 5.0 * unit, opacity=0.28))
        window.stroke(path, Pen(colour, 1.0 * unit, (5, 2.2)))
        return
    filled = area_path(shapes)
    if filled is not None:
        pattern = _TOLL_HATCH if toll else _HATCH
        window.fill(filled, colour, opacity=0.05)
        window.fill(filled, None, hatch=(pattern, f"{colour}66", 0.35))
    window.stroke(path, Pen(colour, 1.0 * unit, (4, 2)))


def _draw_marks(window: Window, marks: Marks, look: Colours) -> None:
    for number in range(len(marks)):
        at = (float(marks.x[number]), float(marks.y[number]))
        radius = float(marks.radius[number])
        shares = symbols.shares_of(marks.types[number])
        count = int(marks.count[number])
        if count > 1:
            symbols.draw_group(window, at, radius, look, shares, symbols.short_number(count))
        elif marks.talks[number]:
            symbols.draw_talks(window, at, radius * 1.25, look)
        else:
            symbols.draw_mark(
                window, at, radius, look,
                event_type=next(iter(shares)), hollow=bool(np.isnan(marks.killed[number])),
            )  # fmt: skip


def _rectangles(marks: Marks) -> Iterable[tuple[float, float, float, float]]:
    for x, y, radius, count, talks in zip(
        marks.x, marks.y, marks.radius, marks.count, marks.talks, strict=True
    ):
        top = y + radius * (2.9 if talks and count == 1 else 1.05)
        yield x - radius * 1.05, y - radius * 1.05, x + radius * 1.05, top


class _Corners:
    """Scale and arrow, each in the corner where fewest marks lie."""

    def __init__(
        self, window: Window, frame: Frame, look: Colours, unit: float, marks: Marks
    ) -> None:
        self._window, self._frame, self._look, self._unit = window, frame, look, unit
        self._angle = furniture.north(frame)
        self._has_scale = furniture.has_scale(frame)
        gap = 3.0 * unit
        wide, high = furniture.scale_size(frame, unit) if self._has_scale else (0.0, 0.0)
        arrow = (9.0 * unit, 12.5 * unit)
        low = [(gap, gap), (frame.width - wide - gap, gap)]
        self._scale = (*_freest(low, (wide, high), marks), wide, high)
        top = frame.height - arrow[1] - gap * 0.6
        high_corners = [(frame.width - arrow[0] - gap * 0.3, top), (gap * 0.3, top)]
        self._arrow = (*_freest(high_corners, arrow, marks), *arrow)

    def take(self, room: Room) -> None:
        """Keep names away."""
        for shown, (left, bottom, wide, high) in (
            (self._has_scale, self._scale),
            (self._angle is not None, self._arrow),
        ):
            if shown:
                room.take((left - 1, bottom - 1, left + wide + 1, bottom + high + 1))

    def draw(self) -> None:
        """Draw both."""
        if self._has_scale:
            window = self._window.part(*self._scale)
            furniture.draw_scale_bar(window, self._frame, self._look, self._unit)
        if self._angle is not None:
            window = self._window.part(*self._arrow)
            furniture.draw_north(window, self._angle, self._look, self._unit)


def _freest(
    corners: Sequence[tuple[float, float]], size: tuple[float, float], marks: Marks
) -> tuple[float, float]:
    def taken(corner: tuple[float, float]) -> int:
        left, bottom = corner
        near = (marks.x > left - 2) & (marks.x < left + size[0] + 2)
        near &= (marks.y > bottom - 2) & (marks.y < bottom + size[1] + 2)
        return int(near.sum())

    return min(corners, key=taken)


def _draw_badges(
    window: Window,
    areas: Sequence[tuple[Area, npt.NDArray[np.object_]]],
    look: Colours,
    unit: float,
    room: Room,
) -> None:
    worded = len(areas) <= _MOST_WORDED
    for area, shapes in areas:
        for lines, colour in _badges(area, look, worded=worded):
            _draw_badge(window, lines, colour, _spots_in(shapes, area), look, unit, room)


def _badges(area: Area, look: Colours, *, worded: bool) -> Iterable[tuple[list[str], str]]:
    if area.incidents:
        if worded:
            many = f"{area.incidents:,} incident{'s' * (area.incidents != 1)}"
            yield [one for one in (many, killed_words(area.killed)) if one], look.area
        else:
            yield [symbols.short_number(area.incidents)], look.area
    for toll in area.tolls[:2]:
        yield (["Toll", killed_words(toll) or "no number"] if worded else ["Toll"]), look.toll
    if area.talks:
        yield ["Talks"], look.types["talks"]


def _draw_badge(
    window: Window,
    lines: list[str],
    colour: str,
    spots: Sequence[tuple[float, float]],
    look: Colours,
    unit: float,
    room: Room,
) -> None:
    points = _BADGE_POINTS * unit
    step = 2.45 * unit
    wide = max(width_mm(line, points, weight=500) for line in lines) + 2.2 * unit
    high = step * len(lines) + 1.1 * unit
    free = next(
        (
            spot
            for spot in spots
            if room.is_free(
                (spot[0] - wide / 2, spot[1] - high / 2, spot[0] + wide / 2, spot[1] + high / 2)
            )
        ),
        None,
    )
    if free is None:
        # It is better to cover a name than to hide a number.
        free = spots[0]
    x, y = free
    room.take((x - wide / 2 - 0.6, y - high / 2 - 0.6, x + wide / 2 + 0.6, y + high / 2 + 0.6))
    window.box(
        x - wide / 2, y - high / 2, wide, high, look.paper,
        pen=Pen(colour, 0.8, (3, 1.6)), opacity=0.95, corner=0.8 * unit,
    )  # fmt: skip
    for number, line in enumerate(lines):
        base = y + high / 2 - 0.55 * unit - step * (number + 0.5) - height_mm(points) / 2
        window.text(
            x, base, line, Type(points, look.ink, 600 if number == 0 else 500), across="center"
        )


def _spots_in(shapes: npt.NDArray[np.object_], area: Area) -> list[tuple[float, float]]:
    """Return places in an area or on a line where a badge may stand, the best first."""
    if area.is_line:
        merged = shapely.get_parts(shapely.line_merge(shapely.union_all(shapes)))
        longest = merged[np.argmax(shapely.length(merged))]
        shares = [0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8]
        points = shapely.line_interpolate_point(longest, shares, normalized=True)
        return [(float(point.x), float(point.y)) for point in points]
    largest = shapes[np.argmax(shapely.area(shapes))]
    left, bottom, right, top = shapely.bounds(largest)
    middle = shapely.point_on_surface(largest)
    centre = shapely.centroid(largest)
    first = centre if shapely.contains(largest, centre) else middle
    across, up = np.meshgrid(np.linspace(left, right, 9)[1:-1], np.linspace(bottom, top, 9)[1:-1])
    inside = shapely.contains_xy(largest, across.ravel(), up.ravel())
    others = np.column_stack([across.ravel()[inside], up.ravel()[inside]])
    far = np.hypot(others[:, 0] - first.x, others[:, 1] - first.y)
    return [(first.x, first.y), *(tuple(one) for one in others[np.argsort(far, kind="stable")])]


def _draw_names(window: Window, shown: Shown, look: Colours, unit: float, room: Room) -> None:
    frame = shown.frame
    named: list[tuple[float, float, str]] = []
    for name in _country_names(frame, look, unit):
        place(window, name, room)
    for name, key in _mark_names(shown.marks, look, unit):
        if not _is_near(named, name.x, name.y, key) and place(window, name, room):
            named.append((name.x, name.y, key))
    left = max(3, int(frame.width * frame.height / (_ROOM_OF_A_TOWN * unit**2)))
    for name, key, capital in _towns(frame, look, unit):
        if left == 0:
            break
        if _is_near(named, name.x, name.y, key) or not room.is_free(
            (name.x - 0.5, name.y - 0.5, name.x + 0.5, name.y + 0.5)
        ):
            continue
        if place(window, name, room):
            left -= 1
            named.append((name.x, name.y, key))
            draw_town(window, name.x, name.y, look, unit, capital=capital)
            room.take((name.x - 0.6, name.y - 0.6, name.x + 0.6, name.y + 0.6))
    for name in _division_names(shown, look, unit):
        place(window, name, room)


def draw_town(
    window: Window, x: float, y: float, look: Colours, unit: float, *, capital: bool
) -> None:
    """Draw the dot of a town, or the square of a capital."""
    half = (0.55 if capital else 0.4) * unit
    pen = Pen(look.halo, 0.5)
    if capital:
        window.box(x - half, y - half, 2 * half, 2 * half, look.town_ink, pen=pen)
    else:
        window.box(x - half, y - half, 2 * half, 2 * half, look.town_ink, pen=pen, corner=half)


def _country_names(frame: Frame, look: Colours, unit: float) -> Iterable[Name]:
    table = basemap_table()
    style = Type(7.2 * unit, look.country_ink, 500, halo=look.halo)
    places = table["country_places"]
    longitude = (places[:, 0] - 0.5) * 360
    latitude = np.degrees(np.arctan(np.sinh(np.pi * (1 - 2 * places[:, 1]))))
    x, y = frame.place(longitude, latitude)
    # The radius is that of a circle in the country, in the units of Web Mercator's square.
    reach = places[:, 2] * 40_075_017 * np.cos(np.radians(latitude)) * frame.scale
    for number in range(len(places)):
        inside = 0 < x[number] < frame.width and 0 < y[number] < frame.height
        if not inside or reach[number] < 3.2 * unit:
            continue
        text = str(table["country_names"][number]).upper()
        words = text.split()
        lines = (text,) if len(words) < 3 or reach[number] > 20 * unit else _halved(words)
        step = min(reach[number] * 0.45, 14 * unit)
        spots = [
            (float(x[number]) + across * step, float(y[number]) + up * step)
            for across, up in ((0, 0.7), (0, -0.7), (0.8, 0), (-0.8, 0), (0.7, 0.9), (-0.7, -0.9))
        ]
        yield Name(tuple(lines), float(x[number]), float(y[number]), style, spots=spots)


def _halved(words: Sequence[str]) -> tuple[str, ...]:
    half = (len(words) + 1) // 2
    return " ".join(words[:half]), " ".join(words[half:])


def _mark_names(marks: Marks, look: Colours, unit: float) -> Iterable[tuple[Name, str]]:
    weight = marks.count + np.sqrt(np.nan_to_num(marks.killed))
    for number in np.argsort(-weight, kind="stable"):
        text = marks.names[number]
        if not text:
            continue
        shown = drawable(clean(str(text)))
        if len(shown) > _LONGEST_NAME:
            shown = f"{shown[: _LONGEST_NAME - 1].rstrip()}…"
        style = Type(6.4 * unit, look.ink, 600, halo=look.halo)
        radius = float(marks.radius[number])
        name = Name((shown,), float(marks.x[number]), float(marks.y[number]), style, radius)
        yield name, fold(str(text))


def _towns(frame: Frame, look: Colours, unit: float) -> Iterable[tuple[Name, str, bool]]:
    table = basemap_table()
    units = 2**19
    longitude = table["city_x"] / units * 360 - 180
    latitude = np.degrees(np.arctan(np.sinh(np.pi * (1 - 2 * table["city_y"] / units))))
    west, south, east, north = frame.window()
    turned = np.mod(longitude - west, 360) + west
    near = np.flatnonzero((turned <= east) & (latitude >= south) & (latitude <= north))
    x, y = frame.place(longitude[near], latitude[near])
    inside = (x > 1) & (x < frame.width - 1) & (y > 1) & (y < frame.height - 1)
    near, x, y = near[inside], x[inside], y[inside]
    order = np.argsort(~table["city_capital"][near], kind="stable")
    for at in order:
        number = near[at]
        capital = bool(table["city_capital"][number])
        text = str(table["city_names"][number])
        style = Type((6.2 if capital else 5.6) * unit, look.town_ink, 500 if capital else 400,
                     halo=look.halo)  # fmt: skip
        yield Name((text,), float(x[at]), float(y[at]), style, 0.5 * unit), fold(text), capital


def _division_names(shown: Shown, look: Colours, unit: float) -> Iterable[Name]:
    frame = shown.frame
    style = Type(5.0 * unit, look.division_ink, italic=True, halo=look.halo)
    found = []
    for place_id in shown.background.division_ids:
        known = _gazetteer().place(place_id)
        area = boundaries().area(place_id)
        if known is None or area is None:
            continue
        x, y = frame.place([known.longitude], [known.latitude])
        if not (0 < x[0] < frame.width and 0 < y[0] < frame.height):
            continue
        left, bottom, right, top = shapely.bounds(area)
        corners = frame.place([left, right], [(bottom + top) / 2] * 2)
        wide = abs(float(corners[0][1] - corners[0][0]))
        text = drawable(known.name)
        if width_mm(text, style.points, italic=True) < wide * 0.9:
            found.append((-wide, Name((text,), float(x[0]), float(y[0]), style, spots=[
                (float(x[0]), float(y[0]) + step * unit) for step in (2.5, -2.5, 5, -5)
            ])))  # fmt: skip
    return [name for _, name in sorted(found, key=lambda one: (one[0], one[1].lines))]


@cache
def _gazetteer() -> Any:  # noqa: ANN401 - opened once, closed with the program
    return Gazetteer.open()


def _is_near(named: Iterable[tuple[float, float, str]], x: float, y: float, key: str) -> bool:
    return any(
        other == key and abs(at - x) < _SAME_PLACE_MM * 3 and abs(up - y) < _SAME_PLACE_MM * 3
        for at, up, other in named
    )


