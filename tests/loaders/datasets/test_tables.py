import datetime as dt
import json
from pathlib import Path
from types import ModuleType

import geopandas as gpd
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapely
from made_datasets import write

from geodata.errors import SourceError, UsageError
from geodata.settings import Settings
from loaders.datasets import geofile, parquet, spreadsheet, table
from loaders.datasets.column_map import read_column_map
from loaders.datasets.dataset import Dataset, ReadOptions
from loaders.datasets.guess import column_map_toml

SURVEY = """\
Incident ID,Date,Country,Town,Lat,Long,Killed,Injured,Type,Comment
A1,13/10/2025,Afghanistan,Kabul,"34°31'N","69°11'E","1,200",3,Air/drone strike,=1+1
A2,9/10/2025,Afghanistan,Kandahar,,,2,,Battle,
A3,10/10/2025,Afghanistan,Nowhere at all,,,,,Battle,
"""
FEATURES = gpd.GeoDataFrame(
    {"id": [1, 2, 3], "day": ["2025-10-09", "2025-10-10", "2025-10-11"], "killed": [1, None, 3]},
    geometry=[
        shapely.Point(65, 31),
        shapely.Point(66, 32),
        shapely.LineString([(65, 31), (66, 32)]),
    ],
    crs="EPSG:4326",
)


def options(tmp_path: Path, toml: str = "", layer: str | None = None) -> ReadOptions:
    column_map = read_column_map(write(tmp_path / "map.toml", toml)) if toml else None
    return ReadOptions(settings=Settings(), column_map=column_map, layer=layer)


def frame_of(dataset: Dataset) -> pd.DataFrame:
    chunks = list(dataset.rows)
    assert not [row for chunk in chunks for row in chunk.rejected]
    return pd.concat([chunk.frame for chunk in chunks]).set_index("source_key")


def guessed(dataset: Dataset) -> dict[str, str]:
    return {target: rules[0].column for target, rules in dataset.column_map.rules.items()}


def test_an_unknown_table_is_guessed_and_says_so(tmp_path: Path) -> None:
    path = write(tmp_path / "survey.csv", SURVEY)
    dataset = table.read(path, options(tmp_path))
    assert dataset.is_guessed
    assert dataset.source == "survey"
    assert guessed(dataset) == {
        "source_key": "Incident ID",
        "date_start": "Date",
        "lat": "Lat",
        "lon": "Long",
        "place_name": "Town",
        "iso3": "Country",
        "killed_best": "Killed",
        "wounded_best": "Injured",
        "event_type": "Type",
    }
    assert dataset.column_map.day_first is True
    frame = frame_of(dataset)
    assert frame["date_start"].dt.date.tolist() == [dt.date(2025, 10, day) for day in (13, 9, 10)]
    assert frame.loc["A1", ["killed_best", "wounded_best"]].tolist() == [1200, 3]
    assert json.loads(frame.loc["A1", "raw"]) == {"Comment": "=1+1"}
    assert frame.loc["A1", "lat"] == pytest.approx(34 + 31 / 60)


@pytest.mark.parametrize(
    ("header", "separator"),
    [
        ("Date;Lieu;Pays;Latitude;Longitude;Tués;Blessés;Type d’incident", ";"),
        ("Fecha;Lugar;País;Latitud;Longitud;Fallecidos;Heridos;Tipo de evento", ";"),
        ("Datum;Ort;Land;Breite;Länge;Tote;Verletzte;Art", ";"),
        ("Дата,Місто,Країна,Широта,Довгота,Загинуло,Поранено,Тип події", ","),
        ("التاريخ,المكان,الدولة,خط العرض,خط الطول,القتلى,الجرحى,النوع", ","),
    ],
)
def test_columns_are_known_in_other_languages(tmp_path: Path, header: str, separator: str) -> None:
    row = ("13/10/2025", "Goma", "COD", "-1.67", "29.22", "3", "12", "X")
    path = write(tmp_path / "log.csv", f"{header}\n{separator.join(row)}\n")
    assert list(guessed(table.read(path, options(tmp_path)))) == [
        *("date_start", "lat", "lon", "place_name", "iso3"),
        *("killed_best", "wounded_best", "event_type"),
    ]


