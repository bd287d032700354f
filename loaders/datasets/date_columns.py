"""Fills the days of incidents and their precision from a table's columns."""

import datetime as dt
from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from loaders.datasets.cells import Converter, Mask, as_text, first_of, mask, without_unknown
from loaders.datasets.chunks import Remarks, Rows
from loaders.datasets.column_map import ColumnMap, Rule
from loaders.datasets.dates import CellDate, is_ambiguous, parse_date

if TYPE_CHECKING:
    from loaders.datasets.filling import Filled


class DateColumns:
    """Reads the columns of dates, each distinct cell once."""

    def __init__(self, column_map: ColumnMap, remarks: Remarks) -> None:
        self._map = column_map
        self._remarks = remarks
        self._parse = Converter(partial(parse_date, day_first=column_map.day_first), pa.null())
        self._parse_parts = Converter(_parse_parts, pa.null())

    def fill(self, filled: "Filled", columns: Mapping[str, pa.Array], numbers: Rows) -> None:
        """Fill `date_start`, `date_end` and what is missing of `date_precision`.

        A row whose date cannot be read, or ends before it begins, is rejected.
        """
        del numbers
        if "date_start" not in self._map.rules and "date_end" not in self._map.rules:
            return
        start, start_end, precision = self._column(filled, "date_start", columns)
        _, end, end_precision = self._column(filled, "date_end", columns)
        start = pc.coalesce(start, self._column(filled, "date_end", columns)[0])
        end = pc.coalesce(end, start_end)
        reversed_rows = mask(pc.greater(start, end))
        filled.reject(reversed_rows, "ends before it begins: its last day is before its first")
        filled.arrays["date_start"], filled.arrays["date_end"] = start, end
        told = pc.coalesce(precision, end_precision)
        given = filled.arrays.get("date_precision")
        filled.arrays["date_precision"] = told if given is None else pc.coalesce(given, told)

    def _column(
        self, filled: "Filled", target: str, columns: Mapping[str, pa.Array]
    ) -> tuple[pa.Array, pa.Array, pa.Array]:
        """Return first day, last day and precision, which a column of dates tells."""
        found, cells = [], []
        for rule in self._map.rules.get(target, ()):
            text = _cells(rule, columns)
            cells.append(text)
            found.append(self._dates(text, in_parts=not rule.column))
        kinds = (pa.date32(), pa.date32(), pa.string())
        result = tuple(
            first_of([dates[place] for dates in found], filled.length, kind)
            for place, kind in enumerate(kinds)
        )
        for text in cells:
            strange = mask(pc.and_(pc.is_null(result[0]), pc.is_valid(text)))
            if strange.any():
                self._reject(filled, text, strange)
        return result[0], result[1], result[2]

    def _dates(self, text: pa.Array, *, in_parts: bool) -> tuple[pa.Array, pa.Array, pa.Array]:
        encoded = text.dictionary_encode()
        converter = self._parse_parts if in_parts else self._parse
        dates: list[CellDate | None] = converter.distinct(encoded)
        columns = (
            pa.array([date.start if date else None for date in dates], pa.date32()),
            pa.array([date.end if date else None for date in dates], pa.date32()),
            pa.array([str(date.precision) if date else None for date in dates], pa.string()),
        )
        start, end, precision = (column.take(encoded.indices) for column in columns)
        return start, end, precision

    def _reject(self, filled: "Filled", text: pa.Array, strange: Mask) -> None:
        for row in np.flatnonzero(strange):
            cell = text[int(row)].as_py()
            shown = repr(cell if len(cell) <= _SHOWN else cell[: _SHOWN - 1] + "…")
            if is_ambiguous(cell):
                reason = (
                    f"has the date {shown}, whose day and month may be either way round: say "
                    "day_first = true or false in a map (--map)"
                )
            else:
                reason = f"has the date {shown}, which is none that is understood"
            filled.reject_row(int(row), reason)


_SHOWN = 40


def _cells(rule: Rule, columns: Mapping[str, pa.Array]) -> pa.Array:
    if rule.column:
        return without_unknown(as_text(columns[rule.column]))
    parts = [
        pc.fill_null(without_unknown(as_text(columns[name])), "0")
        if name
        else pa.repeat("0", len(next(iter(columns.values()))))
        for name in (rule.year, rule.month, rule.day)
    ]
    joined = pc.binary_join_element_wise(*parts, "-")
    nothing = pc.is_in(parts[0], value_set=pa.array(["0"]))
    return pc.if_else(nothing, pa.scalar(None, pa.string()), joined)


def _parse_parts(text: str) -> CellDate | None:
    """Return the date of year, month and day, where 0 for one means that it is not known."""
    try:
        year, month, day = (int(float(part)) for part in text.split("-"))
        if not month:
            return parse_date(f"{year:04d}")
        if not day:
            return parse_date(f"{year:04d}-{month:02d}")
        return parse_date(dt.date(year, month, day).isoformat())
    except (ValueError, OverflowError):
        return None
