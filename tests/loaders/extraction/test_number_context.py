import pytest

from loaders.extraction.number_context import counts_nothing, is_age, is_negative, stands_alone
from loaders.language.document import tokenize
from loaders.language.numbers import Quantity, quantity_at


def quantity(text: str) -> tuple[list, Quantity]:  # type: ignore[type-arg]
    """Return the tokens of a text and the quantity between its square brackets."""
    tokens = tokenize(text.replace("[", "").replace("]", ""))
    found = quantity_at(tokens, len(tokenize(text[: text.index("[")])))
    assert found is not None
    return tokens, found


@pytest.mark.parametrize(
    "text",
    [
        "Ana Ruiz, [34], a nurse",
        "ANA RUIZ, [34]; JUAN DIAZ",
        "Ana Ruiz ([34]) was",
        "aged [34]",
        "AGE [34] AND",
        "a [34] year old man",
        "[34]y.o. man",
        "a [34]-yr-old boy",
    ],
)
def test_ages(text: str) -> None:
    assert is_age(*quantity(text))


@pytest.mark.parametrize(
    "text",
    [
        "killed, [34], including three",
        "In the port, [34] were killed",
        "leaving [34] dead",
        "In all, [340], said police",
        "wounded, [34], said",
    ],
)
def test_counts_that_look_like_ages(text: str) -> None:
    assert not is_age(*quantity(text))


@pytest.mark.parametrize(
    "text",
    [
        "highway [12] was",
        "Route [66]",
        "No. [5]",
        "an AK-[47]",
        "(CHANNEL [2])",
        "$[300] was",
        "Rs [300] was",
        "[12] km",
        "[12]%",
        "in [1994]",
        "at [2200] last night",
        "[1210] GMT",
        "[12] March",
        "March [12]",
        "at [10]:30",
        "call [300]-1234567",
    ],
)
def test_numbers_that_count_nothing(text: str) -> None:
    tokens, found = quantity(text)
    assert counts_nothing(tokens, found)
    assert not stands_alone(tokens, found)


@pytest.mark.parametrize(
    "text", ["killing [12].", "[12] dead", "leaves [12] seriously wounded", "killing [5]: police"]
)
def test_numbers_that_stand_alone(text: str) -> None:
    assert stands_alone(*quantity(text))


def test_a_minus_is_no_dash() -> None:
    assert is_negative(*quantity("-[5] people"))
    assert is_negative(*quantity("kill -[5] people"))
    assert not is_negative(*quantity("- [5] people"))
    assert not is_negative(*quantity("AK-[47]"))
    assert not is_negative(*quantity("—[5] people"))
