"""What a person looks at, and how it stands in the address of the dashboard.

`?from=2025-10-01&to=2025-10-29&kind=incident&type=battle&country=AFG&source=report&incident=ab12`
says which rows to show and which one is open, so that an address can be kept and passed on.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Self

from geodata.vocabulary import EventType, Kind

Query = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class View:
    """What the dashboard shows; empty fields leave nothing out.

    Attributes:
        date_from: first day.
        date_to: last day.
        kinds: kinds of row (`Kind`).
        event_types: event types (`EventType`).
        countries: ISO 3166-1 alpha-3 codes.
        sources: data sets, ``report`` or ``sample``.
        incident: the incident whose panel is open.

    """

    date_from: dt.date | None = None
    date_to: dt.date | None = None
    kinds: tuple[str, ...] = ()
    event_types: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    incident: str | None = None

    @classmethod
    def from_query(cls, query: Query) -> tuple[Self, list[str]]:
        """Return the view of an address, and a line for each part that makes no sense."""
        problems: list[str] = []
        view = cls(
            date_from=_day(query, "from", problems),
            date_to=_day(query, "to", problems),
            kinds=_terms(query, "kind", Kind, problems),
            event_types=_terms(query, "type", EventType, problems),
            countries=_texts(query, "country"),
            sources=_texts(query, "source"),
            incident=next(iter(_texts(query, "incident")), None),
        )
        if view.date_from and view.date_to and view.date_from > view.date_to:
            problems.append("the first day in the address comes after the last: both are left out")
            view = replace(view, date_from=None, date_to=None)
        return view, problems

    def to_query(self) -> dict[str, list[str]]:
        """Return the parameters of the address, without empty ones."""
        query = {
            "from": [self.date_from.isoformat()] if self.date_from else [],
            "to": [self.date_to.isoformat()] if self.date_to else [],
            "kind": list(self.kinds),
            "type": list(self.event_types),
            "country": list(self.countries),
            "source": list(self.sources),
            "incident": [self.incident] if self.incident else [],
        }
        return {name: values for name, values in query.items() if values}


def _texts(query: Query, name: str) -> tuple[str, ...]:
    """Return the values of a parameter, each once."""
    return tuple(dict.fromkeys(value for value in query.get(name, ()) if value))


def _terms(
    query: Query, name: str, known: type[Kind | EventType], problems: list[str]
) -> tuple[str, ...]:
    values = _texts(query, name)
    terms = {str(member) for member in known}
    problems += [
        f"the address asks for {name} {value!r}, known are {', '.join(sorted(terms))}"
        for value in values
        if value not in terms
    ]
    return tuple(value for value in values if value in terms)


def _day(query: Query, name: str, problems: list[str]) -> dt.date | None:
    values = _texts(query, name)
    if not values:
        return None
    try:
        return dt.date.fromisoformat(values[0])
    except ValueError:
        problems.append(f"the address has {name}={values[0]!r}: write a day as 2025-10-29")
        return None
