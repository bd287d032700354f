"""Datasets in the store: loaded, loaded anew, withdrawn; and rows that cannot be taken."""

import dataclasses
import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_dataset import dataset_chunks, dataset_frame, file_of
from pandas.testing import assert_frame_equal
from store_places import another
from store_records import batch, report

from geodata.dataset_rows import DatasetRows, RejectedRow
from geodata.errors import ValidationError
from geodata.frames import validate
from geodata.incident import Incident, stable_id
from geodata.saving import LoadResult
from geodata.store import Store
from geodata.vocabulary import Status


@pytest.fixture
def store(location: str) -> Store:
    return Store.open(location, create=True)


def save(
    store: Store,
    frame: pd.DataFrame,
    sha256: str = "a" * 64,
    **changes: Any,  # noqa: ANN401 - arguments of `save_dataset`
) -> LoadResult:
    return store.save_dataset([DatasetRows(frame)], **(file_of(sha256=sha256) | changes))


def test_rows_come_back_as_they_were_loaded(store: Store) -> None:
    given = dataset_frame(200)
    assert save(store, given) == LoadResult(loaded=200)
    found = store.incidents()
    validate(found, Incident)
    keys = given["source_key"].map(lambda key: stable_id("made", key))
    found = found.set_index("incident_id").loc[keys].reset_index(drop=True)
    for name in given.columns.difference(["source_key", "lon", "lat", "raw", "row_number"]):
        expected = given[name].astype(found[name].dtype)
        pd.testing.assert_series_equal(found[name], expected, check_names=False)
    assert found.geometry.x.tolist() == given["lon"].tolist()
    assert set(found["source"]) == {"made"}
    assert set(found["status"]) == {"extracted"}
    [version] = store.history(keys[7])
    assert version.contents["raw"] == given["raw"][7]
    assert version.contents["source_key"] == "MAD7"
    assert (version.file, version.why) == ("made.csv", "first load")


def test_the_same_file_again_changes_nothing(store: Store) -> None:
    for _ in range(2):
        result = store.save_dataset(dataset_chunks(500, chunk=120), **file_of())
        version = store.data_version()
    assert result == LoadResult(unchanged=500)
    assert store.data_version() == version
    assert len(store.summary().loads) == 1


def test_a_newer_export_updates_withdraws_and_keeps_history(store: Store) -> None:
    first = dataset_frame(10)
    save(store, first)
    newer = first.drop(index=9)
    newer.loc[3, ["killed_low", "killed_best", "killed_high"]] = 77
    newer.loc[4, "place_name"] = None
    more = dataset_frame(2, first=10)
    result = save(store, pd.concat([newer, more], ignore_index=True), "b" * 64)
    assert result == LoadResult(loaded=2, updated=2, unchanged=7, withdrawn=1)
    assert store.counts()["incidents"] == 11
    assert stable_id("made", "MAD9") not in set(store.incidents()["incident_id"])
    summary = store.summary()
    assert (summary.withdrawn, summary.earlier_versions) == (1, 3)
    assert summary.loads[0].withdrawn == 1

    latest, before = store.history(stable_id("made", "MAD3"))
    assert (latest.why, latest.changed) == (
        "newer export",
        ("killed_low", "killed_best", "killed_high"),
    )
    assert (latest.contents["killed_best"], before.contents["killed_best"]) == (
        77,
        first["killed_best"][3],
    )
    gone, _ = store.history(stable_id("made", "MAD9"))
    assert gone.why == "withdrawn"
    assert gone.contents["withdrawn"] is not None

    # The source has it again: it is shown again, and that it was away is remembered.
    result = save(store, first, "c" * 64)
    assert (result.updated, result.withdrawn) == (3, 2)
    assert store.counts()["incidents"] == 10
    back = store.history(stable_id("made", "MAD9"))
    assert [version.why for version in back] == ["newer export", "withdrawn", "first load"]
    assert [version.contents["withdrawn"] is None for version in back] == [True, False, True]
    place = store.history(stable_id("made", "MAD4"))
    assert [version.contents["place_name"] for version in place][1] is None


