import os
import threading
from pathlib import Path

import pytest
from privileges import without_privileges

from geodata.errors import ExportError
from geodata.files import written_aside


def test_file_is_replaced_when_it_is_complete(tmp_path: Path) -> None:
    path = tmp_path / "map.html"
    path.write_text("old")
    path.chmod(0o640)
    with written_aside(path) as aside:
        aside.write_text("new")
        assert aside.suffix == ".html"
        assert path.read_text() == "old"
    assert path.read_text() == "new"
    assert path.stat().st_mode & 0o777 == 0o640
    assert list(tmp_path.iterdir()) == [path]


def test_failure_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "map.html"
    path.write_text("old")
    with (  # noqa: PT012 - what happens in the block is what is tested
        pytest.raises(KeyError),
        written_aside(path) as aside,
    ):
        aside.write_text("half")
        raise KeyError
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real.csv").write_text("old")
    link = tmp_path / "link.csv"
    link.symlink_to("real.csv")
    with written_aside(link) as aside:
        aside.write_text("new")
    assert link.is_symlink()
    assert (tmp_path / "real.csv").read_text() == "new"


def test_a_pipe_is_written_to(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.csv"
    os.mkfifo(pipe)
    read: list[str] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_text()))
    reader.start()
    with written_aside(pipe) as aside:
        aside.write_text("new")
    reader.join(20)
    assert read == ["new"]


def test_what_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    for name, said in (
        ("none/map.html", f"there is no folder {tmp_path}/none"),
        ("folder", "it is a folder"),
        ("a" * 300 + ".html", "File name too long"),
    ):
        with (
            pytest.raises(ExportError, match=said) as caught,
            written_aside(tmp_path / name) as aside,
        ):
            aside.write_text("new")
        assert str(caught.value).startswith("cannot write ")
        assert "\n" not in str(caught.value)


def test_read_only_folder() -> None:
    with without_privileges() as folder:
        folder.chmod(0o555)
        with (
            pytest.raises(ExportError, match="Permission denied"),
            written_aside(folder / "map.html") as aside,
        ):
            aside.write_text("new")
        assert list(folder.iterdir()) == []


def test_full_disk(tmp_path: Path) -> None:
    path = tmp_path / "full.csv"
    with (  # noqa: PT012 - what happens in the block is what is tested
        pytest.raises(ExportError, match="No space left on device"),
        written_aside(path) as aside,
    ):
        # The device that is always full.
        aside.symlink_to("/dev/full")
        aside.write_text("new")
    assert list(tmp_path.iterdir()) == []
