import datetime as dt
from dataclasses import replace

from dashboard.figures import figures
from geodata.query import CountRange, TollTotal, Totals

TOTALS = Totals(
    incidents=3,
    killed=CountRange(30, 35, 40),
    wounded=CountRange(),
    killed_not_stated=1,
    wounded_not_stated=3,
    talks=2,
    statements=1,
    tolls=(),
    without_place=0,
    undated=0,
)
TOLL = TollTotal(
    incident_id="t",
    place_name="Long Border",
    place_id=None,
    date_start=dt.date(2025, 10, 1),
    date_end=dt.date(2025, 10, 31),
    killed=CountRange(70, 70, None),
    wounded=CountRange(200, 200, None),
    accounted_for=30,
    not_located=40,
)


def values(totals: Totals) -> dict[str, str]:
    return {figure["name"]: figure["value"] for figure in figures(totals)["figures"]}


def notes(totals: Totals) -> dict[str, str]:
    return {figure["name"]: figure["note"] for figure in figures(totals)["figures"]}


def test_figures_keep_their_ranges_and_what_is_not_stated() -> None:
    assert values(TOTALS) == {
        "Incidents": "3",
        "Killed": "30–40",
        "Wounded": "not stated",
        "Talks": "2",
        "Statements": "1",
    }
    assert notes(TOTALS)["Killed"] == "1 incident does not say"
    assert values(replace(TOTALS, killed=CountRange(30, 30, None)))["Killed"] == "30 or more"


def test_no_incidents_are_not_nobody_killed() -> None:
    none = replace(TOTALS, incidents=0, killed=CountRange(), killed_not_stated=0)
    assert values(none)["Killed"] == "–"


def test_a_toll_stands_apart_with_what_is_accounted_for() -> None:
    worded = figures(replace(TOTALS, tolls=(TOLL,)))
    assert values(replace(TOTALS, tolls=(TOLL,)))["Killed"] == "30–40"
    assert worded["tolls"] == [
        {
            "count": "70 or more killed, 200 or more wounded",
            "where": "Long Border, October 2025",
            "explained": "30 accounted for by the incidents shown, 40 or more not located",
        }
    ]
    assert worded["more_tolls"] == ""


def test_a_toll_without_a_least_number_leaves_the_rest_open() -> None:
    vague = replace(TOLL, killed=CountRange(None, None, 90), not_located=None, place_name=None)
    [toll] = figures(replace(TOTALS, tolls=(vague,)))["tolls"]
    assert toll["count"].startswith("up to 90 killed")
    assert toll["where"].startswith("place not known")
    assert toll["explained"] == "30 accounted for by the incidents shown"


def test_many_tolls_are_counted() -> None:
    worded = figures(replace(TOTALS, tolls=(TOLL,) * 1200))
    assert len(worded["tolls"]) == 4
    assert worded["more_tolls"].startswith("and 1,196 more")
