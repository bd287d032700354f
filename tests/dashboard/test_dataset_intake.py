from pathlib import Path

import pytest

from dashboard.dataset_intake import Choices, keep, load, look
from dashboard.jobs import Job, StoppedError
from geodata.errors import SourceError, UsageError
from geodata.settings import Settings
from geodata.store import Store

SETTINGS = Settings()
TABLE = b"No,Day,Town,Dead\n1,2025-10-01,Kabul,3\n2,2025-10-02,Herat,many\n3,someday,Kabul,1\n"


def test_columns_are_guessed_and_shown_before_anything_is_stored(tmp_path: Path) -> None:
    seen = look(keep("../survey.csv", TABLE), None, SETTINGS)
    assert seen.columns is not None
    assert 'place_name = "Town"' in seen.columns
    assert seen.rows["place_name"].tolist()[:2] == ["Kabul", "Herat"]
    assert not list(tmp_path.iterdir())
    assert not (seen.file.path.parent / ".." / "survey.csv").exists()


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("survey.csv", "survey"),
        ("../../etc/north east 2025.csv", "etc-north-east-2025"),
        ("…<b>.csv", "b"),
        ("\0.csv", "table"),
        ("x" * 4_000 + ".csv", "x" * 60),
    ],
)
def test_rows_of_two_files_come_from_two_sources(name: str, source: str) -> None:
    file = keep(name, TABLE)
    assert file.path.parent == file.folder.path
    assert look(file, None, SETTINGS).source == source


def test_what_a_person_says_of_the_columns_counts(tmp_path: Path) -> None:
    file = keep("survey.csv", TABLE)
    columns = '[columns]\nsource_key = "No"\ndate_start = "Day"\nplace_name = "Town"\n'
    seen = look(file, f'source = "mine"\n{columns}', SETTINGS)
    assert seen.source == "mine"
    store = Store.open(tmp_path / "incidents.db", create=True)
    job: Job[str] = Job()
    choices = Choices(columns=f'source = "mine"\n{columns}', complete=True)
    result = load(file, choices, SETTINGS, store, job)
    assert result.loaded + result.rejected == 3
    assert (job.share, store.summary().sources) == (1.0, {"mine": result.loaded})
    [loaded] = store.loads(5)
    assert (loaded.file, loaded.source) == ("survey.csv", "mine")
    again = load(file, choices, SETTINGS, store, Job())
    assert (again.loaded, again.unchanged) == (0, result.loaded)


@pytest.mark.parametrize(
    ("name", "content", "columns", "said"),
    [
        ("a.txt", b"Five people were killed.", None, "page Reports"),
        ("a.csv", b"colour,shape\nred,round\n", None, "neither a date nor a place"),
        ("a.csv", TABLE, "not TOML", "not valid TOML"),
        ("a.csv", TABLE, '[columns]\nplace_name = "Nowhere"\n', "Nowhere"),
        ("a.xlsx", b"no spreadsheet", None, "a.xlsx"),
        ("a.csv", b"", None, "a.csv"),
    ],
)
def test_what_cannot_be_read_is_one_line_with_the_name_of_the_file(
    name: str, content: bytes, columns: str | None, said: str
) -> None:
    file = keep(name, content)
    with pytest.raises((SourceError, UsageError)) as raised:
        look(file, columns, SETTINGS)
    line = str(raised.value)
    assert line.startswith(f"{name}: ")
    assert said in line
    assert str(file.path.parent) not in line
    assert "\n" not in line


def test_a_load_that_is_stopped_stores_nothing(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "incidents.db", create=True)
    job: Job[str] = Job()
    job.stop()
    with pytest.raises(StoppedError):
        load(keep("survey.csv", TABLE), Choices(), SETTINGS, store, job)
    assert store.is_new()


def test_the_folder_of_a_file_goes_with_it() -> None:
    file = keep("survey.csv", TABLE)
    folder = file.path.parent
    assert folder.is_dir()
    del file
    assert not folder.exists()
