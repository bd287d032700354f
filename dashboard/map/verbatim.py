"""Text that goes into a page as it is."""

from branca.element import Element
from jinja2 import Template


class Verbatim(Element):
    """An element of ready text.

    branca reads the text of its own elements as a Jinja template once more when it builds them: a
    script's double braces would break it, and a title's would be run.
    """

    _template = Template("{{ this.text }}")

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text
