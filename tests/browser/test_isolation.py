from pathlib import Path

import pytest
from locality import is_local
from playwright.sync_api import BrowserContext


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
