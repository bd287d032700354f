"""What linking compares of incidents, as columns of numbers."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from geodata.masks import border_sides
from geodata.saving import SAMPLE
from geodata.vocabulary import EventType, Kind, LocationPrecision
from loaders.linking.signatures import signatures

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
# Nothing known, in columns of codes.
NONE = -1

FINE = {LocationPrecision.EXACT, LocationPrecision.TOWN, LocationPrecision.DISTRICT}
_WORD = re.compile(r"\w+")
_SHORT_WORD = 3


@dataclass(frozen=True, slots=True)
class IncidentColumns:
    """The incidents to compare, sorted by id; codes are `NONE` where nothing is told.

    Attributes:
        ids: incident ids.
        kind: 0 for incidents, 1 for talks.
        first: first day, since 1970; every row has days.
        last: last day.
        event_type: code of the type, `NONE` for other and missing types.
        sub_type: code of the sub-type.
        event_types: the type of each code.
        sub_types: the sub-type of each code.
        latitude: of a representative point, NaN without one.
        longitude: of the same.
        is_fine: rows with a point that is as exact as a district or better.
        is_province: rows that name a first-level division and nothing smaller.
        place: code of the place.
        country: code of the country, or of a border's first one.
        other_country: code of a border's second country.
        division: code of country and first-level division.
        geometry: shapes.
        killed: low, best and high; NaN where missing. Shape (rows, 3).
        wounded: the same.
        sides: codes of the two parties. Shape (rows, 2).
        claimant: code of who says so.
        victims: a bit for each group of victims that the claims name.
        words: signatures of the quotes' words; see `loaders.linking.signatures`.
        has_words: which rows have quotes.
        report: code of the report; of the first one where there are several.
        is_sample: rows that come from the samples.

    """

    ids: Sequence[str]
    kind: Ints
    first: Ints
    last: Ints
    event_type: Ints
    sub_type: Ints
    event_types: Sequence[str]
    sub_types: Sequence[str]
    latitude: Floats
    longitude: Floats
    is_fine: Bools
    is_province: Bools
    place: Ints
    country: Ints
    other_country: Ints
    division: Ints
    geometry: npt.NDArray[np.object_]
    killed: Floats
    wounded: Floats
    sides: Ints
    claimant: Ints
    victims: Ints
    words: npt.NDArray[np.uint32]
    has_words: Bools
    report: Ints
    is_sample: Bools

    def __len__(self) -> int:
        return len(self.ids)


def incident_columns(
    columns: Mapping[str, Sequence[Any]],
    reports_of: Mapping[str, tuple[str, ...]],
    quotes: Iterable[tuple[str, str, str | None]],
) -> IncidentColumns:
    """Return the columns that are compared.

    Args:
        columns: as `geodata.link_tables.LinkTables.incidents` returns them.
        reports_of: the reports of each incident.
        quotes: incident, quote and group of victims of each claim.

    """
    ids = columns["incident_id"]
    geometry = shapely.from_wkb(np.array(columns["geometry"], dtype=object))
    points = np.full(len(ids), None, dtype=object)
    drawn = ~(shapely.is_missing(geometry) | shapely.is_empty(geometry))
    points[drawn] = shapely.point_on_surface(geometry[drawn])
    fine = np.array([one in FINE for one in columns["location_precision"]], dtype=bool)
    provinces = [one == LocationPrecision.PROVINCE for one in columns["location_precision"]]
    types, event_types = _codes(
        [None if one == EventType.OTHER else one for one in columns["event_type"]]
    )
    sub_types, sub_type_names = _codes(columns["sub_event_type"])
    own, other, divisions = _areas(columns)
    words, victims = _quoted(ids, quotes)
    parties = [_party(one) for name in ("side_a", "side_b") for one in columns[name]]
    return IncidentColumns(
        ids=ids,
        kind=np.array([one == Kind.TALKS for one in columns["kind"]], dtype=np.int64),
        first=_days(columns["date_start"], columns["date_end"]),
        last=_days(columns["date_end"], columns["date_start"]),
        event_type=types,
        sub_type=sub_types,
        event_types=event_types,
        sub_types=sub_type_names,
        latitude=shapely.get_y(points),
        longitude=shapely.get_x(points),
        is_fine=fine & drawn,
        is_province=np.array(provinces, dtype=bool),
        place=_codes(columns["place_id"])[0],
        country=own,
        other_country=other,
        division=_codes(divisions)[0],
        geometry=geometry,
        killed=_counts(columns, "killed"),
        wounded=_counts(columns, "wounded"),
        sides=_codes(parties)[0].reshape(2, -1).T,
        claimant=_codes([_party(one) for one in columns["claimant"]])[0],
        victims=victims,
        words=signatures(words),
        has_words=np.array([bool(one) for one in words], dtype=bool),
        report=_codes([reports_of.get(one, (one,))[0] for one in ids])[0],
        is_sample=np.array([one == SAMPLE for one in columns["source"]], dtype=bool),
    )


def _days(values: Sequence[Any], others: Sequence[Any]) -> Ints:
    days = np.array(
        [other if value is None else value for value, other in zip(values, others, strict=True)],
        dtype="datetime64[D]",
    )
    return days.astype(np.int64)


def _codes(values: Sequence[str | None]) -> tuple[Ints, list[str]]:
    """Return a number for each different value, `NONE` for what is missing, and the values."""
    known: dict[str, int] = {}
    codes = [NONE if one is None else known.setdefault(one, len(known)) for one in values]
    return np.array(codes, dtype=np.int64), list(known)


def _areas(columns: Mapping[str, Sequence[Any]]) -> tuple[Ints, Ints, list[str | None]]:
    """Return code of the country, of a border's other country, and names of divisions."""
    owns, others, divisions = [], [], []
    for place_id, iso3, admin1 in zip(
        columns["place_id"], columns["iso3"], columns["admin1"], strict=True
    ):
        sides = sorted(border_sides(place_id or ""))
        owns.append(sides[0] if sides else iso3)
        others.append(sides[1] if len(sides) > 1 else None)
        divisions.append(f"{iso3}/{admin1}" if iso3 and admin1 else None)
    codes, _ = _codes([*owns, *others])
    return codes[: len(owns)], codes[len(owns) :], divisions


