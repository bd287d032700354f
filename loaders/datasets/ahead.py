"""Reads a large dataset in a process of its own: while one chunk is saved, the next is mapped.

A thread would not do: to save rows takes the interpreter for each of them, and the two would wait
for one another for longer than they work side by side.
"""

import multiprocessing
import os
import queue
import signal
import sys
import threading
from collections.abc import Generator, Iterator
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

from geodata.dataset_rows import DatasetRows
from geodata.errors import IncidentMapError, SourceError
from loaders.datasets.chunks import Remarks
from loaders.datasets.dataset import Dataset, ReadOptions
from loaders.registry import Loader

if sys.platform == "linux":
    import fcntl

# To start a process and to import in it what reads takes a second or two; smaller files are read by
# then.
_LARGE = 30_000_000
# Chunks that wait in the other process; each may be some ten megabytes. More than two, so that
# neither process waits where the machine lets the other wait.
_WAITING = 6
_END = b""
# What a pipe holds at most, by default.
_PIPE_BYTES = 1 << 20


@dataclass(slots=True)
class Ahead:
    """The rows of a dataset on their way.

    Attributes:
        dataset: that is read.
        share: how much of it has been read, from 0 to 1.

    """

    dataset: Dataset
    share: float = 0.0

    def rows(self, loader: Loader, path: Path, options: ReadOptions) -> Generator[DatasetRows]:
        """Yield the rows; those of a large file are read in another process.

        Args:
            loader: that opened the dataset.
            path: of its file.
            options: how it is read.

        Raises:
            SourceError: the file cannot be read to its end.

        """
        if path.stat().st_size < _LARGE or _cores() < 2:  # noqa: PLR2004 - one for each process
            yield from self._from_here()
            return
        began = False
        try:
            for chunk in self._from_elsewhere(loader, path, options):
                began = True
                yield chunk
        except _ReaderDiedError as error:
            if began:
                said = "the process that reads it died, perhaps for want of memory: try again"
                raise SourceError(said) from error
            # None could be started here, as in a script that does not guard its main part.
            yield from self._from_here()

    def _from_here(self) -> Iterator[DatasetRows]:
        for chunk in self.dataset.rows:
            self.share = self.dataset.share()
            yield chunk

    def _from_elsewhere(
        self, loader: Loader, path: Path, options: ReadOptions
    ) -> Generator[DatasetRows]:
        # A fresh interpreter, on every system the same: nothing is inherited half-way.
        context = multiprocessing.get_context("spawn")
        here, there = context.Pipe(duplex=False)
        _widen(there)
        reader = context.Process(target=_read, args=(there, loader, path, options), daemon=True)
        reader.start()
        there.close()
        try:
            yield from self._received(here)
        finally:
            here.close()
            _stop(reader)

    def _received(self, here: Connection) -> Iterator[DatasetRows]:
        while True:
            try:
                message = here.recv()
            except EOFError as error:
                raise _ReaderDiedError from error
            if isinstance(message, IncidentMapError):
                raise message
            if isinstance(message, Remarks):
                self.dataset.remarks.replace_by(message)
                return
            chunk, self.share = message
            yield chunk


class _ReaderDiedError(Exception):
    """The other process ended before it was done."""


def _widen(pipe: Connection) -> None:
    """Let a pipe hold more, where the system can: the two processes then change over less often."""
    if sys.platform == "linux":
        # Whoever has many pipes open may be refused.
        with suppress(OSError):
            fcntl.fcntl(pipe.fileno(), fcntl.F_SETPIPE_SZ, _PIPE_BYTES)


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _stop(reader: BaseProcess) -> None:
    reader.join(timeout=1.0)
    if reader.is_alive():
        reader.terminate()
        reader.join()
    reader.close()


def _read(there: Connection, loader: Loader, path: Path, options: ReadOptions) -> None:
    """Read a dataset and send its rows, and at the end what was strange: in the other process."""
    # Who interrupts the command ends this process too, without a word of its own.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    waiting: queue.Queue[object] = queue.Queue(_WAITING)
    sender = threading.Thread(target=_send, args=(there, waiting), daemon=True)
    sender.start()
    try:
        dataset = loader.open_dataset(path, options)
        for chunk in dataset.rows:
            waiting.put((chunk, dataset.share()))
        waiting.put(dataset.remarks)
    except IncidentMapError as error:
        waiting.put(error)
    waiting.put(_END)
    sender.join()


def _send(there: Connection, waiting: "queue.Queue[object]") -> None:
    with suppress(BrokenPipeError):
        while (message := waiting.get()) is not _END:
            there.send(message)
        return
    # Nobody listens any more: there is nothing left to do for this process.
    os._exit(0)
