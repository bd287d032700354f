"""From rows and options to the bytes of a map."""

import datetime as dt
import os
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import shapely

from dashboard.exports.static_map import wording
from dashboard.exports.static_map.background import background_of, boundaries
from dashboard.exports.static_map.blocks import Legend
from dashboard.exports.static_map.extent import Extent, Frame, extent_of
from dashboard.exports.static_map.files import FORMATS, page_bytes
from dashboard.exports.static_map.legend import entries_of
from dashboard.exports.static_map.logo import Logo
from dashboard.exports.static_map.map_window import Shown
from dashboard.exports.static_map.marks import Scale, gathered, marks_of, scale_of
from dashboard.exports.static_map.options import MapOptions
from dashboard.exports.static_map.page import Page, Words
from dashboard.exports.static_map.panels import Panel, grid_of, panels_of
from dashboard.exports.static_map.rows import Drawn, drawn_of
from dashboard.exports.static_map.typesetting import check_letters, clean
from dashboard.map.basemap import country_names
from geodata import masks
from geodata.errors import ExportError, UsageError
from geodata.query import date_range, totals
from geodata.store import Frames
from geodata.vocabulary import Kind

_EPOCH: Final = "SOURCE_DATE_EPOCH"


def draw_map(frames: Frames, options: MapOptions | None = None, *, kind: str = "png") -> bytes:
    """Return a static map as the bytes of a file.

    Args:
        frames: the rows to show, already selected and fit to be published.
        options: how; A4 in the standard style without them.
        kind: png, pdf or svg.

    Raises:
        ExportError: there is nothing to draw, or no font for a text.
        UsageError: an option is wrong.

    """
    options = options or MapOptions()
    if kind not in FORMATS:
        raise UsageError(f"cannot draw a map as {kind!r}: there are {', '.join(FORMATS)}")
    if kind == "png" and not options.pixels_fit():
        raise UsageError(
            f"{options.size} at {options.dpi} dpi is too large a picture; take fewer dpi, or PDF"
        )
    check_letters([
        clean(text)
        for text in (options.title, options.subtitle, options.theme, options.author,
                     options.organisation, options.sources, options.note)
        if text
    ])  # fmt: skip
    logo = None if options.logo is None else Logo.read(options.logo)
    incidents = frames.incidents
    drawn = drawn_of(incidents)
    _check_something(incidents, drawn, options)
    panels = panels_of(incidents, options)
    extent = extent_of(_shown_shapes(drawn, options), options.bbox)
    countries = _countries(incidents, options)
    page = Page(options, _words(frames, drawn, extent, options), _days(incidents), logo, extent.wide)
    maps, scale = _maps(page, extent, incidents, panels, frozenset(countries))
    page.words = replace(page.words, not_shown=_not_shown(incidents, drawn, maps, options))
    page.draw(maps, Legend(entries_of([shown for _, shown, _ in maps], scale, page.look)))
    return page_bytes(page.sheet, kind, title=page.words.title, dpi=options.dpi)


def _maps(
    page: Page,
    extent: Extent,
    incidents: gpd.GeoDataFrame,
    panels: Sequence[Panel],
    focus: frozenset[str],
) -> tuple[list[tuple[str, Shown, tuple[float, float]]], Scale]:
    """Return the maps of a page, and the sizes that they share."""
    several = len(panels) > 1 or bool(panels[0].title)
    gap = 4.0 * page.unit
    boxes = grid_of(
        extent, page.map_box, len(panels), gap, 4.6 * page.unit if several else 0.0
    )
    frame = Frame.around(extent, boxes[0][2], boxes[0][3])
    background = background_of(frame, focus)
    drawn = [drawn_of(incidents[panel.rows]) if several else drawn_of(incidents) for panel in panels]
    cells = [gathered(one.spots, frame, page.unit) for one in drawn]
    scale = scale_of(cells, page.unit)
    maps = [
        (
            panel.title,
            Shown(frame, background, marks_of(held, scale, len(one.spots)), one.areas),
            (box[0], box[1]),
        )
        for panel, one, held, box in zip(panels, drawn, cells, boxes, strict=True)
    ]
    return maps, scale


