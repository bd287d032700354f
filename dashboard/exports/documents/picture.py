"""The map as a picture for a document."""

from dashboard.exports.about import About
from dashboard.exports.map_file import layout_of
from dashboard.exports.publishable import Publishable
from dashboard.exports.static_map.drawing import draw_map
from dashboard.exports.static_map.options import Orientation
from geodata.errors import ExportError

# Fine enough for print, and a file that can still be mailed.
_MOST_DPI = 300


def map_picture(content: Publishable, title: str, about: About, *, size: str) -> bytes | None:
    """Return the map as PNG; None when there is nothing to draw.

    A title whose letters no font here has stands in the document, whose reader may have one, and
    not on the map.

    Args:
        content: what may be drawn.
        title: above the map.
        about: how the document is asked for.
        size: of the paper that the map is laid out for; see `static_map.options.SIZES`.

    """
    asked = layout_of(about, title)
    layout = asked.replaced(
        size=size, orientation=Orientation.LANDSCAPE, dpi=min(asked.dpi, _MOST_DPI)
    )
    placed = content.incidents.geometry.notna().any() or content.aggregates.geometry.notna().any()
    if not placed and not layout.countries:
        return None
    try:
        return draw_map(content, layout, kind="png", tiles=about.tiles)
    except ExportError:
        unnamed = layout.replaced(title=None, subtitle=None)
        return draw_map(content, unnamed, kind="png", tiles=about.tiles)
