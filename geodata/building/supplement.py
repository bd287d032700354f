"""The project's own tables: points, regions and lines that the public data sets lack."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geodata.building.areas import Area
from geodata.building.coverage import border_line, country_borders, shared_edges, union
from geodata.building.places import (
    ABBREVIATION_COST,
    DEMONYM_COST,
    KNOWN_NAME_COST,
    NameKind,
    PlaceRow,
    importance_of,
)
from geodata.building.points import point_near, representative_point
from geodata.building.sources import read_curated
from geodata.building.units import GRID_DEGREES, Unit, polygonal
from geodata.errors import UsageError
from geodata.folding import fold

# Regions of several countries are background, not detail: 0.05 degrees is some 5 km.
_COARSE_DEGREES = 0.05
_COARSE_FROM_UNITS = 60
# Seas reach the coast, which is not worth more detail than this, some 2 km.
_COAST_DEGREES = 0.02
# How far off the coast they were traced.
_TRACED_DEGREES = 0.6
_WATERS = frozenset(("H.SEA", "H.GULF", "H.BAY", "H.STRT", "H.CHN", "H.OCN"))
_KM_PER_DEGREE = 111.2
_CIRCLE_POINTS = 48
# What a feature counts for beside towns, in powers of ten of people, unless its row says more.
_IMPORTANCE = {
    "S.PSTB": 4.5,
    "S.AIRB": 5.0,
    "S.AIRP": 4.5,
    "T.PASS": 4.5,
    "X.BORDER": 6.0,
    "L.RGN": 6.0,
    "L.CONT": 8.5,
    "H.SEA": 6.5,
    "H.STM": 5.0,
}
_OTHER_IMPORTANCE = 4.0


@dataclass(frozen=True, slots=True)
class Curated:
    """A place of the project's own tables with its shape, if it has one."""

    row: PlaceRow
    shape: BaseGeometry | None


class Shapes:
    """Finds the units that an id stands for, and draws what the tables describe."""

    def __init__(
        self,
        units: Sequence[Unit],
        geometries: Sequence[BaseGeometry],
        areas: Iterable[Area],
        iso3: Mapping[str, str],
    ) -> None:
        self._geometries = geometries
        self._edges = shared_edges(geometries)
        self._country = [iso3.get(unit.iso2 or "") for unit in units]
        self._units: dict[str, set[int]] = {area.place_id: set(area.units) for area in areas}
        for index, country in enumerate(self._country):
            self._units.setdefault(f"country:{country}", set()).add(index)

    @cached_property
    def land(self) -> BaseGeometry:
        """All land, simplified for what is drawn off its coasts."""
        whole = shapely.simplify(union(self._geometries), _COAST_DEGREES)
        return shapely.make_valid(whole)

    def borders(self) -> dict[str, BaseGeometry]:
        """Return the lines that two countries share, by place id."""
        lines = country_borders(self._edges, self._country)
        return {f"border:{first}-{second}": line for (first, second), line in lines.items()}

    def area(self, place_ids: Iterable[str]) -> BaseGeometry:
        """Return the union of countries and divisions; of many of them, simplified."""
        units = self._units_of(place_ids)
        parts = [self._geometries[index] for index in sorted(units)]
        whole = union(parts)
        if len(units) < _COARSE_FROM_UNITS:
            return whole
        return polygonal(shapely.make_valid(snapped(shapely.simplify(whole, _COARSE_DEGREES))))

    def border(self, first: Iterable[str], second: Iterable[str]) -> BaseGeometry | None:
        """Return the line between two groups of countries or divisions."""
        return border_line(self._edges, self._units_of(first), self._units_of(second))

    def _units_of(self, place_ids: Iterable[str]) -> set[int]:
        units: set[int] = set()
        for place_id in place_ids:
            if not self._units.get(place_id):
                raise UsageError(f"{place_id} has no polygon")
            units |= self._units[place_id]
        return units


def curated_points() -> list[Curated]:
    """Return the places of points.csv: crossings, bases, passes, camps, towns."""
    return [
        Curated(_row(cells, (float(cells["longitude"]), float(cells["latitude"]))), None)
        for cells in read_curated("points")
    ]


def curated_regions(shapes: Shapes) -> list[Curated]:
    """Return the regions of regions.csv with their areas."""
    found = []
    for cells in read_curated("regions"):
        shape = _region_shape(cells, shapes)
        point = representative_point(shape)
        if cells["latitude"]:
            point = point_near(shape, float(cells["longitude"]), float(cells["latitude"]))
        found.append(Curated(_row(cells, point), shape))
    return found


def curated_lines(shapes: Shapes) -> list[Curated]:
    """Return the lines of lines.csv that are no whole border of two countries."""
    found = []
    for cells in read_curated("lines"):
        if not cells["border"]:
            shape = _line_shape(cells, shapes)
            found.append(Curated(_row(cells, _line_point(cells, shape)), shape))
    return found


def border_names() -> dict[str, list[dict[str, str]]]:
    """Return the rows of lines.csv that name a whole border, by its place id: Durand Line."""
    rows: dict[str, list[dict[str, str]]] = {}
    for cells in read_curated("lines"):
        if cells["border"]:
            rows.setdefault(cells["border"], []).append(cells)
    return rows


