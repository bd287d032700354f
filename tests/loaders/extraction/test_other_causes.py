"""Accidents, disasters, diseases, games and films are no incidents, whatever they count."""

import pytest

from loaders.extraction.casualties import find_casualties
from loaders.extraction.events import find_triggers
from loaders.extraction.other_causes import without_other_causes
from loaders.language.document import split_sentences


def told(text: str) -> list[tuple[int, int]]:
    """Return how many casualties and words for events are left of each sentence."""
    sentences = split_sentences(text)
    casualties = [find_casualties(sentence) for sentence in sentences]
    triggers = [find_triggers(sentence) for sentence in sentences]
    assert any(casualties) or any(triggers), "the text tests nothing"
    left = without_other_causes(sentences, casualties, triggers)
    return [(len(found), len(words)) for found, words in left]


@pytest.mark.parametrize(
    "text",
    [
        "A bus plunged into a gorge near Uyuni, killing 18 passengers.",
        "Nine people died when a lorry collided with a minibus outside Kitwe.",
        "The ferry capsized on Lake Kivu and 70 people drowned; 12 were injured.",
        "An earthquake of magnitude 6.3 struck Herat, killing 40 and injuring 200.",
        "Floods have killed 33 people in Beira since Monday.",
        "Cholera has killed 58 people in Juba, health officials said.",
        "An outbreak of measles killed 14 children in Zinder.",
        "The former minister died at the age of 91 after a long illness.",
        "Two miners were killed in a mining accident near Potosí.",
        "A gas cylinder exploded in a restaurant in Ankara, killing four.",
        "A fire broke out in a hostel in Pune, killing six students.",
        "An elephant trampled two farmers to death near Livingstone.",
        "Yellow fever has killed 12 people in Luena this month.",
        "The veteran singer passed away on Saturday in Mendoza.",
        "Three children were found dead in an abandoned well near Barmer.",
        "Eleven people died when a minibus rammed into a parked trailer near Naivasha.",
        "Nine deaths among 14 confirmed cases were reported in Kagera.",
        "A fuel tanker exploded after overturning near Bida, killing 38.",
        "A man was mauled and killed by a bear near Brasov.",
        "The striker shot wide before the substitute fired home with a late strike.",
        "Shares in Lagos shot up as investors bombarded brokers with orders.",
        "The film follows deserters who storm a fort, where forty are killed.",
        "Troops fired artillery and simulated an assault as part of a joint exercise.",
    ],
)
def test_other_causes_and_other_worlds_tell_no_incident(text: str) -> None:
    assert told(text) == [(0, 0)]


@pytest.mark.parametrize(
    "text",
    [
        "A drone struck a bus, which plunged into a gorge, killing 18.",
        "Gunmen killed five people who had fled the floods.",
        "Rebels attacked a cholera clinic and killed two nurses.",
        "Gunmen shot dead two members of an Ebola team.",
        "A doctor of an Ebola team was killed in Beni.",
        "Militants killed four soldiers at a training camp during a drill.",
        "The Tigers attacked a patrol, killing two.",
        "Three soldiers died near Kidal on Monday.",
        "Two people were killed in Bannu on Monday.",
        "An explosion after a car crash left 20 people dead.",
        "Assailants drove into a crowd and killed three people.",
    ],
)
def test_an_accident_that_fighters_bring_about_is_told(text: str) -> None:
    assert all(found for found, _words in told(text))


def test_the_sentences_after_an_accident_go_on_with_it() -> None:
    assert told("A bus overturned near Uyuni. Twelve people were killed.") == [(0, 0), (0, 0)]
    apart = "A bus overturned near Uyuni. In a separate event, two people were killed in Oruro."
    assert told(apart)[1][0] == 1
    fought = "A bus overturned near Uyuni. Gunmen killed two people in Oruro."
    assert told(fought)[1][0] == 1


def test_a_roof_that_falls_after_an_attack_is_part_of_it() -> None:
    text = "A bomb hit the mosque in Kano. The roof collapsed and killed nine people."
    assert told(text)[1][0] == 1
    assert told("The building collapsed and killed nine people.") == [(0, 0)]


def test_what_a_court_judges_is_no_news_but_an_attack_on_it_is() -> None:
    assert told("A court jailed four men for helping the gunman who killed 12.") == [(0, 0)]
    ((found, _words),) = told("Gunmen killed the judge who had sentenced a warlord for murder.")
    assert found == 1


def test_what_an_anniversary_recalls_is_left_out_and_what_happened_on_it_stays() -> None:
    ((found, _words),) = told(
        "Three people were shot dead at a march on the anniversary of the massacre in which 90"
        " were killed."
    )
    assert found == 1


@pytest.mark.parametrize(
    "text",
    [
        "Six skiers died on Sunday when a cornice gave way above Chamonix. Two were injured.",
        "A scaffold came down in Da Nang on Friday. Three painters were killed and nine hurt.",
        "Four parachutists were killed near Windhoek after a cable snapped.",
        "Thirty migrants died of thirst in the desert north of Dirkou.",
        "The canoe went down in high waves off Banjul; at least 21 people were dead by dusk.",
        "A small plane went down after take-off from Wau, killing all 14 on board.",
        "A surge of the crowd at a shrine in Puri left four worshippers dead.",
        "Spoiled syrup has killed 40 children in Freetown since May.",
        "A pupil died in Abuja on Monday of an allergic reaction.",
        "The tap of a pipeline caught fire near Warri; nine people burned to death.",
    ],
)
def test_a_cause_in_a_report_without_violence_is_none_of_war(text: str) -> None:
    assert not any(any(left) for left in told(text))


@pytest.mark.parametrize(
    "text",
    [
        "Poachers killed three rhinos near Skukuza on Tuesday.",
        "The comedy exploded to a record 40 million dollars in Mumbai.",
        "A cyber attack hit the ministry in Accra.",
    ],
)
def test_animals_and_figures_of_speech_are_not_counted_at_all(text: str) -> None:
    (sentence,) = split_sentences(text)
    assert not find_casualties(sentence)
    assert all(trigger.word in {"killed", "hit"} for trigger in find_triggers(sentence))


@pytest.mark.parametrize(
    "text",
    [
        "Five people were killed in Goma on Monday, the mayor said.",
        "Kherson, 11 March: 2 dead, 4 injured.",
        "Twelve people died in Goma on Monday.",
        "Boko Haram killed nine villagers in Baga.",
        "Herders killed four people near Bokkos as they slept.",
        "A judge was killed by two men on a motorbike in Quetta.",
        "Hundreds fled Rutshuru after men went from house to house. At least 14 were killed.",
        "Russia hit a market in Kramatorsk. Seventeen people died.",
        "India and Pakistan traded fire along the line, killing two.",
        "The town came under fire at dawn. Two residents died and five were hurt.",
        "A woman was killed by shell fragments as she fetched water in Horlivka.",
        "Jets hit a house in Tyre. By noon the ministry gave 11 dead.",
    ],
)
def test_killing_that_names_killers_or_no_cause_is_told(text: str) -> None:
    assert any(found for found, _words in told(text))
