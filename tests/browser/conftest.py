"""A real browser for the tests, cut off from every network but this machine."""

import os
from collections.abc import Iterator
from pathlib import Path

import dashboard_records as records
import pytest
from dashboard_server import dashboard
from find_chromium import find_chromium
from locality import CUT_OFF, only_local
from map_page import Open, opened_maps
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Playwright,
    sync_playwright,
)

_OPTIONS = [
    "--no-sandbox",  # root in a container has no other way
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
    CUT_OFF,
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test of this folder.

    A browser that shares busy cores with other tests may come too late once. What fails three
    times fails; what was run again is counted in the closing line.
    """
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.flaky(reruns=2))


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    executable = find_chromium(playwright)
    if executable is None:
        missing = "no Chromium found: install one, or run `playwright install chromium`"
        if os.environ.get("CI"):
            pytest.fail(missing)
        pytest.skip(missing)
    browser = playwright.chromium.launch(executable_path=executable, args=_OPTIONS)
    yield browser
    browser.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A fresh browser profile; the test fails when a page asks for anything elsewhere."""
    context = browser.new_context(viewport={"width": 1400, "height": 900})
    with only_local(context):
        yield context
        context.close()


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a dashboard on a store that no test changes: starting one takes long."""
    folder = tmp_path_factory.mktemp("read")
    records.save(folder / "incidents.db", records.all_records())
    with dashboard(folder / "incidents.db", folder) as served:
        yield served


@pytest.fixture
def open_map(context: BrowserContext, tmp_path: Path) -> Iterator[Open]:
    """Return a function that opens the map page of some frames."""
    with opened_maps(context, tmp_path) as opening:
        yield opening
