"""Finds what may be names of places in a report, and how likely each is one.

Two witnesses are heard: the gazetteer, asked for every run of capitalised words, and the language
model's entities. What stands around a name then speaks for it or against it.
"""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from geodata.gazetteer import Candidate, Gazetteer, MatchKind
from loaders.language.document import Document, Entity, Sentence, Token
from loaders.places import words
from loaders.places.dateline import dateline_end
from loaders.places.gazetteer_scan import GazetteerScan, Match
from loaders.places.model import PlaceModel
from loaders.places.name_evidence import Setting, evidence_for

_PLACE_LABELS: Final = frozenset({"GPE", "LOC", "FAC"})
_WHOLE_NAMES: Final = frozenset({"ORG", "PERSON", "EVENT", "LAW", "WORK_OF_ART", "PRODUCT"})
_LIST_MARKS: Final = frozenset({",", "and", ", and", "or"})
# In a sentence most of whose letters are capitals, a capital says nothing.
_MOST_CAPITALS: Final = 0.6
_FEWEST_WORDS: Final = 4


@dataclass(frozen=True, slots=True)
class PlaceName:
    """What may be the name of a place: a span of the text, and the evidence for it.

    Attributes:
        start: offset of the first character in the text of the report.
        end: offset after the last character.
        text: the words of the span.
        candidates: the places of that name, best first; none when the gazetteer lacks it.
        sentence: index of the sentence.
        evidence: what speaks for and against a place.
        likelihood: 0-1, that the span names a place.
        kind: the word for a kind of place beside the name, in small letters ("province").
        in_organisation: whether it is part of the name of an organisation, person or event.

    """

    start: int
    end: int
    text: str
    candidates: tuple[Candidate, ...]
    sentence: int
    evidence: tuple[str, ...]
    likelihood: float
    kind: str | None = None
    in_organisation: bool = False

    @property
    def demonym(self) -> bool:
        """Whether it is the adjective or noun for the people of a place."""
        return bool(self.candidates) and self.candidates[0].match is MatchKind.DEMONYM


def find_names(document: Document, gazetteer: Gazetteer, model: PlaceModel) -> list[PlaceName]:
    """Find the possible names of places, in text order, none overlapping another."""
    return judged(gather_names(document, gazetteer), model)


def judged(names: Sequence[PlaceName], model: PlaceModel) -> list[PlaceName]:
    """Return the names, each with the likelihood that its evidence makes."""
    return [replace(name, likelihood=model.likelihood(name.evidence)) for name in names]


def gather_names(document: Document, gazetteer: Gazetteer) -> list[PlaceName]:
    """Return the possible names of places and the evidence; their likelihood is not told yet."""
    finder = _Finder(document, gazetteer)
    found = [name for sentence in document.sentences for name in finder.names(sentence)]
    seen = _labels_seen(found)
    return [_with_other_mentions(name, seen) for name in found]


class _Finder:
    """Goes through the sentences of one report."""

    def __init__(self, document: Document, gazetteer: Gazetteer) -> None:
        self._text = document.text
        self._gazetteer = gazetteer
        self._scan = GazetteerScan(gazetteer)
        self._entities = sorted(document.entities, key=lambda entity: entity.start)
        self._starts = [entity.start for entity in self._entities]
        self._persons = frozenset(_person_words(document))
        self._common = frozenset(_common_words(document))
        self._ordinary: dict[str, bool] = {}

    def names(self, sentence: Sentence) -> Iterator[PlaceName]:
        """Yield the possible names of places in a sentence, in order."""
        first = bisect_left(self._starts, sentence.start)
        last = bisect_left(self._starts, sentence.end, first)
        entities = self._entities[first:last]
        matches = self._scan.matches(sentence)
        settings = self._settings(sentence, matches, entities)
        known = [self._name(sentence, setting) for setting in settings]
        unknown = _unknown_names(sentence, entities, matches)
        yield from _sharing_kinds(sentence, sorted((*known, *unknown), key=lambda name: name.start))

    def _settings(
        self, sentence: Sentence, matches: Sequence[Match], entities: Sequence[Entity]
    ) -> Iterator[Setting]:
        capitals = bool(matches) and _in_capitals(sentence.tokens)
        dateline = dateline_end(self._text, sentence) if matches else sentence.start
        held = [_overlapping(entities, match) for match in matches]
        # What belongs to a person's name makes no list of places with its neighbours.
        listed = [
            None
            if entity is not None and entity.label == "PERSON" and _is_part(entity, match)
            else match
            for entity, match in zip(held, matches, strict=True)
        ]
        for index, (match, entity) in enumerate(zip(matches, held, strict=True)):
            yield Setting(
                sentence.tokens,
                match,
                entity,
                capitals,
                listed[index - 1] if index else None,
                listed[index + 1] if index + 1 < len(listed) else None,
                self._persons,
                self._common,
                self._is_ordinary(match.text),
                match.end <= dateline,
            )

    def _name(self, sentence: Sentence, setting: Setting) -> PlaceName:
        match, entity = setting.match, setting.entity
        evidence = evidence_for(setting)
        within = entity is not None and entity.label in _WHOLE_NAMES
        return PlaceName(
            match.start,
            match.end,
            match.text,
            match.candidates,
            sentence.index,
            evidence,
            0.0,
            _kind_beside(setting.tokens, match),
            in_organisation=within and _is_part(entity, match),
        )

    def _is_ordinary(self, name: str) -> bool:
        known = self._ordinary.get(name)
        if known is None:
            known = all(self._gazetteer.is_ordinary_word(word) for word in name.split())
            self._ordinary[name] = known
        return known


