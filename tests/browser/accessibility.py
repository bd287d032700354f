"""What axe finds wrong on a page, by the rules of WCAG 2.2 AA; Streamlit's own parts included."""

from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Frame, Page

_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
_RUN = """async (tags) => {
  const found = await axe.run(document, {runOnly: {type: "tag", values: tags},
    resultTypes: ["violations"], iframes: false});
  return found.violations.flatMap(({id, nodes}) => nodes.map(({target, html, any, all}) =>
    ({id, target: target.flat().join(" "), html: html.slice(0, 160),
      why: [...any, ...all].map(({message}) => message).join("; ").slice(0, 200)})));
}"""


def violations(frame: Page | Frame) -> list[str]:
    """Return a line for each element that breaks a rule."""
    frame.evaluate(AXE_SCRIPT)
    found: list[dict[str, Any]] = frame.evaluate(_RUN, _TAGS)
    return [f"{one['id']}: {one['target']}: {one['html']}: {one['why']}" for one in found]
