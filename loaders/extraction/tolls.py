"""Numbers beside nouns of death and injury: "12 deaths", "the death toll rose to 41 from 33"."""

from geodata.vocabulary import Qualifier
from loaders.extraction.casualty_cues import Cue
from loaders.extraction.coordination import Reach, Victims, counted_by_next
from loaders.extraction.number_context import counts_nothing, word_at
from loaders.extraction.people import People
from loaders.language.numbers import Quantity, quantity_at


def number_before_noun(cue: Cue, reach: Reach) -> Victims:
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
    behind = quantity_at(tokens, cue.last + 1) if word_at(tokens, cue.last) == ":" else None
    if behind is not None and not counts_nothing(tokens, behind):  # "Fatalities: 12"
        return [(_standing(behind, behind.first, behind.last), False)]
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


def toll_of(cue: Cue, reach: Reach) -> Victims:
    """Read the number a toll has reached; the one it rose from is history."""
    tokens = reach.tokens
    for index in range(cue.last, min(reach.last, cue.last + 14, len(tokens))):
        quantity = quantity_at(tokens, index)
        if quantity is None or word_at(tokens, index - 1) not in _REACHED:
            continue
        if counted_by_next(reach, _people_at(reach, index, quantity)):
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
