"""The options that choose rows, as one value for the command that takes them."""

import functools
from collections.abc import Callable
from typing import Any, Final

import click

from dashboard.commands.parameters import box, countries, day
from geodata.errors import UsageError
from geodata.query import Selection
from geodata.vocabulary import ConfidenceBand, EventType, Kind, LocationPrecision

_STATED: Final = {"stated": True, "not_stated": False}


def _terms(terms: Any) -> click.Choice[str]:  # noqa: ANN401 - an enumeration
    return click.Choice([str(one) for one in terms])


_OPTIONS = (
    click.option("--from", "date_from", metavar="DATE", callback=day, help="First day."),
    click.option("--to", "date_to", metavar="DATE", callback=day, help="Last day."),
    click.option(
        "--type",
        "event_types",
        multiple=True,
        type=_terms(EventType),
        help="Only events of this type; may be repeated, as may the next seven.",
    ),
    click.option("--kind", "kinds", multiple=True, type=_terms(Kind)),
    click.option(
        "--country",
        "countries",
        metavar="ISO3",
        multiple=True,
        callback=countries,
        help="Only in this country or on its borders.",
    ),
    click.option(
        "--division", "divisions", metavar="ISO3:NAME", multiple=True, help="AFG:Nangarhar."
    ),
    click.option("--actor", "actors", metavar="NAME", multiple=True, help="Only with this party."),
    click.option(
        "--source", "sources", multiple=True, help="Only from this source, such as report."
    ),
    click.option("--confidence", "confidences", multiple=True, type=_terms(ConfidenceBand)),
    click.option("--precision", "precisions", multiple=True, type=_terms(LocationPrecision)),
    click.option("--killed-from", "deaths_from", type=click.IntRange(0), help="So many at least."),
    click.option("--killed-to", "deaths_to", type=click.IntRange(0), help="So many at most."),
    click.option(
        "--killed",
        "deaths_stated",
        type=click.Choice(list(_STATED)),
        help="Only where a number is stated, or is not.",
    ),
    click.option("--search", "text", default="", help="Only what these words are told of."),
    click.option(
        "--bbox",
        metavar="W,S,E,N",
        callback=box,
        help="Only what touches this box, in degrees. Write --bbox=W,S,E,N when W is negative.",
    ),
)
_NAMES: Final = tuple(Selection.__dataclass_fields__)


def row_choice(command: Callable[..., int]) -> Callable[..., int]:
    """Add the options that choose rows to a command, which gets them as `selection`."""

    @functools.wraps(command)
    def with_selection(**given: Any) -> int:  # noqa: ANN401 - the command's own options
        own: dict[str, Any] = {name: given.pop(name) for name in _NAMES}
        if own["deaths_stated"] is not None:
            own["deaths_stated"] = _STATED[own["deaths_stated"]]
        return command(selection=_checked(Selection(**own)), **given)

    wrapped: Callable[..., int] = with_selection
    for option in reversed(_OPTIONS):
        wrapped = option(wrapped)
    return wrapped


def _checked(selection: Selection) -> Selection:
    first, last = selection.date_from, selection.date_to
    if first is not None and last is not None and first > last:
        raise UsageError(f"--from {first} comes after --to {last}")
    least, most = selection.deaths_from, selection.deaths_to
    if least is not None and most is not None and least > most:
        raise UsageError(f"--killed-from {least} is more than --killed-to {most}")
    return selection
