"""`incidentmap snapshot`: the store's tables for other programs."""

from pathlib import Path

import click

from dashboard.commands.messages import note, say
from dashboard.commands.parameters import store_option
from geodata.settings import Settings
from geodata.snapshot import write_snapshot
from geodata.store import Store


@click.command()
@click.argument("file", metavar="FILE", type=Path)
@store_option
def snapshot(*, file: Path, store: str | None) -> int:
    """Write all tables of the store into a GeoPackage (.gpkg) or GeoParquet (.parquet).

    A GeoPackage holds incidents, claims and reports. Of GeoParquet the file that is named holds the
    incidents, and NAME.claims.parquet and NAME.reports.parquet beside it hold the rest. What is
    there already is replaced. The store may be in use meanwhile.
    """
    settings = Settings.read().changed(store=store)
    opened = Store.open(settings.store, wait_seconds=settings.store_wait_seconds)
    written = write_snapshot(opened, file)
    counts = ", ".join(f"{written.rows[name]:,} {name}" for name in _TABLES)
    say(f"wrote {' and '.join(map(str, written.files))}: {counts}")
    if written.not_public:
        kinds = "; ".join(f"{number:,}: {what}" for what, number in written.not_public.items())
        note(
            "note: a snapshot is a copy to work with, and not for publication: it holds incidents "
            f"that may not be passed on ({kinds}). `incidentmap export` leaves them out."
        )
    return 0


_TABLES = ("incidents", "claims", "reports")
