"""What lies under the incidents, as it is drawn: land, borders, divisions, lakes, rivers.

Areas and borders come from `geodata.boundaries`, the shapes that incidents are placed by; lakes and
rivers from the table of the dashboard's map.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import shapely

from dashboard.exports.static_map.extent import Box, Frame
from dashboard.map.basemap import ArcKind, RingKind, basemap_table
from dashboard.map.mercator import MAX_LATITUDE
from geodata.boundaries import Boundaries
from geodata.boundary_profiles import (
    BoundaryProfile,
    LineStyle,
    disputed_lines,
    without_disputed,
)
from geodata.geometry_codec import COORDINATE_SCALE

Shapes = npt.NDArray[np.object_]
Floats = npt.NDArray[np.float64]

# Details smaller than this on paper are left out, mm.
_DETAIL: Final = 0.05
# Divisions are drawn on maps that show no more than this, km.
DIVISIONS_KM: Final = 4200.0
_RIVERS_KM: Final = 6000.0
# Islands and lakes smaller than this on paper are left out, mm².
_LEAST_AREA: Final = 0.02
_SEAM: Final = 1e-6
# Degrees beyond any that a window holds.
_FAR: Final = 1000


@dataclass(frozen=True, slots=True)
class Background:
    """The shapes under a map, in millimetres of its frame.

    Attributes:
        land: areas of all countries.
        focus: areas of the countries that the map is about.
        coasts: outlines of the land.
        borders: lines between countries.
        disputed: lines that the profile draws dashed.
        divisions: lines between first-level divisions.
        rivers: lines.
        lakes: areas.
        globe: the outline of the world, where its edge is seen.
        division_ids: of the divisions that are drawn.
        countries: ISO 3166-1 alpha-3 code and areas of each country.

    """

    land: Shapes
    focus: Shapes
    coasts: Shapes
    borders: Shapes
    disputed: Shapes
    divisions: Shapes
    rivers: Shapes
    lakes: Shapes
    globe: Any
    division_ids: tuple[str, ...]
    countries: tuple[tuple[str, Shapes], ...]


@cache
def boundaries() -> Boundaries:
    """Return the program's boundaries, opened once."""
    return Boundaries.open()


# Whoever changes the look of a map, or makes a file of its preview, draws the same land again.
@lru_cache(maxsize=4)
def background_of(frame: Frame, focus: frozenset[str], profile: BoundaryProfile) -> Background:
    """Return what lies under a map.

    Args:
        frame: of the map.
        focus: ISO 3166-1 alpha-3 codes of the countries that the map is about.
        profile: how disputed boundaries are drawn.

    """
    window = frame.window()
    near = _divisions_near(window)
    countries = sorted({one.iso3 for one in near} | _undivided())
    drawn = [_areas(frame, window, [f"country:{iso3}"]) for iso3 in countries]
    named = tuple((iso3, land) for iso3, (land, _) in zip(countries, drawn, strict=True))
    divisions: Shapes = np.array([], dtype=object)
    division_ids: tuple[str, ...] = ()
    if frame.km_across() <= DIVISIONS_KM:
        division_ids = tuple(sorted({one.admin1_id for one in near}))
        divisions = _division_lines(frame, window, division_ids)
    rivers, lakes = _waters(frame, window)
    return Background(
        land=_joined(land for _, land in named),
        focus=_joined(land for iso3, land in named if iso3 in focus),
        coasts=simplified(
            frame.drawn(without_disputed(_joined(outlines for _, outlines in drawn)))
        ),
        borders=_joined(
            [
                _borders(frame, window, set(countries)),
                _disputed(frame, window, profile, LineStyle.SOLID),
            ]
        ),
        disputed=_disputed(frame, window, profile, LineStyle.DASHED),
        divisions=divisions,
        rivers=rivers,
        lakes=lakes,
        globe=_globe(frame),
        division_ids=division_ids,
        countries=named,
    )


@cache
def _undivided() -> frozenset[str]:
    """Return the countries that have no divisions, such as islands far off; they are few."""
    divided = {one.iso3 for one in boundaries().divisions_within(-180, -90, 180, 90)}
    known = {place_id.partition(":")[2] for place_id in boundaries().place_ids("country")}
    return frozenset(known - divided)


