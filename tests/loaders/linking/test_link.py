import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from geopandas.testing import assert_geodataframe_equal
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from linked_records import DAY, claim, counted, identifier, incident, province, stored, telling
from made_events import made_events
from pandas.testing import assert_frame_equal
from shapely.geometry import Point

from geodata.errors import UsageError
from geodata.query import totals
from geodata.store import Store
from geodata.vocabulary import DatePrecision, EventType, Kind, LocationPrecision
from loaders.batch import Batch
from loaders.linking.link import link_store, redo_link, undo_link


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "incidents.db"


def linked(path: Path, *batches: Batch) -> Store:
    store = stored(path, *batches)
    link_store(store)
    return store


def rows(store: Store) -> int:
    return len(store.incidents())


def test_two_reports_of_one_event_become_one_row_with_all_claims(path: Path) -> None:
    a, b = telling("a"), telling("b")
    store = stored(path, a, b)
    assert rows(store) == 2
    result = link_store(store)
    assert (result.linked, result.told, result.possible) == (1, 2, 0)
    [row] = store.incidents().to_dict("records")
    assert row["incident_id"] == min(identifier(a), identifier(b))
    assert (row["killed_low"], row["killed_best"], row["killed_high"]) == (7, 7, 7)
    assert row["source_count"] == 2
    assert sorted(row["report_ids"]) == sorted(one.reports[0].report_id for one in (a, b))
    assert len(store.claims()) == 2
    assert set(store.claims()["incident_id"]) == {row["incident_id"]}
    assert store.counts() == {"incidents": 1, "claims": 2, "reports": 2}
    assert store.summary().kinds == {"incident": 1}
    assert store.summary().sources == {"report": 1}
    assert totals(store.incidents()).killed.low == 7


def test_rival_counts_of_two_sides_stay_side_by_side(path: Path) -> None:
    army = telling("a", claimant="the army", **counted(58))
    rebels = telling("b", claimant="the rebels", **counted(9))
    store = linked(path, army, rebels)
    [row] = store.incidents().to_dict("records")
    assert (row["killed_low"], row["killed_high"]) == (9, 58)
    assert set(row["claimant"].split("; ")) == {"the army", "the rebels"}
    assert set(store.claims()["low"]) == {9, 58}
    together = store.linked_with(identifier(army))
    assert set(together.incidents["killed_best"]) == {9, 58}
    [link] = together.links
    assert {name: how for name, how, _ in link.features}["killed"].startswith("rival numbers")


def test_province_may_be_the_town(path: Path) -> None:
    store = linked(path, telling("a", **counted(12)), telling("b", **counted(12), **province()))
    [row] = store.incidents().to_dict("records")
    assert row["place_name"] == "Old Bridge"
    assert row["location_precision"] == "town"


UNLIKE: list[dict[str, Any]] = [
    {"date_start": DAY + dt.timedelta(days=3), "date_end": DAY + dt.timedelta(days=3)},
    {"geometry": Point(72, 33), "place_id": "town:2", "place_name": "Far Hill"},
    {"event_type": EventType.PROTEST, "sub_event_type": "peaceful_protest"},
    {"kind": Kind.TOLL},
    {"kind": Kind.STATEMENT, **counted(None)},
    {"kind": Kind.TALKS, "event_type": EventType.TALKS, **counted(None)},
    {"source": "sample"},
]


@pytest.mark.parametrize("changes", UNLIKE)
def test_what_is_not_the_same(path: Path, changes: dict[str, Any]) -> None:
    store = linked(path, telling("a"), telling("b", **changes))
    assert rows(store) == 2
    assert store.links()[0] == []


def test_tolls_and_statements_never_link_even_with_their_like(path: Path) -> None:
    for kind in (Kind.TOLL, Kind.STATEMENT):
        assert rows(
            linked(path, telling(f"{kind}a", kind=kind), telling(f"{kind}b", kind=kind))
        ) in {2, 4}


def test_talks_link_with_talks_of_the_same_round(path: Path) -> None:
    talks: dict[str, Any] = {
        "kind": Kind.TALKS,
        "event_type": EventType.TALKS,
        "sub_event_type": None,
        "date_end": DAY + dt.timedelta(days=2),
        "side_a": "North",
        "side_b": "South",
        **counted(None),
    }
    later = {"date_start": DAY + dt.timedelta(days=20), "date_end": DAY + dt.timedelta(days=22)}
    first, same = (
        telling("a", **talks),
        telling("b", **(talks | {"side_a": "South", "side_b": "North"})),
    )
    store = linked(path, first, same, telling("c", **(talks | later)))
    assert rows(store) == 2


def test_undecided_pairs_are_not_merged_but_told(path: Path) -> None:
    # The province, the day and the kind of event: no number that is the same.
    store = stored(path, telling("a", **counted(None)), telling("b", **counted(None), **province()))
    result = link_store(store)
    assert (result.linked, result.possible) == (0, 1)
    assert rows(store) == 2
    [link] = store.links()[0]
    assert 0.5 <= link.score < 0.92


def test_incidents_of_one_report_never_become_one(path: Path) -> None:
    twice, other = telling("a"), telling("b")
    twice.incidents.append(incident(twice.reports[0], 1))
    twice.claims.append(claim(twice.incidents[1], "omega words of another sentence"))
    store = linked(path, twice, other)
    # Both fit the other report as well: which of them is meant is left open.
    assert rows(store) == 3
    assert link_store(store).possible == 2


