"""From rows and options to the bytes of a map."""

import datetime as dt
from collections.abc import Sequence
from typing import Final

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from dashboard.exports.publishable import Publishable
from dashboard.exports.static_map import wording
from dashboard.exports.static_map.areas import Area
from dashboard.exports.static_map.background import background_of, boundaries
from dashboard.exports.static_map.badges import Shapes, visible
from dashboard.exports.static_map.extent import Extent, Frame, extent_of
from dashboard.exports.static_map.files import FORMATS, page_bytes
from dashboard.exports.static_map.heading import Head
from dashboard.exports.static_map.in_view import InView, in_view
from dashboard.exports.static_map.logo import Logo
from dashboard.exports.static_map.map_window import Shown
from dashboard.exports.static_map.marks import Scale, gathered, marks_of, parted, scale_of
from dashboard.exports.static_map.names import unwritable
from dashboard.exports.static_map.options import MapOptions, production_date
from dashboard.exports.static_map.page import Page, Placed, Words
from dashboard.exports.static_map.panels import Box, Panel, grid_of, panels_of
from dashboard.exports.static_map.rows import Drawn, drawn_of
from dashboard.exports.static_map.tiles import TileLayer
from dashboard.exports.static_map.typesetting import check_letters, clean
from dashboard.map.basemap import country_names
from geodata import masks
from geodata.boundary_profiles import boundary_profile
from geodata.errors import ExportError, UsageError
from geodata.query import Totals, date_range, totals
from geodata.vocabulary import Kind

# In millimetres on A4.
_PANEL_GAP: Final = 4.0
_PANEL_HEAD: Final = 4.6
# Of laying out a page and counting what its map shows.
_TURNS: Final = 4


def draw_map(
    content: Publishable,
    options: MapOptions | None = None,
    *,
    kind: str = "png",
    tiles: TileLayer | None = None,
) -> bytes:
    """Return a static map as the bytes of a file.

    Args:
        content: the rows to show: what of a selection may leave the house.
        options: how; A4 in the standard style without them.
        kind: png, pdf or svg.
        tiles: under the map in place of the program's own land; they come from the network.

    Raises:
        ExportError: there is nothing to draw, no font for a text, or no tile to be had.
        UsageError: an option is wrong.

    """
    options = options or MapOptions()
    if tiles is not None:
        said = f"Map tiles: {tiles.source.attribution}"
        options = options.replaced(sources="; ".join(filter(None, (options.sources, said))))
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
    drawn = drawn_of(content.incidents, content.aggregates)
    _check_something(content, drawn, options)
    extent = extent_of(_shown_shapes(drawn, options), options.bbox)
    page = _page(content, drawn, extent, options)
    if options.bbox is not None:
        content, drawn, page = _of_what_is_seen(content, page, extent)
    maps, scale = _maps(page, extent, content, drawn, tiles)
    page.draw(maps, scale)
    return page_bytes(page.sheet, kind, title=page.words.head.title, dpi=options.dpi)


def _page(
    content: Publishable,
    drawn: Drawn,
    extent: Extent,
    options: MapOptions,
    seen: InView | None = None,
) -> Page:
    return Page(
        options,
        _words(content, drawn, extent, options, seen),
        _days(content.incidents),
        extent,
        _entries(drawn),
    )


def _of_what_is_seen(
    content: Publishable, page: Page, extent: Extent
) -> tuple[Publishable, Drawn, Page]:
    """Return what lies in the map, and a page that speaks of nothing else.

    How much of the earth the map shows depends on the room that words leave it, and the words on
    what it shows: after few turns they agree.
    """
    options = page.options
    seen = in_view(content, _frame(page, extent, content))
    for _ in range(_TURNS):
        drawn = drawn_of(seen.content.incidents, seen.content.aggregates)
        page = _page(seen.content, drawn, extent, options, seen)
        again = in_view(content, _frame(page, extent, seen.content))
        if np.array_equal(again.rows, seen.rows) and again.outside == seen.outside:
            break
        seen = again
    return seen.content, drawn, page


def _frame(page: Page, extent: Extent, content: Publishable) -> Frame:
    boxes = _boxes(page, extent, panels_of(content.incidents, page.options))
    return Frame.around(extent, boxes[0][2], boxes[0][3])


def _boxes(page: Page, extent: Extent, panels: Sequence[Panel]) -> list[Box]:
    """Return where the maps of a page lie."""
    head = _PANEL_HEAD * page.unit if panels[0].title else 0.0
    return grid_of(extent, page.map_box, len(panels), _PANEL_GAP * page.unit, head)


