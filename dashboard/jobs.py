"""Long work behind a page: one piece after the other, on a thread of its own.

A page starts a job, looks at how far it is while it stays usable, and takes its result. When the
page is left or reloaded meanwhile, a reading is forgotten and has written nothing; a load goes on
to its end, which is one transaction.
"""

import threading
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

Result = TypeVar("Result")


class StoppedError(Exception):
    """A person stopped the job."""


@dataclass(slots=True)
class Job(Generic[Result]):
    """A piece of work, and how far it is.

    Attributes:
        share: from 0 to 1.
        doing: what is being done, for a person.

    """

    share: float = 0.0
    doing: str = "waiting for other work to end"
    _stop: threading.Event = field(default_factory=threading.Event)
    _future: "Future[Result] | None" = None

    def start(self, work: "Callable[[Job[Result]], Result]", queue: ThreadPoolExecutor) -> None:
        """Put the work into a queue."""
        self._future = queue.submit(work, self)

    def step(self, share: float, doing: str) -> None:
        """Say how far the work is; called by it.

        Raises:
            StoppedError: a person stopped it.

        """
        if self._stop.is_set():
            raise StoppedError
        self.share, self.doing = min(max(share, 0.0), 1.0), doing

    def stop(self) -> None:
        """Let the work end at its next step."""
        self._stop.set()
        if self._future is not None:
            self._future.cancel()

    @property
    def is_done(self) -> bool:
        """Whether there is a result, or an error in its place."""
        return self._future is not None and self._future.done()

    @property
    def is_stopped(self) -> bool:
        """Whether a person stopped it."""
        return self._stop.is_set()

    def result(self) -> Result:
        """Return what came of it; call it when it is done.

        Raises:
            Exception: what the work raised.

        """
        assert self._future is not None
        return self._future.result(timeout=0)
