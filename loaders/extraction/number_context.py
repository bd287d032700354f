"""Numbers that count nobody: ages, years, times of day, money, labels, calibres, distances.

A number without a noun for people behind it counts people only where nothing around it says that
it is something else.
"""

import tomllib
from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files

from geodata.vocabulary import Qualifier
from loaders.language.document import Token
from loaders.language.numbers import Quantity, is_month_may

MARKS = frozenset('.,;)]"”!?')
DASHES = frozenset({"-", "–", "—", "‑"})
BE = frozenset("was were is are be been being has have had".split())


def counts_nothing(tokens: Sequence[Token], quantity: Quantity) -> bool:
    """Tell whether a number is an age, a year, a time, a price, part of a name, or of animals."""
    return (
        _is_labelled(tokens, quantity)
        or _is_priced(tokens, quantity)
        or is_age(tokens, quantity)
        or is_clock(tokens, quantity)
        or _is_year(tokens, quantity)
        or _is_time(tokens, quantity)
        or _is_in_date(tokens, quantity)
        or _is_of_animals(tokens, quantity)
    )


def _is_of_animals(tokens: Sequence[Token], quantity: Quantity) -> bool:
    """Tell whether animals are counted: "killed three rhinos", "40 head of cattle"."""
    words = {word_at(tokens, index) for index in (quantity.last, quantity.last + 1)}
    return bool(words & _ANIMALS) or (
        word_at(tokens, quantity.last) in {"head", "heads"} and "of" in words
    )


_ANIMALS = frozenset(
    "animals livestock cattle cows cow sheep goats goat camels camel horses horse donkeys pigs "
    "buffaloes oxen bulls dogs cats chickens hens birds poultry fish elephants elephant rhinos "
    "rhino lions lion gorillas whales dolphins sharks wolves bears bees".split()
)


def stands_alone(tokens: Sequence[Token], quantity: Quantity) -> bool:
    """Tell whether a number without a noun may count people ("killing 12", "5 dead")."""
    following = word_at(tokens, quantity.last)
    before = word_at(tokens, quantity.first - 1)
    if counts_nothing(tokens, quantity):
        return False
    if word_at(tokens, quantity.first) == "one":
        return following in _AFTER_ONE or before in _BEFORE_ONE
    if following in DASHES:
        return tokens[quantity.last].start > tokens[quantity.last - 1].end
    if following in _HOW_BADLY:
        return word_at(tokens, quantity.last + 1) in ENDS
    parent = before == "of" and word_at(tokens, quantity.first - 2) in _PARENTS
    if parent or quantity.qualifier is Qualifier.UNKNOWN:  # "37 people, some badly"
        return False
    return following in ENDS or following in MARKS or not following or following in _AFTER_NUMBER


# Words that end a people phrase when no noun was found before them.
ENDS = frozenset(
    "was were is are be been being has have had do did does will would could may might can must "
    "and or but in on at to from by with after before when while as for during near under over "
    "who whom which that where said says told killed wounded injured dead died hurt missing "
    "killing wounding injuring killing than of including not because since until into against "
    "about between through per cent percent became become kills kill wounds injures leaves left "
    "leaving claims claimed claiming dying among amid inside outside within without around "
    "across along despite following if then so arrested detained kidnapped abducted shot died "
    "dies die kia wia mia inj".split()
)
_PARENTS = {"father", "mother", "parents", "parent"}
_HOW_BADLY = frozenset("seriously critically slightly badly severely gravely lightly".split())
_AFTER_NUMBER = frozenset(
    "more others other so reportedly also later : ( sustained suffered received sustaining "
    "suffering lost perished drowned martyred murdered slain massacred executed burned burnt "
    "succumbed already lives people's".split()
)
# "one" alone is a pronoun everywhere but beside a word of death or injury.
_AFTER_ONE = {"killed", "wounded", "injured", "dead", "died", "missing", "was", "hurt"}
_BEFORE_ONE = {"kills", "killed", "kill", "killing", "wounding", "injuring", "leaves", "wounds"}


