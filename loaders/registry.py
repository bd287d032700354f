"""The loaders: one line each, recognised by a file's name or by how its content begins.

A loader's module is imported when a file needs it.
"""

import importlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

from geodata.errors import SourceError, UsageError
from geodata.settings import Settings
from loaders.batch import Rejected

if TYPE_CHECKING:
    from loaders.reports.source_text import SourceText


@dataclass(frozen=True, slots=True)
class Loader:
    """How a format is recognised, and the module that reads it.

    Attributes:
        name: what `--as` takes.
        extensions: of the files it reads, in lower case.
        module: its `read(path, limit=...)` yields the texts in a file.
        description: what it reads, for a person.
        begins: how a file's content begins when it can be nothing else.
        many: whether one file holds many reports.

    """

    name: str
    extensions: tuple[str, ...]
    module: str
    description: str
    begins: re.Pattern[bytes] | None = None
    many: bool = False

    def read(self, path: Path, settings: Settings) -> Iterator["SourceText | Rejected"]:
        """Yield the texts in a file, and the records of it that hold none.

        Args:
            path: the file.
            settings: how large a report may be.

        Raises:
            SourceError: the file cannot be read, or is not in the loader's format.

        """
        module = cast("_Module", importlib.import_module(self.module))
        longest = settings.max_report_characters
        for found in module.read(path, limit=settings.max_report_bytes):
            if not isinstance(found, Rejected) and len(found.text) > longest:
                reason = (
                    f"holds a text of {len(found.text):,} characters, more than {longest:,}: split "
                    "it, or raise the setting max_report_characters"
                )
                yield Rejected(str(path), reason, found.number, found.identifier)
            else:
                yield found


class _Module(Protocol):
    def read(self, path: Path, *, limit: int) -> Iterator["SourceText | Rejected"]: ...


_HTML = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)\b",
    re.IGNORECASE | re.DOTALL,
)
_JSONL = re.compile(rb'\s*\{[^\r\n]*"text"\s*:')
_FRONT_MATTER = re.compile(rb"---[ \t]*\r?\n(?:title|date|published)[ \t]*:", re.IGNORECASE)

LOADERS = (
    Loader("html", (".html", ".htm", ".xhtml"), "loaders.reports.html", "HTML page", _HTML),
    Loader(
        "jsonl", (".jsonl", ".ndjson"), "loaders.reports.jsonl", "JSON lines", _JSONL, many=True
    ),
    Loader("markdown", (".md", ".markdown"), "loaders.reports.markdown", "Markdown", _FRONT_MATTER),
    Loader("text", (".txt",), "loaders.reports.text", "plain text"),
)

# Enough to see how a file begins, also after a licence comment.
_HEAD_BYTES = 4096
_UTF8_MARK = b"\xef\xbb\xbf"


def loader_named(name: str) -> Loader:
    """Return the loader of a name.

    Raises:
        UsageError: there is none; the message names those there are.

    """
    for loader in LOADERS:
        if loader.name == name:
            return loader
    raise UsageError(f"there is no loader {name!r}: known are {', '.join(names())}")


def names() -> list[str]:
    """Return the names of all loaders."""
    return [loader.name for loader in LOADERS]


def recognise(path: Path) -> Loader:
    """Return the loader for a file.

    What a content can only be wins over the name: a web page saved as .txt is still a page.

    Raises:
        SourceError: no loader knows the file.

    """
    head = _head(path)
    for loader in LOADERS:
        if loader.begins is not None and loader.begins.match(head):
            return loader
    for loader in LOADERS:
        if path.suffix.lower() in loader.extensions:
            return loader
    known = " ".join(extension for loader in LOADERS for extension in loader.extensions)
    ending = f"files ending in {path.suffix}" if path.suffix else "files without an ending"
    raise SourceError(
        f"no loader reads {ending} (known: {known}): say what it is with --as {'|'.join(names())}"
    )


def _head(path: Path) -> bytes:
    """Return how a regular file begins; nothing of any other, whose loader says what is wrong."""
    try:
        if not path.is_file():
            return b""
        with path.open("rb") as file:
            return file.read(_HEAD_BYTES).removeprefix(_UTF8_MARK)
    except OSError:
        return b""
