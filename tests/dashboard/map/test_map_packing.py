import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from packed_texts import bytes_of_base85, unpacked_columns, unpacked_json

from dashboard.map.packing import base85, pack, pack_json, smallest_signed, smallest_unsigned


def test_columns_come_back_as_they_went_in() -> None:
    columns = {
        "bytes": np.array([1, 2, 255], dtype=np.uint8),
        "empty": np.array([], dtype=np.int32),
        "numbers": np.array([-1.5, 2.0e9]),
        "wide": np.array([-(2**31), 2**31 - 1], dtype=np.int32),
        "planes": np.array([0, 1, 256, 65_536, 2**32 - 1], dtype=np.uint32),
        "half as wide": np.array([0, 1, 256, 65_535], dtype=np.uint16),
        "none": np.array([], dtype=np.uint32),
    }
    found = {name: each.tolist() for name, each in unpacked_columns(pack(columns)).items()}
    assert found == {name: each.tolist() for name, each in columns.items()}


@given(st.binary())
def test_bytes_come_back_from_harmless_text(data: bytes) -> None:
    text = base85(data)
    assert bytes_of_base85(text) == data
    assert not set(text) & set("<&\"'\\`")
    assert len(text) <= len(data) * 1.25 + 1


def test_numbers_and_words_are_compressed_each_in_its_way() -> None:
    chance = np.random.default_rng(4)
    numbers = chance.choice(4, 200_000, p=[0.5, 0.25, 0.125, 0.125]).astype(np.uint8)
    # A bit and three quarters tell such a number; five digits of text stand for four bytes.
    assert len(pack({"numbers": numbers})) < 200_000 * 1.75 / 8 * 1.25 * 1.15
    words = b"At least two people died near the town. " * 5000
    assert len(pack({"words.bytes": np.frombuffer(words, np.uint8)})) < len(words) / 50


def test_packing_is_repeatable() -> None:
    columns = {"numbers": np.arange(1000)}
    assert pack(columns) == pack(columns)
    assert pack_json({"a": "é"}) == pack_json({"a": "é"})


def test_half_a_character_does_not_stop_the_page() -> None:
    text = pack_json(["broken \ud800 character"])
    assert unpacked_json(text) == ["broken ? character"]


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
