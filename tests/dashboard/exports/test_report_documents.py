"""Word and PowerPoint files: opened again, and laid out by LibreOffice where that is found."""

import datetime as dt
import io
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import docx
import pptx
import pytest
from export_records import claim, frames, incident, of_every_kind, report
from lxml import etree

from dashboard.exports import export_for
from dashboard.exports.about import EPOCH, About
from dashboard.exports.documents.brief import brief_of, by_day, shortened
from dashboard.exports.documents.word import MOST_LINES
from dashboard.exports.publishable import publishable
from dashboard.exports.static_map.options import MapOptions
from geodata.frames import claims_frame, incidents_frame, reports_frame
from geodata.query import Selection
from geodata.store import Frames
from geodata.vocabulary import EventType, Kind

CUT = dt.datetime(2025, 10, 30, 12, tzinfo=dt.UTC)
HOSTILE = "=1+1 <script>\x00\x0b\ufffe</w:t> \u202e many\nlines"
KINDS = [".docx", ".pptx"]


@pytest.fixture(autouse=True)
def _no_epoch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(EPOCH, raising=False)


def written(
    folder: Path, ending: str, given: Frames, title: str = "October", **about: object
) -> Path:
    path = folder / f"out{ending}"
    # Few dots are enough to know a map by.
    asked = About(data_cut=CUT, layout=MapOptions(dpi=50), **about)  # type: ignore[arg-type]
    export_for(path).write(path, *given, title=title, about=asked)
    return path


def words(path: Path) -> str:
    """Return all text of a document."""
    found = []
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if re.search(r"(document|slides/slide\d+)\.xml$", name):
                found += etree.fromstring(archive.read(name)).itertext()
    return " ".join(found)


def alternative_texts(path: Path) -> list[str]:
    with zipfile.ZipFile(path) as archive:
        parts = b"".join(
            archive.read(name)
            for name in archive.namelist()
            if re.search(r"(document|slides/slide\d+)\.xml$", name)
        )
    return re.findall(r'descr="([^"]*)"', parts.decode())


def test_a_report_has_headings_figures_table_and_sources(tmp_path: Path) -> None:
    document = docx.Document(str(written(tmp_path, ".docx", frames(of_every_kind()))))
    headings = [one.text for one in document.paragraphs if one.style.name == "Heading 1"]
    assert headings == [
        "Key figures",
        "Tolls over a period or an area",
        "Incidents, tolls and talks",
        "Sources",
        "Notes",
    ]
    assert document.paragraphs[0].style.name == "Title"
    figures, table = document.tables
    assert [cell.text.split("\n")[:2] for cell in figures.rows[0].cells] == [
        ["2", "incidents"],
        ["5–9", "people killed"],
        ["12 or more", "people wounded"],
    ]
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert rows[0] == ["Date", "Place", "What", "Killed", "Wounded", "Sources"]
    assert ["9 Oct 2025", "Spīn Bōldak", "Explosion or remote violence", "5–9", "–", "[1] "] in rows
    assert any("70 or more" in row for row in rows)  # the toll, with no highest number
    assert any("Talks (failed): Pakistan – Afghanistan" in row for row in rows)
    text = words(tmp_path / "out.docx")
    sources = [one.text for one in document.paragraphs if one.style.name == "Source"]
    assert sources[0].startswith("[1]\topen publisher, “open title”, 29 October 2025")
    assert "Data as of 30 October 2025" in text
    assert "legal status of any territory" in text


@pytest.mark.parametrize("ending", KINDS)
def test_the_map_is_a_picture_with_words_for_it(ending: str, tmp_path: Path) -> None:
    (said,) = alternative_texts(written(tmp_path, ending, frames(of_every_kind())))
    assert said.startswith("Map: October, 1–31 October 2025.")
    assert "people killed: 5–9." in said


@pytest.mark.parametrize("ending", KINDS)
def test_what_the_file_says_of_itself(ending: str, tmp_path: Path) -> None:
    path = written(tmp_path, ending, frames(of_every_kind()))
    opened = docx.Document(str(path)) if ending == ".docx" else pptx.Presentation(str(path))
    said = opened.core_properties
    assert (said.title, said.author, said.last_modified_by) == ("October", "", "")
    assert said.created.replace(tzinfo=dt.UTC) == CUT
    with zipfile.ZipFile(path) as archive:
        assert {info.date_time for info in archive.infolist()} == {(2025, 10, 30, 12, 0, 0)}
        whole = b"".join(archive.read(name) for name in archive.namelist())
    assert str(tmp_path).encode() not in whole
    assert b"python-docx" not in whole


