"""Places told by their distance from another: "20 km north of Kunduz", "near Goma"."""

import math
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from geodata.vocabulary import LocationPrecision
from loaders.language.document import Document
from loaders.places.mention import PlaceMention

_POINTS: Final = frozenset({LocationPrecision.TOWN, LocationPrecision.EXACT})
_DIRECTION: Final = r"(?:north|south)(?:[- ]?(?:east|west))?|east|west"
_AWAY: Final = re.compile(
    r"\b(?P<number>\d{1,3}(?:[.,]\d+)?)[ -]?(?P<unit>kms?|kilomet(?:er|re)s?|mi|miles?)"
    r"(?:\s\([^)]{1,20}\))?(?:\saway)?\s"
    rf"(?:(?:to\s)?(?:the\s)?(?P<direction>{_DIRECTION})\s(?:of|from)|from|outside|off)\s"
    r"(?:the\s(?:\w+\s){0,2}(?:city|town|village|capital)(?:\sof|,)?\s)?$",
    re.IGNORECASE,
)
_NEAR: Final = re.compile(r"\b(?:near|outside|close to|not far from)\s$", re.IGNORECASE)
# No phrase of this kind is longer.
_REACH: Final = 90
_KM_PER_MILE: Final = 1.609
_EARTH_RADIUS_KM: Final = 6371.0
# Reporters round distances and directions: a point so told may be off by this share of it.
_UNSURE: Final = 0.25
# What "near" may mean, where nothing more is told.
_NEAR_KM: Final = 10.0
_BEARINGS: Final = {
    "north": 0,
    "northeast": 45,
    "east": 90,
    "southeast": 135,
    "south": 180,
    "southwest": 225,
    "west": 270,
    "northwest": 315,
}


def find_offsets(document: Document, mentions: Sequence[PlaceMention]) -> list[PlaceMention]:
    """Return the mentions, those that a distance or "near" leads moved or widened accordingly.

    The span and the place stay those of the name; name, point and radius tell the place meant.
    """
    starts = [0, *(mention.end for mention in mentions)]
    return [
        _moved(document.text[max(start, mention.start - _REACH) : mention.start], mention)
        for start, mention in zip(starts, mentions, strict=False)
    ]


def _moved(before: str, mention: PlaceMention) -> PlaceMention:
    if mention.precision not in _POINTS or mention.radius_km is None:
        return mention
    away = _AWAY.search(before)
    if away is not None:
        return _at_distance(away, mention)
    if _NEAR.search(before):
        return replace(mention, radius_km=round(mention.radius_km + _NEAR_KM, 1))
    return mention


def _at_distance(away: re.Match[str], mention: PlaceMention) -> PlaceMention:
    assert mention.lat is not None
    assert mention.lon is not None
    assert mention.radius_km is not None
    km = float(away["number"].replace(",", "."))
    if away["unit"].lower().startswith("mi"):
        km *= _KM_PER_MILE
    if away["direction"] is None:
        # Somewhere on a circle: the point stays in its middle.
        return replace(
            mention,
            precision=LocationPrecision.DISTRICT,
            radius_km=round(mention.radius_km + km, 1),
        )
    bearing = _BEARINGS[re.sub(r"[\s-]", "", away["direction"].lower())]
    lat, lon = _destination(mention.lat, mention.lon, bearing, km)
    return replace(
        mention,
        name=f"{away['number']} {away['unit']} {away['direction']} of {mention.name}",
        lat=lat,
        lon=lon,
        precision=LocationPrecision.DISTRICT,
        radius_km=round(mention.radius_km + km * _UNSURE, 1),
    )


def _destination(lat: float, lon: float, bearing: float, km: float) -> tuple[float, float]:
    """Return the point (degrees) that lies so far from another on a great circle."""
    angle, course = km / _EARTH_RADIUS_KM, math.radians(bearing)
    start_lat, start_lon = math.radians(lat), math.radians(lon)
    end_lat = math.asin(
        math.sin(start_lat) * math.cos(angle)
        + math.cos(start_lat) * math.sin(angle) * math.cos(course)
    )
    end_lon = start_lon + math.atan2(
        math.sin(course) * math.sin(angle) * math.cos(start_lat),
        math.cos(angle) - math.sin(start_lat) * math.sin(end_lat),
    )
    return math.degrees(end_lat), (math.degrees(end_lon) + 540) % 360 - 180
