"""What both tables are made of: the units, the divisions, the countries, read once."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import shapely
from shapely.geometry.base import BaseGeometry

from geodata.building.areas import Area, find_areas
from geodata.building.countries import Country, border_titles, read_countries
from geodata.building.coverage import simplified, union
from geodata.building.geonames import Division, Town, read_divisions, read_towns
from geodata.building.supplement import (
    Curated,
    Shapes,
    border_names,
    border_row,
    curated_lines,
    curated_points,
    curated_regions,
)
from geodata.building.units import Unit, read_units
from geodata.errors import UsageError

# Some 10 km: a crossing may stand on the other side of the simplified border.
_CLOSE_DEGREES = 0.1


@dataclass(frozen=True)
class World:
    """Everything the sources say, with simplified shapes."""

    countries: list[Country]
    towns: list[Town]
    divisions: list[Division]
    units: list[Unit]
    areas: list[Area]
    geometries: list[BaseGeometry]
    """Simplified polygons of the units."""

    @cached_property
    def shapes(self) -> Shapes:
        """Draws areas and borders."""
        iso3 = {country.iso2: country.iso3 for country in self.countries}
        return Shapes(self.units, self.geometries, self.areas, iso3)

    @cached_property
    def division_shapes(self) -> dict[str, BaseGeometry]:
        """Polygons of the divisions of both levels, by place id."""
        return {
            area.place_id: union(self.geometries[index] for index in area.units)
            for area in self.areas
        }

    @cached_property
    def first_level_shapes(self) -> dict[str, list[tuple[str, BaseGeometry]]]:
        """Place id and polygon of the first-level divisions, by country (ISO 3166-1 alpha-2)."""
        found: dict[str, list[tuple[str, BaseGeometry]]] = {}
        for area in self.areas:
            if area.level == 1:
                shape = self.division_shapes[area.place_id]
                found.setdefault(area.iso2, []).append((area.place_id, shape))
        return found

    @cached_property
    def country_shapes(self) -> dict[str, BaseGeometry]:
        """Polygons of the countries, by place id."""
        parts: dict[str, list[BaseGeometry]] = {}
        for unit, geometry in zip(self.units, self.geometries, strict=True):
            parts.setdefault(unit.iso2 or "", []).append(geometry)
        return {f"country:{country.iso3}": union(parts[country.iso2]) for country in self.countries}

    @cached_property
    def borders(self) -> dict[str, BaseGeometry]:
        """Lines that two countries share, by place id."""
        return self.shapes.borders()

    @cached_property
    def curated(self) -> list[Curated]:
        """Places of the project's own tables, and the borders of countries."""
        named = border_names()
        unknown = named.keys() - self.borders.keys()
        if unknown:
            raise UsageError(f"lines.csv: no such border: {', '.join(sorted(unknown))}")
        by_code = {country.iso3: country for country in self.countries}
        borders = []
        for place_id, line in self.borders.items():
            first, second = place_id.removeprefix("border:").split("-")
            titles = border_titles(by_code[first], by_code[second])
            row = border_row(place_id, line, titles, named.get(place_id, []))
            borders.append(Curated(row, line))
        return [
            *borders,
            *self._located(curated_points()),
            *curated_regions(self.shapes),
            *curated_lines(self.shapes),
        ]

    def _located(self, points: list[Curated]) -> list[Curated]:
        """Give points the first-level division of their country that they lie in, or close to."""
        for curated in points:
            nearby = self.first_level_shapes.get(curated.row.iso2, [])
            position = shapely.Point(curated.row.longitude, curated.row.latitude)
            distances = shapely.distance([shape for _, shape in nearby], position)
            if len(distances) and distances.min() <= _CLOSE_DEGREES:
                curated.row.admin1 = nearby[int(distances.argmin())][0]
        return points


def read_world(npm: Path) -> World:
    """Read the sources and simplify the polygons."""
    towns, divisions, units = read_towns(), read_divisions(npm), read_units(npm)
    return World(
        countries=read_countries(),
        towns=towns,
        divisions=divisions,
        units=units,
        areas=find_areas(units, divisions, towns),
        geometries=simplified(units),
    )
