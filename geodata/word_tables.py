"""The tables that find words, in each kind of database: how they are made, filled and asked."""

from collections.abc import Iterable, Sequence

import sqlalchemy as sa

from geodata import sole_packs

Text = tuple[str, str, str]

MAKE = {
    # Words are given apart and folded: all that is left to split them at is a space. A text that
    # has changed gets a new number, and the old one leads nowhere.
    "sqlite": (
        "DROP TABLE IF EXISTS incident_words",
        "DROP TABLE IF EXISTS word_keys",
        """
        CREATE TABLE word_keys (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            kind TEXT NOT NULL,
            key TEXT NOT NULL,
            UNIQUE (kind, key)
        )
        """,
        """
        CREATE VIRTUAL TABLE incident_words USING fts5(
            words, content='', tokenize='ascii', detail='none', columnsize=0
        )
        """,
    ),
    "postgresql": (
        "DROP TABLE IF EXISTS incident_words",
        """
        CREATE TABLE incident_words (
            kind text NOT NULL,
            key text COLLATE "C" NOT NULL,
            words tsvector NOT NULL,
            PRIMARY KEY (kind, key)
        )
        """,
    ),
}
FIND = {
    "sqlite": "SELECT kind, key FROM incident_words "
    "JOIN word_keys ON number = incident_words.rowid WHERE incident_words MATCH :asked",
    "postgresql": "SELECT kind, key FROM incident_words WHERE words @@ CAST(:asked AS tsquery)",
}
# A row of a pack needs no key beside its words: its number tells the pack, and its place there.
PACKED = 1 << 48
FIND_IN_PACKS = (
    "SELECT rowid FROM incident_words WHERE incident_words MATCH :asked AND rowid >= :first"
)
# CROSS JOIN, for SQLite then goes from what was found to the rest and never the other way.
OF_HITS = """
SELECT i.incident_id FROM hits CROSS JOIN incidents i
WHERE hits.kind = 'notes' AND i.incident_id = hits.key AND i.raw IS NOT NULL
    AND i.last_changed <= :until
UNION
SELECT c.incident_id FROM hits CROSS JOIN claims c CROSS JOIN reports r
WHERE hits.kind = 'quotes' AND c.claim_id = hits.key AND r.report_id = c.report_id
    AND r.load_id <= :until
UNION
SELECT l.incident_id FROM hits CROSS JOIN reports r CROSS JOIN incident_reports l
WHERE hits.kind = 'titles' AND r.report_id = hits.key AND l.report_id = r.report_id
    AND r.load_id <= :until
"""


def add_in_sqlite(connection: sa.Connection, texts: Sequence[Text]) -> None:
    """Add texts: kind, key and prepared words of each."""
    driver = connection.connection.driver_connection
    assert driver is not None
    driver.executemany(
        "INSERT OR REPLACE INTO word_keys (kind, key) VALUES (?, ?)",
        [(kind, key) for kind, key, _ in texts],
    )
    last = driver.execute("SELECT max(number) FROM word_keys").fetchone()[0]
    first = last - len(texts) + 1
    driver.executemany(
        "INSERT INTO incident_words (rowid, words) VALUES (?, ?)",
        [(first + at, words) for at, (_, _, words) in enumerate(texts)],
    )


def add_pack(connection: sa.Connection, pack_id: int, texts: Iterable[tuple[int, str]]) -> None:
    """Add the notes of a pack: place of the row and prepared words of each."""
    driver = connection.connection.driver_connection
    assert driver is not None
    first = PACKED + pack_id * sole_packs.MOST
    driver.executemany(
        "INSERT INTO incident_words (rowid, words) VALUES (?, ?)",
        ((first + row, words) for row, words in texts),
    )


def add_in_postgresql(connection: sa.Connection, texts: Sequence[Text]) -> None:
    """Add texts: kind, key and prepared words of each."""
    driver = connection.connection.driver_connection
    assert driver is not None
    with driver.cursor() as cursor:
        cursor.execute(
            "CREATE TEMPORARY TABLE IF NOT EXISTS words_read (kind text, key text, words text) "
            "ON COMMIT DROP"
        )
        with cursor.copy("COPY words_read FROM STDIN") as copy:
            for kind, key, words in texts:
                copy.write_row((kind, key, words.strip()))
        cursor.execute(
            "INSERT INTO incident_words "
            "SELECT kind, key, array_to_tsvector(string_to_array(words, ' ')) FROM words_read "
            "ON CONFLICT (kind, key) DO UPDATE SET words = excluded.words"
        )
        cursor.execute("TRUNCATE words_read")
