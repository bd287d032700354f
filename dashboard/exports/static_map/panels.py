"""Several small maps on one page: one a week, a month, a year or a country."""

import math
from dataclasses import dataclass
from typing import Final

import geopandas as gpd
import numpy as np

from dashboard.exports.static_map.extent import Extent
from dashboard.exports.static_map.options import MapOptions, Panels
from dashboard.map.basemap import country_names
from geodata import masks
from geodata.errors import UsageError
from geodata.masks import Mask

MOST_PANELS: Final = 12
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Panel:
    """One of several maps: its title, and which rows it shows."""

    title: str
    rows: Mask


def panels_of(incidents: gpd.GeoDataFrame, options: MapOptions) -> list[Panel]:
    """Return the maps of a page; one without a title where no panels are asked for.

    Raises:
        UsageError: there would be too many to read, or none.

    """
    if options.panels == Panels.NONE:
        return [Panel("", masks.everything(incidents))]
    found = (
        _by_country(incidents)
        if options.panels == Panels.COUNTRY
        else _by_time(incidents, options.panels)
    )
    if not found:
        raise UsageError(f"no row tells its {options.panels}: the map cannot have such panels")
    if len(found) > MOST_PANELS:
        raise UsageError(
            f"one panel a {options.panels} would be {len(found)}; no more than {MOST_PANELS} can "
            "be read: narrow the period with --from and --to, or take larger steps"
        )
    return found


def grid_of(extent: Extent, box: Box, count: int, gap: float, head: float) -> list[Box]:
    """Return where panels lie, so that their maps are as large as possible, mm.

    Args:
        extent: that each of them shows.
        box: left, bottom, width, height that they share.
        count: of panels.
        gap: between them.
        head: room over each for its title.

    """
    left, bottom, width, height = box
    if count == 1 and head == 0:
        return [box]
    least_x, least_y, most_x, most_y = extent.bounds
    best: tuple[float, int, float, float] | None = None
    for columns in range(1, count + 1):
        rows = math.ceil(count / columns)
        wide = (width - gap * (columns - 1)) / columns
        high = (height - gap * (rows - 1)) / rows - head
        if wide <= 0 or high <= 0:
            continue
        scale = min(wide / (most_x - least_x), high / (most_y - least_y))
        if best is None or scale > best[0] * 1.001:
            best = (scale, columns, wide, high)
    assert best is not None, "a page has room for a panel"
    _, columns, wide, high = best
    return [
        (
            left + (number % columns) * (wide + gap),
            bottom + height - (number // columns + 1) * (high + head) - number // columns * gap,
            wide,
            high,
        )
        for number in range(count)
    ]


def _by_country(incidents: gpd.GeoDataFrame) -> list[Panel]:
    codes = incidents["iso3"].fillna("").astype(str).to_numpy()
    present = sorted(set(codes) - {""})
    names = country_names(present)
    titled = sorted((names.get(code, code), code) for code in present)
    return [Panel(name, codes == code) for name, code in titled]


def _by_time(incidents: gpd.GeoDataFrame, step: Panels) -> list[Panel]:
    starts, _ = masks.days(incidents)
    dated = ~np.isnat(starts)
    days = starts[dated]
    if not len(days):
        return []
    numbers = np.full(len(starts), np.iinfo(np.int64).min)
    if step == Panels.WEEK:
        # Weeks begin on Monday; the first of January 1970 was a Thursday.
        numbers[dated] = (days.astype(np.int64) + 3) // 7
    else:
        code = "M" if step == Panels.MONTH else "Y"
        numbers[dated] = days.astype(f"datetime64[{code}]").astype(np.int64)
    return [
        Panel(_title(int(number), step), numbers == number) for number in np.unique(numbers[dated])
    ]


def _title(number: int, step: Panels) -> str:
    if step == Panels.WEEK:
        first = np.datetime64(number * 7 - 3, "D").astype(object)
        last = np.datetime64(number * 7 + 3, "D").astype(object)
        same = (first.year, first.month) == (last.year, last.month)
        return f"{first.day}{'' if same else f' {first:%b}'}–{last.day} {last:%b %Y}"
    if step == Panels.MONTH:
        return f"{np.datetime64(number, 'M').astype(object):%B %Y}"
    return f"{np.datetime64(number, 'Y').astype(object):%Y}"
