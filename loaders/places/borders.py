"""Borders that a report speaks of.

"The Afghan–Pakistani border" names its countries. "The border" alone is that of two neighbours the
report has just named, or is about, when only one such pair comes into question. Divisions have
borders, too: "the border between Kherson and Mykolaiv regions", "the Gaza–Egypt border".
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import combinations
from typing import Final

from geodata.boundaries import Boundaries, border_id
from geodata.gazetteer import Gazetteer, Place
from loaders.language.document import Document
from loaders.places.division_borders import division_border, is_division
from loaders.places.mention import PlaceMention, Spans, is_country, mention_of

# A border that is one; neither border guards nor a border town.
_NOUN: Final = re.compile(
    r"(?<![\w-])(?:border(?:lands?|line)?|frontier)\b(?!['’-])"
    r"(?!\s+(?:police|patrol|guards?|force|forces|agents?|control|controls|service|security|wall"
    r"|agency|states?|collie|terrier|town|village|city|hamlet|settlement|district|province"
    r"|customs|officials?|officers?|authorit(?:y|ies)|checks?|closures?|restrictions?|inspections?"
    r"|polic(?:y|ies)|management|screening|disputes?|talks|issues?|agreements?|deal|treaty"
    r"|commission|laws?|measures?|tax|trade)\b)",
    re.IGNORECASE,
)
# "countries that border Zimbabwe": a verb
_VERB: Final = re.compile(r"\b(?:that|which|to|also|not|who)\s+$", re.IGNORECASE)
_HYPHEN: Final = re.compile(r"\s?[-‐‑–—/]\s?")
_ADJOINING: Final = re.compile(r"(?:['’]s?)?\s+")
_AND: Final = re.compile(r"['’]?s?\s+and\s+(?:the\s+)?", re.IGNORECASE)
# Between a country and the border that is its: "Pakistan's long, porous border".
_OWN: Final = re.compile(r"(?:['’]s?)?\s+(?:[a-z,0-9-]+\s+){0,3}", re.IGNORECASE)
_BETWEEN: Final = re.compile(
    r"\s+(?:\w+\s+)?(?:between|separating|dividing|of|shared by)\s+(?:the\s+)?", re.IGNORECASE
)
_WITH: Final = re.compile(r"\s+(?:\w+\s+)?(?:with|from|into|to)\s+(?:the\s+)?", re.IGNORECASE)

# How sure it is which border is meant: both countries named with it, one, none.
_BOTH_NAMED: Final = 0.95
_ONE_NAMED: Final = 0.75
_NONE_NAMED: Final = 0.6
# How many sentences back a report may have named the countries of "the border".
_SENTENCES_BACK: Final = 3
# The countries that a report is about are named so many times as often as any other.
_CLEAR_LEAD: Final = 2
_PAIR: Final = 2
# Among more countries than this a sentence means no border in particular.
_MOST_NAMED: Final = 8
# Names further from the noun than this belong to something else.
_REACH: Final = 80


@dataclass(frozen=True, slots=True)
class _Border:
    """A border in the text: its span, its two countries, and how sure it is."""

    start: int
    end: int
    countries: tuple[str, str]
    score: float


def find_borders(
    document: Document,
    mentions: Sequence[PlaceMention],
    gazetteer: Gazetteer,
    boundaries: Boundaries,
) -> list[PlaceMention]:
    """Return the mentions and the borders, in text order, none overlapping another.

    "Afghan–Pakistani border" becomes one mention. Where the countries stand apart from the noun
    ("the border between Thailand and Cambodia") they stay mentions of their own, and the border's
    mention is the noun.
    """
    # A name may hold the word: "the Wagah border".
    names = Spans(mentions)
    nouns = [
        noun
        for noun in _NOUN.finditer(document.text)
        if not names.overlap(noun.start(), noun.end())
    ]
    if not nouns:
        return list(mentions)
    finder = _Finder(document, mentions, boundaries)
    found: dict[int, PlaceMention] = {}
    references: set[int] = set()
    for noun in nouns:
        sides = finder.named_divisions(noun)
        if sides:
            border = division_border(noun, sides[0], sides[1], boundaries)
        else:
            meant, sides = finder.border_at(noun)
            border = (
                None if meant is None else _mention(document.text, meant, gazetteer, boundaries)
            )
        if border is not None:
            found[border.start] = border
            references.update(mention.start for mention in _references(noun, sides))
    marked = [
        replace(mention, reference=True) if mention.start in references else mention
        for mention in mentions
    ]
    return _merged(marked, list(found.values()))


def _is_verb(noun: re.Match[str]) -> bool:
    return _VERB.search(noun.string, max(0, noun.start() - 10), noun.start()) is not None


def _references(noun: re.Match[str], sides: Sequence[PlaceMention]) -> Sequence[PlaceMention]:
    """Return the names that only tell which border it is: not "in Kunar near the border with"."""
    before = [mention for mention in sides if mention.start < noun.start()]
    apart = len(before) == 1 and not _ADJOINING.fullmatch(noun.string, before[0].end, noun.start())
    return [mention for mention in sides if not (apart and mention is before[0])]


def _merged(
    mentions: Sequence[PlaceMention], borders: Sequence[PlaceMention]
) -> list[PlaceMention]:
    """Return both in text order, without the mentions that are part of a border."""
    merged: list[PlaceMention] = []
    end = 0
    for mention in sorted([*borders, *mentions], key=lambda each: each.start):
        if mention.start >= end:
            merged.append(mention)
            end = mention.end
    return merged


def _mention(
    text: str, border: _Border, gazetteer: Gazetteer, boundaries: Boundaries
) -> PlaceMention:
    place = _place(border.countries, gazetteer, boundaries)
    mention = mention_of(
        place,
        boundaries,
        start=border.start,
        end=border.end,
        text=text[border.start : border.end],
    )
    return replace(mention, score=border.score)


def _place(countries: tuple[str, str], gazetteer: Gazetteer, boundaries: Boundaries) -> Place:
    """Return the border as a place: the gazetteer's, or one made of the two countries."""
    place_id = border_id(*countries)
    known = gazetteer.place(place_id)
    if known is not None:
        return known
    line = boundaries.border(*countries)
    assert line is not None
    point = line.representative_point()
    places = [gazetteer.place(f"country:{iso3}") for iso3 in countries]
    names = [place.name for place in places if place is not None]
    return Place(
        place_id=place_id,
        name="–".join(names) + " border",
        latitude=point.y,
        longitude=point.x,
        iso2="",
        iso3="",
        admin1_code=None,
        admin1=None,
        feature="X.BORDER",
        population=0,
    )


