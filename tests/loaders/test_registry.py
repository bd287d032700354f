import importlib
from pathlib import Path

import pytest
from made_datasets import UCDP_COLUMNS, acled_csv, acled_row, csv_text, gdelt_line, ucdp_row

from geodata.errors import SourceError, UsageError
from loaders.registry import LOADERS, Strength, loader_named, names, recognise


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
        ("a.json", '{"type": "FeatureCollection", "features": []}', "geofile"),
        ("a.xml", "<?xml version='1.0'?><kml xmlns='x'>", "geofile"),
        ("a", "PAR1", "parquet"),
        ("a.csv", "a,b\n", "table"),
        ("a.tsv", "", "table"),
        ("a.xlsx", "", "spreadsheet"),
        ("a.xml", '<?xml version="1.0"?>\n<rss version="2.0">', "feed"),
        ("a.xml", "<?xml-stylesheet href='x'?><feed xmlns='http://www.w3.org/2005/Atom'>", "feed"),
        ("a.json", '{"title": "x", "version": "https://jsonfeed.org/version/1.1"}', "feed"),
        ("a.json", '{"time": 1, "href": "https://api.reliefweb.int/v1/reports"}', "reliefweb"),
        ("a", "%PDF-1.7", "pdf"),
        ("a.docx", "", "docx"),
        ("a.eml", "", "eml"),
        # The columns of a known dataset, in whatever file and whatever case.
        ("a.csv", acled_csv([acled_row(1)]), "acled"),
        ("a.txt", "EVENT_ID_CNTY;EVENT_DATE;SUB_EVENT_TYPE\n", "acled"),
        (
            "a.json",
            '{"data": [{"event_id_cnty": "", "event_date": "", "sub_event_type": ""}]}',
            "acled",
        ),
        ("a.csv", csv_text(UCDP_COLUMNS, [ucdp_row(1)]), "ucdp"),
        ("20251009.export.CSV", gdelt_line(1), "gdelt"),
        # A report that speaks of the columns is none.
        ("a.md", "event_id_cnty, event_date and sub_event_type are columns", "markdown"),
    ],
)
def test_recognised(tmp_path: Path, name: str, content: str, loader: str) -> None:
    path = tmp_path / name
    path.write_text(content, encoding="utf-8", newline="")
    assert recognise(path).loader.name == loader


@pytest.mark.parametrize("name", ["a.xyz", "a", "a.json"])
def test_unknown_files_say_what_is_known(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("Five killed.")
    with pytest.raises(SourceError, match="no loader reads files") as caught:
        recognise(tmp_path / name)
    for known in (".txt", ".md", ".html", ".jsonl", "--as acled|docx|eml|feed|"):
        assert known in str(caught.value)


def test_loader_by_name() -> None:
    assert loader_named("text").name == "text"
    with pytest.raises(UsageError, match="no loader 'odt': known are acled, docx, eml"):
        loader_named("odt")


def test_the_surer_sign_wins_and_the_note_says_why(tmp_path: Path) -> None:
    path = tmp_path / "events.csv"
    path.write_text(acled_csv([acled_row(1)]))
    recognised = recognise(path)
    assert recognised.strength is Strength.COLUMNS
    assert recognised.note == (
        "read as acled by its columns, which tells more than table by its name "
        "(--as table reads it so)"
    )
    path.write_text("a,b\n1,2\n")
    assert recognise(path).note is None


def test_columns_are_found_in_another_encoding(tmp_path: Path) -> None:
    path = tmp_path / "events.csv"
    path.write_text(acled_csv([acled_row(1)]), encoding="utf-16")
    assert recognise(path).loader.name == "acled"
