import dataclasses
import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from fake_extraction import FakeExtractor
from shapely.geometry import LineString, MultiLineString, Point, Polygon
from shapely.geometry.base import BaseGeometry

from geodata.incident import Incident
from geodata.settings import Settings
from geodata.vocabulary import EventType, Kind
from loaders.extract_lines import extract_lines, incident_record, representative_point

SMALL = Settings(max_report_bytes=1000)


def extract(*paths: Path, **options: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - extract_lines' own
    lines = extract_lines(paths, FakeExtractor, settings=SMALL, **options)
    return [json.loads(line.json) for line in lines]


def write_lines(path: Path, *records: object) -> Path:
    lines = (one if isinstance(one, str) else json.dumps(one) for one in records)
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_one_line_a_report_in_order_with_its_id(tmp_path: Path) -> None:
    text = "Über 😀: 5 killed in Kabul"
    path = write_lines(
        tmp_path / "a.jsonl", {"id": "x", "text": text}, {"id": 7, "text": "-"}, {"text": "-"}
    )
    first, second, third = extract(path)
    assert [first["id"], second["id"], third["id"]] == ["x", 7, None]
    assert [len(line["incidents"]) for line in (first, second, third)] == [1, 0, 0]
    # Offsets count characters, as Python does.
    (place,) = first["places"]
    assert text[place["start"] : place["end"]] == "Kabul"
    (claim,) = first["claims"]
    assert text[claim["start"] : claim["end"]] == claim["quote"] == "5 killed"
    assert "error" not in first


def test_every_column_of_an_incident_is_written(tmp_path: Path) -> None:
    path = write_lines(tmp_path / "a.jsonl", {"text": "5 killed", "published": "2025-10-29"})
    (incident,) = extract(path)[0]["incidents"]
    columns = {column.name for column in dataclasses.fields(Incident)} - {"geometry"}
    assert set(incident) == columns | {"lat", "lon", "geometry_type"}
    assert incident["date_start"] == "2025-10-29"
    assert (incident["lat"], incident["lon"], incident["geometry_type"]) == (34.5, 69.2, "Point")


def test_given_date_fills_in_what_is_missing(tmp_path: Path) -> None:
    path = write_lines(
        tmp_path / "a.jsonl", {"text": "5 killed"}, {"text": "6 killed", "published": "2025-10-28"}
    )
    days = [line["incidents"][0]["date_start"] for line in extract(path)]
    assert days == [None, "2025-10-28"]
    days = [
        line["incidents"][0]["date_start"]
        for line in extract(path, published=dt.date(2025, 10, 29))
    ]
    assert days == ["2025-10-29", "2025-10-28"]


def test_text_file_has_its_name_as_id(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("5 killed in Kabul\r\n", newline="")
    (line,) = extract(tmp_path / "a.txt")
    assert line["id"] == "a.txt"
    assert len(line["incidents"]) == 1
    assert "warnings" in line


def test_bad_lines_give_their_error_and_the_rest_goes_on(tmp_path: Path) -> None:
    path = write_lines(
        tmp_path / "a.jsonl",
        {"id": 1, "text": "5 killed"},
        '{"id": 2, "text": ',
        {"id": 3, "text": ""},
        "[]",
        {"id": 5, "text": "UNREADABLE"},
        {"id": 6, "text": "6 killed", "published": "soon"},
    )
    (tmp_path / "b.txt").write_bytes(b"\0")
    (tmp_path / "c.pdf").write_bytes(b"%PDF")
    paths = [path, tmp_path / "b.txt", tmp_path / "c.pdf", tmp_path / "none.txt"]
    lines = list(extract_lines(paths, FakeExtractor, settings=SMALL))
    records = [json.loads(line.json) for line in lines]
    assert [(record["id"], record.get("error")) for record in records] == [
        (1, None),
        (None, "line 2 is not valid JSON at column 18: Expecting value"),
        (3, 'line 3 has no "text"'),
        (None, 'line 4 is not a JSON object: write {"text": ...}'),
        (5, "cannot be understood"),
        (6, None),
        ("b.txt", "is a binary file, not text: save its text as .txt or .html"),
        ("c.pdf", "is neither .jsonl nor .txt: other formats are for `incidentmap load`"),
        ("none.txt", "there is no such file"),
    ]
    assert all(set(record) >= {"places", "incidents", "claims"} for record in records)
    assert records[5]["warnings"][0].startswith("'soon' is no date")
    assert [line.problem is None for line in lines] == ["error" not in one for one in records]
    assert lines[1].problem == f"{path}: line 2 is not valid JSON at column 18: Expecting value"


def test_half_characters_are_replaced_without_moving_others(tmp_path: Path) -> None:
    path = write_lines(tmp_path / "a.jsonl", '{"text": "\\ud83d 5 killed"}')
    (claim,) = extract(path)[0]["claims"]
    assert (claim["start"], claim["end"]) == (2, 10)


def test_workers_give_the_same_in_the_same_order(tmp_path: Path) -> None:
    records = [{"id": number, "text": f"{number} killed"} for number in range(1, 40)]
    path = write_lines(tmp_path / "a.jsonl", *records[:20], "broken", *records[20:])
    assert extract(path, workers=2) == extract(path)


@pytest.mark.parametrize(
    ("geometry", "place"),
    [
        (Point(69, 34), (69, 34)),
        (LineString([(0, 0), (10, 0)]), (5, 0)),
        (MultiLineString([[(0, 0), (1, 0)], [(10, 0), (20, 0)]]), (15, 0)),
    ],
)
def test_point_that_stands_for_a_geometry(
    geometry: BaseGeometry, place: tuple[float, float]
) -> None:
    assert representative_point(geometry).coords[0] == place


def test_point_for_an_area_lies_in_it() -> None:
    ring = Polygon([(0, 0), (9, 0), (9, 9), (0, 9)], [[(1, 1), (8, 1), (8, 8), (1, 8)]])
    assert ring.covers(representative_point(ring))


def test_incident_without_place() -> None:
    incident = Incident(incident_id="a", kind=Kind.STATEMENT, event_type=EventType.OTHER)
    record = incident_record(incident)
    assert (record["lat"], record["lon"], record["geometry_type"]) == (None, None, None)
    assert (record["kind"], record["event_type"]) == ("statement", "other")
