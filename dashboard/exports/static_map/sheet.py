"""A page to draw on, in millimetres from its lower left corner."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import shapely
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch, PathPatch, Rectangle
from matplotlib.path import Path
from matplotlib.patheffects import Stroke
from matplotlib.text import Text
from matplotlib.transforms import Affine2D, Transform

from dashboard.exports.static_map import typesetting
from dashboard.exports.static_map.colours import Colours

Floats = npt.NDArray[np.float64]

MM_PER_INCH: Final = 25.4


@dataclass(frozen=True, slots=True)
class Pen:
    """How a line is drawn: colour, width in points on A4, dashes in widths."""

    colour: str
    width: float
    dashes: tuple[float, ...] = ()
    opacity: float = 1.0


@dataclass(frozen=True, slots=True)
class Type:
    """How text is set."""

    points: float
    colour: str
    weight: int = 400
    italic: bool = False
    halo: str | None = None


@dataclass
class Sheet:
    """The page; what is drawn later lies above, within a level.

    Attributes:
        width: mm.
        height: mm.
        paper: its colour.
        unit: its size, 1 for A4: by which the widths of pens are multiplied.

    """

    width: float
    height: float
    paper: str
    unit: float = 1.0
    figure: Figure = field(init=False)
    _level: float = 0.0

    def __post_init__(self) -> None:
        self.figure = Figure(
            (self.width / MM_PER_INCH, self.height / MM_PER_INCH), facecolor=self.paper
        )

    def at(self, x: float, y: float) -> Transform:
        """Return the transform of millimetres from a point of the page."""
        moved: Transform = (
            Affine2D().translate(x, y).scale(1 / MM_PER_INCH) + self.figure.dpi_scale_trans
        )
        return moved

    def window(self, box: tuple[float, float, float, float]) -> "Window":
        """Return a part of the page to draw in: left, bottom, width, height in mm."""
        return Window(self, *box)

    def add(self, artist: Any) -> None:  # noqa: ANN401 - any artist of Matplotlib
        """Add an artist above all that is there."""
        self._level += 1
        artist.set_zorder(self._level)
        self.figure.add_artist(artist)


class Window:
    """A part of the page, in millimetres from its own lower left corner; what leaves it is cut."""

    def __init__(
        self, sheet: Sheet, left: float, bottom: float, width: float, height: float
    ) -> None:
        self.sheet = sheet
        self.left, self.bottom, self.width, self.height = left, bottom, width, height
        self.transform = sheet.at(left, bottom)

    def part(self, left: float, bottom: float, width: float, height: float) -> "Window":
        """Return a part of it as a window of its own."""
        return Window(self.sheet, self.left + left, self.bottom + bottom, width, height)

    def fill(  # noqa: PLR0913 - the ways in which a shape is filled
        self,
        shape: Path,
        colour: str | None,
        *,
        pen: Pen | None = None,
        opacity: float = 1.0,
        hatch: tuple[str, str, float] | None = None,
        cut: bool = True,
    ) -> None:
        """Fill and outline a path; a hatch is its pattern, colour and width of lines in points."""
        patch = PathPatch(
            shape,
            facecolor=colour or "none",
            edgecolor="none" if pen is None else pen.colour,
            linewidth=0 if pen is None else pen.width * self.sheet.unit,
            alpha=opacity,
            transform=self.transform,
            joinstyle="round",
        )
        if pen is not None and pen.dashes:
            patch.set_linestyle((0, pen.dashes))
        if hatch is not None:
            pattern, hatch_colour, width = hatch
            # Its lines are counted per inch: the fewer, the farther apart.
            patch.set_hatch(pattern[0] * max(2, round(len(pattern) / self.sheet.unit)))
            patch.set_hatchcolor(hatch_colour)
            patch.set_hatch_linewidth(width * self.sheet.unit)
        self._add(patch, cut=cut)

    def stroke(self, shape: Path, pen: Pen, *, cut: bool = True) -> None:
        """Draw a path as a line."""
        patch = PathPatch(
            shape,
            facecolor="none",
            edgecolor=pen.colour,
            linewidth=pen.width * self.sheet.unit,
            alpha=pen.opacity,
            transform=self.transform,
            capstyle="round" if not pen.dashes else "butt",
            joinstyle="round",
        )
        if pen.dashes:
            patch.set_linestyle((0, pen.dashes))
        self._add(patch, cut=cut)

    def line(self, points: Sequence[tuple[float, float]], pen: Pen) -> None:
        """Draw a line through points."""
        self.stroke(Path(np.array(points)), pen, cut=False)

    def box(  # noqa: PLR0913 - a place, a size and how it is drawn
        self,
        left: float,
        bottom: float,
        width: float,
        height: float,
        colour: str | None,
        *,
        pen: Pen | None = None,
        opacity: float = 1.0,
        corner: float = 0.0,
    ) -> None:
        """Draw a rectangle, with rounded corners where a radius is given."""
        style: dict[str, Any] = {
            "facecolor": colour or "none",
            "edgecolor": "none" if pen is None else pen.colour,
            "linewidth": 0 if pen is None else pen.width * self.sheet.unit,
            "alpha": opacity,
            "transform": self.transform,
        }
        patch: Rectangle | FancyBboxPatch
        if corner:
            rounded = f"round,pad=0,rounding_size={corner}"
            patch = FancyBboxPatch((left, bottom), width, height, boxstyle=rounded, **style)
        else:
            patch = Rectangle((left, bottom), width, height, **style)
        if pen is not None and pen.dashes:
            patch.set_linestyle((0, pen.dashes))
        self._add(patch, cut=False)

    def text(  # noqa: PLR0913 - a place, a text and how it is set
        self,
        x: float,
        y: float,
        text: str,
        style: Type,
        *,
        across: str = "left",
        up: str = "baseline",
        turned: float = 0.0,
        spacing: float = 1.25,
    ) -> None:
        """Write text; several lines are parted by line feeds."""
        given = {
            "transform": self.transform,
            "fontproperties": typesetting.font(weight=style.weight, italic=style.italic),
            "fontsize": style.points,
            "color": style.colour,
            "ha": across,
            "va": up,
            "rotation": turned,
            "rotation_mode": "anchor",
            "linespacing": spacing,
            "parse_math": False,
        }
        if style.halo is not None:
            # On its own, for a text with effects becomes outlines in PDF and SVG.
            width = max(style.points * 0.28, 1.2)
            effect = Stroke(linewidth=width, foreground=style.halo)
            self.sheet.add(Text(x, y, text, path_effects=[effect], **given))
        self.sheet.add(Text(x, y, text, **given))

    def _add(self, artist: Any, *, cut: bool) -> None:  # noqa: ANN401 - any artist of Matplotlib
        if cut:
            artist.set_clip_path(self._edge())
        self.sheet.add(artist)

    def _edge(self) -> Rectangle:
        return Rectangle((0, 0), self.width, self.height, transform=self.transform)


@dataclass(frozen=True, slots=True)
class Canvas:
    """A window with the colours and the size of what is drawn in it.

    Attributes:
        window: to draw in.
        look: the colours.
        unit: 1 on A4, more on larger paper; what is said to be mm on A4 is times this.

    """

    window: Window
    look: Colours
    unit: float

    def part(self, left: float, bottom: float, width: float, height: float) -> "Canvas":
        """Return a part of it, mm."""
        return Canvas(self.window.part(left, bottom, width, height), self.look, self.unit)


def area_path(shapes: npt.NDArray[np.object_]) -> Path | None:
    """Return polygons as one path to be filled, holes included; None when there are none."""
    rings = shapely.get_rings(shapely.orient_polygons(shapely.get_parts(shapes)))
    return _path(*shapely.get_coordinates(rings, return_index=True))


def line_path(shapes: npt.NDArray[np.object_]) -> Path | None:
    """Return lines, or the outlines of polygons, as one path; None when there are none."""
    parts = shapely.get_parts(shapes)
    areal = shapely.get_type_id(parts) == shapely.GeometryType.POLYGON
    lines = np.concatenate([parts[~areal], shapely.get_rings(parts[areal])])
    return _path(*shapely.get_coordinates(lines, return_index=True))


def _path(points: Floats, part: npt.NDArray[np.int64]) -> Path | None:
    known = np.isfinite(points).all(axis=1)
    points, part = points[known], part[known]
    if len(points) < 2:  # noqa: PLR2004 - a line has two ends
        return None
    codes = np.full(len(points), Path.LINETO, dtype=Path.code_type)
    codes[0] = Path.MOVETO
    codes[1:][part[1:] != part[:-1]] = Path.MOVETO
    return Path(points, codes)
