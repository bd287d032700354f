"""`incidentmap restore`: the store as a backup holds it."""

from pathlib import Path

import click

from dashboard.commands.messages import say
from dashboard.commands.parameters import store_option
from geodata.settings import Settings
from geodata.store import Store


@click.command()
@click.argument("file", metavar="FILE", type=Path)
@store_option
@click.option("--replace", is_flag=True, help="Give up what the store holds now.")
def restore(*, file: Path, store: str | None, replace: bool) -> int:
    """Make the store what a backup holds.

    FILE is what `incidentmap backup` wrote. A store that is there already is only replaced with
    --replace; programs that have it open go on with what the backup holds.
    """
    settings = Settings.read().changed(store=store)
    opened = Store.open(settings.store, create=True, wait_seconds=settings.store_wait_seconds)
    opened.restore(file, replace=replace)
    counts = ", ".join(f"{count:,} {name}" for name, count in opened.counts().items())
    say(f"restored store {opened.name} from {file}: {counts}")
    return 0
