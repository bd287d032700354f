import importlib
from pathlib import Path

import pytest

from geodata.errors import SourceError, UsageError
from loaders.registry import LOADERS, loader_named, names, recognise


def test_the_table_is_sorted_and_each_module_reads() -> None:
    assert names() == sorted(names())
    for loader in LOADERS:
        assert callable(importlib.import_module(loader.module).read)


def test_every_extension_has_one_loader() -> None:
    extensions = [extension for loader in LOADERS for extension in loader.extensions]
    assert len(set(extensions)) == len(extensions)


@pytest.mark.parametrize(
    ("name", "content", "loader"),
    [
        ("a.txt", "Five killed.", "text"),
        ("a.TXT", "", "text"),
        ("a.md", "Five killed.", "markdown"),
        ("a.markdown", "# Five killed", "markdown"),
        ("a.htm", "", "html"),
        ("a.jsonl", "", "jsonl"),
        ("a.ndjson", "", "jsonl"),
        # The content can be nothing else, whatever the name says.
        ("a.txt", "\ufeff<!DOCTYPE html><html>", "html"),
        ("a", "  <!-- saved -->\n<html lang='en'>", "html"),
        ("a.php", '<?xml version="1.0"?>\n<html>', "html"),
        ("a.json", '{"id": 1, "text": "Five killed."}\n', "jsonl"),
        ("note", "---\r\ntitle: Clash\r\n---\r\n", "markdown"),
    ],
)
def test_recognised(tmp_path: Path, name: str, content: str, loader: str) -> None:
    path = tmp_path / name
    path.write_text(content, encoding="utf-8", newline="")
    assert recognise(path).name == loader


@pytest.mark.parametrize("name", ["a.xyz", "a", "a.json"])
def test_unknown_files_say_what_is_known(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("Five killed.")
    with pytest.raises(SourceError, match="no loader reads files") as caught:
        recognise(tmp_path / name)
    for known in (".txt", ".md", ".html", ".jsonl", "--as html|jsonl|markdown|text"):
        assert known in str(caught.value)


def test_loader_by_name() -> None:
    assert loader_named("text").name == "text"
    with pytest.raises(UsageError, match="no loader 'pdf': known are html, jsonl, markdown, text"):
        loader_named("pdf")
