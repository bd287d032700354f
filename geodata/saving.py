"""How a batch gets into a store's tables, and a source out of them, inside one transaction."""

import datetime as dt
import importlib.metadata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field

import sqlalchemy as sa

from geodata import rows, schema, sole_packs
from geodata.incident import Claim, Incident, Report
from geodata.keeping import chunks, forget_links, incidents_of, keep
from geodata.vocabulary import Status

# The source of the sample reports that come with the program.
SAMPLE = "sample"


@dataclass(frozen=True, slots=True)
class LoadResult:
    """What became of the records of a load.

    Reports are counted, and incidents that come from no report; what hangs on a report is counted
    with it. Withdrawn are the rows of a dataset that a newer export of it no longer has.
    """

    loaded: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: int = 0
    withdrawn: int = 0


# Only a dataset's rows have these; see `geodata.dataset_saving`.
_NOT_OF_RECORDS = dict.fromkeys(("source_key", "raw", "withdrawn", "pack_id"))


@dataclass(slots=True)
class _Entry:
    """What is saved as one: a report with all it gave, or an incident that has no report."""

    report: Report | None = None
    incidents: list[Incident] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    fingerprint: str = ""

    @property
    def key(self) -> str:
        return self.report.report_id if self.report else self.incidents[0].incident_id

    @property
    def source(self) -> str:
        return self.report.source if self.report else self.incidents[0].source


@dataclass(frozen=True, slots=True)
class _Known:
    """What the store holds of a report, or of an incident that has none."""

    fingerprint: str | None
    source: str
    is_dated: bool = False


def save_records(connection: sa.Connection, batch: rows.Batch) -> LoadResult:
    """Save what a batch changes; see `geodata.store.Store.save`."""
    entries = _entries(batch)
    sole_packs.loosen(connection, [incident.incident_id for incident in batch.incidents])
    known = _known(connection, entries)
    new = [entry for entry in entries if entry.key not in known]
    changed = [
        entry for entry in entries if entry.key in known and _differs(entry, known[entry.key])
    ]
    # A report that the batch holds twice counts as unchanged the second time.
    total = len(batch.reports) + sum(not incident.report_ids for incident in batch.incidents)
    result = LoadResult(
        loaded=len(new),
        updated=len(changed),
        unchanged=total - len(new) - len(changed),
        rejected=len(batch.rejected),
    )
    if new or changed:
        load_id = record_change(connection, "load", result)
        earlier = incidents_of(
            connection,
            [entry.key for entry in changed if entry.report],
            [entry.key for entry in changed if not entry.report],
        )
        _delete(connection, changed)
        decided = {
            key: row["status"] for key, row in earlier.items() if row["status"] != Status.EXTRACTED
        }
        _write(connection, [*new, *changed], load_id, decided)
        keep(connection, earlier, load_id, now())
        _insert(connection, schema.rejected_rows, _rejected_rows(batch, load_id))
    return result


def remove_source(connection: sa.Connection, source: str) -> int:
    """Remove what a source gave; see `geodata.store.Store.remove`."""
    incidents, reports, links = schema.incidents, schema.reports, schema.incident_reports
    linked = sa.select(links.c.incident_id).join(reports, reports.c.report_id == links.c.report_id)
    incidents_removed = connection.execute(
        sa.delete(incidents).where(
            sa.or_(
                incidents.c.source == source,
                incidents.c.incident_id.in_(linked.where(reports.c.source == source)),
            ),
            incidents.c.incident_id.not_in(linked.where(reports.c.source != source)),
        )
    ).rowcount
    incidents_removed += sole_packs.remove_source(connection, source)
    removed = connection.execute(sa.delete(reports).where(reports.c.source == source)).rowcount
    if removed or incidents_removed:
        record_change(connection, f"remove {source}", LoadResult())
    return removed


def program_version() -> str:
    """Return the version of the program that writes."""
    return importlib.metadata.version("incidentmap")


def _entries(batch: rows.Batch) -> list[_Entry]:
    """Group a batch by what is saved as one; of a report that is there twice the first counts."""
    entries = {report.report_id: _Entry(report) for report in reversed(batch.reports)}
    loose = []
    for incident in batch.incidents:
        for report_id in incident.report_ids:
            entries[report_id].incidents.append(incident)
        if not incident.report_ids:
            loose.append(_Entry(incidents=[incident]))
    for claim in batch.claims:
        entries[claim.report_id].claims.append(claim)
    grouped = [*entries.values(), *loose]
    for entry in grouped:
        entry.fingerprint = rows.fingerprint(
            [entry.report] if entry.report else [], entry.incidents, entry.claims
        )
    return grouped


def _known(connection: sa.Connection, entries: Sequence[_Entry]) -> dict[str, _Known]:
    """Return what the store holds of the entries, by key."""
    found = {}
    reports, incidents = schema.reports.c, schema.incidents.c
    for chunk in chunks([entry.key for entry in entries if entry.report]):
        for key, fingerprint, source, published in connection.execute(
            sa.select(
                reports.report_id, reports.fingerprint, reports.source, reports.published
            ).where(reports.report_id.in_(chunk))
        ):
            found[key] = _Known(fingerprint, source, is_dated=published is not None)
    for chunk in chunks([entry.key for entry in entries if not entry.report]):
        for key, fingerprint, source in connection.execute(
            sa.select(incidents.incident_id, incidents.fingerprint, incidents.source).where(
                incidents.incident_id.in_(chunk)
            )
        ):
            found[key] = _Known(fingerprint, source)
    return found


