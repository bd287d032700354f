"""Measure the store beside GeoPackage and geopandas on PostGIS: a million rows in, and back.

    PYTHONPATH=tests python tests/benchmarks/bench_store.py [--rows 1000000]

Prints JSON: seconds by the clock and of the processor, peak memory and size on disk for saving
made-up rows of ACLED's shape, for saving them again unchanged, for reading them back as a
GeoDataFrame, for searching their notes and for selecting a month, in a file and in PostgreSQL.
Beside them geopandas `to_file` and `read_file` of a GeoPackage with the same columns, as a user
calls them and through Arrow, and `to_postgis` and `read_postgis`, which write the same rows with a
spatial index to the same server and read them. The making of the rows is not counted. Each runs in
its own process. `bench_datasets.py` measures the whole way from a CSV.
"""

import argparse
import contextlib
import datetime as dt
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import geopandas as gpd
import pandas as pd
import postgis_server
import sqlalchemy as sa
from made_dataset import CHUNK, dataset_chunks, dataset_frame, file_of

from geodata.dataset_rows import DatasetRows
from geodata.query import Selection
from geodata.store import Store

_STORE, _GEOPACKAGE = "incidents.db", "incidents.gpkg"
# A table of geopandas beside the store's, and where the URL of its server is told.
_TABLE, _URL = "geopandas_rows", "url"
Clock = tuple[float, float]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--only", choices=list(RUNS))
    parser.add_argument("--folder", type=Path)
    asked = parser.parse_args()
    if asked.only:
        json.dump(_measured(asked.only, asked.folder, asked.rows), sys.stdout)
        return
    with tempfile.TemporaryDirectory() as folder, _server(Path(folder)):
        found = {name: _in_process(name, Path(folder), asked.rows) for name in RUNS}
        sizes = {name: Path(folder, name).stat().st_size >> 20 for name in (_STORE, _GEOPACKAGE)}
    ratios = {
        f"{theirs} / {ours}": round(found[theirs]["seconds"] / found[ours]["seconds"], 2)
        for ours, theirs in (
            ("save", "to_file"),
            ("save", "to_file with Arrow"),
            ("read", "read_file"),
            ("read", "read_file with Arrow"),
            ("save to PostGIS", "to_postgis"),
            ("read from PostGIS", "read_postgis"),
        )
    }
    json.dump({"rows": asked.rows, **found, "MB": sizes, "ratios": ratios}, sys.stdout, indent=2)


@contextlib.contextmanager
def _server(folder: Path) -> Iterator[None]:
    """Run a server of the tests' own, with its usual promise that what is saved is on the disk."""
    postgis_server.announce()
    running = postgis_server.server(durable=True)
    if running is None:
        raise SystemExit("needs PostgreSQL with PostGIS: python tests/bring_postgis.py")
    try:
        url = running.url(postgis_server.new_database(running))
        (folder / _URL).write_text(url, encoding="utf-8")
        yield
    finally:
        postgis_server.stop()


def _in_process(name: str, folder: Path, rows: int) -> dict[str, float]:
    command = [sys.executable, __file__, "--only", name, "--folder", str(folder)]
    done = subprocess.run(
        [*command, "--rows", str(rows)], check=True, capture_output=True, text=True
    )
    result: dict[str, float] = json.loads(done.stdout)
    return result


def _measured(name: str, folder: Path, rows: int) -> dict[str, float]:
    clock = RUNS[name](folder, rows)
    return {
        "seconds": round(clock[0], 2),
        "seconds of the processor": round(clock[1], 2),
        "peak MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10,
    }


def _now() -> Clock:
    return time.perf_counter(), time.process_time()


def _since(start: Clock) -> Clock:
    return time.perf_counter() - start[0], time.process_time() - start[1]


def _url(folder: Path) -> str:
    return (folder / _URL).read_text(encoding="utf-8")


