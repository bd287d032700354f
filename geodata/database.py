"""What a store asks of the database it is kept in, and which kind of database a location names."""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Protocol, Self

import sqlalchemy as sa

from geodata.dataset_saving import Bulk
from geodata.errors import StoreError
from geodata.sqlite import SqliteFile

_POSTGRESQL = ("postgresql", "postgres")


class Database(Protocol):
    """A database that may hold a store; see `SqliteFile` and `PostgresDatabase`.

    Attributes:
        engine: gives connections. A transaction without the option `WRITES` reads one unchanging
            state; one with it waits for its turn to write at its beginning.

    """

    engine: sa.Engine

    @property
    def driver_error(self) -> type[Exception]:
        """The kind of error that the driver raises."""

    @property
    def name(self) -> str:
        """What a person calls the store; never with a password."""

    @property
    def location(self) -> str:
        """What names the database in another process; may hold a password."""

    def waiting(self, seconds: float) -> Self:
        """Return the same database, for which a load waits so long at least."""

    def kept_open(self) -> AbstractContextManager[None]:
        """Keep it open between many transactions."""

    def is_there(self) -> bool:
        """Return whether there is anything in which a store may be."""

    def check_creatable(self) -> None:
        """Check that a store could be made."""

    def create(self) -> None:
        """Make what the tables of a store are then made in."""

    def bulk(self, connection: sa.Connection, source: str) -> Bulk:
        """Return the incidents of a dataset, in a transaction that writes."""

    def backup(self, target: Path, *, replace: bool) -> None:
        """Copy the store into one new file; see `geodata.store.Store.backup`."""

    def restore(self, source: Path) -> None:
        """Make the store what a backup holds; see `geodata.store.Store.restore`."""

    def error(self, error: BaseException | None) -> StoreError:
        """Return the error that tells a person what the database's means and what to do."""


def database_of(location: str | Path, *, wait_seconds: float) -> Database:
    """Return the database that a path or URL names.

    Raises:
        StoreError: the URL is not valid, or names no database in which a store can be kept.

    """
    if isinstance(location, Path) or "://" not in location:
        return SqliteFile(Path(location).expanduser(), wait_seconds=wait_seconds)
    try:
        url = sa.make_url(location)
    except (sa.exc.ArgumentError, ValueError) as error:
        raise StoreError(f"the store's URL is not valid: {_HELP}") from error
    if url.get_backend_name() in _POSTGRESQL:
        # Imported when it is needed: most stores are files.
        from geodata.postgres import PostgresDatabase  # noqa: PLC0415

        return PostgresDatabase(url, wait_seconds=wait_seconds)
    if url.get_backend_name() != "sqlite" or url.query or url.database in {None, "", ":memory:"}:
        # Without the password that a URL may hold, wherever it stands.
        named = f"{url.drivername}://{url.host or ''}/{url.database or ''}"
        raise StoreError(f"store {named} is neither a file nor a database on PostgreSQL: {_HELP}")
    return SqliteFile(Path(url.database or ""), wait_seconds=wait_seconds)


_HELP = "write a path, sqlite:///PATH or postgresql://USER@HOST/DATABASE"


def shown_location(location: str) -> str:
    """Return a location as it may be shown: without a password.

    Raises:
        StoreError: the URL is not valid.

    """
    return database_of(location, wait_seconds=0).name


def loose_rows(
    connection: sa.Connection, names: Sequence[str], wanted: sa.Select[Any]
) -> Iterator[Any]:
    """Yield chosen rows of incidents as Arrow tables, as `from_rows` of `incident_columns` gives.

    Args:
        connection: inside a transaction.
        names: of the columns.
        wanted: the rows; one column of each name.

    """
    if connection.dialect.name == "postgresql":
        from geodata.postgres_bulk import arrow_tables  # noqa: PLC0415 - as above
    else:
        from geodata.sqlite_bulk import arrow_tables  # noqa: PLC0415 - beside its sibling
    yield from arrow_tables(connection, names, wanted)
