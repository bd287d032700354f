"""XLSX: incidents, tolls, claims, sums, sources and notes as sheets with typed columns.

Days are days, counts are numbers, everything else is text and never a formula: a cell that begins
like one is marked as text, as a person marks it with an apostrophe, so that it stays text when
somebody edits it. The workbook names no user and no path.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import xlsxwriter

from dashboard.exports.about import About, generator
from dashboard.exports.aggregates import COLUMNS
from dashboard.exports.columns import (
    CLAIM_COLUMNS,
    INCIDENT_COLUMNS,
    MEANINGS,
    REPORT_COLUMNS,
    SCHEMES,
    TOLD,
    incident_columns,
    table_columns,
)
from dashboard.exports.delimited import LIST_MARK, looks_like_formula
from dashboard.exports.places import place_columns
from dashboard.exports.publishable import Publishable, leaving
from dashboard.exports.xml_text import legal
from geodata.boundaries import POINT_OF_VIEW
from geodata.vocabulary import Kind

# What a sheet and a cell can hold.
SHEET_ROWS: Final = 1_048_576
CELL_CHARACTERS: Final = 32_767
# Spreadsheets count days from here.
_FIRST_DAY: Final = dt.date(1900, 3, 1)
_CUT: Final = " […]"
_WIDTHS: Final = {"quotes": 60, "quote": 60, "title": 40, "report_titles": 40, "text": 100}
_WIDTH: Final = 14
_ID_WIDTH: Final = 18


def write_workbook(  # noqa: PLR0913 - three tables, and how
    path: Path,
    incidents: gpd.GeoDataFrame,
    claims: pd.DataFrame,
    reports: pd.DataFrame,
    *,
    title: str | None = None,
    about: About | None = None,
) -> None:
    """Write a workbook."""
    about = about or About()
    content = leaving(incidents, claims, reports, about)
    columns = incident_columns(content)
    rows = {
        **{name: columns[name] for name in INCIDENT_COLUMNS},
        **place_columns(content.incidents, about.boundaries, longest=CELL_CHARACTERS),
        **{name: columns[name] for name in (*TOLD, *SCHEMES, "to_check")},
    }
    is_toll = (content.incidents["kind"] == Kind.TOLL).to_numpy(dtype=bool)
    claim_columns = ("claim_id", "incident_id", *CLAIM_COLUMNS)
    workbook = _Workbook(path, title, about)
    workbook.add("Incidents", _filtered(rows, ~is_toll))
    if is_toll.any():
        workbook.add("Tolls", _filtered(rows, is_toll))
    workbook.add("Claims", table_columns(content.claims, claim_columns))
    if len(content.aggregates):
        workbook.add("Sums", table_columns(content.aggregates, COLUMNS))
    workbook.add("Sources", _sources(content))
    workbook.add("Notes", _notes(content, title, about))
    workbook.add("Columns", _meanings(rows))
    workbook.close()


@dataclass(slots=True)
class _Formats:
    """How cells look."""

    head: Any
    day: Any
    text: Any


class _Workbook:
    """A workbook that is written row by row, so that it needs no memory for its cells."""

    def __init__(
        self, path: Path, title: str | None, about: About, *, sheet_rows: int = SHEET_ROWS
    ) -> None:
        self._sheet_rows = sheet_rows
        self._book = xlsxwriter.Workbook(
            str(path), {"constant_memory": True, "strings_to_urls": False}
        )
        # Without a time zone, as the library takes it: UTC.
        written = about.written().replace(tzinfo=None)
        self._book.set_properties(
            {
                "title": title or "Incidents",
                "author": about.author or "",
                "company": about.organisation or "",
                "comments": generator(),
                "created": written,
            }
        )
        add = self._book.add_format
        self._formats = _Formats(
            head=add({"bold": True, "bg_color": "#E8E4DC", "bottom": 1, "text_wrap": True}),
            day=add({"num_format": "yyyy-mm-dd"}),
            text=add({"quote_prefix": True}),
        )

    def add(self, name: str, columns: Mapping[str, Any]) -> None:
        """Add a sheet, or several where one cannot hold all rows."""
        cells = {key: _cells(column) for key, column in columns.items()}
        count = len(next(iter(cells.values())))
        most = self._sheet_rows - 1
        for number, first in enumerate(range(0, max(count, 1), most), start=1):
            part = {key: values[first : first + most] for key, values in cells.items()}
            self._sheet(name if number == 1 else f"{name} {number}", part)

    def close(self) -> None:
        """Write what is left."""
        self._book.close()

    def _sheet(self, name: str, cells: Mapping[str, Sequence[Any]]) -> None:
        sheet = self._book.add_worksheet(name)
        for place, key in enumerate(cells):
            width = _ID_WIDTH if key.endswith("_id") else _WIDTHS.get(key, _WIDTH)
            sheet.set_column(place, place, width)
            sheet.write_string(0, place, key, self._formats.head)
        sheet.freeze_panes(1, 1)
        count = len(next(iter(cells.values())))
        sheet.autofilter(0, 0, max(count, 1), len(cells) - 1)
        formats = self._formats
        text, number, day = sheet.write_string, sheet.write_number, sheet.write_datetime
        for row, values in enumerate(zip(*cells.values(), strict=True), start=1):
            for place, value in enumerate(values):
                if value is None:
                    continue
                if isinstance(value, str):
                    if looks_like_formula(value):
                        text(row, place, value, formats.text)
                    else:
                        text(row, place, value)
                elif isinstance(value, dt.date):
                    day(row, place, value, formats.day)
                else:
                    number(row, place, value)


def _filtered(columns: Mapping[str, Any], rows: Any) -> dict[str, Any]:  # noqa: ANN401 - an array of truths
    mask = pa.array(np.asarray(rows, dtype=bool))
    return {name: column.filter(mask) for name, column in columns.items()}


def _cells(column: Any) -> list[Any]:  # noqa: ANN401 - Arrow ships no types
    """Return what the cells of a column hold: text, numbers, days."""
    kind = column.type
    if pa.types.is_boolean(kind):
        return [
            None if value is None else ("yes" if value else "no") for value in column.to_pylist()
        ]
    if pa.types.is_list(kind):
        column = pc.binary_join(column, LIST_MARK)
    if pa.types.is_date(kind):
        return [
            value if value is None or value >= _FIRST_DAY else value.isoformat()
            for value in column.to_pylist()
        ]
    if not pa.types.is_string(column.type):
        return list(column.to_pylist())
    encoded = column.dictionary_encode()
    texts = [_fitting(legal(text)) or None for text in encoded.dictionary.to_pylist()]
    return [None if code is None else texts[code] for code in encoded.indices.to_pylist()]


def _fitting(text: str) -> str:
    """Return a text that a cell can hold; characters count as UTF-16 has them."""
    if len(text) * 2 <= CELL_CHARACTERS:
        return text
    units = text.encode("utf-16-le")
    if len(units) <= CELL_CHARACTERS * 2:
        return text
    kept = units[: (CELL_CHARACTERS - len(_CUT)) * 2].decode("utf-16-le", "ignore")
    return kept + _CUT


def _sources(content: Publishable) -> dict[str, Any]:
    return table_columns(content.reports, REPORT_COLUMNS)


def _notes(content: Publishable, title: str | None, about: About) -> dict[str, Any]:
    cut = "" if about.data_cut is None else about.data_cut.strftime("%Y-%m-%d %H:%M UTC")
    lines = [
        ("title", title or "Incidents"),
        ("written by", generator()),
        ("data cut", cut),
        *(("note", note) for note in content.notes()),
        ("counts", "low, best and high are a range. An empty cell is not known, and never 0."),
        ("tolls", "A toll counts over a period or an area. It is never added to incidents."),
        ("boundaries", POINT_OF_VIEW),
        ("place names", "GeoNames (geonames.org), CC BY 4.0"),
        *(("attribution", text) for text in _attributions(content)),
    ]
    names, texts = zip(*((name, text) for name, text in lines if text), strict=True)
    return {"what": pa.array(names, pa.string()), "text": pa.array(texts, pa.string())}


def _attributions(content: Publishable) -> list[str]:
    parts = [frame["attribution"].dropna() for frame in (content.incidents, content.aggregates)]
    return sorted({str(text) for part in parts for text in part.unique()})


def _meanings(columns: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "column": pa.array(list(columns), pa.string()),
        "text": pa.array([MEANINGS.get(name, "") for name in columns], pa.string()),
    }
