"""The same made-up rows in every format of tables and geometries that is read."""

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd

# By the ending of the file, after its name's first point.
FORMATS = (
    "csv",
    "tsv",
    "utf16.csv",
    "xlsx",
    "parquet",
    "geo.parquet",
    "geojson",
    "gpkg",
    "shp",
    "kml",
    "fgb",
)


def made_rows(count: int) -> pd.DataFrame:
    """Return rows of a survey, each with an id of its own."""
    random = np.random.default_rng(3)
    days = pd.Timestamp("2025-01-01") + pd.to_timedelta(random.integers(0, 300, count), unit="D")
    return pd.DataFrame(
        {
            "event_id": [f"E{number}" for number in range(count)],
            "date": days.strftime("%Y-%m-%d"),
            "type": random.choice(["Battles", "Riots", "Clash", "Nonsense"], count),
            "country": "Afghanistan",
            "location": [f"Dörfchen {number % 7}" for number in range(count)],
            "actor1": [f'The "{number % 5}" front' for number in range(count)],
            "killed": random.integers(0, 9, count).astype(str),
            "note": [f"note {number}, with a comma" for number in range(count)],
            "lat": random.uniform(31, 34, count).round(4),
            "lon": random.uniform(63, 68, count).round(4),
        }
    )


def written(path: Path, frame: pd.DataFrame) -> Path:
    """Write rows in the format that the file's name says; return the path."""
    name = path.name.partition(".")[2]
    if name.endswith("csv"):
        frame.to_csv(path, index=False, encoding="utf-16" if "utf16" in name else "utf-8")
    elif name == "tsv":
        frame.to_csv(path, index=False, sep="\t")
    elif name == "xlsx":
        frame.to_excel(path, index=False, engine="xlsxwriter")
    elif name == "parquet":
        frame.to_parquet(path)
    else:
        points = gpd.points_from_xy(frame["lon"], frame["lat"])
        rest = frame.drop(columns=["lat", "lon"])
        shapes = gpd.GeoDataFrame(rest, geometry=points, crs="EPSG:4326")
        if name == "geo.parquet":
            shapes.to_parquet(path)
        else:
            shapes.to_file(path, driver={"fgb": "FlatGeobuf", "kml": "KML"}.get(name))
    return path
