"""Which columns of a dataset become which of ours: a table in TOML, or what is guessed.

    source = "our survey"            # what the rows are said to come from
    licence = "CC BY 4.0"            # and attribution, sensitivity: as in geodata.incident
    day_first = true                 # 9/10/2025 is 9 October
    [columns]
    source_key = "event no"
    date_start = { year = "iyear", month = "imonth", day = "iday" }
    killed_best = "nkill"
    event_type = { column = "attack", values = { "Bombing" = "explosion" } }
    iso3 = [{ column = "iso" }, { column = "country" }]    # the first that gives a value

The names of columns count without case. What no rule names is kept in `raw`.
"""

import dataclasses
import difflib
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from importlib.resources import files
from pathlib import Path
from typing import Any

from geodata.errors import SourceError, UsageError
from geodata.incident import FLOAT, GEOMETRY, INTEGER, LIST, Incident

# What a map may fill: the columns of incidents, but for those that the program gives itself.
TARGETS: Mapping[str, str | type[StrEnum]] = {
    "source_key": "string",
    "lat": FLOAT,
    "lon": FLOAT,
    "coordinates": "string",
    "wkt": "string",
} | {
    column.name: column.metadata["dtype"]
    for column in dataclasses.fields(Incident)
    if column.metadata["dtype"] not in (GEOMETRY, LIST)
    and column.name not in ("incident_id", "source", "status")
}
SCHEMES = ("cameo", "country", "fips", "iso_numeric", "acled")


@dataclass(frozen=True, slots=True)
class Rule:
    """Where the values of one of our columns come from.

    Attributes:
        column: the source's column.
        year: with `month` and `day`, the columns of a date in three parts.
        month: may hold 0, where it is not known.
        day: may hold 0.
        values: what the source's terms are in ours; others are kept in `raw` and reported.
        prefix: whether a term stands for all that begin with it.
        scheme: of `SCHEMES`, whose codes the column holds.
        constant: the same value for all rows.
        keep: whether the source's own value is kept in `raw` too.
        quiet: whether terms without a value are no news.

    """

    column: str = ""
    year: str = ""
    month: str = ""
    day: str = ""
    values: Mapping[str, str] | None = None
    prefix: bool = False
    scheme: str = ""
    constant: str | int | float | None = None
    keep: bool = False
    quiet: bool = False

    @property
    def columns(self) -> tuple[str, ...]:
        """The source's columns that it reads."""
        return tuple(name for name in (self.column, self.year, self.month, self.day) if name)


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """How the rows of a dataset become incidents.

    Attributes:
        rules: for each of our columns where its values come from; the first that gives one counts.
        source: what the rows are said to come from.
        licence: of all rows.
        attribution: how the source asks to be named.
        sensitivity: how far the rows may travel.
        day_first: whether 9/10/2025 is 9 October; None when the column itself must tell.
        decimal: the mark before decimals, `.` or `,`; None when each cell must tell.
        crs: of the coordinates; WGS 84 when missing.
        required: columns of ours without which a row cannot be read.

    """

    rules: Mapping[str, tuple[Rule, ...]]
    source: str = "table"
    licence: str | None = None
    attribution: str | None = None
    sensitivity: str | None = None
    day_first: bool | None = None
    decimal: str | None = None
    crs: str | None = None
    required: frozenset[str] = field(default_factory=frozenset)

    def fitted(self, header: Iterable[str]) -> "ColumnMap":
        """Return the map with the rules that a table's columns allow, under the table's spelling.

        Raises:
            SourceError: a column is missing without which no row can be read.

        """
        spelled = {name.strip().casefold(): name for name in reversed(list(header))}
        rules = {
            target: tuple(
                fitted for rule in of_target if (fitted := _fitted(rule, spelled)) is not None
            )
            for target, of_target in self.rules.items()
        }
        for target in sorted(self.required):
            if not rules.get(target):
                names = sorted({name for rule in self.rules[target] for name in rule.columns})
                raise SourceError(
                    f"has no column {' or '.join(names)}, which {self.source} rows need for their "
                    f"{target}; it has {_some(spelled.values())}"
                )
        return dataclasses.replace(
            self, rules={target: fitting for target, fitting in rules.items() if fitting}
        )

    def unmapped(self, header: Iterable[str]) -> tuple[str, ...]:
        """Return the columns of a table of which none of ours is made."""
        used = {
            name for of_target in self.rules.values() for rule in of_target for name in rule.columns
        }
        return tuple(name for name in header if name not in used)

    def require_columns(self, header: Iterable[str]) -> None:
        """Check that a table has all the columns that a person's own map names.

        Raises:
            UsageError: it has not; the message names them and what they may be.

        """
        known = {name.strip().casefold() for name in header}
        for of_target in self.rules.values():
            for rule in of_target:
                for name in rule.columns:
                    if name.strip().casefold() not in known:
                        near = difflib.get_close_matches(name.casefold(), known, n=1)
                        hint = f" (perhaps {near[0]!r})" if near else f": it has {_some(header)}"
                        raise UsageError(f"the map names the column {name!r}, not there{hint}")


