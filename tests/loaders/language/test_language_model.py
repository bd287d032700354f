import pytest

from geodata.errors import TablesError
from loaders.language.language_model import LanguageModel, readable


@pytest.fixture(scope="module")
def model() -> LanguageModel:
    return LanguageModel.open()


def entities(model: LanguageModel, text: str) -> set[tuple[str, str]]:
    found = model.entities(text)
    return {(text[entity.start : entity.end], entity.label) for entity in found}


def test_only_the_recogniser_is_loaded(model: LanguageModel) -> None:
    assert model._recogniser.pipe_names == ["ner"]


def test_a_missing_model_is_named() -> None:
    with pytest.raises(TablesError, match="'en_core_web_none' is not installed"):
        LanguageModel.open("en_core_web_none")


def test_entities_have_offsets_in_the_whole_text(model: LanguageModel) -> None:
    text = "Nothing happened. 😀\n\nMinisters from Germany and France met in Berlin on Monday.\n"
    found = entities(model, text)
    assert {("Germany", "GPE"), ("France", "GPE"), ("Berlin", "GPE")} <= found


def test_entities_beyond_the_first_piece(model: LanguageModel) -> None:
    text = "It rained again all day. " * 2_000 + "Then he flew to London."
    assert ("London", "GPE") in entities(model, text)


@pytest.mark.parametrize("text", ["", " \n\t ", "x" * 100_000, "(.((," * 20_000, "\u200b\u202e"])
def test_text_without_names(model: LanguageModel, text: str) -> None:
    assert entities(model, text) == set()


def test_long_runs_are_blanked_in_place() -> None:
    text = "before " + "(.((," * 100 + " after"
    assert readable(text) == "before " + " " * 500 + " after"


def test_capitals_are_read_in_mixed_case() -> None:
    assert (
        readable('SAN SALVADOR, 3 JAN 90 -- [TEXT] TROOPS OF THE "FIRST BRIGADE" WERE IN U.S. CARE')
        == 'San Salvador, 3 Jan 90 -- [Text] Troops of the "First Brigade" were in U.S. Care'
    )


def test_a_few_abbreviations_are_no_capitals() -> None:
    text = "The TTP and the UN, the U.S. and NATO"
    assert readable(text) == text


def test_names_in_capitals_are_found(model: LanguageModel) -> None:
    text = "THE PRESIDENT OF FRANCE FLEW FROM PARIS TO LONDON ON MONDAY."
    assert {name for name, label in entities(model, text) if label == "GPE"} >= {"PARIS", "LONDON"}