def test_places_without_coordinates_are_looked_up(tmp_path: Path) -> None:
    dataset = table.read(write(tmp_path / "survey.csv", SURVEY), options(tmp_path))
    frame = frame_of(dataset)
    town = frame.loc["A2"]
    assert town["place_id"].startswith("geonames:")
    assert (town["location_precision"], round(town["lat"], 1)) == ("town", 31.6)
    # A place that is not known lies somewhere in its country: an area and no pin.
    country = frame.loc["A3"]
    assert (country["place_id"], country["location_precision"]) == ("country:AFG", "country")
    assert pd.isna(country["lat"])
    assert shapely.from_wkb(country["wkb"]).contains(shapely.Point(66, 34))
    assert dataset.remarks.lines() == [
        "row 4: has no coordinates, and its place is not in the gazetteer: no point"
    ]


def test_the_guess_as_a_map_gives_the_same(tmp_path: Path) -> None:
    path = write(tmp_path / "survey.csv", SURVEY)
    guess = table.read(path, options(tmp_path))
    confirmed = table.read(path, options(tmp_path, column_map_toml(guess.column_map)))
    assert not confirmed.is_guessed
    assert (confirmed.source, confirmed.column_map) == (guess.source, guess.column_map)
    pd.testing.assert_frame_equal(frame_of(confirmed), frame_of(guess))


def test_the_same_words_give_the_same_id(tmp_path: Path) -> None:
    path = write(tmp_path / "t.csv", "date,place\n2025-10-09,Kabul\n2025-10-10,Kabul\n")
    first = frame_of(table.read(path, options(tmp_path)))
    again = frame_of(table.read(path, options(tmp_path)))
    assert first.index.tolist() == again.index.tolist()
    assert first.index.is_unique


def test_hxl_tags_tell_what_columns_are(tmp_path: Path) -> None:
    text = "Wann,Wo,Breite,Länge,Tote\n#date,#loc +name,#geo+lat,#geo+lon,#affected+killed\n"
    path = write(tmp_path / "t.csv", text + "2025-10-09,Kabul,34.5,69.2,4\n")
    dataset = table.read(path, options(tmp_path))
    assert guessed(dataset) == {
        "date_start": "Wann",
        "place_name": "Wo",
        "lat": "Breite",
        "lon": "Länge",
        "killed_best": "Tote",
    }
    frame = frame_of(dataset)
    assert frame[["row_number", "killed_best"]].to_numpy().tolist() == [[3, 4]]


def test_hxl_tags_in_place_of_a_header(tmp_path: Path) -> None:
    path = write(tmp_path / "t.csv", "#date,#affected+killed\n2025-10-09,4\n")
    assert frame_of(table.read(path, options(tmp_path)))["killed_best"].tolist() == [4]


def test_a_date_in_three_columns_with_parts_that_are_not_known(tmp_path: Path) -> None:
    text = "eventid,iyear,imonth,iday,country_txt,city,nkill\n1,2020,5,0,Iraq,Mosul,3.0\n"
    frame = frame_of(table.read(write(tmp_path / "t.csv", text), options(tmp_path)))
    row = frame.loc["1"]
    assert (row["date_start"], row["date_end"]) == (
        pd.Timestamp("2020-05-01"),
        pd.Timestamp("2020-05-31"),
    )
    assert (row["date_precision"], row["killed_best"]) == ("month", 3)


MAP = """\
source = "field survey"
licence = "internal"
day_first = false
decimal = ","
crs = "EPSG:32642"
[columns]
source_key = "no"
date_start = "when"
event_type = { column = "what", values = { "Bang" = "explosion" } }
kind = { constant = "incident" }
killed_best = "dead"
lon = "east"
lat = "north"
"""


