"""Stores of earlier versions: read as they are, and brought up when they are written to."""

import sqlite3
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from geopandas.testing import assert_geodataframe_equal
from older_stores import older_store, older_store_in_postgresql
from store_places import another
from store_records import batch, report

from geodata.migrations import migrate
from geodata.schema import METADATA, SCHEMA_VERSION
from geodata.store import Store

# Those that were made before the first release; test_fetches has the step from version 3.
OLDER = [1, 2]


def schema_differences(path: Path) -> list[object]:
    """Return in what a store's tables differ from those of a new one."""
    engine = sa.create_engine(f"sqlite:///{path}", poolclass=sa.NullPool)
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "compare_type": False,
                "compare_server_default": True,
                # Only PostgreSQL has this index.
                "include_name": lambda name, *_: name != "incidents_geometry",
                "include_object": lambda _, name, *__: name != "incidents_geometry",
            },
        )
        found: list[object] = list(compare_metadata(context, METADATA))
    return found


def columns_of(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Return name, declared type, whether it may be missing, and place in the key, of columns."""
    connection = sqlite3.connect(path)
    tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master")]
    found = {
        table: sorted(
            (name, kind, required, key)
            for _, name, kind, required, _, key in connection.execute(f"PRAGMA table_info({table})")
        )
        for table in tables
    }
    connection.close()
    return found


@pytest.mark.parametrize("version", OLDER)
def test_an_older_store_is_read_as_it_is(tmp_path: Path, version: int) -> None:
    store = Store.open(older_store(tmp_path / "old.db", version))
    assert store.counts() == {"incidents": 2, "claims": 2, "reports": 1}
    summary = store.summary()
    assert (summary.schema_version, summary.loads, summary.withdrawn) == (version, (), 0)
    assert store.history("incident-0") == []
    assert store.rejected_rows(1) == []
    assert list(store.incidents()["killed_low"]) == [5, 5]
    assert len(store.linked_with("incident-0").incidents) == version


@pytest.mark.parametrize("version", OLDER)
def test_an_older_store_is_brought_up_when_it_is_written_to(tmp_path: Path, version: int) -> None:
    store = Store.open(older_store(tmp_path / "old.db", version))
    before = store.frames()
    store.save(batch(report("Another text.")))
    assert store.summary().schema_version == SCHEMA_VERSION
    # Nothing was deleted with the table that was built anew.
    assert store.counts() == {"incidents": 3, "claims": 3, "reports": 2}
    old = store.incidents().set_index("incident_id").loc[["incident-0", "incident-1"]]
    assert_geodataframe_equal(old, before.incidents.set_index("incident_id"))
    assert len(store.links()[0]) == version - 1
    [version_1] = store.history("incident-0")
    assert (version_1.load_id, version_1.why, version_1.program_version) == (
        1,
        "first load",
        "0.1.0",
    )


@pytest.mark.parametrize("version", OLDER)
def test_a_store_that_was_brought_up_is_like_a_new_one(tmp_path: Path, version: int) -> None:
    old, new = older_store(tmp_path / "old.db", version), tmp_path / "new.db"
    Store.open(old).save(batch(report()))
    Store.open(new, create=True).save(batch(report()))
    assert schema_differences(old) == []
    assert schema_differences(new) == []
    assert columns_of(old) == columns_of(new)
    connection = sqlite3.connect(old)
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    revisions = connection.execute("SELECT version_num FROM alembic_version").fetchall()
    assert revisions == [(str(SCHEMA_VERSION),)]
    connection.close()


def test_the_comparison_would_find_a_difference(tmp_path: Path) -> None:
    assert schema_differences(older_store(tmp_path / "old.db", 2)) != []


def test_a_removal_brings_a_store_up_too(tmp_path: Path) -> None:
    store = Store.open(older_store(tmp_path / "old.db", 1))
    assert store.remove("report") == 1
    assert store.summary().schema_version == SCHEMA_VERSION
    assert store.counts()["incidents"] == 0


def test_a_migration_that_fails_leaves_the_older_store(tmp_path: Path) -> None:
    path = older_store(tmp_path / "old.db", 2)
    connection = sqlite3.connect(path)
    # In the way of the last table that is added.
    connection.execute("CREATE TABLE rejected_rows (something TEXT)")
    connection.commit()
    connection.close()
    before = columns_of(path)
    store = Store.open(path)
    with pytest.raises(Exception, match="rejected_rows"):
        store.save(batch(report()))
    assert columns_of(path) == before
    assert store.counts() == {"incidents": 2, "claims": 2, "reports": 1}


def test_a_store_of_this_version_is_left_alone(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "incidents.db", create=True)
    store.save(batch(report()))
    with store._transaction(writes=True) as connection:
        migrate(connection, SCHEMA_VERSION)
    assert store.summary().schema_version == SCHEMA_VERSION


def described(location: str) -> list[object]:
    """Return columns and indexes of a store in PostgreSQL."""
    server, _, name = location.partition("?schema=")
    with psycopg.connect(server) as connection:
        columns = connection.execute(
            "SELECT table_name, column_name, data_type, udt_name, is_nullable, collation_name "
            "FROM information_schema.columns WHERE table_schema = %s ORDER BY 1, 2",
            [name],
        ).fetchall()
        others = connection.execute(
            "SELECT replace(indexdef, %s, '') FROM pg_indexes WHERE schemaname = %s "
            "UNION SELECT tgname || proname FROM pg_trigger JOIN pg_proc p ON p.oid = tgfoid "
            "WHERE NOT tgisinternal AND pronamespace = %s::regnamespace ORDER BY 1",
            [f"{name}.", name, name],
        ).fetchall()
    return [*columns, *others]


@pytest.mark.parametrize("version", OLDER)
def test_a_store_in_postgresql_goes_the_same_way(
    tmp_path: Path, postgis_location: str, version: int
) -> None:
    location = older_store_in_postgresql(postgis_location, version, tmp_path)
    in_file = Store.open(older_store(tmp_path / "old.db", version))
    store = Store.open(location)
    for one in (store, in_file):
        one.save(batch(report("Another text.")))
    assert store.summary().schema_version == SCHEMA_VERSION
    assert store.counts() == {"incidents": 3, "claims": 3, "reports": 2}
    assert_geodataframe_equal(store.incidents(), in_file.incidents())
    assert store.links() == in_file.links()
    new = Store.open(another(location), create=True)
    new.save(batch(report()))
    assert described(location) == described(new.location)


def test_a_migration_that_fails_in_postgresql_leaves_the_older_store(
    tmp_path: Path, postgis_location: str
) -> None:
    location = older_store_in_postgresql(postgis_location, 2, tmp_path)
    server, _, name = location.partition("?schema=")
    with psycopg.connect(server) as connection:
        connection.execute(f"CREATE TABLE {name}.rejected_rows (something text)".encode())
    before = described(location)
    store = Store.open(location)
    with pytest.raises(Exception, match="rejected_rows"):
        store.save(batch(report()))
    assert described(location) == before
