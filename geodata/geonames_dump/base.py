"""The gazetteer that a dump adds to: the program's own, read whole.

Countries, borders, seas and the project's own places, demonyms and abbreviations, and the names
that English newspapers use are not in a dump. They are taken over from the gazetteer that comes
with the program, place by place.
"""

import json
from array import array
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from geodata.building.places import NameKind
from geodata.errors import TablesError
from geodata.folding import fold
from geodata.gazetteer import COORDINATE_SCALE
from geodata.tablefile import TableFile

if TYPE_CHECKING:
    from numpy.typing import NDArray

# What the file of a gazetteer holds; `geodata.geonames_dump.sections` writes the same.
SECTIONS: Final = frozenset(
    "meta place_key place_name latitude longitude country admin1 feature population bucket "
    "key_hash key_start entry_place entry_name entry_kind entry_prior first_word ordinary_word "
    "text".split()
)


# By the numbers that the file uses.
_KINDS: Final = tuple(NameKind)


class BaseName(NamedTuple):
    """A name of a place of the gazetteer, with the rank it has there."""

    text: str
    kind: NameKind
    prior: int


class BasePlace(NamedTuple):
    """A place of the gazetteer with all its names."""

    place_id: str
    name: str
    latitude: float
    longitude: float
    iso2: str
    admin1: str
    """Id of the first-level division, or empty."""
    feature: str
    population: int
    names: tuple[BaseName, ...]

    @property
    def prior(self) -> int:
        """Rank of its best name: what it is worth under a name that costs nothing."""
        return max((name.prior for name in self.names), default=1)

    def keys(self) -> set[str]:
        """Return what its names fold to."""
        return {name_key(name.text, name.kind) for name in self.names}


class Base:
    """All places of a gazetteer, by number or id.

    Attributes:
        countries: ISO 3166-1 alpha-2 and alpha-3 codes, as the file has them.
        geonames: number of each place by its number at GeoNames.
        others: number of each of the other places by its id.
        ordinary_words: the file's section of that name.

    """

    def __init__(self, tables: TableFile) -> None:
        unknown = set(tables.section_names()) ^ SECTIONS
        if unknown:
            raise TablesError(
                f"{tables.path} has other sections than a dump can be built on: "
                f"{', '.join(sorted(unknown))}"
            )
        meta = json.loads(bytes(tables.section("meta")))
        self.countries: list[list[str]] = meta["countries"]
        self._features: list[str] = meta["features"]
        self._geonames_count: int = meta["geonames_count"]
        self._text = tables.section("text")
        self._column = {name: tables.section(name) for name in SECTIONS - {"meta", "text"}}
        words = self._column["ordinary_word"]
        self.ordinary_words = array(words.format, words.tobytes())
        places = np.array(self._column["entry_place"])
        self._entries: NDArray[np.intp] = np.argsort(places, kind="stable")
        self._starts = np.searchsorted(places[self._entries], np.arange(len(self) + 1))
        keys = self._column["place_key"][: self._geonames_count]
        self.geonames = {key: number for number, key in enumerate(keys)}
        others = range(self._geonames_count, len(self))
        self.others = {self.place_id(number): number for number in others}

    def __len__(self) -> int:
        return len(self._column["place_key"])

    def place(self, number: int) -> BasePlace:
        """Return the place with a number."""
        column = self._column
        division = column["admin1"][number]
        entries = self._entries[self._starts[number] : self._starts[number + 1]].tolist()
        return BasePlace(
            place_id=self.place_id(number),
            name=self._string(column["place_name"][number]),
            latitude=column["latitude"][number] / COORDINATE_SCALE,
            longitude=column["longitude"][number] / COORDINATE_SCALE,
            iso2=self.iso2(number),
            # Number 0 is a town, and stands for "none".
            admin1=self.place_id(division) if division else "",
            feature=self.feature(number),
            population=column["population"][number],
            names=tuple(
                BaseName(
                    self._string(column["entry_name"][entry]),
                    _KINDS[column["entry_kind"][entry]],
                    column["entry_prior"][entry],
                )
                for entry in entries
            ),
        )

    def place_id(self, number: int) -> str:
        """Return the id of a place."""
        key = self._column["place_key"][number]
        return f"geonames:{key}" if number < self._geonames_count else self._string(key)

    def feature(self, number: int) -> str:
        """Return class and code of a place's feature."""
        return self._features[self._column["feature"][number]]

    def iso2(self, number: int) -> str:
        """Return the country of a place, or ""."""
        return self.countries[self._column["country"][number]][0]

    def division_of(self, number: int) -> int:
        """Return the number of a place's first-level division; 0 for none."""
        division: int = self._column["admin1"][number]
        return division

    def _string(self, start: int) -> str:
        end = start + 1 + self._text[start]
        return str(self._text[start + 1 : end], "utf-8")


def name_key(text: str, kind: NameKind) -> str:
    """Return what tells a name of a place from its others, as `PlaceRow` does."""
    return text.replace(".", "") if kind is NameKind.ABBREVIATION else fold(text)
