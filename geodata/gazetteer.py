"""Names of places, offline: a name gives ranked candidates, never a guess.

The gazetteer is one memory-mapped file (see geodata/tables/SOURCES.md for what it is made of, and
`geodata.geonames_dump` for making a larger one). A look-up hashes the folded name, finds the hash
by bisection and reads the places that bear the name; nothing is loaded before. It costs some
microseconds, and the standard library only.

    with Gazetteer.open() as gazetteer:
        best = gazetteer.candidates("Spin-Boldak")[0].place
"""

import hashlib
import json
from bisect import bisect_left
from dataclasses import dataclass
from enum import StrEnum
from operator import attrgetter
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from geodata.folding import fold
from geodata.tablefile import TableFile

__all__ = ["Candidate", "Gazetteer", "MatchKind", "Place", "fold", "name_hash"]

DEFAULT_PATH: Final = Path(__file__).parent / "tables" / "gazetteer.bin"
FILE_KIND: Final = "gazetteer"
FILE_VERSION: Final = 2
_REPAIR_OF_OTHERS: Final = "build it with: incidentmap gazetteer build"
# Coordinates are stored as whole numbers of 1e-5 degrees, about a metre.
COORDINATE_SCALE: Final = 100_000
# More places than this share a name only where the name says nothing ("San Antonio").
MOST_CANDIDATES: Final = 100
# Between two places of the same rank, the one spelled as in the text comes first.
_FOLDED_COST: Final = 0.005
_PRIOR_STEPS: Final = 255
# GeoNames' numbers fit into 32 bits.
_LONGEST_ID: Final = 10
# The places of some hundred reports, some 10 MB.
_MOST_KEPT: Final = 30_000
# A name's hash has 48 bits: 16 for its bucket, 32 within it.
BUCKETS: Final = 1 << 16
BUCKET_SIZE: Final = 1 << 32


