"""Fills our columns from a table's, by the rules of a column map.

What cannot be understood is never guessed: a date rejects its row, any other value stays empty, is
kept as it was in `raw`, and is told of.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from geodata.incident import DATE, FLOAT, INTEGER
from loaders.datasets import codes
from loaders.datasets.cells import Converter, Mask, as_text, first_of, mask, without_unknown
from loaders.datasets.chunks import Remarks, Rows
from loaders.datasets.column_map import TARGETS, ColumnMap, Rule
from loaders.datasets.converters import (
    BEST,
    MEASURES,
    TOLD,
    converter_of,
    kind_of,
    values_of,
    with_bounds,
)
from loaders.datasets.date_columns import DateColumns
from loaders.datasets.numbers import parse_pair
from loaders.datasets.told_counts import parse_told_count


@dataclass(slots=True)
class Filled:
    """Our columns of a chunk, as far as they are filled.

    Attributes:
        length: the number of rows.
        arrays: by the name of our column.
        used: the table's columns whose content they hold.
        kept: for some of these the rows whose own value must stay in `raw`.
        is_rejected: the rows that cannot become incidents.
        reasons: why, by position.
        lon: longitude, degrees.
        lat: latitude, degrees.
        wkb: geometries that are no points, well-known binary.

    """

    length: int
    arrays: dict[str, pa.Array] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)
    kept: dict[str, Mask] = field(default_factory=dict)
    is_rejected: Mask = field(init=False)
    reasons: dict[int, str] = field(default_factory=dict)
    lon: Any = None
    lat: Any = None
    wkb: Any = None

    def __post_init__(self) -> None:
        self.is_rejected = np.zeros(self.length, dtype=bool)

    def keep(self, names: Iterable[str], rows: Mask) -> None:
        """Keep the source's own values of some rows in `raw`."""
        if rows.any():
            for name in names:
                self.kept[name] = self.kept[name] | rows if name in self.kept else rows

    def reject(self, rows: Mask, reason: str) -> None:
        """Reject rows; the first reason counts."""
        for row in np.flatnonzero(rows):
            self.reject_row(int(row), reason)

    def reject_row(self, row: int, reason: str) -> None:
        """Reject one row; the first reason counts."""
        self.reasons.setdefault(row, reason)
        self.is_rejected[row] = True


