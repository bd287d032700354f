"""A store's file into another and back, while programs read and write it.

SQLite's own online backup copies one state of the file, whatever is written meanwhile, and writes a
restored store in one transaction: whoever has it open goes on with the old content or the new.
"""

import contextlib
import secrets
import sqlite3
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path

from geodata.errors import ExportError, StoreError
from geodata.files import written_aside


def backup(source: Path, target: Path, *, replace: bool, wait_seconds: float) -> None:
    """Copy a store into one new file.

    Raises:
        ExportError: the file is there already and is not to be replaced, or cannot be written.
        sqlite3.Error: the store cannot be read.

    """
    if target.exists() and not replace:
        raise ExportError(f"{target} exists already: name another file, or add --replace")
    if target.exists() and target.resolve() == source.resolve():
        raise ExportError(f"{target} is the store itself: name another file")
    with written_aside(target) as aside:
        _copy(source, aside, wait_seconds=wait_seconds)
        as_one_file(aside, wait_seconds=wait_seconds)


def restore(source: Path, target: Path, *, wait_seconds: float) -> None:
    """Make a store what a backup holds; it need not be there yet.

    Raises:
        StoreError: the backup is damaged, or the store's folder cannot be written; nothing was
            changed.
        sqlite3.Error: the backup cannot be read or the store cannot be written.

    """
    aside = target.with_name(f".{target.name}-{secrets.token_hex(4)}")
    try:
        _copy(source, aside, wait_seconds=wait_seconds)
        _prepare(aside, source, wait_seconds)
        if target.exists():
            _copy(aside, target, wait_seconds=wait_seconds)
        else:
            # Side files of a store that was deleted would be taken for this one's.
            _remove(target, *_SIDE_FILES)
            aside.replace(target)
    except OSError as error:
        raise StoreError(f"store {target} cannot be written: {error.strerror or error}") from error
    finally:
        _remove(aside, "", *_SIDE_FILES)


@contextlib.contextmanager
def checked_copy(source: Path, *, wait_seconds: float) -> Iterator[Path]:
    """Give a copy of a backup to read from, with an id of its own; it is gone afterwards.

    Raises:
        StoreError: the backup is damaged.
        sqlite3.Error: it cannot be read.

    """
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder, "copy.db")
        _copy(source, copy, wait_seconds=wait_seconds)
        _prepare(copy, source, wait_seconds)
        yield copy


def as_one_file(path: Path, *, wait_seconds: float) -> None:
    """Take in the side files of a store that nobody uses."""
    with _opened(path, wait_seconds) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")


_SIDE_FILES = ("-wal", "-shm", "-journal")


def _prepare(copy: Path, source: Path, wait_seconds: float) -> None:
    """Check a copy of a backup, and make it a store of its own."""
    with _opened(copy, wait_seconds) as connection:
        if connection.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
            raise StoreError(
                f"backup {source} is damaged: use another one; the store was not changed"
            )
        # Whoever keeps what a store held finds out by its id that it is another now.
        connection.execute(
            "UPDATE incidentmap_meta SET value = ? WHERE name = 'store_id'", [uuid.uuid4().hex]
        )
        # Readers and a writer do not wait for each other; see `SqliteFile.create`.
        connection.execute("PRAGMA journal_mode = WAL")


def _remove(path: Path, *endings: str) -> None:
    for ending in endings:
        path.with_name(path.name + ending).unlink(missing_ok=True)


def _copy(source: Path, target: Path, *, wait_seconds: float) -> None:
    with _opened(source, wait_seconds) as reading, _opened(target, wait_seconds) as writing:
        reading.backup(writing)


@contextlib.contextmanager
def _opened(path: Path, wait_seconds: float) -> Iterator[sqlite3.Connection]:
    with contextlib.closing(
        sqlite3.connect(path, timeout=wait_seconds, isolation_level=None)
    ) as connection:
        yield connection