@pytest.mark.parametrize("rows", [5, 3000])
def test_what_a_person_decided_outlives_a_newer_export(store: Store, rows: int) -> None:
    given = dataset_frame(rows)
    save(store, given)
    keys = [stable_id("made", key) for key in given["source_key"][:3]]
    decided = dict(zip(keys, ["confirmed", "rejected", "corrected"], strict=True))
    for key, status in decided.items():
        assert store.decide([key], Status(status)) == 1
    given["killed_best"] = 77
    given["killed_high"] = 77
    assert save(store, given, "b" * 64).updated == rows
    found = store.incidents().set_index("incident_id")
    assert (found["killed_best"] == 77).all()
    assert {key: found["status"][key] for key in keys} == decided
    assert set(found["status"].drop(keys)) == {"extracted"}
    version, *_ = store.history(keys[0])
    assert "status" not in version.changed
    assert save(store, given, "c" * 64) == LoadResult(unchanged=rows)


def test_a_part_of_a_dataset_withdraws_nothing(store: Store) -> None:
    frame = dataset_frame(10)
    save(store, frame)
    result = save(store, frame.head(3), "b" * 64, complete=False)
    assert result == LoadResult(unchanged=3)
    assert store.counts()["incidents"] == 10


def test_another_source_is_left_alone(store: Store) -> None:
    save(store, dataset_frame(10))
    result = save(store, dataset_frame(4), "b" * 64, source="another")
    assert result == LoadResult(loaded=4)
    assert store.summary().sources == {"made": 10, "another": 4}


def test_a_file_without_any_row_to_take_withdraws_nothing(store: Store) -> None:
    save(store, dataset_frame(10))
    empty = DatasetRows(dataset_frame(0), [RejectedRow(2, "is no row", "")])
    assert store.save_dataset([empty], **file_of(sha256="b" * 64)) == LoadResult(rejected=1)
    assert store.counts()["incidents"] == 10
    assert store.save_dataset([], **file_of(sha256="c" * 64)) == LoadResult()


def test_a_row_that_is_rejected_now_is_not_withdrawn(store: Store) -> None:
    frame = dataset_frame(3)
    save(store, frame)
    frame.loc[1, "lat"] = 200.0
    result = save(store, frame, "b" * 64)
    assert result == LoadResult(unchanged=2, rejected=1)
    assert store.counts()["incidents"] == 3


WRONG: list[tuple[str, Any, str]] = [
    ("source_key", None, "source_key is missing"),
    ("source_key", "", "source_key is missing"),
    ("kind", None, "kind is missing"),
    ("kind", "battle", "kind 'battle' is not one of incident, toll, talks, statement"),
    ("event_type", "war", "event_type 'war' is not one of battle"),
    ("lat", 200.0, "lat is outside -90 to 90: 200.0"),
    ("lon", -181.0, "lon is outside -180 to 180: -181.0"),
    ("lon", np.nan, "lon is missing beside lat"),
    ("lat", np.inf, "lat is not a finite number"),
    ("radius_km", -np.inf, "radius_km is not a finite number"),
    ("killed_low", 99, "killed_low exceeds killed_best: 99, "),
    ("killed_high", -1, "killed_best exceeds killed_high: "),
    ("date_start", pd.Timestamp("2031-01-02"), "date_start exceeds date_end: 2031-01-02, "),
    ("place_name", "Kabul\0", "place_name holds a NUL character"),
    ("place_name", "\ud800", "place_name holds a character that is none"),
    ("place_name", 7, "place_name 7 is no text"),
]


@pytest.mark.parametrize(("column", "value", "said"), WRONG)
def test_a_row_that_breaks_a_rule_is_rejected_and_the_rest_goes_on(
    store: Store, column: str, value: object, said: str
) -> None:
    frame = dataset_frame(5)
    if isinstance(value, (str, int)) and frame[column].dtype.kind in "OU":
        frame[column] = frame[column].astype(object)
    frame.loc[2, column] = value
    assert save(store, frame) == LoadResult(loaded=4, rejected=1)
    [rejected] = store.rejected_rows(1)
    assert (rejected.file, rejected.row_number) == ("made.csv", 4)
    assert rejected.reason.startswith(said)
    assert rejected.identifier == (None if column == "source_key" else "MAD2")


