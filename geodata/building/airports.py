"""Airports with an IATA code as places, by their full names only.

"Simferopol International Airport" is a place; "Simferopol" and "SIP" are no names of the airport.
"""

import re
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geodata.building.places import KNOWN_NAME_COST, NameKind, PlaceRow

# Less than any town of some thousands: what else bears the name comes first.
_IMPORTANCE = 3.5
# A name must say that it is an airport, and what is before that must name it.
_FULL_NAME = re.compile(r"(?P<proper>[^\W\d].+?) (?P<kind>(?:Air ?[Pp]ort|Airfield|Air Base))\Z")
_UNCLEAR = re.compile(r"[\d/(),;:]|\bIntl\b")
_RANKS = re.compile(r" (?:International|Regional|Municipal|Domestic)\Z")
# An islet or a coast may be missing in the boundaries; farther off, the position is wrong.
_REACH_DEGREES = 0.15
# An airport of our own tables is the same one within some 3 km.
_SAME_DEGREES = 0.03


def airport_rows(
    records: Iterable[Mapping[str, str]],
    countries: Mapping[str, BaseGeometry],
    divisions: Mapping[str, Sequence[tuple[str, BaseGeometry]]],
    known: Iterable[PlaceRow],
) -> list[PlaceRow]:
    """Return the airports that lie in the country they are filed under, by IATA code.

    An airport that is known already only gives the known place its name.

    Args:
        records: those of airportsdata: iata, name, country, lat, lon (degrees).
        countries: polygons by ISO 3166-1 alpha-2 code.
        divisions: place id and polygon of the first-level divisions, by country.
        known: airports and airfields of the project's own tables.

    """
    known = list(known)
    positions = np.array([(row.longitude, row.latitude) for row in known]).reshape(-1, 2)
    for shape in countries.values():
        shapely.prepare(shape)
    rows = []
    for record in sorted(records, key=lambda record: record["iata"]):
        row = _row(record)
        if row is None or row.iso2 not in countries:
            continue
        position = (row.longitude, row.latitude)
        near = np.flatnonzero((np.abs(positions - position) < _SAME_DEGREES).all(axis=1))
        if len(near):
            names = [name.text for name in row.names.values()]
            known[near[0]].add(names, NameKind.ALTERNATE, KNOWN_NAME_COST)
            continue
        point = shapely.Point(position)
        if not shapely.dwithin(countries[row.iso2], point, _REACH_DEGREES):
            continue
        row.admin1 = _division_at(point, divisions.get(row.iso2, ()))
        rows.append(row)
    return rows


def _row(record: Mapping[str, str]) -> PlaceRow | None:
    """Return the airport, or None where its name does not identify it."""
    name = record["name"].strip()
    match = _FULL_NAME.match(name)
    if not match or not record["iata"] or _UNCLEAR.search(name):
        return None
    proper, kind = match["proper"], match["kind"]
    row = PlaceRow(
        place_id=f"airport:{record['iata']}",
        name=name,
        latitude=round(float(record["lat"]), 5),
        longitude=round(float(record["lon"]), 5),
        iso2=record["country"],
        feature="S.AIRB" if kind == "Air Base" else "S.AIRP",
        population=0,
        importance=_IMPORTANCE,
    )
    shorter = _RANKS.sub("", proper)
    if shorter != proper:
        row.add([f"{shorter} {kind}"], NameKind.ALTERNATE, KNOWN_NAME_COST)
    row.add_short_forms()
    return row


def _division_at(point: BaseGeometry, divisions: Sequence[tuple[str, BaseGeometry]]) -> str:
    """Return the id of the division that holds the point, or of the nearest one within reach."""
    if not divisions:
        return ""
    distances = shapely.distance([shape for _, shape in divisions], point)
    nearest = int(distances.argmin())
    return divisions[nearest][0] if distances[nearest] <= _REACH_DEGREES else ""
