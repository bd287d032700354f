"""Map tiles from the network, where the settings allow them and a person chooses them.

The setting `tiles` names a source as `xyzservices` knows it, and the page offers it beside its own
basemap. Nothing is fetched before it is chosen, and the page may then reach that host alone.
"""

import json
from dataclasses import dataclass
from string import Formatter
from typing import Any
from urllib.parse import urlsplit

import xyzservices
from xyzservices import providers

from geodata.errors import UsageError
from geodata.settings import Settings

_IMAGES = "img-src data: blob:"
# What the address of a tile is made of, when the browser asks for it.
_OF_TILE = {"x": "{x}", "y": "{y}", "z": "{z}", "r": ""}
_USUAL_ZOOM = 18


@dataclass(frozen=True, slots=True)
class TileSource:
    """Where tiles come from.

    Attributes:
        name: as `xyzservices` calls it.
        url: address of a tile, with {z}, {x} and {y}.
        host: scheme and host of that address.
        attribution: what the source asks to be said of it, plain text.
        max_zoom: the nearest zoom that it has.
        is_open: whether the network may be used.

    """

    name: str
    url: str
    host: str
    attribution: str
    max_zoom: int
    is_open: bool


def tile_source(settings: Settings) -> TileSource | None:
    """Return the source that the settings name, or None.

    Raises:
        UsageError: there is none of that name, it needs a key, or is not reached by https.

    """
    if not settings.tiles:
        return None
    provider = _provider(settings.tiles)
    names = {name for _, name, _, _ in Formatter().parse(provider.url) if name}
    values: dict[str, Any] = {**provider, **_OF_TILE, "s": provider.get("subdomains", "abc")[0]}
    if provider.requires_token() or not names <= values.keys():
        raise UsageError(f"setting 'tiles': {settings.tiles} needs a key; take another source")
    url = provider.url.format(**values)
    parts = urlsplit(url)
    if parts.scheme != "https":
        raise UsageError(f"setting 'tiles': {settings.tiles} is not reached by https")
    return TileSource(
        name=str(provider.name),
        url=url,
        host=f"https://{parts.netloc}",
        attribution=str(provider.attribution),
        max_zoom=int(provider.get("max_zoom", _USUAL_ZOOM)),
        is_open=settings.network,
    )


def _provider(name: str) -> xyzservices.TileProvider:
    try:
        return providers.query_name(name)
    except ValueError as error:
        raise UsageError(
            f"setting 'tiles': there are no tiles called {name!r}; xyzservices lists those there "
            "are, such as OpenStreetMap.HOT"
        ) from error


def offering(page: bytes, source: TileSource, *, chosen: bool) -> bytes:
    """Return a map page that offers tiles, or shows them.

    Args:
        page: as it is exported.
        source: of the tiles.
        chosen: whether a person chose them: only then may the page reach their host.

    """
    shown = chosen and source.is_open
    told = {
        "name": source.name,
        "url": source.url,
        "attribution": source.attribution,
        "max_zoom": source.max_zoom,
        "is_open": source.is_open,
        "shown": shown,
    }
    # Nothing in it can end the element: names and addresses of a registry, and ours.
    text = json.dumps(told).replace("<", "\\u003c")
    block = f'<script type="application/json" id="incidentmap-tiles">{text}</script>'
    head, body, rest = page.partition(b"<body>")
    if shown:
        head = head.replace(_IMAGES.encode(), f"{_IMAGES} {source.host}".encode(), 1)
    return b"".join([head, body, block.encode(), rest])


def images_policy(policy: str, source: TileSource | None, *, chosen: bool) -> str:
    """Return a content security policy that lets images come from the chosen source, too."""
    if source is None or not chosen or not source.is_open:
        return policy
    return policy.replace(_IMAGES, f"{_IMAGES} {source.host}", 1)
