"""A cell's number: counts of people and degrees, as tables write them."""

import math
import re

# What tables write where nothing is known.
UNKNOWN = frozenset(
    {
        "",
        "-",
        "–",
        "—",
        ".",
        "..",
        "?",
        "n/a",
        "na",
        "nan",
        "nil",
        "none",
        "null",
        "unknown",
        "#n/a",
    }
)


def parse_count(text: str) -> int | None:
    """Return a count of people: a whole number, not below 0; None when it is none.

    Thousands may be set off by commas, points, spaces or apostrophes: `1,234`, `1 234`, `12.345`.
    """
    number = parse_decimal(text)
    if number is None or number < 0 or number != int(number) or number > _LARGEST_COUNT:
        return None
    return int(number)


def parse_decimal(text: str, *, decimal: str | None = None) -> float | None:
    """Return a number; None when it is none.

    Args:
        text: the cell.
        decimal: the mark before the decimals; without it a lone mark is one, unless exactly three
            digits follow it and one to three stand before: those are thousands.

    """
    text = _SPACES.sub("", text.strip())
    plain = text.replace(",", ".") if decimal == "," and "." not in text else text
    if _PLAIN.fullmatch(plain) and not (decimal is None and _ONE_GROUP.fullmatch(plain)):
        return _finite(plain)
    for marks, point in ((",", "."), (".", ",")):
        if decimal not in (None, point):
            continue
        if re.fullmatch(
            rf"[+-]?\d{{1,3}}(?:{re.escape(marks)}\d{{3}})+(?:{re.escape(point)}\d+)?", text
        ):
            return _finite(text.replace(marks, "").replace(point, "."))
    if re.fullmatch(r"[+-]?\d+,\d+", text):
        return _finite(text.replace(",", "."))
    return None


def parse_degrees(text: str, *, decimal: str | None = None) -> float | None:
    """Return an angle in degrees; None when it is none.

    It understands decimal degrees (`34.5`, `34,5`, `34.5 N`, `34.5°S`), degrees and minutes and
    degrees, minutes and seconds (`34°31'12"N`, `34 31 12 N`, `S 34:31:12`).
    """
    text = text.strip().upper()
    hemispheres = _HEMISPHERE.findall(text)
    bare = _HEMISPHERE.sub("", text).strip()
    if len(hemispheres) > 1:
        return None
    size = _one_angle(bare, decimal)
    if size is None:
        return None
    if not hemispheres:
        return size
    if size < 0:
        return None
    return -size if hemispheres[0] in "SW" else size


# A count above all people there ever were is an id or a telephone number.
_LARGEST_COUNT = 100_000_000_000
_PLAIN = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?")
_ONE_GROUP = re.compile(r"[+-]?[1-9]\d{0,2}\.\d{3}")
# Also the thin and the unbreakable space, and the apostrophe of Swiss numbers.
_SPACES = re.compile("(?<=\\d)[ \u00a0\u2009\u202f'\u2019_](?=\\d{3}(?!\\d))")
_HEMISPHERE = re.compile(r"[NSEW]")
_ANGLE = re.compile(
    r"(?P<sign>[+-]?)(?P<degrees>\d{1,3})\s*[°º:\s]\s*(?P<minutes>\d{1,2}(?:[.,]\d+)?)\s*"
    r"(?:['’′:\s]\s*)?(?:(?P<seconds>\d{1,2}(?:[.,]\d+)?)\s*(?:\"|”|″|''|’’|′′)?)?"
)


def _finite(text: str) -> float | None:
    number = float(text)
    return number if math.isfinite(number) else None


def _one_angle(text: str, decimal: str | None) -> float | None:
    bare = text.removesuffix("°").removesuffix("º").strip()
    # An angle has no thousands: a lone mark stands before decimals.
    number = parse_decimal(bare, decimal=decimal or ("," if "," in bare else "."))
    if number is not None:
        return number
    match = _ANGLE.fullmatch(text)
    if match is None:
        return None
    minutes = float(match["minutes"].replace(",", "."))
    seconds = float((match["seconds"] or "0").replace(",", "."))
    if minutes >= 60 or seconds >= 60:  # noqa: PLR2004 - minutes of a degree
        return None
    size = int(match["degrees"]) + minutes / 60 + seconds / 3600
    return -size if match["sign"] == "-" else size


def parse_pair(text: str) -> tuple[float, float] | None:
    """Return latitude and longitude of a cell that holds both; None when it is no such pair.

    Latitude comes first, as people write it ("34.5, 69.1"), unless letters say otherwise; in
    well-known text (`POINT (69.1 34.5)`) longitude does.
    """
    if match := _WKT_POINT.fullmatch(text.strip()):
        return float(match["y"]), float(match["x"])
    parts = [part for part in re.split(r"\s*[;/|]\s*|\s*,\s+|\s*,\s*(?=[+-]?\d+\.)", text) if part]
    if len(parts) != 2 and not re.search(r"[°'\"]", text):  # noqa: PLR2004 - latitude, longitude
        parts = text.split()
    if len(parts) != 2:  # noqa: PLR2004 - latitude, longitude
        parts = [part.strip(" ,;") for part in re.split(r"(?<=[NSns])", text, maxsplit=1)]
    if len(parts) != 2:  # noqa: PLR2004 - latitude, longitude
        return None
    first, second = (parse_degrees(part) for part in parts)
    if first is None or second is None:
        return None
    is_turned = bool(re.search(r"[EWew]", parts[0]) and re.search(r"[NSns]", parts[1]))
    return (second, first) if is_turned else (first, second)


_WKT_POINT = re.compile(
    r"(?:SRID=4326;)?POINT\s*\(\s*(?P<x>[+-]?\d+(?:\.\d+)?)\s+(?P<y>[+-]?\d+(?:\.\d+)?)\s*\)",
    re.IGNORECASE,
)
