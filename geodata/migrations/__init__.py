"""How a store that an older program made becomes one of this version, inside a transaction.

`versions` has one Alembic revision for each version of the tables; `python -m alembic` is not
needed, a store is brought up when it is next written to.
"""

from pathlib import Path

import sqlalchemy as sa

from geodata import schema

_FOLDER = Path(__file__).parent


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
    if not sa.inspect(connection).has_table(schema.revision.name):
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
