"""The folium layer that carries the incidents: their data, and the script that draws them."""

import json
from collections.abc import Mapping
from typing import Any

from branca.element import Figure, MacroElement

from dashboard.map.assets import page_script
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
        assert isinstance(figure, Figure)
        assert parent is not None
        # Every text in the data is base64 (see packing.py), so nothing in it can end the element.
        stored = json.dumps(self._data)
        figure.html.add_child(
            Verbatim(f'<script type="application/json" id="incidentmap-data">{stored}</script>'),
            name=f"{self.get_name()}_data",
        )
        script = f"{page_script()}\nincidentmap.start({parent.get_name()});"
        figure.script.add_child(Verbatim(script), name=self.get_name())
        return ""
