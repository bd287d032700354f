"""How a store that an older program made becomes one of this version, inside a transaction.

`versions` has one Alembic revision for each version of the tables; `python -m alembic` is not
needed, a store is brought up when it is next written to.
"""

from pathlib import Path

import sqlalchemy as sa

from geodata import schema
from geodata.sqlite import MIGRATES, WRITES

_FOLDER = Path(__file__).parent


def make_tables(connection: sa.Connection) -> None:
    """Make the tables of a new store; its rows in `incidentmap_meta` are the caller's to write."""
    schema.METADATA.create_all(connection, checkfirst=False)
    mark(connection)


def bring_up(engine: sa.Engine) -> None:
    """Bring the store of an older program in SQLite to this version."""
    with engine.execution_options(**{WRITES: True, MIGRATES: True}).begin() as connection:
        stored = connection.scalar(
            sa.select(schema.meta.c.value).where(schema.meta.c.name == "schema_version")
        )
        migrate(connection, int(stored or schema.SCHEMA_VERSION))


def migrate(connection: sa.Connection, version: int) -> None:
    """Bring a store's tables to this program's version; nothing that it holds is lost.

    Args:
        connection: of a transaction that writes. In SQLite its foreign keys are off, since a table
            that is built anew is dropped in between, and what refers to it would be deleted.
        version: of the store's tables now.

    """
    if version >= schema.SCHEMA_VERSION:
        return
    # Imported when it is needed, which is once in a store's life.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    # A percent sign in a folder's name would be read as the beginning of a variable.
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    config.set_main_option("path_separator", "newline")
    config.attributes["connection"] = connection
    if not schema.has_table(connection, schema.revision):
        # Versions 1 and 2 were made before the revisions were kept.
        mark(connection, version)
    command.upgrade(config, "head")
    connection.execute(
        sa.update(schema.meta)
        .where(schema.meta.c.name == "schema_version")
        .values(value=str(schema.SCHEMA_VERSION))
    )


def mark(connection: sa.Connection, version: int = schema.SCHEMA_VERSION) -> None:
    """Note, in a store that has no such note, which revision its tables are."""
    schema.revision.create(connection)
    connection.execute(sa.insert(schema.revision).values(version_num=str(version)))
