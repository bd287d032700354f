"""Loads that are killed: each in a process of its own, at a random moment.

    PYTHONPATH=tests python tests/geodata/kill_loads.py FOLDER MOMENTS SEED

Loads a made-up dataset into new stores and newer exports into stores that hold it, kills each load
with SIGKILL, and looks at what is left. Prints one JSON object a kill: when it was, whether the
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

from made_dataset import dataset_chunks, dataset_frame, file_of

from geodata import sqlite_bulk
from geodata.dataset_rows import DatasetRows
from geodata.store import Store

_ROWS, _CHUNK = 4_000, 500


def main(folder: Path, moments: int, seed: int) -> None:
    # So that these few are kept in columns too, as the chunks of a large dataset are.
    sqlite_bulk.LEAST = 100
    chosen = random.Random(seed)  # noqa: S311 - moments, not secrets
    # How long a load takes undisturbed.
    limits = [
        _seconds(load_first, folder / "first.db", loaded=False),
        _seconds(load_newer, folder / "newer.db", loaded=True),
    ]
    for number in range(moments):
        path = folder / f"{number}.db"
        is_newer = number % 2 == 1
        if is_newer:
            load_first(path)
        load = load_newer if is_newer else load_first
        # A little longer, so that some are killed just after it.
        limit = limits[is_newer]
        moment = chosen.uniform(0, 1.1 * limit)
        running = _killed(load, path, moment)
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


def load_first(path: Path) -> object:
    chunks = dataset_chunks(_ROWS, chunk=_CHUNK)
    return Store.open(path, create=True, wait_seconds=20).save_dataset(chunks, **file_of())


def load_newer(path: Path) -> object:
    """Load an export in which every second row has changed, and the last chunk is not there."""

    def chunks() -> object:
        for first in range(0, _ROWS - _CHUNK, _CHUNK):
            frame = dataset_frame(_CHUNK, first=first)
            frame.loc[::2, "place_name"] = "Elsewhere"
            yield DatasetRows(frame)

    store = Store.open(path, create=True, wait_seconds=20)
    return store.save_dataset(chunks(), **file_of(sha256="b" * 64))


def _seconds(load: Callable[[Path], object], path: Path, *, loaded: bool) -> float:
    if loaded:
        load_first(path)
    start = time.perf_counter()
    load(path)
    return time.perf_counter() - start


def _killed(load: Callable[[Path], object], path: Path, moment: float) -> bool:
    """Load in a process of its own, kill it, and return whether it was still running."""
    child = os.fork()
    if child == 0:
        load(path)
        os._exit(0)
    time.sleep(moment)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def _is_sound(path: Path) -> bool:
    if not path.exists():
        return True
    connection = sqlite3.connect(path)
    try:
        return connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    finally:
        connection.close()


def _held(path: Path) -> dict[str, int] | None:
    """Return what the store holds, as whoever opens it next sees it; nothing without a store."""
    store = Store.open(path, create=True)
    if not store.exists():
        return None
    summary = store.summary()
    with store._transaction() as connection:
        elsewhere = connection.exec_driver_sql(
            "SELECT count(*) FROM incidents WHERE place_name = 'Elsewhere' AND withdrawn IS NULL"
        ).scalar()
    return {
        "incidents": summary.counts["incidents"],
        "read": len(store.incidents()),
        "elsewhere": int(elsewhere),
        "withdrawn": summary.withdrawn,
        "earlier": summary.earlier_versions,
        "loads": len(summary.loads),
    }


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
