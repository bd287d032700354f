"""Which names a map bears: countries, places of marks, seas, towns, divisions, in this order.

A place whose letters no font here has is not named; `unwritable` tells how many those are.
"""

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from dashboard.exports.static_map.background import Background, boundaries
from dashboard.exports.static_map.extent import Frame
from dashboard.exports.static_map.labels import Name, Room, place
from dashboard.exports.static_map.marks import Marks
from dashboard.exports.static_map.sea_names import sea_names
from dashboard.exports.static_map.sheet import Canvas, Pen, Type
from dashboard.exports.static_map.typesetting import clean, is_writable, width_mm
from dashboard.map.basemap import WORLD_UNITS, basemap_table, country_names
from geodata.folding import fold
from geodata.gazetteer import Gazetteer

_SAME_PLACE_MM: Final = 12.0
_LONGEST_NAME: Final = 34
# A town's name for so many mm² of a map on A4.
_ROOM_OF_A_TOWN: Final = 520.0
# A country is named when a circle of this radius fits into what is seen of it, mm on A4.
_LEAST_COUNTRY: Final = 3.4
# Seats of smaller places, such as those of dependencies, are named like any town.
_CAPITAL_POPULATION: Final = 30_000
_SMALL_SCALE_KM: Final = 5_000.0
_CAPITAL_FROM_AFAR: Final = 300_000


def draw_names(  # noqa: PLR0913 - what is drawn, and where there is room
    canvas: Canvas,
    frame: Frame,
    under: Background,
    marks: Marks,
    room: Room,
    *,
    only_marks: bool = False,
) -> bool:
    """Write as many names as there is room for, and return whether a capital is among them.

    Args:
        canvas: to draw on.
        frame: of the map.
        under: what is drawn of countries and divisions.
        marks: whose places are named before towns.
        room: that is taken by what is drawn.
        only_marks: as tiles have the other names.

    """
    for name in () if only_marks else _countries(canvas, under):
        place(canvas.window, name, room)
    named: list[tuple[float, float, str]] = []
    for name, key in _places(canvas, marks):
        if not _is_near(named, name, key) and place(canvas.window, name, room):
            named.append((name.x, name.y, key))
    if only_marks:
        return False
    for name in sea_names(canvas, frame, under):
        place(canvas.window, name, room)
    return _name_towns(canvas, frame, under, room, named)


def _name_towns(
    canvas: Canvas,
    frame: Frame,
    under: Background,
    room: Room,
    named: list[tuple[float, float, str]],
) -> bool:
    """Name towns, then divisions, beside what is `named`; return whether one is a capital."""
    capitals = False
    left = max(3, int(frame.width * frame.height / (_ROOM_OF_A_TOWN * canvas.unit**2)))
    for name, key, capital in _towns(canvas, frame):
        if left == 0:
            break
        dot = (name.x - 0.6, name.y - 0.6, name.x + 0.6, name.y + 0.6)
        if _is_near(named, name, key) or not room.is_free(dot):
            continue
        if place(canvas.window, name, room):
            left -= 1
            capitals |= capital
            named.append((name.x, name.y, key))
            draw_town(canvas, name.x, name.y, capital=capital)
            room.take(dot)
    for name in _divisions(canvas, frame, under):
        place(canvas.window, name, room)
    return capitals


def unwritable(names: npt.NDArray[np.object_]) -> int:
    """Return how many different names have letters for which there is no font."""
    return sum(not is_writable(name) for name in pd.unique(names) if name)


def draw_town(canvas: Canvas, x: float, y: float, *, capital: bool) -> None:
    """Draw the dot of a town, or the square of a capital."""
    half = (0.55 if capital else 0.4) * canvas.unit
    look = canvas.look
    pen = Pen(look.halo, 0.5)
    corner = 0.0 if capital else half
    canvas.window.box(x - half, y - half, 2 * half, 2 * half, look.town_ink, pen=pen, corner=corner)


def _countries(canvas: Canvas, under: Background) -> Iterator[Name]:
    """Yield the names of countries, where most of them is seen, the largest first."""
    look, unit = canvas.look, canvas.unit
    window = canvas.window
    style = Type(7.2 * unit, look.country_ink, 500, halo=look.halo)
    found = []
    for iso3, shapes in under.countries:
        seen = shapely.get_parts(shapely.clip_by_rect(shapes, 0, 0, window.width, window.height))
        seen = seen[shapely.area(seen) > (_LEAST_COUNTRY * unit) ** 2 * np.pi]
        if len(seen):
            found.append((iso3, seen[np.argmax(shapely.area(seen))]))
    names = country_names(iso3 for iso3, _ in found)
    for iso3, shape in sorted(found, key=lambda one: -float(shapely.area(one[1]))):
        if iso3 not in names:
            continue
        coarse = shapely.simplify(shape, 0.6, preserve_topology=True)
        if coarse.geom_type != "Polygon":
            continue
        radius = shapely.maximum_inscribed_circle(coarse, tolerance=1.0)
        reach = float(shapely.length(radius))
        if reach < _LEAST_COUNTRY * unit:
            continue
        x, y = shapely.get_coordinates(radius)[0]
        text = names[iso3].upper()
        words = text.split()
        narrow = width_mm(text, style.points, weight=500) > reach * 2.6
        lines = _halved(words) if narrow and len(words) > 1 else (text,)
        yield Name(lines, float(x), float(y), style, spots=_around(float(x), float(y), reach))


