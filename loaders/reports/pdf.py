"""PDF: the text of its pages, joined by form feeds, so that an offset tells its page."""

import hashlib
import logging
import re
import zlib
from collections.abc import Iterator
from pathlib import Path

import pypdf
from pypdf.errors import PyPdfError

from geodata.characters import clean_characters
from geodata.errors import SourceError
from loaders.reports.decoding import check_file
from loaders.reports.source_text import SourceText, understood

# What it complains of in damaged files says nothing to a person.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)

PAGE_BREAK = "\f"
# Pictures take room that text does not.
_PICTURES = 20
_MOST_PAGES = 3000
# What pypdf raises beside its own errors when a file is damaged in ways it did not expect.
_DAMAGED = (
    PyPdfError,
    ValueError,
    KeyError,
    IndexError,
    TypeError,
    AttributeError,
    NotImplementedError,
    OverflowError,
    RecursionError,
    AssertionError,
    zlib.error,
)


def read(path: Path, *, limit: int) -> Iterator[SourceText]:
    """Yield the text of a PDF file.

    Raises:
        SourceError: the file cannot be read, is locked, or has no text: a scan says so.

    """
    check_file(path)
    if path.stat().st_size > limit * _PICTURES:
        raise SourceError(f"is larger than {limit * _PICTURES / 1e6:g} MB")
    try:
        reader = pypdf.PdfReader(path)
        if reader.is_encrypted and not reader.decrypt(""):
            raise SourceError("is locked with a password: save it without one")
        if len(reader.pages) > _MOST_PAGES:
            raise SourceError(f"has more than {_MOST_PAGES:,} pages: split it")
        pages = [_page_text(page.extract_text()) for page in reader.pages]
        title = reader.metadata.title if reader.metadata else None
    except _DAMAGED as error:
        raise SourceError(f"is no PDF file, or damaged: {' '.join(str(error).split())}") from error
    except OSError as error:
        raise SourceError(f"cannot be read: {error.strerror or error}") from error
    empty = [str(number) for number, page in enumerate(pages, start=1) if not page]
    if len(empty) == len(pages):
        raise SourceError(
            "has no text on any page: it is a scan; run text recognition (OCR) on it first"
        )
    said = (f"has no text on pages {', '.join(empty[:20])}: perhaps scans",) if empty else ()
    yield SourceText(
        text=PAGE_BREAK.join(pages),
        facts=understood({"title": title if isinstance(title, str) else None}),
        sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
        warnings=said,
    )


def page_of(text: str, offset: int) -> int:
    """Return the page, from 1, on which an offset into a PDF's text lies."""
    return text.count(PAGE_BREAK, 0, offset) + 1


def _page_text(text: str) -> str:
    """Return a page's text with its paragraphs in one line each, and no word cut in two."""
    lines = [" ".join(line.split()) for line in clean_characters(text).split("\n")]
    longest = max((len(line) for line in lines), default=0)
    joined: list[str] = []
    open_line = False
    for line in lines:
        if not line:
            open_line = False
        elif open_line and re.search(r"[^\W\d_]-$", joined[-1]) and line[:1].islower():
            joined[-1] = joined[-1][:-1] + line
        elif open_line:
            joined[-1] += " " + line
        else:
            joined.append(line)
        if line:
            # A line that ends early ends a paragraph, or is a heading.
            open_line = len(line) > longest * _FULL
    return "\n".join(joined).replace(PAGE_BREAK, " ")


_FULL = 0.7
