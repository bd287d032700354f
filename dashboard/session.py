"""One person's session: what they look at now, kept in Streamlit's session state and the address.

The filters of the sidebar are widgets and keep their own state under the names below; dates and
the open incident come from the map or from the table.
"""

import datetime as dt
import time
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import streamlit as st

from dashboard.components import MAP_KEY, MapState
from dashboard.selection import View

FILTERS = ("kinds", "event_types", "countries", "sources")
TABLE_KEY = "table"

_VIEW = "view"
_REVISION = "revision"
_SPAN = "span"
_TABLE_IDS = "table_ids"
_MARKED = "marked"
_MARKED_BEFORE = "marked_before"
# How long a browser may still tell of the row that was marked before.
_ECHO_SECONDS = 3.0


def begin() -> list[str]:
    """Take over what the address says when a session starts; return what made no sense in it."""
    problems: list[str] = []
    if _VIEW not in st.session_state:
        query = {name: st.query_params.get_all(name) for name in st.query_params}
        st.session_state[_VIEW], problems = View.from_query(query)
        st.session_state[_REVISION] = 0
        for name in FILTERS:
            st.session_state[name] = list(getattr(st.session_state[_VIEW], name))
    # Streamlit forgets a widget's state when a run does not show it, as with an empty store.
    for name in FILTERS:
        st.session_state.setdefault(name, [])
    return problems


def view() -> View:
    """Return what the person looks at."""
    chosen: dict[str, Any] = {name: tuple(st.session_state.get(name) or ()) for name in FILTERS}
    current: View = st.session_state[_VIEW]
    return replace(current, **chosen)


def keep_address() -> None:
    """Write the view into the address."""
    query = view().to_query()
    if query != {name: st.query_params.get_all(name) for name in st.query_params}:
        st.query_params.from_dict(query)


def map_state(first: dt.date | None, last: dt.date | None) -> MapState:
    """Return what the map is to show, whose rows have these first and last days."""
    now = view()
    st.session_state[_SPAN] = (first, last)
    dates = (now.date_from or first, now.date_to or last)
    return MapState(
        dates=None if None in dates else (str(dates[0]), str(dates[1])),
        incident=now.incident,
        revision=st.session_state[_REVISION],
    )


def clear_filters() -> None:
    """Leave no filter, and all dates."""
    for name in FILTERS:
        st.session_state[name] = []
    _change(command=True, date_from=None, date_to=None)


def close_incident() -> None:
    """Close the incident panel."""
    _change(command=True, incident=None)


def open_incident(incident_id: str) -> None:
    """Open the panel of an incident."""
    _change(command=True, incident=incident_id)


def take_dates_from_map() -> None:
    """Follow the map's date slider, just released."""
    dates = st.session_state[MAP_KEY].dates
    date_from, date_to = (dt.date.fromisoformat(day) for day in dates)
    first, last = st.session_state[_SPAN]
    if first and last and date_from <= first and date_to >= last:
        # From end to end is no filter: rows without a date stay too.
        _change(command=False, date_from=None, date_to=None)
    else:
        _change(command=False, date_from=date_from, date_to=date_to)


def take_incident_from_map() -> None:
    """Open the incident just clicked on the map, or none."""
    _change(command=False, incident=st.session_state[MAP_KEY].incident)


def take_incident_from_table() -> None:
    """Open the incident of the row just chosen in the table, or none.

    A browser that has not drawn the last mark yet tells of the one before with whatever else it
    sends: that is no choice, and following it would take the person back to where they were.
    """
    rows = st.session_state[TABLE_KEY].selection.rows
    ids = st.session_state[_TABLE_IDS]
    incident = ids[rows[0]] if rows else None
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


def _remember_mark(incident: str | None) -> None:
    marked = st.session_state.get(_MARKED)
    if incident != marked:
        now = time.monotonic()
        before: dict[str | None, float] = st.session_state.get(_MARKED_BEFORE, {})
        kept = {key: at for key, at in before.items() if now - at <= _ECHO_SECONDS}
        st.session_state[_MARKED_BEFORE] = {**kept, marked: now}
        st.session_state[_MARKED] = incident


def _change(*, command: bool, **fields: dt.date | str | None) -> None:
    """Change the view; a command also reaches the map, which knows of its own changes."""
    st.session_state[_VIEW] = replace(st.session_state[_VIEW], **fields)
    if command:
        st.session_state[_REVISION] += 1
