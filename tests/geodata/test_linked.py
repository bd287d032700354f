import datetime as dt
import itertools
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from store_records import incident, report

from geodata import rows
from geodata.linked import Member, Told, count_range, is_superseded, merged_row
from geodata.vocabulary import EventType, LocationPrecision, Outcome, Sensitivity, Status

FIRST = report()
MAY_1, MAY_2 = dt.date(2025, 5, 1), dt.date(2025, 5, 2)


def told(
    speaker: str, low: int | None, high: int | None, day: dt.date | None = MAY_1, source: str = ""
) -> Told:
    best = low if low is not None else high
    return Told(speaker, day, source or speaker, low, best, high)


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ([], (None, None, None)),
        ([told("a", 7, 7), told("b", 7, 7)], (7, 7, 7)),
        # Rival counts: neither is preferred, the lower is the best while nothing else decides.
        ([told("a", 58, 58), told("b", 9, 9)], (9, 9, 58)),
        ([told("a", 58, 58), told("b", 9, 9), told("c", 58, 58)], (9, 58, 58)),
        # "At least 12" sets no highest number; 14 is one.
        ([told("a", 12, None), told("b", 14, 14)], (12, 12, 14)),
        ([told("a", 20, None), told("b", 14, 14)], (14, 14, None)),
        ([told("a", 20, None)], (20, 20, None)),
        # "Up to 30" sets no lowest number.
        ([told("a", None, 30), told("b", 20, 20)], (20, 20, 30)),
        ([told("a", None, 30)], (None, 30, 30)),
        # Nobody, says one side.
        ([told("a", 0, 0), told("b", 5, 5)], (0, 0, 5)),
        # The same speaker later: the first count no longer stands.
        ([told("a", 12, 12), told("a", 15, 15, MAY_2)], (15, 15, 15)),
        ([told("a", 12, 12), told("a", 15, 15)], (12, 12, 15)),
        ([told("a", 12, 12, None), told("a", 15, 15, MAY_2)], (12, 15, 15)),
        # Among counts of as many sources the one published last.
        ([told("a", 12, 12), told("b", 15, 15, MAY_2)], (12, 15, 15)),
    ],
)
def test_range_of_counts(
    counts: list[Told], expected: tuple[int | None, int | None, int | None]
) -> None:
    for order in itertools.permutations(counts):
        assert count_range(order) == expected


_COUNTS = st.none() | st.integers(0, 50)
_TOLD = st.builds(
    lambda speaker, source, day, bounds: Told(
        speaker, day, source, *sorted(bounds, key=lambda bound: (bound is None, bound))
    ),
    st.sampled_from("abc"),
    st.sampled_from("xyz"),
    st.sampled_from([None, MAY_1, MAY_2]),
    st.tuples(_COUNTS, _COUNTS, _COUNTS),
)


@given(st.lists(_TOLD, max_size=5), st.randoms(use_true_random=False))
def test_a_range_is_in_order_and_independent_of_order(counts: list[Told], order: Any) -> None:  # noqa: ANN401 - hypothesis's random
    low, best, high = found = count_range(counts)
    bounds = [bound for bound in (low, best, high) if bound is not None]
    assert bounds == sorted(bounds)
    order.shuffle(counts)
    assert count_range(counts) == found


def test_only_the_same_speaker_supersedes() -> None:
    first, later, other = told("a", 1, 1), told("a", 2, 2, MAY_2), told("b", 3, 3, MAY_2)
    assert is_superseded(first, [first, later, other])
    assert not is_superseded(first, [first, other])
    assert not is_superseded(later, [first, later])


def merged(*changes: dict[str, Any]) -> dict[str, Any]:
    reports = [report(f"Text {number}.", published=MAY_1) for number in range(len(changes))]
    told_rows = [
        rows.row(incident(one, **change)) | {"report_ids": [one.report_id]}
        for one, change in zip(reports, changes, strict=True)
    ]
    members = {row["incident_id"]: Member("shown", row["incident_id"]) for row in told_rows}
    published = {one.report_id: one.published for one in reports}
    found = [
        merged_row(list(order), members, published) for order in itertools.permutations(told_rows)
    ]
    assert all(one == found[0] for one in found), "the order of rows changes nothing"
    return found[0]


def test_the_most_exact_place_and_days_are_shown() -> None:
    country = {"location_precision": LocationPrecision.COUNTRY, "place_name": "Afghanistan"}
    town = {"location_precision": LocationPrecision.TOWN, "place_name": "Khost"}
    week = {"date_start": MAY_1, "date_end": MAY_1 + dt.timedelta(days=6)}
    day = {"date_start": MAY_2, "date_end": MAY_2}
    shown = merged(country | day, town | week, country | day)
    assert (shown["place_name"], shown["location_precision"]) == ("Khost", "town")
    assert (shown["date_start"], shown["date_end"]) == (MAY_2, MAY_2)


def test_most_sources_decide_between_equals() -> None:
    shown = merged({"place_name": "Khost"}, {"place_name": "Matun"}, {"place_name": "Matun"})
    assert shown["place_name"] == "Matun"


def test_what_one_report_leaves_open_another_tells() -> None:
    shown = merged(
        {"event_type": EventType.OTHER, "confidence": None, "claimant": "the army"},
        {
            "event_type": EventType.BATTLE,
            "sub_event_type": "armed_clash",
            "side_a": "Afghanistan",
            "confidence": 0.7,
            "killed_low": None,
            "killed_best": None,
            "killed_high": None,
        },
    )
    assert (shown["event_type"], shown["sub_event_type"]) == ("battle", "armed_clash")
    assert (shown["side_a"], shown["confidence"], shown["claimant"]) == (
        "Afghanistan",
        0.7,
        "the army",
    )
    assert (shown["killed_low"], shown["source_count"]) == (5, 2)


def test_what_a_person_decided_and_what_is_not_public_holds_for_the_whole() -> None:
    shown = merged(
        {"status": Status.CONFIRMED, "mediators": ["Qatar"], "outcome": Outcome.ONGOING},
        {"sensitivity": Sensitivity.RESTRICTED, "mediators": ["Turkey", "Qatar"]},
    )
    assert (shown["status"], shown["sensitivity"]) == ("confirmed", "restricted")
    assert sorted(shown["mediators"]) == ["Qatar", "Turkey"]
    assert shown["outcome"] == "ongoing"
