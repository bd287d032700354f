"""Distances as reporters write them: "20 km", "some 30 miles (48 km)", "a few kilometres"."""

import re
from typing import Final

_WORDS: Final = {
    "half a": 0.5,
    "a": 1,
    "one": 1,
    "two": 2,
    "a couple of": 2,
    "three": 3,
    "four": 4,
    "a few": 4,
    "some": 4,
    "five": 5,
    "several": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
    "a dozen": 12,
    "fifteen": 15,
    "twenty": 20,
    "twenty-five": 25,
    "thirty": 30,
    "tens of": 30,
    "dozens of": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
    "a hundred": 100,
    "one hundred": 100,
    "two hundred": 200,
    "hundreds of": 250,
}
_VAGUE: Final = frozenset({"a couple of", "a few", "some", "several", "tens of", "dozens of"})
_UNITS: Final = {
    "nautical": 1.852,
    "nm": 1.852,
    "k": 1.0,
    "mi": 1.609344,
    "me": 0.001,
    "y": 0.0009144,
}
# Reporters round: a distance so told may be off by this share of it …
_UNSURE: Final = 0.25
# … and by this one when it is told in words that count nothing.
_VERY_UNSURE: Final = 0.75
# No place is told by its distance from another on the far side of the earth.
_DIGITS: Final = r"\d,\d{3}|\d{1,4}(?:[.,]\d{1,2})?"
_UNIT: Final = (
    r"(?:nautical[- ]miles?|nmi?\b|kms?\b|kilomet(?:er|re)s?|miles?|mi\b|met(?:er|re)s?|yards?)"
)
_SPELLED: Final = "|".join(sorted(_WORDS, key=len, reverse=True)).replace(" ", r"\s")
# With the other unit that may stand beside it: "(48 km)", "/ 12 miles", ", or 48 km,"
DISTANCE: Final = (
    rf"(?<![\w.,])(?:(?P<low>{_DIGITS})(?:\s?(?:-|–|to|or|and)\s?(?P<high>{_DIGITS}))?"
    rf"|(?P<words>{_SPELLED}))"
    rf"[\s-]?(?P<unit>{_UNIT})"
    rf"(?:\s?\([^()]{{1,40}}\)|\s?/\s?(?:{_DIGITS})\s?{_UNIT}"
    rf"|,?\sor\s(?:\w+\s)?(?:{_DIGITS})\s?{_UNIT},?)?"
)
# "an hour's drive", "two days' walk"
JOURNEY: Final = (
    r"\b(?P<amount>an?|one|two|three|four|five|\d{1,3})[- ](?P<unit>hour|minute|day)s?['’]?s?\s"
    r"(?P<by>drive|walk|march|trek)"
)
# Km an hour on bad roads and on foot; the hours of a unit, a day having eight of them.
_DRIVING: Final = 50.0
_WALKING: Final = 4.0
_HOURS: Final = {"hour": 1.0, "minute": 1 / 60, "day": 8.0}
# A journey says less of the distance than a number of km does.
_JOURNEY_UNSURE: Final = 0.5


def km_of(match: re.Match[str]) -> tuple[float, float]:
    """Return the km that a match of `DISTANCE` tells, and by how many they may be off."""
    unit = match["unit"].lower()
    factor = next(km for start, km in _UNITS.items() if unit.startswith(start))
    if match["words"] is not None:
        words = re.sub(r"\s", " ", match["words"].lower())
        km = _WORDS[words] * factor
        return km, km * (_VERY_UNSURE if words in _VAGUE else _UNSURE)
    low = _number(match["low"])
    high = low if match["high"] is None else _number(match["high"])
    if high < low:
        low, high = high, low
    middle = (low + high) / 2 * factor
    return middle, max(middle * _UNSURE, (high - low) / 2 * factor)


def journey_km(match: re.Match[str]) -> tuple[float, float]:
    """Return the km that a match of `JOURNEY` tells, and by how many they may be off."""
    amount = match["amount"].lower()
    count = 1.0 if amount == "an" else _WORDS.get(amount) or float(amount)
    speed = _DRIVING if match["by"].lower() == "drive" else _WALKING
    km = count * _HOURS[match["unit"].lower()] * speed
    return km, km * _JOURNEY_UNSURE


def words_of(match: re.Match[str]) -> str:
    """Return the words of a match of `DISTANCE`, in one unit: "30 miles", "20–30 km"."""
    amount = match["words"] or match["low"] + (f"–{match['high']}" if match["high"] else "")
    return re.sub(r"\s+", " ", f"{amount} {match['unit']}")


def _number(digits: str) -> float:
    # "1,200" is a thousand; "2,5" has a decimal comma.
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+", digits):
        return float(digits.replace(",", ""))
    return float(digits.replace(",", "."))
