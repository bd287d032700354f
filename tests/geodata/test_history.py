"""What a store remembers of reports that are loaded again."""

import dataclasses

import pytest
from store_records import batch, incident, report

from geodata.store import Store
from loaders.batch import Batch, Rejected

FIRST = report()


@pytest.fixture
def store(location: str) -> Store:
    return Store.open(location, create=True)


def test_every_version_of_a_corrected_record_can_be_seen(store: Store) -> None:
    row = incident(FIRST, report_ids=[], source="dataset")
    for high in (5, 6, 7):
        store.save(Batch(incidents=[dataclasses.replace(row, killed_high=high)]))
    found = store.history(row.incident_id)
    assert [version.contents["killed_high"] for version in found] == [7, 6, 5]
    assert [version.why for version in found] == ["correction", "correction", "first load"]
    assert [version.load_id for version in found] == [3, 2, 1]
    assert found[0].changed == ("killed_high",)
    assert found[0].contents["date_start"] == "2025-10-09"


def test_a_report_that_is_loaded_again_keeps_what_it_told(store: Store) -> None:
    told = batch(FIRST, incidents=2)
    store.save(told)
    changed = dataclasses.replace(told.incidents[0], killed_low=4)
    store.save(Batch(reports=[FIRST], incidents=[changed]))
    assert [version.contents["killed_low"] for version in store.history(changed.incident_id)] == [
        4,
        5,
    ]
    # The other is told no more: what it said is still there.
    gone, before = store.history(told.incidents[1].incident_id)
    assert (gone.contents, gone.why) == ({}, "withdrawn")
    assert (before.contents["killed_low"], before.load_id) == (5, 1)
    assert store.counts()["incidents"] == 1


def test_an_unchanged_row_has_no_history(store: Store) -> None:
    store.save(batch(FIRST))
    store.save(batch(dataclasses.replace(FIRST, title="Another title")))
    [only] = store.history(batch(FIRST).incidents[0].incident_id)
    assert (only.why, only.load_id) == ("first load", 1)


def test_an_unknown_incident_has_no_versions(store: Store) -> None:
    store.save(batch(FIRST))
    assert store.history("none") == []


def test_what_a_load_rejects_is_kept_with_its_place(store: Store) -> None:
    told = batch(FIRST)
    told.rejected += [Rejected("a.jsonl", "has no text", 7, 12), Rejected("b.txt", "is empty")]
    store.save(told)
    first, second = store.rejected_rows(1)
    assert (first.file, first.row_number, first.identifier) == ("a.jsonl", 7, "12")
    assert (second.row_number, second.reason) == (None, "is empty")
    assert store.summary().rejected_rows == 2
