"""The types of events told in a few sentences, each of its own making."""

import datetime as dt

import pytest

from geodata.incident import Incident, Report, stable_id
from geodata.settings import Settings
from geodata.vocabulary import Kind
from loaders.extraction.extract import Extractor


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor.open(Settings())


def incidents(extractor: Extractor, text: str) -> list[Incident]:
    report = Report(
        report_id=stable_id(text),
        sha256=stable_id(text),
        text=text,
        published=dt.date(2025, 7, 29),
    )
    found = extractor.extract(report).incidents
    return [row for row in found if row.kind in {Kind.INCIDENT, Kind.TOLL}]


@pytest.mark.parametrize(
    ("text", "event_type", "sub_event_type"),
    [
        # What happened stands in a sentence of its own, the count in the next.
        (
            "A van of explosives went off beside a clinic. At least 12 people were killed.",
            "explosion",
            "remote_explosive",
        ),
        ("Nine people were killed in Goma on Monday. The blast was heard across the lake.",
         "explosion", "remote_explosive"),
        # The weapon says how.
        ("Two traders were killed with machetes in Bunia on Monday.",
         "violence_against_civilians", "attack"),
        ("A judge died after he was shot by two men on motorcycles in Cali on Monday.",
         "violence_against_civilians", "attack"),
        ("The attack killed seven people in Goma on Monday; a drone had circled for an hour.",
         "explosion", "air_strike"),
        # Bombs in a fight, gunmen whom a bomb kills, bombs from the air.
        ("A car bomb killed nine people at a hotel in Kabul on Monday and gunmen opened fire.",
         "violence_against_civilians", "attack"),
        ("A roadside bomb killed three gunmen near Mosul on Monday.",
         "explosion", "remote_explosive"),
        ("An air strike killed three gunmen near Mosul on Monday.", "explosion", "air_strike"),
        ("Planes bombed a camp near Mosul on Monday, killing nine people.",
         "explosion", "air_strike"),
        ("Fighters attacked two copper mines near Mosul on Monday, killing four miners.",
         "violence_against_civilians", "attack"),
        # Who was hurt says whether two armed sides met.
        ("An attack on an outpost near Gao killed 12 soldiers on Monday.",
         "battle", "armed_clash"),
        ("Three soldiers and nine militants were killed near Gao on Monday.",
         "battle", "armed_clash"),
        ("A man stabbed five shoppers in Hamburg on Monday; the attacker was killed by police.",
         "violence_against_civilians", "attack"),
        ("Israel and Hezbollah traded fire near Tyre on Monday, killing two people.",
         "battle", "armed_clash"),
        (("Shells killed 23 in Goma on Monday. The army blamed the M23, which deny firing on "
         "the town."), "explosion", "shelling"),
        # Killed by somebody, or dead for no reason told.
        ("Four farmers were killed by unknown men near Goma on Monday.",
         "violence_against_civilians", "attack"),
        ("Four farmers died near Goma on Monday.", "other", None),
        # What followed is not what happened.
        ("Two teachers were killed near Goma on Monday and a suspect was arrested.",
         "violence_against_civilians", "attack"),
        # Protests by what was done to them.
        ("Police fired tear gas at a protest in Nairobi on Monday.",
         "protest", "protest_with_intervention"),
        ("Students held a protest in Nairobi on Monday.", "protest", "peaceful_protest"),
        ("Three people were killed at a protest in Nairobi on Monday.",
         "protest", "excessive_force_against_protesters"),
        ("Fighters set fire to three empty schools in Bunia on Monday.",
         "strategic_development", "looting"),
    ],
)  # fmt: skip
def test_types(
    extractor: Extractor, text: str, event_type: str, sub_event_type: str | None
) -> None:
    (found,) = incidents(extractor, text)
    assert (found.event_type, found.sub_event_type) == (event_type, sub_event_type)


def test_the_attack_is_the_one_told_before(extractor: Extractor) -> None:
    text = (
        "A suicide bombing hit a market in Maiduguri on Monday. "
        "At least 30 people were killed in the attack, police said."
    )
    assert {row.sub_event_type for row in incidents(extractor, text)} == {"suicide_bombing"}


def test_hints_stay_with_their_own_event(extractor: Extractor) -> None:
    text = (
        "A car bomb killed three people in Mosul on Monday. "
        "Four farmers were killed with knives near Kirkuk on Sunday."
    )
    assert [row.sub_event_type for row in incidents(extractor, text)] == [
        "remote_explosive",
        "attack",
    ]


@pytest.mark.parametrize(
    ("text", "event_type", "sub_event_type"),
    [
        pytest.param(
            "Rebels took control of Ansongo on Monday without a fight.",
            "strategic_development",
            "non_violent_transfer_of_territory",
            id="left to those who came",
        ),
        pytest.param(
            "Rebels seized the city of Goma on Monday, killing four soldiers.",
            "battle",
            "non_state_actor_overtakes_territory",
            id="taken in a fight",
        ),
        pytest.param(
            "Gang members stormed the customs post at Malpasse on Monday and took six people "
            "hostage.",
            "violence_against_civilians",
            "abduction",
            id="hostages",
        ),
        pytest.param(
            "Teachers demonstrated in Cali on Monday against the tax reform.",
            "protest",
            "peaceful_protest",
            id="demonstrated",
        ),
        pytest.param(
            "Masked youths hurled stones and set fire to bins in Lyon on Monday night. "
            "Eighteen officers were hurt.",
            "riot",
            "violent_demonstration",
            id="stones",
        ),
        pytest.param(
            "A soldier was shot dead outside his home in Derry on Monday.",
            "violence_against_civilians",
            "attack",
            id="off duty",
        ),
        pytest.param(
            "A dynamite charge destroyed the door of a bank in Lima on Monday.",
            "explosion",
            "remote_explosive",
            id="charge",
        ),
    ],
)
def test_what_was_taken_burnt_or_left(
    extractor: Extractor, text: str, event_type: str, sub_event_type: str
) -> None:
    found = [(row.event_type, row.sub_event_type) for row in incidents(extractor, text)]
    assert found == [(event_type, sub_event_type)]
