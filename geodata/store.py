"""The store: reports, claims and incidents in one database, saved a load at a time.

A store is one SQLite file, or the tables of one schema in PostgreSQL with PostGIS. A load is one
transaction: all of it is there afterwards or nothing is, and whoever reads meanwhile sees the state
before. Ids are hashes of content, so that saving the same report again changes nothing, and saving
it with other facts (a publication date that was missing, say) replaces what it gave before.
"""

import contextlib
import datetime as dt
import itertools
import secrets
import uuid
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple, Self

import geopandas as gpd
import pandas as pd
import sqlalchemy as sa

from geodata import reading, rows, schema, word_index
from geodata.database import Database, database_of
from geodata.dataset_rows import DatasetRows
from geodata.dataset_saving import save_dataset
from geodata.deciding import decide
from geodata.errors import NotWritableError, SchemaVersionError, StoreError
from geodata.fetches import Fetch, fetch_of, known_texts, remember
from geodata.history import (
    Load,
    Rejection,
    Version,
    latest_loads,
    loads_and_history,
    rejections,
    versions,
)
from geodata.link_tables import Link, LinkTables
from geodata.linked import Member
from geodata.migrations import make_tables, migrate
from geodata.overview import Overview
from geodata.query import Selection
from geodata.saving import LoadResult, program_version, remove_source, save_records
from geodata.sqlite import MIGRATES, WRITES, SqliteFile
from geodata.text_search import words_of
from geodata.vocabulary import Status

# What PostGIS itself makes in the schema that it is installed in.
_OF_POSTGIS = {"spatial_ref_sys"}
# Seconds that a dataset waits for its turn.
_PATIENCE = 600.0


class Frames(NamedTuple):
    """The three tables as they were at one moment, each incident once.

    An incident that several reports tell is one row; its claims come from all of them.
    """

    incidents: gpd.GeoDataFrame
    claims: pd.DataFrame
    reports: pd.DataFrame


class Parts(NamedTuple):
    """The three tables as they are at one moment, some thousands of rows at a time.

    They are the rows of `Frames`, in no order; each iterator may be read once.
    """

    incidents: Iterator[gpd.GeoDataFrame]
    claims: Iterator[pd.DataFrame]
    reports: Iterator[pd.DataFrame]


@dataclass(frozen=True, slots=True)
class Summary:
    """What a store holds, counted by the database."""

    schema_version: int
    counts: dict[str, int]
    kinds: dict[str, int]
    sources: dict[str, int]
    linked: dict[str, int]
    first_date: dt.date | None
    last_date: dt.date | None
    changed: dt.datetime | None
    loads: tuple[Load, ...]
    withdrawn: int
    earlier_versions: int
    rejected_rows: int


