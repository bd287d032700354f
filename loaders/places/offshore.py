"""Places at sea told by the coast: "off the coast of Yemen", "40 nautical miles off Hodeidah".

Off a town it is a point in the water, with a radius that says how sure; off a country or a division
the waters that are nearer to its coast than to any other country's.
"""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from geodata.boundaries import Boundaries
from geodata.vocabulary import LocationPrecision
from geodata.waters import Seaward, seaward, waters_off
from loaders.language.document import Document
from loaders.places.area_parts import AREAS, ONE, direction_words, part_area
from loaders.places.bearings import DIRECTION
from loaders.places.distances import DISTANCE, km_of, words_of
from loaders.places.extent import area_radius, middle_of, precision_within
from loaders.places.mention import PlaceMention
from loaders.places.target import REACH, TO_NAME

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

_COAST: Final = r"(?:coasts?|coastline|shores?|shoreline)"
_SIDE: Final = rf"(?:(?P<side>{ONE})\s+)?"
# "off", "40 miles off", "40 miles from" …
_OFF: Final = (
    rf"(?:{DISTANCE}\s+(?:(?:out|away)\s+)?(?:off|from|(?:{DIRECTION})\s+of)|\boff(?:shore)?)\s+"
)
_IN: Final = r"\b(?:in|into|inside|from|through)\s+(?:the\s+)?"
# Before the name: "off the southern coast of Yemen", "off the coast near Hodeidah"
_OFF_COAST: Final = re.compile(
    rf"{_OFF}(?:the\s+)?{_SIDE}(?:[\w-]+\s+){{0,2}}?(?:{_COAST}|waters)\s+(?:of|near|at|around)"
    rf"{TO_NAME}$",
    re.IGNORECASE,
)
# "40 nautical miles off Hodeidah", "in waters off Odesa", "just off Gaza"
_OFF_NAME: Final = re.compile(
    rf"(?:{DISTANCE}\s+(?:(?:out|away)\s+)?off|\b(?:waters|seas?|just)\s+off){TO_NAME}$",
    re.IGNORECASE,
)
# "in the territorial waters of Yemen"
_IN_WATERS: Final = re.compile(
    rf"{_IN}(?:[\w-]+\s+){{0,2}}?waters\s+(?:of|near|around){TO_NAME}$", re.IGNORECASE
)
# Around the name: "off the Libyan coast", "off Yemen's western shore", "in Iranian waters"
_OFF_THE: Final = re.compile(rf"{_OFF}(?:the\s+)?{_SIDE}$", re.IGNORECASE)
_IN_THE: Final = re.compile(rf"{_IN}$", re.IGNORECASE)
_BETWEEN: Final = rf"(?:['’]s)?\s+(?:(?P<after>{ONE})\s+)?(?:[\w-]+\s+){{0,2}}?"
_OWN_COAST: Final = re.compile(rf"{_BETWEEN}(?:{_COAST}|waters)\b", re.IGNORECASE)
_OWN_WATERS: Final = re.compile(rf"{_BETWEEN}waters\b", re.IGNORECASE)
# A bare "off" ends many verbs; only beside ships and seas does it mean the water.
_OFF_ALONE: Final = re.compile(rf"\b(?P<before>\w+)\s+off{TO_NAME}$", re.IGNORECASE)
_VERBS: Final = frozenset(
    "cut cuts cutting seal sealed sealing close closed block blocked blocking shut call called set "
    "take took taking break broke fight fought hold held drive drove wall walled fence fenced "
    "split wipe wiped ward warded fend fended carry carried send sent go went drop dropped kick "
    "kicked cordon cordoned is was were live lives lived better well back".split()
)
_AFLOAT: Final = re.compile(
    r"\b(?:ships?|vessels?|(?:gun|speed)?boats?|tankers?|freighters?|warships?|trawlers?"
    r"|fishermen|dinghy|dinghies|yachts?|ferr(?:y|ies)|navy|naval|coast\s?guards?|maritime|sea"
    r"|waters|offshore|sank|sunk|capsized|pirates?|piracy|submarines?|frigates?|destroyers?"
    r"|carriers?|platforms?|rigs?|(?:earth)?quakes?|blockade|flotilla)\b",
    re.IGNORECASE,
)
_HINT: Final = re.compile(r"\boff|coast|shore|waters", re.IGNORECASE)
_POINTS: Final = frozenset({LocationPrecision.TOWN, LocationPrecision.EXACT})
# So far behind a name its coast may be told.
_REACH_AFTER: Final = 50
# "Off the coast" without a distance: what happens there is reported up to so far out.
_COAST_KM: Final = 100.0
# A country's own waters: 12 nautical miles.
_TERRITORIAL_KM: Final = 22.224
# Off a town, unless a distance is told: the first of these at which there is sea.
_TOWN_KM: Final = (25.0, 15.0, 40.0, 60.0)
# Whoever says "off" a town means the sea before it, to about so many degrees to either side.
_LIKELY_ARC: Final = 45.0
# The narrowest band of sea that a distance from a coast tells.
_LEAST_BAND_KM: Final = 5.0
# Waters of so many areas are kept, those of a large country some 1 MB.
_KEPT: Final = 64
# No report tells of more coasts; measuring the waters of a large country takes half a second.
_MOST_COASTS: Final = 40


