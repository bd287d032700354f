import multiprocessing
from pathlib import Path

import pandas as pd
import pytest
from made_datasets import acled_csv, acled_row

from geodata.errors import SourceError
from geodata.settings import Settings
from loaders.datasets import ahead
from loaders.datasets.ahead import Ahead
from loaders.datasets.dataset import ReadOptions
from loaders.registry import loader_named

ACLED = loader_named("acled")
OPTIONS = ReadOptions(settings=Settings())


@pytest.fixture
def file(tmp_path: Path) -> Path:
    rows = [acled_row(number) for number in range(200)]
    rows[3]["latitude"] = "99"
    path = tmp_path / "acled.csv"
    path.write_text(acled_csv(rows), encoding="utf-8")
    return path


def opened(path: Path) -> Ahead:
    return Ahead(ACLED.open_dataset(path, OPTIONS))


def frame(found: Ahead, path: Path) -> pd.DataFrame:
    return pd.concat([chunk.frame for chunk in found.rows(ACLED, path, OPTIONS)])


def test_another_process_reads_the_same(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here = opened(file)
    expected = frame(here, file)
    monkeypatch.setattr(ahead, "_LARGE", 0)
    monkeypatch.setattr(ahead, "_cores", lambda: 2)
    elsewhere = opened(file)
    pd.testing.assert_frame_equal(frame(elsewhere, file), expected)
    assert len(expected) == 200
    assert elsewhere.dataset.remarks.lines() == here.dataset.remarks.lines() != []
    assert elsewhere.share == here.share == 1.0
    assert multiprocessing.active_children() == []


def test_what_cannot_be_read_is_told_here(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ahead, "_LARGE", 0)
    monkeypatch.setattr(ahead, "_cores", lambda: 2)
    found = opened(file)
    file.write_text("a,b\n1,2\n")
    with pytest.raises(SourceError, match="has no column"):
        frame(found, file)
    assert multiprocessing.active_children() == []


def test_the_other_process_ends_when_nobody_wants_more(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ahead, "_LARGE", 0)
    monkeypatch.setattr(ahead, "_cores", lambda: 2)
    found = opened(file).rows(ACLED, file, OPTIONS)
    assert len(next(found).frame) == 200
    found.close()
    assert multiprocessing.active_children() == []


def test_where_no_other_process_can_be_started_the_file_is_read_here(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ahead, "_LARGE", 0)
    monkeypatch.setattr(ahead, "_cores", lambda: 2)
    monkeypatch.setattr(ahead, "_read", _die)
    assert len(frame(opened(file), file)) == 200


def _die(*_: object) -> None:
    raise SystemExit(1)


def test_a_small_file_is_read_here(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(multiprocessing, "get_context", lambda _: 1 / 0)
    assert len(frame(opened(file), file)) == 200
