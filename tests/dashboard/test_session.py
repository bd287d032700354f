"""What the map and the table say of the open incident, whichever message comes first."""

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest

from dashboard import session
from dashboard.components import FILTERS_KEY, MAP_KEY
from dashboard.selection import View

IDS = ["one", "two", "three"]


class _Clock:
    now = 100.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> _Clock:
    clock = _Clock()
    monkeypatch.setattr(session, "time", clock)
    return clock


@pytest.fixture
def state(monkeypatch: pytest.MonkeyPatch, clock: _Clock) -> dict[str, Any]:
    state: dict[str, Any] = {"view": View(), "revision": 0, "filters_revision": 0}
    monkeypatch.setattr(session, "st", SimpleNamespace(session_state=state))
    session.mark_in_table(IDS)
    clock.now += 60
    return state


def _click_on_map(state: dict[str, Any], incident: str | None) -> None:
    state[MAP_KEY] = SimpleNamespace(incident={"value": incident, "turn": 1})
    session.take_incident_from_map()
    session.mark_in_table(IDS)


def _table_says(state: dict[str, Any], incident: str | None) -> None:
    rows = [] if incident is None else [IDS.index(incident)]
    state[session.TABLE_KEY] = SimpleNamespace(selection=SimpleNamespace(rows=rows))
    session.take_incident_from_table()
    session.mark_in_table(IDS)


def test_a_chosen_row_opens_and_reaches_the_map(state: dict[str, Any]) -> None:
    _table_says(state, "two")
    assert session.view().incident == "two"
    assert state["revision"] == 1


@pytest.mark.parametrize("late", [None, "one", "two"])
def test_a_table_that_lags_behind_the_map_changes_nothing(
    state: dict[str, Any], clock: _Clock, late: str | None
) -> None:
    for incident in ("one", "two"):
        _click_on_map(state, incident)
        clock.now += 0.4
    _table_says(state, late)
    assert session.view().incident == "two"
    assert state["revision"] == 0


def test_a_row_is_chosen_again_once_the_table_has_caught_up(
    state: dict[str, Any], clock: _Clock
) -> None:
    _click_on_map(state, "one")
    _click_on_map(state, "two")
    clock.now += 10
    _table_says(state, "one")
    assert session.view().incident == "one"


def test_a_person_goes_back_and_forth_between_rows_as_fast_as_they_like(
    state: dict[str, Any],
) -> None:
    for incident in ("one", "two", "one", None):
        _table_says(state, incident)
        assert session.view().incident == incident


def _choose(state: dict[str, Any], **query: list[str]) -> None:
    state[FILTERS_KEY] = SimpleNamespace(chosen={"query": query, "turn": 1})
    session.take_filters()


def test_a_filter_leaves_the_open_incident_and_the_map_alone(state: dict[str, Any]) -> None:
    session.open_incident("one")
    _choose(state, kind=["talks"], q=["Doha"])
    assert session.view() == View(kinds=("talks",), text="Doha", incident="one")
    assert state["revision"] == 1


def test_dates_of_the_sidebar_reach_the_map_and_those_of_the_map_the_sidebar(
    state: dict[str, Any],
) -> None:
    _choose(state, **{"from": ["2025-10-01"]})
    assert state["revision"] == 1
    session.map_state(dt.date(2025, 1, 1), dt.date(2025, 12, 31))
    state[MAP_KEY] = SimpleNamespace(dates={"value": ["2025-10-01", "2025-10-09"], "turn": 1})
    session.take_dates_from_map()
    assert session.view().date_to == dt.date(2025, 10, 9)
    assert (state["revision"], session.filters_revision()) == (1, 1)


def test_clearing_leaves_no_filter_and_tells_map_and_sidebar(state: dict[str, Any]) -> None:
    _choose(state, killed=["stated"], actor=["the army"])
    session.clear_filters()
    assert session.view() == View()
    assert (state["revision"], session.filters_revision()) == (1, 1)


def test_nonsense_from_the_sidebar_is_said_once(state: dict[str, Any]) -> None:
    _choose(state, **{"killed-from": ["many"]})
    [problem] = session.take_problems()
    assert "many" in problem
    assert session.take_problems() == []
