"""Stores on either engine: places for new ones, and what tests do to them from outside."""

import secrets
from pathlib import Path

import sqlalchemy as sa


def another(location: str) -> str:
    """Return a place like one, where nothing is yet."""
    if "://" in location:
        return f"{location.partition('?')[0]}?schema=s{secrets.token_hex(6)}"
    return str(Path(location).with_name(f"{secrets.token_hex(6)}.db"))


def refuse_claims(connection: sa.Connection) -> None:
    """Let the database refuse every claim: a full disk's stand-in."""
    for statement in _REFUSAL[connection.dialect.name]:
        connection.exec_driver_sql(statement)


_REFUSAL = {
    "sqlite": ["CREATE TRIGGER full BEFORE INSERT ON claims BEGIN SELECT RAISE(ABORT, 'no'); END"],
    "postgresql": [
        (
            "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE 'no' USING ERRCODE = 'disk_full'; END $$"
        ),
        "CREATE TRIGGER refuse BEFORE INSERT ON claims EXECUTE FUNCTION refuse()",
    ],
}
