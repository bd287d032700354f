"""Casualties in a sentence: who was killed, wounded, missing, detained or displaced, and how many.

A cue (a verb or noun of death or injury) is found first. The people it speaks of are then looked
for where English puts them: before a passive ("12 people were killed"), after an active verb or a
noun ("killing 12 people", "the deaths of 12"), or as a number that stands alone ("left 5 dead").
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from geodata.vocabulary import Measure, Qualifier
from loaders.extraction.casualty_cues import ADVERBS, BE, Cue, Form, find_cues, is_passive
from loaders.extraction.people import People, find_people
from loaders.language.document import Sentence, Token
from loaders.language.numbers import quantity_at


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

    What is only feared, threatened or planned ("could kill", "vowed to kill") is left out.
    """
    tokens = sentence.tokens
    found = _stated_none(tokens)
    cues = find_cues(tokens)
    if not cues:
        return found
    people = find_people(tokens)
    for number, cue in enumerate(cues):
        clause = _Clause(
            tokens,
            people,
            cues[number - 1].last if number else 0,
            cues[number + 1].first if number + 1 < len(cues) else len(tokens),
        )
        for who, part in _people_of(cue, clause):
            found.extend(_casualties(tokens, cue, who, part=part))
    return _without_repeats(found)


def _stated_none(tokens: Sequence[Token]) -> list[Casualties]:
    """Read "no casualties" and "without casualties": a zero that the source states."""
    for index, token in enumerate(tokens):
        before = [other.lower for other in tokens[max(0, index - 3) : index]]
        if token.lower in {"casualties", "victims"} and ("no" in before or "without" in before):
            who = People(
                index - 1, index + 1, 0, 0, Qualifier.EXACT, None, (index, index), implied=False
            )
            cue = Cue(index, index + 1, Measure.KILLED, Form.NOUN)
            killed = _casualties(tokens, cue, who, part=False)
            return [*killed, *(replace(found, measure=Measure.WOUNDED) for found in killed)]
    return []


@dataclass(frozen=True, slots=True)
class _Clause:
    """The tokens around a cue: from the cue before it to the one after it."""

    tokens: Sequence[Token]
    people: Sequence[People]
    first: int
    last: int


def _people_of(cue: Cue, clause: _Clause) -> list[tuple[People, bool]]:
    """Return the people a cue speaks of, each with whether it is part of another count."""
    if cue.form in {Form.ACTIVE, Form.NOUN}:
        after = _after(cue, clause)
        if after or cue.form is Form.ACTIVE:
            return after
        return _number_before_noun(cue, clause)
    if cue.form is Form.TOLL:
        return _toll(cue, clause)
    if cue.form is Form.VERB and not is_passive(clause.tokens, cue.first):
        after = _after(cue, clause)
        # "10 killed 5" does not occur; "killed 10" and "10 killed" do: a count decides.
        if any(who.counted for who, _part in after):
            return after
    return _before(cue, clause)


def _after(cue: Cue, clause: _Clause) -> list[tuple[People, bool]]:
    """Read the people after an active verb or after the "of" of a noun."""
    start = cue.last
    tokens = clause.tokens
    if cue.form is Form.NOUN and tokens[cue.last - 1].lower != "of":
        if start >= len(tokens) or tokens[start].lower != "of":
            return []
        start += 1
    # "killed himself and 12 others", "killed on Saturday 12 people"
    first = next((p for p in clause.people if p.first >= start), None)
    if first is None or first.first - start > _OBJECT_GAP or first.first >= clause.last:
        return _number_at(clause, start)
    gap = [token.lower for token in tokens[start : first.first]]
    if gap[:1] in (["and"], [","], ["or"]) or any(word in _CLAUSE_BREAKS for word in gap):
        return _number_at(clause, start)
    return _chain_right(clause, first)


# Words between a verb and its object: "killing, according to police, 12 people" is not read.
_OBJECT_GAP = 2
_CLAUSE_BREAKS = frozenset(
    ". ; when while after as that but in at on by near during because who which".split()
)


def _number_at(clause: _Clause, start: int) -> list[tuple[People, bool]]:
    quantity = quantity_at(clause.tokens, start)
    if quantity is None:
        return []
    return [(who, False) for who in clause.people if who.first == start]


def _chain_right(clause: _Clause, first: People) -> list[tuple[People, bool]]:
    """Follow "five soldiers and 25 militants, including two commanders" to the right."""
    chain = [(first, False)]
    last = first
    for who in clause.people:
        if who.first < last.last or who is first:
            continue
        if who.first >= clause.last and who.first != clause.last:
            break
        between = [token.lower for token in clause.tokens[last.last : who.first]]
        part = chain[-1][1] or _includes(between)
        if not (_includes(between) or _coordinates(between)) or _counted_by_next(clause, who):
            break
        chain.append((who, part))
        last = who
    return _apposed(chain)


def _counted_by_next(clause: _Clause, who: People) -> bool:
    """Tell whether the phrase belongs to the next cue ("killing 12 and 30 were wounded")."""
    if clause.last >= len(clause.tokens):
        return False
    gap = [token.lower for token in clause.tokens[who.last : clause.last]]
    return len(gap) <= _OBJECT_GAP and all(word in BE or word in ADVERBS for word in gap)


