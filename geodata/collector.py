"""Python's garbage collector, out of the way while objects are made by the hundred thousand."""

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_lock = threading.Lock()
_pauses = 0
_was_on = False


@contextmanager
def collector_paused() -> Iterator[None]:
    """Make many objects that all stay, without a search for garbage among them.

    Each time some tens of thousands have been made, the collector looks through all there are for
    cycles. Geometries and lists of a million rows have none, and the search takes a quarter of the
    time that reading them does. For other threads the collector pauses, too; what has no cycles is
    freed as ever.
    """
    global _pauses, _was_on  # noqa: PLW0603 - the collector is one for all threads
    with _lock:
        if _pauses == 0:
            _was_on = gc.isenabled()
            gc.disable()
        _pauses += 1
    try:
        yield
    finally:
        with _lock:
            _pauses -= 1
            if _pauses == 0 and _was_on:
                gc.enable()
