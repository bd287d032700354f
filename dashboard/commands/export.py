"""`incidentmap export`: from the store to files a person takes away."""

import datetime as dt
from pathlib import Path

import click
import geopandas as gpd

from dashboard.commands.map_layout import map_layout
from dashboard.commands.messages import note, say
from dashboard.commands.parameters import box, countries, day, store_option
from dashboard.exports import EXPORTS, export_for
from dashboard.exports.about import About
from dashboard.exports.displacement import Displacement
from dashboard.exports.publishable import Publishable, leaving
from dashboard.exports.static_map.options import MapOptions
from geodata.errors import ExportError, UsageError
from geodata.query import Selection, count_undated, select
from geodata.saving import SAMPLE
from geodata.settings import Settings
from geodata.store import Frames, Store
from geodata.vocabulary import EventType, Kind

_ENDINGS = ", ".join(f"{export.extension} ({export.description})" for export in EXPORTS)


@click.command(epilog=f"The file's ending says what is written: {_ENDINGS}.")
@click.argument("outputs", metavar="OUT.EXT...", nargs=-1, required=True, type=Path)
@store_option
@click.option("--from", "date_from", metavar="DATE", callback=day, help="First day.")
@click.option("--to", "date_to", metavar="DATE", callback=day, help="Last day.")
@click.option(
    "--type",
    "event_types",
    multiple=True,
    type=click.Choice([str(one) for one in EventType]),
    help="Only events of this type; may be repeated, as may the next three.",
)
@click.option("--kind", "kinds", multiple=True, type=click.Choice([str(one) for one in Kind]))
@click.option(
    "--country",
    "iso3",
    metavar="ISO3",
    multiple=True,
    callback=countries,
    help="Only in this country or on its borders.",
)
@click.option("--source", "sources", multiple=True, help="Only from this source, such as report.")
@click.option(
    "--bbox",
    metavar="W,S,E,N",
    callback=box,
    help="Only what touches this box, in degrees. Write --bbox=W,S,E,N when W is negative.",
)
@click.option("--title", help="What the file says it shows.")
@click.option(
    "--displace",
    metavar="KM",
    type=float,
    help="Move points by up to KM kilometres, and leave out what names their places.",
)
@click.option("--hxl", is_flag=True, help="Add a row of HXL tags to CSV files.")
@map_layout
def export(  # noqa: PLR0913 - one argument an option
    *,
    outputs: tuple[Path, ...],
    store: str | None,
    date_from: dt.date | None,
    date_to: dt.date | None,
    event_types: tuple[str, ...],
    kinds: tuple[str, ...],
    iso3: tuple[str, ...],
    sources: tuple[str, ...],
    bbox: tuple[float, float, float, float] | None,
    title: str | None,
    displace: float | None,
    hxl: bool,
    layout: MapOptions,
) -> int:
    """Write incidents with their quotes and sources to files."""
    exports = [(path, export_for(path)) for path in outputs]
    if date_from is not None and date_to is not None and date_from > date_to:
        raise UsageError(f"--from {date_from} comes after --to {date_to}")
    selection = Selection(
        date_from=date_from,
        date_to=date_to,
        kinds=kinds,
        event_types=event_types,
        countries=iso3,
        bbox=bbox,
        sources=sources,
    )
    settings = Settings.read().changed(store=store)
    opened = Store.open(settings.store, wait_seconds=settings.store_wait_seconds)
    about = About(
        selection=selection,
        data_cut=opened.summary().changed,
        displacement=None if displace is None else Displacement(displace, opened.secret()),
        boundaries=settings.boundaries,
        hxl=hxl,
        author=layout.author,
        organisation=layout.organisation,
        layout=layout,
    )
    frames = _selected(opened.frames(), selection)
    content = leaving(*frames, about)
    for said in content.notes():
        note(f"note: {said[0].lower()}{said[1:]}")
    failed = 0
    for path, one in exports:
        try:
            one.write(path, *frames, title=title, about=about)
            say(f"wrote {_told(content)} to {path}")
        except ExportError as error:
            failed += 1
            note(f"error: {error}")
    return 1 if failed else 0


def _selected(frames: Frames, selection: Selection) -> Frames:
    """Return the rows asked for; each export leaves out what may not leave the house."""
    incidents = select(frames.incidents, selection)
    _tell(
        incidents,
        undated=0
        if selection.date_from is None and selection.date_to is None
        else count_undated(frames.incidents, selection),
    )
    return frames._replace(incidents=incidents)


def _told(content: Publishable) -> str:
    """Return what was written, as "12 rows and 3 sums"."""
    sums = len(content.aggregates)
    return f"{len(content.incidents)} rows" + (f" and {sums} sums of others" if sums else "")


def _tell(incidents: gpd.GeoDataFrame, *, undated: int) -> None:
    """Say what a person might not expect of a selection."""
    samples = int((incidents["source"] == SAMPLE).sum())
    if incidents.empty:
        note("note: nothing in the store matches; the files hold no rows")
    if undated:
        note(f"note: rows left out because their date is not known: {undated}")
    if samples:
        note(
            f"note: rows that come from the samples: {samples}; `incidentmap samples remove` "
            "removes them"
        )
