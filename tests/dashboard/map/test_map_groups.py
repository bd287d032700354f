"""Groups of incidents, as Python makes them and as the page's script counts them."""

import datetime as dt
import json

import numpy as np
import pytest
from node_driver import node

from dashboard.map.groups import Groups, cells_of, grouped, is_group
from dashboard.map.incident_map import incident_map, page
from dashboard.map.packing import pack
from dashboard.map.rows import packed_rows
from geodata.frames import claims_frame, reports_frame, validate
from geodata.incident import Incident
from geodata.overview import NO_DAY, NOT_STATED, Overview


def made(count: int, seed: int = 3) -> Overview:
    """Return an overview of rows of every sort."""
    chance = np.random.default_rng(seed)
    first = chance.integers(-30_000, 20_000, count).astype(np.int32)
    first[chance.random(count) < 0.1] = NO_DAY
    low = chance.choice([NOT_STATED, 0, 2, 40], (count, 2)).astype(np.int32)
    high = np.where(chance.random((count, 2)) < 0.3, NOT_STATED, np.maximum(low, 0) + 1)
    # A best estimate lies between the bounds that there are, or stands alone.
    best = np.where(chance.random((count, 2)) < 0.5, NOT_STATED, np.maximum(low, 0))
    lon, lat = chance.uniform(-180, 180, count), chance.uniform(-90, 90, count)
    nowhere = chance.random(count) < 0.1
    lon[nowhere] = lat[nowhere] = np.nan
    return Overview(
        ids=chance.integers(0, 2**63, count).astype(np.uint64),
        lon=lon.astype(np.float32),
        lat=lat.astype(np.float32),
        first=first,
        last=np.where(first == NO_DAY, NO_DAY, first + chance.integers(0, 3, count)).astype(
            np.int32
        ),
        kinds=chance.choice([0, 0, 0, 1, 2, 3], count).astype(np.uint8),
        event_types=chance.choice([0, 1, 255], count).astype(np.uint8),
        countries=chance.choice([0, 1, 65_535], count).astype(np.uint16),
        sources=chance.choice([0, 65_535], count).astype(np.uint16),
        counts=np.stack(
            [low[:, 0], best[:, 0], high[:, 0], low[:, 1], best[:, 1], high[:, 1]], axis=1
        ).astype(np.int32),
        country_names=["AFG", "PAK"],
        source_names=["made"],
    )


def all_of(overview: Overview) -> np.ndarray:
    return np.ones(len(overview), dtype=bool)


def members_of(groups: Groups) -> list[set[int]]:
    return [set(groups.members.of(place).tolist()) for place in range(len(groups.incidents))]


@pytest.mark.parametrize("most", [2_000, 400, 100, 20])
def test_every_row_is_in_one_group_of_its_like(most: int) -> None:
    overview = made(2_000)
    groups = grouped(overview, cells_of(overview), all_of(overview), most)
    validate(groups.incidents, Incident)
    members = members_of(groups)
    assert sum(map(len, members)) == len(set().union(*members)) == len(overview)
    assert groups.sizes.sizes.tolist() == [len(each) for each in members]
    for rows in members:
        some = sorted(rows)
        assert len(set(overview.kinds[some].tolist())) == 1
        assert len(set(overview.event_types[some].tolist())) == 1
        assert len(set((overview.first[some] == NO_DAY).tolist())) == 1
        assert len(set(np.isnan(overview.lon[some]).tolist())) == 1


def test_few_rows_stay_themselves() -> None:
    overview = made(50)
    groups = grouped(overview, cells_of(overview), all_of(overview), 50)
    assert sorted(groups.incidents["incident_id"]) == sorted(
        f"{number:016x}" for number in overview.ids.tolist()
    )
    assert groups.place_of(groups.incidents["incident_id"][0]) is None
    assert groups.incidents.geometry.isna().sum() == np.isnan(overview.lon).sum()


def test_a_group_is_found_by_its_id_until_a_filter_makes_others() -> None:
    overview = made(500)
    groups = grouped(overview, cells_of(overview), all_of(overview), 30)
    named = [each for each in groups.incidents["incident_id"] if is_group(each)]
    assert named
    for name in named:
        place = groups.place_of(name)
        assert place is not None
        assert groups.incidents["incident_id"][place] == name
    others = grouped(overview, cells_of(overview), overview.kinds == 0, 30)
    assert all(others.place_of(name) is None for name in named)
    for nonsense in ("group x of 5", "group", "group 1 of ", "00ab"):
        assert groups.place_of(nonsense) is None


def test_nothing_left_makes_no_groups() -> None:
    overview = made(10)
    groups = grouped(overview, cells_of(overview), ~all_of(overview), 5)
    assert len(groups.incidents) == 0
    assert "incidentmap-data" in page(
        incident_map(groups.incidents, claims_frame([]), reports_frame([]), groups=groups.sizes)
    )


@pytest.mark.parametrize("most", [3_000, 200])
def test_the_page_counts_the_incidents_of_its_groups(most: int) -> None:
    overview = made(3_000)
    groups = grouped(overview, cells_of(overview), all_of(overview), most)
    rows, _ = packed_rows(groups.incidents)
    columns = rows.columns | groups.sizes.columns(rows.order)
    epoch = dt.date(1970, 1, 1)
    span = [epoch + dt.timedelta(days=rows.meta[name]) for name in ("first_day", "last_day")]
    request = {
        "rows": {"meta": rows.meta, "columns": pack(columns), "names": rows.names},
        "windows": [[day.isoformat() for day in span]],
    }
    (counted,) = json.loads(node("figures_of.js", stdin=json.dumps(request)))
    happened = overview.kinds == 0
    low, best, high = overview.counts[happened, :3].T
    stated = (low != NOT_STATED) | (best != NOT_STATED) | (high != NOT_STATED)
    assert counted["incidents"] == happened.sum()
    assert counted["tolls"] == (overview.kinds == 1).sum()
    assert counted["without_place"] == np.isnan(overview.lon).sum()
    assert counted["killed_low"] == np.maximum(low, 0).sum()
    assert counted["killed_unknown"] == (~stated).sum()
    assert counted["killed_high"] is None
    told = groups.incidents.loc[groups.incidents["kind"] == "incident", "killed_best"]
    assert told.sum() == np.maximum(np.where(best == NOT_STATED, low, best), 0).sum()
    wounded = overview.counts[happened, 3:]
    assert counted["wounded_unknown"] == (wounded == NOT_STATED).all(axis=1).sum()
