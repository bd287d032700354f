import json
from pathlib import Path

import pandas as pd
import pytest
from made_datasets import gdelt_line, write

from geodata.errors import SourceError
from geodata.settings import Settings
from loaders.datasets import gdelt
from loaders.datasets.dataset import ReadOptions


def read(path: Path) -> tuple[pd.DataFrame, dict[int, str]]:
    chunks = list(gdelt.read(path, ReadOptions(settings=Settings())).rows)
    rejected = {row.row_number: row.reason for chunk in chunks for row in chunk.rejected}
    frame = pd.concat([chunk.frame for chunk in chunks], ignore_index=True)
    return frame.set_index("source_key"), rejected


def test_there_are_61_columns() -> None:
    assert len(gdelt.COLUMNS) == len(set(gdelt.COLUMNS)) == 61
    assert gdelt.COLUMNS[26] == "EventCode"
    assert gdelt.COLUMNS[56:58] == ("ActionGeo_Lat", "ActionGeo_Long")


@pytest.mark.parametrize("width", [61, 58])
def test_a_row_of_either_version(tmp_path: Path, width: int) -> None:
    path = write(tmp_path / "20251009.export.CSV", gdelt_line(7, width=width) + "\n")
    frame, rejected = read(path)
    assert rejected == {}
    row = frame.loc["7"].dropna().to_dict()
    raw = json.loads(row.pop("raw"))
    assert row == {
        "row_number": 1,
        "kind": "incident",
        "event_type": "battle",
        "sub_event_type": "armed_clash",
        "side_a": "PAKISTAN",
        "side_b": 'THE "FRONT"',
        "date_start": pd.Timestamp("2025-10-09"),
        "date_end": pd.Timestamp("2025-10-09"),
        "date_precision": "day",
        "place_name": "Kabul, Kabol, Afghanistan",
        "iso3": "AFG",
        "location_precision": "town",
        "lon": 69.1833,
        "lat": 34.5167,
        "source_count": 3,
        "confidence": 0.3,
        "licence": "free to use with a citation of the GDELT Project",
        "attribution": "The GDELT Project (gdeltproject.org)",
    }
    assert (raw["NumMentions"], raw["SOURCEURL"]) == ("12", "https://example.org/a")


def test_what_is_said_is_no_incident(tmp_path: Path) -> None:
    lines = [gdelt_line(n, EventCode=code) for n, code in enumerate(("010", "046", "190"))]
    frame, _ = read(write(tmp_path / "a.csv", "\n".join(lines)))
    assert frame["kind"].tolist() == ["statement", "talks", "incident"]


def test_a_quotation_mark_holds_nothing_together(tmp_path: Path) -> None:
    lines = [gdelt_line(1, Actor1Name='"OPEN'), gdelt_line(2)]
    frame, rejected = read(write(tmp_path / "a.csv", "\n".join(lines)))
    assert (len(frame), rejected) == (2, {})


def test_another_table_of_gdelt_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="has 3 columns, where events of GDELT have 61"):
        read(write(tmp_path / "a.csv", "1\t2\t3\n"))
