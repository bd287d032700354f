from hypothesis import given
from hypothesis import strategies as st

from dashboard.report_text import Quote, pieces, report_text

QUOTES = st.lists(
    st.builds(Quote, st.integers(-3, 30), st.integers(-3, 30), st.sampled_from(["a", "b"])),
    max_size=6,
)


@given(st.integers(0, 25), QUOTES)
def test_pieces_cover_the_text_once_and_tell_what_each_letter_is_quoted_for(
    length: int, quotes: list[Quote]
) -> None:
    found = pieces(length, quotes)
    assert "".join("x" * (end - start) for start, end, _ in found) == "x" * length
    for start, end, told in found:
        for place in range(start, end):
            expected = {one.incident_id for one in quotes if one.start <= place < one.end}
            assert set(told) == expected


def test_a_report_is_shown_as_plain_text_in_pieces() -> None:
    report = {
        "text": "<b>5</b> killed. 7 hurt.",
        "title": None,
        "publisher": "River News",
        "url": None,
        "published": None,
    }
    shown = report_text(report, [Quote(0, 16, "a")], {"a": "Attack"}, "a")
    assert shown["title"] == "River News"
    assert shown["segments"] == [
        {"text": "<b>5</b> killed.", "incidents": ["a"]},
        {"text": " 7 hurt.", "incidents": []},
    ]
    assert shown["selected"] == "a"
