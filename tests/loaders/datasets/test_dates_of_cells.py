import datetime as dt

import pytest

from geodata.vocabulary import DatePrecision
from loaders.datasets.dates import find_order, is_ambiguous, parse_date

OCTOBER_9 = dt.date(2025, 10, 9)


@pytest.mark.parametrize(
    "text",
    [
        "2025-10-09",
        "2025/10/9",
        "20251009",
        "20251009120000",
        "2025-10-09T12:00:00Z",
        "2025-10-09 12:00:00.000",
        "9 October 2025",
        "09-Oct-25",
        "9th October, 2025",
        "Oct 9, 2025",
        "October 9 2025",
        "Thursday, 9 October 2025",
        "09 October 2025",
        "9.10.2025",
        " 2025-10-09 ",
    ],
)
def test_one_day_in_many_forms(text: str) -> None:
    assert parse_date(text) == (OCTOBER_9, OCTOBER_9, DatePrecision.DAY)


@pytest.mark.parametrize("text", ["9/10/2025", "09-10-2025", "9/10/25"])
def test_the_order_of_day_and_month_is_never_guessed(text: str) -> None:
    assert parse_date(text) is None
    assert is_ambiguous(text)
    assert parse_date(text, day_first=True) == (OCTOBER_9, OCTOBER_9, DatePrecision.DAY)
    assert parse_date(text, day_first=False) == (
        dt.date(2025, 9, 10),
        dt.date(2025, 9, 10),
        DatePrecision.DAY,
    )


@pytest.mark.parametrize("day_first", [True, False, None])
def test_a_number_above_twelve_is_a_day_whatever_is_said(day_first: bool | None) -> None:
    for text in ("31/10/2025", "10/31/2025"):
        found = parse_date(text, day_first=day_first)
        assert found is not None
        assert found.start == dt.date(2025, 10, 31)


@pytest.mark.parametrize(
    ("text", "start", "end", "precision"),
    [
        ("2025", "2025-01-01", "2025-12-31", DatePrecision.YEAR),
        ("2024-02", "2024-02-01", "2024-02-29", DatePrecision.MONTH),
        ("October 2025", "2025-10-01", "2025-10-31", DatePrecision.MONTH),
    ],
)
def test_what_a_date_leaves_open_is_a_period(
    text: str, start: str, end: str, precision: DatePrecision
) -> None:
    assert parse_date(text) == (dt.date.fromisoformat(start), dt.date.fromisoformat(end), precision)


@pytest.mark.parametrize(
    "text", ["", "x", "31/02/2025", "2025-13-01", "0000-01-01", "12", "May", "9 Foo 2025", "9" * 50]
)
def test_what_is_no_date(text: str) -> None:
    assert parse_date(text) is None
    assert not is_ambiguous(text)


@pytest.mark.parametrize(
    ("texts", "order"),
    [
        (["9/10/2025", "13/10/2025"], True),
        (["9/10/2025", "10/13/2025"], False),
        (["9/10/2025"], None),
        (["13/10/2025", "10/13/2025"], None),
        (["2025-10-13"], None),
    ],
)
def test_a_column_tells_its_order(texts: list[str], order: bool | None) -> None:
    assert find_order(texts) is order
