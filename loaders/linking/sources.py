"""Which reports come from one source: the same publisher, or copies of one text.

Three papers that print an agency's report are one source. Two texts are copies when the shorter
has half of its longer sentences, or of its runs of five words, in common with the other: editors
cut and rewrite beginnings and ends, and hardly the middle. Both are compared without case and
punctuation.
"""

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations
from urllib.parse import urlsplit

from geodata.link_tables import ReportFacts

_COPIED = 0.5
# Shorter sentences ("He gave no details.") stand in many reports.
_SENTENCE_WORDS = 6
_RUN_WORDS = 5
# Nobody copies less; and the first of a book are enough to tell a copy.
_FEWEST_RUNS, _MOST_WORDS = 12, 20_000
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")
_WORD = re.compile(r"\w+")


def source_keys(reports: Mapping[str, ReportFacts]) -> dict[str, str]:
    """Return for each report the same key as for all others of its source: the smallest id.

    Args:
        reports: of one group, by report id.

    """
    keys = {report_id: report_id for report_id in reports}
    prints = {report_id: _fingerprint(facts) for report_id, facts in reports.items()}
    for one, other in combinations(sorted(reports), 2):
        if keys[one] != keys[other] and _same_source(prints[one], prints[other]):
            kept, gone = sorted((keys[one], keys[other]))
            keys = {report_id: kept if key == gone else key for report_id, key in keys.items()}
    return keys


@dataclass(frozen=True, slots=True)
class _Fingerprint:
    """What is compared of a report."""

    publisher: str | None
    sentences: frozenset[bytes]
    runs: frozenset[bytes]


def _fingerprint(facts: ReportFacts) -> _Fingerprint:
    sentences = [_words(sentence) for sentence in _SENTENCE.split(facts.text)]
    words = [word for sentence in sentences for word in sentence][:_MOST_WORDS]
    return _Fingerprint(
        _publisher(facts),
        frozenset(_hashed(sentence) for sentence in sentences if len(sentence) >= _SENTENCE_WORDS),
        frozenset(
            _hashed(words[first : first + _RUN_WORDS])
            for first in range(len(words) - _RUN_WORDS + 1)
        ),
    )


def _publisher(facts: ReportFacts) -> str | None:
    """Return who published a report: the name, else the host of its address."""
    if facts.publisher and (words := _words(facts.publisher)):
        return " ".join(words).removeprefix("the ")
    try:
        host = urlsplit(facts.url or "").hostname
    except ValueError:  # a broken address names nobody
        return None
    return host.removeprefix("www.") if host else None


def _same_source(one: _Fingerprint, other: _Fingerprint) -> bool:
    if one.publisher is not None and one.publisher == other.publisher:
        return True
    if _shared(one.sentences, other.sentences) >= _COPIED:
        return True
    long_enough = min(len(one.runs), len(other.runs)) >= _FEWEST_RUNS
    return long_enough and _shared(one.runs, other.runs) >= _COPIED


def _shared(one: frozenset[bytes], other: frozenset[bytes]) -> float:
    """Return which share of the smaller set is in the larger."""
    smaller = min(len(one), len(other))
    return len(one & other) / smaller if smaller else 0.0


def _words(text: str) -> list[str]:
    return _WORD.findall(unicodedata.normalize("NFKC", text).casefold())


def _hashed(words: list[str]) -> bytes:
    return hashlib.blake2b(" ".join(words).encode(), digest_size=8).digest()
