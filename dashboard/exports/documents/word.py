"""DOCX: a short report of incidents with real headings and styles, to be edited in Word.

Title, key figures, map with alternative text, table, numbered sources with links, notes. Sources
stand at the end; a number in the table leads there. The file names no user and no path.
"""

import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import docx
import geopandas as gpd
import pandas as pd
from docx.document import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from dashboard.exports.about import About
from dashboard.exports.archives import repacked
from dashboard.exports.documents.brief import (
    NO_NUMBER,
    Brief,
    Figure,
    Line,
    brief_of,
    by_day,
    deadliest,
)
from dashboard.exports.documents.picture import map_picture
from dashboard.exports.publishable import leaving

# More rows than this nobody reads in a document.
MOST_LINES: Final = 60
_FIGURES_A_ROW: Final = 3
_INK: Final = RGBColor(0x23, 0x21, 0x1E)
_ACCENT: Final = RGBColor(0x8A, 0x3B, 0x12)
_QUIET: Final = RGBColor(0x5C, 0x5C, 0x5C)
_SILENT: Final = f"{NO_NUMBER}: no number is stated, which is not zero."
_HEAD_FILL: Final = "E8E4DC"
_CARD_FILL: Final = "F6F3EC"
_FONT: Final = "Calibri"
_PAGE_WIDTH, _PAGE_HEIGHT, _MARGIN = Mm(210), Mm(297), Mm(20)
# Of the table's columns, millimetres: date, place, what, killed, wounded, sources.
_COLUMNS: Final = (
    ("Date", 30),
    ("Place", 40),
    ("What", 44),
    ("Killed", 20),
    ("Wounded", 20),
    ("Sources", 16),
)
_NUMBERS: Final = (3, 4)
# Rows that the first page takes.
_FIRST_LINES, _MOST_FIRST = 10, 14
_MAP_MARGIN, _MAP_HEIGHT = Mm(14), Mm(176)


def write_docx(  # noqa: PLR0913 - three tables, and how
    path: Path,
    incidents: gpd.GeoDataFrame,
    claims: pd.DataFrame,
    reports: pd.DataFrame,
    *,
    title: str | None = None,
    about: About | None = None,
) -> None:
    """Write a report."""
    about = about or About()
    content = leaving(incidents, claims, reports, about)
    brief = brief_of(content, title, about)
    document = docx.Document()
    _set_up(document, brief, about)
    _heading(document, brief)
    _figures(document, brief.figures)
    if brief.tolls:
        document.add_heading("Tolls over a period or an area", level=1)
    for toll in brief.tolls:
        document.add_paragraph(toll, style="List Bullet")
    _deadliest(document, brief)
    if (picture := map_picture(content, brief.title, about, size="A5")) is not None:
        _picture(document, brief, picture)
    if len(brief.lines) > _MOST_FIRST:
        _annex(document, brief)
    _sources(document, brief)
    document.add_heading("Notes", level=1)
    for note in brief.notes:
        document.add_paragraph(note, style="Notes")
    whole = io.BytesIO()
    document.save(whole)
    repacked(path, whole.getvalue(), about.written())


def _set_up(document: Document, brief: Brief, about: About) -> None:
    """Set page, styles, footer and what the file says of itself."""
    section = document.sections[0]
    section.orientation = WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = _PAGE_WIDTH, _PAGE_HEIGHT
    section.left_margin = section.right_margin = _MARGIN
    section.top_margin = section.bottom_margin = _MARGIN
    _styles(document)
    _footer(section.footer.paragraphs[0], brief)
    said = document.core_properties
    said.title, said.subject = brief.title[:_LONGEST_PROPERTY], brief.period
    said.author = about.author or ""
    said.last_modified_by = said.comments = said.keywords = said.category = ""
    said.revision = 1
    said.language = "en"
    said.created = said.modified = about.written().replace(tzinfo=None)
    said.last_printed = said.created


_LONGEST_PROPERTY: Final = 255


def _styles(document: Document) -> None:
    styles = document.styles
    for name, size, colour, before, after in (
        ("Normal", 10.5, _INK, 0, 6),
        ("Title", 24, _INK, 0, 2),
        ("Subtitle", 12, _QUIET, 0, 10),
        ("Heading 1", 14, _ACCENT, 16, 6),
        ("Caption", 9, _QUIET, 4, 10),
        ("List Bullet", 10.5, _INK, 0, 3),
    ):
        style: Any = styles[name]
        style.font.name, style.font.size, style.font.color.rgb = _FONT, Pt(size), colour
        style.font.italic = False
        style.font.bold = name in {"Title", "Heading 1"}
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), _FONT)
        for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            style.element.rPr.rFonts.attrib.pop(qn(theme), None)
        for spread in style.element.rPr.findall(qn("w:spacing")):
            style.element.rPr.remove(spread)
        style.paragraph_format.space_before = Pt(before)
        style.paragraph_format.space_after = Pt(after)
    # The template draws a line under titles.
    borders = styles["Title"].element.pPr.find(qn("w:pBdr"))
    if borders is not None:
        styles["Title"].element.pPr.remove(borders)
    for name, size, colour in (
        ("Notes", 9, _QUIET),
        ("Table Text", 9, _INK),
        ("Source", 9.5, _INK),
    ):
        own: Any = styles.add_style(name, 1)
        own.base_style = styles["Normal"]
        own.font.size, own.font.color.rgb = Pt(size), colour
        own.paragraph_format.space_after = Pt(1 if name == "Table Text" else 4)
        own.paragraph_format.space_before = Pt(1 if name == "Table Text" else 0)


