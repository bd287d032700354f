import csv
from pathlib import Path

import pytest

from geodata.geonames_dump import features
from geodata.geonames_dump.features import importance_of_area, importance_of_feature, is_wanted

ROWS = list(
    csv.DictReader(
        Path(features.__file__).with_name("features.csv").read_text("utf-8").splitlines()
    )
)


@pytest.mark.parametrize(
    "feature",
    ["P.PPL", "P.PPLX", "P.PPLQ", "P.STLMT", "A.ADM4", "A.PCLI", "H.STM", "S.AIRB", "L.MILB",
     "T.PASS", "T.ISL", "R.TNL", "S.CMPRF"],
)  # fmt: skip
def test_what_news_name_is_wanted(feature: str) -> None:
    assert is_wanted(*feature.split("."))


@pytest.mark.parametrize(
    "feature", ["P.PPLH", "A.ADM1H", "S.SCH", "S.CH", "S.FRM", "S.HTL", "H.WLL", "R.ST", "U.SMU",
                "T.HLL", "L.AREA", "X.ANY"],
)  # fmt: skip
def test_what_they_do_not_is_left_out(feature: str) -> None:
    assert not is_wanted(*feature.split("."))


def test_the_table_is_sorted_and_without_repetition() -> None:
    listed = [row["feature"] for row in ROWS]
    assert listed == sorted(set(listed))
    for row in ROWS:
        assert 0 < float(row["importance"]) < 10
        assert row["what"]
        assert row["feature"][0] in "HLRSTV"


def test_importance_falls_with_the_level_and_grows_with_people_and_names() -> None:
    by_level = [importance_of_area(f"ADM{level}", 10_000) for level in (1, 2, 3, 4, 5)]
    assert by_level == sorted(by_level, reverse=True)
    assert importance_of_area("ADM2", 10_000) < importance_of_area("ADM2", 20_000)
    assert importance_of_feature("H.STM", 0, 0) < importance_of_feature("H.STM", 0, 30)
    assert importance_of_feature("T.ISL", 0, 0) < importance_of_feature("T.ISL", 5000, 0)
    assert importance_of_feature("L.AREA", 7 * 10**9, 0) == 6.0
    assert importance_of_feature("S.SCH", 0, 0) < 1.0
