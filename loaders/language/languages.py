"""Which language a report is in, told by its script and its short words.

Only English is understood here: facts read from another language would be made up, so what is
surely in another is left out and said. Whatever is too short to be sure (a headline, a dateline, a
list of names) counts as English.

A statistic of our own, because the libraries for this take longer to load than a report to read,
and name a language for every list of places.
"""

import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise

from loaders.language.document import Sentence


@dataclass(frozen=True, slots=True)
class Language:
    """A language: its ISO 639-1 code, and its name as a sentence has it ("is in French")."""

    code: str | None
    name: str


@dataclass(frozen=True, slots=True)
class LanguageSplit:
    """What a text says in English.

    Attributes:
        language: that of the text as a whole; None where that is not sure.
        english: the sentences that can be read, numbered anew.
        left_out: the other languages, the one with most sentences first.

    """

    language: Language | None
    english: list[Sentence]
    left_out: list[Language]

    @property
    def warning(self) -> str | None:
        """What a person has to know, in one line; None where all was read."""
        if not self.left_out:
            return None
        name = self.left_out[0].name
        if not self.english:
            return f"is in {name}: only English is understood, so nothing was read"
        share = "partly" if self.language in {None, ENGLISH} else "mostly"
        return f"is {share} in {name}: only its English was read"


ENGLISH = Language("en", "English")
_ANOTHER = Language(None, "another language")


def split_languages(sentences: Sequence[Sentence]) -> LanguageSplit:
    """Tell the language of a text, and the sentences of it that can be read as English."""
    blocks = list(_blocks(sentences))
    known = [_language_of_block(block) for block in blocks]
    if all(language == ENGLISH for language in known):
        return LanguageSplit(ENGLISH if blocks else None, list(sentences), [])
    whole = _language_of_block(sentences)
    languages = [language or whole or ENGLISH for language in known]
    others = Counter[Language]()
    english: list[Sentence] = []
    for block, language in zip(blocks, languages, strict=True):
        if language == ENGLISH:
            english.extend(block)
        else:
            others[language] += len(block)
    if others:
        english = [replace(one, index=number) for number, one in enumerate(english)]
    return LanguageSplit(whole, english, [language for language, _ in others.most_common()])


# A language is told for paragraphs, or where they are long for so many words and marks of them.
_BLOCK_TOKENS = 60
_PARAGRAPH_GAP = 2


def _blocks(sentences: Sequence[Sentence]) -> Iterator[Sequence[Sentence]]:
    first = tokens = 0
    for number, (sentence, following) in enumerate(pairwise(sentences), 1):
        tokens += len(sentence.tokens)
        if tokens >= _BLOCK_TOKENS or following.start - sentence.end >= _PARAGRAPH_GAP:
            yield sentences[first:number]
            first, tokens = number, 0
    if first < len(sentences):
        yield sentences[first:]


# Of English prose, a third are these; of headlines and lists next to none.
_ENGLISH_WORDS = frozenset(
    "the of and to in a is that for it was on are as with be at by this have from or had not but "
    "all were we when there been which their has will more if no who its an one they he she his "
    "her would than about said after into".split()
)
_ENGLISH_SHARE = 0.12
_FEWEST_ENGLISH = 3


def _language_of_block(sentences: Sequence[Sentence]) -> Language | None:
    """Return the language of some sentences; None where it is not sure."""
    tokens = sum(len(sentence.tokens) for sentence in sentences)
    english = sum(
        token.lower in _ENGLISH_WORDS for sentence in sentences for token in sentence.tokens
    )
    if english >= max(_FEWEST_ENGLISH, 2 * _ENGLISH_SHARE * tokens):
        return ENGLISH
    return language_of(" ".join(sentence.text for sentence in sentences))


# Fewer letters of another script may be a name.
_FEWEST_LETTERS = 15
_KANA_SHARE = 0.1


