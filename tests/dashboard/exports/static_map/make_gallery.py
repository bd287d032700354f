"""Make a gallery of static maps, to be looked at page by page.

PYTHONPATH=tests python tests/dashboard/exports/static_map/make_gallery.py OUT [NAME...]
"""

import datetime as dt
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from made_maps import border_crisis, made_content, made_incidents
from PIL import Image, ImageDraw

from dashboard.exports.publishable import Publishable
from dashboard.exports.static_map.drawing import draw_map
from dashboard.exports.static_map.options import MapOptions
from geodata.vocabulary import Sensitivity

PRODUCED = dt.date(2025, 11, 20)
Page = tuple[Callable[[], Publishable], dict[str, Any], str]


def crisis() -> Publishable:
    return made_content(border_crisis())


def country(iso3: str, count: int, **options: Any) -> Callable[[], Publishable]:  # noqa: ANN401 - as made_incidents
    return lambda: made_content(made_incidents([iso3], count, **options))


def pages(folder: Path) -> dict[str, Page]:
    """Return the pages by name: what they show, how, and as what."""
    logo = folder / "logo.png"
    picture = Image.new("RGBA", (600, 220), (0, 0, 0, 0))
    pen = ImageDraw.Draw(picture)
    pen.ellipse((10, 10, 210, 210), fill="#1f5a8a")
    pen.rectangle((250, 60, 590, 100), fill="#1f5a8a")
    pen.rectangle((250, 125, 500, 165), fill="#8fb3cf")
    picture.save(logo)
    own: dict[str, Any] = {
        "organisation": "Example Relief",
        "author": "Mapping desk",
        "code": "AFG",
    }
    title = "Fighting along the Afghan–Pakistani border"
    return {
        "a4-landscape": (
            crisis,
            {"title": title, "logo": logo, "orientation": "landscape", **own},
            "png",
        ),
        "a4-portrait": (crisis, {"title": title, "orientation": "portrait", **own}, "png"),
        "a4-print": (crisis, {"title": title, "style": "print", **own}, "png"),
        "slide-dark": (crisis, {"title": title, "style": "dark", "size": "16:9", **own}, "png"),
        "slide-4x3": (crisis, {"title": title, "size": "4:3"}, "png"),
        "a5": (crisis, {"title": title, "size": "A5"}, "png"),
        "a5-portrait": (crisis, {"title": title, "size": "A5", "orientation": "portrait"}, "png"),
        "a3": (crisis, {"title": title, "size": "A3", **own}, "pdf"),
        "a0": (crisis, {"title": title, "size": "A0", "dpi": 75, **own}, "png"),
        "weeks": (crisis, {"title": title, "panels": "week"}, "png"),
        "countries": (
            lambda: made_content(made_incidents(["AFG", "PAK"], 90, seed=3)),
            {"panels": "country", "theme": "Explosions and fighting"},
            "png",
        ),
        "ten-thousand": (
            country("UKR", 10_000, towns=250, days=300),
            {"countries": ("UKR",), "title": "Ten thousand incidents", **own},
            "png",
        ),
        "world": (
            lambda: made_content(
                made_incidents(
                    ["USA", "BRA", "UKR", "SDN", "MMR", "COL", "NGA", "PHL"], 400, seed=5
                )
            ),
            {"title": "Incidents of two months"},
            "png",
        ),
        "archipelago": (country("FJI", 12, towns=9), {}, "png"),
        "north": (
            country("NOR", 40, towns=40),
            {"title": "Protests in the north", "theme": "Protests"},
            "png",
        ),
        "pole": (crisis, {"bbox": (-180, 62, 180, 90), "title": "Around the pole"}, "png"),
        "one-point": (country("KEN", 1), {}, "png"),
        "arabic": (
            country("SYR", 30, towns=40),
            {"title": "الحوادث الأمنية في سوريا، أيلول وتشرين الأول 2025", "subtitle": "تقرير"},
            "png",
        ),
        "long-title": (
            country("COL", 40),
            {"title": "A very long title that goes on " * 16},
            "png",
        ),
        "sums": (
            lambda: made_content(
                [
                    replace(one, sensitivity=Sensitivity.AGGREGATE_ONLY)
                    for one in made_incidents(["PAK", "AFG"], 600, seed=9)
                ]
            ),
            {"title": "Only sums by division may be shown"},
            "png",
        ),
        "svg": (crisis, {"title": title, **own}, "svg"),
    }


def main(folder: Path, names: list[str]) -> None:
    """Write the pages of the given names, or all."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, (content, options, kind) in pages(folder).items():
        if names and name not in names:
            continue
        values: dict[str, Any] = {"produced": PRODUCED, "dpi": 150}
        drawn = draw_map(content(), MapOptions(**(values | options)), kind=kind)
        (folder / f"{name}.{kind}").write_bytes(drawn)
        sys.stdout.write(f"{name}.{kind}: {len(drawn):,} bytes\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
