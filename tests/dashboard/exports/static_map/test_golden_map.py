"""Pages compared with pictures of them, with a tolerance for other versions of what draws them."""

import datetime as dt
from io import BytesIO
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from made_maps import border_crisis, made_content
from PIL import Image

from dashboard.exports.static_map.drawing import draw_map
from dashboard.exports.static_map.options import MapOptions

GOLDEN = Path(__file__).parent / "golden"
# Mean difference of a pixel, of 255: text drawn a pixel aside gives 0.5, another map 10.
TOLERANCE = 2.0
PAGES = {
    "standard": MapOptions(
        title="Along the border", orientation="landscape", dpi=40, produced=dt.date(2025, 11, 20)
    ),
    "dark": MapOptions(
        title="Along the border",
        size="16:9",
        style="dark",
        panels="week",
        dpi=40,
        produced=dt.date(2025, 11, 20),
    ),
}


def drawn(name: str) -> bytes:
    return draw_map(made_content(border_crisis()), PAGES[name])


def pixels(picture: Image.Image) -> npt.NDArray[np.float64]:
    return np.asarray(picture.convert("RGB"), dtype=np.float64)


def difference(one: npt.NDArray[np.float64], other: npt.NDArray[np.float64]) -> float:
    return float(np.abs(one - other).mean())


@pytest.mark.parametrize("name", PAGES)
def test_a_page_looks_as_it_did(name: str) -> None:
    with Image.open(GOLDEN / f"{name}.png") as golden, Image.open(BytesIO(drawn(name))) as new:
        assert new.size == golden.size
        assert difference(pixels(golden), pixels(new)) < TOLERANCE


def test_another_page_would_be_noticed() -> None:
    with Image.open(GOLDEN / "standard.png") as golden:
        empty = draw_map(made_content([]), PAGES["standard"].replaced(countries=("AFG",)))
        with Image.open(BytesIO(empty)) as new:
            assert difference(pixels(golden), pixels(new)) > TOLERANCE


def write_golden() -> None:
    """Write the pictures anew, once the new ones have been looked at."""
    GOLDEN.mkdir(exist_ok=True)
    for name in PAGES:
        with Image.open(BytesIO(drawn(name))) as picture:
            picture.quantize(128, dither=Image.Dither.NONE).save(
                GOLDEN / f"{name}.png", optimize=True
            )


if __name__ == "__main__":
    write_golden()
