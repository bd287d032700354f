"""Map tiles under a static map: fetched only when asked for by name, and drawn in its projection.

Tiles come in the Mercator projection of the web; each dot of the picture looks up the dot of the
tile that lies under it, so that the map keeps its own projection.
"""

import io
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
from matplotlib.image import BboxImage
from matplotlib.transforms import Bbox, TransformedBbox
from PIL import Image, UnidentifiedImageError

from dashboard.exports.static_map.extent import Frame
from dashboard.exports.static_map.sheet import Window
from dashboard.tiles import TileSource
from geodata.errors import ExportError, NetworkError

Fetch = Callable[[str], bytes]
_Pixels = npt.NDArray[np.uint8]
_Floats = npt.NDArray[np.float64]
_Mask = npt.NDArray[np.bool_]

_TILE: Final = 256
# Tiles are made for screens; printed finer than this their letters become too small to read.
_DPI: Final = 130
# On large paper dots may be coarser: it is looked at from further away.
_MOST_DOTS: Final = 3_000_000
_MM_AN_INCH: Final = 25.4
# A page takes no more from a server that others share.
_MOST_TILES: Final = 48
# Metres of a dot of zoom 0 at the equator; beyond this latitude there are no tiles.
_METRES_A_DOT: Final = 156_543.034
_LAST_LATITUDE: Final = 85.0511


@dataclass(frozen=True)
class TileLayer:
    """Tiles that a person has chosen.

    Attributes:
        source: where they come from.
        fetch: returns the bytes at an address.

    """

    source: TileSource
    fetch: Fetch

    def picture(self, frame: Frame) -> "TilePicture":
        """Return the tiles under a map.

        Raises:
            ExportError: a tile cannot be fetched, or is no picture.

        """
        dpi = min(_DPI, math.sqrt(_MOST_DOTS / (frame.width * frame.height)) * _MM_AN_INCH)
        wide, high = (
            max(2, round(size / _MM_AN_INCH * dpi)) for size in (frame.width, frame.height)
        )
        across = (np.arange(wide) + 0.5) / wide * frame.width
        up = (np.arange(high)[::-1] + 0.5) / high * frame.height
        x, y = np.meshgrid(across, up)
        longitude, latitude = frame.earth(x, y)
        known = np.isfinite(longitude) & (np.abs(latitude) < _LAST_LATITUDE)
        column, row = _mercator(longitude, latitude, known)
        zoom = self._zoom(frame, column[known], row[known])
        return TilePicture(self._sample(column, row, known, zoom), self.source.attribution)

    def _zoom(self, frame: Frame, column: _Floats, row: _Floats) -> int:
        """Return the zoom whose dots are as fine as the picture's, or as many tiles allow."""
        metres = _MM_AN_INCH / _DPI / frame.scale
        finest = _METRES_A_DOT * math.cos(math.radians(frame.projection.latitude)) / metres
        zoom = min(self.source.max_zoom, max(0, round(math.log2(max(finest, 1.0)))))
        while zoom and len(_tiles_of(column, row, zoom)) > _MOST_TILES:
            zoom -= 1
        return zoom

    def _sample(
        self,
        column: _Floats,
        row: _Floats,
        known: _Mask,
        zoom: int,
    ) -> _Pixels:
        numbers = _tiles_of(column[known], row[known], zoom)
        tiles = np.stack([self._tile(zoom, *divmod(number, 2**zoom)) for number in numbers])
        size = 2**zoom * _TILE
        dots_x = np.clip((column[known] * size).astype(np.int64), 0, size - 1)
        dots_y = np.clip((row[known] * size).astype(np.int64), 0, size - 1)
        here = np.searchsorted(numbers, dots_x // _TILE * 2**zoom + dots_y // _TILE)
        pixels = np.zeros((*column.shape, 4), np.uint8)
        pixels[known] = tiles[here, dots_y % _TILE, dots_x % _TILE]
        return pixels

    def _tile(self, zoom: int, column: int, row: int) -> _Pixels:
        address = self.source.url.replace("{z}", str(zoom))
        address = address.replace("{x}", str(column)).replace("{y}", str(row))
        try:
            with Image.open(
                io.BytesIO(self.fetch(address)), formats=("PNG", "JPEG", "WEBP")
            ) as one:
                if max(one.size) > 4 * _TILE:
                    raise ExportError(f"tiles of {self.source.name}: one is larger than a tile")
                return np.asarray(one.convert("RGBA").resize((_TILE, _TILE)))
        except NetworkError as error:
            raise ExportError(f"tiles of {self.source.name}: not fetched: {error}") from error
        except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
            raise ExportError(f"tiles of {self.source.name}: one is no picture") from error


@dataclass(frozen=True, slots=True)
class TilePicture:
    """Tiles in a map's projection: red, green, blue and opacity, and what is to be said of them."""

    pixels: _Pixels
    attribution: str

    def draw(self, window: Window) -> None:
        """Draw it all over a window."""
        corners = Bbox.from_extents(0, 0, window.width, window.height)
        box = TransformedBbox(corners, window.transform)
        picture = BboxImage(box, interpolation="bilinear", interpolation_stage="rgba")
        picture.set_data(self.pixels)
        window.sheet.add(picture)


def _mercator(
    longitude: _Floats,
    latitude: _Floats,
    known: _Mask,
) -> tuple[_Floats, _Floats]:
    """Return where places lie on the web's map of the world, 0-1 from its upper left corner."""
    column = np.mod(np.where(known, longitude, 0.0) / 360 + 0.5, 1.0)
    angle = np.radians(np.where(known, latitude, 0.0))
    row = 0.5 - np.arcsinh(np.tan(angle)) / (2 * np.pi)
    return column, row


def _tiles_of(column: _Floats, row: _Floats, zoom: int) -> list[int]:
    """Return the numbers of the tiles in which places lie, in order; column by column."""
    count = 2**zoom
    numbers = np.unique(
        np.minimum((column * count).astype(np.int64), count - 1) * count
        + np.clip((row * count).astype(np.int64), 0, count - 1)
    )
    return [int(number) for number in numbers]
