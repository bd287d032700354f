"""A forest answers as the library that trained it, and its file says when it is damaged."""

from pathlib import Path

import numpy as np
import pytest
from sklearn.ensemble import RandomForestClassifier

from geodata.errors import TablesError
from loaders.places.forest import Forest
from loaders.places.training.verdicts import as_forest, share_of_right


@pytest.fixture(scope="module")
def trained() -> tuple[RandomForestClassifier, np.ndarray]:
    random = np.random.default_rng(7)
    rows = random.normal(size=(400, 5)).astype(np.float32)
    labels = (rows[:, 0] * rows[:, 1] > 0) | (rows[:, 2] > 1)
    return RandomForestClassifier(9, max_depth=6, random_state=1).fit(rows, labels), rows


def test_answers_as_the_library_does(trained: tuple[RandomForestClassifier, np.ndarray]) -> None:
    model, rows = trained
    ours = as_forest([tree.tree_ for tree in model.estimators_], share_of_right).probabilities(rows)
    assert ours == pytest.approx(model.predict_proba(rows)[:, 1], abs=1e-6)
    assert len(set(ours.round(3))) > 10


def test_is_read_as_it_was_written(
    trained: tuple[RandomForestClassifier, np.ndarray], tmp_path: Path
) -> None:
    model, rows = trained
    forest = as_forest([tree.tree_ for tree in model.estimators_], share_of_right)
    forest.save(tmp_path / "one.npz")
    forest.save(tmp_path / "two.npz")
    assert (tmp_path / "one.npz").read_bytes() == (tmp_path / "two.npz").read_bytes()
    read = Forest.open(tmp_path / "one.npz")
    assert (read.probabilities(rows) == forest.probabilities(rows)).all()


@pytest.mark.parametrize("content", [b"", b"no forest", b"PK\x03\x04 broken"])
def test_a_damaged_file_is_told(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "forest.npz"
    path.write_bytes(content)
    with pytest.raises(TablesError, match=r"forest\.npz"):
        Forest.open(path)
    with pytest.raises(TablesError, match="missing"):
        Forest.open(tmp_path / "missing.npz")
