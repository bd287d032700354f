"""Reads ahead in a thread: while one chunk is saved, the next is read and mapped."""

from collections import deque
from collections.abc import Generator, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar, cast

Item = TypeVar("Item")

# Chunks that wait; each may be some ten megabytes.
_WAITING = 2


def read_ahead(items: Iterable[Item]) -> Generator[Item]:
    """Yield the items in their order, worked out in another thread.

    Arrow and SQLite let go of the interpreter while they work, so that two cores are busy. An error
    is raised here as it would be without the thread. When this stops early, so does the thread.
    """
    source = iter(items)
    waiting: deque[Future[object]] = deque()
    with ThreadPoolExecutor(1, thread_name_prefix="read-ahead") as pool:
        try:
            while True:
                while len(waiting) <= _WAITING:
                    # One thread: each takes up where the one before ended.
                    waiting.append(pool.submit(next, source, _END))
                item = waiting.popleft().result()
                if item is _END:
                    return
                yield cast("Item", item)
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


_END = object()
