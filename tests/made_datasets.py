"""Datasets of the right shape, made up: no row of a real one is in the project."""

import csv
import datetime as dt
import io
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

ACLED_COLUMNS = (
    "event_id_cnty event_date year time_precision disorder_type event_type sub_event_type actor1 "
    "assoc_actor_1 inter1 actor2 assoc_actor_2 inter2 interaction civilian_targeting iso region "
    "country admin1 admin2 admin3 location latitude longitude geo_precision source source_scale "
    "notes fatalities tags timestamp"
).split()
ACLED_OLD_COLUMNS = (
    "data_id iso event_id_cnty event_id_no_cnty event_date year time_precision event_type "
    "sub_event_type actor1 assoc_actor_1 inter1 actor2 assoc_actor_2 inter2 interaction region "
    "country admin1 admin2 admin3 location latitude longitude geo_precision source source_scale "
    "notes fatalities timestamp iso3"
).split()
UCDP_COLUMNS = (
    "id relid year active_year code_status type_of_violence conflict_dset_id conflict_new_id "
    "conflict_name dyad_dset_id dyad_new_id dyad_name side_a_dset_id side_a_new_id side_a "
    "side_b_dset_id side_b_new_id side_b number_of_sources source_article source_office "
    "source_date source_headline source_original where_prec where_coordinates where_description "
    "adm_1 adm_2 latitude longitude geom_wkt priogrid_gid country country_id region "
    "event_clarity date_prec date_start date_end deaths_a deaths_b deaths_civilians "
    "deaths_unknown best high low gwnoa gwnob"
).split()

_TYPES = (
    ("Battles", "Armed clash"),
    ("Explosions/Remote violence", "Air/drone strike"),
    ("Protests", "Peaceful protest"),
    ("Violence against civilians", "Attack"),
)


def acled_row(number: int, **changes: str) -> dict[str, str]:
    """Return one row of ACLED's shape; `changes` replace cells."""
    day = dt.date(2015, 1, 1) + dt.timedelta(days=number % 3600)
    wide, narrow = _TYPES[number % len(_TYPES)]
    row = {
        "event_id_cnty": f"AFG{number}",
        "event_date": f"{day:%d %B %Y}",
        "year": str(day.year),
        "time_precision": str(1 + number % 3),
        "disorder_type": "Political violence",
        "event_type": wide,
        "sub_event_type": narrow,
        "actor1": f"Military Forces of Country {number % 40}",
        "inter1": "State forces",
        "actor2": f"Armed group {number % 300}",
        "inter2": "Rebel group",
        "interaction": "State forces-Rebel group",
        "iso": "4",
        "region": "Caucasus and Central Asia",
        "country": "Afghanistan",
        "admin1": "Kandahar",
        "admin2": f"District {number % 50}",
        "location": f"Village {number % 9000}",
        "latitude": f"{31 + number % 977 / 500:.4f}",
        "longitude": f"{65 + number % 991 / 500:.4f}",
        "geo_precision": str(1 + number % 3),
        "source": "Invented Gazette",
        "source_scale": "National",
        "notes": f'On {day:%d %B %Y}, forces and fighters clashed, so "the paper" says. '
        f"{number % 7} were hurt, {number % 30} killed.",
        "fatalities": str(number % 30),
        "timestamp": str(1_700_000_000 + number),
    }
    return row | changes


def ucdp_row(number: int, **changes: str) -> dict[str, str]:
    """Return one row of the shape of UCDP's events; `changes` replace cells."""
    day = dt.date(2015, 1, 1) + dt.timedelta(days=number % 3600)
    row = {
        "id": str(number),
        "relid": f"AFG-2015-1-1-{number}",
        "type_of_violence": str(1 + number % 3),
        "side_a": "Government of Afghanistan",
        "side_b": "Invented group",
        "number_of_sources": "2",
        "source_original": "a spokesman",
        "where_prec": "1",
        "where_coordinates": "Kandahar city",
        "adm_1": "Kandahar province",
        "latitude": "31.61",
        "longitude": "65.71",
        "geom_wkt": "POINT (65.71 31.61)",
        "country": "Afghanistan",
        "date_prec": "1",
        "date_start": f"{day} 00:00:00.000",
        "date_end": f"{day} 00:00:00.000",
        "best": "5",
        "high": "9",
        "low": "4",
    }
    return row | changes


def csv_text(columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> str:
    """Return rows as CSV, in the order of the columns."""
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def acled_csv(rows: Iterable[Mapping[str, str]]) -> str:
    """Return rows as an export of ACLED."""
    return csv_text(ACLED_COLUMNS, rows)


def gdelt_line(number: int, *, width: int = 61, **changes: str) -> str:
    """Return a line of the shape of GDELT's events; `changes` are by the names of columns."""
    from loaders.datasets.gdelt import COLUMNS  # noqa: PLC0415 - most tests need no GDELT

    row = {
        "GLOBALEVENTID": str(number),
        "SQLDATE": "20251009",
        "MonthYear": "202510",
        "Year": "2025",
        "FractionDate": "2025.7671",
        "Actor1Name": "PAKISTAN",
        "Actor2Name": 'THE "FRONT"',
        "EventCode": "190",
        "EventRootCode": "19",
        "NumMentions": "12",
        "NumSources": "3",
        "ActionGeo_Type": "4",
        "ActionGeo_FullName": "Kabul, Kabol, Afghanistan",
        "ActionGeo_CountryCode": "AF",
        "ActionGeo_Lat": "34.5167",
        "ActionGeo_Long": "69.1833",
        "DATEADDED": "20251009120000",
        "SOURCEURL": "https://example.org/a",
    } | changes
    names = COLUMNS if width == 61 else [name for name in COLUMNS if not name.endswith("ADM2Code")]
    return "\t".join(row.get(name, "") for name in names)


def write(path: Path, content: str | bytes) -> Path:
    """Write a file; return its path."""
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path
