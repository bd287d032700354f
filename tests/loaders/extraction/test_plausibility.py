"""Counts in whole reports: added once, doubted where they cannot be right."""

import datetime as dt

import pytest

from geodata.incident import Incident, Report, stable_id
from geodata.settings import Settings
from geodata.vocabulary import Kind
from loaders.extraction.extract import Extraction, Extractor
from loaders.extraction.plausibility import DOUBTED


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor.open(Settings())


def read(extractor: Extractor, text: str) -> Extraction:
    report = Report(
        report_id=stable_id(text),
        sha256=stable_id(text),
        text=text,
        published=dt.date(2025, 7, 29),
    )
    return extractor.extract(report)


def incidents(extraction: Extraction) -> list[Incident]:
    return [row for row in extraction.incidents if row.kind in {Kind.INCIDENT, Kind.TOLL}]


@pytest.mark.parametrize("count", ["5,000,000", "12 million", "999,999,999"])
def test_millions_in_one_event_are_doubted(extractor: Extractor, count: str) -> None:
    found = read(extractor, f"A bomb killed {count} people in Nairobi on Monday.")
    (row,) = incidents(found)
    assert row.confidence == DOUBTED
    assert any("check them" in line for line in found.warnings)


def test_a_plain_count_is_not_doubted(extractor: Extractor) -> None:
    found = read(extractor, "A bomb killed 12 people in Nairobi on Monday.")
    (row,) = incidents(found)
    assert row.confidence is not None
    assert row.confidence > DOUBTED
    assert found.warnings == []


@pytest.mark.parametrize("count", ["-5", "2.5"])
def test_less_than_nobody_and_parts_of_people_are_left_out(
    extractor: Extractor, count: str
) -> None:
    found = read(extractor, f"A bomb killed {count} people in Nairobi on Monday.")
    assert [row.killed_low for row in incidents(found)] in ([], [None])
    assert any(count in line for line in found.warnings)


def test_what_is_told_a_thousand_times_counts_once(extractor: Extractor) -> None:
    found = read(extractor, "A bomb killed 12 people in Nairobi on Monday. " * 1000)
    assert [(row.killed_low, row.killed_high) for row in incidents(found)] == [(12, 12)]


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("A bomb killed 33 people in Nairobi on Monday. The death toll rose to 41.", 41, 41),
        ("A bomb killed four in a club in Nairobi; in all, 26 were killed.", 26, 26),
        ("A bomb in Nairobi killed five soldiers and 20 rebels.", 25, 25),
        ("A bomb in Nairobi killed 12 people, including two nurses.", 12, 12),
        ("A bomb in Nairobi killed a judge, a governor and a minister.", 3, 3),
        ("A bomb in Nairobi killed or wounded 12 people.", None, 12),
        ("A bomb in Nairobi left 12 dead. All 12 were soldiers, police said.", 12, 12),
    ],
)
def test_counts_of_one_event(
    extractor: Extractor, text: str, low: int | None, high: int | None
) -> None:
    (row,) = incidents(read(extractor, text))
    assert (row.killed_low, row.killed_high) == (low, high)
