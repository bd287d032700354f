"""The contract of the command line: what it writes, and its exit status."""

import csv
import json
import socket
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from fake_extraction import FakeExtractor

from dashboard.cli import COMMANDS, run
from geodata.schema import SCHEMA_VERSION
from geodata.settings import Settings


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Run every command in an empty folder, with nothing set."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("INCIDENTMAP_STORE", raising=False)
    return tmp_path


def open_fake(_settings: Settings) -> FakeExtractor:
    return FakeExtractor()


def incidentmap(*arguments: str) -> int:
    return run(arguments, open_extractor=open_fake)


def report(name: str = "a.txt", text: str = "5 killed in Kabul") -> str:
    Path(name).write_text(text, encoding="utf-8")
    return name


def load(*arguments: str) -> None:
    assert incidentmap("load", *arguments, "--published", "2025-10-29") == 0


def counts() -> dict[str, int]:
    connection = sqlite3.connect("incidents.db")
    found = {
        table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608 - names from here
        for table in ("reports", "incidents", "claims")
    }
    connection.close()
    return found


def test_load_and_load_again(capsys: pytest.CaptureFixture[str]) -> None:
    report("a.txt", "5 killed, then 6 killed")
    load("a.txt")
    out, err = capsys.readouterr()
    assert out == (
        "loaded 1, updated 0, unchanged 0, rejected 0; found 2 incidents, 0 tolls, 0 talks, "
        "0 statements; store incidents.db\n"
    )
    assert err == ""
    load("a.txt")
    assert capsys.readouterr().out.startswith("loaded 0, updated 0, unchanged 1, rejected 0")
    assert counts() == {"reports": 1, "incidents": 2, "claims": 2}


def test_load_with_a_date_replaces_what_had_none(capsys: pytest.CaptureFixture[str]) -> None:
    report()
    assert incidentmap("load", "a.txt") == 0
    assert "give it with --published" in capsys.readouterr().err
    load("a.txt")
    assert capsys.readouterr().out.startswith("loaded 0, updated 1, unchanged 0")
    assert counts() == {"reports": 1, "incidents": 1, "claims": 1}


def test_load_goes_on_after_what_is_rejected(capsys: pytest.CaptureFixture[str]) -> None:
    Path("empty.txt").touch()
    assert incidentmap("load", "empty.txt", report(), "none.txt") == 1
    out, err = capsys.readouterr()
    assert out.startswith("loaded 1, updated 0, unchanged 0, rejected 2;")
    assert "rejected: empty.txt: is empty\n" in err
    assert "rejected: none.txt: there is no such file\n" in err
    assert counts()["reports"] == 1


def test_load_of_nothing_good_makes_no_store() -> None:
    assert incidentmap("load", "none.txt") == 1
    assert not Path("incidents.db").exists()


def test_load_dry_run_writes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    load(report(), "--dry-run")
    assert capsys.readouterr().out == (
        "dry run: 1 reports read, 0 rejected; found 1 incident, 0 tolls, 0 talks, 0 statements; "
        "nothing was written\n"
    )
    assert not Path("incidents.db").exists()


def test_load_as(capsys: pytest.CaptureFixture[str]) -> None:
    load(report("a.log"), "--as", "text")
    assert counts()["reports"] == 1
    assert incidentmap("load", "a.log", "--as", "odt") == 2
    assert "'html', 'incidentmap', 'jsonl', 'markdown', " in capsys.readouterr().err


def test_load_with_workers() -> None:
    lines = "\n".join(json.dumps({"text": f"{number} killed"}) for number in range(1, 21))
    report("a.jsonl", lines)
    load("a.jsonl", "--workers", "2")
    assert counts()["reports"] == 20


