"""Feeds: RSS, Atom and JSON Feed, one report an entry."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from lxml import etree

from geodata.characters import clean_characters
from geodata.errors import SourceError
from loaders.batch import Rejected
from loaders.reports.decoding import decode, read_file
from loaders.reports.markup import text_of_markup
from loaders.reports.source_text import SourceText, understood

# Where the kinds of feed have what is told of an entry; namespaces do not matter.
_TEXTS = ("encoded", "content", "description", "summary")
# Of these the elements that hold a text as a whole.
_WHOLE = ("encoded", "content")
_DATES = ("published", "pubDate", "date", "issued", "updated")
_IDS = ("guid", "id", "about")


def read(path: Path, *, limit: int) -> Iterator[SourceText | Rejected]:
    """Yield the entries of a feed, and those that hold no text.

    Raises:
        SourceError: the file cannot be read, or is no feed.

    """
    data = read_file(path, limit=limit)
    if data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"{":
        entries = _json_entries(data)
    else:
        entries = _xml_entries(data)
    found = False
    for number, entry in enumerate(entries, start=1):
        found = True
        text = entry.pop("text", "")
        identifier = entry.pop("id", None)
        is_whole = entry.pop("is_whole", False)
        if not text:
            yield Rejected(str(path), "is an entry without text", number, identifier)
            continue
        whole = json.dumps([text, entry], sort_keys=True, default=str)
        yield SourceText(
            text=text,
            facts=understood(entry),
            sha256=hashlib.sha256(whole.encode("utf-8", "replace")).hexdigest(),
            number=number,
            identifier=identifier,
            is_summary=not is_whole and _is_summary(text),
        )
    if not found:
        raise SourceError("is a feed without entries")


def _is_summary(text: str) -> bool:
    """Return whether a description is only the beginning of a text, or what it is about."""
    return text.endswith(("...", "…", "[…]", "[...]")) or len(text.split()) < _FEWEST_WORDS


# Descriptions that are shorter than the shortest agency reports.
_FEWEST_WORDS = 80


_ENTITIES = "declares XML entities, which no feed needs: not read"


def _xml_entries(data: bytes) -> Iterator[dict[str, Any]]:
    # Nothing is fetched, and no entity is put in: one could stand for a file or a million words.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        if b"<!ENTITY" in data:
            raise SourceError(_ENTITIES) from error
        raise SourceError(f"is not well-formed XML: {' '.join(str(error).split())}") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise SourceError(_ENTITIES)
    if _local(root) not in ("rss", "RDF", "feed"):
        raise SourceError("is XML, and no feed: neither RSS nor Atom")
    head = root.find("./{*}channel")
    publisher = _child_text(root if head is None else head, ("title",))
    for entry in root.iter("{*}item", "{*}entry"):
        yield {
            "text": _entry_text(entry),
            "is_whole": any(entry.find(f"./{{*}}{name}") is not None for name in _WHOLE),
            "id": _child_text(entry, _IDS) or _link(entry),
            "title": text_of_markup(_child_text(entry, ("title",)) or "") or None,
            "url": _link(entry),
            "published": _child_text(entry, _DATES),
            "publisher": _child_text(entry, ("source/title", "source", "creator")) or publisher,
            "language": None if head is None else _child_text(head, ("language",)),
        }


def _entry_text(entry: etree._Element) -> str:
    """Return the longest of what an entry says: some have the whole text, some the beginning."""
    texts = []
    for name in _TEXTS:
        for element in entry.findall(f"./{{*}}{name}"):
            inner = "".join(str(part) for part in element.itertext())
            if element.get("type") == "xhtml":
                inner = etree.tostring(element, encoding="unicode")
            texts.append(text_of_markup(inner))
    return max(texts, key=len, default="")


def _child_text(element: etree._Element, names: tuple[str, ...]) -> str | None:
    for name in names:
        path = "/".join(f"{{*}}{part}" for part in name.split("/"))
        found = element.find(f"./{path}")
        if found is not None and (text := "".join(str(part) for part in found.itertext()).strip()):
            return clean_characters(text)
    return None


def _link(entry: etree._Element) -> str | None:
    for link in entry.findall("./{*}link"):
        if link.get("rel", "alternate") == "alternate":
            return link.get("href") or (link.text or "").strip() or None
    return None


def _local(element: etree._Element) -> str:
    return str(etree.QName(element).localname)


def _json_entries(data: bytes) -> Iterator[dict[str, Any]]:
    try:
        feed = json.loads(decode(data).text)
    except json.JSONDecodeError as error:
        raise SourceError(f"is not valid JSON at line {error.lineno}: {error.msg}") from error
    except (ValueError, RecursionError) as error:
        raise SourceError("holds JSON that is too large or too deep") from error
    items = feed.get("items") if isinstance(feed, Mapping) else None
    if not isinstance(items, list):
        raise SourceError("is JSON, and no feed: it has no list of items")
    for item in items:
        entry = item if isinstance(item, Mapping) else {}
        plain = entry.get("content_text")
        marked = entry.get("content_html") or entry.get("summary")
        text = clean_characters(plain).strip() if isinstance(plain, str) else ""
        yield {
            "text": text or (text_of_markup(marked) if isinstance(marked, str) else ""),
            "is_whole": any(entry.get(name) for name in ("content_text", "content_html")),
            "id": entry.get("id"),
            "title": entry.get("title"),
            "url": entry.get("url"),
            "published": entry.get("date_published"),
            "publisher": feed.get("title"),
            "language": entry.get("language") or feed.get("language"),
        }
