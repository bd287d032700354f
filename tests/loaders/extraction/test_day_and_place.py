"""The day and the place of each event: its own, not the nearest in the text."""

import datetime as dt

import pytest

from geodata.incident import Incident, Report, stable_id
from geodata.settings import Settings
from geodata.vocabulary import Kind
from loaders.extraction.extract import Extractor

PUBLISHED = dt.date(2025, 7, 29)  # a Tuesday


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor.open(Settings())


def rows(extractor: Extractor, text: str) -> list[Incident]:
    report = Report(
        report_id=stable_id(text), sha256=stable_id(text), text=text, published=PUBLISHED
    )
    return [row for row in extractor.extract(report).incidents if row.kind is Kind.INCIDENT]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("NAIROBI, Kenya (RX) - A bomb killed two guards in this city on Monday.", "Nairobi"),
        ("NAIROBI, 29 JUL 25 (RX) -- A BOMB KILLED TWO GUARDS IN THIS CAPITAL TODAY.", "Nairobi"),
        ("NAIROBI, Kenya (RX) - A bomb killed two guards in Mombasa on Monday.", "Mombasa"),
        ("Ruritanian rebels shot two guards dead in Mombasa, Nairobi police said.", "Mombasa"),
    ],
)
def test_a_report_without_a_place_is_of_where_it_was_written(
    extractor: Extractor, text: str, place: str
) -> None:
    (row,) = rows(extractor, text)
    assert row.place_name == place


def test_the_dateline_is_no_place_of_events_abroad(extractor: Extractor) -> None:
    text = (
        "NAIROBI, Kenya (RX) - The minister spoke to the press on Monday. Somali soldiers killed "
        "two herders on Sunday, he said."
    )
    assert "Nairobi" not in {row.place_name for row in rows(extractor, text)}


@pytest.mark.parametrize(
    "text",
    [
        "Woman killed in Kyiv forces' shelling of Horlivka.",
        "A woman was killed on Monday when Kyiv troops shelled Horlivka.",
    ],
)
def test_a_place_that_acts_is_not_where_it_happened(extractor: Extractor, text: str) -> None:
    (row,) = rows(extractor, text)
    assert row.place_name == "Horlivka"


def test_a_date_after_the_report_dates_nothing_that_happened(extractor: Extractor) -> None:
    text = "Gunmen killed two guards in Goma; on 3 August 2025 the unions strike in protest."
    (row,) = rows(extractor, text)
    assert (row.date_start, row.date_end) == (PUBLISHED - dt.timedelta(days=1), PUBLISHED)


@pytest.mark.parametrize("date", ["31 June", "31 June 2025", "30 February 2025", "00/00/2025"])
def test_a_day_that_no_calendar_has_is_no_day(extractor: Extractor, date: str) -> None:
    (row,) = rows(extractor, f"Gunmen killed two guards in Goma on {date}.")
    assert row.date_end == PUBLISHED


def test_news_without_a_day_is_of_the_day_of_the_report_or_the_day_before(
    extractor: Extractor,
) -> None:
    (row,) = rows(extractor, "Gunmen kill two guards in Goma")
    assert (row.date_start, row.date_end) == (PUBLISHED - dt.timedelta(days=1), PUBLISHED)
    assert row.date_edtf == "2025-07-28/2025-07-29"


def test_what_is_claimed_happened_on_its_own_day(extractor: Extractor) -> None:
    text = "The rebels claimed responsibility for Friday's bombing of a bank in Goma."
    (row,) = rows(extractor, text)
    assert row.date_start == dt.date(2025, 7, 25)


def test_a_later_sentence_tells_the_day(extractor: Extractor) -> None:
    text = "Gunmen killed two guards at a bank in Goma. It happened on Saturday, the mayor said."
    (row,) = rows(extractor, text)
    assert row.date_start == dt.date(2025, 7, 26)


def test_a_live_blog_dates_its_entries_by_the_day_and_not_by_the_hour(
    extractor: Extractor,
) -> None:
    text = (
        "14:05\nA drone strike killed three people in Kherson, the governor said.\n\n"
        "13:40\nThe market in Kherson has been closed.\n\n"
        "09:15\nShelling killed two women in Sumy on Monday, police said.\n"
    )
    assert [(row.place_name, row.killed_low, row.date_start) for row in rows(extractor, text)] == [
        ("Kherson", 3, PUBLISHED),
        ("Sumy", 2, dt.date(2025, 7, 28)),
    ]


def test_a_list_is_read_line_by_line(extractor: Extractor) -> None:
    text = (
        "Incidents of the week\n"
        "- 22 July: gunmen killed four people in Goma\n"
        "- 24 July: a mine killed one farmer in Bukavu\n"
    )
    assert [(row.place_name, row.killed_low, row.date_start) for row in rows(extractor, text)] == [
        ("Goma", 4, dt.date(2025, 7, 22)),
        ("Bukavu", 1, dt.date(2025, 7, 24)),
    ]


def test_a_quotation_in_a_quotation_is_one_event(extractor: Extractor) -> None:
    text = (
        "“The mayor told me: ‘Gunmen killed six people in Goma on Monday,’ and he wept,” "
        "a priest said."
    )
    (row,) = rows(extractor, text)
    assert (row.place_name, row.killed_low) == ("Goma", 6)
    assert row.date_start == dt.date(2025, 7, 28)
