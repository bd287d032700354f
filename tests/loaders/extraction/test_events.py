import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.vocabulary import EventType
from loaders.extraction.events import Trigger, find_triggers, most_telling
from loaders.language.document import split_sentences


def triggers(text: str) -> list[Trigger]:
    return [found for sentence in split_sentences(text) for found in find_triggers(sentence)]


@pytest.mark.parametrize(
    ("text", "event_type", "sub_event_type"),
    [
        ("A suicide bomber struck the gate.", EventType.EXPLOSION, "suicide_bombing"),
        ("Two airstrikes hit the port.", EventType.EXPLOSION, "air_strike"),
        ("Mortar fire hit the port.", EventType.EXPLOSION, "shelling"),
        ("A bus drove over a landmine.", EventType.EXPLOSION, "remote_explosive"),
        ("Clashes broke out near the port.", EventType.BATTLE, "armed_clash"),
        ("Gunmen kidnapped a nurse.", EventType.VIOLENCE_AGAINST_CIVILIANS, "abduction"),
        ("Farmers marched to the port.", EventType.PROTEST, "peaceful_protest"),
        ("The attackers set off a car bomb.", EventType.EXPLOSION, "remote_explosive"),
    ],
)
def test_types(text: str, event_type: EventType, sub_event_type: str) -> None:
    trigger = most_telling(triggers(text))
    assert trigger is not None
    assert (trigger.event_type, trigger.sub_event_type) == (event_type, sub_event_type)


@pytest.mark.parametrize(
    "text", ["The bomb squad came.", "A hunger strike began.", "He is a combatant of rumours."]
)
def test_words_that_tell_no_event(text: str) -> None:
    assert triggers(text) == []


def test_how_a_word_refers() -> None:
    (new,) = triggers("Clashes broke out.")
    (known,) = triggers("The blast was heard far away.")
    assert (new.several, new.known) == (True, False)
    assert (known.several, known.known) == (False, True)


@given(st.text(max_size=300))
def test_offsets_are_slices(text: str) -> None:
    for trigger in triggers(text):
        assert text[trigger.start : trigger.end].lower() == trigger.word
