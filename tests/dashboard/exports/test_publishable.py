import datetime as dt
import io
import re
import zipfile
from pathlib import Path

import pytest
from export_records import SECRETS, frames, incident, of_every_kind, withheld
from packed_texts import unpacked_bytes
from shapely.geometry import Point

from dashboard.exports import EXPORTS, Export
from dashboard.exports.about import EPOCH, About
from dashboard.exports.publishable import publishable
from dashboard.exports.static_map.options import MapOptions
from geodata.errors import UsageError
from geodata.frames import validate
from geodata.incident import Claim, Incident, Report
from geodata.vocabulary import Sensitivity


def everything_in(content: bytes) -> bytes:
    """Return bytes, and what the archives and packed texts among them hold."""
    # How bytes begin that a map page holds compressed.
    packed = re.findall(r'"(abZy8[^"]+)"', content.decode("utf-8", "replace"))
    content += b"".join(map(unpacked_bytes, packed))
    if not zipfile.is_zipfile(io.BytesIO(content)):
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return content + b"".join(everything_in(archive.read(name)) for name in archive.namelist())


def test_rows_that_may_leave_do_so_with_what_belongs_to_them() -> None:
    content = publishable(*frames())
    assert list(content.incidents["incident_id"]) == [one.incident_id for one in of_every_kind()]
    assert set(content.claims["incident_id"]) == set(content.incidents["incident_id"])
    assert list(content.reports["report_id"]) == ["open"]
    assert list(content.reports["text"]) == [""]
    for frame, table in zip(content.tables(), (Incident, Claim, Report), strict=True):
        validate(frame, table)
    assert (content.restricted, content.aggregated_rows, content.displaced_rows) == (1, 2, 0)
    assert not content.is_empty


def test_frames_are_left_as_they_were() -> None:
    given = frames()
    publishable(*given)
    assert list(given.reports["text"].unique()) == ["the whole text of the report"]
    assert len(given.incidents) == len(of_every_kind()) + len(withheld())


def test_rows_of_public_reports_are_not_touched() -> None:
    given = frames(of_every_kind())
    content = publishable(*given)
    assert content.incidents is given.incidents
    assert content.notes() == []
    assert content.aggregates.empty


def test_what_was_done_is_told() -> None:
    restricted, summed = publishable(*frames()).notes()
    assert restricted == "Rows left out because they are not for the public: 1."
    assert summed == (
        "Rows given only as sums by first-level division and month: 2 (rows may not be passed on)."
    )


@pytest.mark.parametrize(
    "changes",
    [
        {"source": "acled"},
        {"licence": "Terms: may not be redistributed"},
        {"attribution": "ACLED; other"},
        {"sensitivity": Sensitivity.AGGREGATE_ONLY},
    ],
)
def test_rows_that_may_not_be_passed_on_leave_as_sums(changes: dict[str, str]) -> None:
    content = publishable(*frames([incident("0000000000000001", **changes)]))
    assert content.incidents.empty
    assert content.claims.empty
    assert content.reports.empty
    assert content.aggregates["rows"].tolist() == [1]
    assert not content.is_empty


def test_a_sum_tells_no_more_than_division_and_month() -> None:
    sums = publishable(*frames()).aggregates
    (row,) = sums.to_dict("records")
    assert (row["iso3"], row["admin1"], row["period"]) == ("AFG", "Daykundi", "2025-10")
    assert row["rows"] == 2
    assert (row["killed_low"], row["killed_best"]) == (7, 12)
    assert sums["killed_high"].isna().all()  # one of them is open
    assert row["geometry"].contains(Point(65.7, 33.54321))
    assert row["geometry"].geom_type in {"Polygon", "MultiPolygon"}
    assert not {"place_name", "date_start", "claimant", "incident_id"} & set(sums.columns)


def test_nothing_but_incidents_is_summed() -> None:
    rows = [
        incident(f"000000000000000{number}", kind=kind, sensitivity="aggregate_only")
        for number, kind in enumerate(["incident", "incident", "toll", "toll", "statement"])
    ]
    sums = publishable(*frames(rows)).aggregates.set_index("kind")
    assert sums["rows"].to_dict() == {"incident": 2, "statement": 1, "toll": 2}
    assert sums.loc["incident", "killed_best"] == 12
    assert sums.loc[["toll", "statement"], "killed_low"].isna().all()


def test_a_row_without_a_division_counts_for_its_country_or_none() -> None:
    nowhere = {"sensitivity": "aggregate_only", "geometry": None, "admin1": None}
    rows = [
        incident("0000000000000001", **nowhere, location_precision="country"),
        incident("0000000000000002", **nowhere, location_precision="none", iso3=None),
        incident("0000000000000003", **nowhere | {"admin1": "Helmand"}),
        incident(
            "0000000000000004",
            sensitivity="aggregate_only",
            date_start=dt.date(2025, 1, 1),
            date_end=dt.date(2025, 12, 31),
            location_precision="country",
        ),
    ]
    sums = publishable(*frames(rows)).aggregates
    found = set(
        zip(sums["area_id"].fillna("-"), sums["admin1"].fillna("-"), sums["period"], strict=True)
    )
    assert found == {
        ("country:AFG", "-", "2025-10"),
        ("-", "-", "2025-10"),
        ("-", "Helmand", "2025-10"),
        ("country:AFG", "-", "2025"),
    }


@pytest.mark.parametrize("export", EXPORTS, ids=lambda export: export.extension)
def test_no_export_tells_what_is_withheld(export: Export, tmp_path: Path) -> None:
    path = tmp_path / f"out{export.extension}"
    export.write(path, *frames(), title="October", about=About(layout=MapOptions(dpi=50)))
    written = b"".join(everything_in(one.read_bytes()) for one in sorted(tmp_path.iterdir()))
    if export.has_manifest or export.extension == ".html":  # maps and documents bear no quotes
        assert b"died" in written  # what may leave is found in the same way
    assert [secret for secret in SECRETS if secret.encode() in written] == []


@pytest.mark.parametrize("export", EXPORTS, ids=lambda export: export.extension)
def test_the_same_rows_give_the_same_bytes(
    export: Export, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(EPOCH, raising=False)
    cut = dt.datetime(2025, 10, 30, 12, tzinfo=dt.UTC)
    about = About(data_cut=cut, layout=MapOptions(dpi=50))
    found = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        export.write(tmp_path / name / f"out{export.extension}", *frames(), about=about)
        found.append({one.name: one.read_bytes() for one in (tmp_path / name).iterdir()})
    assert found[0].keys() == found[1].keys()
    assert [name for name in found[0] if found[0][name] != found[1][name]] == []


def test_the_time_that_files_bear(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(EPOCH, raising=False)
    cut = dt.datetime(2025, 10, 30, 12, tzinfo=dt.UTC)
    assert About(data_cut=cut).written() == cut
    assert About().written().year == 1980
    monkeypatch.setenv(EPOCH, "1700000000")
    assert About(data_cut=cut).written() == dt.datetime(2023, 11, 14, 22, 13, 20, tzinfo=dt.UTC)
    monkeypatch.setenv(EPOCH, "yesterday")
    with pytest.raises(UsageError, match="no number of seconds"):
        About().written()
