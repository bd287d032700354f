"""Parts of what a report speaks of: "the country's east", "the north of the province"."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from typing import Final

from geodata.boundaries import Boundaries
from geodata.gazetteer import Gazetteer
from geodata.vocabulary import LocationPrecision
from loaders.language.document import Document
from loaders.places.area_parts import OWNED_PART, PART, SECTION, TEMPER, narrowed
from loaders.places.mention import PlaceMention, Spans, mention_of

_COUNTRY: Final = r"(?:country|nation|kingdom|republic)"
_DIVISION: Final = r"(?:province|region|state|governorate|oblast|territory|enclave|strip|peninsula)"
_PARTS: Final = re.compile(
    rf"\bthe\s+(?:\w+\s+)?(?P<owner>{_COUNTRY}|{_DIVISION}){OWNED_PART}"
    rf"|\bthe\s+{TEMPER}(?P<part>{PART})(?:\s+{SECTION})?\s+of\s+the\s+"
    rf"(?:\w+\s+)?(?P<whole>{_COUNTRY}|{_DIVISION})\b(?!['’-]|\s+of\b)",
    re.IGNORECASE,
)
_DIVISIONS: Final = frozenset({LocationPrecision.PROVINCE, LocationPrecision.REGION})
# How far back a report may have named what it speaks of, in sentences.
_SENTENCES_BACK: Final = 4
# How sure it is which country or province is meant.
_SAID_BEFORE: Final = 0.7
_MOST_NAMED: Final = 0.5


def find_context_parts(
    document: Document,
    mentions: Sequence[PlaceMention],
    gazetteer: Gazetteer,
    boundaries: Boundaries,
) -> list[PlaceMention]:
    """Return the mentions and the parts of what the report speaks of, in text order."""
    found = []
    wholes: set[int] = set()
    context = _Context(document, mentions)
    for match in _PARTS.finditer(document.text):
        if context.spans.overlap(match.start(), match.end()):
            continue
        whole = _whole(match, context, gazetteer, boundaries)
        if whole is None:
            continue
        part = narrowed(whole, match["noun"] or match["part"], boundaries)
        if part is not whole:
            found.append(replace(part, start=match.start(), end=match.end(), text=match[0]))
            if document.sentence_at(match.start()).start <= whole.start < whole.end:
                wholes.add(whole.start)
    if not found:
        return list(mentions)
    marked = (
        # "In Tigray, … in the region's north": only the part tells where it was.
        replace(mention, reference=True) if mention.start in wholes else mention
        for mention in mentions
    )
    return sorted([*marked, *found], key=lambda mention: mention.start)


def _whole(
    match: re.Match[str], context: "_Context", gazetteer: Gazetteer, boundaries: Boundaries
) -> PlaceMention | None:
    """Return a mention of what "the country" or "the province" stands for, or None."""
    owner = match["owner"] or match["whole"]
    if not re.fullmatch(_COUNTRY, owner, re.IGNORECASE):
        named = context.division(match.start())
        return named and replace(named, score=named.score * _SAID_BEFORE)
    # A mention that stands nowhere in the text.
    iso3, sure = context.country(match.start(), match.end())
    place = gazetteer.place(f"country:{iso3}")
    return None if place is None else replace(mention_of(place, boundaries), score=sure)


class _Context:
    """What a report has named around a place in its text."""

    def __init__(self, document: Document, mentions: Sequence[PlaceMention]) -> None:
        self._document = document
        self._mentions = mentions
        self.spans = Spans(mentions)

    def country(self, start: int, end: int) -> tuple[str, float]:
        """Return the country that is spoken of ("" for none), and how sure that is.

        It is the one named last in the sentence, people ("Afghan police") counting less than
        places; else the one that follows in it; else the one named most in the sentences before, or
        in all.
        """
        sentence = self._document.sentence_at(start)
        before = self._countries(sentence.start, start)
        after = self._countries(end, sentence.end)
        for named in (before, after):
            places = [mention.iso3 for mention in named if not mention.demonym]
            if places:
                return places[-1 if named is before else 0] or "", _SAID_BEFORE
        if before or after:
            return (before or after)[0].iso3 or "", _SAID_BEFORE
        first = self._document.sentences[max(0, sentence.index - _SENTENCES_BACK)]
        earlier = self._countries(first.start, sentence.start)
        if earlier:
            return _commonest(earlier), _SAID_BEFORE
        return self._most_named, _MOST_NAMED

    def division(self, start: int) -> PlaceMention | None:
        """Return the province or region named last before, or first after in the sentence."""
        sentence = self._document.sentence_at(start)
        first = self._document.sentences[max(0, sentence.index - _SENTENCES_BACK)]
        before = self.spans.between(first.start, start)
        after = self.spans.between(start, sentence.end)
        for mention in (*reversed(before), *after):
            if mention.precision in _DIVISIONS and mention.shape is None and not mention.demonym:
                return mention
        return None

    @cached_property
    def _most_named(self) -> str:
        return _commonest([mention for mention in self._mentions if mention.iso3 is not None])

    def _countries(self, start: int, end: int) -> list[PlaceMention]:
        return [mention for mention in self.spans.between(start, end) if mention.iso3 is not None]


def _commonest(mentions: Sequence[PlaceMention]) -> str:
    """Return the country of most mentions, of several the one named last; "" for none."""
    counts = Counter(mention.iso3 or "" for mention in reversed(mentions))
    return max(counts, key=lambda iso3: counts[iso3], default="")
