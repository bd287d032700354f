"""CSV: one row an incident, safe to open in a spreadsheet.

Text that a spreadsheet would take for a formula begins with an apostrophe. Only a point has a
longitude and a latitude here: that of an area or a border would look like the place where it
happened.
"""

import csv
import io
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv as arrow_csv

from dashboard.exports.about import About
from dashboard.exports.aggregates import COLUMNS
from dashboard.exports.columns import (
    INCIDENT_COLUMNS,
    SCHEMES,
    TOLD,
    incident_columns,
    table_columns,
)
from dashboard.exports.hxl_tags import TAGS
from dashboard.exports.places import place_columns
from dashboard.exports.publishable import leaving

LIST_MARK: Final = " | "
# How a cell begins that spreadsheets take for a formula, also in full width.
_FORMULA: Final = tuple("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")
# The mark by which spreadsheets know UTF-8.
_MARK: Final = b"\xef\xbb\xbf"


def write_csv(  # noqa: PLR0913 - three tables, and how
    path: Path,
    incidents: gpd.GeoDataFrame,
    claims: pd.DataFrame,
    reports: pd.DataFrame,
    *,
    title: str | None = None,
    about: About | None = None,
) -> None:
    """Write incidents as a table, one row each."""
    del title
    content = leaving(incidents, claims, reports, about)
    columns = incident_columns(content)
    _write(
        path,
        {name: columns[name] for name in INCIDENT_COLUMNS}
        | place_columns(content.incidents, None if about is None else about.boundaries)
        | {name: columns[name] for name in (*TOLD, *SCHEMES, "to_check")},
        hxl=about is not None and about.hxl,
    )


def write_sums(path: Path, sums: gpd.GeoDataFrame) -> None:
    """Write what rows that may not leave add up to, one row an area, month, kind and type."""
    _write(path, table_columns(sums, COLUMNS), hxl=False)


def _write(path: Path, columns: Mapping[str, Any], *, hxl: bool) -> None:
    heads = [list(columns)]
    if hxl:
        heads.append([TAGS.get(name, "") for name in columns])
    table = pa.table({name: _cells(column) for name, column in columns.items()})
    with path.open("wb") as file:
        file.write(_MARK + _rows(heads))
        arrow_csv.write_csv(table, file, arrow_csv.WriteOptions(include_header=False))


def _rows(rows: Iterable[Iterable[str]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue().encode()


def _cells(column: Any) -> Any:  # noqa: ANN401 - Arrow ships no types
    """Return a column as a spreadsheet shows it: numbers as numbers, all else as text."""
    kind = column.type
    if pa.types.is_boolean(kind):
        return pc.if_else(column, "yes", "no")
    if pa.types.is_list(kind):
        column = pc.binary_join(column, LIST_MARK)
        column = pc.if_else(pc.equal(column, ""), pa.scalar(None, pa.string()), column)
    elif not pa.types.is_string(kind):
        return column
    encoded = column.dictionary_encode()
    texts = [safe_cell(text) for text in encoded.dictionary.to_pylist()]
    return pa.array(texts, pa.string()).take(encoded.indices)


def safe_cell(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula; a NUL, which CSV cannot hold, goes."""
    text = text.replace("\0", "")
    # One that begins as if it had been made safe before gets an apostrophe, too: so each can be
    # read back as it was.
    return f"'{text}" if looks_like_formula(text.lstrip("'")) else text


def looks_like_formula(text: str) -> bool:
    """Return whether a spreadsheet may take a text for a formula."""
    return text.startswith(_FORMULA) or text.lstrip().startswith(_FORMULA)
