"""From a row of a dump to a place with its names, by the rules of the program's own gazetteer."""

from collections.abc import Iterator
from typing import Final, NamedTuple

from geodata.building.divisions import add_division_names
from geodata.building.geonames import Town
from geodata.building.naming import is_latin, plain_spelling, without_kind
from geodata.building.places import (
    KNOWN_NAME_COST,
    PRIOR_STEPS,
    NameKind,
    PlaceRow,
    importance_from,
    importance_of,
    prior_of,
)
from geodata.building.towns import town_row
from geodata.folding import fold
from geodata.geonames_dump.base import BasePlace
from geodata.geonames_dump.features import importance_of_area, importance_of_feature
from geodata.geonames_dump.rows import DumpRow

_LEVELS: Final = {"ADM1": 1, "ADM2": 2}


class Entry(NamedTuple):
    """A name of a place as the gazetteer files it."""

    folded: str
    text: str
    kind: NameKind
    prior: int


def place_of(row: DumpRow, people: int | None = None) -> PlaceRow | None:
    """Return the place of a row with its names; None where it has no usable name.

    Args:
        row: a row of a dump.
        people: who live there, where the row's own figure is not to be taken.

    """
    name = row.name if is_latin(row.name) else row.asciiname
    if not is_latin(name):
        return None
    population = row.population if people is None else people
    level = _LEVELS.get(row.feature_code)
    place = _division(row, name, level, population) if level else _feature(row, name, population)
    return place if _primary(place) else None


def entries_of(place: PlaceRow) -> Iterator[Entry]:
    """Yield the names of a place with their ranks."""
    for key, name in place.names.items():
        folded = fold(name.text) if name.kind is NameKind.ABBREVIATION else key
        yield Entry(folded, name.text, name.kind, prior_of(place.importance, name.cost))


def entries_of_base(place: BasePlace, shift: int = 0) -> Iterator[Entry]:
    """Yield the names that the gazetteer has for a place.

    Args:
        place: the place.
        shift: how much higher its ranks are now.

    """
    for name in place.names:
        prior = max(1, min(PRIOR_STEPS, name.prior + shift))
        yield Entry(fold(name.text), name.text, name.kind, prior)


def merged_entries(known: BasePlace, place: PlaceRow, shift: int) -> Iterator[Entry]:
    """Yield the names that the gazetteer has for a place, and those that only the dump has.

    Args:
        known: the place as the gazetteer knows it; its names come first.
        place: the same place in the dump.
        shift: how much higher the ranks of its names are now.

    """
    yield from entries_of_base(known, shift)
    importance = importance_from(known.prior + shift)
    keys = known.keys()
    for key, name in place.names.items():
        if key not in keys:
            is_primary = name.kind is NameKind.PRIMARY
            kind = NameKind.ALTERNATE if is_primary else name.kind
            cost = KNOWN_NAME_COST if is_primary else name.cost
            yield Entry(fold(name.text), name.text, kind, prior_of(importance, cost))


def shift_of(known: BasePlace, row: DumpRow) -> int:
    """Return how much higher a place ranks with the population that a dump gives it."""
    return prior_of(importance_of(row.population), 0.0) - prior_of(
        importance_of(known.population), 0.0
    )


def _division(row: DumpRow, name: str, level: int, population: int) -> PlaceRow:
    names = [name, *row.alternatenames.split(",")]
    place = PlaceRow(
        place_id=f"geonames:{row.geonameid}",
        name=plain_spelling(without_kind(name) if level == 1 else name, row.iso2),
        latitude=row.latitude,
        longitude=row.longitude,
        iso2=row.iso2,
        feature=row.feature,
        population=population,
        importance=importance_of_area(row.feature_code, population),
    )
    add_division_names(place, names, level)
    return place


def _feature(row: DumpRow, name: str, population: int) -> PlaceRow:
    alternates = tuple(filter(None, row.alternatenames.split(",")))
    town = Town(
        geonameid=row.geonameid,
        name=name,
        alternates=alternates,
        latitude=row.latitude,
        longitude=row.longitude,
        iso2=row.iso2,
        population=population,
        admin1_code="",
    )
    place = town_row(town, {}, is_capital=row.feature_code == "PPLC")
    place.feature = row.feature
    if row.feature_class == "A":
        place.importance = importance_of_area(row.feature_code, population)
    elif row.feature_class != "P":
        place.importance = importance_of_feature(row.feature, population, len(alternates))
    return place


def _primary(place: PlaceRow) -> bool:
    """Tell whether a place can be found by its primary name."""
    first = next(iter(place.names.values()), None)
    return first is not None and first.kind is NameKind.PRIMARY
