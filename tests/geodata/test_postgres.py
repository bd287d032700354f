"""Stores in PostgreSQL: what names them; what cannot be used gives one line without a password."""

import secrets
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import postgis_server
import psycopg
import pytest
import shapely
from made_dataset import dataset_chunks, dataset_frame, file_of
from older_stores import older_store
from pandas.testing import assert_frame_equal
from postgis_server import PASSWORD, USER, Server
from store_records import batch, report

from geodata.database import shown_location
from geodata.dataset_rows import DatasetRows
from geodata.errors import ExportError, SchemaVersionError, StoreError
from geodata.incident import stable_id
from geodata.store import Store

FIRST, SECOND = report(), report("Another text.")


def refused(location: str, *parts: str, save: bool = False) -> None:
    """Check that a store cannot be used, and that the message says so in one line."""

    def use() -> None:
        store = Store.open(location, create=save)
        if save:
            store.save(batch(SECOND))

    with pytest.raises(StoreError) as caught:
        use()
    message = str(caught.value)
    assert "\n" not in message
    assert PASSWORD not in message
    for part in parts:
        assert part in message, message
    # Nor in what a traceback would show.
    error: BaseException | None = caught.value
    while error is not None:
        assert PASSWORD not in str(error)
        error = error.__cause__


@pytest.fixture
def full(postgis_location: str) -> Store:
    store = Store.open(postgis_location, create=True)
    store.save(batch(FIRST))
    return store


def direct(store: Store) -> psycopg.Connection[tuple[object, ...]]:
    """Connect as a person at the database's own prompt would."""
    where, _, schema = store.location.partition("?schema=")
    connection = psycopg.connect(where, autocommit=True)
    connection.execute(f"SET search_path TO {schema}, public".encode())
    return connection


def test_geometries_are_those_of_postgis_with_an_index(full: Store) -> None:
    full.save_dataset(dataset_chunks(100), **file_of())
    with direct(full) as connection:
        [(kind, srid, number)] = connection.execute(
            "SELECT GeometryType(geometry), ST_SRID(geometry), count(*) FROM incidents "
            "GROUP BY 1, 2"
        ).fetchall()
        assert (kind, srid, number) == ("POINT", 4326, 101)
        [(definition,)] = connection.execute(
            "SELECT indexdef FROM pg_indexes WHERE indexname = 'incidents_geometry' "
            "AND schemaname = current_schema()"
        ).fetchall()
        assert "gist (geometry)" in str(definition)
        [(inside,)] = connection.execute(
            "SELECT count(*) FROM incidents WHERE geometry && ST_MakeEnvelope(60, 25, 70, 40, 4326)"
        ).fetchall()
    found = full.incidents().geometry
    assert inside == int(shapely.intersects(shapely.box(60, 25, 70, 40), found.to_numpy()).sum())


def test_the_name_tells_no_password(full: Store) -> None:
    assert PASSWORD in full.location
    for text in (full.name, shown_location(full.location), repr(full), str(full._database)):
        assert PASSWORD not in text
    assert full.name.startswith(f"postgresql://{USER}@127.0.0.1:")
    assert shown_location("postgres:///x?password=a&service=b") == "postgresql:///x?service=b"


def test_two_stores_in_one_database_do_not_see_each_other(full: Store) -> None:
    other = Store.open(full.location[:-1] + "x", create=True)
    assert not other.exists()
    with pytest.raises(StoreError, match="there is no store at"):
        other.counts()
    other.save(batch(FIRST, SECOND))
    assert (full.counts()["reports"], other.counts()["reports"]) == (1, 2)


def test_no_store_yet(postgis_location: str) -> None:
    refused(postgis_location, "there is no store at postgresql://", "incidentmap load")


def test_wrong_password(postgis: Server, postgis_database: str) -> None:
    refused(postgis.url(postgis_database, password=PASSWORD + "!"), "refuses the password")
    refused(postgis.url(postgis_database, password=None), "asks for a password", ".pgpass")


def test_unknown_user_and_database(postgis: Server, postgis_database: str) -> None:
    refused(postgis.url(postgis_database, user="nobody-here"), "refuses the password")
    refused(postgis.url("no_such_database"), "no_such_database is not there", "createdb")


