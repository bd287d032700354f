"""HTML pages: the article's text, and the facts that the page itself states.

The text is what trafilatura takes for the article. The facts are read from the page's own metadata
only (`meta` elements, JSON-LD, `link` elements): a date that merely stands somewhere in the page
is not taken for the day of publication.
"""

import hashlib
import json
import logging
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import trafilatura
from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from geodata.characters import clean_characters
from geodata.errors import SourceError
from loaders.reports.decoding import decode, read_file
from loaders.reports.source_text import Facts, SourceText, understood

# What it says of a page is said here, once and with the file's name.
logging.getLogger("trafilatura").addHandler(logging.NullHandler())
logging.getLogger("trafilatura").propagate = False


def read(path: Path, *, limit: int) -> Iterator[SourceText]:
    """Yield the document in an HTML page.

    Raises:
        SourceError: the file cannot be read, is no HTML, or holds no article.

    """
    data = read_file(path, limit=limit)
    decoded = decode(data, declared=_declared_encoding(data))
    tree = _parse(decoded.text)
    facts = page_facts(tree)
    article = trafilatura.bare_extraction(tree, include_comments=False, with_metadata=False)
    text = _without_headline(clean_characters(getattr(article, "text", None) or ""), tree)
    if not text:
        raise SourceError("holds no article text: save the text itself as .txt")
    yield SourceText(
        text=text, facts=facts, sha256=hashlib.sha256(data).hexdigest(), warnings=decoded.warnings
    )


def page_facts(tree: HtmlElement) -> Facts:
    """Return what a page states about itself; where two places state it, the first listed here."""
    meta = _meta(tree)
    linked = _linked_data(tree)
    stated: dict[str, list[Any]] = {
        "title": [meta.get("og:title"), linked.get("headline"), *_words(tree, "//title")],
        "publisher": [
            meta.get("og:site_name"),
            linked.get("publisher"),
            *(meta.get(name) for name in ("publisher", "dc.publisher", "dcterms.publisher")),
        ],
        "url": [*_attributes(tree, "//link[@rel='canonical']/@href"), meta.get("og:url")],
        "published": [
            *(meta.get(name) for name in _PUBLISHED),
            linked.get("datePublished"),
            *_attributes(tree, "//time[@itemprop='datePublished' or @pubdate]/@datetime"),
        ],
        "language": _attributes(tree, "/html/@lang"),
        "licence": [
            *_attributes(tree, "//link[@rel='license']/@href"),
            *(meta.get(name) for name in ("dcterms.license", "dc.rights")),
            linked.get("license"),
        ],
    }
    return understood({fact: _first(values) for fact, values in stated.items()})


# Under these names pages state the day of publication.
_PUBLISHED = (
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.created",
    "dc.date",
    "parsely-pub-date",
    "sailthru.date",
    "pubdate",
    "publish-date",
    "publish_date",
    "publication_date",
    "citation_publication_date",
    "date",
)


def _declared_encoding(data: bytes) -> str | None:
    # Pages name their encoding in the first 1024 bytes.
    found = re.search(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{1,40})", data[:1024])
    return found[1].decode("ascii") if found else None


def _parse(text: str) -> HtmlElement:
    # The bytes are UTF-8 whatever the page declares; the parser repairs what is broken.
    parser = HTMLParser(encoding="utf-8", remove_pis=True)
    try:
        return document_fromstring(text.encode(), parser=parser)
    except etree.ParserError as error:
        raise SourceError("is not HTML: save it as .txt if it is plain text") from error


def _without_headline(text: str, tree: HtmlElement) -> str:
    """Return the text without its headline, which the facts hold: it would be told twice."""
    first, _, rest = text.strip().partition("\n")
    headlines = {" ".join(words.split()) for words in _words(tree, "//h1")}
    return rest.strip() if rest and " ".join(first.split()) in headlines else text.strip()


def _meta(tree: HtmlElement) -> dict[str, str]:
    """Return the contents of `meta` elements by lower-case name; of two the first."""
    found: dict[str, str] = {}
    for element in tree.iterfind(".//meta"):
        content = (element.get("content") or "").strip()
        for attribute in ("property", "name", "itemprop"):
            name = (element.get(attribute) or "").strip().lower()
            if name and content:
                found.setdefault(name, content)
    return found


def _linked_data(tree: HtmlElement) -> dict[str, Any]:
    """Return the facts of the first article that the page describes in JSON-LD."""
    for script in tree.iterfind(".//script[@type='application/ld+json']"):
        try:
            described = json.loads(script.text or "")
        except (ValueError, RecursionError):
            continue
        for thing in _things(described):
            if _ARTICLE.search(json.dumps(thing.get("@type"))):
                publisher = thing.get("publisher")
                name = publisher.get("name") if isinstance(publisher, dict) else publisher
                return thing | {"publisher": name}
    return {}


_ARTICLE = re.compile(r'Article"|Report"|BlogPosting"')


def _things(described: object) -> Iterator[dict[str, Any]]:
    """Yield what JSON-LD describes: one thing, a list of them, or a graph."""
    if isinstance(described, list):
        for one in described:
            yield from _things(one)
    elif isinstance(described, dict):
        yield described
        yield from _things(described.get("@graph"))


def _words(tree: HtmlElement, path: str) -> list[str]:
    return [element.text_content() for element in tree.xpath(path)[:1]]


def _attributes(tree: HtmlElement, path: str) -> list[str]:
    return [str(value) for value in tree.xpath(path)]


def _first(values: list[Any]) -> str | None:
    """Return the first value that says something."""
    return next((value for value in values if isinstance(value, str) and value.strip()), None)