def is_predicate(word: str) -> bool:
    """Tell whether a word behind a number tells what happened to so many: "57 sustained"."""
    return word in _AFTER_NUMBER


def is_negative(tokens: Sequence[Token], quantity: Quantity) -> bool:
    """Tell whether a minus sign stands right before the number: "-5 people", not "3-5 people"."""
    first = quantity.first
    if first == 0 or tokens[first - 1].text not in _MINUS:
        return False
    touches = tokens[first - 1].end == tokens[first].start
    apart = first == 1 or tokens[first - 2].end < tokens[first - 1].start
    return touches and apart and tokens[first].text[0].isdigit()


def is_age(tokens: Sequence[Token], quantity: Quantity) -> bool:
    """Tell whether a number is the age of who is named before it: "Ana Ruiz, 34, was killed"."""
    before, after = word_at(tokens, quantity.first - 1), word_at(tokens, quantity.last)
    joined = quantity.last + (after in DASHES)
    years = word_at(tokens, joined).startswith(("yr", "year"))
    old = years and "old" in {word_at(tokens, joined + k) for k in (1, 2)}
    return (
        old
        or before in {"age", "aged", "ages"}
        or after in _YEARS_OLD
        or _is_apposed_age(tokens, quantity)
    )


def _is_apposed_age(tokens: Sequence[Token], quantity: Quantity) -> bool:
    """Tell whether a bare number stands behind a name: "Ruiz, 34,", "Ruiz (34)"."""
    before, after = word_at(tokens, quantity.first - 1), word_at(tokens, quantity.last)
    one_token = quantity.last == quantity.first + 1 and tokens[quantity.first].text.isdecimal()
    if not one_token or quantity.high is None or quantity.high > _OLDEST:
        return False
    name = word_at(tokens, quantity.first - 2)
    if not name[:1].isalpha() or name in _BEFORE_COUNT:
        return False
    if before == "(" and after == ")":
        return tokens[quantity.first - 2].capitalised
    listed = word_at(tokens, quantity.last + 1) in {"including", "among", "most", "mostly", "many"}
    return before == "," and after in {",", ";", ")", "."} and not listed


def is_clock(tokens: Sequence[Token], quantity: Quantity) -> bool:
    """Tell whether a number is the hour or the minute of a time: "14:55", "9.30 am"."""
    first, last = quantity.first, quantity.last
    if not tokens[first].text[0].isdigit():
        return False
    hour = word_at(tokens, last) == ":" and word_at(tokens, last + 1)[:1].isdigit()
    hour = hour and tokens[last].start == tokens[last - 1].end
    minute = word_at(tokens, first - 1) == ":" and word_at(tokens, first - 2).isdecimal()
    minute = minute and tokens[first - 1].end == tokens[first].start
    local = word_at(tokens, last) == "local" and word_at(tokens, last + 1) == "time"
    return hour or minute or local or word_at(tokens, last) in _OF_CLOCKS


def is_money(tokens: Sequence[Token], index: int) -> bool:
    """Tell whether the word before `index` is a currency."""
    return word_at(tokens, index - 1) in _CURRENCIES


def is_unit(word: str) -> bool:
    """Tell whether a word is a unit or a thing counted, which makes a number no count of people."""
    return word in _tables()[0]


def is_thing(word: str) -> bool:
    """Tell whether a noun after a noun for people makes that only a description."""
    return word in _tables()[1]


def word_at(tokens: Sequence[Token], index: int) -> str:
    """Return the token at `index` in small letters, empty outside the sentence."""
    return tokens[index].lower if 0 <= index < len(tokens) else ""


