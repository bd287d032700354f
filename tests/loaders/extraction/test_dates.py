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
    ],
)
def test_dates_are_resolved_against_publication(text: str, dates: list[str]) -> None:
    assert edtf(text) == dates


@pytest.mark.parametrize(
    "text",
    ["On 31 June it rained.", "Bloody Sunday is remembered.", "She may go.", "on 03/04/2024"],
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
