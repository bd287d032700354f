import datetime as dt
import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from made_datasets import ACLED_OLD_COLUMNS, acled_csv, acled_row, csv_text, write

from geodata.errors import SourceError
from geodata.settings import Settings
from loaders.datasets import acled
from loaders.datasets.dataset import ReadOptions

OPTIONS = ReadOptions(settings=Settings())


def read(path: Path) -> tuple[pd.DataFrame, dict[int, str], list[str]]:
    dataset = acled.read(path, OPTIONS)
    chunks = list(dataset.rows)
    rejected = {row.row_number: row.reason for chunk in chunks for row in chunk.rejected}
    frame = pd.concat([chunk.frame for chunk in chunks], ignore_index=True)
    return frame.set_index("source_key"), rejected, dataset.remarks.lines()


def read_rows(
    tmp_path: Path, *rows: dict[str, str]
) -> tuple[pd.DataFrame, dict[int, str], list[str]]:
    return read(write(tmp_path / "acled.csv", acled_csv(rows)))


def one(tmp_path: Path, **changes: str) -> dict[str, Any]:
    frame, rejected, _ = read_rows(tmp_path, acled_row(1, **changes))
    assert rejected == {}
    found = frame.reset_index().iloc[0].dropna().to_dict()
    return {**found, "raw": json.loads(found["raw"])}


def test_a_row_of_today(tmp_path: Path) -> None:
    row = one(tmp_path, fatalities="7", tags="crowd size=about 50")
    raw = row.pop("raw")
    assert row == {
        "source_key": "AFG1",
        "row_number": 2,
        "kind": "incident",
        "event_type": "explosion",
        "sub_event_type": "air_strike",
        "date_start": pd.Timestamp("2015-01-02"),
        "date_end": pd.Timestamp("2015-01-02"),
        "date_precision": "week",
        "place_name": "Village 1",
        "iso3": "AFG",
        "admin1": "Kandahar",
        "location_precision": "district",
        "lon": 65.002,
        "lat": 31.002,
        "killed_low": 7,
        "killed_best": 7,
        "side_a": "Military Forces of Country 1",
        "side_b": "Armed group 1",
        "claimant": "Invented Gazette",
        "licence": "ACLED terms of use: rows as they are may not be passed on",
        "attribution": "ACLED (acleddata.com)",
        "sensitivity": "aggregate_only",
    }
    assert raw["notes"].startswith(
        'On 02 January 2015, forces and fighters clashed, so "the paper"'
    )
    assert {name: raw[name] for name in ("inter1", "tags", "region", "year")} == {
        "inter1": "State forces",
        "tags": "crowd size=about 50",
        "region": "Caucasus and Central Asia",
        "year": "2015",
    }


def test_every_column_is_mapped_or_kept(tmp_path: Path) -> None:
    row = {name: f"{name} as it is" for name in acled_row(1)}
    row |= acled_row(1) | {
        "assoc_actor_1": "x",
        "admin3": "y",
        "civilian_targeting": "z",
        "new": "n",
    }
    found = one(tmp_path, **{name: value for name, value in row.items() if name != "new"})
    mapped = {
        "event_id_cnty": "source_key",
        "event_date": "date_start",
        "event_type": "event_type",
        "sub_event_type": "sub_event_type",
        "iso": "iso3",
        "time_precision": "date_precision",
        "geo_precision": "location_precision",
        "actor1": "side_a",
        "actor2": "side_b",
        "admin1": "admin1",
        "location": "place_name",
        "latitude": "lat",
        "longitude": "lon",
        "source": "claimant",
        "fatalities": "killed_best",
    }
    for name, value in row.items():
        if name == "new":
            continue
        assert mapped.get(name) in found or found["raw"][name] == value, name


def test_the_columns_before_2023(tmp_path: Path) -> None:
    old = acled_row(1, event_date="02-January-2015", data_id="77", event_id_no_cnty="5", iso3="AFG")
    old |= {"inter1": "1", "interaction": "12"}
    text = csv_text(ACLED_OLD_COLUMNS, [{k: v for k, v in old.items() if k in ACLED_OLD_COLUMNS}])
    for content in (
        text,
        text.replace(",".join(ACLED_OLD_COLUMNS), ",".join(ACLED_OLD_COLUMNS).upper()),
    ):
        frame, rejected, remarks = read(write(tmp_path / "old.csv", content))
        assert (rejected, remarks) == ({}, [])
        assert frame.loc["AFG1", "date_start"] == pd.Timestamp("2015-01-02")
        raw = {k.lower(): v for k, v in json.loads(frame.loc["AFG1", "raw"]).items()}
        assert (raw["data_id"], raw["inter1"], raw["interaction"]) == ("77", "1", "12")


@pytest.mark.parametrize(
    ("event_type", "actor1", "expected"),
    [
        ("Riots/Protests", "Rioters (Kenya)", "riot"),
        ("Riots/Protests", "Protesters (Kenya)", "protest"),
        ("Battle-No change of territory", "Army", "battle"),
        ("Remote violence", "Army", "explosion"),
    ],
)
def test_types_before_2019(tmp_path: Path, event_type: str, actor1: str, expected: str) -> None:
    row = one(tmp_path, event_type=event_type, sub_event_type="", actor1=actor1)
    assert row["event_type"] == expected
    assert row["raw"]["event_type"] == event_type


def test_an_unknown_type_is_told_of_and_never_guessed(tmp_path: Path) -> None:
    frame, rejected, remarks = read_rows(
        tmp_path, acled_row(1, event_type="Cyber", sub_event_type="Hack", actor1="X")
    )
    assert rejected == {}
    assert frame["event_type"].isna().all()
    assert json.loads(frame["raw"].iloc[0])["event_type"] == "Cyber"
    assert "row 2: event_type 'Cyber': not understood as event_type, kept in raw" in remarks


