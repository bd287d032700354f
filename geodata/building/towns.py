"""Towns as places."""

import re
from collections.abc import Mapping, Sequence

from geodata.building.geonames import Town
from geodata.building.naming import (
    is_useful_alternate,
    plain_spelling,
    read_ordinary_words,
    transliterations,
)
from geodata.building.places import (
    ABBREVIATION_COST,
    ALTERNATE_COST,
    KNOWN_NAME_COST,
    TRANSLITERATION_COST,
    NameKind,
    PlaceRow,
    importance_of,
)
from geodata.building.sources import read_curated
from geodata.errors import UsageError
from geodata.folding import fold

_CAPITAL_BONUS = 1.0


_ARTICLES = re.compile(r"(?:a[a-z]{1,2}|el|il|ul) (?=\w)")


def town_rows(
    towns: Sequence[Town], capitals: set[int], first_level: Mapping[str, str]
) -> list[PlaceRow]:
    """Return the towns as places, by GeoNames id.

    Args:
        towns: all of them.
        capitals: GeoNames ids of the capitals.
        first_level: place ids of first-level divisions by GeoNames code.

    """
    curated = {int(row["geonameid"]): row for row in read_curated("town_names")}
    unknown = curated.keys() - {town.geonameid for town in towns}
    if unknown:
        raise UsageError(f"town_names.csv: no such town: {sorted(unknown)}")
    rows = []
    for town in towns:
        row = town_row(town, curated.get(town.geonameid, {}), is_capital=town.geonameid in capitals)
        row.admin1 = first_level.get(town.admin1_code, "")
        rows.append(row)
    return rows


def town_row(town: Town, curated: Mapping[str, str], *, is_capital: bool) -> PlaceRow:
    """Return a town as a place with its names.

    Args:
        town: the town.
        curated: its row of town_names.csv, or an empty one.
        is_capital: whether it is the capital of its country.

    """
    row = PlaceRow(
        place_id=f"geonames:{town.geonameid}",
        name=curated.get("name") or plain_spelling(town.name, town.iso2),
        latitude=town.latitude,
        longitude=town.longitude,
        iso2=town.iso2,
        feature="P.PPLC" if is_capital else "P.PPL",
        population=town.population,
        importance=importance_of(town.population) + (_CAPITAL_BONUS if is_capital else 0.0),
    )
    known = [name for name in curated.get("other_names", "").split("|") if name]
    row.add([*known, town.name], NameKind.ALTERNATE, KNOWN_NAME_COST)
    row.add(transliterations(town.name, town.iso2), NameKind.ALTERNATE, TRANSLITERATION_COST)
    abbreviations = [name for name in curated.get("abbreviations", "").split("|") if name]
    row.add(abbreviations, NameKind.ABBREVIATION, ABBREVIATION_COST)
    ordinary = read_ordinary_words()
    bare = _without_article(town.name)
    for name in town.alternates:
        if is_useful_alternate(name, town.name, ordinary):
            same = _without_article(name) == bare or town.name == f"{name} City"
            row.add([name], NameKind.ALTERNATE, KNOWN_NAME_COST if same else ALTERNATE_COST)
    row.add_short_forms()
    return row


def _without_article(name: str) -> str:
    """Return the folded name without an Arabic article and final h: Ar Raqqah, Raqqa."""
    return _ARTICLES.sub("", fold(name), count=1).removesuffix("h")
