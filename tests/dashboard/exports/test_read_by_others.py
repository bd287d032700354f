"""Files as the programs that people open them with see them: GDAL, poppler, an XML parser."""

import math
import re
import shutil
import subprocess
from pathlib import Path

import pyogrio
import pytest
from export_records import frames, of_every_kind
from lxml import etree

from dashboard.exports import export_for
from dashboard.exports.about import About
from dashboard.exports.static_map.options import MapOptions

ROWS = len(of_every_kind())
DRIVERS = {
    ".geojson": "GeoJSON",
    ".gpkg": "GPKG",
    ".kml": "LIBKML",
    ".kmz": "LIBKML",
    ".csv": "CSV",
    ".xlsx": "XLSX",
}
# Layers of what belongs to rows, and of notes.
BESIDE = {"claims", "reports", "about", "layer_styles", "Claims", "Sources", "Notes", "Columns"}


def written(folder: Path, name: str, layout: MapOptions | None = None) -> Path:
    path = folder / name
    about = About(layout=layout or MapOptions(size="A5", dpi=40))
    export_for(path).write(path, *frames(of_every_kind()), title="October", about=about)
    return path


@pytest.mark.parametrize("ending", DRIVERS)
def test_gdal_opens_it_and_finds_every_row(ending: str, tmp_path: Path) -> None:
    driver = DRIVERS[ending]
    if pyogrio.list_drivers().get(driver) is None:
        pytest.skip(f"this GDAL has no {driver}")
    path = written(tmp_path, f"out{ending}")
    layers = set(pyogrio.list_layers(path)[:, 0]) - BESIDE
    found = 0
    for layer in layers:
        info = pyogrio.read_info(path, layer=layer, force_total_bounds=True)
        assert info["driver"] == driver
        assert {"incident_id", "id"} & set(info["fields"])
        found += info["features"]
        if info["total_bounds"] is not None and math.isfinite(info["total_bounds"][0]):
            assert info["crs"] == "EPSG:4326"
            west, south, east, north = info["total_bounds"]
            assert -180 <= west <= east <= 180
            assert -90 <= south <= north <= 90
    assert found == ROWS


@pytest.mark.skipif(shutil.which("pdffonts") is None, reason="poppler's pdffonts is not there")
def test_poppler_finds_every_font_of_a_page_embedded(tmp_path: Path) -> None:
    path = written(tmp_path, "out.pdf")
    listed = subprocess.run(["pdffonts", path], check=True, capture_output=True, text=True)
    fonts = listed.stdout.splitlines()[2:]
    assert any("FiraSansCondensed" in line for line in fonts)
    for line in fonts:
        # Embedded, as a subset, with its letters to be searched for.
        assert re.search(r"\byes +yes +yes +\d+ +\d+$", line), line


def test_an_svg_is_sound_and_reaches_for_nothing(tmp_path: Path) -> None:
    root = etree.parse(written(tmp_path, "out.svg"), etree.XMLParser(resolve_entities=False))
    names = {etree.QName(one).localname for one in root.iter(etree.Element)}
    assert {"svg", "text", "path", "style"} <= names
    assert not names & {"script", "foreignObject", "iframe", "animate", "set"}
    for one in root.iter(etree.Element):
        for name, value in one.attrib.items():
            assert not etree.QName(name).localname.startswith("on")
            if etree.QName(name).localname == "href":
                assert value.startswith(("#", "data:image/png;base64,"))
            assert not re.search(r"url\((?!['\"]?#)", value)
    for style in root.iter("{http://www.w3.org/2000/svg}style"):
        assert not re.search(r"@import|url\((?!['\"]?data:)", style.text or "")