class _Finder:
    """Finds which border a noun means, from the countries that the report names."""

    def __init__(
        self, document: Document, mentions: Sequence[PlaceMention], boundaries: Boundaries
    ) -> None:
        self._document = document
        self._boundaries = boundaries
        self._named = [mention for mention in mentions if mention.iso3 is not None]
        self._countries = Spans([mention for mention in self._named if is_country(mention)])
        self._areas = Spans([mention for mention in mentions if mention.place is not None])
        self._meeting: dict[tuple[str, str], bool] = {}

    def named_divisions(self, noun: re.Match[str]) -> Sequence[PlaceMention]:
        """Return the two sides named with a noun, where one at least is no country; else []."""
        own = self._before(noun.start(), self._areas)
        beyond = self._after(noun.end(), self._areas)
        sides = next((pair for pair in (own, beyond) if len(pair) == _PAIR), [])
        if not sides and own and beyond and is_division(own[-1]):
            sides = [own[-1], beyond[0]]
        if all(map(is_country, sides)) or len({side.place_id for side in sides}) < _PAIR:
            return []
        return sides

    def border_at(self, noun: re.Match[str]) -> tuple[_Border | None, Sequence[PlaceMention]]:
        """Return the border that a noun means, None where that is not clear, and what names it."""
        own = self._before(noun.start(), self._countries)
        beyond = self._after(noun.end(), self._countries)
        for sides in (own, beyond, [*own[-1:], *beyond[:1]]):
            if len(sides) == _PAIR and self._adjoin(sides[0], sides[1]):
                border = _border(noun, sides[0], sides[1], _BOTH_NAMED)
                if sides is own and _HYPHEN.fullmatch(
                    self._document.text, own[0].end, own[1].start
                ):
                    border = replace(border, start=own[0].start)
                return border, sides
        named = [*own[-1:], *beyond[:1]]
        pair = self._other_side(noun, named[0]) if named else self._pair_around(noun)
        if pair is None:
            return None, []
        score = _ONE_NAMED if named else _NONE_NAMED
        return _Border(noun.start(), noun.end(), pair, score), named[:1]

    def _before(self, start: int, named: Spans) -> Sequence[PlaceMention]:
        """Return the one or two names whose border it is: "Afghan–Pakistani border"."""
        near = named.between(start - _REACH, start)
        text = self._document.text
        if not near or not _OWN.fullmatch(text, near[-1].end, start):
            return []
        if len(near) > 1:
            between = (near[-2].end, near[-1].start)
            if _HYPHEN.fullmatch(text, *between) or _AND.fullmatch(text, *between):
                return near[-2:]
        return near[-1:]

    def _after(self, end: int, named: Spans) -> Sequence[PlaceMention]:
        """Return the names told after the noun: "border between Thailand and Cambodia"."""
        near = named.between(end, end + _REACH)
        text = self._document.text
        if len(near) > 1 and _BETWEEN.fullmatch(text, end, near[0].start):
            between = (near[0].end, near[1].start)
            return near[:2] if _AND.fullmatch(text, *between) else near[:1]
        if near and _WITH.fullmatch(text, end, near[0].start):
            return near[:1]
        return []

    def _other_side(self, noun: re.Match[str], country: PlaceMention) -> tuple[str, str] | None:
        """Return a country's border with the only neighbour, or the one named last before."""
        one = country.iso3 or ""
        for named in self._contexts(noun.start()):
            others = [iso3 for iso3 in named if iso3 != one and self._meet(one, iso3)]
            if len(others) == 1:
                return _sorted(one, others[0])
        neighbours = _neighbours(self._boundaries).get(one, [])
        return _sorted(one, neighbours[0]) if len(neighbours) == 1 else None

    def _pair_around(self, noun: re.Match[str]) -> tuple[str, str] | None:
        """Return the two neighbours of which the report speaks just here, or in all."""
        for named in self._contexts(noun.start()):
            pairs = self._pairs(named)
            if len(pairs) > 1:
                # Of several, the one that the report is about.
                about = self._pairs(self._most_named)
                return about[0] if about and about[0] in pairs else None
            if pairs:
                return pairs[0]
        return None

    def _pairs(self, named: Sequence[str]) -> list[tuple[str, str]]:
        """Return the neighbours among countries."""
        return [
            _sorted(*pair) for pair in combinations(named[:_MOST_NAMED], 2) if self._meet(*pair)
        ]

    def _contexts(self, offset: int) -> Iterator[list[str]]:
        """Yield the countries named in the sentence, in those before it, and most in the report."""
        index = self._document.sentence_at(offset).index
        for back in range(_SENTENCES_BACK + 1):
            if back <= index:
                yield sorted(self._by_sentence.get(index - back, ()))
        yield self._most_named

    @cached_property
    def _by_sentence(self) -> dict[int, set[str]]:
        named: dict[int, set[str]] = defaultdict(set)
        for mention in self._named:
            named[self._document.sentence_at(mention.start).index].add(mention.iso3 or "")
        return named

    @cached_property
    def _most_named(self) -> list[str]:
        """The two countries named most in the report, if they are named clearly more."""
        counts = Counter(mention.iso3 or "" for mention in self._named).most_common(3)
        if len(counts) == _PAIR + 1 and counts[1][1] < _CLEAR_LEAD * counts[2][1]:
            return []
        return [iso3 for iso3, _count in counts[:_PAIR]]

    def _adjoin(self, one: PlaceMention, other: PlaceMention) -> bool:
        return self._meet(one.iso3 or "", other.iso3 or "")

    def _meet(self, one: str, other: str) -> bool:
        pair = _sorted(one, other)
        if pair not in self._meeting:
            self._meeting[pair] = self._boundaries.border_length(*pair) is not None
        return self._meeting[pair]


@lru_cache(maxsize=2)
def _neighbours(boundaries: Boundaries) -> dict[str, list[str]]:
    """Return the countries with which each country shares a border."""
    neighbours: dict[str, list[str]] = defaultdict(list)
    for place_id in boundaries.place_ids("border"):
        one, other = place_id.removeprefix("border:").split("-")
        neighbours[one].append(other)
        neighbours[other].append(one)
    return dict(neighbours)


def _border(noun: re.Match[str], one: PlaceMention, other: PlaceMention, score: float) -> _Border:
    return _Border(noun.start(), noun.end(), _sorted(one.iso3 or "", other.iso3 or ""), score)


def _sorted(one: str, other: str) -> tuple[str, str]:
    return (one, other) if one < other else (other, one)
