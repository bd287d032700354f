"""From frames to an interactive map page that needs nothing but a browser.

`incident_map` returns a folium map; `page` its HTML. The page holds everything it uses, asks no
server for anything, and forbids itself to: its content security policy names its own scripts and
styles by hash and allows nothing else.
"""

import datetime as dt
import html
import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import folium
import geopandas as gpd
import numpy as np
import pandas as pd
from branca.element import Figure
from jinja2 import Template

from dashboard.map.assets import frontend_text, leaflet_script, leaflet_style
from dashboard.map.basemap import basemap, cells_of, country_names
from dashboard.map.details import packed_details
from dashboard.map.group_sizes import GroupSizes
from dashboard.map.incident_layer import IncidentLayer
from dashboard.map.packing import pack, pack_json
from dashboard.map.page_order import PageOrder
from dashboard.map.rows import Ints, Rows, packed_rows
from dashboard.map.self_contained import SelfContainedFigure
from dashboard.map.shapes import SHAPE_UNITS, Shapes
from dashboard.map.style import page_style
from dashboard.map.verbatim import Verbatim
from geodata.boundary_profiles import NEUTRAL, BoundaryProfile
from geodata.boundary_profiles import boundary_profile as profile_named
from geodata.collector import collector_paused
from geodata.frames import validate
from geodata.incident import Claim, Incident, Report
from geodata.query import Selection, select, totals
from geodata.vocabulary import Kind

_DEFAULT_TITLE = "Incident map"
# One pixel is then 38 m at the equator; the basemap's sources are no finer.
_MAX_ZOOM = 12
_LEAFLET_OPTIONS = {
    # From pole to pole in a window of 360 pixels, as on a telephone.
    "minZoom": 0.5,
    "maxZoom": _MAX_ZOOM,
    "zoomSnap": 0.25,
    # East and west the world repeats; north and south it ends.
    "maxBounds": [[-85.06, -100_000], [85.06, 100_000]],
    "maxBoundsViscosity": 0.9,
}

_HEADER = """<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<style>{leaflet_style}</style>
<style>{page_style}</style>
<script>{leaflet_script}</script>
"""


@collector_paused()
def incident_map(  # noqa: PLR0913 - three tables, and what to make of them
    incidents: gpd.GeoDataFrame,
    claims: pd.DataFrame,
    reports: pd.DataFrame,
    *,
    title: str | None = None,
    selection: Selection | None = None,
    groups: GroupSizes | None = None,
    about: str = "",
    boundary_profile: str = NEUTRAL,
    texts: bool = True,
) -> "IncidentMap":
    """Return an interactive map of incidents.

    Args:
        incidents: rows as `geodata.frames.incidents_frame` makes them.
        claims: of those incidents; claims of others are left out.
        reports: that the claims come from; others are left out, and so is their text.
        title: above the map.
        selection: which incidents to take; its dates are where the slider begins, and the page
            still holds all dates.
        groups: how many incidents each row stands for, where rows are groups
            (`dashboard.map.groups`); then without a selection.
        about: sources and notes as HTML, in which all text is escaped; they open from the page's
            head and are printed behind the map.
        boundary_profile: how disputed boundaries are drawn until a person at the page chooses
            another way, as `geodata.boundary_profiles` names it.
        texts: whether quotes and reports go along. Without them a page is a third as large, and its
            script knows rows by their numbers instead of their ids.

    Raises:
        ValidationError: a frame breaks the data model.
        UsageError: there is no such boundary profile.

    """
    for frame, table in ((incidents, Incident), (claims, Claim), (reports, Report)):
        validate(frame, table)
    profile = profile_named(boundary_profile)
    chosen = selection or Selection()
    known = incidents
    anytime = replace(chosen, date_from=None, date_to=None)
    incidents = select(incidents, anytime, claims=claims, reports=reports)
    order = PageOrder.of(incidents)
    with ThreadPoolExecutor(1) as pool:
        # Sorting and compressing leave Python's lock: what is drawn goes beside what is read.
        drawn = pool.submit(_drawn, incidents, order, known, chosen, groups, profile)
        details = packed_details(incidents, order.rows, claims, reports, texts=texts)
        data = drawn.result() | {"details": details}
    made = IncidentMap(title, order.rows, about)
    made.add_child(IncidentLayer(data))
    return made


