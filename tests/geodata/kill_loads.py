"""Loads that are killed: each in a process of its own, at a random moment.

    PYTHONPATH=tests python tests/geodata/kill_loads.py PLACE MOMENTS SEED

Loads a made-up dataset into new stores (in a folder, or schemas of the database that a URL names)
and then newer exports into the same stores, kills each load with SIGKILL, looks at what is left
and loads again. Prints one JSON object a kill: when it was, whether the
load was still running, what the store held afterwards, and what the load gave when run again.
"""

import dataclasses
import json
import os
import random
import signal
import sqlite3
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psycopg
from made_dataset import dataset_chunks, dataset_frame, file_of

from geodata import postgres_bulk, sqlite_bulk
from geodata.dataset_rows import DatasetRows
from geodata.store import Store

_ROWS, _CHUNK = 2_000, 250


def main(place: str, moments: int, seed: int) -> None:
    # So that these few are kept in columns too, as the chunks of a large dataset are.
    sqlite_bulk.LEAST = postgres_bulk.LEAST = 100
    chosen = random.Random(seed)  # noqa: S311 - moments, not secrets
    # How long a load takes undisturbed.
    limits = [
        _seconds(load_first, _store_of(place, "first"), loaded=False),
        _seconds(load_newer, _store_of(place, "newer"), loaded=True),
    ]
    for number in range(moments):
        is_newer = number % 2 == 1
        # A newer export goes into the store that the kill before left, and a load completed.
        path = _store_of(place, f"store{number - is_newer}")
        load = load_newer if is_newer else load_first
        # A little longer, so that some are killed just after it.
        limit = limits[is_newer]
        moment = chosen.uniform(0, 1.1 * limit)
        running = _killed(load, path, moment)
        _wait_for_the_server(path)
        json.dump(
            {
                "newer": is_newer,
                "moment": moment,
                "limit": limit,
                "running": running,
                "sound": _is_sound(path),
                "left": _held(path),
                "again": dataclasses.asdict(load(path)),
                "held": _held(path),
            },
            sys.stdout,
        )
        sys.stdout.write("\n")


def _store_of(place: str, name: str) -> str:
    return f"{place}?schema={name}" if "://" in place else str(Path(place, f"{name}.db"))


def load_first(path: str) -> object:
    chunks = dataset_chunks(_ROWS, chunk=_CHUNK)
    return Store.open(path, create=True, wait_seconds=20).save_dataset(chunks, **file_of())


def load_newer(path: str) -> object:
    """Load an export in which every second row has changed, and the last chunk is not there."""

    def chunks() -> object:
        for first in range(0, _ROWS - _CHUNK, _CHUNK):
            frame = dataset_frame(_CHUNK, first=first)
            frame.loc[::2, "place_name"] = "Elsewhere"
            yield DatasetRows(frame)

    store = Store.open(path, create=True, wait_seconds=20)
    return store.save_dataset(chunks(), **file_of(sha256="b" * 64))


def _seconds(load: Callable[[str], object], path: str, *, loaded: bool) -> float:
    if loaded:
        load_first(path)
    start = time.perf_counter()
    load(path)
    return time.perf_counter() - start


def _killed(load: Callable[[str], object], path: str, moment: float) -> bool:
    """Load in a process of its own, kill it, and return whether it was still running."""
    child = os.fork()
    if child == 0:
        load(path)
        os._exit(0)
    time.sleep(moment)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def _wait_for_the_server(path: str) -> None:
    """Wait until a server has noticed that whom it worked for is dead."""
    if "://" not in path:
        return
    with psycopg.connect(path.partition("?")[0], autocommit=True) as connection:
        others = (
            "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'incidentmap' "
            "AND datname = current_database()"
        )
        while connection.execute(others).fetchone() != (0,):
            time.sleep(0.02)


def _is_sound(path: str) -> bool:
    # A server's own checks are not for a client to run.
    if "://" in path or not Path(path).exists():
        return True
    connection = sqlite3.connect(path)
    try:
        return connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    finally:
        connection.close()


def _held(path: str) -> dict[str, int] | None:
    """Return what the store holds, as whoever opens it next sees it; nothing without a store."""
    store = Store.open(path, create=True)
    if not store.exists():
        return None
    summary = store.summary()
    shown = store.incidents()
    return {
        "incidents": summary.counts["incidents"],
        "read": len(shown),
        "elsewhere": int((shown["place_name"] == "Elsewhere").sum()),
        "withdrawn": summary.withdrawn,
        "earlier": summary.earlier_versions,
        "loads": len(summary.loads),
    }


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
