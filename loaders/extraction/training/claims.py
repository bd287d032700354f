"""Count how often a number is right, by how it is told, and write the shares with their card.

    python -m loaders.extraction.training.claims CORPUS.jsonl... [--output FOLDER]

The same reports give the same shares.
"""

import json
import logging
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, cast

import click

from geodata.boundaries import Boundaries
from geodata.gazetteer import Gazetteer
from geodata.settings import Settings
from geodata.vocabulary import Kind, Measure
from loaders.extraction.claim_confidence import FOLDER, SHARES, keys, manner_of
from loaders.extraction.counts import count_of
from loaders.extraction.dates import find_dates
from loaders.extraction.facts import read_facts
from loaders.extraction.scene import Scene
from loaders.extraction.scenes import find_scenes
from loaders.extraction.training.corpus import CodedReport, read_corpora
from loaders.extraction.training.corpus import Example as SceneExample
from loaders.extraction.training.fit import FOLDS, fold_of
from loaders.language.language_model import LanguageModel
from loaders.places.find_places import find_places

_log = logging.getLogger(__name__)

# A share counts as if so many numbers more of the same kind had been seen, right as often as all.
_PRIOR_WEIGHT: Final = 8.0
_CODED: Final = {Measure.KILLED: "killed", Measure.WOUNDED: "wounded"}


@dataclass(frozen=True, slots=True)
class Example:
    """A number of an event that people have coded: how it is told, and whether it is theirs."""

    corpus: str
    report_id: str
    key: str
    right: bool


@click.command()
@click.argument("corpora", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    default=FOLDER,
    help="Folder for the shares and their card; without it, those of the program.",
)
def main(corpora: tuple[Path, ...], output: Path) -> None:
    """Count how often numbers are right in reports whose incidents people have coded."""
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    settings = Settings.read()
    with (
        Gazetteer.open(settings.gazetteer) as gazetteer,
        Boundaries.open(settings.boundaries) as boundaries,
    ):
        reports = read_corpora(corpora, LanguageModel.open(settings.model))
        read = list(examples(reports, gazetteer, boundaries))
    output.mkdir(parents=True, exist_ok=True)
    learned = json.dumps(shares(read), indent=1)
    (output / SHARES).write_text(learned + "\n", "utf-8")
    text = card(read)
    (output / "CARD.md").write_text(text, "utf-8")
    _log.info(text)


def examples(
    reports: Iterable[CodedReport], gazetteer: Gazetteer, boundaries: Boundaries
) -> Iterator[Example]:
    """Yield the numbers of events that are the only coded incident of their report.

    Where several are coded, or several are told, nothing says which number belongs to which.
    """
    for report in reports:
        if len(report.coded) != 1:
            continue
        document = report.document
        places = find_places(document, gazetteer, boundaries)
        facts = read_facts(document, find_dates(document), places)
        scenes = [
            scene
            for scene in find_scenes(facts, document.published)
            if scene.kind is Kind.INCIDENT and _counts(scene)
        ]
        if len(scenes) == 1:
            yield from _numbers(report, scenes[0])


def _counts(scene: Scene) -> bool:
    return any(found.measure in _CODED for _facts, found in scene.casualties)


def _numbers(report: CodedReport, scene: Scene) -> Iterator[Example]:
    for measure, name in _CODED.items():
        coded = report.coded[0].get(name)
        told = [found for _facts, found in scene.casualties if found.measure is measure]
        if coded is None or not told:
            continue
        total = count_of(scene, measure)
        for found in told:
            if found.part:
                continue
            # A number is right when it is the coded one, or adds to others that make it.
            own = _holds(found.low, found.high, coded)
            summed = _holds(total.low, total.high, coded) and (found.low or 0) <= coded
            key = manner_of(scene, found, len(report.document.sentences)).key
            yield Example(report.corpus, report.report_id, key, own or summed)


def _holds(low: int | None, high: int | None, coded: int) -> bool:
    """Tell whether a number holds what was coded; one without an end up to twice itself."""
    if low is None:
        return high == coded
    return low <= coded <= (_OPEN * low if high is None else high)


# "At least 40" is no claim of 400.
_OPEN: Final = 2


def shares(read: Sequence[Example]) -> dict[str, float]:
    """Return the share of right numbers by how they are told, drawn towards that of all."""
    counted: dict[str, list[bool]] = defaultdict(list)
    for example in read:
        counted[example.key].append(example.right)
    overall = (sum(example.right for example in read) + 1) / (len(read) + 2)
    return {
        key: round(
            (sum(counted[key]) + _PRIOR_WEIGHT * overall) / (len(counted[key]) + _PRIOR_WEIGHT), 3
        )
        for key in keys()
    }


_CARD = """\
# Shares of right numbers
How often a number that a report gives for an event is the one that people coded, by how it is told.
Made by `python -m loaders.extraction.training.claims CORPUS.jsonl...`; the same reports give the
same bytes. A claim's `confidence` is the share of its kind.

## Learned from
{corpora}

They are research data and no part of the project; only shares are kept, no text. Taken are reports
with one coded incident in which one incident with people killed or wounded is read. Kinds of which
few were seen are drawn towards the share of all.

| how it is told | numbers | right | confidence |
|---|---|---|---|
{kinds}

## How well it does
Cross-validated in {folds} folds by report.

| numbers | mean confidence | right |
|---|---|---|
{bins}

## Use and limits
Numbers of missing, detained and displaced people are not coded there; theirs are taken to be as
sure as those of killed and wounded. Coders knew more than a headline says, so the shares of short
reports are rather too low.
"""


def card(read: Sequence[Example]) -> str:
    """Return the card as Markdown."""
    learned = shares(read)
    numbers: dict[str, list[Example]] = defaultdict(list)
    for example in read:
        numbers[example.key].append(example)
    corpora = {example.corpus: 0 for example in read}
    for example in read:
        corpora[example.corpus] += 1
    return _CARD.format(
        corpora="\n".join(f"- {name}: {count} numbers" for name, count in sorted(corpora.items())),
        kinds="\n".join(
            f"| {key} | {len(numbers[key])} | {sum(e.right for e in numbers[key])} "
            f"| {learned[key]:.2f} |"
            for key in keys()
        ),
        folds=FOLDS,
        bins="\n".join(_bins(read)),
    )


def _bins(read: Sequence[Example]) -> Iterator[str]:
    told: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for fold in range(FOLDS):
        learned: Mapping[str, Any] = shares([e for e in read if _fold(e) != fold])
        for example in read:
            if _fold(example) == fold:
                share = learned[example.key]
                told[min(9, int(share * 10))].append((share, example.right))
    for number in sorted(told):
        sure = sum(share for share, _right in told[number]) / len(told[number])
        right = sum(right for _share, right in told[number]) / len(told[number])
        yield f"| {len(told[number])} | {sure:.2f} | {right:.2f} |"


def _fold(example: Example) -> int:
    return fold_of(cast("SceneExample", example))


if __name__ == "__main__":
    main()
