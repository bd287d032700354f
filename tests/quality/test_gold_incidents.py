"""The gold data for incidents keeps to its own guideline (tests/quality/gold/README.md)."""

import datetime as dt
import itertools
import json
import math
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from geodata.boundaries import KM_PER_DEGREE, Boundaries
from geodata.incident import Incident
from geodata.vocabulary import DatePrecision, EventType, Kind, LocationPrecision, Outcome

GOLD = Path(__file__).parent / "gold"
# Boundaries are simplified, and towns lie on borders.
REACH_KM = 15
LEAST = {
    "wire": 20,
    "wire_capitals": 10,
    "local": 8,
    "sitrep": 6,
    "ngo": 5,
    "osint": 5,
    "coded": 13,
    "headline": 10,
    "liveblog": 4,
    "communique": 5,
    "talks": 7,
    "statement": 5,
    "negative": 20,
}
# What a type narrows down to, and the words in which coarse scorers sort it.
SUB_TYPES = {
    "air_strike": ("explosion", "air_strike"),
    "shelling": ("explosion", "shelling"),
    "grenade": ("explosion", "shelling"),
    "bombing": ("explosion", "bombing"),
    "suicide_bombing": ("explosion", "bombing"),
    "armed_clash": ("battle", "battle"),
    "attack": ("violence_against_civilians", "armed_attack"),
    "abduction": ("violence_against_civilians", "kidnapping"),
    "protest": ("protest", "protest"),
    "mob_violence": ("riot", "protest"),
    "talks": ("talks", "talks"),
    "agreement": ("talks", "talks"),
}
NUMBER_FLAGS = {"stated", "sum", "implicit1", "implicit2", "vague", "zero", "absent"}
DATE_FLAGS = {"full", "month", "weekday", "relative", "publication", None}
PLACE_FLAGS = {"name", "offset", "between", None}
OWN_FIELDS = {"lat", "lon", "optional", "in_text"}
WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
ONES = """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen
    fifteen sixteen seventeen eighteen nineteen""".split()
WORDS = {word: value for value, word in enumerate(ONES)} | {"dozen": 12, "scores": 40}
# A person who is not counted: "a farmer", "the driver", "his wife", "their mother".
IMPLICIT_ONES = 2

Row = dict[str, Any]
Report = dict[str, Any]


