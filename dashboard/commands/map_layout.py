"""The options of static maps, as one value for the command that takes them."""

import functools
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from dashboard.commands.parameters import box, day
from dashboard.exports.static_map.options import (
    LEAST_DPI,
    MOST_DPI,
    SIZES,
    MapOptions,
    Orientation,
    Panels,
    StyleName,
)
from geodata.settings import Settings

_OPTIONS = (
    click.option("--subtitle", help="Of a PNG, PDF or SVG map, as all that follow."),
    click.option("--theme", default="Incidents", show_default=True, help="What the map is about."),
    click.option("--code", help="Country or operation, for the file's name: AFG."),
    click.option(
        "--size",
        type=click.Choice(list(SIZES), case_sensitive=False),
        default="A4",
        show_default=True,
    ),
    click.option(
        "--orientation",
        type=click.Choice([str(one) for one in Orientation]),
        default="auto",
        show_default=True,
    ),
    click.option(
        "--style",
        type=click.Choice([str(one) for one in StyleName]),
        default="standard",
        show_default=True,
        help="print is greyscale, dark is for slides.",
    ),
    click.option(
        "--panels",
        type=click.Choice([str(one) for one in Panels]),
        default="none",
        show_default=True,
        help="Several maps on one page.",
    ),
    click.option(
        "--dpi",
        type=click.IntRange(LEAST_DPI, MOST_DPI),
        default=300,
        show_default=True,
        help="Resolution of PNG.",
    ),
    click.option(
        "--extent",
        metavar="W,S,E,N",
        callback=box,
        help="Show this box, in degrees, whatever rows are selected.",
    ),
    click.option(
        "--boundary-profile",
        metavar="PROFILE",
        default=lambda: Settings.read().boundary_profile,
        show_default="the setting boundary_profile: neutral",
        help="How disputed boundaries are drawn, also in HTML: neutral (dashed), un (much as on "
        "United Nations maps), controlled, or the code of a claimant, such as IND.",
    ),
    click.option(
        "--tiles",
        metavar="NAME",
        help="Map tiles under PNG, PDF, SVG and documents, by their name in xyzservices, such as "
        "OpenStreetMap.HOT; they need --allow-network.",
    ),
    click.option("--author", help="Who made the map."),
    click.option("--organisation", help="For whom; stands beside the title."),
    click.option("--logo", type=Path, help="PNG or JPEG beside the title."),
    click.option("--sources", "more_sources", help="Added to the statement of sources."),
    click.option("--note", "more_notes", help="Added to the notes at the foot."),
    click.option(
        "--produced",
        metavar="DATE",
        callback=day,
        help="Day of production. Default: SOURCE_DATE_EPOCH, else today.",
    ),
)


def map_layout(command: Callable[..., int]) -> Callable[..., int]:
    """Add the options of static maps to a command, which gets them as `layout`."""

    @functools.wraps(command)
    def with_layout(**given: Any) -> int:  # noqa: ANN401 - the command's own options
        names = (
            "subtitle", "theme", "code", "size", "orientation", "style", "panels", "dpi",
            "boundary_profile", "tiles", "author", "organisation", "logo",
        )  # fmt: skip
        own: dict[str, Any] = {name: given.pop(name) for name in names}
        layout = MapOptions(
            **own,
            bbox=given.pop("extent"),
            sources=given.pop("more_sources"),
            note=given.pop("more_notes"),
            produced=given.pop("produced"),
        )
        return command(layout=layout, **given)

    wrapped: Callable[..., int] = with_layout
    for option in reversed(_OPTIONS):
        wrapped = option(wrapped)
    return wrapped
