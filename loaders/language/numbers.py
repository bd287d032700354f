"""Numbers as a report writes them: digits, words, ranges and hedges.

The one place where words become numbers. Conservative by rule: a vague word gives the least that it
can mean, and never an upper bound.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from geodata.vocabulary import Qualifier
from loaders.language.document import Token


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number or range: `tokens[first:last]` say it."""

    first: int
    last: int
    low: int | None
    high: int | None
    qualifier: Qualifier


def quantity_at(tokens: Sequence[Token], index: int) -> Quantity | None:
    """Read the quantity that begins at `tokens[index]`, hedges included.

    Returns None where no quantity begins there. "a" and "an" are read as one only before "dozen",
    "hundred" and the like: whether an article counts somebody is for the caller to decide.
    """
    position, qualifier = _hedges_at(tokens, index)
    if _word(tokens, position) == "between":
        return _between(tokens, index, position + 1)
    vague = _vague_at(tokens, position)
    if vague is not None:
        return _hedged(index, vague, qualifier)
    number = number_at(tokens, position)
    if number is None:
        return None
    value, last = number
    upper = _range_end(tokens, last)
    if upper is not None and value < upper[0] <= max(value, 1) * _WIDEST_RANGE:
        return Quantity(index, upper[1], value, upper[0], Qualifier.BETWEEN)
    trailing = _trailing_hedge(tokens, last)
    if trailing is not None and qualifier is Qualifier.EXACT:
        last, qualifier = trailing
    return _hedged(index, Quantity(position, last, value, value, Qualifier.EXACT), qualifier)


def _trailing_hedge(tokens: Sequence[Token], last: int) -> tuple[int, Qualifier] | None:
    """Read "or more", "or so", "+" and "-plus" behind a number."""
    words = (_word(tokens, last), _word(tokens, last + 1))
    if words[0] == "+":
        return last + 1, Qualifier.AT_LEAST
    if words == ("or", "more") or (words[0] in _DASHES and words[1] == "plus"):
        return last + 2, Qualifier.AT_LEAST
    return (last + 2, Qualifier.ABOUT) if words == ("or", "so") else None


def is_month_may(tokens: Sequence[Token], index: int) -> bool:
    """Tell the month from the verb: "on 3 May", "May 2024", but not "12 may have died"."""
    if _word(tokens, index) != "may" or not tokens[index].capitalised:
        return False
    before, after = _word(tokens, index - 1), _word(tokens, index + 1)
    return after[:1].isdigit() or (before[:1].isdigit() and after not in _MAY_DO)


_MAY_DO = frozenset("have be also still not yet well soon die face never".split())


def number_at(tokens: Sequence[Token], index: int) -> tuple[int, int] | None:
    """Read the plain number that begins at `tokens[index]`: its value and the index after it."""
    if index >= len(tokens):
        return None
    text = tokens[index].text
    if text[0].isdigit():
        return _digits(tokens, index)
    return _spelled(tokens, index)


_UNITS = {
    word: value
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
        "fifteen sixteen seventeen eighteen nineteen".split()
    )
}
_TENS = {
    word: 10 * value
    for value, word in enumerate(
        "twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2
    )
}
_SCALES = {
    "hundred": 100, "thousand": 1_000, "million": 1_000_000, "dozen": 12, "score": 20,
    "lakh": 100_000, "crore": 10_000_000,
}  # fmt: skip
# "300-1234567" is a telephone number.
_WIDEST_RANGE = 1000
_DASHES = {"-", "–", "—", "‑"}

# What a vague word means at least (low, high); see the data model. A dozen is a number.
_VAGUE: dict[str, tuple[int, Qualifier]] = {
    "dozens": (24, Qualifier.DOZENS),
    "scores": (40, Qualifier.SCORES),
    "hundreds": (200, Qualifier.HUNDREDS),
    "thousands": (2000, Qualifier.THOUSANDS),
    "several": (3, Qualifier.SEVERAL),
    "many": (3, Qualifier.SEVERAL),
    "numerous": (3, Qualifier.SEVERAL),
    "multiple": (2, Qualifier.SEVERAL),
    "some": (2, Qualifier.UNKNOWN),
    "few": (2, Qualifier.SEVERAL),
}