def test_no_server_there(postgis_location: str, postgis: Server) -> None:
    away = postgis_location.replace(str(postgis.port), "1")
    refused(away, "127.0.0.1:1/", "no server answers")
    refused("postgresql://ann:secret@nowhere.invalid/x", "nowhere.invalid", "cannot be reached")


def test_an_option_that_libpq_does_not_know(postgis_location: str) -> None:
    refused(postgis_location + "&colour=red", "colour")
    refused(postgis_location + "&sslmode=require", "sslmode")


def test_no_postgis_and_no_right_to_install_it(postgis: Server) -> None:
    name = postgis_server.new_database(postgis, postgis=False)
    refused(postgis.url(name), "CREATE EXTENSION postgis;", f"in the database {name}", save=True)
    # Nothing was left behind, and once it is there all is well.
    postgis.run("CREATE EXTENSION postgis", name)
    store = Store.open(postgis.url(name), create=True)
    assert not store.exists()
    store.save(batch(FIRST))
    assert store.counts()["reports"] == 1


def test_postgis_is_installed_where_that_is_allowed(postgis: Server) -> None:
    name = postgis_server.new_database(postgis, postgis=False)
    location = f"postgresql:///{name}?host={postgis.folder}&port={postgis.port}&user=postgres"
    store = Store.open(f"{location}&schema=s", create=True)
    store.save(batch(FIRST))
    assert list(store.incidents().geometry.x) == [69.92]
    [(schema,)] = postgis.run(
        "SELECT extnamespace::regnamespace::text FROM pg_extension WHERE extname = 'postgis'", name
    )
    assert schema == "public"


@pytest.fixture
def reader(full: Store, postgis: Server, postgis_database: str) -> Iterator[str]:
    """Give the URL of a store whose user may only read it."""
    schema, name = full.location.partition("?schema=")[2], f"reader_{secrets.token_hex(4)}"
    for statement in (
        f"CREATE ROLE {name} LOGIN PASSWORD '{PASSWORD}'",
        f"GRANT USAGE ON SCHEMA {schema} TO {name}",
        f"GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO {name}",
    ):
        postgis.run(statement, postgis_database)
    return f"{postgis.url(postgis_database, user=name)}?schema={schema}"


def test_who_may_only_read_reads_and_cannot_write(reader: str) -> None:
    store = Store.open(reader)
    assert len(store.frames().incidents) == 1
    assert store.summary().counts["reports"] == 1
    assert store.data_version()
    refused(reader, "may not be used so by this user", "--store", save=True)
    with pytest.raises(StoreError, match="may not be used so"):
        store.save_dataset(dataset_chunks(10), **file_of())
    with pytest.raises(StoreError, match="may not be used so"):
        store.remove("report")


def test_database_of_another_program(postgis: Server) -> None:
    name = postgis_server.new_database(postgis)
    postgis.run("CREATE TABLE notes (words text)", name)
    refused(postgis.url(name), "another program", "?schema=NAME")


def test_a_database_that_is_not_in_unicode(postgis: Server) -> None:
    name = f"latin_{secrets.token_hex(4)}"
    postgis.run(f"CREATE DATABASE {name} OWNER {USER} TEMPLATE template0 ENCODING 'LATIN1'")
    refused(postgis.url(name), "LATIN1", "UTF8", save=True)


def test_newer_schema(full: Store) -> None:
    with direct(full) as connection:
        connection.execute("UPDATE incidentmap_meta SET value = '99' WHERE name = 'schema_version'")
    with pytest.raises(SchemaVersionError, match="version 99"):
        Store.open(full.location)


def test_a_server_that_goes_away_half_way_leaves_the_state_before(
    full: Store, postgis: Server, postgis_database: str
) -> None:
    def chunks() -> Iterator[object]:
        yield from dataset_chunks(50)
        # What an administrator, or a network that breaks, does to the load. Other tests work in
        # other databases of the same server.
        postgis.run(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "  # noqa: S608 - our own name
            f"WHERE datname = '{postgis_database}' "
            "AND application_name = 'incidentmap' AND state = 'idle in transaction'"
        )
        yield from dataset_chunks(50)

    with pytest.raises(StoreError, match="try again") as caught:
        full.save_dataset(chunks(), **file_of())  # type: ignore[arg-type]
    assert "\n" not in str(caught.value)
    # The same store goes on once the server answers again.
    assert full.counts()["incidents"] == 1
    assert full.save_dataset(dataset_chunks(50), **file_of()).loaded == 50