def _maps(
    page: Page, extent: Extent, content: Publishable, drawn: Drawn, tiles: TileLayer | None
) -> tuple[list[Placed], Scale]:
    """Return the maps of a page, and the sizes that they share."""
    incidents, options = content.incidents, page.options
    panels = panels_of(incidents, options)
    several = bool(panels[0].title)
    boxes = _boxes(page, extent, panels)
    frame = Frame.around(extent, boxes[0][2], boxes[0][3])
    background = background_of(
        frame,
        frozenset(_countries(content, options)),
        boundary_profile(options.boundary_profile),
    )
    under = None if tiles is None else tiles.picture(frame)
    parts = [drawn_of(incidents[panel.rows]) for panel in panels] if several else [drawn]
    cells = [gathered(one.spots, frame, page.unit) for one in parts]
    scale = scale_of(cells, page.unit)
    cells = [parted(one, scale) for one in cells]
    scale = scale_of(cells, page.unit)
    return [
        Placed(
            panel.title,
            Shown(
                frame,
                background,
                marks_of(held, scale, len(part.spots)),
                _seen(part.areas, frame),
                under,
            ),
            *box[:2],
        )
        for panel, part, held, box in zip(panels, parts, cells, boxes, strict=True)
    ], scale


def _seen(areas: Sequence[Area], frame: Frame) -> list[tuple[Area, Shapes]]:
    """Return the areas of which anything lies in the frame, with what does."""
    found = [(area, visible(area.shape, frame)) for area in areas]
    return [(area, shapes) for area, shapes in found if len(shapes)]


def _words(
    content: Publishable,
    drawn: Drawn,
    extent: Extent,
    options: MapOptions,
    seen: InView | None,
) -> Words:
    incidents = content.incidents
    unnamed = unwritable(drawn.spots.names)
    area = sum(area.incidents for area in drawn.areas)
    places = wording.place_names(country_names(_countries(content, options)).values())
    found = totals(incidents)
    title = wording.title(options, places)
    covered = wording.shown_period(options, _dates(content))
    subtitle = wording.subtitle(options, "" if places and places in title else places, covered)
    organisation = clean(options.organisation) if options.organisation else None
    logo = None if options.logo is None else Logo.read(options.logo)
    return Words(
        head=Head(title, subtitle, organisation, logo),
        figures=_figures(found, content),
        sentences=[*wording.toll_lines(found), *content.notes()],
        not_shown=wording.not_shown(drawn.unplaced, area, drawn.statements, found.undated, unnamed)
        if seen is None
        else wording.not_counted(seen.unplaced, seen.outside, area, found.undated, unnamed),
        sources=wording.sources(incidents, content.reports, options),
        disclaimer=wording.disclaimer(options),
        projection=extent.projection.name,
        produced=production_date(options.produced),
        data_cut=options.data_cut or wording.data_cut(incidents, content.reports),
    )


def _dates(content: Publishable) -> tuple[dt.date, dt.date] | None:
    """Return the first and last day of rows and sums."""
    found = [date_range(content.incidents), wording.sums_dates(content.aggregates)]
    known = [one for one in found if one is not None]
    return (min(one[0] for one in known), max(one[1] for one in known)) if known else None


def _figures(found: Totals, content: Publishable) -> list[tuple[str, str]]:
    figures = [*wording.figures(found), *wording.sums(content.aggregates)]
    return figures or [("0", "incidents")]


def _entries(drawn: Drawn) -> int:
    """Return about how many entries the legend will have."""
    types = len(np.unique(drawn.spots.types))
    return types + 6 + (2 if drawn.areas else 0)


def _days(incidents: gpd.GeoDataFrame) -> npt.NDArray[np.datetime64]:
    happened = masks.is_kind(incidents, Kind.INCIDENT)
    days = masks.days(incidents)[0][happened]
    return days[~np.isnat(days)]


def _countries(content: Publishable, options: MapOptions) -> list[str]:
    """Return the countries that a map is about, those with most rows first."""
    if options.countries:
        return list(options.countries)
    incidents = content.incidents
    codes_of = [frame["iso3"].dropna().astype(str) for frame in (incidents, content.aggregates)]
    counted = pd.concat(codes_of).value_counts()
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
    main: npt.NDArray[np.object_] = parts[size > size.max() * 0.1]
    return main


def _check_something(content: Publishable, drawn: Drawn, options: MapOptions) -> None:
    if options.bbox is not None or options.countries:
        return
    if content.is_empty:
        raise ExportError(
            "nothing to show: no row of the store matches; ask for other dates, types or "
            "countries, or name a country to draw it without incidents"
        )
    if not len(drawn.spots) and not drawn.areas:
        raise ExportError(
            f"nothing to show on a map: none of {len(content.incidents):,} rows has a place; "
            "export them as .csv"
        )
