"""The people of whom a word of death or injury speaks, where English puts them.

Before a passive ("12 people were killed"), after an active verb or a noun ("killing 12 people",
"the deaths of 12"), or as a number that stands alone ("left 5 dead"). What is joined to them is
followed to the left and the right.
"""

from collections.abc import Sequence

from geodata.vocabulary import Qualifier
from loaders.extraction.attributions import REPORTING
from loaders.extraction.casualty_cues import Cue, Form, is_passive
from loaders.extraction.coordination import (
    JOINING,
    Reach,
    Victims,
    apposed,
    coordinates,
    counted_by_next,
    includes,
    of_whom,
    one_person,
)
from loaders.extraction.number_context import ENDS, word_at
from loaders.extraction.people import People
from loaders.extraction.people_nouns import is_plural
from loaders.extraction.tolls import number_before_noun, toll_of
from loaders.language.document import Token


def victims_of(cue: Cue, reach: Reach) -> Victims:
    """Return the people a cue speaks of, each with whether it is part of another count."""
    if cue.form is not Form.NOUN and word_at(reach.tokens, cue.last) in _REFLEXIVE:
        return _with_self(reach, cue.last)
    if cue.form in {Form.ACTIVE, Form.NOUN}:
        after = _after(cue, reach)
        if after or cue.form is Form.ACTIVE:
            return after
        return number_before_noun(cue, reach)
    if cue.form is Form.TOLL:
        return toll_of(cue, reach)
    if cue.form is Form.VERB and not is_passive(reach.tokens, cue.first):
        after = [] if _is_listed(cue, reach) else _after(cue, reach)
        # "10 killed 5" does not occur; "killed 10" and "10 killed" do: a count decides.
        if any(who.counted for who, _part in after):
            return after
    before = _before(cue, reach)
    return [*before, *_tail(cue, reach)] if before else before


def _after(cue: Cue, reach: Reach) -> Victims:
    """Read the people after an active verb or after the "of" of a noun."""
    start = cue.last
    tokens = reach.tokens
    if cue.form is Form.NOUN and tokens[cue.last - 1].lower != "of":
        behind = of_whom(tokens, start)
        if behind is None:
            return []
        start = behind
    elif word_at(tokens, start) == ",":
        start = _after_aside(tokens, start)
    # "killed on Saturday 12 people"
    first = next((p for p in reach.people if p.first >= start), None)
    if first is None or first.first >= reach.last:
        return []
    gap = [token.lower for token in tokens[start : first.first]]
    described = first.implied and all(word[0].isalpha() and word not in ENDS for word in gap)
    if len(gap) > (_DESCRIPTION if described else _OBJECT_GAP):
        return []
    if gap[:1] in (["and"], [","], ["or"]) or any(word in _CLAUSE_BREAKS for word in gap):
        return []
    if first.unlisted and gap:
        return []
    return _chain_right(reach, first)


def _is_listed(cue: Cue, reach: Reach) -> bool:
    """Tell whether a note puts the next count right behind: "4 killed 9 wounded"."""
    counted = [who for who in reach.people if who.counted and not who.implied]
    before = any(who.last == cue.first for who in counted)
    after = next((who for who in counted if who.first == cue.last), None)
    return before and after is not None and after.last == reach.last


_REFLEXIVE = {"himself", "herself"}


def _with_self(reach: Reach, index: int) -> Victims:
    """Read "killing himself and 12 others": the bomber is one of the dead.

    Who kills only himself is left to what else the report says of him.
    """
    who = People(
        index, index + 1, 1, 1, Qualifier.EXACT, "militants", (index + 1, index + 1),
        implied=True, named=True,
    )  # fmt: skip
    people = [who, *(other for other in reach.people if other.first > index)]
    chain = _chain_right(Reach(reach.tokens, people, reach.first, reach.last), who)
    counted = any(other.counted and not other.implied for other, _part in chain[1:])
    return chain if counted else []


