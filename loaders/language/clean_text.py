"""Text as it is read: without what cannot be seen, and without remains of HTML.

A soft hyphen, a zero-width space or a tag inside a name hides it, an accent written as a character
of its own cuts it in two, and half a character cannot be encoded. Such things are taken out before
a text is read; what is found in it is then told by the offsets of the text as it was.
"""

import html
import re
import unicodedata
from array import array
from dataclasses import dataclass
from html.entities import html5


@dataclass(frozen=True, slots=True)
class CleanText:
    """A text to read, and where it stands in the text that it was made of.

    Attributes:
        text: what is read.
        starts: for each character, where what it was made of begins; None where nothing was
            changed.
        ends: for each character, where what it was made of ends.

    """

    text: str
    starts: "array[int] | None" = None
    ends: "array[int] | None" = None

    @property
    def changed(self) -> bool:
        """Whether it is any different from the text as it was."""
        return self.starts is not None

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Return the offsets, in the text as it was, of a span of at least one character."""
        if self.starts is None or self.ends is None:
            return start, end
        return self.starts[start], self.ends[end - 1]


def clean_text(text: str) -> CleanText:
    """Take out of a text what hides its words."""
    if not _SIGN_OF_DIRT.search(text):
        return CleanText(text)
    pieces: list[str] = []
    starts, ends = array("q"), array("q")
    done = 0
    for match in _DIRT.finditer(text):
        instead = _instead_of(match)
        if instead == match[0]:
            continue
        pieces += (text[done : match.start()], instead)
        starts.extend(range(done, match.start()))
        ends.extend(range(done + 1, match.start() + 1))
        starts.extend([match.start()] * len(instead))
        ends.extend([match.end()] * len(instead))
        done = match.end()
    if not done:
        return CleanText(text)
    pieces.append(text[done:])
    starts.extend(range(done, len(text)))
    ends.extend(range(done + 1, len(text) + 1))
    return CleanText("".join(pieces), starts, ends)


# What has no width, or only directs what has: soft hyphens, joiners, marks of direction, tags.
_INVISIBLE = (
    "\u00ad\u034f\u061c\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
    "\ufff9-\ufffb\U000e0000-\U000e0fff"
)
_ACCENTS = "\u0300-\u036f"
_BLOCK_TAGS = "address|article|blockquote|br|center|dd|div|dl|dt|figcaption|figure|footer|h[1-6]|"
_BLOCK_TAGS += "header|hr|li|main|nav|ol|p|pre|section|table|tbody|td|tfoot|th|thead|tr|ul"
_INLINE_TAGS = "a|abbr|acronym|b|big|cite|code|del|em|font|i|img|ins|mark|q|s|small|span|strike|"
_INLINE_TAGS += "strong|sub|sup|time|tt|u|wbr"
# No tag of a report has more attributes than fit here.
_TAG_END = r"(?:\s[^<>]{0,500})?/?>"
_DIRT = re.compile(
    rf"(?P<invisible>[{_INVISIBLE}]+)"
    rf"|(?P<accented>[^\W\d_][{_ACCENTS}]+)"
    r"|(?P<half>[\ud800-\udfff])"
    r"|(?P<entity>&(?:\#\d{1,7}|\#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,8}\d{0,2});)"
    rf"|(?P<block></?(?:{_BLOCK_TAGS}){_TAG_END})"
    rf"|(?P<inline></?(?:{_INLINE_TAGS}){_TAG_END})",
    re.IGNORECASE,
)
_SIGN_OF_DIRT = re.compile(rf"[&<{_INVISIBLE}{_ACCENTS}\ud800-\udfff]")
_ACCENT = re.compile(rf"[{_ACCENTS}]")


def _instead_of(match: re.Match[str]) -> str:
    """Return what is read in place of a match."""
    match match.lastgroup:
        case "accented":
            # What has no letter for it loses its accents.
            return _ACCENT.sub("", unicodedata.normalize("NFC", match[0]))
        case "half":
            return "\N{REPLACEMENT CHARACTER}"
        case "entity":
            known = match[0][1] == "#" or match[0][1:] in html5
            return html.unescape(match[0]) if known else match[0]
        case "block":
            return "\n\n"
        case _:
            return ""
