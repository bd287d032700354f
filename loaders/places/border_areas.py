"""Land along borders: "Pakistan's border regions", "the borderlands of Mali and Niger"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from geodata.borderlands import borderland, land_border
from geodata.boundaries import Boundaries
from geodata.vocabulary import LocationPrecision
from loaders.language.document import Document
from loaders.places.extent import area_radius, middle_of
from loaders.places.mention import PlaceMention, Spans, is_country

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

_AREA: Final = re.compile(
    r"(?<![\w-])(?:(?:border|frontier)\s+"
    r"(?:regions?|areas?|zones?|districts|provinces|belt|territor(?:y|ies)|communities)"
    r"|border\s?lands?)\b",
    re.IGNORECASE,
)
# Between a country and its border region: "Pakistan's restive border regions"
_OWN: Final = re.compile(r"['’]s?\s+(?:[a-z-]+\s+){0,3}")
_OF: Final = re.compile(r"\s+(?:of|in|inside|within)\s+(?:the\s+)?")
# Border regions reach so far into the land.
_REGION_KM: Final = 30.0
# Where no neighbour is told, how sure it is that all borders of a country are meant.
_ALL_BORDERS: Final = 0.75
# Names further off than this belong to something else.
_REACH: Final = 60
_KEPT: Final = 128


def find_border_areas(
    document: Document, mentions: Sequence[PlaceMention], boundaries: Boundaries
) -> list[PlaceMention]:
    """Return the mentions and the lands along borders, in text order, none overlapping another.

    A border that is told as a region becomes the land along it: on both sides, or on one where a
    country is said to own it. "Pakistan's border regions" alone lie along all its borders.
    """
    spans = Spans(mentions)
    found = {
        mention.start: mention
        for match in _AREA.finditer(document.text)
        for mention in _region(document.text, match, spans, boundaries)
    }
    others = (mention for mention in mentions if mention.start not in found)
    return sorted([*found.values(), *others], key=lambda mention: mention.start)


def _region(
    text: str,
    match: re.Match[str],
    mentions: Spans,
    boundaries: Boundaries,
) -> Iterator[PlaceMention]:
    """Yield the land that words for a border region mean, if that is clear."""
    beside = [*mentions.before(match.end(), 2), *mentions.after(match.end(), 1)]
    border = next((each for each in beside if each.end > match.start() >= each.start), None)
    owner = next((each for each in beside if _owns(text, each, match)), None)
    country = None if owner is None else boundaries.area(owner.place_id or "")
    if border is not None:
        line = border.shape or boundaries.line(border.place_id or "")
        if border.precision is not LocationPrecision.BORDER or line is None:
            return
        name = f"{border.name} region" + ("" if owner is None else f" in {owner.name}")
        land = borderland(line, _REGION_KM, country)
        iso3 = border.iso3 if owner is None else owner.iso3
        yield _area(replace(border, iso3=iso3), border.start, match, name, land)
    elif owner is not None:
        land_or_none = _all_borders(boundaries, owner.iso3 or "")
        if land_or_none is not None:
            region = replace(owner, score=owner.score * _ALL_BORDERS)
            name = f"border regions of {owner.name}"
            yield _area(region, match.start(), match, name, land_or_none)


def _owns(text: str, mention: PlaceMention, match: re.Match[str]) -> bool:
    """Tell whether a country stands with the words as the one whose region it is."""
    if not is_country(mention) or mention.demonym:
        return False
    if mention.start < match.start():
        near = match.start() - mention.end <= _REACH
        return near and _OWN.fullmatch(text, mention.end, match.start()) is not None
    return _OF.fullmatch(text, match.end(), mention.start) is not None


def _area(
    mention: PlaceMention, start: int, match: re.Match[str], name: str, land: "BaseGeometry"
) -> PlaceMention:
    lat, lon = middle_of(land)
    return replace(
        mention,
        start=start,
        end=match.end(),
        text=match.string[start : match.end()],
        name=name,
        lat=lat,
        lon=lon,
        precision=LocationPrecision.REGION,
        radius_km=round(area_radius(land), 1),
        part=None,
        shape=land,
    )


@lru_cache(maxsize=_KEPT)
def _all_borders(boundaries: Boundaries, iso3: str) -> "BaseGeometry | None":
    line, country = land_border(boundaries, iso3), boundaries.area(f"country:{iso3}")
    if line is None or country is None:
        return None
    return borderland(line, _REGION_KM, country)