class Store:
    """One store; a connection is held only while in use, so that threads may share it."""

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
                raise _missing(store.name)
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

    def is_new(self) -> bool:
        """Return whether nothing was ever saved here."""
        if not self.exists():
            return True
        with self._transaction() as connection:
            return reading.last_load(connection) == 0

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

    def fetch_of(self, url: str) -> Fetch | None:
        """Return what is remembered of a web address; None when it was never fetched."""
        with self._transaction() as connection:
            return fetch_of(connection, url)

    def remember(self, fetches: Iterable[Fetch]) -> None:
        """Remember web addresses that were fetched, making the store when there is none."""
        with self._writing(create=True) as connection:
            remember(connection, fetches)

    def known_texts(self, report_ids: Iterable[str]) -> dict[str, str]:
        """Return of those reports that are there the hash of what each was read from."""
        with self._transaction() as connection:
            return known_texts(connection, report_ids)

    def kept_open(self) -> contextlib.AbstractContextManager[None]:
        """Keep the store open between many saves, each of which would open it anew."""
        return self._database.kept_open()

    def backup(self, path: Path, *, replace: bool = False) -> None:
        """Copy the store as it is at one moment into a file; others may write meanwhile.

        Raises:
            ExportError: the file is there already, or cannot be written.
            StoreError: the store cannot be read.

        """
        if not self.exists():
            raise _missing(self.name)
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

    def linked_with(self, incident_id: str) -> reading.Linked:
        """Return what is linked with an incident, by its own id or the id it is shown under."""
        with self._transaction() as connection:
            return reading.linked_with(connection, incident_id)

    def links(self) -> tuple[list[Link], dict[str, Member], set[tuple[str, str]]]:
        """Return all links, the incidents that stand in groups, and the pairs that are refused."""
        with self._transaction() as connection:
            return reading.links(connection)

    def frames(self) -> Frames:
        """Return the three tables as they are at one moment."""
        with self._transaction() as connection:
            return Frames(
                reading.incidents(connection),
                reading.claims(connection),
                reading.reports(connection),
            )

    @contextlib.contextmanager
    def parts(self) -> Iterator[Parts]:
        """Give the three tables part by part: all of them, in little memory."""
        with self._transaction() as connection:
            yield Parts(
                reading.incident_parts(connection),
                reading.claim_parts(connection),
                reading.report_parts(connection),
            )

    def overview(self) -> Overview:
        """Return what a map of many millions of incidents needs to know of each."""
        with self._transaction() as connection:
            return reading.overview(connection)

    def holds_more_than(self, incidents: int) -> bool:
        """Return whether there are more incidents than so many, withdrawn ones included."""
        with self._transaction() as connection:
            return reading.holds_more_than(connection, incidents)

    def some(self, incident_ids: Collection[str]) -> Frames:
        """Return some incidents, with their claims and the reports that tell of them."""
        with self._transaction() as connection:
            return Frames(*reading.some(connection, incident_ids))

    def incidents(self) -> gpd.GeoDataFrame:
        """Return all incidents, each once, by date."""
        with self._transaction() as connection:
            return reading.incidents(connection)

    def select(self, selection: Selection) -> gpd.GeoDataFrame:
        """Return the incidents that a selection asks for, each once, by date.

        The same rows as `geodata.query.select` leaves of all incidents, claims and reports, without
        fetching the others; a text is looked for in the notes of datasets too.
        """
        if selection.text:
            self._index_words()
        with self._transaction() as connection:
            return reading.selected(connection, selection)

    def told(self, text: str) -> dict[str, set[str]]:
        """Return for each word of a text the incidents of which a store's texts tell it.

        These texts are the notes of datasets, quotes and titles; a word counts when one of theirs
        begins so. The first search after a large load takes longer: it indexes the new words.
        """
        words = words_of(text)
        if not words:
            return {}
        self._index_words()
        with self._transaction() as connection:
            return word_index.told(connection, words)

    def claims(self) -> pd.DataFrame:
        """Return all claims, by report and place in it."""
        with self._transaction() as connection:
            return reading.claims(connection)

    def reports(self) -> pd.DataFrame:
        """Return all reports, by publication date."""
        with self._transaction() as connection:
            return reading.reports(connection)

    def counts(self) -> dict[str, int]:
        """Return the number of incidents, claims and reports."""
        with self._transaction() as connection:
            return reading.counts(connection)

    def history(self, incident_id: str) -> list[Version]:
        """Return every version of an incident, the latest first; none when it is not known."""
        with self._transaction() as connection:
            return versions(connection, incident_id)

    def rejected_rows(self, load_id: int) -> list[Rejection]:
        """Return what a load could not take, in the order of the file."""
        with self._transaction() as connection:
            return rejections(connection, load_id)

    def loads(self, most: int) -> list[Load]:
        """Return the latest changes of the store, the last first."""
        with self._transaction() as connection:
            return latest_loads(connection, most)

    def summary(self) -> Summary:
        """Return what the store holds, without reading its rows."""
        with self._transaction() as connection:
            first_date, last_date = reading.date_range(connection)
            return Summary(
                schema_version=self._schema_version(connection) or 0,
                counts=reading.counts(connection),
                kinds=reading.counts_by(connection, schema.incidents.c.kind),
                sources=reading.counts_by(connection, schema.incidents.c.source),
                linked=reading.linked_counts(connection),
                first_date=first_date,
                last_date=last_date,
                changed=reading.last_change(connection),
                **loads_and_history(connection),
            )

    def data_version(self) -> str:
        """Return a short text that changes whenever the data do; cheap to ask for."""
        with self._transaction() as connection:
            return f"{reading.meta_value(connection, 'store_id')}:{reading.last_load(connection)}"

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

    def _index_words(self) -> None:
        """Bring the index of words up; without it the new texts are read through each time."""
        with self._transaction() as connection:
            is_behind = word_index.is_behind(connection)
        if is_behind:
            # Whoever may not write, or not now, finds the same, if later.
            with contextlib.suppress(NotWritableError), self._writing() as connection:
                word_index.bring_up(connection)

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
            raise _missing(self.name)
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


# Under this name `meta` keeps the store's key.
_SECRET = "secret"  # noqa: S105 - the name, not the key


def _missing(name: str) -> StoreError:
    return StoreError(
        f"there is no store at {name}: run `incidentmap load SOURCE...` first, or name another "
        "with --store"
    )
