"""Stores as the first versions of the program made them, to the letter."""

import sqlite3
from pathlib import Path

import psycopg
import shapely

VERSION_1 = """
CREATE TABLE incidentmap_meta (
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (name)
);
CREATE TABLE loads (
    load_id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    action TEXT NOT NULL,
    at DATETIME NOT NULL,
    program_version TEXT NOT NULL,
    loaded INTEGER NOT NULL,
    updated INTEGER NOT NULL,
    unchanged INTEGER NOT NULL,
    rejected INTEGER NOT NULL
);
CREATE TABLE reports (
    report_id TEXT NOT NULL,
    title TEXT,
    publisher TEXT,
    url TEXT,
    published DATE,
    retrieved DATETIME,
    language TEXT,
    sha256 TEXT NOT NULL,
    licence TEXT,
    source TEXT,
    text TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    load_id INTEGER NOT NULL,
    PRIMARY KEY (report_id),
    FOREIGN KEY(load_id) REFERENCES loads (load_id)
);
CREATE TABLE incidents (
    incident_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    event_type TEXT,
    sub_event_type TEXT,
    date_start DATE,
    date_end DATE,
    date_precision TEXT,
    date_edtf TEXT,
    place_name TEXT,
    place_id TEXT,
    iso3 TEXT,
    admin1 TEXT,
    location_precision TEXT NOT NULL,
    radius_km DOUBLE,
    geometry BLOB,
    killed_low BIGINT,
    killed_best BIGINT,
    killed_high BIGINT,
    wounded_low BIGINT,
    wounded_best BIGINT,
    wounded_high BIGINT,
    side_a TEXT,
    side_b TEXT,
    mediators JSON,
    outcome TEXT,
    claimant TEXT,
    source TEXT,
    source_count BIGINT,
    confidence DOUBLE,
    status TEXT NOT NULL,
    sensitivity TEXT NOT NULL,
    licence TEXT,
    attribution TEXT,
    fingerprint TEXT,
    load_id INTEGER NOT NULL,
    PRIMARY KEY (incident_id),
    FOREIGN KEY(load_id) REFERENCES loads (load_id)
);
CREATE INDEX incidents_source ON incidents (source);
CREATE INDEX incidents_date_start ON incidents (date_start);
CREATE TABLE incident_reports (
    incident_id TEXT NOT NULL,
    report_id TEXT NOT NULL,
    position INTEGER NOT NULL,
    PRIMARY KEY (incident_id, report_id),
    FOREIGN KEY(incident_id) REFERENCES incidents (incident_id) ON DELETE CASCADE,
    FOREIGN KEY(report_id) REFERENCES reports (report_id) ON DELETE CASCADE
);
CREATE INDEX incident_reports_report_id ON incident_reports (report_id);
CREATE TABLE claims (
    claim_id TEXT NOT NULL,
    report_id TEXT NOT NULL,
    incident_id TEXT NOT NULL,
    measure TEXT NOT NULL,
    low BIGINT,
    high BIGINT,
    qualifier TEXT,
    "group" TEXT,
    side TEXT,
    claimant TEXT,
    negated BOOLEAN,
    quote TEXT NOT NULL,
    start BIGINT NOT NULL,
    "end" BIGINT NOT NULL,
    PRIMARY KEY (claim_id),
    FOREIGN KEY(report_id) REFERENCES reports (report_id) ON DELETE CASCADE,
    FOREIGN KEY(incident_id) REFERENCES incidents (incident_id) ON DELETE CASCADE
);
CREATE INDEX claims_incident_id ON claims (incident_id);
CREATE INDEX claims_report_id ON claims (report_id);
"""
# Added by version 2.
LINKS = """
CREATE TABLE link_refusals (
    incident_a TEXT NOT NULL,
    incident_b TEXT NOT NULL,
    at DATETIME NOT NULL,
    PRIMARY KEY (incident_a, incident_b)
);
CREATE TABLE incident_links (
    link_id TEXT NOT NULL,
    incident_a TEXT NOT NULL,
    incident_b TEXT NOT NULL,
    score DOUBLE NOT NULL,
    features JSON NOT NULL,
    PRIMARY KEY (link_id),
    FOREIGN KEY(incident_a) REFERENCES incidents (incident_id) ON DELETE CASCADE,
    FOREIGN KEY(incident_b) REFERENCES incidents (incident_id) ON DELETE CASCADE
);
CREATE INDEX incident_links_b ON incident_links (incident_b);
CREATE INDEX incident_links_a ON incident_links (incident_a);
CREATE TABLE incident_groups (
    incident_id TEXT NOT NULL,
    group_id TEXT NOT NULL,
    source_key TEXT NOT NULL,
    PRIMARY KEY (incident_id),
    FOREIGN KEY(incident_id) REFERENCES incidents (incident_id) ON DELETE CASCADE
);
CREATE INDEX incident_groups_group_id ON incident_groups (group_id);
"""


