import datetime as dt
from pathlib import Path

from export_records import claim, frames, incident, of_every_kind, report
from lxml import html

from dashboard.exports.about import About
from dashboard.exports.documents.brief import brief_of
from dashboard.exports.documents.web import about_html
from dashboard.exports.html import write_html
from dashboard.exports.publishable import publishable
from geodata.frames import claims_frame, incidents_frame, reports_frame
from geodata.store import Frames

CUT = dt.datetime(2025, 10, 30, 12, tzinfo=dt.UTC)
HOSTILE = '<script>alert(1)</script><img src=x onerror="alert(1)">'


def said(given: Frames) -> html.HtmlElement:
    content = publishable(*given)
    brief = brief_of(content, "October", About(data_cut=CUT))
    return html.fragment_fromstring(about_html(brief, content.aggregates), create_parent="div")


def test_sources_notes_and_incidents_stand_beside_the_map() -> None:
    found = said(frames(of_every_kind()))
    heads = [one.text for one in found.iter("h2")]
    assert heads == ["Incidents, tolls and talks", "Sources", "Notes"]
    assert [one.get("href") for one in found.iter("a")] == ["https://open.example/a"]
    (table,) = found.iter("table")
    cells = [[cell.text or "" for cell in row] for row in table.iter("tr")]
    assert cells[0] == ["Date", "Place", "What", "Killed", "Wounded", "Sources"]
    assert any(row[3] == "70 or more" for row in cells)
    text = found.text_content()
    assert "legal status of any territory" in text
    assert "Data as of 30 October 2025" in text


def test_sums_are_told_and_not_drawn() -> None:
    found = said(frames())
    assert next(found.iter("h2")).text == "Given only as sums, not on the map"
    table = next(found.iter("table"))
    assert [cell.text for cell in list(table.iter("tr"))[1]] == [
        "2025-10",
        "Daykundi, AFG",
        "incident, explosion",
        "3",
        "7 or more",
    ]


def test_texts_of_reports_are_text() -> None:
    row = incident("0000000000000001", place_name=HOSTILE, side_a=HOSTILE, attribution=HOSTILE)
    given = Frames(
        incidents_frame([row]),
        claims_frame([claim(row, HOSTILE)]),
        reports_frame(
            [report("open", title=HOSTILE, url='https://a.example/"><script>x</script>')]
        ),
    )
    found = said(given)
    assert list(found.iter("script")) == []
    assert list(found.iter("img")) == []
    assert HOSTILE in found.text_content()


def test_the_page_has_them_behind_its_head(tmp_path: Path) -> None:
    path = tmp_path / "out.html"
    write_html(path, *frames(of_every_kind()), title="October")
    page = html.fromstring(path.read_text("utf-8"))
    (about,) = page.xpath("//details[@id='incidentmap-about']")
    assert about.find("summary").text == "Sources and notes"
    assert "open publisher" in about.text_content()