def test_store_is_the_option_else_the_variable_else_a_file_here(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    report()
    monkeypatch.setenv("INCIDENTMAP_STORE", "variable.db")
    load("a.txt", "--store", "sqlite:///option.db")
    load("a.txt")
    monkeypatch.delenv("INCIDENTMAP_STORE")
    load("a.txt")
    assert {path.name for path in Path().glob("*.db")} == {
        "option.db",
        "variable.db",
        "incidents.db",
    }


def test_hostile_names_stay_in_their_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert incidentmap("load", "a\nb\x1b[31m.txt") == 1
    err = capsys.readouterr().err
    assert err == "rejected: a b [31m.txt: there is no such file\n"


def read_lines(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in Path(name).read_text("utf-8").splitlines()]


def test_extract(capsys: pytest.CaptureFixture[str]) -> None:
    report("a.jsonl", '{"id": "x", "text": "5 killed"}\n{"id": "y", "text": "Ärger"}\n')
    report("b.txt")
    command = ["extract", "a.jsonl", "b.txt", "--output", "out.jsonl", "--published", "2025-10-29"]
    assert incidentmap(*command) == 0
    assert [line["id"] for line in read_lines("out.jsonl")] == ["x", "y", "b.txt"]
    assert read_lines("out.jsonl")[0]["incidents"][0]["date_start"] == "2025-10-29"
    out, err = capsys.readouterr()
    assert (out, err) == ("", "3 reports extracted, 0 failed\n")


def test_extract_bad_line(capsys: pytest.CaptureFixture[str]) -> None:
    report("a.jsonl", '{"id": "x", "text": "5 killed"}\nnonsense\n{"id": "z", "text": "-"}')
    assert incidentmap("extract", "a.jsonl", "--output", "out.jsonl") == 1
    lines = read_lines("out.jsonl")
    assert ["error" in line for line in lines] == [False, True, False]
    assert "failed: a.jsonl: line 2 is not valid JSON" in capsys.readouterr().err


def test_extract_to_standard_output(capsys: pytest.CaptureFixture[str]) -> None:
    assert incidentmap("extract", report(), "--output", "-") == 0
    assert json.loads(capsys.readouterr().out)["id"] == "a.txt"


def test_extract_writes_the_file_only_when_all_is_there() -> None:
    report("out.jsonl", "old")
    # A worker that dies half-way: here an extractor that cannot be opened.
    with pytest.raises(ZeroDivisionError):
        run(
            ["extract", report(), "--output", "out.jsonl"],
            open_extractor=lambda _settings: 1 / 0,
        )
    assert Path("out.jsonl").read_text() == "old"
    assert len(list(Path().iterdir())) == 2


def test_extract_unwritable_output(capsys: pytest.CaptureFixture[str]) -> None:
    assert incidentmap("extract", report(), "--output", "none/out.jsonl") == 1
    assert "error: cannot write none/out.jsonl: there is no folder" in capsys.readouterr().err


def read_csv(name: str) -> list[dict[str, str]]:
    with Path(name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_export_several_files(capsys: pytest.CaptureFixture[str]) -> None:
    load(report())
    capsys.readouterr()
    assert incidentmap("export", "a.csv", "a.geojson", "--title", "October") == 0
    assert capsys.readouterr().out == "wrote 1 rows to a.csv\nwrote 1 rows to a.geojson\n"
    assert read_csv("a.csv")[0]["killed_low"] == "5"
    assert json.loads(Path("a.geojson").read_text("utf-8"))["title"] == "October"


@pytest.mark.parametrize(
    ("options", "rows"),
    [
        ([], 1),
        (["--from", "2025-10-29", "--to", "2025-10-29"], 1),
        (["--from", "2025-10-30"], 0),
        (["--to", "2025-10-28"], 0),
        (["--kind", "incident", "--kind", "toll"], 1),
        (["--kind", "talks"], 0),
        (["--type", "battle"], 0),
        (["--country", "afg", "--country", "PAK"], 1),
        (["--country", "PAK"], 0),
        (["--bbox", "69,34,70,35"], 1),
        (["--bbox=-70,34,-69,35"], 0),
        (["--source", "report"], 1),
        (["--source", "sample"], 0),
    ],
)
def test_export_filters(options: list[str], rows: int, capsys: pytest.CaptureFixture[str]) -> None:
    load(report())
    assert incidentmap("export", "a.csv", *options) == 0
    assert len(read_csv("a.csv")) == rows
    assert ("note: nothing in the store matches" in capsys.readouterr().err) == (rows == 0)


def test_export_leaves_out_what_is_not_for_the_public(capsys: pytest.CaptureFixture[str]) -> None:
    load(report("a.txt", "5 killed, 6 killed"))
    connection = sqlite3.connect("incidents.db")
    connection.execute("UPDATE incidents SET sensitivity = 'restricted' WHERE killed_low = 5")
    connection.commit()
    connection.close()
    assert incidentmap("export", "a.geojson") == 0
    features = json.loads(Path("a.geojson").read_text("utf-8"))["features"]
    assert [feature["properties"]["killed_low"] for feature in features] == [6]
    assert "not for the public: 1" in capsys.readouterr().err


def test_export_says_what_is_undated_and_what_is_a_sample(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert incidentmap("load", report()) == 0
    assert incidentmap("export", "a.csv", "--from", "2025-01-01") == 0
    assert "left out because their date is not known: 1" in capsys.readouterr().err


def test_export_goes_on_after_a_file_that_cannot_be_written(
    capsys: pytest.CaptureFixture[str],
) -> None:
    load(report())
    assert incidentmap("export", "none/a.csv", "b.csv") == 1
    assert "error: cannot write none/a.csv" in capsys.readouterr().err
    assert len(read_csv("b.csv")) == 1


def test_info(capsys: pytest.CaptureFixture[str]) -> None:
    load(report())
    capsys.readouterr()
    assert incidentmap("info") == 0
    out = capsys.readouterr().out
    assert "dates       2025-10-29 to 2025-10-29\n" in out
    assert incidentmap("info", "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert found["counts"] == {"incidents": 1, "claims": 1, "reports": 1}
    assert found["sources"] == {"report": 1}
    assert (found["first_date"], found["schema_version"]) == ("2025-10-29", SCHEMA_VERSION)
    assert [(load["action"], load["loaded"]) for load in found["loads"]] == [
        ("link", 0),
        ("load", 1),
    ]
    assert len(found["tables"]["gazetteer"]["sha256"]) == 64


def test_samples_in_and_out(capsys: pytest.CaptureFixture[str]) -> None:
    load(report())
    assert incidentmap("samples", "load") == 0
    assert counts()["reports"] > 1
    assert incidentmap("samples", "load") == 0
    assert "loaded 0, updated 0, unchanged" in capsys.readouterr().out
    assert incidentmap("samples", "remove") == 0
    assert counts()["reports"] == 1


WRONG_USAGE = [
    ([], ""),
    (["nonsense"], "No such command 'nonsense'"),
    (["load"], "Missing argument 'SOURCE...'"),
    (["load", "a.txt", "--published", "soon"], "'soon' is no date of publication"),
    (["load", "a.txt", "--published", "10/11/2025"], "write it as YYYY-MM-DD"),
    (["load", "a.txt", "--workers", "0"], "0 is not in the range"),
    (["load", "a.txt", "--nonsense"], "No such option"),
    (["extract", "a.txt"], "Missing option '--output'"),
    (["extract", "a.txt", "--output", "o", "--published", ""], "write it as YYYY-MM-DD"),
    (["export"], "Missing argument"),
    (["export", "a.doc"], "known endings are .csv .docx"),
    (["export", "a.csv", "b"], "known endings are .csv .docx"),
    (["export", "a.csv", "--from", "yesterday"], "'yesterday' is not a day"),
    (["export", "a.csv", "--from", "2025-02-01", "--to", "2025-01-01"], "comes after --to"),
    (["export", "a.csv", "--bbox", "1,2,3"], "not four numbers"),
    (["export", "a.csv", "--bbox", "1,50,3,40"], "no box in degrees"),
    (["export", "a.csv", "--bbox", "nan,2,3,4"], "no box in degrees"),
    (["export", "a.csv", "--bbox", "0,0,1,91"], "no box in degrees"),
    (["export", "a.csv", "--country", "Pakistan"], "not a country code of three letters"),
    (["export", "a.csv", "--type", "war"], "is not one of"),
    (["export", "a.csv", "--kind", "war"], "is not one of"),
    (["dashboard", "--port", "0"], "is not in the range"),
    (["info", "--store"], "requires an argument"),
]


@pytest.mark.parametrize(("arguments", "said"), WRONG_USAGE)
def test_wrong_usage_is_2_and_one_line(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert incidentmap(*arguments) == 2
    out, err = capsys.readouterr()
    assert said in err
    assert out == ""
    if arguments:
        assert err.startswith("error: ")
        assert err.count("\n") == 1
    assert list(Path().iterdir()) == []


def test_wrong_setting_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    Path("incidentmap.toml").write_text("stor = 'a.db'")
    assert incidentmap("info") == 2
    assert "unknown setting 'stor'" in capsys.readouterr().err


@pytest.mark.parametrize(
    "command",
    [
        ["info"],
        ["export", "a.csv"],
        ["samples", "remove"],
    ],
)
def test_no_store_at_all(command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert incidentmap(*command) == 1
    assert capsys.readouterr().err == (
        "error: there is no store at incidents.db: run `incidentmap load SOURCE...` first, or "
        "name another with --store\n"
    )
    assert list(Path().iterdir()) == []


def test_store_that_is_none_is_told_before_the_work(capsys: pytest.CaptureFixture[str]) -> None:
    report("notes.db", "no database " * 100)
    assert incidentmap("load", report(), "--store", "notes.db") == 1
    assert capsys.readouterr().err == ("error: store notes.db is not a store: give another path\n")


def test_locked_store(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    load(report())
    monkeypatch.setenv("INCIDENTMAP_STORE_WAIT_SECONDS", "0.05")
    other = sqlite3.connect("incidents.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        assert incidentmap("load", report("b.txt", "6 killed")) == 1
        assert "locked by another program (waited 0.05 s)" in capsys.readouterr().err
        assert incidentmap("info") == 0
    finally:
        other.close()
    assert counts()["reports"] == 1


def test_dashboard_on_a_port_in_use(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert incidentmap("dashboard", "--port", str(port), "--no-browser") == 1
    assert capsys.readouterr().err == (
        f"error: port {port} cannot be used (Address already in use): choose another with --port\n"
    )
    assert list(Path().iterdir()) == []


@pytest.mark.parametrize("command", ["", *COMMANDS, "samples load", "samples remove"])
def test_every_command_explains_itself(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert incidentmap(*command.split(), "--help") == 0
    assert capsys.readouterr().out.startswith(f"Usage: incidentmap {command}".strip())


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert incidentmap("--version") == 0
    assert capsys.readouterr().out.startswith("incidentmap, version ")


IMPORTS = """
import sys
from dashboard.cli import run
status = run({arguments})
heavy = {{"pandas", "geopandas", "streamlit", "sqlalchemy", "spacy", "folium"}} & set(sys.modules)
print("status", status, "heavy", sorted(heavy))
"""


@pytest.mark.parametrize(
    ("arguments", "heavy"),
    [
        (["--help"], []),
        # The language model's library is what extraction is made of; tables are not.
        (["extract", "a.txt", "--output", "out.jsonl"], ["spacy"]),
    ],
)
def test_commands_import_only_what_they_need(arguments: list[str], heavy: list[str]) -> None:
    report()
    done = subprocess.run(
        [sys.executable, "-c", IMPORTS.format(arguments=arguments)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines()[-1] == f"status 0 heavy {heavy}"
