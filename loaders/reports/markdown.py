"""Markdown: a text with light marks, and facts about it in front matter between `---` lines."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import yaml

from geodata.errors import SourceError
from loaders.reports.decoding import decode, read_file
from loaders.reports.source_text import Facts, SourceText, facts_from

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?\n)?(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
# Facts about one report take a few lines; more is not front matter.
_LONGEST_FRONT_MATTER = 20_000


def read(path: Path, *, limit: int) -> Iterator[SourceText]:
    """Yield the document in a Markdown file.

    The marks of headings, emphasis, links and quotations are taken out and the lines of a paragraph
    joined, so that sentences read as they are meant. A heading that comes first is the title when
    the front matter gives none.

    Raises:
        SourceError: the file cannot be read, is no text, or its front matter is not YAML.

    """
    data = read_file(path, limit=limit)
    decoded = decode(data)
    facts, body = _split(decoded.text)
    heading = _FIRST_HEADING.match(body)
    if heading:
        body = body[heading.end() :]
        facts = replace(facts, title=facts.title or _title(heading[1]))
    text = _plain(body).strip()
    if not text:
        raise SourceError("holds no text after its front matter")
    yield SourceText(
        text=text, facts=facts, sha256=hashlib.sha256(data).hexdigest(), warnings=decoded.warnings
    )


def _split(text: str) -> tuple[Facts, str]:
    """Return the facts of the front matter, and the text after it."""
    found = _FRONT_MATTER.match(text)
    if not found or found.end() > _LONGEST_FRONT_MATTER:
        return Facts(), text
    try:
        # This loader makes strings only: a date stays as it was written, "no" stays a word.
        values = yaml.load(found[1] or "", Loader=yaml.BaseLoader)  # noqa: S506 - it builds no objects
    except (yaml.YAMLError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f" in line {mark.line + 2}" if mark else ""
        raise SourceError(f"has front matter that is not valid YAML{where}: correct it") from error
    if values is None:
        return Facts(), text[found.end() :]
    if not isinstance(values, dict):
        # Two rules with a text between them.
        return Facts(), text
    return facts_from(values), text[found.end() :]


_FIRST_HEADING = re.compile(r"\s*#[ \t]+([^\n]+)")
# Applied in this order; each takes marks away and leaves the words. What a mark may span is
# limited, so that a text of nothing but opening marks takes no longer than any other.
_MARKS = [
    (re.compile(pattern, re.MULTILINE), words)
    for pattern, words in (
        (r"^[ \t]*(?:```|~~~).*$", ""),  # fences around code
        (r"^[ \t]{0,3}#{1,6}[ \t]+", ""),  # headings
        (r"^[ \t]*[-*+][ \t]+(?=\S)", ""),  # list items
        (r"^[ \t]{0,3}(?:[-*_][ \t]*){3,}$", ""),  # rules
        (r"!\[[^\[\]\n]{0,500}\]\([^)\n]{0,2000}\)", ""),  # pictures
        (r"\[([^\[\]\n]{1,500})\]\([^)\n]{0,2000}\)", r"\1"),  # links
        (r"<(https?://[^<>\s]+)>", r"\1"),  # bare links
        (r"(\*\*|__)(?=\S)([^\n]{1,500}?\S)\1", r"\2"),  # strong
        (r"(?<![\w*])\*(?=\S)([^*\n]{1,500}?\S|\S)\*(?![\w*])", r"\1"),  # emphasis
        (r"(?<![\w_])_(?=\S)([^_\n]{1,500}?\S|\S)_(?![\w_])", r"\1"),
        (r"`([^`\n]+)`", r"\1"),  # code
    )
]


def _title(heading: str) -> str | None:
    return facts_from({"title": _plain(heading).rstrip("# \t")}).title


_QUOTATION = re.compile(r"^[ \t]{0,3}(?:>[ \t]?)+", re.MULTILINE)
# A line that begins a block of its own and does not go on with the paragraph before it.
_BLOCK = re.compile(
    r"[ \t]*(?:#{1,6}[ \t]|[-*+][ \t]|\d{1,9}[.)][ \t]|\||```|~~~|==|--|\*\*\*|___)"
)
# A line that is a block by itself: a heading, a rule, a fence.
_ALONE = re.compile(r"[ \t]*(?:#{1,6}[ \t]|```|~~~|==|(?:[-*_][ \t]*){3,}$)")


def _joined_lines(text: str) -> str:
    """Return the text with one line a paragraph; two spaces at a line's end keep it apart."""
    paragraphs: list[list[str]] = []
    ended = True
    for line in text.split("\n"):
        if ended or not line.strip() or _BLOCK.match(line):
            paragraphs.append([line.rstrip()])
        else:
            paragraphs[-1].append(line.strip())
        ended = not line.strip() or line.endswith(("  ", "\\")) or bool(_ALONE.match(line))
    return "\n".join(" ".join(lines) for lines in paragraphs)


def _plain(text: str) -> str:
    text = _joined_lines(_QUOTATION.sub("", text))
    for pattern, words in _MARKS:
        text = pattern.sub(words, text)
    return text
