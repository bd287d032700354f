import dataclasses
import datetime as dt
import threading
from pathlib import Path

import pytest
from geopandas.testing import assert_geodataframe_equal
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal
from shapely.geometry import LineString, Point, Polygon
from store_places import another, refuse_claims
from store_records import batch, claim, incident, report, sample

from geodata.errors import StoreError, ValidationError
from geodata.frames import claims_frame, incidents_frame, reports_frame, validate
from geodata.incident import Claim, Incident, Report
from geodata.saving import LoadResult
from geodata.schema import METADATA, meta
from geodata.store import Store
from geodata.vocabulary import EventType, Kind, LocationPrecision, Outcome, Status
from loaders.batch import Batch, Rejected

FIRST = report()
SECOND = report("Talks were held in Doha.", published=dt.date(2025, 10, 18))


@pytest.fixture
def store(location: str) -> Store:
    return Store.open(location, create=True)


def test_first_save_makes_the_store(store: Store) -> None:
    assert not store.exists()
    assert store.is_new()
    assert not store.exists()
    assert store.save(batch(FIRST, SECOND)) == LoadResult(loaded=2)
    assert store.exists()
    assert not store.is_new()
    assert store.counts() == {"incidents": 2, "claims": 2, "reports": 2}


def test_saving_the_same_again_changes_nothing(store: Store) -> None:
    store.save(batch(FIRST, SECOND))
    before = store.frames()
    version = store.data_version()
    assert store.save(batch(FIRST, SECOND)) == LoadResult(unchanged=2)
    assert store.data_version() == version
    after = store.frames()
    assert_geodataframe_equal(after.incidents, before.incidents)
    assert_frame_equal(after.claims, before.claims)
    assert_frame_equal(after.reports, before.reports)


def test_time_of_reading_and_file_bytes_are_not_content(store: Store) -> None:
    store.save(batch(FIRST))
    again = report(retrieved=dt.datetime(2027, 1, 1, tzinfo=dt.UTC), sha256="1" * 64)
    assert store.save(batch(again)) == LoadResult(unchanged=1)


def test_another_date_replaces_what_the_report_gave(store: Store) -> None:
    undated = report(published=None)
    store.save(batch(undated, SECOND, incidents=3))
    version = store.data_version()
    assert store.save(batch(FIRST)) == LoadResult(updated=1)
    assert store.counts() == {"incidents": 4, "claims": 4, "reports": 2}
    assert store.incidents()["date_start"].min() == dt.datetime(2025, 10, 9)  # noqa: DTZ001 - a day has no zone
    assert store.data_version() != version


def test_a_date_that_was_given_is_not_lost(store: Store) -> None:
    store.save(batch(FIRST))
    assert store.save(batch(report(published=None))) == LoadResult(unchanged=1)
    assert store.reports()["published"].notna().all()


def test_report_that_the_batch_holds_twice_is_saved_once(store: Store) -> None:
    twice = batch(FIRST)
    twice.reports.append(report(title="The same text elsewhere"))
    assert store.save(twice) == LoadResult(loaded=1, unchanged=1)
    assert list(store.reports()["title"]) == [FIRST.title]
    assert store.save(twice) == LoadResult(unchanged=2)


def test_rejected_are_counted_and_alone_make_no_store(store: Store) -> None:
    nothing = Batch(rejected=[Rejected("a.txt", "is empty")])
    assert store.save(nothing) == LoadResult(rejected=1)
    assert not store.exists()


def test_incident_of_two_reports_stays_until_the_last_is_replaced(store: Store) -> None:
    both = batch(FIRST, SECOND)
    shared = incident(FIRST, 7, report_ids=[SECOND.report_id, FIRST.report_id])
    both.incidents.append(shared)
    both.claims.append(claim(shared))
    store.save(both)
    found = store.incidents().set_index("incident_id").loc[shared.incident_id]
    assert found["report_ids"] == [SECOND.report_id, FIRST.report_id]

    store.save(batch(dataclasses.replace(SECOND, title="Another title")))
    found = store.incidents().set_index("incident_id").loc[shared.incident_id]
    assert found["report_ids"] == [FIRST.report_id]

    store.save(batch(dataclasses.replace(FIRST, title="Another title")))
    assert shared.incident_id not in set(store.incidents()["incident_id"])


def test_incident_kept_by_another_report_is_written_over(store: Store) -> None:
    both = batch(FIRST, SECOND)
    shared = incident(FIRST, 7, report_ids=[FIRST.report_id, SECOND.report_id])
    store.save(Batch(reports=both.reports, incidents=[shared], claims=[claim(shared)]))
    more = dataclasses.replace(shared, killed_high=9, report_ids=[FIRST.report_id])
    result = store.save(Batch(reports=[FIRST], incidents=[more], claims=[claim(more)]))
    assert result == LoadResult(updated=1)
    assert list(store.incidents()["killed_high"]) == [9]
    assert len(store.incidents()["report_ids"].iloc[0]) == 2


