"""What an export says of itself beside its rows, and how it is asked for."""

import datetime as dt
import importlib.metadata
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from dashboard.exports.displacement import Displacement
from dashboard.exports.static_map.options import MapOptions
from geodata.errors import UsageError
from geodata.query import Selection

if TYPE_CHECKING:
    from dashboard.exports.static_map.tiles import TileLayer

# The environment variable by which builds that can be repeated say what time it is.
EPOCH: Final = "SOURCE_DATE_EPOCH"
# Of a store that nobody has changed yet: the first day that a zip archive can tell.
_NO_DATE: Final = dt.datetime(1980, 1, 1, tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What an export is asked for with.

    Attributes:
        selection: which rows were asked for.
        data_cut: when the store was last changed; later data are not in the file.
        displacement: how points are moved, if they are.
        boundaries: another boundary file than the program's own.
        hxl: whether a CSV gets a row of HXL tags.
        texts: whether a map page has quotes and reports.
        author: who made it; nobody is named unless somebody asks.
        organisation: for whom.
        layout: of static maps.
        tiles: under static maps, where somebody has chosen them.

    """

    selection: Selection = field(default_factory=Selection)
    data_cut: dt.datetime | None = None
    displacement: Displacement | None = None
    boundaries: Path | None = None
    hxl: bool = False
    texts: bool = True
    author: str | None = None
    organisation: str | None = None
    layout: MapOptions = field(default_factory=MapOptions)
    tiles: "TileLayer | None" = None

    def written(self) -> dt.datetime:
        """Return the time that the file bears, UTC: the same for the same data.

        That of `SOURCE_DATE_EPOCH` where it is set, else of the data cut.

        Raises:
            UsageError: the variable is no number of seconds.

        """
        said = os.environ.get(EPOCH)
        if said:
            try:
                return dt.datetime.fromtimestamp(int(said), dt.UTC)
            except (ValueError, OverflowError, OSError) as error:
                raise UsageError(f"{EPOCH} is {said!r}, which is no number of seconds") from error
        if self.data_cut is None:
            return _NO_DATE
        return self.data_cut.astimezone(dt.UTC).replace(microsecond=0)


def generator() -> str:
    """Return what made the file."""
    return f"incidentmap {importlib.metadata.version('incidentmap')}"
