"""The pages around the map as a person uses them, and what becomes of them when one breaks off."""

import re
import tomllib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import dashboard_records as records
import pytest
from dashboard_server import dashboard
from playwright.sync_api import BrowserContext, Locator, Page, expect

from geodata.store import Store
from geodata.vocabulary import Kind

expect.set_options(timeout=40_000)

TEXT = (
    "KABUL, 12 October 2025 - An air strike hit a market in Kabul on Saturday, killing 15 "
    "civilians. <img src=x onerror=alert(1)>"
)


@dataclass(frozen=True)
class Served:
    """A dashboard on a store to which tests add, and which one of them stops for a while."""

    address: str
    store: Path
    servers: ExitStack

    def reports(self) -> int:
        """Return how many reports the store holds."""
        return Store.open(self.store).counts()["reports"]

    @contextmanager
    def stopped(self) -> Iterator[None]:
        """Stop the server, and start one at the same address in the end."""
        self.servers.close()
        try:
            yield
        finally:
            port = int(self.address.rstrip("/").rpartition(":")[2])
            self.servers.enter_context(dashboard(self.store, self.store.parent, port=port))


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("own")
    store = folder / "incidents.db"
    records.save(store, records.all_records())
    with ExitStack() as servers:
        yield Served(servers.enter_context(dashboard(store, folder)), store, servers)


def test_a_selection_goes_from_page_to_page_and_back_into_an_address(
    context: BrowserContext, address: str
) -> None:
    page = context.new_page()
    page.goto(f"{address}incidents?kind=talks")
    expect(left(page)).to_have_text("1 of 5 rows")
    page.get_by_role("checkbox", name="Incident 2").check()
    expect(left(page)).to_have_text("3 of 5 rows")
    # The file to take away goes through the exports, never past them.
    page.get_by_test_id("stDataFrame").hover()
    expect(page.get_by_role("button", name=re.compile("^Search: "))).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("^Download as CSV"))).to_have_count(0)
    page.get_by_role("link", name="Timeline").click()
    expect(page.get_by_role("heading", name="Timeline")).to_be_visible()
    expect(page).to_have_url(re.compile(r"/timeline\?kind=talks&kind=incident"))
    expect(left(page)).to_have_text("3 of 5 rows")
    page.get_by_role("button", name="Clear all").click()
    expect(left(page)).to_have_text("5 rows")
    expect(page).not_to_have_url(re.compile("kind="))


def test_the_view_of_the_map_goes_into_a_file_and_choices_stay(
    context: BrowserContext, address: str
) -> None:
    page = context.new_page()
    page.goto(f"{address}?kind=incident")
    frame = page.frame_locator("iframe:not(.coming)")
    expect(frame.get_by_role("button", name="Zoom out")).to_be_visible()
    before = view_remembered(page, None)
    frame.get_by_role("button", name="Zoom out").click()
    view_remembered(page, before)
    page.get_by_role("link", name="Export").click()
    preview = page.get_by_role("img", name=re.compile("^Preview of the map"))
    expect(preview).to_be_visible()
    whole = preview.get_attribute("src")
    page.get_by_role("radio", name="As on the page Map").click()
    expect(preview).not_to_have_attribute("src", whole or "")
    page.get_by_label("Title", exact=True).fill("Two incidents")
    page.keyboard.press("Tab")
    expect(page.get_by_role("img", name="Preview of the map: Two incidents")).to_be_visible()
    page.get_by_role("button", name=re.compile("^Make Incidents_A4_.*pdf")).click()
    with page.expect_download() as download:
        page.get_by_role("button", name=re.compile("^Download Incidents_A4_.*pdf")).click()
    assert download.value.path().read_bytes().startswith(b"%PDF")
    with page.expect_download() as download:
        page.get_by_role("button", name="Recipe").click()
    recipe = tomllib.loads(download.value.path().read_text("utf-8"))
    assert (recipe["title"], recipe["kind"]) == ("Two incidents", ["incident"])
    west, south, east, north = recipe["extent"]
    # Around what is on the map, and not the whole earth.
    assert 0 < west < 69
    assert 72 < east < 130
    assert -10 < south < 34
    assert 35 < north < 70
    # Another visit in the same browser, in another tab: choices are there, the map's view is not.
    again = context.new_page()
    again.goto(f"{address}export")
    # For a moment the field stands there twice: as it was and as it is remembered.
    expect(again.locator("input[aria-label='Title'][value='Two incidents']")).to_have_count(1)
    expect(again.get_by_label("Title", exact=True)).to_have_count(1)
    expect(again.get_by_text("The page Map has shown nothing yet")).to_be_visible()


