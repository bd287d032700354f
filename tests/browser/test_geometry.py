"""Lines, areas and circles of one report, from its text to the dashboard's map."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import shapely
from dashboard_server import dashboard
from playwright.sync_api import BrowserContext, Frame, Page, expect
from shapely.geometry import Point, shape
from shapely.geometry.base import BaseGeometry

REPORT = Path(__file__).parents[1] / "fixtures" / "ten-places.txt"
INCIDENTMAP = Path(sys.executable).with_name("incidentmap")
# What each of the ten sentences tells: a line, an area, or a point with a radius.
TOLD = {
    "Israel–Lebanon border": "line",
    "Litani River": "line",
    "eastern Syria": "area",
    "Idlib": "area",
    "30 miles east of Homs": "circle",
    "Aleppo": "circle",
    "Damascus–Palmyra road": "area",
    "off the coast of Lebanon": "area",
    "40 nautical miles off Latakia": "circle",
    "Syria–Iraq–Jordan tri-border area": "area",
}
DRAWN = {
    "line": {"LineString", "MultiLineString"},
    "area": {"Polygon", "MultiPolygon"},
    "circle": {"Point"},
}
Places = dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("geometry")
    load = ["load", REPORT, "--published", "2026-03-12", "--store", "ten.db"]
    for arguments in (load, ["export", "ten.geojson", "--store", "ten.db"]):
        subprocess.run([INCIDENTMAP, *arguments], cwd=folder, check=True, capture_output=True)
    return folder


@pytest.fixture(scope="module")
def places(folder: Path) -> Places:
    """The ten places by name, as the export has them."""
    features = json.loads((folder / "ten.geojson").read_text("utf-8"))["features"]
    return {
        feature["properties"]["place_name"]: {
            **feature["properties"],
            "shape": shape(feature["geometry"]),
        }
        for feature in features
    }


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    with dashboard(folder / "ten.db", folder) as address:
        yield address


@pytest.fixture
def opened(context: BrowserContext, address: str) -> tuple[Page, Frame]:
    """The dashboard, and the frame of its map, ready."""
    page = context.new_page()
    page.set_viewport_size({"width": 1600, "height": 1000})
    page.goto(address)
    expect(page.frame_locator("iframe:not(.coming)").locator("#incidentmap-legend")).to_be_visible(
        timeout=60_000
    )
    frame = page.query_selector("iframe:not(.coming)").content_frame()  # type: ignore[union-attr]
    assert frame is not None
    frame.evaluate("incidentMap.ready")
    return page, frame


def test_each_sentence_gives_its_kind_of_shape_with_a_radius(places: Places) -> None:
    assert set(places) == set(TOLD)
    for name, kind in TOLD.items():
        assert places[name]["shape"].geom_type in DRAWN[kind], name
        assert places[name]["radius_km"] > 0
        assert places[name]["location_precision"] != "none"


def test_each_place_is_found_where_it_is_drawn(opened: tuple[Page, Frame], places: Places) -> None:
    page, frame = opened
    expect(
        page.frame_locator("iframe:not(.coming)").locator("#incidentmap-figures")
    ).to_contain_text("10")
    assert frame.evaluate("incidentMap.counts().shown") == 10
    for name, place in places.items():
        others = [each["shape"] for other, each in places.items() if other != name]
        told = {
            told_at(page, frame, longitude, latitude)
            for longitude, latitude in spots(place["shape"], others)
        }
        assert any(name in words for words in told), (name, told)


def test_a_point_less_sure_than_it_looks_shows_its_circle(
    opened: tuple[Page, Frame], places: Places
) -> None:
    _page, frame = opened
    for name, kind in TOLD.items():
        if kind != "circle":
            continue
        spot, km = places[name]["shape"], places[name]["radius_km"]
        on_circle, beyond = (painted(frame, spot, km * share) for share in (1.0, 1.35))
        assert on_circle > 0.3, name
        assert beyond < on_circle / 2, name


def test_the_words_say_how_sure_each_place_is(opened: tuple[Page, Frame], places: Places) -> None:
    page, frame = opened
    panel = page.frame_locator("iframe:not(.coming)").locator("#incidentmap-panel")
    for name, place in places.items():
        assert frame.evaluate(f"incidentMap.select({json.dumps(place['incident_id'])})") is True
        expect(panel.locator("dl")).to_contain_text(name)
        expect(panel.locator("dl")).to_contain_text(f"within {round(place['radius_km'])} km")


def spots(drawn: BaseGeometry, others: list[BaseGeometry]) -> list[tuple[float, float]]:
    """Return some places on a shape, where they are on no other; a label may hide some of them."""
    if drawn.geom_type == "Point":
        return [(drawn.x, drawn.y)]
    if drawn.geom_type in DRAWN["line"]:
        steps = [step / 12 for step in range(1, 12)]
        points = shapely.line_interpolate_point(
            shapely.get_parts(drawn)[0], steps, normalized=True
        ).tolist()
    else:
        own = shapely.difference(drawn, shapely.union_all(others))
        west, south, east, north = own.bounds
        grid = [
            Point(west + (east - west) * x / 12, south + (north - south) * y / 12)
            for x in range(1, 12)
            for y in range(1, 12)
        ]
        points = [point for point in grid if own.contains(point)]
    return [(point.x, point.y) for point in points[:: max(1, len(points) // 12)]]


def told_at(page: Page, frame: Frame, longitude: float, latitude: float) -> str:
    """Return what the map says under the pointer at a place."""
    x, y = frame.evaluate(
        """([longitude, latitude]) => {
            const at = map_1.latLngToContainerPoint([latitude, longitude]);
            const box = map_1.getContainer().getBoundingClientRect();
            return [at.x + box.left, at.y + box.top];
        }""",
        [longitude, latitude],
    )
    frame_box = page.locator("iframe:not(.coming)").bounding_box()
    assert frame_box is not None
    page.mouse.move(frame_box["x"] + x, frame_box["y"] + y)
    page.wait_for_timeout(60)
    tooltip = page.frame_locator("iframe:not(.coming)").locator("#incidentmap-tooltip")
    return tooltip.inner_text() if tooltip.is_visible() else ""


def painted(frame: Frame, spot: Point, km: float) -> float:
    """Return the share of a circle's line on which a symbol's canvas has strong paint."""
    share: float = frame.evaluate(
        """([longitude, latitude, km]) => {
            const canvas = document.querySelector(".incidentmap-canvases canvas:last-child");
            const box = canvas.getBoundingClientRect();
            const frame = map_1.getContainer().getBoundingClientRect();
            const sharpness = canvas.width / box.width;
            const at = map_1.latLngToContainerPoint([latitude, longitude]);
            const north = map_1.latLngToContainerPoint([latitude + km / 111.2, longitude]);
            const radius = at.y - north.y;
            const ctx = canvas.getContext("2d");
            let strong = 0;
            for (let degree = 0; degree < 360; degree++) {
                const turn = (degree * Math.PI) / 180;
                const x = at.x + radius * Math.cos(turn) + frame.left - box.left;
                const y = at.y + radius * Math.sin(turn) + frame.top - box.top;
                const pixels = ctx.getImageData(
                    Math.round(x * sharpness) - 1, Math.round(y * sharpness) - 1, 3, 3).data;
                let most = 0;
                for (let i = 3; i < pixels.length; i += 4) most = Math.max(most, pixels[i]);
                if (most > 90) strong++;
            }
            return strong / 360;
        }""",
        [spot.x, spot.y, km],
    )
    return share