def _words(frames: Frames, drawn: Drawn, extent: Extent, options: MapOptions) -> Words:
    incidents = frames.incidents
    names = country_names(_countries(incidents, options)).values()
    places = wording.place_names(names)
    found = totals(incidents)
    heading = wording.title(options, places)
    shown_places = "" if places and places in heading else places
    return Words(
        title=heading,
        subtitle=wording.subtitle(
            options, shown_places, wording.shown_period(options, date_range(incidents))
        ),
        figures=wording.figures(found),
        tolls=wording.toll_lines(found),
        not_shown=_not_shown(incidents, drawn, (), options),
        sources=wording.sources(incidents, frames.reports, options),
        disclaimer=wording.disclaimer(),
        projection=extent.projection.name,
        produced=production_date(options),
        data_cut=wording.data_cut(incidents, frames.reports),
    )


def _not_shown(
    incidents: gpd.GeoDataFrame,
    drawn: Drawn,
    maps: Sequence[tuple[str, Shown, tuple[float, float]]],
    options: MapOptions,
) -> str:
    unplaced = drawn.unplaced if options.without_place is None else options.without_place
    return wording.not_shown(
        unplaced,
        sum(area.incidents for area in drawn.areas),
        sum(shown.marks.outside for _, shown, _ in maps),
        drawn.statements,
        int((~masks.dated(incidents)).sum()),
    )


def _days(incidents: gpd.GeoDataFrame) -> npt.NDArray[np.datetime64]:
    happened = masks.is_kind(incidents, Kind.INCIDENT)
    days = masks.days(incidents)[0][happened]
    return days[~np.isnat(days)]


def _countries(incidents: gpd.GeoDataFrame, options: MapOptions) -> list[str]:
    """Return the countries that a map is about, those with most rows first."""
    if options.countries:
        return list(options.countries)
    counted = incidents["iso3"].dropna().astype(str).value_counts()
    codes = sorted(counted.index, key=lambda code: (-int(counted[code]), code))
    for place_id in incidents["place_id"].dropna().astype(str).unique():
        codes.extend(sorted(masks.border_sides(place_id)))
    return list(dict.fromkeys(codes))


def _shown_shapes(drawn: Drawn, options: MapOptions) -> npt.NDArray[np.object_]:
    """Return what the map is to hold: what is drawn, and the countries asked for."""
    if not options.countries:
        return drawn.shapes()
    areas = [boundaries().area(f"country:{iso3}") for iso3 in options.countries]
    known = np.array([one for one in areas if one is not None], dtype=object)
    parts = [_main_parts(one) for one in known]
    return np.concatenate([*parts, drawn.shapes()])


def _main_parts(area: object) -> npt.NDArray[np.object_]:
    """Return the larger parts of a country: far islands do not make its map small."""
    parts = shapely.get_parts(area)
    size = shapely.area(parts)
    main: npt.NDArray[np.object_] = parts[size > size.max() * 0.1]  # noqa: PLR2004 - a tenth
    return main


def _check_something(incidents: gpd.GeoDataFrame, drawn: Drawn, options: MapOptions) -> None:
    if options.bbox is not None or options.countries:
        return
    if incidents.empty:
        raise ExportError(
            "nothing to show: no row of the store matches; ask for other dates, types or "
            "countries, or name a country to draw it without incidents"
        )
    if not len(drawn.spots) and not drawn.areas:
        raise ExportError(
            f"nothing to show on a map: none of {len(incidents):,} rows has a place; export them "
            "as .csv"
        )


def production_date(options: MapOptions) -> dt.date:
    """Return the day of production: as asked for, else SOURCE_DATE_EPOCH's, else today.

    Raises:
        UsageError: SOURCE_DATE_EPOCH is no number of seconds.

    """
    if options.produced is not None:
        return options.produced
    epoch = os.environ.get(_EPOCH)
    if not epoch:
        return dt.datetime.now(dt.UTC).date()
    try:
        return dt.datetime.fromtimestamp(int(epoch), dt.UTC).date()
    except (ValueError, OverflowError, OSError) as error:
        raise UsageError(f"{_EPOCH}={epoch!r} is no number of seconds since 1970") from error
