"""Text on the page: its fonts, how wide it is, where its lines break.

The font comes with the program (Fira Sans Condensed); what letters it lacks are taken from DejaVu,
which comes with Matplotlib, and then from fonts of the system. Arabic and Hebrew are shaped and set
from right to left by Matplotlib itself.
"""

import logging
import unicodedata
from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from matplotlib import font_manager
from matplotlib.font_manager import FontProperties

from geodata.errors import ExportError

FAMILY: Final = "Fira Sans Condensed"
FOLDER: Final = Path(__file__).parent / "tables"
_FALLBACK: Final = "DejaVu Sans"
_FACES: Final = ("Regular", "Italic", "Medium", "SemiBold")
# Fonts of systems with the letters that ours lack, the finer ones first.
_SYSTEM_FAMILIES: Final = (
    "Noto Sans Arabic",
    "Noto Naskh Arabic",
    "Noto Sans Hebrew",
    "Noto Sans CJK SC",
    "Noto Sans CJK JP",
    "Noto Sans CJK KR",
    "Noto Sans CJK TC",
    "Source Han Sans SC",
    "WenQuanYi Micro Hei",
    "PingFang SC",
    "Hiragino Sans",
    "Hiragino Sans GB",
    "Apple SD Gothic Neo",
    "Microsoft YaHei",
    "Yu Gothic",
    "MS Gothic",
    "Malgun Gothic",
    "SimSun",
    "Noto Sans Devanagari",
    "Noto Sans Bengali",
    "Noto Sans Thai",
    "Noto Sans Ethiopic",
    "Noto Sans Khmer",
    "Noto Sans Myanmar",
    "Noto Sans Tamil",
    "Arial Unicode MS",
)
POINTS_PER_MM: Final = 72 / 25.4
_MEASURED_AT: Final = 100.0
_ELLIPSIS: Final = "…"


@lru_cache(maxsize=32)
def font(*, weight: int = 400, italic: bool = False) -> FontProperties:
    """Return the font of a weight, with all those that its missing letters come from."""
    return FontProperties(
        family=list(_families()), weight=weight, style="italic" if italic else "normal"
    )


@lru_cache(maxsize=20_000)
def width_mm(text: str, points: float, *, weight: int = 400, italic: bool = False) -> float:
    """Return how wide a line of text is on the page."""
    face = font_manager.get_font(_files(weight, italic))
    face.set_size(_MEASURED_AT, 72)
    face.set_text(text, 0.0)
    wide, _ = face.get_width_height()
    return float(wide) / 64 * points / _MEASURED_AT / POINTS_PER_MM


def height_mm(points: float) -> float:
    """Return the height of capitals and figures of a size."""
    return points * 0.69 / POINTS_PER_MM


def wrapped(
    text: str, width: float, points: float, *, weight: int = 400, most: int | None = None
) -> list[str]:
    """Return text broken into lines.

    Args:
        text: it; runs of white space count as one space.
        width: that no line exceeds, mm; a longer word is broken.
        points: size.
        weight: of the font.
        most: no more lines than these; the last one ends in an ellipsis when text is left.

    """
    lines: list[str] = []
    line = ""
    for word in _words(text, width, points, weight):
        longer = f"{line} {word}" if line else word
        if width_mm(longer, points, weight=weight) <= width:
            line = longer
        else:
            lines.append(line)
            line = word
    lines = [one for one in [*lines, line] if one]
    if most is not None and len(lines) > most:
        last = lines[most - 1]
        while last and width_mm(f"{last}{_ELLIPSIS}", points, weight=weight) > width:
            last = last[:-1]
        lines = [*lines[: most - 1], f"{last.rstrip()}{_ELLIPSIS}"]
    return lines


def is_right_to_left(text: str) -> bool:
    """Return whether the first letter that has a direction is of a script from the right."""
    for letter in text:
        direction = unicodedata.bidirectional(letter)
        if direction in {"L", "R", "AL"}:
            return direction != "L"
    return False


def check_letters(texts: Sequence[str]) -> None:
    """Check that there are fonts for texts.

    Raises:
        ExportError: there is none for some letters; names them.

    """
    known = _letters()
    lacking = {
        letter
        for text in texts
        for letter in text
        if ord(letter) not in known and not _invisible(letter)
    }
    if lacking:
        shown = "".join(sorted(lacking)[:8])
        raise ExportError(
            f"no font on this system has the letters {shown!r}; install one that does, such as "
            "Noto Sans CJK for Chinese, Japanese and Korean, or write the text in other letters"
        )


def clean(text: str) -> str:
    """Return text on one line, without what cannot be printed."""
    return " ".join("".join(one if one.isprintable() else " " for one in text).split())


def is_writable(text: str) -> bool:
    """Return whether there is a font for each letter of a text."""
    known = _letters()
    return all(ord(one) in known or _invisible(one) for one in clean(text))


def _words(text: str, width: float, points: float, weight: int) -> list[str]:
    words: list[str] = []
    for word in text.split():
        rest = word
        while width_mm(rest, points, weight=weight) > width and len(rest) > 1:
            fit = max(1, int(len(rest) * width / width_mm(rest, points, weight=weight)))
            while fit > 1 and width_mm(rest[:fit], points, weight=weight) > width:
                fit -= 1
            words.append(rest[:fit])
            rest = rest[fit:]
        words.append(rest)
    return words


def _invisible(letter: str) -> bool:
    return unicodedata.category(letter) in {"Cf", "Zs", "Cc", "Mn"}


@cache
def _families() -> tuple[str, ...]:
    """Return the families that text is set in, once ours is known to Matplotlib."""
    # It tells that fonts of the system lack a weight, which is to be expected of them.
    logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)
    for face in _FACES:
        font_manager.fontManager.addfont(str(FOLDER / f"{FAMILY.replace(' ', '')}-{face}.ttf"))
    there = {entry.name for entry in font_manager.fontManager.ttflist}
    return (FAMILY, _FALLBACK, *(name for name in _SYSTEM_FAMILIES if name in there))


@lru_cache(maxsize=32)
def _files(weight: int, italic: bool) -> tuple[str, ...]:  # noqa: FBT001 - a key of the cache
    one = font(weight=weight, italic=italic)
    found = []
    for family in one.get_family():
        own = one.copy()
        own.set_family(family)
        found.append(str(font_manager.findfont(own, fallback_to_default=False)))
    return tuple(found)


@cache
def _letters() -> frozenset[int]:
    """Return the letters for which there is a font."""
    return frozenset().union(
        *(font_manager.get_font(name).get_charmap() for name in _files(400, italic=False))
    )
