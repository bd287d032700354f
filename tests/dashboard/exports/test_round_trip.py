"""What an export tells can be loaded again, and is the same."""

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from export_records import frames, incident, of_every_kind, report

from dashboard.cli import run
from dashboard.exports import EXPORTS, Export
from dashboard.exports.about import About
from geodata.boundaries import Boundaries
from geodata.frames import validate
from geodata.incident import Incident
from geodata.store import Store
from geodata.vocabulary import LocationPrecision
from loaders.batch import Batch

# What a row's reports are is not in the file, only that there were some.
NOT_KEPT = ["report_ids", "geometry"]
DATA = [export for export in EXPORTS if export.has_manifest]


def rows() -> list[Incident]:
    with Boundaries.open() as boundaries:
        known = boundaries.area("admin1:AF-KAB")
        line = boundaries.line("border:AFG-PAK")
    return [
        *of_every_kind(),
        incident(
            "000000000000000a",
            place_id="admin1:AF-KAB",
            geometry=known,
            location_precision=LocationPrecision.PROVINCE,
        ),
        incident("000000000000000b", place_id="border:AFG-PAK", geometry=line, source="ucdp"),
        incident(
            "000000000000000c",
            place_name="=1+1",
            claimant="'+quoted",
            side_a='a "quoted" name, with commas & <tags>',
            side_b="two\nlines",
            radius_km=12.5,
            geometry=shapely.Point(-179.9999999, 89.1234567),
        ),
        incident("000000000000000d", geometry=shapely.MultiPolygon([shapely.box(0, 0, 1, 1)])),
    ]


def exported(folder: Path, export: Export) -> Path:
    path = folder / f"out{export.extension}"
    export.write(path, *frames(rows()), title="October")
    return path


def loaded(path: Path, *options: str) -> gpd.GeoDataFrame:
    assert run(["load", str(path), "--store", "again.db", *options]) == 0
    return Store.open("again.db").frames().incidents.sort_values("incident_id", ignore_index=True)


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("INCIDENTMAP_STORE", raising=False)


@pytest.mark.parametrize("export", DATA, ids=lambda export: export.extension)
def test_load_gives_the_same_incidents(export: Export, tmp_path: Path) -> None:
    found = loaded(exported(tmp_path, export))
    validate(found, Incident)
    wanted = frames(rows()).incidents.sort_values("incident_id", ignore_index=True)
    pd.testing.assert_frame_equal(
        pd.DataFrame(found.drop(columns=NOT_KEPT)), pd.DataFrame(wanted.drop(columns=NOT_KEPT))
    )
    for own, other in zip(found.geometry, wanted.geometry, strict=True):
        if other is None:
            assert own is None
        else:
            assert own.geom_type.removeprefix("Multi") == other.geom_type.removeprefix("Multi")
            assert own.hausdorff_distance(other) < 1e-6


@pytest.mark.parametrize("export", DATA, ids=lambda export: export.extension)
def test_load_again_changes_nothing(
    export: Export, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = exported(tmp_path, export)
    count = len(loaded(path))
    capsys.readouterr()
    assert len(loaded(path)) == count
    assert f"loaded 0, updated 0, unchanged {count}, rejected 0" in capsys.readouterr().out


def test_hxl_tags_do_not_stand_in_the_way(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    DATA[0].write(path, *frames(rows()), about=About(hxl=True))
    assert path.read_text("utf-8-sig").splitlines()[1].startswith("#event+id,#event+kind,")
    assert len(loaded(path)) == len(rows())


def test_an_export_of_a_store_changes_nothing_in_it(tmp_path: Path) -> None:
    store = Store.open("again.db", create=True)
    store.save(Batch(rows(), [], [report("open")]))
    before = store.frames().incidents
    path = tmp_path / "out.geojson"
    next(one for one in DATA if one.extension == ".geojson").write(path, *store.frames())
    found = loaded(path)
    # The store still knows of which reports they are.
    assert found["report_ids"].map(len).eq(1).all()
    assert len(found) == len(before)


def test_a_row_that_was_spoilt_is_rejected(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = exported(tmp_path, DATA[0])
    lines = path.read_text("utf-8-sig").splitlines(keepends=True)
    lines[1] = lines[1].replace('"explosion"', '"fireworks"')
    lines[2] = lines[2].replace("2025-10-09", "ninth of October", 1)
    path.write_text("".join(lines), "utf-8")
    assert run(["load", str(path), "--store", "again.db"]) == 1
    told = capsys.readouterr().err
    assert "has a event_type that is none: 'fireworks'" in told
    assert "has a date_start that is none: 'ninth of October'" in told


def test_an_id_that_a_person_made_up_becomes_one(tmp_path: Path) -> None:
    path = exported(tmp_path, DATA[0])
    text = path.read_text("utf-8-sig").replace('"0000000000000001"', '"mine"')
    path.write_text(text, "utf-8")
    found = loaded(path)
    assert len(found) == len(rows())
    assert found["incident_id"].str.fullmatch("[0-9a-f]{16}").all()
    assert np.unique(found["incident_id"]).size == len(found)


@pytest.mark.parametrize("export", DATA, ids=lambda export: export.extension)
def test_a_folder_of_exports_is_loaded_without_their_manifests(
    export: Export, tmp_path: Path
) -> None:
    (tmp_path / "folder").mkdir()
    exported(tmp_path / "folder", export)
    assert len(loaded(tmp_path / "folder")) == len(rows())


def test_a_table_that_is_no_export_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "other.csv"
    path.write_text("a,b\n1,2\n")
    assert run(["load", str(path), "--as", "incidentmap", "--store", "again.db"]) == 1
    assert "is no export of this program: it has no column incident_id" in capsys.readouterr().err


@pytest.mark.parametrize("ending", [".csv", ".geojson", ".parquet"])
def test_sums_are_no_incidents(
    ending: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / f"out{ending}"
    export = next(one for one in DATA if one.extension == ending)
    export.write(path, *frames())
    assert run(["load", str(tmp_path / f"out.sums{ending}"), "--store", "again.db"]) == 1
    assert "holds sums of rows that may not be passed on" in capsys.readouterr().err
