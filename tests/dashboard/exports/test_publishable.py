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
    assert (content.restricted, content.aggregated_rows, content.displaced_rows) == (1, 3, 0)
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
        "Rows given only as sums by first-level division and month: 3 (rows may not be passed on); "
        "by country, year or all types together where fewer than 3 would make a sum."
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
    rows = [incident(f"000000000000000{number}", **changes) for number in range(3)]
    content = publishable(*frames(rows))
    assert content.incidents.empty
    assert content.claims.empty
    assert content.reports.empty
    assert content.aggregates["rows"].tolist() == [3]
    assert not content.is_empty


def test_a_sum_tells_no_more_than_division_and_month() -> None:
    sums = publishable(*frames()).aggregates
    (row,) = sums.to_dict("records")
    assert (row["iso3"], row["admin1"], row["period"]) == ("AFG", "Daykundi", "2025-10")
    assert (row["rows"], row["killed_not_stated"]) == (3, 1)
    assert (row["killed_low"], row["killed_best"]) == (7, 12)
    assert sums["killed_high"].isna().all()  # one of them is open
    assert row["geometry"].contains(Point(65.7, 33.54321))
    assert row["geometry"].geom_type in {"Polygon", "MultiPolygon"}
    assert not {"place_name", "date_start", "claimant", "incident_id"} & set(sums.columns)


def test_nothing_but_incidents_is_summed() -> None:
    rows = [
        incident(f"000000000000000{number}", kind=kind, sensitivity="aggregate_only")
        for number, kind in enumerate(["incident"] * 3 + ["toll"] * 3)
    ]
    sums = publishable(*frames(rows)).aggregates.set_index("kind")
    assert sums["rows"].to_dict() == {"incident": 3, "toll": 3}
    assert sums.loc["incident", "killed_best"] == 18
    assert sums.loc[["toll"], "killed_low"].isna().all()


def test_no_sum_stands_for_one_or_two_rows() -> None:
    def row(number: int, day: dt.date, **changes: object) -> Incident:
        dates = {"date_start": day, "date_end": day}
        return incident(f"{number:016}", sensitivity="aggregate_only", **dates, **changes)

    october, june = dt.date(2025, 10, 9), dt.date(2025, 6, 1)
    herat, kunduz = Point(62.2, 34.35), Point(68.87, 36.73)
    rows = [
        *(row(number, october) for number in range(4)),
        # One each in two other divisions and one without: three in the country in that month.
        row(4, october, geometry=herat),
        row(5, october, geometry=kunduz),
        row(6, october, geometry=None, admin1=None, location_precision="country"),
        # Two months of one year.
        *(row(number, june, geometry=herat) for number in (7, 8)),
        row(9, dt.date(2025, 7, 1), geometry=kunduz),
        # Nothing goes with this one.
        row(10, june, iso3="FRA", admin1=None, geometry=None, location_precision="country"),
    ]
    content = publishable(*frames(rows))
    sums = content.aggregates
    found = zip(sums["area_id"], sums["period"], sums["rows"], strict=True)
    assert sorted(found) == [
        ("admin1:AF-KAN", "2025-10", 4),
        ("country:AFG", "2025", 3),
        ("country:AFG", "2025-10", 3),
    ]
    assert (content.aggregated_rows, content.too_few) == (10, 1)
    assert content.notes()[-1] == (
        "Rows left out because fewer than 3 of them would make a sum, which would show them: 1."
    )
    assert not len(publishable(*frames(rows[-1:])).aggregates)


def test_a_row_without_a_division_counts_for_its_country_or_none() -> None:
    nowhere: dict[str, object] = {"sensitivity": "aggregate_only", "geometry": None, "admin1": None}
    rows = [
        incident(f"{number}{copy:015}", **changes)
        for copy in range(3)
        for number, changes in enumerate(
            (
                nowhere | {"location_precision": "country"},
                nowhere | {"location_precision": "none", "iso3": None},
                nowhere | {"admin1": "Helmand"},
                {
                    "sensitivity": "aggregate_only",
                    "date_start": dt.date(2025, 1, 1),
                    "date_end": dt.date(2025, 12, 31),
                    "location_precision": "country",
                },
            )
        )
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
        path = tmp_path / name / f"out{export.extension}"
        export.write(path, *frames(), title="Twice", about=about)
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
