"""Words for what the columns hold: dates, counts, kinds, places.

What a person reads beside the map, in the words of the map; nothing here knows of HTML.
"""

import calendar
import datetime as dt
import re

import pandas as pd

from dashboard.map.style import KIND_NAMES, page_style
from geodata.query import CountRange
from geodata.vocabulary import Kind, Measure, Qualifier

_STYLE = page_style()
_EVENT_TYPES = {str(named["id"]): named["name"] for named in _STYLE["types"]}
_PRECISIONS = {str(named["id"]): str(named["name"]) for named in _STYLE["precisions"]}
_OUTCOMES = {str(named["id"] or ""): str(named["name"]) for named in _STYLE["outcomes"]}

_SOURCES = {
    "report": "Report",
    "sample": "Sample report",
    "acled": "ACLED",
    "ucdp": "UCDP",
    "gdelt": "GDELT",
}

_COUNT_PATTERNS = {
    Qualifier.AT_LEAST: "at least {low:,}",
    Qualifier.MORE_THAN: "more than {low:,}",
    Qualifier.UP_TO: "up to {high:,}",
    Qualifier.FEWER_THAN: "at most {high:,}",
    Qualifier.ABOUT: "about {low:,}",
    Qualifier.SEVERAL: "several ({low:,} or more)",
    Qualifier.DOZENS: "dozens ({low:,} or more)",
    Qualifier.SCORES: "scores ({low:,} or more)",
    Qualifier.HUNDREDS: "hundreds ({low:,} or more)",
    Qualifier.THOUSANDS: "thousands ({low:,} or more)",
}

# What starts anything in Streamlit's Markdown; a backslash before it lets it stand for itself.
_MARKDOWN = re.compile(r"[\\`*_{}\[\]<>#|~$:&]")

_EDTF_WITHOUT_YEAR = re.compile(r"XXXX-(\d\d)(?:-(\d\d))?")


def kind_name(kind: str) -> str:
    """Return what the map's legend calls a kind of row."""
    return KIND_NAMES[Kind(kind)][0].capitalize()


def source_name(source: str) -> str:
    """Return what people call a source: a dataset by its name, reports as such."""
    return _SOURCES.get(source, source)


def event_type_name(event_type: str | None) -> str:
    """Return what the map's legend calls an event type; nothing when there is none."""
    return "" if _missing(event_type) else _EVENT_TYPES[str(event_type)]


def precision_words(precision: str) -> str:
    """Return how exactly a place is known: "somewhere in this province"."""
    return _PRECISIONS[precision]


def outcome_words(outcome: str | None) -> str:
    """Return what came of talks, in the words of the map."""
    return _OUTCOMES["" if _missing(outcome) else str(outcome)].capitalize()


def term_words(term: str | None) -> str:
    """Return a term as words: ``suicide_bombing`` with a space."""
    return "" if _missing(term) else str(term).replace("_", " ").capitalize()


def period(
    start: dt.date | None,
    end: dt.date | None,
    precision: str | None = None,
    edtf: str | None = None,
) -> str:
    """Return the days of an incident as words, no more exact than they are known.

    Args:
        start: first day.
        end: last day.
        precision: `DatePrecision`; a month or a year is written without days, and so is a whole
            month of unknown precision.
        edtf: the date as far as known, for dates without a year.

    """
    if start is None or end is None or _missing(start) or _missing(end):
        return _without_year(edtf)
    if precision == "year" and start.year == end.year:
        return f"{start.year}"
    same_month = (start.year, start.month) == (end.year, end.month)
    whole_month = start.day == 1 and end.day == calendar.monthrange(end.year, end.month)[1]
    if same_month and (precision == "month" or (precision is None and whole_month)):
        return f"{start:%B %Y}"
    return _days(start, end, same_month=same_month)


def claimed_count(
    measure: str, low: int | None, high: int | None, qualifier: str | None, group: str | None
) -> str | None:
    """Return what a claim counts, hedged as its source hedges it; None when it counts nothing."""
    if measure == Measure.EVENT:
        return None
    words = [_hedged(low, high, qualifier), "" if _missing(group) else str(group), measure]
    return " ".join(word for word in words if word)


def as_markdown(text: str) -> str:
    """Return text so that Streamlit's Markdown shows it as it is."""
    return _MARKDOWN.sub(r"\\\g<0>", text)


def _hedged(low: int | None, high: int | None, qualifier: str | None) -> str:
    if _missing(low) and _missing(high):
        return "an unknown number"
    pattern = None if _missing(qualifier) else _COUNT_PATTERNS.get(Qualifier(str(qualifier)))
    if pattern is None or _missing(low if "low" in pattern else high):
        low, high = (None if _missing(bound) else bound for bound in (low, high))
        return CountRange(low, None, high).text()
    return pattern.format(low=low, high=high)


def _without_year(edtf: str | None) -> str:
    if _missing(edtf):
        return "no date"
    found = _EDTF_WITHOUT_YEAR.fullmatch(str(edtf))
    if found is None:
        return str(edtf)
    month = f"{dt.date(2000, int(found[1]), 1):%B}"
    day = f"{int(found[2])} " if found[2] else ""
    return f"{day}{month}, year not known"


def _days(start: dt.date, end: dt.date, *, same_month: bool) -> str:
    if start == end:
        return _day(start)
    if same_month:
        return f"{start.day}–{_day(end)}"
    if start.year == end.year:
        return f"{start.day} {start:%B} – {_day(end)}"
    return f"{_day(start)} – {_day(end)}"


def _day(day: dt.date) -> str:
    return f"{day.day} {day:%B %Y}"


def _missing(value: object) -> bool:
    return value is None or value is pd.NA or value is pd.NaT or value != value  # noqa: PLR0124 - NaN is not itself
