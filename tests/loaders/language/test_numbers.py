import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.vocabulary import Qualifier
from loaders.language.document import tokenize
from loaders.language.numbers import number_at, quantity_at


@pytest.mark.parametrize(
    ("text", "low", "high", "qualifier"),
    [
        ("70 people", 70, 70, Qualifier.EXACT),
        ("at least 70", 70, None, Qualifier.AT_LEAST),
        ("more than 70", 70, None, Qualifier.MORE_THAN),
        ("up to 70", None, 70, Qualifier.UP_TO),
        ("about 70", 70, 70, Qualifier.ABOUT),
        ("some 40 people", 40, 40, Qualifier.ABOUT),
        ("fewer than 20", None, 19, Qualifier.FEWER_THAN),
        ("between 10 and 15", 10, 15, Qualifier.BETWEEN),
        ("12-15", 12, 15, Qualifier.BETWEEN),
        ("two or three", 2, 3, Qualifier.BETWEEN),
        ("five or more", 5, None, Qualifier.AT_LEAST),
        ("dozens", 24, None, Qualifier.DOZENS),
        ("scores", 40, None, Qualifier.SCORES),
        ("hundreds of", 200, None, Qualifier.HUNDREDS),
        ("a dozen", 12, 12, Qualifier.EXACT),
        ("two dozen", 24, 24, Qualifier.EXACT),
        ("several", 3, None, Qualifier.SEVERAL),
        ("twenty-five", 25, 25, Qualifier.EXACT),
        ("one hundred and five", 105, 105, Qualifier.EXACT),
        ("1,204", 1204, 1204, Qualifier.EXACT),
        ("1.2 million", 1_200_000, 1_200_000, Qualifier.EXACT),
    ],
)
def test_words_become_numbers(
    text: str, low: int | None, high: int | None, qualifier: Qualifier
) -> None:
    quantity = quantity_at(tokenize(text), 0)
    assert quantity is not None
    assert (quantity.low, quantity.high, quantity.qualifier) == (low, high, qualifier)


@pytest.mark.parametrize("text", ["people", "a man", "3.5", "07911123456", "some people", ""])
def test_no_number(text: str) -> None:
    quantity = quantity_at(tokenize(text), 0)
    assert quantity is None or quantity.qualifier is Qualifier.UNKNOWN


@given(st.integers(min_value=0, max_value=999_999_999))
def test_digits_are_read_back(number: int) -> None:
    assert number_at(tokenize(f"{number:,}"), 0) == (number, 1)
    assert number_at(tokenize(str(number)), 0) == (number, 1)


@given(st.text(alphabet="0123456789,.- onetwhundrdatlsupbwfy", max_size=60))
def test_low_never_exceeds_high(text: str) -> None:
    tokens = tokenize(text)
    for index in range(len(tokens)):
        quantity = quantity_at(tokens, index)
        if quantity is not None and quantity.low is not None and quantity.high is not None:
            assert quantity.low <= quantity.high
