"""The logo beside the heading: a picture that is checked before it is opened."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Self

import numpy as np
from matplotlib.image import BboxImage
from matplotlib.transforms import Bbox, TransformedBbox
from PIL import Image, UnidentifiedImageError

from dashboard.exports.static_map.sheet import Window
from geodata.errors import UsageError

_MOST_BYTES: Final = 5_000_000
_MOST_PIXELS: Final = 4000
# Larger than it is printed at 600 dpi on A4.
_KEPT_PIXELS: Final = 900
_WIDEST: Final = 5.0


@dataclass(frozen=True, slots=True)
class Logo:
    """A picture; pixels are red, green, blue and opacity."""

    pixels: Any

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read a PNG or JPEG.

        Raises:
            UsageError: it is missing, no such picture, or too large; says which.

        """
        try:
            if path.stat().st_size > _MOST_BYTES:
                raise UsageError(f"logo {path}: more than {_MOST_BYTES // 1_000_000} MB; shrink it")
            with Image.open(path, formats=("PNG", "JPEG")) as picture:
                if max(picture.size) > _MOST_PIXELS:
                    raise UsageError(f"logo {path}: more than {_MOST_PIXELS} pixels wide or high")
                small = picture.convert("RGBA")
                small.thumbnail((_KEPT_PIXELS, _KEPT_PIXELS))
        except UnidentifiedImageError as error:
            raise UsageError(f"logo {path}: not a PNG or JPEG picture; save it as PNG") from error
        except (OSError, SyntaxError, ValueError) as error:
            reason = getattr(error, "strerror", None) or error
            raise UsageError(f"logo {path}: cannot be read: {reason}") from error
        return cls(np.asarray(small))

    def width(self, height: float) -> float:
        """Return how wide it is at a height."""
        high, wide = self.pixels.shape[:2]
        return height * min(float(wide) / float(high), _WIDEST)

    def draw(self, window: Window, left: float, bottom: float, height: float) -> None:
        """Draw it into a window, mm."""
        corners = Bbox.from_extents(left, bottom, left + self.width(height), bottom + height)
        box = TransformedBbox(corners, window.transform)
        picture = BboxImage(box, interpolation="antialiased", interpolation_stage="rgba")
        picture.set_data(self.pixels)
        window.sheet.add(picture)
