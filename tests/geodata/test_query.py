import dataclasses
import datetime as dt
from typing import Any

import geopandas as gpd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import LineString, Point, box
from store_records import incident, report

from geodata.frames import incidents_frame
from geodata.incident import Incident
from geodata.query import (
    CountRange,
    Selection,
    count_undated,
    date_range,
    select,
    totals,
)
from geodata.vocabulary import EventType, Kind, LocationPrecision

REPORT = report()
OCTOBER = (dt.date(2025, 10, 1), dt.date(2025, 10, 31))


def row(number: int = 0, **changes: Any) -> Incident:  # noqa: ANN401 - an incident's own fields
    return incident(REPORT, number, **changes)


def frame(*rows: Incident) -> gpd.GeoDataFrame:
    return incidents_frame(
        dataclasses.replace(one, incident_id=str(number)) for number, one in enumerate(rows)
    )


def kept(rows: gpd.GeoDataFrame, **selection: Any) -> list[int]:  # noqa: ANN401 - a selection's own fields
    return list(select(rows, Selection(**selection)).index)


@pytest.mark.parametrize(
    ("count", "text"),
    [
        (CountRange(30, 30, 30), "30"),
        (CountRange(70, 70, None), "70 or more"),
        (CountRange(24, None, 40), "24–40"),
        (CountRange(None, None, 70), "up to 70"),
        (CountRange(0, 0, 70), "up to 70"),
        (CountRange(None, 50, None), "about 50"),
        (CountRange(0, 50, None), "about 50"),
        (CountRange(0, 0, 0), "0"),
        (CountRange(1200, None, None), "1,200 or more"),
        (CountRange(), "not stated"),
    ],
)
def test_count_as_a_person_reads_it(count: CountRange, text: str) -> None:
    assert count.text() == text


def test_date_window_meets_rows_that_last_into_it() -> None:
    long = row(date_start=dt.date(2025, 10, 5), date_end=dt.date(2025, 10, 10))
    rows = frame(long)
    assert kept(rows, date_from=dt.date(2025, 10, 10)) == [0]
    assert kept(rows, date_from=dt.date(2025, 10, 11)) == []
    assert kept(rows, date_to=dt.date(2025, 10, 5)) == [0]
    assert kept(rows, date_to=dt.date(2025, 10, 4)) == []
    assert kept(rows, date_from=dt.date(2025, 10, 6), date_to=dt.date(2025, 10, 7)) == [0]


def test_rows_without_date_are_kept_only_without_a_date_filter() -> None:
    rows = frame(row(date_start=None, date_end=None), row())
    assert kept(rows) == [0, 1]
    window = Selection(date_from=dt.date(1900, 1, 1))
    assert list(select(rows, window).index) == [1]
    assert count_undated(rows, window) == 1
    assert count_undated(rows, Selection(kinds=("talks",))) == 0
    assert totals(rows).undated == 1


def test_one_known_day_stands_for_both() -> None:
    rows = frame(row(date_start=None, date_end=dt.date(2025, 10, 3)))
    assert kept(rows, date_to=dt.date(2025, 10, 3)) == [0]
    assert date_range(rows) == (dt.date(2025, 10, 3), dt.date(2025, 10, 3))
    assert date_range(frame()) is None


def test_kind_type_source() -> None:
    rows = frame(
        row(kind=Kind.TALKS, event_type=EventType.TALKS),
        row(event_type=EventType.BATTLE, source="sample"),
        row(event_type=None),
    )
    assert kept(rows, kinds=("talks",)) == [0]
    assert kept(rows, event_types=(EventType.BATTLE, EventType.TALKS)) == [0, 1]
    assert kept(rows, sources=("sample",)) == [1]
    assert kept(rows, kinds=("incident",), sources=("report",)) == [2]


def test_border_belongs_to_both_countries() -> None:
    rows = frame(
        row(iso3=None, place_id="border:AFG-PAK"), row(iso3="PAK"), row(iso3=None), row(iso3="IND")
    )
    assert kept(rows, countries=("PAK",)) == [0, 1]
    assert kept(rows, countries=("afg",)) == [0]
    assert kept(rows, countries=("IND", "AFG")) == [0, 3]


