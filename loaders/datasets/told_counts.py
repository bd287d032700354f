"""Counts of people that a cell tells in words or signs: "at least 5", "12+", "~20", "dozens".

They are read as in a report: a vague word gives the least that it can mean, and no upper bound.
"""

import re
from functools import lru_cache

from loaders.datasets.numbers import parse_count
from loaders.language.document import tokenize
from loaders.language.numbers import quantity_at

Bounds = tuple[int | None, int | None]


@lru_cache(maxsize=1024)
def parse_told_count(text: str) -> Bounds | None:
    """Return the least and the most that a cell tells; None where it tells no count.

    A plain number is both. None as a bound: the cell sets none.
    """
    plain = parse_count(text)
    if plain is not None:
        return plain, plain
    if len(text) > _LONGEST:
        return None
    return _in_signs(text) or _in_words(text)


def parse_least(text: str) -> int | None:
    """Return the count that is sure: a plain number, or the least that is told."""
    told = parse_told_count(text)
    return None if told is None else told[0]


# A longer cell is a sentence, which counts more than one thing.
_LONGEST = 60
_SIGNS = re.compile(r"(?P<sign>[~≈<>≤≥]=?|=[<>]|ca?\.|approx\.?)\s*(?P<number>\d[\d.,\s]*)")


def _in_signs(text: str) -> Bounds | None:
    match = _SIGNS.fullmatch(text.strip().lower())
    number = None if match is None else parse_count(match["number"].strip())
    if match is None or number is None:
        return None
    sign = match["sign"]
    if sign == ">":
        return number + 1, None
    if sign in {"≥", ">=", "=>"}:
        return number, None
    if sign == "<":
        return (None, number - 1) if number else None
    return (None, number) if sign in {"≤", "<=", "=<"} else (number, number)


# What may stand behind the number in a column that counts people.
_COUNTED = frozenset(
    "people persons civilians soldiers killed dead deaths died fatalities injured wounded victims "
    "casualties confirmed reported".split()
)


def _in_words(text: str) -> Bounds | None:
    tokens = tokenize(text.strip().lower())
    quantity = quantity_at(tokens, 0) if tokens else None
    if quantity is None or any(token.lower not in _COUNTED for token in tokens[quantity.last :]):
        return None
    return quantity.low, quantity.high
