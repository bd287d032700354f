"""The people of whom a word of death or injury speaks, where English puts them.

Before a passive ("12 people were killed"), after an active verb or a noun ("killing 12 people",
"the deaths of 12"), or as a number that stands alone ("left 5 dead"). What is joined to them is
followed to the left and the right.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from geodata.vocabulary import Qualifier
from loaders.extraction.casualty_cues import ADVERBS, BE, Cue, Form, is_passive
from loaders.extraction.clauses import REPORTING
from loaders.extraction.number_context import counts_nothing, word_at
from loaders.extraction.people import People
from loaders.language.document import Token
from loaders.language.numbers import Quantity, quantity_at


@dataclass(frozen=True, slots=True)
class Reach:
    """The tokens around a cue: from the cue before it to the one after it."""

    tokens: Sequence[Token]
    people: Sequence[People]
    first: int
    last: int


Victims = list[tuple[People, bool]]


def victims_of(cue: Cue, reach: Reach) -> Victims:
    """Return the people a cue speaks of, each with whether it is part of another count."""
    if cue.form in {Form.ACTIVE, Form.NOUN}:
        after = _after(cue, reach)
        if after or cue.form is Form.ACTIVE:
            return after
        return _number_before_noun(cue, reach)
    if cue.form is Form.TOLL:
        return _toll(cue, reach)
    if cue.form is Form.VERB and not is_passive(reach.tokens, cue.first):
        after = _after(cue, reach)
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
        if word_at(tokens, start) not in {"of", "to", "among"}:
            return []
        start += 1
    # "killed himself and 12 others", "killed on Saturday 12 people"
    first = next((p for p in reach.people if p.first >= start), None)
    if first is None or first.first - start > _OBJECT_GAP or first.first >= reach.last:
        return []
    gap = [token.lower for token in tokens[start : first.first]]
    if gap[:1] in (["and"], [","], ["or"]) or any(word in _CLAUSE_BREAKS for word in gap):
        return []
    if first.unlisted and gap:
        return []
    return _chain_right(reach, first)


# Words between a verb and its object: "killing, according to police, 12 people" is not read.
_OBJECT_GAP = 2
_CLAUSE_BREAKS = frozenset(
    ". ; when while after as that but in at on by near during because who which".split()
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
        within = chain[-1][1] or _includes(between)
        if not (_includes(between) or _coordinates(between)) or _belongs_elsewhere(reach, who):
            break
        chain.append((who, within))
        last = who
    return _apposed(reach.tokens, chain)


def _belongs_elsewhere(reach: Reach, who: People) -> bool:
    return (
        _counted_by_next(reach, who)
        or speaks(reach.tokens, who)
        or (who.unlisted and reach.tokens[who.first - 1].lower not in {"and", "including"})
    )


def _counted_by_next(reach: Reach, who: People) -> bool:
    """Tell whether the phrase belongs to the next cue ("killing 12 and 30 were wounded")."""
    if reach.last >= len(reach.tokens):
        return False
    gap = [token.lower for token in reach.tokens[who.last : reach.last]]
    return len(gap) <= _OBJECT_GAP and all(word in BE or word in ADVERBS for word in gap)


def speaks(tokens: Sequence[Token], who: People) -> bool:
    """Tell whether people are a source: "…, a police officer in the town said"."""
    for index in range(who.last, min(who.last + _SPEECH_GAP, len(tokens))):
        word = tokens[index].lower
        if word in REPORTING:
            return True
        if word in {"and", ".", ";", "were", "was", "when", "who"}:
            return False
    return False


_SPEECH_GAP = 4


def _includes(between: Sequence[str]) -> bool:
    if len(between) > _PHRASE or "including" not in between:
        return len(between) <= _PHRASE and "among" in between
    return True


def _coordinates(between: Sequence[str]) -> bool:
    """Tell whether the words between two phrases join them: "and", "from the TTP and"."""
    if not between or len(between) > _PHRASE:
        return False
    for index, word in enumerate(between):
        # Another verb between them: "100 were freed and six were killed".
        if word in _FINITE and not any(w in {"who", "that", "which"} for w in between[:index]):
            return False
    return between[-1] in {"and", ",", "plus", "with"} or tuple(between[-2:]) in _JOINING


_FINITE = BE | {"have", "had", "has", "said"}
_JOINING = {("as", "well"), ("along", "with"), ("well", "as"), ("addition", "to")}
# Words of a prepositional phrase that may stand between two people phrases.
_PHRASE = 9
# How far before its verb a subject may end ("12 people in a village were killed").
_SUBJECT_GAP = 22


def _before(cue: Cue, reach: Reach) -> Victims:
    """Read the subject before a passive or intransitive verb, with what is joined to it."""
    tokens = reach.tokens
    subjects = _subjects(cue, reach)
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
            return [*_one_person(tokens, cue, _apposed(tokens, chain)), *parts]
    return []


_INCLUDING_GAP = 3
_AFTER_UNLISTED = frozenset(", were have had in from of at who ( died was".split())


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


def _one_person(tokens: Sequence[Token], cue: Cue, chain: Victims) -> Victims:
    """Keep one of the names of one person: "a lawyer and leader of the party was killed"."""
    whole = [who for who, part in chain if not part]
    if len(whole) < _SEVERAL or not all(who.implied for who in whole):
        return chain
    verbs = {word_at(tokens, cue.first - k) for k in (1, 2, 3)}
    if "was" in verbs or "has" in verbs:
        return [(who, part or who is not whole[0]) for who, part in chain]
    return chain


_SEVERAL = 2


def _chain_left(tokens: Sequence[Token], subjects: Sequence[People]) -> int:
    """Return the index of the first of the phrases that are joined to the last one."""
    first = len(subjects) - 1
    while first > 0:
        before, after = subjects[first - 1], subjects[first]
        between = [token.lower for token in tokens[before.last : after.first]]
        if _includes(between) or not _coordinates(between):
            break
        if before.unlisted and between not in (["and"], [","], [",", "and"]):
            break
        first -= 1
    return first


def _apposed(tokens: Sequence[Token], chain: Victims) -> Victims:
    """Mark as parts what only divides or names the first.

    "40 people, 6 guards and 34 men" adds up; "a reporter, a technician for a broadcaster" has no
    "and", so it names one person twice.
    """
    whole, *rest = [who for who, part in chain if not part] or [chain[0][0]]
    divides = len(rest) > 1 and whole.low == sum(who.low or 0 for who in rest)
    named = bool(rest) and all(who.implied for who in (whole, *rest))
    named = named and all(tokens[who.first].lower in _ARTICLES for who in rest)
    if named:
        span = [token.lower for token in tokens[whole.first : rest[-1].first]]
        named = "and" not in span and "with" not in span and "plus" not in span
    if divides or named:
        return [(who, part or who is not whole) for who, part in chain]
    return chain


_ARTICLES = {"a", "an", "the"}


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
_TAILS = _JOINING | {("together", "with"), ("among", "them")}


def _number_before_noun(cue: Cue, reach: Reach) -> Victims:
    """Read "12 deaths", "no fatalities", "40 bodies"."""
    tokens = reach.tokens
    noun = tokens[cue.first].lower
    for start in range(max(reach.first, cue.first - 5), cue.first):
        quantity = quantity_at(tokens, start)
        if quantity is None or not quantity.last <= cue.first <= quantity.last + 2:
            continue
        between = [token.lower for token in tokens[quantity.last : cue.first]]
        if "of" in between or counts_nothing(tokens, quantity) or _WOUND_KINDS & set(between):
            continue
        return [(_standing(quantity, start, cue.first), False)]
    if word_at(tokens, cue.first - 1) == "no" and noun in {"deaths", "fatalities", "injuries"}:
        none = Quantity(cue.first - 1, cue.first, 0, 0, Qualifier.EXACT)
        return [(_standing(none, cue.first - 1, cue.first), False)]
    return []


# "18 bullet wounds" wound one person.
_WOUND_KINDS = frozenset("bullet gunshot stab knife shrapnel head".split())


def _standing(quantity: Quantity, first: int, last: int) -> People:
    return People(
        first, last, quantity.low, quantity.high, quantity.qualifier, None, (last, last),
        implied=False,
    )  # fmt: skip


_REACHED = frozenset(
    "to at of is was now stands stood reached reaches reaching hit hits passed passes topped tops "
    "exceeded exceeds surpassed crossed crosses nears : climbing".split()
)


def _people_at(reach: Reach, index: int, quantity: Quantity) -> People:
    standing = _standing(quantity, index, quantity.last)
    return next((who for who in reach.people if who.first == index), standing)


def _toll(cue: Cue, reach: Reach) -> Victims:
    """Read the number a toll has reached; the one it rose from is history."""
    tokens = reach.tokens
    for index in range(cue.last, min(reach.last, cue.last + 14, len(tokens))):
        quantity = quantity_at(tokens, index)
        if quantity is None or word_at(tokens, index - 1) not in _REACHED:
            continue
        if _counted_by_next(reach, _people_at(reach, index, quantity)):
            return []  # "left a toll of one person wounded"
        if not counts_nothing(tokens, quantity):
            return [(_standing(quantity, index, quantity.last), False)]
    # "bringing to 41 the number of dead"
    for start in range(max(reach.first, cue.first - 5), cue.first):
        quantity = quantity_at(tokens, start)
        if quantity is not None and word_at(tokens, start - 1) == "to":
            gap = [token.lower for token in tokens[quantity.last : cue.first]]
            return [(_standing(quantity, start, quantity.last), False)] if gap == ["the"] else []
    return []
