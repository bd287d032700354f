"""Snapshots, opened by the programs that analysts use: GDAL, DuckDB, geopandas."""

import json
import sqlite3
from pathlib import Path

import duckdb
import geopandas as gpd
import pandas as pd
import pyarrow.parquet as pq
import pyogrio
import pytest
import shapely
from fake_extraction import FakeExtractor
from geopandas.testing import assert_geodataframe_equal
from made_datasets import acled_csv, acled_row
from shapely.geometry import LineString, Point
from store_records import batch, claim, incident, report

from dashboard.cli import run
from geodata.frames import CRS
from geodata.snapshot import parquet_paths, write_snapshot
from geodata.store import Store
from loaders.batch import Batch

TALKS = report("Qatar and Turkey mediate.")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """Return a store with points, a line, no place at all, lists, and 5,000 rows of a dataset."""
    tmp_path = tmp_path_factory.mktemp("store")
    path = tmp_path / "incidents.db"
    store = Store.open(path, create=True)
    store.save(batch(report("=1+1 'quoted' \"text\"; DROP TABLE incidents")))
    talks = incident(TALKS, 0, geometry=LineString([(69, 33), (70, 34)]), mediators=["Qatar", "X"])
    nowhere = incident(TALKS, 1, geometry=None, date_start=None, date_end=None, killed_low=None)
    store.save(
        Batch(reports=[TALKS], incidents=[talks, nowhere], claims=[claim(talks, negated=True)])
    )
    table = tmp_path / "acled.csv"
    table.write_text(acled_csv(map(acled_row, range(5000))), encoding="utf-8")
    assert run(("load", str(table), "--store", str(path)), open_extractor=_fake) == 0
    return store


def _fake(_settings: object) -> FakeExtractor:
    return FakeExtractor()


def by_id(frame: pd.DataFrame, key: str) -> pd.DataFrame:
    return frame.sort_values(key).reset_index(drop=True)


