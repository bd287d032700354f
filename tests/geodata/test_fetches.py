"""What a store remembers of web addresses."""

import datetime as dt
import sqlite3
from pathlib import Path

from store_records import batch, report

from geodata.fetches import Fetch
from geodata.store import Store

AT = dt.datetime(2025, 11, 1, 10, tzinfo=dt.UTC)
URL = "https://feeds.example/rss"


def version_3(path: Path) -> Path:
    """Make a store as it was before web addresses were remembered."""
    Store.open(path, create=True).save(batch(report()))
    connection = sqlite3.connect(path)
    for table in ("fetches", "sole_packs"):
        connection.execute(f"DROP TABLE {table}")
    connection.execute("UPDATE alembic_version SET version_num = '3'")
    connection.execute("UPDATE incidentmap_meta SET value = '3' WHERE name = 'schema_version'")
    connection.commit()
    connection.close()
    return path


def test_the_last_fetch_of_an_address_is_remembered(location: str) -> None:
    store = Store.open(location, create=True)
    first = Fetch(url=URL, at=AT, etag='"a"', last_modified="Sat, 01 Nov 2025 09:00:00 GMT")
    store.remember([first])
    assert store.fetch_of(URL) == first
    assert store.fetch_of("https://feeds.example/other") is None
    later = Fetch(url=URL, at=AT, not_before=AT + dt.timedelta(hours=1))
    store.remember([first, later])
    assert store.fetch_of(URL) == later
    store.remember([])
    assert store.fetch_of(URL) == later


def test_texts_that_are_there_are_known_by_what_they_were_read_from(location: str) -> None:
    store = Store.open(location, create=True)
    given = report()
    store.save(batch(given))
    others = [f"{number:032x}" for number in range(1200)]
    assert store.known_texts([*others, given.report_id]) == {given.report_id: given.sha256}
    assert store.known_texts([]) == {}


def test_a_store_that_remembers_nothing_yet_is_brought_up(tmp_path: Path) -> None:
    store = Store.open(version_3(tmp_path / "old.db"))
    assert store.fetch_of(URL) is None
    fetch = Fetch(url=URL, at=AT)
    store.remember([fetch])
    assert store.fetch_of(URL) == fetch
    assert store.counts()["reports"] == 1
    connection = sqlite3.connect(store.path)
    columns = "SELECT name, upper(type), \"notnull\", pk FROM pragma_table_info('fetches')"
    brought_up = connection.execute(columns).fetchall()
    connection.close()
    Store.open(tmp_path / "new.db", create=True).remember([fetch])
    connection = sqlite3.connect(tmp_path / "new.db")
    assert connection.execute(columns).fetchall() == brought_up
    connection.close()
