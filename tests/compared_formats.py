"""Load the same rows in every format by the program's own command, and compare what is stored.

    PYTHONPATH=tests python tests/compared_formats.py [--rows 50000] [--store URL]...

Each format goes into a store of its own at each place: a file, or the URL of a PostgreSQL database
in which a schema for each may be made. Without `--store` a file, and the tests' own PostGIS where
there is one.
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import geopandas as gpd
import postgis_server
from fake_extraction import FakeExtractor
from geopandas.testing import assert_geodataframe_equal
from made_formats import FORMATS, made_rows, written
from store_places import another

from dashboard.cli import run
from geodata.store import Store


def compare_formats(folder: Path, rows: int, locations: Sequence[str]) -> dict[str, str]:
    """Return in which formats and engines the stored incidents differ from those of the CSV."""
    frame = made_rows(rows)
    differing: dict[str, str] = {}
    expected: gpd.GeoDataFrame | None = None
    for name in FORMATS:
        path = written(folder / f"events.{name}", frame)
        for location in locations:
            place = another(location)
            begun = time.perf_counter()
            found = loaded(path, place)
            seconds = time.perf_counter() - begun
            engine = place.partition(":")[0] if "://" in place else "sqlite"
            say(f"{name:<12} {engine:<12} {len(found):>7,} rows  {seconds:6.1f} s")
            expected = found if expected is None else expected
            if said := difference(found, expected, rows):
                differing[f"{name} in {engine}"] = said
    return differing


def loaded(path: Path, location: str) -> gpd.GeoDataFrame:
    """Return the incidents that a load of a file leaves in a new store."""
    # Names differ only in the ending, so that what a table is called, the source, is the same.
    status = run(
        ("load", str(path), "--yes", "--no-link", "--store", location),
        open_extractor=lambda _settings: FakeExtractor(),
    )
    if status != 0:
        raise SystemExit(f"{path.name} was not loaded")
    return Store.open(location).incidents()


def difference(found: gpd.GeoDataFrame, expected: gpd.GeoDataFrame, rows: int) -> str:
    if len(found) != rows:
        return f"{len(found)} of {rows} rows"
    # The source of a table is its name without the ending: "events", also "events.geo".
    both = [frame.drop(columns=["incident_id", "source"]) for frame in (found, expected)]
    one, other = (
        frame.assign(geometry_text=frame.geometry.to_wkt(rounding_precision=6))
        .sort_values(["date_start", "geometry_text"])
        .drop(columns="geometry_text")
        .reset_index(drop=True)
        for frame in both
    )
    try:
        assert_geodataframe_equal(one, other, check_less_precise=True)
    except AssertionError as error:
        return " ".join(str(error).split())[:300]
    return ""


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=50_000)
    parser.add_argument("--store", action="append")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        locations = asked.store or own_locations(Path(folder))
        differing = compare_formats(Path(folder), asked.rows, locations)
    for where, said in differing.items():
        say(f"{where}: {said}")
    say("all the same" if not differing else f"{len(differing)} differ")
    postgis_server.stop()
    sys.exit(bool(differing))


def own_locations(folder: Path) -> list[str]:
    """Return a file, and a database of the tests' own server where there is one."""
    locations = [str(folder / "incidents.db")]
    postgis_server.announce()
    server = postgis_server.server()
    if server is not None:
        locations.append(server.url(postgis_server.new_database(server)))
    return locations


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
