"""A gazetteer of a dozen places, made in a moment, for tests of what is built on one."""

from pathlib import Path

from geodata.building.encode import gazetteer_sections
from geodata.building.places import (
    ABBREVIATION_COST,
    DEMONYM_COST,
    KNOWN_NAME_COST,
    NameKind,
    PlaceRow,
    importance_of,
)
from geodata.gazetteer import FILE_KIND, FILE_VERSION
from geodata.tablefile import write_table_file


def write_small_gazetteer(path: Path) -> Path:
    """Write the gazetteer; return its path."""
    sections = gazetteer_sections(
        _rows(), {"AF": "AFG", "PK": "PAK", "FR": "FRA"}, ["market", "mine"]
    )
    write_table_file(path, sections, kind=FILE_KIND, version=FILE_VERSION)
    return path


def _rows() -> list[PlaceRow]:
    afghanistan = _row("country:AFG", "Afghanistan", 34.0, 66.0, "AF", "A.PCLI", 40_000_000)
    afghanistan.importance += 2
    afghanistan.add(["Afghan"], NameKind.DEMONYM, DEMONYM_COST)
    pakistan = _row("country:PAK", "Pakistan", 30.0, 69.0, "PK", "A.PCLI", 240_000_000)
    pakistan.add(["PAK."], NameKind.ABBREVIATION, ABBREVIATION_COST)
    kandahar = _row("geonames:1138336", "Kandahar", 31.613, 65.71, "AF", "P.PPL", 391_190)
    kandahar.admin1 = "admin1:AF-KAN"
    kandahar.add(["Candahar"], NameKind.ALTERNATE, KNOWN_NAME_COST)
    towns = [
        _town(1, "Arghandab", 31.65, 65.65, "admin1:AF-KAN", 20_000),
        _town(2, "Asadabad", 34.87, 71.15, "admin1:AF-KNR", 48_400),
        _town(3, "Chapa Dara", 34.85, 70.8, "admin1:AF-KNR", 900),
        _town(4, "Nari", 35.2, 71.5, "admin1:AF-KNR", 800),
    ]
    divisions = [
        _row("admin1:AF-KAN", "Kandahar", 31.0, 65.5, "AF", "A.ADM1", 400_000),
        _row("admin1:AF-KNR", "Kunar", 34.9, 71.1, "AF", "A.ADM1", 50_000),
        _row("admin1:AF-NIM", "Nimroz", 31.0, 62.5, "AF", "A.ADM1", 10),
        _row("admin1:FR-NAQ", "Nouvelle-Aquitaine", 45.2, 0.2, "FR", "A.ADM1", 10),
        _row("admin1:PK-BJR", "Bajaur", 34.8, 71.5, "PK", "A.ADM1", 10),
        _row("admin2:FR-33", "Gironde", 44.8, -0.6, "FR", "A.ADM2", 1_000_000),
    ]
    border = _row("border:AFG-PAK", "Afghanistan–Pakistan border", 32.0, 69.0, "", "X.BORDER", 0)
    border.add(["Durand Line"], NameKind.ALTERNATE, KNOWN_NAME_COST)
    torkham = _row("supplement:torkham", "Torkham", 34.1, 71.09, "AF", "S.PSTB", 0)
    torkham.importance = 4.5
    country = _row("country:FRA", "France", 46.0, 2.0, "FR", "A.PCLI", 67_000_000)
    return [afghanistan, pakistan, country, kandahar, *towns, *divisions, border, torkham]


def _town(  # noqa: PLR0913, PLR0917 - one argument a column
    number: int, name: str, latitude: float, longitude: float, admin1: str, people: int
) -> PlaceRow:
    row = _row(f"geonames:{number}", name, latitude, longitude, "AF", "P.PPL", people)
    row.admin1 = admin1
    return row


def _row(  # noqa: PLR0913, PLR0917 - one argument a column
    place_id: str,
    name: str,
    latitude: float,
    longitude: float,
    iso2: str,
    feature: str,
    population: int,
) -> PlaceRow:
    return PlaceRow(
        place_id, name, latitude, longitude, iso2, feature, population, importance_of(population)
    )
