"""All that is particular to PostgreSQL with PostGIS: how a store is found, made, opened and locked.

A store is the tables of one schema of a database: the default one, or the one that `?schema=NAME`
in the URL names. What else stands in the URL's query goes to libpq (`sslmode`, `service`,
`connect_timeout`, …), which also reads PGPASSWORD and the file .pgpass.
"""

import contextlib
import copy
import functools
import weakref
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Self

import psycopg
import sqlalchemy as sa
from psycopg import sql

from geodata import schema
from geodata.dataset_saving import Bulk
from geodata.errors import ExportError, NotWritableError, StoreError
from geodata.files import written_aside
from geodata.migrations import bring_up, make_tables
from geodata.portable_copy import copy_rows, delete_rows
from geodata.postgres_bulk import PostgresBulk
from geodata.postgres_errors import NOT_WRITABLE, meaning
from geodata.sqlite import WRITES, SqliteFile
from geodata.sqlite_backup import as_one_file, checked_copy

# The execution option that says how many seconds a transaction waits for its turn.
_WAIT = "incidentmap_wait_seconds"
# The first version of the server that the store is tested with.
_LEAST_SERVER = (15,)
# Seconds after which a server that does not answer is given up, unless the URL says otherwise.
_PATIENCE_TO_CONNECT = 10


class PostgresDatabase:
    """The place of a store in a database, whether or not it is there yet.

    A transaction without the option `WRITES` reads one unchanging state, and cannot write; one with
    it waits at its beginning for whoever else writes into the same store.

    Attributes:
        engine: keeps a few connections open between transactions, until this is deleted.

    """

    driver_error = psycopg.Error

    def __init__(self, url: sa.URL, *, wait_seconds: float) -> None:
        query = dict(url.query)
        schema = query.pop("schema", None)
        self._schema = schema if isinstance(schema, str) else None
        self._given_url = url
        self._wait_seconds = wait_seconds
        self._first: PostgresDatabase | None = None
        self._password = url.password or _text(query.get("password")) or ""
        self._name = _name(url, self._schema)
        options: dict[str, Any] = {"connect_timeout": _PATIENCE_TO_CONNECT}
        if "connect_timeout" in query:
            options = {}
        engine = sa.create_engine(
            url.set(drivername="postgresql+psycopg", query=query),
            connect_args={**options, "application_name": "incidentmap"},
            # Report texts have no place in an error.
            hide_parameters=True,
            pool_size=1,
            max_overflow=-1,
            # A server that was restarted meanwhile is asked anew, without an error.
            pool_pre_ping=True,
        )
        # Neither may know this object, or it would be kept with its engine.
        sa.event.listen(engine, "connect", functools.partial(_prepare, self._schema))
        sa.event.listen(engine, "begin", _begin)
        weakref.finalize(self, engine.dispose)
        self.engine: sa.Engine = engine.execution_options(**{_WAIT: wait_seconds})

    @property
    def name(self) -> str:
        """What a person calls the store: its URL without password and options."""
        return self._name

    @property
    def location(self) -> str:
        """The URL as it was given, with the password when it has one."""
        return self._given_url.render_as_string(hide_password=False)

    def waiting(self, seconds: float) -> Self:
        """Return the same database, with the same connections, that a load waits for longer."""
        other = copy.copy(self)
        other._wait_seconds = max(self._wait_seconds, seconds)  # noqa: SLF001 - another of this class
        other.engine = self.engine.execution_options(**{_WAIT: max(self._wait_seconds, seconds)})
        # The connections are closed with the first, so it must not be gone before.
        other._first = self._first or self  # noqa: SLF001 - as above
        return other

    def kept_open(self) -> contextlib.AbstractContextManager[None]:
        """Do nothing: its connections are kept as they are."""
        return contextlib.nullcontext()

    def is_there(self) -> bool:
        """Return whether the schema is there.

        Raises:
            StoreError: the database cannot be reached.

        """
        with self._told(), self.engine.begin() as connection:
            version = connection.dialect.server_version_info or ()
            if version < _LEAST_SERVER:
                raise StoreError(
                    f"store {self.name}: the server is PostgreSQL {version[0]}: 15 or later is "
                    "needed"
                )
            return self._schema is None or connection.scalar(_CURRENT) == self._schema

    def check_creatable(self) -> None:
        """Do nothing: whether a store can be made turns out when it is made."""

    def create(self) -> None:
        """Make the schema, and install PostGIS into the database, where they are not there yet.

        Raises:
            StoreError: the person may not do so; the message has the command for one who may.

        """
        with self._told(), self.engine.execution_options(**{WRITES: True}).begin() as connection:
            # Whichever schema they are for, two of these must not meet.
            connection.exec_driver_sql(
                "SELECT pg_advisory_xact_lock(hashtextextended('incidentmap', 0))"
            )
            self._check_encoding(connection)
            if self._schema is not None:
                connection.execute(sa.schema.CreateSchema(self._schema, if_not_exists=True))
            if connection.scalar(_POSTGIS) is None:
                self._install_postgis(connection)
        # Connections learn where PostGIS is when they are made.
        self.engine.dispose()

    def bulk(self, connection: sa.Connection, source: str) -> Bulk:
        """Return the incidents of a dataset, in a transaction that writes."""
        return PostgresBulk(connection, source)

    def backup(self, target: Path, *, replace: bool) -> None:
        """Copy the store into one new file; see `geodata.store.Store.backup`."""
        if target.exists() and not replace:
            raise ExportError(f"{target} exists already: name another file, or add --replace")
        with written_aside(target) as aside, self._told():
            copy = SqliteFile(aside, wait_seconds=self._wait_seconds)
            copy.create()
            with self.engine.begin() as source, copy.engine.begin() as rows:
                make_tables(rows)
                copy_rows(source, rows)
            as_one_file(aside, wait_seconds=self._wait_seconds)

    def restore(self, source: Path) -> None:
        """Make the store what a backup holds; see `geodata.store.Store.restore`."""
        file = SqliteFile(source, wait_seconds=self._wait_seconds)
        try:
            with checked_copy(source, wait_seconds=self._wait_seconds) as path:
                copy = SqliteFile(path, wait_seconds=self._wait_seconds)
                bring_up(copy.engine)
                self.create()
                writing = self.engine.execution_options(**{WRITES: True})
                with self._told(), copy.engine.begin() as rows, writing.begin() as connection:
                    if schema.has_table(connection, schema.meta):
                        delete_rows(connection)
                    else:
                        make_tables(connection)
                    copy_rows(rows, connection)
        except file.driver_error as error:
            raise file.error(error) from error

    def error(self, error: BaseException | None) -> StoreError:
        """Return the error that tells a person what PostgreSQL's means and what to do."""
        said = meaning(error, self._wait_seconds)
        if self._password:
            said = said.replace(self._password, "…")
        kind = NotWritableError if isinstance(error, NOT_WRITABLE) else StoreError
        return kind(f"store {self.name} {said}")

    def _check_encoding(self, connection: sa.Connection) -> None:
        encoding = connection.scalar(sa.text("SHOW server_encoding"))
        if encoding != "UTF8":
            raise StoreError(
                f"store {self.name}: the database keeps text as {encoding}: make another with "
                "CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0"
            )

    def _install_postgis(self, connection: sa.Connection) -> None:
        # Not into the store's own schema: other stores of the database need it too.
        common = "SCHEMA public" if connection.scalar(_PUBLIC) else ""
        try:
            connection.execute(sa.text(f"CREATE EXTENSION IF NOT EXISTS postgis {common}"))
        except sa.exc.DBAPIError as error:
            raise StoreError(
                f"store {self.name}: its database has no PostGIS, and this user may not install "
                "it: ask an administrator to run CREATE EXTENSION postgis; in the database "
                f"{self._given_url.database or 'that the URL names'} (and, where the server does "
                "not have it, to install its package, Debian: postgresql-15-postgis-3)"
            ) from error

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        """Turn the database's errors into `StoreError`."""
        try:
            yield
        except sa.exc.DBAPIError as error:
            raise self.error(error.orig) from error
        except psycopg.Error as error:
            raise self.error(error) from error


