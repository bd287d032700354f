"""Pieces of HTML inside other formats, as text: feeds and e-mails hold them."""

from lxml import etree
from lxml.html import HTMLParser, fragment_fromstring

from geodata.characters import clean_characters

# Elements that begin a line of their own.
_BLOCKS = frozenset(
    "address article aside blockquote br dd div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6 "
    "header hr li main ol p pre section table td th tr ul".split()
)
_UNREAD = ("script", "style", "noscript", "template", "iframe", "object", "svg", "head")


def text_of_markup(markup: str) -> str:
    """Return the words of a piece of HTML, a paragraph a line.

    What is not HTML comes back as it is, but for superfluous spaces.
    """
    if not markup.strip():
        return ""
    parser = HTMLParser(encoding="utf-8", remove_pis=True, remove_comments=True)
    try:
        root = fragment_fromstring(
            clean_characters(markup).encode("utf-8"), create_parent="div", parser=parser
        )
    except (etree.LxmlError, ValueError, AssertionError):
        return " ".join(markup.split())
    etree.strip_elements(root, *_UNREAD, with_tail=False)
    pieces: list[str] = []
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if element.tag in _BLOCKS:
            pieces.append("\n")
        following = element.text if event == "start" else element.tail
        if following and (event == "start" or element is not root):
            pieces.append(following.replace("\n", " ").replace("\r", " "))
    lines = (" ".join(line.split()) for line in "".join(pieces).split("\n"))
    return "\n".join(line for line in lines if line)
