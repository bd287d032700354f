"""Sentences in capitals, in which names have no end until the other words are told from them."""

import re
from functools import lru_cache

from geodata.gazetteer import Gazetteer


def told_apart(text: str, gazetteer: Gazetteer) -> str:
    """Return a text in capitals with its ordinary words in small letters; other texts as they are.

    Every character keeps its offset. The gazetteer knows the ordinary words; forms of verbs and
    plurals are told by their endings.
    """
    if not text.isupper():
        return text
    return _WORD.sub(
        lambda word: _small(word[0]) if _is_ordinary(word[0], gazetteer) else word[0], text
    )


_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
# What the list of ordinary words, made of headwords, does not hold.
_FORMS = frozenset(
    "was were is are has had have been be did does said says its their his her who which that this "
    "these those them they him than held met both when where while yesterday bilateral trilateral "
    "he she it we".split()
)
_ENDINGS = re.compile(r".{3,}(?:ed|ing|ly|tions?|ments?|ators?|ities)$")
_STEMS = re.compile(r"(?:ies|es|s|['’]s)$")

_SHORTEST = 3


@lru_cache(maxsize=20_000)
def _is_ordinary_form(word: str) -> bool:
    return word in _FORMS or _ENDINGS.match(word) is not None


def _is_ordinary(word: str, gazetteer: Gazetteer) -> bool:
    small = word.lower()
    if _is_ordinary_form(small) or gazetteer.is_ordinary_word(small):
        return True
    stem = _STEMS.sub("", small)
    return stem != small and len(stem) >= _SHORTEST and gazetteer.is_ordinary_word(stem)


def _small(word: str) -> str:
    small = word.lower()
    return small if len(small) == len(word) else word
