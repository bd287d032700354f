import datetime as dt
import json

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from loaders.datasets.raw_json import raw_json

# What UTF-8 can hold.
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


def objects(columns: dict[str, pa.Array], length: int) -> list[dict[str, object] | None]:
    texts = raw_json(columns, length).to_pylist()
    return [None if text is None else json.loads(text) for text in texts]


@settings(deadline=None)
@given(st.dictionaries(TEXTS, st.lists(st.one_of(st.none(), TEXTS), min_size=9, max_size=9)))
def test_texts_come_back_as_they_were(columns: dict[str, list[str | None]]) -> None:
    expected = [
        {name: cells[row] for name, cells in columns.items() if cells[row]} or None
        for row in range(9)
    ]
    arrays = {name: pa.array(cells, pa.string()) for name, cells in columns.items()}
    assert objects(arrays, 9) == expected


def test_what_repeats_is_written_as_what_does_not() -> None:
    often = pa.array(['a "b"\n'] * 10 + [None, ""])
    assert objects({"x": often}, 12) == [{"x": 'a "b"\n'}] * 10 + [None, None]


def test_other_types_keep_theirs() -> None:
    columns = {
        "count": pa.array([1, None]),
        "share": pa.array([0.5, float("nan")]),
        "true": pa.array([True, None]),
        "day": pa.array([dt.date(2025, 10, 9), None]),
        "list": pa.array([[1, 2], None]),
        "bytes": pa.array([b"\xff", None]),
        "nothing": pa.nulls(2),
        "coded": pa.array(["a", None]).dictionary_encode(),
    }
    assert objects(columns, 2) == [
        {
            "count": 1,
            "share": 0.5,
            "true": True,
            "day": "2025-10-09",
            "list": [1, 2],
            "bytes": "ff",
            "coded": "a",
        },
        None,
    ]


def test_thousands_of_columns() -> None:
    columns = {f"c{number}": pa.array([str(number)]) for number in range(3000)}
    (found,) = objects(columns, 1)
    assert found == {f"c{number}": str(number) for number in range(3000)}


def test_no_columns() -> None:
    assert objects({}, 2) == [None, None]
