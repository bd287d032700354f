"""The same rows give the same incidents, whatever file they come in."""

from pathlib import Path
from types import ModuleType

import pandas as pd
import pytest
from made_formats import FORMATS, made_rows, written

from geodata.settings import Settings
from loaders.datasets import geofile, parquet, spreadsheet, table
from loaders.datasets.dataset import ReadOptions

ROWS = 300
COMPARED = ["event_type", "date_start", "iso3", "place_name", "side_a", "lon", "lat", "raw"]
READERS = {"csv": table, "tsv": table, "xlsx": spreadsheet, "parquet": parquet}


@pytest.mark.parametrize("name", FORMATS)
def test_same_rows(tmp_path: Path, name: str) -> None:
    frame = made_rows(ROWS)
    expected = read(table, written(tmp_path / "expected.csv", frame))
    reader = READERS.get(name.rpartition(".")[2], geofile)
    found = read(reader, written(tmp_path / f"events.{name}", frame))
    if name == "kml":
        # Each placemark of KML has an id of its own.
        found["raw"] = found["raw"].str.replace(r'"id":"[^"]*",', "", regex=True)
    assert len(found) == ROWS
    assert found["killed_best"].tolist() == expected["killed_best"].tolist()
    pd.testing.assert_frame_equal(
        found[COMPARED], expected[COMPARED], check_dtype=False, check_exact=False
    )


def read(module: ModuleType, path: Path) -> pd.DataFrame:
    dataset = module.read(path, ReadOptions(settings=Settings()))
    chunks = list(dataset.rows)
    assert dataset.share() == 1.0, "the progress bar ends at the end"
    assert not [row for chunk in chunks for row in chunk.rejected]
    return pd.concat([chunk.frame for chunk in chunks]).set_index("source_key").sort_index()
