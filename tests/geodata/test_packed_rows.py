"""Rows packed in columns: read like the rows of the table, whatever became of those."""

import sqlite3
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import shapely
from geopandas.testing import assert_geodataframe_equal
from made_dataset import dataset_frame, file_of
from store_records import batch, report

from geodata import packed_rows
from geodata.dataset_rows import DatasetRows
from geodata.frames import validate
from geodata.incident import Incident, stable_id
from geodata.store import Store


@pytest.fixture
def stores(tmp_path: Path) -> tuple[Store, Store]:
    """Give two stores that get the same; of one the packs are taken away."""
    packed, plain = (Store.open(tmp_path / name, create=True) for name in ("packed.db", "plain.db"))
    return packed, plain


@pytest.fixture(autouse=True)
def few_are_packed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("geodata.sqlite_bulk.LEAST", 5)


def save(stores: tuple[Store, Store], frame: pd.DataFrame, sha256: str) -> None:
    for store in stores:
        store.save_dataset([DatasetRows(frame)], **file_of(sha256=sha256))
    without_packs(stores[1].path)


def without_packs(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("UPDATE incidents SET pack_id = NULL")
    connection.execute("DELETE FROM packed_rows")
    connection.execute("DELETE FROM struck_off")
    connection.commit()
    connection.close()


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


def test_a_row_that_anybody_changes_is_struck_off(stores: tuple[Store, Store]) -> None:
    save(stores, dataset_frame(40), "a")
    for store in stores:
        connection = sqlite3.connect(store.path)
        connection.execute(
            "UPDATE incidents SET status = 'rejected' WHERE incident_id = ?",
            [stable_id("made", "MAD5")],
        )
        connection.execute(
            "DELETE FROM incidents WHERE incident_id = ?", [stable_id("made", "MAD6")]
        )
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