def test_text_that_looks_like_sql_or_a_command_comes_back(full: Store) -> None:
    hostile = '\\.\n\\N \'; DROP TABLE incidents; -- %s %% "quoted", $$ {0}\r\n\t\\'
    chunk = next(iter(dataset_chunks(3)))
    chunk.frame["place_name"] = [hostile, "", "\\."]
    chunk.frame["raw"] = [hostile, "\\N", "NULL"]
    given = file_of() | {"source": hostile}
    assert full.save_dataset([chunk], **given).loaded == 3
    assert full.save_dataset([chunk], **given).unchanged == 3
    found = full.incidents()
    found = found[found["source"] == hostile]
    assert set(found["place_name"]) == {hostile, "", "\\."}
    assert {full.history(key)[0].contents["raw"] for key in found["incident_id"]} == {
        hostile,
        "\\N",
        "NULL",
    }


def test_a_backup_of_one_engine_is_restored_into_the_other(full: Store, tmp_path: Path) -> None:
    rows = dataset_frame(3000)
    full.save_dataset([DatasetRows(rows)], **file_of())
    full.save_dataset([DatasetRows(rows.head(2900))], **file_of(sha256="b" * 64))
    before, history = full.frames(), full.history(full.incidents()["incident_id"].iloc[7])
    full.backup(tmp_path / "copy.db")
    assert [path.name for path in tmp_path.iterdir()] == ["copy.db"]
    with pytest.raises(ExportError, match="--replace"):
        full.backup(tmp_path / "copy.db")

    in_file = Store.open(tmp_path / "other.db", create=True)
    in_file.restore(tmp_path / "copy.db")
    back = Store.open(full.location + "x", create=True)
    back.restore(tmp_path / "copy.db")
    for store in (Store.open(tmp_path / "copy.db"), in_file, back):
        for frame, expected in zip(store.frames(), before, strict=True):
            assert_frame_equal(pd.DataFrame(frame), pd.DataFrame(expected))
        assert store.summary() == full.summary()
        assert store.history(before.incidents["incident_id"].iloc[7]) == history
    # Another store, which goes on from there.
    assert back.data_version() != full.data_version()
    result = back.save_dataset([DatasetRows(rows)], **file_of(sha256="c" * 64))
    assert (result.updated, result.unchanged) == (100, 2900)
    with pytest.raises(StoreError, match="--replace"):
        back.restore(tmp_path / "copy.db")
    back.restore(tmp_path / "copy.db", replace=True)
    assert_frame_equal(pd.DataFrame(back.incidents()), pd.DataFrame(before.incidents))


def test_an_older_backup_is_brought_up(full: Store, tmp_path: Path) -> None:
    old = older_store(tmp_path / "old.db", 1)
    full.restore(old, replace=True)
    assert full.counts() == {"incidents": 2, "claims": 2, "reports": 1}
    assert Store.open(old).summary().schema_version == 1


def test_what_is_no_backup_changes_nothing(full: Store, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.db"
    wrong.write_bytes(b"no database at all" * 100)
    with pytest.raises(StoreError, match=r"wrong\.db"):
        full.restore(wrong, replace=True)
    assert full.counts()["reports"] == 1


def test_a_row_that_anybody_changes_is_struck_off_its_pack(
    full: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("geodata.postgres_bulk.LEAST", 5)
    full.save_dataset(dataset_chunks(40), **file_of())
    schema = full.location.partition("?schema=")[2]
    first, second = (stable_id("made", f"MAD{number}") for number in (3, 7))
    with direct(full) as connection:
        # Whatever schemas this person looks into first.
        connection.execute("SET search_path TO public")
        for statement in (
            f"UPDATE {schema}.incidents SET status = 'rejected' WHERE incident_id = '{first}'",  # noqa: S608 - names from here
            f"DELETE FROM {schema}.incidents WHERE incident_id = '{second}'",  # noqa: S608 - as above
        ):
            connection.execute(statement.encode())
        counted = f"SELECT count(*) FROM {schema}.struck_off"  # noqa: S608 - as above
        assert connection.execute(counted.encode()).fetchone() == (2,)
    found = full.incidents()
    assert len(found) == 40
    assert list(found.loc[found["status"] == "rejected", "incident_id"]) == [first]
