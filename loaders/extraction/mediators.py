"""Who mediates or hosts talks, by the words of one clause."""

import re
from collections.abc import Iterator

_NAME = (
    r"(?:[Tt]he\s+)?(?!The\b)\b(?:(?:[A-Z]\.){2,4}|[A-Z][\w.’'/]*)"
    r"(?:(?:-|\s+(?:of\s+(?:the\s+)?)?)[A-Z][\w.’'/]*){0,5}"
)
_WORDS = r"[A-Z][\w.’'/]*(?:\s+[A-Z][\w.’'/]*){0,5}"
_NAMES = rf"{_NAME}(?:\s*,\s*{_NAME}){{0,5}}(?:,?\s+and\s+{_NAME})?"
_MEDIATE = r"(?:mediat|broker|host|facilitat|sponsor|conven|chair)"
_TALKS = r"(?:talks|negotiations?|dialogue|summit|mediation|conference|process|meetings?|efforts?)"
_MEDIATED = re.compile(
    # "brokered by Qatar and Turkey", "under the auspices of the African Union"
    r"\b(?:(?i:brokered|mediated|facilitated|hosted|sponsored|convened|chaired)\s+(?:jointly\s+)?by"
    r"|(?i:mediation|auspices|sponsorship|facilitation)\s+(?:of|by|from))"
    r"\s+(?P<by>(?:[^.;]|(?<=\b[A-Z])\.)+)"
    # "with Qatar mediating"
    r"|\bwith\s+(?P<with>[^.;,]+?)\s+(?:mediating|acting\s+as\s+mediators?|as\s+mediators?)"
    # "Qatar is hosting talks", "Kenya and Uganda have mediated"
    rf"|(?P<active>{_NAMES})(?:,[^,.;]{{1,60}},)?\s+"
    r"(?:(?:is|are|was|were|has|have|had|been|also|will|would|again)\s+)*"
    rf"{_MEDIATE}(?:s|es|e|ed|ing)?\b(?!\s+by|\w)"
    # "Guinea, which mediates", "Uganda's president, who mediated"
    rf"|(?P<who>{_NAME})(?:\s+[a-z][\w\s-]{{2,40}}?)?,\s+(?:which|who)\s+(?:\w+\s+){{0,2}}?{_MEDIATE}\w*"
    # "US-brokered talks"
    rf"|\b(?P<led>{_WORDS}(?:(?:-?,|-?\s+and)\s+{_WORDS}){{0,3}})"
    rf"-(?:led|{_MEDIATE}(?:ed|d))\s+(?:\w+\s+){{0,3}}?{_TALKS}"
    # "U.N. envoy Jane Roe, the mediator", "the AU's envoy, who mediates"
    rf"|\b(?P<sender>{_WORDS})(?:['’]s)?\s+(?:(?:special|peace|chief)\s+)*(?:envoy|representative)\s*"
    rf"(?:[A-Z][\w.’-]*\s*){{0,4}},\s+(?:who|the)\s+(?:\w+\s+){{0,3}}?{_MEDIATE}\w*"
    # "Egyptian and Qatari mediators", "mediators from Oman", "mediator Kenya"
    rf"|(?P<adjective>{_NAMES})\s+mediat(?:ors?|ion)\b"
    rf"|\bmediators?,?\s+(?:from\s+)?(?P<noun>{_NAMES})"
    # "through the Omanis", "via Switzerland"
    rf"|\bindirect\s+[\w\s]{{0,40}}?(?:through|via)\s+(?P<via>{_NAMES})"
)
# A list of mediators ends where something else is told.
_LIST_END = re.compile(
    r"\s+(?:in|on|at|after|before|to|that|which|who|over|since|with|have|has|had|were|was|for|but"
    r"|broke|ended|failed|collapsed|began|resumed|where|as|said|and\s+(?!the\b)[a-z]\w+)\b"
    r"|(?<!\b[A-Z])\.|[;”\"(]"
)
_NO_NAME = frozenset(
    "talks negotiations dialogue mediation mediators indirect direct peace ceasefire monday "
    "tuesday wednesday thursday friday saturday sunday both he she it they".split()
)


def find_mediators(piece: str, offset: int) -> tuple[tuple[int, int], ...]:
    """Return the spans that name who mediates or hosts ("brokered by Qatar and Turkey").

    Args:
        piece: the words of a clause; in capitals names have no end, so nothing is found there.
        offset: of the piece in the text, in which the spans count.

    """
    if piece.isupper():
        return ()
    spans: list[tuple[int, int]] = []
    for match in _MEDIATED.finditer(piece):
        group = next(name for name, text in match.groupdict().items() if text is not None)
        names, start = match[group], match.start(group)
        stop = _LIST_END.search(names)
        names = names[: stop.start()] if stop else names
        for first, last in _single_names(names, offset + start):
            if not any(first < end and last > begin for begin, end in spans):
                spans.append((first, last))
    return tuple(sorted(spans))


def _single_names(names: str, start: int) -> Iterator[tuple[int, int]]:
    """Cut a list of names into its names, without articles."""
    position = 0
    for name in re.split(r"(\s*,\s*(?:and\s+)?|\s+and\s+)", names):
        stripped = re.sub(r"^(?:the|both)\s+", "", name.strip(), flags=re.IGNORECASE)
        stripped = re.sub(r"(?:['’]s?|-)$", "", stripped)
        if stripped[:1].isupper() and stripped.split()[0].lower() not in _NO_NAME:
            first = start + position + name.index(stripped)
            yield first, first + len(stripped)
        position += len(name)
