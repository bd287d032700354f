"""Which of the places that a report names its incident was at."""

import datetime as dt

import pytest

from geodata.incident import Report, stable_id
from geodata.settings import Settings
from loaders.extraction.extract import Extractor


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor.open(Settings())


def places_of(extractor: Extractor, text: str) -> list[str | None]:
    report = Report(
        report_id=stable_id(text),
        sha256=stable_id(text),
        text=text,
        published=dt.date(2025, 3, 12),
    )
    return [row.place_name for row in extractor.extract(report).incidents]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        pytest.param(
            "Two dead in blast outside Multan police station.", "Multan", id="part of a name"
        ),
        pytest.param(
            "Wagga residents were evacuated. A grenade killed three people at Kisumu market.",
            "Kisumu",
            id="part of a building's name",
        ),
        pytest.param(
            "BOGOTA, 30 NOV 89 -- THREE ENGINEERS WERE KIDNAPPED YESTERDAY BY HOODED MEN WHO "
            "STOPPED THEIR BUS NEAR ARAUCA.",
            "Arauca",
            id="before the dateline",
        ),
        pytest.param(
            "A trader from Herat was shot dead on Monday in Kunduz.", "Kunduz", id="origin"
        ),
        pytest.param(
            "A policeman was killed in clashes in Peru on Monday. He is from Cusco.",
            "Peru",
            id="origin of a victim",
        ),
        pytest.param(
            "Ukrainian soldier killed in Donbas. Oleh Ivanenko came under fire near Krasnohorivka.",
            "Krasnohorivka",
            id="area first",
        ),
        pytest.param(
            "A soldier died of his wounds on Tuesday after shelling in Ukraine. "
            "Position: near Pavlopil, Donetsk region.",
            "Pavlopil",
            id="place in a fragment",
        ),
        pytest.param(
            "The army carried out an operation in the vicinity of Jamaame on 10 March. "
            "Seventeen fighters were killed and a lorry was destroyed.",
            "Jamaame",
            id="place in the sentence before",
        ),
        pytest.param(
            "Roadside bomb kills teenager in Afghanistan's Logar", "Logar", id="doubtful name"
        ),
        pytest.param(
            "A car bomb killed four people in the Colombian capital on Sunday. "
            "Bogota has seen no such attack since 2019.",
            "Bogotá",
            id="capital",
        ),
    ],
)
def test_the_place_of_an_incident(extractor: Extractor, text: str, place: str) -> None:
    assert places_of(extractor, text) == [place]


@pytest.mark.parametrize(
    "text",
    [
        # Somebody only speaks there.
        "Four soldiers were killed in Somalia on Monday. A minister told reporters in Nairobi so.",
        # Two towns beside it: neither is told.
        "Four people were killed in Kenya on Monday. Roads to Kisumu and to Nakuru were closed.",
    ],
)
def test_a_place_beside_it_that_is_not_its_own(extractor: Extractor, text: str) -> None:
    assert places_of(extractor, text) in (["Somalia"], ["Kenya"])


def test_a_report_from_abroad_is_not_placed_where_it_was_written(extractor: Extractor) -> None:
    text = (
        "PANAMA CITY, 26 JAN 89 -- A BOMB WAS FIRED AT THE SALVADORAN PRESIDENT'S HOUSE, "
        "A MILITARY SOURCE REPORTED."
    )
    assert "Panama City" not in places_of(extractor, text)


def test_words_in_capitals_are_no_place(extractor: Extractor) -> None:
    text = "BUENOS AIRES, 30 MAY 89 -- A BOMB EXPLODED AT THE ENTRANCE OF A BANK ON MONDAY."
    assert places_of(extractor, text) == ["Buenos Aires"]
