"""Shapes of areas and borders, offline: countries, divisions, regions, shared borders.

One memory-mapped file (see geodata/tables/SOURCES.md) from which each shape is decoded when it is
asked for. All shapes come from one coverage of divisions, so that a country is exactly its
divisions, and the border of two countries runs exactly where their areas meet.

    with Boundaries.open() as boundaries:
        line = boundaries.border("AFG", "PAK")
        east = boundaries.part_of(boundaries.area("country:AFG"), "eastern")
"""

import json
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import numpy as np
import shapely
from shapely.geometry import Point
from shapely.geometry.base import BaseGeometry

from geodata.gazetteer import Place
from geodata.geometry_codec import COORDINATE_SCALE, decode
from geodata.tablefile import TableFile

DEFAULT_PATH: Final = Path(__file__).parent / "tables" / "boundaries.bin"
FILE_KIND: Final = "boundaries"
FILE_VERSION: Final = 1
# For the note that every map with boundaries bears.
POINT_OF_VIEW: Final = (
    "Boundaries are Natural Earth's, which show who controls an area rather than who claims it; "
    "Crimea and Western Sahara are drawn as ISO 3166 lists them. "
    "They are no statement on the legal status of any territory."
)
# Coasts are simplified by about 500 m, and towns of the sources lie on piers and islets.
NEAR_KM: Final = 5.0
# Shapes kept decoded. All of them would be some 100 MB.
_KEPT_SHAPES: Final = 1024
# "Western United States" is a part of what holds most of the country, not of it with Alaska.
_MAIN_SHARE: Final = 0.8
_EARTH_RADIUS_KM: Final = 6371.0088
KM_PER_DEGREE: Final = math.pi * _EARTH_RADIUS_KM / 180
# Near the poles a degree of longitude has no width to divide by.
_LEAST_NARROWING: Final = 0.05


@dataclass(frozen=True, slots=True)
class Location:
    """Country and first-level division of a point."""

    iso3: str
    admin1_id: str
    """``admin1:AF-KAB``"""
    admin1: str
    """Name of the division."""


@dataclass(frozen=True, slots=True)
class BorderLength:
    """How long the border of two countries is."""

    measured_km: float
    """Of the line as it is stored: a lower bound, for a coarser line is shorter."""
    published_km: float | None
    """As the CIA World Factbook gives it, where the project's table has it."""