_MINUS = {"-", "−"}
_OLDEST = 115
_YEARS_OLD = frozenset("y.o. y.o yo yrs yr year-old years-old year-olds".split())
# A number after ", " behind one of these is no age: "killed, 12, including".
_BEFORE_COUNT = frozenset(
    "killed wounded injured dead died killing wounding injuring missing hurt and or least".split()
)
_CURRENCIES = frozenset("$ € £ ¥ ₹ ₽ ₴ rs rs. usd us$ eur gbp pkr inr rupees".split())
# Words whose number is a name: route 12, flight 103, resolution 242. Only for digits.
_LABELS = frozenset(
    "# no nr number route highway road article section resolution flight phase channel chapter "
    "page version update act case bill block ward gate room platform brigade battalion regiment "
    "squadron division unit zone sector line type model part volume law decree km kilometre "
    "kilometer mile milestone interstate freeway motorway tel phone telephone fax".split()
)
_BEFORE_YEAR = frozenset("in since of by until , during late early mid the from".split())
_FIRST_YEAR, _LAST_YEAR = 1900, 2100
_OF_CLOCKS = frozenset("gmt utc hrs hours o'clock am pm a.m. p.m.".split())
_LONGEST_CLOCK, _LATEST = 4, 2400


def _is_labelled(tokens: Sequence[Token], quantity: Quantity) -> bool:
    first, last = quantity.first, quantity.last
    if not tokens[first].text[0].isdigit():
        return False
    before, after = word_at(tokens, first - 1), word_at(tokens, last)
    if before in _LABELS or (before == "." and word_at(tokens, first - 2) in {"no", "nos", "nr"}):
        return True
    if before in DASHES and first > 1 and tokens[first - 2].text[-1].isalnum():
        return tokens[first - 2].end == tokens[first - 1].start  # AK-47, COVID-19
    if after == ")" and before not in {"(", "[", "killed", "killing", "wounded", "injured"}:
        return True  # (CHANNEL 2)
    # +92-300-1234567, 22-10: digits in groups
    return after in DASHES and word_at(tokens, last + 1)[:1].isdigit() and last - first == 1


def _is_priced(tokens: Sequence[Token], quantity: Quantity) -> bool:
    after = word_at(tokens, quantity.last)
    return is_money(tokens, quantity.first) or is_unit(after) or after in {"/", "°", "%"}


def _is_year(tokens: Sequence[Token], quantity: Quantity) -> bool:
    return (
        quantity.low is not None
        and word_at(tokens, quantity.last) not in _AFTER_ONE
        and _FIRST_YEAR <= quantity.low <= _LAST_YEAR
        and tokens[quantity.last - 1].text.isdecimal()
        and word_at(tokens, quantity.first - 1)
        in {
            "in",
            "since",
            "of",
            "by",
            "until",
            ",",
            "during",
            "late",
            "early",
            "mid",
            "the",
            "from",
        }
    )


def _is_time(tokens: Sequence[Token], quantity: Quantity) -> bool:
    text = tokens[quantity.last - 1].text
    if not text.isdecimal():
        return False
    before = word_at(tokens, quantity.first - 1)
    clock = len(text) == _LONGEST_CLOCK and int(text) < _LATEST
    return clock and before in {"at", "around", "about", "by", "until", "before", "after", "("}


def is_dated_year(tokens: Sequence[Token], quantity: Quantity) -> bool:
    """Tell whether a number is the year behind a month: "in May 2024 27 people were killed"."""
    return (
        tokens[quantity.first].text.isdecimal()
        and quantity.low is not None
        and _FIRST_YEAR <= quantity.low <= _LAST_YEAR
        and word_at(tokens, quantity.first - 1) in {*_MONTHS, "may"}
    )


def _is_in_date(tokens: Sequence[Token], quantity: Quantity) -> bool:
    if quantity.last != quantity.first + 1 or not tokens[quantity.first].text.isdecimal():
        return False
    before, after = word_at(tokens, quantity.first - 1), word_at(tokens, quantity.last)
    if is_month_may(tokens, quantity.last):
        return True
    return after in _MONTHS or (before in {*_MONTHS, "may"} and after not in BE)


_MONTHS = frozenset(
    "january february march april june july august september october november december jan feb "
    "mar apr jun jul aug sep sept oct nov dec".split()
)


@lru_cache(maxsize=1)
def _tables() -> tuple[frozenset[str], frozenset[str]]:
    table = tomllib.loads((files("loaders") / "tables" / "people.toml").read_text("utf-8"))
    return frozenset(table["counted_things"]), frozenset(table["described_things"])
