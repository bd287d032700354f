"""What an export is asked for with, whoever asks: the command line, a recipe, the dashboard.

The same request to the same store gives the same bytes.
"""

from dataclasses import dataclass, field

from dashboard.exports.about import About
from dashboard.exports.displacement import Displacement
from dashboard.exports.static_map.options import MapOptions
from geodata.query import Selection
from geodata.settings import Settings
from geodata.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportRequest:
    """What is asked for.

    Attributes:
        selection: which rows.
        title: what the file says it shows.
        displace: by how many km at most points are moved; None to leave them.
        hxl: whether a CSV gets a row of HXL tags.
        texts: whether a map page has quotes and reports.
        layout: of static maps.

    """

    selection: Selection = field(default_factory=Selection)
    title: str | None = None
    displace: float | None = None
    hxl: bool = False
    texts: bool = True
    layout: MapOptions = field(default_factory=MapOptions)

    def about(self, store: Store, settings: Settings) -> About:
        """Return what a file is told of itself and of the store it comes from.

        Raises:
            StoreError: the store cannot be read.
            UsageError: points cannot be moved so far.

        """
        return About(
            selection=self.selection,
            data_cut=store.summary().changed,
            displacement=None
            if self.displace is None
            else Displacement(self.displace, store.secret()),
            boundaries=settings.boundaries,
            hxl=self.hxl,
            texts=self.texts,
            author=self.layout.author,
            organisation=self.layout.organisation,
            layout=self.layout,
        )
