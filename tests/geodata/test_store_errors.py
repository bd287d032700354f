"""Stores that cannot be used: each gives one line that says what, where and what to do."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from privileges import without_privileges
from store_records import batch, report

from geodata.errors import SchemaVersionError, StoreError
from geodata.store import Store

FIRST = report()
SECOND = report("Another text.")


def _one_line(error: pytest.ExceptionInfo[StoreError], *parts: object) -> None:
    message = str(error.value)
    assert "\n" not in message
    for part in parts:
        assert str(part) in message


@pytest.fixture
def full(tmp_path: Path) -> Store:
    store = Store.open(tmp_path / "incidents.db", create=True)
    store.save(batch(FIRST))
    return store


@pytest.fixture
def unprivileged() -> Iterator[Path]:
    with without_privileges() as folder:
        yield folder


def test_no_store_at_all(tmp_path: Path) -> None:
    path = tmp_path / "none.db"
    with pytest.raises(StoreError) as caught:
        Store.open(path)
    _one_line(caught, f"no store at {path}", "incidentmap load SOURCE", "--store")
    assert not path.exists()


def test_empty_file_is_no_store_but_may_become_one(tmp_path: Path) -> None:
    path = tmp_path / "empty.db"
    path.touch()
    with pytest.raises(StoreError, match="no store at"):
        Store.open(path)
    store = Store.open(path, create=True)
    store.save(batch(FIRST))
    assert Store.open(path).counts()["reports"] == 1


def test_reading_before_the_first_save(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "new.db", create=True)
    with pytest.raises(StoreError, match="no store at"):
        store.incidents()


def test_not_a_database(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("Not a database, though long enough to be taken for one. " * 40)
    before = path.read_bytes()
    with pytest.raises(StoreError) as caught:
        Store.open(path, create=True)
    _one_line(caught, path, "is not a store")
    assert path.read_bytes() == before


def test_database_of_another_program(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE notes (words TEXT)")
    connection.close()
    with pytest.raises(StoreError) as caught:
        Store.open(path, create=True)
    _one_line(caught, path, "another program")


def test_newer_schema(full: Store) -> None:
    connection = sqlite3.connect(full.path)
    connection.execute("UPDATE incidentmap_meta SET value = '99' WHERE name = 'schema_version'")
    connection.commit()
    connection.close()
    with pytest.raises(SchemaVersionError) as caught:
        Store.open(full.path)
    _one_line(caught, full.path, "version 99", "update incidentmap")


def test_locked(full: Store) -> None:
    other = sqlite3.connect(full.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        store = Store.open(full.path, wait_seconds=0.05)
        assert store.counts()["reports"] == 1
        with pytest.raises(StoreError) as caught:
            store.save(batch(SECOND))
    finally:
        other.close()
    _one_line(caught, full.path, "locked by another program", "0.05 s", "try again")
    assert store.counts()["reports"] == 1


def test_folder_in_place_of_a_file(tmp_path: Path) -> None:
    with pytest.raises(StoreError) as caught:
        Store.open(tmp_path, create=True)
    _one_line(caught, tmp_path, "is a folder")


def test_no_folder_for_the_store(tmp_path: Path) -> None:
    with pytest.raises(StoreError) as caught:
        Store.open(tmp_path / "no" / "store.db", create=True)
    _one_line(caught, "there is no folder", tmp_path / "no")


def test_truncated_store(full: Store) -> None:
    content = full.path.read_bytes()
    full.path.write_bytes(content[: len(content) // 2])
    with pytest.raises(StoreError) as caught:
        Store.open(full.path).frames()
    _one_line(caught, full.path, "damaged")


def test_read_only_folder_can_be_read_but_not_written(unprivileged: Path) -> None:
    path = unprivileged / "incidents.db"
    Store.open(path, create=True).save(batch(FIRST))
    path.chmod(0o444)
    unprivileged.chmod(0o555)
    store = Store.open(path)
    assert store.counts()["reports"] == 1
    with pytest.raises(StoreError) as caught:
        store.save(batch(SECOND))
    _one_line(caught, path, "read-only")
    with pytest.raises(StoreError, match="read-only"):
        Store.open(unprivileged / "new.db", create=True)


def test_read_only_file_in_a_writable_folder(unprivileged: Path) -> None:
    path = unprivileged / "incidents.db"
    Store.open(path, create=True).save(batch(FIRST))
    path.chmod(0o444)
    assert Store.open(path).counts()["reports"] == 1
    with pytest.raises(StoreError, match="read-only"):
        Store.open(path).save(batch(SECOND))


def test_unreadable_store(unprivileged: Path) -> None:
    path = unprivileged / "incidents.db"
    Store.open(path, create=True).save(batch(FIRST))
    path.chmod(0)
    with pytest.raises(StoreError) as caught:
        Store.open(path)
    _one_line(caught, path, "no permission")


@pytest.mark.parametrize(
    "url",
    [
        "mysql://ann:s3cret@db.example/incidents",
        "mysql://db.example/incidents?password=s3cret",
        "sqlite://",
        "sqlite:///:memory:",
        "sqlite:///a.db?mode=memory",
        "nonsense://",
        "://",
        "http://[broken/",
    ],
)
def test_urls_that_name_no_file(url: str) -> None:
    with pytest.raises(StoreError) as caught:
        Store.open(url, create=True)
    _one_line(caught, "sqlite:///PATH")
    assert "s3cret" not in str(caught.value)


def test_url_of_a_file(tmp_path: Path) -> None:
    path = tmp_path / "with space %20.db"
    Store.open(path, create=True).save(batch(FIRST))
    assert Store.open(str(path)).counts()["reports"] == 1
    assert Store.open(f"sqlite:///{tmp_path}/with space %2520.db").path == path
