"""How a dataset gets into a store's tables, inside one transaction a file.

A row is known by its own id in its source. One that is new is inserted; one that a newer export
tells otherwise is written over, and its earlier values are kept; one that a whole export no longer
has is marked as withdrawn. Only what is needed to compare stays in memory: numbers, not rows.
"""

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Protocol

import numpy as np
import pyarrow as pa
import sqlalchemy as sa
from numpy.typing import NDArray

from geodata import history, schema, sole_packs
from geodata.column_codec import Column, Hashes, hex_of, incident_ids
from geodata.dataset_columns import EncodedRows, encoded
from geodata.dataset_rows import SOURCE_KEY, DatasetRows, RejectedRow
from geodata.keeping import chunks, forget_links
from geodata.known_rows import Known, KnownRows
from geodata.saving import LoadResult, next_load_id, now, record_change
from geodata.vocabulary import Status

Mask = NDArray[np.bool_]
_LIST = "mediators"
_STATUS = "status"
# Of more rows than this it is faster to read all that the store holds than to ask for each.
_SMALL_FILE = 20_000


class Bulk(Protocol):
    """What a kind of database does with the incidents of one dataset; see `SqliteBulk`."""

    def known(self) -> Iterator[Known]:
        """Yield ids, fingerprints, and which are withdrawn, of the rows that the store holds."""

    def known_of(self, ids: Hashes, *, anywhere: bool) -> Iterator[Known]:
        """Yield the same of those among some rows that the store holds, of any source or ours."""

    def current(self, ids: Hashes) -> Iterator[dict[str, Any]]:
        """Yield some incidents as they are kept: text for days and lists, binary for geometries."""

    def insert(
        self, ids: Hashes, given: Mapping[str, Column], shared: Mapping[str, object]
    ) -> None:
        """Insert rows: columns that hold anything, and values that all rows have."""

    def update(
        self, ids: Hashes, given: Mapping[str, Column], shared: Mapping[str, object]
    ) -> None:
        """Write over rows; a column that is neither given nor shared becomes missing."""

    def tidy(self) -> None:
        """Drop what is no longer needed after a load."""


def save_dataset(
    connection: sa.Connection,
    bulk: Bulk,
    chunks: Iterable[DatasetRows],
    file: Mapping[str, str],
    *,
    complete: bool,
) -> LoadResult:
    """Save the rows of a file; see `geodata.store.Store.save_dataset`.

    Args:
        connection: of a transaction that writes.
        bulk: the incidents of the dataset.
        chunks: the rows.
        file: its `source`, `file` and `sha256`.
        complete: whether the file is a whole export.

    """
    saving = _DatasetSaving(connection, bulk, file, complete=complete)
    for chunk in chunks:
        saving.take(chunk)
    if complete:
        saving.withdraw_missing()
    return saving.finish()


