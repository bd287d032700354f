"""One person's session: what they look at now, kept in Streamlit's session state and the address.

Filters come from the sidebar, dates from there or from the map, the open incident from the map, a
table or a report. All pages share them.
"""

import datetime as dt
import time
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import streamlit as st

from dashboard.components import FILTERS_KEY, MAP_KEY, REPORT_KEY, MapState
from dashboard.selection import View

TABLE_KEY = "table"
REPORTS_KEY = "reports"

_VIEW = "view"
_REVISION = "revision"
_FILTERS_REVISION = "filters_revision"
_WRITTEN = "written"
_REPLACED = "replaced"
_WENT = "went"
_SPAN = "span"
_PROBLEMS = "problems"
_ERRORS = "errors"
_DONE = "done"
_TABLE_IDS = "table_ids"
_REPORT_IDS = "report_ids"
_MARKED = "marked"
_MARKED_BEFORE = "marked_before"
# How long a browser may still tell of the row that was marked, or the address that stood, before.
_ECHO_SECONDS = 4.0


def begin() -> None:
    """Take over what the address says when a session starts, or when a person goes back in it."""
    query = _address()
    went = st.session_state.pop(_WENT, False)
    if _VIEW not in st.session_state:
        _begin_with(query)
        # A page that outlives its server holds the numbers of another session: none may come again.
        begun = int(time.time() * 1000)
        st.session_state[_REVISION] = st.session_state[_FILTERS_REVISION] = begun
    elif query != st.session_state.get(_WRITTEN) and (went or _is_called_up(query)):
        _begin_with(query)
        st.session_state[_REVISION] += 1
        st.session_state[_FILTERS_REVISION] += 1


def view() -> View:
    """Return what the person looks at."""
    current: View = st.session_state[_VIEW]
    return current


def filters_revision() -> int:
    """Return a number that grows when anything but the sidebar changed a filter."""
    revision: int = st.session_state[_FILTERS_REVISION]
    return revision


def take_history() -> None:
    """Follow the address, to which the person just went back or forward in the browser."""
    st.session_state[_WENT] = True


def keep_address() -> None:
    """Write the view into the address."""
    query = view().to_query()
    written = st.session_state.get(_WRITTEN, query)
    if query != written:
        st.session_state[_REPLACED] = (written, time.monotonic())
    st.session_state[_WRITTEN] = query
    if query != _address():
        st.query_params.from_dict(query)


def tell_done(said: str) -> None:
    """Keep what was done, to be shown with the next run."""
    st.session_state.setdefault(_DONE, []).append(said)


def take_done() -> list[str]:
    """Return what was done, once."""
    done: list[str] = st.session_state.pop(_DONE, [])
    return done


def tell_problem(problem: str) -> None:
    """Keep a line to be shown with the next run."""
    st.session_state.setdefault(_PROBLEMS, []).append(problem)


def tell_error(error: Exception) -> None:
    """Keep why something failed, to be shown with the next run."""
    st.session_state.setdefault(_ERRORS, []).append(str(error))


def take_errors() -> list[str]:
    """Return what failed, once."""
    errors: list[str] = st.session_state.pop(_ERRORS, [])
    return errors


def take_problems() -> list[str]:
    """Return what is to be said to the person, once."""
    problems: list[str] = st.session_state.pop(_PROBLEMS, [])
    return problems


def map_state(first: dt.date | None, last: dt.date | None) -> MapState:
    """Return what the map is to show, whose rows have these first and last days."""
    now = view()
    st.session_state[_SPAN] = (first, last)
    dates = None
    if first and last:
        # A bound may lie beyond all rows.
        begin = now.date_from or min(first, now.date_to or first)
        dates = (str(begin), str(now.date_to or max(last, begin)))
    return MapState(
        dates=dates,
        undated=now.date_from is None and now.date_to is None,
        incident=now.incident,
        revision=st.session_state[_REVISION],
    )


def take_filters() -> None:
    """Follow the sidebar's filters, just changed."""
    chosen, problems = View.from_query(st.session_state[FILTERS_KEY].chosen["query"])
    for problem in problems:
        tell_problem(problem)
    before = view()
    st.session_state[_VIEW] = replace(chosen, incident=before.incident, report=before.report)
    if (chosen.date_from, chosen.date_to) != (before.date_from, before.date_to):
        st.session_state[_REVISION] += 1


def clear_filters() -> None:
    """Leave no filter, and all dates."""
    st.session_state[_VIEW] = view().unfiltered()
    st.session_state[_REVISION] += 1
    st.session_state[_FILTERS_REVISION] += 1


