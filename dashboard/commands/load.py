"""`incidentmap load`: from files to the store."""

import datetime as dt
from collections import Counter
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from dashboard.commands.links import linked_line
from dashboard.commands.load_dataset import (
    DatasetChoices,
    DatasetLoads,
    added,
    complete_option,
    layer_option,
    map_option,
    save_map_option,
    yes_option,
)
from dashboard.commands.load_web import WebSources, again_option
from dashboard.commands.messages import Progress, note, say
from dashboard.commands.openers import Openers
from dashboard.commands.parameters import (
    allow_network_option,
    gazetteer_option,
    publication_day,
    store_option,
    workers_option,
)
from geodata.masks import CHECK_BELOW
from geodata.saving import LoadResult
from geodata.settings import Settings
from geodata.store import Store
from geodata.vocabulary import Kind
from loaders.batch import Batch
from loaders.extraction.extract import Extractor
from loaders.ingest import Options, ingest
from loaders.linking.link import link_store
from loaders.registry import loader_named, names


@click.command()
@click.argument("sources", metavar="SOURCE...", nargs=-1, required=True)
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
@map_option
@yes_option
@save_map_option
@layer_option
@complete_option
@allow_network_option
@again_option
@click.option("--dry-run", is_flag=True, help="Read and extract, but write nothing.")
@click.option(
    "--no-link", is_flag=True, help="Do not look for incidents that other reports tell too."
)
@click.pass_obj
def load(  # noqa: PLR0913 - one argument an option
    openers: Openers,
    *,
    sources: tuple[str, ...],
    loader: str | None,
    published: dt.date | None,
    store: str | None,
    gazetteer: Path | None,
    workers: int,
    map_path: Path | None,
    yes: bool,
    save_map: Path | None,
    layer: str | None,
    complete: bool,
    allow_network: bool,
    again: bool,
    dry_run: bool,
    no_link: bool,
) -> int:
    """Load reports and datasets into the store.

    SOURCE is a report (text, Markdown, HTML, JSON lines), a dataset (ACLED, UCDP, GDELT, or any
    table, spreadsheet or file of geometries), or a folder or archive of them; or, with
    --allow-network, the web address of a feed or of a page. Loading the same
    again changes nothing; a newer export of a dataset updates the rows that changed. Incidents that
    several reports tell become one, with all claims kept; `incidentmap links` tells why, and undoes
    it.
    """
    settings = Settings.read().changed(
        store=store, gazetteer=gazetteer, network=allow_network or None
    )
    # Before the long work: a store that cannot be used is told at once.
    target = None if dry_run else _open_store(settings)
    web = WebSources(sources, settings, target, openers)
    datasets = DatasetLoads(
        target,
        settings,
        DatasetChoices(
            map_path=map_path, yes=yes, save_map=save_map, layer=layer, complete=complete
        ),
    )
    options = Options(
        loader=loader_named(loader) if loader else None,
        published=published,
        settings=settings,
        workers=workers,
        is_known=None if dry_run else web.is_known,
        take_dataset=datasets.take,
    )
    batch = Batch()
    progress = Progress("reports")
    with TemporaryDirectory(prefix="incidentmap-") as folder, datasets:
        files = web.files(Path(folder), batch, again=again)
        opener = partial(openers.extractor or Extractor.open, settings)
        batch.add(ingest(files, opener, options, progress=progress.step))
    progress.finish()
    for said in batch.notes:
        note(said)
    for warning in batch.warnings:
        note(f"warning: {warning}")
    for rejected in batch.rejected:
        note(f"rejected: {rejected}")
    found = _found(batch, datasets.rows)
    if target is None:
        rejected_count = len(batch.rejected) + datasets.result.rejected
        read = f"{len(batch.reports)} reports read, {rejected_count} rejected"
        say(f"dry run: {read}; found {found}; nothing was written")
        return 1 if rejected_count else 0
    result = added(target.save(batch), datasets.result, LoadResult(unchanged=batch.unchanged))
    web.remember(batch)
    withdrawn = f", withdrawn {result.withdrawn}" if result.withdrawn else ""
    say(
        f"loaded {result.loaded}, updated {result.updated}, unchanged {result.unchanged}, "
        f"rejected {result.rejected}{withdrawn}; found {found}; store {target.name}"
    )
    if not no_link and target.exists():
        _link(target)
    return 1 if result.rejected else 0


def _link(target: Store) -> None:
    result = link_store(target)
    if result.told or result.possible:
        say(linked_line(result))


def _open_store(settings: Settings) -> Store:
    return Store.open(settings.store, create=True, wait_seconds=settings.store_wait_seconds)


def _found(batch: Batch, rows: int) -> str:
    """Return what was found, as "2 incidents, 1 toll, 50,000 rows of datasets"."""
    counts = Counter(incident.kind for incident in batch.incidents)
    told = [
        f"{counts[kind]} {kind}{'' if counts[kind] == 1 or kind == Kind.TALKS else 's'}"
        for kind in Kind
    ]
    unsure = sum((incident.confidence or 1.0) < CHECK_BELOW for incident in batch.incidents)
    told += [f"{unsure} of them to check (less than {CHECK_BELOW:.0%} sure)"] if unsure else []
    of_datasets = [f"{rows:,} row{'' if rows == 1 else 's'} of datasets"] if rows else []
    # Where there are only datasets, what no report told is no news.
    return ", ".join([*(told if batch.reports or not rows else ()), *of_datasets])