def test_a_report_is_pasted_looked_at_and_loaded(context: BrowserContext, own: Served) -> None:
    page, before = context.new_page(), own.reports()
    page.goto(f"{own.address}reports")
    page.get_by_text("Add reports").click()
    page.get_by_label("Text of the report").fill(TEXT)
    page.get_by_label("Publisher").fill("River News")
    # The click leaves the field, which sends it: one click is enough.
    page.get_by_role("button", name="Read", exact=True).click()
    expect(page.get_by_text("1 report read; found: 1 incident.")).to_be_visible()
    body = page.locator(".report-text .body")
    expect(body).to_contain_text("<img src=x onerror=alert(1)>")
    expect(body.locator("img")).to_have_count(0)
    quote = body.get_by_role("button", name=re.compile("air strike"))
    quote.click()
    expect(quote).to_have_attribute("aria-pressed", "true")
    assert own.reports() == before
    page.get_by_role("button", name="Load into the store").click()
    expect(page.get_by_text("Reports loaded: 1 new")).to_be_visible()
    assert own.reports() == before + 1


def test_a_page_that_is_reloaded_while_a_report_is_read_has_stored_nothing(
    context: BrowserContext, own: Served
) -> None:
    page, before = context.new_page(), own.reports()
    page.goto(f"{own.address}reports")
    page.get_by_text("Add reports").click()
    page.get_by_label("Text of the report").fill(TEXT * 50)
    page.keyboard.press("Tab")
    page.get_by_role("button", name="Read", exact=True).click()
    expect(page.get_by_role("button", name="Stop")).to_be_visible()
    page.reload()
    expect(page.get_by_text("Reports in the store")).to_be_visible()
    expect(page.get_by_role("button", name="Stop")).to_have_count(0)
    assert own.reports() == before


def test_an_open_page_goes_on_when_the_server_comes_back(
    context: BrowserContext, own: Served
) -> None:
    page, kinds = context.new_page(), Store.open(own.store).incidents()["kind"]
    rows, incidents = len(kinds), (kinds == Kind.INCIDENT).sum()
    page.goto(f"{own.address}incidents?kind=talks&incident=talks")
    expect(left(page)).to_have_text(f"1 of {rows} rows")
    expect(page.locator(".panel")).to_be_visible()
    with own.stopped():
        # What was drawn stays to be read while nobody answers.
        expect(page.locator(".panel")).to_be_visible()
    # What is clicked before the page has found its server again is lost, and shown to be.
    more = f"{incidents + 1} of {rows} rows"
    for _ in range(40):
        page.get_by_role("checkbox", name=f"Incident {incidents}").set_checked(True)
        page.wait_for_timeout(1_000)
        if left(page).inner_text() == more:
            break
    expect(left(page)).to_have_text(more)
    expect(page).to_have_url(re.compile("incident=talks"))


def test_nothing_in_the_store_and_nothing_left_say_what_to_do(
    context: BrowserContext, address: str
) -> None:
    page = context.new_page()
    for name in ("", "timeline", "incidents"):
        page.goto(f"{address}{name}?q=nowhere")
        expect(page.get_by_text("No rows meet these dates and filters.")).to_be_visible()
    page.get_by_role("button", name="Clear dates and filters").click()
    expect(left(page)).to_have_text("5 rows")


def view_remembered(page: Page, before: str | None) -> str:
    """Wait until the browser remembers a view of the map other than the one before."""
    for _ in range(100):
        seen: str | None = page.evaluate("sessionStorage.getItem('incidentmap.view')")
        if seen not in {None, before}:
            return str(seen)
        page.wait_for_timeout(200)
    raise AssertionError("no view of the map is remembered")


def left(page: Page) -> Locator:
    """Return what the sidebar says of how many rows the filters leave."""
    return page.locator(".filters .left")
