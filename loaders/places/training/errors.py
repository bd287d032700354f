"""Why places are missed, misplaced or invented, counted by the step that went wrong.

python -m loaders.places.training.errors CORPUS.jsonl... [--examples 5]
"""

import random
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import click

from geodata.boundaries import Boundaries
from geodata.gazetteer import Gazetteer
from geodata.settings import Settings
from loaders.language.language_model import LanguageModel
from loaders.places.find_places import find_places
from loaders.places.mention import PlaceMention
from loaders.places.model import PlaceModel, shipped_model
from loaders.places.names import PlaceName, gather_names
from loaders.places.training.corpus import MarkedReport, Toponym, read_corpora
from loaders.places.training.scores import counts, is_right

# What is shown on either side of a name.
_AROUND = 40

RIGHT = "right"
# In the order of the steps; a place counts for the first step that lost it.
MISSED = (
    "recogniser miss: no name seen there",
    "gazetteer gap: no place of that name near by",
    "recogniser miss: name seen, taken for none",
    "wrong candidate: another place of that name",
    "moved: the right place, its part or offset lies elsewhere",
)
INVENTED = "found where none is marked"


@click.command()
@click.argument("corpora", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--examples", default=0, show_default=True, help="How many of each class to print.")
def main(corpora: tuple[Path, ...], examples: int) -> None:
    """Count the errors made on reports in which people have marked the places."""
    settings = Settings.read()
    with (
        Gazetteer.open(settings.gazetteer) as gazetteer,
        Boundaries.open(settings.boundaries) as boundaries,
    ):
        reports = read_corpora(corpora, LanguageModel.open(settings.model))
        classes = classified(reports, gazetteer, boundaries, shipped_model())
    for line in table(classes, examples):
        click.echo(line)


def classified(
    reports: Iterable[MarkedReport],
    gazetteer: Gazetteer,
    boundaries: Boundaries,
    model: PlaceModel,
) -> dict[tuple[str, str], list[str]]:
    """Return, by corpus and class, each place with the words around it."""
    classes: dict[tuple[str, str], list[str]] = defaultdict(list)
    for report in reports:
        names = gather_names(report.document, gazetteer)
        mentions = find_places(report.document, gazetteer, boundaries, model)
        for toponym in report.toponyms:
            if toponym.counts:
                fate = _fate(toponym, names, mentions)
                classes[report.corpus, fate].append(_words(report, toponym.start, toponym.end))
        for mention in mentions:
            if counts(report, mention) and not _is_marked(report, mention):
                shown = _words(report, mention.start, mention.end)
                classes[report.corpus, INVENTED].append(shown)
    return classes


def table(classes: dict[tuple[str, str], list[str]], examples: int) -> Iterator[str]:
    """Yield the lines of the analysis: class, count, share of the marked places."""
    chance = random.Random(0)  # noqa: S311 - a sample to read, no secret
    for corpus in sorted({corpus for corpus, _ in classes}):
        marked = sum(len(classes.get((corpus, fate), ())) for fate in (RIGHT, *MISSED))
        yield f"{corpus}: {marked} places marked"
        for fate in (RIGHT, *MISSED, INVENTED):
            shown = classes.get((corpus, fate), [])
            yield f"{len(shown):7} {len(shown) / max(marked, 1):6.1%}  {fate}"
            if fate != RIGHT:
                for words in chance.sample(shown, min(examples, len(shown))):
                    yield f"{'':19}{words}"


def _fate(toponym: Toponym, names: Sequence[PlaceName], mentions: Sequence[PlaceMention]) -> str:
    here = [mention for mention in mentions if toponym.overlaps(mention.start, mention.end)]
    if any(is_right(toponym, mention) for mention in here):
        return RIGHT
    seen = [name for name in names if toponym.overlaps(name.start, name.end)]
    if not seen:
        return MISSED[0]
    if not any(
        toponym.is_near(candidate.place.latitude, candidate.place.longitude)
        for name in seen
        for candidate in name.candidates
    ):
        return MISSED[1]
    if not here:
        return MISSED[2]
    if any(
        mention.place and toponym.is_near(mention.place.latitude, mention.place.longitude)
        for mention in here
    ):
        return MISSED[4]
    return MISSED[3]


def _is_marked(report: MarkedReport, mention: PlaceMention) -> bool:
    return any(each.overlaps(mention.start, mention.end) for each in report.toponyms)


def _words(report: MarkedReport, start: int, end: int) -> str:
    text = report.document.text
    before, after = text[max(0, start - _AROUND) : start], text[end : end + _AROUND]
    return " ".join(f"{before}[{text[start:end]}]{after}".split())


if __name__ == "__main__":
    main()
