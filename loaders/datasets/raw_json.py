"""The `raw` column: what was not mapped, as one JSON object a row, made column by column."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
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
    members = (_member(name, column) for name, column in columns.items())
    parts = [part for part in members if part is not None]
    if not parts:
        return pa.nulls(length, pa.string())
    while len(parts) > _AT_ONCE:
        groups = [parts[start : start + _AT_ONCE] for start in range(0, len(parts), _AT_ONCE)]
        parts = [_joined(group) for group in groups]
    whole = _joined([*parts, pa.repeat("}", length)])
    is_empty = pc.equal(pc.binary_length(whole), 1)
    # The comma before the first becomes the brace: by bytes, for characters would all be counted.
    opened = pc.binary_replace_slice(whole.view(pa.binary()), 0, 1, b"{").view(pa.string())
    if not pc.any(is_empty).as_py():
        return opened
    return pc.if_else(is_empty, pa.scalar(None, pa.string()), opened)


# How many arrays are joined at once; a table may have thousands.
_AT_ONCE = 256


def _joined(parts: Sequence[pa.Array]) -> pa.Array:
    return pc.binary_join_element_wise(*parts, "", null_handling="replace", null_replacement="")


def _empty_as_null(text: pa.Array) -> pa.Array:
    is_empty = pc.equal(pc.binary_length(text), 0)
    if not pc.any(is_empty).as_py():
        return text
    return pc.if_else(is_empty, pa.scalar(None, pa.string()), text)


def _member(name: str, column: pa.Array) -> pa.Array | None:
    """Return `,"name":value` for each row, and null where the cell is empty; None for no value."""
    before = "," + json.dumps(name, ensure_ascii=False) + ":"
    if not pa.types.is_nested(column.type) and not pa.types.is_null(column.type):
        encoded = column if pa.types.is_dictionary(column.type) else column.dictionary_encode()
        known = encoded.dictionary
        if not len(known) or (len(known) == 1 and known[0].as_py() == ""):
            return None
        if len(known) <= len(column) // _OFTEN:
            # Most columns say the same again and again: each thing is written once.
            return _written(before, encoded.dictionary).take(encoded.indices)
    return _written(before, column)


_OFTEN = 4


def _written(before: str, column: pa.Array) -> pa.Array:
    values, quote = _json_values(column)
    return pc.binary_join_element_wise(before + quote, values, quote, "")


def _json_values(column: pa.Array) -> tuple[pa.Array, str]:
    """Return each cell as JSON, null where it is empty, and what stands around each."""
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    kind = column.type
    if pa.types.is_integer(kind) or pa.types.is_boolean(kind):
        return pc.cast(column, pa.string()), ""
    if pa.types.is_floating(kind):
        finite = pc.if_else(pc.is_finite(column), column, pa.scalar(None, kind))
        return pc.cast(finite, pa.string()), ""
    if pa.types.is_temporal(kind):
        return _escaped(pc.cast(column, pa.string())), '"'
    if pa.types.is_string(kind) or pa.types.is_large_string(kind):
        return _escaped(_empty_as_null(pc.cast(column, pa.string()))), '"'
    values = [None if value is None else _dumped(value) for value in column.to_pylist()]
    return pa.array(values, pa.string()), ""


_QUOTE, _BACKSLASH, _FIRST_PLAIN = ord('"'), ord("\\"), ord(" ")
_CONTROL = r"[\x00-\x08\x0b\x0c\x0e-\x1f]"
_REPLACED = (("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n"), ("\r", "\\r"), ("\t", "\\t"))


def _escaped(text: pa.Array) -> pa.Array:
    # Most columns hold nothing to escape: one look at their bytes is cheaper than any search.
    content = _bytes_of(text)
    has_controls = bool((content < _FIRST_PLAIN).any())
    if not (has_controls or (content == _QUOTE).any() or (content == _BACKSLASH).any()):
        return text
    if has_controls and pc.any(pc.match_substring_regex(text, _CONTROL)).as_py():
        values = [None if value is None else _dumped(value)[1:-1] for value in text.to_pylist()]
        return pa.array(values, pa.string())
    for plain, escaped in _REPLACED:
        if (content == ord(plain)).any():
            text = pc.replace_substring(text, plain, escaped)
    return text


def _bytes_of(text: pa.Array) -> Any:  # noqa: ANN401 - NumPy's array of bytes
    """Return the bytes of all texts; of a part of an array perhaps some more."""
    content = text.buffers()[-1]
    if content is None:
        return np.empty(0, dtype=np.uint8)
    if not pa.types.is_string(text.type):
        return np.frombuffer(content, dtype=np.uint8)
    offsets = np.frombuffer(text.buffers()[1], dtype=np.int32)
    first, last = offsets[text.offset], offsets[text.offset + len(text)]
    return np.frombuffer(content, dtype=np.uint8)[first:last]


def _dumped(value: Any) -> str:  # noqa: ANN401 - whatever a cell of a nested column holds
    return json.dumps(value, ensure_ascii=False, default=_as_text)


def _as_text(value: object) -> str:
    return value.hex() if isinstance(value, bytes) else str(value)
