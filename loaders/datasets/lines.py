"""Rows of a table of text, line by line: slow, but no quotation mark swallows what follows."""

import csv
import io
from collections import deque
from collections.abc import Iterator

# A cell of more lines than this is a quotation mark that was never closed.
_MOST_LINES = 200
_LONGEST_LINE = 1 << 20


class LineReader:
    """Reads rows; one that cannot be read costs one line and no more."""

    def __init__(self, stream: io.RawIOBase, delimiter: str) -> None:
        self._lines = io.TextIOWrapper(
            io.BufferedReader(stream),
            encoding="utf-8",
            errors="replace",
            newline="",
        )
        self._delimiter = delimiter
        self._waiting: deque[str] = deque()

    def rows(self, width: int) -> Iterator[tuple[int, list[str] | str]]:
        """Yield the number of each row, from 1, with its cells, or with what is wrong with it.

        Args:
            width: how many cells a row has.

        """
        number = 0
        while (line := self._next()) is not None:
            number += 1
            taken = [line]
            cells = self._cells(taken)
            if len(taken) > 1 and (cells is None or len(cells) != width):
                # What the mark swallowed is read again as rows of its own.
                self._waiting.extendleft(reversed(taken[1:]))
                yield number, "has a quotation mark that is never closed"
            elif cells is None:
                yield number, "has a quotation mark that is never closed: the file may be cut off"
            else:
                yield number, cells

    def _next(self) -> str | None:
        if self._waiting:
            return self._waiting.popleft()
        return self._lines.readline(_LONGEST_LINE) or None

    def _cells(self, taken: list[str]) -> list[str] | None:
        """Return the cells of a row, taking more lines as long as a mark is open."""

        def lines() -> Iterator[str]:
            yield taken[0]
            while len(taken) <= _MOST_LINES and (line := self._next()) is not None:
                taken.append(line)
                yield line

        try:
            return next(csv.reader(lines(), delimiter=self._delimiter, strict=False), [])
        except csv.Error:
            return None
