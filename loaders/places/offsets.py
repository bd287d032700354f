"""Places told by where they lie from a town: "20 km north of Kunduz", "on the outskirts of Goma".

The span and the place stay those of the name; its own name, point and radius tell the place meant.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from geodata.sphere import destination
from geodata.vocabulary import LocationPrecision
from loaders.language.document import Document
from loaders.places.bearings import DIRECTION, WIND, bearing_of
from loaders.places.distances import DISTANCE, JOURNEY, journey_km, km_of, words_of
from loaders.places.extent import precision_within
from loaders.places.mention import PlaceMention
from loaders.places.target import REACH, TO_NAME

_POINTS: Final = frozenset({LocationPrecision.TOWN, LocationPrecision.EXACT})
_WAY: Final = r"(?:due\s|directly\s|just\s|roughly\s|almost\s)?(?:to\s)?(?:the\s)?"
_AWAY: Final = re.compile(
    rf"{DISTANCE}(?:\s(?:further|farther|away|distant|inland|deep|outside))?"
    rf"(?:\s{_WAY}(?P<direction>{DIRECTION}|{WIND})\s(?:of|from)"
    r"|(?:\s(?:radius|zone|exclusion\szone|belt))?\s(?:from|outside|off|away\sfrom|of|around))"
    rf"{TO_NAME}$",
    re.IGNORECASE,
)
# Without one of these words there is no distance to look for.
_UNITS: Final = re.compile(
    r"km|kilomet|mile|\bmi\b|nm|met(?:er|re)s?\b|yards?|hour|minute|day", re.IGNORECASE
)
_JOURNEY: Final = re.compile(
    rf"{JOURNEY}\s"
    rf"(?:{_WAY}(?P<direction>{DIRECTION})\s(?:of|from)|from|away\sfrom|outside){TO_NAME}$",
    re.IGNORECASE,
)
# "north of Kyiv", but not "the north of Kyiv", which is in it
_BEYOND: Final = re.compile(
    rf"\b(?<!\bthe\s)(?P<direction>{DIRECTION})\sof{TO_NAME}$", re.IGNORECASE
)
_TO_THE: Final = re.compile(
    rf"\bto\sthe\s(?:\w+\s)?(?P<direction>{DIRECTION})\sof{TO_NAME}$", re.IGNORECASE
)
_EDGE_WORDS: Final = r"(?:outskirts|edges?|fringes?|suburbs|periphery|limits|approaches)"
_EDGE: Final = re.compile(
    rf"\b(?:(?P<direction>{DIRECTION})\s)?{_EDGE_WORDS}\s(?:of|to|around|near|outside){TO_NAME}$",
    re.IGNORECASE,
)
_OWN_EDGE: Final = re.compile(
    rf"['’]s\s(?:[a-z]+\s)??(?:(?P<direction>{DIRECTION})\s)?{_EDGE_WORDS}\b", re.IGNORECASE
)
_NEAR: Final = re.compile(
    r"\b(?:near(?:\sto)?|nearby|close\sto|not\sfar\sfrom|a\sshort\sdistance\sfrom|next\sto|outside"
    r"|around|surrounding|in\sthe\s(?:vicinity|surroundings|environs|area)\sof"
    r"|in\sthe\s(?:countryside|hills|mountains|forests?|fields|desert)\s"
    rf"(?:around|near|outside|above|surrounding)){TO_NAME}$",
    re.IGNORECASE,
)
_ON_THE_WAY: Final = re.compile(
    rf"\b(?:road|highway|route|motorway|track|way)\s(?:from\s[A-Z][\w-]*\s|leading\s)?(?:to|towards?|into|out\sof|from){TO_NAME}$",
    re.IGNORECASE,
)
_WITHIN: Final = re.compile(
    rf"(?:^|\s)(?:(?P<adjective>{DIRECTION}|central|downtown)"
    rf"|the\s(?:far\s)?(?P<noun>{DIRECTION}|cent(?:re|er)|heart)(?:\s(?:part|side|end))?\sof)\s$",
    re.IGNORECASE,
)
# "Balakliia, a town about 60 km southeast of Kharkiv": the distance describes the first.
_DESCRIBES: Final = re.compile(
    r"(?:\s\([^()]{1,30}\))?,?\s\(?(?:(?:which|that)\s)?(?:(?:is|lies|sits|was)\s)?"
    r"(?:(?:an?|the)\s(?:[\w-]+\s){0,3}(?:town|village|city|settlement|suburb|port|base|area)\s)?"
    r"(?:(?:located|situated|lying)\s)?"
    r"(?:(?:about|some|around|roughly|approximately|nearly|almost|just|only|more\sthan|less\sthan"
    r"|over|under|at\sleast|an\sestimated|barely)\s){0,2}"
)
# "the Kyiv suburb of Bucha" lies in the second, "the Zahra district of Homs" in the first.
_SUBURB: Final = re.compile(r"\s(?:suburb|satellite\stown)\sof\s")
_QUARTER: Final = re.compile(
    r"\s(?:neighbou?rhood|district|quarter|area|section|borough|suburbs)\s(?:of|in)\s(?:the\s)?"
)
# Not the town is near then.
_BORDER: Final = re.compile(r"\s+(?:state\s+)?(?:border|frontier|line)\b")
# What "near" may mean, where nothing more is told; and a road that leads to a town.
_NEAR_KM: Final = 10.0
_WAY_KM: Final = 20.0
_HALF: Final = 0.5
# What is told to be further away than this is not located by it.
_FAR_KM: Final = 500.0


def find_offsets(document: Document, mentions: Sequence[PlaceMention]) -> list[PlaceMention]:
    """Return the mentions, those to which a distance, a direction or "near" leads moved or widened.

    A town that only serves to describe another is marked as a reference and stays where it is.
    """
    found: list[PlaceMention] = []
    for mention in mentions:
        previous = found[-1] if found else None
        if previous is None or not (_is_point(previous) and _is_point(mention)):
            found.append(_meant(document.text, mention, previous))
        elif _QUARTER.fullmatch(document.text, previous.end, mention.start):
            found.append(replace(mention, reference=True))
        else:
            if _SUBURB.fullmatch(document.text, previous.end, mention.start):
                found[-1] = replace(previous, reference=True)
            found.append(_meant(document.text, mention, previous))
    return found


def _meant(text: str, mention: PlaceMention, previous: PlaceMention | None) -> PlaceMention:
    if not _is_point(mention) or mention.reference:
        return mention
    first = max(0, mention.start - REACH)
    before = text[first : mention.start]
    told = _UNITS.search(before) is not None
    away = (_AWAY.search(before) or _JOURNEY.search(before)) if told else None
    if away is not None:
        if previous is not None and _describes(text, previous, first + away.start()):
            return replace(mention, reference=True)
        return _at_distance(away, mention)
    return _beside(text, before, mention)


def _is_point(mention: PlaceMention) -> bool:
    return mention.precision in _POINTS and mention.shape is None and not mention.demonym


def _describes(text: str, previous: PlaceMention, start: int) -> bool:
    return (
        _is_point(previous)
        and previous.end <= start
        and _DESCRIBES.fullmatch(text, previous.end, start) is not None
    )


def _beside(text: str, before: str, mention: PlaceMention) -> PlaceMention:
    """Return the place that words without a distance tell."""
    radius = mention.radius_km or 0.0
    beyond = _BEYOND.search(before) or _TO_THE.search(before)
    if beyond is not None:
        km = radius + _NEAR_KM
        return _displaced(mention, beyond["direction"], km, km, f"{beyond['direction']} of")
    edge = _EDGE.search(before) or _OWN_EDGE.match(text, mention.end)
    if edge is not None:
        return _at_edge(edge["direction"], mention)
    if _NEAR.search(before) and not _BORDER.match(text, mention.end):
        return replace(mention, radius_km=round(radius + _NEAR_KM, 1))
    if _ON_THE_WAY.search(before):
        return replace(mention, radius_km=round(radius + _WAY_KM, 1))
    within = _WITHIN.search(before)
    if within is not None and mention.precision is LocationPrecision.TOWN:
        return _part_of_town(within["adjective"] or within["noun"], mention)
    return mention


def _at_distance(away: re.Match[str], mention: PlaceMention) -> PlaceMention:
    groups = away.groupdict()
    is_journey = "by" in groups
    km, unsure = journey_km(away) if is_journey else km_of(away)
    told = away[0][: away.end("by") - away.start()] if is_journey else words_of(away)
    direction = groups["direction"]
    radius = mention.radius_km or 0.0
    if km > _FAR_KM:
        return replace(mention, reference=True)
    if direction is None:
        # Somewhere on a circle: the point stays in its middle.
        return _told(replace(mention, name=f"{told} from {mention.name}"), radius + km + unsure)
    return _displaced(mention, direction, km, radius + unsure, f"{told} {direction} of")


def _displaced(
    mention: PlaceMention, direction: str, km: float, radius: float, told: str
) -> PlaceMention:
    assert mention.lat is not None
    assert mention.lon is not None
    lat, lon = destination(mention.lat, mention.lon, bearing_of(direction), km)
    return _told(replace(mention, name=f"{told} {mention.name}", lat=lat, lon=lon), radius)


def _told(mention: PlaceMention, radius: float) -> PlaceMention:
    return replace(mention, precision=precision_within(radius), radius_km=round(radius, 1))


def _at_edge(direction: str | None, mention: PlaceMention) -> PlaceMention:
    radius = mention.radius_km or 0.0
    if direction is None:
        wide = radius * (1 + _HALF) + 1
        return replace(mention, name=f"outskirts of {mention.name}", radius_km=round(wide, 1))
    moved = _displaced(mention, direction, radius, radius * _HALF + 1, f"{direction} outskirts of")
    return replace(moved, precision=mention.precision)


def _part_of_town(word: str, mention: PlaceMention) -> PlaceMention:
    radius = (mention.radius_km or 0.0) * _HALF
    if not re.match("north|south|east|west", word, re.IGNORECASE):
        return replace(mention, radius_km=round(radius, 1))
    moved = _displaced(mention, word, radius, radius, "")
    return replace(moved, name=mention.name, precision=mention.precision)