class _DatasetSaving:
    """One file on its way into the store."""

    def __init__(
        self, connection: sa.Connection, bulk: Bulk, file: Mapping[str, str], *, complete: bool
    ) -> None:
        self._connection = connection
        self._bulk = bulk
        self._file = file
        # All that the store holds, or of small files only what they name: a month of them would
        # otherwise read a growing dataset thousands of times.
        self._known = KnownRows(bulk.known() if complete else ())
        self._knows_all = complete
        self._rows = 0
        self._load_id = next_load_id(connection)
        self._at = now()
        self._loaded = self._updated = self._unchanged = self._rejected = self._withdrawn = 0
        self._is_new_file = not _was_loaded(connection, file)

    def take(self, chunk: DatasetRows) -> None:
        """Save the rows of a chunk, each in its way."""
        rows = encoded(chunk, self._file["source"])
        self._learn(rows)
        first = self._known.first_met(rows.ids)
        new, differs = self._known.compare(rows.ids, rows.fingerprints)
        if rows.keeps_ids:
            # What the store has from its own source, it knows better than an export tells it.
            from_elsewhere = self._from_elsewhere(rows.ids)
            new, differs = new & ~from_elsewhere, differs & ~from_elsewhere
        self._insert(rows, first & new)
        updated = self._update(rows, first & differs)
        self._loaded += int((first & new).sum())
        self._updated += updated
        self._unchanged += int((first & ~new).sum()) - updated
        self._reject([*rows.rejected, *_repeated(rows, ~first)])

    def _learn(self, rows: EncodedRows) -> None:
        """Find out which of a chunk's rows the store holds."""
        self._rows += len(rows.ids)
        if rows.keeps_ids:
            # They may come from any source.
            self._known.learn(self._bulk.known_of(rows.ids, anywhere=True))
        elif self._knows_all:
            return
        elif self._rows > _SMALL_FILE:
            self._known.learn(self._bulk.known())
            self._knows_all = True
        else:
            self._known.learn(self._bulk.known_of(rows.ids, anywhere=False))

    def _from_elsewhere(self, ids: Hashes) -> Mask:
        """Return which incidents the store holds, and not from an export of its own."""
        table = schema.incidents.c
        found: set[str] = set()
        keys = hex_of(ids)
        for chunk in chunks(keys):
            known = sa.select(table.incident_id).where(
                table.incident_id.in_(chunk),
                sa.or_(table.source_key.is_(None), table.source_key != table.incident_id),
            )
            found.update(self._connection.scalars(known))
        # An export of the store's own does not stand in packs alone.
        for place in sole_packs.places(self._connection, ids):
            found.update(hex_of(ids[place.asked]))
        return np.array([key in found for key in keys], dtype=bool)

    def withdraw_missing(self) -> None:
        """Mark the rows that the file does not have; not when it has none that can be taken."""
        ids = self._known.missing()
        if not len(ids) or not self._known.met_any():
            return
        self._withdrawn = len(ids)
        keys = hex_of(ids)
        sole_packs.loosen(self._connection, keys)
        table = schema.incidents.c
        self._connection.execute(
            sa.update(schema.incidents)
            .where(table.incident_id == sa.bindparam("key"))
            .values(withdrawn=self._at, last_changed=self._load_id),
            [{"key": key} for key in keys],
        )
        earlier = json.dumps({"withdrawn": None})
        self._keep((key, history.WITHDRAWN, earlier) for key in keys)
        forget_links(self._connection, keys)

    def finish(self) -> LoadResult:
        """Record the load, unless it neither changed nor told anything."""
        result = LoadResult(
            self._loaded, self._updated, self._unchanged, self._rejected, self._withdrawn
        )
        changed = self._loaded or self._updated or self._withdrawn
        if changed or (self._rejected and self._is_new_file):
            number = record_change(self._connection, "load", result, **self._file)
            assert number == self._load_id
            self._bulk.tidy()
        return result

    def _insert(self, rows: EncodedRows, chosen: Mask) -> None:
        if chosen.any():
            # In the order of the ids, which are random: so each page of their index is met once.
            where = np.flatnonzero(chosen)
            where = where[np.argsort(rows.ids[where])]
            given = {name: column.of(where) for name, column in rows.columns.items()}
            given |= _fingerprints(rows, where)
            shared = {"first_loaded": self._load_id, "last_changed": self._load_id}
            self._bulk.insert(rows.ids[where], given, self._source(rows) | shared)

    def _source(self, rows: EncodedRows) -> dict[str, object]:
        """Return the source that all rows share; nothing where each has its own."""
        return {} if "source" in rows.columns else {"source": self._file["source"]}

    def _update(self, rows: EncodedRows, chosen: Mask) -> int:
        """Write over rows that differ, keep their earlier values, and return how many they are."""
        if not chosen.any():
            return 0
        ids = rows.ids[chosen]
        given = _of(rows.columns, chosen)
        position = {key: index for index, key in enumerate(hex_of(ids))}
        kept = []
        differs = np.zeros(len(ids), dtype=bool)
        told = {name: column.cells for name, column in given.items()}
        for before in self._bulk.current(ids):
            index = position[before["incident_id"]]
            # What a person decided about a row is not the export's to say.
            if before[_STATUS] != Status.EXTRACTED:
                told[_STATUS][index] = before[_STATUS]
            changed = {
                name: value
                for name, value in before.items()
                if name in _COMPARED and value != (told[name][index] if name in told else None)
            }
            if changed:
                differs[index] = True
                kept.append((before["incident_id"], history.NEWER_EXPORT, _as_json(changed)))
        self._keep(kept)
        given[_STATUS] = Column(pa.array(told[_STATUS]), given[_STATUS].hashes, varies=True)
        # Those whose values are the same after all only get the fingerprint of this program.
        for mask, shared in ((differs, {"last_changed": self._load_id}), (~differs, {})):
            if mask.any():
                written = _of(given | _fingerprints(rows, chosen), mask)
                self._bulk.update(ids[mask], written, self._source(rows) | shared)
        forget_links(self._connection, hex_of(ids[differs]))
        return int(differs.sum())

    def _keep(self, versions: Iterable[tuple[str, str, str]]) -> None:
        kept = [
            {
                "incident_id": key,
                "load_id": self._load_id,
                "at": self._at,
                "why": why,
                "earlier": earlier,
            }
            for key, why, earlier in versions
        ]
        if kept:
            self._connection.execute(sa.insert(schema.incident_history), kept)

    def _reject(self, rejected: Sequence[RejectedRow]) -> None:
        if not rejected:
            return
        self._rejected += len(rejected)
        # The source still has a row that cannot be read: it was not withdrawn.
        named = [row.identifier for row in rejected if row.identifier]
        self._known.name(incident_ids(self._file["source"], named))
        if self._is_new_file:
            self._connection.execute(
                sa.insert(schema.rejected_rows),
                [
                    {
                        "load_id": self._load_id,
                        "file": self._file["file"],
                        "row_number": row.row_number,
                        "identifier": row.identifier or None,
                        "reason": row.reason,
                    }
                    for row in rejected
                ],
            )