def test_incidents_without_a_report(store: Store) -> None:
    row = incident(FIRST, report_ids=[], source="dataset")
    assert store.save(Batch(incidents=[row])) == LoadResult(loaded=1)
    assert store.save(Batch(incidents=[row])) == LoadResult(unchanged=1)
    changed = dataclasses.replace(row, killed_high=6)
    assert store.save(Batch(incidents=[changed])) == LoadResult(updated=1)
    assert list(store.incidents()["killed_high"]) == [6]


def test_removing_the_samples_leaves_the_rest(store: Store) -> None:
    store.save(batch(sample(FIRST)))
    store.save(batch(SECOND))
    version = store.data_version()
    assert store.remove("sample") == 1
    assert store.counts() == {"incidents": 1, "claims": 1, "reports": 1}
    assert store.data_version() != version
    assert store.remove("sample") == 0
    # Samples that were removed are not to come back by themselves.
    assert not store.is_new()


def test_a_loaded_report_is_not_turned_into_a_sample(store: Store) -> None:
    store.save(batch(FIRST))
    assert store.save(batch(sample(FIRST))) == LoadResult(unchanged=1)
    assert store.save(batch(FIRST)) == LoadResult(unchanged=1)
    assert store.remove("sample") == 0


def test_a_sample_that_a_person_loads_becomes_theirs(store: Store) -> None:
    store.save(batch(sample(FIRST)))
    assert store.save(batch(FIRST)) == LoadResult(updated=1)
    assert list(store.reports()["source"]) == ["report"]


def test_summary(store: Store) -> None:
    store.save(batch(sample(FIRST), SECOND))
    summary = store.summary()
    assert summary.sources == {"report": 1, "sample": 1}
    assert summary.kinds == {"incident": 2}
    assert (summary.first_date, summary.last_date) == (FIRST.published, SECOND.published)
    assert summary.changed is not None
    assert summary.changed.tzinfo is dt.UTC


def test_empty_tables_have_exact_dtypes(store: Store) -> None:
    store.save(batch(sample(FIRST)))
    store.remove("sample")
    frames = store.frames()
    for frame, table in zip(frames, (Incident, Claim, Report), strict=True):
        assert frame.empty
        validate(frame, table)


_NAMES = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=8)
_COUNT = st.none() | st.integers(0, 2**62)
_COORDINATE = st.floats(-90, 90)
_GEOMETRIES = st.one_of(
    st.none(),
    st.builds(Point, _COORDINATE, _COORDINATE),
    st.just(LineString([(60, 30), (61, 31), (62, 30)])),
    st.just(Polygon([(60, 30), (61, 31), (62, 30)])),
)


@st.composite
def incidents(draw: st.DrawFn, of: Report = FIRST) -> Incident:
    low, high = sorted([draw(st.integers(0, 9)), draw(st.integers(0, 9))])
    first, last = sorted([draw(st.dates()), draw(st.dates())])
    return incident(
        of,
        number=draw(st.integers()),
        kind=draw(st.sampled_from(Kind)),
        event_type=draw(st.none() | st.sampled_from(EventType)),
        outcome=draw(st.none() | st.sampled_from(Outcome)),
        status=draw(st.sampled_from(Status)),
        location_precision=draw(st.sampled_from(LocationPrecision)),
        date_start=first,
        date_end=draw(st.sampled_from([None, last])),
        place_name=draw(st.none() | _NAMES),
        radius_km=draw(st.none() | st.floats(0, 1000)),
        geometry=draw(_GEOMETRIES),
        killed_low=low,
        killed_best=None,
        killed_high=high,
        wounded_low=draw(_COUNT),
        mediators=draw(st.lists(_NAMES, max_size=2)),
    )


