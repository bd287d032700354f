"""The closed lists of terms that columns may hold, as string enums.

Each list follows the standard that its docstring names; a term outside its list is rejected by
name wherever frames are validated.
"""

from enum import StrEnum


class Kind(StrEnum):
    """What a row on the map stands for; keeps totals honest.

    Only ``INCIDENT`` rows are summed. A ``TOLL`` is a cumulative count over a period or an area and
    is shown beside the sum, never in it. ``TALKS`` and ``STATEMENT`` carry no casualties.
    """

    INCIDENT = "incident"
    TOLL = "toll"
    TALKS = "talks"
    STATEMENT = "statement"


class EventType(StrEnum):
    """Event types after the ACLED codebook, and ``talks``."""

    BATTLE = "battle"
    EXPLOSION = "explosion"
    VIOLENCE_AGAINST_CIVILIANS = "violence_against_civilians"
    PROTEST = "protest"
    RIOT = "riot"
    STRATEGIC_DEVELOPMENT = "strategic_development"
    TALKS = "talks"
    OTHER = "other"


class DatePrecision(StrEnum):
    """How exactly a date is known (UCDP ``date_prec``, ACLED ``time_precision``)."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


class LocationPrecision(StrEnum):
    """How exactly a place is known (ACLED ``geo_precision``, UCDP ``where_prec``)."""

    EXACT = "exact"
    TOWN = "town"
    DISTRICT = "district"
    PROVINCE = "province"
    REGION = "region"
    BORDER = "border"
    COUNTRY = "country"
    NONE = "none"


class Measure(StrEnum):
    """What a claim counts; ``EVENT`` claims state that something happened, without a number."""

    KILLED = "killed"
    WOUNDED = "wounded"
    MISSING = "missing"
    DETAINED = "detained"
    DISPLACED = "displaced"
    EVENT = "event"


class Qualifier(StrEnum):
    """How the source hedges a number."""

    EXACT = "exact"
    AT_LEAST = "at_least"
    MORE_THAN = "more_than"
    UP_TO = "up_to"
    FEWER_THAN = "fewer_than"
    ABOUT = "about"
    BETWEEN = "between"
    SEVERAL = "several"
    DOZENS = "dozens"
    SCORES = "scores"
    HUNDREDS = "hundreds"
    THOUSANDS = "thousands"
    UNKNOWN = "unknown"


class Outcome(StrEnum):
    """Where talks stand (after PLOVER)."""

    ONGOING = "ongoing"
    AGREEMENT = "agreement"
    FAILED = "failed"
    POSTPONED = "postponed"
    SCHEDULED = "scheduled"


class Status(StrEnum):
    """Who last decided about a row: the program, or a person."""

    EXTRACTED = "extracted"
    CONFIRMED = "confirmed"
    CORRECTED = "corrected"
    REJECTED = "rejected"


class Sensitivity(StrEnum):
    """How far a row may travel (OCHA data responsibility guidelines)."""

    PUBLIC = "public"
    AGGREGATE_ONLY = "aggregate_only"
    RESTRICTED = "restricted"
