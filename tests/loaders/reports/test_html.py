import datetime as dt
from pathlib import Path

import pytest

from geodata.errors import SourceError
from loaders.reports.html import read
from loaders.reports.source_text import SourceText

BODY = (
    "<article><h1>Clash at the border</h1><p>At least five soldiers were killed on Saturday near "
    "Spin Boldak, officials said.</p><p>A further twelve people were wounded on 3 January 2019, "
    "when the last clash there had been reported.</p></article>"
)


def load(folder: Path, content: str | bytes) -> SourceText:
    path = folder / "page.html"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return next(iter(read(path, limit=1_000_000)))


def page(head: str = "", body: str = BODY) -> str:
    return (
        f"<!doctype html><html lang='en-GB'><head><title>Site: Clash</title>{head}</head><body>"
        f"<nav><a href='/'>Home</a></nav>{body}<footer>Copyright 2019-01-03</footer></body></html>"
    )


def test_text_of_the_article(tmp_path: Path) -> None:
    text = load(tmp_path, page()).text
    assert text.startswith("At least five soldiers")
    assert "Home" not in text
    assert "Copyright" not in text


def test_markup_that_the_text_speaks_of_stays_text(tmp_path: Path) -> None:
    body = BODY.replace(
        "officials", "&lt;script&gt;alert(1)&lt;/script&gt;<script>alert(2)</script>"
    )
    text = load(tmp_path, page(body=body)).text
    assert "<script>alert(1)</script>" in text
    assert "alert(2)" not in text


def test_meta_elements(tmp_path: Path) -> None:
    head = (
        "<meta property='og:title' content='Clash at the border'>"
        "<meta property='og:site_name' content='Agency'>"
        "<meta property='article:published_time' content='2025-10-28T23:30:00+05:00'>"
        "<meta property='article:modified_time' content='2025-11-01T00:00:00Z'>"
        "<link rel='canonical' href='https://example.org/a'>"
        "<link rel='license' href='https://creativecommons.org/licenses/by/4.0/'>"
    )
    facts = load(tmp_path, page(head)).facts
    assert facts.title == "Clash at the border"
    assert facts.publisher == "Agency"
    assert facts.published == dt.date(2025, 10, 28)
    assert facts.url == "https://example.org/a"
    assert facts.language == "en"
    assert facts.licence == "https://creativecommons.org/licenses/by/4.0/"


@pytest.mark.parametrize(
    "described",
    [
        (
            '{"@type": "NewsArticle", "headline": "H", "datePublished": "2025-10-28", '
            '"publisher": {"name": "Agency"}}'
        ),
        (
            '[{"@type": "WebSite", "datePublished": "2001-01-01"}, {"@type": ["Thing", "Article"], '
            '"headline": "H", "datePublished": "2025-10-28T10:00Z", "publisher": "Agency"}]'
        ),
        (
            '{"@graph": [{"@type": "ReportageNewsArticle", "headline": "H", '
            '"datePublished": "2025-10-28", "publisher": {"name": "Agency"}}]}'
        ),
    ],
)
def test_linked_data(tmp_path: Path, described: str) -> None:
    head = f"<script type='application/ld+json'>{described}</script>"
    facts = load(tmp_path, page(head)).facts
    assert (facts.title, facts.publisher) == ("H", "Agency")
    assert facts.published == dt.date(2025, 10, 28)


def test_a_date_that_merely_stands_in_the_page_is_not_taken(tmp_path: Path) -> None:
    body = BODY + "<time datetime='2019-01-03'>3 January</time><p>Updated: 2020-02-02</p>"
    facts = load(tmp_path, page("<meta name='lastmod' content='2020-02-02'>", body)).facts
    assert facts.published is None


def test_time_that_says_it_is_of_publication(tmp_path: Path) -> None:
    body = "<time itemprop='datePublished' datetime='2025-10-28'>yesterday</time>" + BODY
    assert load(tmp_path, page(body=body)).facts.published == dt.date(2025, 10, 28)


def test_metadata_that_is_not_understood_is_warned_of(tmp_path: Path) -> None:
    head = "<meta name='date' content='28/10/25'><link rel='canonical' href='javascript:x'>"
    facts = load(tmp_path, page(head)).facts
    assert (facts.published, facts.url) == (None, None)
    assert len(facts.warnings) == 2


def test_broken_linked_data_is_passed_over(tmp_path: Path) -> None:
    for broken in ("{", "[" * 100_000, "3", '{"@graph": 3}', '{"@type": {}}', "null"):
        head = f"<script type='application/ld+json'>{broken}</script>"
        assert load(tmp_path, page(head)).facts.published is None


@pytest.mark.parametrize(
    "content",
    [
        f"<html><body>{BODY}",
        BODY.replace("</p>", ""),
        f"<div><table><tr><td>{BODY}",
        "<html><body " + "a=b " * 1000 + f">{BODY}</body></html></html></p>",
        f'<?xml version="1.0" encoding="iso-8859-1"?><html>{BODY}</html>',
    ],
)
def test_broken_pages_are_repaired(tmp_path: Path, content: str) -> None:
    assert "At least five soldiers were killed" in load(tmp_path, content).text


def test_declared_encoding(tmp_path: Path) -> None:
    content = page("<meta charset='iso-8859-2'>", BODY.replace("officials", "urzędnicy w Łodzi"))
    assert "urzędnicy w Łodzi" in load(tmp_path, content.encode("iso-8859-2")).text


@pytest.mark.parametrize(
    "content",
    [
        "<html><body></body></html>",
        "<html><body><script>alert(1)</script></body></html>",
        "<!-- never closed <p>Five killed</p>",
        "<div>" * 50_000,
    ],
)
def test_pages_without_an_article_are_refused(tmp_path: Path, content: str) -> None:
    with pytest.raises(SourceError, match="save"):
        load(tmp_path, content)
