"""Talks told in a few sentences: venue, parties, mediators, round, days and how they stand."""

import datetime as dt
from dataclasses import dataclass

import pytest

from geodata.incident import Incident, Report, stable_id
from geodata.settings import Settings
from geodata.vocabulary import Kind
from loaders.extraction.extract import Extractor

PUBLISHED = dt.date(2025, 5, 14)  # a Wednesday


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor.open(Settings())


def rows(extractor: Extractor, text: str) -> list[Incident]:
    report = Report(
        report_id=stable_id(text), sha256=stable_id(text), text=text, published=PUBLISHED
    )
    return extractor.extract(report).incidents


def talks(extractor: Extractor, text: str) -> list[Incident]:
    return [row for row in rows(extractor, text) if row.kind is Kind.TALKS]


@dataclass(frozen=True, kw_only=True)
class Told:
    """What a sentence tells of talks; None where it tells nothing."""

    venue: str | None
    outcome: str
    sides: tuple[str, ...] = ()
    mediators: tuple[str, ...] = ()
    day: int | None = None
    round: int | None = None


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "Talks between Armenia and Azerbaijan collapsed in Brussels on Monday.",
            Told(venue="Brussels", outcome="failed", sides=("Armenia", "Azerbaijan"), day=12),
        ),
        (
            (
                "Delegations from Ethiopia and the TPLF met in Pretoria on Tuesday for a third "
                "round of talks brokered by the African Union."
            ),
            Told(
                venue="Pretoria",
                outcome="ongoing",
                sides=("Ethiopia", "TPLF"),
                mediators=("African Union",),
                day=13,
                round=3,
            ),
        ),
        (
            (
                "A second round of indirect talks between the United States and Iran, mediated by "
                "Oman, ended in Muscat on Saturday without a breakthrough."
            ),
            Told(
                venue="Muscat",
                outcome="failed",
                sides=("United States", "Iran"),
                mediators=("Oman",),
                day=10,
                round=2,
            ),
        ),
        (
            (
                "US-brokered talks between Rwanda and the Democratic Republic of Congo will begin "
                "in Washington on 20 May."
            ),
            Told(
                venue="Washington",
                outcome="scheduled",
                sides=("Rwanda", "Democratic Republic of the Congo"),
                mediators=("United States",),
                day=20,
            ),
        ),
        (
            "Qatar is hosting talks between Hamas and Israel in Doha.",
            Told(venue="Doha", outcome="ongoing", sides=("Hamas", "Israel"), mediators=("Qatar",)),
        ),
        (
            "Peace talks between the government and FARC rebels in Havana were postponed.",
            Told(venue="Havana", outcome="postponed", sides=("government", "FARC")),
        ),
        (
            "Talks scheduled for Thursday in Geneva were called off after the rebels refused.",
            Told(venue="Geneva", outcome="postponed", day=15),
        ),
        (
            "The talks, which began in Geneva on Monday, are continuing.",
            Told(venue="Geneva", outcome="ongoing", day=12),
        ),
        (
            "Egyptian and Qatari mediators held talks in Cairo on Sunday with Hamas.",
            Told(venue="Cairo", outcome="ongoing", mediators=("Egypt", "Qatar"), day=11),
        ),
        (
            "Russia-Ukraine talks in Istanbul ended on Friday with an agreement on prisoners.",
            Told(venue="Istanbul", outcome="agreement", sides=("Russia", "Ukraine"), day=9),
        ),
        (
            "The Colombian government and the ELN signed a ceasefire deal after talks in Caracas.",
            Told(venue="Caracas", outcome="agreement", sides=("Colombia", "ELN")),
        ),
        (
            "Kenya will host a summit on the war in Sudan in Nairobi next week.",
            Told(venue="Nairobi", outcome="scheduled", mediators=("Kenya",)),
        ),
        (
            (
                "Sudan's army and the RSF resumed talks in Jeddah on Sunday under the auspices of "
                "Saudi Arabia and the United States."
            ),
            Told(
                venue="Jeddah",
                outcome="ongoing",
                sides=("Sudan", "RSF"),
                mediators=("Saudi Arabia", "United States"),
                day=11,
            ),
        ),
        (
            "Negotiators from Serbia and Kosovo walked out of EU-led talks in Brussels on Tuesday.",
            Told(
                venue="Brussels",
                outcome="failed",
                sides=("Serbia", "Kosovo"),
                mediators=("EU",),
                day=13,
            ),
        ),
        (
            (
                "The rebels pulled out of peace talks in Juba on Monday, accusing the army of "
                "shelling Kadugli."
            ),
            Told(venue="Juba", outcome="failed", day=12),
        ),
        (
            "Talks on ending the fighting in Goma opened in Luanda on Monday.",
            Told(venue="Luanda", outcome="ongoing", day=12),
        ),
        (
            "Iran and the United States held a fourth round of nuclear talks in Muscat on Sunday.",
            Told(
                venue="Muscat",
                outcome="ongoing",
                sides=("Iran", "United States"),
                day=11,
                round=4,
            ),
        ),
        (
            "A fifth round is scheduled to take place in Rome on 23 May.",
            Told(venue="Rome", outcome="scheduled", day=23, round=5),
        ),
        (
            (
                "Turkey hosted talks between Somalia and Ethiopia in Ankara on Monday, but no deal "
                "was reached."
            ),
            Told(
                venue="Ankara",
                outcome="failed",
                sides=("Somalia", "Ethiopia"),
                mediators=("Turkey",),
                day=12,
            ),
        ),
        (
            (
                "The UN envoy said talks between the Houthis and the Yemeni government in Geneva "
                "had made no progress."
            ),
            Told(venue="Geneva", outcome="failed", sides=("Houthis", "Yemen")),
        ),
        (
            "Talks in Vienna between Iran and world powers were suspended on Friday.",
            Told(venue="Vienna", outcome="postponed", day=9),
        ),
        (
            (
                "The warring parties signed a peace agreement in Khartoum on Sunday after months "
                "of talks mediated by Sudan and Uganda."
            ),
            Told(venue="Khartoum", outcome="agreement", mediators=("Sudan", "Uganda"), day=11),
        ),
        (
            (
                "Ceasefire negotiations, hosted by Malaysia and attended by delegations from "
                "Thailand and Cambodia, concluded in Kuala Lumpur on Monday with an agreement."
            ),
            Told(
                venue="Kuala Lumpur",
                outcome="agreement",
                sides=("Thailand", "Cambodia"),
                mediators=("Malaysia",),
                day=12,
            ),
        ),
        (
            "Afghan and Taliban negotiators are due to meet in Doha on Saturday.",
            Told(venue="Doha", outcome="scheduled", day=17),
        ),
        (
            "Peace talks between Manila and the MILF are expected to resume in Kuala Lumpur.",
            Told(venue="Kuala Lumpur", outcome="scheduled", sides=("Philippines", "MILF")),
        ),
        (
            "India and Pakistan agreed to a ceasefire after talks mediated by the United States.",
            Told(
                venue=None,
                outcome="agreement",
                sides=("India", "Pakistan"),
                mediators=("United States",),
            ),
        ),
        (
            "The African Union-led mediation in Addis Ababa stalled on Monday.",
            Told(venue="Addis Ababa", outcome="failed", mediators=("African Union",), day=12),
        ),
        (
            (
                "Talks in Manama ended on Friday without a ceasefire. The mediators, the United "
                "States and Saudi Arabia, said they would try again."
            ),
            Told(
                venue="Manama",
                outcome="failed",
                mediators=("United States", "Saudi Arabia"),
                day=9,
            ),
        ),
        (
            (
                "Delegations of the Senegalese government and the rebels of Casamance agreed in "
                "Praia on Monday to set up a committee. Guinea-Bissau, which mediates, was pleased."
            ),
            Told(
                venue="Praia",
                outcome="agreement",
                sides=("Senegal", "rebels of Casamance"),
                mediators=("Guinea-Bissau",),
                day=12,
            ),
        ),
        (
            (
                "Kyrgyzstan and Tajikistan agreed to a ceasefire at talks in Tashkent on Monday. "
                "Uzbekistan's foreign minister, who mediated, said both would pull back."
            ),
            Told(
                venue="Tashkent",
                outcome="agreement",
                sides=("Kyrgyzstan", "Tajikistan"),
                mediators=("Uzbekistan",),
                day=12,
            ),
        ),
        (
            "PEACE TALKS ON THE WAR BROKE DOWN IN LUANDA ON MONDAY WHEN ONE SIDE WALKED OUT.",
            Told(venue="Luanda", outcome="failed", day=12),
        ),
    ],
)
def test_what_a_sentence_tells_of_talks(extractor: Extractor, text: str, told: Told) -> None:
    (found,) = talks(extractor, text)
    assert found.place_name == told.venue
    assert found.outcome == told.outcome
    if told.sides:
        assert (found.side_a, found.side_b) == told.sides
    assert tuple(found.mediators) == told.mediators
    assert found.sub_event_type == (None if told.round is None else f"round_{told.round}")
    if told.day is not None:
        assert found.date_start == found.date_end == dt.date(2025, 5, told.day)


