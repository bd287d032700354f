import datetime as dt
from pathlib import Path

import numpy as np
import pytest
from made_dataset import dataset_chunks, file_of
from shapely.geometry import LineString, Point
from store_records import report

from geodata.errors import StoreError
from geodata.facets import Facets
from geodata.incident import Incident, stable_id
from geodata.overview import NO_DAY, NOT_STATED, Overview
from geodata.query import Selection
from geodata.store import Store
from geodata.vocabulary import EventType, Kind, LocationPrecision
from loaders.batch import Batch

ROWS = 3_000
REPORT = report()


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """A store of packed rows, and of some that are not."""
    made = Store.open(tmp_path_factory.mktemp("large") / "incidents.db", create=True)
    made.save_dataset(dataset_chunks(ROWS), **file_of())
    told = {"report_ids": [REPORT.report_id], "kind": Kind.INCIDENT}
    spot = {"geometry": Point(69, 34), "location_precision": LocationPrecision.TOWN}
    border = {
        "geometry": LineString([(60, 30), (61, 31)]),
        "location_precision": LocationPrecision.BORDER,
    }
    made.save(
        Batch(
            reports=[REPORT],
            incidents=[
                Incident(incident_id=stable_id("spot"), killed_high=9, iso3="AFG", **told, **spot),
                Incident(
                    incident_id=stable_id("border"),
                    date_start=dt.date(1889, 12, 31),
                    date_end=dt.date(1890, 1, 2),
                    **told,
                    **border,
                ),
            ],
        )
    )
    return made


def test_an_overview_counts_what_the_frames_count(store: Store) -> None:
    overview, facets = store.overview(), Facets(store.incidents())
    assert len(overview) == ROWS + 2
    for selection in (
        Selection(),
        Selection(countries=("AFG", "PAK")),
        Selection(event_types=(EventType.BATTLE,), sources=("made",)),
        Selection(date_from=dt.date(2018, 1, 1), date_to=dt.date(2019, 6, 1), countries=("IND",)),
        Selection(deaths_from=3),
        Selection(deaths_to=1, kinds=(Kind.INCIDENT,)),
        Selection(deaths_stated=False),
        Selection(countries=("XXX",)),
    ):
        known, expected = overview.counted(selection), facets.counted(selection)
        assert known.rows.sum() == expected.rows.sum(), selection
        assert known.deaths_stated == expected.deaths_stated
        assert overview.killed(known.rows) == facets.killed(expected.rows), selection
        assert overview.span(known.rows) == facets.span(expected.rows), selection
        for name in ("kinds", "event_types", "countries", "sources"):
            assert known.counts[name] == expected.counts[name], (selection, name)


def test_only_what_lies_on_a_spot_has_one(store: Store) -> None:
    overview = store.overview()
    at = {f"{number:016x}": row for row, number in enumerate(overview.ids.tolist())}
    spot, border = at[stable_id("spot")], at[stable_id("border")]
    assert (overview.lon[spot], overview.lat[spot]) == (69, 34)
    assert np.isnan(overview.lon[border])
    assert np.isnan(overview.lon).sum() == 1
    assert overview.counts[spot].tolist() == [NOT_STATED, NOT_STATED, 9, *[NOT_STATED] * 3]
    assert (overview.first[spot], overview.last[spot]) == (NO_DAY, NO_DAY)
    span = overview.span()
    assert span is not None
    assert span[0] == dt.date(1889, 12, 31)


def test_the_newest_rows_are_read_with_their_reports(store: Store) -> None:
    overview = store.overview()
    everything = np.ones(len(overview), dtype=bool)
    newest = overview.newest(everything, 20)
    known = store.incidents()["date_start"].sort_values(ascending=False)[:20].tolist()
    some = store.some(newest)
    assert sorted(some.incidents["date_start"], reverse=True) == known
    assert some.reports.empty
    told = store.some([stable_id("spot"), "no such id"])
    assert told.incidents["incident_id"].tolist() == [stable_id("spot")]
    assert told.reports["report_id"].tolist() == [REPORT.report_id]
    assert overview.newest(everything, len(overview))[-1] == stable_id("spot")


def test_a_store_tells_whether_it_is_large(store: Store) -> None:
    assert store.holds_more_than(ROWS + 1)
    assert not store.holds_more_than(ROWS + 2)


def test_ids_of_others_are_told(tmp_path: Path) -> None:
    made = Store.open(tmp_path / "incidents.db", create=True)
    incident = Incident(incident_id="mine", kind=Kind.INCIDENT, report_ids=[REPORT.report_id])
    made.save(Batch(reports=[REPORT], incidents=[incident]))
    with pytest.raises(StoreError, match="ids of incidents"):
        made.overview()


def test_an_empty_store_has_an_empty_overview(tmp_path: Path) -> None:
    made = Store.open(tmp_path / "incidents.db", create=True)
    made.save(Batch(reports=[REPORT], incidents=[]))
    overview: Overview = made.overview()
    assert len(overview) == 0
    assert overview.span() is None
    assert overview.counted(Selection(kinds=("toll",))).counts["kinds"] == {}
