"""Fit the model of places and write it with its card; see the package."""

import logging
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

import click

from geodata.boundaries import Boundaries
from geodata.gazetteer import Gazetteer
from geodata.settings import Settings
from loaders.language.language_model import LanguageModel
from loaders.places.find_places import find_places
from loaders.places.model import FOLDER
from loaders.places.training.card import Figures, card
from loaders.places.training.corpus import read_corpora
from loaders.places.training.fit import fit_model, gather
from loaders.places.training.folds import cross_validated
from loaders.places.training.scores import Found, reliability, score

_log = logging.getLogger(__name__)


@click.command()
@click.argument("corpora", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    default=FOLDER,
    help="Folder for the model and its card; without it, those of the program.",
)
def main(corpora: tuple[Path, ...], output: Path) -> None:
    """Fit the model of places on reports in which people have marked them."""
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    settings = Settings.read()
    with (
        Gazetteer.open(settings.gazetteer) as gazetteer,
        Boundaries.open(settings.boundaries) as boundaries,
    ):
        reports = read_corpora(corpora, LanguageModel.open(settings.model))
        gathered = gather(reports, gazetteer)
        _log.info("%d reports read; cross-validating", len(gathered))
        unseen = list(cross_validated(gathered, gazetteer, boundaries))
        _log.info("fitting on all")
        model = fit_model(gathered, gazetteer)
        seen: list[Found] = [
            (report, find_places(report.document, gazetteer, boundaries, model))
            for report, _ in gathered
        ]
    output.mkdir(parents=True, exist_ok=True)
    model.save(output)
    text = card(
        [_figures(path.stem, unseen, seen) for path in corpora],
        reliability(unseen),
        len(model.forest.feature),
        {name: version(name) for name in ("scikit-learn", "spacy", "numpy")},
    )
    (output / "CARD.md").write_text(text, "utf-8")
    _log.info(text)


def _figures(corpus: str, unseen: Sequence[Found], seen: Sequence[Found]) -> Figures:
    of_corpus = [each for each in unseen if each[0].corpus == corpus]
    return Figures(
        corpus,
        len(of_corpus),
        score(of_corpus),
        score(each for each in seen if each[0].corpus == corpus),
    )


if __name__ == "__main__":
    main()
