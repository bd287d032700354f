"""What the codes and terms of other datasets mean in ours: countries, types of events, precisions.

The tables lie in `loaders/tables/datasets` and in `geodata/tables/event_types.csv`.
"""

import csv
import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from importlib.resources import files

from geodata.folding import fold
from geodata.gazetteer import Gazetteer, MatchKind
from geodata.vocabulary import EventType, SubEventType

Decode = Callable[[str], str | None]


def country_from_number(text: str) -> str | None:
    """Return the ISO 3166-1 alpha-3 code of a numeric one ("4" and "004" are AFG)."""
    text = text.removesuffix(".0")
    return _countries("iso_numeric").get(text.lstrip("0")) if text.isdecimal() else None


def country_from_fips(text: str) -> str | None:
    """Return the ISO 3166-1 alpha-3 code of one of FIPS 10-4, which GDELT uses."""
    return _countries("fips").get(text.upper())


def country_from_text(text: str) -> str | None:
    """Return the ISO 3166-1 alpha-3 code that a cell means: a code of three letters or a name.

    A name may have another behind it in brackets: "Yemen (North Yemen)". A code of two letters is
    none here, for it may be of ISO or of FIPS; `country_from_iso2` reads the one.
    """
    if text.isdecimal():
        return country_from_number(text)
    if len(text) == _ISO3_LENGTH and text.isupper() and text in _known():
        return text
    bare, _, bracketed = text.partition("(")
    for name in (text, bare, bracketed.rstrip(") ")):
        if iso3 := _named_country(name.strip()):
            return iso3
    return None


def event_type_from_text(text: str) -> str | None:
    """Return our type of event for a term: ours, ACLED's, or ACLED's before 2019."""
    folded = _folded(text)
    return _event_terms().get(folded)


def sub_event_type_from_text(text: str) -> str | None:
    """Return our sub-type for a term of ours or of ACLED's, now or before 2019."""
    return _sub_event_terms().get(_folded(text))


def acled_names(column: str) -> frozenset[str]:
    """Return the names in ACLED's codebook of today that our terms are one to one with.

    Args:
        column: `event_type` or `sub_event_type`.

    """
    return frozenset(row[f"acled_{column}"] for row in _schemes())


def cameo_column(column: str) -> Decode:
    """Return what reads a CAMEO code as `kind`, `event_type` or `sub_event_type`.

    A code that the table does not have means what the code above it means (1823 what 182 means).
    """
    table = _cameo(column)

    def decode(text: str) -> str | None:
        for length in range(len(text), 1, -1):
            if (value := table.get(text[:length])) is not None:
                return value or None
        return None

    return decode


_ISO3_LENGTH = 3


def _rows(name: str) -> list[dict[str, str]]:
    table = files("loaders") / "tables" / "datasets" / f"{name}.csv"
    return list(csv.DictReader(table.read_text("utf-8").splitlines()))


@lru_cache(maxsize=4)
def _countries(column: str) -> Mapping[str, str]:
    return {
        code: row["iso3"]
        for row in _rows("country_codes")
        for code in row[column].split("|")
        if code
    }


@lru_cache(maxsize=1)
def _known() -> frozenset[str]:
    return frozenset(row["iso3"] for row in _rows("country_codes"))


@lru_cache(maxsize=8)
def _cameo(column: str) -> Mapping[str, str]:
    return {row["code"]: row[column] for row in _rows("cameo")}


@lru_cache(maxsize=4096)
def _named_country(name: str) -> str | None:
    """Return the one country of a name, or the one that is called so before all others."""
    # Names that the gazetteer gives to two countries; datasets mean these.
    if name in _MEANT:
        return _MEANT[name]
    found = [
        candidate.place.iso3
        for candidate in _gazetteer().candidates(name)
        if candidate.place.place_id.startswith("country:")
        and candidate.match is not MatchKind.DEMONYM
    ]
    return found[0] if len(set(found)) == 1 else None


# UCDP and ACLED call one Congo so, and the other the Democratic Republic.
_MEANT = {"Congo": "COG", "Macedonia": "MKD", "Micronesia": "FSM"}


@lru_cache(maxsize=1)
def _gazetteer() -> Gazetteer:
    return Gazetteer.open()


def _folded(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", " ", fold(text)).strip()


@lru_cache(maxsize=1)
def _event_terms() -> Mapping[str, str]:
    terms = {_folded(member): str(member) for member in EventType}
    for row in _schemes():
        terms[_folded(row["acled_event_type"])] = row["event_type"]
    for row in _rows("event_terms"):
        terms[_folded(row["term"])] = row["event_type"]
    # A sub-type tells the type, unless it is that of several.
    for row in _schemes():
        for term in (row["acled_sub_event_type"], row["sub_event_type"]):
            if term and term.casefold() != "other":
                terms.setdefault(_folded(term), row["event_type"])
    return terms


@lru_cache(maxsize=1)
def _sub_event_terms() -> Mapping[str, str]:
    terms = {_folded(member): str(member) for member in SubEventType}
    for row in _schemes():
        if row["acled_sub_event_type"]:
            terms[_folded(row["acled_sub_event_type"])] = row["sub_event_type"]
    for row in _rows("event_terms"):
        if row["sub_event_type"]:
            terms.setdefault(_folded(row["term"]), row["sub_event_type"])
    return terms


@lru_cache(maxsize=1)
def _schemes() -> list[dict[str, str]]:
    table = files("geodata") / "tables" / "event_types.csv"
    rows = csv.DictReader(table.read_text("utf-8").splitlines())
    return [row for row in rows if row["acled_event_type"]]