def reports() -> list[Report]:
    lines = (GOLD / "incidents.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


REPORTS = reports()


def rows() -> Iterator[tuple[Report, Row]]:
    for report in REPORTS:
        for row in report["incidents"]:
            yield report, row


def day(value: str) -> dt.date:
    return dt.date.fromisoformat(value)


@pytest.fixture(scope="module")
def boundaries() -> Iterator[Boundaries]:
    with Boundaries.open() as opened:
        yield opened


def is_in(boundaries: Boundaries, row: Row, iso3: str) -> bool:
    """Tell whether the point, or one up to REACH_KM around it, lies in the country."""
    narrowing = math.cos(math.radians(row["lat"]))
    for distance_km in (0, REACH_KM / 2, REACH_KM):
        for bearing in range(0, 360, 30):
            north = distance_km / KM_PER_DEGREE * math.cos(math.radians(bearing))
            east = distance_km / KM_PER_DEGREE * math.sin(math.radians(bearing)) / narrowing
            location = boundaries.locate(row["lon"] + east, row["lat"] + north)
            if location is not None and location.iso3 == iso3:
                return True
    return False


def numbers(text: str) -> list[int]:
    """Return the numbers of a text, in digits and in words, in order."""
    digits = re.sub(r"(?<=\d),(?=\d{3})", "", text)
    found = re.findall(r"\d+|[a-z]+", digits.lower())
    return [int(each) if each.isdigit() else WORDS[each] for each in found if _counts(each)]


def _counts(token: str) -> bool:
    return token.isdigit() or token in WORDS


def is_recoverable(value: int, flag: str, text: str) -> bool:
    """Tell whether a number can be had from the text in the way that its flag says."""
    found = numbers(text)
    if flag == "sum":
        # "a guard", "the attacker": people who are not counted.
        parts = [*found, *[1] * IMPLICIT_ONES]
        return any(
            sum(some) == value for size in (2, 3) for some in itertools.combinations(parts, size)
        )
    if flag == "zero":
        return value == 0 and bool(re.search(r"\b(no|nobody|no one)\b", text, re.IGNORECASE))
    implicit = {"implicit1": 1, "implicit2": 2}
    return value == implicit[flag] if flag in implicit else value in found


def test_ids_and_texts_are_unique() -> None:
    for key in ("id", "text"):
        assert [value for value, n in Counter(each[key] for each in REPORTS).items() if n > 1] == []
    assert [each["id"] for each in REPORTS if each["text"] != each["text"].strip()] == []


def test_there_is_enough_of_everything() -> None:
    styles = Counter(report["style"] for report in REPORTS)
    assert set(styles) == set(LEAST)
    assert all(styles[style] >= least for style, least in LEAST.items())
    assert len([report for report in REPORTS if report["incidents"]]) >= 90
    kinds = Counter(row["kind"] for _, row in rows())
    assert kinds["incident"] >= 95
    assert kinds["toll"] >= 12
    assert kinds["talks"] >= 8
    assert {row["outcome"] for _, row in rows()} == set(Outcome) | {None}
    assert {row["event_type"] for _, row in rows()} >= set(EventType) - {EventType.OTHER}
    assert len({row["iso3"] for _, row in rows()}) >= 45
    assert len([1 for _, row in rows() if row["killed_low"] == 0]) >= 10
    assert len([1 for _, row in rows() if row["in_text"]["killed"] == "implicit1"]) >= 12
    assert len([1 for report in REPORTS if report["published"] < "2010"]) >= 25


def test_rows_have_the_columns_of_the_data_model() -> None:
    columns = {field.name for field in fields(Incident)}
    for report, row in rows():
        assert set(row) == set(REPORTS[0]["incidents"][0]), report["id"]
        assert set(row) - OWN_FIELDS <= columns


def test_terms_are_of_the_vocabulary() -> None:
    for report, row in rows():
        where = (report["id"], row["place_name"])
        assert row["kind"] in set(Kind), where
        assert row["event_type"] in {*EventType, None}, where
        assert row["date_precision"] in {*DatePrecision, None}, where
        assert row["location_precision"] in set(LocationPrecision), where
        assert row["outcome"] in {*Outcome, None}, where
        assert (row["outcome"] is not None) == (row["kind"] == "talks"), where
        if row["sub_event_type"] is not None:
            assert SUB_TYPES[row["sub_event_type"]][0] == row["event_type"], where
        flags = row["in_text"]
        assert {flags["killed"], flags["wounded"]} <= NUMBER_FLAGS, where
        assert flags["date"] in DATE_FLAGS, where
        assert flags["place"] in PLACE_FLAGS, where


def test_only_incidents_and_tolls_count_people() -> None:
    for report, row in rows():
        if row["kind"] in {"talks", "statement"}:
            counts = [row[f"{measure}_{end}"] for measure in COUNTED for end in ("low", "high")]
            assert counts == [None] * 4, report["id"]
        assert row["kind"] != "statement" or report["style"] == "statement"


COUNTED = ("killed", "wounded")


def test_numbers_can_be_had_from_the_text() -> None:
    for report, row in rows():
        for measure in COUNTED:
            low, high = row[f"{measure}_low"], row[f"{measure}_high"]
            flag = row["in_text"][measure]
            where = (report["id"], row["place_name"], measure)
            assert (low is None and high is None) == (flag == "absent"), where
            if flag == "absent":
                continue
            assert high is None or low is None or low <= high, where
            ends = [end for end in (low, high) if end is not None]
            assert is_recoverable(ends[0], flag, report["text"]), where
            # The highest of rival counts may add one side's dead to the other's.
            assert all(
                is_recoverable(end, how, report["text"])
                for end, how in zip(ends[1:], [flag], strict=False)
            ) or is_recoverable(ends[-1], "sum", report["text"]), where


@pytest.mark.parametrize(
    ("value", "flag", "text", "expected"),
    [
        (12, "stated", "more than a dozen were hurt", True),
        (13, "stated", "more than a dozen were hurt", False),
        (1600, "stated", "1,600 dead", True),
        (7, "sum", "himself and six customers", True),
        (9, "sum", "himself and six customers", False),
        (0, "zero", "nobody was hurt", True),
        (0, "zero", "two were hurt", False),
        (2, "implicit1", "a policeman was shot dead", False),
    ],
)
def test_a_number_out_of_nowhere_would_be_noticed(
    value: int, flag: str, text: str, *, expected: bool
) -> None:
    assert is_recoverable(value, flag, text) is expected


def test_nothing_happens_after_publication_but_what_is_planned() -> None:
    for report, row in rows():
        if row["date_start"] is None:
            assert row["in_text"]["date"] is None, report["id"]
            continue
        start, end = day(row["date_start"]), day(row["date_end"])
        assert start <= end, report["id"]
        assert end <= day(report["published"]) or row["outcome"] in {"scheduled", "postponed"}
        assert row["kind"] == "toll" or row["optional"] or (end - start).days <= 31, report["id"]


def test_days_are_told_as_their_flag_says() -> None:
    for report, row in rows():
        if row["date_start"] is None:
            continue
        text, how = report["text"].lower(), row["in_text"]["date"]
        ends = [day(row["date_start"]), day(row["date_end"])]
        where = (report["id"], row["place_name"])
        if how == "weekday":
            assert any(WEEKDAYS[each.weekday()] in text for each in ends), where
        if how == "full":
            assert any(each.day in numbers(text) and _tells_month(each, text) for each in ends), (
                where
            )
        if how == "publication":
            assert row["date_start"] == report["published"], where


def _tells_month(date: dt.date, text: str) -> bool:
    return MONTHS[date.month - 1] in text or f"{date.month:02}" in text


def test_a_named_place_stands_in_the_text() -> None:
    for report, row in rows():
        name, how = row["place_name"], row["in_text"]["place"]
        assert (name is None) == (how is None) == (row["lat"] is None), report["id"]
        if how == "name" and row["location_precision"] != "border":
            assert name.lower() in report["text"].lower(), (report["id"], name)


def test_points_lie_in_their_country(boundaries: Boundaries) -> None:
    for report, row in rows():
        if row["iso3"] is None:
            assert row["location_precision"] in {"border", "none"}, report["id"]
        else:
            assert is_in(boundaries, row, row["iso3"]), (report["id"], row["place_name"])


def test_a_point_in_the_wrong_country_would_be_noticed(boundaries: Boundaries) -> None:
    assert is_in(boundaries, {"lat": 34.53, "lon": 69.17}, "AFG")
    assert not is_in(boundaries, {"lat": 34.53, "lon": 69.17}, "PAK")
    assert not is_in(boundaries, {"lat": 69.17, "lon": 34.53}, "AFG")


def test_negatives_hold_nothing_that_is_wanted() -> None:
    for report in REPORTS:
        wanted = [row for row in report["incidents"] if not row["optional"]]
        assert bool(wanted) == (report["style"] != "negative"), report["id"]


def test_flat_rows_are_made_from_the_rows() -> None:
    for report in REPORTS:
        wanted = [
            row for row in report["incidents"] if row["kind"] != "statement" and not row["optional"]
        ]
        assert report["gold_all"] == [flat(row) for row in wanted], report["id"]
        main = max(wanted, key=lambda row: _point(row, "killed", -1), default=None)
        assert report["gold"] == (flat(main) if main else {}), report["id"]
        assert report["in_text"] == (main["in_text"] if main else {}), report["id"]


def flat(row: Row) -> Row:
    """Return a row as scorers of flat rows read it."""
    exact = row["date_precision"] == "day"
    several = exact and row["date_start"] != row["date_end"]
    counts = {f"{measure}_{end}": row[f"{measure}_{end}"] for measure, end in MEASURE_ENDS}
    return {
        "kind": row["kind"],
        "date": row["date_start"] if exact else None,
        "date_end": row["date_end"] if several else None,
        "lat": row["lat"],
        "lon": row["lon"],
        "place_name": row["place_name"],
        "country": row["iso3"],
        **{measure: _point(row, measure, None) for measure in COUNTED},
        **counts,
        "coarse_type": SUB_TYPES.get(row["sub_event_type"], (None, "other"))[1],
    }


MEASURE_ENDS = list(itertools.product(COUNTED, ("low", "high")))


def _point(row: Row, measure: str, default: int | None) -> Any:  # noqa: ANN401 - of JSON
    ends = [row[f"{measure}_{end}"] for end in ("low", "high")]
    return next((end for end in ends if end is not None), default)


def test_the_guideline_names_every_style_and_difficulty() -> None:
    guideline = " ".join((GOLD / "README.md").read_text("utf-8").split())
    named = set(LEAST) | {name for report in REPORTS for name in report["shows"]}
    named |= (NUMBER_FLAGS | DATE_FLAGS | PLACE_FLAGS) - {None}
    assert {name for name in named if f"`{name}`" not in guideline} == set()
