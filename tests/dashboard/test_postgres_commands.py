"""The commands on a store in PostgreSQL: as on a file, and never with a word of the password."""

import json
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from fake_extraction import FakeExtractor
from geopandas.testing import assert_geodataframe_equal
from made_datasets import acled_csv, acled_row, csv_text, gdelt_line, ucdp_row, write
from pandas.testing import assert_frame_equal
from postgis_server import PASSWORD

from dashboard.cli import run
from dashboard.sidebar import load_command
from geodata.database import shown_location
from geodata.store import Store


def incidentmap(*arguments: object) -> int:
    return run(tuple(map(str, arguments)), open_extractor=lambda _settings: FakeExtractor())


@pytest.fixture
def told(
    postgis_location: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Iterator[list[str]]:
    """Name the store by the environment, and gather what is said."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("INCIDENTMAP_STORE", postgis_location)
    said: list[str] = []
    yield said
    said += capsys.readouterr()
    assert PASSWORD not in "".join(said)


def test_the_way_of_a_store(
    told: list[str],
    postgis_location: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    csv = write(tmp_path / "events.csv", acled_csv(acled_row(n) for n in range(20)))
    write(tmp_path / "a.txt", "5 killed in Kabul")
    assert incidentmap("load", csv, "a.txt", "--published", "2025-10-29") == 0
    assert incidentmap("info", "--json") == 0
    told += capsys.readouterr()
    found = json.loads(told[-2].partition("{")[1] + told[-2].partition("{")[2])
    assert found["counts"]["incidents"] == 21
    assert found["store"] == shown_location(postgis_location)
    assert incidentmap("export", "out.csv", "--type", "battle") == 0
    assert incidentmap("backup", "copy.db") == 0
    assert incidentmap("restore", "copy.db") == 1
    assert incidentmap("restore", "copy.db", "--replace") == 0
    key = Store.open(postgis_location).incidents()["incident_id"].iloc[0]
    assert incidentmap("history", key) == 0
    told += capsys.readouterr()
    assert f"copied store {found['store']} to copy.db" in told[-2]


def test_errors(told: list[str], postgis_location: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert incidentmap("info") == 1
    assert incidentmap("info", "--store", postgis_location.replace(PASSWORD, PASSWORD + "x")) == 1
    assert incidentmap("info", "--store", postgis_location + "&nonsense=1") == 1
    told += capsys.readouterr()
    assert told[-1].count("\n") == 3
    assert "there is no store at postgresql://" in told[-1]


def test_the_sidebar_names_the_store_without_the_password(postgis_location: str) -> None:
    command = load_command(shown_location(postgis_location))
    assert "--store 'postgresql://tester@127.0.0.1" in command
    assert PASSWORD not in command


def test_what_each_format_holds_is_the_same_on_either_engine(
    told: list[str], postgis_location: str, tmp_path: Path
) -> None:
    del told
    ucdp = [ucdp_row(number) for number in range(300)]
    survey = pd.DataFrame(
        {
            "id": range(300),
            "date": "2025-10-09",
            "lat": 34.5,
            "lon": [60 + number / 100 for number in range(300)],
            "killed": [None, 3, 0] * 100,
        }
    )
    survey.to_csv(tmp_path / "survey.csv", index=False)
    files = [
        write(tmp_path / "acled.csv", acled_csv(acled_row(n) for n in range(300))),
        write(tmp_path / "ged.csv", csv_text(list(ucdp[0]), ucdp)),
        write(
            tmp_path / "20250101.export.csv", "\n".join(gdelt_line(n) for n in range(300)) + "\n"
        ),
        tmp_path / "survey.csv",
    ]
    in_file = tmp_path / "incidents.db"
    for place in (postgis_location, str(in_file)):
        for file in files:
            assert incidentmap("load", file, "--yes", "--store", place) == 0, file
    ours, theirs = (Store.open(place).frames() for place in (str(in_file), postgis_location))
    assert len(ours.incidents) > 900
    assert_geodataframe_equal(ours.incidents, theirs.incidents)
    assert_frame_equal(ours.claims, theirs.claims)
