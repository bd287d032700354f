"""Static maps for reports: PNG, PDF and SVG, drawn without a browser and without a network.

    from dashboard.exports.static_map.drawing import draw_map
    from dashboard.exports.static_map.options import MapOptions

    draw_map(leaving(*frames, about), MapOptions(title="Border clashes"), kind="pdf")

The same rows and options give the same bytes. `options` is quick to import, `drawing` needs
Matplotlib.
"""
