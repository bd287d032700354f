"""Rows packed in columns: read like the rows of the table, whatever became of those."""

import dataclasses
import sqlite3
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import shapely
from geopandas.testing import assert_geodataframe_equal
from made_dataset import dataset_frame, file_of
from store_records import batch, incident, report

from geodata import packed_rows
from geodata.dataset_rows import DatasetRows
from geodata.frames import validate
from geodata.incident import Incident, stable_id
from geodata.saving import LoadResult
from geodata.store import Store
from geodata.vocabulary import Status
from loaders.batch import Batch


@pytest.fixture
def stores(tmp_path: Path) -> tuple[Store, Store]:
    """Give two stores that get the same; in one nothing is packed."""
    packed, plain = (Store.open(tmp_path / name, create=True) for name in ("packed.db", "plain.db"))
    return packed, plain


@pytest.fixture(autouse=True)
def few_are_packed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("geodata.sqlite_bulk.LEAST", 5)


def save(
    stores: tuple[Store, Store], frame: pd.DataFrame, sha256: str, *, complete: bool = True
) -> None:
    for store, least in zip(stores, (5, 1_000), strict=True):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("geodata.sqlite_bulk.LEAST", least)
            given = file_of(sha256=sha256, complete=complete)
            store.save_dataset([DatasetRows(frame)], **given)


def packs(store: Store) -> list[tuple[int, int]]:
    """Return size and rows struck off of each pack."""
    connection = sqlite3.connect(store.path)
    found = connection.execute(
        "SELECT size, (SELECT count(*) FROM struck_off s WHERE s.pack_id = p.pack_id) "
        "FROM packed_rows p ORDER BY pack_id"
    ).fetchall()
    connection.close()
    return found


def check(stores: tuple[Store, Store]) -> None:
    check_frames(stores)
    told, expected = (store.summary() for store in stores)
    assert dataclasses.replace(told, loads=(), changed=None) == dataclasses.replace(
        expected, loads=(), changed=None
    )
    some = stores[0].incidents()["incident_id"][::3].tolist()
    assert_geodataframe_equal(
        *(
            store.some(some).incidents.sort_values("incident_id", ignore_index=True)
            for store in stores
        )
    )


def check_frames(stores: tuple[Store, Store]) -> None:
    packed, plain = (store.incidents() for store in stores)
    validate(packed, Incident)
    assert_geodataframe_equal(packed, plain)


def hard_frame() -> pd.DataFrame:
    """Return rows with all that is hard to pack."""
    frame = dataset_frame(40)
    frame["mediators"] = [["Qatar", "Türkiye"], []] * 20
    frame["confidence"] = [None, 0.25] * 20
    frame["wkb"] = [shapely.to_wkb(shapely.box(60, 30, 61, 31)), None] * 20
    frame.loc[::2, ["lon", "lat"]] = np.nan
    frame.loc[::5, ["wkb"]] = None
    frame.loc[::3, ["date_start", "date_end"]] = pd.NaT
    frame.loc[::4, ["killed_low", "killed_best", "event_type", "place_name"]] = None
    frame["outcome"] = None
    return frame


def test_packed_rows_are_read_like_those_of_the_table(stores: tuple[Store, Store]) -> None:
    save(stores, hard_frame(), "a")
    assert packs(stores[0]) == [(40, 0)]
    check(stores)


def test_what_changed_is_read_from_the_table(stores: tuple[Store, Store]) -> None:
    frame = hard_frame()
    save(stores, frame, "a")
    frame.loc[[3, 7], "side_a"] = "Somebody else"
    save(stores, frame.drop(index=[9, 11]), "b")
    assert packs(stores[0]) == [(40, 4)]
    check(stores)
    assert len(stores[0].incidents()) == 38