def _differs(entry: _Entry, known: _Known) -> bool:
    # What a person loaded is never turned back into a sample.
    if entry.source == SAMPLE != known.source:
        return False
    # A day of publication that was given once is not lost when it is not given again.
    if entry.report and entry.report.published is None and known.is_dated:
        return False
    return entry.fingerprint != known.fingerprint


def record_change(
    connection: sa.Connection, action: str, result: LoadResult, **file: str | None
) -> int:
    """Note that the store changes, and return the number of the change.

    Args:
        connection: of a transaction that writes.
        action: what is done.
        result: what became of the records.
        file: the `source`, `file` and `sha256` of a dataset's file.

    """
    load_id = next_load_id(connection)
    connection.execute(
        sa.insert(schema.loads).values(
            load_id=load_id,
            action=action,
            at=now(),
            program_version=program_version(),
            **asdict(result),
            **file,
        )
    )
    return load_id


def next_load_id(connection: sa.Connection) -> int:
    """Return the number of the next change.

    Not the database's own count, which leaves gaps after loads that failed: a load gives its rows
    the number before it is recorded. Nobody else records one in between.
    """
    return (connection.scalar(sa.select(sa.func.max(schema.loads.c.load_id))) or 0) + 1


def now() -> dt.datetime:
    """Return the moment, to the second, as the store keeps it."""
    return dt.datetime.now(dt.UTC).replace(microsecond=0)


def _delete(connection: sa.Connection, entries: Sequence[_Entry]) -> None:
    """Delete reports with their claims, and the incidents that no other report mentions."""
    keys = [{"key": entry.key} for entry in entries if entry.report]
    if not keys:
        return
    incident_id = schema.incidents.c.incident_id
    key: sa.BindParameter[str] = sa.bindparam("key")
    links = schema.incident_reports.c
    of_report = sa.select(links.incident_id).where(links.report_id == key)
    of_others = sa.select(links.incident_id).where(
        links.report_id != key, links.incident_id.in_(of_report)
    )
    connection.execute(
        sa.delete(schema.incidents).where(
            incident_id.in_(of_report), incident_id.not_in(of_others)
        ),
        keys,
    )
    connection.execute(sa.delete(schema.reports).where(schema.reports.c.report_id == key), keys)


def _write(
    connection: sa.Connection,
    entries: Sequence[_Entry],
    load_id: int,
    decided: Mapping[str, object],
) -> None:
    reports = [
        rows.row(entry.report) | {"fingerprint": entry.fingerprint, "load_id": load_id}
        for entry in entries
        if entry.report
    ]
    _insert(connection, schema.reports, reports)
    _write_incidents(connection, entries, load_id, decided)
    _insert(connection, schema.incident_reports, list(_links(entries)))
    claims = [rows.row(claim) for entry in entries for claim in entry.claims]
    _insert(connection, schema.claims, claims)


def _write_incidents(
    connection: sa.Connection,
    entries: Sequence[_Entry],
    load_id: int,
    decided: Mapping[str, object],
) -> None:
    """Insert the incidents; those that another report keeps in the store are written over.

    Args:
        connection: of a transaction that writes.
        entries: what tells the incidents.
        load_id: the load.
        decided: the status that a person gave an incident, which an extraction does not change.

    """
    values = {
        incident.incident_id: rows.row(incident)
        | {
            "fingerprint": None if entry.report else entry.fingerprint,
            "last_changed": load_id,
            "first_loaded": load_id,
            **_NOT_OF_RECORDS,
        }
        | _status_of(incident, decided)
        for entry in entries
        for incident in entry.incidents
    }
    key = schema.incidents.c.incident_id
    there: set[str] = set()
    for chunk in chunks(list(values)):
        there.update(connection.scalars(sa.select(key).where(key.in_(chunk))))
    new = [row for identifier, row in values.items() if identifier not in there]
    _insert(connection, schema.incidents, new)
    if there:
        forget_links(connection, list(there))
        columns = [column.name for column in schema.incidents.columns if column is not key]
        connection.execute(
            sa.update(schema.incidents)
            .where(key == sa.bindparam("key"))
            .values({name: sa.bindparam(f"new_{name}") for name in columns}),
            [
                {"key": identifier} | {f"new_{name}": values[identifier][name] for name in columns}
                for identifier in there
            ],
        )


def _status_of(incident: Incident, decided: Mapping[str, object]) -> dict[str, object]:
    if incident.status != Status.EXTRACTED or incident.incident_id not in decided:
        return {}
    return {"status": decided[incident.incident_id]}


def _rejected_rows(batch: rows.Batch, load_id: int) -> list[rows.Row]:
    return [
        {
            "load_id": load_id,
            "file": one.where,
            "row_number": one.number,
            "identifier": None if one.identifier is None else str(one.identifier),
            "reason": one.reason,
        }
        for one in batch.rejected
    ]


def _links(entries: Sequence[_Entry]) -> Iterator[dict[str, str | int]]:
    for entry in entries:
        if entry.report:
            for incident in entry.incidents:
                yield {
                    "incident_id": incident.incident_id,
                    "report_id": entry.report.report_id,
                    "position": incident.report_ids.index(entry.report.report_id),
                }


def _insert(connection: sa.Connection, table: sa.Table, values: Sequence[rows.Row]) -> None:
    if values:
        columns = [column.name for column in table.columns if column.name in values[0]]
        connection.execute(
            sa.insert(table), [{name: row[name] for name in columns} for row in values]
        )
