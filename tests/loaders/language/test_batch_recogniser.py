from pathlib import Path

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc

import loaders
from loaders.language.batch_recogniser import BatchRecogniser, Span
from loaders.language.language_model import DEFAULT_MODEL
from loaders.language.recogniser import Recogniser

SAMPLES = sorted((Path(loaders.__file__).parent / "samples").glob("*.md"))
ODD = [
    "",
    " ",
    "\n\n\n",
    "Paris",
    "the United Nations Security",
    "in New York,  \n the   United \t States",
    "on Monday, 3 October 2024 at 5 p.m. some 1,200 people of Kyiv",
]
WORDS = (
    "Kyiv Paris the The of and , . - ( ) \n New York Times John Smith Ministry Defence said 5 "
    "million $ % Monday October 2024 U.S. NATO Russian “ ” 😀 x \u200b"
).split(" ")


def opened() -> Language:
    return spacy.load(DEFAULT_MODEL, enable=["ner"])


@pytest.fixture(scope="module")
def pipeline() -> Language:
    return opened()


@pytest.fixture(scope="module")
def recogniser() -> tuple[Language, BatchRecogniser]:
    own = opened()
    found = BatchRecogniser.of(own.get_pipe("ner"))
    assert found is not None
    return own, found


def spans_of(doc: Doc) -> list[Span]:
    return [Span(entity.start_char, entity.end_char, entity.label_) for entity in doc.ents]


def test_entities_are_those_of_the_pipeline(
    pipeline: Language, recogniser: tuple[Language, BatchRecogniser]
) -> None:
    texts = [*ODD, *(sample.read_text("utf-8") for sample in SAMPLES)]
    own, batch = recogniser
    expected = [spans_of(doc) for doc in pipeline.pipe(texts)]
    assert sum(map(len, expected)) > 50
    assert batch.spans([own.make_doc(text) for text in texts]) == expected


@settings(max_examples=100, deadline=None)
@given(st.lists(st.lists(st.sampled_from(WORDS), max_size=25).map(" ".join), max_size=4))
def test_entities_of_any_words_are_those_of_the_pipeline(
    pipeline: Language, recogniser: tuple[Language, BatchRecogniser], texts: list[str]
) -> None:
    own, batch = recogniser
    found = batch.spans([own.make_doc(text) for text in texts])
    assert found == [spans_of(pipeline(text)) for text in texts]


@pytest.mark.parametrize(
    ("factory", "changes"),
    [
        ("ner", {"use_upper": False, "nO": 9}),
        ("ner", {"extra_state_tokens": True}),
        ("beam_ner", {}),
    ],
)
def test_another_kind_of_network_is_left_to_the_pipeline(
    factory: str, changes: dict[str, object]
) -> None:
    other = spacy.blank("en")
    model = other.get_factory_meta(factory).default_config["model"] | changes
    other.add_pipe(factory, name="ner", config={"model": model}).add_label("GPE")
    other.initialize()
    assert BatchRecogniser.of(other.get_pipe("ner")) is None
    text = "They went from Kyiv to Paris."
    assert Recogniser(other).spans([text]) == [spans_of(other(text))]
