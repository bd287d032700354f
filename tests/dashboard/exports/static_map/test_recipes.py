import hashlib
from pathlib import Path

import pytest
from dashboard_records import all_records, save
from pypdf import PdfReader

from dashboard.cli import run

RECIPE = """
title = "Hills and borders"
country = ["AFG"]
from = 2025-03-01
to = 2025-03-31
size = "A5"
produced = 2025-04-02
dpi = 50
output = ["map.png", "map.pdf"]
"""


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "incidents.db"
    save(path, all_records())
    return path


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_recipe_makes_the_same_files_again(store: Path, tmp_path: Path) -> None:
    folder = tmp_path / "maps"
    folder.mkdir()
    (folder / "march.toml").write_text(RECIPE)
    hashes = []
    for _ in range(2):
        assert run(["export", "--store", str(store), "--recipe", str(folder / "march.toml")]) == 0
        hashes.append([digest(folder / name) for name in ("map.png", "map.pdf")])
        for name in ("map.png", "map.pdf"):
            (folder / name).unlink()
    assert hashes[0] == hashes[1]
    assert {path.name for path in folder.iterdir()} == {"march.toml"}


def test_a_folder_of_recipes_is_run_and_outputs_are_named_by_what_they_show(
    store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "maps"
    folder.mkdir()
    plain = 'code = "AFG"\nsize = "A5"\nproduced = 2025-04-02\ntheme = "Border clashes"\n'
    (folder / "one.toml").write_text(plain)
    (folder / "two.toml").write_text(plain + 'style = "dark"\nformat = ["svg"]\n')
    (folder / "wrong.toml").write_text('size = "A5"\ncolour = "red"\n')
    assert run(["export", "--store", str(store), "--recipe", str(folder)]) == 1
    made = {path.name for path in folder.iterdir()} - {"one.toml", "two.toml", "wrong.toml"}
    assert made == {"AFG_BorderClashes_A5_20250402.pdf", "AFG_BorderClashes_A5_20250402.svg"}
    assert "wrong.toml, line 2: 'colour' is none of its keys: actor" in capsys.readouterr().err
    (page,) = PdfReader(folder / "AFG_BorderClashes_A5_20250402.pdf").pages
    assert "2 April 2025" in page.extract_text()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("size = A4", "recipe bad.toml: Invalid value (at line 1, column 8)"),
        ('title = "x"\n\nsize = "A9"', "recipe bad.toml, line 3: Invalid value for '--size'"),
        ('from = "soon"', "recipe bad.toml, line 1: Invalid value for '--from'"),
        ("title = {a = 1}", "line 1: title is text, a number, a day"),
        ('title = ["a", "b"]', "line 1: title takes one value"),
        ('hxl = "maybe"', "line 1: hxl is true or false"),
        ('[map]\ntitle = "x"', "line 1: 'map' is none of its keys"),
        ('logo = "none.png"\noutput = "a.png"', "logo none.png: cannot be read"),
    ],
)
def test_a_wrong_recipe_is_told_with_its_line(
    store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, said: str
) -> None:
    (tmp_path / "bad.toml").write_text(text)
    before = set(tmp_path.iterdir())
    assert run(["export", "--store", str(store), "--recipe", "bad.toml"]) == 2
    assert said in capsys.readouterr().err
    assert set(tmp_path.iterdir()) == before


def test_a_recipe_stands_alone(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["export", "--store", str(store), "--recipe", "a.toml", "--size", "A3"]) == 2
    assert "--recipe and --size exclude each other" in capsys.readouterr().err
    assert run(["export", "--store", str(store), "--recipe", "a.toml"]) == 2
    assert "recipe a.toml: cannot be read: No such file" in capsys.readouterr().err
