"""Phrases for counted people: "five Pakistani soldiers", "a policeman", "at least 30 others".

A phrase is a number or an article, words that describe, and a noun for people (tables/people.toml).
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from geodata.vocabulary import Qualifier
from loaders.language.document import Token
from loaders.language.numbers import Quantity, quantity_at


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


def group_of(noun: str) -> str | None:
    """Return the group a noun for people belongs to, or None where it is no such noun."""
    groups, _plurals = _nouns()
    return groups.get(noun)


def is_plural(noun: str) -> bool:
    """Tell whether a noun for people is a plural."""
    return noun in _nouns()[1]


# How many words may stand between a number and its noun ("12 heavily armed rebel fighters").
_MOST_MODIFIERS = 6
_ONE = {"a", "an", "one", "another"}
_DEFINITE = {"the", "his", "her", "their", "its", "this", "that"}
# Words that end a people phrase when no noun was found before them.
_STOPS = frozenset(
    "was were is are be been being has have had do did does will would could may might can must "
    "and or but in on at to from by with after before when while as for during near under over "
    "who whom which that where said says told killed wounded injured dead died hurt missing "
    "killing wounding injuring killing than of including not because since until into against "
    "about between through per cent percent became become".split()
)
# Nouns that make a number no count of people.
_UNITS = frozenset(
    "km kilometre kilometres kilometer kilometers mile miles metre metres meter meters m feet foot "
    "yards year years month months week weeks day days hour hours minute minutes second seconds "
    "percent % dollars dollar euros pounds rupees pesos kg kilograms kilos tons tonnes times am pm "
    "a.m. p.m. o'clock degrees hectares acres litres gallons mm caliber calibre sticks rounds "
    "vehicles houses homes buildings tanks bombs rockets missiles attacks villages cities towns "
    "points seats votes floors storeys bullets grenades rifles weapons guns cars trucks "
    "buses".split()
)


def _people_at(tokens: Sequence[Token], index: int) -> People | None:
    if index and _age_before(tokens, index):
        return None
    quantity = quantity_at(tokens, index)
    if quantity is not None:
        return _counted(tokens, index, quantity)
    word = tokens[index].lower
    if word in {"no", "nobody", "none"}:
        return _nobody(tokens, index)
    if word in _ONE or word in _DEFINITE:
        return _article(tokens, index)
    return _bare(tokens, index)


def _counted(tokens: Sequence[Token], index: int, quantity: Quantity) -> People | None:
    noun = _noun(tokens, quantity.last)
    # "one of the soldiers", "three of its members"
    if noun is None and _word(tokens, quantity.last) == "of":
        after = quantity.last + 1
        while _word(tokens, after) in {*_DEFINITE, "those", "these", "them"}:
            after += 1
        noun = after - 1 if _word(tokens, after - 1) == "them" else _noun(tokens, after)
    if noun is None and tokens[index].lower != "one":
        noun = _unlisted_noun(tokens, quantity.last)
    if noun is None:
        if not _stands_alone(tokens, quantity):
            return None
        return People(
            index, quantity.last, quantity.low, quantity.high, quantity.qualifier, None,
            (quantity.last, quantity.last), implied=False,
        )  # fmt: skip
    return People(
        index, noun + 1, quantity.low, quantity.high, quantity.qualifier,
        _group(tokens, quantity.last, noun), (quantity.last, noun), implied=False,
    )  # fmt: skip


def _unlisted_noun(tokens: Sequence[Token], start: int) -> int | None:
    """Return the index of a plural that is not in the table but stands where people would.

    "7 Copts were killed", "five Palestinians, including": what is not listed must be a plural
    followed by a verb of being, a cue word or a mark. Whether it dies is for the caller to say.
    """
    for index in range(start, min(start + _MOST_UNLISTED, len(tokens))):
        word = tokens[index].lower
        if not word[0].isalpha() or word in _STOPS or word in _UNITS or word in _THINGS:
            return None
        following = _word(tokens, index + 1)
        if (
            word.endswith(("s", "i"))
            and len(word) > len("was")
            and (following in _STOPS or following in _MARKS or not following)
        ):
            return index
    return None


_MOST_UNLISTED = 3
_DIED = {"were", "have", "had", "died", "killed", "wounded", "injured", "dead", "including"}


def _stands_alone(tokens: Sequence[Token], quantity: Quantity) -> bool:
    """Tell whether a number without a noun may count people ("killing 12", "5 dead")."""
    following = _word(tokens, quantity.last)
    if following in _UNITS or following in {"/", ":", "°"}:
        return False
    before = _word(tokens, quantity.first - 1)
    if _word(tokens, quantity.first) == "one":
        return following in _AFTER_ONE or before in _BEFORE_ONE
    if following in _DASHES:
        return tokens[quantity.last].start > tokens[quantity.last - 1].end
    if before in {"$", "€", "£", "¥", "#", "no", "route", "highway", "age", "aged", "article", "."}:
        return False
    if _is_year(tokens, quantity) or _is_month(before) or _is_month(following):
        return False
    alone = following in _STOPS or following in _MARKS or not following
    return alone or following in {"more", "others", "other", "so", "reportedly", "also", "later"}


_DASHES = {"-", "–", "—"}
# "one" alone is a pronoun everywhere but beside a word of death or injury.
_AFTER_ONE = {"killed", "wounded", "injured", "dead", "died", "missing", "was", "hurt"}
_BEFORE_ONE = {"kills", "killed", "kill", "killing", "wounding", "injuring", "leaves", "wounds"}

_MARKS = frozenset('.,;)]"”!?')
_MONTH_PREFIXES = frozenset("jan feb mar apr may jun jul aug sep oct nov dec".split())
_FIRST_YEAR, _LAST_YEAR = 1900, 2100


def _is_month(word: str) -> bool:
    months = {"january", "february", "march", "april", "june", "july", "august", "september"}
    return word in months | {"october", "november", "december"} or word in _MONTH_PREFIXES


def _is_year(tokens: Sequence[Token], quantity: Quantity) -> bool:
    return (
        quantity.low is not None
        and _FIRST_YEAR <= quantity.low <= _LAST_YEAR
        and tokens[quantity.last - 1].text.isdecimal()
        and _word(tokens, quantity.first - 1) in {"in", "since", "of", "by", "until", ",", "during"}
    )


def _article(tokens: Sequence[Token], index: int) -> People | None:
    noun = _noun(tokens, index + 1)
    if noun is None or any(token.text[0].isdigit() for token in tokens[index + 1 : noun]):
        return None
    if quantity_at(tokens, index + 1) is not None:  # "the five soldiers": the number counts
        return None
    plural = is_plural(tokens[noun].lower)
    one = not plural
    if plural and tokens[index].lower in {"a", "an", "one"}:
        return None
    count = 1 if one else None
    return People(
        index, noun + 1, count, count, Qualifier.EXACT if one else Qualifier.UNKNOWN,
        _group(tokens, index + 1, noun), (index + 1, noun), implied=True,
    )  # fmt: skip


def _bare(tokens: Sequence[Token], index: int) -> People | None:
    """Read people whom nothing counts: "militants", and the one man of "Soldier killed in raid"."""
    noun = tokens[index].lower
    if group_of(noun) is None or (index + 1 < len(tokens) and _heads_another(tokens, index)):
        return None
    if not is_plural(noun):
        return People(
            index, index + 1, 1, 1, Qualifier.EXACT, _group(tokens, index, index),
            (max(0, index - 1), index), implied=True,
        )  # fmt: skip
    return People(
        index, index + 1, None, None, Qualifier.UNKNOWN, _group(tokens, index, index),
        (index, index), implied=True,
    )  # fmt: skip


def _nobody(tokens: Sequence[Token], index: int) -> People | None:
    last = index + 1
    if tokens[index].lower == "no":
        noun = index + 1 if _word(tokens, index + 1) == "one" else _noun(tokens, index + 1)
        if noun is None:
            return None
        last = noun + 1
    return People(index, last, 0, 0, Qualifier.EXACT, None, (last, last), implied=False)


def _noun(tokens: Sequence[Token], start: int) -> int | None:
    """Return the index of the noun for people that the words from `start` lead to."""
    found: int | None = None
    for index in range(start, min(start + _MOST_MODIFIERS + 1, len(tokens))):
        word = tokens[index].lower
        if group_of(word) is not None:
            found = index
            continue
        if found is not None:
            break
        if word in _STOPS or word in _UNITS or word in _MARKS:
            if word != "," or not _lists_adjectives(tokens, index):
                break
        elif word in {"'s", "’s"} or word.endswith(("'s", "’s")):
            continue
    if found is not None and found + 1 < len(tokens) and _heads_another(tokens, found):
        return None
    return found


def _lists_adjectives(tokens: Sequence[Token], index: int) -> bool:
    return index + 2 < len(tokens) and group_of(tokens[index + 2].lower) is not None


# Nouns after which a noun for people only describes something else: "police station".
_THINGS = frozenset(
    "station stations post posts checkpoint checkpoints base bases headquarters vehicle vehicles "
    "convoy convoys patrol camp camps hospital school schools ministry minister department attack "
    "attacks office offices house houses home homes building court stronghold strongholds hideout "
    "hideouts group groups organization organisation organizations leader leaders force forces "
    "academy training position positions outpost outposts activity activities unit units".split()
)


def _heads_another(tokens: Sequence[Token], index: int) -> bool:
    following = tokens[index + 1].lower
    return following in _THINGS and group_of(following) is None


def _group(tokens: Sequence[Token], start: int, noun: int) -> str | None:
    """Return the group of a phrase: the noun's, or the more telling one of a word before it."""
    group = group_of(tokens[noun].lower)
    if group in {"people", "workers", "officials", "police", "security_forces"}:
        for index in range(start, noun):
            word = tokens[index].lower
            if word in _DESCRIBED:
                return _DESCRIBED[word]
            other = group_of(word)
            if other is not None and other != "people":
                return other
    return None if group == "people" else group


# Adjectives that say who is counted where the noun does not ("army officers", "aid workers").
_DESCRIBED = {
    "army": "soldiers", "military": "soldiers", "navy": "soldiers", "police": "police",
    "security": "security_forces", "aid": "aid_workers", "humanitarian": "aid_workers",
    "relief": "aid_workers", "health": "aid_workers", "medical": "aid_workers",
    "rescue": "aid_workers", "media": "journalists", "press": "journalists",
    "paramilitary": "security_forces", "peacekeeping": "peacekeepers", "civilian": "civilians",
    "innocent": "civilians", "armed": "militants", "rebel": "militants",
}  # fmt: skip


def _age_before(tokens: Sequence[Token], index: int) -> bool:
    return tokens[index - 1].lower in {"age", "aged"}


def _word(tokens: Sequence[Token], index: int) -> str:
    return tokens[index].lower if 0 <= index < len(tokens) else ""


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
