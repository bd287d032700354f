"""Nouns for people: which group they belong to (tables/people.toml) and what describes them."""

import tomllib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib.resources import files

from loaders.extraction.number_context import word_at
from loaders.language.document import Token


def group_of(noun: str) -> str | None:
    """Return the group a noun for people belongs to, or None where it is no such noun."""
    groups, _plurals = _nouns()
    return groups.get(noun)


def is_plural(noun: str) -> bool:
    """Tell whether a noun for people is a plural."""
    return noun in _nouns()[1]


def phrase_group(tokens: Sequence[Token], start: int, noun: int) -> str | None:
    """Return the group of a phrase: the noun's, or the more telling one of a word before it.

    Args:
        tokens: those of the sentence.
        start: where the words between number and noun begin.
        noun: index of the noun.

    """
    group = group_of(tokens[noun].lower)
    if group in {"people", "workers", "officials", "police", "security_forces"}:
        for index in range(start, noun):
            word = tokens[index].lower
            if word in _DESCRIBED:
                return _DESCRIBED[word]
            other = group_of(word)
            if other is not None and other != "people":
                return other
    if tokens[noun].lower in _COMMANDERS:
        word = word_at(tokens, noun - 1)
        return _DESCRIBED.get(word, group) if noun > start else group
    return None if group == "people" else group


_COMMANDERS = {"commander", "commanders", "sniper", "snipers", "suspect", "suspects"}
# Adjectives that say who is counted where the noun does not ("army officers", "aid workers").
_DESCRIBED = {
    "army": "soldiers", "military": "soldiers", "navy": "soldiers", "police": "police",
    "security": "security_forces", "aid": "aid_workers", "humanitarian": "aid_workers",
    "relief": "aid_workers", "health": "aid_workers", "medical": "aid_workers",
    "rescue": "aid_workers", "media": "journalists", "press": "journalists",
    "paramilitary": "security_forces", "peacekeeping": "peacekeepers", "civilian": "civilians",
    "innocent": "civilians", "armed": "militants", "rebel": "militants",
}  # fmt: skip


@lru_cache(maxsize=1)
def _nouns() -> tuple[Mapping[str, str], frozenset[str]]:
    """Read the table: every form with its group, and which forms are plurals."""
    table = tomllib.loads((files("loaders") / "tables" / "people.toml").read_text("utf-8"))
    groups: dict[str, str] = {}
    plurals: set[str] = set()
    for group, nouns in table["groups"].items():
        for noun in nouns:
            forms = table["plurals"].get(noun) or [_plural(noun)]
            plurals.update(forms)
            groups.update(dict.fromkeys([noun, *forms], group))
    return groups, frozenset(plurals)


def _plural(noun: str) -> str:
    if noun.endswith("man"):
        return noun[:-3] + "men"
    if noun.endswith("child"):
        return noun + "ren"
    return noun + ("es" if noun.endswith(("s", "x", "ch", "sh")) else "s")