class Boundaries:
    """The boundaries, open for look-ups; use it as a context manager or close it."""

    def __init__(self, tables: TableFile) -> None:
        self._tables = tables
        meta = json.loads(bytes(tables.section("meta")))
        self._lengths: dict[str, list[float | None]] = meta["border_lengths"]
        self._index = {
            place_id: index for index, place_id in enumerate(_lines(tables.section("ids")))
        }
        self._start = tables.section("geometry_start")
        self._encoded = tables.section("geometry")
        bounds = np.frombuffer(bytes(tables.section("division_bounds")), dtype="<i4")
        self._division_bounds = bounds.reshape(4, -1).astype(float) / COORDINATE_SCALE
        self._divisions = [line.split("\t") for line in _lines(tables.section("divisions"))]
        self._shape = lru_cache(maxsize=_KEPT_SHAPES)(self._decode)

    @classmethod
    def open(cls, path: Path | None = None) -> Self:
        """Open the boundaries, the program's own ones by default.

        Raises:
            TablesError: the file is missing, damaged or of another version.

        """
        return cls(TableFile.open(path or DEFAULT_PATH, kind=FILE_KIND, version=FILE_VERSION))

    def area(self, place_id: str) -> BaseGeometry | None:
        """Return the (multi)polygon of a country, division or region, or None."""
        shape = self._find(place_id)
        return shape if shape is not None and shape.geom_type.endswith("Polygon") else None

    def line(self, place_id: str) -> BaseGeometry | None:
        """Return the line of a border or of another named line, or None."""
        shape = self._find(place_id)
        return shape if shape is not None and shape.geom_type.endswith("LineString") else None

    def border(self, iso3_a: str, iso3_b: str) -> BaseGeometry | None:
        """Return the line that two countries share, or None where they do not meet."""
        return self.line(border_id(iso3_a, iso3_b))

    def border_length(self, iso3_a: str, iso3_b: str) -> BorderLength | None:
        """Return how long the border of two countries is, or None where they do not meet."""
        lengths = self._lengths.get(border_id(iso3_a, iso3_b))
        if lengths is None:
            return None
        measured, published = lengths
        assert measured is not None
        return BorderLength(measured, published)

    def geometry(self, place: Place) -> BaseGeometry:
        """Return what a map may draw for a place: its area or line, else its point."""
        shape = self._find(place.place_id)
        return shape if shape is not None else Point(place.longitude, place.latitude)

    def locate(self, longitude: float, latitude: float) -> Location | None:
        """Return country and division of a point (WGS 84 degrees); None at sea.

        A point up to 5 km off belongs to the nearest division.
        """
        reach = NEAR_KM / KM_PER_DEGREE
        wide = reach / max(math.cos(math.radians(latitude)), _LEAST_NARROWING)
        west, south, east, north = self._division_bounds
        near = np.flatnonzero(
            (west - wide <= longitude)
            & (longitude <= east + wide)
            & (south - reach <= latitude)
            & (latitude <= north + reach)
        )
        for index in near:
            shape = self._shape(self._index[self._divisions[index][0]])
            if shapely.intersects_xy(shape, longitude, latitude):
                return self._location(int(index))
        return self._nearest([int(index) for index in near], longitude, latitude)

    def countries_within(
        self, west: float, south: float, east: float, north: float
    ) -> list[BaseGeometry]:
        """Return the areas of the countries that may reach into a box, WGS 84 degrees."""
        least_x, least_y, most_x, most_y = self._division_bounds
        near = np.flatnonzero(
            (least_x <= east) & (most_x >= west) & (least_y <= north) & (most_y >= south)
        )
        countries = sorted({self._divisions[index][1] for index in near})
        areas = [self.area(f"country:{iso3}") for iso3 in countries]
        return [area for area in areas if area is not None]

    def divisions_within(
        self, west: float, south: float, east: float, north: float
    ) -> list[Location]:
        """Return the first-level divisions that may reach into a box, WGS 84 degrees."""
        least_x, least_y, most_x, most_y = self._division_bounds
        near = np.flatnonzero(
            (least_x <= east) & (most_x >= west) & (least_y <= north) & (most_y >= south)
        )
        return [self._location(int(index)) for index in near]

    def part_of(self, area: BaseGeometry, direction: str) -> BaseGeometry:
        """Return the part of an area that a direction names.

        Args:
            area: a (multi)polygon.
            direction: "eastern", "north", "south-western", "central", …; halves by the middle of
                the area's main part, "central" the middle half each way. The north-west is the
                western half of the northern half: so it is in a country that lies aslant, too.
                Outlying parts (Alaska, Svalbard) belong to no direction.

        Raises:
            ValueError: the direction is none.

        """
        part = area
        for word in _direction_words(direction):
            half = shapely.intersection(part, shapely.box(*_part_box(_main_bounds(part), word)))
            part = half if half.area > 0 else part
        return part

    def place_ids(self, scheme: str) -> Iterator[str]:
        """Yield the ids of all shapes of a scheme: country, admin1, admin2, border, supplement."""
        prefix = f"{scheme}:"
        return (place_id for place_id in self._index if place_id.startswith(prefix))

    def close(self) -> None:
        """Release the file; no further shape can be decoded."""
        self._shape.cache_clear()
        self._tables.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _find(self, place_id: str) -> BaseGeometry | None:
        index = self._index.get(place_id)
        return None if index is None else self._shape(index)

    def _decode(self, index: int) -> BaseGeometry:
        shape = decode(self._encoded[self._start[index] : self._start[index + 1]])
        shapely.prepare(shape)
        return shape

    def _nearest(self, indexes: list[int], longitude: float, latitude: float) -> Location | None:
        best, best_km = None, NEAR_KM
        for index in indexes:
            shape = self._shape(self._index[self._divisions[index][0]])
            distance = distance_km(shape, longitude, latitude)
            if distance <= best_km:
                best, best_km = index, distance
        return None if best is None else self._location(best)

    def _location(self, index: int) -> Location:
        place_id, iso3, name = self._divisions[index]
        return Location(iso3, place_id, name)


