"""Counts that a cell tells in words or signs."""

import json
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_datasets import write

from geodata.settings import Settings
from loaders.datasets import table
from loaders.datasets.dataset import ReadOptions
from loaders.datasets.told_counts import parse_least, parse_told_count


@pytest.mark.parametrize(
    ("cell", "bounds"),
    [
        ("at least 5", (5, None)),
        ("At Least five", (5, None)),
        ("12+", (12, None)),
        ("10 or more", (10, None)),
        ("5-7", (5, 7)),
        ("5–10 people", (5, 10)),
        ("between 3 and 8", (3, 8)),
        ("~20", (20, 20)),
        ("ca. 1,200", (1200, 1200)),
        (">10", (11, None)),
        ("≥ 10", (10, None)),
        ("<5", (None, 4)),
        ("up to 9", (None, 9)),
        ("dozens", (24, None)),
        ("three dead", (3, 3)),
        # A plain number is its own range.
        ("7", (7, 7)),
        ("1,200", (1200, 1200)),
        # Sentences, ids and days tell none.
        ("10 or unspecified", None),
        ("3 killed in one village and 4 in another", None),
        ("<0", None),
        ("5 June", None),
        ("unknown", None),
        ("", None),
    ],
)
def test_what_a_cell_tells(cell: str, bounds: tuple[int | None, int | None] | None) -> None:
    assert parse_told_count(cell) == bounds


@given(st.text(max_size=80))
def test_any_cell_is_read_soundly(cell: str) -> None:
    told = parse_told_count(cell)
    if told is not None:
        low, high = told
        assert low is not None or high is not None
        assert low is None or high is None or 0 <= low <= high
        assert parse_least(cell) == low


def test_a_table_of_an_analyst(tmp_path: Path) -> None:
    path = write(
        tmp_path / "log.csv",
        "id,date,lat,lon,killed,injured\n"
        "a,2024-01-01,14.1,-3.2,4,at least 5\n"
        "b,2024-01-01,14.1,-3.2,5-7,up to 9\n"
        "c,2024-01-01,14.1,-3.2,some men,\n",
    )
    dataset = table.read(path, ReadOptions(settings=Settings()))
    frame = pd.concat([chunk.frame for chunk in dataset.rows]).set_index("source_key")
    ends = [f"{measure}_{end}" for measure in ("killed", "wounded") for end in ("low", "high")]
    told = frame[ends].astype(object).where(frame[ends].notna(), None)
    assert told.loc["a"].tolist() == [4, 4, 5, None]
    assert told.loc["b"].tolist() == [5, 7, None, 9]
    assert frame["killed_best"].fillna(-1).tolist() == [4, 5, -1]
    # The words stay beside the numbers that they are read as.
    assert json.loads(frame.loc["a", "raw"]) == {"injured": "at least 5"}
    assert json.loads(frame.loc["b", "raw"]) == {"killed": "5-7", "injured": "up to 9"}
    assert list(dataset.remarks.lines()) == [
        "row 4: killed 'some men': not understood as killed_best, kept in raw"
    ]
