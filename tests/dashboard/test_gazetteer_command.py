"""Making a gazetteer on the command line, and reading reports with it."""

import functools
import json
from pathlib import Path
from typing import Any

import pytest
from made_dump import dump_row, write_dump
from small_gazetteer import write_small_gazetteer

from dashboard.cli import run
from dashboard.commands import gazetteer as command
from dashboard.commands import messages
from dashboard.commands.messages import Meter, time_left
from geodata import tablefile
from geodata.geonames_dump.build import build_gazetteer

REPORT = """KANDAHAR, Afghanistan - Gunmen killed 5 people in the village of Tekosk on Monday.
"""
ROWS = [
    dump_row(geonameid=1138336, name="Kandahār", latitude=31.61, longitude=65.71, admin1="23"),
    dump_row(geonameid=910, name="Tekosk", latitude=31.5, longitude=65.1, admin1="23"),
    dump_row(geonameid=911, name="Tekosk School", latitude=31.5, longitude=65.1, feature="S.SCH"),
]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Run every command in an empty folder; build on a gazetteer that takes no time."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("INCIDENTMAP_GAZETTEER", raising=False)
    (tmp_path / "base").mkdir()
    base = write_small_gazetteer(tmp_path / "base" / "small.bin")
    monkeypatch.setattr(command, "build_gazetteer", functools.partial(build_gazetteer, base=base))
    return tmp_path


def places(capsys: pytest.CaptureFixture[str], *options: str) -> dict[str, Any]:
    Path("report.txt").write_text(REPORT, encoding="utf-8")
    assert run(["extract", "report.txt", "--output", "-", *options]) == 0
    line = json.loads(capsys.readouterr().out)
    return {place["text"]: place["place_id"] for place in line["places"]}


def test_a_report_finds_a_village_that_only_the_dump_has(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    write_dump(folder / "AF.zip", [*ROWS, "broken"])
    assert run(["gazetteer", "build", "AF.zip", "--output", "af.bin"]) == 0
    out, err = capsys.readouterr()
    assert err == "bad: line 4 has 1 column instead of 19\n"
    assert out.splitlines()[0] == "4 rows: 2 taken, 1 of no use on a map of news, 1 bad"
    assert out.splitlines()[1].startswith("af.bin: 17 places, 1 of them new, ")
    assert out.endswith("use it with --gazetteer af.bin\n")

    assert places(capsys)["Tekosk"] is None
    assert places(capsys, "--gazetteer", "af.bin")["Tekosk"] == "geonames:910"
    # The option wins over the setting.
    monkeypatch.setenv("INCIDENTMAP_GAZETTEER", "none.bin")
    assert places(capsys, "--gazetteer", "af.bin")["Tekosk"] == "geonames:910"
    assert run(["extract", "report.txt", "--output", "out.jsonl"]) == 1
    assert "cannot open the data file none.bin" in capsys.readouterr().err
    monkeypatch.setenv("INCIDENTMAP_GAZETTEER", "af.bin")
    assert places(capsys)["Tekosk"] == "geonames:910"

    assert run(["load", "report.txt", "--published", "2025-10-29", "--gazetteer", "af.bin"]) == 0
    capsys.readouterr()
    assert run(["info", "--gazetteer", "af.bin", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["tables"]["gazetteer"]["path"] == "af.bin"


def test_build_says_what_is_wrong(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("notes.txt").write_text("about\n", encoding="utf-8")
    assert run(["gazetteer", "build", "notes.txt"]) == 1
    assert capsys.readouterr().err == (
        "error: notes.txt is no dump of GeoNames: line 1 has 1 column instead of 19; "
        "expected allCountries.zip or one country's\n"
    )
    assert run(["gazetteer", "build", "notes.txt", "--output", "notes.txt"]) == 2
    assert run(["gazetteer", "build"]) == 2
    assert sorted(path.name for path in folder.iterdir()) == ["base", "notes.txt"]


def test_many_bad_rows_are_told_in_a_few_lines(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_dump(folder / "AF.txt", [*ROWS * 10, *["broken"] * 9])
    assert run(["gazetteer", "build", "AF.txt", "--all-features"]) == 0
    out, err = capsys.readouterr()
    assert err.splitlines()[4:] == ["bad: line 35 has 1 column instead of 19", "bad: 4 more lines"]
    assert out.startswith("39 rows: 3 taken, 27 repeated, 9 bad\n")


def test_check_reads_all_of_a_gazetteer(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    small = folder / "base" / "small.bin"
    assert run(["gazetteer", "check", str(small)]) == 0
    assert "is whole: 16 places, 0.3 MB" in capsys.readouterr().out
    monkeypatch.setattr(tablefile, "_LARGEST_CHECKED_AT_OPENING", 10)
    small.write_bytes(small.read_bytes().replace(b"Durand", b"Durant"))
    assert run(["gazetteer", "check", str(small)]) == 1
    assert "is damaged in its section 'text'; build it with" in capsys.readouterr().err


def test_the_meter_tells_rate_and_time_left(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = iter((0.0, 0.1, 20.0, 30.0))
    monkeypatch.setattr(messages.time, "monotonic", lambda: next(clock))
    monkeypatch.setattr(messages.sys.stderr, "isatty", lambda: True, raising=False)
    meter = Meter("rows")
    meter.show("reading", 0, 1000, 0)
    meter.show("reading", 1, 1000, 10)
    meter.show("reading", 100, 1000, 40_000)
    meter.show("sorting", 5, 10, 0)
    meter.finish()
    shown = capsys.readouterr().err.split("\r\033[K")
    assert shown == ["", "reading 0%", "reading 10%, 40,000 rows, 2,000 rows/s, 3 min left",
                     "sorting 50%", ""]  # fmt: skip
    assert time_left(10, 10, 15) == "5 s left"


def test_the_meter_is_silent_where_nobody_looks(capsys: pytest.CaptureFixture[str]) -> None:
    meter = Meter("rows")
    meter.show("reading", 1, 2, 3)
    meter.finish()
    assert capsys.readouterr().err == ""
