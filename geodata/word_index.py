"""The words of notes, quotes and titles, kept by the database so that a search finds them at once.

What datasets note beside their columns, what reports are quoted with and what they are headed with
is cut into words by `geodata.text_search`, and only kept and found by the database: FTS5 in SQLite,
`tsvector` with a GIN index in PostgreSQL. So both find the same, and what is found in memory.

The index is made of what the store holds, and may be dropped at any time: it is brought up when a
search meets more than a few new rows, and what it does not know yet is read through. The store's
own id stands beside the last load that it knows: an index that came with a copy is made anew.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from itertools import islice
from typing import Any

import sqlalchemy as sa

from geodata import schema, sole_packs
from geodata.history import is_kept
from geodata.keeping import chunks
from geodata.link_tables import members
from geodata.text_search import prepared
from geodata.word_tables import (
    FIND,
    FIND_IN_PACKS,
    MAKE,
    OF_HITS,
    PACKED,
    Text,
    add_in_postgresql,
    add_in_sqlite,
    add_pack,
)

# Fewer new texts are read through as fast as a person notices.
FEW = 5_000
_CHUNK = 5_000
_NOTES, _QUOTES, _TITLES = "notes", "quotes", "titles"
_STATE = "words"


def told(connection: sa.Connection, words: Collection[str]) -> dict[str, set[str]]:
    """Return for each word the incidents, as shown, in whose texts a word begins so.

    Args:
        connection: inside a transaction.
        words: as `words_of` gives them.

    """
    if not words or not is_kept(connection):
        # A store of version 1 or 2 has no notes.
        return {word: set() for word in words}
    until = _known_until(connection)
    found = {word: _indexed(connection, word, until) if until else set() for word in words}
    for word, keys in _read_packs_through(connection, words, until).items():
        found[word].update(keys)
    for word, of_word in _read_through(connection, words, until).items():
        for kind, keys in of_word.items():
            found[word].update(_incidents_of(connection, kind, keys))
    linked = members(connection)
    if not linked:
        return found
    return {
        word: {linked[key].shown_id if key in linked else key for key in keys}
        for word, keys in found.items()
    }


def is_behind(connection: sa.Connection) -> bool:
    """Return whether more than a few texts are not in the index yet."""
    if not is_kept(connection):
        return False
    until = _known_until(connection)
    if until >= _last_load(connection) or not _is_possible(connection):
        return False
    new = sum(
        connection.scalar(
            sa.select(sa.func.count()).select_from(
                _texts_after(kind, until).limit(FEW + 1).subquery()
            )
        )
        or 0
        for kind in _TEXTS
    )
    return new + sum(sole_packs.loaded_after(connection, until).values()) > FEW


def bring_up(connection: sa.Connection) -> None:
    """Add the texts that the index does not have yet, making it when there is none.

    Args:
        connection: of a transaction that writes.

    """
    until = _known_until(connection)
    last = _last_load(connection)
    if until >= last:
        return
    dialect = connection.dialect.name
    if not until:
        for statement in MAKE[dialect]:
            connection.exec_driver_sql(statement)
    texts = _new_texts(connection, until)
    add = add_in_postgresql if dialect == "postgresql" else add_in_sqlite
    while part := list(islice(texts, _CHUNK)):
        add(connection, part)
    for pack_id in sole_packs.loaded_after(connection, until):
        add_pack(connection, pack_id, _packed_texts(connection, pack_id))
    if not until and dialect == "postgresql":
        connection.exec_driver_sql(
            "CREATE INDEX incident_words_words ON incident_words USING gin (words)"
        )
    kept = schema.meta.c.name == _STATE
    connection.execute(sa.delete(schema.meta).where(kept))
    value = f"{_store_id(connection)}:{last}"
    connection.execute(sa.insert(schema.meta).values(name=_STATE, value=value))


_INCIDENTS, _CLAIMS, _REPORTS = schema.incidents.c, schema.claims.c, schema.reports.c
_LINKS = schema.incident_reports.c
_TEXTS: dict[str, sa.Select[Any]] = {
    _NOTES: sa.select(_INCIDENTS.incident_id, _INCIDENTS.raw).where(_INCIDENTS.raw.is_not(None)),
    _QUOTES: sa.select(_CLAIMS.claim_id, _CLAIMS.quote).join(
        schema.reports, _REPORTS.report_id == _CLAIMS.report_id
    ),
    _TITLES: sa.select(_REPORTS.report_id, _REPORTS.title).where(_REPORTS.title.is_not(None)),
}
# By which load a text came.
_LOADS: dict[str, sa.ColumnElement[int]] = {
    _NOTES: _INCIDENTS.last_changed,
    _QUOTES: _REPORTS.load_id,
    _TITLES: _REPORTS.load_id,
}
_OF_KEYS: dict[str, tuple[sa.Select[Any], sa.ColumnElement[str]]] = {
    _NOTES: (
        sa.select(_INCIDENTS.incident_id).where(_INCIDENTS.raw.is_not(None)),
        _INCIDENTS.incident_id,
    ),
    _QUOTES: (
        sa.select(_CLAIMS.incident_id).join(
            schema.reports, _REPORTS.report_id == _CLAIMS.report_id
        ),
        _CLAIMS.claim_id,
    ),
    _TITLES: (
        sa.select(_LINKS.incident_id).join(schema.reports, _REPORTS.report_id == _LINKS.report_id),
        _LINKS.report_id,
    ),
}


def _is_possible(connection: sa.Connection) -> bool:
    """Return whether the database can keep the index; a SQLite without FTS5 cannot."""
    if connection.dialect.name == "postgresql":
        return True
    known = "SELECT count(*) FROM pragma_module_list WHERE name = 'fts5'"
    return bool(connection.scalar(sa.text(known)))


def _known_until(connection: sa.Connection) -> int:
    """Return the last load that the index knows; 0 when there is none."""
    state = connection.scalar(sa.select(schema.meta.c.value).where(schema.meta.c.name == _STATE))
    store, _, load = (state or "").partition(":")
    if store != _store_id(connection) or "incident_words" not in schema.table_names(connection):
        return 0
    return int(load)


def _store_id(connection: sa.Connection) -> str:
    found = sa.select(schema.meta.c.value).where(schema.meta.c.name == "store_id")
    return connection.scalar(found) or ""


def _last_load(connection: sa.Connection) -> int:
    return connection.scalar(sa.select(sa.func.max(schema.loads.c.load_id))) or 0


def _texts_after(kind: str, until: int) -> sa.Select[Any]:
    return _TEXTS[kind].where(_LOADS[kind] > until)


def _new_texts(connection: sa.Connection, until: int) -> Iterator[Text]:
    """Yield kind, key and prepared words of the texts that came after a load."""
    for kind in _TEXTS:
        options = {"yield_per": _CHUNK}
        found = connection.execute(_texts_after(kind, until), execution_options=options)
        for key, text in found:
            yield kind, key, prepared(_notes(text) if kind == _NOTES else text)


def _packed_texts(connection: sa.Connection, pack_id: int) -> Iterator[tuple[int, str]]:
    """Yield place and prepared words of the notes in a pack."""
    for row, raw in sole_packs.notes(connection, pack_id):
        yield row, prepared(_notes(raw))


def _notes(raw: str) -> str:
    """Return the texts in what a dataset says beside its columns; not the columns' names."""
    try:
        values = json.loads(raw)
    except ValueError:
        return raw
    return " \n ".join(_strings(values))


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from _strings(one)
    elif isinstance(value, list):
        for one in value:
            yield from _strings(one)