class Filler:
    """Fills our columns, chunk by chunk; what a term means is worked out once."""

    def __init__(self, column_map: ColumnMap, remarks: Remarks) -> None:
        self._map = column_map = with_bounds(column_map)
        self._remarks = remarks
        self._dates = DateColumns(column_map, remarks)
        # Columns that are what one of ours is made of first of all: they are not lost elsewhere.
        self._first = {name for rules in column_map.rules.values() for name in rules[0].columns}
        self._converters = {
            (target, place): converter_of(target, rule, column_map.decimal)
            for target, rules in column_map.rules.items()
            for place, rule in enumerate(rules)
            if TARGETS[target] != DATE
        }

    def fill(self, columns: Mapping[str, pa.Array], numbers: Rows) -> Filled:
        """Return our columns of a chunk.

        Args:
            columns: the table's.
            numbers: the rows' numbers in the file.

        """
        filled = Filled(len(numbers))
        for target, rules in self._map.rules.items():
            for rule in rules:
                filled.used.update(rule.columns)
                if rule.keep:
                    filled.keep(rule.columns, np.ones(filled.length, dtype=bool))
            if TARGETS[target] != DATE:
                self._fill_one(filled, target, columns, numbers)
        self._dates.fill(filled, columns, numbers)
        self._split_coordinates(filled, numbers)
        self._set_constants(filled)
        for measure in MEASURES:
            self._keep_told(filled, measure, columns)
            self._order(filled, measure, numbers)
        return filled

    def _fill_one(
        self, filled: Filled, target: str, columns: Mapping[str, pa.Array], numbers: Rows
    ) -> None:
        found, cells = [], []
        for place, rule in enumerate(self._map.rules[target]):
            converter = self._converters[target, place]
            if rule.constant is not None and not rule.columns:
                found.append(pa.repeat(pa.scalar(rule.constant, kind_of(target)), filled.length))
                continue
            text = as_text(columns[rule.column])
            if TARGETS[target] in (INTEGER, FLOAT):
                text = without_unknown(text)
            cells.append((rule, text))
            if found and not self._first.issuperset(rule.columns):
                # Where an earlier rule has given the value this cell says something of its own.
                earlier = pc.is_valid(first_of(found, filled.length, kind_of(target)))
                filled.keep(rule.columns, mask(pc.and_(earlier, pc.is_valid(text))))
            found.append(text if converter is None else values_of(target, converter, text))
            if rule.scheme == "acled" and place == 0 and target in _ACLED_TERMS:
                # A name of today can be told from ours; an older one, or another spelling, cannot.
                names = pa.array(sorted(codes.acled_names(target)))
                filled.keep(rule.columns, mask(pc.invert(pc.is_in(text, value_set=names))))
        result = first_of(found, filled.length, kind_of(target))
        filled.arrays[target] = result
        for rule, text in cells:
            self._keep_strange(filled, target, rule, text, result, numbers)

    def _keep_strange(  # noqa: PLR0913, PLR0917 - what a cell was and became
        self,
        filled: Filled,
        target: str,
        rule: Rule,
        text: pa.Array,
        result: pa.Array,
        numbers: Rows,
    ) -> None:
        """Keep cells that hold something of which nothing came, and tell of them."""
        if result.null_count == 0 or text.null_count == filled.length or rule.scheme == TOLD:
            return
        strange = mask(pc.and_(pc.is_null(result), pc.is_valid(text)))
        if target in BEST and strange.any():
            # "Up to 9" tells a bound and no least.
            told = Converter(lambda cell: parse_told_count(cell) is not None, pa.bool_())
            strange &= ~mask(told.values(text))
        if not strange.any():
            return
        filled.keep(rule.columns, strange)
        if rule.quiet:
            return
        rows = np.flatnonzero(strange)
        encoded = text.take(pa.array(rows)).dictionary_encode()
        codes_of = encoded.indices.to_numpy()
        terms = encoded.dictionary.to_pylist()
        if len(terms) > _MOST_TERMS:
            what = f"{rule.column}: not understood as {target}, kept in raw"
            self._remarks.add(what, numbers[rows])
            return
        for code, term in enumerate(terms):
            what = f"{rule.column} {_short(term)}: not understood as {target}, kept in raw"
            self._remarks.add(what, numbers[rows[codes_of == code]])

    def _split_coordinates(self, filled: Filled, numbers: Rows) -> None:
        """Fill longitude and latitude from cells that hold both."""
        both = filled.arrays.pop("coordinates", None)
        if both is None:
            return
        pairs = Converter(parse_pair, pa.list_(pa.float64(), 2)).values(both)
        strange = mask(pc.and_(pc.is_null(pairs), pc.is_valid(both)))
        self._remarks.add("its coordinates are not understood, kept in raw", numbers[strange])
        for rule in self._map.rules["coordinates"]:
            filled.keep(rule.columns, strange)
        for place, target in enumerate(("lat", "lon")):
            values = pc.list_element(pairs, place)
            own = filled.arrays.get(target)
            filled.arrays[target] = values if own is None else pc.coalesce(own, values)

    def _set_constants(self, filled: Filled) -> None:
        for target in ("licence", "attribution", "sensitivity"):
            value = getattr(self._map, target)
            if value is not None and target not in filled.arrays:
                filled.arrays[target] = pa.repeat(pa.scalar(value), filled.length)

    def _keep_told(self, filled: Filled, measure: str, columns: Mapping[str, pa.Array]) -> None:
        """Keep in `raw` how a cell tells a count in words or signs: "at least 5"."""
        for rule in self._map.rules.get(f"{measure}_high", ()):
            if rule.scheme == TOLD:
                text = without_unknown(as_text(columns[rule.column]))
                plain = pc.match_substring_regex(text, _NUMBER)
                filled.keep(rule.columns, mask(pc.invert(plain)))

    def _order(self, filled: Filled, measure: str, numbers: Rows) -> None:
        """Put low, best and high in order where the source has them out of it."""
        names = [f"{measure}_{which}" for which in ("low", "best", "high")]
        present = [name for name in names if name in filled.arrays]
        if len(present) < 2:  # noqa: PLR2004 - one number is in order
            return
        columns = [filled.arrays[name] for name in present]
        wrong = np.zeros(filled.length, dtype=bool)
        for one, lower in enumerate(columns):
            for higher in columns[one + 1 :]:
                wrong |= mask(pc.greater(lower, higher))
        if not wrong.any():
            return
        self._remarks.add(
            f"low, best and high of {measure} are out of order: sorted, kept in raw", numbers[wrong]
        )
        for name in present:
            for rule in self._map.rules.get(name, ()):
                filled.keep(rule.columns, wrong)
        lists = [column.to_pylist() for column in columns]
        for row in np.flatnonzero(wrong):
            held = [place for place, values in enumerate(lists) if values[row] is not None]
            ordered = sorted(lists[place][row] for place in held)
            for place, value in zip(held, ordered, strict=True):
                lists[place][row] = value
        for name, values in zip(present, lists, strict=True):
            filled.arrays[name] = pa.array(values, pa.int64())


_NUMBER = r"^[\d.,' \x{a0}\x{2009}\x{202f}\x{2019}]+$"
_ACLED_TERMS = ("event_type", "sub_event_type")
_MOST_TERMS = 20
_SHOWN = 40


def _short(text: str) -> str:
    return repr(text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…")
