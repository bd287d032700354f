"""Word documents (DOCX): the words of the paragraphs and tables, as they are after all changes."""

import hashlib
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from geodata.characters import clean_characters
from geodata.errors import SourceError
from loaders.reports.decoding import check_file
from loaders.reports.source_text import SourceText, understood

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_DOCUMENT, _PROPERTIES = "word/document.xml", "docProps/core.xml"
# Marks take ten times the room of the words between them.
_MARKS = 20
_LARGEST_FILE = 500_000_000


def read(path: Path, *, limit: int) -> Iterator[SourceText]:
    """Yield the text of a document.

    Raises:
        SourceError: the file cannot be read, is no such document, is too large or has no text.

    """
    check_file(path)
    if path.stat().st_size > _LARGEST_FILE:
        raise SourceError(f"is larger than {_LARGEST_FILE / 1e6:g} MB")
    try:
        with zipfile.ZipFile(path) as archive:
            document = _parsed(archive, _DOCUMENT, limit * _MARKS)
            title = None
            if _PROPERTIES in archive.namelist():
                title = _parsed(archive, _PROPERTIES, limit).findtext(_TITLE)
    except KeyError as error:
        raise SourceError("is no Word document: it has no word/document.xml") from error
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise SourceError(f"is no Word document, damaged or locked: {error}") from error
    except OSError as error:
        raise SourceError(f"cannot be read: {error.strerror or error}") from error
    text = clean_characters("\n".join(_paragraphs(document)))
    if not text.strip():
        raise SourceError("is a Word document without text")
    yield SourceText(
        text=text,
        facts=understood({"title": title or None}),
        sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
    )


def _parsed(archive: zipfile.ZipFile, name: str, limit: int) -> etree._Element:
    with archive.open(name) as member:
        data = member.read(limit + 1)
    if len(data) > limit:
        raise SourceError(f"unpacks to more than {limit / 1e6:g} MB of text: split it")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise SourceError("is a Word document whose XML is broken") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise SourceError("declares XML entities, which no Word document needs: not read")
    return root


def _paragraphs(document: etree._Element) -> Iterator[str]:
    for paragraph in document.iter(f"{_WORD}p"):
        words = "".join(_pieces(paragraph)).strip()
        if words:
            yield words


def _pieces(paragraph: etree._Element) -> Iterator[str]:
    for element in paragraph.iter():
        # Deleted words stand in `delText`, and are no part of the document any more.
        if element.tag == f"{_WORD}t":
            yield element.text or ""
        elif element.tag in (f"{_WORD}tab", f"{_WORD}br", f"{_WORD}cr"):
            yield " "