def _around(x: float, y: float, reach: float) -> list[tuple[float, float]]:
    steps = ((0, 0.5), (0, -0.5), (0.4, 0), (-0.4, 0), (0, 0.8), (0, -0.8), (0.6, 0.6),
             (-0.6, -0.6), (0.6, -0.6), (-0.6, 0.6))  # fmt: skip
    return [(x + across * reach, y + up * reach) for across, up in steps]


def _halved(words: list[str]) -> tuple[str, ...]:
    half = (len(words) + 1) // 2
    return " ".join(words[:half]), " ".join(words[half:])


def _places(canvas: Canvas, marks: Marks) -> Iterator[tuple[Name, str]]:
    """Yield the names of the places of marks, those with most incidents first."""
    look, unit = canvas.look, canvas.unit
    style = Type(6.4 * unit, look.ink, 600, halo=look.halo)
    weight = marks.count + np.sqrt(np.nan_to_num(marks.killed))
    for number in np.argsort(-weight, kind="stable"):
        text = marks.names[number]
        if not text or not is_writable(text):
            continue
        shown = clean(str(text))
        if len(shown) > _LONGEST_NAME:
            shown = f"{shown[: _LONGEST_NAME - 1].rstrip()}…"
        radius = float(marks.radius[number])
        name = Name((shown,), float(marks.x[number]), float(marks.y[number]), style, radius)
        yield name, fold(str(text))


def _towns(canvas: Canvas, frame: Frame) -> Iterator[tuple[Name, str, bool]]:
    """Yield towns, capitals first, then the largest first."""
    look, unit = canvas.look, canvas.unit
    table = basemap_table()
    near, x, y = _towns_within(frame, table)
    least = _CAPITAL_FROM_AFAR if frame.km_across() > _SMALL_SCALE_KM else _CAPITAL_POPULATION
    capital = table["city_capital"][near] & (table["city_population"][near] >= least)
    for at in np.argsort(~capital, kind="stable"):
        text = str(table["city_names"][near[at]])
        if not is_writable(text):
            continue
        is_capital = bool(capital[at])
        size, weight = (6.2, 500) if is_capital else (5.6, 400)
        style = Type(size * unit, look.town_ink, weight, halo=look.halo)
        name = Name((text,), float(x[at]), float(y[at]), style, 0.5 * unit)
        yield name, fold(text), is_capital


def _towns_within(frame: Frame, table: dict[str, Any]) -> tuple[npt.NDArray[np.int64], Any, Any]:
    longitude = table["city_x"] / WORLD_UNITS * 360 - 180
    latitude = np.degrees(np.arctan(np.sinh(np.pi * (1 - 2 * table["city_y"] / WORLD_UNITS))))
    west, south, east, north = frame.window()
    turned = np.mod(longitude - west, 360) + west
    near = np.flatnonzero((turned <= east) & (latitude >= south) & (latitude <= north))
    x, y = frame.place(longitude[near], latitude[near])
    inside = (x > 1) & (x < frame.width - 1) & (y > 1) & (y < frame.height - 1)
    return near[inside], x[inside], y[inside]


def _divisions(canvas: Canvas, frame: Frame, under: Background) -> Iterable[Name]:
    """Return the names of first-level divisions into which they fit, the widest first."""
    style = Type(5.0 * canvas.unit, canvas.look.division_ink, italic=True, halo=canvas.look.halo)
    found = []
    for place_id in under.division_ids:
        known = _gazetteer().place(place_id)
        area = boundaries().area(place_id)
        if known is None or area is None:
            continue
        x, y = (float(one[0]) for one in frame.place([known.longitude], [known.latitude]))
        if not (0 < x < frame.width and 0 < y < frame.height):
            continue
        left, bottom, right, top = shapely.bounds(area)
        corners, _ = frame.place([left, right], [(bottom + top) / 2] * 2)
        wide = abs(float(corners[1] - corners[0]))
        text = known.name
        if not is_writable(text):
            continue
        if width_mm(text, style.points, italic=True) < wide * 0.9:
            spots = [(x, y + step * canvas.unit) for step in (2.5, -2.5, 5, -5)]
            found.append((-wide, Name((text,), x, y, style, spots=spots)))
    return [name for _, name in sorted(found, key=lambda one: (one[0], one[1].lines))]


@cache
def _gazetteer() -> Gazetteer:
    return Gazetteer.open()


def _is_near(named: Iterable[tuple[float, float, str]], name: Name, key: str) -> bool:
    """Return whether the same name stands near already."""
    return any(
        other == key and abs(x - name.x) < _SAME_PLACE_MM and abs(y - name.y) < _SAME_PLACE_MM
        for x, y, other in named
    )