def close_incident() -> None:
    """Close the incident panel."""
    _change(command=True, incident=None)


def open_incident(incident_id: str) -> None:
    """Open the panel of an incident."""
    _change(command=True, incident=incident_id)


def open_report(report_id: str | None) -> None:
    """Open a report, or none."""
    _change(command=False, report=report_id)


def take_incident_from_report() -> None:
    """Open the incident of the quote just clicked in a report."""
    _change(command=True, incident=st.session_state[REPORT_KEY].incident["value"])


def take_report_from_list() -> None:
    """Open the report of the row just chosen in the list of reports, or none."""
    rows = st.session_state[REPORTS_KEY].selection.rows
    ids = st.session_state[_REPORT_IDS]
    open_report(ids[rows[0]] if rows and rows[0] < len(ids) else None)


def mark_in_reports(report_ids: Sequence[str]) -> None:
    """Let the list of reports, about to show these, mark the open one."""
    st.session_state[_REPORT_IDS] = list(report_ids)
    report = view().report
    rows = [report_ids.index(report)] if report in report_ids else []
    st.session_state[REPORTS_KEY] = {"selection": {"rows": rows, "columns": [], "cells": []}}


def take_dates_from_map() -> None:
    """Follow the map's date slider, just released."""
    dates = st.session_state[MAP_KEY].dates["value"]
    date_from, date_to = (dt.date.fromisoformat(day) for day in dates)
    first, last = st.session_state[_SPAN]
    if first and last and date_from <= first and date_to >= last:
        # From end to end is no filter: rows without a date stay too.
        _change(command=False, date_from=None, date_to=None)
    else:
        _change(command=False, date_from=date_from, date_to=date_to)
    st.session_state[_FILTERS_REVISION] += 1


def take_incident_from_map() -> None:
    """Open the incident just clicked on the map, or none."""
    _change(command=False, incident=st.session_state[MAP_KEY].incident["value"])


def take_incident_from_table() -> None:
    """Open the incident of the row just chosen in the table, or none.

    A browser that has not drawn the last mark yet tells of the one before with whatever else it
    sends: that is no choice, and following it would take the person back to where they were.
    """
    rows = st.session_state[TABLE_KEY].selection.rows
    ids = st.session_state[_TABLE_IDS]
    incident = ids[rows[0]] if rows and rows[0] < len(ids) else None
    left_at = st.session_state.get(_MARKED_BEFORE, {}).get(incident)
    echo = left_at is not None and time.monotonic() - left_at <= _ECHO_SECONDS
    if not echo and incident != st.session_state.get(_MARKED):
        st.session_state[_MARKED] = incident
        _change(command=True, incident=incident)


def mark_in_table(incident_ids: Sequence[str]) -> None:
    """Let the table, about to show these incidents, mark the row of the open one."""
    st.session_state[_TABLE_IDS] = list(incident_ids)
    incident = view().incident
    rows = [incident_ids.index(incident)] if incident in incident_ids else []
    _remember_mark(incident if rows else None)
    st.session_state[TABLE_KEY] = {"selection": {"rows": rows, "columns": [], "cells": []}}


def _begin_with(query: dict[str, list[str]]) -> None:
    st.session_state[_VIEW], problems = View.from_query(query)
    for problem in problems:
        tell_problem(problem)


def _is_called_up(query: dict[str, list[str]]) -> bool:
    """Return whether a person called up an address of which nobody has said that they did.

    Another page begins with an empty one, and a browser that is behind tells of the one that was
    just replaced.
    """
    written, replaced_at = st.session_state.get(_REPLACED, (None, 0.0))
    is_echo = query == written and time.monotonic() - replaced_at <= _ECHO_SECONDS
    return bool(query) and not is_echo


def _address() -> dict[str, list[str]]:
    return {name: st.query_params.get_all(name) for name in st.query_params}


def _remember_mark(incident: str | None) -> None:
    marked = st.session_state.get(_MARKED)
    if incident != marked:
        now = time.monotonic()
        before: dict[str | None, float] = st.session_state.get(_MARKED_BEFORE, {})
        kept = {key: at for key, at in before.items() if now - at <= _ECHO_SECONDS}
        st.session_state[_MARKED_BEFORE] = {**kept, marked: now}
        st.session_state[_MARKED] = incident


def _change(*, command: bool, **fields: Any) -> None:  # noqa: ANN401 - a view's own fields
    """Change the view; a command also reaches the map, which knows of its own changes."""
    st.session_state[_VIEW] = replace(st.session_state[_VIEW], **fields)
    if command:
        st.session_state[_REVISION] += 1