def test_many_changes_are_packed_anew(stores: tuple[Store, Store]) -> None:
    frame = dataset_frame(40)
    save(stores, frame, "a")
    frame.loc[:29, "side_a"] = "Somebody else"
    save(stores, frame, "b")
    assert packs(stores[0]) == [(40, 30), (30, 0)]
    check(stores)
    # And back again: of the first pack 10 rows are left, of the second none.
    save(stores, dataset_frame(40), "c")
    assert packs(stores[0]) == [(40, 30), (30, 0)]
    check(stores)


def test_a_row_that_a_person_decides_about_is_made_loose(stores: tuple[Store, Store]) -> None:
    save(stores, dataset_frame(40), "a")
    keys = [stable_id("made", f"MAD{number}") for number in (5, 6, 99)]
    for store in stores:
        assert store.decide(keys, Status.REJECTED) == 2
        assert store.decide(keys, Status.REJECTED) == 0
    assert packs(stores[0]) == [(40, 2)]
    check(stores)
    for key in keys:
        told, plain = (store.history(key) for store in stores)
        assert [dataclasses.replace(one, at=None) for one in told] == [
            dataclasses.replace(one, at=None) for one in plain
        ]
    # And what was decided stays, whatever a newer export tells.
    frame = dataset_frame(40)
    frame["side_a"] = "Somebody else"
    save(stores, frame, "b")
    check(stores)
    assert (stores[0].incidents()["status"] == "rejected").sum() == 2


def test_a_copy_in_a_pack_is_struck_off_whoever_changes_its_row(
    stores: tuple[Store, Store],
) -> None:
    # As an export of the program's own is kept: each row names its source.
    frame = dataset_frame(40, source="elsewhere")
    frame["incident_id"] = [stable_id("elsewhere", key) for key in frame["source_key"]]
    frame["source_key"] = frame["incident_id"]
    save(stores, frame, "a")
    assert packs(stores[0]) == [(40, 0)]
    for store in stores:
        connection = sqlite3.connect(store.path)
        first, second = frame["incident_id"][:2]
        connection.execute(
            "UPDATE incidents SET status = 'rejected' WHERE incident_id = ?", [first]
        )
        connection.execute("DELETE FROM incidents WHERE incident_id = ?", [second])
        connection.commit()
        connection.close()
    assert packs(stores[0]) == [(40, 2)]
    check(stores)


def test_packs_stand_beside_reports_and_links(stores: tuple[Store, Store]) -> None:
    save(stores, dataset_frame(40), "a")
    for store in stores:
        store.save(batch(report(), incidents=2))
    check(stores)
    for store in stores:
        ids = store.incidents()["incident_id"][:2]
        with store.link_tables() as tables:
            tables.set_groups({key: ("group", key) for key in ids})
    check(stores)
    assert len(stores[0].incidents()) == 41


def test_a_source_that_is_removed_leaves_no_pack_to_be_read(stores: tuple[Store, Store]) -> None:
    save(stores, dataset_frame(40), "a")
    for store in stores:
        store.remove("made")
        store.save(batch(report()))
    check(stores)
    assert len(stores[0].incidents()) == 1


def test_few_rows_are_not_packed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("geodata.sqlite_bulk.LEAST", packed_rows.LEAST)
    store = Store.open(tmp_path / "few.db", create=True)
    store.save_dataset([DatasetRows(dataset_frame(100))], **file_of())
    assert packs(store) == []


def test_linked_rows_are_shown_as_one_among_many_packed_ones(stores: tuple[Store, Store]) -> None:
    save(stores, dataset_frame(60), "a")
    for store in stores:
        store.save(batch(report(), incidents=1))
        packed = [stable_id("made", f"MAD{number}") for number in (3, 8)]
        told = store.incidents().query("source == 'report'")["incident_id"].tolist()
        with store.link_tables() as tables:
            tables.set_groups({key: ("group", key) for key in [*packed, *told]})
    check(stores)
    found = stores[0].incidents()
    assert len(found) == 59
    assert found["report_ids"].map(len).sum() == 1
    assert found["source_count"].max() == 3