def _joined(shapes: Iterable[Shapes]) -> Shapes:
    return np.concatenate([np.array([], dtype=object), *shapes])


def _divisions_near(window: Box) -> list[Any]:
    west, south, east, north = window
    return [
        one
        for shift in (-360, 0, 360)
        for one in boundaries().divisions_within(west + shift, south, east + shift, north)
    ]


def _areas(frame: Frame, window: Box, place_ids: list[str]) -> tuple[Shapes, Shapes]:
    """Return areas as drawn, and their outlines in degrees."""
    found = [boundaries().area(place_id) for place_id in place_ids]
    areas = np.array([one for one in found if one is not None], dtype=object)
    polygons = cut_out(areas, window)
    drawn = simplified(frame.drawn(polygons))
    drawn = drawn[shapely.area(drawn) > _LEAST_AREA]
    return drawn, _without_seams(shapely.get_rings(polygons), window)


def _division_lines(frame: Frame, window: Box, place_ids: Iterable[str]) -> Shapes:
    """Return the lines between divisions, each once; dashes drawn twice would make it a full line.

    Neighbours share the vertices of their border, so a piece that two outlines have is one.
    """
    found = [boundaries().area(place_id) for place_id in place_ids]
    areas = np.array([one for one in found if one is not None], dtype=object)
    points, ring = shapely.get_coordinates(
        shapely.get_rings(cut_out(areas, window)), return_index=True
    )
    whole = np.round(points * COORDINATE_SCALE).astype(np.int64)
    names = (whole[:, 0] + _FAR * COORDINATE_SCALE) * _FAR * COORDINATE_SCALE + whole[:, 1]
    pairs = np.sort(np.column_stack([names[:-1], names[1:]]), axis=1)
    _, piece, counts = np.unique(pairs, axis=0, return_inverse=True, return_counts=True)
    first = np.zeros(len(pairs), dtype=bool)
    first[np.unique(piece, return_index=True)[1]] = True
    kept = first & (counts[piece] > 1) & (ring[1:] == ring[:-1])
    starts = np.flatnonzero(kept & ~np.append(False, kept[:-1]))
    ends = np.flatnonzero(kept & ~np.append(kept[1:], False)) + 1
    lines = [
        shapely.linestrings(points[start : end + 1])
        for start, end in zip(starts, ends, strict=True)
    ]
    return simplified(frame.drawn(np.array(lines, dtype=object)))


def _borders(frame: Frame, window: Box, countries: set[str]) -> Shapes:
    ids = [
        place_id
        for place_id in boundaries().place_ids("border")
        if not countries.isdisjoint(place_id.partition(":")[2].split("-"))
    ]
    lines = np.array([boundaries().line(place_id) for place_id in ids], dtype=object)
    settled = without_disputed(cut_out(lines[lines != np.array(None)], window))
    return simplified(frame.drawn(settled))


def _disputed(frame: Frame, window: Box, profile: BoundaryProfile, style: LineStyle) -> Shapes:
    """Return the disputed lines that a profile draws in a style."""
    lines = [line.shape for line in disputed_lines() if line.drawn(profile) == style]
    return simplified(frame.drawn(cut_out(np.array(lines, dtype=object), window)))


def cut_out(shapes: Shapes, window: Box) -> Shapes:
    """Return the parts of shapes within a window of degrees, moved around the earth into it."""
    west, south, east, north = window
    parts = shapely.get_parts(shapes)
    found = []
    for shift in (-360.0, 0.0, 360.0):
        least_x, least_y, most_x, most_y = shapely.bounds(parts).T
        near = (
            (least_x + shift < east)
            & (most_x + shift > west)
            & (least_y <= north)
            & (most_y >= south)
        )
        chosen = parts[near]
        if shift and len(chosen):
            chosen = shapely.transform(chosen, lambda points, by=(shift, 0.0): points + by)
        found.append(_clipped(chosen, window))
    return np.concatenate(found)


