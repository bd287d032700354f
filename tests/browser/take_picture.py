"""Take the picture of the dashboard that the README shows: `python tests/browser/take_picture.py`.

It shows the sample reports in a new store, with the deadliest incident open.
"""

import tempfile
from pathlib import Path

from dashboard_server import dashboard
from find_chromium import find_chromium
from PIL import Image
from playwright.sync_api import Page, sync_playwright

_PICTURE = Path(__file__).parents[2] / "dashboard" / "pictures" / "dashboard.png"
_SIZE = {"width": 1400, "height": 900}


def main() -> None:
    _PICTURE.parent.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        browser = playwright.chromium.launch(
            executable_path=find_chromium(playwright), args=["--no-sandbox", "--disable-gpu"]
        )
        with dashboard(folder / "incidents.db", folder) as address:
            page = browser.new_page(viewport=_SIZE)
            page.goto(address)
            open_deadliest(page)
            page.screenshot(path=_PICTURE)
        browser.close()
    # A screenshot has few colours; a palette of them takes a third of the room.
    Image.open(_PICTURE).quantize(256, dither=Image.Dither.NONE).save(_PICTURE, optimize=True)


def open_deadliest(page: Page) -> None:
    frame = page.frame_locator("iframe:not(.coming)")
    frame.get_by_role("button", name="List").click(timeout=60_000)
    page.wait_for_timeout(1000)
    items = frame.locator("#incidentmap-panel li button").all()
    most = max(items, key=lambda item: deaths(item.inner_text()))
    most.click()
    page.wait_for_timeout(2000)


def deaths(words: str) -> int:
    """Return the number before "killed" in an entry of the list; 0 where there is none."""
    before, found, _ = words.replace(",", "").partition(" killed")
    digits = "".join(letter for letter in before.split()[-1] if letter.isdigit()) if found else ""
    return int(digits or 0)


if __name__ == "__main__":
    main()
