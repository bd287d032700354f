import datetime as dt

import numpy as np
import numpy.typing as npt
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from map_records import BORDER, COUNTRY, at, frames, incident

from dashboard.map.mercator import EQUATOR_KM, world_x, world_y
from dashboard.map.page_order import _by_day_and_place
from dashboard.map.rows import Rows, packed_rows
from dashboard.map.style import EVENT_TYPES, KINDS, PRECISIONS
from geodata.frames import incidents_frame
from geodata.vocabulary import EventType, Kind, LocationPrecision


def rows_of(*incidents: object) -> Rows:
    return packed_rows(incidents_frame(incidents))[0]


def estimates(rows: Rows, measure: str) -> list[tuple[int | None, ...]]:
    """Return low, best and high as the page reads them."""
    found = []
    for low, best, high in zip(
        *(rows.columns[f"{measure}_{name}"].tolist() for name in ("low", "best", "high")),
        strict=True,
    ):
        base = max(low - 1, 0)
        found.append(
            (
                None if low == 0 else low - 1,
                None if best == 0 else base + best - 1,
                None if high == 0 else base + high - 1,
            )
        )
    return found


def unfolded(numbers: npt.NDArray[np.generic]) -> npt.NDArray[np.int64]:
    wide = numbers.astype(np.int64)
    return (wide >> 1) ^ -(wide & 1)


def places(rows: Rows) -> npt.NDArray[np.int64]:
    return np.cumsum(unfolded(rows.columns["place_steps"]))


def steps(rows: Rows, axis: str) -> npt.NDArray[np.int64]:
    middle = rows.columns[f"place_{axis}"].astype(np.int64)[places(rows)]
    found: npt.NDArray[np.int64] = middle + unfolded(rows.columns[axis])
    return found


def test_rows_are_sorted_by_first_day_and_undated_ones_come_last() -> None:
    rows = rows_of(
        incident("undated"),
        incident("late", "2025-03-09"),
        incident("early", ("1889-12-31", "2025-04-01")),
    )
    assert rows.order.tolist() == [2, 1, 0]
    days = np.cumsum(rows.columns["start_steps"].astype(np.int64)) + rows.meta["first_day"]
    first = dt.date(1970, 1, 1) + dt.timedelta(days=int(days[0]))
    last = dt.date(1970, 1, 1) + dt.timedelta(days=rows.meta["last_day"])
    assert (first, last) == (dt.date(1889, 12, 31), dt.date(2025, 4, 1))
    assert rows.meta["dated"] == len(days) == 2


def test_rows_of_a_day_are_sorted_by_place_and_keep_its_name() -> None:
    told = [("2025-03-02", "A"), ("2025-03-01", "B"), ("2025-03-01", None), (None, "A")]
    told += [("2025-03-01", "B"), ("2025-03-01", "A"), ("2025-03-01", "C")]
    rows = rows_of(*(incident(f"{i}", day, place_name=name) for i, (day, name) in enumerate(told)))
    names = [None if place == 0 else rows.names[place - 1] for place in places(rows)]
    assert names == [None, "A", "B", "B", "C", "A", "A"]
    assert rows.order.tolist() == [2, 5, 1, 4, 6, 0, 3]


@given(st.lists(st.tuples(st.integers(0, 200_000), st.integers(0, 3)), min_size=1, max_size=50))
def test_rows_are_sorted_over_any_span(told: list[tuple[int, int]]) -> None:
    days, names = np.array(told, dtype=np.int64).T
    order = _by_day_and_place(days, np.ones(len(days), bool), names)
    assert order.tolist() == sorted(range(len(told)), key=lambda row: told[row])


