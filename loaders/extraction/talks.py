"""Talks in a sentence: the words for them, how they stand, which round, for how long."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from geodata.vocabulary import Outcome
from loaders.extraction.clauses import Clause
from loaders.extraction.mediators import find_mediators
from loaders.language.document import tokenize
from loaders.language.numbers import number_at


@dataclass(frozen=True, slots=True)
class TalksMention:
    """Talks told in one clause: the word's offsets, and what the clause says of them.

    `mediators` are spans (offsets) that name who mediates or hosts; `days` is how long they have
    lasted and `round` which one of a series they are, where the text says so. A `passing` mention
    names earlier or later talks beside those that the sentence is about ("two rounds in Luanda"); a
    `concluded` one tells only what was agreed ("signed a truce").
    """

    start: int
    end: int
    clause: Clause
    outcome: Outcome | None
    mediators: tuple[tuple[int, int], ...]
    days: int | None
    round: int | None = None
    passing: bool = False
    concluded: bool = False


def find_talks(text: str, clauses: Sequence[Clause]) -> list[TalksMention]:
    """Find the talks told in a sentence.

    Args:
        text: the whole text of the report, in which the clauses' offsets count.
        clauses: the clauses of one sentence; talks that are only imagined are left out.

    """
    pieces = [text[clause.start : clause.end] for clause in clauses]
    told = [
        (clause, piece)
        for clause, piece in zip(clauses, pieces, strict=True)
        if not _is_imagined(piece, clause)
    ]
    words = [(clause, piece, word) for clause, piece in told for word in _words_for_talks(piece)]
    concluded = not words
    if not words:
        signed = ((clause, piece, _CONCLUDED.search(piece)) for clause, piece in told)
        words = [(clause, piece, word) for clause, piece, word in signed if word is not None][:1]
    if not words:
        return []
    first, last = clauses[0].start, clauses[-1].end
    mediators = find_mediators(text[first:last], first)
    beside = _told_beside(text, clauses, words)
    mentions = []
    for number, (clause, piece, word) in enumerate(words):
        passing = number > 0 and _PASSING.search(piece[: word.end()]) is not None
        first, last = _own_stretch(words, number)
        outcome = _outcome(piece[first:last])
        if outcome is None or outcome is Outcome.ONGOING:
            others = beside.get(number, [])
            outcome = next((found for found in others if found in _ENDED), outcome)
            outcome = outcome or next(iter(others), None)
        if outcome is None and not passing and _leads_on(words, number):
            outcome = Outcome.ONGOING
        mentions.append(
            TalksMention(
                clause.start + word.start(),
                clause.start + word.end(),
                clause,
                outcome,
                () if passing else mediators,
                _days(piece),
                _round(piece, word),
                passing,
                concluded,
            )
        )
    return mentions


def _leads_on(words: Sequence["_Word"], number: int) -> bool:
    """Tell whether talks are set off from others before them: "talks in one town followed two"."""
    return any(_PASSING.search(piece[: word.end()]) for _c, piece, word in words[number + 1 :])


_Word = tuple[Clause, str, re.Match[str]]


def _own_stretch(words: Sequence[_Word], number: int) -> tuple[int, int]:
    """Return the part of a clause that speaks of one of the talks in it."""
    clause, piece, word = words[number]
    earlier = [w.end() for c, _piece, w in words[:number] if c is clause]
    later = [w.start() for c, _piece, w in words[number + 1 :] if c is clause]
    return (word.start() if earlier else 0), (later[0] if later else len(piece))


def _told_beside(
    text: str, clauses: Sequence[Clause], words: Sequence[_Word]
) -> dict[int, list[Outcome]]:
    """Return how the clauses without talks of their own say that talks stand, by talks.

    "held talks but failed to agree": how they ended stands in the next clause. "after two rounds
    that ended without a deal": a clause behind "that" speaks of the talks right before it.
    """
    starts = [clause.start for clause, _piece, _word in words]
    beside: dict[int, list[Outcome]] = {}
    for clause in clauses:
        piece = text[clause.start : clause.end]
        if clause.start in starts or _is_imagined(piece, clause):
            continue
        outcome = _outcome(piece)
        if outcome is not None:
            relative = clause.opener in {"that", "which"}
            nearest = bisect_left(starts, clause.start) - 1 if relative else 0
            beside.setdefault(max(0, nearest), []).append(outcome)
    return beside


# What somebody wants, fears or offers; "may" in small letters, for May is a month.
_IMAGINED = re.compile(
    r"\b(?:(?i:if|unless|whether|could|would|might|should|threaten\w*|urg(?:ed|es|ing)|calls?\s+for"
    r"|called\s+(?:for|on)|calling\s+(?:for|on)|demand\w*|propos\w+|offer(?:ed|s|ing)?|hopes?"
    r"|hoped|wants?|wanted|ready\s+(?:for|to)|willing|no\s+(?:plans?|talks))|may)\b"
)


def _is_imagined(piece: str, clause: Clause) -> bool:
    """Tell whether a clause speaks of talks that only may come, and that nobody has set."""
    if _SCHEDULED.search(piece) or _AGREED_TO_MEET.search(piece):
        return clause.opener in {"if", "unless", "whether"}
    return _IMAGINED.search(piece) is not None


_KIND = (
    r"(?:(?:peace|ceasefire|cease-fire|truce|indirect|direct|bilateral|trilateral|proximity|nuclear"
    r"|political|security|hostage)\s+)*"
)
_PEACE = (
    r"(?:ceasefire|cease-fire|truce|cessation\s+of\s+hostilities|(?:peace|disengagement|prisoner)\s+"
    r"(?:deal|agreement|accord|treaty|exchange|swap))\b"
)
_TALKS = re.compile(
    rf"\b(?:{_KIND}(?:talks|negotiations?|dialogue|peace\s+process|peace\s+conference|summit"
    r"|mediation|consultations|round\s+of\s+(?:talks|negotiations))"
    r"|rounds?(?=\s+(?:in|of|is|was|will|are|were|scheduled|ended|began|opened|between)\b))\b"
    # Who is sent to negotiate and meets somebody.
    r"|\b(?:delegations?|negotiators?|envoys|mediators|negotiating\s+teams?)\b"
    r"(?=[^.;]{0,90}?\b(?:met|meet|meeting|sat\s+down|agreed|signed|gathered|convened)\b)"
    r"|\bmeetings?(?=\s+between\b|\s+of\s+(?:[\w’']+\s+){0,3}?(?:rival|warring|opposing|both|two)\b)"
    r"|\b(?:meet\s+again|reconvene)\b",
    re.IGNORECASE,
)
# What is agreed between parties of whom the sentence does not say that they talked.
_CONCLUDED = re.compile(
    rf"\b(?:sign(?:ed|s)?|agree(?:d|s)?|clinch(?:ed|es)?|struck|reached)\s+(?:[\w-]+\s+){{0,6}}?{_PEACE}"
    rf"|\b{_PEACE}\s+(?:(?:was|were|has\s+been)\s+)?(?:signed|reached|struck|clinched)\b",
    re.IGNORECASE,
)
# "rounds" of something else are no talks.
_OTHER_ROUNDS = re.compile(
    r"\brounds?\s+of\s+(?!(?:\w+\s+){0,3}?(?:talks|negotiations?|dialogue|consultations|meetings))",
    re.IGNORECASE,
)
_PASSING = re.compile(
    r"\b(?:after|follow(?:s|ed|ing)?|since|previous|earlier|last|before)\s+(?:\w+[\s-]+){0,4}?"
    r"(?:\w+\s+)?(?:talks|negotiations?|rounds?|dialogue|summit|consultations)\s*$",
    re.IGNORECASE,
)


def _words_for_talks(piece: str) -> list[re.Match[str]]:
    """Find the words for talks of one clause; of words for the same talks only the first."""
    words = [
        word for word in _TALKS.finditer(piece) if not _OTHER_ROUNDS.match(piece, word.start())
    ]
    kept: list[re.Match[str]] = []
    for word in words:
        between = piece[kept[-1].end() : word.start()] if kept else ""
        # "a third round of talks", "delegations met for talks": the same talks.
        if kept and not _PASSING.search(piece[: word.end()]) and not re.search(r"\bin\b", between):
            continue
        kept.append(word)
    return kept


_FAILED = re.compile(
    r"\b(?:(?:have|has|had)?\s*broken?\s+(?:down|off)|broke\s+(?:down|off|up)|collaps(?:ed|es|e)"
    r"|failed|fails?|failure|fell\s+apart|fell\s+through|stalled|deadlock\w*|impasse|walk(?:ed|s)?\s+out"
    r"|pull(?:ed|s)\s+out|boycott(?:ed|s)|stormed\s+out|ruptured|unravell?ed"
    r"|without\s+(?:agreeing|reaching|signing|striking|clinching|achieving|producing)"
    r"|without\s+(?:(?:an?|any|much)\s+){0,2}"
    r"(?:\w+\s+)?(?:agreement|deal|result|results|breakthrough|progress|accord|conclusion|truce"
    r"|ceasefire|cease-fire)"
    r"|no\s+(?:\w+\s+)?(?:agreement|deal|breakthrough|progress|accord|result)"
    r"|did\s+not\s+(?:reach|produce|yield|lead)|yielded\s+(?:no|nothing|little)"
    r"|inconclusive(?:ly)?|unsuccessful(?:ly)?|fruitless|empty-handed)\b",
    re.IGNORECASE,
)
_POSTPONED = re.compile(
    r"\b(?:postpon(?:ed|es|ing)|delayed|called\s+off|cancell?(?:ed|ing)|suspended|put\s+off|adjourned"
    r"|pushed\s+back|shelved|put\s+on\s+hold|scrapped)\b",
    re.IGNORECASE,
)
_ACCORD = (
    r"(?:agreement|deal|accord|truce|ceasefire|cease-fire|treaty|memorandum|declaration|pact"
    r"|roadmap|communiqu[eé]|settlement)"
)
_AGREED = re.compile(
    rf"\b(?:(?:reach|sign|struck|strike|conclud|seal|clinch|announc|produc|yield|initial|hammered\s+out)"
    rf"(?:ed|d|es|s)?\s+(?:[\w-]+\s+){{0,4}}{_ACCORD}"
    rf"|{_ACCORD}\s+(?:was|were|has\s+been|had\s+been)\s+(?:reached|signed|struck|announced|agreed)"
    r"|agreed\s+(?:(?:in|on|at)\s+\w+\s+){0,2}(?:to|on|upon|a|an)"
    rf"|(?:ended|concluded|resulted|culminated|closed|wrapped\s+up)\s+(?:[\w,]+\s+){{0,6}}?(?:with|in)\s+"
    rf"(?:[\w-]+\s+){{0,3}}{_ACCORD})\b",
    re.IGNORECASE,
)
# To agree to go on talking is no agreement.
_AGREED_TO_MEET = re.compile(
    r"\bagreed\s+(?:to|on)\s+(?:(?:hold|a|an|new|fresh|more|further|another|next|direct)\s+){0,3}"
    r"(?:meet|meeting|continue|resume|talk|talks|reconvene|negotiate|round)\b"
    r"|\b(?:meet\s+again|reconvene)\b",
    re.IGNORECASE,
)
_SCHEDULED = re.compile(
    r"\b(?:(?:will|would)\s+(?:be\s+(?:held|hosted|convened)|also\s+meet|meet|resume|begin|start"
    r"|take\s+place|open|continue|hold|host|convene|attend|gather|travel|send)"
    r"|(?:is|are|were|was)\s+(?:now\s+)?(?:due|scheduled|set|expected|planned|slated|to\s+(?:meet"
    r"|begin|resume|start|hold|open|take\s+place))(?:\s+(?:to|for|on|in)\b|\b)"
    r"|(?:scheduled|slated|planned)\s+(?:to|for)|due\s+to\s+(?:begin|start|resume|open|meet|be\s+held)"
    r"|to\s+be\s+held|upcoming|forthcoming"
    r"|(?:talks|negotiations|dialogue|summit|round|meeting|delegations|negotiators|envoys|ministers"
    r"|leaders|sides|again)\s+to\s+(?:resume|begin|start|open|meet|take\s+place|continue|hold))\b",
    re.IGNORECASE,
)
_ONGOING = re.compile(
    r"\b(?:(?:have|has|had)\s+been\s+(?:holding|meeting|negotiating|taking)|(?:is|are|were|was)\s+"
    r"(?:holding|hosting|meeting|negotiating|under\s*way|ongoing|continuing|taking\s+place|mediating"
    r"|attending|in\s+progress)|continu(?:e|es|ed|ing)|resum(?:ed|es|ing)|began|begun|begins|opened"
    r"|opens|under\s*way|start(?:ed|s)|held|hold|holds|host(?:ed|s)|entered|enters|took\s+place|met"
    r"|convened|gathered|attended|concluded|ended|wrapped\s+up|progress)\b",
    re.IGNORECASE,
)
_ENDED = {Outcome.FAILED, Outcome.POSTPONED, Outcome.AGREEMENT}


def _outcome(piece: str) -> Outcome | None:
    """Read how talks stand; what failed is told in words of agreement too, so it comes first."""
    for pattern, outcome in (
        (_FAILED, Outcome.FAILED),
        (_POSTPONED, Outcome.POSTPONED),
        (_SCHEDULED, Outcome.SCHEDULED),
        (_AGREED_TO_MEET, Outcome.SCHEDULED),
        (_AGREED, Outcome.AGREEMENT),
        (_ONGOING, Outcome.ONGOING),
    ):
        if pattern.search(piece):
            return outcome
    return None


_ORDINALS = {
    name: number
    for number, name in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split(),
        start=1,
    )
}
_ROUND = re.compile(
    rf"\b(?P<ordinal>{'|'.join(_ORDINALS)}|(?P<digits>\d{{1,2}})(?:st|nd|rd|th))[\s-]+"
    r"(?:and\s+(?:final|last)\s+)?(?:round|session|meeting)\b",
    re.IGNORECASE,
)


def _round(piece: str, word: re.Match[str]) -> int | None:
    """Return which round talks are ("a third round of talks")."""
    near = piece[max(0, word.start() - 60) : word.end() + 40]
    match = _ROUND.search(near)
    if match is None:
        return None
    return int(match["digits"]) if match["digits"] else _ORDINALS[match["ordinal"].lower()]


_DURATION = re.compile(
    r"\b(?P<count>\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten)[\s-]days?\s+"
    r"(?:of\s+|long\s+)?(?:\w+\s+){0,2}?(?:talks|negotiations?|dialogue|summit|meetings?|discussions)"
    r"|\bfor\s+(?P<length>\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten)\s+days",
    re.IGNORECASE,
)
# "talks went into a third day"
_NTH_DAY = re.compile(
    r"\b(?:enter(?:ed|s|ing)?|into|on|for)\s+(?:an?|the|their|its)\s+"
    rf"(?P<nth>{'|'.join(_ORDINALS)})\s+(?:straight\s+|consecutive\s+)?day\b",
    re.IGNORECASE,
)


def _days(piece: str) -> int | None:
    match = _DURATION.search(piece)
    if match is None:
        nth = _NTH_DAY.search(piece)
        return None if nth is None else _ORDINALS[nth["nth"].lower()]
    number = number_at(tokenize(match["count"] or match["length"]), 0)
    return None if number is None else number[0]
