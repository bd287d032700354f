import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.vocabulary import Measure
from loaders.extraction.casualties import Casualties, find_casualties
from loaders.language.document import split_sentences

_LETTER = {"k": Measure.KILLED, "w": Measure.WOUNDED}


def casualties(text: str) -> list[Casualties]:
    return [found for sentence in split_sentences(text) for found in find_casualties(sentence)]


def counts(text: str) -> list[tuple[str, int | None, int | None]]:
    letters = {measure: letter for letter, measure in _LETTER.items()}
    return [
        (letters[found.measure], found.low, found.high)
        for found in casualties(text)
        if found.measure in letters and not found.part
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Twelve people were killed.", [("k", 12, 12)]),
        ("The shell killed four farmers.", [("k", 4, 4)]),
        ("A mine went off, killing at least 6.", [("k", 6, None)]),
        ("A mine killed 3 and wounded 8 others.", [("k", 3, 3), ("w", 8, 8)]),
        ("3 villagers were killed and 8 injured.", [("k", 3, 3), ("w", 8, 8)]),
        ("The raid left 5 dead.", [("k", 5, 5)]),
        ("The death toll rose to 41 from 33.", [("k", 41, 41)]),
        ("Nine miners lost their lives.", [("k", 9, 9)]),
        ("The flood of fire claimed the lives of 15 villagers.", [("k", 15, 15)]),
        ("A policeman was shot dead.", [("k", 1, 1)]),
        ("The bodies of three men were found.", [("k", 3, 3)]),
        ("No casualties were reported.", [("k", 0, 0), ("w", 0, 0)]),
        ("No one was hurt.", [("w", 0, 0)]),
        ("Seven dead, 3 hurt in blast", [("k", 7, 7), ("w", 3, 3)]),
        ("Soldier killed at checkpoint", [("k", 1, 1)]),
        ("Shelling kills one, wounds two", [("k", 1, 1), ("w", 2, 2)]),
        ("Five soldiers and 20 rebels were killed.", [("k", 5, 5), ("k", 20, 20)]),
        ("Between 10 and 14 people died.", [("k", 10, 14)]),
        ("Dozens were wounded.", [("w", 24, None)]),
        ("The paper put the number of the dead at 168.", [("k", 168, 168)]),
        ("Nobody said how many people were hurt.", []),
        ("TWO POLICEMEN WERE KILLED AND A GUARD WAS WOUNDED.", [("k", 2, 2), ("w", 1, 1)]),
    ],
)
def test_killed_and_wounded(text: str, expected: list[tuple[str, int | None, int | None]]) -> None:
    assert counts(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The road is 40 kilometres long.",
        "They could kill 20 people.",
        "He threatened to kill two hostages.",
        "In 1994 the village had 300 residents.",
        "Troops killed the engine.",
        "A 20-year-old student was asleep.",
        "The army sent 5,000 soldiers.",
    ],
)
def test_numbers_that_count_no_casualties(text: str) -> None:
    assert counts(text) == []


def test_what_is_included_is_not_added() -> None:
    found = casualties("Twelve people, including two children, were killed.")
    assert [(c.low, c.part, c.group) for c in found] == [(12, False, None), (2, True, "children")]


def test_parts_that_add_up_to_the_first_number_are_not_added() -> None:
    text = "Forty people, six guards and 34 civilians, were killed."
    assert counts(text) == [("k", 40, 40)]


def test_groups_and_sides() -> None:
    found = casualties("Five Ruritanian soldiers and 25 militants from the RLF were killed.")
    assert [(c.low, c.group, c.side) for c in found] == [
        (5, "soldiers", "Ruritanian"),
        (25, "militants", "RLF"),
    ]


@given(st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    for found in casualties(text):
        assert 0 <= found.start < found.end <= len(text)


_WORDS = (
    "at least 5 10 killed wounded people , and were soldiers of dead no including the a death toll "
    "rose to . 3 -"
).split()


@given(st.lists(st.sampled_from(_WORDS), max_size=25))
def test_any_order_of_words_is_read(words: list[str]) -> None:
    for found in casualties(" ".join(words)):
        assert found.low is None or found.high is None or found.low <= found.high
