"""What options take: callbacks that turn their text into values, and the options many share."""

import datetime as dt
import math
import re
from pathlib import Path

import click

from loaders.reports.source_text import parse_published


def day(ctx: click.Context, param: click.Parameter, value: str | None) -> dt.date | None:
    """Return a day written as YYYY-MM-DD."""
    if value is None:
        return None
    try:
        return dt.date.fromisoformat(value.strip())
    except ValueError as error:
        said = f"{value!r} is not a day: write it as YYYY-MM-DD"
        raise click.BadParameter(said, ctx, param) from error


def publication_day(
    ctx: click.Context, param: click.Parameter, value: str | None
) -> dt.date | None:
    """Return a day of publication, written as sources write it."""
    if value is None:
        return None
    try:
        return parse_published(value)
    except ValueError as error:
        raise click.BadParameter(str(error), ctx, param) from error


def countries(
    ctx: click.Context, param: click.Parameter, values: tuple[str, ...]
) -> tuple[str, ...]:
    """Return ISO 3166-1 alpha-3 codes in capitals."""
    codes = tuple(value.strip().upper() for value in values)
    for code in codes:
        if not re.fullmatch(r"[A-Z]{3}", code):
            said = f"{code!r} is not a country code of three letters, such as AFG"
            raise click.BadParameter(said, ctx, param)
    return codes


def box(
    ctx: click.Context, param: click.Parameter, value: str | None
) -> tuple[float, float, float, float] | None:
    """Return west, south, east and north; west above east crosses the antimeridian."""
    if value is None:
        return None
    try:
        west, south, east, north = (float(part) for part in value.split(","))
    except ValueError as error:
        said = f"{value!r} is not four numbers: west,south,east,north"
        raise click.BadParameter(said, ctx, param) from error
    if not all(math.isfinite(side) and abs(side) <= 180 for side in (west, east)) or not (  # noqa: PLR2004 - degrees
        -90 <= south <= north <= 90  # noqa: PLR2004 - degrees
    ):
        said = f"{value!r} is no box in degrees: west,south,east,north"
        raise click.BadParameter(said, ctx, param)
    return west, south, east, north


store_option = click.option(
    "--store",
    metavar="URL",
    help="The store: a file path, or postgresql://USER@HOST/DATABASE. Default: INCIDENTMAP_STORE, "
    "else incidents.db.",
)
gazetteer_option = click.option(
    "--gazetteer",
    metavar="FILE",
    type=Path,
    help="Another gazetteer than the built-in one; `incidentmap gazetteer build` makes one. "
    "Default: INCIDENTMAP_GAZETTEER.",
)
workers_option = click.option(
    "--workers",
    type=click.IntRange(1, 64),
    default=1,
    show_default=True,
    help="Number of processes that extract; each needs about half a gigabyte.",
)
allow_network_option = click.option(
    "--allow-network",
    is_flag=True,
    help="Fetch what is asked for by its web address; otherwise nothing leaves the machine.",
)
