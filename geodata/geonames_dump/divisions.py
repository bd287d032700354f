"""Which place of the gazetteer each division of a dump is.

A dump knows a division by GeoNames' code ("AF.18"), the gazetteer by its ISO 3166-2 code
("admin1:AF-NAN"). The towns that both know tell which is which: most towns of AF.18 lie in
admin1:AF-NAN. Where no town tells, the name does. What the gazetteer lacks gets GeoNames' code for
an id ("admin1:AF.18").
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from itertools import chain
from typing import Final

import shapely

from geodata.boundaries import distance_km
from geodata.building.naming import plain_names
from geodata.errors import SourceError
from geodata.folding import fold
from geodata.geonames_dump.base import Base, BasePlace
from geodata.geonames_dump.rows import DumpRow

FIRST_LEVEL: Final = "ADM1"
SECOND_LEVEL: Final = "ADM2"
# GeoNames has some 50,000 divisions of both levels. More than this is another kind of file, and
# would not fit into memory.
_MOST_CODES: Final = 1_000_000
# The points of one and the same district in two sources are closer than this.
_SAME_DISTRICT_KM: Final = 150.0


class DivisionCodes:
    """What the rows of a dump tell of its divisions, gathered as they pass."""

    def __init__(self, base: Base) -> None:
        self._base = base
        self._votes: dict[str, Counter[int]] = defaultdict(Counter)
        self._people: Counter[str] = Counter()

    def count_town(self, row: DumpRow, number: int | None) -> None:
        """Take note of a place where people live.

        Args:
            row: the place.
            number: its number in the gazetteer, if it has it.

        Raises:
            SourceError: there are more divisions than in the whole world.

        """
        if not row.admin1:
            return
        code = f"{row.iso2}.{row.admin1}"
        if number is not None and (division := self._base.division_of(number)):
            self._votes[code][division] += 1
        # A part of a town is counted with the town.
        if row.population and row.feature_code != "PPLX":
            self._people[code] += row.population
            if row.admin2:
                self._people[f"{code}.{row.admin2}"] += row.population
            if len(self._people) > _MOST_CODES:
                raise SourceError(
                    f"the dump has more than {_MOST_CODES:,} divisions, which GeoNames has not"
                )

    def people(self, row: DumpRow) -> int:
        """Return how many people live in a division: those of its towns, or its own figure."""
        code = f"{row.iso2}.{row.admin1}"
        if row.feature_code == SECOND_LEVEL:
            code = f"{code}.{row.admin2}"
        return max(self._people[code], row.population)

    def first_level(self, rows: Iterable[DumpRow]) -> dict[str, str]:
        """Return the place ids of first-level divisions by GeoNames code.

        Args:
            rows: the dump's rows of first-level divisions.

        """
        names: dict[str, set[str]] = {}
        for row in rows:
            if row.admin1:
                names.setdefault(f"{row.iso2}.{row.admin1}", folded_names(row))
        ids: dict[str, str] = {}
        taken: set[str] = set()
        for _, _, _, code, division in sorted(self._claims(names)):
            place_id = self._base.place_id(division)
            if code not in ids and place_id not in taken:
                taken.add(place_id)
                ids[code] = place_id
        # What is left is new: it has the towns of the division it was split from, if any.
        own = {code: f"admin1:{code}" for code in names if code not in ids}
        return ids | {code: place_id for code, place_id in own.items() if place_id not in taken}

    def _claims(self, names: dict[str, set[str]]) -> Iterator[tuple[bool, bool, int, str, int]]:
        """Yield (no votes, other name, votes below zero, code, division); the least is the best."""
        of_country: dict[str, list[int]] = defaultdict(list)
        for place_id, number in self._base.others.items():
            if place_id.startswith("admin1:"):
                of_country[self._base.iso2(number)].append(number)
        divisions = {*chain.from_iterable(of_country.values())}
        divisions.update(chain.from_iterable(self._votes.values()))
        known = {number: self._base.place(number).keys() for number in divisions}
        for code in names.keys() | self._votes.keys():
            votes = self._votes[code]
            for division in {*votes, *of_country[code.partition(".")[0]]}:
                differs = code in names and not known[division] & names[code]
                if votes[division] or (code in names and not differs):
                    yield not votes[division], differs, -votes[division], code, division


class SecondLevel:
    """Finds the second-level divisions that the gazetteer knows by another id than GeoNames'.

    For ISO 3166-2 some of them are of the first level (the municipalities of Lithuania).
    """

    def __init__(self, base: Base, first_level: Collection[str]) -> None:
        """Look through the divisions of the gazetteer.

        Args:
            base: the gazetteer.
            first_level: place ids of what is a first-level division for GeoNames, too; a district
                is often called like its province.

        """
        self._places: dict[str, list[tuple[int, BasePlace]]] = defaultdict(list)
        for place_id, number in base.others.items():
            if place_id.startswith(("admin1:", "admin2:")) and place_id not in first_level:
                place = base.place(number)
                self._places[place.iso2].append((number, place))

    def number_of(self, row: DumpRow, taken: Collection[int]) -> int | None:
        """Return the number of the division in the gazetteer, or None.

        Args:
            row: the dump's row of the division.
            taken: numbers that other rows have got.

        """
        names = folded_names(row)
        point = shapely.Point(row.longitude, row.latitude)
        close = [
            (distance_km(point, place.longitude, place.latitude), number)
            for number, place in self._places[row.iso2]
            if number not in taken and place.keys() & names
        ]
        distance, number = min(close, default=(float("inf"), None))
        return number if distance <= _SAME_DISTRICT_KM else None


def folded_names(row: DumpRow) -> set[str]:
    """Return the names of a division, with and without the word for its kind, folded."""
    return {fold(name) for name in plain_names([row.name, *row.alternatenames.split(",")])} - {""}
