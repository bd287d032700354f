"""Text as XML can hold it."""

import re
from typing import Final
from xml.sax.saxutils import escape

# What no XML document may contain, not even escaped.
_ILLEGAL: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def legal(text: str) -> str:
    """Return a text with a replacement character for each that XML cannot hold."""
    return _ILLEGAL.sub("\ufffd", text)


def escaped(text: str) -> str:
    """Return a text that XML takes for text."""
    return escape(legal(text))
