"""Reads one line of a dump: the 19 columns that GeoNames documents, told apart by tabs."""

import math
from collections.abc import Container
from typing import Final, NamedTuple

_COLUMNS: Final = 19
_CLASSES: Final = frozenset("AHLPRSTUV")
# What the gazetteer's file stores.
_LARGEST_NUMBER: Final = 2**32 - 1
_LONGEST_CODE: Final = 20
# GeoNames' codes for "no division".
_NO_DIVISION: Final = frozenset(("", "00"))


class DumpRow(NamedTuple):
    """One feature of a dump, in the terms of GeoNames."""

    geonameid: int
    name: str
    asciiname: str
    alternatenames: str
    """Separated by commas."""
    latitude: float
    longitude: float
    feature_class: str
    feature_code: str
    iso2: str
    """Country, empty where there is none."""
    admin1: str
    """Code of the first-level division in its country, empty where there is none."""
    admin2: str
    population: int

    @property
    def feature(self) -> str:
        """Class and code: ``P.PPL``."""
        return f"{self.feature_class}.{self.feature_code}"


class BadRowError(Exception):
    """What is wrong with a line."""


def parse_row(line: str, countries: Container[str]) -> DumpRow:
    """Return the feature that a line describes.

    A feature without class or code, as GeoNames has a few, has "" for it.

    Args:
        line: without its line feed.
        countries: the ISO 3166-1 alpha-2 codes that may occur.

    Raises:
        BadRowError: the line is not as GeoNames writes them.

    """
    cells = line.removesuffix("\r").split("\t")
    if len(cells) != _COLUMNS:
        columns = "1 column" if len(cells) == 1 else f"{len(cells)} columns"
        raise BadRowError(f"has {columns} instead of {_COLUMNS}")
    if "\ufffd" in line:
        raise BadRowError("is not UTF-8")
    number, name, asciiname, alternates, latitude, longitude, feature_class, code, iso2 = cells[:9]
    admin1, admin2, population = cells[10], cells[11], cells[14]
    if iso2 and iso2 not in countries:
        raise BadRowError(f"has the unknown country {iso2[:10]!r}")
    if feature_class and feature_class not in _CLASSES:
        raise BadRowError(f"has the unknown feature class {feature_class[:10]!r}")
    if code and not _is_code(code):
        raise BadRowError(f"has the feature code {code[:20]!r}")
    return DumpRow(
        _whole_number(number, "geonameid"),
        _printable(name),
        _printable(asciiname),
        _printable(alternates),
        _degrees(latitude, "latitude", 90.0),
        _degrees(longitude, "longitude", 180.0),
        feature_class,
        code,
        iso2,
        admin1 if _is_code(admin1) and admin1 not in _NO_DIVISION else "",
        admin2,
        min(_whole_number(population or "0", "population"), _LARGEST_NUMBER),
    )


def _whole_number(cell: str, column: str) -> int:
    if not (cell.isascii() and cell.isdigit() and len(cell) <= _LONGEST_CODE):
        raise BadRowError(f"has {cell[:20]!r} as {column}")
    number = int(cell)
    if column == "geonameid" and not 0 < number <= _LARGEST_NUMBER:
        raise BadRowError(f"has {cell!r} as {column}")
    return number


def _degrees(cell: str, column: str, most: float) -> float:
    try:
        degrees = float(cell)
    except ValueError:
        degrees = math.nan
    # Also false for a number that is none (NaN).
    if not -most <= degrees <= most:
        raise BadRowError(f"has {cell[:20]!r} as {column}")
    return degrees


def _is_code(code: str) -> bool:
    """Tell whether a code may stand in a place's id."""
    return code.isascii() and code.isalnum() and len(code) <= _LONGEST_CODE


def _printable(names: str) -> str:
    """Return names with a space for what no terminal should get: control characters, marks."""
    if names.isprintable():
        return names
    return " ".join("".join(char if char.isprintable() else " " for char in names).split())
