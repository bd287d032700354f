"""Map tiles that a person asks for on the command line."""

import importlib.metadata
from typing import TYPE_CHECKING, Final

from geodata.errors import UsageError
from geodata.settings import Settings

if TYPE_CHECKING:
    from dashboard.commands.openers import Openers
    from dashboard.exports.static_map.tiles import TileLayer

_MOST_BYTES: Final = 2_000_000
# Tiles come by the dozen, from servers that are made for it.
_SECONDS_BETWEEN: Final = 0.05


def tile_layer(name: str | None, settings: Settings, openers: "Openers") -> "TileLayer | None":
    """Return the tiles of a name, or None.

    Raises:
        UsageError: the network is closed, or there are no such tiles.

    """
    if name is None:
        return None
    if not settings.network:
        raise UsageError(
            f"tiles {name}: not fetched, for the network is closed: add --allow-network, or set "
            "network = true in incidentmap.toml or INCIDENTMAP_NETWORK=1"
        )
    from dashboard.exports.static_map.tiles import TileLayer  # noqa: PLC0415 - slow, and rarely used
    from dashboard.tiles import tile_source  # noqa: PLC0415 - same
    from loaders.network.web import Limits, Web  # noqa: PLC0415 - same

    source = tile_source(settings.changed(tiles=name))
    if source is None:
        return None
    version = importlib.metadata.version("incidentmap")
    limits = Limits(bytes=_MOST_BYTES, seconds_between=_SECONDS_BETWEEN)
    web = openers.web(settings) if openers.web else Web(f"incidentmap/{version}", limits=limits)
    return TileLayer(source, lambda address: web.get(address).body)