def test_an_id_that_a_file_has_twice_is_taken_once(store: Store) -> None:
    chunks = [
        DatasetRows(dataset_frame(4)),
        DatasetRows(dataset_frame(2, first=3)),
        DatasetRows(dataset_frame(2, first=8)),
    ]
    frame = chunks[2].frame
    frame["source_key"] = ["MAD8", "MAD8"]
    result = store.save_dataset(chunks, **file_of())
    assert result == LoadResult(loaded=6, rejected=2)
    first, second = store.rejected_rows(1)
    assert (first.row_number, first.identifier) == (5, "MAD3")
    assert second.reason == "has the id 'MAD8' of an earlier row of the file"
    # And so when the store knows them already.
    chunks[0].frame["place_name"] = "Elsewhere"
    result = store.save_dataset(chunks, **file_of(sha256="b" * 64))
    assert result == LoadResult(updated=4, unchanged=2, rejected=2)


def test_what_the_loader_rejected_is_kept_once_a_file(store: Store) -> None:
    rows = DatasetRows(dataset_frame(2), [RejectedRow(9, "has no date", "MAD9")])
    assert store.save_dataset([rows], **file_of()).rejected == 1
    assert store.save_dataset([rows], **file_of()) == LoadResult(unchanged=2, rejected=1)
    assert store.summary().rejected_rows == 1
    [kept] = store.rejected_rows(1)
    assert (kept.row_number, kept.reason, kept.identifier) == (9, "has no date", "MAD9")


def test_geometries_that_are_no_points(store: Store) -> None:
    area = shapely.box(60, 30, 61, 31)
    frame = dataset_frame(4, lon=[60.0, np.nan, np.nan, np.nan], lat=[30.0, np.nan, np.nan, np.nan])
    frame["wkb"] = [None, shapely.to_wkb(area), b"nonsense", shapely.to_wkb(shapely.Point())]
    assert save(store, frame) == LoadResult(loaded=3, rejected=1)
    found = store.incidents().set_index("incident_id").geometry
    assert found[stable_id("made", "MAD0")].equals(shapely.Point(60, 30))
    assert found[stable_id("made", "MAD1")].equals(area)
    assert found[stable_id("made", "MAD3")] is None
    assert store.rejected_rows(1)[0].reason == "the geometry cannot be read"


def test_columns_that_are_unknown_or_missing_are_named(store: Store) -> None:
    with pytest.raises(ValidationError, match="unknown columns \\['colour'\\]"):
        save(store, dataset_frame(2, colour="red"))
    with pytest.raises(ValidationError, match="missing columns \\['source_key'\\]"):
        save(store, dataset_frame(2).drop(columns="source_key"))
    with pytest.raises(ValidationError, match="column 'killed_low'"):
        save(store, dataset_frame(2, killed_low="many"))
    with pytest.raises(ValidationError, match="column 'date_start'"):
        save(store, dataset_frame(2, date_start="some day"))


def test_a_file_that_fails_half_way_leaves_the_store_as_it_was(store: Store) -> None:
    save(store, dataset_frame(5))

    def chunks() -> Iterator[DatasetRows]:
        yield DatasetRows(dataset_frame(5, first=5))
        raise ValidationError("the second half is damaged")

    with pytest.raises(ValidationError):
        store.save_dataset(chunks(), **file_of(sha256="b" * 64))
    assert store.counts()["incidents"] == 5
    assert len(store.summary().loads) == 1


def test_what_changed_or_was_withdrawn_leaves_its_group(store: Store) -> None:
    save(store, dataset_frame(3))
    keys = [stable_id("made", f"MAD{number}") for number in range(3)]
    with store.link_tables() as tables:
        tables.set_groups({key: ("group", key) for key in keys})
    frame = dataset_frame(3).drop(index=2)
    frame.loc[0, "place_name"] = "Elsewhere"
    save(store, frame, "b" * 64)
    with store.link_tables() as tables:
        assert set(tables.groups()) == {keys[1]}


