"""Facets find the rows that `select` finds, and count what each filter could leave."""

import dataclasses
import datetime as dt
from typing import Any

import geopandas as gpd
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from store_records import incident, report

from geodata.facets import Facets
from geodata.frames import incidents_frame
from geodata.incident import Incident
from geodata.query import Selection, select, totals
from geodata.text_search import matching
from geodata.vocabulary import ConfidenceBand, EventType, Kind, LocationPrecision

REPORT = report()
_FEW = settings(max_examples=40, deadline=None)
_DAYS = st.none() | st.dates(dt.date(2025, 9, 25), dt.date(2025, 11, 5))
_COUNTS = st.none() | st.integers(0, 5)


def frame(*rows: Incident) -> gpd.GeoDataFrame:
    return incidents_frame(
        dataclasses.replace(one, incident_id=str(number)) for number, one in enumerate(rows)
    )


def row(**changes: Any) -> Incident:  # noqa: ANN401 - an incident's own fields
    return incident(REPORT, 0, **changes)


def _maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | strategy


_ROWS = st.builds(
    lambda days, **fields: row(date_start=days, date_end=days, **fields),
    _DAYS,
    kind=st.sampled_from(Kind),
    event_type=_maybe(st.sampled_from([EventType.BATTLE, EventType.RIOT])),
    iso3=_maybe(st.sampled_from(["AFG", "PAK"])),
    place_id=_maybe(st.sampled_from(["border:AFG-PAK", "border:AFG-IRN", "geonames:1"])),
    admin1=_maybe(st.sampled_from(["Northern", "Eastern"])),
    side_a=_maybe(st.sampled_from(["army", "rebels"])),
    side_b=_maybe(st.sampled_from(["army", "rebels"])),
    confidence=_maybe(st.sampled_from([0.1, 0.5, 0.75, 1.0])),
    location_precision=st.sampled_from([LocationPrecision.TOWN, LocationPrecision.BORDER]),
    killed_low=_COUNTS,
    killed_best=st.none(),
    killed_high=st.none(),
)
_FRAMES = st.lists(_ROWS, max_size=8).map(lambda many: frame(*many))


def _some(*values: str) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(values), unique=True, max_size=2).map(tuple)


_SELECTIONS = st.builds(
    Selection,
    date_from=_DAYS,
    date_to=_DAYS,
    kinds=_some("incident", "toll"),
    countries=_some("AFG", "PAK", "IRN", "QAT"),
    divisions=_some("AFG:Northern", "PAK:Northern", ":Eastern"),
    actors=_some("army", "rebels", "nobody"),
    confidences=_some(*ConfidenceBand),
    precisions=_some("town", "border"),
    deaths_from=_COUNTS,
    deaths_to=_COUNTS,
    deaths_stated=st.none() | st.booleans(),
    text=st.sampled_from(["", "army"]),
)


@_FEW
@given(_FRAMES, _SELECTIONS)
def test_facets_find_the_rows_that_select_finds(
    many: gpd.GeoDataFrame, selection: Selection
) -> None:
    expected = select(many, selection)["incident_id"].tolist()
    facets = Facets(many)
    found = matching(selection.text, many) if selection.text else None
    assert many["incident_id"][facets.selected(selection, found)].tolist() == expected
    assert many["incident_id"][facets.counted(selection, found).rows].tolist() == expected


@_FEW
@given(_FRAMES, _SELECTIONS, st.sampled_from(["kinds", "countries", "divisions", "actors"]))
def test_a_count_is_the_number_of_rows_that_choosing_the_value_alone_would_leave(
    many: gpd.GeoDataFrame, selection: Selection, name: str
) -> None:
    found = matching(selection.text, many) if selection.text else None
    counts = Facets(many).counted(selection, found).counts[name]
    for value, count in counts.items():
        alone = dataclasses.replace(selection, **{name: (value,)})
        assert len(select(many, alone)) == count


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        (Selection(divisions=("AFG:Northern",)), [0]),
        (Selection(actors=("rebels",)), [0, 1]),
        (Selection(confidences=("low", "not_stated")), [1, 2]),
        (Selection(precisions=("border",)), [2]),
        (Selection(deaths_from=3), [1]),
        (Selection(deaths_to=3), [0]),
        (Selection(deaths_stated=False), [2]),
        (Selection(deaths_stated=True, deaths_from=1, deaths_to=9), [0, 1]),
        (Selection(countries=("PAK",)), [1, 2]),
    ],
)
def test_what_each_filter_leaves(asked: Selection, kept: list[int]) -> None:
    unknown = {"killed_low": None, "killed_best": None, "killed_high": None}
    many = frame(
        row(iso3="AFG", admin1="Northern", side_b="rebels", confidence=0.9, killed_best=2),
        row(iso3="PAK", admin1="Northern", side_a="rebels", confidence=0.2, killed_best=7),
        row(
            iso3=None,
            place_id="border:AFG-PAK",
            location_precision=LocationPrecision.BORDER,
            confidence=None,
            **unknown,
        ),
    )
    assert list(select(many, asked).index) == kept


def test_counts_beside_a_filter_show_what_adding_a_value_would_bring() -> None:
    many = frame(row(kind=Kind.INCIDENT), row(kind=Kind.TALKS, iso3="QAT"), row(kind=Kind.TALKS))
    counted = Facets(many).counted(Selection(kinds=("talks",)))
    assert counted.counts["kinds"] == {"incident": 1, "talks": 2}
    assert counted.counts["countries"].get("QAT") == 1
    assert np.flatnonzero(counted.rows).tolist() == [1, 2]
    assert Facets(frame()).counted(Selection()).counts["kinds"] == {}


@_FEW
@given(_FRAMES, _SELECTIONS)
def test_sums_are_those_of_totals(many: gpd.GeoDataFrame, selection: Selection) -> None:
    chosen = dataclasses.replace(selection, text="")
    expected = totals(select(many, chosen))
    facets = Facets(many)
    sums = facets.killed(facets.selected(chosen))
    assert (sums.incidents, sums.not_stated) == (expected.incidents, expected.killed_not_stated)
    assert sums.killed == expected.killed
