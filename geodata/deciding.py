"""What a person decides about incidents: it outlives newer exports and corrected reports."""

from collections.abc import Collection

import sqlalchemy as sa

from geodata import schema, sole_packs
from geodata.keeping import incidents_of, keep
from geodata.saving import LoadResult, now, record_change
from geodata.vocabulary import Status


def decide(connection: sa.Connection, incident_ids: Collection[str], status: Status) -> int:
    """Give incidents a status; see `geodata.store.Store.decide`."""
    sole_packs.loosen(connection, incident_ids)
    before = {
        key: row
        for key, row in incidents_of(connection, (), [*incident_ids]).items()
        if row["status"] != status
    }
    if before:
        load_id = record_change(connection, f"mark as {status}", LoadResult())
        table = schema.incidents.c
        connection.execute(
            sa.update(schema.incidents)
            .where(table.incident_id == sa.bindparam("key"))
            .values(status=str(status), last_changed=load_id),
            [{"key": key} for key in before],
        )
        keep(connection, before, load_id, now())
    return len(before)
