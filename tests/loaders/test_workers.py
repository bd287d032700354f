import os
import sys
from collections.abc import Iterator

import pytest

from geodata.errors import SourceError
from loaders.workers import map_in_order


def open_nothing() -> int:
    return os.getpid()


def double(tool: int, item: int) -> tuple[int, int]:
    return tool, 2 * item


def fail(_tool: int, item: int) -> int:
    if item == 20:
        raise SourceError("item 20")
    return item


def die(_tool: int, item: int) -> int:
    if item == 20:
        sys.stdout.flush()
        os._exit(1)
    return item


def test_in_this_process_one_at_a_time() -> None:
    taken: list[int] = []

    def items() -> Iterator[int]:
        for item in range(5):
            taken.append(item)
            yield item

    results = map_in_order(double, items(), open_nothing)
    assert next(results) == (os.getpid(), 0)
    assert taken == [0]
    assert [item for _, item in results] == [2, 4, 6, 8]


def test_nothing_is_opened_for_nothing() -> None:
    def open_too_early() -> int:
        raise AssertionError

    assert list(map_in_order(double, [], open_too_early)) == []


def test_in_other_processes_in_order_without_reading_far_ahead() -> None:
    taken = 0

    def items() -> Iterator[int]:
        nonlocal taken
        for item in range(200):
            taken += 1
            yield item

    results = map_in_order(double, items(), open_nothing, workers=2)
    tool, first = next(results)
    assert (first, tool == os.getpid()) == (0, False)
    assert taken < 100
    assert [item for _, item in results] == [2 * item for item in range(1, 200)]


def test_error_in_another_process_comes_through() -> None:
    with pytest.raises(SourceError, match="item 20"):
        list(map_in_order(fail, range(50), open_nothing, workers=2))


def test_death_of_a_process_is_told() -> None:
    with pytest.raises(SourceError, match="a worker process died"):
        list(map_in_order(die, range(50), open_nothing, workers=2))
