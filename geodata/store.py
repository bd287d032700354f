"""The store: reports, claims and incidents in one database, saved a load at a time.

A store is one SQLite file, or the tables of one schema in PostgreSQL with PostGIS. A load is one
transaction: all of it is there afterwards or nothing is, and whoever reads meanwhile sees the state
before. Ids are hashes of content, so that saving the same report again changes nothing, and saving
it with other facts (a publication date that was missing, say) replaces what it gave before.
"""

import contextlib
import itertools
import secrets
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

import sqlalchemy as sa

from geodata import reading, rows, schema
from geodata.dataset_rows import DatasetRows
from geodata.dataset_saving import save_dataset
from geodata.deciding import decide
from geodata.errors import StoreError
from geodata.fetches import Fetch, remember
from geodata.link_tables import LinkTables
from geodata.saving import LoadResult, remove_source, save_records
from geodata.store_access import missing
from geodata.store_reading import Frames, Parts, StoreReading, Summary
from geodata.vocabulary import Status

__all__ = ["Frames", "Parts", "Store", "Summary"]

# Seconds that a dataset waits for its turn.
_PATIENCE = 600.0


class Store(StoreReading):
    """One store; a connection is held only while in use, so that threads may share it."""

    def save(self, batch: rows.Batch) -> LoadResult:
        """Save a batch in one transaction, making the store when there is none.

        A report that is there already with the same content is left alone; one with other content
        replaces its claims and incidents. One that has lost its day of publication is left alone
        too. A batch that changes nothing writes nothing.

        Raises:
            ValidationError: a record breaks the data model; nothing is saved.
            StoreError: the store cannot be written; nothing is saved.

        """
        rows.check(batch)
        if not batch.reports and not batch.incidents:
            return LoadResult(rejected=len(batch.rejected))
        with self._writing(create=True) as connection:
            return save_records(connection, batch)

    def save_dataset(
        self,
        chunks: Iterable[DatasetRows],
        *,
        source: str,
        file: str,
        sha256: str,
        complete: bool,
    ) -> LoadResult:
        """Save the rows of a dataset's file in one transaction, making the store if there is none.

        A row with other content than the store has replaces it, and the earlier values are kept;
        the same rows again change nothing. While another program writes this waits for it, for ten
        minutes at least: a load is worth waiting for.

        Args:
            chunks: the rows; read while they are saved.
            source: the dataset's name, in which each row's `source_key` is unique.
            file: where the rows come from, as a person calls it.
            sha256: of the file.
            complete: whether the file is a whole export: rows of the source that it does not have
                are then marked as withdrawn, and no longer shown.

        Raises:
            ValidationError: a chunk is not what `DatasetRows` says; nothing is saved.
            StoreError: the store cannot be written; nothing is saved.

        """
        rest = iter(chunks)
        first = next(rest, None)
        if first is None:
            return LoadResult()
        patient = type(self)(self._database.waiting(_PATIENCE))
        with patient._writing(create=True) as connection:  # noqa: SLF001 - another of this class
            return save_dataset(
                connection,
                self._database.bulk(connection, source),
                itertools.chain([first], rest),
                {"source": source, "file": file, "sha256": sha256},
                complete=complete,
            )

    def remember(self, fetches: Iterable[Fetch]) -> None:
        """Remember web addresses that were fetched, making the store when there is none."""
        with self._writing(create=True) as connection:
            remember(connection, fetches)

    def backup(self, path: Path, *, replace: bool = False) -> None:
        """Copy the store as it is at one moment into a file; others may write meanwhile.

        Raises:
            ExportError: the file is there already, or cannot be written.
            StoreError: the store cannot be read.

        """
        if not self.exists():
            raise missing(self.name)
        self._database.backup(path, replace=replace)

    def restore(self, path: Path, *, replace: bool = False) -> None:
        """Make the store what a backup holds; nothing of what it held stays.

        Raises:
            StoreError: there is a store already and it is not to be replaced, or the file is no
                backup or a damaged one; the store was not changed.

        """
        if self._database.is_there() and self.exists() and not replace:
            raise StoreError(
                f"store {self.name} exists already: name another with --store, or add --replace"
            )
        # That it is a store, and none of a newer program.
        type(self).open(path)
        self._database.check_creatable()
        self._database.restore(path)

    def remove(self, source: str) -> int:
        """Remove all reports and incidents of a source; return how many reports there were."""
        with self._writing() as connection:
            return remove_source(connection, source)

    def decide(self, incident_ids: Collection[str], status: Status) -> int:
        """Give incidents a status, as a person decided; return how many had another.

        It stays when a report or a newer export tells them again.
        """
        with self._writing() as connection:
            return decide(connection, incident_ids, status)

    @contextlib.contextmanager
    def link_tables(self) -> Iterator[LinkTables]:
        """Give the tables of links in one transaction.

        All that is written there is kept, or nothing when an error is raised.

        Raises:
            StoreError: the store cannot be read or written.

        """
        with self._writing() as connection:
            yield LinkTables(connection)

    def secret(self) -> bytes:
        """Return a random key that the store alone holds; it is made when first asked for.

        It goes with a backup, so that what is hidden with it stays hidden in the same way.
        """
        with self._transaction() as connection:
            found = reading.meta_value(connection, _SECRET)
        if found is None:
            with self._writing() as connection:
                # Another program may have made it since.
                found = reading.meta_value(connection, _SECRET) or secrets.token_hex(32)
                kept = schema.meta.c.name == _SECRET
                connection.execute(sa.delete(schema.meta).where(kept))
                connection.execute(sa.insert(schema.meta).values(name=_SECRET, value=found))
        return bytes.fromhex(found)


# Under this name `meta` keeps the store's key.
_SECRET = "secret"  # noqa: S105 - the name, not the key
