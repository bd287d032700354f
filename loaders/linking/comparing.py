"""How the two incidents of each pair compare: time and place here, the rest in `comparing_facts`.

Each function returns the number of a level in `loaders.linking.weights.LEVELS` for every pair, or
`NONE` where the pair cannot be the same.
"""

from collections.abc import Callable, Mapping
from functools import partial

import numpy as np
import shapely

from loaders.linking.blocking import LONGEST_DAYS, NEAR_KM
from loaders.linking.comparing_facts import counted, victims, what, who, words
from loaders.linking.incident_columns import NONE, Bools, Floats, IncidentColumns, Ints
from loaders.linking.levels import levels
from loaders.linking.weights import LEVELS

_CLOSE_KM = 10.0
# What lies so far from a line still happened at that border.
_BORDER_DEGREES = 0.5
_EARTH_KM = 6371.0088


def compared(rows: IncidentColumns, one: Ints, other: Ints) -> dict[str, Ints]:
    """Return the level of each feature for pairs of rows; arrays of shape (pairs,)."""
    return {name: compare(rows, one, other) for name, compare in _COMPARISONS.items()}


def _when(rows: IncidentColumns, one: Ints, other: Ints) -> Ints:
    first_a, last_a, first_b, last_b = (
        days[side] for side in (one, other) for days in (rows.first, rows.last)
    )
    overlap = np.maximum(first_a, first_b) <= np.minimum(last_a, last_b)
    same = (first_a == first_b) & (last_a == last_b)
    long = (last_a - first_a > LONGEST_DAYS) | (last_b - first_b > LONGEST_DAYS)
    return levels(
        "when",
        len(one),
        ("one day apart", ~overlap),
        ("days that overlap", overlap),
        ("the same day or days", same),
        ("the same longer period", overlap & long),
    )


def _where(rows: IncidentColumns, one: Ints, other: Ints) -> Ints:
    fine_a, fine_b = rows.is_fine[one], rows.is_fine[other]
    both = fine_a & fine_b
    province_a, province_b = rows.is_province[one], rows.is_province[other]
    km = _distance_km(rows, one, other)
    same_country = _meet(rows, one, other)
    same_place = (rows.place[one] == rows.place[other]) & (rows.place[one] != NONE)
    same_division = (rows.division[one] == rows.division[other]) & (rows.division[one] != NONE)
    a_province = province_a | province_b
    return levels(
        "where",
        len(one),
        ("the same country, nothing closer told", same_country & ~both & ~a_province),
        ("one in the region or at the border that the other names", _in_region(rows, one, other)),
        ("one in the province that the other names", same_division & a_province),
        ("within 30 km", both & (km <= NEAR_KM)),
        ("within 10 km", both & (km <= _CLOSE_KM)),
        (
            "the same area, no town told",
            same_place & ~both | (same_division & province_a & province_b),
        ),
        ("the same place", same_place & both),
        ("the same country, nothing closer told", same_place & ~both & _is_country(rows, one)),
    )


def _is_country(rows: IncidentColumns, one: Ints) -> Bools:
    """Return which rows name a country and nothing in it."""
    whole: Bools = (
        ~rows.is_fine[one]
        & ~rows.is_province[one]
        & (rows.division[one] == NONE)
        & (rows.country[one] != NONE)
    )
    return whole


def _meet(rows: IncidentColumns, one: Ints, other: Ints) -> Bools:
    """Return which pairs have a country in common; a border has two."""
    own, across = rows.country, rows.other_country
    met: Bools = (own[one] == own[other]) & (own[one] != NONE)
    met |= (across[one] == own[other]) & (across[one] != NONE)
    met |= (own[one] == across[other]) & (across[other] != NONE)
    return met


def _in_region(rows: IncidentColumns, one: Ints, other: Ints) -> Bools:
    """Return which pairs are a point and a shape that covers it or, as a line, runs near it."""
    inside = np.zeros(len(one), dtype=bool)
    for point, area in ((one, other), (other, one)):
        wide = ~rows.is_fine & ~rows.is_province & ~shapely.is_missing(rows.geometry)
        asked = np.flatnonzero(rows.is_fine[point] & wide[area])
        # A country's shape says no more than its code.
        asked = asked[~_is_country(rows, area[asked])]
        if len(asked):
            points = shapely.points(rows.longitude[point[asked]], rows.latitude[point[asked]])
            inside[asked] |= shapely.dwithin(rows.geometry[area[asked]], points, _BORDER_DEGREES)
    return inside


def _distance_km(rows: IncidentColumns, one: Ints, other: Ints) -> Floats:
    phi_a, phi_b = np.radians(rows.latitude[one]), np.radians(rows.latitude[other])
    turn = np.radians(rows.longitude[one] - rows.longitude[other])
    chord = np.sin((phi_a - phi_b) / 2) ** 2 + np.cos(phi_a) * np.cos(phi_b) * np.sin(turn / 2) ** 2
    km: Floats = 2 * _EARTH_KM * np.arcsin(np.sqrt(np.minimum(chord, 1.0)))
    return km


_COMPARISONS: Mapping[str, Callable[[IncidentColumns, Ints, Ints], Ints]] = {
    "when": _when,
    "where": _where,
    "what": what,
    "who": who,
    "victims": victims,
    "killed": partial(counted, "killed"),
    "wounded": partial(counted, "wounded"),
    "words": words,
}
assert _COMPARISONS.keys() == LEVELS.keys()
