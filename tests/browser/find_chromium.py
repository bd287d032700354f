"""Where a Chromium is, if there is one."""

import shutil
from pathlib import Path

from playwright.sync_api import Playwright

_NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")


def find_chromium(playwright: Playwright) -> str | None:
    """Return the path of a Chromium: the system's, or the one that playwright installed."""
    installed = next((path for name in _NAMES if (path := shutil.which(name))), None)
    own = playwright.chromium.executable_path
    return installed or (own if Path(own).is_file() else None)