def _includes(between: Sequence[str]) -> bool:
    return any(word in {"including", "among"} for word in between) and len(between) <= _PHRASE


def _coordinates(between: Sequence[str]) -> bool:
    """Tell whether the words between two phrases join them: "and", "from the TTP and"."""
    if not between or len(between) > _PHRASE:
        return False
    return between[-1] in {"and", ",", "plus", "with"} or between[-2:] in (
        ["as", "well"],
        ["along", "with"],
        ["well", "as"],
    )


# Words of a prepositional phrase that may stand between two people phrases.
_PHRASE = 7
# How far before its verb a subject may end ("12 people in a village were killed").
_SUBJECT_GAP = 22


def _before(cue: Cue, clause: _Clause) -> list[tuple[People, bool]]:
    """Read the subject before a passive or intransitive verb, with what is joined to it."""
    tokens = clause.tokens
    subjects = [who for who in clause.people if clause.first <= who.first and who.last <= cue.first]
    if any(who.counted for who in subjects):
        # "40 officers of the Reserve Police were killed": names without a number describe.
        subjects = [who for who in subjects if who.counted]
    parts: list[tuple[People, bool]] = []
    while subjects:
        words = [token.lower for token in tokens[subjects[-1].last : cue.first]]
        if len(words) > _SUBJECT_GAP or _breaks_subject(words):
            return []
        first = _chain_left(tokens, subjects)
        lead = [
            token.lower
            for token in tokens[max(0, subjects[first].first - 2) : subjects[first].first]
        ]
        if _includes(lead):
            parts = [*((who, True) for who in subjects[first:]), *parts]
        elif lead[-1:] != ["by"]:  # the agent is not who was killed
            return [*_apposed([(who, False) for who in subjects[first:]]), *parts]
        del subjects[first:]
    return []


def _chain_left(tokens: Sequence[Token], subjects: Sequence[People]) -> int:
    """Return the index of the first of the phrases that are joined to the last one."""
    first = len(subjects) - 1
    while first > 0:
        before, after = subjects[first - 1], subjects[first]
        between = [token.lower for token in tokens[before.last : after.first]]
        if _includes(between) or not _coordinates(between):
            break
        first -= 1
    return first


def _apposed(chain: list[tuple[People, bool]]) -> list[tuple[People, bool]]:
    """Mark as parts the numbers that only divide the first ("40 people, 6 guards and 34 men")."""
    whole, *rest = [who for who, part in chain if not part]
    if len(rest) > 1 and whole.low is not None and whole.low == sum(who.low or 0 for who in rest):
        return [(who, part or who is not whole) for who, part in chain]
    return chain


def _breaks_subject(words: Sequence[str]) -> bool:
    """Tell whether another clause begins between a phrase and the verb."""
    for index, word in enumerate(words):
        if word in {";", ":", "but", "after", "when", "while", "because", "since", "if"}:
            return True
        if word in {"said", "says", "told", "killed", "attacked", "opened", "fired"}:
            return True
        if word == "that" and index + 1 < len(words):
            return True
    return False


def _number_before_noun(cue: Cue, clause: _Clause) -> list[tuple[People, bool]]:
    """Read "12 deaths", "no fatalities", "40 bodies"."""
    noun = clause.tokens[cue.first].lower
    for start in range(max(clause.first, cue.first - 5), cue.first):
        quantity = quantity_at(clause.tokens, start)
        if quantity is None or not quantity.last <= cue.first <= quantity.last + 2:
            continue
        if all(token.lower != "of" for token in clause.tokens[quantity.last : cue.first]):
            return [
                (
                    People(
                        start, cue.first, quantity.low, quantity.high, quantity.qualifier, None,
                        (cue.first, cue.first), implied=False,
                    ),
                    False,
                )
            ]  # fmt: skip
    if clause.tokens[cue.first - 1].lower == "no" and noun in {"deaths", "fatalities", "injuries"}:
        who = People(
            cue.first - 1,
            cue.first,
            0,
            0,
            Qualifier.EXACT,
            None,
            (cue.first, cue.first),
            implied=False,
        )
        return [(who, False)]
    return []


_REACHED = frozenset("to at of is was now stands stood reached hit passed topped exceeded".split())


def _toll(cue: Cue, clause: _Clause) -> list[tuple[People, bool]]:
    """Read the number a toll has reached; the one it rose from is history."""
    for index in range(cue.last, min(clause.last, cue.last + 14, len(clause.tokens))):
        quantity = quantity_at(clause.tokens, index)
        if quantity is None:
            continue
        before = clause.tokens[index - 1].lower
        if before in {"from", "by"} or before not in _REACHED:
            continue
        who = People(
            index, quantity.last, quantity.low, quantity.high, quantity.qualifier, None,
            (quantity.last, quantity.last), implied=False,
        )  # fmt: skip
        return [(who, False)]
    return []


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
        part=part or _is_part(tokens, who),
        implied=who.implied,
    )
    return [found]


def _is_part(tokens: Sequence[Token], who: People) -> bool:
    """Tell whether the words after a number refer back ("four of them", "one of whom")."""
    after = [token.lower for token in tokens[who.last - 1 : who.last + 2]]
    return "them" in after[:1] or after[1:] in (["of", "whom"], ["of", "them"])


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