def test_gdal_reads_the_geopackage(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "store.gpkg"
    written = write_snapshot(store, path)
    frames = store.frames()
    assert dict(written.rows) == {"incidents": 5003, "claims": 2, "reports": 2}
    assert pyogrio.list_layers(path).tolist() == [
        ["incidents", "Unknown"],
        ["claims", None],
        ["reports", None],
    ]
    info = pyogrio.read_info(path, layer="incidents")
    assert (info["crs"], info["features"]) == (CRS, 5003)
    found = by_id(gpd.read_file(path, layer="incidents"), "incident_id")
    expected = by_id(frames.incidents, "incident_id")
    assert shapely.equals_exact(found.geometry.array, expected.geometry.array).sum() == 5002
    assert found.geometry.isna().sum() == 1
    for name in ("killed_low", "killed_best", "source_count"):
        assert found[name].astype("Int64").tolist() == expected[name].tolist()
    for name in ("kind", "event_type", "iso3", "place_name", "licence", "sensitivity", "status"):
        both = found[name].astype(object), expected[name].astype(object)
        assert both[0].fillna("").tolist() == both[1].fillna("").tolist()
    days = pd.to_datetime(found["date_start"]).dt.date.tolist()
    assert [str(day) for day in days] == [
        str(day) for day in expected["date_start"].dt.date.tolist()
    ]
    lists = found.loc[found["mediators"].notna(), "mediators"].map(json.loads).tolist()
    assert lists == [["Qatar", "X"]]
    claims = by_id(pyogrio.read_dataframe(path, layer="claims"), "claim_id")
    assert claims["quote"].tolist() == by_id(frames.claims, "claim_id")["quote"].tolist()
    assert claims["negated"].astype(bool).sum() == 1
    texts = set(pyogrio.read_dataframe(path, layer="reports")["text"])
    assert texts == set(frames.reports["text"])
    # A box finds what lies in it: the layer has its spatial index.
    assert len(gpd.read_file(path, layer="incidents", bbox=(68.9, 32.9, 70.1, 34.1))) > 1
    connection = sqlite3.connect(path)
    indexed = connection.execute("SELECT count(*) FROM rtree_incidents_geom").fetchone()
    assert indexed == (5002,)
    connection.close()


def test_duckdb_and_geopandas_read_the_parquet_files(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "store.parquet"
    write_snapshot(store, path)
    frames = store.frames()
    found = by_id(gpd.read_parquet(path), "incident_id")
    expected = by_id(frames.incidents, "incident_id")
    assert found.crs == CRS
    assert list(found.columns) == list(expected.columns)
    assert shapely.equals_exact(found.geometry.array, expected.geometry.array).sum() == 5002
    assert [list(cell) for cell in found["mediators"]] == expected["mediators"].tolist()
    paths = {name: str(one) for name, one in parquet_paths(path).items()}
    connection = duckdb.connect()
    counted = {
        name: connection.execute("SELECT count(*) FROM read_parquet(?)", [one]).fetchone()
        for name, one in paths.items()
    }
    assert counted == {"incidents": (5003,), "claims": (2,), "reports": (2,)}
    joined = connection.execute(
        "SELECT r.text, i.killed_low, i.date_start, i.mediators FROM read_parquet(?) c "
        "JOIN read_parquet(?) i USING (incident_id) JOIN read_parquet(?) r USING (report_id) "
        "WHERE c.negated",
        [paths["claims"], paths["incidents"], paths["reports"]],
    ).fetchall()
    assert joined == [(TALKS.text, 5, TALKS.published, ["Qatar", "X"])]
    total = connection.execute(
        "SELECT sum(killed_best) FROM read_parquet(?)", [paths["incidents"]]
    ).fetchone()
    assert total == (int(expected["killed_best"].sum()),)
    connection.close()


def test_the_file_says_what_geoparquet_asks_for(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "store.parquet"
    write_snapshot(store, path)
    told = json.loads(pq.read_metadata(path).metadata[b"geo"])
    assert told["version"] == "1.1.0"
    column = told["columns"][told["primary_column"]]
    assert column["encoding"] == "WKB"
    assert column["geometry_types"] == ["LineString", "Point"]
    assert column["crs"]["id"] == {"authority": "EPSG", "code": 4326}
    bounds = store.incidents().total_bounds.tolist()
    assert column["bbox"] == pytest.approx(bounds)
    # The box of each row lets a reader leave out what lies elsewhere.
    near = gpd.read_parquet(path, bbox=(68.9, 32.9, 70.1, 34.1))
    expected = store.incidents().cx[68.9:70.1, 32.9:34.1]
    assert set(near["incident_id"]) == set(expected["incident_id"])


def test_a_store_without_rows_gives_tables_without_rows(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "incidents.db", create=True)
    store.remember([])
    for name in ("store.gpkg", "store.parquet"):
        assert not write_snapshot(store, tmp_path / name).rows.total()
    assert len(gpd.read_file(tmp_path / "store.gpkg", layer="incidents")) == 0
    assert len(gpd.read_parquet(tmp_path / "store.parquet")) == 0
    assert "killed_best" in gpd.read_parquet(tmp_path / "store.parquet").columns


def test_the_command_tells_what_may_not_be_passed_on(
    store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    path = tmp_path / "s.gpkg"
    assert run(("snapshot", str(path), "--store", store.name)) == 0
    out, err = capsys.readouterr()
    assert out == f"wrote {path}: 5,003 incidents, 2 claims, 2 reports\n"
    assert "a copy to work with, and not for publication" in err
    assert "5,000: " in err
    assert run(("snapshot", str(tmp_path / "s.xlsx"), "--store", store.name)) == 2
    assert "it ends in .gpkg or .parquet" in capsys.readouterr().err
    assert run(("snapshot", str(tmp_path / "none" / "s.gpkg"), "--store", store.name)) == 1
    assert "there is no folder" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["store.gpkg", "store.parquet"])
def test_what_was_there_stays_when_the_snapshot_fails(tmp_path: Path, name: str) -> None:
    path = tmp_path / "incidents.db"
    store = Store.open(path, create=True)
    store.save(Batch(reports=[TALKS], incidents=[incident(TALKS, 0, geometry=Point(1, 2))]))
    there = tmp_path / "out" / name
    there.parent.mkdir()
    there.write_text("as it was")
    connection = sqlite3.connect(path)
    connection.execute("UPDATE reports SET published = 'no day'")
    connection.commit()
    connection.close()
    with pytest.raises(Exception, match=r"no day|isoformat"):
        write_snapshot(store, there)
    assert [one.name for one in there.parent.iterdir()] == [name]
    assert there.read_text() == "as it was"


def test_rows_that_several_reports_tell_are_one(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "incidents.db", create=True)
    for number in range(6):
        store.save(batch(report(f"Report {number} of Khost.")))
    run(("links", "update", "--store", store.name))
    write_snapshot(store, tmp_path / "s.parquet")
    frames = store.frames()
    found = gpd.read_parquet(tmp_path / "s.parquet")
    assert set(found["incident_id"]) == set(frames.incidents["incident_id"])
    claims = pd.read_parquet(tmp_path / "s.claims.parquet")
    assert set(claims["incident_id"]) == set(frames.claims["incident_id"])


def test_a_store_in_postgresql_gives_the_same_snapshot(
    store: Store, tmp_path: Path, postgis_location: str
) -> None:
    other = Store.open(postgis_location, create=True)
    for one in (report("=1+1 'quoted' \"text\"; DROP TABLE incidents"),):
        other.save(batch(one))
    table = tmp_path / "acled.csv"
    table.write_text(acled_csv(map(acled_row, range(5000))), encoding="utf-8")
    assert run(("load", str(table), "--store", postgis_location), open_extractor=_fake) == 0
    write_snapshot(store, tmp_path / "file.parquet")
    written = write_snapshot(other, tmp_path / "server.parquet")
    assert dict(written.rows) == {"incidents": 5001, "claims": 1, "reports": 1}
    ours, theirs = (
        by_id(gpd.read_parquet(tmp_path / f"{name}.parquet"), "incident_id")
        for name in ("file", "server")
    )
    ours = ours[ours["incident_id"].isin(theirs["incident_id"])].reset_index(drop=True)
    # What one has no number of at all is read as decimals.
    assert_geodataframe_equal(ours, theirs, check_dtype=False)
