"""The map as a picture for a document."""

from dashboard.exports.about import About
from dashboard.exports.map_file import layout_of
from dashboard.exports.publishable import Publishable
from dashboard.exports.static_map.drawing import draw_map
from dashboard.exports.static_map.options import Orientation

# Fine enough for print, and a file that can still be mailed.
_DPI = 220


def map_picture(content: Publishable, title: str, about: About, *, size: str) -> bytes:
    """Return the map as PNG.

    Args:
        content: what may be drawn.
        title: above the map.
        about: how the document is asked for.
        size: of the paper that the map is laid out for; see `static_map.options.SIZES`.

    """
    layout = layout_of(about, title).replaced(
        size=size, orientation=Orientation.LANDSCAPE, dpi=_DPI
    )
    return draw_map(content, layout, kind="png")
