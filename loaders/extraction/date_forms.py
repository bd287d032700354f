"""What a date is read against, and what all readers of dates share."""

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, StrEnum

from loaders.extraction.when import When


class DateForm(StrEnum):
    """How a date is told, which decides what it may date."""

    DAY = "day"  # October 9, yesterday, on Saturday, the day before
    PERIOD = "period"  # earlier this month, in October, in recent weeks
    SINCE = "since"  # since 2014: from then until publication
    YEAR = "year"  # in 2021
    DATELINE = "dateline"  # KABUL, Oct 9 (agency) -


@dataclass(frozen=True, slots=True)
class Context:
    """What a date is resolved against.

    `reference` is the report's day, `previous` the day told last, `told` the date or period told
    last, `ahead` whether the text speaks of what is to come.
    """

    reference: dt.date | None
    previous: When | None
    told: When | None
    ahead: bool


Reader = Callable[[re.Match[str], Context], When | None]

MONTHS = (
    "january february march april may june july august september october november december".split()
)


def compiled(pattern: str) -> re.Pattern[str]:
    """Compile a pattern that ignores case."""
    return re.compile(pattern, re.IGNORECASE)


class Hints(Enum):
    """What no match of a pattern is without, in small letters.

    Most sentences tell no date, and looking for these takes a tenth of the time.
    """

    DIGITS = tuple("0123456789")
    MONTHS = tuple(month[:3] for month in MONTHS)
    UNITS = ("day", "week", "month", "year", "hour", "night")
    SINCE = ("since",)
    DAYS = ("day", "night", "noon", "morning", "evening", "tomorrow")

    @classmethod
    def in_text(cls, text: str) -> set["Hints"]:
        """Return those of which a text holds one."""
        small = text.lower()
        return {hints for hints in cls if any(hint in small for hint in hints.value)}


# A pattern, the function that reads its match in a context, the form, and what a text must hold
# for the pattern to be tried.
DatePattern = tuple[re.Pattern[str], Reader, DateForm, Hints]
