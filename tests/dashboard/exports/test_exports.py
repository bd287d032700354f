import csv
import dataclasses
import datetime as dt
import json
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import LineString, MultiPolygon, Point, Polygon, shape
from shapely.geometry.base import BaseGeometry

from dashboard.exports import EXPORTS, export_for
from dashboard.exports.delimited import safe_cell, write_csv
from dashboard.exports.geojson import write_geojson
from dashboard.exports.geometries import geojson_geometries
from geodata.errors import ExportError, UsageError
from geodata.frames import CRS, claims_frame, incidents_frame, reports_frame
from geodata.incident import Claim, Incident, Report
from geodata.store import Frames
from geodata.vocabulary import EventType, Kind, LocationPrecision, Measure, Qualifier, Status

REPORT = Report(
    report_id="r1",
    title='=HYPERLINK("http://evil.example","x")',
    publisher="Agency",
    url="https://example.org/a",
    published=dt.date(2025, 10, 29),
    sha256="0",
    text="",
)


def incident(**changes: Any) -> Incident:  # noqa: ANN401 - an incident's own fields
    values: dict[str, Any] = {
        "incident_id": "i1",
        "kind": Kind.INCIDENT,
        "event_type": EventType.BATTLE,
        "date_start": dt.date(2025, 10, 9),
        "date_end": None,
        "place_name": "Spīn Bōldak",
        "location_precision": LocationPrecision.TOWN,
        "geometry": Point(66.39999999999, 31.00654321987),
        "killed_low": 5,
        "mediators": ["Qatar", "Türkiye"],
        "report_ids": ["r1", "not exported"],
        "confidence": 0.5,
    }
    return Incident(**(values | changes))


def frames(*incidents: Incident) -> Frames:
    claims = [
        Claim(
            claim_id=f"c{one.incident_id}",
            report_id="r1",
            incident_id=one.incident_id,
            measure=Measure.KILLED,
            low=5,
            qualifier=Qualifier.AT_LEAST,
            quote="+5 killed,\nthey said <script>alert(1)</script>",
            start=0,
            end=8,
        )
        for one in incidents
    ]
    return Frames(incidents_frame(incidents), claims_frame(claims), reports_frame([REPORT]))


def written_geojson(folder: Path, *incidents: Incident) -> dict[str, Any]:
    path = folder / "out.geojson"
    write_geojson(path, *frames(*incidents), title='Title "quoted"')
    collection: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return collection


@pytest.mark.parametrize(
    ("confidence", "status", "check"),
    [
        (0.49, Status.EXTRACTED, True),
        (0.5, Status.EXTRACTED, False),
        (None, Status.EXTRACTED, False),
        (0.1, Status.CONFIRMED, False),
    ],
)
def test_what_a_person_should_check_is_marked(
    tmp_path: Path, confidence: float | None, status: Status, *, check: bool
) -> None:
    row = incident(confidence=confidence, status=status)
    (feature,) = written_geojson(tmp_path, row)["features"]
    assert feature["properties"]["to_check"] is check
    write_csv(tmp_path / "out.csv", *frames(row))
    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as file:
        assert next(csv.DictReader(file))["to_check"] == ("yes" if check else "no")


def test_geojson_has_typed_properties_with_claims_and_reports(tmp_path: Path) -> None:
    collection = written_geojson(tmp_path, incident())
    assert collection["type"] == "FeatureCollection"
    assert collection["title"] == 'Title "quoted"'
    assert "crs" not in collection
    (feature,) = collection["features"]
    assert feature["id"] == "i1"
    properties = feature["properties"]
    columns = {column.name for column in dataclasses.fields(Incident)} - {"geometry"}
    schemes = {"acled_event_type", "acled_sub_event_type", "ucdp_type_of_violence"}
    schemes |= {"plover_event", "plover_mode", "cameo"}
    assert set(properties) == columns | {"claims", "reports", "to_check"} | schemes
    assert properties["date_start"] == "2025-10-09"
    assert properties["date_end"] is None
    assert properties["killed_low"] == 5
    assert properties["killed_high"] is None
    assert properties["radius_km"] is None
    assert properties["confidence"] == 0.5
    assert properties["mediators"] == ["Qatar", "Türkiye"]
    (claim,) = properties["claims"]
    assert claim["quote"] == "+5 killed,\nthey said <script>alert(1)</script>"
    assert (claim["low"], claim["high"], claim["negated"]) == (5, None, False)
    (report,) = properties["reports"]
    assert report["published"] == "2025-10-29"


def test_geojson_of_nothing_is_a_valid_collection(tmp_path: Path) -> None:
    assert written_geojson(tmp_path)["features"] == []


def test_geojson_opens_elsewhere(tmp_path: Path) -> None:
    border = LineString([(61, 29), (75, 37)])
    written_geojson(
        tmp_path,
        incident(),
        incident(incident_id="i2", geometry=None),
        incident(incident_id="i3", geometry=border),
    )
    read = gpd.read_file(tmp_path / "out.geojson")
    assert read.crs == CRS
    assert list(read.geometry.geom_type.fillna("none")) == ["Point", "none", "LineString"]
    assert list(read["killed_low"]) == [5, 5, 5]


