"""A report's text cut into sentences and tokens, with what the language model saw in it.

Everything that looks for facts works on this: offsets always count characters of the whole text.
"""

import datetime as dt
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True, slots=True)
class Token:
    """A word, number or mark of the text."""

    text: str
    lower: str
    start: int
    end: int

    @property
    def capitalised(self) -> bool:
        """Whether it begins with a capital letter."""
        return self.text[:1].isupper()


@dataclass(frozen=True)
class Sentence:
    """A sentence: a span of the text and its tokens."""

    index: int
    text: str
    start: int
    end: int

    @cached_property
    def tokens(self) -> list[Token]:
        """The tokens of the sentence, in order."""
        return tokenize(self.text, self.start)


@dataclass(frozen=True, slots=True)
class Entity:
    """A named entity of the language model: span and label (OntoNotes: GPE, ORG, PERSON, …)."""

    start: int
    end: int
    label: str


@dataclass(frozen=True)
class Document:
    """The text of one report with its context."""

    text: str
    sentences: Sequence[Sentence]
    entities: Sequence[Entity] = ()
    published: dt.date | None = None
    publisher: str | None = None
    title: str | None = None

    @cached_property
    def _starts(self) -> list[int]:
        return [sentence.start for sentence in self.sentences]

    def sentence_at(self, offset: int) -> Sentence:
        """Return the sentence that holds the character at `offset` (the last one before it)."""
        return self.sentences[max(0, bisect_right(self._starts, offset) - 1)]

    def holds(self, offset: int) -> bool:
        """Tell whether one of the sentences holds the character at `offset`."""
        number = bisect_right(self._starts, offset) - 1
        return number >= 0 and offset < self.sentences[number].end


def split_sentences(text: str) -> list[Sentence]:
    """Cut a text into sentences; white space around them belongs to none."""
    sentences: list[Sentence] = []
    start = 0
    for end in [*_sentence_ends(text), len(text)]:
        for first, last in _short_pieces(text, start, end):
            piece = text[first:last]
            stripped = piece.strip()
            if stripped:
                at = first + len(piece) - len(piece.lstrip())
                sentences.append(Sentence(len(sentences), stripped, at, at + len(stripped)))
        start = end
    return sentences


# No sentence of a report is longer; what has no full stop for so long (tables, encoded data) is
# cut, so that the work on a text grows with its length and not faster.
_LONGEST_SENTENCE = 4000


def _short_pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while end - start > _LONGEST_SENTENCE:
        cut = text.rfind(" ", start + 1, start + _LONGEST_SENTENCE) + 1 or start + _LONGEST_SENTENCE
        yield start, cut
        start = cut
    yield start, end


def tokenize(text: str, offset: int = 0) -> list[Token]:
    """Cut a text into tokens; `offset` is where the text begins in the document."""
    return [
        Token(match[0], match[0].lower(), offset + match.start(), offset + match.end())
        for match in _TOKEN.finditer(text)
    ]


_TOKEN = re.compile(
    r"\w+[-‑]years?[-‑]olds?\b"  # an age counts nobody
    r"|[^\W\d_]+\d+[^\W_]*"  # M23 is a name
    r"|\d{1,3}(?:,\d{3})+(?![\d])|\d+(?:\.\d+)?"  # 2,600 and 3.5 are one number
    r"|(?:[^\W\d_]\.){2,}"  # U.S. and D.C. are one word
    r"|[^\W\d_]+(?:['’][^\W\d_]+)*"  # don't, Interior Ministry’s
    r"|\w|[^\w\s]"
)

# Abbreviations whose full stop ends no sentence: titles, ranks, months and parts of addresses.
_ABBREVIATIONS = frozenset(
    "adm amb approx apr asst aug ave bde bn brig capt cmdr co col cpl dec dept dist dr est feb ft "
    "gen gov hon hwy inc jan jr jul jun lt ltd maj mar messrs mr mrs ms mt no nos nov oct pfc prof "
    "prov pvt rd regt rep rev sen sep sept sgt sr st supt vic vol vs".split()
)
# Marks are read from their first one on only, so that a long run of them is read once.
_END_MARK = re.compile(r"(?<![.!?…])[.!?…]++[\"”’')\]]*+(?=\s)")
_OPENING = "\"“‘'([—–-"
# A line shorter than this that begins a new capitalised line is a headline, not wrapped text.
_WRAPPED_LINE = 60


def _sentence_ends(text: str) -> list[int]:
    ends = [
        match.end()
        for match in _END_MARK.finditer(text)
        if _ends_sentence(text, match.start(), match.end())
    ]
    ends.extend(match.end() for match in re.finditer(r"\n[ \t]*\n\s*|\r\n\r\n\s*", text))
    # Wire copy in capitals wraps its lines; elsewhere a short line is a headline.
    capitals = text.isupper()
    line_start = 0
    for match in re.finditer(r"\n", text):
        if _breaks_line(text, line_start, match.start(), capitals=capitals):
            ends.append(match.end())
        line_start = match.end()
    return sorted(set(ends))


def _ends_sentence(text: str, mark: int, end: int) -> bool:
    following = text[end : end + 40].lstrip().lstrip(_OPENING)[:1]
    if following.islower():
        return False
    if text[mark] != ".":
        return True
    word_start = mark
    while word_start > 0 and (text[word_start - 1].isalnum() or text[word_start - 1] == "."):
        word_start -= 1
    word = text[word_start:mark]
    if word.lower() in _ABBREVIATIONS and not (word.islower() and word in {"no", "co", "mar"}):
        return not (following.isupper() or following.isdigit())
    # A single letter is an initial (J. Smith); U.S. goes on unless a clear opener follows.
    if len(word) == 1 and word.isalpha() and word.isupper():
        return False
    if "." in word:
        opener = re.match(r"\s*[\"“‘(]*(\w+)", text[end : end + 60])
        return opener is not None and opener[1] in _OPENERS
    return True


# Words that, capitalised after "U.S.", begin a new sentence rather than go on with a name.
_OPENERS = frozenset(
    "The A An In On At It He She They We This That These Those But And However After Before When "
    "While There His Her Its Their".split()
)


def _breaks_line(text: str, line_start: int, line_end: int, *, capitals: bool) -> bool:
    line = text[line_start:line_end].rstrip()
    following = text[line_end + 1 : line_end + 200].lstrip(" \t")
    if not line or not following or following[0] == "\n":
        return False
    if line[-1] in '.!?:”"':
        return not following[0].islower()
    if re.match(r"[-*•·]\s|\d{1,2}[.)]\s", following):
        return True
    return len(line) < _WRAPPED_LINE and following[:1].isupper() and not capitals