@settings(
    deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(rows=st.lists(incidents(), unique_by=lambda row: row.incident_id, max_size=4))
def test_what_is_saved_comes_back(tmp_path: Path, rows: list[Incident]) -> None:
    store = Store.open(another(str(tmp_path / "a.db")), create=True)
    told = Batch(reports=[FIRST], incidents=rows, claims=[claim(row) for row in rows])
    store.save(told)
    frames = store.frames()
    for frame, table in zip(frames, (Incident, Claim, Report), strict=True):
        validate(frame, table)
    expected = incidents_frame(rows).set_index("incident_id").sort_index()
    assert_geodataframe_equal(frames.incidents.set_index("incident_id").sort_index(), expected)
    expected_claims = claims_frame(told.claims).set_index("claim_id").sort_index()
    assert_frame_equal(frames.claims.set_index("claim_id").sort_index(), expected_claims)
    assert_frame_equal(frames.reports, reports_frame([FIRST]))


def test_reader_sees_the_state_before_while_a_load_writes(store: Store) -> None:
    store.save(batch(FIRST))
    writing, written = threading.Event(), threading.Event()

    class SlowBatch(Batch):
        @property
        def rejected(self) -> list[Rejected]:  # type: ignore[override]
            # Asked for inside the transaction, after the write lock is taken.
            writing.set()
            written.wait(20)
            return []

        @rejected.setter
        def rejected(self, value: list[Rejected]) -> None:
            pass

    more = batch(SECOND)
    load = threading.Thread(
        target=store.save,
        args=[SlowBatch(incidents=more.incidents, claims=more.claims, reports=more.reports)],
    )
    load.start()
    try:
        assert writing.wait(20)
        reader = Store.open(store.location, wait_seconds=0.05)
        assert reader.counts()["reports"] == 1
        with pytest.raises(StoreError, match="locked by another program"):
            reader.save(batch(SECOND))
    finally:
        written.set()
        load.join(20)
    assert store.counts()["reports"] == 2


def test_loads_at_once_make_one_store_and_lose_nothing(location: str) -> None:
    results: list[LoadResult] = []

    def load(number: int) -> None:
        store = Store.open(location, create=True, wait_seconds=20)
        results.append(store.save(batch(FIRST, report(f"Text {number}."))))

    loads = [threading.Thread(target=load, args=[number]) for number in range(4)]
    for one in loads:
        one.start()
    for one in loads:
        one.join(60)
    assert sorted(result.loaded for result in results) == [1, 1, 1, 2]
    assert Store.open(location).counts()["reports"] == 5


def test_invalid_record_saves_nothing(store: Store) -> None:
    wrong = batch(FIRST, SECOND)
    wrong.incidents[1] = dataclasses.replace(wrong.incidents[1], killed_low=9)
    with pytest.raises(ValidationError, match="Incident row 1, column 'killed_low'"):
        store.save(wrong)
    assert not store.exists()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (Batch(incidents=[incident(FIRST)]), "report_id '.*', which is not in the batch"),
        (Batch(claims=[claim(incident(FIRST))]), "incident_id '.*', which is not in the batch"),
        (Batch(reports=[FIRST], incidents=[incident(FIRST)] * 2), "the same incident_id"),
        (
            Batch(incidents=[incident(FIRST, report_ids=[], killed_high=2**70)]),
            "column 'killed_high'",
        ),
    ],
)
def test_records_that_do_not_fit_together(store: Store, wrong: Batch, said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        store.save(wrong)


def test_failure_half_way_leaves_the_state_before(store: Store) -> None:
    store.save(batch(FIRST))
    with store._transaction(writes=True) as connection:
        # Whatever refuses a row late in the load: here a full disk's stand-in.
        refuse_claims(connection)
    with pytest.raises(StoreError):
        store.save(batch(SECOND))
    assert store.counts() == {"incidents": 1, "claims": 1, "reports": 1}


def test_what_no_database_can_hold_is_replaced_on_either_engine(store: Store) -> None:
    of = report("Shells\0fell on Khost.", title="A\0title")
    told = incident(of, place_name="Kho\0st", mediators=["Qa\0tar"])
    records = Batch(reports=[of], incidents=[told], claims=[claim(told, quote="Shells\0fell")])
    assert store.save(records).loaded == 1
    frames = store.frames()
    # Character by character: the places of quotes in the text stay true.
    assert frames.reports["text"].tolist() == ["Shells\ufffdfell on Khost."]
    assert frames.reports["title"].tolist() == ["A\ufffdtitle"]
    assert frames.incidents["place_name"].tolist() == ["Kho\ufffdst"]
    assert frames.incidents["mediators"].tolist() == [["Qa\ufffdtar"]]
    assert frames.claims["quote"].tolist() == ["Shells\ufffdfell"]
    assert store.save(records).unchanged == 1


def test_schema_is_that_of_the_tables() -> None:
    # A change of the tables that an older program could not read asks for a new version.
    names = {table.name: table.columns.keys() for table in METADATA.sorted_tables}
    assert set(names) == {
        "incidentmap_meta",
        "loads",
        "reports",
        "incidents",
        "incident_reports",
        "claims",
        "incident_links",
        "incident_groups",
        "link_refusals",
        "incident_history",
        "rejected_rows",
        "packed_rows",
        "sole_packs",
        "struck_off",
        "fetches",
    }
    assert names["incidents"][:-7] == [
        column.name for column in dataclasses.fields(Incident) if column.name != "report_ids"
    ]
    assert meta.name == "incidentmap_meta"
