"""How a store that an older program made becomes one of this version, inside a transaction."""

from collections.abc import Callable, Mapping

import sqlalchemy as sa

from geodata import schema


def migrate(connection: sa.Connection, version: int) -> None:
    """Bring a store's tables to this program's version; nothing that it holds is changed.

    Args:
        connection: of a transaction that writes.
        version: of the store's tables now.

    """
    if version >= schema.SCHEMA_VERSION:
        return
    for step in range(version, schema.SCHEMA_VERSION):
        if step in _STEPS:
            _STEPS[step](connection)
    connection.execute(
        sa.update(schema.meta)
        .where(schema.meta.c.name == "schema_version")
        .values(value=str(schema.SCHEMA_VERSION))
    )


def _add_links(connection: sa.Connection) -> None:
    """Add the tables of links; what is in the store is linked by the next load."""
    tables = [schema.incident_links, schema.incident_groups, schema.link_refusals]
    schema.METADATA.create_all(connection, tables=tables)


# From each version to the next.
_STEPS: Mapping[int, Callable[[sa.Connection], None]] = {1: _add_links}