def test_box() -> None:
    rows = frame(
        row(geometry=Point(69, 34)),
        row(geometry=LineString([(60, 30), (80, 40)])),
        row(geometry=None),
        row(geometry=Point(-179, -17)),
        row(geometry=Point(179, -17)),
    )
    assert kept(rows, bbox=(68, 33, 70, 36)) == [0, 1]
    assert kept(rows, bbox=(178, -20, -178, -10)) == [3, 4]


def toll(**changes: Any) -> Incident:  # noqa: ANN401 - an incident's own fields
    values: dict[str, Any] = {
        "kind": Kind.TOLL,
        "date_start": OCTOBER[0],
        "date_end": OCTOBER[1],
        "iso3": None,
        "place_id": "border:AFG-PAK",
        "location_precision": LocationPrecision.BORDER,
        "geometry": LineString([(61, 29), (75, 37)]),
        "killed_low": 70,
        "killed_best": None,
        "killed_high": None,
    }
    return row(**(values | changes))


def test_toll_is_never_added_and_says_what_is_accounted_for() -> None:
    day = dt.date(2025, 10, 25)
    clash = row(
        iso3="PAK",
        date_start=day,
        date_end=day,
        killed_low=30,
        killed_best=30,
        killed_high=30,
    )
    blast = row(killed_low=None, killed_best=None, killed_high=None)
    found = totals(frame(toll(), clash, blast, row(kind=Kind.TALKS, geometry=None)))
    assert found.incidents == 2
    assert found.killed == CountRange(30, 30, 30)
    assert found.killed_not_stated == 1
    assert found.wounded == CountRange()
    assert (found.talks, found.statements, found.without_place) == (1, 0, 1)
    assert len(found.tolls) == 1
    assert found.tolls[0].killed.text() == "70 or more"
    assert (found.tolls[0].accounted_for, found.tolls[0].not_located) == (30, 40)
    assert (found.tolls[0].date_start, found.tolls[0].date_end) == OCTOBER


def test_what_accounts_for_a_toll_need_not_be_selected() -> None:
    rows = frame(toll(), row(iso3="PAK"))
    only_toll = select(rows, Selection(kinds=("toll",)))
    assert totals(only_toll).tolls[0].accounted_for == 0
    assert totals(only_toll, known=rows).tolls[0].accounted_for == 5


@pytest.mark.parametrize(
    ("of_toll", "of_incident", "accounted"),
    [
        pytest.param({}, {"date_end": dt.date(2025, 11, 1)}, 0, id="lasts beyond the period"),
        pytest.param({}, {"date_start": None, "date_end": None}, 0, id="no date"),
        pytest.param({"date_start": None, "date_end": None}, {}, 0, id="toll has no period"),
        pytest.param({"date_start": None}, {}, 5, id="toll until a day"),
        pytest.param({}, {"iso3": "IND"}, 0, id="another country"),
        pytest.param({"killed_low": 3}, {}, 3, id="never more than the toll"),
        pytest.param(
            {"place_id": "country:AFG", "iso3": "AFG", "location_precision": "country"},
            {},
            5,
            id="in the country",
        ),
        pytest.param(
            {"place_id": "country:PAK", "iso3": "PAK", "location_precision": "country"},
            {},
            0,
            id="not in the country",
        ),
        pytest.param(
            {"place_id": "x", "location_precision": "region", "geometry": box(69, 33, 70, 34)},
            {},
            5,
            id="in the region",
        ),
        pytest.param(
            {"place_id": "x", "location_precision": "region", "geometry": box(69, 33, 70, 34)},
            {"geometry": box(60, 30, 75, 38)},
            0,
            id="somewhere in the country around the region",
        ),
        pytest.param(
            {"place_id": None, "location_precision": "none", "geometry": None},
            {},
            0,
            id="toll without area",
        ),
        pytest.param(
            {"place_id": "geonames:1", "location_precision": "town", "geometry": None},
            {"place_id": "geonames:1", "geometry": None},
            5,
            id="the same town",
        ),
    ],
)
def test_inside_a_tolls_area_and_period(
    of_toll: dict[str, Any], of_incident: dict[str, Any], accounted: int
) -> None:
    found = totals(frame(toll(**of_toll), row(**of_incident))).tolls[0]
    assert found.accounted_for == accounted


def test_toll_without_a_least_number() -> None:
    found = totals(frame(toll(killed_low=None, killed_high=4), row())).tolls[0]
    assert (found.accounted_for, found.not_located) == (4, None)


