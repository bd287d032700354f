"""What counts as right, and how errors are told apart."""

from dataclasses import replace

import pytest

from loaders.language.document import Document, split_sentences
from loaders.places.mention import PlaceMention
from loaders.places.training.corpus import MarkedReport, Toponym, excerpts
from loaders.places.training.folds import fold_of
from loaders.places.training.scores import reliability, score

TEXT = "Aville and Btown. Afghans in Ctown."
AVILLE = Toponym(0, 6, 10.0, 20.0, adjective=False)
BTOWN = Toponym(11, 16, 30.0, 40.0, adjective=False)
AFGHANS = Toponym(18, 25, 33.0, 66.0, adjective=True)
CTOWN = Toponym(29, 34, None, None, adjective=False)
REPORT = MarkedReport(
    "made-up",
    "1",
    Document(TEXT, split_sentences(TEXT), []),
    (AVILLE, BTOWN, AFGHANS, CTOWN),
)


def found(
    start: int, end: int, lat: float | None, lon: float | None, sure: float = 0.9
) -> PlaceMention:
    text = TEXT[start:end]
    return PlaceMention(start, end, text, place=None, name=text, lat=lat, lon=lon, score=sure)


def test_right_is_the_span_and_the_place() -> None:
    near, far = found(0, 6, 11.0, 20.5), found(11, 16, 30.0, 42.0)
    result = score([(REPORT, [near, far])])
    assert (result.marked, result.found, result.right) == (2, 2, 1)
    assert result.precision == result.recall == result.f1 == pytest.approx(0.5)


def test_what_the_marks_leave_open_counts_neither_way() -> None:
    open_cases = [found(18, 25, 33.0, 66.0), found(29, 34, 1.0, 1.0), found(7, 10, None, None)]
    assert score([(REPORT, open_cases)]).found == 0
    assert score([(REPORT, [found(7, 10, 1.0, 1.0)])]).found == 1


def test_a_marked_place_is_found_once() -> None:
    twice = [found(0, 3, 10.0, 20.0), found(0, 6, 10.0, 20.0)]
    result = score([(REPORT, twice)])
    assert (result.found, result.right) == (2, 1)


def test_nothing_found_and_nothing_marked() -> None:
    assert score([]).f1 == 0
    assert score([(REPORT, [])]).recall == 0


def test_reliability_compares_scores_with_what_is_right() -> None:
    mentions = [
        found(0, 6, 10.0, 20.0, 0.95),
        found(11, 16, 0.0, 0.0, 0.93),
        found(7, 10, 1.0, 1.0, 0.4),
    ]
    low, high = reliability([(REPORT, mentions)])
    assert (low.places, low.right) == (1, 0.0)
    assert (high.places, high.right) == (2, 0.5)
    assert high.mean_score == pytest.approx(0.94)


def test_excerpts_keep_the_marks_in_their_places() -> None:
    first, second = excerpts(REPORT, 1)
    assert [first.document.text[each.start : each.end] for each in first.toponyms] == [
        "Aville",
        "Btown",
    ]
    assert [second.document.text[each.start : each.end] for each in second.toponyms] == [
        "Afghans",
        "Ctown",
    ]
    assert len(list(excerpts(REPORT, 2))) == 1


def test_a_report_stays_in_its_fold() -> None:
    reports = [replace(REPORT, report_id=str(number)) for number in range(200)]
    folds = [fold_of(report) for report in reports]
    assert folds == [fold_of(report) for report in reversed(reports)][::-1]
    assert {folds.count(fold) > 20 for fold in range(5)} == {True}
