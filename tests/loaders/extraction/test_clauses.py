import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.extraction.attributions import find_attributions
from loaders.extraction.clauses import Mood, split_clauses
from loaders.language.document import split_sentences


def openers(text: str) -> list[tuple[str, Mood]]:
    (sentence,) = split_sentences(text)
    return [(clause.opener, clause.mood) for clause in split_clauses(sentence)]


def test_clauses_and_their_mood() -> None:
    assert openers("The army said that two men died after the ambush.") == [
        ("", Mood.FACT),
        ("that", Mood.FACT),
        ("after", Mood.FACT),
    ]
    assert openers("It was the worst raid since the war began.")[-1] == ("since", Mood.BACKGROUND)
    assert openers("He warned that the raid could kill many.")[-1] == ("that", Mood.UNREAL)


@pytest.mark.parametrize(
    ("text", "speaker", "verb"),
    [
        ("The northern command said two men died.", "northern command", "said"),
        ("Two men died, Mayor Ana Ruiz said on Monday.", "Mayor Ana Ruiz", "said"),
        ("Ana Ruiz, spokeswoman for the port, denied it.", "Ana Ruiz", "denied"),
        ("The port’s mayor, Ana Ruiz, denied it.", "port’s mayor, Ana Ruiz", "denied"),
        ("Two men died, according to the port authority.", "port authority", "according"),
        ("“Two died,” said Governor Lund.", "Governor Lund", "said"),
        ("THE BATTALION REPORTED THAT TWO MEN DIED.", "BATTALION", "reported"),
    ],
)
def test_who_is_quoted(text: str, speaker: str, verb: str) -> None:
    (sentence,) = split_sentences(text)
    (attribution,) = find_attributions(sentence)
    assert (attribution.speaker, attribution.verb) == (speaker, verb)
    assert text[attribution.start : attribution.end]


def test_nouns_of_speech_quote_nobody() -> None:
    (sentence,) = split_sentences("There were reports of clashes near the port.")
    assert find_attributions(sentence) == []


@given(st.text(max_size=300))
def test_clauses_hold_every_token(text: str) -> None:
    for sentence in split_sentences(text):
        tokens = [token for clause in split_clauses(sentence) for token in clause.tokens]
        assert tokens == sentence.tokens
        find_attributions(sentence)
