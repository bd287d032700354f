"""From a file to its text: size, kind of file and encoding."""

import re
import stat
from pathlib import Path
from typing import NamedTuple

import charset_normalizer

from geodata.characters import clean_characters
from geodata.errors import SourceError


class Decoded(NamedTuple):
    """A text, and what a person should know about how its bytes were read."""

    text: str
    warnings: tuple[str, ...] = ()


def read_file(path: Path, *, limit: int) -> bytes:
    """Return a file's bytes.

    Raises:
        SourceError: it is not there, not readable, not a file, empty, larger than ``limit`` bytes
            or no text.

    """
    check_file(path)
    try:
        with path.open("rb") as file:
            data = file.read(limit + 1)
    except OSError as error:
        raise _unreadable(error) from error
    if len(data) > limit:
        raise SourceError(
            f"is larger than {limit / 1e6:g} MB: split it, or raise the setting max_report_bytes"
        )
    if not data.strip():
        raise SourceError("is empty")
    return data


def check_file(path: Path) -> None:
    """Check that a path is a regular file: reading a device or pipe might never end.

    Raises:
        SourceError: it is none.

    """
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError) as error:
        raise _unreadable(error) from error
    if stat.S_ISDIR(mode):
        raise SourceError("is a folder, not a file")
    if not stat.S_ISREG(mode):
        raise SourceError("is not a regular file")


def decode(data: bytes, *, declared: str | None = None) -> Decoded:
    """Return the text of bytes, with one line feed a line end.

    Args:
        data: the bytes.
        declared: the encoding that the document itself names.

    Raises:
        SourceError: they are no text, or in no known encoding.

    """
    marked = _by_mark(data)
    if marked is not None:
        return Decoded(_clean(marked))
    _refuse_binary(data)
    try:
        return Decoded(_clean(data.decode("utf-8")))
    except UnicodeDecodeError:
        return _damaged(data) or _by_guess(data, declared)


def _unreadable(error: OSError | ValueError) -> SourceError:
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return SourceError("there is no such file")
    reason = error.strerror if isinstance(error, OSError) else "its name is no path"
    return SourceError(f"cannot be read: {reason}")


# The longer mark first: that of UTF-32 begins like that of UTF-16.
_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
# How files begin that are easily taken for a text.
_SIGNATURES = (
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a zip archive, or an office document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"{\\rtf", "an RTF document"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"SQLite format 3", "a database"),
)
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
# Texts hold hardly any control characters, binary files many.
_MOST_CONTROLS = 0.005


def _by_mark(data: bytes) -> str | None:
    """Return the text of bytes that begin with a byte order mark."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError as error:
                raise SourceError(
                    f"begins as {encoding.removesuffix('-sig').upper()} but is broken at byte "
                    f"{error.start}: save it as UTF-8"
                ) from error
    return None


def _refuse_binary(data: bytes) -> None:
    for signature, name in _SIGNATURES:
        if data.startswith(signature):
            raise SourceError(f"is {name}, not text: save its text as .txt or .html")
    if b"\0" in data or len(_CONTROLS.findall(data)) > _MOST_CONTROLS * len(data):
        raise SourceError("is a binary file, not text: save its text as .txt or .html")


def _damaged(data: bytes) -> Decoded | None:
    """Return the text of UTF-8 in which a few bytes are broken; None when it is no UTF-8."""
    text = data.decode("utf-8", errors="replace")
    broken = text.count("\ufffd")
    whole = sum(not char.isascii() for char in text) - broken
    # In another encoding hardly any two bytes happen to make a character of UTF-8.
    if whole <= broken:
        return None
    return Decoded(_clean(text), (f"holds {broken} characters that are broken, shown as \ufffd",))


def _by_guess(data: bytes, declared: str | None) -> Decoded:
    """Return the text of bytes in an older encoding: the declared, the usual, or a likely one."""
    if declared is not None:
        text = _decoded(data, declared)
        if text is not None:
            return Decoded(_clean(text))
    encoding: str | None = "cp1252"
    text = _decoded(data, "cp1252")
    if text is None or not _looks_western(text):
        best = charset_normalizer.from_bytes(data).best()
        encoding, text = (best.encoding, str(best)) if best else (None, None)
    if encoding is None or text is None:
        raise SourceError("is text in an unknown encoding: save it as UTF-8")
    return Decoded(
        _clean(text), (f"is not UTF-8: read as {encoding}; save it as UTF-8 if letters are wrong",)
    )


def _decoded(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (LookupError, UnicodeError):
        return None


# What English text from an older office program holds beside ASCII: typographic marks and the
# accented letters of names.
_WESTERN = re.compile(r"[\u2013\u2014\u2018-\u201d\u2022\u2026\u20ac\u00a0£©®°·½À-ÖØ-öø-ÿŒœŠšŽž]")
_LARGEST_WESTERN_SHARE = 0.1


def _looks_western(text: str) -> bool:
    others = sum(not char.isascii() for char in text)
    known = len(_WESTERN.findall(text))
    return known == others and others <= _LARGEST_WESTERN_SHARE * len(text)


def _clean(text: str) -> str:
    return clean_characters(text.replace("\r\n", "\n").replace("\r", "\n"))
