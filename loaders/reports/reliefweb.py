"""Answers of ReliefWeb's API, saved as JSON: one report an entry of `data`."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from geodata.characters import clean_characters
from geodata.errors import SourceError
from loaders.batch import Rejected
from loaders.reports.decoding import decode, read_file
from loaders.reports.markup import text_of_markup
from loaders.reports.source_text import SourceText, understood


def read(path: Path, *, limit: int) -> Iterator[SourceText | Rejected]:
    """Yield the reports in an answer, and the entries that hold no text.

    The API gives the text only where it is asked for: `fields[include][]=body`.

    Raises:
        SourceError: the file cannot be read, or is no answer of the API.

    """
    answer = _answer(read_file(path, limit=limit))
    if not answer:
        raise SourceError("is an answer without entries")
    for number, entry in enumerate(answer, start=1):
        fields = entry.get("fields") if isinstance(entry, Mapping) else None
        if not isinstance(fields, Mapping):
            yield Rejected(str(path), "is no entry of ReliefWeb", number)
            continue
        text = _text(fields)
        if not text:
            reason = "has no body: ask the API for it with fields[include][]=body"
            yield Rejected(str(path), reason, number, entry.get("id"))
            continue
        yield SourceText(
            text=text,
            facts=understood(_facts(fields)),
            sha256=hashlib.sha256(json.dumps(entry, sort_keys=True).encode()).hexdigest(),
            number=number,
            identifier=entry.get("id"),
        )


def _answer(data: bytes) -> list[Any]:
    try:
        answer = json.loads(decode(data).text)
    except json.JSONDecodeError as error:
        raise SourceError(f"is not valid JSON at line {error.lineno}: {error.msg}") from error
    except (ValueError, RecursionError) as error:
        raise SourceError("holds JSON that is too large or too deep") from error
    entries = answer.get("data") if isinstance(answer, Mapping) else None
    if not isinstance(entries, list):
        raise SourceError("is no answer of ReliefWeb's API: it has no list of data")
    return entries


def _text(fields: Mapping[str, Any]) -> str:
    marked = fields.get("body-html")
    if isinstance(marked, str) and (text := text_of_markup(marked)):
        return text
    plain = fields.get("body")
    return clean_characters(plain).strip() if isinstance(plain, str) else ""


def _facts(fields: Mapping[str, Any]) -> dict[str, object]:
    date = fields.get("date")
    published = None
    if isinstance(date, Mapping):
        # The day on which the source published it, not ReliefWeb.
        published = date.get("original") or date.get("created")
    return {
        "title": fields.get("title"),
        "url": fields.get("url_alias") or fields.get("url"),
        "publisher": _first(fields.get("source"), "name"),
        "language": _first(fields.get("language"), "code"),
        "published": published,
    }


def _first(value: object, name: str) -> object:
    if isinstance(value, list) and value and isinstance(value[0], Mapping):
        return value[0].get(name)
    return None