def test_empty_frame() -> None:
    found = totals(frame())
    assert (found.incidents, found.killed, found.tolls) == (0, CountRange(), ())
    assert select(frame(), Selection(bbox=(0, 0, 1, 1), countries=("AFG",))).empty


# Building a frame takes milliseconds, so that a hundred examples would hold up the tests.
_FEW = settings(max_examples=25, deadline=None)
_DAYS = st.none() | st.dates(dt.date(2025, 9, 25), dt.date(2025, 11, 5))
_COUNTS = st.none() | st.integers(0, 50)


@st.composite
def rows(draw: st.DrawFn) -> Incident:
    days = [day for day in (draw(_DAYS), draw(_DAYS)) if day]
    low, best, high = (
        sorted(draw(st.lists(st.integers(0, 50), min_size=3, max_size=3)))
        if draw(st.booleans())
        else (draw(_COUNTS), None, None)
    )
    iso3 = draw(st.sampled_from([None, "AFG", "PAK", "IND"]))
    return draw(st.sampled_from([row, toll]))(
        date_start=min(days, default=None),
        date_end=max(days, default=None) if len(days) != 1 or draw(st.booleans()) else None,
        kind=draw(st.sampled_from(Kind)),
        iso3=iso3,
        killed_low=low,
        killed_best=best,
        killed_high=high,
        geometry=draw(st.sampled_from([None, Point(69, 34), box(60, 30, 75, 38)])),
    )


_FRAMES = st.lists(rows(), max_size=6).map(lambda many: frame(*many))
_SELECTIONS = st.builds(
    Selection,
    date_from=_DAYS,
    date_to=_DAYS,
    kinds=st.sampled_from([(), ("incident",), ("toll", "talks")]),
    countries=st.sampled_from([(), ("AFG",)]),
    bbox=st.sampled_from([None, (68.0, 33.0, 70.0, 35.0)]),
)


@_FEW
@given(_FRAMES, _SELECTIONS)
def test_selecting_keeps_whole_rows_and_twice_is_once(
    many: gpd.GeoDataFrame, selection: Selection
) -> None:
    once = select(many, selection)
    assert select(once, selection).equals(once)
    assert many.loc[once.index].equals(once)


@_FEW
@given(_FRAMES, _SELECTIONS)
def test_dates_agree_with_the_definition(many: gpd.GeoDataFrame, selection: Selection) -> None:
    window = Selection(date_from=selection.date_from, date_to=selection.date_to)
    first, last = window.date_from or dt.date.min, window.date_to or dt.date.max
    expected = []
    for number, start, end in zip(
        many.index, many["date_start"].dt.date, many["date_end"].dt.date, strict=True
    ):
        days = [day for day in (start, end) if isinstance(day, dt.date) and day == day]  # noqa: PLR0124 - false for pandas' missing time
        if (window == Selection()) or (days and min(days) <= last and max(days) >= first):
            expected.append(number)
    assert list(select(many, window).index) == expected


@_FEW
@given(_FRAMES, _FRAMES)
def test_sums_add_up(one: gpd.GeoDataFrame, other: gpd.GeoDataFrame) -> None:
    parts = totals(one), totals(other)
    both = totals(_joined(one, other))
    for count in ("incidents", "talks", "statements", "killed_not_stated", "without_place"):
        assert getattr(both, count) == sum(getattr(part, count) for part in parts)
    assert (both.killed.low or 0) == sum(part.killed.low or 0 for part in parts)
    assert both.killed.stated == any(part.killed.stated for part in parts)


@_FEW
@given(_FRAMES)
def test_bounds_are_in_order_and_tolls_never_exceeded(many: gpd.GeoDataFrame) -> None:
    found = totals(many)
    bounds = [found.killed.low, found.killed.best, found.killed.high]
    known = [bound for bound in bounds if bound is not None]
    assert known == sorted(known)
    for one in found.tolls:
        assert one.accounted_for >= 0
        if one.killed.low is not None:
            assert one.not_located is not None
            assert one.accounted_for + one.not_located == one.killed.low
            assert one.not_located >= 0


def _joined(one: gpd.GeoDataFrame, other: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    records = [
        Incident(**dict(zip(many.columns, values, strict=True)))
        for many in (one, other)
        for values in many.astype(object).where(many.notna(), None).itertuples(index=False)
    ]
    return frame(*records)