def geometry_of(geometry: BaseGeometry | None) -> dict[str, Any] | None:
    (text,) = geojson_geometries(incidents_frame([incident(geometry=geometry)]))
    found: dict[str, Any] | None = json.loads(text)
    return found


def test_coordinates_are_longitude_latitude_with_seven_decimals() -> None:
    assert geometry_of(Point(66.39999999999, 31.00654321987)) == {
        "type": "Point",
        "coordinates": [66.4, 31.0065432],
    }
    assert geometry_of(Point(66.4, 31, 1500)) == {"type": "Point", "coordinates": [66.4, 31.0]}


def test_no_geometry_is_null() -> None:
    assert geometry_of(None) is None
    assert geometry_of(Point()) is None


def test_outer_rings_run_counter_clockwise() -> None:
    clockwise = Polygon([(0, 0), (0, 9), (9, 9), (9, 0)], [[(1, 1), (8, 1), (8, 8), (1, 8)]])
    for area in (clockwise, MultiPolygon([clockwise])):
        found = shape(geometry_of(area))
        rings = found if found.geom_type == "Polygon" else found.geoms[0]
        assert rings.exterior.is_ccw
        assert not rings.interiors[0].is_ccw


def test_shapes_are_cut_at_the_antimeridian() -> None:
    across = shape(geometry_of(Polygon([(170, 0), (190, 0), (190, 10), (170, 10)])))
    assert across.geom_type == "MultiPolygon"
    assert across.bounds == (-180, 0, 180, 10)
    assert across.area == pytest.approx(200)
    assert geometry_of(Point(190, 5)) == {"type": "Point", "coordinates": [-170.0, 5.0]}
    assert shape(geometry_of(LineString([(-200, 0), (-170, 0)]))).length == pytest.approx(30)


@settings(deadline=None)
@given(st.floats(-180, 180), st.floats(-90, 90))
def test_points_come_back_within_a_centimetre(longitude: float, latitude: float) -> None:
    found = geometry_of(Point(longitude, latitude))
    assert found is not None
    assert np.allclose(found["coordinates"], [longitude, latitude], atol=1e-7, rtol=0)
    assert found["coordinates"] == [round(one, 7) for one in found["coordinates"]]


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_csv_is_a_table_that_spreadsheets_know_as_utf8(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    area = incident(incident_id="i2", geometry=Polygon([(0, 0), (1, 0), (1, 1)]))
    write_csv(path, *frames(incident(), area, incident(incident_id="i3", geometry=None)))
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    point, polygon, nowhere = read_csv(path)
    assert point["place_name"] == "Spīn Bōldak"
    assert point["date_start"] == "2025-10-09"
    assert (point["killed_low"], point["killed_high"]) == ("5", "")
    assert point["mediators"] == "Qatar | Türkiye"
    assert (point["longitude"], point["latitude"]) == ("66.4", "31.0065432")
    # An area has no point at which it happened.
    assert (polygon["geometry_type"], polygon["longitude"]) == ("Polygon", "")
    assert (nowhere["geometry_type"], nowhere["latitude"]) == ("", "")
    assert point["report_urls"] == "https://example.org/a"


def test_csv_holds_no_formula(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    names = ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", " =1", "\uff1d1", "a=1", "5-1"]
    write_csv(
        path,
        *frames(
            *(incident(incident_id=str(one), place_name=name) for one, name in enumerate(names))
        ),
    )
    rows = read_csv(path)
    assert [row["place_name"] for row in rows] == [
        *(f"'{name}" for name in names[:8]),
        "a=1",
        "5-1",
    ]
    assert rows[0]["report_titles"].startswith("'=HYPERLINK")
    assert rows[0]["quotes"].startswith("'+5 killed")


@settings(deadline=None)
@given(st.text())
def test_no_cell_begins_as_a_formula(value: str) -> None:
    cell = safe_cell(value)
    assert not cell.lstrip().startswith(("=", "+", "-", "@"))
    assert cell in {value.replace("\0", ""), f"'{value}".replace("\0", "")}


def test_csv_of_nothing_has_its_heading(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    write_csv(path, *frames())
    assert path.read_text("utf-8-sig").startswith("incident_id,kind,")
    assert read_csv(path) == []


def test_the_table_of_exports() -> None:
    extensions = [export.extension for export in EXPORTS]
    assert extensions == sorted(set(extensions))
    assert export_for(Path("a/B.GeoJSON")).extension == ".geojson"
    with pytest.raises(UsageError, match=r"cannot export map\.doc: known endings are \.csv"):
        export_for(Path("map.doc"))


def test_export_is_moved_into_place(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    export_for(path).write(path, *frames(incident()), title=None)
    assert len(read_csv(path)) == 1
    assert set(tmp_path.iterdir()) == {path, tmp_path / "out.csv.manifest.json"}
    with pytest.raises(ExportError, match="there is no folder"):
        export_for(path).write(tmp_path / "none" / "out.csv", *frames())
