"""Talks in a sentence: who negotiates, where, who mediates, for how long, and how it stands."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from geodata.vocabulary import Outcome
from loaders.extraction.clauses import Clause, Mood
from loaders.language.document import tokenize
from loaders.language.numbers import number_at


@dataclass(frozen=True, slots=True)
class TalksMention:
    """Talks told in one clause: the word's offsets, and what the clause says of them.

    `mediators` are spans (offsets) that name who mediates or hosts; `days` is how long they have
    lasted, where the text says so.
    """

    start: int
    end: int
    clause: Clause
    outcome: Outcome | None
    mediators: tuple[tuple[int, int], ...]
    days: int | None


def find_talks(text: str, clauses: Sequence[Clause]) -> list[TalksMention]:
    """Find the talks told in a sentence.

    Args:
        text: the whole text of the report, in which the clauses' offsets count.
        clauses: the clauses of one sentence; talks that are only imagined are left out.

    """
    mentions = []
    told = [text[clause.start : clause.end] for clause in clauses if clause.mood is Mood.FACT]
    mediators = tuple(
        span
        for clause in clauses
        for span in _mediators(text[clause.start : clause.end], clause.start)
    )
    elsewhere = next((found for piece in told if (found := _outcome(piece)) in _ENDED), None)
    for clause in clauses:
        piece = text[clause.start : clause.end]
        word = _TALKS.search(piece)
        if word is None or (clause.mood is not Mood.FACT and not _SCHEDULED.search(piece)):
            continue
        # "held talks but failed to agree": how they ended stands in the next clause.
        outcome = _outcome(piece)
        if outcome is None or outcome is Outcome.ONGOING:
            outcome = elsewhere or outcome
        mentions.append(
            TalksMention(
                clause.start + word.start(),
                clause.start + word.end(),
                clause,
                outcome,
                mediators,
                _days(piece),
            )
        )
    return mentions


_TALKS = re.compile(
    r"\b(?:(?:peace|ceasefire|cease-fire|truce|indirect|direct|bilateral|trilateral|proximity)\s+)*"
    r"(?:talks|negotiations?|dialogue|peace\s+process|peace\s+conference|summit|mediation"
    r"|round\s+of\s+(?:talks|negotiations))\b",
    re.IGNORECASE,
)
_FAILED = re.compile(
    r"\b(?:(?:have|has|had)?\s*broken?\s+(?:down|off)|broke\s+(?:down|off|up)|collapsed?|failed|fails?"
    r"|failure|fell\s+apart|stalled|deadlock\w*|impasse|walked\s+out|without\s+(?:an?\s+|any\s+)?"
    r"(?:agreement|deal|result|breakthrough|progress)|no\s+(?:agreement|deal|breakthrough)"
    r"|inconclusive(?:ly)?|unsuccessful)\b",
    re.IGNORECASE,
)
_POSTPONED = re.compile(
    r"\b(?:postponed|delayed|called\s+off|cancell?ed|suspended|put\s+off|adjourned)\b",
    re.IGNORECASE,
)
_AGREED = re.compile(
    r"\b(?:(?:reached|signed|struck|concluded|sealed)\s+(?:\w+\s+){0,4}"
    r"(?:agreement|deal|accord|truce|ceasefire|cease-fire|treaty|memorandum)"
    r"|agreed\s+(?:to|on|upon)|(?:ended|concluded)\s+(?:[\w,]+\s+){0,6}?(?:with|in)\s+(?:\w+\s+){0,2}"
    r"(?:agreement|deal|accord))\b",
    re.IGNORECASE,
)
_SCHEDULED = re.compile(
    r"\b(?:will\s+(?:be\s+held|meet|resume|begin|start|take\s+place|open|continue|hold)"
    r"|(?:is|are|were|was)\s+(?:due|scheduled|set|expected|planned)\s+(?:to|for|on|in)"
    r"|scheduled\s+(?:to|for)|to\s+be\s+held|upcoming)\b",
    re.IGNORECASE,
)
_ONGOING = re.compile(
    r"\b(?:(?:have|has)\s+been\s+(?:holding|meeting|negotiating|taking)|(?:is|are)\s+(?:holding"
    r"|meeting|negotiating|under\s*way|ongoing|continuing|taking\s+place)|continu(?:e|es|ed)|resumed"
    r"|began|begun|opened|under\s*way|started|held|entered)\b",
    re.IGNORECASE,
)
_MEDIATED = re.compile(
    r"\b(?:brokered|mediated|facilitated|hosted|sponsored|convened|chaired)\s+by\s+(?P<who>[^.;]+)"
    r"|\b(?:mediation|auspices|sponsorship|facilitation)\s+of\s+(?P<whom>[^.;]+)"
    r"|\bwith\s+(?P<with>[^.;,]+?)\s+(?:mediating|acting\s+as\s+mediators?|as\s+mediators?)",
    re.IGNORECASE,
)
_DURATION = re.compile(
    r"\b(?P<count>\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten)[\s-]days?\s+"
    r"(?:of\s+|long\s+)?(?:\w+\s+){0,2}?(?:talks|negotiations?|dialogue|summit|meetings?|discussions)"
    r"|\bfor\s+(?P<length>\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten)\s+days",
    re.IGNORECASE,
)
# A list of mediators ends where something else is told.
_LIST_END = re.compile(
    r"\s+(?:in|on|at|after|before|to|that|which|who|over|since|with|have|has|had|were|was|for|but"
    r"|broke|ended|failed|collapsed|began|resumed|where|as|said)\b|[.;”\"(]",
    re.IGNORECASE,
)


_ENDED = {Outcome.FAILED, Outcome.POSTPONED, Outcome.AGREEMENT}


def _outcome(piece: str) -> Outcome | None:
    """Read how talks stand; what failed is told in words of agreement too, so it comes first."""
    for pattern, outcome in (
        (_FAILED, Outcome.FAILED),
        (_POSTPONED, Outcome.POSTPONED),
        (_SCHEDULED, Outcome.SCHEDULED),
        (_AGREED, Outcome.AGREEMENT),
        (_ONGOING, Outcome.ONGOING),
    ):
        if pattern.search(piece):
            return outcome
    return None


def _mediators(piece: str, offset: int) -> tuple[tuple[int, int], ...]:
    """Return the spans that name who mediates ("brokered by Qatar and Turkey")."""
    spans = []
    for match in _MEDIATED.finditer(piece):
        group = next(name for name, text in match.groupdict().items() if text is not None)
        names, start = match[group], match.start(group)
        stop = _LIST_END.search(names)
        names = names[: stop.start()] if stop else names
        position = 0
        for name in re.split(r"(\s*,\s*(?:and\s+)?|\s+and\s+)", names):
            stripped = re.sub(r"^(?:the|both)\s+", "", name.strip(), flags=re.IGNORECASE)
            if stripped[:1].isupper():
                first = start + position + name.index(stripped)
                spans.append((offset + first, offset + first + len(stripped)))
            position += len(name)
    return tuple(spans)


def _days(piece: str) -> int | None:
    match = _DURATION.search(piece)
    if match is None:
        return None
    number = number_at(tokenize(match["count"] or match["length"]), 0)
    return None if number is None else number[0]
