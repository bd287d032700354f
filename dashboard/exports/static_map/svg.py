"""SVG made fit to travel: its fonts inside, in millimetres, no finer than it is seen."""

import base64
import io
import re
from collections.abc import Iterable
from typing import Final

from fontTools import subset

from dashboard.exports.static_map.typesetting import FAMILY, FOLDER

# What `font-weight` and `font-style` of a text say, and the face that has them.
_FACES: Final = {
    ("400", "normal"): "Regular",
    ("400", "italic"): "Italic",
    ("500", "normal"): "Medium",
    ("600", "normal"): "SemiBold",
}
_TEXT: Final = re.compile(r'<text style="([^"]*)"[^>]*>([^<]*)')
_PATH: Final = re.compile(r' d="[^"]*"')
# A hundredth of a point is 4 µm.
_TOO_FINE: Final = re.compile(r"(\.\d\d)\d+")
_SIZE: Final = re.compile(r'width="[\d.]+pt" height="[\d.]+pt"')
_STYLE: Final = '<style type="text/css">'


def finished(content: bytes, width: float, height: float) -> bytes:
    """Return an SVG as Matplotlib writes it with its fonts and its size in millimetres."""
    text = content.decode("utf-8")
    text = _SIZE.sub(f'width="{width:g}mm" height="{height:g}mm"', text, count=1)
    text = _PATH.sub(lambda found: _TOO_FINE.sub(r"\1", found[0]).replace("\n", ""), text)
    rules = "".join(_rule(*one) for one in _used(text))
    return text.replace(_STYLE, f"{_STYLE}{rules}", 1).encode("utf-8")


def _used(text: str) -> Iterable[tuple[str, str, str]]:
    """Return weight, style and letters of each face that texts are set in."""
    letters: dict[tuple[str, str], set[str]] = {}
    for style, content in _TEXT.findall(text):
        weight = re.search(r"font-weight: (\d+)", style)
        slant = "italic" if "italic" in style else "normal"
        letters.setdefault((weight[1] if weight else "400", slant), set()).update(content)
    return [(*face, "".join(sorted(found))) for face, found in sorted(letters.items())]


def _rule(weight: str, slant: str, letters: str) -> str:
    """Return the style rule that brings a face with some letters."""
    face = _FACES.get((weight, slant))
    if face is None:
        return ""
    options = subset.Options()
    options.layout_features = ["kern"]
    font = subset.load_font(str(FOLDER / f"FiraSansCondensed-{face}.ttf"), options)
    chosen = subset.Subsetter(options)
    chosen.populate(text=letters + " ")
    chosen.subset(font)
    sink = io.BytesIO()
    font.recalcTimestamp = False
    subset.save_font(font, sink, options)
    font.close()
    held = base64.b64encode(sink.getvalue()).decode("ascii")
    return (
        f"@font-face{{font-family:'{FAMILY}';font-weight:{weight};font-style:{slant};"
        f"src:url(data:font/ttf;base64,{held}) format('truetype')}}"
    )
