"""The figure around a map: a page that may load nothing and run nothing but what stands in it."""

import base64
import hashlib
import re
from collections.abc import Iterable, Mapping
from typing import Any

from branca.element import Figure

from dashboard.map.verbatim import Verbatim


class SelfContainedFigure(Figure):
    """A figure whose content security policy names its own scripts and styles and nothing else."""

    _SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
    _STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)
    _POLICY = '<meta http-equiv="content-security-policy" content="">'
    _DATA = '<script type="application/json" id="{}">'

    def __init__(self, title: str) -> None:
        super().__init__(title=title)
        self.header.add_child(Verbatim(self._POLICY), name="policy", index=0)
        self._held: dict[str, Iterable[str]] = {}

    def hold(self, element_id: str, data: Iterable[str]) -> None:
        """Put data into the page as an element of its own.

        Args:
            element_id: by which scripts find it.
            data: pieces of JSON in which nothing can end the element.

        """
        element = self._DATA.format(element_id)
        self.html.add_child(Verbatim(f"{element}</script>"), name=element_id)
        self._held[element] = list(data)

    def render(self, **kwargs: Any) -> str:  # noqa: ANN401 - as branca declares it
        """Return the page, with its policy and what is held."""
        text: str = super().render(**kwargs)
        scripts = " ".join(_hashes(self._SCRIPT, text))
        styles = " ".join(_hashes(self._STYLE, text))
        policy = (
            f"default-src 'none'; script-src {scripts}; style-src {styles}; "
            "img-src data: blob:; base-uri 'none'; form-action 'none'"
        )
        # Screen readers read in the language that the page says.
        text = text.replace("<html>", '<html lang="en">', 1)
        text = text.replace(self._POLICY, self._POLICY.replace('""', f'"{policy}"'), 1)
        return _filled(text, self._held)


def _hashes(element: re.Pattern[str], text: str) -> list[str]:
    digests = [hashlib.sha256(content.encode()).digest() for content in element.findall(text)]
    return [f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests]


def _filled(text: str, data: Mapping[str, Iterable[str]]) -> str:
    """Return a page with data behind the tags of the elements for it.

    Those of a million rows are a hundred times as long as the page: they go in last, once, so that
    neither templates nor searches run through them.
    """
    parts = [text]
    for tag, pieces in data.items():
        before, after = parts.pop().split(tag, 1)
        parts += [before, tag, *pieces, after]
    return "".join(parts)
