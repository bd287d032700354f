import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.extraction.date_forms import DateForm
from loaders.extraction.dates import find_dates
from loaders.language.document import Document, split_sentences

PUBLISHED = dt.date(2024, 6, 12)  # a Wednesday


def edtf(text: str, published: dt.date | None = PUBLISHED) -> list[str]:
    document = Document(text, split_sentences(text), published=published)
    return [mention.when.edtf for mention in find_dates(document)]


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("It happened on 3 June 2023.", ["2023-06-03"]),
        ("It happened on June 3.", ["2024-06-03"]),
        ("It happened on July 3.", ["2023-07-03"]),
        ("On June 3 street clashes broke out.", ["2024-06-03"]),
        ("It happened on Monday.", ["2024-06-10"]),
        ("It happened on Wednesday.", ["2024-06-12"]),
        ("It happened last Wednesday.", ["2024-06-05"]),
        ("It happened yesterday.", ["2024-06-11"]),
        ("It happened late last night.", ["2024-06-11"]),
        ("It happened two days ago.", ["2024-06-10"]),
        ("It happened on 2024-05-30.", ["2024-05-30"]),
        ("It happened on 30.05.2024.", ["2024-05-30"]),
        ("It happened on 05/30/2024.", ["2024-05-30"]),
        ("Between 3 and 5 June it rained.", ["2024-06-03/2024-06-05"]),
        ("From June 3-5 it rained.", ["2024-06-03/2024-06-05"]),
        ("It happened in March.", ["2024-03"]),
        ("It happened in October.", ["2023-10"]),
        ("It happened in 2021.", ["2021"]),
        ("It happened earlier this month.", ["2024-06"]),
        ("It happened last month.", ["2024-05"]),
        ("On June 8, and again the day before.", ["2024-06-08", "2024-06-07"]),
        ("On June 8. Two days later it stopped.", ["2024-06-08", "2024-06-10"]),
        ("The meeting will be held on June 20.", ["2024-06-20"]),
        ("They are due to meet on Friday.", ["2024-06-14"]),
        ("An IED went off on 9 Jun. 1 KIA.", ["2024-06-09"]),
        ("On the night of 8/9 June it rained.", ["2024-06-08/2024-06-09"]),
        ("Note for 27 May - 2 June 2024.", ["2024-05-27/2024-06-02"]),
        ("From May 27 to June 2 it rained.", ["2024-05-27/2024-06-02"]),
        ("Week of 28 December - 3 January: rain.", ["2023-12-28/2024-01-03"]),
        ("01/11/2024: rain", ["2024-01-11"]),
        ("Five were killed since dawn.", ["2024-06-12"]),
        ("Five were killed since yesterday.", ["2024-06-11/2024-06-12"]),
        ("Five were killed since Monday.", ["2024-06-10/2024-06-12"]),
        ("Five were killed during the week.", ["2024-06-05/2024-06-12"]),
        ("Five were killed over the weekend.", ["2024-06-08/2024-06-09"]),
    ],
)
def test_dates_are_resolved_against_publication(text: str, dates: list[str]) -> None:
    assert edtf(text) == dates


@pytest.mark.parametrize(
    "text",
    [
        "On 31 June it rained.",
        "Bloody Sunday is remembered.",
        "She may go.",
        "on 03/04/2024",
        "The 12 May Movement denied it.",
        "SHOPS LINE MARCH 23 AVENUE.",
    ],
)
def test_what_is_no_date_or_two_dates_is_left_out(text: str) -> None:
    assert edtf(text) == []


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("It happened on October 9.", ["XXXX-10-09"]),
        ("On October 26, and the day before.", ["XXXX-10-26", "XXXX-10-25"]),
        ("On March 1, and the day before.", ["XXXX-03-01"]),
        ("It happened on Saturday, yesterday.", []),
        ("It happened on 9 October 2024.", ["2024-10-09"]),
    ],
)
def test_without_publication_the_year_stays_unknown(text: str, dates: list[str]) -> None:
    assert edtf(text, published=None) == dates


def test_a_wire_report_carries_its_day_in_the_dateline() -> None:
    text = "PORT VELA, 3 FEB 91 (XPA) -- A BRIDGE WAS BLOWN UP YESTERDAY."
    document = Document(text, split_sentences(text))
    mentions = find_dates(document)
    assert [(mention.when.edtf, mention.form) for mention in mentions] == [
        ("1991-02-03", DateForm.DATELINE),
        ("1991-02-02", DateForm.DAY),
    ]


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("Five were killed since dawn.", DateForm.DAY),
        ("Five were killed since Monday.", DateForm.DAY),
        ("Five were killed since January.", DateForm.SINCE),
        ("Five were killed during the week.", DateForm.PERIOD),
    ],
)
def test_what_began_a_few_days_ago_is_no_toll(text: str, form: DateForm) -> None:
    document = Document(text, split_sentences(text), published=PUBLISHED)
    assert [mention.form for mention in find_dates(document)] == [form]


def test_during_the_week_is_the_week_of_the_heading() -> None:
    text = "Note, 20 - 26 May 2024. Five were killed during the week."
    assert edtf(text) == ["2024-05-20/2024-05-26"] * 2


def test_a_period_ends_with_publication() -> None:
    text = "It happened this month."
    document = Document(text, split_sentences(text), published=PUBLISHED)
    (mention,) = find_dates(document)
    assert (mention.when.start, mention.when.end) == (dt.date(2024, 6, 1), PUBLISHED)


@given(st.text(max_size=200), st.none() | st.dates())
def test_any_text_has_ordered_dates(text: str, published: dt.date | None) -> None:
    document = Document(text, split_sentences(text), published=published)
    for mention in find_dates(document):
        assert 0 <= mention.start < mention.end <= len(text)
        if mention.when.start is not None and mention.when.end is not None:
            assert mention.when.start <= mention.when.end
