"""Each format, opened by the programs that people open it with."""

import datetime as dt
import io
import json
import sqlite3
import struct
import zipfile
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pyogrio
import pytest
import shapely
from export_records import claim, frames, incident, of_every_kind, report
from lxml import etree
from shapely.geometry import MultiPolygon, Point, Polygon, box, shape

from dashboard.exports import EXPORTS, export_for
from dashboard.exports.about import EPOCH, About
from dashboard.exports.geometries import bounding_box, written_geometries
from dashboard.exports.manifest import manifest_path
from dashboard.exports.workbook import CELL_CHARACTERS, _Workbook
from geodata.errors import ExportError
from geodata.frames import claims_frame, incidents_frame, reports_frame
from geodata.query import Selection
from geodata.store import Frames

CUT = dt.datetime(2025, 10, 30, 12, tzinfo=dt.UTC)
# Control characters, an unpaired mark, tags, a formula, letters from right to left, line ends.
HOSTILE = "=1+1 <b>&amp;\x00\x0b\x1f\ufffe</description>]]> \u202e كابول 喀布尔 😀 \r\n\tend"
DATA = [export.extension for export in EXPORTS if export.has_manifest]
KML = "{http://www.opengis.net/kml/2.2}"


@pytest.fixture(autouse=True)
def _no_epoch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(EPOCH, raising=False)


def written(folder: Path, ending: str, given: Frames | None = None, **about: Any) -> Path:  # noqa: ANN401 - of `About`
    path = folder / f"out{ending}"
    asked = About(data_cut=CUT, **about)
    tables = frames(of_every_kind()) if given is None else given
    export_for(path).write(path, *tables, title="October", about=asked)
    return path


def hostile() -> Frames:
    row = incident("0000000000000001", place_name=HOSTILE, side_a=HOSTILE, claimant=HOSTILE)
    reports = [report("open", title=HOSTILE, publisher=HOSTILE)]
    return Frames(
        incidents_frame([row]), claims_frame([claim(row, HOSTILE)]), reports_frame(reports)
    )


