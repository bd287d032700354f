"""What a row says, as a person reads it: counts as ranges, days, places."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

import pandas as pd

from dashboard.exports.symbols import symbols
from geodata.query import CountRange
from geodata.vocabulary import Kind, LocationPrecision

_TYPES = {symbol.term: symbol.name for symbol in symbols()}
_KINDS = {
    Kind.TOLL: "Toll",
    Kind.TALKS: "Talks",
    Kind.STATEMENT: "Statement",
}
# Of places that are no more exact than these a person is told so.
_COARSE = frozenset(
    {
        LocationPrecision.DISTRICT,
        LocationPrecision.PROVINCE,
        LocationPrecision.REGION,
        LocationPrecision.BORDER,
        LocationPrecision.COUNTRY,
    }
)


def count_text(row: Mapping[str, Any], measure: str) -> str:
    """Return a count as "5–9", "70 or more" or "not stated"."""
    bounds = (row[f"{measure}_{bound}"] for bound in ("low", "best", "high"))
    return CountRange(*(None if _missing(one) else int(one) for one in bounds)).text()


def days_text(row: Mapping[str, Any], *, short: bool = False) -> str:
    """Return the days of a row as "9 October 2025", "25–28 October 2025" or "date not known"."""
    return span_text(_day(row["date_start"]), _day(row["date_end"]), short=short)


def span_text(first: dt.date | None, last: dt.date | None, *, short: bool = False) -> str:
    """Return days as `days_text` does; months in three letters where it is to be short."""
    first, last = first or last, last or first
    if first is None or last is None:
        return "date not known"
    month = "%b" if short else "%B"
    end = f"{last.day} {last:{month}} {last.year}"
    if first == last:
        return end
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{end}"
    start = f"{first.day} {first:{month}}" + (f" {first.year}" if first.year != last.year else "")
    return f"{start} – {end}"


def place_text(row: Mapping[str, Any]) -> str:
    """Return where a row is, and how exactly that is known."""
    name = row["place_name"]
    if _missing(name):
        return "place not known"
    precision = str(row["location_precision"])
    said = precision in _COARSE and precision not in str(name).casefold()
    return f"{name} ({precision})" if said else str(name)


def type_text(row: Mapping[str, Any]) -> str:
    """Return what a row is: "Battle", "Toll", "Talks"."""
    kind = row["kind"]
    if kind in _KINDS:
        return _KINDS[kind]
    term = row["event_type"]
    return _TYPES["" if _missing(term) else str(term)]


def _day(value: Any) -> dt.date | None:  # noqa: ANN401 - a date, a time or a missing value
    if _missing(value):
        return None
    return value.date() if isinstance(value, dt.datetime) else value


def _missing(value: object) -> bool:
    return value is None or bool(pd.isna(value))  # type: ignore[call-overload] # one value