def _person_words(document: Document) -> Iterator[str]:
    """Yield the words of persons' names of two words and more."""
    for entity in document.entities:
        if entity.label == "PERSON":
            parts = document.text[entity.start : entity.end].lower().split()
            if len(parts) > 1:
                yield from parts


def _common_words(document: Document) -> Iterator[str]:
    for sentence in document.sentences:
        for token in sentence.tokens:
            if token.text == token.lower:
                yield token.lower


def _in_capitals(tokens: Sequence[Token]) -> bool:
    long_words = [token for token in tokens if len(token.text) > 1 and token.text[0].isalpha()]
    capitals = sum(token.text.isupper() for token in long_words)
    return len(long_words) >= _FEWEST_WORDS and capitals >= _MOST_CAPITALS * len(long_words)


def _overlapping(entities: Sequence[Entity], match: Match) -> Entity | None:
    """Return the entity that shares most characters with a match."""
    shared = [
        (min(entity.end, match.end) - max(entity.start, match.start), -entity.start, entity)
        for entity in entities
        if entity.start < match.end and entity.end > match.start
    ]
    return max(shared, key=lambda each: each[:2])[2] if shared else None


def _is_part(entity: Entity | None, match: Match) -> bool:
    return entity is not None and entity.end - entity.start > match.end - match.start + 2


def _kind_beside(tokens: Sequence[Token], match: Match) -> str | None:
    """Return the word for a kind of place beside a name: "Kunar province", "city of Herat"."""
    if match.last < len(tokens):
        after = tokens[match.last].lower
        if after in words.PLACE_KINDS:
            return after
        if after in words.OFFICES:
            return words.OFFICES[after]
    first = match.first
    while first > 0 and tokens[first - 1].lower in {"of", "the"}:
        first -= 1
    if first < match.first and first > 0 and tokens[first - 1].lower in words.PLACE_KINDS:
        return tokens[first - 1].lower
    return None


def _sharing_kinds(sentence: Sentence, names: list[PlaceName]) -> list[PlaceName]:
    """Give a plural kind to all names of its list: "the Donetsk, Luhansk and Kharkiv regions"."""
    for index in range(len(names) - 1, 0, -1):
        kind = names[index].kind
        gap = slice(names[index - 1].end - sentence.start, names[index].start - sentence.start)
        if kind in words.PLURAL_KINDS and sentence.text[gap].strip() in _LIST_MARKS:
            names[index - 1] = replace(names[index - 1], kind=kind)
    return names


def _unknown_names(
    sentence: Sentence, entities: Sequence[Entity], matches: Sequence[Match]
) -> Iterator[PlaceName]:
    """Yield the entities that are places to the language model and unknown to the gazetteer."""
    for entity in entities:
        if entity.label not in _PLACE_LABELS:
            continue
        if any(match.start < entity.end and match.end > entity.start for match in matches):
            continue
        # The model knows nothing of our sentences: an entity may run on into the next.
        text = sentence.text[entity.start - sentence.start : entity.end - sentence.start].rstrip()
        if not text[:1].isupper() or any(character.isdigit() for character in text):
            continue  # "M23", "trois"
        evidence = ("unknown", f"unknown:{entity.label}")
        end = entity.start + len(text)
        yield PlaceName(entity.start, end, text, (), sentence.index, evidence, 0.0)


def _labels_seen(names: Sequence[PlaceName]) -> dict[str, Counter[str]]:
    """Count, for each name, what the language model takes its mentions for."""
    seen: dict[str, Counter[str]] = defaultdict(Counter)
    for name in names:
        seen[name.text][name.evidence[0]] += 1
    return seen


def _with_other_mentions(name: PlaceName, seen: Mapping[str, Counter[str]]) -> PlaceName:
    """Return the name, what its other mentions in the report are taken for heard, too."""
    elsewhere = seen[name.text]
    evidence = name.evidence
    own = evidence[0]
    for label in ("place", "person", "organisation"):
        if elsewhere[f"entity:{label}"] > (own == f"entity:{label}"):
            evidence = (*evidence, f"elsewhere:{label}")
    return replace(name, evidence=evidence)
