"""`incidentmap samples`: the reports that come with the program, in and out of the store."""

from functools import partial
from pathlib import Path

import click

from dashboard.commands.messages import say
from dashboard.commands.openers import Openers
from dashboard.commands.parameters import gazetteer_option, store_option
from geodata.settings import Settings
from geodata.store import Store
from loaders.extraction.extract import Extractor
from loaders.samples import load_samples, remove_samples


@click.group()
def samples() -> None:
    """Load or remove the sample reports."""


@samples.command()
@store_option
@gazetteer_option
@click.pass_obj
def load(
    openers: Openers,
    *,
    store: str | None,
    gazetteer: Path | None,
) -> int:
    """Load the sample reports into the store."""
    settings = Settings.read().changed(store=store, gazetteer=gazetteer)
    opened = Store.open(settings.store, create=True, wait_seconds=settings.store_wait_seconds)
    result = load_samples(opened, partial(openers.extractor or Extractor.open, settings), settings)
    say(
        f"loaded {result.loaded}, updated {result.updated}, unchanged {result.unchanged} sample "
        f"reports; store {opened.name}"
    )
    return 0


@samples.command()
@store_option
def remove(*, store: str | None) -> int:
    """Remove the sample reports, and all they tell of, from the store."""
    settings = Settings.read().changed(store=store)
    opened = Store.open(settings.store, wait_seconds=settings.store_wait_seconds)
    say(f"removed {remove_samples(opened)} sample reports; store {opened.name}")
    return 0
