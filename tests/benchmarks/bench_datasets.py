"""Measure how fast a dataset gets into the store, beside what a user would pick instead.

    python tests/benchmarks/bench_datasets.py [--rows 1000000]

A made-up CSV of the shape of ACLED, read and mapped into a new store with all that belongs to it
(checks, ids, what is not mapped kept as JSON), beside `pandas.read_csv` and
`to_file` of geopandas into a GeoPackage. Each runs in a process of its own, so that peak memory is
its own too; that of a second process that reads is added.
"""

import argparse
import csv
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from made_datasets import ACLED_COLUMNS, acled_row

HERE = Path(__file__)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--run", choices=list(RUNS), help="only this, in this process")
    parser.add_argument("--file", type=Path)
    arguments = parser.parse_args()
    if arguments.run:
        begun = time.perf_counter()
        RUNS[arguments.run](arguments.file)
        wall = time.perf_counter() - begun
        # With the process that reads while another saves; both are in memory at once.
        both = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
        used = sum(one.ru_utime + one.ru_stime for one in both)
        peak = sum(one.ru_maxrss for one in both) / 1e6
        sys.stdout.write(f"{wall} {used} {peak}\n")
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "acled.csv")
        write_rows(path, arguments.rows)
        say(f"{arguments.rows:,} rows of ACLED's shape, {path.stat().st_size / 1e6:,.0f} MB")
        found = {name: measure(name, path) for name in RUNS}
    own, other = (found[name] for name in ("incidentmap load", "geopandas to_file(GPKG)"))
    say(
        f"into the store {other[0] / own[0]:.1f} times as fast as into a GeoPackage, with "
        f"{own[1] / other[1]:.2f} of its CPU"
    )


def write_rows(path: Path, count: int) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, ACLED_COLUMNS, restval="")
        writer.writeheader()
        writer.writerows(acled_row(number) for number in range(count))


def measure(name: str, path: Path) -> tuple[float, float, float]:
    """Return seconds, seconds of CPU and peak memory (GB) of a run in its own process."""
    command = [sys.executable, str(HERE), "--run", name, "--file", str(path)]
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    wall, cpu, peak = (float(part) for part in output.split()[-3:])
    say(f"{name:<28} {wall:7.1f} s  {cpu:7.1f} s of CPU  {peak:5.2f} GB at most")
    return wall, cpu, peak


def read_and_map(path: Path) -> None:
    from geodata.settings import Settings  # noqa: PLC0415 - each run imports what it measures
    from loaders.datasets import acled  # noqa: PLC0415
    from loaders.datasets.dataset import ReadOptions  # noqa: PLC0415

    for _chunk in acled.read(path, ReadOptions(settings=Settings())).rows:
        pass


def load(path: Path) -> None:
    from dashboard.cli import run  # noqa: PLC0415

    store = path.with_suffix(".db")
    store.unlink(missing_ok=True)
    if run(("load", str(path), "--store", str(store))) != 0:
        raise SystemExit("the load failed")


def load_again(path: Path) -> None:
    from dashboard.cli import run  # noqa: PLC0415

    if run(("load", str(path), "--store", str(path.with_suffix(".db")))) != 0:
        raise SystemExit("the load failed")


def to_geopackage(path: Path) -> None:
    import geopandas as gpd  # noqa: PLC0415
    import pandas as pd  # noqa: PLC0415

    rows = pd.read_csv(path)
    points = gpd.points_from_xy(rows["longitude"], rows["latitude"])
    frame = gpd.GeoDataFrame(rows, geometry=points, crs="EPSG:4326")
    frame.to_file(path.with_suffix(".gpkg"))


RUNS = {
    "read and map only": read_and_map,
    "incidentmap load": load,
    "the same again": load_again,
    "geopandas to_file(GPKG)": to_geopackage,
}


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
