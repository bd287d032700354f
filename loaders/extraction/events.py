"""Words that tell an event, and what type of event they tell (ACLED scheme)."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from geodata.vocabulary import EventType
from loaders.extraction.document import Sentence


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
    pattern, ranks, entries = _table()
    triggers = []
    for match in pattern.finditer(sentence.text):
        rank = ranks[match.lastgroup or ""]
        if _no_event(sentence.text, match):
            continue
        entry = entries[rank]
        word = match[0].lower()
        triggers.append(
            Trigger(
                sentence.start + match.start(),
                sentence.start + match.end(),
                EventType(entry["type"]),
                entry["sub_type"],
                rank,
                word,
                several=_is_several(word),
                known=_DEFINITE.search(_before(sentence.text, match)) is not None,
            )
        )
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
    r"|force\b|helicopters?\b|charges?\b|plots?\b|materials?\b|workers?\b|rifles?\b|convictions?\b)",
    re.IGNORECASE,
)
_NO_EVENT_BEFORE = re.compile(
    r"\b(?:hunger|heart|labou?r|anti|no|any|further|more|another|future|possible|potential|heat"
    r"|against|thwart\w*|foil\w*|prevent\w*|avert\w*|defus\w*|avoid|stop|end|ending|halt)[\s-]+"
    r"(?:a\s+|the\s+|an\s+|any\s+)?$",
    re.IGNORECASE,
)


def _no_event(text: str, match: re.Match[str]) -> bool:
    after = _NO_EVENT_AFTER.match(text, match.end())
    return after is not None or _NO_EVENT_BEFORE.search(_before(text, match)) is not None


def _before(text: str, match: re.Match[str]) -> str:
    """Return the few words before a match: what decides how it refers."""
    return text[max(0, match.start() - 60) : match.start()]


def _is_several(word: str) -> bool:
    plural = word.endswith("s") and not word.endswith("ss")
    return word in _MASS or word.endswith("clashes") or plural


@lru_cache(maxsize=1)
def _table() -> tuple[re.Pattern[str], Mapping[str, int], Sequence[Mapping[str, str]]]:
    """Read the table into one pattern with a group an entry; longer phrases are tried first."""
    table = (files("loaders") / "tables" / "events.toml").read_text("utf-8")
    entries = tomllib.loads(table)["event"]
    phrases = [(words, rank) for rank, entry in enumerate(entries) for words in entry["words"]]
    phrases.sort(key=lambda phrase: (-len(phrase[0].split()), -len(phrase[0])))
    ranks = {f"p{number}": rank for number, (_words, rank) in enumerate(phrases)}
    parts = [
        f"(?P<{name}>{_as_pattern(words)})"
        for name, (words, _rank) in zip(ranks, phrases, strict=True)
    ]
    pattern = re.compile(r"\b(?:" + "|".join(parts) + r")\b", re.IGNORECASE)
    return pattern, ranks, entries


def _as_pattern(words: str) -> str:
    parts = [
        re.escape(word[:-1]) + r"\w*" if word.endswith("*") else re.escape(word)
        for word in words.split()
    ]
    return r"[\s-]+".join(parts)
