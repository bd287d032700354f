"""The figures above the map, worded so that incidents and tolls are never confused.

Incidents are summed; a toll is a count that somebody gives for a period or an area, and stands
apart with the part of it that the incidents shown account for.
"""

from typing import Any

from dashboard.wording import period
from geodata.query import CountRange, TollTotal, Totals

# More tolls than this are counted only; a person narrows the dates to read them.
_TOLLS_SHOWN = 4


def figures(totals: Totals) -> dict[str, Any]:
    """Return the figures and tolls as text, for `dashboard.components.show_figures`."""
    more = len(totals.tolls) - _TOLLS_SHOWN
    return {
        "figures": [
            _figure("Incidents", f"{totals.incidents:,}"),
            _casualties("Killed", totals.killed, totals.killed_not_stated, totals.incidents),
            _casualties("Wounded", totals.wounded, totals.wounded_not_stated, totals.incidents),
            _figure("Talks", f"{totals.talks:,}"),
            _figure("Statements", f"{totals.statements:,}"),
        ],
        "tolls": [_toll(toll) for toll in totals.tolls[:_TOLLS_SHOWN]],
        "more_tolls": f"and {more:,} more: narrow dates or filters to read them"
        if more > 0
        else "",
    }


def _figure(name: str, value: str, note: str = "") -> dict[str, str]:
    return {"name": name, "value": value, "note": note}


def _casualties(name: str, number: CountRange, not_stated: int, incidents: int) -> dict[str, str]:
    if incidents == 0:
        return _figure(name, "–")
    plural = "incident does" if not_stated == 1 else "incidents do"
    note = f"{not_stated:,} {plural} not say" if number.stated and not_stated else ""
    return _figure(name, number.text(), note)


def _toll(toll: TollTotal) -> dict[str, str]:
    numbers = {"killed": toll.killed, "wounded": toll.wounded}
    stated = [f"{number.text()} {what}" for what, number in numbers.items() if number.stated]
    place = toll.place_name or "place not known"
    return {
        "count": ", ".join(stated) or "number not stated",
        "where": f"{place}, {period(toll.date_start, toll.date_end)}",
        "explained": _explained(toll),
    }


def _explained(toll: TollTotal) -> str:
    """Say how much of a toll the incidents shown account for."""
    if not toll.killed.stated:
        return ""
    known = f"{toll.accounted_for:,} accounted for by the incidents shown"
    if toll.not_located is None:
        return known
    open_ended = " or more" if toll.killed.high is None else ""
    return f"{known}, {toll.not_located:,}{open_ended} not located"
