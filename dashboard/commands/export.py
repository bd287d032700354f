"""`incidentmap export`: from the store to files a person takes away."""

import datetime as dt
from pathlib import Path

import click
import geopandas as gpd
from click.core import ParameterSource

from dashboard.commands.map_layout import map_layout
from dashboard.commands.messages import note, say
from dashboard.commands.parameters import box, countries, day, store_option
from dashboard.commands.recipes import run_recipes
from dashboard.exports import EXPORTS, export_for
from dashboard.exports.about import About
from dashboard.exports.displacement import Displacement
from dashboard.exports.publishable import Publishable, leaving
from dashboard.exports.static_map.options import MapOptions, file_stem, production_date
from geodata.errors import ExportError, UsageError
from geodata.query import Selection, count_undated, select
from geodata.saving import SAMPLE
from geodata.settings import Settings
from geodata.store import Frames, Store
from geodata.vocabulary import EventType, Kind

_ENDINGS = ", ".join(f"{export.extension} ({export.description})" for export in EXPORTS)


@click.command(epilog=f"The file's ending says what is written: {_ENDINGS}.")
@click.argument("outputs", metavar="OUT.EXT...", nargs=-1, type=Path)
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
@click.option(
    "--recipe",
    metavar="FILE.toml",
    type=Path,
    help="Take all options from a file, or make every map of a folder of such files.",
)
@click.option(
    "--format",
    "formats",
    multiple=True,
    type=click.Choice([export.extension[1:] for export in EXPORTS]),
    help="Of what is written into a folder: pdf when none is named.",
)
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
    recipe: Path | None,
    formats: tuple[str, ...],
    layout: MapOptions,
) -> int:
    """Write incidents to files: maps, data, documents.

    A file whose name is that of a folder gets a name made of code, theme, size and day:
    AFG_Incidents_A4_20251120.pdf.
    """
    if recipe is not None:
        _check_alone()
        return run_recipes(export, recipe, store=store, outputs=outputs)
    if not outputs:
        raise click.MissingParameter(param_hint="'OUT.EXT...'", param_type="argument")
    named = [one for path in outputs for one in _named(path, formats, layout)]
    exports = [(path, export_for(path)) for path in named]
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


def _named(path: Path, formats: tuple[str, ...], layout: MapOptions) -> list[Path]:
    """Return a path; for a folder those of the files in it, named by what they show."""
    if not path.is_dir():
        return [path]
    stem = file_stem(layout, production_date(layout.produced))
    return [path / f"{stem}.{one}" for one in formats or ("pdf",)]


def _check_alone() -> None:
    """Check that nothing but a store and outputs is given beside a recipe."""
    context = click.get_current_context()
    for parameter in context.command.params:
        given = context.get_parameter_source(parameter.name or "")
        own = parameter.name in {"recipe", "store", "outputs"}
        if given == ParameterSource.COMMANDLINE and not own:
            raise UsageError(
                f"--recipe and {parameter.opts[0]} exclude each other: write it into the recipe"
            )


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
