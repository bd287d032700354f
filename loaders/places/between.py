"""Places between others: "the road between Kyiv and Odesa", "the Kabul–Kandahar highway".

The towns stay mentions of their own that only serve as a reference; the place between them is the
mention of the word that tells it ("road between", "highway"). Halfway it is a point; otherwise the
corridor in which a road from one to the other runs, as an area.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from shapely.geometry import LineString

from geodata.gazetteer import Place
from geodata.sphere import bearing_to, destination, distance_between, widened
from geodata.vocabulary import LocationPrecision
from loaders.language.document import Document
from loaders.places.extent import precision_within
from loaders.places.mention import PlaceMention

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

_ROUTE: Final = (
    r"(?:(?:high|rail)?roads?|highways?|motorways?|expressways?|freeways?|(?<!en\s)routes?|railways?"
    r"|(?:rail(?:way)?|train|supply|front)\s?lines?|tracks?|corridors?|pipelines?|axis)"
)
_SPOT: Final = (
    r"(?:areas?|zones?|stretch(?:es)?|sections?|desert|forests?|hills|mountains|valley|plains?"
    r"|countryside|villages?|towns?|settlements?|checkpoints?|points?|places?|spot|somewhere"
    r"|territory|land|located|situated|lies|lying|halfway|half-way|midway|mid-way)"
)
# What may stand before each of the two names.
_KIND: Final = (
    r"(?:(?:the\s+)?(?:[\w’'-]+\s+){0,3}?(?:cities|city|towns?|villages?|capital|port)"
    r"(?:\s+of)?,?\s+|the\s+)?"
)
# "on the road between", "somewhere between", "halfway between"
_LEADS: Final = re.compile(
    rf"\b(?:(?P<told>{_ROUTE}|{_SPOT})\s+(?:(?:that|which)\s+)?)?"
    r"(?P<by>between|from|links?|linking|connects?|connecting|joins?|joining)"
    rf"\s+{_KIND}$",
    re.IGNORECASE,
)
_MIDDLE: Final = re.compile(r"half-?way|mid-?way", re.IGNORECASE)
_JOINT: Final = re.compile(rf"\s+(?P<word>and|to|towards?|with)\s+{_KIND}", re.IGNORECASE)
_JOINTS: Final = {"between": ("and",), "from": ("to", "toward", "towards")}
_LINKS: Final = ("and", "to", "with")
_IS_ROUTE: Final = re.compile(_ROUTE, re.IGNORECASE)
# "the Kabul–Kandahar highway", "the Quetta to Karachi road"
_PAIR: Final = re.compile(r"\s?[-‐‑–—/]\s?|\s+to\s+")
_OWN_ROUTE: Final = re.compile(
    r"\s+(?:(?:main|national|coastal|desert|ring|old|new)\s+)?(?P<route>"
    r"(?:high|rail)?road|highway|motorway|expressway|freeway|route|railway|(?:rail(?:way)?\s)?line"
    r"|corridor|axis|pipeline)\b",
    re.IGNORECASE,
)
# Travellers "from" one town "to" another are between them.
_TRAVEL: Final = re.compile(
    r"\b(?:travell?ing|driving|heading|going|moving|journey(?:ing)?|on\s+(?:\w+\s+)?way|en\s+route"
    r"|bound|flying|sailing|bus|train|convoy|trucks?|vehicles?|van|passengers)\s*(?:\w+\s+)?$",
    re.IGNORECASE,
)
# Without a road, only something that happens at one place lies "between" two towns …
_HAPPENS: Final = re.compile(
    r"\b(?:ambush\w*|attack\w*|explo\w+|blasts?|bomb\w*|mines?|landmines?|kidnap\w*|abduct\w*"
    r"|hijack\w*|crash\w*|collid\w*|derail\w*|overturn\w*|ditch|ravine|gorge|intercept\w*"
    r"|stopped|shot|gunned|found|checkpoint|patrols?|strikes?|struck|landslides?|avalanche|kill\w+|wound\w+|died|dead)\b",
    re.IGNORECASE,
)
# … and never where the word before tells a relation of two parties.
_RELATIONS: Final = re.compile(
    r"\b(?:talks?|negotiations?|relations?|relationship|ties|tensions?|war|peace|deal|agreement"
    r"|treaty|truce|ceasefire|cease-fire|disputes?|conflict|clash(?:es)?|fighting|battles?|fire"
    r"|hostilities|exchanges?|meetings?|contacts?|cooperation|trade|flights?|match|game|final"
    r"|rivalry|differences?|distance|gap|choice|choose|friendship|partnership|border|frontier"
    r"|alliance|links?|call|conversations?|dialogue|swap|confrontation|standoff|stand-off|split"
    r"|divided|torn|merger|derby|strikes|attacks)\s+$",
    re.IGNORECASE,
)
_ENDS: Final = frozenset(
    {
        LocationPrecision.TOWN,
        LocationPrecision.EXACT,
        LocationPrecision.DISTRICT,
        LocationPrecision.PROVINCE,
    }
)
_TOWNS: Final = frozenset({LocationPrecision.TOWN, LocationPrecision.EXACT})
# A road strays from the straight line by such a share of it, and by some km in any case.
_STRAY: Final = 0.1
_LEAST_STRAY_KM: Final = 3.0
# Halfway is told roughly: a point that may be off by such a share of the way.
_UNSURE: Final = 0.15
# Further apart two towns are named for another reason, where no road is told: than these km.
_FAR_KM: Final = 600.0
_FARTHEST_KM: Final = 2500.0
_NEAREST_KM: Final = 1.0
_CAPITAL: Final = "P.PPLC"
# " to " and " – " are the longest of what joins the two names of a route.
_LONGEST_JOINT: Final = 4
# Beyond so many characters a name belongs to something else.
_REACH: Final = 80
# How far back a sentence tells what happened there.
_SENTENCE: Final = 200
# Who names two places may still mean something else that lies between them.
_SURE: Final = 0.95
_HALF_TURN: Final = 180.0
_KEPT: Final = 256


@dataclass(frozen=True, slots=True)
class _Between:
    """A place between two mentions, by the number of the first, and the span that tells it.

    Nothing lies between two capitals that stand for their governments: "fighting between Islamabad
    and Kabul".
    """

    start: int
    end: int
    first: int
    route: str | None
    middle: bool = False
    governments: bool = False


def find_between(document: Document, mentions: Sequence[PlaceMention]) -> list[PlaceMention]:
    """Return the mentions and the places between two of them, in text order, none overlapping."""
    found = [*_told(document.text, mentions), *_routes(document.text, mentions)]
    if not found:
        return list(mentions)
    marked = list(mentions)
    places: list[PlaceMention] = []
    end = 0
    for between in sorted(found, key=lambda each: each.start):
        if between.start < end:
            continue
        end = between.end
        one, other = mentions[between.first], mentions[between.first + 1]
        if not between.governments:
            places.append(_mention(document.text, between, one, other))
        for number in (between.first, between.first + 1):
            marked[number] = replace(mentions[number], reference=True)
    return sorted([*marked, *places], key=lambda mention: mention.start)


def _told(text: str, mentions: Sequence[PlaceMention]) -> Iterator[_Between]:
    """Yield the places that "between", "from … to" and "linking" tell before two names."""
    for number, (one, other) in enumerate(pairwise(mentions)):
        gap = text[one.end : other.start] if other.start - one.end <= _REACH else ""
        joint = _JOINT.fullmatch(gap)
        if joint is None or not _apart(one, other):
            continue
        first = max(0, one.start - _REACH)
        match = _LEADS.search(text[first : one.start])
        if match is None or joint["word"].lower() not in _JOINTS.get(match["by"].lower(), _LINKS):
            continue
        start, end = first + match.start(), first + match.end("by")
        told = match["told"] or ""
        if not told and match["by"].lower() == "between" and _are_governments(one, other):
            yield _Between(start, end, number, None, governments=True)
        elif _is_meant(text, start, match, (one, other)):
            route = told if _IS_ROUTE.fullmatch(told) else None
            middle = _MIDDLE.fullmatch(told) is not None
            yield _Between(start, end, number, route, middle=middle)


def _are_governments(one: PlaceMention, other: PlaceMention) -> bool:
    return one.feature == other.feature == _CAPITAL and one.iso3 != other.iso3


def _is_meant(
    text: str, start: int, match: re.Match[str], pair: tuple[PlaceMention, PlaceMention]
) -> bool:
    """Tell whether the words speak of a place, not of a relation of two parties."""
    if match["told"] is not None:
        return True
    before = re.split(r"[.!?]\s", text[max(0, start - _SENTENCE) : start])[-1]
    if match["by"].lower() != "between":
        return match["by"].lower() == "from" and _TRAVEL.search(before) is not None
    one, other = pair
    if _RELATIONS.search(before) or one.iso3 != other.iso3:
        return False
    if not {one.precision, other.precision} <= _TOWNS or _km(one, other) > _FAR_KM:
        return False
    after = re.split(r"[.!?]\s", text[other.end : other.end + _SENTENCE])[0]
    return _HAPPENS.search(before) is not None or _HAPPENS.search(after) is not None


def _routes(text: str, mentions: Sequence[PlaceMention]) -> Iterator[_Between]:
    """Yield the routes that bear two names: "the Kabul–Kandahar highway"."""
    for number, (one, other) in enumerate(pairwise(mentions)):
        gap = text[one.end : other.start] if other.start - one.end <= _LONGEST_JOINT else ""
        if not _PAIR.fullmatch(gap):
            continue
        route = _OWN_ROUTE.match(text, other.end)
        if route is not None and _apart(one, other):
            yield _Between(*route.span("route"), number, route["route"])


def _apart(one: PlaceMention, other: PlaceMention) -> bool:
    """Tell whether something can lie between two places."""
    if not {one.precision, other.precision} <= _ENDS or one.demonym or other.demonym:
        return False
    return _NEAREST_KM <= _km(one, other) <= _FARTHEST_KM


def _km(one: PlaceMention, other: PlaceMention) -> float:
    assert one.lat is not None
    assert one.lon is not None
    assert other.lat is not None
    assert other.lon is not None
    return distance_between(one.lat, one.lon, other.lat, other.lon)


def _mention(text: str, between: _Between, one: PlaceMention, other: PlaceMention) -> PlaceMention:
    assert one.lat is not None
    assert one.lon is not None
    assert other.lat is not None
    assert other.lon is not None
    km = _km(one, other)
    bearing = bearing_to(one.lat, one.lon, other.lat, other.lon)
    lat, lon = destination(one.lat, one.lon, bearing, km / 2)
    stray = max(km * _STRAY, _LEAST_STRAY_KM)
    radius = km * _UNSURE + _LEAST_STRAY_KM if between.middle else km / 2 + stray
    ends = ((one.lon, one.lat), (lon, lat), (other.lon, other.lat))
    # Across the 180th meridian a map could draw it only in two pieces: the point has to do.
    is_point = between.middle or abs(one.lon - other.lon) > _HALF_TURN
    shape = None if is_point else _corridor(ends, stray)
    name = f"between {one.name} and {other.name}"
    if between.middle:
        name = f"halfway {name}"
    elif between.route is not None:
        name = f"{one.name}–{other.name} {between.route.lower()}"
    place_id = "between:" + "+".join(sorted((one.place_id or "", other.place_id or "")))
    same_country, same_division = one.iso3 == other.iso3, one.admin1 == other.admin1
    iso3 = one.iso3 if same_country else None
    return PlaceMention(
        start=between.start,
        end=between.end,
        text=text[between.start : between.end],
        place=Place(place_id, name, lat, lon, "", iso3 or "", None, None, "X.ROUTE", 0),
        name=name,
        place_id=place_id,
        lat=lat,
        lon=lon,
        iso3=iso3,
        admin1=one.admin1 if same_country and same_division else None,
        feature="X.ROUTE",
        precision=precision_within(radius),
        radius_km=round(radius, 1),
        score=min(one.score, other.score) * _SURE,
        shape=shape,
    )


@lru_cache(maxsize=_KEPT)
def _corridor(points: tuple[tuple[float, float], ...], km: float) -> "BaseGeometry":
    return widened(LineString(points), km)
