"""First- and second-level divisions as places."""

from collections.abc import Iterable, Mapping, Sequence

from geodata.building.areas import Area
from geodata.building.countries import Country
from geodata.building.geonames import Division, Town
from geodata.building.naming import (
    is_latin,
    is_useful_alternate,
    plain_names,
    plain_spelling,
    read_ordinary_words,
    transliterations,
    without_kind,
)
from geodata.building.places import (
    ABBREVIATION_COST,
    ALTERNATE_COST,
    DEMONYM_COST,
    KNOWN_NAME_COST,
    TRANSLITERATION_COST,
    NameKind,
    PlaceRow,
    importance_of,
)
from geodata.building.sources import read_curated
from geodata.errors import UsageError
from geodata.folding import fold

# "Kabul" is the city before the province, but "Punjab" the province before any village: a
# division counts the people of its towns (and of their parts) at less than a fifth.
LEVEL_COST = {1: 0.9, 2: 1.4}


def division_rows(
    areas: Sequence[Area],
    divisions: Sequence[Division],
    members: Mapping[str, Sequence[Town]],
    points: Mapping[str, tuple[float, float]],
    countries: Iterable[Country],
) -> list[PlaceRow]:
    """Return the divisions that can be placed on the map, by polygon or by their towns.

    Args:
        areas: divisions that have a polygon.
        divisions: GeoNames' divisions of both levels.
        members: towns by GeoNames code of the division.
        points: a representative (longitude, latitude) by place id, for the areas.
        countries: all of them.

    """
    country_names = {(country.iso2, fold(country.name)) for country in countries}
    first_level = first_level_ids(areas, divisions)
    parents = _parents(areas)
    rows = []
    for area in areas:
        # Natural Earth has units for islands off a country that bear the country's own name.
        if area.division is None and (area.iso2, fold(area.name)) in country_names:
            continue
        row = _area_row(area, members, points[area.place_id])
        row.admin1 = parents.get(area.place_id, "")
        rows.append(row)
    placed = {area.division.code for area in areas if area.division}
    for division in divisions:
        if division.code not in placed and division.code in members:
            row = _division_row(division, members[division.code])
            parent = first_level.get(division.code.rpartition(".")[0], "")
            row.admin1 = parent if parent != row.place_id else ""
            rows.append(row)
    _add_curated_names(rows)
    return sorted(rows, key=lambda row: row.place_id)


def first_level_ids(areas: Iterable[Area], divisions: Iterable[Division]) -> dict[str, str]:
    """Return the place ids of first-level divisions by GeoNames code (``AF.18``)."""
    ids = {
        division.code: _division_id(division)
        for division in divisions
        if division.code.count(".") == 1
    }
    for area in areas:
        if area.level == 1 and area.division:
            ids[area.division.code] = area.place_id
    return ids


def _parents(areas: Iterable[Area]) -> dict[str, str]:
    """Return the first-level division of each second-level one, by place id."""
    areas = list(areas)
    first_level = {
        index: area.place_id for area in areas if area.level == 1 for index in area.units
    }
    return {area.place_id: first_level[area.units[0]] for area in areas if area.level > 1}


def _area_row(
    area: Area, members: Mapping[str, Sequence[Town]], point: tuple[float, float]
) -> PlaceRow:
    names = area.division.names if area.division else (area.name,)
    towns = members.get(area.division.code, ()) if area.division else ()
    row = _row(area.place_id, area.name, area.iso2, area.level, towns)
    row.longitude, row.latitude = point
    add_division_names(row, names, area.level)
    further = [
        name
        for name in area.other_names
        if "." not in name and is_useful_alternate(name, area.name, read_ordinary_words())
    ]
    row.add(further, NameKind.ALTERNATE, TRANSLITERATION_COST)
    return row


def _division_row(division: Division, towns: Sequence[Town]) -> PlaceRow:
    name = division.names[0] if division.level > 1 else without_kind(division.names[0])
    plain = plain_spelling(name, division.iso2)
    row = _row(_division_id(division), plain, division.iso2, division.level, towns)
    row.longitude, row.latitude = _middle(towns)
    add_division_names(row, division.names, division.level)
    return row


def _row(place_id: str, name: str, iso2: str, level: int, towns: Iterable[Town]) -> PlaceRow:
    """Return a division that has yet to be placed."""
    population = sum(town.population for town in towns)
    return PlaceRow(
        place_id=place_id,
        name=name,
        latitude=0.0,
        longitude=0.0,
        iso2=iso2,
        feature=f"A.ADM{level}",
        population=population,
        importance=importance_of(population) - LEVEL_COST[level],
    )


def _division_id(division: Division) -> str:
    if division.level == 1:
        return f"admin1:{division.iso_code or division.code}"
    if division.iso_code:
        return f"admin2:{division.iso_code}"
    return f"geonames:{division.geonameid}"


def _middle(towns: Sequence[Town]) -> tuple[float, float]:
    """Return the mean position of the towns; divisions that cross the date line have polygons."""
    longitude = sum(town.longitude for town in towns) / len(towns)
    latitude = sum(town.latitude for town in towns) / len(towns)
    return round(longitude, 5), round(latitude, 5)


def add_division_names(row: PlaceRow, names: Iterable[str], level: int) -> None:
    """Add the names of a division to its place, with and without the word for its kind.

    Args:
        row: the place.
        names: as GeoNames has them, of any script.
        level: 1 or 2.

    """
    latin = [name for name in names if is_latin(name)]
    # Nobody says "Orange" for Orange County, California.
    bare = plain_names(latin) if row.iso2 != "US" or level == 1 else latin
    known = {fold(name) for name in plain_names([row.name])}
    ordinary = read_ordinary_words()
    for name in bare:
        folded = fold(name)
        if folded in ordinary and name != row.name:
            continue
        cost = KNOWN_NAME_COST if folded in known or level == 1 else ALTERNATE_COST
        row.add([name], NameKind.ALTERNATE, cost)
    row.add(transliterations(row.name, row.iso2), NameKind.ALTERNATE, TRANSLITERATION_COST)
    row.add_short_forms()


def _add_curated_names(rows: Iterable[PlaceRow]) -> None:
    by_code = {row.place_id.partition(":")[2]: row for row in rows}
    curated = read_curated("division_names")
    unknown = [row["code"] for row in curated if row["code"] not in by_code]
    if unknown:
        raise UsageError(f"division_names.csv: no such division: {', '.join(unknown)}")
    for names in curated:
        row = by_code[names["code"]]
        row.add(_listed(names["other_names"]), NameKind.ALTERNATE, KNOWN_NAME_COST)
        row.add(_listed(names["demonyms"]), NameKind.DEMONYM, DEMONYM_COST)
        row.add(_listed(names["abbreviations"]), NameKind.ABBREVIATION, ABBREVIATION_COST)
        row.importance += float(names["boost"] or 0)


def _listed(cell: str) -> list[str]:
    return [name for name in cell.split("|") if name]
