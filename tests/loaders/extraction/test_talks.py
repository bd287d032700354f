import pytest

from geodata.vocabulary import Outcome
from loaders.extraction.clauses import split_clauses
from loaders.extraction.talks import TalksMention, find_talks
from loaders.language.document import split_sentences


def talks(text: str) -> list[TalksMention]:
    return [
        found
        for sentence in split_sentences(text)
        for found in find_talks(text, split_clauses(sentence))
    ]


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("Peace talks between the two sides collapsed.", Outcome.FAILED),
        ("The talks ended without an agreement.", Outcome.FAILED),
        ("The talks ended as both sides agreed to a truce.", Outcome.AGREEMENT),
        ("They held talks but failed to agree on a truce.", Outcome.FAILED),
        ("After the talks they signed a ceasefire deal.", Outcome.AGREEMENT),
        ("Talks were postponed.", Outcome.POSTPONED),
        ("Talks will resume in May.", Outcome.SCHEDULED),
        ("The two sides have been holding talks in Geneva.", Outcome.ONGOING),
    ],
)
def test_outcome(text: str, outcome: Outcome | None) -> None:
    assert talks(text)[0].outcome == outcome


def test_mediators_and_duration() -> None:
    text = "They parted after three days of negotiations brokered by Oman and the Swiss."
    (found,) = talks(text)
    assert [text[start:end] for start, end in found.mediators] == ["Oman", "Swiss"]
    assert found.days == 3


@pytest.mark.parametrize(
    "text",
    ["Failure of the talks could mean war.", "He talks a lot.", "If talks fail, war will come."],
)
def test_talks_that_are_not_told(text: str) -> None:
    assert [found for found in talks(text) if found.outcome is not None] == []
