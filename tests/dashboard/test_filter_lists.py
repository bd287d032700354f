from collections.abc import Mapping
from typing import Any

import numpy as np

from dashboard.filter_lists import division_name, filter_lists
from dashboard.selection import View
from geodata.facets import Counted

NAMES = {"AFG": "Afghanistan", "PAK": "Pakistan"}


def counted(**counts: Mapping[str, int]) -> Counted:
    empty: dict[str, dict[str, int]] = {
        name: {}
        for name in (
            "kinds event_types countries divisions actors sources confidences precisions".split()
        )
    }
    return Counted(np.ones(3, dtype=bool), empty | {k: dict(v) for k, v in counts.items()}, (2, 1))


def lists(*args: Any) -> dict[str, Any]:  # noqa: ANN401 - as filter_lists takes them
    view, left, total, *rest = args
    made = filter_lists(view, left, total, lambda code: NAMES.get(code, code), *rest)
    return {one["name"]: one for one in made}


def test_values_stand_by_their_rows_and_those_without_any_last() -> None:
    total = counted(countries={"AFG": 2, "PAK": 9}, kinds={"toll": 5, "incident": 1})
    shown = lists(View(), counted(countries={"AFG": 2}, kinds={"toll": 1}), total)
    assert shown["country"]["options"] == [["AFG", "Afghanistan", 2], ["PAK", "Pakistan", 0]]
    assert [value for value, _, _ in shown["kind"]["options"]] == ["incident", "toll"]
    assert "actor" not in shown


def test_what_the_address_asks_for_stays_though_no_row_has_it() -> None:
    shown = lists(View(sources=("elsewhere",)), counted(), counted())
    assert shown["source"]["options"] == [["elsewhere", None, 0]]


def test_what_kinds_are_is_said_beside_them() -> None:
    total = counted(kinds={"toll": 1}, countries={"AFG": 1})
    shown = lists(View(), total, total)
    assert "Only incidents are summed" in shown["kind"]["hint"]
    assert not shown["country"]["hint"]


def test_a_long_list_is_cut_and_searched_for_the_rest() -> None:
    actors = {f"Group {number}": 1000 - number for number in range(500)}
    total = counted(actors=actors)
    view = View(actors=("Group 499",))
    cut = lists(view, total, total)["actor"]
    assert cut["more"] == 475
    assert ["Group 499", None, 501] in cut["options"]
    found = lists(view, total, total, {"actor": "grôup 30"})["actor"]
    assert [value for value, _, _ in found["options"]][:2] == ["Group 30", "Group 300"]
    assert found["more"] == 0


def test_a_division_is_named_with_its_country() -> None:
    assert division_name("AFG:Kunar", NAMES.__getitem__) == "Kunar, Afghanistan"
    assert division_name(":Kunar", NAMES.__getitem__) == "Kunar"
