"""Measure linking beside what a user would write instead.

    PYTHONPATH=tests .venv/bin/python tests/benchmarks/bench_linking.py

Prints JSON: seconds of the processor for linking stores of made-up reports with 25,000, 50,000 and
100,000 incidents, everything included (reading the store, comparing, grouping, counting sources,
writing), and how far the total of killed is then from the truth. Beside it the plain way: all pairs
of incidents within a day from a merge in pandas and within 30 km from their coordinates, the same
pair counted as one when type and number killed agree, groups as connected components. It reads
only frames that are in memory and writes nothing. Each is measured in a process of its own.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from made_events import MadeEvents, made_events
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from geodata.query import totals
from geodata.store import Store
from loaders.linking.link import link_store

_SIZES = (25_000, 50_000, 100_000)
# Incidents a made-up event has on average.
_TELLINGS = 2.13
_EVENTS_A_DAY = 30
_KM, _KM_PER_DEGREE = 30.0, 111.2


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--only", choices=("ours", "plain"))
    parser.add_argument("--size", type=int, default=_SIZES[-1])
    asked = parser.parse_args()
    if asked.only:
        measure = {"ours": _ours, "plain": _plain}[asked.only]
        json.dump(measure(_made(asked.size)), sys.stdout)
        return
    result: dict[str, Any] = {}
    for size in _SIZES:
        ours, plain = (_in_process(name, size) for name in ("ours", "plain"))
        result[f"{size:,}"] = {
            "ours": ours,
            "plain": plain,
            "plain / ours": round(plain["seconds"] / ours["seconds"], 2),
        }
    json.dump(result, sys.stdout, indent=2)


def _in_process(name: str, size: int) -> dict[str, float]:
    command = [sys.executable, __file__, "--only", name, "--size", str(size)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    result: dict[str, float] = json.loads(done.stdout)
    return result


def _made(size: int) -> MadeEvents:
    events = round(size / _TELLINGS)
    # As many a day in a small set as in a large one: a longer time, not a denser one.
    return made_events(events, seed=7, countries=20, towns=60, days=events // _EVENTS_A_DAY)


def _ours(made: MadeEvents) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        store = Store.open(Path(folder) / "incidents.db", create=True)
        store.save(made.batch)
        start, wall = time.process_time(), time.perf_counter()
        link_store(store)
        seconds, wall = time.process_time() - start, time.perf_counter() - wall
        found = totals(store.incidents())
    return {
        "incidents": len(made.truth),
        "seconds": round(seconds, 2),
        "seconds by the clock": round(wall, 2),
        "rows after": found.incidents,
        "events": len(set(made.truth.values())),
        "killed, per cent off": round(100 * ((found.killed.best or 0) / made.killed - 1), 1),
        "peak MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


def _plain(made: MadeEvents) -> dict[str, float]:
    """Link with a merge on days and a distance, as one would in a notebook."""
    batch = made.batch
    frame = pd.DataFrame(
        {
            "day": pd.to_datetime([one.date_start for one in batch.incidents]),
            "killed": [one.killed_best for one in batch.incidents],
            "type": [one.event_type for one in batch.incidents],
            "lon": [one.geometry.representative_point().x for one in batch.incidents],
            "lat": [one.geometry.representative_point().y for one in batch.incidents],
        }
    )
    start, wall = time.process_time(), time.perf_counter()
    frame["row"] = np.arange(len(frame))
    pairs = []
    for off in (0, 1):
        other = frame.assign(day=frame["day"] + pd.Timedelta(days=off))
        both = frame.merge(other, on="day", suffixes=("", "_b"))
        both = both[both["row"] < both["row_b"]] if off == 0 else both
        x = (both["lon"] - both["lon_b"]) * np.cos(np.radians(both["lat"]))
        near = np.hypot(x, both["lat"] - both["lat_b"]) * _KM_PER_DEGREE <= _KM
        alike = (both["type"] == both["type_b"]) & (both["killed"] == both["killed_b"])
        pairs.append(both.loc[near & alike, ["row", "row_b"]])
    found = pd.concat(pairs).to_numpy()
    graph = coo_matrix((np.ones(len(found)), found.T), shape=(len(frame), len(frame)))
    count, labels = connected_components(graph, directed=False)
    seconds, wall = time.process_time() - start, time.perf_counter() - wall
    killed = frame.groupby(labels)["killed"].max().sum()
    return {
        "incidents": len(frame),
        "seconds": round(seconds, 2),
        "seconds by the clock": round(wall, 2),
        "rows after": int(count),
        "killed, per cent off": round(100 * (float(killed) / made.killed - 1), 1),
        "peak MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


if __name__ == "__main__":
    main()
