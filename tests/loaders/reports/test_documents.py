"""Reports in the formats of office programs, of mail programs and of ReliefWeb's API."""

import datetime as dt
import io
import json
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pypdf
import pytest
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

from geodata.errors import SourceError
from loaders.batch import Rejected
from loaders.reports import docx, eml, pdf, reliefweb
from loaders.reports.markup import text_of_markup
from loaders.reports.source_text import SourceText

LIMIT = 1_000_000
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def write(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def make_pdf(path: Path, *pages: list[str], title: str | None = None, password: str = "") -> Path:
    """Write a PDF of one font and the given lines on each page."""
    writer = pypdf.PdfWriter()
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
        }
    )
    for lines in pages:
        page = writer.add_blank_page(600, 800)
        shown = " ".join(f"({line}) Tj 0 -14 Td" for line in lines)
        stream = DecodedStreamObject()
        stream.set_data(f"BT /F1 12 Tf 40 700 Td {shown} ET".encode("latin-1"))
        fonts = DictionaryObject({NameObject("/F1"): writer._add_object(font)})
        page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
        page[NameObject("/Contents")] = writer._add_object(stream)
    if title:
        writer.add_metadata({"/Title": title})
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    data = io.BytesIO()
    writer.write(data)
    return write(path, data.getvalue())


def test_pdf(tmp_path: Path) -> None:
    lines = ["Five people were killed in Kabul when a bo-", "mb went off near a market.", "Short."]
    path = make_pdf(tmp_path / "a.pdf", lines, ["Two were hurt."], title="A report")
    (found,) = pdf.read(path, limit=LIMIT)
    first, second = found.text.split(pdf.PAGE_BREAK)
    assert first.startswith("Five people were killed in Kabul when a bomb went off near a market.")
    assert second == "Two were hurt."
    assert found.facts.title == "A report"
    assert pdf.page_of(found.text, found.text.index("killed")) == 1
    assert pdf.page_of(found.text, found.text.index("Two")) == 2


def test_a_scan_says_so(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="it is a scan; run text recognition"):
        list(pdf.read(make_pdf(tmp_path / "a.pdf", [], []), limit=LIMIT))
    (found,) = pdf.read(make_pdf(tmp_path / "b.pdf", ["Five killed."], []), limit=LIMIT)
    assert found.warnings == ("has no text on pages 2: perhaps scans",)


