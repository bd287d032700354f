import pytest

from loaders.datasets.numbers import parse_count, parse_decimal, parse_degrees, parse_pair


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("0", 0),
        ("12", 12),
        ("12.0", 12),
        ("1,234", 1234),
        ("1.234", 1234),
        ("1 234 567", 1_234_567),
        ("1\u202f234", 1234),
        ("1'234", 1234),
        ("-99", None),
        ("1.5", None),
        ("many", None),
        ("1,23,4", None),
        ("1e400", None),
        ("9" * 40, None),
        ("=1+1", None),
    ],
)
def test_counts(text: str, count: int | None) -> None:
    assert parse_count(text) == count


@pytest.mark.parametrize(
    ("text", "decimal", "number"),
    [
        ("1.5", None, 1.5),
        ("1,5", None, 1.5),
        ("1,234", None, 1234),
        ("1,234", ",", 1.234),
        ("1.234", ".", 1.234),
        ("1.234.567,5", None, 1_234_567.5),
        ("1,234,567.5", None, 1_234_567.5),
        ("0.300", None, 0.3),
        ("nan", None, None),
    ],
)
def test_decimals(text: str, decimal: str | None, number: float | None) -> None:
    assert parse_decimal(text, decimal=decimal) == number


@pytest.mark.parametrize(
    ("text", "degrees"),
    [
        ("34.5", 34.5),
        ("34,5", 34.5),
        ("12.345", 12.345),
        ("-34.5", -34.5),
        ("34.5 N", 34.5),
        ("34.5°S", -34.5),
        ("34°30'00\"N", 34.5),
        ("34° 30′ 00″ N", 34.5),
        ("34 30 00 S", -34.5),
        ("S 34:30:00", -34.5),
        ("34°30'W", -34.5),
        ("34d30m00s", None),
        ("34°61'", None),
        ("-34°30'S", None),
        ("34N 69E", None),
        ("N", None),
        ("north", None),
    ],
)
def test_degrees(text: str, degrees: float | None) -> None:
    found = parse_degrees(text)
    assert found == (None if degrees is None else pytest.approx(degrees))


@pytest.mark.parametrize(
    "text",
    [
        "34.5, 69.25",
        "34.5,69.25",
        "34.5 69.25",
        "34.5; 69.25",
        "34.5N 69.25E",
        "69.25 E, 34.5 N",
        "34°30'N, 69°15'E",
        "34°30'00\"N 69°15'00\"E",
        "POINT (69.25 34.5)",
    ],
)
def test_pairs(text: str) -> None:
    assert parse_pair(text) == (34.5, 69.25)


@pytest.mark.parametrize("text", ["", "34.5", "a, b", "1, 2, 3", "POINT EMPTY"])
def test_what_is_no_pair(text: str) -> None:
    assert parse_pair(text) is None
