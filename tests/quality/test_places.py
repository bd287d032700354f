"""Places found in marked reports: floors that the figures must not fall below.

The project's own gold data (`gold/README.md`) is no part of what the model was learned from. The
research corpora stay outside the project; where they are at hand, the shipped model is held
against them through the command, and cross-validated by report.

    python -m loaders.places.training.errors tests/quality/gold/places_news.jsonl --examples 5
"""

import json
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import pytest
from figures import FIGURES

from geodata.boundaries import Boundaries
from geodata.gazetteer import Gazetteer
from loaders.language.language_model import LanguageModel
from loaders.places.find_places import find_places
from loaders.places.training.corpus import MarkedReport, read_corpora
from loaders.places.training.fit import gather
from loaders.places.training.folds import cross_validated
from loaders.places.training.scores import Found, Score, reliability, score

GOLD = Path(__file__).parent / "gold"
SHARED = Path(__file__).parents[3] / "shared" / "geoparsing"
CORPORA = ("GeoVirus", "LGL")
shared = pytest.mark.skipif(not SHARED.is_dir(), reason="the research corpora are not at hand")

# Precision, recall and F1 in per cent: a point below what was measured last.
GOLD_FLOORS = {"places_news": (92.4, 84.7, 88.4), "places_hard": (87.6, 81.0, 84.2)}
# F1 of the shipped model, which was learned from these very reports.
SHIPPED_FLOORS = {"GeoVirus": 85.5, "LGL": 85.1}
# F1 when no report is read by a model that has seen it.
UNSEEN_FLOORS = {"GeoVirus": 84.3, "LGL": 81.8}
# How far the share of right places may be from their mean score, in bins of this many and more.
MOST_OFF, FEWEST = 0.1, 150

Record = Callable[[str, object], None]


@pytest.fixture(scope="module")
def gazetteer() -> Iterator[Gazetteer]:
    with Gazetteer.open() as opened:
        yield opened


@pytest.fixture(scope="module")
def boundaries() -> Iterator[Boundaries]:
    with Boundaries.open() as opened:
        yield opened


@pytest.mark.parametrize("name", GOLD_FLOORS)
def test_our_own_gold_data(
    name: str, gazetteer: Gazetteer, boundaries: Boundaries, record_property: Record
) -> None:
    reports = read_corpora([GOLD / f"{name}.jsonl"], LanguageModel.open())
    found = list(_read(reports, gazetteer, boundaries))
    result = score(found)
    record_property(FIGURES, f"{_line(name, result)}\n{_reliability(found)}")
    floors = GOLD_FLOORS[name]
    assert all(
        100 * figure >= floor
        for figure, floor in zip((result.precision, result.recall, result.f1), floors, strict=True)
    )


@shared
def test_the_command_on_research_corpora(tmp_path: Path, record_property: Record) -> None:
    for corpus in CORPORA:
        subprocess.run(
            [
                Path(sys.executable).with_name("incidentmap"),
                "extract",
                SHARED / f"{corpus}.jsonl",
                "--output",
                tmp_path / f"{corpus}.jsonl",
            ],
            check=True,
        )
    figures = tmp_path / "figures.json"
    command = [sys.executable, SHARED / "score_places.py", tmp_path, "--mode", "noadj"]
    subprocess.run([*command, "--json", figures], check=True, capture_output=True)
    scores = json.loads(figures.read_text("utf-8"))
    measured = {corpus: 100 * scores[f"{corpus}/noadj"]["e2e_F1"] for corpus in CORPORA}
    record_property(FIGURES, f"incidentmap extract, shipped model, F1: {measured}")
    assert all(measured[corpus] >= floor for corpus, floor in SHIPPED_FLOORS.items())


@shared
def test_research_corpora_read_unseen(
    gazetteer: Gazetteer, boundaries: Boundaries, record_property: Record
) -> None:
    paths = [SHARED / f"{corpus}.jsonl" for corpus in CORPORA]
    reports = read_corpora(paths, LanguageModel.open())
    found = list(cross_validated(gather(reports, gazetteer), gazetteer, boundaries))
    results = {
        corpus: score(each for each in found if each[0].corpus == corpus) for corpus in CORPORA
    }
    lines = [_line(f"{corpus}, cross-validated", result) for corpus, result in results.items()]
    record_property(FIGURES, "\n".join([*lines, _reliability(found)]))
    assert all(100 * results[corpus].f1 >= floor for corpus, floor in UNSEEN_FLOORS.items())
    bins = [each for each in reliability(found) if each.places >= FEWEST]
    assert len(bins) > 5
    assert all(abs(each.right - each.mean_score) <= MOST_OFF for each in bins)


def _read(
    reports: Iterable[MarkedReport], gazetteer: Gazetteer, boundaries: Boundaries
) -> Iterator[Found]:
    for report in reports:
        yield report, find_places(report.document, gazetteer, boundaries)


def _line(name: str, result: Score) -> str:
    figures = [100 * figure for figure in (result.precision, result.recall, result.f1)]
    return "{}: precision {:.1f}, recall {:.1f}, F1 {:.1f}".format(name, *figures)


def _reliability(found: Sequence[Found]) -> str:
    rows = [
        f"  {each.places:6} {each.mean_score:10.2f} {each.right:6.2f}"
        for each in reliability(found)
    ]
    return "\n".join(["  places mean score  right", *rows])
