"""The style that QGIS takes from a GeoPackage: each event type by colour and shape."""

from typing import Final
from xml.sax.saxutils import quoteattr

from dashboard.exports.symbols import Symbol, symbols

POINTS: Final = "points"
LINES: Final = "lines"
AREAS: Final = "areas"
SUMS: Final = "sums"

# A point may stand for a whole province or country: then its symbol is large and empty.
_IS_COARSE: Final = "\"location_precision\" in ('province', 'region', 'border', 'country', 'none')"
_EMPTY: Final = "0,0,0,0"
_SUMS_SYMBOL: Final = Symbol("", "Sums of rows that are not shown one by one", "#6e6e6e", "circle")


def qml(shape: str) -> str:
    """Return the style of a layer as QGIS keeps it.

    Args:
        shape: `POINTS`, `LINES`, `AREAS` or `SUMS`.

    """
    if shape == SUMS:
        renderer = (
            '<renderer-v2 type="singleSymbol" symbollevels="0" enableorderby="0" forceraster="0">'
            f"<symbols>{_symbol(0, _SUMS_SYMBOL, AREAS)}</symbols></renderer-v2>"
        )
    else:
        every = symbols()
        categories = "".join(
            f'<category render="true" symbol="{number}" type="string" '
            f"value={quoteattr(one.term)} label={quoteattr(one.name)}/>"
            for number, one in enumerate(every)
        )
        drawn = "".join(_symbol(number, one, shape) for number, one in enumerate(every))
        renderer = (
            '<renderer-v2 type="categorizedSymbol" attr="event_type" symbollevels="0" '
            f'enableorderby="0" forceraster="0"><categories>{categories}</categories>'
            f"<symbols>{drawn}</symbols></renderer-v2>"
        )
    return (
        "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>"
        f'<qgis version="3.34.0" styleCategories="Symbology">{renderer}'
        "<blendMode>0</blendMode><featureBlendMode>0</featureBlendMode>"
        "<layerOpacity>1</layerOpacity></qgis>"
    )


def _symbol(number: int, symbol: Symbol, shape: str) -> str:
    kind, layer, options = {
        POINTS: ("marker", "SimpleMarker", _marker(symbol)),
        LINES: ("line", "SimpleLine", _line(symbol)),
        AREAS: ("fill", "SimpleFill", _fill(symbol)),
    }[shape]
    listed = "".join(
        f'<Option type="QString" name={quoteattr(name)} value={quoteattr(value)}/>'
        for name, value in options.items()
    )
    return (
        f'<symbol type="{kind}" name="{number}" alpha="1" clip_to_extent="1" force_rhr="0">'
        f'<layer class="{layer}" enabled="1" locked="0" pass="0">'
        f'<Option type="Map">{listed}</Option>'
        f"{_coarse_points(symbol) if shape == POINTS else ''}</layer></symbol>"
    )


def _marker(symbol: Symbol) -> dict[str, str]:
    return {
        "name": symbol.marker,
        "color": _colour(symbol),
        "outline_color": "255,255,255,255",
        "outline_width": "0.3",
        "outline_width_unit": "MM",
        "size": "3",
        "size_unit": "MM",
    }


def _coarse_points(symbol: Symbol) -> str:
    """Return the rules by which a point that stands for an area is drawn large and empty."""
    rules = {
        "size": f"if({_IS_COARSE}, 9, 3)",
        "fillColor": f"if({_IS_COARSE}, '{_EMPTY}', '{_colour(symbol)}')",
        "outlineColor": f"if({_IS_COARSE}, '{_colour(symbol)}', '255,255,255,255')",
    }
    listed = "".join(
        f'<Option type="Map" name="{name}"><Option type="bool" name="active" value="true"/>'
        f'<Option type="QString" name="expression" value={quoteattr(expression)}/>'
        '<Option type="int" name="type" value="3"/></Option>'
        for name, expression in rules.items()
    )
    return (
        '<data_defined_properties><Option type="Map">'
        '<Option type="QString" name="name" value=""/>'
        f'<Option type="Map" name="properties">{listed}</Option>'
        '<Option type="QString" name="type" value="collection"/>'
        "</Option></data_defined_properties>"
    )


def _line(symbol: Symbol) -> dict[str, str]:
    return {
        "line_color": _colour(symbol),
        "line_style": "dash",
        "line_width": "0.8",
        "line_width_unit": "MM",
    }


def _fill(symbol: Symbol) -> dict[str, str]:
    red, green, blue = symbol.rgb
    return {
        "color": f"{red},{green},{blue},50",
        "style": "solid",
        "outline_color": _colour(symbol),
        "outline_style": "dash",
        "outline_width": "0.4",
        "outline_width_unit": "MM",
    }


def _colour(symbol: Symbol) -> str:
    return ",".join(str(part) for part in (*symbol.rgb, 255))
