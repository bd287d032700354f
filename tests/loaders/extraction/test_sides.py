"""Who did it to whom, who says so, and what is alleged, claimed or denied."""

import datetime as dt

import pytest

from geodata.incident import Claim, Incident, Report, stable_id
from geodata.settings import Settings
from geodata.vocabulary import Kind, Measure
from loaders.extraction.extract import Extraction, Extractor


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor.open(Settings())


def read(extractor: Extractor, text: str) -> Extraction:
    report = Report(
        report_id=stable_id(text),
        sha256=stable_id(text),
        text=text,
        published=dt.date(2025, 5, 14),
    )
    return extractor.extract(report)


def only_incident(extraction: Extraction) -> Incident:
    (incident,) = [row for row in extraction.incidents if row.kind is Kind.INCIDENT]
    return incident


def on_who_did_it(extraction: Extraction) -> list[Claim]:
    return [claim for claim in extraction.claims if claim.measure is Measure.EVENT and claim.side]


@pytest.mark.parametrize(
    ("text", "side_a", "side_b"),
    [
        # Told in the report's own words.
        ("Israeli air strikes killed 15 people in Khan Younis on Monday.", "Israel", None),
        ("Russian shelling killed two women in Kherson on Monday.", "Russia", None),
        ("The Rapid Support Forces shelled a camp in El Fasher on Monday, killing 30 people.",
         "Rapid Support Forces", None),
        ("Thirty people were killed by the Rapid Support Forces in El Fasher on Monday.",
         "Rapid Support Forces", None),
        ("Hezbollah fired rockets at Kiryat Shmona on Monday, wounding three people.",
         "Hezbollah", None),
        ("An air strike by the Myanmar military killed 21 civilians in Rakhine on Monday.",
         "Myanmar", None),
        ("Turkey's defence ministry said its forces killed 7 PKK fighters near Dohuk on Monday.",
         "Turkey", "PKK"),
        ("The Israeli military said it struck a building in Tyre on Monday, killing two people.",
         "Israel", None),
        # A state stands first.
        ("TTP fighters killed five Pakistani soldiers in Bannu on Monday.", "Pakistan", "TTP"),
        # Two parties that fight.
        ("M23 rebels and the Congolese army clashed near Masisi on Monday, leaving 14 dead.",
         "M23", "Democratic Republic of the Congo"),
        ("Clashes between CODECO and Mapi fighters left nine dead in Djugu on Monday.",
         "CODECO", "Mapi"),
        ("Two soldiers were killed in a clash with FARC dissidents in Cali on Monday.",
         None, "FARC"),
        ("Congo army, M23 rebels clash near Goma on Monday, killing 3.",
         "Democratic Republic of the Congo", "M23"),
        ("2025-05-09. PKK - Government of Turkey. Hakkari. 28 dead.", "PKK", "Turkey"),
        ("Myanmar military forces clashed with a People's Defence Force group on Monday; 4 died.",
         "Myanmar", "People's Defence Force"),
        # Alleged.
        ("The attack on a market in Maiduguri, which killed seven, was blamed on Boko Haram.",
         "Boko Haram", None),
        ("Police blamed Boko Haram for a bombing that killed seven people in Maiduguri on Monday.",
         "Boko Haram", None),
        ("Suspected ADF rebels killed 21 people in Bunia on Monday.", "ADF", None),
        ("A mayor was shot dead in Cali on Monday in an attack attributed to ELN guerrillas.",
         "ELN", None),
        ("Ukraine accused Russia of striking a hospital in Kharkiv on Monday, killing three.",
         "Russia", None),
        # Claimed.
        ("Al-Shabaab claimed responsibility for a bombing that killed nine in Mogadishu on Monday.",
         "Al-Shabaab", None),
        (("A car bomb killed nine in Mogadishu on Monday. The militant group al-Shabaab said "
         "it was behind the attack."), "al-Shabaab", None),
        # Nobody.
        ("A bomb killed five people in Quetta on Monday. No group has claimed responsibility.",
         None, None),
        ("Gunmen killed 11 farmers in Goma on Monday.", None, None),
        ("The Taliban denied involvement in the blast that killed four in Herat on Monday.",
         None, None),
        ("Shells hit a market in Goma on Monday, killing 11 people.", None, None),
        ("Kabul attacks killed three people on Monday.", None, None),
    ],
)  # fmt: skip
def test_sides(extractor: Extractor, text: str, side_a: str | None, side_b: str | None) -> None:
    found = only_incident(read(extractor, text))
    assert (found.side_a, found.side_b) == (side_a, side_b)


