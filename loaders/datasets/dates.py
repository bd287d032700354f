"""A cell's date: the forms that tables hold, and how exactly each tells the day."""

import calendar
import datetime as dt
import re
from collections.abc import Iterable
from typing import NamedTuple

from geodata.vocabulary import DatePrecision


class CellDate(NamedTuple):
    """The first and the last day that a cell may mean, and how exactly it tells them."""

    start: dt.date
    end: dt.date
    precision: DatePrecision


def parse_date(text: str, *, day_first: bool | None = None) -> CellDate | None:
    """Return the date that a cell tells; None when it is no date, or may be two.

    It understands ISO 8601 with or without a time, `20251009`, `9 October 2025`, `Oct 9, 2025`,
    `09-Oct-25`, `9/10/2025`, `2025-10`, `October 2025` and `2025`.

    Args:
        text: the cell.
        day_first: whether the day stands before the month in `9/10/2025`; without it such a cell
            is understood only where one of the two numbers cannot be a month.

    """
    text = text.strip()
    for pattern, read in _FORMS:
        if match := pattern.fullmatch(text):
            try:
                return read(match, day_first)
            except (ValueError, OverflowError):
                return None
    return None


def is_ambiguous(text: str) -> bool:
    """Tell whether a cell is a date of which only the order of day and month is unknown."""
    return (
        parse_date(text) is None
        and parse_date(text, day_first=True) is not None
        and parse_date(text, day_first=False) is not None
    )


def find_order(texts: Iterable[str]) -> bool | None:
    """Tell from a column's cells whether the day stands first; None when they do not tell.

    Cells of both orders in one column say that neither can be relied on.
    """
    orders: set[bool] = set()
    for text in texts:
        if match := _SLASHED.fullmatch(text.strip()):
            first, second = int(match["first"]), int(match["second"])
            if (first > _MONTHS) != (second > _MONTHS):
                orders.add(first > _MONTHS)
    return orders.pop() if len(orders) == 1 else None


_MONTHS = 12
# Two digits of a year mean the years around today, as POSIX has it.
_CENTURY_TURNS = 69

_TIME = (
    r"(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?\s*(?:[AaPp][Mm])?\s*(?:Z|UTC|[+-]\d{2}:?\d{2})?)?"
)
_MONTH_NAME = r"(?P<name>[A-Za-z]{3,9})\.?"
_YEAR = r"(?P<year>\d{4}|\d{2})"
_SLASHED = re.compile(
    rf"(?P<first>\d{{1,2}})(?P<mark>[/.\-])(?P<second>\d{{1,2}})(?P=mark)(?P<year>\d{{4}}|\d{{2}}){_TIME}"
)


def _ymd(match: re.Match[str], _day_first: object) -> CellDate:
    return _one_day(int(match["year"]), int(match["month"]), int(match["day"]))


def _named(match: re.Match[str], _day_first: object) -> CellDate:
    return _one_day(_year(match["year"]), _month(match["name"]), int(match["day"]))


def _slashed(match: re.Match[str], day_first: bool | None) -> CellDate | None:  # noqa: FBT001 - as every form is read
    first, second = int(match["first"]), int(match["second"])
    year = _year(match["year"])
    if match["mark"] == ".":
        day_first = True  # no country that sets points puts the month first
    if first > _MONTHS:
        return _one_day(year, second, first)
    if second > _MONTHS or first == second:
        return _one_day(year, first, second)
    if day_first is None:
        return None
    return _one_day(year, second, first) if day_first else _one_day(year, first, second)


def _year_month(match: re.Match[str], _day_first: object) -> CellDate:
    return _one_month(int(match["year"]), int(match["month"]))


def _named_month(match: re.Match[str], _day_first: object) -> CellDate:
    return _one_month(int(match["year"]), _month(match["name"]))


def _whole_year(match: re.Match[str], _day_first: object) -> CellDate:
    year = int(match["year"])
    return CellDate(dt.date(year, 1, 1), dt.date(year, 12, 31), DatePrecision.YEAR)


_FORMS = (
    (
        re.compile(rf"(?P<year>\d{{4}})[-/.](?P<month>\d{{1,2}})[-/.](?P<day>\d{{1,2}}){_TIME}"),
        _ymd,
    ),
    (re.compile(r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})(?:\d{6})?"), _ymd),
    (_SLASHED, _slashed),
    (
        re.compile(
            rf"(?:[A-Za-z]{{3,9}},?\s+)?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[\s\-/.]+{_MONTH_NAME}[\s\-/.,]+{_YEAR}{_TIME}"
        ),
        _named,
    ),
    (
        re.compile(
            rf"(?:[A-Za-z]{{3,9}},\s+)?{_MONTH_NAME}[\s\-]+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?[\s\-]+{_YEAR}{_TIME}"
        ),
        _named,
    ),
    (re.compile(r"(?P<year>\d{4})[-/](?P<month>\d{1,2})"), _year_month),
    (re.compile(rf"{_MONTH_NAME}[\s\-,]+(?P<year>\d{{4}})"), _named_month),
    (re.compile(r"(?P<year>\d{4})(?:\.0)?"), _whole_year),
)

_NAMES = {
    name[:length].casefold(): number
    for number, name in enumerate(calendar.month_name)
    if name
    for length in (3, len(name))
} | {"sept": 9}


def _month(name: str) -> int:
    month = _NAMES.get(name.casefold())
    if month is None:
        raise ValueError(name)
    return month


def _year(text: str) -> int:
    year = int(text)
    if len(text) > 2:  # noqa: PLR2004 - digits of a year without its century
        return year
    return year + (2000 if year < _CENTURY_TURNS else 1900)


def _one_day(year: int, month: int, day: int) -> CellDate:
    date = dt.date(year, month, day)
    return CellDate(date, date, DatePrecision.DAY)


def _one_month(year: int, month: int) -> CellDate:
    last = calendar.monthrange(year, month)[1]
    return CellDate(dt.date(year, month, 1), dt.date(year, month, last), DatePrecision.MONTH)