def _after_aside(tokens: Sequence[Token], comma: int) -> int:
    """Return where the object of "murdered, at gunpoint, a soldier" begins."""
    for index in range(comma + 2, min(comma + _ASIDE, len(tokens))):
        if tokens[index].text == ",":
            led = word_at(tokens, comma + 1) in {"in", "at", "on", "with", "by"}
            return index + 1 if led and word_at(tokens, index + 1) in {"a", "an", "two"} else comma
    return comma


_ASIDE = 6
# How many words may describe an object that no number counts: "former Ruritanian army chief".
_DESCRIPTION = 5
# Words between a verb and its object: "killing, according to police, 12 people" is not read.
_OBJECT_GAP = 2
_CLAUSE_BREAKS = frozenset(
    ". ; / ( when while after as that but in at on by near during because who which".split()
)


def _chain_right(reach: Reach, first: People, *, part: bool = False) -> Victims:
    """Follow "five soldiers and 25 militants, including two commanders" to the right."""
    chain = [(first, part)]
    last = first
    for who in reach.people:
        if who.first < last.last or who is first:
            continue
        if who.first >= reach.last and who.first != reach.last:
            break
        between = [token.lower for token in reach.tokens[last.last : who.first]]
        within = chain[-1][1] or includes(between)
        if not (includes(between) or coordinates(between)) or _belongs_elsewhere(reach, who):
            break
        chain.append((who, within))
        last = who
    return apposed(reach.tokens, chain)


def _belongs_elsewhere(reach: Reach, who: People) -> bool:
    return (
        counted_by_next(reach, who)
        or speaks(reach.tokens, who)
        or (who.unlisted and reach.tokens[who.first - 1].lower not in {"and", "including"})
    )


def speaks(tokens: Sequence[Token], who: People) -> bool:
    """Tell whether people are a source: "…, a police officer in the town said"."""
    for index in range(who.last, min(who.last + _SPEECH_GAP, len(tokens))):
        word = tokens[index].lower
        if word in REPORTING:
            return True
        if word in _NOT_SPEAKING:
            return False
    return False


_NOT_SPEAKING = frozenset(
    "and , . ; : were was are is have has had when who while after as killed wounded injured died "
    "killing wounding injuring dead including whom that which".split()
)
_SPEECH_GAP = 9


# How far before its verb a subject may end ("12 people in a village were killed").
_SUBJECT_GAP = 22


def _before(cue: Cue, reach: Reach) -> Victims:
    """Read the subject before a passive or intransitive verb, with what is joined to it."""
    tokens = reach.tokens
    subjects = _subjects(cue, reach)
    if subjects and _describes(tokens, cue, subjects[-1]):
        return [(subjects[-1], False)]
    parts: Victims = []
    while subjects:
        words = [token.lower for token in tokens[subjects[-1].last : cue.first]]
        if len(words) > _SUBJECT_GAP or _breaks_subject(words):
            return []
        first = _chain_left(tokens, subjects)
        lead = [word_at(tokens, subjects[first].first - k) for k in (2, 1)]
        if subjects[-1].unlisted and words and words[0] not in _AFTER_UNLISTED:
            del subjects[-1]
        elif "including" in lead or "among" in lead:
            if reach.first and subjects[first].first - reach.first <= _INCLUDING_GAP:
                # "12 died, including two women, and 30 were hurt": the rest is what died.
                return [(subjects[-1], False)] if subjects[first] is not subjects[-1] else []
            if lead[1] == "among" and not subjects[first].implied:
                # "a commander among six killed": the six are all.
                return [*((who, False) for who in subjects[first:]), *_parts(subjects[:first])]
            parts = [*((who, True) for who in subjects[first:]), *parts]
            del subjects[first:]
        elif lead[1] == "by" or _is_modifier(tokens, subjects, first):
            del subjects[first:]  # the agent is not who was killed
        else:
            chain = [(who, False) for who in subjects[first:]]
            return [*one_person(tokens, cue, apposed(tokens, chain)), *parts]
    return []


def _describes(tokens: Sequence[Token], cue: Cue, who: People) -> bool:
    """Tell whether the cue stands within the phrase it counts: "17 casualties, 9 wounded men"."""
    bare = who.last == cue.first and who.modifiers == (who.last, who.last) and not who.implied
    return bare and is_plural(word_at(tokens, cue.last))


