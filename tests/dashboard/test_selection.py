import dataclasses
import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.selection import View
from geodata.vocabulary import ConfidenceBand, EventType, Kind

VIEW = View(
    date_from=dt.date(2025, 10, 1),
    date_to=dt.date(2025, 10, 29),
    kinds=("incident", "toll"),
    event_types=("battle",),
    countries=("AFG", "PAK"),
    divisions=("AFG:Kunar",),
    actors=("the army",),
    sources=("report",),
    confidences=("high",),
    precisions=("town",),
    deaths_from=1,
    deaths_to=20,
    deaths_stated=True,
    text="convoy",
    incident="ab12",
    report="cd34",
)


def test_an_address_names_each_part_of_the_view() -> None:
    assert VIEW.to_query() == {
        "from": ["2025-10-01"],
        "to": ["2025-10-29"],
        "kind": ["incident", "toll"],
        "type": ["battle"],
        "country": ["AFG", "PAK"],
        "division": ["AFG:Kunar"],
        "actor": ["the army"],
        "source": ["report"],
        "confidence": ["high"],
        "precision": ["town"],
        "killed-from": ["1"],
        "killed-to": ["20"],
        "killed": ["stated"],
        "q": ["convoy"],
        "incident": ["ab12"],
        "report": ["cd34"],
    }


def test_a_view_asks_for_the_rows_that_its_filters_name() -> None:
    asked = VIEW.selection()
    for name in (
        field.name for field in dataclasses.fields(VIEW) if field.name not in {"incident", "report"}
    ):
        assert getattr(asked, name) == getattr(VIEW, name)
    assert VIEW.is_filtered
    assert VIEW.unfiltered() == View(incident="ab12", report="cd34")
    assert not VIEW.unfiltered().is_filtered


def test_an_empty_view_leaves_the_address_clean() -> None:
    assert View().to_query() == {}
    assert View.from_query({}) == (View(), [])
    assert View.from_query({"kind": [""], "from": [""]}) == (View(), [])


# A few letters that addresses, pages and lists treat in ways of their own.
words = st.text("aé<&:=% ,", min_size=1, max_size=5)


@given(
    st.builds(
        View,
        date_from=st.none() | st.dates(max_value=dt.date(1999, 12, 31)),
        date_to=st.none() | st.dates(min_value=dt.date(2000, 1, 1)),
        kinds=st.lists(st.sampled_from([str(kind) for kind in Kind]), unique=True).map(tuple),
        event_types=st.lists(st.sampled_from([str(t) for t in EventType]), unique=True).map(tuple),
        countries=st.lists(words, unique=True).map(tuple),
        divisions=st.lists(words, unique=True).map(tuple),
        actors=st.lists(words, unique=True).map(tuple),
        sources=st.lists(words, unique=True).map(tuple),
        confidences=st.lists(st.sampled_from([str(b) for b in ConfidenceBand]), unique=True).map(
            tuple
        ),
        deaths_from=st.none() | st.integers(0, 50),
        deaths_to=st.none() | st.integers(50, 10_000),
        deaths_stated=st.none() | st.booleans(),
        text=st.just("") | words,
        incident=st.none() | words,
        report=st.none() | words,
    )
)
def test_a_view_comes_back_from_its_address(view: View) -> None:
    assert View.from_query(view.to_query()) == (view, [])


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"from": ["yesterday"]}, "write a day as 2025-10-29"),
        ({"kind": ["<script>"]}, "known are incident, statement, talks, toll"),
        ({"killed-from": ["-1"]}, "write a number as 12"),
        ({"killed": ["yes"]}, "known are stated, not_stated"),
        ({"killed-from": ["9"], "killed-to": ["3"]}, "fewer deaths at most"),
        ({"from": ["2025-10-02"], "to": ["2025-10-01"]}, "comes after the last"),
    ],
)
def test_nonsense_in_the_address_is_named_and_left_out(
    query: dict[str, list[str]], said: str
) -> None:
    view, problems = View.from_query(query)
    assert view == View()
    assert len(problems) == 1
    assert said in problems[0]
