"""Measure how fast a store becomes a GeoPackage or GeoParquet, beside geopandas from its frames.

    PYTHONPATH=tests python tests/benchmarks/bench_snapshot.py [--rows 1000000]

A store of made-up rows of ACLED's shape is written as a snapshot, and beside that read with
`Store.frames` and written with `to_file` and `to_parquet`, as a user would. Each runs in a process
of its own; seconds by the clock and of the processor, and peak memory.
"""

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from made_dataset import dataset_chunks, file_of

from geodata.snapshot import write_snapshot
from geodata.store import Store


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--run", choices=list(RUNS), help="only this, in this process")
    parser.add_argument("--store", type=Path)
    asked = parser.parse_args()
    if asked.run:
        begun, cpu = time.perf_counter(), time.process_time()
        RUNS[asked.run](asked.store)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
        sys.stdout.write(f"{time.perf_counter() - begun} {time.process_time() - cpu} {peak}\n")
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "incidents.db")
        Store.open(path, create=True).save_dataset(dataset_chunks(asked.rows), **file_of("made"))
        found = {name: measure(name, path) for name in RUNS}
    for ours, theirs in (("snapshot.gpkg", "to_file"), ("snapshot.parquet", "to_parquet")):
        say(f"{ours} {found[theirs] / found[ours]:.1f} times as fast as {theirs}")


def measure(name: str, path: Path) -> float:
    command = [sys.executable, __file__, "--run", name, "--store", str(path)]
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    wall, cpu, peak = (float(part) for part in output.split()[-3:])
    say(f"{name:<18} {wall:7.1f} s  {cpu:7.1f} s of CPU  {peak:5.2f} GB at most")
    return wall


def to_file(path: Path) -> None:
    frame = Store.open(path).incidents()
    for name in ("mediators", "report_ids"):
        frame[name] = frame[name].map(str)
    frame.to_file(path.with_name("other.gpkg"))


RUNS = {
    "snapshot.gpkg": lambda path: write_snapshot(Store.open(path), path.with_name("s.gpkg")),
    "snapshot.parquet": lambda path: write_snapshot(Store.open(path), path.with_name("s.parquet")),
    "to_file": to_file,
    "to_parquet": lambda path: (
        Store.open(path).incidents().to_parquet(path.with_name("other.parquet"))
    ),
}


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
