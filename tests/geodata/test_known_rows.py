import numpy as np
import pytest

from geodata import dataset_saving
from geodata.column_codec import Hashes
from geodata.known_rows import Known, KnownRows


def known(*ids: int, withdrawn: bool = False) -> Known:
    numbers = np.array(ids, dtype=np.uint64)
    return numbers, numbers * 10, np.full(len(ids), withdrawn)


def numbers(*ids: int) -> Hashes:
    return np.array(ids, dtype=np.uint64)


def test_what_is_learned_later_counts_as_if_known_before() -> None:
    rows = KnownRows([known(5, 1)])
    assert rows.first_met(numbers(1, 1, 7)).tolist() == [True, False, True]
    rows.learn([known(1, 9), known(7)])
    # 1 and 7 were met before; 9 is known and was not.
    assert rows.first_met(numbers(1, 7, 9)).tolist() == [False, False, True]
    new, differs = rows.compare(numbers(5, 9, 8), numbers(50, 91, 80))
    assert new.tolist() == [False, False, True]
    assert differs.tolist() == [False, True, False]
    assert rows.missing().tolist() == [5]


def test_learning_nothing_changes_nothing() -> None:
    rows = KnownRows([])
    rows.learn([])
    assert rows.first_met(numbers(3)).tolist() == [True]
    assert not rows.missing().size


def test_a_small_file_is_one_that_is_read_in_an_instant() -> None:
    assert 1_000 < dataset_saving._SMALL_FILE < 1_000_000


@pytest.mark.parametrize("withdrawn", [True, False])
def test_a_withdrawn_row_that_comes_again_differs(withdrawn: bool) -> None:  # noqa: FBT001 - a parameter of the test
    rows = KnownRows([])
    rows.learn([known(4, withdrawn=withdrawn)])
    assert rows.compare(numbers(4), numbers(40))[1].tolist() == [withdrawn]