@pytest.mark.parametrize("ending", KINDS)
def test_texts_that_no_document_can_hold(ending: str, tmp_path: Path) -> None:
    row = incident(
        "0000000000000001",
        place_name=HOSTILE,
        side_a=HOSTILE,
        claimant=HOSTILE,
        attribution=HOSTILE,
        report_ids=["open"],
    )
    given = Frames(
        incidents_frame([row]),
        claims_frame([claim(row, HOSTILE)]),
        reports_frame([report("open", title=HOSTILE * 20, url="javascript:alert(1)")]),
    )
    path = written(tmp_path, ending, given, title=HOSTILE * 10 + "\ufdfd")
    assert "<script>" in words(path)
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):
                etree.fromstring(archive.read(name))
            assert b"javascript:" not in archive.read(name)


@pytest.mark.parametrize("ending", KINDS)
def test_nothing_to_show(ending: str, tmp_path: Path) -> None:
    assert "Nothing matches the selection." in words(written(tmp_path, ending, frames([])))


@pytest.mark.parametrize("ending", KINDS)
def test_a_long_list_says_that_it_is_cut(ending: str, tmp_path: Path) -> None:
    rows = [incident(f"{number:016x}", killed_high=None) for number in range(MOST_LINES + 15)]
    text = words(written(tmp_path, ending, frames(rows)))
    assert f"of {len(rows)} rows" in text
    assert "is the annex with all of them" in text


def test_slides_have_titles(tmp_path: Path) -> None:
    slides = pptx.Presentation(str(written(tmp_path, ".pptx", frames(of_every_kind()))))
    titles = [slide.shapes.title.text_frame.text for slide in slides.slides]
    assert titles == [
        "October",
        "Key figures",
        "Map: October",
        "Incidents, tolls and talks: most deaths",
        "Sources",
        "Notes",
    ]
    for slide in slides.slides:
        for shape in slide.shapes:
            assert shape.left >= 0
            assert shape.left + shape.width <= slides.slide_width + 1


def test_sums_stand_beside_and_are_not_added() -> None:
    content = publishable(*frames())
    brief = brief_of(content, None, About(data_cut=CUT))
    figures = {one.label: one for one in brief.figures}
    assert figures["incidents"].value == "2"
    assert figures["people killed"].value == "5–9"
    assert figures["more, given as sums only"].value == "3"
    assert figures["more, given as sums only"].note.startswith("killed: 7 or more")
    assert any("given only as sums" in note for note in brief.notes)


def test_links_lead_to_web_addresses_only() -> None:
    rows = [incident(f"{number:016x}", report_ids=[f"r{number}"]) for number in range(3)]
    reports = [
        report("r0", url="https://a.example/x"),
        report("r1", url="file:///etc/passwd"),
        report("r2", url=None, title=None, publisher=None),
    ]
    given = incidents_frame(rows), claims_frame([]), reports_frame(reports)
    brief = brief_of(publishable(*given), "x", About())
    assert [one.link for one in brief.sources] == ["https://a.example/x", None, None]
    assert brief.sources[2].text == "Report without title and publisher, 29 October 2025"


def test_the_period_is_the_one_asked_for() -> None:
    content = publishable(*frames(of_every_kind()))
    asked = Selection(date_from=dt.date(2025, 10, 1), date_to=dt.date(2025, 11, 2))
    assert brief_of(content, "x", About(selection=asked)).period == "1 October – 2 November 2025"


def test_rows_stand_by_deaths_and_then_by_day() -> None:
    rows = [
        incident("0000000000000001", killed_best=2, killed_low=2),
        incident(
            "0000000000000002",
            kind=Kind.TALKS,
            event_type=EventType.TALKS,
            killed_low=None,
            killed_best=None,
            killed_high=None,
        ),
        incident("0000000000000003", killed_best=90, killed_high=None),
    ]
    brief = brief_of(publishable(*frames(rows)), "x", About())
    assert [line.killed for line in brief.lines] == ["5 or more", "2–9", ""]
    assert by_day(brief, 2)[1].startswith("2 of 3 rows")


def test_long_texts_are_cut() -> None:
    assert len(shortened("word " * 500)) <= 220
    assert shortened("a\n b") == "a b"


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not there")
@pytest.mark.parametrize(("ending", "pages"), [(".docx", 3), (".pptx", 6)])
def test_libreoffice_lays_it_out(ending: str, pages: int, tmp_path: Path) -> None:
    path = written(tmp_path, ending, frames(of_every_kind()))
    command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/office", "--headless"]
    run = [*command, "--convert-to", "pdf", "--outdir", str(tmp_path), str(path)]
    subprocess.run(run, check=True, capture_output=True)
    found = path.with_suffix(".pdf").read_bytes()
    assert len(re.findall(rb"/Type\s*/Page\b", found)) == pages
    assert io.BytesIO(found).read(5) == b"%PDF-"