_HEDGES: tuple[tuple[tuple[str, ...], Qualifier], ...] = (
    (("at", "least"), Qualifier.AT_LEAST),
    (("at", "the", "very", "least"), Qualifier.AT_LEAST),
    (("not", "fewer", "than"), Qualifier.AT_LEAST),
    (("well", "over"), Qualifier.MORE_THAN),
    (("just", "over"), Qualifier.MORE_THAN),
    (("slightly", "over"), Qualifier.MORE_THAN),
    (("just", "under"), Qualifier.FEWER_THAN),
    (("not", "more", "than"), Qualifier.UP_TO),
    (("as", "few", "as"), Qualifier.AT_LEAST),
    (("above",), Qualifier.MORE_THAN),
    (("circa",), Qualifier.ABOUT),
    (("perhaps",), Qualifier.ABOUT),
    (("close", "on"), Qualifier.ABOUT),
    # These hedge nothing, but belong to the number.
    (("another",), Qualifier.EXACT),
    (("a", "further"), Qualifier.EXACT),
    (("a", "total", "of"), Qualifier.EXACT),
    (("an", "additional"), Qualifier.EXACT),
    (("a", "reported"), Qualifier.EXACT),
    (("a", "confirmed"), Qualifier.EXACT),
    (("no", "fewer", "than"), Qualifier.AT_LEAST),
    (("no", "less", "than"), Qualifier.AT_LEAST),
    (("not", "less", "than"), Qualifier.AT_LEAST),
    (("a", "minimum", "of"), Qualifier.AT_LEAST),
    (("more", "than"), Qualifier.MORE_THAN),
    (("over",), Qualifier.MORE_THAN),
    (("upwards", "of"), Qualifier.MORE_THAN),
    (("in", "excess", "of"), Qualifier.MORE_THAN),
    (("up", "to"), Qualifier.UP_TO),
    (("as", "many", "as"), Qualifier.UP_TO),
    (("at", "most"), Qualifier.UP_TO),
    (("no", "more", "than"), Qualifier.UP_TO),
    (("a", "maximum", "of"), Qualifier.UP_TO),
    (("fewer", "than"), Qualifier.FEWER_THAN),
    (("less", "than"), Qualifier.FEWER_THAN),
    (("under",), Qualifier.FEWER_THAN),
    (("about",), Qualifier.ABOUT),
    (("around",), Qualifier.ABOUT),
    (("approximately",), Qualifier.ABOUT),
    (("roughly",), Qualifier.ABOUT),
    (("nearly",), Qualifier.ABOUT),
    (("almost",), Qualifier.ABOUT),
    (("close", "to"), Qualifier.ABOUT),
    (("an", "estimated"), Qualifier.ABOUT),
    (("estimated",), Qualifier.ABOUT),
    (("some",), Qualifier.ABOUT),
)

_HEDGES_OF: dict[str, list[tuple[tuple[str, ...], Qualifier]]] = {}
for _words, _qualifier in _HEDGES:
    _HEDGES_OF.setdefault(_words[0], []).append((_words, _qualifier))


def _hedges_at(tokens: Sequence[Token], index: int) -> tuple[int, Qualifier]:
    """Read the hedges before a number: "at least", "at least another", "another at least"."""
    first = _hedge_at(tokens, index)
    if first is None:
        return index, Qualifier.EXACT
    second = _hedge_at(tokens, first[0])
    if second is not None and _is_number(tokens, second[0]):
        return second[0], first[1] if second[1] is Qualifier.EXACT else second[1]
    # "some" hedges only a number that follows: "some 40 people", not "some people".
    return first if _is_number(tokens, first[0]) else (index, Qualifier.EXACT)


def _hedge_at(tokens: Sequence[Token], index: int) -> tuple[int, Qualifier] | None:
    """Return the index after the hedge that begins at `index`, and what it means."""
    for words, qualifier in _HEDGES_OF.get(_word(tokens, index), ()):
        if all(_word(tokens, index + k) == word for k, word in enumerate(words)):
            return index + len(words), qualifier
    return None


def _is_number(tokens: Sequence[Token], index: int) -> bool:
    return number_at(tokens, index) is not None or _vague_at(tokens, index) is not None


def _vague_at(tokens: Sequence[Token], index: int) -> Quantity | None:
    word = _word(tokens, index)
    if word in {"a", "the", "half"}:
        return _counted_at(tokens, index)
    if word == "tens" and _word(tokens, index + 1) == "of":
        return Quantity(index, index + 3, 20_000, None, Qualifier.THOUSANDS)
    if word not in _VAGUE or _word(tokens, index - 1) in {"how", "so", "too"}:
        return None
    low, qualifier = _VAGUE[word]
    last = index + 1
    if word in {"several", "many", "few"} and _word(tokens, last) in _MANY:
        return _many(tokens, index, last)
    if _word(tokens, last) == "of":
        last += 1
        if _word(tokens, last) in _VAGUE:  # "hundreds of thousands", "dozens of scores"
            low *= _VAGUE[_word(tokens, last)][0] // 2
            last += 2 if _word(tokens, last + 1) == "of" else 1
    elif word in {"dozens", "scores", "hundreds", "thousands"} and _word(tokens, last) == "more":
        last += 1
    return Quantity(index, last, low, None, qualifier)


