import contextlib
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.characters import clean_characters
from geodata.errors import SourceError
from loaders.reports.decoding import decode, read_file

TEXT = "“Five people were killed in Köln,” said the mayor – on Monday.\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_unicode_with_and_without_mark(encoding: str) -> None:
    assert decode(TEXT.encode(encoding)) == (TEXT, ())


def test_older_office_encoding_is_named() -> None:
    decoded = decode(TEXT.encode("cp1252"))
    assert decoded.text == TEXT
    assert "read as cp1252" in decoded.warnings[0]


def test_another_older_encoding_is_named() -> None:
    text = "Пять человек погибли в городе, сообщила полиция в понедельник утром. " * 5
    decoded = decode(text.encode("cp1251"))
    assert decoded.text == text
    assert "cp1251" in decoded.warnings[0]


def test_declared_encoding_is_believed() -> None:
    text = "Pięć osób zginęło w Łodzi"
    assert decode(text.encode("iso-8859-2"), declared="iso-8859-2") == (text, ())
    assert decode(text.encode("utf-8"), declared="no such encoding").text == text


def test_few_broken_bytes_do_not_spoil_the_rest() -> None:
    decoded = decode(TEXT.encode() + b"\xff\n")
    assert decoded.text == TEXT + "\ufffd\n"
    assert "1 characters that are broken" in decoded.warnings[0]


def test_broken_utf16() -> None:
    with pytest.raises(SourceError, match="begins as UTF-16 but is broken at byte"):
        decode("abc".encode("utf-16") + b"\x00")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"%PDF-1.7 text", "is a PDF file"),
        (b"PK\x03\x04rest", "is a zip archive"),
        (b"\x89PNG\r\n\x1a\n", "is a picture"),
        (b"some\0thing", "is a binary file"),
        (bytes(range(1, 32)) * 10, "is a binary file"),
        (b"{\\rtf1 hello}", "is an RTF document"),
    ],
)
def test_binary_is_refused_by_its_kind(data: bytes, said: str) -> None:
    with pytest.raises(SourceError, match=said):
        decode(data)


def test_line_ends_become_one() -> None:
    assert decode(b"a\r\nb\rc\n").text == "a\nb\nc\n"


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc"])))
def test_utf8_comes_back(text: str) -> None:
    if text.startswith("\ufeff") or not text:
        return
    assert decode(b"a" + text.encode()).text == "a" + text


@given(st.binary(min_size=1))
def test_any_bytes_are_text_or_refused(data: bytes) -> None:
    with contextlib.suppress(SourceError):
        decode(data).text.encode()


def test_characters_no_file_can_hold_are_replaced_one_by_one() -> None:
    assert clean_characters("a\ud800b\0c") == "a\ufffdb\ufffdc"


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_text(" \n")
    (tmp_path / "large.txt").write_text("x" * 101)
    (tmp_path / "whole.txt").write_text("x" * 100)
    os.mkfifo(tmp_path / "pipe.txt")
    assert len(read_file(tmp_path / "whole.txt", limit=100)) == 100
    for name, said in (
        ("none.txt", "there is no such file"),
        ("empty.txt", "is empty"),
        ("large.txt", "is larger than 0.0001 MB: split it"),
        ("pipe.txt", "is not a regular file"),
        (".", "is a folder"),
        ("whole.txt/x", "there is no such file"),
        ("a" * 300, "File name too long"),
        ("a\0b", "its name is no path"),
    ):
        with pytest.raises(SourceError, match=said):
            read_file(tmp_path / name, limit=100)
