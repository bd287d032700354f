"""Clauses of a sentence.

A sentence is cut where English begins a new clause, so that a date or a place is given to the event
of its own clause before that of its neighbour. No parser is needed: the words that open clauses are
few, and news reports in capitals, headlines and notes are cut as well as prose.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from loaders.extraction.attributions import SPEECH
from loaders.extraction.date_forms import MONTHS
from loaders.language.document import Sentence, Token
from loaders.language.numbers import Quantity, is_month_may, quantity_at


class Mood(StrEnum):
    """Whether a clause tells what happened."""

    FACT = "fact"
    BACKGROUND = "background"  # since the war began; who share a border
    UNREAL = "unreal"  # could lead to, if attacked, threatened to


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of a sentence: offsets in the text, tokens, the word that opens it."""

    start: int
    end: int
    tokens: tuple[Token, ...]
    opener: str
    mood: Mood


def split_clauses(sentence: Sentence) -> list[Clause]:
    """Cut a sentence into clauses; together they hold all its tokens."""
    tokens = sentence.tokens
    cuts = [0]
    cuts.extend(index for index in range(1, len(tokens)) if _opens_clause(tokens, index))
    main = _main_clause_after_since(tokens)
    cuts = sorted({*cuts, main} if main else cuts)
    clauses = []
    for first, last in zip(cuts, [*cuts[1:], len(tokens)], strict=True):
        piece = tuple(tokens[first:last])
        if piece:
            opener = piece[0].lower if first or piece[0].lower in _OPENERS else ""
            mood = _mood(piece, opener)
            clauses.append(Clause(piece[0].start, piece[-1].end, piece, opener, mood))
    return clauses


_OPENERS = frozenset(
    "after before when while as since because following amid although though where whereas which "
    "who whom whose until if unless despite but".split()
)
_MODAL = frozenset("would could may might should will shall can cannot must".split())
_UNREAL_WORDS = frozenset("if unless threatened threatening threat threats".split())
_PRESENT_PERFECT_MODAL = "have"


def _main_clause_after_since(tokens: Sequence[Token]) -> int | None:
    """Return where a sentence that opens with "since" comes to its point.

    "Since January, rebels have killed 40", "Since 2014 at least 13,000 people have died".
    """
    if _word(tokens, 0) != "since":
        return None
    for index in range(1, min(len(tokens) - 1, _LONGEST_SINCE)):
        if tokens[index].text == "," and not _is_year(tokens[index + 1]):
            return index + 1
        quantity = quantity_at(tokens, index)
        if quantity is not None and not _dates(tokens, quantity):
            return index
    return None


# Tokens: "since the war between the two began in the autumn of the year before last, ...".
_LONGEST_SINCE = 16


def _is_year(token: Token) -> bool:
    return token.text.isdigit() and len(token.text) == _YEAR_DIGITS


_YEAR_DIGITS = 4


def _dates(tokens: Sequence[Token], quantity: Quantity) -> bool:
    """Tell whether a number is a year, or the day beside a month."""
    if _is_year(tokens[quantity.last - 1]):
        return True
    beside = {_word(tokens, quantity.first - 1), _word(tokens, quantity.last)}
    return (quantity.low or quantity.high or 0) <= _DAYS_OF_A_MONTH and not beside.isdisjoint(
        MONTHS
    )


_DAYS_OF_A_MONTH = 31


def _opens_clause(tokens: Sequence[Token], index: int) -> bool:
    word, previous = tokens[index].lower, tokens[index - 1].lower
    if previous in {";", ":"}:
        return True
    if word == "that":
        return _opens_that(tokens, index)
    if word in {"as", "since", "before", "after", "until"}:
        return _opens_as(tokens, index)
    if word == "where" or word in _OPENERS:
        return True
    if previous == "and" and (word in _RESULTS or _new_sentence(tokens, index)):
        return True
    return previous in {",", "and"} and _new_subject(tokens, index)


def _opens_as(tokens: Sequence[Token], index: int) -> bool:
    """Tell a clause from "as well as", "as many as", "shortly after", "since dawn"."""
    word, following = tokens[index].lower, _word(tokens, index + 1)
    if word == "since" and following in _LATELY:
        return False
    if tokens[index - 1].lower in {"well", "many", "such", "same", "much", "day", "night"}:
        return False
    phrase = following in {"well", "many", "of", "much", "a", "an"}
    return not phrase or word in {"after", "before", "since"}


# "Since dawn", "since Friday" only date what a clause tells.
_LATELY = frozenset(
    "dawn daybreak sunrise midnight noon morning today overnight yesterday early late monday "
    "tuesday wednesday thursday friday saturday sunday".split()
)
# "killing three in one town and wounding 12 in another": each has its own place.
_RESULTS = frozenset("killing wounding injuring killed wounded injured".split())


def _new_sentence(tokens: Sequence[Token], index: int) -> bool:
    """Tell whether ", and" goes on with a new subject and verb: ", and hundreds were hurt"."""
    if tokens[max(0, index - 2)].text != ",":
        return False
    return any(_word(tokens, index + offset) in _FINITE for offset in range(1, 6))


_FINITE = frozenset("have has had was were is are killed wounded injured missing".split())


def _opens_that(tokens: Sequence[Token], index: int) -> bool:
    """Tell "said that …" and "the blast that …" from "that day"."""
    following = _word(tokens, index + 1)
    return following not in {"day", "night", "month", "year", "time", "attack", ",", "."}


def _new_subject(tokens: Sequence[Token], index: int) -> bool:
    """Tell whether a new main clause begins after a comma: "…, the army said"."""
    for offset in range(8):
        word = _word(tokens, index + offset)
        if word in SPEECH:
            return tokens[index - 1].lower == "," and offset > 0
        if word in {",", ".", "and", ""}:
            return False
    return False


def _mood(piece: Sequence[Token], opener: str) -> Mood:
    words = [token.lower for token in piece]
    if opener == "since":
        return Mood.BACKGROUND
    for index, word in enumerate(words):
        if word in _UNREAL_WORDS:
            return Mood.UNREAL
        if is_month_may(piece, index):
            continue
        if word in _MODAL and words[index + 1 : index + 2] != [_PRESENT_PERFECT_MODAL]:
            return Mood.UNREAL
    return Mood.FACT


def _word(tokens: Sequence[Token], index: int) -> str:
    return tokens[index].lower if 0 <= index < len(tokens) else ""
