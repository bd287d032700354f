"""Casualties of many years that a report recalls beside its news: "70,000 died in ten years".

They belong to no event of the report. Where a report tells nothing else, they are its news.
"""

import re
from collections.abc import Sequence

from geodata.vocabulary import Measure
from loaders.extraction.casualties import Casualties
from loaders.language.document import Sentence


def without_background(
    sentences: Sequence[Sentence], casualties: Sequence[Sequence[Casualties]]
) -> list[Sequence[Casualties]]:
    """Leave out what happened over years, unless the report counts no dead or wounded besides.

    Args:
        sentences: the sentences of a report, in order.
        casualties: what each of them counts.

    """
    recalled = [
        bool(found) and tells_years(sentence)
        for sentence, found in zip(sentences, casualties, strict=True)
    ]
    news = any(
        told.measure in _HURT and told.low != 0
        for found, old in zip(casualties, recalled, strict=True)
        if not old
        for told in found
    )
    if not news:
        return list(casualties)
    return [
        [told for told in found if told.implied or told.part] if old else found
        for found, old in zip(casualties, recalled, strict=True)
    ]


def tells_years(sentence: Sentence) -> bool:
    """Tell whether a sentence sums up years: "in ten years of war", "over the past decade"."""
    return _YEARS.search(sentence.text) is not None and _RECORD.search(sentence.text) is None


_HURT = {Measure.KILLED, Measure.WOUNDED}
_FIGHTING = (
    r"(?:civil\s+|armed\s+|internal\s+|guerrilla\s+|dirty\s+)*"
    r"(?:war(?:fare)?|conflict|fighting|violence|insurgency|insurrection|strife|unrest|history"
    r"|military\s+dictatorship|dictatorship|rule|bloodshed|struggle)"
)
_MANY = (
    r"(?:(?:the|its|his|their|nearly|almost|about|around|over|more\s+than|some|at\s+least|last|past"
    r"|previous|recent|few|several|many|a|an|half|\d+|two|three|four|five|six|seven|eight|nine|ten"
    r"|eleven|twelve|fifteen|twenty|thirty|forty|fifty)\s+){1,4}"
)
_YEARS = re.compile(
    rf"\b(?:years|decades?)(?:-long|-old)?\s+(?:of\s+)?{_FIGHTING}\b"
    rf"|\b(?:\d+|two|three|four|five|six|seven|eight|nine|ten|decade|decades)[-\s]+"
    rf"(?:years?)?-?(?:old|long)?\s*-?\s*{_FIGHTING}\b"
    rf"|\b(?:in|over|during|for|throughout|within)\s+{_MANY}(?:years|decades?)\b(?!\s+ago)"
    r"|\bover\s+the\s+years\b",
    re.IGNORECASE,
)
# "the worst attack in ten years" is news.
_RECORD = re.compile(
    r"\b(?:worst|deadliest|bloodiest|biggest|largest|heaviest|first|most|highest|jail\w*|prison"
    r"|sentenced|imprison\w*|age[d]?|old)\b",
    re.IGNORECASE,
)
