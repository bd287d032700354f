"""Which Natural Earth units make up each first- and second-level division.

A unit's ISO 3166-2 code usually says it, but Natural Earth keeps codes that have since been given
up or reused. Where enough towns lie inside a unit, the division that GeoNames files most of them
under decides.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geodata.building.geonames import Division, Town
from geodata.building.naming import plain_names, plain_spelling, without_kind
from geodata.building.sources import read_curated
from geodata.building.units import Unit

# From so many towns on, and with such a share of them, towns overrule the unit's own code.
_ENOUGH_TOWNS = 3
_CLEAR_SHARE = 0.6


@dataclass(slots=True)
class Area:
    """A division with its units; ``division`` is missing where only Natural Earth knows it."""

    code: str
    """ISO 3166-2 where there is one; GeoNames' code (with a full stop) or Natural Earth's own
    (ending in a tilde) otherwise."""
    level: int
    iso2: str
    name: str
    division: Division | None
    units: list[int] = field(default_factory=list)
    other_names: tuple[str, ...] = ()
    """Natural Earth's further names."""

    @property
    def place_id(self) -> str:
        """Id of the place, ``admin1:AF-NAN``."""
        return f"admin{self.level}:{self.code}"


def find_areas(
    units: Sequence[Unit], divisions: Sequence[Division], towns: Sequence[Town]
) -> list[Area]:
    """Return the divisions that have polygons, of both levels, by id.

    Every unit of a country belongs to one first-level division. A unit that is only a part of it
    and has an ISO 3166-2 code of its own is a second-level division besides.
    """
    finder = _Finder(units, divisions, towns)
    first_level: dict[str, Area] = {}
    second_level: dict[str, Area] = {}
    for index, unit in enumerate(units):
        if unit.iso2 is None:
            continue
        division = finder.first_level_of(index)
        area = _area_of(unit, division, level=1)
        first_level.setdefault(area.code, area).units.append(index)
    for area in first_level.values():
        if len(area.units) == 1:
            unit = units[area.units[0]]
            area.name = _display_name(area, unit)
            area.other_names = unit.other_names
            continue
        for index in area.units:
            unit = units[index]
            if unit.code == area.code or unit.code in first_level:
                continue
            part = _area_of(unit, finder.second_level_of(index), level=2)
            second_level.setdefault(part.code, part).units.append(index)
    areas = [*first_level.values(), *second_level.values()]
    _tell_apart(areas)
    _use_curated_names(areas)
    return sorted(areas, key=lambda area: area.place_id)


def _tell_apart(areas: Iterable[Area]) -> None:
    """Keep the word for the kind where the bare name is borne twice: Kyiv and Kyiv Oblast."""
    bearers: dict[tuple[str, int, str], list[Area]] = defaultdict(list)
    for area in areas:
        bearers[area.iso2, area.level, area.name].append(area)
    for group in bearers.values():
        for area in group if len(group) > 1 else ():
            area.name = area.division.names[0] if area.division else area.name


def _use_curated_names(areas: Iterable[Area]) -> None:
    names = {row["code"]: row["name"] for row in read_curated("division_names") if row["name"]}
    for area in areas:
        area.name = names.get(area.code, area.name)


def polygons_of(
    positions: Sequence[tuple[float, float]], polygons: Sequence[BaseGeometry]
) -> NDArray[np.intp]:
    """Return, for each (longitude, latitude), the index of the polygon it lies in, or -1."""
    tree = shapely.STRtree(shapely.points(positions))
    where = np.full(len(positions), -1, dtype=np.intp)
    polygon, point = tree.query(list(polygons), predicate="covers")
    where[point] = polygon
    return where


class _Finder:
    """Looks up the division of a unit."""

    def __init__(
        self, units: Sequence[Unit], divisions: Iterable[Division], towns: Sequence[Town]
    ) -> None:
        self._units = units
        self._by_code = {division.code: division for division in divisions}
        self._by_iso = {division.iso_code: division for division in divisions if division.iso_code}
        self._by_id = {division.geonameid: division for division in divisions}
        self._votes: dict[int, Counter[str]] = defaultdict(Counter)
        where = polygons_of(
            [(town.longitude, town.latitude) for town in towns], [unit.geometry for unit in units]
        )
        for town, index in zip(towns, where, strict=True):
            if index >= 0 and units[index].iso2 == town.iso2 and town.admin1_code in self._by_code:
                self._votes[int(index)][town.admin1_code] += 1

    def first_level_of(self, index: int) -> Division | None:
        """Return the first-level division that a unit is, or is part of.

        None where only Natural Earth knows the unit, for one because it has since been divided.
        """
        unit, votes = self._units[index], self._votes[index]
        if unit.code.startswith("-99-"):
            return None
        named = self._parent(self._by_iso.get(unit.code))
        if named is not None and named.iso2 != unit.iso2:
            named = None
        if not votes:
            return named or self._by_code.get(unit.admin1_code)
        elected, count = min(votes.items(), key=lambda vote: (-vote[1], vote[0]))
        if votes.total() < _ENOUGH_TOWNS and (named or count < votes.total()):
            return named or self._by_code.get(unit.admin1_code)
        # An ISO division below GeoNames' first level (three-part code) keeps its own polygon.
        if count / votes.total() < _CLEAR_SHARE or (named and self._outermost(named) == elected):
            return named
        return self._by_code[elected]

    def second_level_of(self, index: int) -> Division | None:
        """Return the second-level division that has the unit's ISO 3166-2 code."""
        division = self._by_iso.get(self._units[index].code)
        return division if division and division.level > 1 else None

    def _parent(self, division: Division | None) -> Division | None:
        if division is None or division.level == 1:
            return division
        return self._by_code.get(self._outermost(division))

    @staticmethod
    def _outermost(division: Division) -> str:
        return ".".join(division.code.split(".")[:2])


def _area_of(unit: Unit, division: Division | None, level: int) -> Area:
    country = unit.iso2 or ""
    if division is None:
        return Area(_own_code(unit), level, country, unit.local_name, None)
    code = division.iso_code or (division.code if level == 1 else unit.code)
    return Area(code, level, country, division.names[0], division)


def _own_code(unit: Unit) -> str:
    """Return Natural Earth's code, beginning with the country that the unit is given to."""
    if unit.code.startswith("-99-"):
        return unit.code.replace("-99-", f"{unit.iso2}-9", 1)
    return unit.code


def _display_name(area: Area, unit: Unit) -> str:
    """Prefer Natural Earth's spelling, the English one first, when GeoNames knows it, too."""
    if area.division is None:
        return area.name
    known = plain_names(area.division.names)
    for name in (without_kind(unit.name), without_kind(unit.local_name)):
        if name in known:
            return plain_spelling(name, area.iso2)
    return plain_spelling(without_kind(area.name), area.iso2)
