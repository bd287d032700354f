"""Measure the building of a gazetteer from a dump, beside the same rows loaded the plain way.

    PYTHONPATH=tests .venv/bin/python tests/benchmarks/bench_gazetteer_build.py [--rows N]

Makes a dump up, a million rows by default, and prints JSON: how long it takes to make it fit for
look-ups, the peak of memory, the size on disk; how long opening takes and how many names are looked
up in a second. Ours beside SQLite (the csv module, a table of names with an index) and pandas
(read_csv, a dictionary by name), each in a process of its own. The build of a tenth of the rows
tells what twelve million would take.
"""

import argparse
import csv
import itertools
import json
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from made_dump import DumpMaker, write_dump

from geodata.gazetteer import Gazetteer

_ALL_COUNTRIES = 12_000_000
_LOOKUPS = 50_000
_COLUMNS = 19
# A frame of pandas, and the rows of each name.
_Frame = tuple[Any, dict[str, list[int]]]
# One name of so many rows is looked up.
_SAMPLE = 97


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--only", choices=tuple(_WAYS))
    parser.add_argument("--dump", type=Path)
    arguments = parser.parse_args()
    if arguments.only:
        result = _measured(arguments.only, arguments.dump)
    else:
        with tempfile.TemporaryDirectory() as folder:
            result = _compared(Path(folder), arguments.rows)
    json.dump(result, sys.stdout, indent=2)


def _compared(folder: Path, rows: int) -> dict[str, Any]:
    dump, tenth = folder / "allCountries.zip", folder / "tenth.zip"
    for path, count in ((dump, rows), (tenth, rows // 10)):
        with Gazetteer.open() as gazetteer:
            maker = DumpMaker(gazetteer)
            write_dump(path, itertools.chain(maker.known(), maker.made(count)))
    result = {way: _in_process(way, dump) for way in _WAYS}
    ours = result["ours"]
    for way in ("sqlite", "pandas"):
        result[f"{way} / ours"] = {
            key: round(value / ours[key], 2) for key, value in result[way].items() if ours[key]
        }
    small = _in_process("ours", tenth)
    more = ours["rows"] - small["rows"]
    result["ours, twelve million rows, extrapolated"] = {
        key: round(ours[key] + (ours[key] - small[key]) / more * (_ALL_COUNTRIES - ours["rows"]))
        for key in ("build_cpu_seconds", "build_peak_mb", "file_mb")
    }
    return result


def _in_process(way: str, dump: Path) -> dict[str, float]:
    command = [sys.executable, __file__, "--only", way, "--dump", str(dump)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    result: dict[str, float] = json.loads(done.stdout)
    return result


def _measured(way: str, dump: Path) -> dict[str, float]:
    build, opened = _WAYS[way]
    path = dump.with_suffix(f".{way}")
    start, cpu = time.perf_counter(), time.process_time()
    kept = build(dump, path)
    build_seconds, build_cpu = time.perf_counter() - start, time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    start = time.perf_counter()
    lookup = opened(path, kept)
    open_seconds = time.perf_counter() - start
    rows = 0
    names = []
    for row in _rows(dump):
        rows += 1
        if rows % _SAMPLE == 0:
            names += [row[1], f"{row[1]} unheard"]
    names = (names * (_LOOKUPS // len(names) + 1))[:_LOOKUPS]
    # Of the processor, so that other work on the machine does not count.
    start = time.process_time()
    for name in names:
        lookup(name)
    lookup_seconds = time.process_time() - start
    return {
        "rows": rows,
        "build_seconds": round(build_seconds, 1),
        "build_cpu_seconds": round(build_cpu, 1),
        "rows_per_second": round(rows / build_seconds),
        "build_peak_mb": round(peak, 1),
        "file_mb": round(path.stat().st_size / 1e6, 1) if path.exists() else 0,
        "open_seconds": round(open_seconds, 4),
        "lookups_per_second": round(len(names) / lookup_seconds),
    }


def _build_ours(dump: Path, path: Path) -> None:
    from geodata.geonames_dump.build import build_gazetteer  # noqa: PLC0415 - its import is measured

    build_gazetteer(dump, path)


def _open_ours(path: Path, _kept: object) -> Callable[[str], list[Any]]:
    return Gazetteer.open(path).candidates


def _build_sqlite(dump: Path, path: Path) -> None:
    """Load the rows as one would by hand: two tables, and an index of the names."""
    connection = sqlite3.connect(path)
    columns = ", ".join(f"c{number}" for number in range(_COLUMNS))
    connection.execute(f"CREATE TABLE places ({columns})")
    connection.execute("CREATE TABLE names (name TEXT, place INTEGER)")
    marks = ", ".join("?" * _COLUMNS)
    for number, row in enumerate(_rows(dump), start=1):
        connection.execute(f"INSERT INTO places VALUES ({marks})", row)  # noqa: S608 - question marks
        connection.executemany(
            "INSERT INTO names VALUES (?, ?)", [(name, number) for name in _names(row)]
        )
    connection.execute("CREATE INDEX by_name ON names (name)")
    connection.commit()
    connection.close()


def _open_sqlite(path: Path, _kept: object) -> Callable[[str], list[Any]]:
    connection = sqlite3.connect(path)
    query = (
        "SELECT places.* FROM names JOIN places ON places.rowid = names.place "
        "WHERE names.name = ? ORDER BY CAST(places.c14 AS INTEGER) DESC LIMIT 100"
    )
    return lambda name: connection.execute(query, (name.casefold(),)).fetchall()


def _build_pandas(dump: Path, _path: Path) -> _Frame:
    import pandas as pd  # noqa: PLC0415 - its import is measured

    with zipfile.ZipFile(dump) as archive, archive.open(archive.namelist()[0]) as member:
        frame = pd.read_csv(
            member, sep="\t", header=None, quoting=csv.QUOTE_NONE, keep_default_na=False,
            dtype={10: str, 11: str, 12: str, 13: str},
        )  # fmt: skip
    index: dict[str, list[int]] = {}
    for number, row in enumerate(zip(frame[0], frame[1], frame[2], frame[3], strict=True)):
        for name in _names(row):
            index.setdefault(name, []).append(number)
    return frame, index


def _open_pandas(_path: Path, kept: _Frame) -> Callable[[str], list[Any]]:
    frame, index = kept
    columns = [frame[number].to_numpy() for number in (0, 1, 4, 5, 6, 7, 8, 10, 14)]

    def lookup(name: str) -> list[Any]:
        found = [tuple(column[row] for column in columns) for row in index.get(name.casefold(), ())]
        return sorted(found, key=lambda place: -place[-1])[:100]

    return lookup


def _rows(dump: Path) -> Iterator[list[str]]:
    with zipfile.ZipFile(dump) as archive, archive.open(archive.namelist()[0]) as member:
        for line in member:
            yield line.decode().rstrip("\n").split("\t")


def _names(row: Sequence[str]) -> set[str]:
    return {name.casefold() for name in (*row[1:3], *row[3].split(",")) if name}


_WAYS: dict[str, tuple[Callable[..., Any], Callable[..., Callable[[str], list[Any]]]]] = {
    "ours": (_build_ours, _open_ours),
    "sqlite": (_build_sqlite, _open_sqlite),
    "pandas": (_build_pandas, _open_pandas),
}

if __name__ == "__main__":
    main()