def test_a_pdf_that_cannot_be_read(tmp_path: Path) -> None:
    whole = make_pdf(tmp_path / "a.pdf", ["Five killed."]).read_bytes()
    for content in (b"%PDF-1.7\n", b"%PDF-1.7" + b"\xff" * 500, b"words"):
        with pytest.raises(SourceError):
            list(pdf.read(write(tmp_path / "b.pdf", content), limit=LIMIT))
    with pytest.raises(SourceError, match="locked with a password"):
        list(pdf.read(make_pdf(tmp_path / "c.pdf", ["x"], password="secret"), limit=LIMIT))  # noqa: S106 - a test's
    with pytest.raises(SourceError, match="larger than"):
        list(pdf.read(write(tmp_path / "d.pdf", whole), limit=len(whole) // 21))


def make_docx(path: Path, body: str, **members: str) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(
            "word/document.xml",
            f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>',
        )
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def test_docx(tmp_path: Path) -> None:
    body = (
        "<w:p><w:r><w:t>Five </w:t></w:r><w:r><w:t>killed.</w:t></w:r></w:p>"
        "<w:p><w:del><w:r><w:delText>Six killed.</w:delText></w:r></w:del>"
        "<w:r><w:t>Two</w:t><w:tab/><w:t>hurt.</w:t></w:r></w:p>"
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>Kabul</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    )
    core = '<c xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>A report</dc:title></c>'
    path = make_docx(tmp_path / "a.docx", body, **{"docProps/core.xml": core})
    (found,) = docx.read(path, limit=LIMIT)
    assert found.text == "Five killed.\nTwo hurt.\nKabul"
    assert found.facts.title == "A report"


def test_a_docx_that_cannot_be_read(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "other.docx", "w") as archive:
        archive.writestr("a.txt", "words")
    bomb = make_docx(tmp_path / "bomb.docx", "<w:p/>" * 10_000)
    empty = make_docx(tmp_path / "empty.docx", "<w:p/>")
    entity = tmp_path / "entity.docx"
    with zipfile.ZipFile(entity, "w") as archive:
        archive.writestr("word/document.xml", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')
    for path, limit, said in (
        (tmp_path / "other.docx", LIMIT, "is no Word document"),
        (write(tmp_path / "x.docx", b"PK\x03\x04nothing"), LIMIT, "is no Word document"),
        (bomb, 1000, "unpacks to more than"),
        (empty, LIMIT, "without text"),
        (entity, LIMIT, "XML entities"),
    ):
        with pytest.raises(SourceError, match=said):
            list(docx.read(path, limit=limit))


def test_eml(tmp_path: Path) -> None:
    message = EmailMessage()
    message["From"] = "Invented Desk <desk@example.org>"
    message["Subject"] = "Situation in Kabul"
    message["Date"] = "Thu, 09 Oct 2025 12:00:00 +0430"
    message.set_content("Five killed in Kabul.\n")
    message.add_alternative("<p>Five killed in Kabul.</p>", subtype="html")
    message.add_attachment(b"x", maintype="application", subtype="pdf", filename="list.pdf")
    (found,) = eml.read(write(tmp_path / "a.eml", message.as_bytes()), limit=LIMIT)
    assert found.text == "Five killed in Kabul."
    assert found.facts.published == dt.date(2025, 10, 9)
    assert (found.facts.title, found.facts.publisher) == ("Situation in Kabul", "Invented Desk")
    assert found.warnings == ("its attachments are not read: list.pdf",)


def test_an_html_mail_in_another_encoding(tmp_path: Path) -> None:
    raw = b"From: a@example.org\nContent-Type: text/html; charset=cp1251\n\n<p>" + "Кабул".encode(
        "cp1251"
    )
    (found,) = eml.read(write(tmp_path / "a.eml", raw), limit=LIMIT)
    assert found.text == "Кабул"


@pytest.mark.parametrize("content", [b"no mail", b"From: a@b.c\n\n", b"\x00\x01\x02"])
def test_what_is_no_mail(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(SourceError):
        list(eml.read(write(tmp_path / "a.eml", content), limit=LIMIT))


def test_reliefweb(tmp_path: Path) -> None:
    fields = {
        "title": "Flash update",
        "body-html": "<p>Five killed.</p>",
        "body": "Five killed.",
        "url_alias": "https://reliefweb.int/report/1",
        "source": [{"name": "Invented Agency"}],
        "language": [{"code": "en"}],
        "date": {"original": "2025-10-09T00:00:00+00:00", "created": "2025-10-10T00:00:00+00:00"},
    }
    entries = [{"id": "1", "fields": fields}, {"id": "2", "fields": {"title": "x"}}, 3]
    path = write(tmp_path / "a.json", json.dumps({"data": entries}).encode())
    found, without, strange = reliefweb.read(path, limit=LIMIT)
    assert isinstance(found, SourceText)
    assert found.text == "Five killed."
    assert found.facts.published == dt.date(2025, 10, 9)
    assert found.facts.publisher == "Invented Agency"
    assert isinstance(without, Rejected)
    assert "has no body: ask the API for it" in str(without)
    assert isinstance(strange, Rejected)


@pytest.mark.parametrize("content", [b'{"data": 3}', b'{"data": []}', b"{", b"[" * 100_000])
def test_what_is_no_answer(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(SourceError):
        list(reliefweb.read(write(tmp_path / "a.json", content), limit=LIMIT))


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>One</p><p>two<br>three</p>", "One\ntwo\nthree"),
        ("plain &amp; simple", "plain & simple"),
        ("<b>Five</b> killed<script>alert(1)</script>.", "Five killed."),
        ("<!-- x -->a", "a"),
        ("a < b", "a < b"),
        ("", ""),
        ("<ul><li>a<li>b</ul>", "a\nb"),
    ],
)
def test_markup(markup: str, text: str) -> None:
    assert text_of_markup(markup) == text
