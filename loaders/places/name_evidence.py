"""What speaks for and against a name of the gazetteer being the name of a place where it stands.

Each piece of evidence is a short name; the model (`PlaceModel.evidence`) says how much each counts.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from geodata.gazetteer import Candidate, MatchKind
from loaders.language.document import Entity, Token
from loaders.places import words
from loaders.places.containment import any_within
from loaders.places.gazetteer_scan import Match
from loaders.places.landmarks import is_landmark

# Labels of the language model, by what they say about a place.
_LABELS: Final = {
    "GPE": "place",
    "LOC": "place",
    "FAC": "facility",
    "NORP": "people",
    "ORG": "organisation",
    "PERSON": "person",
    "DATE": "date",
    "EVENT": "event",
}
_SHORT_CAPITALS: Final = 4
_HYPHENS: Final = frozenset("-‐‑–")
# Importance counts powers of ten of people (see the gazetteer's priors); the steps between a
# village, a town, a city and a large city.
_IMPORTANCE: Final = 11.5
_STEPS: Final = (4.0, 5.0, 6.0, 7.0, 8.5)


@dataclass(frozen=True, slots=True)
class Setting:
    """Where a name stands.

    Attributes:
        tokens: those of its sentence.
        match: the name.
        entity: the entity of the language model that overlaps the name most, if any.
        capitals: whether the sentence is written in capitals, so that these say nothing.
        before: the name of the gazetteer before this one in the sentence, if of no person.
        after: the one after it, if of no person.
        persons: words of the persons' names in the report, in small letters.
        common: words that the report also writes in small letters.
        ordinary: whether every word of the name is ordinary English.
        dateline: whether it stands in the line that says where the report was written.
    """

    tokens: Sequence[Token]
    match: Match
    entity: Entity | None
    capitals: bool
    before: Match | None
    after: Match | None
    persons: Collection[str]
    common: Collection[str]
    ordinary: bool
    dateline: bool = False


def evidence_for(setting: Setting) -> tuple[str, ...]:
    """Return the names of what speaks for and against the name being that of a place."""
    return (
        _entity_evidence(setting),
        *_gazetteer_evidence(setting.match.candidates),
        *_shape_evidence(setting),
        *_word_before(setting),
        *_word_after(setting),
        *_list_evidence(setting),
    )


def _entity_evidence(setting: Setting) -> str:
    entity, match = setting.entity, setting.match
    if entity is None:
        return "entity:none"
    label = _LABELS.get(entity.label, "other")
    text = setting.tokens[match.first].start
    first = entity.start >= text or _begins_with_the(setting, entity)
    last = entity.end <= setting.tokens[match.last - 1].end
    if first and last:
        return f"entity:{label}"
    if first:
        return f"entity:{label}:first"
    return f"entity:{label}:last" if last else f"entity:{label}:inside"


def _begins_with_the(setting: Setting, entity: Entity) -> bool:
    first = setting.match.first
    if first == 0:
        return False
    before = setting.tokens[first - 1]
    return before.lower == "the" and before.start == entity.start


def _gazetteer_evidence(candidates: Sequence[Candidate]) -> Iterator[str]:
    best = candidates[0]
    importance = best.prior * _IMPORTANCE
    yield f"importance:{sum(importance >= step for step in _STEPS)}"
    yield f"match:{best.match}"
    if best.place.feature == "X.BORDER":
        yield "is:border"
    if best.place.feature.startswith("A.PCL"):
        yield "is:country"
    elif best.place.feature == "A.ADM1":
        yield "is:division"
    elif best.place.feature.startswith("A."):
        yield "is:district"
    elif is_landmark(best.place):
        yield "is:landmark"
    elif not best.place.feature.startswith("P."):
        yield "is:feature"


def _shape_evidence(setting: Setting) -> Iterator[str]:
    match = setting.match
    if setting.dateline:
        yield "dateline"
    elif match.first == 0:
        yield "first word"
    if setting.capitals:
        yield "capitals"
        if setting.ordinary and match.candidates[0].match is MatchKind.ABBREVIATION:
            yield "small word in capitals"
    elif match.text.isupper() and len(match.text) <= _SHORT_CAPITALS:
        yield "short capitals"
    yield from _word_evidence(setting)


def _word_evidence(setting: Setting) -> Iterator[str]:
    match = setting.match
    if " " in match.text or "-" in match.text:
        yield "several words"
    elif match.text.lower() in setting.common:
        yield "common"
    elif match.text.lower() in setting.persons:
        yield "person's name"
    if setting.ordinary:
        yield "ordinary"
        if match.first == 0:
            yield "ordinary first word"


def _word_before(setting: Setting) -> Iterator[str]:
    tokens, first = setting.tokens, setting.match.first
    if first == 0:
        return
    before = tokens[first - 1]
    two_before = tokens[first - 2].lower if first > 1 else ""
    if before.lower == "of" and two_before in words.PLACE_KINDS:
        yield "before:kind of"
    elif before.lower == "." and two_before in words.TITLES:
        yield "before:title"
    elif before.lower == "." and len(two_before) == 1:
        yield "before:initial"
    else:
        yield from _plain_word_before(before, setting)


def _plain_word_before(before: Token, setting: Setting) -> Iterator[str]:
    word = before.lower
    if word in words.WHERE:
        yield "before:where"
    elif word in words.WHITHER:
        yield "before:whither"
    elif word in words.TITLES:
        yield "before:title"
    elif word in {"the", "a", "an"}:
        yield "before:article"
    elif before.text.isdigit():
        yield "before:number"
    elif word in _HYPHENS and before.end == setting.tokens[setting.match.first].start:
        yield "before:hyphen"
    elif before.text != word and not setting.capitals:
        yield "before:capitalised"


def _word_after(setting: Setting) -> Iterator[str]:
    tokens, last = setting.tokens, setting.match.last
    if setting.match.end < tokens[last - 1].end:
        yield "possessive"
        return
    if last == len(tokens):
        return
    after = tokens[last]
    if after.lower in _HYPHENS and after.start == setting.match.end:
        based = last + 1 < len(tokens) and tokens[last + 1].lower in {"based", "born", "area"}
        yield "after:based" if based else "after:hyphen"
    elif after.text == after.lower:
        yield from _small_word_after(after.lower)
    else:
        yield from _capitalised_word_after(after.lower, capitals=setting.capitals)


def _small_word_after(word: str) -> Iterator[str]:
    if word in words.PLACE_KINDS:
        yield "after:kind"
    elif word in words.BELONGING:
        yield "after:belonging"
    elif word in words.SPEECH:
        yield "after:speech"
    elif word in words.THINGS:
        yield "after:thing"


def _capitalised_word_after(word: str, *, capitals: bool) -> Iterator[str]:
    if word in words.STREETS:
        yield "after:Street"
    elif word in words.LOCAL_BODIES:
        yield "after:Body"
    elif word in words.NAMESAKES:
        yield "after:Namesake"
    elif word in words.PLACE_KINDS:
        yield "after:Kind"
    elif word in words.WATERS:
        yield "after:Water"
    elif not capitals:
        yield "after:capitalised"


def _list_evidence(setting: Setting) -> Iterator[str]:
    match = setting.match
    if setting.after is not None and _linked(setting.tokens, match, setting.after):
        yield "list:after"
        if any_within(match.candidates, setting.after.candidates):
            yield "list:within"
    if setting.before is not None and _linked(setting.tokens, setting.before, match):
        yield "list:before"
        if any_within(setting.before.candidates, match.candidates):
            yield "list:holds"


def _linked(tokens: Sequence[Token], one: Match, other: Match) -> bool:
    """Tell whether only a comma or an "and" stands between two names."""
    between = [token.lower for token in tokens[one.last : other.first]]
    return between in ([","], ["and"], [",", "and"], ["or"], ["/"], ["("], ["–"], ["-"])