def _footer(paragraph: Paragraph, brief: Brief) -> None:
    paragraph.style.font.size = Pt(8)  # type: ignore[union-attr] # a footer has a style
    paragraph.add_run(f"{brief.dates}\t\tPage " if brief.dates else "\t\tPage ")
    _field(paragraph, "PAGE")
    paragraph.add_run(" of ")
    _field(paragraph, "NUMPAGES")


def _field(paragraph: Paragraph, code: str) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), code)
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)  # noqa: SLF001 - python-docx has no fields


def _heading(document: Document, brief: Brief) -> None:
    document.add_paragraph(brief.title, style="Title")
    said = " · ".join(part for part in (brief.period, brief.places, brief.dates) if part)
    document.add_paragraph(said, style="Subtitle")


def _figures(document: Document, figures: Sequence[Figure]) -> None:
    document.add_heading("Key figures", level=1)
    rows = -(-len(figures) // _FIGURES_A_ROW)
    table = document.add_table(rows=rows, cols=_FIGURES_A_ROW)
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    for number, cell in enumerate(cell for row in table.rows for cell in row.cells):
        if number >= len(figures):
            continue
        figure = figures[number]
        _fill(cell, _CARD_FILL)
        first = cell.paragraphs[0]
        first.paragraph_format.space_before = Pt(4)
        first.paragraph_format.space_after = Pt(0)
        value = first.add_run(figure.value)
        value.bold, value.font.size, value.font.color.rgb = True, Pt(18), _ACCENT
        label = cell.add_paragraph(style="Table Text")
        label.add_run(figure.label).bold = True
        last = cell.add_paragraph(figure.note, style="Table Text")
        last.paragraph_format.space_after = Pt(4)
    _between(table)
    document.add_paragraph().paragraph_format.space_after = Pt(0)


def _picture(document: Document, brief: Brief, picture: bytes) -> None:
    """Add the map on a page of its own that lies: so its words can be read."""
    section = document.add_section(WD_SECTION.NEW_PAGE)
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = _PAGE_HEIGHT, _PAGE_WIDTH
    section.top_margin = section.bottom_margin = _MAP_MARGIN
    drawn = document.add_picture(io.BytesIO(picture), height=_MAP_HEIGHT)
    described = drawn._inline.docPr  # noqa: SLF001 - python-docx has no alternative texts
    described.set("descr", brief.alternative_text())
    described.set("name", "Map")
    holder = document.paragraphs[-1]
    holder.alignment = WD_ALIGN_PARAGRAPH.CENTER
    holder.paragraph_format.space_after = Pt(0)
    section = document.add_section(WD_SECTION.NEW_PAGE)
    section.orientation = WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = _PAGE_WIDTH, _PAGE_HEIGHT
    section.top_margin = section.bottom_margin = _MARGIN


def _deadliest(document: Document, brief: Brief) -> None:
    few = len(brief.lines) <= _MOST_FIRST
    document.add_heading("Incidents, tolls and talks" if few else "Most deaths", level=1)
    if not brief.lines:
        document.add_paragraph("Nothing matches the selection.")
        return
    lines = by_day(brief, _MOST_FIRST)[0] if few else deadliest(brief, _FIRST_LINES)
    _table(document, lines)
    more = "" if few else f"{len(lines)} of {brief.count:,} rows; more in the annex. "
    document.add_paragraph(more + _SILENT, style="Caption")


def _annex(document: Document, brief: Brief) -> None:
    document.add_heading("Annex: incidents, tolls and talks by day", level=1)
    lines, rest = by_day(brief, MOST_LINES)
    if rest:
        document.add_paragraph(rest)
    _table(document, lines)
    document.add_paragraph(_SILENT, style="Caption")


def _table(document: Document, lines: Sequence[Line]) -> None:
    table = document.add_table(rows=1, cols=len(_COLUMNS))
    table.style = document.styles["Table Grid"]
    table.autofit = False
    _rule(table)
    for place, (name, _width) in enumerate(_COLUMNS):
        cell = table.rows[0].cells[place]
        cell.paragraphs[0].style = document.styles["Table Text"]
        cell.paragraphs[0].add_run(name).bold = True
        if place in _NUMBERS:
            cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
        _fill(cell, _HEAD_FILL)
    _repeat(table.rows[0])
    for line in lines:
        _add_line(table, line, document)
    for row in table.rows:
        for cell, (_name, width) in zip(row.cells, _COLUMNS, strict=True):
            cell.width = Mm(width)
    for place, (_name, width) in enumerate(_COLUMNS):
        table.columns[place].width = Mm(width)


def _add_line(table: Any, line: Line, document: Document) -> None:  # noqa: ANN401 - python-docx's own
    row = table.add_row()
    _keep_whole(row)
    cells = row.cells
    texts = (line.days, line.place, line.what, line.killed, line.wounded)
    for place, text in enumerate(texts):
        paragraph = cells[place].paragraphs[0]
        paragraph.style = document.styles["Table Text"]
        paragraph.add_run(text)
        if place in _NUMBERS:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    last = cells[len(texts)].paragraphs[0]
    last.style = document.styles["Table Text"]
    for number in line.sources:
        _leading_to(last, f"[{number}] ", _anchor(number))


def _sources(document: Document, brief: Brief) -> None:
    document.add_heading("Sources", level=1)
    if not brief.sources:
        document.add_paragraph("No source is named.", style="Source")
    for source in brief.sources:
        paragraph = document.add_paragraph(style="Source")
        paragraph.paragraph_format.left_indent = Mm(9)
        paragraph.paragraph_format.first_line_indent = Mm(-9)
        _mark(paragraph, source.number)
        paragraph.add_run(f"[{source.number}]\t{source.text}")
        paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(9))
        if source.link:
            paragraph.add_run(". ")
            part = paragraph.part
            relation = part.relate_to(source.link, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
            _link(paragraph, source.link, "r:id", relation)


def _anchor(number: int) -> str:
    return f"source_{number}"


def _mark(paragraph: Paragraph, number: int) -> None:
    for kind in ("w:bookmarkStart", "w:bookmarkEnd"):
        mark = OxmlElement(kind)
        mark.set(qn("w:id"), str(number))
        if kind == "w:bookmarkStart":
            mark.set(qn("w:name"), _anchor(number))
        paragraph._p.append(mark)  # noqa: SLF001 - python-docx has no bookmarks


def _leading_to(paragraph: Paragraph, text: str, anchor: str) -> None:
    _link(paragraph, text, "w:anchor", anchor)


def _link(paragraph: Paragraph, text: str, kind: str, target: str) -> None:
    link = OxmlElement("w:hyperlink")
    link.set(qn(kind), target)
    run = paragraph.add_run(text)
    run.font.color.rgb = RGBColor(0x00, 0x55, 0x99)
    run.font.underline = kind == "r:id"
    link.append(run._r)  # noqa: SLF001 - python-docx reads links and does not make them
    paragraph._p.append(link)  # noqa: SLF001 - same


def _fill(cell: _Cell, colour: str) -> None:
    shade = OxmlElement("w:shd")
    shade.set(qn("w:val"), "clear")
    shade.set(qn("w:color"), "auto")
    shade.set(qn("w:fill"), colour)
    cell._tc.get_or_add_tcPr().append(shade)  # noqa: SLF001 - python-docx has no shading


def _between(table: Any) -> None:  # noqa: ANN401 - python-docx's own
    """Set white lines between the cards of the key figures."""
    _borders(table, dict.fromkeys(_SIDES, ("24", "FFFFFF")))


def _rule(table: Any) -> None:  # noqa: ANN401 - python-docx's own
    """Set thin lines between rows, and none between columns."""
    lines = dict.fromkeys(("top", "bottom", "insideH"), ("4", "BFB8AB"))
    _borders(table, lines | dict.fromkeys(("left", "right", "insideV"), ("0", "")))


_SIDES: Final = ("top", "left", "bottom", "right", "insideH", "insideV")


def _borders(table: Any, lines: Mapping[str, tuple[str, str]]) -> None:  # noqa: ANN401 - same
    """Set a table's lines: by side the width in eighths of a point and the colour."""
    borders = OxmlElement("w:tblBorders")
    for side in _SIDES:
        size, colour = lines[side]
        line = OxmlElement(f"w:{side}")
        kind = "single" if colour else "nil"
        said = (("val", kind), ("sz", size), ("space", "0"), ("color", colour or "auto"))
        for name, value in said:
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    table._tbl.tblPr.append(borders)  # noqa: SLF001 - python-docx has no borders


def _repeat(row: Any) -> None:  # noqa: ANN401 - python-docx's own
    """Have a row stand at the head of the table on each page."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001 - same
    _keep_whole(row)


def _keep_whole(row: Any) -> None:  # noqa: ANN401 - python-docx's own
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # noqa: SLF001 - same