_INCLUDING_GAP = 3
_AFTER_UNLISTED = frozenset("said reportedly , were have had in from of at who ( died was".split())


def _subjects(cue: Cue, reach: Reach) -> list[People]:
    tokens = reach.tokens
    subjects = [
        who
        for who in reach.people
        if reach.first <= who.first and who.last <= cue.first and not _in_brackets(tokens, who, cue)
    ]
    if any(who.counted for who in subjects):
        # "40 officers of the Reserve Police were killed": names without a number describe.
        subjects = [who for who in subjects if who.counted]
    return subjects


def _parts(people: Sequence[People]) -> Victims:
    return [(who, True) for who in people[-1:]]


def _in_brackets(tokens: Sequence[Token], who: People, cue: Cue) -> bool:
    """Tell whether brackets that close before the cue hold the people."""
    depth = 0
    for token in tokens[max(0, who.first - _BRACKETS) : who.first]:
        depth += {"(": 1, "[": 1, ")": -1, "]": -1}.get(token.text, 0)
    return depth > 0 and any(token.text in {")", "]"} for token in tokens[who.last : cue.first])


_BRACKETS = 12


def _is_modifier(tokens: Sequence[Token], subjects: Sequence[People], first: int) -> bool:
    """Tell whether people only say more of those before: "three members of the peasant patrols"."""
    who = subjects[first]
    if first == 0 or not who.implied:
        return False
    return word_at(tokens, who.first - 1) in _PREPOSITIONS


_PREPOSITIONS = frozenset("of from in at near against for to outside on behind".split())


def _chain_left(tokens: Sequence[Token], subjects: Sequence[People]) -> int:
    """Return the index of the first of the phrases that are joined to the last one."""
    first = len(subjects) - 1
    while first > 0:
        before, after = subjects[first - 1], subjects[first]
        between = [token.lower for token in tokens[before.last : after.first]]
        if includes(between) or not coordinates(between):
            break
        if before.unlisted and between not in (["and"], [","], [",", "and"]):
            break
        if between == [","] and after is subjects[-1] and _is_apart(tokens, before, after):
            break
        first -= 1
    return first


def _is_apart(tokens: Sequence[Token], before: People, after: People) -> bool:
    """Tell whether a comma without "and" sets a count off from people named before it.

    "Including a Ruritanian, 28 others were hurt", "of the 20 hostages, one was hurt".
    """
    lead = [word_at(tokens, before.first - k) for k in range(1, 6)]
    if before.implied and not after.implied:
        return "including" in lead
    return lead[0] == "the" and lead[1] in {"of", "among"}


def _breaks_subject(words: Sequence[str]) -> bool:
    """Tell whether another clause begins between a phrase and the verb."""
    for index, word in enumerate(words):
        if word in {";", ":", "but", "after", "when", "while", "because", "since", "if"}:
            return True
        if word in {"said", "says", "told", "killed", "attacked", "opened", "fired"}:
            return index < len(words) - 1 or word != "said"  # "three said killed"
        if word == "that" and index + 1 < len(words):
            return True
    return False


def _tail(cue: Cue, reach: Reach) -> Victims:
    """Read what follows a passive: "were killed, including two women", "along with nine others"."""
    tokens = reach.tokens
    for index in range(cue.last, min(cue.last + _TAIL, reach.last)):
        word = tokens[index].lower
        if word in _TAIL_ENDS or any(who.first == index and who.counted for who in reach.people):
            return []
        pair = (word, word_at(tokens, index + 1))
        if word != "including" and pair not in _TAILS:
            continue
        start = index + 1 if word == "including" else index + 2
        who = next((p for p in reach.people if p.first >= start), None)
        near = who is not None and who.first - start <= 1 and who.first < reach.last
        if who is None or not near or _belongs_elsewhere(reach, who):
            return []
        return _chain_right(reach, who, part=word == "including" or pair == ("among", "them"))
    return []


_TAIL = 14
_TAIL_ENDS = frozenset([".", ";", ":", "when", "after", "while", "but"])
_TAILS = JOINING | {("together", "with"), ("among", "them")}