def test_a_duration_is_counted_back_from_the_end(extractor: Extractor) -> None:
    text = "Three days of talks in Islamabad ended on Tuesday with no agreement."
    (found,) = talks(extractor, text)
    assert (found.date_start, found.date_end) == (dt.date(2025, 5, 11), dt.date(2025, 5, 13))
    text = "Talks in Manama ended on Friday without a deal. The talks had begun there on 2 May."
    (found,) = talks(extractor, text)
    assert (found.date_start, found.date_end) == (dt.date(2025, 5, 2), dt.date(2025, 5, 9))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "Talks in Doha followed two rounds in Luanda that ended without an agreement.",
            [("Doha", "ongoing"), ("Luanda", "failed")],
        ),
        (
            "The two sides agreed to meet again in Doha on 20 May after talks in Cairo broke down.",
            [("Doha", "scheduled"), ("Cairo", "failed")],
        ),
        (
            (
                "Rwanda and Congo held talks in Luanda that failed. A second round will be held "
                "in Doha on 20 May."
            ),
            [("Luanda", "failed"), ("Doha", "scheduled")],
        ),
        (
            (
                "A first round of talks opened in Cairo on Sunday. A second round began in Doha on "
                "Tuesday."
            ),
            [("Cairo", "ongoing"), ("Doha", "ongoing")],
        ),
    ],
)
def test_several_rounds_keep_their_venues_and_outcomes(
    extractor: Extractor, text: str, told: list[tuple[str, str]]
) -> None:
    assert [(row.place_name, row.outcome) for row in talks(extractor, text)] == told


