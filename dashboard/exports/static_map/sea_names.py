"""The names of seas, where they are seen wide enough, in the middle of the widest water."""

from collections.abc import Iterator
from functools import cache
from typing import Final

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from dashboard.exports.static_map.background import Background, boundaries, cut_out
from dashboard.exports.static_map.extent import Box, Frame
from dashboard.exports.static_map.labels import Name
from dashboard.exports.static_map.sheet import Canvas, Type
from dashboard.exports.static_map.typesetting import width_mm
from geodata.gazetteer import Gazetteer

# As GeoNames calls them: gulfs, bays, seas, straits and the like.
_WATER: Final = ("H.GULF", "H.BAY", "H.SEA", "H.OCN")
# Of a gulf that is better known by another name.
_RARE: Final = frozenset({"Mekran Sea"})
# Names with none of these words are of parts of seas, such as the waters off a coast.
_WORDS: Final = frozenset({"Sea", "Ocean", "Gulf", "Bay", "Bight"})
# Outlines of seas are rough, and names do not need more.
_DETAIL: Final = 1.2
# Mm: to a grid, the union of rough shapes cannot fail.
_GRID: Final = 0.01
# Into less water no name fits, mm².
_LEAST_AREA: Final = 60.0
# Shares of the smaller, or of the larger one.
_SAME, _PART = 0.3, 0.15
_SPOTS: Final = ((0, 0), (0, 3.5), (0, -3.5), (4, 0), (-4, 0), (0, 7), (0, -7))


def sea_names(canvas: Canvas, frame: Frame, under: Background) -> Iterator[Name]:
    """Yield the names of seas that fit into the water that is seen of them, the widest first.

    Args:
        canvas: to draw on.
        frame: of the map.
        under: what is drawn of land.

    """
    unit = canvas.unit
    style = Type(6.4 * unit, canvas.look.water_ink, italic=True, halo=canvas.look.water)
    found = []
    land = shapely.make_valid(shapely.simplify(under.land, _DETAIL))
    tree, window = shapely.STRtree(land), frame.window()
    for name, shape in _seas():
        seen = _seen(shape, frame, window)
        if seen is None:
            continue
        # Of the land, only what lies where the sea is.
        near = _united(shapely.clip_by_rect(land[tree.query(seen)], *shapely.bounds(seen)))
        circle = _widest(shapely.difference(seen, near, grid_size=_GRID))
        if circle is None:
            continue
        x, y, reach = circle
        lines = _lines(name, reach * 2, style)
        if lines:
            spots = [(x + across * unit, y + up * unit) for across, up in _SPOTS]
            found.append((-reach, Name(lines, x, y, style, spots=spots), shape))
    yielded: list[BaseGeometry] = []
    for _, known, shape in sorted(found, key=lambda one: (one[0], one[1].lines)):
        if not any(_is_much_the_same(shape, other) for other in yielded):
            yielded.append(shape)
            yield known


def _lines(name: str, width: float, style: Type) -> tuple[str, ...]:
    """Return a name in one line or two that a width holds; none where it holds neither."""
    first, _, last = name.rpartition(" ")
    for lines in ((name,), (first, last)):
        if max(width_mm(one, style.points, italic=True) for one in lines) <= width:
            return lines
    return ()


def _is_much_the_same(one: BaseGeometry, other: BaseGeometry) -> bool:
    """Return whether two outlines are of one water under two names, and not of a part of it."""
    areas = sorted((float(one.area), float(other.area)))
    common = float(shapely.intersection(one, other).area)
    return common > areas[0] * _SAME and areas[0] > areas[1] * _PART


@cache
def _seas() -> tuple[tuple[str, BaseGeometry], ...]:
    """Return names and outlines (degrees) of the seas that the program knows."""
    with Gazetteer.open() as gazetteer:
        known = [(one, gazetteer.place(one)) for one in boundaries().place_ids("supplement")]
    shapes = [
        (place.name, boundaries().area(place_id))
        for place_id, place in known
        if place is not None
        and str(place.feature).startswith(_WATER)
        and place.name not in _RARE
        and not _WORDS.isdisjoint(place.name.split())
    ]
    return tuple((name, shape) for name, shape in shapes if shape is not None)


def _seen(shape: BaseGeometry, frame: Frame, window: Box) -> BaseGeometry | None:
    """Return what is seen of a sea, mm; None where nothing is."""
    parts = cut_out(np.array([shape], dtype=object), window)
    if not len(parts):
        return None
    drawn = frame.drawn(shapely.segmentize(parts, 1.0))
    drawn = drawn[np.isfinite(shapely.bounds(drawn)).all(axis=1)]
    cut = shapely.clip_by_rect(drawn, 0, 0, frame.width, frame.height)
    if shapely.area(cut).sum() < _LEAST_AREA:
        return None
    return _united(cut)


def _united(shapes: npt.NDArray[np.object_]) -> BaseGeometry:
    """Return the union of shapes that may be invalid after they were cut."""
    return shapely.union_all(shapely.make_valid(shapes), grid_size=_GRID)


def _widest(water: BaseGeometry) -> tuple[float, float, float] | None:
    """Return middle and radius of the largest circle in some water."""
    parts = shapely.get_parts(shapely.simplify(water, _DETAIL))
    areas = shapely.area(parts)
    if not len(areas) or areas.max() < _LEAST_AREA:
        return None
    largest = parts[areas.argmax()]
    radius = shapely.maximum_inscribed_circle(largest, tolerance=1.0)
    x, y = shapely.get_coordinates(radius)[0]
    return float(x), float(y), float(shapely.length(radius))