def read_column_map(path: Path) -> ColumnMap:
    """Return the map that a person wrote.

    Raises:
        UsageError: the file cannot be read, or says what no map can say.

    """
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise UsageError(f"cannot read the map {path}: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"the map {path} is not valid TOML: {error}") from error
    try:
        return _column_map(content)
    except UsageError as error:
        raise UsageError(f"the map {path} {error}") from error


def own_column_map(name: str) -> ColumnMap:
    """Return one of the program's own maps, `acled` say."""
    table = files("loaders") / "tables" / "datasets" / f"{name}.toml"
    return _column_map(tomllib.loads(table.read_text("utf-8")))


_TOP_LEVEL: Mapping[str, type] = {
    "source": str,
    "licence": str,
    "attribution": str,
    "sensitivity": str,
    "day_first": bool,
    "decimal": str,
    "crs": str,
}


def _column_map(content: Mapping[str, Any]) -> ColumnMap:
    columns = content.get("columns")
    if not isinstance(columns, dict) or not columns:
        raise UsageError("has no table [columns]")
    for target in columns:
        if target not in TARGETS:
            near = difflib.get_close_matches(target, TARGETS, n=1)
            hint = f"perhaps {near[0]!r}" if near else f"known are {', '.join(TARGETS)}"
            raise UsageError(f"names {target!r}, which is no column of incidents: {hint}")
    given: dict[str, Any] = {}
    for name, value in content.items():
        if name in ("columns", "required"):
            continue
        if name not in _TOP_LEVEL:
            raise UsageError(f"says {name!r}: known are {', '.join(_TOP_LEVEL)}, columns, required")
        if not isinstance(value, _TOP_LEVEL[name]):
            raise UsageError(f"gives {name} as {value!r}, which is no {_TOP_LEVEL[name].__name__}")
        given[name] = value
    if given.get("decimal") not in (None, ".", ","):
        raise UsageError('gives decimal as neither "." nor ","')
    required = content.get("required", [])
    if not isinstance(required, list) or not set(required) <= set(columns):
        raise UsageError("requires what is not in its table [columns]")
    return ColumnMap(
        {target: _rules(target, value) for target, value in columns.items()},
        required=frozenset(required),
        **given,
    )


def _rules(target: str, value: object) -> tuple[Rule, ...]:
    if isinstance(value, list) and value:
        return tuple(_rule(target, item) for item in value)
    return (_rule(target, value),)


def _rule(target: str, value: object) -> Rule:
    if isinstance(value, str):
        return Rule(value)
    if not isinstance(value, dict):
        raise UsageError(f'gives {target} neither as "column" nor as {{ column = "…" }}')
    known = {option.name for option in dataclasses.fields(Rule)}
    for name in value:
        if name not in known:
            raise UsageError(f"says {name!r} of {target}: known are {', '.join(sorted(known))}")
    rule = Rule(**value)
    for name in rule.columns:
        if not isinstance(name, str):
            raise UsageError(f"names a column of {target} that is no text: {name!r}")
    if rule.scheme and rule.scheme not in SCHEMES:
        raise UsageError(f"says scheme {rule.scheme!r} of {target}: known are {', '.join(SCHEMES)}")
    if not rule.columns and rule.constant is None:
        raise UsageError(f"names no column for {target}")
    _check_values(target, rule)
    return rule


def _check_values(target: str, rule: Rule) -> None:
    if rule.values is None and rule.constant is None:
        return
    given = [rule.constant] if rule.values is None else list(rule.values.values())
    dtype = TARGETS[target]
    for value in given:
        if not isinstance(dtype, str) and value not in set(dtype):
            raise UsageError(f"gives {target} as {value!r}: known are {', '.join(dtype)}")
        if dtype in (INTEGER, FLOAT) and not isinstance(value, int | float):
            raise UsageError(f"gives {target} as {value!r}, which is no number")


def _fitted(rule: Rule, spelled: Mapping[str, str]) -> Rule | None:
    if not rule.columns:
        return rule
    names: dict[str, Any] = {}
    for part in ("column", "year", "month", "day"):
        if name := getattr(rule, part):
            found = spelled.get(name.strip().casefold())
            if found is None:
                return None
            names[part] = found
    return dataclasses.replace(rule, **names)


_MOST_NAMED = 12


def _some(names: Iterable[str]) -> str:
    every = list(names)
    rest = f" and {len(every) - _MOST_NAMED} more" if len(every) > _MOST_NAMED else ""
    return ", ".join(every[:_MOST_NAMED]) + rest
