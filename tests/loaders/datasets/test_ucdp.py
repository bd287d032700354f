import json
from pathlib import Path

import pandas as pd
import pytest
from made_datasets import UCDP_COLUMNS, csv_text, ucdp_row, write

from geodata.errors import SourceError
from geodata.settings import Settings
from loaders.datasets import ucdp
from loaders.datasets.dataset import ReadOptions


def read(path: Path) -> tuple[pd.DataFrame, list[str]]:
    dataset = ucdp.read(path, ReadOptions(settings=Settings()))
    chunks = list(dataset.rows)
    assert not [row for chunk in chunks for row in chunk.rejected]
    frame = pd.concat([chunk.frame for chunk in chunks], ignore_index=True)
    return frame.set_index("source_key"), dataset.remarks.lines()


def read_rows(tmp_path: Path, *rows: dict[str, str]) -> tuple[pd.DataFrame, list[str]]:
    return read(write(tmp_path / "ged.csv", csv_text(UCDP_COLUMNS, rows)))


def test_a_row(tmp_path: Path) -> None:
    frame, remarks = read_rows(tmp_path, ucdp_row(3))
    assert remarks == []
    row = frame.iloc[0].dropna().to_dict()
    raw = json.loads(row.pop("raw"))
    assert row == {
        "row_number": 2,
        "kind": "incident",
        "event_type": "battle",
        "side_a": "Government of Afghanistan",
        "side_b": "Invented group",
        "date_start": pd.Timestamp("2015-01-04"),
        "date_end": pd.Timestamp("2015-01-04"),
        "date_precision": "day",
        "place_name": "Kandahar city",
        "admin1": "Kandahar province",
        "iso3": "AFG",
        "location_precision": "exact",
        "lon": 65.71,
        "lat": 31.61,
        "killed_low": 4,
        "killed_best": 5,
        "killed_high": 9,
        "claimant": "a spokesman",
        "source_count": 2,
        "licence": "CC BY 4.0",
        "attribution": "UCDP Georeferenced Event Dataset, Uppsala University (ucdp.uu.se)",
    }
    assert raw["relid"] == "AFG-2015-1-1-3"
    assert raw["type_of_violence"] == "1"
    assert raw["geom_wkt"] == "POINT (65.71 31.61)"


@pytest.mark.parametrize(
    ("column", "code", "ours", "value"),
    [
        ("where_prec", "2", "location_precision", "town"),
        ("where_prec", "2", "radius_km", 25),
        ("where_prec", "3", "location_precision", "district"),
        ("where_prec", "4", "location_precision", "province"),
        ("where_prec", "5", "location_precision", "region"),
        ("where_prec", "6", "location_precision", "country"),
        ("date_prec", "2", "date_precision", "week"),
        ("date_prec", "4", "date_precision", "month"),
        ("date_prec", "5", "date_precision", "year"),
        ("type_of_violence", "2", "event_type", "battle"),
        ("type_of_violence", "3", "event_type", "violence_against_civilians"),
    ],
)
def test_codes(tmp_path: Path, column: str, code: str, ours: str, value: object) -> None:
    frame, _ = read_rows(tmp_path, ucdp_row(3, **{column: code}))
    assert frame[ours].iloc[0] == value
    assert json.loads(frame["raw"].iloc[0])[column] == code


def test_estimates_out_of_order_are_sorted_kept_and_told_of(tmp_path: Path) -> None:
    frame, remarks = read_rows(tmp_path, ucdp_row(1), ucdp_row(2, low="9", best="5", high="7"))
    assert frame.loc["2", ["killed_low", "killed_best", "killed_high"]].tolist() == [5, 7, 9]
    raw = json.loads(frame.loc["2", "raw"])
    assert (raw["low"], raw["best"], raw["high"]) == ("9", "5", "7")
    assert remarks == ["row 3: low, best and high of killed are out of order: sorted, kept in raw"]


def test_an_event_of_some_days(tmp_path: Path) -> None:
    frame, _ = read_rows(tmp_path, ucdp_row(1, date_start="2020-01-30", date_end="2020-02-02"))
    assert frame["date_end"].iloc[0] == pd.Timestamp("2020-02-02")


def test_pages_of_the_api(tmp_path: Path) -> None:
    rows = [ucdp_row(1) | {"best": 5, "latitude": 31.61}]
    path = write(tmp_path / "page.json", json.dumps({"TotalCount": 1, "Result": rows}))
    frame, _ = read(path)
    assert frame.loc["1", "killed_best"] == 5


def test_a_file_without_the_columns_names_them(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", "id,date_start\n1,2020-01-01\n")
    with pytest.raises(SourceError, match="has no column best"):
        read(path)
