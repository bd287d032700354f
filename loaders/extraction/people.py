"""Phrases for counted people: "five Pakistani soldiers", "a policeman", "at least 30 others".

A phrase is a number or an article, words that describe, and a noun for people (tables/people.toml).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from geodata.vocabulary import Qualifier
from loaders.extraction.number_context import (
    BE,
    DASHES,
    ENDS,
    MARKS,
    counts_nothing,
    is_age,
    is_clock,
    is_dated_year,
    is_money,
    is_negative,
    is_predicate,
    is_thing,
    is_unit,
    stands_alone,
    word_at,
)
from loaders.extraction.people_nouns import group_of, is_plural, phrase_group
from loaders.language.document import Token
from loaders.language.numbers import Quantity, number_at, quantity_at


@dataclass(frozen=True, slots=True)
class People:
    """People counted in a sentence: `tokens[first:last]` name them.

    `low` and `high` are both None where nobody counted them ("the soldiers").
    """

    first: int
    last: int
    low: int | None
    high: int | None
    qualifier: Qualifier
    group: str | None
    modifiers: tuple[int, int]  # indices of the words between number and noun
    implied: bool  # counted by an article, not by a number
    unlisted: bool = False  # a plural that is no known noun for people
    named: bool = False  # told by a name or a pronoun

    @property
    def counted(self) -> bool:
        """Whether the text says how many."""
        return self.low is not None or self.high is not None


def find_people(tokens: Sequence[Token]) -> list[People]:
    """Find the people phrases of a sentence, left to right, none overlapping another."""
    found = []
    index = 0
    while index < len(tokens):
        people = _people_at(tokens, index)
        if people is None:
            index += 1
        else:
            found.append(people)
            index = people.last
    return found


# How many words may stand between a number and its noun ("12 heavily armed rebel fighters").
_MOST_MODIFIERS = 6
_ONE = {"a", "an", "one", "another"}
_DEFINITE = {"the", "his", "her", "their", "its", "this", "that"}


def _people_at(tokens: Sequence[Token], index: int) -> People | None:
    quantity = quantity_at(tokens, index)
    if quantity is not None:
        counts_nobody = any(tells(tokens, quantity) for tells in _NO_PEOPLE)
        return None if counts_nobody else _counted(tokens, index, quantity)
    word = tokens[index].lower
    if word in {"no", "nobody", "none", "neither"}:
        return _nobody(tokens, index)
    if word == "both":
        return _both(tokens, index)
    if word == "another" and _another_alone(tokens, index):
        last = index + 1 + (word_at(tokens, index + 1) == "one")
        return People(index, last, 1, 1, Qualifier.EXACT, None, (last, last), implied=False)
    if word in _ONE or word in _DEFINITE:
        return _article(tokens, index)
    return _bare(tokens, index)


_NO_PEOPLE = (is_negative, is_age, is_clock, is_dated_year)


def _both(tokens: Sequence[Token], index: int) -> People | None:
    """Read "both men", "both were killed"; "both soldiers and rebels" tells no number."""
    if word_at(tokens, index + 1) in BE and word_at(tokens, index - 1) in _STARTS:
        last = noun = index + 1
    else:
        found = _noun(tokens, index + 1)
        if found is None or not is_plural(tokens[found].lower):
            return None
        noun, last = found, found + 1
        if word_at(tokens, last) == "and":
            return None
    group = phrase_group(tokens, index + 1, noun) if noun < last else None
    return People(index, last, 2, 2, Qualifier.EXACT, group, (index + 1, noun), implied=False)


_STARTS = {"", ",", ".", ";", "and", "who", ":"}


def _another_alone(tokens: Sequence[Token], index: int) -> bool:
    """Tell whether "another" or "another one" stands for a person: "and wounding another"."""
    after = index + 1 + (word_at(tokens, index + 1) == "one")
    following = word_at(tokens, after)
    return following in ENDS or following in MARKS or not following


def _counted(tokens: Sequence[Token], index: int, quantity: Quantity) -> People | None:
    if word_at(tokens, quantity.last) in DASHES and _touches(tokens, quantity.last):
        return _members(tokens, index, quantity)
    noun = _noun(tokens, quantity.last)
    if noun is None and word_at(tokens, quantity.last) == "of":
        noun = _noun_of_whole(tokens, quantity.last + 1)
    if noun is not None and is_money(tokens, quantity.first):
        return None
    unlisted = False
    if noun is None and tokens[index].lower != "one" and _may_be_unlisted(tokens, quantity):
        noun = _unlisted_noun(tokens, quantity.last)
        unlisted = noun is not None
    if noun is None:
        if not stands_alone(tokens, quantity):
            return None
        return People(
            index, quantity.last, quantity.low, quantity.high, quantity.qualifier, None,
            (quantity.last, quantity.last), implied=False,
        )  # fmt: skip
    if tokens[noun].lower in {"family", "families"}:  # nobody knows how many are in them
        return _uncounted(tokens, index, quantity.last, noun)
    return People(
        index, noun + 1, quantity.low, quantity.high, quantity.qualifier,
        phrase_group(tokens, quantity.last, noun), (quantity.last, noun), implied=False,
        unlisted=unlisted,
    )  # fmt: skip


def _noun_of_whole(tokens: Sequence[Token], after: int) -> int | None:
    """Read "one of the soldiers", "four of the nine students", "two of them", "one of the three".

    Returns the index of the last word.
    """
    while word_at(tokens, after) in {*_DEFINITE, "those", "these", "them", "whom"}:
        after += 1
    whole = number_at(tokens, after)
    after = after if whole is None else whole[1]
    if word_at(tokens, after - 1) in {"them", "whom"}:
        return after - 1
    noun = _noun(tokens, after)
    alone = noun is None and whole is not None and word_at(tokens, after) in ENDS
    return after - 1 if alone else noun


def _touches(tokens: Sequence[Token], dash: int) -> bool:
    return tokens[dash].start == tokens[dash - 1].end


_MEMBERS = {"member", "man", "person", "strong", "woman"}


def _members(tokens: Sequence[Token], index: int, quantity: Quantity) -> People | None:
    """Read "five-member family", "12-man patrol"; other joined numbers count nobody."""
    last = quantity.last + 3
    if word_at(tokens, quantity.last + 1) not in _MEMBERS or last > len(tokens):
        return None
    return People(
        index, last, quantity.low, quantity.high, quantity.qualifier,
        phrase_group(tokens, quantity.last + 2, last - 1), (quantity.last, last - 1), implied=False,
    )  # fmt: skip


def _may_be_unlisted(tokens: Sequence[Token], quantity: Quantity) -> bool:
    return not is_predicate(word_at(tokens, quantity.last)) and not counts_nothing(tokens, quantity)


def _unlisted_noun(tokens: Sequence[Token], start: int) -> int | None:
    """Return the index of a plural that is not in the table but stands where people would.

    "7 Copts were killed", "five Palestinians, including": what is not listed must be a plural
    followed by a verb of being, a cue word or a mark. Whether it dies is for the caller to say.
    """
    for index in range(start, min(start + _MOST_UNLISTED, len(tokens))):
        word = tokens[index].lower
        if not word[0].isalpha() or "." in word:
            return None
        if word in ENDS or is_unit(word) or is_thing(word):
            return None
        following = word_at(tokens, index + 1)
        plural = word.endswith(("s", "i")) and len(word) > len("was")
        ends = following in ENDS or following in MARKS or not following
        if plural and (ends or index == start):
            return index
        hurt = following in _HURT and not word.endswith(("ed", "ly", "ing"))
        if index == start and (hurt or (ends and tokens[index].text.istitle())):
            return index  # "4 civ killed", "3 Ruritanian wounded"
    return None


_MOST_UNLISTED = 3
_HURT = frozenset("killed wounded injured dead hurt kia wia inj martyred".split())


def _article(tokens: Sequence[Token], index: int) -> People | None:
    noun = _noun(tokens, index + 1)
    if noun is None or any(token.text[0].isdigit() for token in tokens[index + 1 : noun]):
        return None
    if quantity_at(tokens, index + 1) is not None:  # "the five soldiers": the number counts
        return None
    plural = is_plural(tokens[noun].lower)
    if tokens[noun].lower in _ADJECTIVES and not _ends_phrase(tokens, noun + 1):
        return None  # "the local government"
    if plural and tokens[index].lower in {"a", "an", "one"}:
        return None
    return _uncounted(tokens, index, index + 1, noun)


def _bare(tokens: Sequence[Token], index: int) -> People | None:
    """Read people whom nothing counts: "militants", and the one man of "Soldier killed in raid"."""
    noun = index + tokens[index].lower.endswith(("-old", "-olds"))  # "four-year-old boy"
    if group_of(word_at(tokens, noun)) is None:
        return None
    while group_of(word_at(tokens, noun + 1)) is not None:  # "security official"
        noun += 1
    if noun + 1 < len(tokens) and _heads_another(tokens, noun):
        return None
    return _uncounted(tokens, index, max(0, index - 1), noun)


def _uncounted(tokens: Sequence[Token], first: int, start: int, noun: int) -> People:
    """Return people whom no number counts: one where the noun is a singular, two of a couple."""
    word = tokens[noun].lower
    count = None if is_plural(word) or word in _BODIES else _COUNT_OF.get(word, 1)
    return People(
        first, noun + 1, count, count, Qualifier.UNKNOWN if count is None else Qualifier.EXACT,
        phrase_group(tokens, start, noun), (start, noun), implied=True,
    )  # fmt: skip


def _ends_phrase(tokens: Sequence[Token], index: int) -> bool:
    following = word_at(tokens, index)
    return not following or following in ENDS or following in MARKS


# Nouns for people that are adjectives before another noun.
_ADJECTIVES = frozenset("local national civilian human male private minor elderly captive".split())
# Singulars that stand for more than one; of a family nobody knows how many.
_COUNT_OF = {"couple": 2}
_BODIES = {"family", "gang", "militia"}


def _nobody(tokens: Sequence[Token], index: int) -> People | None:
    last = index + 1
    if tokens[index].lower == "no":
        noun = index + 1 if word_at(tokens, index + 1) == "one" else _noun(tokens, index + 1)
        if noun is None:
            return None
        last = noun + 1
    return People(index, last, 0, 0, Qualifier.EXACT, None, (last, last), implied=False)


def _noun(tokens: Sequence[Token], start: int) -> int | None:
    """Return the index of the noun for people that the words from `start` lead to."""
    found: int | None = None
    if word_at(tokens, start) in {"passer", "passers"} and word_at(tokens, start + 2) == "by":
        return start + 2
    for index in range(start, min(start + _MOST_MODIFIERS + 1, len(tokens))):
        word = tokens[index].lower
        if group_of(word) is not None:
            found = index
            continue
        if found is not None:
            break
        if word in _ARTICLES or _is_end(tokens, index) or _counts_things(word):
            if word != "," or not _lists_adjectives(tokens, index):
                break
        elif index > start and quantity_at(tokens, index) is not None:
            break
        elif word in {"'s", "’s"} or word.endswith(("'s", "’s")):
            continue
    if found is not None and found + 1 < len(tokens) and _heads_another(tokens, found):
        return None
    return found


_ARTICLES = {"a", "an", "the"}


def _is_end(tokens: Sequence[Token], index: int) -> bool:
    """Tell whether a word ends a phrase; a short name in capitals does not: "11 AS fighters"."""
    word = tokens[index].lower
    if word in MARKS:
        return True
    if word not in ENDS:
        return False
    following = tokens[index + 1].text if index + 1 < len(tokens) else ""
    return not (tokens[index].text.isupper() and len(word) > 1 and following.islower())


def _counts_things(word: str) -> bool:
    """Tell "12 houses" and "12 km" from "12 bank workers": a singular may describe people."""
    return is_unit(word) and (word.endswith("s") or len(word) <= len("mm"))


def _lists_adjectives(tokens: Sequence[Token], index: int) -> bool:
    following = word_at(tokens, index + 1)
    if following in _ONE or following in _DEFINITE or following in ENDS:
        return False
    return index + 2 < len(tokens) and group_of(tokens[index + 2].lower) is not None


def _heads_another(tokens: Sequence[Token], index: int) -> bool:
    following = tokens[index + 1].lower
    return is_thing(following) and group_of(following) is None
