"""Measure static maps of A4 at 300 dpi beside what a user would pick instead, in the same run.

    PYTHONPATH=tests python tests/benchmarks/bench_print.py [ROWS] [MANY_ROWS]

Beside them, all without a network: cartopy (its own coastlines come from the network; it gets the
shapes of countries that the program brings), contextily with a raster from disk in place of its
tiles, and the picture that headless Chromium takes of the map page. They draw points on land and
nothing else: no legend, no names, no figures. Times are of the wall and of the processor, warm: the
second run in the same process.
"""

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from io import BytesIO
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "browser"))

import cartopy.crs as ccrs
import contextily
import geopandas as gpd
import matplotlib as mpl
import numpy as np
import rasterio
from bench_map import made_frames
from find_chromium import find_chromium
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from playwright.sync_api import Browser, sync_playwright

from dashboard.exports.publishable import leaving
from dashboard.exports.static_map.background import background_of
from dashboard.exports.static_map.drawing import draw_map
from dashboard.exports.static_map.options import MapOptions
from dashboard.map.incident_map import incident_map, page
from geodata.boundaries import Boundaries
from geodata.store import Frames, Store

_A4 = (297 / 25.4, 210 / 25.4)
_DPI = 300
_WORLD = 20_037_508.0


def main(rows: int, many: int) -> None:
    """Print a line of figures for each way to a map."""
    frames = made_frames(rows)
    content = leaving(*frames, None)
    ours = 0.0
    for kind in ("png", "pdf", "svg"):
        wall = told(f"{rows:,} rows, {kind}", lambda kind=kind: draw_map(content, kind=kind))
        ours = ours or wall
    points = frames[0].geometry
    told(f"{rows:,} rows, cartopy, png", lambda: with_cartopy(points), ours)
    with tempfile.TemporaryDirectory() as folder:
        raster = made_raster(Path(folder) / "raster.tif")
        told(f"{rows:,} rows, contextily, png", lambda: with_contextily(points, raster), ours)
        with chromium() as browser:
            told(
                f"{rows:,} rows, screenshot of the page, png",
                lambda: with_browser(browser, Frames(*frames), Path(folder) / "map.html"),
                ours,
            )
        cold(Path(folder), rows)
    tables = made_frames(many)
    told(f"{many:,} rows, png", lambda: draw_map(leaving(*tables, None), MapOptions()), runs=1)


def told(what: str, draw: Callable[[], bytes], ours: float = 0.0, runs: int = 2) -> float:
    """Print how long the last of some runs took, and return it in seconds."""
    for _ in range(runs):
        # Kept from the run before, as if only the look of the map had changed: not for this.
        background_of.cache_clear()
        wall, processor = time.perf_counter(), time.process_time()
        size = len(draw())
        wall, processor = time.perf_counter() - wall, time.process_time() - processor
    ratio = f"{wall / ours:>7.1f} x" if ours else ""
    write(f"{what:<44}{wall:>7.2f} s{processor:>7.2f} s CPU{size / 1e6:>7.1f} MB{ratio}")
    return wall


def with_cartopy(points: gpd.GeoSeries) -> bytes:
    """Draw points on countries with cartopy, in the same projection family."""
    projection = ccrs.LambertAzimuthalEqualArea(55, 12)
    with Boundaries.open() as boundaries:
        areas = [boundaries.area(one) for one in boundaries.place_ids("country")]
        figure = Figure(_A4, dpi=_DPI)
        axes = figure.add_subplot(projection=projection)
        axes.set_extent([-12, 122, -32, 57], ccrs.PlateCarree())
        axes.add_geometries(areas, ccrs.PlateCarree(), facecolor="#eeeeee", edgecolor="#888888")
    axes.gridlines(draw_labels=True)
    axes.scatter(points.x, points.y, s=4, transform=ccrs.PlateCarree())
    return picture_of(figure)


def with_contextily(points: gpd.GeoSeries, raster: Path) -> bytes:
    """Draw points on a raster with geopandas and contextily."""
    figure = Figure(_A4, dpi=_DPI)
    axes = figure.add_subplot()
    points.to_crs("EPSG:3857").plot(ax=axes, markersize=4)
    contextily.add_basemap(axes, source=str(raster), attribution=False)
    return picture_of(figure)


def with_browser(browser: Browser, frames: Frames, path: Path) -> bytes:
    """Build the map page, open it in a window of A4 at 300 dpi and take its picture."""
    path.write_text(page(incident_map(*frames)), encoding="utf-8")
    width, height = (round(side * 96) for side in _A4)
    opened = browser.new_page(
        viewport={"width": width, "height": height}, device_scale_factor=_DPI / 96
    )
    opened.goto(path.as_uri())
    opened.evaluate("incidentMap.ready")
    taken = opened.screenshot()
    opened.close()
    return taken


def cold(folder: Path, rows: int) -> None:
    """Print how long the command takes from nothing, reading its store."""
    from made_maps import made_incidents  # noqa: PLC0415 - imports what a cold command is to import

    from loaders.batch import Batch  # noqa: PLC0415 - as above

    path = folder / "incidents.db"
    incidents = [replace(one, report_ids=[]) for one in made_incidents(["AFG", "PAK"], rows)]
    Store.open(path, create=True).save(Batch(incidents, [], []))
    for kind in ("png", "pdf", "svg"):
        command = [str(Path(sys.executable).parent / "incidentmap"), "export"]
        command += [str(folder / f"map.{kind}"), "--store", str(path)]
        began = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        took = time.perf_counter() - began
        write(f"{f'{rows:,} rows, {kind}, cold command':<44}{took:>7.2f} s")


def made_raster(path: Path) -> Path:
    """Write a raster of the world in Web Mercator, to stand for tiles."""
    values = np.tile(np.linspace(0, 255, 2048, dtype=np.uint8), (3, 2048, 1))
    transform = rasterio.transform.from_bounds(-_WORLD, -_WORLD, _WORLD, _WORLD, 2048, 2048)
    with rasterio.open(
        path, "w", driver="GTiff", width=2048, height=2048, count=3, dtype="uint8",
        crs="EPSG:3857", transform=transform,
    ) as written:  # fmt: skip
        written.write(values)
    return path


def picture_of(figure: Figure) -> bytes:
    """Return a figure as PNG."""
    FigureCanvasAgg(figure)
    sink = BytesIO()
    with mpl.rc_context():
        figure.savefig(sink, format="png", dpi=_DPI)
    return sink.getvalue()


@contextmanager
def chromium() -> Iterator[Browser]:
    """Give a headless browser."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=find_chromium(playwright), args=["--no-sandbox", "--disable-gpu"]
        )
        yield browser
        browser.close()


def write(line: str) -> None:
    """Write a line of the table."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sizes = [int(one) for one in sys.argv[1:]]
    main(*(sizes or [10_000, 1_000_000]))