def older_store(path: Path, version: int, *, incidents: int = 2) -> Path:
    """Make a store of an early version: a report of 9 October 2025 with so many incidents."""
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.executescript(VERSION_1 + (LINKS if version > 1 else ""))
    connection.executemany(
        "INSERT INTO incidentmap_meta VALUES (?, ?)",
        [("schema_version", str(version)), ("store_id", "f" * 32), ("made_by", "0.1.0")],
    )
    connection.execute(
        "INSERT INTO loads VALUES (1, 'load', '2025-11-01 10:00:00.000000', '0.1.0', 1, 0, 0, 0)"
    )
    _insert(
        connection,
        "reports",
        report_id="r",
        published="2025-10-09",
        sha256="0" * 64,
        source="report",
        text="Five soldiers were killed in Khost.",
        fingerprint="f",
        load_id=1,
    )
    for number in range(incidents):
        key = f"incident-{number}"
        _insert(
            connection,
            "incidents",
            incident_id=key,
            kind="incident",
            date_start="2025-10-09",
            location_precision="town",
            geometry=shapely.to_wkb(shapely.Point(69.92, 33.34)),
            killed_low=5,
            mediators='["Qatar"]',
            source="report",
            source_count=1,
            status="extracted",
            sensitivity="public",
            load_id=1,
        )
        _insert(connection, "incident_reports", incident_id=key, report_id="r", position=0)
        _insert(
            connection,
            "claims",
            claim_id=f"claim-{number}",
            report_id="r",
            incident_id=key,
            measure="killed",
            low=5,
            negated=0,
            quote="Five soldiers were killed in Khost.",
            start=0,
            end=35,
        )
    if version > 1 and incidents > 1:
        _insert(
            connection,
            "incident_links",
            link_id="l",
            incident_a="incident-0",
            incident_b="incident-1",
            score=0.5,
            features="[]",
        )
    connection.commit()
    connection.close()
    return path


def older_store_in_postgresql(location: str, version: int, folder: Path) -> str:
    """Make a store like `older_store` makes, as that version would have made it in PostgreSQL."""
    file = sqlite3.connect(older_store(folder / f"version-{version}.db", version))
    server, _, name = location.partition("?schema=")
    statements = VERSION_1 + (LINKS if version > 1 else "")
    for ours, theirs in _IN_POSTGRESQL.items():
        statements = statements.replace(ours, theirs)
    with psycopg.connect(server) as connection:
        connection.execute(f"CREATE SCHEMA {name}".encode())
        connection.execute(f"SET search_path TO {name}, public".encode())
        connection.execute(statements.encode())
        tables = {row[0] for row in file.execute("SELECT name FROM sqlite_master")}
        for table in _FIRST:
            rows = file.execute(f"SELECT * FROM {table}") if table in tables else ()  # noqa: S608 - a name from here
            for row in rows:
                values = list(row)
                if table == "claims":
                    values[10] = bool(values[10])
                marks = ", ".join(["%s"] * len(values))
                connection.execute(f"INSERT INTO {table} VALUES ({marks})".encode(), values)  # noqa: S608 - as above
        connection.execute("SELECT setval('loads_load_id_seq', 1)")
    file.close()
    return location


_IN_POSTGRESQL = {
    "INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT": "SERIAL PRIMARY KEY",
    "DATETIME": "TIMESTAMP WITH TIME ZONE",
    "BLOB": "BYTEA",
    "DOUBLE": "DOUBLE PRECISION",
}
# A table after those that its rows refer to.
_FIRST = [
    "incidentmap_meta",
    "loads",
    "reports",
    "incidents",
    "incident_reports",
    "claims",
    "link_refusals",
    "incident_links",
    "incident_groups",
]


def _insert(connection: sqlite3.Connection, table: str, **values: object) -> None:
    names = ", ".join(f'"{name}"' for name in values)
    marks = ", ".join("?" * len(values))
    connection.execute(
        f"INSERT INTO {table} ({names}) VALUES ({marks})",  # noqa: S608 - names from here
        list(values.values()),
    )
