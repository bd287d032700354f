import datetime as dt

import pytest

from dashboard.figures import change, period_before, told
from geodata.facets import Killed
from geodata.query import CountRange, TollTotal


def toll(low: int | None, not_located: int | None, **changes: object) -> TollTotal:
    values: dict[str, object] = {
        "incident_id": "t",
        "place_name": "the border",
        "place_id": None,
        "date_start": dt.date(2025, 10, 1),
        "date_end": dt.date(2025, 10, 31),
        "killed": CountRange(low, low, None),
        "wounded": CountRange(),
        "accounted_for": 30,
        "not_located": not_located,
    }
    return TollTotal(**(values | changes))  # type: ignore[arg-type]


def test_what_is_located_and_what_a_toll_counts_stay_apart() -> None:
    thirty = Killed(1, CountRange(30, 30, 30), 0)
    assert told(thirty, [toll(70, 40)]) == (
        "30 killed in 1 located incident; a toll of 70 or more for October 2025 (the border) is "
        "reported, 40 of them not located."
    )
    assert told(thirty, [toll(20, 0)]).endswith("(the border) is reported.")


@pytest.mark.parametrize(
    ("killed", "said"),
    [
        (Killed(0, CountRange(), 0), "No incidents."),
        (Killed(1, CountRange(), 1), "1 located incident; no number of deaths is stated."),
        (Killed(3, CountRange(), 3), "3 incidents; no number of deaths is stated."),
        (
            Killed(3, CountRange(2, 4, 6), 1),
            "2–6 killed in 3 incidents (1 of them without a number).",
        ),
    ],
)
def test_missing_is_not_nobody(killed: Killed, said: str) -> None:
    assert told(killed, []) == said


def test_many_tolls_are_told_by_their_number() -> None:
    said = told(Killed(0, CountRange(), 0), [toll(70, 40)] * 5 + [toll(None, None)])
    assert said.count("a toll of") == 3
    assert said.endswith("; 2 more tolls are reported.")


def test_the_period_before_is_as_long_and_ends_the_day_before() -> None:
    assert period_before(dt.date(2025, 10, 11), dt.date(2025, 10, 20)) == (
        dt.date(2025, 10, 1),
        dt.date(2025, 10, 10),
    )
    assert period_before(dt.date(1, 1, 2), dt.date(2000, 1, 1)) is None
    assert (change(3, 1), change(None, 1), change(1, None)) == (2, None, None)
