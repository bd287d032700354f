"""Dates in a report, resolved against its day of publication.

A day without a year is the last such day before publication, or the next where that is near or the
text speaks of what is to come. In a report without any date a day without a year stays one of an
unknown year (EDTF ``XXXX-10-09``): nothing is guessed.
"""

import datetime as dt
import re
from dataclasses import dataclass

from geodata.vocabulary import DatePrecision
from loaders.extraction.calendar_dates import CALENDAR_FORMS, full_date
from loaders.extraction.date_forms import Context, DateForm, Hints, Reader
from loaders.extraction.relative_dates import RELATIVE_FORMS, SINCE_TODAY
from loaders.extraction.when import When
from loaders.language.document import Document, Sentence


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date where the text tells it."""

    start: int
    end: int
    when: When
    form: DateForm


def find_dates(document: Document) -> list[DateMention]:
    """Find the dates of a report, in text order, none overlapping another.

    What cannot be resolved and names no day ("on Saturday" in a report without a date) is left out.
    """
    reference = document.published or dateline_day(document)
    dateline = _DATELINE.match(document.text)
    dateline_end = 0 if dateline is None else dateline.end()
    found: list[DateMention] = []
    for sentence in document.sentences:
        for match, read, told in _matches(sentence):
            at = match.start("at") if "at" in match.groupdict() else match.start()
            start = sentence.start + at
            context = Context(
                reference,
                _last_day(found, reference),
                found[-1].when if found else None,
                _looks_ahead(sentence.text, match.start()),
            )
            when = _read(read, match, context)
            if when is None:
                continue
            form = DateForm.DATELINE if start < dateline_end else told
            if form is not DateForm.DAY and not context.ahead:
                when = when.until(reference)
            if form is DateForm.SINCE and when.known and when.days <= _FEW_DAYS:
                form = DateForm.DAY
            found.append(DateMention(start, sentence.start + match.end(), when, form))
    return found


# "Killed since Friday", told on Monday, is news of those days and no toll of a war.
_FEW_DAYS = 4


def _read(read: Reader, match: re.Match[str], context: Context) -> When | None:
    try:
        return read(match, context)
    except (OverflowError, ValueError):
        return None  # before year 1 or after 9999: the calendar ends there


def dateline_day(document: Document) -> dt.date | None:
    """Return the day that a wire report's first line carries in full, or None."""
    match = _DATELINE.match(document.text)
    if match is None:
        return None
    return full_date(match[0])


# The first line of wire copy: place in capitals, date, agency or dash.
_DATELINE = re.compile(
    r"\s*(?:\([A-Z]+\)\s*)?[A-Z][A-Z.'’ -]+(?:,\s*[A-Z][\w.'’ ]+?)?,?\s+"
    r"(?:\d{1,2}\s+[A-Za-z]{3,9}\.?|[A-Za-z]{3,9}\.?\s+\d{1,2})(?:,?\s+(?:\d{4}|\d{2}))?"
    r"\s*(?:\(|\[|--|[-–—])"
)

# Words shortly before a date that speak of what is to come.
_AHEAD = re.compile(
    r"\b(?:will|shall|due|scheduled|planned|plans?|expected|slated|set to|to be held|upcoming|next"
    r"|tomorrow|would (?:be held|take place|meet|begin|start|resume))\b[^.;]{0,80}$",
    re.IGNORECASE,
)


def _matches(sentence: Sentence) -> list[tuple[re.Match[str], Reader, DateForm]]:
    """Match every pattern, most specific first; a match that overlaps an earlier one is dropped."""
    taken: list[tuple[re.Match[str], Reader, DateForm]] = []
    hinted = Hints.in_text(sentence.text)
    for pattern, read, form, hints in (*CALENDAR_FORMS, *RELATIVE_FORMS):
        if hints not in hinted:
            continue
        for match in pattern.finditer(sentence.text):
            if not any(match.start() < m.end() and m.start() < match.end() for m, _, _ in taken):
                since = pattern is not SINCE_TODAY and _is_since(sentence.text, match)
                taken.append(
                    (match, _since(read) if since else read, DateForm.SINCE if since else form)
                )
    return sorted(taken, key=lambda entry: entry[0].start())


# "since the war began in October 2023", "since last March"
_SINCE_BEFORE = re.compile(r"\bsince\s+(?:[\w’'-]+\s+){0,8}$", re.IGNORECASE)


def _is_since(text: str, match: re.Match[str]) -> bool:
    if match[0].lower().startswith("since"):
        return True
    return _SINCE_BEFORE.search(text[max(0, match.start() - 80) : match.start()]) is not None


def _since(read: Reader) -> Reader:
    def read_since(match: re.Match[str], context: Context) -> When | None:
        when = read(match, context)
        if when is None or when.start is None or context.reference is None:
            return when
        if when.start > context.reference:
            return when
        return When.span(when.start, context.reference, when.precision)

    return read_since


def _last_day(found: list[DateMention], reference: dt.date | None) -> When | None:
    for mention in reversed(found):
        if mention.when.precision is DatePrecision.DAY and mention.form is DateForm.DAY:
            return mention.when
    return None if reference is None else When.day(reference)


def _looks_ahead(text: str, position: int) -> bool:
    return _AHEAD.search(text[max(0, position - 100) : position]) is not None
