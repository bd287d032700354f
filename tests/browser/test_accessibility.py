"""Every page by the rules of WCAG 2.2 AA, as far as a program can tell; and on a narrow screen."""

import pytest
from accessibility import violations
from playwright.sync_api import Browser, BrowserContext, Page, expect

expect.set_options(timeout=30_000)

# Each page, and what shows that it has been drawn.
PAGES = {
    "?incident=clash": ".panel",
    "timeline?incident=talks": ".panel",
    "incidents?incident=clash": ".panel",
    "reports?report=report-1&incident=clash": ".report-text .body",
    "export": "img[alt^='Preview of the map']",
    "data": "text=Sources and licences",
}


@pytest.mark.parametrize("page_name", PAGES)
def test_axe_finds_nothing_wrong(context: BrowserContext, address: str, page_name: str) -> None:
    page = context.new_page()
    _open(page, address, page_name)
    # The dashboard's own style comes a moment after its content.
    expect(page.get_by_test_id("stCaptionContainer").first).to_have_css("color", "rgb(92, 90, 87)")
    assert violations(page) == []
    for frame in page.frames[1:]:
        assert violations(frame) == []
    page.emulate_media(color_scheme="dark")
    _open(page, address, page_name)
    expect(page.get_by_test_id("stCaptionContainer").first).to_have_css(
        "color", "rgb(185, 182, 176)"
    )
    assert violations(page) == []


@pytest.mark.parametrize("page_name", PAGES)
def test_a_screen_of_400_pixels_holds_every_page(
    browser: Browser, address: str, page_name: str
) -> None:
    context = browser.new_context(viewport={"width": 400, "height": 800})
    page = context.new_page()
    _open(page, address, page_name)
    main = page.get_by_test_id("stMain")
    assert main.evaluate("main => main.scrollWidth - main.clientWidth") <= 1
    assert page.evaluate("document.documentElement.scrollWidth") <= 400
    context.close()


def _open(page: Page, address: str, name: str) -> None:
    page.goto(f"{address}{name}")
    expect(page.locator(PAGES[name]).first).to_be_visible()
    expect(page.get_by_test_id("stStatusWidget")).to_have_count(0)
    # What is about to be drawn anew is pale.
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
    expect(page.locator("[data-stale=true]")).to_have_count(0)
