import json
import tomllib
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from fake_extraction import FakeExtractor
from made_datasets import acled_csv, acled_row, gdelt_line, write

from dashboard.cli import run
from geodata.store import Store

SURVEY = "id,date,lat,lon,killed\n1,2025-10-09,34.5,69.2,3\n2,2025-10-10,34.6,69.3,4\n"


class Result(NamedTuple):
    exit_code: int
    stdout: str
    stderr: str


Load = Callable[..., Result]


@pytest.fixture
def load(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Load:
    """Return the command, run in an empty folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("INCIDENTMAP_STORE", raising=False)

    def load_it(*arguments: object) -> Result:
        exit_code = run(
            ("load", *map(str, arguments)), open_extractor=lambda _settings: FakeExtractor()
        )
        return Result(exit_code, *capsys.readouterr())

    return load_it


def incidents(tmp_path: Path) -> dict[str, int]:
    sources = Store.open(tmp_path / "incidents.db").incidents()["source"]
    return {str(source): int(count) for source, count in sources.value_counts().items()}


def test_a_dataset_is_loaded_and_loading_it_again_changes_nothing(
    tmp_path: Path, load: Load
) -> None:
    path = write(tmp_path / "events.csv", acled_csv(acled_row(n) for n in range(20)))
    first = load(path)
    assert first.exit_code == 0, first.output
    assert (
        "loaded 20, updated 0, unchanged 0, rejected 0; found 20 rows of datasets" in first.stdout
    )
    assert "events.csv: read as acled by its columns" in first.stderr
    again = load(path)
    assert "loaded 0, updated 0, unchanged 20, rejected 0" in again.stdout
    frame = Store.open(tmp_path / "incidents.db").incidents()
    assert (len(frame), set(frame["source"])) == (20, {"acled"})
    assert frame.geometry.notna().all()


def test_a_newer_export_updates_and_withdraws(tmp_path: Path, load: Load) -> None:
    load(write(tmp_path / "a.csv", acled_csv(acled_row(n) for n in range(10))))
    newer = [acled_row(0, fatalities="99"), *(acled_row(n) for n in range(1, 8))]
    result = load(write(tmp_path / "b.csv", acled_csv(newer)), "--complete")
    assert "updated 1, unchanged 7, rejected 0, withdrawn 2" in result.stdout
    assert len(Store.open(tmp_path / "incidents.db").incidents()) == 8


def test_rejected_rows_are_named_and_counted(tmp_path: Path, load: Load) -> None:
    rows = [acled_row(n, event_date="soon") for n in range(15)]
    result = load(write(tmp_path / "a.csv", acled_csv([acled_row(99), *rows])))
    assert result.exit_code == 1
    assert "loaded 1, updated 0, unchanged 0, rejected 15" in result.stdout
    lines = result.stderr.splitlines()
    assert f"rejected: {tmp_path}/a.csv, row 3 (AFG0): has the date 'soon', which" in lines[0]
    assert f"rejected: {tmp_path}/a.csv: 5 more rows" in lines


def test_all_rejected_rows_can_be_listed(
    tmp_path: Path, load: Load, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [acled_row(n, event_date="soon" if n < 15 else "2025-10-09") for n in range(20)]
    load(write(tmp_path / "a.csv", acled_csv(rows)))
    assert run(("info", "--rejected")) == 0
    listed = [line for line in capsys.readouterr().out.splitlines() if "'soon'" in line]
    assert len(listed) == 15
    first = acled_row(0)["event_id_cnty"]
    path = tmp_path / "a.csv"
    assert listed[0].startswith(f"rejected    load 1: {path}, row 2 ({first}): has the date 'soon'")
    assert run(("info", "--rejected", "--json")) == 0
    assert len(json.loads(capsys.readouterr().out)["rejections"]) == 15


def test_what_may_not_be_passed_on_is_told_once(tmp_path: Path, load: Load) -> None:
    for name in ("a.csv", "b.csv"):
        write(tmp_path / name, acled_csv(acled_row(n) for n in range(3)))
    result = load(tmp_path / "a.csv", tmp_path / "b.csv")
    told = [line for line in result.stderr.splitlines() if "passed on" in line]
    assert len(told) == 1
    assert told[0].startswith(
        "rows of acled: only totals of them may be passed on, and exports give"
    )


def test_guessed_columns_must_be_confirmed(tmp_path: Path, load: Load) -> None:
    header, *rows = SURVEY.splitlines()
    more = [f"{header},roof\tcolour", *(f"{row},red" for row in rows)]
    path = write(tmp_path / "survey.csv", "\n".join(more))
    result = load(path)
    assert result.exit_code == 1
    assert 'killed_best = "killed"' in result.stdout
    assert "its columns are guessed: look at them above, then load with --yes" in result.stderr
    assert "# kept in raw only: roof colour" in result.stdout.splitlines()
    assert not (tmp_path / "incidents.db").exists()
    confirmed = load(path, "--yes")
    assert confirmed.exit_code == 0
    assert "loaded 2" in confirmed.stdout


def test_a_guess_is_written_corrected_and_used(tmp_path: Path, load: Load) -> None:
    path = write(tmp_path / "survey.csv", SURVEY)
    assert load(path, "--save-map", tmp_path / "m.toml").exit_code == 1
    saved = tomllib.loads((tmp_path / "m.toml").read_text())
    assert saved["columns"]["date_start"] == "date"
    write(
        tmp_path / "m.toml",
        (tmp_path / "m.toml").read_text().replace("killed_best", "wounded_best"),
    )
    assert load(path, "--map", tmp_path / "m.toml").exit_code == 0
    frame = Store.open(tmp_path / "incidents.db").incidents()
    assert frame["wounded_best"].tolist() == [3, 4]


def test_a_map_that_cannot_be_used_is_wrong_usage(tmp_path: Path, load: Load) -> None:
    path = write(tmp_path / "survey.csv", SURVEY)
    result = load(path, "--map", write(tmp_path / "m.toml", "[columns]\nkiled = 'x'"))
    assert result.exit_code == 2
    assert "'kiled'" in result.stderr
    result = load(path, "--map", write(tmp_path / "m.toml", "[columns]\nlat = 'latitude'"))
    assert result.exit_code == 1
    assert "names the column 'latitude', not there: it has id, date" in result.stderr


def test_a_dry_run_reads_and_writes_nothing(tmp_path: Path, load: Load) -> None:
    result = load(write(tmp_path / "survey.csv", SURVEY), "--dry-run")
    assert result.exit_code == 0
    assert "found 2 rows of datasets; nothing was written" in result.stdout
    assert not (tmp_path / "incidents.db").exists()


def test_a_folder_of_reports_datasets_and_archives(tmp_path: Path, load: Load) -> None:
    folder = tmp_path / "evidence"
    folder.mkdir()
    write(folder / "report.txt", "5 killed in Kabul.")
    write(folder / "acled.csv", acled_csv([acled_row(1)]))
    for number in range(3):
        with zipfile.ZipFile(folder / f"{number}.export.CSV.zip", "w") as archive:
            archive.writestr(f"{number}.export.CSV", gdelt_line(number) + "\n")
    result = load(folder, "--published", "2025-10-29")
    assert result.exit_code == 0, result.output
    assert "loaded 5" in result.stdout
    assert "1 incident, 0 tolls, 0 talks, 0 statements, 4 rows of datasets" in result.stdout
    assert incidents(tmp_path) == {"acled": 1, "gdelt": 3, "report": 1}


def test_rows_of_datasets_are_not_linked(tmp_path: Path, load: Load) -> None:
    rows = [acled_row(n, event_date="2025-10-09", location="Kabul") for n in range(3)]
    load(write(tmp_path / "a.csv", acled_csv(rows)))
    assert len(Store.open(tmp_path / "incidents.db").incidents()) == 3


def test_a_damaged_file_leaves_nothing_and_the_rest_goes_on(tmp_path: Path, load: Load) -> None:
    page = json.dumps({"data": [acled_row(1)]})
    broken = write(tmp_path / "a.json", page[:-20])
    good = write(tmp_path / "b.json", page)
    result = load(broken, good)
    assert result.exit_code == 1
    assert "is no valid JSON" in result.stderr
    assert incidents(tmp_path) == {"acled": 1}


def test_as_reads_a_known_dataset_as_a_table(tmp_path: Path, load: Load) -> None:
    path = write(tmp_path / "events.csv", acled_csv([acled_row(1)]))
    assert load(path, "--as", "ucdp").exit_code == 1
    result = load(path, "--as", "table", "--dry-run")
    assert "found 1 row of datasets" in result.stdout
