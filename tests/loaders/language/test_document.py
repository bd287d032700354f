import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.language.document import split_sentences, tokenize


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Two men died. Three fled.", ["Two men died.", "Three fled."]),
        ("Gen. Okoro spoke. He left.", ["Gen. Okoro spoke.", "He left."]),
        ("The U.S. envoy came. The talks began.", ["The U.S. envoy came.", "The talks began."]),
        (
            "On Oct. 9 it rained. On 10 Oct. it snowed.",
            ["On Oct. 9 it rained.", "On 10 Oct. it snowed."],
        ),
        ("“They fled.” Nobody stayed.", ["“They fled.”", "Nobody stayed."]),
        ("Blast in market\nFive people were hurt.", ["Blast in market", "Five people were hurt."]),
        ("First part\n\nsecond part", ["First part", "second part"]),
        ("", []),
        (" \n ", []),
    ],
)
def test_sentences(text: str, sentences: list[str]) -> None:
    assert [sentence.text for sentence in split_sentences(text)] == sentences


@given(st.text())
def test_sentences_are_slices_of_the_text(text: str) -> None:
    end = 0
    for number, sentence in enumerate(split_sentences(text)):
        assert sentence.index == number
        assert text[sentence.start : sentence.end] == sentence.text
        assert sentence.start >= end
        end = sentence.end


@given(st.text())
def test_tokens_are_slices_of_the_text(text: str) -> None:
    for token in tokenize(text):
        assert text[token.start : token.end] == token.text


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("2,600 km", ["2,600", "km"]),
        ("a 20-year-old man", ["a", "20-year-old", "man"]),
        ("D.C. and 3.5 tonnes", ["D.C.", "and", "3.5", "tonnes"]),
        ("Ministry’s", ["Ministry’s"]),
        ("12-15", ["12", "-", "15"]),
    ],
)
def test_tokens(text: str, tokens: list[str]) -> None:
    assert [token.text for token in tokenize(text)] == tokens