def language_of(text: str) -> Language | None:
    """Return the language of a text; None where it is not sure."""
    scripts = _scripts(text)
    script, letters = max(scripts.items(), key=lambda item: item[1], default=("LATIN", 0))
    if script == "LATIN" or letters < _FEWEST_LETTERS:
        return _language_by_words(text)
    if 2 * letters <= sum(scripts.values()):
        return None
    candidates = [known for known in _known_languages() if known.script == script]
    if not candidates:
        return _ANOTHER
    words = Counter(_WORD.findall(text.lower()))
    best = max(candidates, key=lambda known: known.signs(words))
    return best.language if len(candidates) == 1 or best.signs(words) else _ANOTHER


def _scripts(text: str) -> Counter[str]:
    """Count the letters of each script, by the first word of their Unicode names."""
    scripts = Counter[str]()
    for character, count in Counter(text).items():
        if character.isalpha():
            scripts[unicodedata.name(character, "LATIN").split()[0]] += count
    kana = scripts.pop("HIRAGANA", 0) + scripts.pop("KATAKANA", 0)
    if kana > _KANA_SHARE * scripts["CJK"]:
        scripts["KANA"] = kana + scripts.pop("CJK")
    return scripts


_WORD = re.compile(r"[^\s\d.,;:!?()\[\]\"'“”‘’«»…—–/-]+")
# To be sure: so many words, so many of them short ones of a language, and so few English ones.
_FEWEST_WORDS = 10
_FEWEST_HITS = 4
_FEWEST_DIFFERENT = 3
_LEAST_SHARE = 0.1
_LEAST_LEAD = 2.5
# Without any language known: so many words, and next to none of them English.
_MANY_WORDS = 60
_MANY_DIFFERENT = 30
_SMALL_SHARE = 0.6
_NO_ENGLISH = 0.02


def _language_by_words(text: str) -> Language | None:
    words = _WORD.findall(text)
    if len(words) < _FEWEST_WORDS:
        return None
    english = sum(word.lower() in _ENGLISH_WORDS for word in words)
    # In capital letters a short word may be part of a name, unless all is in capitals.
    counts = Counter(words if any(map(str.islower, words)) else map(str.lower, words))
    best = max(
        (known for known in _known_languages() if known.script == "LATIN"),
        key=lambda known: known.share(counts),
    )
    hits = best.hits(counts)
    if english >= max(_FEWEST_ENGLISH, _ENGLISH_SHARE * len(words), hits):
        return ENGLISH
    different = sum(word in counts for word in best.words)
    if (
        hits >= max(_FEWEST_HITS, _LEAST_SHARE * len(words), _LEAST_LEAD * english)
        and different >= _FEWEST_DIFFERENT
    ):
        return best.language
    small = sum(word.islower() for word in words)
    unknown = (
        len(words) >= _MANY_WORDS
        and len(counts) >= _MANY_DIFFERENT
        and small >= _SMALL_SHARE * len(words)
        and english < _NO_ENGLISH * len(words)
    )
    return _ANOTHER if unknown else None


@dataclass(frozen=True, slots=True)
class _Known:
    """A language of the table."""

    language: Language
    script: str
    words: frozenset[str]
    letters: frozenset[str]

    def hits(self, counts: Mapping[str, int]) -> int:
        """Return how many of the words counted are short words of the language."""
        return sum(counts.get(word, 0) for word in self.words)

    def share(self, counts: Mapping[str, int]) -> tuple[int, int]:
        """Return what orders languages: hits, and how many different words they are."""
        return self.hits(counts), sum(word in counts for word in self.words)

    def signs(self, counts: Mapping[str, int]) -> int:
        """Return how many of the words counted are the language's, or have a letter of it."""
        lettered = (n for word, n in counts.items() if not self.letters.isdisjoint(word))
        return self.hits(counts) + sum(lettered)


@lru_cache(maxsize=1)
def _known_languages() -> tuple[_Known, ...]:
    table = (files("loaders") / "tables" / "languages.toml").read_text("utf-8")
    return tuple(
        _Known(
            Language(code, entry["name"]),
            entry.get("script", "LATIN"),
            frozenset(entry.get("words", "").split()),
            frozenset(entry.get("letters", "")),
        )
        for code, entry in tomllib.loads(table).items()
    )
