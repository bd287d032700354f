"""The table under the map: the same rows as on the map, the newest first."""

from typing import Any

import geopandas as gpd
import pandas as pd
import pyarrow as pa

from dashboard.incident_panel import CountryName
from dashboard.wording import event_type_name, kind_name, precision_words, source_name, term_words
from geodata.masks import to_check

# The browser gets these rows whole at each move of the slider, and nobody reads more of them there.
MAX_ROWS = 30


def newest_first(incidents: pd.DataFrame) -> pd.DataFrame:
    """Return the rows that the table shows: the newest, those without a date last."""
    if len(incidents) > MAX_ROWS:
        incidents = incidents.loc[_newest(incidents["date_start"])]
    order = ["date_start", "date_end", "incident_id"]
    return incidents.sort_values(order, ascending=[False, False, True], na_position="last")


def incident_table(
    incidents: gpd.GeoDataFrame, reports: pd.DataFrame, country_name: CountryName = str
) -> pd.DataFrame:
    """Return the incidents as a person reads them, in the order of the rows given.

    Args:
        incidents: the rows to show.
        reports: the reports they come from.
        country_name: name of a country by its ISO 3166-1 alpha-3 code.

    """
    narrow = incidents["sub_event_type"].map(term_words, na_action="ignore").astype("string")
    wide = incidents["event_type"].map(event_type_name, na_action="ignore").astype("string")
    table = {
        "From": incidents["date_start"],
        "To": incidents["date_end"],
        "Kind": incidents["kind"].map(kind_name),
        "Type": narrow.fillna(wide),
        "Place": incidents["place_name"],
    }
    for measure in ("killed", "wounded"):
        low, high = _bounds(incidents, measure)
        table[f"{measure.capitalize()} ≥"] = low
        table[f"{measure.capitalize()} ≤"] = high
    table["Check"] = pd.Series("", incidents.index).mask(to_check(incidents), "unsure")
    table["Country"] = incidents["iso3"].map(country_name, na_action="ignore")
    table["Precision"] = incidents["location_precision"].map(precision_words)
    table["Parties"] = _parties(incidents)
    table["Said by"] = incidents["claimant"]
    table["Source"] = _sources(incidents, reports)
    table["Confidence"] = incidents["confidence"]
    texts = dict.fromkeys(("Kind", "Precision", "Check"), "string")
    return pd.DataFrame(table).astype(texts)


def as_sent(table: pd.DataFrame) -> Any:  # noqa: ANN401 - Arrow ships no types
    """Return a table of incidents as Arrow, in a third of the bytes that pandas makes of it."""
    whole = pa.Table.from_pandas(table, preserve_index=False).replace_schema_metadata(None)
    narrow = {pa.large_string(): pa.string(), pa.int64(): pa.int32(), pa.float64(): pa.float32()}
    types = [(field.name, narrow.get(field.type, field.type)) for field in whole.schema]
    return whole.cast(pa.schema(types)).combine_chunks()


def _parties(incidents: pd.DataFrame) -> "pd.Series[str]":
    first, second = incidents["side_a"], incidents["side_b"]
    return (first + " – " + second).fillna(first).fillna(second)


def _newest(days: "pd.Series[pd.Timestamp]") -> pd.Index:
    """Return the index of the newest rows; sorting all of a million would take seconds."""
    dated = days.nlargest(MAX_ROWS).index
    undated = days.index[days.isna()]
    return dated.append(undated[: MAX_ROWS - len(dated)])


def _bounds(incidents: pd.DataFrame, measure: str) -> tuple["pd.Series[int]", "pd.Series[int]"]:
    """Return at least and at most; a best estimate without bounds is both."""
    low, best, high = (incidents[f"{measure}_{bound}"] for bound in ("low", "best", "high"))
    only_best = low.isna() & high.isna()
    return low.mask(only_best, best), high.mask(only_best, best)


def _sources(incidents: pd.DataFrame, reports: pd.DataFrame) -> "pd.Series[str]":
    """Return who published each row: the first report's publisher, else the data set.

    Independent sources beyond the first are counted: "River News +2".
    """
    publishers = reports.set_index("report_id")["publisher"]
    first = incidents["report_ids"].map(lambda ids: ids[0] if ids else None).astype("string")
    names = first.map(publishers).astype("string")
    names = names.mask(incidents["source"] == "sample", names + " (sample)")
    names = names.fillna(incidents["source"].map(source_name, na_action="ignore").astype("string"))
    more = incidents["source_count"].fillna(1).astype("int64") - 1
    return names.mask(more > 0, names + " +" + more.astype("string"))
