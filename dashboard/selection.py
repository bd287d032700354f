"""What a person looks at, and how it stands in the address of the dashboard.

`?from=2025-10-01&to=2025-10-29&kind=incident&type=battle&country=AFG&q=convoy&incident=ab12` says
which rows to show and which one is open, so that an address can be kept and passed on.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, NamedTuple, Self

from geodata.query import Selection
from geodata.vocabulary import ConfidenceBand, EventType, Kind, LocationPrecision

Query = Mapping[str, Sequence[str]]


class Choice(NamedTuple):
    """A filter by values of a list.

    Attributes:
        field: its name in `View` and in `geodata.query.Selection`.
        parameter: its name in the address.
        terms: the values there are; any text when missing.

    """

    field: str
    parameter: str
    terms: type[StrEnum] | None = None


CHOICES = (
    Choice("kinds", "kind", Kind),
    Choice("event_types", "type", EventType),
    Choice("countries", "country"),
    Choice("divisions", "division"),
    Choice("actors", "actor"),
    Choice("sources", "source"),
    Choice("confidences", "confidence", ConfidenceBand),
    Choice("precisions", "precision", LocationPrecision),
)
_STATED = {"stated": True, "not_stated": False}


@dataclass(frozen=True, slots=True)
class View:
    """What the dashboard shows; empty fields leave nothing out.

    Attributes:
        date_from: first day.
        date_to: last day.
        kinds: kinds of row (`Kind`).
        event_types: event types (`EventType`).
        countries: ISO 3166-1 alpha-3 codes.
        divisions: first-level divisions with their country, `AFG:Nangarhar`.
        actors: names of parties.
        sources: data sets, ``report`` or ``sample``.
        confidences: how sure the extraction is (`ConfidenceBand`).
        precisions: how exactly places are known (`LocationPrecision`).
        deaths_from: at least so many deaths.
        deaths_to: at most so many.
        deaths_stated: whether deaths must be stated, or must not be.
        text: words to search for.
        incident: the incident whose panel is open.
        report: the report that is open.

    """

    date_from: dt.date | None = None
    date_to: dt.date | None = None
    kinds: tuple[str, ...] = ()
    event_types: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    divisions: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    confidences: tuple[str, ...] = ()
    precisions: tuple[str, ...] = ()
    deaths_from: int | None = None
    deaths_to: int | None = None
    deaths_stated: bool | None = None
    text: str = ""
    incident: str | None = None
    report: str | None = None

    @classmethod
    def from_query(cls, query: Query) -> tuple[Self, list[str]]:
        """Return the view of an address, and a line for each part that makes no sense."""
        problems: list[str] = []
        lists: dict[str, Any] = {
            choice.field: _terms(query, choice, problems) for choice in CHOICES
        }
        view = cls(
            date_from=_day(query, "from", problems),
            date_to=_day(query, "to", problems),
            deaths_from=_number(query, "killed-from", problems),
            deaths_to=_number(query, "killed-to", problems),
            deaths_stated=_stated(query, problems),
            text=_first(query, "q") or "",
            incident=_first(query, "incident"),
            report=_first(query, "report"),
            **lists,
        )
        if view.date_from and view.date_to and view.date_from > view.date_to:
            problems.append("the first day comes after the last: both are left out")
            view = replace(view, date_from=None, date_to=None)
        if (view.deaths_from or 0) > (view.deaths_to or view.deaths_from or 0):
            problems.append("fewer deaths at most than at least: both bounds are left out")
            view = replace(view, deaths_from=None, deaths_to=None)
        return view, problems

    def to_query(self) -> dict[str, list[str]]:
        """Return the parameters of the address, without empty ones."""
        stated = {True: "stated", False: "not_stated", None: None}[self.deaths_stated]
        query: dict[str, list[str]] = {
            "from": _written(self.date_from),
            "to": _written(self.date_to),
            **{choice.parameter: list(getattr(self, choice.field)) for choice in CHOICES},
            "killed-from": _written(self.deaths_from),
            "killed-to": _written(self.deaths_to),
            "killed": _written(stated),
            "q": _written(self.text or None),
            "incident": _written(self.incident or None),
            "report": _written(self.report or None),
        }
        return {name: values for name, values in query.items() if values}

    def selection(self) -> Selection:
        """Return which rows are asked for."""
        return Selection(
            date_from=self.date_from,
            date_to=self.date_to,
            deaths_from=self.deaths_from,
            deaths_to=self.deaths_to,
            deaths_stated=self.deaths_stated,
            text=self.text,
            **{choice.field: getattr(self, choice.field) for choice in CHOICES},
        )

    def unfiltered(self) -> Self:
        """Return the view without any filter; what is open stays open."""
        return type(self)(incident=self.incident, report=self.report)

    @property
    def is_filtered(self) -> bool:
        """Whether anything is left out."""
        return self != self.unfiltered()


def _first(query: Query, name: str) -> str | None:
    return next(iter(_texts(query, name)), None)


def _texts(query: Query, name: str) -> tuple[str, ...]:
    """Return the values of a parameter, each once."""
    return tuple(dict.fromkeys(value for value in query.get(name, ()) if value))


def _terms(query: Query, choice: Choice, problems: list[str]) -> tuple[str, ...]:
    values = _texts(query, choice.parameter)
    if choice.terms is None:
        return values
    terms = {str(member) for member in choice.terms}
    problems += [
        f"the address asks for {choice.parameter} {value!r}, known are {', '.join(sorted(terms))}"
        for value in values
        if value not in terms
    ]
    return tuple(value for value in values if value in terms)


def _day(query: Query, name: str, problems: list[str]) -> dt.date | None:
    value = _first(query, name)
    if value is None:
        return None
    try:
        return dt.date.fromisoformat(value)
    except ValueError:
        problems.append(f"the address has {name}={value!r}: write a day as 2025-10-29")
        return None


def _stated(query: Query, problems: list[str]) -> bool | None:
    value = _first(query, "killed")
    if value is not None and value not in _STATED:
        problems.append(f"the address has killed={value!r}: known are {', '.join(_STATED)}")
    return _STATED.get(value or "")


def _number(query: Query, name: str, problems: list[str]) -> int | None:
    value = _first(query, name)
    if value is None:
        return None
    if not (value.isascii() and value.isdecimal() and len(value) <= _MOST_DIGITS):
        problems.append(f"the address has {name}={value!r}: write a number as 12")
        return None
    return int(value)


# No event has killed more; the columns hold no larger numbers.
_MOST_DIGITS = 12


def _written(value: object) -> list[str]:
    return [] if value is None else [str(value)]
