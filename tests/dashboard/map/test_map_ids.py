import numpy as np
import pytest

from dashboard.map import ids as module
from dashboard.map.ids import Ids
from dashboard.map.texts import strings
from geodata.incident import stable_id

KNOWN = [stable_id(number) for number in range(500)]


def digits_of(columns: dict[str, np.ndarray], row: int) -> str:
    """Return the digits that the page holds of a row's id."""
    count = int(columns["digits"][0])
    text = f"{columns['high'][row]:08x}"
    for number, first in enumerate(range(8, count, 2)):
        column = columns[f"digits{number}"]
        if first + 1 < count:
            text += f"{column[row]:02x}"
        else:
            text += f"{column[row // 2]:02x}"[row % 2]
    return text


def test_ids_of_a_small_page_stay_whole() -> None:
    order = np.arange(len(KNOWN))[::-1]
    columns = Ids(strings(KNOWN)).columns(order)
    assert [digits_of(columns, row) for row in range(len(order))] == KNOWN[::-1]


@pytest.mark.parametrize("shared", [3, 9, 10, 13, 15])
def test_ids_of_a_large_page_are_as_long_as_tells_them_apart(
    shared: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_SHORTENED_FROM", 0)
    other = KNOWN[0][:shared] + format(int(KNOWN[0][shared], 16) ^ 1, "x") + KNOWN[1][shared + 1 :]
    known = [*KNOWN, other]
    columns = Ids(strings(known)).columns(np.arange(len(known)))
    length = max(8, shared + 1)
    assert [digits_of(columns, row) for row in range(len(known))] == [
        each[:length] for each in known
    ]


def test_ids_that_are_held_twice_do_not_stop_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_SHORTENED_FROM", 0)
    columns = Ids(strings([KNOWN[0]] * 2)).columns(np.arange(2))
    assert [digits_of(columns, row) for row in (0, 1)] == [KNOWN[0]] * 2


@pytest.mark.parametrize("names", [KNOWN, [f"ünıt {each}" for each in KNOWN]])
def test_ids_are_found_among_others(names: list[str]) -> None:
    ids = Ids(strings(names))
    assert ids.positions(strings(names)).tolist() == list(range(len(names)))
    asked = [names[7], "no such id", names[0], "0" * 16, names[7]]
    assert ids.positions(strings(asked)).tolist() == [7, -1, 0, -1, 7]
    assert ids.positions(strings([names[3], "f" * 16])).tolist() == [3, -1]


@pytest.mark.parametrize("text", ["0123456789ABCDEF", "0123456789abcdeg", "12345678", ""])
def test_other_texts_are_no_hashes(text: str) -> None:
    assert Ids(strings([KNOWN[0], text])).hashes is None