def members(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


# Manifest


@pytest.mark.parametrize("ending", DATA)
def test_a_manifest_tells_what_is_in_the_file(ending: str, tmp_path: Path) -> None:
    asked = Selection(date_from=dt.date(2025, 10, 1), countries=("AFG",))
    path = written(tmp_path, ending, frames(), selection=asked)
    said = json.loads(manifest_path(path).read_text("utf-8"))
    assert said["files"][path.name]["bytes"] == path.stat().st_size
    assert said["filters"] == {"date_from": "2025-10-01", "countries": ["AFG"]}
    assert said["rows"]["incidents"] == 5
    assert said["rows"]["by_kind"] == {"incident": 2, "toll": 1, "talks": 1, "statement": 1}
    assert said["withheld"]["restricted"] == 1
    assert said["withheld"]["given_as_sums"] == 3
    assert said["data_cut"] == said["written"] == "2025-10-30T12:00:00+00:00"
    assert {one["given_as"] for one in said["sources"]} == {"rows", "sums"}
    assert str(tmp_path) not in manifest_path(path).read_text("utf-8")


@pytest.mark.parametrize("ending", [".csv", ".geojson", ".parquet"])
def test_sums_have_a_file_of_their_own(ending: str, tmp_path: Path) -> None:
    path = written(tmp_path, ending, frames())
    sums = tmp_path / f"out.sums{ending}"
    said = json.loads(manifest_path(path).read_text("utf-8"))
    assert set(said["files"]) == {path.name, sums.name}
    assert "Daykundi" in sums.read_bytes().decode("utf-8", "replace")
    # What an earlier export left would seem to belong to this one.
    written(tmp_path, ending)
    assert not sums.exists()


@pytest.mark.parametrize("ending", DATA)
def test_nothing_half_written_is_left(ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"out{ending}"
    path.write_text("before")
    given = frames(of_every_kind())
    broken = given._replace(claims=given.claims.drop(columns="quote"))
    with pytest.raises(KeyError):
        export_for(path).write(path, *broken)
    assert path.read_text() == "before"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("ending", DATA)
def test_a_folder_that_is_not_there_is_named(ending: str, tmp_path: Path) -> None:
    path = tmp_path / "none" / f"out{ending}"
    with pytest.raises(ExportError, match="there is no folder"):
        export_for(path).write(path, *frames([]))


@pytest.mark.parametrize("ending", DATA)
def test_nothing_to_show_is_a_file_without_rows(ending: str, tmp_path: Path) -> None:
    path = written(tmp_path, ending, frames([]))
    said = json.loads(manifest_path(path).read_text("utf-8"))
    assert said["rows"]["incidents"] == 0
    if ending == ".parquet":
        assert len(gpd.read_parquet(path)) == 0


# GeoJSON


def test_geojson_keeps_to_its_standard(tmp_path: Path) -> None:
    given = frames(
        [
            *of_every_kind(),
            incident("00000000000000c1", geometry=Polygon([(0, 0), (0, 9), (9, 9), (9, 0)])),
            incident("00000000000000c2", geometry=box(170, -5, 190, 5)),
        ]
    )
    collection = json.loads(written(tmp_path, ".geojson", given).read_text("utf-8"))
    assert "crs" not in collection
    assert len(collection["bbox"]) == 4
    for feature in collection["features"]:
        assert feature.keys() == {"type", "id", "geometry", "properties"}
        if feature["geometry"] is None:
            continue
        found = shape(feature["geometry"])
        west, south, east, north = found.bounds
        assert -180 <= west <= east <= 180
        assert -90 <= south <= north <= 90
        for polygon in getattr(found, "geoms", [found]):
            if polygon.geom_type == "Polygon":
                assert polygon.exterior.is_ccw
                assert polygon.exterior.is_closed


@pytest.mark.parametrize(
    ("shapes", "wanted"),
    [
        ([Point(1, 2), Point(3, 4)], (1, 2, 3, 4)),
        ([Point(179, 0), Point(-179, 1)], (179, 0, -179, 1)),
        ([box(170, -5, 190, 5)], (170, -5, -170, 5)),
        ([box(-170, 0, 170, 1)], (-170, 0, 170, 1)),
        ([None], None),
    ],
)
def test_the_box_is_the_narrowest(shapes: list[Any], wanted: tuple[float, ...] | None) -> None:
    rows = incidents_frame(incident(f"{place}", geometry=one) for place, one in enumerate(shapes))
    assert bounding_box(written_geometries(rows)) == wanted


# GeoPackage


def test_a_geopackage_has_layers_tables_and_styles(tmp_path: Path) -> None:
    path = written(tmp_path, ".gpkg", frames())
    layers = dict(pyogrio.list_layers(path).tolist())
    assert layers == {
        "incidents": "Point",
        "incident_lines": "MultiLineString",
        "incident_areas": "MultiPolygon",
        "sums": "MultiPolygon",
        "incidents_without_place": None,
        "claims": None,
        "reports": None,
        "about": None,
        "layer_styles": None,
    }
    points = gpd.read_file(path, layer="incidents")
    assert points.crs == "EPSG:4326"
    assert points["killed_low"].tolist()[0] == 5
    assert str(points["date_start"].dtype).startswith("datetime64")
    claims = gpd.read_file(path, layer="claims")
    assert set(claims["incident_id"]) >= set(points["incident_id"])
    with sqlite3.connect(path) as connection:
        styles = connection.execute(
            "SELECT f_table_name, styleQML, useAsDefault FROM layer_styles"
        ).fetchall()
        assert connection.execute("PRAGMA application_id").fetchone()[0] == 0x47504B47
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        (moment,) = connection.execute("SELECT DISTINCT last_change FROM gpkg_contents").fetchone()
    connection.close()
    assert moment == "2025-10-30T12:00:00.000Z"
    assert [name for name, _, _ in styles] == [
        "incidents",
        "incident_lines",
        "incident_areas",
        "sums",
    ]
    for _name, style, default in styles:
        assert default
        tree = etree.fromstring(style.encode())
        drawn = {one.get("name") for one in tree.iter("symbol")}
        assert {one.get("symbol") for one in tree.iter("category")} <= drawn


def test_each_event_type_has_a_symbol_of_its_own(tmp_path: Path) -> None:
    path = written(tmp_path, ".gpkg")
    with sqlite3.connect(path) as connection:
        (style,) = connection.execute(
            "SELECT styleQML FROM layer_styles WHERE f_table_name = 'incidents'"
        ).fetchone()
    connection.close()
    tree = etree.fromstring(style.encode())
    shown = [
        tuple(
            option.get("value")
            for option in one.iter("Option")
            if option.get("name") in {"name", "color"} and option.get("value")
        )
        for one in tree.iter("symbol")
    ]
    assert len(set(shown)) == len(shown) == 9


# GeoParquet


def test_geoparquet_describes_itself(tmp_path: Path) -> None:
    path = written(tmp_path, ".parquet")
    geo = json.loads(pq.read_schema(path).metadata[b"geo"])
    column = geo["columns"]["geometry"]
    assert (geo["version"], geo["primary_column"]) == ("1.1.0", "geometry")
    assert column["encoding"] == "WKB"
    assert column["geometry_types"] == ["LineString", "Point", "Polygon"]
    assert column["covering"]["bbox"]["xmin"] == ["bbox", "xmin"]
    assert column["orientation"] == "counterclockwise"
    found = gpd.read_parquet(path)
    assert found.crs == "OGC:CRS84" or found.crs.to_epsg() == 4326
    boxes = pq.read_table(path)["bbox"].to_pylist()
    for one, geometry in zip(boxes, found.geometry, strict=True):
        if geometry is None:
            assert one is None
        else:
            assert tuple(one.values()) == geometry.bounds
    # A reader that only wants a part of the world.
    near = gpd.read_parquet(path, bbox=(28, 40, 30, 42))
    assert near["place_name"].tolist() == ["Istanbul"]


def test_geoparquet_keeps_types_and_claims(tmp_path: Path) -> None:
    given = frames(of_every_kind())
    twice = claims_frame(
        [
            claim(of_every_kind()[1], "second", claim_id="second"),
            *(claim(one, "first") for one in of_every_kind()[:2]),
        ]
    )
    table = pq.read_table(written(tmp_path, ".parquet", given._replace(claims=twice)))
    assert table.schema.field("date_start").type == pa.date32()
    assert table.schema.field("killed_low").type == pa.int64()
    assert table.schema.field("mediators").type == pa.list_(pa.string())
    quotes = [
        None if one is None else [said["quote"] for said in one]
        for one in table["claims"].to_pylist()
    ]
    assert quotes == [["first"], ["second", "first"], None, None, None]


# KML


def test_kml_has_folders_times_and_styles(tmp_path: Path) -> None:
    tree = etree.parse(written(tmp_path, ".kml", frames()))
    folders = [one.findtext(f"{KML}name") for one in tree.iter(f"{KML}Folder")]
    assert folders == [
        "Incidents",
        "Tolls",
        "Talks",
        "Statements",
        "Sums of rows that are not shown one by one",
    ]
    assert [one.text for one in tree.iter(f"{KML}when")] == ["2025-10-09", "2025-10-09"]
    spans = [(one[0].text, one[1].text) for one in tree.iter(f"{KML}TimeSpan")]
    assert spans == [("2025-10-01", "2025-10-31"), ("2025-10-25", "2025-10-28")]
    styles = {f"#{one.get('id')}" for one in tree.iter(f"{KML}Style")}
    assert {one.text for one in tree.iter(f"{KML}styleUrl")} <= styles
    shown = next(tree.iter(f"{KML}Placemark")).findtext(f"{KML}description")
    assert "<b>Killed</b>: 5–9" in shown
    # What a source said is text also where a viewer reads HTML.
    assert "&lt;b&gt;they&lt;/b&gt;" in shown


def test_a_point_for_a_whole_province_is_no_pin(tmp_path: Path) -> None:
    rows = [
        incident("0000000000000001"),
        incident("0000000000000002", location_precision="province"),
    ]
    tree = etree.parse(written(tmp_path, ".kml", frames(rows)))
    used = [one.text for one in tree.iter(f"{KML}styleUrl")]
    assert used == ["#explosion", "#explosion_area"]


def test_kmz_brings_its_symbols(tmp_path: Path) -> None:
    found = members(written(tmp_path, ".kmz"))
    tree = etree.fromstring(found["doc.kml"])
    icons = {one.text for one in tree.iter(f"{KML}href")}
    assert len(icons) == 9
    assert icons == set(found) - {"doc.kml"}
    for name in icons:
        assert found[name].startswith(b"\x89PNG")
        assert struct.unpack(">II", found[name][16:24]) == (48, 48)
    assert len({found[name] for name in icons}) > 7


# XLSX


def test_a_workbook_has_typed_columns(tmp_path: Path) -> None:
    path = written(tmp_path, ".xlsx", frames())
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == [
        "Incidents",
        "Tolls",
        "Claims",
        "Sums",
        "Sources",
        "Notes",
        "Columns",
    ]
    sheet = book["Incidents"]
    assert sheet.freeze_panes == "B2"
    assert sheet.auto_filter.ref.startswith("A1:")
    head = [cell.value for cell in sheet[1]]
    row = dict(zip(head, sheet[2], strict=True))
    assert row["date_start"].value == dt.datetime(2025, 10, 9)  # noqa: DTZ001 - a day
    assert row["date_start"].is_date
    assert (row["killed_low"].value, row["killed_low"].data_type) == (5, "n")
    assert row["confidence"].value == 0.75
    assert row["killed_high"].number_format == "General"
    assert [cell.value for cell in book["Tolls"]["A"]][1:] == ["0000000000000003"]
    notes = [cell.value for cell in book["Notes"]["B"]]
    assert any("not for the public: 1" in str(note) for note in notes)


def test_a_workbook_has_no_formula(tmp_path: Path) -> None:
    names = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", '=HYPERLINK("http://x","y")', "a=1"]
    rows = [incident(f"{place:016x}", place_name=name) for place, name in enumerate(names)]
    path = written(tmp_path, ".xlsx", frames(rows))
    sheet = openpyxl.load_workbook(path)["Incidents"]
    place = [cell.value for cell in sheet[1]].index("place_name")
    cells = [row[place] for row in sheet.iter_rows(min_row=2)]
    assert [cell.data_type for cell in cells] == ["s"] * len(names)
    # Also when somebody edits the cell it stays text.
    assert [bool(cell.quotePrefix) for cell in cells] == [True] * (len(names) - 1) + [False]
    assert not any(b"<f>" in content for content in members(path).values())


def test_a_workbook_names_nobody(tmp_path: Path) -> None:
    path = written(tmp_path, ".xlsx")
    said = openpyxl.load_workbook(path).properties
    assert (said.title, said.creator, said.lastModifiedBy) == ("October", None, None)
    assert said.created == dt.datetime(2025, 10, 30, 12)  # noqa: DTZ001 - as the library gives it
    assert not any(str(tmp_path).encode() in content for content in members(path).values())


def test_a_text_that_no_cell_can_hold_is_cut(tmp_path: Path) -> None:
    row = incident("0000000000000001", side_a="😀" * 20_000, side_b="x" * CELL_CHARACTERS)
    path = written(tmp_path, ".xlsx", frames([row]))
    sheet = openpyxl.load_workbook(path)["Incidents"]
    found = dict(zip([cell.value for cell in sheet[1]], sheet[2], strict=True))
    cut = found["side_a"].value
    assert len(cut.encode("utf-16-le")) // 2 <= CELL_CHARACTERS
    assert cut.endswith(" […]")
    assert found["side_b"].value == "x" * CELL_CHARACTERS


def test_more_rows_than_a_sheet_holds_go_on_in_the_next(tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"
    book = _Workbook(path, None, About(), sheet_rows=4)
    book.add("Rows", {"number": pa.array(range(8))})
    book.close()
    opened = openpyxl.load_workbook(path)
    assert opened.sheetnames == ["Rows", "Rows 2", "Rows 3"]
    assert [cell.value for cell in opened["Rows 3"]["A"]] == ["number", 6, 7]


def test_days_before_spreadsheets_count_are_text(tmp_path: Path) -> None:
    row = incident("0000000000000001", date_start=dt.date(1842, 1, 6), date_end=None)
    path = written(tmp_path, ".xlsx", frames([row]))
    sheet = openpyxl.load_workbook(path)["Incidents"]
    found = dict(zip([cell.value for cell in sheet[1]], sheet[2], strict=True))
    assert found["date_start"].value == "1842-01-06"


# All


@pytest.mark.parametrize("ending", DATA)
def test_hostile_texts_leave_a_file_that_opens(ending: str, tmp_path: Path) -> None:
    path = written(tmp_path, ending, hostile())
    if ending == ".xlsx":
        assert openpyxl.load_workbook(path)["Incidents"].max_row == 2
    elif ending == ".kmz":
        etree.fromstring(members(path)["doc.kml"])
    elif ending == ".kml":
        etree.parse(path)
    elif ending == ".parquet":
        assert gpd.read_parquet(path)["place_name"].tolist() == [HOSTILE]
    elif ending != ".csv":
        assert len(gpd.read_file(path, layer=0)) == 1


def test_a_title_may_hold_anything(tmp_path: Path) -> None:
    title = "October\udcff\n\x00 <b>" + "x" * 500
    for ending in DATA:
        path = tmp_path / f"titled{ending}"
        export_for(path).write(path, *frames(of_every_kind()), title=title)
        said = json.loads(manifest_path(path).read_text("utf-8"))
        assert said["title"] == "October? <b>" + "x" * 500


def test_shapes_of_all_kinds_are_written_the_right_way_round() -> None:
    clockwise = Polygon([(0, 0), (0, 9), (9, 9), (9, 0)], [[(1, 1), (8, 1), (8, 8), (1, 8)]])
    rows = incidents_frame(
        [incident("1", geometry=MultiPolygon([clockwise])), incident("2", geometry=None)]
    )
    found = written_geometries(rows)
    assert found[0].geoms[0].exterior.is_ccw
    assert not found[0].geoms[0].interiors[0].is_ccw
    assert found[1] is None
    assert np.array_equal(shapely.is_missing(found), [False, True])
    assert io.BytesIO(shapely.to_wkb(found[0])).read(1) == b"\x01"
