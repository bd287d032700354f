"""Pages as PNG, PDF or SVG: the same page gives the same bytes, without dates, users or paths."""

import io
from collections.abc import Mapping
from typing import Any, Final

import matplotlib as mpl
import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from dashboard.exports.static_map import svg
from dashboard.exports.static_map.sheet import Sheet

FORMATS: Final = ("png", "pdf", "svg")
_SETTINGS: Final[Mapping[str, Any]] = {
    # Fonts as they are, so that text can be searched, copied and edited.
    "pdf.fonttype": 42,
    "svg.fonttype": "none",
    # Ids in the file follow from its content.
    "svg.hashsalt": "incidentmap",
    "path.simplify": False,
    "text.hinting": "none",
    "pdf.compression": 6,
}
_PNG_COMPRESSION: Final = 4
_PRODUCER: Final = "incidentmap"


def page_bytes(sheet: Sheet, kind: str, *, title: str, dpi: int) -> bytes:
    """Return a page as a file.

    Args:
        sheet: the page.
        kind: one of `FORMATS`.
        title: for the file's properties.
        dpi: of a picture.

    """
    with mpl.rc_context(dict(_SETTINGS)):
        if kind == "png":
            return _png(sheet, title, dpi)
        sink = io.BytesIO()
        if kind == "pdf":
            # Both take a while to import, and most maps are pictures.
            from matplotlib.backends.backend_pdf import FigureCanvasPdf  # noqa: PLC0415 - see above

            metadata = {
                "Title": title, "Creator": _PRODUCER, "Producer": _PRODUCER,
                "CreationDate": None, "ModDate": None,
            }  # fmt: skip
            FigureCanvasPdf(sheet.figure).print_pdf(sink, metadata=metadata)
            return sink.getvalue()
        from matplotlib.backends.backend_svg import FigureCanvasSVG  # noqa: PLC0415 - see above

        FigureCanvasSVG(sheet.figure).print_svg(
            sink, metadata={"Title": title, "Date": None, "Creator": _PRODUCER}
        )
        return svg.finished(sink.getvalue(), sheet.width, sheet.height)


def _png(sheet: Sheet, title: str, dpi: int) -> bytes:
    sheet.figure.set_dpi(dpi)
    canvas = FigureCanvasAgg(sheet.figure)
    canvas.draw()
    picture = Image.fromarray(np.asarray(canvas.buffer_rgba())).convert("RGB")
    info = PngInfo()
    info.add_text("Software", _PRODUCER)
    info.add_itxt("Title", title)
    sink = io.BytesIO()
    picture.save(sink, "png", dpi=(dpi, dpi), pnginfo=info, compress_level=_PNG_COMPRESSION)
    return sink.getvalue()
