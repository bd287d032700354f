"""Casualties in a sentence: who was killed, wounded, missing, detained or displaced, and how many.

A cue (a verb or noun of death or injury) is found first, then the people it speaks of.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from geodata.vocabulary import Measure, Qualifier
from loaders.extraction.casualty_cues import ADVERBS, Cue, Form, find_cues, is_passive
from loaders.extraction.coordination import Reach, Victims
from loaders.extraction.named_victims import named_victims
from loaders.extraction.number_context import word_at
from loaders.extraction.people import People, find_people
from loaders.extraction.victims import victims_of
from loaders.language.document import Sentence, Token


@dataclass(frozen=True, slots=True)
class Casualties:
    """People of whom a sentence says that they were killed, wounded and so on.

    `start` and `end` are the offsets of the people phrase, `cue_start` and `cue_end` of the cue.
    A `part` is included in another count of the sentence ("including two children"): it must not
    be added to it.
    """

    measure: Measure
    low: int | None
    high: int | None
    qualifier: Qualifier
    group: str | None
    side: str | None
    start: int
    end: int
    cue_start: int
    cue_end: int
    part: bool
    implied: bool


def find_casualties(sentence: Sentence) -> list[Casualties]:
    """Find the casualties of a sentence, in text order.

    What is only feared, threatened, planned or denied ("could kill", "was not hurt") is left out.
    """
    tokens = sentence.tokens
    found = _stated_none(tokens)
    cues = find_cues(tokens)
    if not cues:
        return found
    people = find_people(tokens)
    shared: list[Casualties] = []
    first = 0
    for number, cue in enumerate(cues):
        last = cues[number + 1].first if number + 1 < len(cues) else len(tokens)
        if _waits(tokens, cues, number):
            shared = []
            continue
        victims = _victims(cue, Reach(tokens, people, first, last))
        if _told_of_before(tokens, cue, victims, shared):
            victims = []
        told = _told(tokens, cue, victims, found)
        before = cues[number - 1] if number else cue
        if _joined(tokens, before, cue):
            told, changed = _share(tokens, (before, cue), shared, told)
            found[len(found) - len(shared) :] = changed
        found.extend(told)
        shared = told
        # What one cue counts is not counted again by the next.
        if victims or cue.form is not Form.NOUN:
            first = max([cue.last, *(who.last for who, _part in victims)])
    return _without_repeats(found)


def _victims(cue: Cue, reach: Reach) -> Victims:
    victims = victims_of(cue, reach)
    if any(who.counted for who, _part in victims) and not _names_object(cue, reach, victims):
        return victims
    return _named(cue, reach) or victims


def _told_of_before(
    tokens: Sequence[Token], cue: Cue, victims: Victims, before: Sequence[Casualties]
) -> bool:
    """Tell whether "who was killed" says again what a noun has: "the death of a nurse, who"."""
    if not before or before[-1].measure is not cue.measure:
        return False
    between = [t.lower for t in tokens[: cue.first] if t.start >= before[-1].end]
    return "who" in between[:2] and all(who.named for who, _part in victims)


def _told(
    tokens: Sequence[Token], cue: Cue, victims: Victims, before: Sequence[Casualties]
) -> list[Casualties]:
    told: list[Casualties] = []
    for who, part in victims:
        whole = any(c.measure is cue.measure and not c.part for c in (*before, *told))
        counted = _casualties(tokens, cue, who, part=part or (whole and _refers(tokens, who)))
        open_ended = _goes_on_uncounted(tokens, who)
        told.extend(_at_least(found) if open_ended else found for found in counted)
    return told


def _goes_on_uncounted(tokens: Sequence[Token], who: People) -> bool:
    """Tell whether more are told without a number: "and an unknown number of militants"."""
    after = [token.lower for token in tokens[who.last : who.last + 4]]
    return after[:2] == ["and", "an"] and after[2:] in _UNCOUNTED


_UNCOUNTED = [
    [word, "number"]
    for word in ("unknown", "unspecified", "undetermined", "undisclosed", "unconfirmed")
]


def _at_least(casualties: Casualties) -> Casualties:
    exact = casualties.qualifier is Qualifier.EXACT
    qualifier = Qualifier.AT_LEAST if exact else casualties.qualifier
    return replace(casualties, high=None, qualifier=qualifier)


def _names_object(cue: Cue, reach: Reach, victims: Victims) -> bool:
    """Tell whether those before a verb are who killed: "several gunmen killed Ana Ruiz, who"."""
    agents = all(who.group == "militants" and who.last <= cue.first for who, _part in victims)
    if not agents or cue.form is not Form.VERB or is_passive(reach.tokens, cue.first):
        return False
    named = named_victims(reach.tokens, cue, reach.first)
    if not named or named[0].first != cue.last or named[0].last - cue.last < _FULL_NAME:
        return False
    return word_at(reach.tokens, named[0].last) in {",", ".", "who", "and", ""}


_FULL_NAME = 2


def _waits(tokens: Sequence[Token], cues: Sequence[Cue], number: int) -> bool:
    """Tell whether the people of a cue are those of the next: "killing or wounding twelve"."""
    if number + 1 == len(cues) or is_passive(tokens, cues[number].first):
        return False
    if cues[number].form is Form.NOUN:  # "no injuries or deaths"
        return False
    pair = {cues[number].measure, cues[number + 1].measure}
    return pair == _HURT and _joined(tokens, cues[number], cues[number + 1])


def _share(
    tokens: Sequence[Token],
    cues: tuple[Cue, Cue],
    first: list[Casualties],
    second: list[Casualties],
) -> tuple[list[Casualties], list[Casualties]]:
    """Give two joined cues the people of the one that has some.

    Returns what the second and the first count. Of "20 were killed or wounded" nobody knows how
    many were killed: 20 is the most of each.
    """
    hurt = {cue.measure for cue in cues} == _HURT
    if first and not second:
        second = [_of_other(told, cues[1], tokens) for told in first]
    elif second and not first and hurt:
        first = [_of_other(told, cues[0], tokens) for told in second]
    else:
        return second, first
    if not hurt:
        return second, first
    return [_at_most(told) for told in second], [_at_most(told) for told in first]


def _joined(tokens: Sequence[Token], cue: Cue, following: Cue) -> bool:
    """Tell whether two cues share their people: "killed or wounded", "neither killed nor hurt"."""
    between = [token.lower for token in tokens[cue.last : following.first]]
    return (
        cue.measure is not following.measure
        and any(word in {"or", "nor", "and", "/"} for word in between)
        and all(word in ADVERBS or word in {"/", "nor"} for word in between)
    )


def _of_other(casualties: Casualties, cue: Cue, tokens: Sequence[Token]) -> Casualties:
    """Count the people of one cue for the one joined to it: "kidnapped and killed"."""
    return replace(
        casualties, measure=cue.measure,
        cue_start=tokens[cue.first].start, cue_end=tokens[cue.last - 1].end,
    )  # fmt: skip


_HURT = {Measure.KILLED, Measure.WOUNDED}


def _at_most(casualties: Casualties) -> Casualties:
    if casualties.high == 0:
        return casualties
    return replace(casualties, low=None, qualifier=Qualifier.UP_TO)


def _named(cue: Cue, reach: Reach) -> Victims:
    """Return who is told by name, with who is counted beside them: "Ana Ruiz and two guards"."""
    named = named_victims(reach.tokens, cue, reach.first)
    if not named or cue.form not in {Form.ACTIVE, Form.NOUN, Form.VERB}:
        return [(who, False) for who in named]
    end = named[-1].last
    others = [who for who in reach.people if who.first >= end or who.last <= named[0].first]
    people = sorted([*others, *named], key=lambda who: who.first)
    found = victims_of(cue, Reach(reach.tokens, people, reach.first, reach.last))
    return found or [(who, False) for who in named]


def _stated_none(tokens: Sequence[Token]) -> list[Casualties]:
    """Read "no casualties" and "without casualties": a zero that the source states."""
    for index, token in enumerate(tokens):
        if token.lower not in {"casualties", "victims"}:
            continue
        start = index - 1
        while start >= 0 and tokens[start].lower in _BEFORE_NONE:
            start -= 1
        if start < 0 or tokens[start].lower not in {"no", "without", "cause", "any"}:
            continue
        if tokens[start].lower in {"cause", "any"} and not _denied(tokens, start):
            continue
        who = People(start, index + 1, 0, 0, Qualifier.EXACT, None, (index, index), implied=False)
        cue = Cue(index, index + 1, Measure.KILLED, Form.NOUN)
        killed = _casualties(tokens, cue, who, part=False)
        return [*killed, *(replace(found, measure=Measure.WOUNDED) for found in killed)]
    return []


# "no immediate reports of any casualties"; "no word on casualties" states nothing.
_BEFORE_NONE = frozenset(
    "reports report reported of any immediate human personal known confirmed serious causing "
    "suffering sustaining inflicting fatalities deaths or loss damage property material".split()
)


def _denied(tokens: Sequence[Token], index: int) -> bool:
    before = [token.lower for token in tokens[max(0, index - 3) : index]]
    return any(word in {"not", "never"} or word.endswith(("n't", "n’t")) for word in before)


def _casualties(tokens: Sequence[Token], cue: Cue, who: People, *, part: bool) -> list[Casualties]:
    if not who.counted:
        return []
    found = Casualties(
        measure=cue.measure,
        low=who.low,
        high=who.high,
        qualifier=who.qualifier,
        group=who.group,
        side=_side(tokens, who),
        start=tokens[who.first].start,
        end=tokens[who.last - 1].end,
        cue_start=tokens[cue.first].start,
        cue_end=tokens[cue.last - 1].end,
        part=part,
        implied=who.implied,
    )
    return [found]


def _refers(tokens: Sequence[Token], who: People) -> bool:
    """Tell whether the words after a number refer back ("four of them", "one of whom").

    They are part of a count of the same kind; of those attacked or hurt they are a count of their
    own: "two nuns were wounded, one of whom died".
    """
    after = [token.lower for token in tokens[who.last - 1 : who.last + 2]]
    return after[:1] in (["them"], ["whom"]) or after[1:] in (["of", "whom"], ["of", "them"])


def _side(tokens: Sequence[Token], who: People) -> str | None:
    """Return the party named with people: "Pakistani soldiers", "militants from the TTP"."""
    named = [token.text for token in tokens[slice(*who.modifiers)] if token.capitalised]
    if named and not all(token.text.isupper() for token in tokens):
        return " ".join(named)
    position = who.last
    if position < len(tokens) and tokens[position].lower in {"from", "of"}:
        position += 1
        if position < len(tokens) and tokens[position].lower == "the":
            position += 1
        name = []
        while position < len(tokens) and tokens[position].capitalised:
            name.append(tokens[position].text)
            position += 1
        return " ".join(name) or None
    return None


def _without_repeats(found: list[Casualties]) -> list[Casualties]:
    """Keep one of several cues that count the same people the same way."""
    seen: set[tuple[Measure, int, int]] = set()
    kept = []
    for casualties in found:
        key = (casualties.measure, casualties.start, casualties.end)
        if key not in seen:
            seen.add(key)
            kept.append(casualties)
    return kept