def _drawn(  # noqa: PLR0913, PLR0917 - all that the page shows follows from these
    incidents: gpd.GeoDataFrame,
    order: PageOrder,
    known: gpd.GeoDataFrame,
    chosen: Selection,
    groups: GroupSizes | None,
    profile: BoundaryProfile,
) -> dict[str, Any]:
    """Return all that the map itself needs, packed."""
    rows, shapes = packed_rows(incidents, order)
    columns = rows.columns if groups is None else rows.columns | groups.columns(order.rows)
    head = {
        "style": page_style(),
        "rows": rows.meta,
        "names": rows.names,
        "bounds": rows.bounds,
        "countries": country_names(sorted(incidents["iso3"].dropna().unique())),
        # What a group of tolls counts may be the same dead.
        "tolls": _tolls(incidents, rows.order, known) if groups is None else [],
        "profile": profile.name,
        "from": _iso(chosen.date_from),
        "to": _iso(chosen.date_to),
    }
    return {
        "head": pack_json(head),
        "rows": {"columns": pack(columns)},
        "shapes": {"units": SHAPE_UNITS, "columns": pack(shapes.columns())},
        "basemap": basemap(_cells(rows, shapes)),
    }


def page(made: folium.Map) -> str:
    """Return the HTML of a map's page; the same map gives the same text."""
    text: str = made.get_root().render()
    return text


class IncidentMap(folium.Map):
    """A folium map whose page holds all it needs; make it with `incident_map`."""

    # folium's own lists point to servers; what the page needs stands in it.
    default_js: list[tuple[str, str]] = []  # noqa: RUF012 - folium declares plain lists
    default_css: list[tuple[str, str]] = []  # noqa: RUF012 - same

    # What a page gets is added below, as it is (see `Verbatim`).
    _template = Template("")

    def __init__(self, title: str | None, order: Ints, about: str = "") -> None:
        """Make the map.

        Args:
            title: above the map.
            order: position in the selected frame of each row of the page, as filters of another
                page need it that show some of the rows (`dashboard.map_pages`).
            about: sources and notes as HTML.

        """
        super().__init__(tiles=None)
        self.order = order
        # A random name would make every page of the same data another one.
        self._name, self._id = "Map", "1"
        self._title = title
        self._about = about
        figure = SelfContainedFigure(title=html.escape(title or _DEFAULT_TITLE))
        figure.add_child(self)

    def render(self, **kwargs: Any) -> str:  # noqa: ANN401 - as folium declares it
        """Add styles, scripts and the page's skeleton to the figure, then what the map holds."""
        figure, name = self.get_root(), self.get_name()
        assert isinstance(figure, Figure)
        header = _HEADER.format(
            leaflet_style=leaflet_style(),
            leaflet_script=leaflet_script(),
            page_style=frontend_text("page.css"),
        )
        body = Template(frontend_text("page.html")).render(
            title=html.escape(self._title or ""), map_id=name, about=self._about
        )
        script = f"const {name} = L.map({json.dumps(name)}, {json.dumps(_LEAFLET_OPTIONS)});"
        figure.header.add_child(Verbatim(header), name=f"{name}_header")
        figure.html.add_child(Verbatim(body), name=f"{name}_body")
        figure.script.add_child(Verbatim(script), name=name)
        super().render(**kwargs)  # type: ignore[no-untyped-call]  # folium leaves it untyped
        return ""


def _cells(rows: Rows, shapes: Shapes) -> Any:  # noqa: ANN401 - a numpy array
    """Return the cells of the world in which something is drawn."""
    points = ~np.isnan(rows.x)
    outlines = [part for parts in shapes.parts for part in parts]
    x = np.concatenate([rows.x[points], shapes.centre_x, *(part[:, 0] for part in outlines)])
    y = np.concatenate([rows.y[points], shapes.centre_y, *(part[:, 1] for part in outlines)])
    return cells_of(x, y)


def _tolls(
    incidents: gpd.GeoDataFrame, order: Ints, known: gpd.GeoDataFrame
) -> list[dict[str, Any]]:
    """Return each toll's row with what of it incidents account for."""
    is_toll = (incidents["kind"] == Kind.TOLL).to_numpy()
    rows = np.flatnonzero(is_toll[order])
    if not len(rows):
        return []
    tolls = incidents.iloc[order[rows]]
    row_of = dict(zip(tolls["incident_id"], rows.tolist(), strict=True))
    return [
        {
            "row": row_of[toll.incident_id],
            "accounted": toll.accounted_for,
            "missing": toll.not_located,
        }
        for toll in totals(tolls, known=known).tolls
    ]


def _iso(day: dt.date | None) -> str | None:
    return None if day is None else day.isoformat()