def _prepare(schema: str | None, connection: psycopg.Connection[Any], _: object) -> None:
    """Let names be found in the store's schema first, then where PostGIS is."""
    before = connection.autocommit
    connection.autocommit = True
    path = [schema] if schema is not None else [*_column(connection, _SCHEMAS)]
    path += _column(connection, _POSTGIS.text)
    # Without any schema there is no place for tables; the server says so when one is made.
    if path:
        names = sql.SQL(", ").join(map(sql.Identifier, path))
        connection.execute(sql.SQL("SET search_path TO {}").format(names))
    connection.execute("SET TimeZone TO 'UTC'")
    connection.execute("SET DateStyle TO 'ISO'")
    connection.execute("SET extra_float_digits TO 1")
    connection.autocommit = before


def _begin(connection: sa.Connection) -> None:
    options = connection.get_execution_options()
    if not options.get(WRITES, False):
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        return
    milliseconds = max(1, round(1000 * options[_WAIT]))
    connection.exec_driver_sql(f"SET LOCAL lock_timeout = {milliseconds:d}")
    connection.exec_driver_sql(
        "SELECT pg_advisory_xact_lock(hashtextextended('incidentmap:' || current_schema(), 0))"
    )


def _column(connection: psycopg.Connection[Any], query: str) -> list[str]:
    return [str(row[0]) for row in connection.execute(query.encode())]


_SCHEMAS = "SELECT unnest(current_schemas(false))"
_CURRENT = sa.text("SELECT current_schema()")
_PUBLIC = sa.text("SELECT 1 FROM pg_namespace WHERE nspname = 'public'")
_POSTGIS = sa.text(
    "SELECT nspname FROM pg_extension JOIN pg_namespace n ON n.oid = extnamespace "
    "WHERE extname = 'postgis'"
)


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _name(url: sa.URL, schema: str | None) -> str:
    """Return a URL without password and options."""
    user = f"{url.username}@" if url.username else ""
    port = f":{url.port}" if url.port else ""
    service = _text(url.query.get("service"))
    host = url.host or _text(url.query.get("host")) or ""
    asked = [("service", service), ("schema", schema)]
    rest = "&".join(f"{name}={value}" for name, value in asked if value)
    database = f"/{url.database}" if url.database else ""
    return f"postgresql://{user}{host}{port}{database}{'?' + rest if rest else ''}"