@dataclass(frozen=True, slots=True)
class _Phrase:
    """What a phrase tells of a place at sea.

    Attributes:
        told: its words up to the name, for the name of the place.
        km: distance from the coast, and by how much it may be off; None when none is told.
        side: the side of the area whose coast it is ("western").
        territorial: whether it is the country's own waters.

    """

    told: str
    km: tuple[float, float] | None = None
    side: str | None = None
    territorial: bool = False


def find_offshore(
    document: Document, mentions: Sequence[PlaceMention], boundaries: Boundaries
) -> list[PlaceMention]:
    """Return the mentions, those off whose coast something lies moved into the water.

    The span and the place stay those of the name. A demonym before "coast" or "waters" means the
    country.
    """
    found = []
    measured: set[tuple[str | None, _Phrase]] = set()
    for mention in mentions:
        phrase = _phrase(document, mention)
        if phrase is not None and len(measured) < _MOST_COASTS:
            measured.add((mention.place_id, phrase))
            found.append(_offshore(mention, phrase, boundaries))
        else:
            found.append(mention)
    return found


def _phrase(document: Document, mention: PlaceMention) -> _Phrase | None:
    text = document.text
    before = text[max(0, mention.start - REACH) : mention.start]
    after = text[mention.end : mention.end + _REACH_AFTER]
    if mention.place is None or not (_HINT.search(before) or _HINT.search(after)):
        return None
    if not mention.demonym:
        coast = _OFF_COAST.search(before) or _OFF_NAME.search(before)
        if coast is not None:
            return _off(coast, coast.groupdict().get("side"))
        if _IN_WATERS.search(before):
            return _Phrase("waters of", territorial=True)
    coast, own = _OFF_THE.search(before), _OWN_COAST.match(after)
    if coast is not None and own is not None:
        return _off(coast, coast["side"] or own["after"])
    if _IN_THE.search(before) and _OWN_WATERS.match(after):
        return _Phrase("waters of", territorial=True)
    return None if mention.demonym else _off_alone(document, mention, before)


def _off(match: re.Match[str], side: str | None) -> _Phrase:
    side = None if side is None else direction_words(side)
    if match["unit"] is None:
        return _Phrase("off", side=side)
    return _Phrase(f"{words_of(match)} off", km_of(match), side)


def _off_alone(document: Document, mention: PlaceMention, before: str) -> _Phrase | None:
    alone = _OFF_ALONE.search(before)
    if alone is None or alone["before"].lower() in _VERBS:
        return None
    afloat = _AFLOAT.search(document.sentence_at(mention.start).text)
    return None if afloat is None else _Phrase("off")


def _offshore(mention: PlaceMention, phrase: _Phrase, boundaries: Boundaries) -> PlaceMention:
    """Return the mention moved into the water; unchanged where the place has no coast."""
    if mention.precision in _POINTS and mention.lat is not None:
        return _off_town(mention, phrase, boundaries)
    if mention.precision in AREAS and mention.place is not None:
        return _off_area(mention, mention.place.place_id, phrase, boundaries)
    return mention


def _off_town(mention: PlaceMention, phrase: _Phrase, boundaries: Boundaries) -> PlaceMention:
    assert mention.lat is not None
    assert mention.lon is not None
    distances = _TOWN_KM if phrase.km is None else (phrase.km[0],)
    for km in distances:
        point = _seaward(boundaries, mention.lat, mention.lon, km)
        if point is not None:
            arc = math.radians(min(point.arc, _LIKELY_ARC))
            unsure = km if phrase.km is None else 2 * km * math.sin(arc / 2) + phrase.km[1]
            radius = unsure + (mention.radius_km or 0.0)
            return replace(
                mention,
                name=f"{phrase.told} {mention.name}",
                lat=point.latitude,
                lon=point.longitude,
                precision=precision_within(radius),
                radius_km=round(radius, 1),
            )
    return mention


def _off_area(
    mention: PlaceMention, place_id: str, phrase: _Phrase, boundaries: Boundaries
) -> PlaceMention:
    nearest, farthest = 0.0, _TERRITORIAL_KM if phrase.territorial else _COAST_KM
    if phrase.km is not None:
        km, unsure = phrase.km
        unsure = max(unsure, _LEAST_BAND_KM)
        nearest, farthest = max(km - unsure, 0.0), km + unsure
    water = _waters(boundaries, place_id, phrase.side or mention.part, nearest, farthest)
    if water is None:
        return mention
    lat, lon = middle_of(water)
    side = f"{phrase.side} " if phrase.side else ""
    where = phrase.told if phrase.territorial else f"{phrase.told} the {side}coast of"
    return replace(
        mention,
        name=f"{where} {mention.name}",
        lat=lat,
        lon=lon,
        admin1=None,
        precision=LocationPrecision.REGION,
        radius_km=round(area_radius(water), 1),
        demonym=False,
        shape=water,
    )


@lru_cache(maxsize=_KEPT)
def _seaward(
    boundaries: Boundaries, latitude: float, longitude: float, km: float
) -> Seaward | None:
    return seaward(boundaries, latitude, longitude, km)


@lru_cache(maxsize=_KEPT)
def _waters(
    boundaries: Boundaries, place_id: str, part: str | None, nearest: float, farthest: float
) -> "BaseGeometry | None":
    area = boundaries.area(place_id) if part is None else part_area(boundaries, place_id, part)
    return None if area is None else waters_off(boundaries, area, nearest, farthest)
