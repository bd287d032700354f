"""Spread work over processes, in order and without reading ahead more than is needed."""

import multiprocessing
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Any, TypeVar

from geodata.errors import SourceError

Tool = TypeVar("Tool")
Item = TypeVar("Item")
Result = TypeVar("Result")

# Batches that wait for each process, so that none is ever idle.
_WAITING = 3


def map_in_order(
    function: Callable[[Tool, Sequence[Item]], Iterable[Result]],
    batches: Iterable[Sequence[Item]],
    open_tool: Callable[[], Tool],
    *,
    workers: int = 1,
) -> Iterator[Result]:
    """Yield the function's results for all items, in the items' order.

    Args:
        function: gives a result for each item of a batch; of a module's top level when there are
            workers.
        batches: of items that are worked on together, taken as they are needed.
        open_tool: gives the function's first argument, once in each process.
        workers: the number of processes; with 1 the work is done in this one.

    Raises:
        SourceError: a process died.

    """
    if workers <= 1:
        tool = None
        for batch in batches:
            tool = open_tool() if tool is None else tool
            yield from function(tool, batch)
        return
    with ProcessPoolExecutor(
        workers,
        # A fresh interpreter, on every system the same: nothing is inherited half-way.
        mp_context=multiprocessing.get_context("spawn"),
        initializer=_open,
        initargs=(function, open_tool),
    ) as pool:
        try:
            yield from _spread(pool, batches, workers)
        except BrokenProcessPool as error:
            raise SourceError(
                "a worker process died, perhaps for want of memory: try again with fewer --workers"
            ) from error
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def _spread(
    pool: ProcessPoolExecutor, batches: Iterable[Sequence[Any]], workers: int
) -> Iterator[Any]:
    waiting: deque[Future[list[Any]]] = deque()
    for batch in batches:
        waiting.append(pool.submit(_work, batch))
        if len(waiting) == workers * _WAITING:
            yield from waiting.popleft().result()
    while waiting:
        yield from waiting.popleft().result()


# What this process works with; set once when a worker process starts.
_work_of_this_process: dict[str, Any] = {}


def _open(
    function: Callable[[Any, Sequence[Any]], Iterable[Any]], open_tool: Callable[[], Any]
) -> None:
    _work_of_this_process.update(function=function, tool=open_tool())


def _work(items: Sequence[Any]) -> list[Any]:
    function, tool = _work_of_this_process["function"], _work_of_this_process["tool"]
    return list(function(tool, items))
