"""Words that tell an event, and what type of event they tell (ACLED scheme)."""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from geodata.vocabulary import EventType
from loaders.language.document import Sentence, Token


@dataclass(frozen=True, slots=True)
class Trigger:
    """A word that tells an event: offsets, type, and how it refers.

    `rank` orders triggers by how much they tell, the lowest first. `several` is set for words that
    stand for many events or a course of them ("clashes", "fighting"); `known` where the text points
    back to an event already told ("the attack").
    """

    start: int
    end: int
    event_type: EventType
    sub_event_type: str
    rank: int
    word: str
    several: bool
    known: bool


def find_triggers(sentence: Sentence) -> list[Trigger]:
    """Find the words of a sentence that tell events, in text order, none overlapping another."""
    return _find(sentence, "events.toml")


def find_hints(sentence: Sentence) -> list[Trigger]:
    """Find the words of a sentence that tell the type of an event told elsewhere.

    Weapons and ways of killing ("a rifle", "stabbed"): alone they open no event.
    """
    return _find(sentence, "event_hints.toml")


def _find(sentence: Sentence, table: str) -> list[Trigger]:
    tokens = sentence.tokens
    triggers = []
    index = 0
    while index < len(tokens):
        phrase, last = _phrase_at(tokens, index, table)
        start, end = tokens[index].start, tokens[last - 1].end
        if phrase is not None and not _no_event(sentence, start, end):
            triggers.append(_trigger(sentence, phrase, start, end))
        index = last
    return triggers


def most_telling(triggers: Sequence[Trigger]) -> Trigger | None:
    """Return the trigger that names the event best, or None where there is none."""
    return min(triggers, key=lambda trigger: (trigger.rank, trigger.start), default=None)


# "the attack", "this latest blast", "Friday's bombing" point back; "the deadliest attack" too.
_DEFINITE = re.compile(
    r"\b(?:the|this|that|these|those|\w+['’]s)\s+(?:[\w-]+\s+){0,2}$", re.IGNORECASE
)

_MASS = frozenset("fighting violence hostilities artillery combat crossfire looting".split())

# "bomb squad", "anti-terror strike force", "mine clearance", "hunger strike": no event is told.
_NO_EVENT_AFTER = re.compile(
    r"\s*-?\s*(?:squads?\b|disposal\b|clearance\b|makers?\b|shelters?\b|experts?\b|threats?\b"
    r"|at\s+the\s+box[\s-]office|to\s+(?:a\s+)?record|in\s+popularity|into\s+(?:laughter|applause|song)|(?:(?:a|an|the|his|her|their|its|any|all)\s+)?(?:\w+\s+)?(?:proposals?|bids?"
    r"|bills?|motions?|ideas?|appeals?|rumou?rs?|suggestions?|amendments?|requests?)\b"
    r"|force\b|helicopters?\b|charges?\b(?!\s+(?:destroy|explo|went|blew|damag|ripp|kill|deton))|plots?\b|materials?\b|workers?\b|rifles?\b|convictions?\b)",
    re.IGNORECASE,
)
_NO_EVENT_BEFORE = re.compile(
    r"\b(?:hunger|heart|cyber|verbal|ransomware|panic|asthma|labou?r|anti|no|any|further|more|another|future|possible|potential|heat"
    r"|against|thwart\w*|foil\w*|prevent\w*|avert\w*|defus\w*|avoid|stop|end|ending|halt)[\s-]+"
    r"(?:a\s+|the\s+|an\s+|any\s+)?$"
    r"|\b(?:cessation|halt|end|suspension|freeze|pause)\s+(?:of|to|in)\s+(?:all\s+|the\s+)?$",
    re.IGNORECASE,
)


def _no_event(sentence: Sentence, start: int, end: int) -> bool:
    after = _NO_EVENT_AFTER.match(sentence.text, end - sentence.start)
    return after is not None or _NO_EVENT_BEFORE.search(_before(sentence, start)) is not None


def _before(sentence: Sentence, start: int) -> str:
    """Return the few words before an offset: what decides how the word there refers."""
    position = start - sentence.start
    return sentence.text[max(0, position - 60) : position]


def _is_several(word: str) -> bool:
    plural = word.endswith("s") and not word.endswith("ss")
    return word in _MASS or word.endswith("clashes") or plural


@dataclass(frozen=True, slots=True)
class _Phrase:
    """Words that tell an event; a word that ends in * also stands for longer forms."""

    words: tuple[str, ...]
    rank: int
    event_type: EventType
    sub_event_type: str


def _trigger(sentence: Sentence, phrase: _Phrase, start: int, end: int) -> Trigger:
    word = sentence.text[start - sentence.start : end - sentence.start].lower()
    return Trigger(
        start,
        end,
        phrase.event_type,
        phrase.sub_event_type,
        phrase.rank,
        word,
        several=_is_several(word),
        known=_DEFINITE.search(_before(sentence, start)) is not None,
    )


def _phrase_at(tokens: Sequence[Token], index: int, table: str) -> tuple[_Phrase | None, int]:
    """Return the longest phrase that begins at `tokens[index]` and the index after it."""
    for phrase in _phrases_from(tokens[index].lower, table):
        last = _match_end(tokens, index, phrase)
        if last is not None:
            return phrase, last
    return None, index + 1


def _match_end(tokens: Sequence[Token], index: int, phrase: _Phrase) -> int | None:
    for number, word in enumerate(phrase.words):
        if number and index < len(tokens) and tokens[index].text == "-":
            index += 1  # "hostage-taking" and "hostage taking" are one phrase
        if index >= len(tokens) or not _fits(tokens[index].lower, word):
            return None
        index += 1
    return index


def _fits(word: str, pattern: str) -> bool:
    return word.startswith(pattern[:-1]) if pattern.endswith("*") else word == pattern


# A report's words repeat: most are looked up once.
@lru_cache(maxsize=20_000)
def _phrases_from(word: str, table: str) -> tuple[_Phrase, ...]:
    """Return the phrases that a word may begin, the longest and most exact first."""
    return tuple(phrase for phrase in _phrases(table) if _fits(word, phrase.words[0]))


@lru_cache(maxsize=2)
def _phrases(name: str) -> tuple[_Phrase, ...]:
    table = (files("loaders") / "tables" / name).read_text("utf-8")
    phrases = [
        _Phrase(
            tuple(re.split(r"[\s-]+", words)), rank, EventType(entry["type"]), entry["sub_type"]
        )
        for rank, entry in enumerate(tomllib.loads(table)["event"])
        for words in entry["words"]
    ]
    return tuple(sorted(phrases, key=lambda phrase: (-len(phrase.words), -len(phrase.words[0]))))
