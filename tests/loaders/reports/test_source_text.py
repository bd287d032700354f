import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.reports.source_text import Facts, facts_from, parse_published

DAY = dt.date(2025, 10, 29)


@pytest.mark.parametrize(
    "value",
    [
        DAY,
        dt.datetime(2025, 10, 29, 23, 59, tzinfo=dt.UTC),
        "2025-10-29",
        " 2025-10-29 ",
        "20251029",
        "2025-10-29T10:00:00Z",
        "2025-10-29T23:30:00+05:00",
        "2025-10-29 10:00",
        "2025-10-29T10:00:00.123456-0400",
        "Wed, 29 Oct 2025 10:00:00 GMT",
        "29 Oct 2025 10:00 +0200",
        "29 October 2025",
        "October 29, 2025",
        "Oct. 29, 2025",
        "Wednesday, 29 October 2025",
    ],
)
def test_days_of_publication(value: object) -> None:
    assert parse_published(value) == DAY


@pytest.mark.parametrize(
    "value",
    [
        "soon",
        "",
        "10/11/2025",
        "29.10.25",
        "2025-10",
        "2025",
        "2025-13-01",
        "2025-02-30",
        "31 February 2025",
        "0001-01-01T00:00:00Z",
        1761696000,
        True,
        ["2025-10-29"],
        "Wed, 99 Oct 2025 10:00:00 GMT",
        "x" * 1000,
    ],
)
def test_what_is_no_day_is_refused_in_one_short_line(value: object) -> None:
    with pytest.raises(ValueError, match="write it as YYYY-MM-DD") as caught:
        parse_published(value)
    assert len(str(caught.value)) < 150


@given(st.dates(min_value=dt.date(1605, 1, 1)))
def test_iso_days_come_back(day: dt.date) -> None:
    assert parse_published(day.isoformat()) == day


def test_facts_under_their_usual_names() -> None:
    facts = facts_from(
        {
            "Headline": "  Clash\nat the border ",
            "source": "Agency",
            "date": "2025-10-29",
            "link": "https://example.org/a?b=c",
            "lang": "en-GB",
            "license": "CC BY 4.0",
            "other": object(),
        }
    )
    assert facts == Facts(
        title="Clash at the border",
        publisher="Agency",
        url="https://example.org/a?b=c",
        published=DAY,
        language="en",
        licence="CC BY 4.0",
    )


def test_the_first_name_counts_unless_it_is_empty() -> None:
    assert facts_from({"title": "", "headline": "Clash", "publisher": "A", "source": "B"}) == Facts(
        title="Clash", publisher="A"
    )


def test_what_is_not_understood_is_left_out_with_a_warning() -> None:
    facts = facts_from(
        {"title": ["a"], "url": "javascript:alert(1)", "published": "soon", "language": "English"}
    )
    assert facts == Facts(warnings=facts.warnings)
    assert len(facts.warnings) == 3
    assert "its title is not text" in facts.warnings[0]
    assert "no web address" in facts.warnings[1]
    assert "'soon' is no date" in facts.warnings[2]


@pytest.mark.parametrize(
    "url",
    ["ftp://example.org/", "//example.org/a", "https://", "http://[bad", "https://e.org/a b", "x"],
)
def test_urls_that_are_no_web_address(url: str) -> None:
    assert facts_from({"url": url}).url is None


def test_control_characters_and_length_of_a_title() -> None:
    title = facts_from({"title": "a\x1b[31m\u2028b" + "x" * 1000}).title
    assert title is not None
    assert title.isprintable()
    assert len(title) == 500
