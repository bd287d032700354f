import threading
from collections.abc import Iterator

import pytest

from loaders.datasets.ahead import read_ahead


def threads() -> list[str]:
    return [thread.name for thread in threading.enumerate() if "read-ahead" in thread.name]


def test_items_come_in_their_order() -> None:
    assert list(read_ahead(range(1000))) == list(range(1000))
    assert list(read_ahead([])) == []
    assert threads() == []


def test_an_error_is_raised_where_it_is_waited_for() -> None:
    def items() -> Iterator[int]:
        yield 1
        raise ValueError("broken")

    found = read_ahead(items())
    assert next(found) == 1
    with pytest.raises(ValueError, match="broken"):
        next(found)
    assert threads() == []


def test_it_stops_when_nobody_wants_more() -> None:
    taken = []

    def items() -> Iterator[int]:
        for number in range(10**9):
            taken.append(number)
            yield number

    found = read_ahead(items())
    assert next(found) == 0
    found.close()
    assert threads() == []
    assert len(taken) < 10