def test_alleged_claimed_and_denied_are_kept_apart(extractor: Extractor) -> None:
    text = (
        "A bomb killed five people in Maiduguri on Monday. Police blamed Boko Haram. The Islamic "
        "State claimed responsibility. Boko Haram denied involvement."
    )
    extraction = read(extractor, text)
    assert only_incident(extraction).side_a == "Islamic State"
    told = [(each.side, each.claimant, each.negated) for each in on_who_did_it(extraction)]
    assert told == [
        ("Boko Haram", "Police", False),
        ("Islamic State", "Islamic State", False),
        ("Boko Haram", "Boko Haram", True),
    ]
    for claim in on_who_did_it(extraction):
        assert text[claim.start : claim.end] == claim.quote


@pytest.mark.parametrize(
    ("text", "claimant"),
    [
        ("Two men died in Goma on Monday, the governor told reporters.", "governor"),
        ("Four soldiers died near Gao on Monday, the Malian army said in a statement on Telegram.",
         "Malian army"),
        ("Nine villagers were killed in Goma on Monday, according to Human Rights Watch.",
         "Human Rights Watch"),
        ("Two women died in Kherson on Monday, governor Olena Bondar wrote on Telegram.",
         "governor Olena Bondar"),
        ("Six people were killed in Homs on Monday, the Syrian Observatory, a war monitor, said.",
         "Syrian Observatory"),
        ("Three policemen were killed in Bannu on Monday, Reuters reported, citing officials.",
         "officials"),
        ("The mayor was quoted as saying that four people died in Odesa on Monday.", "mayor"),
        ("A statement by the Taliban said six people died in Khost on Monday.", "Taliban"),
        ("In a statement, the presidency said nine people died in Ouagadougou on Monday.",
         "presidency"),
        ("Eight people were killed in Goma on Monday, said James Deng, a rebel spokesman.",
         "James Deng"),
        ("OCHA reported that 12 people were killed in an attack near Bunia on Monday.", "OCHA"),
        ("TWO SOLDIERS WERE KILLED IN CALI ON MONDAY, THE ARMED FORCES REPORTED.",
         "ARMED FORCES"),
        ("Police put the number of dead in Goma on Monday at 12.", "Police"),
        ("Twelve people died in Goma on Monday.", None),
    ],
)  # fmt: skip
def test_claimant(extractor: Extractor, text: str, claimant: str | None) -> None:
    assert only_incident(read(extractor, text)).claimant == claimant


def test_fighters_of_a_group_are_its_side(extractor: Extractor) -> None:
    text = "Fighters of al-Shabaab fired mortars at a base in Mogadishu on Tuesday."
    report = Report(
        report_id=stable_id(text), sha256=stable_id(text), text=text, published=dt.date(2025, 7, 30)
    )
    (row,) = extractor.extract(report).incidents
    assert "al-Shabaab" in {row.side_a, row.side_b}


@pytest.mark.parametrize(
    "text",
    [
        "UAS attack on a substation near Kharkiv on Monday killed two people.",
        "Debris killed a woman in Odesa on Monday.",
        "Two ELN fighters killed, one captured in Arauca on Monday.",
    ],
)
def test_neither_things_nor_victims_are_the_attacker(extractor: Extractor, text: str) -> None:
    assert only_incident(read(extractor, text)).side_a is None
