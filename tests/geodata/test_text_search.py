"""Searching for words in what is told of incidents."""

import dataclasses
import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from store_records import claim, incident, report

from geodata.frames import claims_frame, incidents_frame, reports_frame
from geodata.query import Selection, count_undated, select
from geodata.text_search import matching, words_of

REPORT = report("Shells fell on Khost.", title="Shelling kills five")
OTHER = report("Talks were held in Doha.", title="Envoys meet in Doha")
BORDER = incident(
    REPORT, 1, place_name="Nangarhār", side_a="Taliban (2021-)", side_b="Spin-Boldak police"
)
TALKS = incident(OTHER, 2, place_name="Doha", mediators=["Qatar", "Türkiye"], date_start=None)
TALKS = dataclasses.replace(TALKS, date_end=None)
ROWS = incidents_frame([BORDER, TALKS])
CLAIMS = claims_frame([claim(BORDER, quote="Hundreds fled; the army’s “U.S. drones” hit Khost.")])
REPORTS = reports_frame([REPORT, OTHER])


def found(text: str) -> list[int]:
    return list(select(ROWS, Selection(text=text), claims=CLAIMS, reports=REPORTS).index)


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("nangarhar", [0]),
        ("NANGARHĀR", [0]),
        ("nang", [0]),
        ("angarhar", []),
        ("taliban khost", [0]),
        ("khost  taliban,", [0]),
        ("taliban doha", []),
        ("Spin Boldak", [0]),
        ("spinboldak", []),
        ("turkiye", [1]),
        ("armys us drones", [0]),
        ("shelling fled", [0]),
        ("envoys", [1]),
        ("2021", [0]),
        ("", [0, 1]),
        (" – !?", [0, 1]),
        ("%", [0, 1]),
        ("nothing", []),
    ],
)
def test_all_words_begin_a_word_of_what_is_told(text: str, rows: list[int]) -> None:
    assert found(text) == rows


def test_without_claims_and_reports_only_the_rows_are_searched() -> None:
    assert matching("khost", ROWS).tolist() == [False, False]
    assert matching("doha", ROWS).tolist() == [False, True]
    assert matching("khost", ROWS[:0]).tolist() == []


def test_a_text_narrows_the_rest_of_a_selection() -> None:
    assert list(select(ROWS, Selection(text="doha", kinds=("talks",))).index) == []
    window = Selection(text="doha", date_from=dt.date(2020, 1, 1))
    assert list(select(ROWS, window).index) == []
    assert count_undated(ROWS, window) == 1
    assert count_undated(ROWS, dataclasses.replace(window, text="kabul")) == 0


@given(st.text(), st.text())
def test_any_text_finds_itself_by_any_of_its_words(text: str, more: str) -> None:
    rows = incidents_frame([incident(REPORT, side_a=f"{text} {more}")])
    assert matching(text, rows).all()
    for word in words_of(text):
        assert matching(word[:2], rows).all()
        assert words_of(word) == [word]
