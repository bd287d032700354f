"""The card of the models: what they are, from what they were learned, how well they do."""

from collections.abc import Mapping, Sequence

import numpy as np

from loaders.extraction.scene_judgement import KEPT_FROM, REPORTS_FROM
from loaders.extraction.training.corpus import Example
from loaders.extraction.training.fit import FOLDS, Scores, ranking, reliability
from loaders.extraction.training.fit_reports import Judged, at_cutoff

_TEXT = """\
# Models of scenes and reports
Gives each event that a report seems to tell a confidence that it is an incident. Made by
`python -m loaders.extraction.training CORPUS.jsonl...`; the same reports give the same bytes.

- `weights.json`: a logistic regression on how a report tells a scene (`scene_evidence`): tense,
  day, place, people, position, quotation, what surrounds it. It knows no names, no places and no
  types of events.
- `reports.npz`, `reports.json`: boosted trees on how the whole report is written
  (`report_evidence`): shares of words that mark tense, person, speech and abstract talk, how
  thickly words for events stand, what its first sentences tell, and how sure its scenes are.
- A report that the trees give less than {reports_from} gives no row, unless it counts dead or
  wounded on a day of their own; of others, scenes below {kept_from} give none. Notes of a few
  sentences, too short to have a style, are judged by their surest scene (`scene_judgement`).

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

### Reports that tell no incident
Judged by models that have not seen them, on the corpora that hold such reports ({reports} reports),
by the cutoff on the trees' answer. False alarms: reports without a coded incident that give a
row of an incident or toll. Believed: reports with one that give a row. Recall and precision: of
coded incidents and of rows, as far as a scene agrees with them. Talks are not counted.

| cutoff | false alarms | believed | recall | precision |
|---|---|---|---|---|
{cutoffs}

The shipped models have seen these reports and give far fewer false alarms on them: the table is
what to go by. A cutoff that silences more talk silences more news, with its numbers, days and
places. Reports without a coded incident that plainly tell one (dead or wounded, counted, on a
day of their own) teach the trees nothing, as that is an incident here; in the table they are false
alarms.

## Use and limits
English news, notes and headlines. People who code "terrorism" leave out clashes between armies and
armed groups, which are incidents here: on such reports the shares of right scenes are too low.

Made with {versions}.
"""


def card(
    reports: Mapping[str, int],
    examples: Sequence[Example],
    scores: Scores,
    judged: Sequence[Judged],
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
        reports=len(judged),
        cutoffs="\n".join(_cutoff(judged, cutoff) for cutoff in _CUTOFFS),
        notes=_mean_of_notes(examples, scores),
        versions=", ".join(f"{name} {number}" for name, number in versions.items()),
    )


_CUTOFFS = (0.0, 0.5, 0.6, 0.65, 0.7, 0.725, 0.75, 0.775, 0.8, 0.85)


def _cutoff(judged: Sequence[Judged], cutoff: float) -> str:
    at = at_cutoff(judged, cutoff)
    measured = (at.false_alarms, at.believed, at.recall, at.precision)
    return f"| {cutoff:g} | " + " | ".join(f"{share:.3f}" for share in measured) + " |"


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
