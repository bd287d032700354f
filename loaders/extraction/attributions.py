"""Who is quoted in a sentence: "the army said", "according to officials", "citing the police"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from loaders.language.document import Sentence, Token


@dataclass(frozen=True, slots=True)
class Attribution:
    """A source quoted in a sentence: "the army said", "according to officials".

    `start` and `end` are the offsets of the whole phrase, `verb` the word of speech ("according"
    for "according to"), `speaker` the words that name the source, without an article.
    """

    start: int
    end: int
    verb_end: int
    verb: str
    speaker: str


def find_attributions(sentence: Sentence) -> list[Attribution]:
    """Find who is quoted in a sentence, in text order."""
    tokens = sentence.tokens
    found = []
    for index, token in enumerate(tokens):
        if token.lower == "according" and _word(tokens, index + 1) == "to":
            found.append(_according(tokens, index))
        elif token.lower in CITING and index + 1 < len(tokens):
            cited = _after(tokens, index, index + 1)
            if cited is not None:
                found.append(cited)
        elif token.lower == "quoted" and _word(tokens, index - 1) in {"was", "were"}:
            quoted = _spoken(tokens, index)
            if quoted is not None:
                found.append(quoted)
        elif token.lower in SPEECH and not _is_noun(tokens, index):
            attribution = _spoken(tokens, index)
            if attribution is not None:
                found.append(attribution)
    return found


# Speech that passes on what happened, and speech that warns, denies or accuses.
REPORTING = frozenset(
    "said says say told reported reports announced announces stated confirmed added declared "
    "revealed claimed claims disclosed indicated noted explained acknowledged admitted tweeted "
    "posted wrote estimated put".split()
)
STANCE = frozenset(
    "warned warns threatened threatens vowed vows denied denies condemned condemns rejected "
    "rejects accused accuses blamed blames urged urges pledged pledges demanded demands insisted "
    "insists called denounced".split()
)
SPEECH = REPORTING | STANCE
# Whom a medium passes on: "Reuters reported, citing officials".
CITING = frozenset({"citing", "quoting"})


def _is_noun(tokens: Sequence[Token], index: int) -> bool:
    """Tell "reports of clashes" and "the claims" from verbs."""
    previous, word = _word(tokens, index - 1), tokens[index].lower
    if word == "put":  # "police put the toll at 40"
        return _word(tokens, index + 2) not in {"toll", "number", "figure", "death"}
    if word in {"reports", "claims", "say", "demands", "called"}:
        return previous in {"", "the", "some", "of", "these", "those", ",", "and", "no"} or (
            word == "called" and _word(tokens, index + 1) not in {"for", "on"}
        )
    return previous in {"was", "were", "been", "be", "is", "are"} and word in {
        "killed", "reported", "accused", "blamed", "told", "called", "condemned", "urged", "warned",
    }  # fmt: skip


def _spoken(tokens: Sequence[Token], verb: int) -> Attribution | None:
    last = verb
    while last > 0 and tokens[last - 1].lower in _BEFORE_SPEECH:
        last -= 1
    first = _speaker_start(tokens, last)
    if first >= last or _ends_with_source(tokens, verb):
        return _inverted(tokens, verb)
    name = _trimmed(tokens[first:last])
    if not name:
        return _inverted(tokens, verb)
    return Attribution(
        name[0].start, tokens[verb].end, tokens[verb].end, tokens[verb].lower, _text(name)
    )


_BEFORE_SPEECH = frozenset(
    "also later has have had then earlier again reportedly first was were been".split()
)
# A speaker is named in a few words; longer runs are clauses that end before the verb.
_LONGEST_SPEAKER = 14


def _speaker_start(tokens: Sequence[Token], last: int) -> int:
    """Go left from the verb to where the speaker's name begins."""
    apposition = last > 0 and tokens[last - 1].lower == ","
    first = last - 1 if apposition else last
    commas = 0
    while first > 0 and last - first < _LONGEST_SPEAKER:
        word = tokens[first - 1].lower
        if word == ",":
            if not apposition or commas:
                break
            commas += 1
        elif word in _SPEAKER_STOPS or _is_dash(tokens, first - 1):
            break
        first -= 1
    return first


def _is_dash(tokens: Sequence[Token], index: int) -> bool:
    """Tell a dash between words from a hyphen within one."""
    last = index + 1 >= len(tokens)
    return tokens[index].text in {"-", "–", "—"} and (
        last or tokens[index + 1].start > tokens[index].end
    )


