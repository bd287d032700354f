import base64
import gzip
import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.map.packing import pack, pack_json, smallest_signed, smallest_unsigned


def unpacked(text: str) -> dict[str, list[float]]:
    data = gzip.decompress(base64.b64decode(text))
    size = int.from_bytes(data[:4], "little")
    assert (4 + size) % 8 == 0
    columns = {}
    for name, dtype, offset, count in json.loads(data[4 : 4 + size]):
        assert offset % 8 == 0, "typed arrays need aligned columns"
        columns[name] = np.frombuffer(data, dtype, count, 4 + size + offset).tolist()
    return columns


def test_columns_come_back_as_they_went_in() -> None:
    columns = {
        "bytes": np.array([1, 2, 255], dtype=np.uint8),
        "empty": np.array([], dtype=np.int32),
        "numbers": np.array([-1.5, 2.0e9]),
        "wide": np.array([-(2**31), 2**31 - 1], dtype=np.int32),
    }
    assert unpacked(pack(columns)) == {name: each.tolist() for name, each in columns.items()}


def test_packing_is_repeatable() -> None:
    columns = {"numbers": np.arange(1000)}
    assert pack(columns) == pack(columns)
    assert pack_json({"a": "é"}) == pack_json({"a": "é"})


def test_half_a_character_does_not_stop_the_page() -> None:
    text = pack_json(["broken \ud800 character"])
    assert json.loads(gzip.decompress(base64.b64decode(text))) == ["broken ? character"]


@pytest.mark.parametrize(
    ("highest", "dtype"), [(0, "uint8"), (255, "uint8"), (256, "uint16"), (65536, "uint32")]
)
def test_unsigned_columns_are_as_narrow_as_they_can_be(highest: int, dtype: str) -> None:
    assert smallest_unsigned(np.array([0, highest])).dtype == dtype


@given(st.lists(st.integers(0, 2**40)))
def test_narrow_unsigned_columns_keep_their_values(values: list[int]) -> None:
    assert smallest_unsigned(np.array(values, dtype=np.int64)).tolist() == values


@given(st.lists(st.integers(-(2**31), 2**31 - 1)))
def test_narrow_signed_columns_keep_their_values(values: list[int]) -> None:
    assert smallest_signed(np.array(values, dtype=np.int64)).tolist() == values
