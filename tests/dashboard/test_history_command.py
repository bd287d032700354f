"""`incidentmap history`: what it writes, and its exit status."""

import dataclasses
import json
from pathlib import Path

import pytest
from store_records import incident, report

from dashboard.cli import run
from geodata.store import Store
from loaders.batch import Batch

ROW = incident(report(), report_ids=[], source="dataset")


@pytest.fixture(autouse=True)
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("INCIDENTMAP_STORE", raising=False)
    made = Store.open("incidents.db", create=True)
    for high in (5, 7):
        made.save(Batch(incidents=[dataclasses.replace(ROW, killed_high=high)]))
    return made


def test_history_tells_what_changed_and_why(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["history", ROW.incident_id]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("load 2, ")
    assert lines[0].endswith(" UTC, incidentmap 0.1.0, correction")
    assert lines[1] == "  killed_high: 5 -> 7"
    assert lines[2].endswith("first load")
    assert "  geometry: POINT (69.92 33.34)" in lines


def test_history_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["history", ROW.incident_id, "--json"]) == 0
    latest, first = map(json.loads, capsys.readouterr().out.splitlines())
    assert (latest["contents"]["killed_high"], first["contents"]["killed_high"]) == (7, 5)
    assert latest["changed"] == ["killed_high"]


def test_an_unknown_incident_is_one_clear_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["history", "none"]) == 2
    assert "no incident 'none' in store incidents.db" in capsys.readouterr().err
