"""The `raw` column: what was not mapped, as one JSON object a row, made column by column."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc


def raw_json(columns: Mapping[str, pa.Array], length: int) -> pa.Array:
    """Return a JSON object for each row, of the columns that hold something there.

    Args:
        columns: of text or any other type; empty cells are left out.
        length: the number of rows.

    Returns:
        Text; null for a row in which no column holds anything.

    """
    parts = [_member(name, column) for name, column in columns.items()]
    if not parts:
        return pa.nulls(length, pa.string())
    inner = _joined(parts)
    inner = pc.utf8_slice_codeunits(inner, 1)  # without the comma before the first
    is_empty = pc.equal(pc.binary_length(inner), 0)
    whole = pc.binary_join_element_wise("{", inner, "}", "")
    return pc.if_else(is_empty, pa.scalar(None, pa.string()), whole)


# How many arrays are joined at once; a table may have thousands.
_AT_ONCE = 256


def _joined(parts: Sequence[pa.Array]) -> pa.Array:
    while len(parts) > 1:
        parts = [
            pc.binary_join_element_wise(*parts[start : start + _AT_ONCE], "")
            for start in range(0, len(parts), _AT_ONCE)
        ]
    return parts[0]


def _member(name: str, column: pa.Array) -> pa.Array:
    """Return `,"name":value` for each row, and nothing where the cell is empty."""
    before = "," + json.dumps(name, ensure_ascii=False) + ":"
    if not pa.types.is_nested(column.type) and not pa.types.is_null(column.type):
        encoded = column if pa.types.is_dictionary(column.type) else column.dictionary_encode()
        if len(encoded.dictionary) <= len(column) // _OFTEN:
            # Most columns say the same again and again: each thing is written once.
            members = _written(before, encoded.dictionary).take(encoded.indices)
            return pc.fill_null(members, "")
    return _written(before, column)


_OFTEN = 4


def _written(before: str, column: pa.Array) -> pa.Array:
    values, is_missing, quote = _json_values(column)
    member = pc.binary_join_element_wise(before + quote, values, quote, "")
    return pc.if_else(is_missing, "", member)


def _json_values(column: pa.Array) -> tuple[pa.Array, pa.Array, str]:
    """Return each cell as JSON, which cells are empty, and what stands around each."""
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    kind = column.type
    if pa.types.is_integer(kind) or pa.types.is_boolean(kind):
        return pc.cast(column, pa.string()), pc.is_null(column), ""
    if pa.types.is_floating(kind):
        is_finite = pc.fill_null(pc.is_finite(column), False)  # noqa: FBT003 - Arrow's own signature
        return pc.cast(column, pa.string()), pc.invert(is_finite), ""
    if pa.types.is_temporal(kind):
        return _escaped(pc.cast(column, pa.string())), pc.is_null(column), '"'
    if pa.types.is_string(kind) or pa.types.is_large_string(kind):
        text = pc.cast(column, pa.string())
        is_empty = pc.fill_null(pc.equal(pc.binary_length(text), 0), True)  # noqa: FBT003 - Arrow's own signature
        return _escaped(text), is_empty, '"'
    values = [None if value is None else _dumped(value) for value in column.to_pylist()]
    return pa.array(values, pa.string()), pc.is_null(column), ""


_SPECIAL = r'["\\\x00-\x1f]'
_CONTROL = r"[\x00-\x08\x0b\x0c\x0e-\x1f]"
_REPLACED = (("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n"), ("\r", "\\r"), ("\t", "\\t"))


def _escaped(text: pa.Array) -> pa.Array:
    # Most columns hold nothing to escape: one look is cheaper than the replacements.
    if not pc.any(pc.match_substring_regex(text, _SPECIAL)).as_py():
        return text
    if pc.any(pc.match_substring_regex(text, _CONTROL)).as_py():
        values = [None if value is None else _dumped(value)[1:-1] for value in text.to_pylist()]
        return pa.array(values, pa.string())
    for plain, escaped in _REPLACED:
        text = pc.replace_substring(text, plain, escaped)
    return text


def _dumped(value: Any) -> str:  # noqa: ANN401 - whatever a cell of a nested column holds
    return json.dumps(value, ensure_ascii=False, default=_as_text)


def _as_text(value: object) -> str:
    return value.hex() if isinstance(value, bytes) else str(value)
