"""`incidentmap export`: from the store to files a person takes away."""

from dataclasses import replace
from pathlib import Path

import click
import geopandas as gpd
from click.core import ParameterSource

from dashboard.commands.map_layout import map_layout
from dashboard.commands.map_tiles import tile_layer
from dashboard.commands.messages import note, say
from dashboard.commands.openers import Openers
from dashboard.commands.parameters import allow_network_option, store_option
from dashboard.commands.recipes import run_recipes
from dashboard.commands.row_choice import row_choice
from dashboard.exports import EXPORTS, export_for
from dashboard.exports.publishable import Publishable, leaving
from dashboard.exports.request import ExportRequest
from dashboard.exports.static_map.options import MapOptions, file_name
from geodata.errors import ExportError, UsageError
from geodata.query import Selection
from geodata.saving import SAMPLE
from geodata.settings import Settings
from geodata.store import Frames, Store

_ENDINGS = ", ".join(f"{export.extension} ({export.description})" for export in EXPORTS)


@click.command(epilog=f"The file's ending says what is written: {_ENDINGS}.")
@click.argument("outputs", metavar="OUT.EXT...", nargs=-1, type=Path)
@store_option
@row_choice
@click.option("--title", help="What the file says it shows.")
@click.option(
    "--displace",
    metavar="KM",
    type=float,
    help="Move points by up to KM kilometres, and leave out what names their places.",
)
@click.option("--hxl", is_flag=True, help="Add a row of HXL tags to CSV files.")
@click.option(
    "--no-text",
    is_flag=True,
    help="Leave quotes and reports out of HTML maps, which are a third as large then.",
)
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
@allow_network_option
@click.pass_obj
def export(  # noqa: PLR0913 - one argument an option
    openers: Openers,
    *,
    outputs: tuple[Path, ...],
    store: str | None,
    selection: Selection,
    title: str | None,
    displace: float | None,
    hxl: bool,
    no_text: bool,
    recipe: Path | None,
    formats: tuple[str, ...],
    layout: MapOptions,
    allow_network: bool,
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
    request = ExportRequest(
        selection=selection,
        title=title,
        displace=displace,
        hxl=hxl,
        texts=not no_text,
        layout=layout,
    )
    settings = Settings.read().changed(store=store, network=allow_network or None)
    tiles = tile_layer(layout.tiles, settings, openers)
    opened = Store.open(settings.store, wait_seconds=settings.store_wait_seconds)
    about = replace(request.about(opened, settings), tiles=tiles)
    frames = _selected(opened, selection)
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
    return [path / file_name(layout, f".{one}") for one in formats or ("pdf",)]


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


def _selected(store: Store, selection: Selection) -> Frames:
    """Return the rows asked for; each export leaves out what may not leave the house."""
    # Only the rows that may be asked for are fetched.
    frames, undated = store.frames_of(selection)
    _tell(frames.incidents, undated=undated)
    return frames


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