def test_pages_of_the_api(tmp_path: Path) -> None:
    rows: list[dict[str, Any]] = [
        acled_row(1) | {"fatalities": 3, "iso": 4, "latitude": 31.5, "notes": 'a "b"\u2028'},
        acled_row(2),
    ]
    page = {"status": 200, "success": True, "count": 2, "data": [*rows, "no record"]}
    frame, rejected, _ = read(write(tmp_path / "page.json", json.dumps(page)))
    assert frame.index.tolist() == ["AFG1", "AFG2"]
    assert frame.loc["AFG1", ["killed_best", "lat"]].tolist() == [3, 31.5]
    assert json.loads(frame.loc["AFG1", "raw"])["notes"] == 'a "b"\u2028'
    assert rejected == {3: "is no record"}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('{"success": false, "error": "no access"}', "request failed"),
        ('{"data": 3}', "no list of records"),
        ('{"data": []}', "holds no record"),
        ('{"data": [{"event_id_cnty": "A', "may be cut off"),
        ("[" * 100_000, "too deep"),
    ],
)
def test_pages_that_are_none(tmp_path: Path, content: str, said: str) -> None:
    with pytest.raises(SourceError, match=said):
        read(write(tmp_path / "page.json", content))


def test_a_file_without_the_columns_names_them(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", "event_id_cnty,country\n1,Mali\n")
    with pytest.raises(SourceError, match="has no column event_date, which acled rows need"):
        read(path)


def test_bad_coordinates_keep_their_row_and_are_told_of(tmp_path: Path) -> None:
    frame, rejected, remarks = read_rows(
        tmp_path,
        acled_row(1),
        acled_row(2, latitude="65.7", longitude="31.6"),
        acled_row(3, latitude="0", longitude="0.0"),
        acled_row(4, latitude="200"),
        acled_row(5, latitude="north", longitude="65"),
        # Outside the country, and no better when exchanged: left as it is.
        acled_row(6, latitude="10", longitude="20"),
    )
    assert rejected == {}
    assert frame[["lat", "lon"]].loc[["AFG1", "AFG2", "AFG6"]].to_numpy().tolist() == [
        [31.002 + 0.0, 65.002],
        [31.6, 65.7],
        [10, 20],
    ]
    assert frame.loc[["AFG3", "AFG4", "AFG5"], "lat"].isna().all()
    # The division is known: its area, not a pin.
    assert frame.loc["AFG3", "location_precision"] == "province"
    assert frame.loc["AFG3", "wkb"] is not None
    for key, lat in (("AFG2", "65.7"), ("AFG3", "0"), ("AFG4", "200"), ("AFG5", "north")):
        assert json.loads(frame.loc[key, "raw"])["latitude"] == lat
    text = "\n".join(remarks)
    assert "row 3: longitude and latitude are exchanged, as the country shows: put right" in text
    assert "row 4: lies at 0,0, which means not known: no point" in text
    assert "row 5: has a latitude or longitude out of range: no point" in text
    assert "row 6: has only one of longitude and latitude: no point" in text


def test_ids_that_come_twice_and_dates_that_are_none(tmp_path: Path) -> None:
    frame, rejected, _ = read_rows(
        tmp_path,
        acled_row(1),
        acled_row(2, event_date="soon"),
        acled_row(1, notes="again"),
        acled_row(3, event_id_cnty=" "),
        acled_row(4, event_date=""),
        acled_row(5, event_date="3/4/2020"),
    )
    assert frame.index.tolist() == ["AFG1", "AFG4"]
    assert pd.isna(frame.loc["AFG4", "date_start"])
    assert rejected == {
        3: "has the date 'soon', which is none that is understood",
        4: "has the id of row 2, which counts",
        5: "has no id",
        7: "has the date '3/4/2020', whose day and month may be either way round: say day_first = "
        "true or false in a map (--map)",
    }


def test_dates_in_five_forms_in_one_column(tmp_path: Path) -> None:
    forms = ["2015-01-02", "02 January 2015", "02-Jan-15", "January 2, 2015", "20150102"]
    frame, rejected, _ = read_rows(
        tmp_path, *(acled_row(n, event_date=form) for n, form in enumerate(forms))
    )
    assert rejected == {}
    assert set(frame["date_start"].dt.date) == {dt.date(2015, 1, 2)}


def test_counts_with_thousands_and_without_sense(tmp_path: Path) -> None:
    frame, _, remarks = read_rows(
        tmp_path,
        acled_row(1, fatalities="1,234"),
        acled_row(2, fatalities="-5"),
        acled_row(3, fatalities="unclear"),
        acled_row(4, fatalities=""),
    )
    assert frame["killed_best"].tolist() == [1234, pd.NA, pd.NA, pd.NA]
    assert remarks == [
        "row 3: fatalities '-5': not understood as killed_best, kept in raw",
        "row 4: fatalities 'unclear': not understood as killed_best, kept in raw",
    ]
    assert json.loads(frame["raw"].iloc[2])["fatalities"] == "unclear"


def test_a_count_told_in_words_is_as_sure_as_a_plain_one(tmp_path: Path) -> None:
    frame, _, remarks = read_rows(
        tmp_path, acled_row(1, fatalities="10-20"), acled_row(2, fatalities="at least 5")
    )
    assert frame["killed_low"].tolist() == frame["killed_best"].tolist() == [10, 5]
    assert remarks == []
