"""The closed lists of terms that columns may hold, as string enums.

Each list follows the standard that its docstring names; a term outside its list is rejected by
name wherever frames are validated.
"""

from enum import IntEnum, StrEnum


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


class SubEventType(StrEnum):
    """Sub-event types after the ACLED codebook (2024), in its order.

    ``geodata.event_schemes`` has the codebook's own names and the codes of UCDP, PLOVER and CAMEO.
    The column is open: a dataset may bring its own terms.
    """

    GOVERNMENT_REGAINS_TERRITORY = "government_regains_territory"
    NON_STATE_ACTOR_OVERTAKES_TERRITORY = "non_state_actor_overtakes_territory"
    ARMED_CLASH = "armed_clash"
    EXCESSIVE_FORCE_AGAINST_PROTESTERS = "excessive_force_against_protesters"
    PROTEST_WITH_INTERVENTION = "protest_with_intervention"
    PEACEFUL_PROTEST = "peaceful_protest"
    VIOLENT_DEMONSTRATION = "violent_demonstration"
    MOB_VIOLENCE = "mob_violence"
    CHEMICAL_WEAPON = "chemical_weapon"
    AIR_STRIKE = "air_strike"
    SUICIDE_BOMBING = "suicide_bombing"
    SHELLING = "shelling"
    REMOTE_EXPLOSIVE = "remote_explosive"
    GRENADE = "grenade"
    SEXUAL_VIOLENCE = "sexual_violence"
    ATTACK = "attack"
    ABDUCTION = "abduction"
    AGREEMENT = "agreement"
    ARRESTS = "arrests"
    CHANGE_TO_GROUP = "change_to_group"
    DISRUPTED_WEAPONS_USE = "disrupted_weapons_use"
    HEADQUARTERS_ESTABLISHED = "headquarters_established"
    LOOTING = "looting"
    NON_VIOLENT_TRANSFER_OF_TERRITORY = "non_violent_transfer_of_territory"
    OTHER = "other"


class ViolenceType(IntEnum):
    """Types of organised violence (UCDP ``type_of_violence``)."""

    STATE_BASED = 1
    NON_STATE = 2
    ONE_SIDED = 3


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


class ConfidenceBand(StrEnum):
    """How sure the extraction is of a row, in bands (``geodata.masks`` has their bounds)."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    NOT_STATED = "not_stated"


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
