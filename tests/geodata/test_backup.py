"""Backups: what they hold, when they are refused, and what a restore leaves behind."""

import sqlite3
from pathlib import Path

import pytest
from geopandas.testing import assert_geodataframe_equal
from store_records import batch, report

from dashboard.cli import run
from geodata.errors import ExportError, StoreError
from geodata.store import Store

FIRST, SECOND = report(), report("Talks were held in Doha.")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    made = Store.open(tmp_path / "incidents.db", create=True)
    made.save(batch(FIRST))
    return made


def test_a_backup_is_one_file_and_comes_back(store: Store, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    before = store.incidents()
    store.backup(copy)
    assert sorted(path.name for path in tmp_path.glob("copy*")) == ["copy.db"]
    store.save(batch(SECOND))
    version = store.data_version()
    store.restore(copy, replace=True)
    assert_geodataframe_equal(store.incidents(), before)
    # The same number of loads as once before, and yet another state.
    store.save(batch(SECOND))
    assert store.data_version() != version
    assert not list(tmp_path.glob(".*"))


def test_a_restore_makes_a_store_where_there_is_none(store: Store, tmp_path: Path) -> None:
    store.backup(tmp_path / "copy.db")
    target = tmp_path / "new.db"
    # Left over from a store that was deleted.
    target.with_name("new.db-wal").write_bytes(b"left over" * 1000)
    new = Store.open(target, create=True)
    new.restore(tmp_path / "copy.db")
    assert new.counts()["reports"] == 1
    new.save(batch(SECOND))
    connection = sqlite3.connect(target)
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()


def test_a_reader_goes_on_while_its_store_is_restored(store: Store, tmp_path: Path) -> None:
    store.backup(tmp_path / "copy.db")
    store.save(batch(SECOND))
    with store._transaction() as connection:
        count = "SELECT count(*) FROM reports"
        assert connection.exec_driver_sql(count).scalar() == 2
        Store.open(store.path).restore(tmp_path / "copy.db", replace=True)
        assert connection.exec_driver_sql(count).scalar() == 2
    assert store.counts()["reports"] == 1


def test_nothing_is_replaced_unasked(store: Store, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    store.backup(copy)
    with pytest.raises(ExportError, match=r"copy.db exists already.*--replace"):
        store.backup(copy)
    with pytest.raises(StoreError, match=r"incidents.db exists already.*--replace"):
        store.restore(copy)
    with pytest.raises(ExportError, match="is the store itself"):
        store.backup(store.path, replace=True)
    store.backup(copy, replace=True)


@pytest.mark.parametrize("content", [b"", b"no database at all" * 100])
def test_what_is_no_backup_changes_nothing(store: Store, tmp_path: Path, content: bytes) -> None:
    wrong = tmp_path / "wrong.db"
    wrong.write_bytes(content)
    with pytest.raises(StoreError, match=r"wrong\.db"):
        store.restore(wrong, replace=True)
    with pytest.raises(StoreError, match=r"none\.db"):
        store.restore(tmp_path / "none.db", replace=True)
    assert store.counts()["reports"] == 1


def test_a_damaged_backup_changes_nothing(store: Store, tmp_path: Path) -> None:
    for number in range(40):
        store.save(batch(report(f"Text {number}. " * 200)))
    copy = tmp_path / "copy.db"
    store.backup(copy)
    content = bytearray(copy.read_bytes())
    half = len(content) // 2
    content[half : half + 8192] = b"\xff" * 8192
    copy.write_bytes(content)
    with pytest.raises(StoreError, match="damaged"):
        store.restore(copy, replace=True)
    assert store.counts()["reports"] == 41
    assert not list(tmp_path.glob(".*"))


def test_the_commands(
    store: Store,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("INCIDENTMAP_STORE", raising=False)
    assert run(["backup", "copy.db"]) == 0
    assert capsys.readouterr().out == "copied store incidents.db to copy.db\n"
    assert run(["backup", "copy.db"]) == 1
    assert run(["restore", "copy.db"]) == 1
    assert "--replace" in capsys.readouterr().err
    store.save(batch(SECOND))
    assert run(["restore", "copy.db", "--replace"]) == 0
    assert capsys.readouterr().out == (
        "restored store incidents.db from copy.db: 1 incidents, 1 claims, 1 reports\n"
    )
