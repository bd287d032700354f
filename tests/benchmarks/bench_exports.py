"""Measure how fast 100,000 incidents are written, beside `to_file` of geopandas.

    python tests/benchmarks/bench_exports.py [--rows 100000]

Ours write every column, the claims with their quotes, the reports, the style and the manifest, and
decide first what may leave. geopandas writes the same rows as they are, without claims and reports:
lists as text, for its drivers know none. CSV and XLSX are beside pandas, KML beside GDAL's driver.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from dashboard.exports import EXPORTS
from geodata.frames import CRS, claims_frame, incidents_frame, reports_frame
from geodata.incident import Claim, Incident, Report
from geodata.store import Frames
from geodata.vocabulary import EventType, Kind, Measure, Qualifier

# Every so many rows come from a report, with a claim.
_REPORTED = 5


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--only", help="endings, parted by commas")
    arguments = parser.parse_args()
    frames = made(arguments.rows)
    say(f"{arguments.rows:,} incidents, {len(frames.claims):,} claims")
    plain = frames.incidents.copy()
    for name in ("mediators", "report_ids"):
        plain[name] = plain[name].map(" | ".join)
    for name in plain.select_dtypes("category"):
        plain[name] = plain[name].astype("string")
    with tempfile.TemporaryDirectory() as folder:
        for export in EXPORTS:
            if export.extension not in OTHERS:
                continue
            if arguments.only and export.extension not in arguments.only.split(","):
                continue
            path = Path(folder, f"own{export.extension}")
            own = timed(lambda: export.write(path, *frames))  # noqa: B023 - called at once
            other_path = Path(folder, f"other{export.extension}")
            name, write = OTHERS[export.extension]
            other = timed(lambda: write(plain, other_path))  # noqa: B023 - same
            size = path.stat().st_size / 1e6
            say(
                f"{export.extension:<10} {own:6.2f} s, {size:6.1f} MB; {name:<24} {other:6.2f} s, "
                f"{other_path.stat().st_size / 1e6:6.1f} MB: {own / other:.2f} of its time"
            )


def made(count: int) -> Frames:
    """Return made-up incidents, a fifth of them told by reports."""
    rng = np.random.default_rng(1)
    some = list(EventType)[:5]
    incident_rows = incidents_frame(
        Incident(
            incident_id=f"{number:016x}",
            kind=Kind.INCIDENT,
            event_type=some[number % 5],
            source="report" if number % _REPORTED == 0 else "ucdp",
            report_ids=[f"r{number}"] if number % _REPORTED == 0 else [],
        )
        for number in range(count)
    )
    days = np.datetime64("2020-01-01", "s") + rng.integers(0, 2000, count) * np.timedelta64(1, "D")
    killed = pd.array(rng.integers(0, 40, count), dtype="Int64")
    points = shapely.points(rng.uniform(60, 75, count), rng.uniform(29, 38, count))
    frame = incident_rows.assign(
        date_start=days.astype("datetime64[s]"),
        date_end=days.astype("datetime64[s]"),
        place_name=pd.array([f"Town {number % 3000}" for number in range(count)], dtype="string"),
        side_a=pd.array([f"Army of the {number % 90}th" for number in range(count)], "string"),
        killed_low=killed,
        killed_best=killed,
        killed_high=killed + 3,
    ).set_geometry(gpd.GeoSeries(points, crs=CRS))
    told = range(0, count, _REPORTED)
    claims = claims_frame(
        Claim(
            claim_id=f"c{number}",
            report_id=f"r{number}",
            incident_id=f"{number:016x}",
            measure=Measure.KILLED,
            low=number % 40,
            qualifier=Qualifier.AT_LEAST,
            quote=f"At least {number % 40} people were killed in the fighting, officials said.",
            start=0,
            end=70,
        )
        for number in told
    )
    reports = reports_frame(
        Report(report_id=f"r{number}", title=f"Report {number}", sha256="0", text="")
        for number in told
    )
    return Frames(frame, claims, reports)


def timed(run: Callable[[], object]) -> float:
    begun = time.perf_counter()
    run()
    return time.perf_counter() - begun


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _without_geometry(frame: gpd.GeoDataFrame) -> pd.DataFrame:
    return pd.DataFrame(frame.drop(columns="geometry"))


OTHERS: dict[str, tuple[str, Callable[[gpd.GeoDataFrame, Path], object]]] = {
    ".csv": ("pandas to_csv", lambda frame, path: _without_geometry(frame).to_csv(path)),
    ".geojson": ("geopandas to_file", lambda frame, path: frame.to_file(path)),
    ".gpkg": ("geopandas to_file", lambda frame, path: frame.to_file(path)),
    ".kml": ("geopandas to_file", lambda frame, path: frame.to_file(path, driver="KML")),
    ".kmz": ("geopandas to_file (KML)", lambda frame, path: frame.to_file(path, driver="KML")),
    ".parquet": ("geopandas to_parquet", lambda frame, path: frame.to_parquet(path)),
    ".xlsx": (
        "pandas to_excel (openpyxl)",
        lambda frame, path: _without_geometry(frame).to_excel(path, engine="openpyxl"),
    ),
}

if __name__ == "__main__":
    main()
