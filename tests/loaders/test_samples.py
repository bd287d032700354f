from functools import partial
from pathlib import Path

import pytest
from fake_extraction import FakeExtractor

from geodata.saving import LoadResult
from geodata.settings import Settings
from geodata.store import Store
from geodata.vocabulary import Kind
from loaders import samples
from loaders.extraction.extract import Extractor
from loaders.reports.markdown import read

FILES = sorted(samples._FOLDER.glob("*.md"))


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.open(tmp_path / "incidents.db", create=True)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_sample_says_what_it_is(path: Path) -> None:
    (found,) = read(path, limit=100_000)
    assert found.facts.title
    assert found.facts.published
    assert found.facts.publisher == "incidentmap sample"
    assert found.facts.language == "en"
    assert found.facts.licence == "Apache-2.0"
    assert found.facts.warnings == ()
    assert 50 < len(found.text.split()) < 300


def test_samples_are_marked_and_removed_without_a_trace(store: Store) -> None:
    count = len(FILES)
    load = partial(samples.load_samples, store, FakeExtractor, Settings())
    assert load() == LoadResult(loaded=count)
    assert load() == LoadResult(unchanged=count)
    assert set(store.reports()["source"]) == {"sample"}
    assert samples.remove_samples(store) == count
    assert store.counts() == {"incidents": 0, "claims": 0, "reports": 0}


def test_samples_show_what_a_map_can_show(store: Store) -> None:
    settings = Settings()
    loaded = samples.load_samples(store, partial(Extractor.open, settings), settings)
    assert loaded == LoadResult(loaded=len(FILES))
    frames = store.frames()
    assert {Kind.INCIDENT, Kind.TOLL, Kind.TALKS} <= set(frames.incidents["kind"])
    assert set(frames.incidents["source"]) == {"sample"}
    types = set(frames.incidents.geometry.geom_type.dropna())
    assert "Point" in types
    assert types & {"Polygon", "MultiPolygon"}
    assert types & {"LineString", "MultiLineString"}
    assert frames.incidents["iso3"].nunique() >= 5
    assert set(frames.claims["report_id"]) == set(frames.reports["report_id"])
