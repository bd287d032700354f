"""Spread work over processes, in order and without reading ahead more than is needed."""

import multiprocessing
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from typing import Any, TypeVar

from geodata.errors import SourceError

Tool = TypeVar("Tool")
Item = TypeVar("Item")
Result = TypeVar("Result")

# Items handed to a process at once: handing over costs less than extracting one report.
_AT_ONCE = 8
# Pieces of work that wait for each process, so that none is ever idle.
_WAITING = 3


def map_in_order(
    function: Callable[[Tool, Item], Result],
    items: Iterable[Item],
    open_tool: Callable[[], Tool],
    *,
    workers: int = 1,
) -> Iterator[Result]:
    """Yield the function's result for each item, in the items' order.

    Args:
        function: what is done with each item; of a module's top level when there are workers.
        items: taken as they are needed.
        open_tool: gives the function's first argument, once in each process.
        workers: the number of processes; with 1 the work is done in this one.

    Raises:
        SourceError: a process died.

    """
    if workers <= 1:
        tool = None
        for item in items:
            tool = open_tool() if tool is None else tool
            yield function(tool, item)
        return
    with ProcessPoolExecutor(
        workers,
        # A fresh interpreter, on every system the same: nothing is inherited half-way.
        mp_context=multiprocessing.get_context("spawn"),
        initializer=_open,
        initargs=(function, open_tool),
    ) as pool:
        try:
            yield from _spread(pool, iter(items), workers)
        except BrokenProcessPool as error:
            raise SourceError(
                "a worker process died, perhaps for want of memory: try again with fewer --workers"
            ) from error
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def _spread(pool: ProcessPoolExecutor, items: Iterator[Any], workers: int) -> Iterator[Any]:
    waiting: deque[Future[list[Any]]] = deque()
    while True:
        while len(waiting) < workers * _WAITING and (piece := list(islice(items, _AT_ONCE))):
            waiting.append(pool.submit(_work, piece))
        if not waiting:
            return
        yield from waiting.popleft().result()


# What this process works with; set once when a worker process starts.
_work_of_this_process: dict[str, Any] = {}


def _open(function: Callable[[Any, Any], Any], open_tool: Callable[[], Any]) -> None:
    _work_of_this_process.update(function=function, tool=open_tool())


def _work(items: list[Any]) -> list[Any]:
    function, tool = _work_of_this_process["function"], _work_of_this_process["tool"]
    return [function(tool, item) for item in items]
