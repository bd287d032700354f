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
