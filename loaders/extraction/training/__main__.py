"""Fit the models of scenes and reports and write it with its card; see the package."""

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
from loaders.extraction.training.corpus import read_corpora, read_reports
from loaders.extraction.training.fit import cross_validated, fit_model
from loaders.extraction.training.fit_reports import fit_reports, judge_unseen
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
    """Fit the models of scenes and reports on reports whose incidents people have coded."""
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    settings = Settings.read()
    with (
        Gazetteer.open(settings.gazetteer) as gazetteer,
        Boundaries.open(settings.boundaries) as boundaries,
    ):
        reports = list(read_corpora(corpora, LanguageModel.open(settings.model)))
        read = list(read_reports(reports, gazetteer, boundaries))
    examples = [example for report in read for example in report.examples]
    _log.info("%d scenes of %d reports read; cross-validating", len(examples), len(read))
    output.mkdir(parents=True, exist_ok=True)
    fit_model(examples).save(output)
    fit_reports(read).save(output)
    text = card(
        Counter(report.corpus for report in reports),
        examples,
        cross_validated(examples),
        judge_unseen(read),
        {name: version(name) for name in ("scikit-learn", "numpy")},
    )
    (output / "CARD.md").write_text(text, "utf-8")
    _log.info(text)


if __name__ == "__main__":
    main()
