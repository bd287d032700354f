"""All that is particular to SQLite: how a store's file is made, opened, locked and found faulty."""

import contextlib
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Self

import sqlalchemy as sa

from geodata.errors import NotWritableError, StoreError
from geodata.sqlite_backup import backup, restore
from geodata.sqlite_bulk import SqliteBulk

# A transaction that will write carries this execution option, and one that changes tables both.
WRITES = "incidentmap_writes"
MIGRATES = "incidentmap_migrates"
# Which file a transaction began with.
_FILE = "incidentmap_file"
# Pages that a transaction keeps in memory, in KiB: the index of a million ids, looked up at random,
# stays there.
_CACHE_KIB = 64 * 1024


class SqliteFile:
    """The file of a store, whether or not it is there yet.

    A transaction without the option `WRITES` reads one unchanging state of the file; one with it
    takes the write lock at its beginning, so that it cannot fail half-way because another program
    wrote in between.

    Attributes:
        path: of the file.
        engine: opens it anew for each transaction: that is cheap, and a closed store leaves no file
            open.

    """

    driver_error = sqlite3.Error

    def __init__(self, path: Path, *, wait_seconds: float) -> None:
        self.path = path
        self._wait_seconds = wait_seconds
        self.engine = sa.create_engine("sqlite://", creator=self._connect, poolclass=sa.NullPool)
        sa.event.listen(self.engine, "begin", self._begin)
        sa.event.listen(self.engine, "commit", self._check_still_there)

    @property
    def name(self) -> str:
        """What a person calls the store."""
        return str(self.path)

    @property
    def location(self) -> str:
        """The file's path, wherever it is looked for from."""
        return str(self.path.absolute())

    def waiting(self, seconds: float) -> Self:
        """Return the same file, for which a load waits so long at least."""
        return type(self)(self.path, wait_seconds=max(self._wait_seconds, seconds))

    @contextlib.contextmanager
    def kept_open(self) -> Iterator[None]:
        """Keep the file open: who closes it last would put its side files away, each time."""
        connection = self._connect()
        try:
            # Only what was read from is open.
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
            yield
        except sqlite3.Error as error:
            raise self.error(error) from error
        finally:
            connection.close()

    def is_there(self) -> bool:
        """Return whether there is a file with something in it.

        Raises:
            StoreError: what is there cannot be read.

        """
        try:
            status = self.path.stat()
        except (FileNotFoundError, NotADirectoryError):
            return False
        except OSError as error:
            raise StoreError(f"store {self.path} cannot be opened: {error.strerror}") from error
        if self.path.is_dir():
            raise StoreError(f"store {self.path} is a folder: give the path of a file")
        if not allowed(self.path, os.R_OK):
            raise StoreError(f"store {self.path} cannot be read: no permission")
        return status.st_size > 0

    def check_creatable(self) -> None:
        """Check that the file could be made.

        Raises:
            StoreError: it could not.

        """
        folder = self.path.parent
        if not folder.is_dir():
            raise StoreError(f"store {self.path} cannot be made: there is no folder {folder}")
        if not allowed(folder, os.W_OK):
            raise StoreError(f"store {self.path} cannot be made: the folder {folder} is read-only")

    def create(self) -> None:
        """Make an empty database in write-ahead mode, in which readers and a writer do not wait.

        The mode is kept in the file. Where a file system does not offer it, SQLite stays with its
        own default, in which readers wait for the writer.

        Raises:
            StoreError: the file cannot be made.

        """
        self.check_creatable()
        try:
            connection = sqlite3.connect(
                self.path, timeout=self._wait_seconds, isolation_level=None
            )
            try:
                connection.execute("PRAGMA journal_mode = WAL")
            finally:
                connection.close()
        except sqlite3.Error as error:
            raise self.error(error) from error

    def bulk(self, connection: sa.Connection, source: str) -> SqliteBulk:
        """Return the incidents of a dataset, in a transaction that writes."""
        return SqliteBulk(connection, source)

    def backup(self, target: Path, *, replace: bool) -> None:
        """Copy the store into one new file; see `geodata.store.Store.backup`."""
        try:
            backup(self.path, target, replace=replace, wait_seconds=self._wait_seconds)
        except sqlite3.Error as error:
            raise self.error(error) from error

    def restore(self, source: Path) -> None:
        """Make the store what a backup holds; see `geodata.store.Store.restore`."""
        try:
            restore(source, self.path, wait_seconds=self._wait_seconds)
        except sqlite3.Error as error:
            raise self.error(error) from error

    def error(self, error: BaseException | None) -> StoreError:
        """Return the error that tells a person what SQLite's means and what to do."""
        # The low byte is the kind of error, the others say more about it.
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
            return NotWritableError(
                f"store {self.path} is locked by another program (waited {self._wait_seconds:g} "
                "s): try again when it has finished"
            )
        kind = NotWritableError if code == sqlite3.SQLITE_READONLY else StoreError
        return kind(f"store {self.path} {_MEANINGS.get(code, f'cannot be used: {error}')}")

    def _begin(self, connection: sa.Connection) -> None:
        _begin(connection)
        connection.info[_FILE] = self._file_number()

    def _check_still_there(self, connection: sa.Connection) -> None:
        """Refuse to save into a file that is no longer the store: nobody would find it again."""
        writes = connection.get_execution_options().get(WRITES, False)
        if writes and self._file_number() != connection.info.get(_FILE):
            raise StoreError(
                f"store {self.path} was moved or removed while it was written to: nothing was "
                "saved; load again"
            )

    def _file_number(self) -> tuple[int, int] | None:
        try:
            status = self.path.stat()
        except OSError:
            return None
        return status.st_dev, status.st_ino

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(
            _uri(self.path),
            uri=True,
            timeout=self._wait_seconds,
            # BEGIN is emitted below, not by the driver.
            isolation_level=None,
            check_same_thread=False,
        )
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
        return connection


_MEANINGS = {
    sqlite3.SQLITE_NOTADB: "is not a store: give another path",
    sqlite3.SQLITE_CORRUPT: "is damaged: restore it from a backup, or load its sources anew",
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
    options = connection.get_execution_options()
    if options.get(MIGRATES, False):
        # SQLite takes this only outside a transaction.
        connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get(WRITES, False) else "BEGIN")


def _uri(path: Path) -> str:
    """Return the address under which SQLite opens an existing file, never creating one.

    In a folder where nothing may be written SQLite cannot keep its side files; a store without
    pending writes is then read as one that nobody changes.
    """
    pending = path.with_name(f"{path.name}-wal")
    read_only = not allowed(path.parent, os.W_OK) and not pending.exists()
    return f"{path.absolute().as_uri()}?{'mode=ro&immutable=1' if read_only else 'mode=rw'}"
