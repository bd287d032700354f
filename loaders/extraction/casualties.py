"""Casualties in a sentence: who was killed, wounded, missing, detained or displaced, and how many.

A cue (a verb or noun of death or injury) is found first. The people it speaks of are then looked
for where English puts them: before a passive ("12 people were killed"), after an active verb or a
noun ("killing 12 people", "the deaths of 12"), or as a number that stands alone ("left 5 dead").
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from geodata.vocabulary import Measure, Qualifier
from loaders.extraction.document import Sentence, Token
from loaders.extraction.numbers import quantity_at
from loaders.extraction.people import People, find_people


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
    cues = [cue for cue in _find_cues(tokens) if not _unreal(tokens, cue)]
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
            cue = _Cue(index, index + 1, Measure.KILLED, _Form.NOUN)
            killed = _casualties(tokens, cue, who, part=False)
            return [*killed, *(replace(found, measure=Measure.WOUNDED) for found in killed)]
    return []


class _Form(StrEnum):
    """Where the people of a cue stand."""

    VERB = "verb"  # killed: before it when passive, after it when active
    ACTIVE = "active"  # killing: after it
    INTRANSITIVE = "intransitive"  # died: before it
    ADJECTIVE = "adjective"  # dead: before it
    NOUN = "noun"  # the deaths of: after "of", or a number before it
    TOLL = "toll"  # death toll rose to: the number after it


@dataclass(frozen=True, slots=True)
class _Cue:
    first: int
    last: int
    measure: Measure
    form: _Form


@dataclass(frozen=True, slots=True)
class _Clause:
    """The tokens around a cue: from the cue before it to the one after it."""

    tokens: Sequence[Token]
    people: Sequence[People]
    first: int
    last: int


_K, _W, _M = Measure.KILLED, Measure.WOUNDED, Measure.MISSING
_D, _F = Measure.DETAINED, Measure.DISPLACED

# Cues of several words come first: the longest one that fits is taken.
_CUES: dict[tuple[str, ...], tuple[Measure, _Form]] = {
    tuple(words.split()): (measure, form)
    for form, measure, phrases in (
        (_Form.VERB, _K, "killed,shot dead,gunned down,murdered,assassinated,executed,beheaded"),
        (_Form.VERB, _K, "massacred,slain,lynched,slaughtered,shot and killed,beaten to death"),
        (_Form.VERB, _K, "stabbed to death,hacked to death,shot to death,burned to death"),
        (_Form.VERB, _K, "burnt to death,burned alive,blown up and killed,martyred,decapitated"),
        (_Form.VERB, _K, "put to death,bludgeoned to death,crushed to death,electrocuted"),
        (_Form.ACTIVE, _K, "killing,kills,kill,claimed the lives of,took the lives of,murdering"),
        (_Form.ACTIVE, _K, "claiming the lives of,slaying,massacring,executing,assassinating"),
        (_Form.ACTIVE, _K, "taking the lives of,beheading,shooting dead,gunning down,kills at"),
        (_Form.INTRANSITIVE, _K, "died,dies,die,perished,lost their lives,lost his life"),
        (_Form.INTRANSITIVE, _K, "lost her life,lose their lives,drowned,succumbed,bled to death"),
        (_Form.INTRANSITIVE, _K, "dying,burned to death,lost lives"),
        (_Form.ADJECTIVE, _K, "dead,lives were lost,lives lost,lives,found dead"),
        (_Form.NOUN, _K, "deaths,death,fatalities,fatality,killings,murder,murders,assassination"),
        (_Form.NOUN, _K, "assassinations,bodies,corpses,body,lives of,killing of,massacre of"),
        (_Form.NOUN, _K, "execution of,loss of"),
        (_Form.TOLL, _K, "death toll,toll,body count,number of dead,number of deaths"),
        (_Form.TOLL, _K, "number of people killed,number of fatalities,confirmed dead"),
        (_Form.VERB, _W, "wounded,injured,maimed,hurt,hospitalised,hospitalized"),
        (_Form.ACTIVE, _W, "wounding,injuring,injures,wounds,injure,wound,maiming,hurting"),
        (_Form.INTRANSITIVE, _W, "suffered injuries,sustained injuries,were taken to hospital"),
        (_Form.INTRANSITIVE, _W, "suffered wounds,sustained wounds,was taken to hospital"),
        (_Form.INTRANSITIVE, _W, "received injuries,suffered burns,were taken to hospitals"),
        (_Form.NOUN, _W, "injuries,wounding of"),
        (_Form.TOLL, _W, "number of wounded,number of injured"),
        (_Form.ADJECTIVE, _M, "missing,unaccounted for"),
        (_Form.VERB, _D, "arrested,detained,kidnapped,abducted,taken hostage,captured"),
        (_Form.ACTIVE, _D, "arresting,detaining,kidnapping,abducting,capturing"),
        (_Form.VERB, _F, "displaced,forced to flee,evacuated"),
        (_Form.ACTIVE, _F, "displacing"),
        (_Form.INTRANSITIVE, _F, "fled their homes,fled their villages,fled the fighting"),
    )
    for words in phrases.split(",")
}
_LONGEST_CUE = max(len(words) for words in _CUES)
_FIRST_WORDS = {words[0] for words in _CUES}

# A cue after one of these is not said to have happened.
_MODALS = frozenset("would could may might should can cannot must will shall if unless".split())
_UNREAL_TO = frozenset(
    "threatened threatening vowed vows plan plans planned planning plotted plotting tried trying "
    "attempted attempting attempt wanted want order ordered orders conspired conspiring intended "
    "bid plot ready able license licence right continue".split()
)
_BE = frozenset("was were is are be been being get got gets getting am 's became become".split())
_ADVERBS = frozenset(
    "also reportedly seriously critically slightly badly gravely severely lightly fatally "
    "allegedly immediately later instantly all both themselves then already confirmed "
    "officially apparently brutally feared presumed believed reported left found still not "
    "subsequently "
    "either or and others other people more moderately heavily both mortally".split()
)


def _find_cues(tokens: Sequence[Token]) -> list[_Cue]:
    cues = []
    index = 0
    while index < len(tokens):
        cue = _cue_at(tokens, index) if tokens[index].lower in _FIRST_WORDS else None
        if cue is None:
            index += 1
        else:
            cues.append(cue)
            index = cue.last
    return cues


def _cue_at(tokens: Sequence[Token], index: int) -> _Cue | None:
    for length in range(min(_LONGEST_CUE, len(tokens) - index), 0, -1):
        words = tuple(token.lower for token in tokens[index : index + length])
        if words in _CUES:
            measure, form = _CUES[words]
            return _Cue(index, index + length, measure, form)
    return None


def _unreal(tokens: Sequence[Token], cue: _Cue) -> bool:
    before = [token.lower for token in tokens[max(0, cue.first - 5) : cue.first]]
    if any(word in _MODALS for word in before[-4:]):
        return True
    if "to" in before[-2:]:
        to = len(before) - 1 - before[::-1].index("to")
        return "managed" not in before[:to] or any(word in _UNREAL_TO for word in before[:to])
    return False


def _people_of(cue: _Cue, clause: _Clause) -> list[tuple[People, bool]]:
    """Return the people a cue speaks of, each with whether it is part of another count."""
    if cue.form in {_Form.ACTIVE, _Form.NOUN}:
        after = _after(cue, clause)
        if after or cue.form is _Form.ACTIVE:
            return after
        return _number_before_noun(cue, clause)
    if cue.form is _Form.TOLL:
        return _toll(cue, clause)
    if cue.form is _Form.VERB and not _is_passive(clause.tokens, cue.first):
        after = _after(cue, clause)
        # "10 killed 5" does not occur; "killed 10" and "10 killed" do: a count decides.
        if any(who.counted for who, _part in after):
            return after
    return _before(cue, clause)


def _is_passive(tokens: Sequence[Token], index: int) -> bool:
    position = index - 1
    while position >= 0 and tokens[position].lower in _ADVERBS:
        position -= 1
    return position >= 0 and tokens[position].lower in _BE


def _after(cue: _Cue, clause: _Clause) -> list[tuple[People, bool]]:
    """Read the people after an active verb or after the "of" of a noun."""
    start = cue.last
    tokens = clause.tokens
    if cue.form is _Form.NOUN and tokens[cue.last - 1].lower != "of":
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
    return len(gap) <= _OBJECT_GAP and all(word in _BE or word in _ADVERBS for word in gap)


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


def _before(cue: _Cue, clause: _Clause) -> list[tuple[People, bool]]:
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


def _number_before_noun(cue: _Cue, clause: _Clause) -> list[tuple[People, bool]]:
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


def _toll(cue: _Cue, clause: _Clause) -> list[tuple[People, bool]]:
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


def _casualties(tokens: Sequence[Token], cue: _Cue, who: People, *, part: bool) -> list[Casualties]:
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
