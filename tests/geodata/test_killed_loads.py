"""Loads that are killed, that meet each other, and that are read meanwhile."""

import json
import os
import subprocess
import sys
import threading
from pathlib import Path

import kill_loads
import postgis_server
import pytest
from made_dataset import dataset_chunks, file_of

from geodata.errors import StoreError
from geodata.saving import LoadResult
from geodata.store import Store

MOMENTS = 20
NOTHING = {"incidents": 0, "read": 0, "elsewhere": 0, "withdrawn": 0, "earlier": 0, "loads": 0}
FIRST = NOTHING | {"incidents": 2000, "read": 2000, "loads": 1}
NEWER = {
    "incidents": 1750,
    "read": 1750,
    "elsewhere": 875,
    "withdrawn": 250,
    "earlier": 1125,
    "loads": 2,
}


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_a_load_that_is_killed_leaves_all_or_nothing_and_a_rerun_completes_it(
    request: pytest.FixtureRequest, tmp_path: Path, engine: str
) -> None:
    place = str(tmp_path)
    if engine == "postgresql":
        server = request.getfixturevalue("postgis")
        # A database of its own: who works in it is asked for.
        place = server.url(postgis_server.new_database(server))
    seed = int.from_bytes(os.urandom(4))
    done = subprocess.run(
        [sys.executable, kill_loads.__file__, place, str(MOMENTS), str(seed)],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent)},
        check=True,
        capture_output=True,
        text=True,
    )
    kills = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(kills) == MOMENTS
    for kill in kills:
        before, after = (FIRST, NEWER) if kill["newer"] else (NOTHING, FIRST)
        assert kill["sound"], (seed, kill)
        assert kill["left"] in (None, before, after), (seed, kill)
        assert kill["held"] == after, (seed, kill)
        again = {name: count for name, count in kill["again"].items() if count}
        complete = {"unchanged": 1750 if kill["newer"] else 2000}
        rest = {"updated": 875, "unchanged": 875, "withdrawn": 250}
        expected = (
            complete if kill["left"] == after else rest if kill["newer"] else {"loaded": 2000}
        )
        assert again == expected, (seed, kill)
    # Many were in the middle of it: most, unless the machine was busy while the limit was measured.
    assert sum(kill["running"] for kill in kills) >= MOMENTS / 4, (seed, kills)


def test_two_loads_at_once_and_ten_readers(location: str) -> None:
    path = location
    Store.open(path, create=True).save_dataset(
        dataset_chunks(500, chunk=100), **(file_of() | {"source": "before"})
    )
    results: dict[str, LoadResult] = {}
    seen: list[int] = []
    errors: list[StoreError] = []
    done = threading.Event()

    def load(source: str) -> None:
        # No patience of its own: a dataset waits for the other all the same.
        store = Store.open(path, wait_seconds=0.01)
        results[source] = store.save_dataset(
            dataset_chunks(1500, chunk=250), **(file_of() | {"source": source})
        )

    def read() -> None:
        store = Store.open(path, wait_seconds=0.01)
        while not done.is_set():
            try:
                frames = store.frames()
            except StoreError as error:
                errors.append(error)
            else:
                seen.append(len(frames.incidents))

    readers = [threading.Thread(target=read) for _ in range(10)]
    loads = [threading.Thread(target=load, args=[source]) for source in ("one", "another")]
    for thread in (*readers, *loads):
        thread.start()
    for thread in loads:
        thread.join(120)
    done.set()
    for thread in readers:
        thread.join(120)
    assert errors == []
    assert results == {"one": LoadResult(loaded=1500), "another": LoadResult(loaded=1500)}
    # A reader sees a load as a whole or not at all.
    assert set(seen) <= {500, 2000, 3500}
    assert Store.open(path).counts()["incidents"] == 3500


def test_a_full_disk_leaves_the_state_before(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "incidents.db", create=True)
    store.save_dataset(dataset_chunks(100), **file_of())
    bulk = store._database.bulk

    def limited(connection, source):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN202
        driver = connection.connection.driver_connection
        pages = driver.execute("PRAGMA page_count").fetchone()[0]
        driver.execute(f"PRAGMA max_page_count = {pages + 50}")
        return bulk(connection, source)

    store._database.bulk = limited  # type: ignore[method-assign]
    with pytest.raises(StoreError, match="the disk is full; nothing was changed"):
        store.save_dataset(dataset_chunks(5000, chunk=500), **(file_of() | {"source": "another"}))
    assert store.counts()["incidents"] == 100
    assert len(store.summary().loads) == 1
