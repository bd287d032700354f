"""The card of the model: what it is, from what it was learned, how well it does."""

from collections.abc import Mapping, Sequence

import numpy as np

from loaders.extraction.scene_judgement import KEPT_FROM, REPORTS_FROM
from loaders.extraction.training.corpus import Example
from loaders.extraction.training.fit import FOLDS, Scores, ranking, reliability

_TEXT = """\
# Model of scenes
Gives each event that a report seems to tell a confidence that it is an incident. Made by
`python -m loaders.extraction.training CORPUS.jsonl...`; the same reports give the same bytes.

- `weights.json`: a logistic regression on how a report tells a scene (`scene_evidence`): tense,
  day, place, people, position, quotation, what surrounds it. It knows no names, no places and no
  types of events.
- A report whose surest scene is below {reports_from} gives no row; of others, scenes below
  {kept_from} give none (`scene_judgement`).

## Learned from
{corpora}

They are research data and no part of the project; the model keeps weights, no text. A scene counts
as right when a coded incident agrees with it in deaths (within a fifth or one), day (within one)
and place (within 161 km), as far as both tell them, and no other scene has taken that incident;
the first scene of a note or headline of one incident always is.

## How well it does
Cross-validated in {folds} folds by report, so that no scene is judged by a model that has seen its
report. Ranking: how often a right scene is surer than a wrong one of the same corpus.

| corpus | scenes | right | ranking |
|---|---|---|---|
{figures}

Confidence is calibrated (cross-validated, without the scenes of notes and headlines, which are
nearly all right and get {notes:.2f} on average):

| scenes | mean confidence | right |
|---|---|---|
{bins}

## Use and limits
English news, notes and headlines. People who code "terrorism" leave out clashes between armies and
armed groups, which are incidents here: on such reports the shares of right scenes are too low.

Made with {versions}.
"""


def card(
    reports: Mapping[str, int],
    examples: Sequence[Example],
    scores: Scores,
    versions: Mapping[str, str],
) -> str:
    """Return the card as Markdown; `reports` counts them by corpus."""
    return _TEXT.format(
        reports_from=REPORTS_FROM,
        kept_from=KEPT_FROM,
        folds=FOLDS,
        corpora="\n".join(f"- {name}: {count:,} reports" for name, count in reports.items()),
        figures="\n".join(_figures(name, examples, scores) for name in reports),
        bins="\n".join(
            f"| {each.scenes} | {each.confidence:.2f} | {each.right:.2f} |"
            for each in reliability(*_of_reports(examples, scores))
        ),
        notes=_mean_of_notes(examples, scores),
        versions=", ".join(f"{name} {number}" for name, number in versions.items()),
    )


def _of_reports(examples: Sequence[Example], scores: Scores) -> tuple[list[Example], Scores]:
    kept = [number for number, example in enumerate(examples) if not example.note]
    return [examples[number] for number in kept], scores[kept]


def _mean_of_notes(examples: Sequence[Example], scores: Scores) -> float:
    notes = np.array([example.note for example in examples], dtype=bool)
    return float(scores[notes].mean()) if notes.any() else float("nan")


def _figures(corpus: str, examples: Sequence[Example], scores: Scores) -> str:
    of = np.array([example.corpus == corpus for example in examples], dtype=bool)
    own = [example for example, inside in zip(examples, of, strict=True) if inside]
    right = sum(example.right for example in own)
    share = ranking(own, scores[of])
    return f"| {corpus} | {len(own)} | {right} | {share:.3f} |"