def border_row(
    place_id: str, line: BaseGeometry, titles: Sequence[str], named: Iterable[Mapping[str, str]]
) -> PlaceRow:
    """Return the border of two countries as a place.

    Args:
        place_id: ``border:AFG-PAK``.
        line: its shape.
        titles: "Afghanistan–Pakistan border" and its variants.
        named: rows of lines.csv.

    """
    longitude, latitude = _middle_of(line)
    row = PlaceRow(
        place_id=place_id,
        name=titles[0],
        latitude=latitude,
        longitude=longitude,
        iso2="",
        feature="X.BORDER",
        population=0,
        importance=_IMPORTANCE["X.BORDER"],
    )
    row.add(titles[1:], NameKind.ALTERNATE, KNOWN_NAME_COST)
    for cells in named:
        names = [cells["name"], *_listed(cells["other_names"])]
        row.add(names, NameKind.ALTERNATE, KNOWN_NAME_COST)
        row.add(_listed(cells["abbreviations"]), NameKind.ABBREVIATION, ABBREVIATION_COST)
    return row


def snapped(geometry: BaseGeometry) -> BaseGeometry:
    """Return the geometry with its vertices on the grid on which shapes are stored."""
    scale = round(1 / GRID_DEGREES)
    return shapely.transform(geometry, lambda points: np.round(points * scale) / scale)


def _row(cells: Mapping[str, str], point: tuple[float, float]) -> PlaceRow:
    population = int(cells.get("population") or 0)
    importance = _IMPORTANCE.get(cells["feature"], _OTHER_IMPORTANCE)
    row = PlaceRow(
        place_id=f"supplement:{slug(cells['name'])}",
        name=cells["name"],
        latitude=point[1],
        longitude=point[0],
        iso2=cells["iso2"],
        feature=cells["feature"],
        population=population,
        importance=float(cells["importance"] or max(importance, importance_of(population))),
    )
    row.add(_listed(cells["other_names"]), NameKind.ALTERNATE, KNOWN_NAME_COST)
    row.add(_listed(cells.get("demonyms", "")), NameKind.DEMONYM, DEMONYM_COST)
    row.add(_listed(cells.get("abbreviations", "")), NameKind.ABBREVIATION, ABBREVIATION_COST)
    row.add_short_forms()
    return row


def slug(name: str) -> str:
    """Return the name as an id writes it: ``line-of-control``."""
    return re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")


def _region_shape(cells: Mapping[str, str], shapes: Shapes) -> BaseGeometry:
    if cells["areas"]:
        shape = shapes.area(_listed(cells["areas"]))
    elif cells["outline"]:
        shape = shapely.polygons(_positions(cells["outline"]))
    else:
        center = float(cells["longitude"]), float(cells["latitude"])
        shape = _circle(center, float(cells["radius_km"]))
    if cells["feature"] in _WATERS:
        reach = _TRACED_DEGREES if cells["outline"] else 0.0
        shape = _waters(shape, reach, shapes.land)
    if cells["clip"]:
        shape = shapely.intersection(shape, shapes.area(_listed(cells["clip"])))
    shape = polygonal(shapely.make_valid(snapped(shape)))
    if shape.is_empty:
        raise UsageError(f"regions.csv: {cells['name']} has no area left")
    return shape


def _waters(outline: BaseGeometry, reach: float, land: BaseGeometry) -> BaseGeometry:
    """Return the sea within an outline, and up to coasts within reach (degrees) of it.

    A strait that the simplified coasts close (the Bosphorus) keeps its outline.
    """
    parts = shapely.get_parts(shapely.difference(outline.buffer(reach), land))
    # Not what the reach finds beyond an isthmus.
    kept = parts[shapely.intersects(parts, outline.buffer(-reach / 4) if reach else outline)]
    if not len(kept):
        return outline
    return shapely.simplify(shapely.multipolygons(kept), _COAST_DEGREES)


def _line_shape(cells: Mapping[str, str], shapes: Shapes) -> BaseGeometry:
    if cells["path"]:
        return snapped(shapely.linestrings(_positions(cells["path"])))
    shape = shapes.border(_listed(cells["side_a"]), _listed(cells["side_b"]))
    if shape is None:
        raise UsageError(f"lines.csv: the two sides of {cells['name']} do not meet")
    return shape


def _line_point(cells: Mapping[str, str], line: BaseGeometry) -> tuple[float, float]:
    """Return where a line is put: a traced river at its mouth, as GeoNames does it."""
    if cells["feature"] == "H.STM" and cells["path"]:
        return _positions(cells["path"])[-1]
    return _middle_of(line)


def _circle(center: tuple[float, float], radius_km: float) -> BaseGeometry:
    angles = np.linspace(0, 2 * np.pi, _CIRCLE_POINTS, endpoint=False)
    radius = radius_km / _KM_PER_DEGREE
    narrowing = np.cos(np.radians(center[1]))
    return shapely.polygons(
        np.column_stack(
            [center[0] + radius * np.cos(angles) / narrowing, center[1] + radius * np.sin(angles)]
        )
    )


def _middle_of(line: BaseGeometry) -> tuple[float, float]:
    """Return the point halfway along the longest part of a line."""
    longest = max(shapely.get_parts(line), key=lambda part: part.length)
    point = shapely.line_interpolate_point(longest, 0.5, normalized=True)
    return round(point.x, 5), round(point.y, 5)


def _positions(cell: str) -> list[tuple[float, float]]:
    """Read "69.5 34.5, 70 34.6" as (longitude, latitude) pairs."""
    pairs = (pair.split() for pair in cell.split(","))
    return [(float(longitude), float(latitude)) for longitude, latitude in pairs]


def _listed(cell: str) -> list[str]:
    return [name for name in cell.split("|") if name]
