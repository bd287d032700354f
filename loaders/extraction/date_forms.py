"""The forms in which a report tells a date, and how each is resolved.

`DATE_FORMS` is the table: a pattern, the function that reads its match in a context, the form, and
what a text must hold for the pattern to be tried.
"""

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, StrEnum

from geodata.vocabulary import DatePrecision
from loaders.extraction.when import When
from loaders.language.document import tokenize
from loaders.language.numbers import number_at


class DateForm(StrEnum):
    """How a date is told, which decides what it may date."""

    DAY = "day"  # October 9, yesterday, on Saturday, the day before
    PERIOD = "period"  # earlier this month, in October, in recent weeks
    SINCE = "since"  # since 2014: from then until publication
    YEAR = "year"  # in 2021
    DATELINE = "dateline"  # KABUL, Oct 9 (agency) -


@dataclass(frozen=True, slots=True)
class Context:
    """What a date is resolved against.

    `reference` is the report's day, `previous` the day told last, `told` the date or period told
    last, `ahead` whether the text speaks of what is to come.
    """

    reference: dt.date | None
    previous: When | None
    told: When | None
    ahead: bool


Reader = Callable[[re.Match[str], Context], When | None]

_MONTHS = (
    "january february march april may june july august september october november december".split()
)
_MONTH_NUMBERS = {month[:3]: number for number, month in enumerate(_MONTHS, start=1)}
_MONTH = (
    r"(?P<month>January|February|March|April|May|June|July|August|September|October|November"
    r"|December|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b\.?)"
)
_DAY = r"(?P<day>0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th|d)?"
_YEAR = r"(?:,?\s+(?P<year>(?:1[89]|20)\d\d|(?:(?<=\s)|')\d\d(?=\s*(?:[-–—(\[]|$))))"
_TO = r"\s*(?:-|–|—|\bto\b|\band\b|\bthrough\b|\buntil\b)\s*"
_WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
_COUNT = r"(?P<count>\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
_UNIT = r"(?P<unit>hours?|days?|weeks?|months?|years?)"


