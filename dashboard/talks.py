"""Talks as a person reads them: where, who with whom, who mediates, what came of it."""

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from dashboard.incident_panel import CountryName
from dashboard.wording import outcome_words, precision_words
from geodata.vocabulary import Kind, LocationPrecision


def parties(side_a: str | None, side_b: str | None) -> str:
    """Return both parties, or the one that is told."""
    return " – ".join(side for side in (side_a, side_b) if isinstance(side, str) and side)


def talks_table(rows: pd.DataFrame, country_name: CountryName = str) -> pd.DataFrame:
    """Return talks, one a row, in the order given.

    Args:
        rows: of the frame of incidents; those of other kinds are no talks.
        country_name: name of a country by its ISO 3166-1 alpha-3 code.

    """
    assert (rows["kind"] == Kind.TALKS).all()
    plain = rows[["side_a", "side_b", "outcome", "place_name", "iso3", "location_precision"]]
    records = plain.astype(object).where(plain.notna(), None).to_dict("records")
    return pd.DataFrame(
        {
            "From": rows["date_start"],
            "To": rows["date_end"],
            "Venue": [_venue(record, country_name) for record in records],
            "Parties": [parties(one["side_a"], one["side_b"]) for one in records],
            "Mediators": [", ".join(names) for names in rows["mediators"]],
            "Outcome": [outcome_words(one["outcome"]) for one in records],
        },
        index=rows.index,
    )


def _venue(record: Mapping[Hashable, Any], country_name: CountryName) -> str:
    place, country = record["place_name"], record["iso3"]
    if place is None and country is None:
        return precision_words(LocationPrecision.NONE).capitalize()
    known = [place, country_name(country) if country else None]
    return ", ".join(dict.fromkeys(name for name in known if name))
