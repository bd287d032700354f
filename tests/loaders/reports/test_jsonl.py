import json
from pathlib import Path

import pytest

from geodata.errors import SourceError
from loaders.batch import Rejected
from loaders.reports.jsonl import read
from loaders.reports.source_text import SourceText


def load(folder: Path, content: bytes, limit: int = 1000) -> list[SourceText | Rejected]:
    path = folder / "reports.jsonl"
    path.write_bytes(content)
    return list(read(path, limit=limit))


def test_fields(tmp_path: Path) -> None:
    record = {"id": 7, "text": "Zwölf\r\n killed \U0001f600", "title": "T", "publisher": "P"}
    (found,) = load(tmp_path, b"\xef\xbb\xbf" + json.dumps(record).encode() + b"\r\n\n")
    assert isinstance(found, SourceText)
    # As it was given: offsets count in it.
    assert found.text == record["text"]
    assert (found.identifier, found.number) == (7, 1)
    assert (found.facts.title, found.facts.publisher) == ("T", "P")


def test_bad_lines_say_their_number_and_the_rest_goes_on(tmp_path: Path) -> None:
    lines = [
        b'{"text": "one"}',
        b'{"text": "tw',
        b"",
        b'["text"]',
        b'{"id": "e", "text": "  "}',
        b'{"id": "f", "text": 5}',
        b'{"text": "\xff\xfe"}',
        b"[" * 900,
        b'{"text": "x", "n": ' + b"9" * 5000 + b"}",
        b'{"text": "' + b"x" * 2000 + b'"}',
        b'{"text": "last"}',
    ]
    found = load(tmp_path, b"\n".join(lines))
    said = [str(one).removeprefix(f"{tmp_path}/") for one in found if isinstance(one, Rejected)]
    assert said == [
        "reports.jsonl, line 2: is not valid JSON at column 10: Unterminated string starting at",
        'reports.jsonl, line 4: is not a JSON object: write {"text": ...}',
        'reports.jsonl, line 5: has no "text"',
        'reports.jsonl, line 6: has no "text"',
        "reports.jsonl, line 7: is not UTF-8 at byte 11: save the file as UTF-8",
        said[5],
        "reports.jsonl, line 9: is larger than 0.001 MB",
        "reports.jsonl, line 10: is larger than 0.001 MB",
    ]
    assert said[5].startswith("reports.jsonl, line 8: ")
    assert [one.identifier for one in found if isinstance(one, Rejected)][2:4] == ["e", "f"]
    texts = [one.text for one in found if isinstance(one, SourceText)]
    assert texts == ["one", "last"]


@pytest.mark.parametrize(
    "line", [b"[" * 100_000, b'{"text": "x", "n": ' + b"9" * 5000 + b"}"], ids=["deep", "long"]
)
def test_json_that_python_refuses(tmp_path: Path, line: bytes) -> None:
    (found,) = load(tmp_path, line, limit=200_000)
    assert isinstance(found, Rejected)
    assert found.number == 1


def test_half_characters_are_replaced(tmp_path: Path) -> None:
    (found,) = load(tmp_path, b'{"text": "a\\ud83d b\\u0000"}')
    assert isinstance(found, SourceText)
    assert found.text == "a\ufffd b\ufffd"


def test_empty_file(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="is empty"):
        load(tmp_path, b"\n \n")
