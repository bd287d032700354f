"""Goes through the rows of a dump once, and through the gazetteer that it adds to.

A row becomes a place of its own, or adds to one that the gazetteer has: a town by its number, a
division by its towns (see `divisions`), a country by its code. What only the gazetteer has follows
at the end.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Final

from geodata.building.places import NameKind, PlaceRow
from geodata.errors import SourceError
from geodata.gazetteer import COORDINATE_SCALE
from geodata.geonames_dump.base import Base, BasePlace
from geodata.geonames_dump.divisions import FIRST_LEVEL, SECOND_LEVEL, DivisionCodes, SecondLevel
from geodata.geonames_dump.features import is_wanted
from geodata.geonames_dump.places import (
    Entry,
    entries_of,
    entries_of_base,
    merged_entries,
    place_of,
    shift_of,
)
from geodata.geonames_dump.rows import BadRowError, DumpRow, parse_row
from geodata.geonames_dump.sections import Layout
from geodata.geonames_dump.spools import NameSpool, PlaceSpool

# Codes of what stands in the list of countries; the gazetteer's names for them are the better ones.
_COUNTRIES: Final = frozenset(("PCL", "PCLD", "PCLF", "PCLI", "PCLS"))
# GeoNames has some 50,000 divisions of the first and second level. They wait in memory until the
# people of their towns are counted.
_MOST_DIVISIONS: Final = 300_000
_MOST_CODES: Final = 60_000
_MOST_EXAMPLES: Final = 5
_STEP: Final = 1000
_EMPTY: Final = frozenset(("", "\r"))


@dataclass(slots=True)
class Counts:
    """What became of the rows of a dump."""

    lines: int = 0
    """Empty ones too, which are no rows."""
    rows: int = 0
    taken: int = 0
    left_out: int = 0
    """Of features that no map of news needs."""
    nameless: int = 0
    """Without a name in Latin letters."""
    bad: int = 0
    bad_examples: list[str] = field(default_factory=list)


class Collector:
    """Sends places and names to the spools; `finish` says how they are laid out."""

    def __init__(
        self, base: Base, places: PlaceSpool, names: NameSpool, *, all_features: bool
    ) -> None:
        self.counts = Counts()
        self._base = base
        self._places = places
        self._names = names
        self._all_features = all_features
        self._countries = {iso2: number for number, (iso2, _) in enumerate(base.countries)}
        self._features = _Numbering("feature codes", _MOST_CODES)
        self._divisions = _Numbering("first-level divisions", _MOST_CODES)
        self._codes = DivisionCodes(base)
        self._waiting: list[DumpRow] = []
        self._merged: set[int] = set()
        # Places without a number of GeoNames': some ten thousand, sorted by id at the end.
        self._others: dict[str, tuple[tuple[int, ...], list[Entry]]] = {}
        self._unnamed: dict[int, str] = {}

    def add(self, line: str) -> None:
        """Take one line of the dump, which may be empty.

        Raises:
            SourceError: this is no dump of GeoNames.

        """
        counts = self.counts
        counts.lines += 1
        if line in _EMPTY:
            return
        counts.rows += 1
        try:
            row = parse_row(line, self._countries)
        except BadRowError as error:
            counts.bad += 1
            if len(counts.bad_examples) < _MOST_EXAMPLES:
                counts.bad_examples.append(f"line {counts.lines:,} {error}")
            return
        number = self._base.geonames.get(row.geonameid)
        if row.feature_class == "P":
            self._codes.count_town(row, number)
        if not self._is_wanted(row) and number is None:
            counts.left_out += 1
        elif row.feature_code in {FIRST_LEVEL, SECOND_LEVEL}:
            self._waiting.append(row)
            if len(self._waiting) > _MOST_DIVISIONS:
                raise SourceError(
                    f"the dump has more than {_MOST_DIVISIONS:,} divisions, which GeoNames has not"
                )
        elif row.feature_code in _COUNTRIES and row.iso2:
            counts.taken += 1
        else:
            self._take(row, number)

    def finish(self, step: Callable[[int, int], None]) -> Layout:
        """Take what has waited, and what only the gazetteer has.

        Args:
            step: told how many places of how many are done.

        """
        first_level = self._take_divisions()
        for number in range(len(self._base)):
            if number % _STEP == 0:
                step(number, len(self._base))
            if number not in self._merged:
                known = self._base.place(number)
                self._keep(number, known, entries_of_base(known))
        others = sorted(self._others.items())
        for row, (place_id, (_, entries)) in enumerate(others, start=len(self._places)):
            self._file(row, entries, self._own_name(place_id))
        divisions = [
            # A place id as the gazetteer has it, or GeoNames' code.
            key if ":" in key else first_level.get(key, "")
            for key in self._divisions.texts
        ]
        return Layout(
            base=self._base,
            places=self._places,
            others=[(place_id, (0, *record)) for place_id, (record, _) in others],
            features=self._features.texts,
            divisions=divisions,
            unnamed=self._unnamed,
        )

    def _is_wanted(self, row: DumpRow) -> bool:
        if not (row.feature_class and row.feature_code):
            return False
        return self._all_features or is_wanted(row.feature_class, row.feature_code)

    def _take(self, row: DumpRow, number: int | None) -> None:
        """Take a row; where the gazetteer has the place, its names come first."""
        place = self._named(row, None)
        if place is None:
            return
        if number is None:
            self._add(row.geonameid, place, _code(row), entries_of(place))
            return
        known = self._base.place(number)
        if not row.feature_class == "P" == known.feature[0]:
            self._keep(number, known, merged_entries(known, place, 0))
            return
        self._merged.add(number)
        place.name = known.name
        entries = merged_entries(known, place, shift_of(known, row))
        self._add(row.geonameid, place, _code(row) or known.admin1, entries)

    def _take_divisions(self) -> dict[str, str]:
        """Take the divisions; return the place ids of the first level by GeoNames code."""
        ids = self._codes.first_level(
            row for row in self._waiting if row.feature_code == FIRST_LEVEL
        )
        second_level = SecondLevel(self._base, set(ids.values()))
        for row in self._waiting:
            place = self._named(row, self._codes.people(row))
            if place is None:
                continue
            own_id, number = "", self._base.geonames.get(row.geonameid)
            if number is None and row.feature_code == SECOND_LEVEL:
                number = second_level.number_of(row, self._merged)
            elif number is None:
                own_id = self._unless_taken(ids.get(_code(row), ""))
                number = self._base.others.get(own_id)
            if number is not None and number not in self._merged:
                known = self._base.place(number)
                self._keep(number, known, merged_entries(known, place, 0))
            elif own_id:
                self._others[own_id] = (self._record(place, ""), list(entries_of(place)))
            else:
                division = _code(row) if row.feature_code == SECOND_LEVEL else ""
                self._add(row.geonameid, place, division, entries_of(place))
        return ids

    def _unless_taken(self, place_id: str) -> str:
        """Return the id, or "" when another row has got it: GeoNames has some divisions twice."""
        is_taken = place_id in self._others or self._base.others.get(place_id) in self._merged
        return "" if is_taken else place_id

    def _named(self, row: DumpRow, people: int | None) -> PlaceRow | None:
        place = place_of(row, people)
        if place is None:
            self.counts.nameless += 1
        else:
            self.counts.taken += 1
        return place

    def _keep(self, number: int, known: BasePlace, entries: Iterable[Entry]) -> None:
        """Take a place over as the gazetteer has it."""
        self._merged.add(number)
        scheme, _, key = known.place_id.partition(":")
        if scheme == "geonames":
            self._add(int(key), known, known.admin1, entries)
        else:
            record = self._record(known, known.admin1)
            self._others[known.place_id] = (record, list(entries))

    def _add(
        self, key: int, place: PlaceRow | BasePlace, division: str, entries: Iterable[Entry]
    ) -> None:
        """Add a place with a number of GeoNames'."""
        row = self._places.add((key, *self._record(place, division)))
        self._file(row, entries, place.name)

    def _file(self, row: int, entries: Iterable[Entry], name: str) -> None:
        """File the names of a place; its own name is kept where none of them is."""
        has_own = False
        for entry in entries:
            self._names.add(row, entry)
            has_own = has_own or entry.kind is NameKind.PRIMARY
        if not has_own:
            self._unnamed[row] = name

    def _own_name(self, place_id: str) -> str:
        number = self._base.others.get(place_id)
        return "" if number is None else self._base.place(number).name

    def _record(self, place: PlaceRow | BasePlace, division: str) -> tuple[int, ...]:
        """Return what the spool keeps of a place, but for its number.

        Args:
            place: the place.
            division: GeoNames code or place id of its first-level division, or "".

        """
        return (
            round(place.latitude * COORDINATE_SCALE),
            round(place.longitude * COORDINATE_SCALE),
            self._countries[place.iso2],
            self._divisions(division),
            self._features(place.feature),
            place.population,
        )


class _Numbering:
    """Numbers texts in the order in which they come; "" is number 0."""

    def __init__(self, what: str, most: int) -> None:
        self._what = what
        self._most = most
        self._numbers = {"": 0}

    def __call__(self, text: str) -> int:
        number = self._numbers.setdefault(text, len(self._numbers))
        if number > self._most:
            raise SourceError(
                f"the dump has more than {self._most:,} {self._what}, which GeoNames has not"
            )
        return number

    @property
    def texts(self) -> list[str]:
        """The texts by their number."""
        return list(self._numbers)


def _code(row: DumpRow) -> str:
    """Return GeoNames' code of the first-level division, ``AF.18``, or ""."""
    return f"{row.iso2}.{row.admin1}" if row.iso2 and row.admin1 else ""
