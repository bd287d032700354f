"""Which mentions of a name share a meaning, and which names stand beside each other.

"Springfield" means one place throughout a report; "Springfield, Ohio" and "Springfield, Illinois"
in one report are two, and so are "Atlanta, Georgia" and "Tbilisi, Georgia".
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from geodata.gazetteer import Candidate
from loaders.places.containment import area_code, area_codes, lies_within
from loaders.places.names import PlaceName

# What may stand between a place and the area that holds it.
_WITHIN: Final = re.compile(
    r"[,;]?\s*\(?\s*|,?\s+(?:in|of)\s+(?:the\s+)?"
    r"|,\s+(?:a|an|the)\s[a-z\s-]{3,40}\s(?:in|of)\s+(?:the\s+)?(?:[a-z]+\s)?"
)
_CLOSE: Final = re.compile(r",\s|\s?\(")
_LIST: Final = re.compile(r",?\s(?:and|or)\s(?:the\s)?|,\s")
_LONGEST_GAP: Final = 60
# In a list, a place lies in the area after it only if it is about as well known as its namesakes.
_ABOUT_AS_LIKELY: Final = 0.2


@dataclass(frozen=True, slots=True)
class Link:
    """Two names that follow one another, by their numbers in the report.

    Attributes:
        first: the one before, which may lie in the other.
        second: the one after.
        close: whether nothing but a comma or a bracket stands between ("Herat, Afghanistan"), and
            the two are not part of a longer list.
        alike: whether they are told side by side ("Herat, Farah and Nimroz").

    """

    first: int
    second: int
    close: bool
    alike: bool


@dataclass(frozen=True, slots=True)
class Sense:
    """One meaning of a name in a report.

    Attributes:
        name: in small letters.
        kind: the word for a kind of place beside it.
        number: 0 unless the report gives the name several meanings.

    """

    name: str
    kind: str | None
    number: int = 0


def find_links(names: Sequence[PlaceName], text: str) -> list[Link]:
    """Find the names that stand before another like a place before the area that holds it."""
    links = []
    for at, (one, other) in enumerate(pairwise(names)):
        if one.sentence != other.sentence or other.start - one.end > _LONGEST_GAP:
            continue
        within = _WITHIN.fullmatch(text, one.end, other.start) is not None
        alike = _LIST.fullmatch(text, one.end, other.start) is not None
        if within or alike:
            close = _CLOSE.fullmatch(text, one.end, other.start) is not None
            third = names[at + 2] if at + 2 < len(names) else None
            in_list = third is not None and _LIST.fullmatch(text, other.end, third.start)
            if in_list:
                close = close and _likely_held(one.candidates, other.candidates)
            links.append(Link(at, at + 1, close=close, alike=alike))
    return links


def _likely_held(places: Sequence[Candidate], areas: Sequence[Candidate]) -> bool:
    """Tell whether one of the likelier places lies in an area: in a list, Springfield, Ohio."""
    codes = area_codes(areas)
    return any(
        lies_within(each, codes) and each.prior >= places[0].prior - _ABOUT_AS_LIKELY
        for each in places
    )


def senses_of(names: Sequence[PlaceName], links: Sequence[Link]) -> list[Sense | None]:
    """Return the sense of each name, in order; None where the gazetteer lacks it."""
    readings = _readings(names, links)
    mentions: dict[Sense, list[int]] = defaultdict(list)
    for at, name in enumerate(names):
        if name.candidates:
            mentions[Sense(name.text.lower(), name.kind)].append(at)
    senses: list[Sense | None] = [None] * len(names)
    for sense, where in mentions.items():
        apart = _is_two_areas(names[where[0]])
        for at, number in zip(where, _numbers(where, readings, apart=apart), strict=True):
            senses[at] = Sense(sense.name, sense.kind, number)
    return senses


def _readings(names: Sequence[PlaceName], links: Sequence[Link]) -> dict[int, frozenset[str]]:
    """Return, for a name beside one that holds it or lies in it, the ids of places that fit."""
    readings = {}
    for link in links:
        if not link.close:
            continue
        inner, outer = names[link.first].candidates, names[link.second].candidates
        for at, fitting in (
            (link.first, _held(inner, outer)),
            (link.second, _holding(outer, inner)),
        ):
            if fitting and at not in readings:
                readings[at] = fitting
    return readings


def _is_two_areas(name: PlaceName) -> bool:
    """Tell whether a name is that of several countries or divisions, as "Georgia" is."""
    return len(area_codes(name.candidates)) > 1


def _held(places: Sequence[Candidate], areas: Sequence[Candidate]) -> frozenset[str]:
    codes = area_codes(areas)
    return frozenset(each.place.place_id for each in places if lies_within(each, codes))


def _holding(areas: Sequence[Candidate], places: Sequence[Candidate]) -> frozenset[str]:
    return frozenset(
        area.place.place_id
        for area in areas
        if (code := area_code(area.place)) and any(lies_within(each, {code}) for each in places)
    )


def _numbers(
    where: Sequence[int], readings: Mapping[int, frozenset[str]], *, apart: bool
) -> Iterator[int]:
    """Yield the number of the meaning of each mention.

    What nothing tells goes with the mention before; or it stands `apart`: who writes "Atlanta,
    Georgia" has said nothing of the Georgia of the next sentence.
    """
    meanings: list[frozenset[str]] = [frozenset()] if apart else []
    last = 0
    for at in where:
        fitting = readings.get(at)
        if fitting:
            last = _agreeing(meanings, fitting)
        yield 0 if apart and not fitting else last


def _agreeing(meanings: list[frozenset[str]], fitting: frozenset[str]) -> int:
    """Return the number of the meaning that these places agree with; a new one if none."""
    for number, meaning in enumerate(meanings):
        if common := meaning & fitting:
            meanings[number] = common
            return number
    meanings.append(fitting)
    return len(meanings) - 1
