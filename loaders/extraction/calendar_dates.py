"""Dates that name a month, a year or a day of the calendar: "9 October 2025", "in March"."""

import datetime as dt
import re

from geodata.vocabulary import DatePrecision
from loaders.extraction.date_forms import MONTHS, Context, DateForm, DatePattern, Hints, compiled
from loaders.extraction.when import When

_MONTH_NUMBERS = {month[:3]: number for number, month in enumerate(MONTHS, start=1)}
_NAMES = (
    r"January|February|March|April|May|June|July|August|September|October|November"
    r"|December|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b\.?"
)
_MONTH = rf"(?P<month>{_NAMES})"
_DAY = r"(?P<day>0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th|d)?"
_YEAR = r"(?:,?\s+(?P<year>(?:1[89]|20)\d\d|(?:(?<=\s)|')\d\d(?=\s*(?:[-–—(\[]|$))))"
_TO = r"\s*(?:-|–|—|\bto\b|\band\b|\bthrough\b|\buntil\b)\s*"

_ISO = compiled(r"\b(?P<year>(?:1[89]|20)\d\d)-(?P<month>\d\d)-(?P<day>\d\d)\b")
_NUMERIC = compiled(
    r"\b(?P<first>\d{1,2})(?P<mark>[./])(?P<second>\d{1,2})(?P=mark)(?P<year>\d{4})\b"
)
_MONTH_DAY_RANGE = compiled(
    rf"\b{_MONTH}\s+{_DAY}{_TO}(?P<last>\d{{1,2}})(?:st|nd|rd|th)?\b{_YEAR}?"
)
_DAY_MONTH_RANGE = compiled(
    rf"\b{_DAY}(?:{_TO}|/)(?P<last>\d{{1,2}})(?:st|nd|rd|th)?\s+{_MONTH}{_YEAR}?"
)
_DAYS_OF_TWO_MONTHS = compiled(
    rf"\b{_DAY}\s+{_MONTH}{_TO}(?P<last>\d{{1,2}})\s+(?P<until>{_NAMES})(?!\w){_YEAR}?"
)
_TWO_MONTHS_DAYS = compiled(
    rf"\b{_MONTH}\s+{_DAY}{_TO}(?P<until>{_NAMES})\s+(?P<last>\d{{1,2}})\b{_YEAR}?"
)
# "The 17 November Group", "23 March Movement": named after a day, and nothing happened on it now.
_NAMED_AFTER_A_DAY = (
    *("Movement", "Brigade", "Brigades", "Battalion", "Front", "Organization", "Organisation"),
    *("Group", "Party", "Revolution", "Street", "Avenue", "Square", "Bridge", "University"),
    *("Stadium", "Airport", "Regiment", "Command", "Commando"),
)
_NO_NAME = rf"(?!\s+(?-i:{'|'.join((*_NAMED_AFTER_A_DAY, *map(str.upper, _NAMED_AFTER_A_DAY)))})\b)"

# In "9 Nov. 1 killed" the day stands before the month.
_MONTH_DAY = compiled(
    rf"(?<!\b\d\s)(?<!\b\d\d\s)\b{_MONTH}\s+{_DAY}\b(?!\s*(?:km|%|people|:)){_NO_NAME}{_YEAR}?"
)
_DAY_MONTH = compiled(rf"\b{_DAY}\s+(?:of\s+)?{_MONTH}(?!\w){_NO_NAME}{_YEAR}?")
_MONTH_YEAR = compiled(rf"\b{_MONTH}(?:\s+of)?,?\s+(?P<year>(?:1[89]|20)\d\d)\b")
_MONTH_ALONE = compiled(
    rf"\b(?:in|of|since|during|until|by|from|early|late|mid|last|this|next)[\s-]+{_MONTH}(?!\w)"
)
_YEAR_ALONE = compiled(
    r"\b(?:in|since|of|during|until|by|from|early|late|mid)[\s-]+(?P<year>(?:1[89]|20)\d\d)\b"
    r"(?!\s*(?:people|km|kilomet|men|troops|soldiers))"
)


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


def _read_numeric(match: re.Match[str], context: Context) -> When | None:
    first, second, year = int(match["first"]), int(match["second"]), int(match["year"])
    # 09.10.2025 is day first wherever dots are used; 09/10/2025 is one thing in London and
    # another in New York, so it tells its month only where the other number cannot be one or the
    # other reading is a day after the report's.
    months_first = (False,) if match["mark"] == "." else (True, False)
    days = {
        day
        for month_first in months_first
        if (day := _day_of(year, *((first, second) if month_first else (second, first))))
    }
    if len(days) > 1 and context.reference is not None:
        days = {day for day in days if day <= context.reference}
    return When.day(days.pop()) if len(days) == 1 else None


def _day_of(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
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


def _read_two_months(match: re.Match[str], context: Context) -> When | None:
    """Read "24 February - 2 March 2025"."""
    month, until = _MONTH_NUMBERS[_key(match["month"])], _MONTH_NUMBERS[_key(match["until"])]
    if match["year"]:
        last = _calendar_day(_year(match["year"]), until, match, "last")
    else:
        told = _yearless(until, int(match["last"]), context)
        last = None if told is None else told.start
    if last is None:
        return None
    first = _calendar_day(last.year - (month > until), month, match)
    return None if first is None or first > last else When.span(first, last, DatePrecision.DAY)


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


# Most specific first: a later pattern never reads what an earlier one has read.
CALENDAR_FORMS: tuple[DatePattern, ...] = (
    (_ISO, _read_iso, DateForm.DAY, Hints.DIGITS),
    (_NUMERIC, _read_numeric, DateForm.DAY, Hints.DIGITS),
    (_DAYS_OF_TWO_MONTHS, _read_two_months, DateForm.DAY, Hints.MONTHS),
    (_TWO_MONTHS_DAYS, _read_two_months, DateForm.DAY, Hints.MONTHS),
    (_MONTH_DAY_RANGE, _read_range, DateForm.DAY, Hints.MONTHS),
    (_DAY_MONTH_RANGE, _read_range, DateForm.DAY, Hints.MONTHS),
    (_MONTH_DAY, _read_month_day, DateForm.DAY, Hints.MONTHS),
    (_DAY_MONTH, _read_month_day, DateForm.DAY, Hints.MONTHS),
    (_MONTH_YEAR, _read_month, DateForm.PERIOD, Hints.MONTHS),
    (_MONTH_ALONE, _read_month, DateForm.PERIOD, Hints.MONTHS),
    (_YEAR_ALONE, _read_year, DateForm.YEAR, Hints.DIGITS),
)
