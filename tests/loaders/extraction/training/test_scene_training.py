"""Learning from coded reports gives a model that tells news from talk, and the same each time."""

import json
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from geodata.errors import SourceError
from geodata.vocabulary import Kind
from loaders.extraction.scene import Scene
from loaders.extraction.scene_model import SceneModel
from loaders.extraction.training.__main__ import main as train
from loaders.extraction.training.corpus import Example, ReadReport, read_corpora
from loaders.extraction.training.fit import cross_validated, fit_model, ranking, reliability
from loaders.extraction.training.fit_reports import at_cutoff, fit_reports, judge_unseen
from loaders.language.language_model import LanguageModel

NEWS = "A car bomb killed {} people in Mogadishu on Monday, police said."
TALK = "We reject the violence in Mogadishu. I ask why murders in Mogadishu never end."
CODED = {"date": "2025-07-28", "lat": 2.04, "lon": 45.34}


def line(number: int) -> str:
    told = {"id": number, "published": "2025-07-29"}
    if number % 2:
        return json.dumps(told | {"text": TALK, "gold_all": []})
    incident = CODED | {"killed": number + 2}
    return json.dumps(told | {"text": NEWS.format(number + 2), "gold_all": [incident]})


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("corpus") / "twenty.jsonl"
    path.write_text("\n".join(line(number) for number in range(20)) + "\n", "utf-8")
    return path


def test_the_command_writes_the_same_model_each_time(corpus: Path, tmp_path: Path) -> None:
    for folder in ("one", "two"):
        done = CliRunner().invoke(train, [str(corpus), "--output", str(tmp_path / folder)])
        assert done.exit_code == 0, done.output
    for name in ("CARD.md", "weights.json", "reports.json", "reports.npz"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()
    card = (tmp_path / "one" / "CARD.md").read_text("utf-8")
    assert "- twenty: 20 reports" in card
    assert "| 1.000 |" in card, "news ranks before talk"
    model = SceneModel.open(tmp_path / "one")
    assert model.weights["own day"] > 0 > model.weights["spoken"]
    assert "| 0.75 | 0.000 | 1.000 | 1.000 | 1.000 |" in card, "news is believed, talk is not"


def read_report(number: int, *, coded: bool, style: float, note: bool = False) -> ReadReport:
    evidence = {"noise": float(number % 7)}
    example = Example("made", str(number), evidence, right=coded, note=note)
    return ReadReport(
        corpus="made",
        report_id=str(number),
        note=note,
        short=False,
        incidents=int(coded),
        scenes=[Scene(Kind.INCIDENT, [])],
        examples=[example],
        style={"style": style},
    )


def made_reports(count: int = 400) -> list[ReadReport]:
    """Make reports of which one in five is written like the other kind."""
    generator = np.random.default_rng(3)
    coded = [bool(number % 2) for number in range(count)]
    return [
        read_report(number, coded=told, style=float(told != (generator.random() < 0.2)))
        for number, told in enumerate(coded)
    ]


def test_cutoffs_are_measured_on_unseen_reports() -> None:
    judged = judge_unseen(made_reports())
    lowest, middle, highest = (at_cutoff(judged, cutoff) for cutoff in (0.0, 0.5, 1.1))
    assert (lowest.false_alarms, lowest.believed, lowest.recall) == (1, 1, 1)
    assert lowest.precision == pytest.approx(0.5)
    assert 0.1 < middle.false_alarms < 0.3, "a forest that has seen them would know them all"
    assert 0.7 < middle.recall < 0.9
    assert middle.precision > 0.7
    assert (highest.false_alarms, highest.recall) == (0, 0)
    assert np.isnan(highest.precision)


def test_notes_of_one_incident_teach_nothing_about_reports() -> None:
    notes = [read_report(number, coded=True, style=0.0, note=True) for number in range(1000, 1100)]
    alone, with_notes = fit_reports(made_reports()), fit_reports([*made_reports(), *notes])
    talk = {"style": 0.0}
    assert with_notes.confidence(talk) < 0.5
    assert alone.confidence(talk) < 0.5
    with pytest.raises(SourceError, match="gold_all"):
        fit_reports(notes)


def test_confidence_is_measured_on_unseen_reports() -> None:
    generator = np.random.default_rng(7)
    truth = generator.random(2000) < 0.5
    examples = [
        Example(
            "made", str(number), {"seen": float(right), "noise": generator.random()}, right=kept
        )
        for number, right in enumerate(truth)
        for kept in [bool(right) if generator.random() < 0.8 else not right]
    ]
    scores = cross_validated(examples)
    bins = reliability(examples, scores)
    assert sum(each.scenes for each in bins) == len(examples)
    assert all(abs(each.confidence - each.right) < 0.05 for each in bins if each.scenes > 100)
    assert 0.7 < ranking(examples, scores) < 0.9
    assert fit_model(examples).weights["seen"] > 1


@pytest.mark.parametrize(
    "text", ["no JSON", "{}", '{"id": 1, "text": "x"}', '{"id": 1, "text": 2, "gold_all": []}']
)
def test_a_line_that_is_no_coded_report_is_named(text: str, tmp_path: Path) -> None:
    path = tmp_path / "broken.jsonl"
    path.write_text(f"{line(0)}\n{text}\n", "utf-8")
    with pytest.raises(SourceError, match=r"broken\.jsonl, line 2"):
        list(read_corpora([path], LanguageModel.open()))