class MatchKind(StrEnum):
    """How a text matched the name of a place."""

    EXACT = "exact"
    """The primary name, letter by letter."""
    FOLDED = "folded"
    """The primary name, but for case, accents, hyphens or apostrophes."""
    ALTERNATE = "alternate"
    """Another name: of another language, short, official or former."""
    DEMONYM = "demonym"
    """The people or the adjective: "Afghan" for Afghanistan."""
    ABBREVIATION = "abbreviation"
    """"UAE", "Fla."; upper and lower case count here, "us" is no abbreviation."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the gazetteer; coordinates are WGS 84 degrees.

    The point of an area lies inside the area; `geodata.boundaries` knows its shape.
    """

    place_id: str
    """``geonames:1138958``, ``country:PAK``, ``admin1:AF-NAN``, ``supplement:torkham``."""
    name: str
    latitude: float
    longitude: float
    iso2: str
    """Country (ISO 3166-1 alpha-2), empty for what lies in several."""
    iso3: str
    admin1_code: str | None
    """First-level division: ISO 3166-2, or GeoNames' code with a full stop where there is none."""
    admin1: str | None
    """Name of the first-level division."""
    feature: str
    """GeoNames class and code: ``P.PPLC``, ``A.ADM1``; ``X.`` where GeoNames has none."""
    population: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that a name may mean."""

    place: Place
    matched: str
    """The name as the gazetteer has it."""
    match: MatchKind
    prior: float
    """0 to 1: how likely a newspaper means this place, knowing nothing but the name."""


class Gazetteer:
    """The gazetteer, open for look-ups; use it as a context manager or close it."""

    def __init__(self, tables: TableFile) -> None:
        section = tables.section
        meta = json.loads(bytes(section("meta")))
        self._tables = tables
        self.longest_name_words: int = meta["longest_name_words"]
        """No name has more words than this."""
        self._countries: list[list[str]] = meta["countries"]
        self._features: list[str] = meta["features"]
        self._geonames_count: int = meta["geonames_count"]
        self._kept: dict[int, Place] = {}
        self._text = section("text")
        self._place_key = section("place_key")
        self._place_name = section("place_name")
        self._latitude = section("latitude")
        self._longitude = section("longitude")
        self._country = section("country")
        self._admin1 = section("admin1")
        self._feature = section("feature")
        self._population = section("population")
        self._bucket = section("bucket")
        self._key_hash = section("key_hash")
        self._key_start = section("key_start")
        self._entry_place = section("entry_place")
        self._entry_name = section("entry_name")
        self._entry_kind = section("entry_kind")
        self._entry_prior = section("entry_prior")
        self._first_word = section("first_word")
        self._ordinary_word = section("ordinary_word")

    @classmethod
    def open(cls, path: Path | None = None) -> Self:
        """Open the gazetteer, the program's own one by default.

        Raises:
            TablesError: the file is missing, damaged or of another version.

        """
        return cls(open_tables(path or DEFAULT_PATH))

    def candidates(self, name: str, *, limit: int = MOST_CANDIDATES) -> list[Candidate]:
        """Return the places that bear the name, the likeliest first; [] when it is unknown.

        Args:
            name: as it stands in a text; case, accents, hyphens and apostrophes do not matter,
                except that an abbreviation keeps its case and, where it has one, its full stop.
            limit: at most so many.

        Raises:
            TablesError: the file is damaged; of a large one this shows only when it is used.

        """
        try:
            return self._candidates(name, limit)
        except (IndexError, UnicodeDecodeError) as error:
            raise self._tables.damaged("is damaged") from error

    def place(self, place_id: str) -> Place | None:
        """Return the place with the id, or None; errors are those of `candidates`."""
        try:
            index = self._index(place_id)
            return None if index is None else self._place(index)
        except (IndexError, UnicodeDecodeError) as error:
            raise self._tables.damaged("is damaged") from error

    def starts_name(self, word: str) -> bool:
        """Tell whether some name begins with the word: worth looking further in a text.

        It is sure when it says no; once in some ten thousand words it says yes for nothing.
        """
        first = fold(word).split(" ", 1)[0]
        return _contains(self._first_word, short_hash(first))

    def is_ordinary_word(self, word: str) -> bool:
        """Tell whether the word is ordinary English ("March", "Union"), whatever place it names."""
        return _contains(self._ordinary_word, short_hash(fold(word)))

    def __len__(self) -> int:
        """Return the number of places."""
        return len(self._place_key)

    def close(self) -> None:
        """Release the file; no look-up is possible afterwards."""
        self._kept.clear()
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

    def _index(self, place_id: str) -> int | None:
        """Return the number of the place with the id, or None."""
        scheme, _, number = place_id.partition(":")
        count = self._geonames_count
        if scheme == "geonames":
            if not (number.isascii() and number.isdigit() and len(number) <= _LONGEST_ID):
                return None
            index = bisect_left(self._place_key, int(number), 0, count)
            found = index < count and self._place_key[index] == int(number)
        else:
            total = len(self._place_key)
            index = bisect_left(range(total), place_id, count, key=self._place_id)
            found = index < total and self._place_id(index) == place_id
        return index if found else None

    def _candidates(self, name: str, limit: int) -> list[Candidate]:
        found = []
        names, priors = self._entry_name, self._entry_prior
        places, kinds = self._entry_place, self._entry_kind
        for entry in self._entries(name):
            matched = self._string(names[entry])
            match = _KINDS[kinds[entry]]
            prior = priors[entry] / _PRIOR_STEPS
            if match is MatchKind.EXACT and matched != name:
                match = MatchKind.FOLDED
                prior = max(prior - _FOLDED_COST, 0.0)
            elif match is MatchKind.ABBREVIATION and not _same_abbreviation(name, matched):
                continue
            found.append(Candidate(self._place(places[entry]), matched, match, prior))
            if len(found) == limit:
                break
        found.sort(key=_BY_PRIOR, reverse=True)
        return found

    def _entries(self, name: str) -> range:
        """Return the numbers of the entries for a name, the highest prior first."""
        folded = fold(name)
        bucket, hashed = divmod(name_hash(folded), BUCKET_SIZE)
        low, high = self._bucket[bucket], self._bucket[bucket + 1]
        key = bisect_left(self._key_hash, hashed, low, high)
        # Among tens of millions of names two may share a hash, and a name from outside always may.
        while key < high and self._key_hash[key] == hashed:
            entries = range(self._key_start[key], self._key_start[key + 1])
            stored = self._string(self._entry_name[entries.start])
            if stored == name or fold(stored) == folded:
                return entries
            key += 1
        return _NO_ENTRIES

    def _place(self, index: int) -> Place:
        """Return the place, the same object as long as it is kept."""
        place = self._kept.get(index)
        if place is None:
            if len(self._kept) >= _MOST_KEPT:
                self._kept.clear()
            place = self._kept[index] = self._read_place(index)
        return place

    def _read_place(self, index: int) -> Place:
        iso2, iso3 = self._countries[self._country[index]]
        admin1_code = admin1 = None
        if division := self._admin1[index]:
            # "admin1:AF-NAN" without its scheme; number 0 is kept for "none".
            admin1_code = self._place_id(division)[7:]
            admin1 = self._string(self._place_name[division])
        return Place(
            self._place_id(index),
            self._string(self._place_name[index]),
            self._latitude[index] / COORDINATE_SCALE,
            self._longitude[index] / COORDINATE_SCALE,
            iso2,
            iso3,
            admin1_code,
            admin1,
            self._features[self._feature[index]],
            self._population[index],
        )

    def _place_id(self, index: int) -> str:
        key = self._place_key[index]
        return f"geonames:{key}" if index < self._geonames_count else self._string(key)

    def _string(self, start: int) -> str:
        """Return the text at an offset, whose first byte is its length."""
        end = start + 1 + self._text[start]
        return str(self._text[start + 1 : end], "utf-8")


def open_tables(path: Path, *, whole: bool = False) -> TableFile:
    """Open the file of a gazetteer.

    Args:
        path: the file.
        whole: check all of it, however large it is.

    Raises:
        TablesError: the file is missing, damaged or of another version.

    """
    own = path == DEFAULT_PATH
    repair = {} if own else {"repair": _REPAIR_OF_OTHERS}
    if not whole:
        return TableFile.open(path, kind=FILE_KIND, version=FILE_VERSION, **repair)
    tables = TableFile.map(path, kind=FILE_KIND, version=FILE_VERSION, **repair)
    tables.check()
    return tables


def name_hash(folded: str) -> int:
    """Return the 48-bit hash under which a folded name is filed."""
    return int.from_bytes(hashlib.blake2b(folded.encode(errors="replace"), digest_size=6).digest())


def short_hash(folded: str) -> int:
    """Return the 32-bit hash of a folded word."""
    return name_hash(folded) % BUCKET_SIZE


def _contains(hashes: memoryview, hashed: int) -> bool:
    index = bisect_left(hashes, hashed)
    return index < len(hashes) and bool(hashes[index] == hashed)


def _same_abbreviation(text: str, abbreviation: str) -> bool:
    """Tell whether the text writes the abbreviation, as it is or in capitals.

    "US" and "U.S." are the same; "Miss." needs its full stop, for without it is a word.
    """
    if abbreviation.endswith(".") and not abbreviation.isupper():
        return text in (abbreviation, abbreviation.upper())
    return text.replace(".", "") == abbreviation.replace(".", "")


# In the order of the numbers that the file uses.
_KINDS: Final = (
    MatchKind.EXACT,
    MatchKind.ALTERNATE,
    MatchKind.DEMONYM,
    MatchKind.ABBREVIATION,
)
_NO_ENTRIES: Final = range(0)
_BY_PRIOR: Final = attrgetter("prior")
