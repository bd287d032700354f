"""The card of the model: what it is, from what it was learned, how well it does."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from loaders.places.training.folds import FOLDS
from loaders.places.training.scores import Bin, Score

_TEXT = """\
# Model of places
Decides which capitalised names of an English report are places, and which places they are. Made
by `python -m loaders.places.training CORPUS.jsonl...`; the same reports give the same bytes.

- `weights.json`: a logistic regression on what stands around a name (`name_evidence`), and a
  conditional logistic regression on how a place fits the others of its report
  (`candidate_table`).
- `forest.npz`: a random forest of {nodes:,} nodes that hears both and gives the score (`judge`).

## Learned from
{reports:,} news reports in which people have marked {places:,} places with their coordinates. They
are research data and no part of the project; the model keeps counts and weights, no text.

{corpora}

Set by hand is what these reports do not settle: see `_SET_BY_HAND` in `loaders/places/training`.

## How well it does
End to end: a place is right when it overlaps a marked one and lies within 161 km of it. People
named after places ("Afghan") count neither way. Cross-validated in {folds} folds by report, so
that no report is read by a model that has seen it; in brackets, the model that ships, on the
reports it was learned from.

| corpus | reports | precision | recall | F1 |
|---|---|---|---|---|
{figures}

Scores are calibrated: of the places scored 0.9, nine in ten are right (cross-validated).

| places | mean score | right |
|---|---|---|
{bins}

## Use and limits
English news. Small places named without their state or country go to the largest of that name.
On reports of another kind, expect less than the figures above: `tests/quality` holds reports
that the model was not learned from.

Made with {versions}.
"""
_SOURCE = 'Gritta et al. 2020, "A pragmatic guide to geoparsing evaluation"'
_CORPORA = {
    "GeoVirus": f"GeoVirus: Wikinews on epidemics and disasters ({_SOURCE})",
    "LGL": f"LGL: local papers, most of them American ({_SOURCE})",
}


@dataclass(frozen=True, slots=True)
class Figures:
    """What came of a corpus, read unseen (cross-validated) and by the model that ships."""

    corpus: str
    reports: int
    unseen: Score
    seen: Score


def card(
    figures: Sequence[Figures], bins: Sequence[Bin], nodes: int, versions: Mapping[str, str]
) -> str:
    """Return the card as Markdown."""
    return _TEXT.format(
        nodes=nodes,
        reports=sum(each.reports for each in figures),
        places=sum(each.unseen.marked for each in figures),
        corpora="\n".join(f"- {_CORPORA.get(each.corpus, each.corpus)}" for each in figures),
        folds=FOLDS,
        figures="\n".join(_row(each) for each in figures),
        bins="\n".join(
            f"| {each.places} | {each.mean_score:.2f} | {each.right:.2f} |" for each in bins
        ),
        versions=", ".join(f"{name} {number}" for name, number in versions.items()),
    )


def _row(figures: Figures) -> str:
    shown = " | ".join(
        f"{100 * unseen:.1f} ({100 * seen:.1f})"
        for unseen, seen in (
            (figures.unseen.precision, figures.seen.precision),
            (figures.unseen.recall, figures.seen.recall),
            (figures.unseen.f1, figures.seen.f1),
        )
    )
    return f"| {figures.corpus} | {figures.reports} | {shown} |"
