"""The exported map page in a browser: opening it, and what tests ask of it."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from map_records import Frames, frames
from playwright.sync_api import BrowserContext, ConsoleMessage, Frame, Page

from dashboard.exports.html import write_html

Open = Callable[..., Page]


@contextmanager
def opened_maps(context: BrowserContext, folder: Path) -> Iterator[Open]:
    """Give a function that opens the map of some frames; no page may report an error."""
    complaints: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            complaints.append(message.text)

    def open_map(tables: Frames | None = None, *, size: tuple[int, int] = (1400, 900)) -> Page:
        path = folder / "map.html"
        path.write_text(_usual_page() if tables is None else page_of(tables), "utf-8")
        page = context.new_page()
        page.set_viewport_size({"width": size[0], "height": size[1]})
        page.on("console", note)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(path.as_uri())
        page.evaluate("incidentMap.ready")
        return page

    yield open_map
    assert complaints == []


def page_of(tables: Frames) -> str:
    """Return the page that is exported for some frames."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "map.html")
        write_html(path, *tables, title="A month at the river")
        return path.read_text("utf-8")


@cache
def _usual_page() -> str:
    return page_of(frames())


def counts(page: Page) -> dict[str, Any]:
    found: dict[str, Any] = page.evaluate("incidentMap.counts()")
    return found


def until(page: Page | Frame, condition: str) -> None:
    """Wait for a condition; Playwright's own way needs eval, which the page forbids."""
    for _ in range(100):
        if page.evaluate(condition):
            return
        (page if isinstance(page, Page) else page.page).wait_for_timeout(50)
    raise AssertionError(f"never came true: {condition}")


def picture(page: Page | Frame, canvas: str = "last-child") -> str:
    """Return what is painted on one of the map's canvases."""
    script = f"document.querySelector('.incidentmap-canvases canvas:{canvas}').toDataURL()"
    return str(page.evaluate(script))


def click_place(page: Page, longitude: float, latitude: float) -> None:
    point = page.evaluate(
        f"(() => {{ const p = map_1.latLngToContainerPoint([{latitude}, {longitude}]);"
        "const box = map_1.getContainer().getBoundingClientRect();"
        "return [p.x + box.left, p.y + box.top]; })()"
    )
    page.mouse.click(*point)


def is_in_view(page: Page, longitude: float, latitude: float) -> bool:
    """Return whether the map shows a place, in whichever copy of the world it shows."""
    script = """([longitude, latitude]) => {
        const size = map_1.getSize();
        const worlds = Math.round((map_1.getCenter().lng - longitude) / 360);
        const at = map_1.latLngToContainerPoint([latitude, longitude + worlds * 360]);
        return at.x >= 0 && at.y >= 0 && at.x <= size.x && at.y <= size.y;
    }"""
    # Where the map ends, the pole is drawn.
    return bool(page.evaluate(script, [longitude, min(max(latitude, -85), 85)]))


def drag(page: Page, thumb: str, by: float) -> None:
    box = page.locator(f".thumb.{thumb}").bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + by / 2, y, steps=4)
    page.mouse.move(x + by, y, steps=4)
    page.mouse.up()