def _save(location: str | Path, rows: int) -> Clock:
    making = [0.0, 0.0]

    def chunks() -> Iterator[DatasetRows]:
        made = dataset_chunks(rows)
        while True:
            start = _now()
            chunk = next(made, None)
            making[0] += _since(start)[0]
            making[1] += _since(start)[1]
            if chunk is None:
                return
            yield chunk

    start = _now()
    Store.open(location, create=True).save_dataset(chunks(), **file_of())
    seconds = _since(start)
    return seconds[0] - making[0], seconds[1] - making[1]


def _read(location: str | Path, rows: int) -> Clock:
    store = Store.open(location)
    start = _now()
    assert len(store.incidents()) == rows
    return _since(start)


def _search(location: str | Path, rows: int) -> Clock:
    store = Store.open(location)
    start = _now()
    # One in fifty notes, and one in five thousand places.
    found = store.told("49")["49"]
    seconds = _since(start)
    assert len(found) >= rows // 50
    return seconds


def _select(location: str | Path, rows: int) -> Clock:
    store = Store.open(location)
    month = Selection(
        date_from=dt.date(2020, 3, 1), date_to=dt.date(2020, 3, 31), kinds=("incident",)
    )
    start = _now()
    found = store.select(month)
    seconds = _since(start)
    assert 0 < len(found) < rows // 50
    return seconds


def _frame(rows: int) -> gpd.GeoDataFrame:
    frame = pd.concat(
        [dataset_frame(min(CHUNK, rows - first), first=first) for first in range(0, rows, CHUNK)],
        ignore_index=True,
    )
    points = gpd.points_from_xy(frame.pop("lon"), frame.pop("lat"))
    return gpd.GeoDataFrame(frame, geometry=points, crs=4326)


def _to_file(folder: Path, rows: int, **options: bool) -> Clock:
    ready = _frame(rows)
    path = folder / _GEOPACKAGE
    path.unlink(missing_ok=True)
    start = _now()
    ready.to_file(path, driver="GPKG", **options)
    return _since(start)


def _read_file(folder: Path, rows: int, **options: bool) -> Clock:
    start = _now()
    assert len(gpd.read_file(folder / _GEOPACKAGE, **options)) == rows
    return _since(start)


def _to_postgis(folder: Path, rows: int) -> Clock:
    ready = _frame(rows)
    engine = sa.create_engine(_url(folder).replace("://", "+psycopg://", 1))
    start = _now()
    # As `to_file` and the store do, in parts: all at once it takes more memory, and longer.
    ready.to_postgis(_TABLE, engine, chunksize=CHUNK)
    return _since(start)


def _read_postgis(folder: Path, rows: int) -> Clock:
    engine = sa.create_engine(_url(folder).replace("://", "+psycopg://", 1))
    start = _now()
    found = gpd.read_postgis(f"SELECT * FROM {_TABLE}", engine, geom_col="geometry")  # noqa: S608 - a name from here
    seconds = _since(start)
    assert len(found) == rows
    return seconds


RUNS: dict[str, Callable[[Path, int], Clock]] = {
    "save": lambda folder, rows: _save(folder / _STORE, rows),
    "save again": lambda folder, rows: _save(folder / _STORE, rows),
    "read": lambda folder, rows: _read(folder / _STORE, rows),
    "index words and search": lambda folder, rows: _search(folder / _STORE, rows),
    "search": lambda folder, rows: _search(folder / _STORE, rows),
    "select a month": lambda folder, rows: _select(folder / _STORE, rows),
    "to_file": _to_file,
    "read_file": _read_file,
    "to_file with Arrow": lambda folder, rows: _to_file(folder, rows, use_arrow=True),
    "read_file with Arrow": lambda folder, rows: _read_file(folder, rows, use_arrow=True),
    "save to PostGIS": lambda folder, rows: _save(_url(folder), rows),
    "save to PostGIS again": lambda folder, rows: _save(_url(folder), rows),
    "read from PostGIS": lambda folder, rows: _read(_url(folder), rows),
    "index words in PostGIS and search": lambda folder, rows: _search(_url(folder), rows),
    "search in PostGIS": lambda folder, rows: _search(_url(folder), rows),
    "select a month from PostGIS": lambda folder, rows: _select(_url(folder), rows),
    "to_postgis": _to_postgis,
    "read_postgis": _read_postgis,
}

if __name__ == "__main__":
    main()
