"""PPTX: a few slides with real titles, tables and text, to be edited in PowerPoint.

Title, key figures, the map with alternative text, the incidents with most deaths, sources with
links, notes. The file names no user and no path.
"""

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import pandas as pd
import pptx
from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
from pptx.presentation import Presentation
from pptx.util import Emu, Mm, Pt

from dashboard.exports.about import About
from dashboard.exports.archives import repacked
from dashboard.exports.documents.brief import (
    NO_NUMBER,
    Brief,
    Figure,
    Line,
    Source,
    brief_of,
    deadliest,
)
from dashboard.exports.documents.picture import map_picture
from dashboard.exports.publishable import leaving

_WIDTH, _HEIGHT = Mm(338.67), Mm(190.5)
_LEFT, _TOP, _BODY = Mm(18), Mm(34), Mm(302)


def _rgb(digits: str) -> RGBColor:
    return RGBColor(*bytes.fromhex(digits))  # type: ignore[no-untyped-call] # the library's own


_INK: Final = _rgb("23211E")
_ACCENT: Final = _rgb("8A3B12")
_QUIET: Final = _rgb("5C5C5C")
_CARD: Final = _rgb("F6F3EC")
_HEAD: Final = _rgb("E8E4DC")
_WHITE: Final = _rgb("FFFFFF")
_FONT: Final = "Calibri"
# Layouts of the library's template.
_TITLE_SLIDE, _TITLE_ONLY = 0, 5
_FIGURES_A_ROW: Final = 3
_LINES_A_SLIDE, _MOST_TABLES = 10, 3
_SOURCES_A_SLIDE, _MOST_SOURCES = 14, 28
_LONGEST_TITLE: Final = 110
_COLUMNS: Final = (
    ("Date", 45),
    ("Place", 75),
    ("What", 95),
    ("Killed", 33),
    ("Wounded", 33),
    ("Sources", 21),
)
_NUMBERS: Final = (3, 4)


def write_pptx(  # noqa: PLR0913 - three tables, and how
    path: Path,
    incidents: gpd.GeoDataFrame,
    claims: pd.DataFrame,
    reports: pd.DataFrame,
    *,
    title: str | None = None,
    about: About | None = None,
) -> None:
    """Write slides."""
    about = about or About()
    content = leaving(incidents, claims, reports, about)
    brief = brief_of(content, title, about)
    slides = pptx.Presentation()
    _set_up(slides, brief, about)
    _first(slides, brief)
    _figures(slides, brief)
    if (picture := map_picture(content, brief.title, about, size="16:9")) is not None:
        _picture(slides, brief, picture)
    _tables(slides, brief)
    _sources(slides, brief)
    _notes(slides, brief)
    whole = io.BytesIO()
    slides.save(whole)
    repacked(path, whole.getvalue(), about.written())


def _set_up(slides: Presentation, brief: Brief, about: About) -> None:
    """Make slides wide, and set what the file says of itself."""
    before = slides.slide_width or _WIDTH
    slides.slide_width, slides.slide_height = _WIDTH, _HEIGHT
    wider, higher = _WIDTH / before, _HEIGHT / Mm(190.5)
    masters = slides.slide_masters
    for shapes in [*(one.shapes for one in masters), *(one.shapes for one in slides.slide_layouts)]:
        for shape in shapes:
            shape.left, shape.width = Emu(int(shape.left * wider)), Emu(int(shape.width * wider))
            shape.top, shape.height = Emu(int(shape.top * higher)), Emu(int(shape.height * higher))
    said = slides.core_properties
    said.title, said.subject = brief.title[:255], brief.period
    said.author = about.author or ""
    said.last_modified_by = said.comments = said.keywords = said.category = ""
    said.revision = 1
    said.language = "en"
    said.created = said.modified = said.last_printed = about.written().replace(tzinfo=None)


def _first(slides: Presentation, brief: Brief) -> None:
    slide = slides.slides.add_slide(slides.slide_layouts[_TITLE_SLIDE])
    title, below = slide.shapes.title, slide.placeholders[1]
    _place(title, _LEFT, Mm(50), _BODY, Mm(55))
    title.text_frame.text = _short_title(brief.title)
    title.text_frame.vertical_anchor = MSO_ANCHOR.BOTTOM
    _style(title.text_frame, 36, _INK, bold=True)
    bar = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, _LEFT, Mm(107), Mm(40), Mm(1.2))
    bar.fill.solid()
    bar.fill.fore_color.rgb = _ACCENT
    bar.line.fill.background()
    bar.shadow.inherit = False
    _place(below, _LEFT, Mm(110), _BODY, Mm(35))
    lines = [part for part in (brief.period, brief.places, brief.dates) if part]
    below.text_frame.text = "\n".join(lines)
    _style(below.text_frame, 18, _QUIET)


