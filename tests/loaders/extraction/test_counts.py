"""What an event counts over all its sentences, in notes, wires, lists, headlines and live blogs."""

import datetime as dt

import pytest

from geodata.incident import Incident, Report, stable_id
from geodata.settings import Settings
from geodata.vocabulary import Kind
from loaders.extraction.extract import Extractor


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor.open(Settings())


def rows(extractor: Extractor, text: str) -> list[Incident]:
    name = stable_id(text)
    report = Report(report_id=name, sha256=name, text=text, published=dt.date(2024, 6, 20))
    return extractor.extract(report).incidents


def summed(extractor: Extractor, text: str, measure: str) -> tuple[int | None, int | None] | None:
    """Return the sum over incidents, tolls left out; None where none counts anybody."""
    ends = [
        (getattr(row, f"{measure}_low"), getattr(row, f"{measure}_high"))
        for row in rows(extractor, text)
        if row.kind is Kind.INCIDENT
    ]
    told = [(low, high) for low, high in ends if (low, high) != (None, None)]
    if not told:
        return None
    lows, highs = zip(*told, strict=True)
    return (
        None if None in lows else sum(lows),
        None if None in highs else sum(highs),
    )


EXACT = [
    # Short notes.
    ("Rocket fire, Sderot. Killed: 0. Injured: 4 (2 children).", 0, 4),
    ("Armed clash b/w herders and farmers at Bokkos, 6 dead, 14 inj., 30 houses burnt.", 6, 14),
    ("One constable killed, two constables and a passer-by injured in firing in Bannu.", 1, 3),
    ("Landmine blast near Sarmin; a boy, 9, killed and his two brothers injured.", 1, 2),
    # Wire reports in capitals.
    (
        (
            "QUETTA, 4 APR (WIRE) -- GUNMEN ON A MOTORCYCLE SHOT DEAD A POLICE INSPECTOR AND HIS "
            "DRIVER HERE TODAY AND WOUNDED TWO PEDESTRIANS, POLICE SAID."
        ),
        2,
        2,
    ),
    (
        (
            "KAMPALA, JUNE 2 -- REBELS AMBUSHED AN ARMY CONVOY NEAR GULU ON TUESDAY. A MILITARY "
            "SPOKESMAN SAID FOUR SOLDIERS WERE KILLED. HE SAID 11 REBELS ALSO DIED."
        ),
        15,
        None,
    ),
    (
        (
            "SANAA, 3 FEB -- THE INTERIOR MINISTRY SAID SIX TRIBESMEN AND THREE SOLDIERS DIED IN "
            "CLASHES AT MARIB ON SUNDAY AND THAT 12 PEOPLE HAD GUNSHOT WOUNDS."
        ),
        9,
        12,
    ),
    (
        (
            "HARARE, AUG 8 -- DISSIDENTS ATTACKED A FARM NEAR BULAWAYO, KILLING THE OWNER, HIS "
            "WIFE AND A FARMHAND. A GUARD SUSTAINED A BULLET WOUND."
        ),
        3,
        1,
    ),
    # Headlines.
    ("Car bomb kills 8, injures 23 in Mogadishu", 8, 23),
    ("Suicide bomber kills himself, four others at Baidoa cafe", 5, None),
    ("Soldier, five militants killed in Ghazni gunfight", 6, None),
    # Lists.
    ("- Shelling of Kramatorsk on 3 May: civilian deaths: 2; civilian injuries: 11.", 2, 11),
    ("- 19 Sept: attack on a base, Kismayo. 4 peacekeepers KIA, 9 WIA; 11 AS fighters KIA.", 15, 9),
    (
        (
            "- Protest in Nairobi on 25 May. 5 protesters were shot dead, and 31 were treated for "
            "gunshot injuries."
        ),
        5,
        31,
    ),
    # Live blogs.
    (
        (
            "08:12 Explosion heard near the station in Kharkiv.\n08:40 Mayor: three dead, "
            "16 hurt.\n09:25 Toll now at five dead and 22 injured, the mayor says."
        ),
        5,
        22,
    ),
    (
        (
            "10:05 A drone hit a bus in Nikopol.\n10:15 The driver and two passengers were killed, "
            "the governor writes.\n10:50 Ten passengers were taken to hospital."
        ),
        3,
        10,
    ),
    # Updates.
    (
        (
            "A bomb in a Peshawar mosque killed 34 people, police said, revising an earlier figure "
            "of 28. About 150 were wounded."
        ),
        34,
        150,
    ),
    (
        (
            "Jets hit a house in Nabatieh. The ministry first reported three deaths; by noon it "
            "gave 11 dead and 24 wounded."
        ),
        11,
        24,
    ),
    ("Clashes in Tripoli on Friday killed 12 people. Since January 200 have died there.", 12, None),
]


@pytest.mark.parametrize(("text", "killed", "wounded"), EXACT)
def test_killed_and_wounded(
    extractor: Extractor, text: str, killed: int, wounded: int | None
) -> None:
    assert summed(extractor, text, "killed") == (killed, killed)
    assert summed(extractor, text, "wounded") == (None if wounded is None else (wounded, wounded))


def test_the_other_side_of_a_clash_is_added(extractor: Extractor) -> None:
    text = (
        "Rebels attacked a post near Gao on Monday, killing four soldiers. Nine rebels also died."
    )
    assert summed(extractor, text, "killed") == (13, 13)


@pytest.mark.parametrize(
    "text",
    [
        "A raid near Gao on Monday killed 12 people. Nine rebels were killed in it.",
        "Rebels attacked a post near Gao on Monday, killing 12 soldiers. The rebel leader died.",
        "Gunmen killed 12 policemen in Gao on Monday. Two attackers were shot dead.",
        "A spokesman said 12 rebels were killed in clashes near Gao on Monday. We lost 12 men.",
    ],
)
def test_who_may_be_counted_already_is_not_added(extractor: Extractor, text: str) -> None:
    counted = [(row.killed_low, row.killed_high) for row in rows(extractor, text)]
    assert counted[0] == (12, 12)


def test_a_number_that_death_brings_to_is_a_toll_alone(extractor: Extractor) -> None:
    text = "A soldier was shot in Strabane. His death brings to 87 the number of people killed."
    assert (87, 87) in [(row.killed_low, row.killed_high) for row in rows(extractor, text)]


@pytest.mark.parametrize(
    "text",
    [
        "A bomb killed two guards at a bank in Goma. Ana Ruiz, another guard, was badly wounded.",
        "A bomb killed two guards at a bank in Goma. Their driver was wounded on Monday night.",
    ],
)
def test_another_person_is_no_other_event(extractor: Extractor, text: str) -> None:
    (row,) = rows(extractor, text)
    assert (row.killed_low, row.wounded_low) == (2, 1)


def test_two_sources_that_each_name_one_of_the_dead_are_no_rivals(extractor: Extractor) -> None:
    text = (
        "A bomb killed eight people in Goma. The mayor died, the army said. The wife of the "
        "mayor died, doctors said."
    )
    assert summed(extractor, text, "killed") == (8, 8)
