"""Finds every run of words in a sentence that the gazetteer knows as a name, the longest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from geodata.gazetteer import Candidate, Gazetteer, MatchKind
from loaders.language.document import Sentence, Token
from loaders.places.words import DIRECTIONS, JOINING_WORDS, SHORTENED

_POSSESSIVES: Final = ("'s", "’s", "'S", "’S")
_HYPHENS: Final = frozenset("-‐‑–")
# A name is rarely shared by more places than this, and those beyond are the smallest.
_MOST_CANDIDATES: Final = 40
# Between the words of one name there may be a line break, never an empty line or a column.
_WIDEST_GAP: Final = 2


@dataclass(frozen=True, slots=True)
class Match:
    """A name of the gazetteer in a sentence.

    Attributes:
        first: index of its first token in the sentence.
        last: index after its last token.
        start: offset in the report's text.
        end: offset after its last character; a possessive ending belongs to no name.
        text: the name as the text writes it.
        candidates: the places of that name, best first.
    """

    first: int
    last: int
    start: int
    end: int
    text: str
    candidates: tuple[Candidate, ...]


class GazetteerScan:
    """Looks the names of one report up, each spelling once."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._known: dict[str, tuple[Candidate, ...]] = {}
        self._starts: dict[str, bool] = {}

    def candidates(self, name: str) -> tuple[Candidate, ...]:
        """Return the places of a name, best first; () when the gazetteer lacks it."""
        found = self._known.get(name)
        if found is None:
            found = tuple(self._gazetteer.candidates(name, limit=_MOST_CANDIDATES))
            self._known[name] = found
        return found

    def matches(self, sentence: Sentence) -> list[Match]:
        """Return the names in a sentence, left to right, none overlapping another."""
        tokens = sentence.tokens
        found = []
        index = 0
        while index < len(tokens):
            match = self._match_at(sentence, tokens, index)
            if match is not None:
                found.append(match)
            index = index + 1 if match is None else match.last
        return found

    def _match_at(self, sentence: Sentence, tokens: Sequence[Token], first: int) -> Match | None:
        token = tokens[first]
        # "eastern Congo" is a name of its own although it begins with a small letter.
        if token.text == token.lower and token.lower not in DIRECTIONS:
            return None
        if not self._starts_name(token.text):
            return None
        for last in reversed(self._possible_ends(tokens, first)):
            if last == first + 1 and (token.lower in DIRECTIONS or len(token.text) == 1):
                break  # "South" begins a name that the gazetteer lacks; a letter is an initial
            match = self._lookup(sentence, tokens, first, last)
            if match is not None:
                return match
        return None

    def _starts_name(self, word: str) -> bool:
        known = self._starts.get(word)
        if known is None:
            bare = _bare_length(word)
            known = self._gazetteer.starts_name(word) or (
                bare < len(word) and self._gazetteer.starts_name(word[:bare])
            )
            self._starts[word] = known
        return known

    def _possible_ends(self, tokens: Sequence[Token], first: int) -> list[int]:
        """Return where a name that begins at `first` may end: after capitalised words."""
        ends = [first + 1]
        words = 1
        index = first + 1
        while index < len(tokens) and words < self._gazetteer.longest_name_words:
            previous, token = tokens[index - 1], tokens[index]
            gap = token.start - previous.end
            if gap > _WIDEST_GAP:
                break
            if not token.text[0].isalpha():
                if not _joins(previous, token, gap):
                    break
            else:
                words += 1
                if token.text != token.lower:
                    ends.append(index + 1)
                elif token.lower not in JOINING_WORDS:
                    break
            index += 1
        return ends

    def _lookup(
        self, sentence: Sentence, tokens: Sequence[Token], first: int, last: int
    ) -> Match | None:
        start, end = tokens[first].start, tokens[last - 1].end
        text = sentence.text[start - sentence.start : end - sentence.start]
        # "Fla." and "Miss." are abbreviations with their full stop only.
        if last < len(tokens) and tokens[last].text == "." and tokens[last].start == end:
            abbreviations = _abbreviations(self.candidates(text + "."))
            if abbreviations:
                return Match(first, last + 1, start, end + 1, text + ".", abbreviations)
        bare = text[: _bare_length(text)]
        for name in dict.fromkeys((bare, text)):
            found = self.candidates(name)
            if found and not _is_small_word(sentence, tokens, first, found):
                return Match(first, last, start, start + len(name), name, found)
        return None


def _is_small_word(
    sentence: Sentence, tokens: Sequence[Token], first: int, found: Sequence[Candidate]
) -> bool:
    """Tell whether capitals make a division's two letters of a small word: "SANTIAGO DE MARIA".

    Behind a comma they are meant: "WILMINGTON, DE".
    """
    short = tokens[first].end - tokens[first].start == _POSTAL_LETTERS
    division = found[0].match is MatchKind.ABBREVIATION and found[0].place.feature == "A.ADM1"
    behind_comma = first > 0 and tokens[first - 1].text == ","
    return short and division and not behind_comma and sentence.text.isupper()


_POSTAL_LETTERS = 2


def _bare_length(word: str) -> int:
    """Return the length of a word without its possessive ending."""
    return len(word) - 2 if word.endswith(_POSSESSIVES) else len(word)


def _joins(previous: Token, mark: Token, gap: int) -> bool:
    """Tell whether a mark may stand inside a name: a hyphen, or the full stop of "St."."""
    if gap:
        return False
    return mark.text in _HYPHENS or (mark.text == "." and previous.lower in SHORTENED)


def _abbreviations(candidates: Sequence[Candidate]) -> tuple[Candidate, ...]:
    return tuple(each for each in candidates if each.match is MatchKind.ABBREVIATION)
