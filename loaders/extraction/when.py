"""A date as a report tells it: a span of days, or a day whose year nobody told."""

import calendar
import datetime as dt
from dataclasses import dataclass

from geodata.vocabulary import DatePrecision

# A leap year and a common one: a day of an unknown year is moved only where both agree.
_LEAP_YEAR, _COMMON_YEAR = 2024, 2023
_UNKNOWN = "XXXX"
_MONTH_DAYS = 31


@dataclass(frozen=True, slots=True)
class When:
    """First and last day, or month and day of an unknown year, and how exactly it is known."""

    start: dt.date | None
    end: dt.date | None
    precision: DatePrecision
    edtf: str

    @classmethod
    def day(cls, day: dt.date) -> "When":
        """Return one day."""
        return cls(day, day, DatePrecision.DAY, day.isoformat())

    @classmethod
    def span(cls, start: dt.date, end: dt.date, precision: DatePrecision) -> "When":
        """Return the days from `start` to `end`; a span known to the day has precision day."""
        if start == end:
            return cls.day(start)
        return cls(start, end, precision, f"{start.isoformat()}/{end.isoformat()}")

    @classmethod
    def reported(cls, published: dt.date) -> "When":
        """Return when it was that news of no other day tells: on its day, or the one before.

        Papers and wires carry in the morning what happened until late the night before.
        """
        if published == dt.date.min:
            return cls.day(published)
        return cls.span(published - dt.timedelta(days=1), published, DatePrecision.DAY)

    @classmethod
    def month(cls, year: int, month: int) -> "When":
        """Return a whole month."""
        last = calendar.monthrange(year, month)[1]
        edtf = f"{year:04d}-{month:02d}"
        return cls(dt.date(year, month, 1), dt.date(year, month, last), DatePrecision.MONTH, edtf)

    @classmethod
    def year(cls, year: int) -> "When":
        """Return a whole year."""
        first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
        return cls(first, last, DatePrecision.YEAR, f"{year:04d}")

    @classmethod
    def unknown_year(cls, month: int, day: int | None) -> "When":
        """Return a month, or a day of it, of a year that the report does not tell."""
        edtf = f"{_UNKNOWN}-{month:02d}" + ("" if day is None else f"-{day:02d}")
        precision = DatePrecision.MONTH if day is None else DatePrecision.DAY
        return cls(None, None, precision, edtf)

    @property
    def known(self) -> bool:
        """Whether its year is known."""
        return self.start is not None

    @property
    def days(self) -> int:
        """How many days it spans; 1 where the year is unknown and a day is given."""
        if self.start is None or self.end is None:
            return 1 if self.precision is DatePrecision.DAY else _MONTH_DAYS
        return (self.end - self.start).days + 1

    def until(self, last: dt.date | None) -> "When":
        """Cut off the days after `last`: what a report tells happened before it was published."""
        if last is None or self.start is None or self.end is None:
            return self
        if self.start > last or self.end <= last:
            return self
        return When(self.start, last, self.precision, self.edtf)

    def shifted(self, days: int) -> "When | None":
        """Return the day `days` after this one; None where that depends on the unknown year."""
        step = dt.timedelta(days=days)
        if self.start is not None and self.end is not None:
            return When.day((self.start if days < 0 else self.end) + step)
        if self.precision is not DatePrecision.DAY:
            return None
        month, day = (int(part) for part in self.edtf.split("-")[1:])
        if (month, day) == (2, 29):
            return None
        moved = [dt.date(year, month, day) + step for year in (_LEAP_YEAR, _COMMON_YEAR)]
        if (moved[0].month, moved[0].day) != (moved[1].month, moved[1].day):
            return None
        return When.unknown_year(moved[0].month, moved[0].day)
