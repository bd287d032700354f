import datetime as dt
from pathlib import Path

import pytest

from geodata.errors import SourceError
from loaders.reports.markdown import read
from loaders.reports.source_text import Facts, SourceText


def load(folder: Path, content: str) -> SourceText:
    path = folder / "report.md"
    path.write_text(content, encoding="utf-8")
    return next(iter(read(path, limit=100_000)))


def test_front_matter_and_body(tmp_path: Path) -> None:
    found = load(
        tmp_path,
        "---\ntitle: 'Clash: at the border'\npublished: 2025-10-29\npublisher: no\n"
        "url: https://example.org/a\nlanguage: en\nlicence: CC0\n---\n\nFive were killed.\n",
    )
    assert found.text == "Five were killed."
    assert found.facts == Facts(
        title="Clash: at the border",
        published=dt.date(2025, 10, 29),
        publisher="no",
        url="https://example.org/a",
        language="en",
        licence="CC0",
    )


def test_marks_are_taken_out(tmp_path: Path) -> None:
    found = load(
        tmp_path,
        "# The *title* #\n\n## Part\n> **Five** were _killed_ in [Khost](https://x.org/a_b) "
        "![photo](p.png)\n- `one`\n* two * three\n***\nsnake_case_name <https://x.org> 2*3*4\n",
    )
    assert found.facts.title == "The title"
    assert found.text.splitlines() == [
        "Part",
        "Five were killed in Khost ",
        "one",
        "two * three",
        "",
        "snake_case_name https://x.org 2*3*4",
    ]


def test_lines_of_a_paragraph_are_joined(tmp_path: Path) -> None:
    found = load(
        tmp_path,
        "Five were\n  killed in\nKhost.\n\nTwo  \nmore.\n1. first\n> said\n> so\n\n| a |\n",
    )
    assert found.text == "Five were killed in Khost.\n\nTwo\nmore.\n1. first said so\n\n| a |"


def test_front_matter_title_wins_over_the_heading(tmp_path: Path) -> None:
    found = load(tmp_path, "---\ntitle: One\n---\n# Another\ntext\n")
    assert (found.facts.title, found.text) == ("One", "text")


def test_html_stays_text(tmp_path: Path) -> None:
    assert load(tmp_path, "<script>alert(1)</script> killed").text.startswith("<script>")


def test_rules_are_no_front_matter(tmp_path: Path) -> None:
    found = load(tmp_path, "---\nFive were killed.\n---\nTwo were wounded.\n")
    assert "Five were killed." in found.text
    assert "Two were wounded." in found.text
    assert found.facts == Facts()


def test_empty_front_matter(tmp_path: Path) -> None:
    assert load(tmp_path, "---\n---\ntext").text == "text"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("---\ntitle: [a\ndate: b\n---\ntext", r"not valid YAML in line \d"),
        ("---\n" + "[" * 15_000 + "\n---\ntext", "not valid YAML"),
        ("---\ntitle: a\n---\n \n", "holds no text after its front matter"),
        ("", "is empty"),
    ],
)
def test_what_is_refused(tmp_path: Path, content: str, said: str) -> None:
    with pytest.raises(SourceError, match=said):
        load(tmp_path, content)


def test_lists_that_refer_to_each_other_stay_small(tmp_path: Path) -> None:
    lines = ["a0: &a0 [x, x]"] + [f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 60)]
    found = load(tmp_path, "---\n" + "\n".join(lines) + "\ntitle: *a59\n---\ntext")
    assert found.facts.title is None
    assert "its title is not text" in found.facts.warnings[0]