def _counted_at(tokens: Sequence[Token], index: int) -> Quantity | None:
    """Read "a few", "a number of", "a couple of", "half a dozen"."""
    words = tuple(_word(tokens, index + k) for k in range(3))
    if words == ("half", "a", "dozen"):
        return Quantity(index, index + 3, 6, 6, Qualifier.EXACT)
    if words[1] in {"couple", "pair"} and words[2] == "of":
        return Quantity(index, index + 3, 2, 2, Qualifier.EXACT)
    if words[0] != "a" or words[1] not in {"few", "number"}:
        return None
    last = index + (3 if words[2] == "of" else 2)
    if words[1] == "few" and _word(tokens, last) in _MANY:
        return _many(tokens, index, last)
    return Quantity(index, last, 2, None, Qualifier.SEVERAL)


# "several hundred" is as much as "hundreds".
_MANY = {"dozen": "dozens", "score": "scores", "hundred": "hundreds", "thousand": "thousands"}


def _many(tokens: Sequence[Token], first: int, index: int) -> Quantity:
    low, qualifier = _VAGUE[_MANY[_word(tokens, index)]]
    return Quantity(first, index + 1, low, None, qualifier)


def _hedged(first: int, number: Quantity, qualifier: Qualifier) -> Quantity:
    low, high = number.low, number.high
    if qualifier is Qualifier.EXACT:
        qualifier = number.qualifier
    elif qualifier in {Qualifier.AT_LEAST, Qualifier.MORE_THAN}:
        high = None
    elif qualifier is Qualifier.UP_TO:
        low, high = None, high if high is not None else low
    elif qualifier is Qualifier.FEWER_THAN:
        low, high = None, None if high is None else max(0, high - 1)
    return Quantity(first, number.last, low, high, qualifier)


def _between(tokens: Sequence[Token], first: int, index: int) -> Quantity | None:
    lower = number_at(tokens, index)
    if lower is None or _word(tokens, lower[1]) not in {"and", "to", *_DASHES}:
        return None
    upper = number_at(tokens, lower[1] + 1)
    if upper is None or upper[0] < lower[0]:
        return None
    return Quantity(first, upper[1], lower[0], upper[0], Qualifier.BETWEEN)


def _range_end(tokens: Sequence[Token], index: int) -> tuple[int, int] | None:
    """Read the upper end of "12-15", "12 to 15" or "two or three" after the lower one."""
    if _word(tokens, index) in {*_DASHES, "to", "or"}:
        return number_at(tokens, index + 1)
    return None


def _digits(tokens: Sequence[Token], index: int) -> tuple[int, int] | None:
    text = tokens[index].text.replace(",", "")
    scale = _SCALES.get(_word(tokens, index + 1), 0)
    if "." in text:
        # 1.2 million is a count, 7.5 alone is a magnitude, a calibre or a price.
        return (round(float(text) * scale), index + 2) if scale >= _SCALES["thousand"] else None
    # An isolated run of ten digits is a telephone number or an id.
    if not text.isdecimal() or len(text) > _LONGEST_COUNT:
        return None
    if scale:
        return int(text) * scale, index + 2
    return int(text), index + 1


_LONGEST_COUNT = 9


def _spelled(tokens: Sequence[Token], index: int) -> tuple[int, int] | None:
    total = current = 0
    position = index
    seen = False
    while position < len(tokens):
        word = tokens[position].lower
        if word in _UNITS:
            if seen and current % 10:
                break
            current += _UNITS[word]
        elif word in _TENS:
            if seen and current % 100:
                break
            current += _TENS[word]
        elif word in _SCALES and (seen or _is_article(tokens, index, position)):
            current = max(current, 1) * _SCALES[word]
            if _SCALES[word] >= _SCALES["thousand"]:
                total, current = total + current, 0
        elif position == index and word in {"a", "an"} and _word(tokens, index + 1) in _SCALES:
            position += 1
            continue
        elif not (seen and _joins(tokens, position)):
            break
        else:
            position += 1
            continue
        seen = True
        position += 1
    return (total + current, position) if seen else None


def _is_article(tokens: Sequence[Token], index: int, position: int) -> bool:
    return position == index + 1 and tokens[index].lower in {"a", "an"}


def _joins(tokens: Sequence[Token], position: int) -> bool:
    """Tell whether a hyphen or "and" joins two parts of one spelled number."""
    previous, following = _word(tokens, position - 1), _word(tokens, position + 1)
    if tokens[position].lower in _DASHES:
        return previous in _TENS and following in _UNITS
    return (
        tokens[position].lower == "and"
        and previous in {"hundred", "thousand", "million"}
        and (following in _UNITS or following in _TENS)
    )


def _word(tokens: Sequence[Token], index: int) -> str:
    return tokens[index].lower if 0 <= index < len(tokens) else ""
