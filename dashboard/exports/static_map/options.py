"""What a static map can be asked for: its paper, its look, its words.

`MapOptions` is what the command line, a recipe and a page of the dashboard fill in; whatever is
wrong with it is said in one line before anything is drawn.
"""

import dataclasses
import datetime as dt
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from geodata.boundary_profiles import NEUTRAL, boundary_profile
from geodata.errors import UsageError

# Width and height of the paper in millimetres, upright; slides lie. ISO 216, and the slides that
# presentation programs start with.
SIZES: Final[Mapping[str, tuple[float, float]]] = {
    "A0": (841.0, 1189.0),
    "A1": (594.0, 841.0),
    "A2": (420.0, 594.0),
    "A3": (297.0, 420.0),
    "A4": (210.0, 297.0),
    "A5": (148.0, 210.0),
    "16:9": (190.5, 338.67),
    "4:3": (190.5, 254.0),
}
PAPER_MAPS: Final = frozenset({".pdf", ".png", ".svg"})
SLIDES: Final = frozenset({"16:9", "4:3"})
LEAST_DPI, MOST_DPI = 36, 1200
# A printer's picture of A0 at 300 dpi has 140 million pixels; beyond it programs give up.
MOST_PIXELS: Final = 150_000_000
# The environment variable by which builds that can be repeated say what time it is.
_EPOCH: Final = "SOURCE_DATE_EPOCH"
_LONGEST_TEXT: Final = 2000
_CODE = re.compile(r"[A-Za-z0-9-]{1,12}")


class Orientation(StrEnum):
    """How the paper lies."""

    AUTO = "auto"
    """As the area to show asks for."""
    PORTRAIT = "portrait"
    LANDSCAPE = "landscape"


class StyleName(StrEnum):
    """For what the map is coloured; all can be told apart with any common colour blindness."""

    STANDARD = "standard"
    PRINT = "print"
    """Greyscale."""
    DARK = "dark"
    """For slides in a dark room."""


class Panels(StrEnum):
    """What each of several maps on one page shows."""

    NONE = "none"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"
    COUNTRY = "country"


@dataclass(frozen=True, slots=True, kw_only=True)
class MapOptions:
    """What a static map is asked for; see `SIZES` for the sizes.

    Raises:
        UsageError: a value is none of those there are, or out of range; the message names it.

    """

    title: str | None = None
    subtitle: str | None = None
    theme: str = "Incidents"
    """What the map is about: stands in the subtitle and in the file's name."""
    code: str | None = None
    """Country or operation, as file names begin with it: AFG."""
    size: str = "A4"
    orientation: Orientation = Orientation.AUTO
    style: StyleName = StyleName.STANDARD
    panels: Panels = Panels.NONE
    dpi: int = 300
    bbox: tuple[float, float, float, float] | None = None
    """West, south, east, north in degrees; west above east crosses the antimeridian."""
    boundary_profile: str = NEUTRAL
    """How disputed boundaries are drawn: a name that `geodata.boundary_profiles` knows."""
    tiles: str | None = None
    """Map tiles under the map, by their name in xyzservices; they need the network."""
    countries: tuple[str, ...] = ()
    """ISO 3166-1 alpha-3 codes of countries that are shown whole."""
    period: tuple[dt.date | None, dt.date | None] = (None, None)
    """First and last day asked for; where none is, those of the rows count."""
    author: str | None = None
    organisation: str | None = None
    logo: Path | None = None
    """A PNG or JPEG picture."""
    sources: str | None = None
    """Added to the sources that the rows name."""
    note: str | None = None
    """Added to the notes at the foot."""
    produced: dt.date | None = None
    """Day of production; SOURCE_DATE_EPOCH or today where none is given."""
    data_cut: dt.date | None = None
    """Day as of which the data stand; the last one that the rows tell of where none is given."""

    def __post_init__(self) -> None:
        _check_choice("size", self.size, SIZES)
        _check_choice("orientation", self.orientation, list(Orientation))
        _check_choice("style", self.style, list(StyleName))
        _check_choice("panels", self.panels, list(Panels))
        boundary_profile(self.boundary_profile)
        if not LEAST_DPI <= self.dpi <= MOST_DPI:
            raise UsageError(f"dpi {self.dpi} is out of range: {LEAST_DPI} to {MOST_DPI}")
        if self.code is not None and not _CODE.fullmatch(self.code):
            raise UsageError(
                f"code {self.code!r} must be letters, digits and hyphens, at most 12: AFG"
            )
        for name in ("title", "subtitle", "theme", "author", "organisation", "sources", "note"):
            text = getattr(self, name)
            if text is not None and len(text) > _LONGEST_TEXT:
                raise UsageError(
                    f"{name} has {len(text)} characters; no more than {_LONGEST_TEXT} fit on a map"
                )

    def replaced(self, **changes: Any) -> "MapOptions":  # noqa: ANN401 - the options' own types
        """Return the options with some of them changed."""
        return dataclasses.replace(self, **changes)

    def paper(self, *, wide: bool) -> tuple[float, float]:
        """Return width and height of the page in millimetres.

        Args:
            wide: whether the area to show is wider than high: decides where nothing else does.

        """
        short, long = SIZES[self.size]
        lying = (
            wide or self.size in SLIDES
            if self.orientation == Orientation.AUTO
            else self.orientation == Orientation.LANDSCAPE
        )
        return (long, short) if lying else (short, long)

    def pixels_fit(self) -> bool:
        """Return whether a picture of this size and resolution can be made."""
        width, height = SIZES[self.size]
        return width / 25.4 * self.dpi * height / 25.4 * self.dpi <= MOST_PIXELS


def file_name(options: MapOptions, extension: str) -> str:
    """Return a file's name as is usual: ``AFG_Incidents_A4_20251120.pdf``; data have no paper."""
    theme = re.sub(r"[^A-Za-z0-9-]+", "", options.theme.title()) or "Map"
    size = options.size.replace(":", "x") if extension in PAPER_MAPS else None
    parts = [options.code, theme[:40], size, f"{production_date(options.produced):%Y%m%d}"]
    return "_".join(part for part in parts if part) + extension


def production_date(asked: dt.date | None) -> dt.date:
    """Return the day of production: as asked for, else SOURCE_DATE_EPOCH's, else today.

    Raises:
        UsageError: SOURCE_DATE_EPOCH is no number of seconds.

    """
    if asked is not None:
        return asked
    epoch = os.environ.get(_EPOCH)
    if not epoch:
        return dt.datetime.now(dt.UTC).date()
    try:
        return dt.datetime.fromtimestamp(int(epoch), dt.UTC).date()
    except (ValueError, OverflowError, OSError) as error:
        raise UsageError(f"{_EPOCH} is {epoch!r}, which is no number of seconds") from error


def _check_choice(name: str, value: str, known: Any) -> None:  # noqa: ANN401 - any collection
    if value not in known:
        raise UsageError(f"{name} {value!r} is not known; there are {', '.join(known)}")