def _indexed(connection: sa.Connection, word: str, until: int) -> set[str]:
    """Return the incidents of the texts in the index in which a word begins so.

    A text that came after the load that the index knows may be another by now.
    """
    dialect = connection.dialect.name
    # Words are letters and digits alone: nothing in them could end the quotes.
    asked = f"'{word}':*" if dialect == "postgresql" else f'"{word}" *'
    found = sa.text(f"WITH hits AS MATERIALIZED ({FIND[dialect]}) {OF_HITS}")
    incidents = set(connection.scalars(found, {"asked": asked, "until": until}))
    return incidents if dialect == "postgresql" else incidents | _in_packs(connection, asked)


def _in_packs(connection: sa.Connection, asked: str) -> set[str]:
    """Return the incidents in packs in whose notes a word begins so."""
    hits = defaultdict(list)
    for number in connection.scalars(sa.text(FIND_IN_PACKS), {"asked": asked, "first": PACKED}):
        pack_id, row = divmod(number - PACKED, sole_packs.MOST)
        hits[pack_id].append(row)
    return {
        key
        for pack_id, rows in hits.items()
        for key in sole_packs.ids_at(connection, pack_id, rows)
    }


def _read_packs_through(
    connection: sa.Connection, words: Collection[str], until: int
) -> dict[str, set[str]]:
    """Return for each word the incidents in packs that the index does not know."""
    found: dict[str, set[str]] = {word: set() for word in words}
    for pack_id in sole_packs.loaded_after(connection, until):
        rows: dict[str, list[int]] = {word: [] for word in words}
        for row, text in _packed_texts(connection, pack_id):
            for word in words:
                if f" {word}" in text:
                    rows[word].append(row)
        for word in words:
            found[word].update(sole_packs.ids_at(connection, pack_id, rows[word]))
    return found


def _read_through(
    connection: sa.Connection, words: Collection[str], until: int
) -> dict[str, dict[str, set[str]]]:
    """Return the same for each word of the texts that the index does not know."""
    found: dict[str, dict[str, set[str]]] = {
        word: {kind: set() for kind in _TEXTS} for word in words
    }
    for kind, key, text in _new_texts(connection, until):
        for word in words:
            if f" {word}" in text:
                found[word][kind].add(key)
    return found


def _incidents_of(connection: sa.Connection, kind: str, keys: Iterable[str]) -> Iterator[str]:
    """Yield the incidents of texts."""
    wanted, key = _OF_KEYS[kind]
    for part in chunks(sorted(keys)):
        yield from connection.scalars(wanted.where(key.in_(part)))
