"""What a command says: one line a message, and how far it is."""

import sys
import time

import click


def say(message: str) -> None:
    """Write a line of the command's result."""
    click.echo(one_line(message))


def note(message: str) -> None:
    """Write a line beside the result: a problem, a warning, a count."""
    click.echo(one_line(message), err=True)


def one_line(message: str) -> str:
    """Return a message without what could break a line or steer a terminal."""
    shown = "".join(char if char.isprintable() else " " for char in message)
    # A file name may hold bytes that are no characters.
    return shown.encode("utf-8", errors="replace").decode("utf-8")


class Progress:
    """Counts on a terminal what is done, some times a second; says nothing elsewhere."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._done = 0
        self._shown_at = 0.0
        self._is_shown = sys.stderr.isatty()

    def step(self, _where: str = "") -> None:
        """Count one more."""
        self._done += 1
        now = time.monotonic()
        if self._is_shown and now - self._shown_at > 0.2:  # noqa: PLR2004 - seconds; readable
            self._shown_at = now
            click.echo(f"\r{self._done} {self._what}", nl=False, err=True)

    def finish(self) -> None:
        """Take the count off the terminal."""
        if self._is_shown:
            click.echo("\r\033[K", nl=False, err=True)


class Meter:
    """Tells on a terminal how much of a long work is done, how fast, and how long it still takes.

    "reading 34%, 4,120,000 rows, 38,000 rows/s, 3 min left". It says nothing where standard error
    is no terminal.
    """

    def __init__(self, what: str) -> None:
        self._what = what
        self._stage = ""
        self._began_at = 0.0
        self._shown_at = 0.0
        self._is_shown = sys.stderr.isatty()

    def show(self, stage: str, done: int, total: int, count: int) -> None:
        """Show how far it is.

        Args:
            stage: what is being done.
            done: how much of `total` is done.
            total: the whole of the stage.
            count: how many of `what` have been gone through in this stage; 0 when it is not told.

        """
        now = time.monotonic()
        is_new = stage != self._stage
        if is_new:
            self._stage, self._began_at = stage, now
        if self._is_shown and (is_new or now - self._shown_at > 0.2):  # noqa: PLR2004 - seconds; readable
            self._shown_at = now
            line = self._line(done, total, count, now - self._began_at)
            click.echo(f"\r\033[K{line}", nl=False, err=True)

    def finish(self) -> None:
        """Take the line off the terminal."""
        if self._is_shown:
            click.echo("\r\033[K", nl=False, err=True)

    def _line(self, done: int, total: int, count: int, seconds: float) -> str:
        parts = [f"{self._stage} {done / max(total, 1):.0%}"]
        if count:
            parts.append(f"{count:,} {self._what}")
        if count and seconds > 1:
            parts.append(f"{count / seconds:,.0f} {self._what}/s")
        if done and seconds > 1:
            parts.append(time_left(seconds, done, total))
        return ", ".join(parts)


def time_left(seconds: float, done: int, total: int) -> str:
    """Return how long the rest of a work takes ("3 min left"), when a part of it took so long."""
    left = seconds * (total - done) / done
    return f"{left / 60:.0f} min left" if left > 90 else f"{left:.0f} s left"  # noqa: PLR2004 - seconds; readable
