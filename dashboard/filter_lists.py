"""What the sidebar's filters show: each value with the number of rows that it would leave."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from dashboard.selection import CHOICES, View
from dashboard.wording import event_type_name, kind_name, precision_words, source_name
from geodata.facets import Counted
from geodata.folding import fold
from geodata.vocabulary import ConfidenceBand, EventType, Kind, LocationPrecision

# Longer lists are searched: nobody reads on, and the browser gets them with each change.
_MOST_SENT = 25

Word = Callable[[str], str]

_CONFIDENCES = {
    ConfidenceBand.HIGH: "75% sure or more",
    ConfidenceBand.MEDIUM: "50 to 75% sure",
    ConfidenceBand.LOW: "less than 50% sure: check them",
    ConfidenceBand.NOT_STATED: "not stated",
}


class _Look(NamedTuple):
    label: str
    is_open: bool
    order: list[str] | None = None
    hint: str = ""


_LOOKS = {
    "kinds": _Look(
        "Kind",
        is_open=True,
        order=[str(one) for one in Kind],
        hint="Only incidents are summed. A toll counts a period or an area, as a report tells it.",
    ),
    "event_types": _Look("Event type", is_open=True, order=[str(one) for one in EventType]),
    "countries": _Look("Country", is_open=True),
    "divisions": _Look("Province or state", is_open=False),
    "actors": _Look("Party", is_open=False),
    "sources": _Look("Source", is_open=False),
    "confidences": _Look(
        "Confidence",
        is_open=False,
        order=[str(one) for one in ConfidenceBand],
        hint="How sure it is that a report tells this; datasets mostly do not say.",
    ),
    "precisions": _Look(
        "Place known as", is_open=False, order=[str(one) for one in LocationPrecision]
    ),
}


def filter_lists(
    view: View,
    left: Counted,
    total: Counted,
    country_name: Word = str,
    find: Mapping[str, str] | None = None,
) -> list[dict[str, Any]]:
    """Return the lists of the sidebar: for each its values, their names and numbers of rows.

    Args:
        view: what is chosen; what the address asks for stays even when no row has it.
        left: the numbers beside the other filters.
        total: the numbers without any filter.
        country_name: name of a country by its ISO 3166-1 alpha-3 code.
        find: what to look for in a list, by the list's name in the address.

    """
    lists = []
    for choice in CHOICES:
        look, chosen = _LOOKS[choice.field], getattr(view, choice.field)
        counts, known = left.counts[choice.field], total.counts[choice.field]
        if not known and not chosen:
            continue
        word = _word(choice.field, country_name)
        values = _in_order(look.order, chosen, counts, known)
        wanted = (find or {}).get(choice.parameter, "")
        if wanted and len(values) > _MOST_SENT:
            folded = fold(wanted)
            values = [one for one in values if one in chosen or folded in fold(word(one))]
        sent = values[:_MOST_SENT]
        sent += [value for value in chosen if value not in sent]
        lists.append(
            {
                "name": choice.parameter,
                "label": look.label,
                "open": look.is_open,
                "hint": look.hint,
                # A name that is the value itself goes once.
                "options": [
                    [value, None if word(value) == value else word(value), counts.get(value, 0)]
                    for value in sent
                ],
                "more": max(0, len(values) - _MOST_SENT),
            }
        )
    return lists


def division_name(division: str, country_name: Word) -> str:
    """Return a division, `AFG:Nangarhar`, with the name of its country."""
    country, _, name = division.partition(":")
    return f"{name}, {country_name(country)}" if country else name


def _in_order(
    order: list[str] | None,
    chosen: Sequence[str],
    counts: Mapping[str, int],
    known: Mapping[str, int],
) -> list[str]:
    """Return the values that any row has or that are chosen, the most frequent first."""
    if order is not None:
        return [value for value in order if value in known or value in chosen]
    return sorted(
        {*known, *chosen}, key=lambda value: (-counts.get(value, 0), -known.get(value, 0), value)
    )


def _word(field: str, country_name: Word) -> Word:
    words: dict[str, Word] = {
        "kinds": kind_name,
        "event_types": event_type_name,
        "countries": country_name,
        "divisions": lambda value: division_name(value, country_name),
        "sources": source_name,
        "confidences": lambda value: _CONFIDENCES[ConfidenceBand(value)],
        "precisions": lambda value: precision_words(value).capitalize(),
    }
    return words.get(field, str)
