"""JSON lines: one report a line, `{id?, text, title?, published?, url?, publisher?}`."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from geodata.characters import clean_characters
from geodata.errors import SourceError
from loaders.batch import Rejected
from loaders.reports.decoding import check_file
from loaders.reports.source_text import SourceText, facts_from


def read(path: Path, *, limit: int) -> Iterator[SourceText | Rejected]:
    """Yield the documents in a file of JSON lines, and the lines that hold none.

    The file is read line by line and may be of any size; ``limit`` is that of a line, in bytes.

    Raises:
        SourceError: the file cannot be read, or holds no line.

    """
    check_file(path)
    try:
        with path.open("rb") as file:
            yield from _read_lines(file, str(path), limit)
    except OSError as error:
        raise SourceError(f"cannot be read: {error.strerror}") from error


def _read_lines(file: BinaryIO, where: str, limit: int) -> Iterator[SourceText | Rejected]:
    found = False
    number = 0
    while line := file.readline(limit + 1):
        number += 1
        if len(line) > limit and not line.endswith(b"\n"):
            _skip_line(file)
            found = True
            yield Rejected(where, f"is larger than {limit / 1e6:g} MB", number)
        elif line.strip():
            found = True
            yield _source_text(line, where, number)
    if not found:
        raise SourceError("is empty")


def _skip_line(file: BinaryIO) -> None:
    while (part := file.readline(1_000_000)) and not part.endswith(b"\n"):
        pass


def _source_text(line: bytes, where: str, number: int) -> SourceText | Rejected:
    record: dict[str, Any] = {}
    try:
        record = _parse(line, number)
        return SourceText(
            text=_text(record),
            facts=facts_from(record),
            sha256=hashlib.sha256(line.strip()).hexdigest(),
            number=number,
            identifier=record.get("id"),
        )
    except SourceError as error:
        return Rejected(where, str(error), number, record.get("id"))


def _parse(line: bytes, number: int) -> dict[str, Any]:
    try:
        # The mark that some programs put at the beginning of a file.
        record = json.loads(line.strip().decode("utf-8-sig" if number == 1 else "utf-8"))
    except UnicodeDecodeError as error:
        raise SourceError(
            f"is not UTF-8 at byte {error.start + 1}: save the file as UTF-8"
        ) from error
    except json.JSONDecodeError as error:
        raise SourceError(f"is not valid JSON at column {error.colno}: {error.msg}") from error
    except (ValueError, RecursionError) as error:
        # A number of thousands of digits, or brackets nested as deep.
        raise SourceError("holds JSON that is too large or too deep") from error
    if not isinstance(record, dict):
        raise SourceError('is not a JSON object: write {"text": ...}')
    return record


def _text(record: dict[str, Any]) -> str:
    text = record.get("text")
    if not isinstance(text, str) or not text.strip():
        raise SourceError('has no "text"')
    return clean_characters(text)
