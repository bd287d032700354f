"""The same rows give the same incidents, whatever file they come in."""

from pathlib import Path
from types import ModuleType

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest

from geodata.settings import Settings
from loaders.datasets import geofile, parquet, table
from loaders.datasets.dataset import ReadOptions

ROWS = 300
COMPARED = ["event_type", "date_start", "iso3", "place_name", "side_a", "lon", "lat", "raw"]
READERS = {
    "csv": table,
    "tsv": table,
    "utf16.csv": table,
    "parquet": parquet,
    "geo.parquet": parquet,
    "geojson": geofile,
    "gpkg": geofile,
    "fgb": geofile,
    "shp": geofile,
}


def rows() -> pd.DataFrame:
    random = np.random.default_rng(3)
    days = pd.Timestamp("2025-01-01") + pd.to_timedelta(random.integers(0, 300, ROWS), unit="D")
    return pd.DataFrame(
        {
            "event_id": [f"E{number}" for number in range(ROWS)],
            "date": days.strftime("%Y-%m-%d"),
            "type": random.choice(["Battles", "Riots", "Clash", "Nonsense"], ROWS),
            "country": "Afghanistan",
            "location": [f"Dörfchen {number % 7}" for number in range(ROWS)],
            "actor1": [f'The "{number % 5}" front' for number in range(ROWS)],
            "killed": random.integers(0, 9, ROWS).astype(str),
            "note": [f"note {number}, with a comma" for number in range(ROWS)],
            "lat": random.uniform(31, 34, ROWS).round(4),
            "lon": random.uniform(63, 68, ROWS).round(4),
        }
    )


def written(path: Path, frame: pd.DataFrame) -> Path:
    points = gpd.points_from_xy(frame["lon"], frame["lat"])
    shapes = gpd.GeoDataFrame(frame.drop(columns=["lat", "lon"]), geometry=points, crs="EPSG:4326")
    name = path.name.partition(".")[2]
    if name.endswith("csv"):
        frame.to_csv(path, index=False, encoding="utf-16" if "utf16" in name else "utf-8")
    elif name == "tsv":
        frame.to_csv(path, index=False, sep="\t")
    elif name == "parquet":
        frame.to_parquet(path)
    elif name == "geo.parquet":
        shapes.to_parquet(path)
    else:
        shapes.to_file(path, driver="FlatGeobuf" if name == "fgb" else None)
    return path


@pytest.mark.parametrize("name", READERS)
def test_same_rows(tmp_path: Path, name: str) -> None:
    frame = rows()
    expected = read(table, written(tmp_path / "expected.csv", frame))
    found = read(READERS[name], written(tmp_path / f"events.{name}", frame))
    assert len(found) == ROWS
    assert found["killed_best"].tolist() == expected["killed_best"].tolist()
    pd.testing.assert_frame_equal(
        found[COMPARED], expected[COMPARED], check_dtype=False, check_exact=False
    )


def read(module: ModuleType, path: Path) -> pd.DataFrame:
    chunks = list(module.read(path, ReadOptions(settings=Settings())).rows)
    assert not [row for chunk in chunks for row in chunk.rejected]
    return pd.concat([chunk.frame for chunk in chunks]).set_index("source_key").sort_index()
