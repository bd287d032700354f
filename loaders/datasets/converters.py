"""What makes our values of a table's cells: counts and their bounds, degrees, terms."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from enum import StrEnum
from functools import partial
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from geodata.incident import FLOAT, INTEGER
from loaders.datasets import codes
from loaders.datasets.cells import Converter
from loaders.datasets.column_map import TARGETS, ColumnMap, Rule
from loaders.datasets.numbers import parse_count, parse_decimal, parse_degrees
from loaders.datasets.told_counts import parse_least, parse_told_count

MEASURES = ("killed", "wounded")
BEST = tuple(f"{measure}_best" for measure in MEASURES)
LOW = tuple(f"{measure}_low" for measure in MEASURES)
# No scheme of a map: the bounds that a count's own cell tells.
TOLD = "told"


def with_bounds(column_map: ColumnMap) -> ColumnMap:
    """Return a map that takes the bounds of a count from its own cells, where it has no others."""
    rules = dict(column_map.rules)
    for measure in MEASURES:
        best, *bounds = (f"{measure}_{which}" for which in ("best", "low", "high"))
        if best in rules and not rules.keys() & set(bounds):
            told = tuple(
                Rule(rule.column, scheme=TOLD, quiet=True)
                for rule in rules[best]
                if rule.column and rule.values is None
            )
            if told:
                rules |= dict.fromkeys(bounds, told)
    return replace(column_map, rules=rules)


def kind_of(target: str) -> pa.DataType:
    """Return the type of one of our columns."""
    kinds = {INTEGER: pa.int64(), FLOAT: pa.float64()}
    dtype = TARGETS[target]
    return kinds.get(dtype, pa.string()) if isinstance(dtype, str) else pa.string()


def converter_of(target: str, rule: Rule, decimal: str | None) -> Converter | None:
    """Return what makes values of a rule's cells; None when the cells are the values."""
    if rule.values is not None:
        return Converter(_by_terms(rule.values, prefix=rule.prefix), kind_of(target))
    number = _number(target, rule, decimal)
    if number is not None:
        return Converter(number, kind_of(target))
    decode = _decoder(target, rule, TARGETS[target])
    return None if decode is None else Converter(decode, pa.string())


def _number(target: str, rule: Rule, decimal: str | None) -> Callable[[str], Any] | None:
    if rule.scheme == TOLD:
        end = 0 if target.endswith("_low") else 1
        return lambda text: (parse_told_count(text) or (None, None))[end]
    special: dict[str, Callable[[str], Any]] = {
        **dict.fromkeys((*BEST, *LOW), parse_least),
        **dict.fromkeys(("lat", "lon"), partial(parse_degrees, decimal=decimal)),
        "confidence": partial(_share, decimal=decimal),
    }
    by_type: dict[object, Callable[[str], Any]] = {
        INTEGER: parse_count,
        FLOAT: partial(parse_decimal, decimal=decimal),
    }
    return special.get(target, by_type.get(TARGETS[target]))


def _decoder(target: str, rule: Rule, dtype: object) -> codes.Decode | None:
    if rule.scheme == "cameo":
        return codes.cameo_column(target)
    schemes: dict[str, codes.Decode] = {
        "fips": codes.country_from_fips,
        "iso_numeric": codes.country_from_number,
        "country": codes.country_from_text,
    }
    if rule.scheme in schemes:
        return schemes[rule.scheme]
    if target == "sub_event_type" and rule.scheme == "acled":
        return codes.sub_event_type_from_text
    by_target: dict[str, codes.Decode] = {
        "iso3": codes.country_from_text,
        "event_type": codes.event_type_from_text,
        "sub_event_type": lambda text: codes.sub_event_type_from_text(text) or text,
    }
    if target in by_target:
        return by_target[target]
    if isinstance(dtype, type) and issubclass(dtype, StrEnum):
        members = {str(member): str(member) for member in dtype}
        return lambda text: members.get(text.casefold().replace(" ", "_"))
    return None


def _by_terms(values: Mapping[str, Any], *, prefix: bool) -> Callable[[str], Any]:
    folded = {term.casefold(): value for term, value in values.items()}
    if not prefix:
        return lambda text: folded.get(text.casefold())
    longest_first = sorted(folded.items(), key=lambda item: -len(item[0]))

    def decode(text: str) -> object:
        bare = text.casefold()
        return next((value for term, value in longest_first if bare.startswith(term)), None)

    return decode


def _share(text: str, *, decimal: str | None) -> float | None:
    value = parse_decimal(text, decimal=decimal)
    return value if value is not None and 0 <= value <= 1 else None


def values_of(target: str, converter: Converter, text: pa.Array) -> pa.Array:
    """Return the values of cells, numbers all at once where all are plain."""
    kind = converter.kind
    plain = {pa.int64(): r"^\d{1,11}$", pa.float64(): r"^[+-]?\d{1,15}(\.\d+)?$"}.get(kind)
    if plain is not None and TARGETS[target] in (INTEGER, FLOAT) and target != "confidence":
        if target not in ("lat", "lon") and kind == pa.float64():
            return converter.values(text)
        if pc.all(pc.match_substring_regex(text, plain), min_count=0).as_py():
            return pc.cast(text, kind)
    return converter.values(text)
