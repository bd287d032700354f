"""`incidentmap load`: from files to the store."""

import datetime as dt
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path

import click

from dashboard.commands.links import linked_line
from dashboard.commands.messages import Progress, note, say
from dashboard.commands.parameters import (
    gazetteer_option,
    publication_day,
    store_option,
    workers_option,
)
from geodata.settings import Settings
from geodata.store import Store
from geodata.vocabulary import Kind
from loaders.batch import Batch
from loaders.extraction.extract import Extractor
from loaders.extractor import ReportExtractor
from loaders.ingest import Options, ingest
from loaders.linking.link import link_store
from loaders.registry import loader_named, names

OpenExtractor = Callable[[Settings], ReportExtractor]


@click.command()
@click.argument("sources", metavar="SOURCE...", nargs=-1, required=True, type=Path)
@click.option("--as", "loader", type=click.Choice(names()), help="Read all sources as this.")
@click.option(
    "--published",
    metavar="DATE",
    callback=publication_day,
    help="Day of publication. It wins over a named file's own; in folders and JSON lines it is "
    "for reports that have none.",
)
@store_option
@gazetteer_option
@workers_option
@click.option("--dry-run", is_flag=True, help="Read and extract, but write nothing.")
@click.option(
    "--no-link", is_flag=True, help="Do not look for incidents that other reports tell too."
)
@click.pass_obj
def load(  # noqa: PLR0913 - one argument an option
    open_extractor: OpenExtractor | None,
    *,
    sources: tuple[Path, ...],
    loader: str | None,
    published: dt.date | None,
    store: str | None,
    gazetteer: Path | None,
    workers: int,
    dry_run: bool,
    no_link: bool,
) -> int:
    """Load reports into the store.

    SOURCE is a text, Markdown, HTML or JSON lines file, or a folder of them. Loading the same
    report again changes nothing. Incidents that several reports tell become one, with all claims
    kept; `incidentmap links` tells why, and undoes it.
    """
    settings = Settings.read().changed(store=store, gazetteer=gazetteer)
    # Before the long work: a store that cannot be used is told at once.
    target = None if dry_run else _open_store(settings)
    options = Options(
        loader=loader_named(loader) if loader else None,
        published=published,
        settings=settings,
        workers=workers,
    )
    progress = Progress("reports")
    batch = ingest(
        sources,
        partial(open_extractor or Extractor.open, settings),
        options,
        progress=progress.step,
    )
    progress.finish()
    for warning in batch.warnings:
        note(f"warning: {warning}")
    for rejected in batch.rejected:
        note(f"rejected: {rejected}")
    if target is None:
        say(
            f"dry run: {len(batch.reports)} reports read, {len(batch.rejected)} rejected; "
            f"found {_found(batch)}; nothing was written"
        )
    else:
        result = target.save(batch)
        say(
            f"loaded {result.loaded}, updated {result.updated}, unchanged {result.unchanged}, "
            f"rejected {result.rejected}; found {_found(batch)}; store {target.name}"
        )
        if not no_link and target.exists():
            _link(target)
    return 1 if batch.rejected else 0


def _link(target: Store) -> None:
    result = link_store(target)
    if result.told or result.possible:
        say(linked_line(result))


def _open_store(settings: Settings) -> Store:
    return Store.open(settings.store, create=True, wait_seconds=settings.store_wait_seconds)


def _found(batch: Batch) -> str:
    """Return what a batch tells of, as "2 incidents, 1 toll"."""
    counts = Counter(incident.kind for incident in batch.incidents)
    return ", ".join(
        f"{counts[kind]} {kind}{'' if counts[kind] == 1 or kind == Kind.TALKS else 's'}"
        for kind in Kind
    )
