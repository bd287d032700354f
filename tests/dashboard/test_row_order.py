import dataclasses
import datetime as dt

import numpy as np
import pytest
from store_records import incident, report

from dashboard.row_order import SORTS, Sort, in_order, ranks_of
from geodata.frames import incidents_frame

REPORT = report()
ROWS = incidents_frame(
    dataclasses.replace(incident(REPORT, 0, **fields), incident_id=str(number))
    for number, fields in enumerate(
        (
            {
                "place_name": "kabul",
                "killed_best": None,
                "killed_low": 3,
                "killed_high": 9,
                "date_start": dt.date(2025, 1, 2),
                "confidence": 0.4,
            },
            {
                "place_name": "Aybak",
                "killed_best": 7,
                "killed_low": 0,
                "date_start": dt.date(1889, 1, 1),
                "confidence": None,
            },
            {
                "place_name": None,
                "killed_best": None,
                "killed_low": None,
                "killed_high": None,
                "date_start": None,
                "confidence": 0.9,
            },
        )
    )
)


@pytest.mark.parametrize(
    ("sort", "rising", "falling"),
    [
        (Sort.FROM, [1, 0, 2], [0, 1, 2]),
        (Sort.KILLED, [0, 1, 2], [1, 0, 2]),
        (Sort.PLACE, [1, 0, 2], [0, 1, 2]),
        (Sort.CONFIDENCE, [0, 2, 1], [2, 0, 1]),
    ],
)
def test_what_is_missing_comes_last_either_way(
    sort: Sort, rising: list[int], falling: list[int]
) -> None:
    ranks, rows = ranks_of(ROWS, SORTS[sort]), np.arange(3)
    assert in_order(ranks, rows, rising=True).tolist() == rising
    assert in_order(ranks, rows, rising=False).tolist() == falling


@pytest.mark.parametrize("sort", list(Sort))
def test_every_sort_takes_any_rows(sort: Sort) -> None:
    assert len(ranks_of(ROWS.iloc[:0], SORTS[sort])) == 0
    assert sorted(in_order(ranks_of(ROWS, SORTS[sort]), np.arange(3), rising=True)) == [0, 1, 2]
