"""Sources that differ within one report, and numbers counted since a day."""

import datetime as dt

import pytest

from geodata.incident import Incident, Report, stable_id
from geodata.settings import Settings
from geodata.vocabulary import Kind
from loaders.extraction.clauses import Mood, split_clauses
from loaders.extraction.extract import Extractor
from loaders.language.document import split_sentences

PUBLISHED = dt.date(2026, 3, 12)


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor.open(Settings())


def rows(extractor: Extractor, text: str) -> list[Incident]:
    name = stable_id(text)
    report = Report(report_id=name, sha256=name, text=text, published=PUBLISHED)
    return extractor.extract(report).incidents


@pytest.mark.parametrize(
    ("second", "killed"),
    [
        # More soldiers than the other source has dead: one of the two is wrong.
        ("A rebel spokesman said 31 soldiers had been killed.", (14, 31)),
        # Fewer are a part of them.
        ("A rebel spokesman said five soldiers had been killed.", (14, 14)),
        # The same source raises its own number.
        ("Police later said 19 people were killed.", (19, 19)),
    ],
)
def test_a_source_that_counts_a_group(
    extractor: Extractor, second: str, killed: tuple[int, int]
) -> None:
    text = f"Police said 14 people were killed in an attack in Maiduguri on Tuesday. {second}"
    (incident,) = rows(extractor, text)
    assert (incident.killed_low, incident.killed_high) == killed


OPENING = "A truck bomb killed nine people in Baidoa on Tuesday, police said. "


@pytest.mark.parametrize(
    ("sentence", "since", "killed"),
    [
        (
            "Since January at least 260 civilians have been killed in Somalia, doctors said.",
            "2026-01-01",
            260,
        ),
        ("Since January, insurgents have killed 75 people in Somalia.", "2026-01-01", 75),
        ("Since the start of the year, 480 people have died in Somalia.", "2026-01-01", 480),
        ("Since 3 February rebels have killed 44 people in Somalia.", "2026-02-03", 44),
    ],
)
def test_a_sentence_that_opens_with_since_tells_a_toll(
    extractor: Extractor, sentence: str, since: str, killed: int
) -> None:
    incident, toll = rows(extractor, OPENING + sentence)
    assert (incident.kind, incident.killed_low) == (Kind.INCIDENT, 9)
    assert (toll.kind, toll.killed_low) == (Kind.TOLL, killed)
    assert (toll.date_start, toll.date_end) == (dt.date.fromisoformat(since), PUBLISHED)
    assert (toll.iso3, toll.place_name) == ("SOM", "Somalia")
    # What speaks against an incident does not speak against a number.
    assert toll.confidence is not None
    assert toll.confidence > 0.5


def test_where_since_ends() -> None:
    (sentence,) = split_sentences("Since 12 May 2023 rebels have killed about 40 soldiers.")
    pieces = [(clause.opener, clause.mood) for clause in split_clauses(sentence)]
    assert pieces[0] == ("since", Mood.BACKGROUND)
    assert pieces[-1] == ("about", Mood.FACT)
    (sentence,) = split_sentences("Nobody has died since the war began in 2020.")
    assert split_clauses(sentence)[-1].mood is Mood.BACKGROUND


def test_tolls_of_different_times_are_not_one(extractor: Extractor) -> None:
    text = (
        OPENING + "More than 300 people have been killed in Somalia since January. "
        "The United Nations says 21,000 have been killed in Somalia since 2019."
    )
    _incident, recent, long = rows(extractor, text)
    assert (recent.killed_low, long.killed_low) == (300, 21_000)


def test_the_worst_since_a_day_is_not_counted_since_then(extractor: Extractor) -> None:
    text = "A truck bomb in Baidoa killed 90 people, the deadliest attack in Somalia since 2022."
    (incident,) = rows(extractor, text)
    assert (incident.kind, incident.killed_low) == (Kind.INCIDENT, 90)
    assert incident.date_end is not None
    assert incident.date_end.year == 2026


def test_the_province_is_that_of_the_place_named_before(extractor: Extractor) -> None:
    text = (
        "KABUL, March 11 - A car bomb killed nine people in Kunduz on Tuesday, police said. "
        "Since January at least 260 civilians have been killed in the province, doctors said."
    )
    _incident, toll = rows(extractor, text)
    assert toll.place_id == "admin1:AF-KDZ"
    assert toll.geometry is not None
    assert toll.geometry.geom_type in {"Polygon", "MultiPolygon"}


def test_where_a_toll_is_written_is_not_where_people_died(extractor: Extractor) -> None:
    text = (
        "KABUL, March 11 - Militants attacked a village in Kunduz on Tuesday, killing four people, "
        "police said. Doctors in Kabul buried them. At least 260 Afghans have been killed since "
        "January, the United Nations said."
    )
    _incident, toll = rows(extractor, text)
    assert toll.kind is Kind.TOLL
    assert toll.place_name != "Kabul"


def test_a_toll_behind_an_accident(extractor: Extractor) -> None:
    text = (
        OPENING + "Three children died when a bus overturned near Kismayo. "
        "Since January at least 260 civilians have been killed in the country, doctors said."
    )
    assert [(row.kind, row.killed_low) for row in rows(extractor, text)] == [
        (Kind.INCIDENT, 9),
        (Kind.TOLL, 260),
    ]


def test_a_hundred_dead_on_a_day_of_their_own_are_news(extractor: Extractor) -> None:
    text = "An air strike on a village near Sagaing killed {} people on Tuesday, residents said."
    (few,), (many,) = (rows(extractor, text.format(count)) for count in (12, 120))
    assert few.confidence == many.confidence
