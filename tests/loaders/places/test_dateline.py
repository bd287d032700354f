"""The line before a report that says where it was written."""

import pytest

from loaders.language.document import split_sentences
from loaders.places.dateline import dateline_end


def dateline(text: str) -> str:
    """Return the dateline of the first sentence of a text."""
    return text[: dateline_end(text, split_sentences(text)[0])].strip()


@pytest.mark.parametrize(
    "line",
    [
        "KABUL —",
        "KABUL, Afghanistan (AP) —",
        "GENEVA/NAIROBI, 12 March 2025 (UN) –",
        "Port-au-Prince, Haiti --",
        "SAN JOSE DEL CABO, Mexico (Agency) -",
    ],
)
def test_datelines(line: str) -> None:
    assert dateline(f"{line} Gunmen attacked a convoy on Monday.") == line


@pytest.mark.parametrize(
    "text",
    [
        "Gunmen attacked a convoy in Kabul on Monday.",
        "The Kabul convoy - attacked on Monday - was late.",
        "An Afghan-Pakistani meeting was held.",
        "Kabul is quiet — for now.",
        "",
    ],
)
def test_other_beginnings(text: str) -> None:
    sentences = split_sentences(text)
    assert [dateline_end(text, sentence) - sentence.start for sentence in sentences] in ([0], [])


def test_only_a_line_begins_with_one() -> None:
    text = "The end. PARIS — a headline repeated here."
    (_, second) = split_sentences(text)
    assert dateline_end(text, second) == second.start
