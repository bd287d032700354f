"""Injuries told by more than one word: "sustained light wounds", "lost a leg", "shot in the arm".

Also losses: an army that "lost 12 soldiers" counts its dead.
"""

from collections.abc import Sequence

from loaders.extraction.number_context import ENDS, word_at
from loaders.extraction.people_nouns import group_of
from loaders.language.document import Token
from loaders.language.numbers import quantity_at


def injury_end(tokens: Sequence[Token], index: int) -> int | None:
    """Return the index after an injury told of those named before it, or None.

    Args:
        tokens: those of the sentence.
        index: where the phrase would begin.

    """
    word = tokens[index].lower
    if word in _SUFFERING:
        return _wounds_end(tokens, index)
    if word in {"lost", "losing"}:
        return _lost_limb_end(tokens, index)
    if word in {"shot", "hit"} and word_at(tokens, index + 1) == "in":
        limb = index + 2 + (word_at(tokens, index + 2) in _OWN)
        return limb + 1 if word_at(tokens, limb) in _LIMBS else None
    return None


def tells_losses(tokens: Sequence[Token], index: int) -> bool:
    """Tell whether a word counts the dead of a side: "the army lost 12 soldiers"."""
    if tokens[index].lower not in {"lost", "lose", "loses", "losing"}:
        return False
    quantity = quantity_at(tokens, index + 1)
    if quantity is None:
        return False
    end = min(quantity.last + _LOSS_WORDS, len(tokens))
    for noun in range(quantity.last, end):
        group = group_of(tokens[noun].lower)
        if group is not None:
            return group in _SIDES and word_at(tokens, noun + 1) not in _NO_LOSS
        if tokens[noun].lower in ENDS and tokens[noun].lower != "of":
            return False
    return False


# Verbs that give wounds to their subject, and words that join them to those who have them.
_SUFFERING = frozenset(
    "sustained sustaining sustain suffered suffering suffer received receiving with have has had "
    "treated".split()
)
_JOINING = frozenset({"with", "have", "has", "had"})
_WOUNDS = frozenset("wounds wound injuries injury burns burn fractures fracture concussion".split())
_DEAD = frozenset("dead died dies body bodies corpse corpses killed found".split())
_DESCRIBING = 4
_NO_WOUND = frozenset("no not and or but of in to from without any his their her who s".split())


def _wounds_end(tokens: Sequence[Token], index: int) -> int | None:
    first = index + 1
    if tokens[index].lower == "treated":
        if word_at(tokens, first) not in {"for", "with"}:
            return None
        first += 1
    for last in range(first, min(first + _DESCRIBING + 1, len(tokens))):
        word = tokens[last].lower
        if word in _WOUNDS and word_at(tokens, last + 1) not in _WOUNDS:
            return last + 1 if _has_wounds(tokens, index, last) else None
        if word in _NO_WOUND or not word[0].isalpha():
            return None
    return None


def _has_wounds(tokens: Sequence[Token], index: int, noun: int) -> bool:
    """Tell whether who is named before lives: not of bodies "with gunshot wounds"."""
    if tokens[index].lower not in _JOINING:
        return True
    before = {token.lower for token in tokens[max(0, index - 6) : index]}
    return noun > index + 1 and not before & _DEAD


_OWN = frozenset("a an the his her their one both".split())
_LIMBS = frozenset(
    "leg legs arm arms shoulder shoulders foot feet hand hands thigh knee ankle eye limb".split()
)


def _lost_limb_end(tokens: Sequence[Token], index: int) -> int | None:
    if word_at(tokens, index + 1) not in _OWN:
        return None
    return index + 3 if word_at(tokens, index + 2) in _LIMBS else None


_LOSS_WORDS = 4
_SIDES = frozenset("soldiers police militants security_forces men peacekeepers aid_workers".split())
_NO_LOSS = frozenset("captured prisoner hostage missing to".split())