def test_missing_is_not_none() -> None:
    rows = rows_of(
        incident("missing", "2025-01-01"),
        incident("nobody", "2025-01-02", killed_low=0, killed_best=0, killed_high=0),
        incident("at least", "2025-01-03", killed_low=70, killed_best=70),
        incident("up to", "2025-01-04", killed_high=20),
        incident("range", "2025-01-05", killed_low=24, killed_best=30, killed_high=40),
    )
    assert estimates(rows, "killed") == [
        (None, None, None),
        (0, 0, 0),
        (70, 70, None),
        (None, None, 20),
        (24, 30, 40),
    ]
    assert estimates(rows, "wounded") == [(None, None, None)] * 5


def test_geometry_says_what_kind_of_place_a_row_has() -> None:
    rows, shapes = packed_rows(
        incidents_frame(
            [
                incident("nowhere", "2025-01-01"),
                incident("point", "2025-01-02", geometry=at(10, 10)),
                incident("border", "2025-01-03", geometry=BORDER),
                incident("country", "2025-01-04", geometry=COUNTRY),
                incident("same border", "2025-01-05", geometry=shapely.from_wkb(BORDER.wkb)),
                incident("empty", "2025-01-06", geometry=shapely.Point()),
            ]
        )
    )
    assert rows.columns["geometry"].tolist() == [0, 1, 2, 3, 2, 0]
    assert shapes.kinds.tolist() == [1, 2]


@pytest.mark.parametrize("width", [0.0, 1.0, 20.0, 200.0])
def test_points_stay_where_they_are(width: float) -> None:
    spots = [(10.0, 20.0), (10.0 + width, 20.0 + width / 4), (10.0 + width / 3, 21.0)]
    # Two of them are told under one name, and lie off the middle of both.
    rows = rows_of(
        *(
            incident(f"{i}", geometry=at(*spot), place_name="Town" if i else None)
            for i, spot in enumerate(spots)
        )
    )
    west, north = rows.meta["origin"]
    x = west + steps(rows, "x") * rows.meta["step"]
    y = north + steps(rows, "y") * rows.meta["step"]
    off_km = 0.05 * 1.01
    spots = [spots[at] for at in rows.order]
    expected_x = world_x([place[0] for place in spots])
    assert np.abs(np.mod(x - expected_x + 0.5, 1) - 0.5).max() * EQUATOR_KM < off_km
    assert np.abs(y - world_y([place[1] for place in spots])).max() * EQUATOR_KM < off_km


def test_codes_count_through_the_style() -> None:
    incidents, _, _ = frames()
    rows, _ = packed_rows(incidents)
    ordered = incidents.iloc[rows.order]
    assert [KINDS[code] for code in rows.columns["kind"]] == list(ordered["kind"])
    types = [EVENT_TYPES[code] for code in rows.columns["type"]]
    assert types == [
        None if value is None or value != value else EventType(value)  # noqa: PLR0124 - NaN
        for value in ordered["event_type"].astype(object)
    ]
    precisions = [PRECISIONS[code] for code in rows.columns["precision"]]
    assert precisions == list(ordered["location_precision"])
    assert Kind.TOLL in list(ordered["kind"])
    assert LocationPrecision.BORDER in precisions


def test_no_rows_have_no_bounds() -> None:
    rows = rows_of()
    assert rows.bounds is None
    assert rows.meta["rows"] == 0
    assert rows.meta["first_day"] is None


def test_bounds_hold_points_lines_and_areas() -> None:
    incidents, _, _ = frames()
    rows, _ = packed_rows(incidents)
    west, north, east, south = rows.bounds or (0, 0, 0, 0)
    assert west == pytest.approx(float(world_x(51.53)), abs=1e-4)
    assert east == pytest.approx(float(world_x(77)), abs=1e-4)
    assert north == pytest.approx(float(world_y(37.1)), abs=1e-4)
    assert south == pytest.approx(float(world_y(25)), abs=1e-4)


def test_bounds_do_not_go_around_the_world_for_two_sides_of_the_antimeridian() -> None:
    rows = rows_of(incident("a", geometry=at(179, 0)), incident("b", geometry=at(-179, 1)))
    west, _, east, _ = rows.bounds or (0, 0, 0, 0)
    assert (east - west) * 360 == pytest.approx(2)