def test_a_map_of_a_person(tmp_path: Path) -> None:
    path = write(
        tmp_path / "t.csv",
        "No;when;what;dead;east;north\n1;9/10/2025;bang;1.200;500000,5;3820000\n",
    )
    dataset = table.read(path, options(tmp_path, MAP))
    row = frame_of(dataset).loc["1"]
    assert (dataset.source, row["licence"]) == ("field survey", "internal")
    assert row["date_start"] == pd.Timestamp("2025-09-10")
    assert (row["event_type"], row["killed_best"]) == ("explosion", 1200)
    assert row["lon"] == pytest.approx(69, abs=0.001)
    assert row["lat"] == pytest.approx(34.52, abs=0.01)


@pytest.mark.parametrize(
    ("toml", "said"),
    [
        ("x = ", "not valid TOML"),
        ("source = 'a'", "has no table"),
        ("[columns]\nkiled_best = 'a'", "perhaps 'killed_best'"),
        ("[columns]\nkilled_best = 3", "neither as"),
        ("[columns]\nkilled_best = {}", "names no column"),
        ("[columns]\nkilled_best = {colum = 'a'}", "'colum'"),
        ("[columns]\nkind = {constant = 'x'}", "known are incident, toll"),
        ("[columns]\nevent_type = {column = 'a', values = {A = 'bang'}}", "known are battle"),
        ("[columns]\nkilled_best = {column = 'a', values = {A = 'x'}}", "is no number"),
        ("[columns]\niso3 = {column = 'a', scheme = 'x'}", "known are cameo"),
        ("decimal = 'x'\n[columns]\nlat = 'a'", "decimal"),
        ("speed = 1\n[columns]\nlat = 'a'", "known are source"),
        ("source = 1\n[columns]\nlat = 'a'", "which is no str"),
        ("required = ['x']\n[columns]\nlat = 'a'", "requires what is not"),
    ],
)
def test_maps_that_cannot_be_used_say_why(tmp_path: Path, toml: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        read_column_map(write(tmp_path / "m.toml", toml))


def test_a_map_that_names_a_column_that_is_not_there(tmp_path: Path) -> None:
    path = write(tmp_path / "t.csv", "date,deaths\n2025-10-09,3\n")
    with pytest.raises(UsageError, match=r"names the column 'death', not there \(perhaps 'deaths'"):
        table.read(path, options(tmp_path, "[columns]\nkilled_best = 'death'"))
    with pytest.raises(UsageError, match="no reference system 'EPSG:9999999'"):
        table.read(path, options(tmp_path, "crs = 'EPSG:9999999'\n[columns]\ndate_start = 'date'"))


def test_a_table_of_nothing_that_is_known(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="neither a date nor a place was recognised"):
        table.read(write(tmp_path / "t.csv", "a,b\n1,2\n"), options(tmp_path))


def test_a_table_without_rows(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"has no row that can be read$"):
        table.read(write(tmp_path / "t.csv", "id,date\n"), options(tmp_path))
    cut = write(tmp_path / "t.csv", "id,date,place\n1,2025-10-09\n")
    with pytest.raises(SourceError, match="can be read: row 2 has 2 cells, not 3"):
        table.read(cut, options(tmp_path))


def test_geojson_with_lists_and_without_shapes(tmp_path: Path) -> None:
    features = [
        {"type": "Feature", "properties": {"id": 1, "date": "2025-10-09", "x": {"a": [1, 2]}}},
        {"type": "Feature", "properties": {"id": 2, "date": "2025-10-09"}, "geometry": None},
        {"type": "Feature", "properties": None, "geometry": {"type": "Point", "coordinates": [9]}},
    ]
    content = json.dumps({"type": "FeatureCollection", "features": features})
    chunks = geofile.read(write(tmp_path / "a.geojson", content), options(tmp_path)).rows
    (chunk,) = chunks
    assert chunk.frame["source_key"].tolist() == ["1", "2"]
    assert json.loads(chunk.frame["raw"].iloc[0]) == {"x": '{ "a": [ 1, 2 ] }'}


def test_pairs_and_shapes_in_a_cell(tmp_path: Path) -> None:
    pairs = write(
        tmp_path / "a.csv",
        'date,coordinates\n2025-10-09,"34.5, 69.2"\n2025-10-10,x\n2025-10-11,1 2\n',
    )
    frame = frame_of(table.read(pairs, options(tmp_path)))
    assert frame[["lat", "lon"]].iloc[0].tolist() == [34.5, 69.2]
    assert json.loads(frame["raw"].iloc[1]) == {"coordinates": "x"}
    text = (
        "date;wkt\n2025-10-09;POINT (69.2 34.5)\n2025-10-10;LINESTRING (1 2, 3 4)\n2025-10-11;x\n"
    )
    frame = frame_of(table.read(write(tmp_path / "b.csv", text), options(tmp_path)))
    assert frame[["lat", "lon"]].iloc[0].tolist() == [34.5, 69.2]
    assert shapely.from_wkb(frame["wkb"].iloc[1]).wkt == "LINESTRING (1 2, 3 4)"
    assert frame["location_precision"].tolist() == ["town", "region", "none"]


WRITTEN = {
    "fgb": {"driver": "FlatGeobuf", "geometry_type": "Unknown"},
    "kml": {"driver": "KML"},
}


@pytest.mark.parametrize("ending", ["geojson", "gpkg", "fgb", "kml", "parquet"])
def test_files_of_geometries_in_the_system_that_they_declare(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"events.{ending}"
    # GeoJSON and KML know one system only.
    features = FEATURES if ending in ("geojson", "kml") else FEATURES.to_crs("EPSG:32642")
    if ending == "parquet":
        features.to_parquet(path)
    else:
        features.to_file(path, **WRITTEN.get(ending, {}))
    dataset = (parquet if ending == "parquet" else geofile).read(path, options(tmp_path))
    frame = frame_of(dataset).sort_values("row_number")
    assert sorted(frame["lon"].round(6).dropna()) == [65, 66]
    assert sorted(frame["lat"].round(6).dropna()) == [31, 32]
    assert sorted(frame["date_start"].dt.day) == [9, 10, 11]
    assert sorted(frame["killed_best"].dropna()) == [1, 3]
    (shape,) = frame["wkb"].dropna()
    assert shapely.from_wkb(shape).equals_exact(FEATURES.geometry[2], 1e-6)
    assert sorted(frame["location_precision"]) == ["region", "town", "town"]


def test_a_shapefile(tmp_path: Path) -> None:
    path = tmp_path / "events.shp"
    FEATURES.iloc[:2].to_crs("EPSG:32642").to_file(path)
    frame = frame_of(geofile.read(path, options(tmp_path)))
    assert frame[["lon", "lat"]].round(6).to_numpy().tolist() == [[65, 31], [66, 32]]
    path.with_suffix(".prj").unlink()
    dataset = geofile.read(path, options(tmp_path))
    assert "declares no reference system" in dataset.remarks.lines()[0]


def test_layers_are_named(tmp_path: Path) -> None:
    path = tmp_path / "a.gpkg"
    FEATURES.to_file(path, layer="one")
    FEATURES.iloc[:1].to_file(path, layer="two")
    with pytest.raises(SourceError, match="several layers: name one with --layer: one, two"):
        geofile.read(path, options(tmp_path))
    with pytest.raises(UsageError, match="no layer 'three': there are one, two"):
        geofile.read(path, options(tmp_path, layer="three"))
    assert len(frame_of(geofile.read(path, options(tmp_path, layer="two")))) == 1


@pytest.mark.parametrize("ending", [".gpkg", ".geojson", ".shp", ".kml", ".fgb"])
def test_a_file_that_is_not_what_its_name_says(tmp_path: Path, ending: str) -> None:
    path = write(tmp_path / f"a{ending}", "<OGRVRTDataSource>")
    with pytest.raises(SourceError, match="is no"):
        geofile.read(path, options(tmp_path))


@pytest.mark.parametrize("module", [geofile, parquet, spreadsheet])
def test_damaged_files(tmp_path: Path, module: ModuleType) -> None:
    name = {geofile: "a.gpkg", parquet: "a.parquet", spreadsheet: "a.xlsx"}[module]
    start = {geofile: b"SQLite format 3\0", parquet: b"PAR1", spreadsheet: b"PK\x03\x04"}[module]
    with pytest.raises(SourceError):
        module.read(write(tmp_path / name, start + b"\x07" * 500), options(tmp_path))


def test_xml_that_grows_without_end_is_refused(tmp_path: Path) -> None:
    bomb = (
        '<?xml version="1.0"?><kml><!-- ' + "x" * 3_000_000 + ' --><!DOCTYPE a [<!ENTITY b "c">]>'
    )
    with pytest.raises(SourceError, match="declares XML entities"):
        geofile.read(write(tmp_path / "a.kml", bomb), options(tmp_path))


def test_parquet_without_geometries_keeps_its_types(tmp_path: Path) -> None:
    rows = pa.table(
        {
            "event_id": pa.array([7, 8]),
            "date": pa.array([dt.date(2025, 10, 9), None]),
            "latitude": pa.array([34.5, float("nan")]),
            "longitude": pa.array([69.2, 69.0]),
            "killed": pa.array([3, None], pa.int16()),
            "kind of place": pa.array(["x", "y"]).dictionary_encode(),
            "extra": pa.array([1.5, 2.0]),
        }
    )
    pq.write_table(rows, tmp_path / "t.parquet")
    frame = frame_of(parquet.read(tmp_path / "t.parquet", options(tmp_path)))
    row = frame.loc["7"]
    assert (row["lat"], row["killed_best"], row["date_start"]) == (
        34.5,
        3,
        pd.Timestamp("2025-10-09"),
    )
    assert json.loads(row["raw"]) == {"kind of place": "x", "extra": 1.5}


def test_a_spreadsheet(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    write_xlsx(
        path,
        {
            "Notes": [["only a title"]],
            "Events": [
                ["Casualties of October", None, None, None],
                ["date", "place", "killed", "sum"],
                [dt.date(2025, 10, 9), "Kabul", 1200, "=C3+1"],
                [dt.date(2025, 10, 10), "Herat", 2.0, None],
            ],
        },
    )
    dataset = spreadsheet.read(path, options(tmp_path))
    frame = frame_of(dataset)
    assert frame["date_start"].dt.day.tolist() == [9, 10]
    assert frame["killed_best"].tolist() == [1200, 2]
    assert frame["row_number"].tolist() == [3, 4]
    with pytest.raises(UsageError, match="no sheet 'X': there are Notes, Events"):
        spreadsheet.read(path, options(tmp_path, layer="X"))


def write_xlsx(path: Path, sheets: dict[str, list[list[object]]]) -> None:
    """Write a workbook: the least of the format that spreadsheet programs read."""
    import zipfile  # noqa: PLC0415 - for this alone

    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    with zipfile.ZipFile(path, "w") as archive:
        parts = "".join(
            f'<Override PartName="/xl/worksheets/sheet{n}.xml" '
            'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
            for n in range(1, len(sheets) + 1)
        )
        archive.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{package}/content-types"><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.'
            f'openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>{parts}</Types>',
        )
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{package}/relationships"><Relationship Id="r" '
            f'Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        )
        names = "".join(
            f'<sheet name="{name}" sheetId="{n}" r:id="r{n}"/>'
            for n, name in enumerate(sheets, start=1)
        )
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>{names}</sheets></workbook>',
        )
        links = "".join(
            f'<Relationship Id="r{n}" Type="{office}/worksheet" Target="worksheets/sheet{n}.xml"/>'
            for n in range(1, len(sheets) + 1)
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{package}/relationships">{links}</Relationships>',
        )
        for n, rows in enumerate(sheets.values(), start=1):
            cells = "".join(
                "<row>" + "".join(_cell(value) for value in row) + "</row>" for row in rows
            )
            archive.writestr(
                f"xl/worksheets/sheet{n}.xml",
                f'<worksheet xmlns="{main}"><sheetData>{cells}</sheetData></worksheet>',
            )


def _cell(value: object) -> str:
    if value is None:
        return "<c/>"
    if isinstance(value, dt.date):
        return f'<c t="d"><v>{value.isoformat()}</v></c>'
    if isinstance(value, int | float):
        return f"<c><v>{value}</v></c>"
    text = str(value)
    if text.startswith("="):
        return f"<c><f>{text[1:]}</f><v>1</v></c>"
    return f'<c t="inlineStr"><is><t>{text}</t></is></c>'
