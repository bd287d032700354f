"""Dates told from another day: "yesterday", "on Saturday", "three days earlier", "last month"."""

import datetime as dt
import re

from geodata.vocabulary import DatePrecision
from loaders.extraction.date_forms import Context, DateForm, DatePattern, Hints, compiled
from loaders.extraction.when import When
from loaders.language.document import tokenize
from loaders.language.numbers import number_at

_WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
_COUNT = r"(?P<count>\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
_UNIT = r"(?P<unit>hours?|days?|weeks?|months?|years?)"


_WEEKDAY = compiled(
    r"(?<!bloody )(?<!black )(?<!good )(?<!easter )\b(?:(?P<which>last|next|this|past)\s+)?"
    rf"(?P<weekday>{'|'.join(_WEEKDAYS)})\b(?!['’]s?\s+(?:of|by))"
)
_NEIGHBOUR = compiled(
    r"\b(?:(?:the|a|one)\s+)?(?P<word>(?:previous|preceding|same|following|next)\s+day"
    r"|(?:previous|preceding|following)\s+(?:night|evening)|(?:night|evening)\s+before(?!\s+last)"
    r"|day\s+(?:before|earlier|after|later))\b(?!\s+(?:yesterday|the|a|an|his|her|their|its)\b)"
)
_AGO = compiled(
    rf"\b{_COUNT}\s+(?P<unit>days?|weeks?|months?|years?)\s+(?P<way>ago|earlier|later)\b"
)
# "came two days after gunmen …": dates what follows, so it stands where that clause begins.
_DAYS_AFTER = compiled(
    rf"\b{_COUNT}\s+(?P<unit>days?|weeks?)\s+(?P<at>(?P<way>after|before))\b"
    r"(?!\s+(?:the|that|this|his|her|their|a|an|being)\b)"
)
_THAT = compiled(r"\bthat\s+(?:same\s+)?(?P<unit>day|night|week|month|year)\b")
_NEAR = compiled(
    r"\b(?P<word>day before yesterday|night before last|yesterday|today|tonight|tomorrow|overnight"
    r"|last night|this (?:morning|afternoon|evening|noon))\b"
)
# "Since dawn" is of the day, not a time that goes on: what is counted since then is news.
SINCE_TODAY = compiled(
    r"\bsince\s+(?:early\s+|late\s+)?(?P<word>dawn|daybreak|sunrise|midnight|noon|morning|today"
    r"|overnight|last\s+night|yesterday|this\s+morning|this\s+afternoon)\b"
)
_THE_PERIOD = compiled(
    r"\b(?:during|over|in|throughout|for)\s+the\s+(?:entire\s+|whole\s+|reporting\s+)?"
    r"(?P<unit>week|month|period)\b(?!\s+(?:of|before|after|to|that|since|leading|ending|when))"
)
_THE_WEEKEND = compiled(r"\b(?:over|at|on|during)\s+the\s+(?P<unit>weekend)\b(?!\s+of)")
_THIS_PERIOD = compiled(
    r"(?<!the )(?<!over )\b(?P<which>this|last|next)\s+(?P<unit>week(?:end)?|month|year)\b"
)
# "Since the start of the year": only where something is counted since then, else it is too vague.
_START_OF_PERIOD = compiled(
    r"\bsince\s+the\s+(?:very\s+)?(?:start|beginning|turn)\s+of\s+(?:the|this)\s+"
    r"(?P<unit>week|month|year)\b"
)
_PAST_PERIOD = compiled(
    rf"\b(?:the\s+)?(?:last|past|previous)\s+(?:few\s+|several\s+)?(?:{_COUNT}\s+)?{_UNIT}\b"
)
_RECENT = compiled(r"\b(?:recent|past few|last few)\s+(?P<unit>days|weeks|months|years)\b")

# How far back a vague period reaches, in days: "recent weeks" are at least a few of them.
_RECENT_DAYS = {"day": 7, "week": 28, "month": 92, "year": 3 * 365}
_UNIT_HOURS = {"hour": 1, "day": 24, "week": 7 * 24, "month": 30 * 24, "year": 365 * 24}


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


def _read_since_today(match: re.Match[str], context: Context) -> When | None:
    if context.reference is None:
        return None
    night = match["word"].lower().split()[0] in {"yesterday", "last", "overnight"}
    first = context.reference - dt.timedelta(days=int(night))
    return When.span(first, context.reference, DatePrecision.DAY)


def _read_the_period(match: re.Match[str], context: Context) -> When | None:
    """Read "during the week": the span a heading has told, or the days up to the report."""
    told = context.told
    if told is not None and told.known and _WEEK - 1 <= told.days <= _MONTH:
        return told
    if context.reference is None or match["unit"].lower() == "period":
        return None
    return _back(context.reference, _UNIT_HOURS[match["unit"].lower()] // 24)


_WEEK, _MONTH = 7, 31


def _read_weekend(_match: re.Match[str], context: Context) -> When | None:
    return None if context.reference is None else _weekend_before(context.reference)


def _weekend_before(day: dt.date) -> When:
    """Return the weekend that has just been: told on a Monday it is the one before."""
    sunday = day - dt.timedelta(days=(day.weekday() + 1) % 7)
    return When.span(sunday - dt.timedelta(days=1), sunday, DatePrecision.DAY)


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
    if step <= 0:
        return _weekend_before(day)
    return When.span(week.end - dt.timedelta(days=1), week.end, DatePrecision.DAY)


def _read_start_of_period(match: re.Match[str], context: Context) -> When | None:
    if context.reference is None:
        return None
    first = _around(context.reference, match["unit"].lower())
    return first.until(context.reference)


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


# Most specific first: a later pattern never reads what an earlier one has read.
RELATIVE_FORMS: tuple[DatePattern, ...] = (
    (SINCE_TODAY, _read_since_today, DateForm.DAY, Hints.SINCE),
    (_NEAR, _read_near, DateForm.DAY, Hints.DAYS),
    (_NEIGHBOUR, _read_neighbour, DateForm.DAY, Hints.UNITS),
    (_AGO, _read_ago, DateForm.DAY, Hints.UNITS),
    (_DAYS_AFTER, _read_days_after, DateForm.DAY, Hints.UNITS),
    (_THAT, _read_that, DateForm.PERIOD, Hints.UNITS),
    (_RECENT, _read_recent, DateForm.PERIOD, Hints.UNITS),
    (_THE_PERIOD, _read_the_period, DateForm.PERIOD, Hints.UNITS),
    (_THE_WEEKEND, _read_weekend, DateForm.PERIOD, Hints.UNITS),
    (_START_OF_PERIOD, _read_start_of_period, DateForm.SINCE, Hints.UNITS),
    (_THIS_PERIOD, _read_this_period, DateForm.PERIOD, Hints.UNITS),
    (_PAST_PERIOD, _read_past_period, DateForm.PERIOD, Hints.UNITS),
    (_WEEKDAY, _read_weekday, DateForm.DAY, Hints.DAYS),
)