_TEXT = st.none() | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
_COUNT = st.none() | st.integers(0, 2**62)
_DAY = st.none() | st.dates()


@st.composite
def frames(draw: st.DrawFn) -> pd.DataFrame:
    size = draw(st.integers(1, 6))

    def values(of: st.SearchStrategy[Any]) -> list[Any]:
        return draw(st.lists(of, min_size=size, max_size=size))

    day, count = values(_DAY), pd.array(values(_COUNT), dtype="Int64")
    return pd.DataFrame(
        {
            "source_key": [f"key {number}" for number in range(size)],
            "kind": pd.Series(values(st.sampled_from(["incident", "talks"])), dtype=object),
            "date_start": pd.Series(day, dtype=object),
            "date_end": np.array(day, dtype="datetime64[s]"),
            "place_name": pd.Series(values(_TEXT), dtype="string"),
            "side_a": pd.Series(values(_TEXT), dtype=object),
            "raw": pd.Series(values(_TEXT), dtype=object),
            "wounded_low": count,
            "confidence": np.array(values(st.none() | st.floats(0, 1)), dtype=float),
            "mediators": pd.Series(
                values(st.lists(st.text(st.characters(codec="utf-8"), max_size=3), max_size=2)),
                dtype=object,
            ),
            "row_number": range(2, size + 2),
        }
    )


@settings(
    deadline=None, max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(first=frames(), second=frames())
def test_any_rows_come_back_and_every_change_is_told(
    tmp_path: Path, first: pd.DataFrame, second: pd.DataFrame
) -> None:
    store = Store.open(another(str(tmp_path / "a.db")), create=True)
    for number, frame in enumerate((first, second)):
        result = save(store, frame, str(number))
        assert result.rejected == 0
        assert result.loaded + result.updated + result.unchanged == len(frame)
        found = store.incidents().set_index("incident_id")
        keys = [stable_id("made", key) for key in frame["source_key"]]
        assert set(found.index) == set(keys)
        found = found.loc[keys].reset_index(drop=True)
        expected = pd.DataFrame(
            {
                name: (
                    frame[name].map(list)
                    if name == "mediators"
                    else pd.Series(
                        pd.to_datetime(frame[name]).to_numpy().astype("datetime64[s]")
                        if name.startswith("date")
                        else frame[name]
                    ).astype(found[name].dtype)
                )
                for name in frame.columns.drop(["source_key", "raw", "row_number"])
            }
        )
        assert_frame_equal(pd.DataFrame(found[expected.columns]), expected)
        raw = [store.history(key)[0].contents["raw"] for key in keys]
        assert raw == [None if pd.isna(text) else text for text in frame["raw"]]
    # The first version of each row of the first file is still told.
    for key, place in zip(first["source_key"], first["place_name"], strict=True):
        told = store.history(stable_id("made", key))[-1].contents["place_name"]
        assert told == (None if pd.isna(place) else place)


def test_history_of_days_and_lists_is_plain_json(store: Store) -> None:
    frame = dataset_frame(1, mediators=[["Qatar"]], date_start=[dt.date(2025, 1, 2)])
    frame["date_end"] = frame["date_start"]
    save(store, frame)
    frame["mediators"] = [["Qatar", "Turkey"]]
    save(store, frame, "b" * 64)
    latest, before = store.history(stable_id("made", "MAD0"))
    assert (latest.contents["mediators"], before.contents["mediators"]) == (
        ["Qatar", "Turkey"],
        ["Qatar"],
    )
    assert json.loads(json.dumps(before.contents))["date_start"] == "2025-01-02"


def test_what_a_person_decided_outlives_a_corrected_report(store: Store) -> None:
    of = report()
    store.save(batch(of, incidents=2))
    first, second = sorted(store.incidents()["incident_id"])
    assert store.decide([first], Status.CONFIRMED) == 1
    version, *_ = store.history(first)
    assert (version.why, version.changed) == ("correction", ("status",))
    corrected = dataclasses.replace(of, title="Another title")
    assert store.save(batch(corrected, incidents=2)).updated == 1
    found = store.incidents().set_index("incident_id")["status"]
    assert (found[first], found[second]) == ("confirmed", "extracted")