def test_sentences_about_one_round_are_one_row(extractor: Extractor) -> None:
    text = (
        "Talks between Serbia and Kosovo opened in Brussels on Monday. The talks, mediated by the "
        "European Union, continued on Tuesday. The negotiations ended without an agreement."
    )
    (found,) = talks(extractor, text)
    assert (found.place_name, found.outcome) == ("Brussels", "failed")
    assert found.mediators == ["European Union"]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (
            (
                "Fighting killed 12 people in Goma on Monday while talks between the government "
                "and the M23 were under way in Doha."
            ),
            "Goma",
        ),
        ("An air strike hit Sanaa on Monday hours after talks in Muscat collapsed.", "Sanaa"),
        (
            (
                "Talks in Geneva broke down on Monday. Shells killed three people in Tuzla the "
                "same day."
            ),
            "Tuzla",
        ),
    ],
)
def test_a_venue_is_no_incidents_place(extractor: Extractor, text: str, place: str) -> None:
    found = rows(extractor, text)
    assert [row.place_name for row in found if row.kind is Kind.INCIDENT] == [place]
    assert [row.place_name for row in found if row.kind is Kind.TALKS] != [place]


@pytest.mark.parametrize(
    "text",
    [
        "If talks in Doha fail, the army could storm Rafah.",
        "No talks are planned, the ministry said.",
        "Talks between striking teachers and the ministry continued.",
        "The president called for talks in Geneva.",
        "Doctors fear a second round of vaccinations in Goma.",
        "He talks a lot in Geneva.",
    ],
)
def test_what_tells_of_no_talks(extractor: Extractor, text: str) -> None:
    assert talks(extractor, text) == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        pytest.param(
            "ADDIS ABABA, May 14 - Delegates of Sudan's army and the Rapid Support Forces wrapped "
            "up three days of talks in Addis Ababa on Tuesday without agreeing on a truce, the "
            "African Union, which hosted the meeting, said.",
            Told(
                venue="Addis Ababa",
                outcome="failed",
                sides=("Sudan", "Rapid Support Forces"),
                mediators=("African Union",),
            ),
            id="delegates",
        ),
        pytest.param(
            "Saudi- and U.S.-mediated negotiations between Sudan and the Rapid Support Forces "
            "entered a third day in Jeddah on Monday.",
            Told(
                venue="Jeddah",
                outcome="ongoing",
                sides=("Sudan", "Rapid Support Forces"),
                mediators=("Saudi Arabia", "United States"),
            ),
            id="two mediators in one adjective",
        ),
        pytest.param(
            "HAVANA, MAY 13 -- THE COLOMBIAN GOVERNMENT AND THE FARC REBELS SIGNED A CEASEFIRE "
            "AGREEMENT IN HAVANA TUESDAY AFTER YEARS OF TALKS BROKERED BY CUBA AND NORWAY.",
            Told(
                venue="Havana",
                outcome="agreement",
                sides=("Colombia", "FARC"),
                mediators=("Cuba", "Norway"),
            ),
            id="capitals",
        ),
        pytest.param(
            "The government and the Tigray People's Liberation Front signed an agreement on a "
            "permanent cessation of hostilities in Pretoria on 13 May. Ethiopia is at peace.",
            Told(
                venue="Pretoria",
                outcome="agreement",
                sides=("Ethiopia", "Tigray People's Liberation Front"),
            ),
            id="signed, nobody says talks",
        ),
        pytest.param(
            "PUTRAJAYA - The leaders of Thailand and Cambodia agreed on Monday to an immediate "
            "ceasefire. Malaysian Prime Minister Ali Roe, who chaired the talks, announced it.",
            Told(
                venue="Putrajaya",
                outcome="agreement",
                sides=("Thailand", "Cambodia"),
                mediators=("Malaysia",),
            ),
            id="an office holder chairs",
        ),
        pytest.param(
            "Peace talks between Kinshasa and the M23 planned for Wednesday in Doha have been "
            "postponed.",
            Told(
                venue="Doha",
                outcome="postponed",
                sides=("Democratic Republic of the Congo", "M23"),
            ),
            id="a capital stands for its government",
        ),
    ],
)
def test_how_news_tells_of_talks(extractor: Extractor, text: str, told: Told) -> None:
    (row,) = talks(extractor, text)
    assert (row.place_name, row.outcome) == (told.venue, told.outcome)
    assert (row.side_a, row.side_b) == told.sides
    assert tuple(row.mediators) == told.mediators
    assert [each.kind for each in rows(extractor, text)] == [Kind.TALKS]


def test_treaties_spoken_of_later_are_no_talks(extractor: Extractor) -> None:
    assert not talks(extractor, "The army and the rebels signed a truce, which has held since.")
