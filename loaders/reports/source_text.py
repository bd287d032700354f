"""What a loader reads from a source, and how the facts that accompany a text are understood.

Nothing here guesses: a value that cannot be understood is left out with a warning that says so.
"""

import datetime as dt
import email.utils
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a source says about its text."""

    title: str | None = None
    publisher: str | None = None
    url: str | None = None
    published: dt.date | None = None
    language: str | None = None
    licence: str | None = None
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceText:
    """One text of a source, with what the source says about it.

    Attributes:
        text: what extraction reads; offsets count in it.
        facts: what accompanies it.
        sha256: of the bytes it was read from.
        number: its line, in a source that holds many.
        identifier: its own id, in a source that gives one.
        warnings: what a person should know about how it was read.
        is_summary: whether the source has the beginning of a text only, or what it is about.

    """

    text: str
    facts: Facts = field(default_factory=Facts)
    sha256: str
    number: int | None = None
    identifier: object = None
    warnings: tuple[str, ...] = ()
    is_summary: bool = False


# A headline or a name is shorter; what is longer is cut.
_LONGEST_FACT = 500

# Under these names sources give the facts; the first that is there counts.
_NAMES = {
    "title": ("title", "headline"),
    "publisher": ("publisher", "source", "site"),
    "url": ("url", "link"),
    "published": ("published", "date", "published_at", "publication_date", "date_published"),
    "language": ("language", "lang"),
    "licence": ("licence", "license"),
}


def facts_from(values: Mapping[str, object]) -> Facts:
    """Return the facts that a mapping holds, under any of their usual names."""
    found: dict[str, object] = {}
    lowered = {str(name).strip().lower(): value for name, value in values.items()}
    for fact, names in _NAMES.items():
        given = [lowered[name] for name in names if lowered.get(name) not in (None, "")]
        if given:
            found[fact] = given[0]
    return understood(found)


def understood(found: Mapping[str, object]) -> Facts:
    """Return facts as they are kept, from values as a source gives them."""
    warnings: list[str] = []
    values = {
        fact: _text(fact, found.get(fact), warnings) for fact in ("title", "publisher", "licence")
    }
    return Facts(
        **values,
        url=_url(_text("url", found.get("url"), warnings), warnings),
        language=_language(_text("language", found.get("language"), warnings)),
        published=_published(found.get("published"), warnings),
        warnings=tuple(warnings),
    )


def parse_published(value: object) -> dt.date:
    """Return the day of publication.

    Understood are ISO 8601 dates and times, those of e-mail and web servers, and days with an
    English month name. A time keeps the day of its own time zone. A date of figures only, such as
    10/11/2025, can be read in two ways and is refused.

    Raises:
        ValueError: the value is none of these.

    """
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    day = _parse_day(value.strip()) if isinstance(value, str) else None
    if day is None or day.year < _FIRST_YEAR:
        raise ValueError(f"{_shortened(value)} is no date of publication: write it as YYYY-MM-DD")
    return day


# Programs without a date write 0001-01-01; the first newspapers appeared in 1605.
_FIRST_YEAR = 1605
_MONTH_FORMATS = ("%d %B %Y", "%d %b %Y", "%B %d %Y", "%b %d %Y")
_WEEKDAY = re.compile(r"^(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+", re.IGNORECASE)
_MAIL_DATE = re.compile(
    r"^(?:[a-z]{3},\s*)?\d{1,2} [a-z]{3} \d{4} \d{2}:\d{2}(?::\d{2})?(?: [a-z]{1,4}| [+-]\d{4})?$",
    re.IGNORECASE,
)


def _parse_day(text: str) -> dt.date | None:
    try:
        return dt.datetime.fromisoformat(text).date()
    except ValueError:
        pass
    if _MAIL_DATE.match(text):
        try:
            return email.utils.parsedate_to_datetime(text).date()
        except ValueError:
            return None
    words = _WEEKDAY.sub("", text).replace(",", " ").replace(".", " ")
    for form in _MONTH_FORMATS:
        try:
            return dt.datetime.strptime(" ".join(words.split()), form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return None


def _published(value: object, warnings: list[str]) -> dt.date | None:
    if value is None:
        return None
    try:
        return parse_published(value)
    except ValueError as error:
        warnings.append(f"{error}; taken as unknown")
        return None


def _text(fact: str, value: object, warnings: list[str]) -> str | None:
    if value is None:
        return None
    if not isinstance(value, str | int | float) or isinstance(value, bool):
        warnings.append(f"its {fact} is not text: left out")
        return None
    # Line ends and control characters would break a line of a table or of a message.
    words = "".join(char if char.isprintable() else " " for char in str(value)).split()
    return " ".join(words)[:_LONGEST_FACT] or None


def _url(text: str | None, warnings: list[str]) -> str | None:
    """Return a web address; any other kind could do something when it is clicked."""
    if text is None:
        return None
    try:
        parts = urlsplit(text)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme.lower() not in {"http", "https"} or not parts.netloc or " " in text:
        warnings.append(f"its url {_shortened(text)} is no web address: left out")
        return None
    return text


def _language(text: str | None) -> str | None:
    """Return the ISO 639-1 code of a language tag such as en-GB."""
    code = re.split(r"[-_]", text or "")[0].lower()
    return code if re.fullmatch(r"[a-z]{2}", code) else None


def _shortened(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."  # noqa: PLR2004 - a message is one line
