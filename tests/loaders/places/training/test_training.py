"""Learning from marked reports gives a model that reads them, and the same one each time."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from geodata.boundaries import Boundaries
from geodata.errors import SourceError
from geodata.gazetteer import Gazetteer
from loaders.language.language_model import LanguageModel
from loaders.places.find_places import find_places
from loaders.places.training import errors
from loaders.places.training.__main__ import main as train
from loaders.places.training.corpus import MarkedReport, read_corpora
from loaders.places.training.fit import fit_model, gather
from loaders.places.training.scores import score

GOLD = Path(__file__).parents[3] / "quality" / "gold" / "places_news.jsonl"


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a file of the first forty reports."""
    path = tmp_path_factory.mktemp("corpus") / "forty.jsonl"
    lines = GOLD.read_text("utf-8").split("\n")[:40]
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


@pytest.fixture(scope="module")
def reports(corpus: Path) -> list[MarkedReport]:
    return list(read_corpora([corpus], LanguageModel.open()))


@pytest.fixture(scope="module")
def gazetteer() -> Iterator[Gazetteer]:
    with Gazetteer.open() as opened:
        yield opened


def test_a_model_learns_to_read_what_it_is_shown(
    reports: list[MarkedReport], gazetteer: Gazetteer
) -> None:
    gathered = gather(reports, gazetteer)
    model = fit_model(gathered, gazetteer)
    with Boundaries.open() as boundaries:
        seen = score(
            (report, find_places(report.document, gazetteer, boundaries, model))
            for report in reports
        )
    assert seen.f1 > 0.85
    assert model.evidence["entity:place"] > model.evidence["entity:none"]


def test_the_command_writes_the_same_model_each_time(corpus: Path, tmp_path: Path) -> None:
    for folder in ("one", "two"):
        done = CliRunner().invoke(train, [str(corpus), "--output", str(tmp_path / folder)])
        assert done.exit_code == 0, done.output
    names = sorted(path.name for path in (tmp_path / "one").iterdir())
    assert names == ["CARD.md", "forest.npz", "weights.json"]
    for name in names:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()
    assert "| forty | 40 |" in (tmp_path / "one" / "CARD.md").read_text("utf-8")


def test_errors_are_counted_by_class(corpus: Path, reports: list[MarkedReport]) -> None:
    done = CliRunner().invoke(errors.main, [str(corpus), "--examples", "1"])
    assert done.exit_code == 0, done.output
    lines = done.output.splitlines()
    marked = sum(toponym.counts for report in reports for toponym in report.toponyms)
    assert lines[0] == f"forty: {marked} places marked"
    counts = [int(line.split()[0]) for line in lines[1:] if line[:7].strip().isdigit()]
    assert len(counts) == len((errors.RIGHT, *errors.MISSED, errors.INVENTED))
    assert sum(counts[:-1]) == marked
    assert counts[0] > marked / 2


@pytest.mark.parametrize("line", ["no JSON", "{}", '{"id": 1, "text": "x", "toponyms": [{}]}'])
def test_a_line_that_is_no_marked_report_is_told(tmp_path: Path, line: str) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_text(line, "utf-8")
    with pytest.raises(SourceError, match=r"bad\.jsonl, line 1"):
        list(read_corpora([path], LanguageModel.open()))