def _slide(slides: Presentation, title: str) -> Any:  # noqa: ANN401 - python-pptx's own
    """Return a new slide under a title."""
    slide = slides.slides.add_slide(slides.slide_layouts[_TITLE_ONLY])
    head = slide.shapes.title
    _place(head, _LEFT, Mm(10), _BODY, Mm(20))
    head.text_frame.text = title
    head.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE
    _style(head.text_frame, 26, _ACCENT, bold=True)
    return slide


def _figures(slides: Presentation, brief: Brief) -> None:
    slide = _slide(slides, "Key figures")
    gap = Mm(5)
    width = Emu((_BODY - gap * (_FIGURES_A_ROW - 1)) // _FIGURES_A_ROW)
    height = Mm(36)
    for number, figure in enumerate(brief.figures):
        row, column = divmod(number, _FIGURES_A_ROW)
        left, top = Emu(_LEFT + column * (width + gap)), Emu(_TOP + row * (height + gap))
        _card(slide.shapes.add_textbox(left, top, width, height), figure)
    if brief.tolls:
        rows = -(-len(brief.figures) // _FIGURES_A_ROW)
        top = Emu(_TOP + rows * (height + gap))
        box = slide.shapes.add_textbox(_LEFT, top, _BODY, Emu(_HEIGHT - top - Mm(10)))
        tolls = [f"Toll: {toll}" for toll in brief.tolls[: 5 - rows]]
        left_out = len(brief.tolls) - len(tolls)
        tolls += [f"{left_out} more in the table."] if left_out else []
        _write(box.text_frame, tolls, 16, _INK)
        for paragraph in box.text_frame.paragraphs:
            paragraph.space_after = Pt(4)


def _card(box: Any, figure: Figure) -> None:  # noqa: ANN401 - python-pptx's own
    box.fill.solid()
    box.fill.fore_color.rgb = _CARD
    frame = box.text_frame
    _write(frame, [figure.value, figure.label, figure.note], 13, _INK)
    frame.vertical_anchor = MSO_ANCHOR.MIDDLE
    for place, (size, colour, bold) in enumerate(
        ((30, _ACCENT, True), (16, _INK, True), (12, _QUIET, False))
    ):
        for run in frame.paragraphs[place].runs:
            run.font.size, run.font.color.rgb, run.font.bold = Pt(size), colour, bold


def _picture(slides: Presentation, brief: Brief, picture: bytes) -> None:
    """Add the map over a whole slide; the slide's title is there for those who hear it."""
    slide = _slide(slides, f"Map: {_short_title(brief.title)}")
    head = slide.shapes.title
    drawn = slide.shapes.add_picture(io.BytesIO(picture), 0, 0, _WIDTH, _HEIGHT)
    described = drawn._element.nvPicPr.cNvPr  # noqa: SLF001 - python-pptx has no alternative texts
    described.set("descr", brief.alternative_text())
    described.set("name", "Map")
    # Behind the picture, which bears the same title.
    _style(head.text_frame, 12, _WHITE)


def _tables(slides: Presentation, brief: Brief) -> None:
    lines = deadliest(brief, _LINES_A_SLIDE * _MOST_TABLES)
    for first in range(0, max(len(lines), 1), _LINES_A_SLIDE):
        part = lines[first : first + _LINES_A_SLIDE]
        slide = _slide(slides, "Incidents, tolls and talks: most deaths")
        if not part:
            box = slide.shapes.add_textbox(_LEFT, _TOP, _BODY, Mm(20))
            _write(box.text_frame, ["Nothing matches the selection."], 16, _INK)
            return
        _table(slide, part)
        said = f"{first + 1}–{first + len(part)} of {brief.count:,} rows. "
        if brief.count > len(lines):
            said += "The spreadsheet (.xlsx) of the same selection is the annex with all of them. "
        said += f"{NO_NUMBER}: no number is stated, which is not zero."
        box = slide.shapes.add_textbox(_LEFT, Mm(176), _BODY, Mm(10))
        _write(box.text_frame, [said], 11, _QUIET)


def _table(slide: Any, lines: Sequence[Line]) -> None:  # noqa: ANN401 - python-pptx's own
    frame = slide.shapes.add_table(
        len(lines) + 1, len(_COLUMNS), _LEFT, _TOP, _BODY, Mm(12 * (len(lines) + 1))
    )
    frame.name = "Incidents"
    table = frame.table
    table.horz_banding = False
    for place, (name, width) in enumerate(_COLUMNS):
        table.columns[place].width = Mm(width)
        _cell(table.cell(0, place), name, bold=True, right=place in _NUMBERS, fill=_HEAD)
    for row, line in enumerate(lines, start=1):
        numbers = " ".join(f"[{number}]" for number in line.sources)
        texts = (line.days, line.place, line.what, line.killed, line.wounded, numbers)
        for place, text in enumerate(texts):
            _cell(table.cell(row, place), _cut(text), right=place in _NUMBERS, fill=_BANDS[row % 2])


_BANDS: Final = (_CARD, _WHITE)
_LONGEST_CELL: Final = 90


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_CELL else f"{text[: _LONGEST_CELL - 1].rstrip()}…"


def _cell(
    cell: Any,  # noqa: ANN401 - python-pptx's own
    text: str,
    *,
    fill: RGBColor,
    right: bool,
    bold: bool = False,
) -> None:
    cell.fill.solid()
    cell.fill.fore_color.rgb = fill
    cell.margin_top = cell.margin_bottom = Mm(1)
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    _write(cell.text_frame, [text], 12, _INK)
    cell.text_frame.paragraphs[0].alignment = PP_ALIGN.RIGHT if right else PP_ALIGN.LEFT
    for run in cell.text_frame.paragraphs[0].runs:
        run.font.bold = bold


def _sources(slides: Presentation, brief: Brief) -> None:
    shown = brief.sources[:_MOST_SOURCES]
    for first in range(0, len(shown), _SOURCES_A_SLIDE):
        part = shown[first : first + _SOURCES_A_SLIDE]
        slide = _slide(slides, "Sources")
        box = slide.shapes.add_textbox(_LEFT, _TOP, _BODY, Mm(140))
        box.text_frame.word_wrap = True
        for number, source in enumerate(part):
            _source(box.text_frame, source, is_first=number == 0)
        rest = len(brief.sources) - len(shown)
        if rest and first + len(part) == len(shown):
            added = box.text_frame.add_paragraph()
            added.text = f"{rest:,} more: see the spreadsheet (.xlsx) of the same selection."
            _style(box.text_frame, 12, _INK)


def _source(frame: Any, source: Source, *, is_first: bool) -> None:  # noqa: ANN401 - python-pptx's own
    paragraph = frame.paragraphs[0] if is_first else frame.add_paragraph()
    paragraph.space_after = Pt(4)
    run = paragraph.add_run()
    run.text = f"[{source.number}] {_cut_source(source.text)}"
    _font(run, 13, _INK)
    if source.link:
        run = paragraph.add_run()
        run.text = "  link"
        _font(run, 13, _INK)
        run.hyperlink.address = source.link


_LONGEST_SOURCE: Final = 140


def _cut_source(text: str) -> str:
    return text if len(text) <= _LONGEST_SOURCE else f"{text[: _LONGEST_SOURCE - 1].rstrip()}…"


def _notes(slides: Presentation, brief: Brief) -> None:
    slide = _slide(slides, "Notes")
    box = slide.shapes.add_textbox(_LEFT, _TOP, _BODY, Mm(140))
    _write(box.text_frame, brief.notes, 14, _QUIET)
    for paragraph in box.text_frame.paragraphs:
        paragraph.space_after = Pt(6)


def _short_title(title: str) -> str:
    return title if len(title) <= _LONGEST_TITLE else f"{title[: _LONGEST_TITLE - 1].rstrip()}…"


def _place(shape: Any, left: int, top: int, width: int, height: int) -> None:  # noqa: ANN401 - python-pptx's own
    shape.left, shape.top, shape.width, shape.height = left, top, width, height


def _write(frame: Any, texts: Sequence[str], size: float, colour: RGBColor) -> None:  # noqa: ANN401 - python-pptx's own
    """Fill a frame with paragraphs."""
    frame.word_wrap = True
    frame.auto_size = MSO_AUTO_SIZE.NONE
    for number, text in enumerate(texts):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        run = paragraph.add_run()
        run.text = text
    _style(frame, size, colour)


def _style(frame: Any, size: float, colour: RGBColor, *, bold: bool = False) -> None:  # noqa: ANN401 - python-pptx's own
    for paragraph in frame.paragraphs:
        paragraph.alignment = PP_ALIGN.LEFT
        for run in paragraph.runs:
            _font(run, size, colour)
            run.font.bold = bold


def _font(run: Any, size: float, colour: RGBColor) -> None:  # noqa: ANN401 - python-pptx's own
    run.font.name, run.font.size, run.font.color.rgb = _FONT, Pt(size), colour