def test_a_report_that_tells_more_is_matched_with_what_fits_best(path: Path) -> None:
    both, other = telling("a"), telling("b")
    both.incidents.append(incident(both.reports[0], 1, **counted(40)))
    both.claims.append(claim(both.incidents[1], "omega words of another sentence"))
    store = linked(path, both, other)
    assert sorted(store.incidents()["killed_best"]) == [7, 40]


def test_a_later_count_of_the_same_claimant_updates_and_the_first_stays_visible(path: Path) -> None:
    first = telling("a", claimant="Police", **counted(12))
    later = telling("b", claimant="the police", published=DAY + dt.timedelta(days=1), **counted(15))
    store = linked(path, first, later)
    [row] = store.incidents().to_dict("records")
    assert (row["killed_low"], row["killed_best"], row["killed_high"]) == (15, 15, 15)
    assert set(store.claims()["low"]) == {12, 15}


def test_undone_links_stay_undone_when_loaded_again(path: Path) -> None:
    a, b = telling("a"), telling("b")
    store = linked(path, a, b)
    version = store.data_version()
    assert undo_link(store, identifier(a)) == [tuple(sorted((identifier(a), identifier(b))))]
    assert store.data_version() != version
    assert rows(store) == 2
    changed = replace(b.reports[0], title="The same report, with its title")
    store.save(Batch([*b.incidents], [*b.claims], [changed]))
    link_store(store)
    assert rows(store) == 2
    [link] = store.links()[0]
    assert link_store(store).possible == 0
    redo_link(store, link.link_id)
    assert rows(store) == 1
    assert undo_link(store, link.link_id) == [(link.incident_a, link.incident_b)]
    assert rows(store) == 2


def test_one_of_three_is_set_apart(path: Path) -> None:
    batches = [telling(name) for name in "abc"]
    store = linked(path, *batches)
    assert rows(store) == 1
    middle = sorted(map(identifier, batches))[1]
    undo_link(store, middle)
    assert sorted(store.incidents()["source_count"]) == [1, 2]


def test_undo_of_what_is_not_linked(path: Path) -> None:
    store = linked(path, telling("a"))
    for wrong in ("nothing", identifier(telling("a"))):
        with pytest.raises(UsageError, match="no link has the id"):
            undo_link(store, wrong)
    with pytest.raises(UsageError, match="no link has the id"):
        redo_link(store, "nothing")


def test_linking_again_changes_nothing(path: Path) -> None:
    store = linked(path, telling("a"), telling("b"))
    version = store.data_version()
    assert link_store(store).compared == 0
    assert store.data_version() == version


def test_a_report_that_goes_takes_its_part(path: Path) -> None:
    a, b = telling("a"), telling("b")
    store = linked(path, a, b)
    # The report now tells of another day, so of another event.
    other_day = {"date_start": DAY + dt.timedelta(days=9), "date_end": DAY + dt.timedelta(days=9)}
    moved = telling("b", published=DAY + dt.timedelta(days=9), **other_day)
    store.save(moved)
    assert rows(store) == 2
    link_store(store)
    assert store.links()[0] == []
    assert sorted(store.incidents()["source_count"]) == [1, 1]


def test_unusual_rows(path: Path) -> None:
    month = {"date_end": DAY + dt.timedelta(days=30), "date_precision": DatePrecision.MONTH}
    nowhere = {
        "place_id": None, "place_name": None, "iso3": None, "admin1": None, "geometry": None,
        "location_precision": LocationPrecision.NONE,
    }  # fmt: skip
    undated = {"date_start": None, "date_end": None}
    store = linked(
        path,
        *(telling(f"m{number}", **month) for number in range(2)),
        *(telling(f"n{number}", **nowhere) for number in range(2)),
        *(telling(f"u{number}", **undated) for number in range(2)),
    )
    assert rows(store) == 6
    assert link_store(store).compared == 0


def test_across_the_antimeridian_and_at_the_pole(path: Path) -> None:
    west, east = Point(-179.99, 60), Point(179.99, 60)
    store = linked(
        path,
        telling("a", geometry=west, place_id="town:w"),
        telling("b", geometry=east, place_id="town:e"),
    )
    assert rows(store) == 1


def _shown(path: Path, batches: Iterable[Batch]) -> Any:  # noqa: ANN401 - frames
    """Return what a store shows into which batches are loaded, and linked, one after the other."""
    path.unlink(missing_ok=True)
    store = Store.open(path, create=True)
    for batch in batches:
        store.save(batch)
        link_store(store)
    link_store(store)
    return store.frames()


@settings(
    deadline=None, max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(seed=st.integers(0, 1000), order=st.randoms(use_true_random=False))
def test_the_order_of_loading_changes_nothing(tmp_path: Path, seed: int, order: Any) -> None:  # noqa: ANN401 - hypothesis's random
    made = made_events(12, seed=seed, days=4, countries=1, towns=3)
    batches = list(made.batches)
    at_once = _shown(tmp_path / "at_once.db", [made.batch])
    order.shuffle(batches)
    shuffled = _shown(tmp_path / "shuffled.db", batches)
    assert_geodataframe_equal(at_once.incidents, shuffled.incidents)
    assert_frame_equal(at_once.claims, shuffled.claims)


def test_every_order_of_three_reports(tmp_path: Path) -> None:
    batches = [
        telling("a", claimant="the army", **counted(30)),
        telling("b", claimant="the rebels", **counted(9)),
        telling("c", claimant="the hospital", published=DAY + dt.timedelta(days=1), **counted(12)),
    ]
    found = [
        _shown(tmp_path / f"{number}.db", order).incidents
        for number, order in enumerate(permutations(batches))
    ]
    assert len(found[0]) == 1
    for one in found[1:]:
        assert_geodataframe_equal(one, found[0])
