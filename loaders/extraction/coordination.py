"""How people phrases are joined: lists, parts of a whole, several nouns for one person."""

from collections.abc import Sequence
from dataclasses import dataclass

from loaders.extraction.casualty_cues import ADVERBS, BE, Cue
from loaders.extraction.number_context import word_at
from loaders.extraction.people import People
from loaders.language.document import Token


@dataclass(frozen=True, slots=True)
class Reach:
    """The tokens around a cue: from the cue before it to the one after it."""

    tokens: Sequence[Token]
    people: Sequence[People]
    first: int
    last: int


# People, each with whether they are part of another count.
Victims = list[tuple[People, bool]]


def includes(between: Sequence[str]) -> bool:
    """Tell whether the words between two phrases make the second a part of the first."""
    if between in ([":"], [",", "namely"]):
        return True
    if len(between) > _PHRASE or "including" not in between:
        return len(between) <= _PHRASE and "among" in between
    return True


def coordinates(between: Sequence[str]) -> bool:
    """Tell whether the words between two phrases join them: "and", "from the TTP and"."""
    if between and between[-1] in _POSSESSIVES:  # "a mother and her three children"
        between = between[:-1]
    if not between or len(between) > _PHRASE:
        return False
    for index, word in enumerate(between):
        # Another verb between them: "100 were freed and six were killed".
        if word in _FINITE and not any(w in {"who", "that", "which"} for w in between[:index]):
            return False
    if between[-1] == ";" and len(between) <= _AGE:
        return True  # "Ana Ruiz, 34; Juan Diaz, 42"
    return between[-1] in {"and", ",", "plus", "with"} or tuple(between[-2:]) in JOINING


_POSSESSIVES = {"his", "her", "their", "its"}
_AGE = 3
_FINITE = BE | {"have", "had", "has", "said"}
JOINING = {("as", "well"), ("along", "with"), ("well", "as"), ("addition", "to")}
# Words of a prepositional phrase that may stand between two people phrases.
_PHRASE = 9
# How many words may stand between people and the cue that counts them.
_CUE_GAP = 2


def counted_by_next(reach: Reach, who: People) -> bool:
    """Tell whether the phrase belongs to the next cue ("killing 12 and 30 were wounded")."""
    if reach.last >= len(reach.tokens):
        return False
    gap = [token.lower for token in reach.tokens[who.last : reach.last]]
    if gap == ["and"]:
        return False  # "killing a driver and wounding two": who stands before "and" is the first's
    return len(gap) <= _CUE_GAP and all(word in BE or word in ADVERBS for word in gap)


def apposed(tokens: Sequence[Token], chain: Victims) -> Victims:
    """Mark as parts what only divides or names the first.

    "40 people, 6 guards and 34 men" adds up; "a reporter, a technician for a broadcaster" has no
    "and", so it names one person twice.
    """
    whole, *rest = [who for who, part in chain if not part] or [chain[0][0]]
    divides = len(rest) > 1 and whole.low == sum(who.low or 0 for who in rest)
    if divides or (rest and _one_described(tokens, whole, rest)):
        return [(who, part or who is not whole) for who, part in chain]
    return chain


def _one_described(tokens: Sequence[Token], whole: People, rest: Sequence[People]) -> bool:
    """Tell whether nouns without a number all say who one person is.

    "Ana Ruiz, director of the bank", "a reporter, a technician", and, where articles are used,
    "the minister and leader of the party".
    """
    if not all(who.implied and not who.named for who in rest):
        return False
    if not whole.implied and (whole.low, whole.high) != (1, 1):
        return False
    span = [token.lower for token in tokens[whole.first : rest[-1].first]]
    if _JOINS & set(span):
        bare = all(tokens[who.first].lower not in _DETERMINERS for who in rest)
        articles = any(token.lower in _ARTICLES for token in tokens)
        following = {word_at(tokens, rest[-1].last + k) for k in range(4)}
        kin = any(tokens[w.last - 1].lower in _KIN or w.group in _AGES for w in rest)
        return bare and articles and not kin and "were" not in following
    return whole.named or all(tokens[who.first].lower in _ARTICLES for who in rest)


_AGES = {"women", "men", "children"}
_KIN = frozenset(
    "wife husband son daughter brother sister mother father child baby cousin uncle aunt nephew "
    "niece bodyguard guard driver".split()
)
_JOINS = {"and", "with", "plus"}
_DETERMINERS = frozenset("a an the another his her their its one".split())


_ARTICLES = {"a", "an", "the"}


def one_person(tokens: Sequence[Token], cue: Cue, chain: Victims) -> Victims:
    """Keep one of the names of one person: "a lawyer and leader of the party was killed"."""
    whole = [who for who, part in chain if not part]
    if len(whole) < _SEVERAL or not all(who.implied for who in whole):
        return chain
    verbs = {word_at(tokens, cue.first - k) for k in (1, 2, 3)}
    if "was" in verbs or "has" in verbs:
        return [(who, part or who is not whole[0]) for who, part in chain]
    return chain


_SEVERAL = 2


def of_whom(tokens: Sequence[Token], start: int) -> int | None:
    """Return the index after the "of" of a noun: "the murder of", "the deaths on Monday of"."""
    if word_at(tokens, start) in {"of", "to", "among"}:
        return start + 1
    if word_at(tokens, start) not in {"on", "in", "at"}:
        return None
    for index in range(start + 1, min(start + _ASIDE, len(tokens))):
        if tokens[index].lower == "of":
            return index + 1
        if tokens[index].lower in _BREAKS:
            return None
    return None


_ASIDE = 6
_BREAKS = frozenset(". ; , when while after as that but because during who which".split())