def test_packs_go_from_one_engine_to_the_other_and_back(
    stores: tuple[Store, Store], postgis_location: str, tmp_path: Path
) -> None:
    frame = hard_frame()
    save(stores, frame, "a")
    frame.loc[[3, 7], "side_a"] = "Somebody else"
    save(stores, frame.drop(index=[9, 11]), "b")
    store = stores[0]
    store.backup(tmp_path / "copy.db")
    in_server = Store.open(postgis_location, create=True)
    in_server.restore(tmp_path / "copy.db")
    in_server.backup(tmp_path / "back.db")
    back = Store.open(tmp_path / "third.db", create=True)
    back.restore(tmp_path / "back.db")
    for other in (in_server, back):
        assert_geodataframe_equal(other.incidents(), store.incidents())
        assert other.summary() == store.summary()
        key = stable_id("made", "MAD1")
        assert other.history(key)[0].contents == store.history(key)[0].contents
        # The same export again changes nothing, a newer one what differs.
        again = other.save_dataset([DatasetRows(frame)], **file_of(sha256="c"))
        assert again == LoadResult(unchanged=38, updated=2)


def test_a_store_of_the_version_before_is_read_and_brought_up(
    stores: tuple[Store, Store],
) -> None:
    frame = dataset_frame(40)
    save(stores, frame, "a")
    older = stores[1]
    connection = sqlite3.connect(older.path)
    connection.execute("DROP TABLE sole_packs")
    connection.execute("UPDATE incidentmap_meta SET value = '5' WHERE name = 'schema_version'")
    connection.execute("UPDATE alembic_version SET version_num = '5'")
    connection.commit()
    connection.close()
    check_frames(stores)
    key = stable_id("made", "MAD1")
    assert older.history(key)[0].contents == stores[0].history(key)[0].contents
    assert older.told("forces")["forces"] == set(frame_ids(frame))
    frame["side_a"] = "Somebody else"
    for store in stores:
        store.save_dataset([DatasetRows(frame)], **file_of(sha256="b"))
    check(stores)


def frame_ids(frame: pd.DataFrame) -> list[str]:
    return [stable_id("made", key) for key in frame["source_key"]]


def test_more_rows_than_a_pack_holds_stand_in_several(
    stores: tuple[Store, Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("geodata.sole_packs.MOST", 16)
    save(stores, dataset_frame(40), "a")
    assert packs(stores[0]) == [(16, 0), (16, 0), (8, 0)]
    check(stores)
    assert stores[0].told("forces") == stores[1].told("forces")


def test_nothing_is_stored_twice_when_a_record_has_the_id_of_a_packed_row(
    stores: tuple[Store, Store],
) -> None:
    save(stores, dataset_frame(40), "a")
    told = incident(report(), incident_id=stable_id("made", "MAD5"), report_ids=[], source="mine")
    for store in stores:
        store.save(Batch(incidents=[told]))
    check(stores)
    assert len(stores[0].incidents()) == 40


def test_many_small_packs_become_one(
    stores: tuple[Store, Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("geodata.pack_merging.MANY", 3)
    monkeypatch.setattr("geodata.pack_merging.SMALL", 30)
    monkeypatch.setattr("geodata.word_index.FEW", 0)
    frame = hard_frame()
    save(stores, frame.head(12), "a", complete=False)
    frame.loc[3, "side_a"] = "Somebody else"
    save(stores, frame.head(25), "b", complete=False)
    assert stores[0].told("forces") == stores[1].told("forces")
    first = [(12, 1), (13, 0)]
    assert packs(stores[0]) == first
    save(stores, frame, "c", complete=False)
    # What was struck off is not in the pack that they make.
    assert packs(stores[0]) == [(39, 0)]
    check(stores)
    assert stores[0].told("forces 7") == stores[1].told("forces 7")
    for key in frame_ids(frame.iloc[[1, 3, 30]]):
        told, plain = (store.history(key) for store in stores)
        assert [dataclasses.replace(one, at=None) for one in told] == [
            dataclasses.replace(one, at=None) for one in plain
        ]
    for store in stores:
        assert store.save_dataset([DatasetRows(frame)], **file_of(sha256="d")).unchanged == 40
