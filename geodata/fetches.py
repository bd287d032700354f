"""What the store remembers of web addresses, so that only what is new is fetched again."""

import dataclasses
import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa

from geodata import schema

# Databases limit the number of values in one statement.
_ASKED = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetch:
    """The last time that a web address was fetched.

    Attributes:
        url: the address, without credentials.
        at: when that was.
        etag: what the server calls this version, if it says so.
        last_modified: when the server says that it changed, in the server's own words.
        not_before: until when the server asks to be left alone, if it does.

    """

    url: str
    at: dt.datetime
    etag: str | None = None
    last_modified: str | None = None
    not_before: dt.datetime | None = None


def fetch_of(connection: sa.Connection, url: str) -> Fetch | None:
    """Return what is remembered of an address; None when it was never fetched."""
    table = schema.fetches
    if not schema.has_table(connection, table):
        return None  # a store of an older program, which is brought up when it is written to
    row = connection.execute(sa.select(table).where(table.c.url == url)).mappings().first()
    return None if row is None else Fetch(**row)


def remember(connection: sa.Connection, fetches: Iterable[Fetch]) -> None:
    """Keep what is to be remembered of addresses, each in place of what was."""
    table = schema.fetches
    latest = {fetch.url: dataclasses.asdict(fetch) for fetch in fetches}
    if latest:
        connection.execute(
            sa.delete(table).where(table.c.url == sa.bindparam("key")),
            [{"key": url} for url in latest],
        )
        connection.execute(sa.insert(table), list(latest.values()))


def known_texts(connection: sa.Connection, report_ids: Iterable[str]) -> dict[str, str]:
    """Return of those reports that the store has the hash of what each was read from."""
    reports = schema.reports.c
    ids = list(dict.fromkeys(report_ids))
    found: dict[str, str] = {}
    for first in range(0, len(ids), _ASKED):
        chosen = reports.report_id.in_(ids[first : first + _ASKED])
        rows = connection.execute(sa.select(reports.report_id, reports.sha256).where(chosen))
        found |= {row.report_id: row.sha256 for row in rows}
    return found
