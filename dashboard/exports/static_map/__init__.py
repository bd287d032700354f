"""Static maps for reports: PNG, PDF and SVG, drawn without a browser and without a network.

    draw_map(frames, MapOptions(title="Border clashes", size="A4"), kind="pdf")

The same rows and options give the same bytes.
"""

from dashboard.exports.static_map.drawing import draw_map, production_date
from dashboard.exports.static_map.options import MapOptions, Orientation, Panels, StyleName

__all__ = ["MapOptions", "Orientation", "Panels", "StyleName", "draw_map", "production_date"]
