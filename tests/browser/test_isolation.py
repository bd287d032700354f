from pathlib import Path

import pytest
from locality import is_local, only_local
from playwright.sync_api import Browser, BrowserContext, Page


@pytest.mark.parametrize(
    ("url", "local"),
    [
        ("http://127.0.0.1:8501/", True),
        ("ws://localhost:8501/_stcore/stream", True),
        ("data:text/plain,a", True),
        ("https://tiles.example/1/2/3.png", False),
        ("http://127.0.0.1.example.com/", False),
    ],
)
def test_only_this_machine_counts_as_local(url: str, *, local: bool) -> None:
    assert is_local(url) is local


def test_the_browser_opens_a_page_from_disk(context: BrowserContext, tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text("<title>from disk</title>")
    page = context.new_page()
    page.goto(path.as_uri())
    assert page.title() == "from disk"


ASK = "url => fetch(url, {mode: 'no-cors'}).then(() => 'reached', (error) => error.message)"


def test_what_is_asked_for_elsewhere_is_told_and_not_reached(browser: Browser) -> None:
    context = browser.new_context()
    failed: dict[str, str | None] = {}
    context.on("requestfailed", lambda request: failed.update({request.url: request.failure}))

    def ask(page: Page) -> None:
        for url in ("https://tiles.example/1.png", "http://192.0.2.1/"):
            page.evaluate(ASK, url)

    with pytest.raises(AssertionError) as told, only_local(context):
        ask(context.new_page())
    assert "https://tiles.example/1.png" in str(told.value)
    assert "http://192.0.2.1/" in str(told.value)
    assert set(failed.values()) == {"net::ERR_NAME_NOT_RESOLVED"}
    context.close()


def test_a_socket_to_elsewhere_is_told(browser: Browser) -> None:
    context = browser.new_context()
    with pytest.raises(AssertionError, match="stream"), only_local(context):
        context.new_page().evaluate(
            "new Promise((done) => { new WebSocket('wss://tiles.example/stream').onerror = done; })"
        )
    context.close()


def test_what_the_policy_of_a_page_stops_was_not_asked_for(
    context: BrowserContext, tmp_path: Path
) -> None:
    path = tmp_path / "page.html"
    path.write_text(
        "<meta http-equiv='content-security-policy' content=\"connect-src 'none'\">"
        "<title>closed</title>"
    )
    page = context.new_page()
    page.goto(path.as_uri())
    assert page.evaluate(ASK, "https://tiles.example/1.png") != "reached"
