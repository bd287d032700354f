"""A store's database: opened, made, brought to this version, and worked with in transactions."""

import contextlib
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Self

import sqlalchemy as sa

from geodata import reading, schema
from geodata.database import Database, database_of
from geodata.errors import SchemaVersionError, StoreError
from geodata.migrations import make_tables, migrate
from geodata.saving import program_version
from geodata.sqlite import MIGRATES, WRITES, SqliteFile

# What PostGIS itself makes in the schema that it is installed in.
_OF_POSTGIS = {"spatial_ref_sys"}


class StoreAccess:
    """The way to one store; a connection is held only while in use: threads may share it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @classmethod
    def open(cls, location: str | Path, *, create: bool = False, wait_seconds: float = 5.0) -> Self:
        """Open the store at a file path, or a `sqlite:///` or `postgresql://` URL.

        Args:
            location: the path or URL.
            create: whether there may be no store yet; the first save then makes it.
            wait_seconds: how long to wait while another program writes.

        Raises:
            SchemaVersionError: a newer version of the program wrote the store.
            StoreError: there is no store, or it cannot be opened.

        """
        store = cls(database_of(location, wait_seconds=wait_seconds))
        if not store.exists():
            if not create:
                raise missing(store.name)
            store._database.check_creatable()
        return store

    @property
    def path(self) -> Path:
        """The store's file.

        Raises:
            StoreError: the store is in no file.

        """
        if not isinstance(self._database, SqliteFile):
            raise StoreError(f"store {self.name} is in no file")
        return self._database.path

    @property
    def location(self) -> str:
        """Where another process finds the store; may hold a password, and is not to be shown."""
        return self._database.location

    @property
    def name(self) -> str:
        """What a person calls the store: its path or its URL, without a password."""
        return self._database.name

    def exists(self) -> bool:
        """Return whether a store is there that this program can read; an empty file is none.

        Raises:
            SchemaVersionError: a newer version of the program wrote it.
            StoreError: what is there is no store, or cannot be opened.

        """
        if not self._database.is_there():
            return False
        with self._transaction() as connection:
            return self._schema_version(connection) is not None

    def kept_open(self) -> contextlib.AbstractContextManager[None]:
        """Keep the store open between many saves, each of which would open it anew."""
        return self._database.kept_open()

    def _create(self) -> None:
        """Make the tables; leaves those alone that another program has just made."""
        self._database.create()
        with self._transaction(writes=True) as connection:
            if self._schema_version(connection) is not None:
                return
            make_tables(connection)
            values = {
                "schema_version": str(schema.SCHEMA_VERSION),
                "store_id": uuid.uuid4().hex,
                "made_by": program_version(),
            }
            connection.execute(
                sa.insert(schema.meta),
                [{"name": name, "value": value} for name, value in values.items()],
            )

    def _bring_up(self) -> None:
        """Make the store, or bring one of an older program to this version."""
        with self._transaction(writes=True, migrates=True) as connection:
            version = self._schema_version(connection)
            migrate(connection, version or schema.SCHEMA_VERSION)

    @contextlib.contextmanager
    def _writing(self, *, create: bool = False) -> Iterator[sa.Connection]:
        """Give a transaction that writes into tables of this version."""
        if create and not self.exists():
            self._create()
        with self._transaction() as connection:
            version = self._schema_version(connection)
        if version is not None and version < schema.SCHEMA_VERSION:
            self._bring_up()
        with self._transaction(writes=True) as connection:
            yield connection

    @contextlib.contextmanager
    def _transaction(
        self, *, writes: bool = False, migrates: bool = False
    ) -> Iterator[sa.Connection]:
        """Give a connection inside a transaction; turn database errors into `StoreError`."""
        if not self._database.is_there():
            raise missing(self.name)
        engine = self._database.engine.execution_options(**{WRITES: writes, MIGRATES: migrates})
        try:
            with engine.begin() as connection:
                yield connection
        except sa.exc.DBAPIError as error:
            raise self._database.error(error.orig) from error
        except self._database.driver_error as error:
            raise self._database.error(error) from error

    def _schema_version(self, connection: sa.Connection) -> int | None:
        """Return the version of the store's tables; None when the database is empty."""
        tables = schema.table_names(connection) - _OF_POSTGIS
        if not tables:
            return None
        if schema.meta.name not in tables:
            raise StoreError(
                f"{self.name} is a database of another program: give another path, or name a "
                "schema of its own with ?schema=NAME"
            )
        stored: Any = reading.meta_value(connection, "schema_version")
        version = int(stored) if str(stored).isdecimal() else 0
        if version > schema.SCHEMA_VERSION:
            raise SchemaVersionError(
                f"store {self.name} was written by a newer version of incidentmap (its tables are "
                f"version {version}, this program knows {schema.SCHEMA_VERSION}): update "
                "incidentmap"
            )
        return version


def missing(name: str) -> StoreError:
    """Return the error that says that there is no store."""
    return StoreError(
        f"there is no store at {name}: run `incidentmap load SOURCE...` first, or name another "
        "with --store"
    )