def border_id(iso3_a: str, iso3_b: str) -> str:
    """Return the place id of the border of two countries, ``border:AFG-PAK``."""
    return f"border:{'-'.join(sorted((iso3_a, iso3_b)))}"


def line_length_km(line: BaseGeometry) -> float:
    """Return the length of a line along the sphere, in kilometres."""
    points, part = shapely.get_coordinates(shapely.get_parts(line), return_index=True)
    longitude, latitude = np.radians(points).T
    step = np.diff(longitude), np.diff(latitude)
    chord = (
        np.sin(step[1] / 2) ** 2
        + np.cos(latitude[:-1]) * np.cos(latitude[1:]) * np.sin(step[0] / 2) ** 2
    )
    lengths = 2 * _EARTH_RADIUS_KM * np.arcsin(np.sqrt(chord))
    return float(lengths[part[1:] == part[:-1]].sum())


def distance_km(shape: BaseGeometry, longitude: float, latitude: float) -> float:
    """Return the distance of a point to a shape near it, in kilometres; 0 inside an area.

    The plane that touches the earth at the point stands for the sphere: good to 1 % within some
    100 km.
    """
    narrowing = max(math.cos(math.radians(latitude)), _LEAST_NARROWING)
    scale = (KM_PER_DEGREE * narrowing, KM_PER_DEGREE)
    plane = shapely.transform(shape, lambda points: (points - (longitude, latitude)) * scale)
    return float(shapely.distance(plane, Point(0, 0)))


def _lines(section: memoryview) -> list[str]:
    return str(section, "utf-8").split("\n")


def _main_bounds(area: BaseGeometry) -> tuple[float, float, float, float]:
    """Return the bounds of the largest parts that together make up most of the area."""
    parts = shapely.get_parts(area)
    west, south, east, north = shapely.bounds(parts).T
    size = shapely.area(parts) * np.cos(np.radians((south + north) / 2))
    largest = np.argsort(-size, kind="stable")
    enough = int(np.searchsorted(np.cumsum(size[largest]), size.sum() * _MAIN_SHARE)) + 1
    main = largest[:enough]
    return (
        float(west[main].min()),
        float(south[main].min()),
        float(east[main].max()),
        float(north[main].max()),
    )


def _direction_words(direction: str) -> list[str]:
    """Return the words that a direction is made of: north or south, then east or west; central."""
    words = re.fullmatch(
        r"(?P<ns>north|south)?(?:ern)?(?P<ew>east|west)?(?:ern)?|(?P<middle>cent(?:ral|re|er)|mid)",
        re.sub(r"[\s-]", "", direction.lower()),
    )
    if words is None or not any(words.groups()):
        raise ValueError(f"{direction!r} is no direction")
    return [word for word in words.groups() if word]


def _part_box(
    bounds: tuple[float, float, float, float], word: str
) -> tuple[float, float, float, float]:
    west, south, east, north = bounds
    width, height = east - west, north - south
    # Islands off the main part's coast still lie in the north, the east, …
    around = (west - width / 10, south - height / 10, east + width / 10, north + height / 10)
    match word:
        case "north":
            return around[0], south + height / 2, around[2], around[3]
        case "south":
            return around[0], around[1], around[2], south + height / 2
        case "east":
            return west + width / 2, around[1], around[2], around[3]
        case "west":
            return around[0], around[1], west + width / 2, around[3]
        case _:
            return west + width / 4, south + height / 4, east - width / 4, north - height / 4
