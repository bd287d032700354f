"""The folium layer that carries the incidents: their data, and the script that draws them."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from branca.element import MacroElement

from dashboard.map.assets import page_script
from dashboard.map.packing import Packed
from dashboard.map.self_contained import SelfContainedFigure
from dashboard.map.verbatim import Verbatim


class IncidentLayer(MacroElement):
    """Incidents on one canvas over the map, with basemap, slider, figures, list and legend."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # branca leaves it untyped
        self._name, self._id = "IncidentLayer", "1"
        self._data = data

    def render(self, **kwargs: Any) -> str:  # noqa: ANN401, ARG002 - as branca declares it
        """Add data and script to the page."""
        figure, parent = self.get_root(), self._parent
        assert isinstance(figure, SelfContainedFigure)
        assert parent is not None
        figure.hold("incidentmap-data", _as_json(self._data))
        script = f"{page_script()}\nincidentmap.start({parent.get_name()});"
        figure.script.add_child(Verbatim(script), name=self.get_name())
        return ""


def _as_json(value: Any) -> Iterator[str]:  # noqa: ANN401 - whatever JSON knows
    """Yield data as JSON, piece by piece.

    Nearly all of it is packed text, which is not searched for what to escape.
    """
    if isinstance(value, Packed):
        yield from ('"', value, '"')
    elif isinstance(value, Mapping):
        for place, (key, each) in enumerate(value.items()):
            yield f"{',' if place else '{'}{json.dumps(key)}:"
            yield from _as_json(each)
        yield "}" if value else "{}"
    elif isinstance(value, list):
        for place, each in enumerate(value):
            yield "," if place else "["
            yield from _as_json(each)
        yield "]" if value else "[]"
    else:
        yield json.dumps(value)