def _compile(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


_ISO = _compile(r"\b(?P<year>(?:1[89]|20)\d\d)-(?P<month>\d\d)-(?P<day>\d\d)\b")
_NUMERIC = _compile(
    r"\b(?P<first>\d{1,2})(?P<mark>[./])(?P<second>\d{1,2})(?P=mark)(?P<year>\d{4})\b"
)
_MONTH_DAY_RANGE = _compile(
    rf"\b{_MONTH}\s+{_DAY}{_TO}(?P<last>\d{{1,2}})(?:st|nd|rd|th)?\b{_YEAR}?"
)
_DAY_MONTH_RANGE = _compile(rf"\b{_DAY}{_TO}(?P<last>\d{{1,2}})(?:st|nd|rd|th)?\s+{_MONTH}{_YEAR}?")
_MONTH_DAY = _compile(rf"\b{_MONTH}\s+{_DAY}\b(?!\s*(?:km|%|people|:)){_YEAR}?")
_DAY_MONTH = _compile(rf"\b{_DAY}\s+(?:of\s+)?{_MONTH}(?!\w){_YEAR}?")
_MONTH_YEAR = _compile(rf"\b{_MONTH}(?:\s+of)?,?\s+(?P<year>(?:1[89]|20)\d\d)\b")
_MONTH_ALONE = _compile(
    rf"\b(?:in|of|since|during|until|by|from|early|late|mid|last|this|next)[\s-]+{_MONTH}(?!\w)"
)
_YEAR_ALONE = _compile(
    r"\b(?:in|since|of|during|until|by|from|early|late|mid)[\s-]+(?P<year>(?:1[89]|20)\d\d)\b"
    r"(?!\s*(?:people|km|kilomet|men|troops|soldiers))"
)
_WEEKDAY = _compile(
    r"(?<!bloody )(?<!black )(?<!good )(?<!easter )\b(?:(?P<which>last|next|this|past)\s+)?"
    rf"(?P<weekday>{'|'.join(_WEEKDAYS)})\b(?!['’]s?\s+(?:of|by))"
)
_NEIGHBOUR = _compile(
    r"\b(?:(?:the|a|one)\s+)?(?P<word>(?:previous|preceding|same|following|next)\s+day"
    r"|day\s+(?:before|earlier|after|later))\b(?!\s+(?:yesterday|the|a|an|his|her|their|its)\b)"
)
_AGO = _compile(
    rf"\b{_COUNT}\s+(?P<unit>days?|weeks?|months?|years?)\s+(?P<way>ago|earlier|later)\b"
)
# "came two days after gunmen …": dates what follows, so it stands where that clause begins.
_DAYS_AFTER = _compile(
    rf"\b{_COUNT}\s+(?P<unit>days?|weeks?)\s+(?P<at>(?P<way>after|before))\b"
    r"(?!\s+(?:the|that|this|his|her|their|a|an|being)\b)"
)
_THAT = _compile(r"\bthat\s+(?:same\s+)?(?P<unit>day|night|week|month|year)\b")
_NEAR = _compile(
    r"\b(?P<word>day before yesterday|night before last|yesterday|today|tonight|tomorrow|overnight"
    r"|last night|this (?:morning|afternoon|evening|noon))\b"
)
_THIS_PERIOD = _compile(
    r"(?<!the )(?<!over )\b(?P<which>this|last|next)\s+(?P<unit>week(?:end)?|month|year)\b"
)
_PAST_PERIOD = _compile(
    rf"\b(?:the\s+)?(?:last|past|previous)\s+(?:few\s+|several\s+)?(?:{_COUNT}\s+)?{_UNIT}\b"
)
_RECENT = _compile(r"\b(?:recent|past few|last few)\s+(?P<unit>days|weeks|months|years)\b")

# How far back a vague period reaches, in days: "recent weeks" are at least a few of them.
_RECENT_DAYS = {"day": 7, "week": 28, "month": 92, "year": 3 * 365}
_UNIT_HOURS = {"hour": 1, "day": 24, "week": 7 * 24, "month": 30 * 24, "year": 365 * 24}


def full_date(text: str) -> dt.date | None:
    """Return the first day that a text tells with its year, or None."""
    for pattern in (_DAY_MONTH, _MONTH_DAY):
        date = pattern.search(text)
        if date is not None and date["year"]:
            return _calendar_day(_year(date["year"]), _MONTH_NUMBERS[_key(date["month"])], date)
    return None


def _key(month: str) -> str:
    return month[:3].lower()


def _year(text: str) -> int:
    digits = text.strip("' ")
    if len(digits) == len("2025"):
        return int(digits)
    # Two digits stand in old wire copy (JAN 90) as well as in notes ('24).
    return 2000 + int(digits) if int(digits) < 50 else 1900 + int(digits)  # noqa: PLR2004


def _calendar_day(
    year: int, month: int, match: re.Match[str], group: str = "day"
) -> dt.date | None:
    try:
        return dt.date(year, month, int(match[group]))
    except ValueError:
        return None


def _read_iso(match: re.Match[str], _context: Context) -> When | None:
    month = int(match["month"])
    day = _calendar_day(int(match["year"]), month, match)
    return None if day is None else When.day(day)


def _read_numeric(match: re.Match[str], _context: Context) -> When | None:
    first, second, year = int(match["first"]), int(match["second"]), int(match["year"])
    # 09.10.2025 is day first wherever dots are used; 09/10/2025 is one thing in London and
    # another in New York, so it tells its month only where the other number cannot be one.
    if match["mark"] == "." or first > len(_MONTHS):
        day, month = first, second
    elif second > len(_MONTHS) or first == second:
        month, day = first, second
    else:
        return None
    try:
        return When.day(dt.date(year, month, day))
    except ValueError:
        return None


def _read_month_day(match: re.Match[str], context: Context) -> When | None:
    month, day = _MONTH_NUMBERS[_key(match["month"])], int(match["day"])
    if match["year"]:
        exact = _calendar_day(_year(match["year"]), month, match)
        return None if exact is None else When.day(exact)
    return _yearless(month, day, context)


def _yearless(month: int, day: int, context: Context) -> When | None:
    if context.reference is None:
        try:
            dt.date(2024, month, day)  # a leap year: 29 February is a day
        except ValueError:
            return None
        return When.unknown_year(month, day)
    year = context.reference.year
    days = []
    for candidate in (year - 1, year, year + 1):
        try:
            days.append(dt.date(candidate, month, day))
        except ValueError:
            continue
    if context.ahead:
        coming = [when for when in days if when >= context.reference]
        return When.day(coming[0]) if coming else None
    past = [when for when in days if when <= context.reference]
    coming = [when for when in days if when > context.reference]
    if coming and past and (coming[0] - context.reference).days <= _SOON_DAYS:
        # "on 3 August" in a report of 29 July: nobody leaves out a year that has long passed.
        return When.day(coming[0])
    return When.day(past[-1]) if past else None


_SOON_DAYS = 14


def _read_range(match: re.Match[str], context: Context) -> When | None:
    first = _read_month_day(match, context)
    month, last_day = _MONTH_NUMBERS[_key(match["month"])], int(match["last"])
    if first is None or last_day < int(match["day"]):
        return None
    if first.start is None:
        last = When.unknown_year(month, last_day)
        return When(None, None, DatePrecision.DAY, f"{first.edtf}/{last.edtf}")
    end = _calendar_day(first.start.year, month, match, "last")
    return None if end is None else When.span(first.start, end, DatePrecision.DAY)


def _read_month(match: re.Match[str], context: Context) -> When | None:
    month = _MONTH_NUMBERS[_key(match["month"])]
    year = match.groupdict().get("year")
    if year:
        return When.month(int(year), month)
    if context.reference is None:
        return When.unknown_year(month, None)
    reference = context.reference
    if context.ahead:
        return When.month(reference.year + (month < reference.month), month)
    return When.month(reference.year - (month > reference.month), month)


def _read_year(match: re.Match[str], _context: Context) -> When | None:
    return When.year(int(match["year"]))


def _read_weekday(match: re.Match[str], context: Context) -> When | None:
    if context.reference is None:
        return None
    back = (context.reference.weekday() - _WEEKDAYS.index(match["weekday"].lower())) % 7
    which = (match["which"] or "").lower()
    if which == "next" or context.ahead:
        ahead = (-back) % 7
        return When.day(context.reference + dt.timedelta(days=ahead or 7 * (which == "next")))
    if which in {"last", "past"} and back == 0:
        back = 7
    return When.day(context.reference - dt.timedelta(days=back))


def _read_neighbour(match: re.Match[str], context: Context) -> When | None:
    if context.previous is None:
        return None
    word = match["word"].lower()
    if word.startswith("same"):
        return context.previous
    back = word.startswith(("previous", "preceding")) or word.endswith(("before", "earlier"))
    return context.previous.shifted(-1 if back else 1)


def _read_ago(match: re.Match[str], context: Context) -> When | None:
    unit = match["unit"].lower().rstrip("s")
    days = _count(match) * _UNIT_HOURS[unit] // 24
    way = match["way"].lower()
    base = context.previous
    if way == "ago":
        base = None if context.reference is None else When.day(context.reference)
    moved = None if base is None else base.shifted(days if way == "later" else -days)
    if moved is None or unit == "day" or moved.start is None:
        return moved
    return _around(moved.start, unit)


def _around(day: dt.date, unit: str) -> When:
    if unit == "week":
        monday = day - dt.timedelta(days=day.weekday())
        return When.span(monday, monday + dt.timedelta(days=6), DatePrecision.WEEK)
    return When.month(day.year, day.month) if unit == "month" else When.year(day.year)


def _read_days_after(match: re.Match[str], context: Context) -> When | None:
    if context.previous is None:
        return None
    days = _count(match) * _UNIT_HOURS[match["unit"].lower().rstrip("s")] // 24
    return context.previous.shifted(-days if match["way"].lower() == "after" else days)


def _read_that(match: re.Match[str], context: Context) -> When | None:
    unit = match["unit"].lower()
    if unit in {"day", "night"}:
        return context.previous
    if context.told is None or context.told.start is None:
        return None
    return _around(context.told.start, unit)


def _read_near(match: re.Match[str], context: Context) -> When | None:
    if context.reference is None:
        return None
    word, day = match["word"].lower(), context.reference
    back = {"day before yesterday": 2, "night before last": 2, "yesterday": 1, "last night": 1}
    if word == "overnight":
        return When.span(day - dt.timedelta(days=1), day, DatePrecision.DAY)
    if word == "tomorrow":
        return When.day(day + dt.timedelta(days=1))
    return When.day(day - dt.timedelta(days=back.get(word, 0)))


def _read_this_period(match: re.Match[str], context: Context) -> When | None:
    if context.reference is None:
        return None
    day, step = context.reference, {"this": 0, "last": -1, "next": 1}[match["which"].lower()]
    unit = match["unit"].lower()
    if unit == "year":
        return When.year(day.year + step)
    if unit == "month":
        months = day.year * 12 + day.month - 1 + step
        return When.month(months // 12, months % 12 + 1)
    week = _around(day + dt.timedelta(days=7 * step), "week")
    if unit == "week" or week.end is None:
        return week
    # "At the weekend" told on a Monday is the one that has just been.
    sunday = day - dt.timedelta(days=(day.weekday() + 1) % 7) if step <= 0 else week.end
    return When.span(sunday - dt.timedelta(days=1), sunday, DatePrecision.DAY)


def _read_past_period(match: re.Match[str], context: Context) -> When | None:
    if context.reference is None:
        return None
    unit = match["unit"].lower().rstrip("s")
    if match["count"] is not None:
        return _back(context.reference, _count(match) * _UNIT_HOURS[unit] // 24)
    if match["unit"].lower().endswith("s"):
        return _back(context.reference, _RECENT_DAYS.get(unit, 1))
    return _back(context.reference, _UNIT_HOURS[unit] // 24)


def _read_recent(match: re.Match[str], context: Context) -> When | None:
    if context.reference is None:
        return None
    return _back(context.reference, _RECENT_DAYS[match["unit"].lower().rstrip("s")])


def _back(day: dt.date, days: int) -> When:
    precisions = ((1, DatePrecision.DAY), (7, DatePrecision.WEEK), (92, DatePrecision.MONTH))
    precision = next((p for limit, p in precisions if days <= limit), DatePrecision.YEAR)
    return When.span(day - dt.timedelta(days=days), day, precision)


def _count(match: re.Match[str]) -> int:
    word = match["count"].lower()
    if word in {"a", "an"}:
        return 1
    number = number_at(tokenize(word), 0)
    return 1 if number is None else number[0]


class Hints(Enum):
    """What no match of a pattern is without, in small letters.

    Most sentences tell no date, and looking for these takes a tenth of the time.
    """

    DIGITS = tuple("0123456789")
    MONTHS = tuple(month[:3] for month in _MONTHS)
    UNITS = ("day", "week", "month", "year", "hour", "night")
    DAYS = ("day", "night", "noon", "morning", "evening", "tomorrow")

    @classmethod
    def in_text(cls, text: str) -> set["Hints"]:
        """Return those of which a text holds one."""
        small = text.lower()
        return {hints for hints in cls if any(hint in small for hint in hints.value)}


# Most specific first: a later pattern never reads what an earlier one has read.
DATE_FORMS: tuple[tuple[re.Pattern[str], Reader, DateForm, Hints], ...] = (
    (_ISO, _read_iso, DateForm.DAY, Hints.DIGITS),
    (_NUMERIC, _read_numeric, DateForm.DAY, Hints.DIGITS),
    (_MONTH_DAY_RANGE, _read_range, DateForm.DAY, Hints.MONTHS),
    (_DAY_MONTH_RANGE, _read_range, DateForm.DAY, Hints.MONTHS),
    (_MONTH_DAY, _read_month_day, DateForm.DAY, Hints.MONTHS),
    (_DAY_MONTH, _read_month_day, DateForm.DAY, Hints.MONTHS),
    (_MONTH_YEAR, _read_month, DateForm.PERIOD, Hints.MONTHS),
    (_MONTH_ALONE, _read_month, DateForm.PERIOD, Hints.MONTHS),
    (_YEAR_ALONE, _read_year, DateForm.YEAR, Hints.DIGITS),
    (_NEAR, _read_near, DateForm.DAY, Hints.DAYS),
    (_NEIGHBOUR, _read_neighbour, DateForm.DAY, Hints.UNITS),
    (_AGO, _read_ago, DateForm.DAY, Hints.UNITS),
    (_DAYS_AFTER, _read_days_after, DateForm.DAY, Hints.UNITS),
    (_THAT, _read_that, DateForm.PERIOD, Hints.UNITS),
    (_RECENT, _read_recent, DateForm.PERIOD, Hints.UNITS),
    (_THIS_PERIOD, _read_this_period, DateForm.PERIOD, Hints.UNITS),
    (_PAST_PERIOD, _read_past_period, DateForm.PERIOD, Hints.UNITS),
    (_WEEKDAY, _read_weekday, DateForm.DAY, Hints.DAYS),
)
