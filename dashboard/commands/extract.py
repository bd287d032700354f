"""`incidentmap extract`: from reports to JSON lines, without a store."""

import contextlib
import datetime as dt
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TextIO

import click

from dashboard.commands.messages import Progress, note
from dashboard.commands.openers import Openers
from dashboard.commands.parameters import gazetteer_option, publication_day, workers_option
from geodata.files import written_aside
from geodata.settings import Settings
from loaders.extract_lines import extract_lines
from loaders.extraction.extract import Extractor


@click.command()
@click.argument("inputs", metavar="IN...", nargs=-1, required=True, type=Path)
@click.option(
    "--output",
    metavar="OUT.jsonl",
    required=True,
    type=Path,
    help="The file to write; - writes to standard output.",
)
@click.option(
    "--published",
    metavar="DATE",
    callback=publication_day,
    help="Day of publication of reports that have none of their own.",
)
@gazetteer_option
@workers_option
@click.pass_obj
def extract(  # noqa: PLR0913 - one argument an option
    openers: Openers,
    *,
    inputs: tuple[Path, ...],
    output: Path,
    published: dt.date | None,
    gazetteer: Path | None,
    workers: int,
) -> int:
    """Write the places, incidents and claims of reports as JSON lines.

    IN is a file of JSON lines {id, text, title?, published?, url?, publisher?} or a text file. Each
    report gives one line {id, places, incidents, claims}, in the same order; one that could not be
    read gives an "error".
    """
    settings = Settings.read().changed(gazetteer=gazetteer)
    lines = extract_lines(
        inputs,
        partial(openers.extractor or Extractor.open, settings),
        settings=settings,
        published=published,
        workers=workers,
    )
    progress = Progress("reports")
    done = failed = 0
    with _opened(output) as file:
        for line in lines:
            file.write(f"{line.json}\n")
            progress.step()
            done += 1
            if line.problem is not None:
                failed += 1
                progress.finish()
                note(f"failed: {line.problem}")
    progress.finish()
    note(f"{done - failed} reports extracted, {failed} failed")
    return 1 if failed else 0


@contextlib.contextmanager
def _opened(output: Path) -> Iterator[TextIO]:
    """Give a file for the lines; a named one is there only when all of them are."""
    if str(output) == "-":
        yield sys.stdout
        return
    with written_aside(output) as aside, aside.open("w", encoding="utf-8", newline="\n") as file:
        yield file
