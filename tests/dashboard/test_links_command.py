"""`incidentmap links`, and the links that `incidentmap load` makes."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from fake_extraction import FakeExtractor

from dashboard.cli import run
from geodata.settings import Settings

WORDS = "when fighters stormed the northern checkpoint before dawn on the river road"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Run every command in an empty folder, with two reports of one event in it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("INCIDENTMAP_STORE", raising=False)
    for name, count in (("a", 15), ("b", 15), ("c", 25)):
        Path(f"{name}.txt").write_text(f"{count} killed {name} {WORDS} {name}", encoding="utf-8")
    return tmp_path


def open_fake(_settings: Settings) -> FakeExtractor:
    return FakeExtractor()


def incidentmap(*arguments: str) -> int:
    return run(arguments, open_extractor=open_fake)


def load(*arguments: str) -> None:
    assert incidentmap("load", *arguments, "--published", "2025-10-29") == 0


def info(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    capsys.readouterr()
    assert incidentmap("info", "--json") == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def links(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    capsys.readouterr()
    assert incidentmap("links", "list", "--json") == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_load_links_and_counts_once(capsys: pytest.CaptureFixture[str]) -> None:
    load("a.txt", "b.txt")
    out = capsys.readouterr().out.splitlines()
    assert out[0].startswith("loaded 2, updated 0, unchanged 0")
    assert out[1] == (
        "linked: 1 incident is told by several reports, in 2 rows; possibly the same, and counted "
        "apart: 0 pairs"
    )
    assert incidentmap("export", "a.csv", "a.geojson") == 0
    with Path("a.csv").open(encoding="utf-8-sig", newline="") as file:
        [row] = csv.DictReader(file)
    # The two texts are copies of one, so they are one source.
    assert (row["killed_low"], row["source_count"]) == ("15", "1")
    [feature] = json.loads(Path("a.geojson").read_text("utf-8"))["features"]
    assert len(feature["properties"]["claims"]) == len(feature["properties"]["reports"]) == 2
    found = info(capsys)
    assert found["counts"] == {"incidents": 1, "claims": 2, "reports": 2}
    assert found["kinds"] == {"incident": 1}
    assert found["linked"] == {"incidents": 1, "told": 2}


def test_no_link_then_update(capsys: pytest.CaptureFixture[str]) -> None:
    load("a.txt", "b.txt", "--no-link")
    assert info(capsys)["counts"]["incidents"] == 2
    assert incidentmap("links", "update") == 0
    assert "1 incident is told" in capsys.readouterr().out
    assert info(capsys)["counts"]["incidents"] == 1


def test_list_explain_undo_redo(capsys: pytest.CaptureFixture[str]) -> None:
    load("a.txt", "b.txt")
    [link] = links(capsys)
    assert link["verdict"] == "same"
    assert {one["feature"] for one in link["features"]} >= {"when", "where", "killed", "words"}
    assert incidentmap("links", "explain", link["link_id"]) == 0
    out = capsys.readouterr().out
    assert "the same number killed, 10 or more" in out
    assert link["incident_a"] in out
    assert incidentmap("links", "explain", link["incident_b"]) == 0
    assert capsys.readouterr().out == out
    assert incidentmap("links", "undo", link["link_id"]) == 0
    assert capsys.readouterr().out == f"set apart: {link['incident_a']} {link['incident_b']}\n"
    load("a.txt", "b.txt")
    assert [one["verdict"] for one in links(capsys)] == ["undone"]
    assert info(capsys)["counts"]["incidents"] == 2
    assert incidentmap("links", "redo", link["link_id"]) == 0
    assert info(capsys)["counts"]["incidents"] == 1


def test_possible_links_are_listed_and_counted_apart(capsys: pytest.CaptureFixture[str]) -> None:
    load("a.txt", "c.txt")
    assert "possibly the same, and counted apart: 1 pair\n" in capsys.readouterr().out
    assert [one["verdict"] for one in links(capsys)] == ["possible"]
    assert incidentmap("links", "list", "--possible") == 0
    assert " possible " in capsys.readouterr().out
    assert info(capsys)["counts"]["incidents"] == 2


def test_unknown_ids(capsys: pytest.CaptureFixture[str]) -> None:
    load("a.txt", "b.txt")
    for action in ("explain", "undo", "redo"):
        assert incidentmap("links", action, "nothing") == 2
        assert "error: " in capsys.readouterr().err
    assert incidentmap("links", "list", "--store", "none.db") == 1
