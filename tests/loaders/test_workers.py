import os
import sys
from collections.abc import Iterator, Sequence

import pytest

from geodata.errors import SourceError
from loaders.workers import map_in_order


def open_nothing() -> int:
    return os.getpid()


def double(tool: int, items: Sequence[int]) -> list[tuple[int, int]]:
    return [(tool, 2 * item) for item in items]


def batches(count: int, taken: list[int]) -> Iterator[list[int]]:
    for item in range(0, count, 2):
        taken.append(item)
        yield [item, item + 1]


def fail(_tool: int, items: Sequence[int]) -> Sequence[int]:
    if 20 in items:
        raise SourceError("item 20")
    return items


def die(_tool: int, items: Sequence[int]) -> Sequence[int]:
    if 20 in items:
        sys.stdout.flush()
        os._exit(1)
    return items


def test_in_this_process_one_batch_at_a_time() -> None:
    taken: list[int] = []
    results = map_in_order(double, batches(6, taken), open_nothing)
    assert next(results) == (os.getpid(), 0)
    assert taken == [0]
    assert [item for _, item in results] == [2, 4, 6, 8, 10]


def test_nothing_is_opened_for_nothing() -> None:
    def open_too_early() -> int:
        raise AssertionError

    assert list(map_in_order(double, [], open_too_early)) == []


def test_in_other_processes_in_order_without_reading_far_ahead() -> None:
    taken: list[int] = []
    results = map_in_order(double, batches(200, taken), open_nothing, workers=2)
    tool, first = next(results)
    assert (first, tool == os.getpid()) == (0, False)
    assert len(taken) < 20
    assert [item for _, item in results] == [2 * item for item in range(1, 200)]


def test_error_in_another_process_comes_through() -> None:
    with pytest.raises(SourceError, match="item 20"):
        list(map_in_order(fail, batches(50, []), open_nothing, workers=2))


def test_death_of_a_process_is_told() -> None:
    with pytest.raises(SourceError, match="a worker process died"):
        list(map_in_order(die, batches(50, []), open_nothing, workers=2))