# What an update can change; `withdrawn` ends when the source has the row again.
_COMPARED = frozenset(history.COLUMNS) - {"incident_id", "source"}


def _was_loaded(connection: sa.Connection, file: Mapping[str, str]) -> bool:
    """Return whether the same file was loaded before: what it rejects is told then."""
    table = schema.loads.c
    found = sa.select(table.load_id).where(
        table.source == file["source"],
        table.sha256 == file["sha256"],
        table.file == file["file"],
    )
    return connection.scalar(found.limit(1)) is not None


def _of(columns: Mapping[str, Column], chosen: Mask) -> dict[str, Column]:
    if chosen.all():
        return dict(columns)
    return {name: column.of(chosen) for name, column in columns.items()}


def _fingerprints(rows: EncodedRows, chosen: Mask | NDArray[np.intp]) -> dict[str, Column]:
    hashes = rows.fingerprints[chosen]
    return {"fingerprint": Column(pa.array(hashes), hashes, varies=True)}


def _repeated(rows: EncodedRows, repeated: Mask) -> list[RejectedRow]:
    """Return the rows whose id another row of the file has already."""
    if not repeated.any():
        return []
    keys = rows.columns[SOURCE_KEY].of(repeated).cells.tolist()
    numbers = rows.row_numbers[repeated].tolist()
    return [
        RejectedRow(number, f"has the id {key!r} of an earlier row of the file", key)
        for number, key in zip(numbers, keys, strict=True)
    ]


def _as_json(values: dict[str, Any]) -> str:
    """Return earlier values as history keeps them."""
    if isinstance(values.get(_LIST), str):
        values[_LIST] = json.loads(values[_LIST])
    if isinstance(values.get("withdrawn"), str):
        values["withdrawn"] = dt.datetime.fromisoformat(values["withdrawn"]).replace(tzinfo=dt.UTC)
    return json.dumps(history.as_json(values))