def simplified(shapes: Shapes) -> Shapes:
    """Return drawn shapes without details too small to see."""
    lines: Shapes = shapely.simplify(shapes, _DETAIL, preserve_topology=False)
    kept: Shapes = shapely.get_parts(lines[~(shapely.is_missing(lines) | shapely.is_empty(lines))])
    return kept


def _clipped(parts: Shapes, window: Box) -> Shapes:
    least_x, least_y, most_x, most_y = shapely.bounds(parts).T
    west, south, east, north = window
    within = (least_x >= west) & (most_x <= east) & (least_y >= south) & (most_y <= north)
    clipped = shapely.clip_by_rect(parts[~within], west, south, east, north)
    kept = shapely.get_parts(np.concatenate([parts[within], clipped]))
    there: Shapes = kept[~shapely.is_empty(kept)]
    return there


def _without_seams(rings: Shapes, window: Box) -> Shapes:
    """Return rings as lines that leave out where data end: the antimeridian, the window's edge."""
    west, south, east, north = window
    lines = []
    for ring in rings:
        points = shapely.get_coordinates(ring)
        x, y = points.T
        seam = np.zeros(len(points), dtype=bool)
        for edge in (west, east, 180.0, -180.0, 540.0, -540.0):
            seam |= np.abs(x - edge) < _SEAM
        for edge in (south, north, -90.0):
            seam |= np.abs(y - edge) < _SEAM
        if not seam.any():
            lines.append(shapely.linestrings(points))
            continue
        along = seam[1:] & seam[:-1]
        runs = np.split(np.arange(len(points)), np.flatnonzero(along) + 1)
        lines.extend(shapely.linestrings(points[run]) for run in runs if len(run) > 1)
    return np.array(lines, dtype=object)


def _waters(frame: Frame, window: Box) -> tuple[Shapes, Shapes]:
    nothing: Shapes = np.array([], dtype=object)
    lines, lakes = _water_shapes()
    drawn = simplified(frame.drawn(cut_out(lakes, window)))
    drawn = drawn[shapely.area(drawn) > _LEAST_AREA * 10]
    if frame.km_across() > _RIVERS_KM:
        return nothing, drawn
    return simplified(frame.drawn(cut_out(lines, window))), drawn


@cache
def _water_shapes() -> tuple[Shapes, Shapes]:
    """Return rivers as lines and lakes as areas, in degrees."""
    values = basemap_table()
    ends = np.cumsum(values["arc_sizes"])
    starts = ends - values["arc_sizes"]
    units = 2**19
    longitude = values["x"] / units * 360 - 180
    latitude = np.degrees(np.arctan(np.sinh(np.pi * (1 - 2 * values["y"] / units))))
    points = np.column_stack([longitude, np.clip(latitude, -MAX_LATITUDE, MAX_LATITUDE)])

    def arc(number: Any) -> Any:  # noqa: ANN401 - an array
        return points[starts[number] : ends[number]]

    rivers = [
        shapely.linestrings(arc(number))
        for number in np.flatnonzero(values["arc_kinds"] == ArcKind.RIVER)
        if ends[number] - starts[number] > 1
    ]
    ring_ends = np.cumsum(values["ring_sizes"])
    lakes = []
    for ring in np.flatnonzero(values["ring_kinds"] == RingKind.LAKE):
        members = values["ring_arcs"][
            ring_ends[ring] - values["ring_sizes"][ring] : ring_ends[ring]
        ]
        outline = np.concatenate(
            [arc(number) if number >= 0 else arc(~number)[::-1] for number in members]
        )
        if len(outline) > 3:  # noqa: PLR2004 - a ring has three corners
            lakes.append(shapely.make_valid(shapely.polygons(outline)))
    return np.array(rivers, dtype=object), np.array(lakes, dtype=object)


def _globe(frame: Frame) -> Any:  # noqa: ANN401 - a polygon, or None
    if not frame.projection.world:
        return None
    middle, edge = frame.projection.longitude, 180 - 1e-6
    latitudes = np.linspace(-90, 90, 181)
    right, up = frame.place(np.full(181, middle + edge), latitudes)
    left, down = frame.place(np.full(181, middle - edge), latitudes[::-1])
    return shapely.polygons(np.column_stack([np.append(right, left), np.append(up, down)]))