def _counts(columns: Mapping[str, Sequence[Any]], measure: str) -> Floats:
    bounds = [columns[f"{measure}_{bound}"] for bound in ("low", "best", "high")]
    return np.array(bounds, dtype=np.float64).T.reshape(-1, 3)


def _party(name: str | None) -> str | None:
    """Return a party's or claimant's name without case, article and what is no letter."""
    if name is None:
        return None
    words = _WORD.findall(name.casefold())
    return " ".join(word for word in words if word != "the") or None


def _quoted(
    ids: Sequence[str], quotes: Iterable[tuple[str, str, str | None]]
) -> tuple[list[set[str]], Ints]:
    """Return the words of each incident's quotes, and its groups of victims as bits."""
    rows = {incident_id: row for row, incident_id in enumerate(ids)}
    words: list[set[str]] = [set() for _ in ids]
    victims = np.zeros(len(ids), dtype=np.int64)
    seen: dict[str, set[str]] = {}
    bits: defaultdict[str, int] = defaultdict(lambda: 1 << min(len(bits), 62))
    for incident_id, quote, group in quotes:
        row = rows.get(incident_id)
        if row is None:
            continue
        if quote not in seen:
            seen[quote] = {
                word
                for word in _WORD.findall(quote.casefold())
                if len(word) > _SHORT_WORD or word.isdecimal()
            }
        words[row] |= seen[quote]
        if group is not None:
            victims[row] |= bits[group]
    return words, victims
