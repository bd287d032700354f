"""`incidentmap backup`: the store in one file."""

from pathlib import Path

import click

from dashboard.commands.messages import say
from dashboard.commands.parameters import store_option
from geodata.settings import Settings
from geodata.store import Store


@click.command()
@click.argument("file", metavar="FILE", type=Path)
@store_option
@click.option("--replace", is_flag=True, help="Write over a file that is there already.")
def backup(*, file: Path, store: str | None, replace: bool) -> int:
    """Copy the store into one file, as it is at one moment.

    The store may be in use meanwhile. `incidentmap restore FILE` brings it back.
    """
    settings = Settings.read().changed(store=store)
    opened = Store.open(settings.store, wait_seconds=settings.store_wait_seconds)
    opened.backup(file, replace=replace)
    say(f"copied store {opened.name} to {file}")
    return 0
