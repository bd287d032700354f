"""All that is particular to SQLite: how a store's file is made, opened, locked and found faulty."""

import os
import sqlite3
from pathlib import Path

import sqlalchemy as sa

from geodata.errors import StoreError

# A transaction that will write carries this execution option.
WRITES = "incidentmap_writes"


def sqlite_engine(path: Path, *, wait_seconds: float) -> sa.Engine:
    """Return an engine for the SQLite file at a path; opens nothing yet.

    A transaction without the option `WRITES` reads one unchanging state of the file; one with it
    takes the write lock at its beginning, so that it cannot fail half-way because another program
    wrote in between.
    """

    def connect() -> sqlite3.Connection:
        connection = sqlite3.connect(
            _uri(path),
            uri=True,
            timeout=wait_seconds,
            # BEGIN is emitted below, not by the driver.
            isolation_level=None,
            check_same_thread=False,
        )
        connection.execute("PRAGMA foreign_keys = ON")
        return connection

    # Without a pool: opening a file is cheap, and a closed store leaves no file open.
    engine = sa.create_engine("sqlite://", creator=connect, poolclass=sa.NullPool)
    sa.event.listen(engine, "begin", _begin)
    return engine


def create_file(path: Path, *, wait_seconds: float) -> None:
    """Make an empty database in write-ahead mode, in which readers and a writer do not wait.

    The mode is kept in the file. Where a file system does not offer it, SQLite stays with its
    own default, in which readers wait for the writer.

    Raises:
        StoreError: the file cannot be made.

    """
    try:
        connection = sqlite3.connect(path, timeout=wait_seconds, isolation_level=None)
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        finally:
            connection.close()
    except sqlite3.Error as error:
        raise store_error(error, path, wait_seconds=wait_seconds) from error


def store_error(error: BaseException | None, path: Path, *, wait_seconds: float) -> StoreError:
    """Return the error that tells a person what SQLite's means and what to do."""
    # The low byte is the kind of error, the others say more about it.
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
        return StoreError(
            f"store {path} is locked by another program (waited {wait_seconds:g} s): "
            "try again when it has finished"
        )
    return StoreError(f"store {path} {_MEANINGS.get(code, f'cannot be used: {error}')}")


_MEANINGS = {
    sqlite3.SQLITE_NOTADB: "is not a store: give another path",
    sqlite3.SQLITE_CORRUPT: "is damaged: restore it from a copy, or load its sources anew",
    sqlite3.SQLITE_CANTOPEN: "cannot be opened: check that its folder exists and may be used",
    sqlite3.SQLITE_PERM: "cannot be opened: no permission",
    sqlite3.SQLITE_READONLY: "is read-only: make the file and its folder writable, or choose "
    "another store with --store",
    sqlite3.SQLITE_FULL: "cannot be written: the disk is full; nothing was changed",
    sqlite3.SQLITE_IOERR: "cannot be read or written: the disk reports an error",
    sqlite3.SQLITE_CONSTRAINT: "refuses records that name a report or incident which is neither "
    "in the store nor in the load",
}


def allowed(path: Path, mode: int) -> bool:
    """Return whether this process may use a path in a mode (`os.R_OK`, `os.W_OK`)."""
    return os.access(path, mode, effective_ids=os.access in os.supports_effective_ids)


def _begin(connection: sa.Connection) -> None:
    writes = connection.get_execution_options().get(WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _uri(path: Path) -> str:
    """Return the address under which SQLite opens an existing file, never creating one.

    In a folder where nothing may be written SQLite cannot keep its side files; a store without
    pending writes is then read as one that nobody changes.
    """
    pending = path.with_name(f"{path.name}-wal")
    read_only = not allowed(path.parent, os.W_OK) and not pending.exists()
    return f"{path.absolute().as_uri()}?{'mode=ro&immutable=1' if read_only else 'mode=rw'}"
