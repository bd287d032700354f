import dataclasses
import datetime as dt
from typing import Any

import geopandas as gpd
import numpy as np
import pytest
from store_records import incident, report

from geodata.facets import Facets
from geodata.frames import incidents_frame
from geodata.incident import Incident
from geodata.periods import (
    Step,
    deaths_by_period,
    fitting_step,
    periods_of,
    possible_steps,
    types_by_period,
)
from geodata.vocabulary import EventType, Kind

REPORT = report()
NOTHING = {"killed_low": None, "killed_best": None, "killed_high": None}


def row(day: str | None, **changes: Any) -> Incident:  # noqa: ANN401 - an incident's own fields
    date = dt.date.fromisoformat(day) if day else None
    return incident(REPORT, 0, date_start=date, date_end=date, **{**NOTHING, **changes})


def frame(*rows: Incident) -> gpd.GeoDataFrame:
    return incidents_frame(
        dataclasses.replace(one, incident_id=str(number)) for number, one in enumerate(rows)
    )


MANY = frame(
    row("2025-02-27", killed_low=2, event_type=EventType.BATTLE),
    row("2025-03-02", killed_low=1, killed_best=3, killed_high=5, event_type=EventType.BATTLE),
    row("2025-03-03", event_type=EventType.RIOT),
    row("2025-05-01", killed_best=4, event_type=None),
    row("2025-03-03", kind=Kind.TOLL, killed_low=100),
    row(None, killed_low=50),
)


@pytest.mark.parametrize(
    ("step", "starts"),
    [
        (Step.WEEK, ["2025-02-24", "2025-03-03", "2025-03-10"]),
        (Step.MONTH, ["2025-02-01", "2025-03-01", "2025-04-01"]),
        (Step.DAY, ["2025-02-27", "2025-02-28", "2025-03-01"]),
        (Step.YEAR, ["2025-01-01"]),
    ],
)
def test_periods_follow_each_other_without_gaps(step: Step, starts: list[str]) -> None:
    periods = periods_of(Facets(MANY), np.ones(6, dtype=bool), step)
    assert periods is not None
    assert [str(day)[:10] for day in periods.starts[:3]] == starts
    assert str(periods.starts[-1])[:10] <= "2025-05-01"


def test_deaths_are_a_range_of_incidents_alone() -> None:
    facets = Facets(MANY)
    periods = periods_of(facets, np.ones(6, dtype=bool), Step.MONTH)
    assert periods is not None
    found = deaths_by_period(facets, periods)
    columns = ["incidents", "low", "best", "high", "open", "not_stated"]
    assert found[columns].to_numpy().tolist() == [
        [1, 2, 2, 2, 1, 0],
        [2, 1, 3, 5, 0, 1],
        [0, 0, 0, 0, 0, 0],
        [1, 0, 4, 4, 1, 0],
    ]


def test_types_are_counted_where_there_are_any() -> None:
    facets = Facets(MANY)
    periods = periods_of(facets, np.ones(6, dtype=bool), Step.MONTH)
    assert periods is not None
    found = types_by_period(facets, periods)
    assert [(str(day)[:7], kind, count) for day, kind, count in found.to_numpy()] == [
        ("2025-02", "battle", 1),
        ("2025-03", "battle", 1),
        ("2025-03", "riot", 1),
        ("2025-05", "", 1),
    ]


def test_rows_without_a_date_have_no_period() -> None:
    facets = Facets(MANY)
    assert periods_of(facets, np.arange(6) == 5, Step.DAY) is None
    assert periods_of(facets, np.zeros(6, dtype=bool), Step.DAY) is None


def test_steps_that_fit() -> None:
    assert [fitting_step(days) for days in (1, 62, 63, 732, 733)] == [
        Step.DAY,
        Step.DAY,
        Step.WEEK,
        Step.WEEK,
        Step.MONTH,
    ]
    assert possible_steps(1_000) == list(Step)
    assert possible_steps(10_000) == [Step.WEEK, Step.MONTH, Step.YEAR]
    assert possible_steps(100_000) == [Step.YEAR]