_SPEAKER_STOPS = frozenset('. ; : " “ ” that but which when while after as who ] ) --'.split())


def _trimmed(tokens: Sequence[Token]) -> list[Token]:
    """Drop articles and appositions: "Ana Ruiz, spokeswoman for the army," is Ana Ruiz."""
    words = list(tokens)
    while words and (words[0].lower in _LEADING or words[0].text.isdecimal()):
        del words[0]
    # "A statement by the army said": the army said it.
    if len(words) > 2 and words[0].lower in _PAPERS and words[1].lower in _FROM:  # noqa: PLR2004 - a paper, "by" and a name
        return _trimmed(words[2:])
    commas = [index for index, token in enumerate(words) if token.text == ","]
    if commas and not _names_after_office(words, commas[0]):
        words = words[: commas[0]]
    while words and words[-1].text == ",":
        del words[-1]
    if any(token.lower in _NO_SPEAKER for token in words):
        return []
    return words if any(token.text[0].isalpha() for token in words) else []


_LEADING = frozenset({"the", "a", "an", "and", "on", "but", "meanwhile", ",", "by"})
_PAPERS = frozenset("statement statements report reports communique communiqué release".split())
_FROM = frozenset({"from", "by", "of", "issued", "released"})


def _names_after_office(words: Sequence[Token], comma: int) -> bool:
    """Tell "the port's mayor, Ana Ruiz," from "Ana Ruiz, the port's mayor,"."""
    before, after = words[comma - 1], words[comma + 1 : comma + 2]
    return bool(after) and after[0].capitalised and not before.capitalised


# A run that holds one of these is a clause, not a name.
_NO_SPEAKER = frozenset("was were killed been wounded injured it there i we you".split())


def _ends_with_source(tokens: Sequence[Token], verb: int) -> bool:
    """Tell whether a sentence ends with who says it: "Toll rises to 12, says hospital"."""
    rest = [token.lower for token in tokens[verb + 1 :] if token.text not in {".", "”", '"'}]
    return (
        _word(tokens, verb - 1) == ","
        and 0 < len(rest) <= _SHORT_SOURCE
        and all(word.isalpha() and word not in _NO_SOURCE for word in rest)
    )


_SHORT_SOURCE = 3
_NO_SOURCE = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday today yesterday tonight late early "
    "earlier later on in at that he she they it there no nothing so this then".split()
)


def _inverted(tokens: Sequence[Token], verb: int) -> Attribution | None:
    """Read "…,” said the governor"."""
    last = verb + 1
    while last < len(tokens) and last - verb < _LONGEST_SPEAKER and tokens[last].text not in ".,;(":
        if tokens[last].lower in {"on", "that", "in", "who", "after", "at", "as"}:
            break
        last += 1
    name = _trimmed(tokens[verb + 1 : last])
    if not name or verb == 0 or tokens[verb - 1].text not in "”\",'’":
        return None
    return Attribution(
        tokens[verb].start, name[-1].end, name[-1].end, tokens[verb].lower, _text(name)
    )


def _according(tokens: Sequence[Token], index: int) -> Attribution:
    found = _after(tokens, index, index + 2)
    if found is None:
        end = tokens[index + 1].end
        return Attribution(tokens[index].start, end, end, "according", "")
    return found


def _after(tokens: Sequence[Token], index: int, first: int) -> Attribution | None:
    """Read a source behind the words that lead to it: "according to", "citing"."""
    last = first
    while (
        last < len(tokens) and last - index < _LONGEST_SPEAKER and tokens[last].text not in ".,;("
    ):
        if tokens[last].lower in {"who", "that", "which", "on", "after", "as"}:
            break
        last += 1
    name = _trimmed(tokens[first:last])
    if not name:
        return None
    end = tokens[last - 1].end
    return Attribution(tokens[index].start, end, end, tokens[index].lower, _text(name))


def _text(tokens: Sequence[Token]) -> str:
    """Join tokens as they stood: no space where there was none."""
    parts = []
    for index, token in enumerate(tokens):
        if index and token.start > tokens[index - 1].end:
            parts.append(" ")
        parts.append(token.text)
    return re.sub(r"\s+", " ", "".join(parts)).strip()


def _word(tokens: Sequence[Token], index: int) -> str:
    return tokens[index].lower if 0 <= index < len(tokens) else ""
