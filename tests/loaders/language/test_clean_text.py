import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.language.clean_text import clean_text

DIRT = (
    "\u200b \u00ad \ufeff \u202e e\u0301 q\u0303 \u0301 \ud83d &#39; &amp; &lt;b&gt; &; <b> "
    "</p> <br/> < 😀 👩\u200d👧"
).split()


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("Ka\u200bbul", "Kabul"),
        ("\ufeffKa\u00adbul\u200e", "Kabul"),
        ("Sa\u0303o Paulo", "São Paulo"),
        ("Q\u0303arab", "Qarab"),
        ("\ud83d killed", "\ufffd killed"),
        ("Sana&#39;a &amp; Aden&nbsp;city", "Sana'a & Aden\xa0city"),
        ("<p>Five in <b>Kab</b>ul</p><p class=x>Six", "\n\nFive in Kabul\n\n\n\nSix"),
        ("one<br/>two", "one\n\ntwo"),
    ],
)
def test_what_hides_words_is_taken_out(text: str, clean: str) -> None:
    assert clean_text(text).text == clean


@pytest.mark.parametrize(
    "text",
    [
        "",
        "5 < 6 > 4, AT&T, R&D; a&b",
        "<<< >>> <3 <unknown> < b >",
        "São Paulo, “Kyiv”, كابول, 😀",
        "&notaname; &#; &#x; &AMPLE;",
    ],
)
def test_nothing_else_is_changed(text: str) -> None:
    clean = clean_text(text)
    assert (clean.text, clean.changed) == (text, False)


def test_offsets_lead_back() -> None:
    text = "In <b>Ka\u200bbul</b> and S\u00ada\u0303o"
    clean = clean_text(text)
    assert clean.text == "In Kabul and São"
    assert clean.original(3, 8) == (6, 12)
    assert clean.original(13, 16) == (21, 26)
    assert text[6:12] == "Ka\u200bbul"


@given(st.lists(st.one_of(st.sampled_from(DIRT), st.text(max_size=5))).map("".join))
def test_offsets_stay_in_order_and_inside(text: str) -> None:
    clean = clean_text(text)
    end = 0
    for number, character in enumerate(clean.text):
        start, stop = clean.original(number, number + 1)
        assert start >= end or character == "\n"
        assert start < stop <= len(text)
        end = stop
        if text[start:stop] != character:
            assert clean.changed
    assert not any("\ud800" <= character <= "\udfff" for character in clean.text)
