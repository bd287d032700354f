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
    position, qualifier = _hedge_at(tokens, index)
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
    if upper is not None and upper[0] > value:
        return Quantity(index, upper[1], value, upper[0], Qualifier.BETWEEN)
    trailing = _word(tokens, last) == "or" and _word(tokens, last + 1) in {"more", "so"}
    if trailing and qualifier is Qualifier.EXACT:
        more = _word(tokens, last + 1) == "more"
        qualifier = Qualifier.AT_LEAST if more else Qualifier.ABOUT
        last += 2
    return _hedged(index, Quantity(position, last, value, value, Qualifier.EXACT), qualifier)


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
_SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "dozen": 12, "score": 20}
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


def _hedge_at(tokens: Sequence[Token], index: int) -> tuple[int, Qualifier]:
    for words, qualifier in _HEDGES:
        if all(_word(tokens, index + k) == word for k, word in enumerate(words)):
            after = index + len(words)
            # "some" hedges only a number that follows: "some 40 people", not "some people".
            if number_at(tokens, after) is not None or _vague_at(tokens, after) is not None:
                return after, qualifier
    return index, Qualifier.EXACT


def _vague_at(tokens: Sequence[Token], index: int) -> Quantity | None:
    word = _word(tokens, index)
    if word == "a" and _word(tokens, index + 1) in {"few", "number"}:
        last = index + (3 if _word(tokens, index + 2) == "of" else 2)
        return Quantity(index, last, 2, None, Qualifier.SEVERAL)
    if word == "tens" and _word(tokens, index + 1) == "of":
        return Quantity(index, index + 3, 20_000, None, Qualifier.THOUSANDS)
    if word not in _VAGUE or _word(tokens, index - 1) in {"how", "so", "too"}:
        return None
    low, qualifier = _VAGUE[word]
    last = index + 1
    if _word(tokens, last) == "of":
        last += 1
        if _word(tokens, last) in _VAGUE:  # "hundreds of thousands", "dozens of scores"
            low *= _VAGUE[_word(tokens, last)][0] // 2
            last += 2 if _word(tokens, last + 1) == "of" else 1
    elif word in {"dozens", "scores", "hundreds", "thousands"} and _word(tokens, last) == "more":
        last += 1
    return Quantity(index, last, low, None, qualifier)


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
