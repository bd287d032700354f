"""Fit the model of scenes and write it with its card; see the package."""

import logging
from collections import Counter
from importlib.metadata import version
from pathlib import Path

import click

from geodata.boundaries import Boundaries
from geodata.gazetteer import Gazetteer
from geodata.settings import Settings
from loaders.extraction.scene_model import FOLDER
from loaders.extraction.training.card import card
from loaders.extraction.training.corpus import examples, read_corpora
from loaders.extraction.training.fit import cross_validated, fit_model
from loaders.language.language_model import LanguageModel

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
    """Fit the model of scenes on reports whose incidents people have coded."""
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    settings = Settings.read()
    with (
        Gazetteer.open(settings.gazetteer) as gazetteer,
        Boundaries.open(settings.boundaries) as boundaries,
    ):
        reports = list(read_corpora(corpora, LanguageModel.open(settings.model)))
        read = list(examples(reports, gazetteer, boundaries))
    _log.info("%d scenes of %d reports read; cross-validating", len(read), len(reports))
    scores = cross_validated(read)
    output.mkdir(parents=True, exist_ok=True)
    fit_model(read).save(output)
    text = card(
        Counter(report.corpus for report in reports),
        read,
        scores,
        {name: version(name) for name in ("scikit-learn", "numpy")},
    )
    (output / "CARD.md").write_text(text, "utf-8")
    _log.info(text)


if __name__ == "__main__":
    main()
