"""Whatever is done with a store, either engine shows the same: frames, summaries, histories."""

import dataclasses
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from geopandas.testing import assert_geodataframe_equal
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_dataset import dataset_frame, file_of
from pandas.testing import assert_frame_equal
from shapely.geometry import LineString, Polygon
from store_places import another
from store_records import claim, incident, report

from geodata.dataset_rows import DatasetRows, RejectedRow
from geodata.history import Load
from geodata.link_tables import Link
from geodata.store import Store, Summary
from loaders.batch import Batch, Rejected

Step = Callable[[Store], Any]
_WORDS = st.sampled_from(["Khost", "Nangarhār", 'O\'Neill, "x"', "", "a\tb\nc", "\\N", "Ünïcode 🗺"])
_SHAPES = st.sampled_from(
    [None, LineString([(60, 30), (61, 31.123456789)]), Polygon([(60, 30), (61, 31), (62, 30)])]
)


@st.composite
def record_steps(draw: st.DrawFn) -> Step:
    """Give the saving of one or two reports that the store may hold already."""
    batch = Batch(rejected=draw(st.lists(st.just(Rejected("a.txt", "is empty")), max_size=1)))
    for number in draw(st.lists(st.integers(0, 2), min_size=1, max_size=2, unique=True)):
        of = report(f"Text {number}.", title=draw(_WORDS))
        batch.reports.append(of)
        for key in draw(st.lists(st.integers(0, 2), max_size=2, unique=True)):
            told = incident(
                of, key, place_name=draw(_WORDS), geometry=draw(_SHAPES), mediators=["Qatar"]
            )
            batch.incidents.append(told)
            batch.claims.append(claim(told, quote=draw(_WORDS)))
    return lambda store: store.save(batch)


@st.composite
def dataset_steps(draw: st.DrawFn) -> Step:
    """Give the loading of a whole export, or of a part of one, some rows of which differ."""
    frame = dataset_frame(draw(st.integers(3, 12)))
    frame["place_name"] = frame["place_name"].astype(object)
    for row in draw(st.lists(st.integers(0, 2), max_size=3, unique=True)):
        frame.loc[row, "place_name"] = draw(_WORDS)
        frame.loc[row, ["killed_low", "killed_best", "killed_high"]] = draw(
            st.none() | st.integers(0, 2**62)
        )
    rejected = [RejectedRow(99, "has no date", "MAD1")] if draw(st.booleans()) else []
    given = file_of(
        f"{draw(st.integers(0, 2))}.csv", str(draw(st.integers(0, 3))), complete=draw(st.booleans())
    )
    return lambda store: store.save_dataset([DatasetRows(frame, rejected)], **given)


@st.composite
def link_steps(draw: st.DrawFn) -> Step:
    """Give the linking of the first incidents of a store."""
    size = draw(st.integers(2, 3))

    def link(store: Store) -> None:
        keys = sorted(store.incidents()["incident_id"])[:size]
        if len(keys) == size:
            with store.link_tables() as tables:
                tables.add_links([Link(keys[0], keys[1], 0.5, (("day", "same", 1.5),))])
                tables.set_groups({key: (keys[0], key) for key in keys})

    return link


def _remove(store: Store) -> int:
    return store.remove("made")


_STEPS = st.lists(
    record_steps() | dataset_steps() | link_steps() | st.just(_remove), min_size=1, max_size=5
)


@settings(
    deadline=None,
    max_examples=8,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=_STEPS)
def test_either_engine_shows_the_same(
    tmp_path: Path, postgis_location: str, steps: list[Step]
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        # So that a few rows are kept in columns too.
        for bulk in ("sqlite_bulk", "postgres_bulk"):
            patch.setattr(f"geodata.{bulk}.LEAST", 4)
        stores = [
            Store.open(another(place), create=True)
            for place in (str(tmp_path / "a.db"), postgis_location)
        ]
        batch = Batch(reports=[report()], incidents=[incident(report())])
        for store in stores:
            store.save(batch)
        for step in steps:
            first, second = (_done(step, store) for store in stores)
            assert first == second
            _check(*stores)


def _done(step: Step, store: Store) -> object:
    """Return what a step gives, or how it fails."""
    try:
        return step(store)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is to be the same
        return type(error)


def _check(one: Store, other: Store) -> None:
    ours, theirs = one.frames(), other.frames()
    assert_geodataframe_equal(ours.incidents, theirs.incidents)
    assert_frame_equal(ours.claims, theirs.claims)
    assert_frame_equal(ours.reports, theirs.reports)
    assert _timeless(one.summary()) == _timeless(other.summary())
    for key in ours.incidents["incident_id"]:
        histories = [
            [dataclasses.replace(version, at=None, contents={}) for version in store.history(key)]
            for store in (one, other)
        ]
        assert histories[0] == histories[1]
        told = [[_moments_out(v.contents) for v in s.history(key)] for s in (one, other)]
        assert told[0] == told[1]
    for load in one.summary().loads:
        assert one.rejected_rows(load.load_id) == other.rejected_rows(load.load_id)
    assert one.links() == other.links()


def _timeless(summary: Summary) -> object:
    """Return a summary without what the clock says."""
    loads = tuple(_without_time(load) for load in summary.loads)
    return dataclasses.replace(summary, changed=None, loads=loads)


def _without_time(load: Load) -> object:
    return dataclasses.replace(load, at=pd.Timestamp(0))


def _moments_out(contents: dict[str, Any]) -> dict[str, Any]:
    return contents | {"withdrawn": contents.get("withdrawn") is not None}
