import datetime as dt

import pandas as pd
import pytest

from dashboard.wording import as_markdown, claimed_count, period, term_words


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("start", "end", "precision", "words"),
    [
        ("2025-10-25", "2025-10-25", "day", "25 October 2025"),
        ("2025-10-25", "2025-10-29", "day", "25–29 October 2025"),
        ("2025-09-25", "2025-10-02", "day", "25 September – 2 October 2025"),
        ("2024-12-30", "2025-01-02", "week", "30 December 2024 – 2 January 2025"),
        ("2025-10-01", "2025-10-31", "month", "October 2025"),
        ("2025-10-01", "2025-11-30", "month", "1 October – 30 November 2025"),
        ("2025-01-01", "2025-12-31", "year", "2025"),
        ("2025-01-01", "9999-12-31", "day", "1 January 2025 – 31 December 9999"),
    ],
)
def test_a_period_is_no_more_exact_than_it_is_known(
    start: str, end: str, precision: str, words: str
) -> None:
    assert period(day(start), day(end), precision) == words


def test_a_whole_month_of_unknown_precision_reads_as_a_month() -> None:
    assert period(day("2025-10-01"), day("2025-10-31")) == "October 2025"
    assert period(day("2025-10-01"), day("2025-10-30")) == "1–30 October 2025"
    assert period(day("2025-10-01"), day("2025-10-31"), "day") == "1–31 October 2025"


def test_a_date_without_year_says_so() -> None:
    assert period(None, None, None, "XXXX-10-09") == "9 October, year not known"
    assert period(None, None, None, "XXXX-10") == "October, year not known"
    assert period(None, None) == "no date"
    assert period(pd.NaT, pd.NaT, None, None) == "no date"  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("claim", "words"),
    [
        (("killed", 5, 5, "exact", "soldiers"), "5 soldiers killed"),
        (("killed", 70, None, "more_than", None), "more than 70 killed"),
        (("wounded", 200, None, "hundreds", None), "hundreds (200 or more) wounded"),
        (("killed", None, 20, "up_to", "civilians"), "up to 20 civilians killed"),
        (("killed", 10, 20, "between", None), "10–20 killed"),
        (("missing", None, None, "unknown", None), "an unknown number missing"),
        (("killed", 7, 7, None, None), "7 killed"),
        (("event", None, None, None, None), None),
    ],
)
def test_a_claim_is_hedged_as_its_source_hedges_it(
    claim: tuple[str, int | None, int | None, str | None, str | None], words: str | None
) -> None:
    assert claimed_count(*claim) == words


def test_terms_become_words() -> None:
    assert term_words("violence_against_civilians") == "Violence against civilians"
    assert term_words(None) == ""


def test_text_passes_through_markdown_as_it_is() -> None:
    assert as_markdown("a *b* <c> $d$ [e](f)") == r"a \*b\* \<c\> \$d\$ \[e\](f)"
    assert as_markdown("käse 1") == "käse 1"
