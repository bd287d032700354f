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


class _Address(dict[str, list[str]]):
    def get_all(self, name: str) -> list[str]:
        return self[name]

    def from_dict(self, query: dict[str, list[str]]) -> None:
        self.clear()
        self.update(query)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> _Clock:
    clock = _Clock()
    monkeypatch.setattr(session, "time", clock)
    return clock


@pytest.fixture
def state(monkeypatch: pytest.MonkeyPatch, clock: _Clock) -> dict[str, Any]:
    state: dict[str, Any] = {"view": View(), "revision": 0, "filters_revision": 0}
    address = _Address()
    monkeypatch.setattr(session, "st", SimpleNamespace(session_state=state, query_params=address))
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


def _go_to(*, went: bool, **query: list[str]) -> None:
    """Run the page as a browser that stands at an address has it run."""
    session.st.query_params.from_dict(query)
    if went:
        session.take_history()
    session.begin()
    session.keep_address()


def test_a_browser_that_is_behind_takes_no_filter_back_but_a_person_does(
    state: dict[str, Any], clock: _Clock
) -> None:
    clock.now += 60
    session.keep_address()
    for kind in ("incident", "talks"):
        _choose(state, kind=[kind])
        session.keep_address()
    _go_to(went=False, kind=["incident"])
    assert session.view().kinds == ("talks",)
    _go_to(went=True, kind=["incident"])
    assert session.view().kinds == ("incident",)
    _go_to(went=False)
    assert session.view().kinds == ("incident",)
    _go_to(went=True)
    assert session.view() == View()


@pytest.mark.parametrize(
    ("chosen", "told"),
    [
        ({}, ("2025-01-01", "2025-12-31", True)),
        ({"from": ["2025-03-01"]}, ("2025-03-01", "2025-12-31", False)),
        ({"from": ["2024-03-01"], "to": ["2026-03-01"]}, ("2024-03-01", "2026-03-01", False)),
        ({"from": ["2026-03-01"]}, ("2026-03-01", "2026-03-01", False)),
        ({"to": ["2024-03-01"]}, ("2024-03-01", "2024-03-01", False)),
    ],
)
def test_the_map_is_told_of_dates_beyond_its_rows_and_of_rows_without(
    state: dict[str, Any], chosen: dict[str, list[str]], told: tuple[str, str, bool]
) -> None:
    _choose(state, **chosen)
    said = session.map_state(dt.date(2025, 1, 1), dt.date(2025, 12, 31))
    assert said.dates is not None
    assert (*said.dates, said.undated) == told
