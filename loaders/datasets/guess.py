"""Guesses which columns of an unknown table are which of ours; a person confirms the guess.

A column is guessed by its name, or by its HXL tag where the table has a row of them, and only when
its cells are what such a column holds: a column "location" of numbers is no place.
"""

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from typing import Any

import pyarrow as pa

from geodata.errors import SourceError
from geodata.folding import fold
from loaders.datasets import codes
from loaders.datasets.cells import as_text, without_unknown
from loaders.datasets.column_map import ColumnMap, Rule
from loaders.datasets.dates import find_order, parse_date
from loaders.datasets.numbers import parse_count, parse_degrees, parse_pair
from loaders.datasets.told_counts import parse_told_count

# Enough rows to know a column by.
SAMPLE_ROWS = 2000


def guess_column_map(
    header: Sequence[str],
    rows: pa.RecordBatch,
    *,
    source: str,
    tags: Mapping[str, str],
    has_geometry: bool = False,
) -> ColumnMap:
    """Return the map that a table seems to have.

    Args:
        header: the names of its columns.
        rows: some of its rows.
        source: what its rows are to be said to come from.
        tags: the HXL tags of its columns, as far as it has them.
        has_geometry: whether its rows have a geometry beside their columns.

    Raises:
        SourceError: there is neither a date nor a place in it.

    """
    samples = {name: _sample(rows.column(name)) for name in header[:_MOST_COLUMNS]}
    found = _by_tags(samples, tags)
    for target, names in _table()["names"].items():
        if target not in found and (column := _named(target, names, samples, found.values())):
            found[target] = column
    if "lat" not in found or "lon" not in found:
        found.pop("lat", None)
        found.pop("lon", None)
    if has_geometry:
        for target in ("lat", "lon", "coordinates", "wkt"):
            found.pop(target, None)
    rules = {target: (Rule(column),) for target, column in found.items()}
    if parts := _date_parts(samples):
        rules["date_start"] = (parts,)
    if not has_geometry and not rules.keys() & _TELLING:
        shown = ", ".join(header[:_MOST_SHOWN])
        raise SourceError(
            "is a table in which neither a date nor a place was recognised: say which columns they "
            f"are in a map (--map MAP.toml); it has the columns {shown}"
        )
    day_first = find_order(samples[found["date_start"]]) if "date_start" in found else None
    return ColumnMap(rules, source=source, day_first=day_first)


def column_map_toml(column_map: ColumnMap) -> str:
    """Return a guessed map as the TOML that `--map` reads."""
    lines = [f"source = {_quoted(column_map.source)}"]
    if column_map.day_first is not None:
        lines.append(f"day_first = {str(column_map.day_first).lower()}")
    lines.append("[columns]")
    for target, rules in column_map.rules.items():
        rule = rules[0]
        value = _quoted(rule.column)
        if not rule.column:
            parts = (("year", rule.year), ("month", rule.month), ("day", rule.day))
            given = ", ".join(f"{name} = {_quoted(column)}" for name, column in parts if column)
            value = f"{{ {given} }}"
        lines.append(f"{target} = {value}")
    return "\n".join(lines) + "\n"


_MOST_COLUMNS = 500
_MOST_SHOWN = 20
_TELLING = frozenset({"date_start", "lat", "coordinates", "wkt", "place_name", "admin1", "iso3"})
# So many cells must be what a column of the kind holds.
_SHARE = 0.6


def _sample(column: pa.Array) -> list[str]:
    cells = without_unknown(as_text(column.slice(0, SAMPLE_ROWS))).to_pylist()
    return [cell for cell in cells if cell is not None]


def _by_tags(samples: Mapping[str, list[str]], tags: Mapping[str, str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for target, wanted in _table()["hxl"].items():
        for tag in wanted:
            for column, has in tags.items():
                parts = set(has.split("+"))
                fits = set(tag.split("+")) <= parts and tag.split("+")[0] == has.split("+")[0]
                if fits and target not in found and column not in found.values():
                    found[target] = column
    return {target: column for target, column in found.items() if column in samples}


def _named(
    target: str, names: Sequence[str], samples: Mapping[str, list[str]], taken: Iterable[str]
) -> str | None:
    """Return the column whose name and cells fit best; None when none does."""
    used = set(taken)
    by_name: dict[str, str] = {}
    for column in samples:
        by_name.setdefault(_bare(column), column)
    for name in names:
        fitting = by_name.get(_bare(name))
        if fitting is not None and fitting not in used and _fits(target, samples[fitting]):
            return fitting
    return None


@lru_cache(maxsize=4096)
def _bare(name: str) -> str:
    return re.sub(r"[\W_]+", " ", fold(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name))).strip()


def _fits(target: str, cells: list[str]) -> bool:
    if target == "source_key":
        return bool(cells) and len(set(cells)) == len(cells)
    check = _CHECKS.get(target)
    if check is None:
        return bool(cells) and not all(_is_number(cell) for cell in cells)
    return bool(cells) and sum(check(cell) for cell in cells) >= _SHARE * len(cells)


def _is_number(cell: str) -> bool:
    return bool(re.fullmatch(r"[+-]?[\d.,\s]+", cell))


def _is_date(cell: str) -> bool:
    return (
        parse_date(cell, day_first=True) is not None
        or parse_date(cell, day_first=False) is not None
    )


def _is_count(cell: str) -> bool:
    return parse_count(cell.removeprefix("-")) is not None or parse_told_count(cell) is not None


def _is_coordinate(cell: str) -> bool:
    return parse_degrees(cell) is not None


_CHECKS: Mapping[str, Callable[[str], bool]] = {
    "date_start": _is_date,
    "date_end": _is_date,
    "lat": _is_coordinate,
    "lon": _is_coordinate,
    "coordinates": lambda cell: parse_pair(cell) is not None,
    "wkt": lambda cell: bool(re.match(r"(?i)(?:SRID=\d+;)?\s*(?:MULTI)?(?:POINT|LINE|POLY)", cell)),
    "iso3": lambda cell: codes.country_from_text(cell) is not None,
    **dict.fromkeys(
        (f"{what}_{which}" for what in ("killed", "wounded") for which in ("low", "best", "high")),
        _is_count,
    ),
}


def _date_parts(samples: Mapping[str, list[str]]) -> Rule | None:
    names: dict[str, str] = {}
    for part, wanted in _table()["date_parts"].items():
        for column, cells in samples.items():
            if _bare(column) in map(_bare, wanted) and cells and all(map(_is_number, cells)):
                names.setdefault(part, column)
    return Rule(**names) if "year" in names and "month" in names else None  # type: ignore[arg-type] # only columns


@lru_cache(maxsize=1)
def _table() -> dict[str, Any]:
    table = files("loaders") / "tables" / "datasets" / "guesses.toml"
    return tomllib.loads(table.read_text("utf-8"))


def _quoted(text: str) -> str:
    """Return a text as TOML writes it."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    plain = "".join(char if char.isprintable() else f"\\u{ord(char):04x}" for char in escaped)
    return f'"{plain}"'
