"""Reads ahead in a thread: while one chunk is saved, the next is read and mapped."""

import queue
import threading
from collections.abc import Iterable, Iterator
from typing import TypeVar

Item = TypeVar("Item")

# Chunks that wait; each may be some ten megabytes.
_WAITING = 2


def read_ahead(items: Iterable[Item]) -> Iterator[Item]:
    """Yield the items in their order, worked out in another thread.

    Arrow and SQLite let go of the interpreter while they work, so that two cores are busy. An error
    is raised here as it would be without the thread. When this stops early, so does the thread.
    """
    waiting: queue.Queue[Item | _End] = queue.Queue(_WAITING)
    stopped = threading.Event()

    def put(item: "Item | _End") -> bool:
        while not stopped.is_set():
            try:
                waiting.put(item, timeout=_PATIENCE)
            except queue.Full:
                continue
            return True
        return False

    def work() -> None:
        error: BaseException | None = None
        try:
            for item in items:
                if not put(item):
                    return
        except BaseException as raised:  # noqa: BLE001 - raised again where it is waited for
            error = raised
        put(_End(error))

    thread = threading.Thread(target=work, name="read-ahead", daemon=True)
    thread.start()
    try:
        while not isinstance(item := waiting.get(), _End):
            yield item
        if item.error is not None:
            raise item.error
    finally:
        stopped.set()
        thread.join()


_PATIENCE = 0.1


class _End:
    """That there is no more, and why."""

    def __init__(self, error: BaseException | None) -> None:
        self.error = error
