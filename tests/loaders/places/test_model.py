"""The model that ships, and one written and read again."""

import json
from pathlib import Path

import numpy as np
import pytest

from geodata.errors import TablesError
from loaders.places.judge import FEATURES
from loaders.places.model import FOLDER, PlaceModel, shipped_model


def test_the_shipped_model_asks_for_columns_that_are_there() -> None:
    forest = shipped_model().forest
    assert 0 < forest.feature.max() < len(FEATURES)
    assert ((forest.value >= 0) & (forest.value <= 1)).all()
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < 10_000_000


def test_is_read_as_it_was_written(tmp_path: Path) -> None:
    shipped_model().save(tmp_path)
    for name in ("weights.json", "forest.npz"):
        assert (tmp_path / name).read_bytes() == (FOLDER / name).read_bytes()
    read = PlaceModel.open(tmp_path)
    assert read.evidence == shipped_model().evidence
    assert np.array_equal(read.together, shipped_model().together)


def test_evidence_adds_up() -> None:
    model = shipped_model()
    little = model.likelihood(["entity:place"])
    more = model.likelihood(["entity:place", "before:where"])
    assert 0 < model.likelihood(["before:title"]) < little < more < 1
    assert model.likelihood(["never heard of"]) == model.likelihood([])


def test_a_model_for_other_columns_is_told(tmp_path: Path) -> None:
    shipped_model().save(tmp_path)
    path = tmp_path / "weights.json"
    weights = json.loads(path.read_text())
    del weights["together"]["near"]
    path.write_text(json.dumps(weights))
    with pytest.raises(TablesError, match="near"):
        PlaceModel.open(tmp_path)
