import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.selection import View
from geodata.vocabulary import EventType, Kind

VIEW = View(
    date_from=dt.date(2025, 10, 1),
    date_to=dt.date(2025, 10, 29),
    kinds=("incident", "toll"),
    event_types=("battle",),
    countries=("AFG", "PAK"),
    sources=("report",),
    incident="ab12",
)


def test_an_address_names_each_part_of_the_view() -> None:
    assert VIEW.to_query() == {
        "from": ["2025-10-01"],
        "to": ["2025-10-29"],
        "kind": ["incident", "toll"],
        "type": ["battle"],
        "country": ["AFG", "PAK"],
        "source": ["report"],
        "incident": ["ab12"],
    }


def test_an_empty_view_leaves_the_address_clean() -> None:
    assert View().to_query() == {}
    assert View.from_query({}) == (View(), [])
    assert View.from_query({"kind": [""], "from": [""]}) == (View(), [])


words = st.text(min_size=1, max_size=5)


@given(
    st.builds(
        View,
        date_from=st.none() | st.dates(max_value=dt.date(1999, 12, 31)),
        date_to=st.none() | st.dates(min_value=dt.date(2000, 1, 1)),
        kinds=st.lists(st.sampled_from([str(kind) for kind in Kind]), unique=True).map(tuple),
        event_types=st.lists(st.sampled_from([str(t) for t in EventType]), unique=True).map(tuple),
        countries=st.lists(words, unique=True).map(tuple),
        sources=st.lists(words, unique=True).map(tuple),
        incident=st.none() | words,
    )
)
def test_a_view_comes_back_from_its_address(view: View) -> None:
    assert View.from_query(view.to_query()) == (view, [])


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"from": ["yesterday"]}, "write a day as 2025-10-29"),
        ({"kind": ["<script>"]}, "known are incident, statement, talks, toll"),
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
