"""The tables of an export as Arrow columns, from which every data format is written.

Text is text, days are days, counts are whole numbers, lists are lists; missing is null and never 0.
"""

import dataclasses
import json
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from dashboard.exports.publishable import Publishable
from geodata.event_schemes import event_scheme, state_takes_part, violence_type
from geodata.incident import GEOMETRY, LIST, Incident
from geodata.masks import to_check

SCHEMES: Final = (
    "acled_event_type",
    "acled_sub_event_type",
    "ucdp_type_of_violence",
    "plover_event",
    "plover_mode",
    "cameo",
)
CLAIM_COLUMNS: Final = (
    "measure",
    "low",
    "high",
    "qualifier",
    "group",
    "side",
    "claimant",
    "negated",
    "confidence",
    "quote",
    "report_id",
)
REPORT_COLUMNS: Final = ("report_id", "title", "publisher", "url", "published", "licence")
_REPORT_FACTS: Final = ("title", "publisher", "url")
# What the reports of a row say, each once.
TOLD: Final = ("quotes", *(f"report_{name}s" for name in _REPORT_FACTS))
INCIDENT_COLUMNS: Final = tuple(
    column.name for column in dataclasses.fields(Incident) if column.metadata["dtype"] != GEOMETRY
)
_LISTS: Final = frozenset(
    column.name for column in dataclasses.fields(Incident) if column.metadata["dtype"] == LIST
)
MEANINGS: Final[Mapping[str, str]] = {
    **{column.name: column.metadata["meaning"] for column in dataclasses.fields(Incident)},
    "geometry_type": "what the place is: Point, LineString, Polygon, or missing",
    "longitude": "degrees east, WGS 84; only of points",
    "latitude": "degrees north, WGS 84; only of points",
    "geometry_wkt": "lines and areas that are not those of the place_id, as well-known text",
    "quotes": "the sentences behind the numbers",
    "report_titles": "titles of the reports",
    "report_publishers": "publishers of the reports",
    "report_urls": "addresses of the reports",
    "acled_event_type": "event type in ACLED's words",
    "acled_sub_event_type": "sub-event type in ACLED's words",
    "ucdp_type_of_violence": "1 state-based, 2 non-state, 3 one-sided; missing where unclear",
    "plover_event": "event type in PLOVER's words",
    "plover_mode": "mode in PLOVER's words",
    "cameo": "CAMEO code",
    "to_check": "whether a person should look at it before it is relied on",
    "claims": "what was said, by whom, with the sentence",
    "reports": "the reports that tell of it",
}


def incident_columns(content: Publishable) -> dict[str, Any]:
    """Return the columns of incidents, and what follows from them, as Arrow arrays by name."""
    incidents, claims, reports = content.tables()
    columns = {name: arrow(incidents[name]) for name in INCIDENT_COLUMNS}
    columns |= _told(incidents, claims, reports)
    columns |= _schemes(incidents, claims)
    columns["to_check"] = pa.array(to_check(incidents))
    return columns


def table_columns(frame: pd.DataFrame, names: Sequence[str]) -> dict[str, Any]:
    """Return columns of another table as Arrow arrays by name."""
    return {name: arrow(frame[name]) for name in names}


def arrow(values: "pd.Series[Any]") -> Any:  # noqa: ANN401 - Arrow ships no types
    """Return a column of a frame as an Arrow array without dictionary."""
    if isinstance(values.dtype, pd.CategoricalDtype):
        return pa.array(values).cast(pa.string())
    if pd.api.types.is_datetime64_any_dtype(values.dtype):
        return pa.array(values.to_numpy("datetime64[D]"))
    if values.dtype == object:
        return pa.array(values.tolist(), pa.list_(pa.string()))
    if pd.api.types.is_string_dtype(values.dtype):
        return pa.array(values, pa.string(), from_pandas=True)
    return _combined(pa.array(values, from_pandas=True))


def json_rows(columns: Mapping[str, Any]) -> list[str]:
    """Return each row as a JSON object, from Arrow columns or texts that are JSON already.

    Text is escaped once for each value that differs, and the rest put together by Arrow: ten times
    as fast as row by row.
    """
    parts: list[Any] = []
    for number, (name, column) in enumerate(columns.items()):
        parts.append(pa.scalar(f"{'{' if not number else ', '}{json.dumps(name)}: "))
        parts.append(
            pa.array(column, pa.string()) if isinstance(column, list) else json_values(column)
        )
    # The last is the separator.
    joined = pc.binary_join_element_wise(*parts, pa.scalar("}"), "")
    return list(joined.to_pylist())


def json_values(column: Any) -> Any:  # noqa: ANN401 - Arrow ships no types
    """Return an Arrow column as JSON text."""
    kind = column.type
    if pa.types.is_boolean(kind) or pa.types.is_integer(kind):
        return pc.fill_null(column.cast(pa.string()), "null")
    if pa.types.is_date(kind):
        texts = pc.binary_join_element_wise('"', column.cast(pa.string()), '"', "")
        return pc.fill_null(texts, "null")
    if pa.types.is_list(kind):
        texts = [json.dumps(value, ensure_ascii=False) for value in column.to_pylist()]
        return pa.array(texts, pa.string())
    encoded = column.dictionary_encode()
    plain = encoded.dictionary.to_pylist()
    texts = pa.array([json.dumps(value, ensure_ascii=False) for value in plain], pa.string())
    return pc.fill_null(texts.take(encoded.indices), "null")


def by_incident(
    incidents: gpd.GeoDataFrame, claims: pd.DataFrame, values: Sequence[Any]
) -> list[list[Any]]:
    """Return for each incident a value of each of its claims, in their order."""
    ids = arrow(incidents["incident_id"])
    rows = pc.index_in(arrow(claims["incident_id"]), value_set=ids).to_pylist()
    found: list[list[Any]] = [[]] * len(incidents)
    for row, value in zip(rows, values, strict=True):
        if row is not None:
            if not found[row]:
                found[row] = []
            found[row].append(value)
    return found


def of_reports(
    incidents: gpd.GeoDataFrame, reports: pd.DataFrame, *values: Sequence[Any]
) -> list[list[list[Any]]]:
    """Return for each incident a value of each report that it names, where there is one.

    Args:
        incidents: the rows.
        reports: the reports that are known.
        values: of the reports, in their order; each gives a column of lists.

    """
    named = incidents["report_ids"].to_numpy()
    lengths = np.fromiter(map(len, named), np.int64, len(named))
    flat = pa.array(list(chain.from_iterable(named)), pa.string())
    positions = pc.index_in(flat, value_set=arrow(reports["report_id"])).to_pylist()
    rows = np.repeat(np.arange(len(named)), lengths).tolist()
    columns: list[list[list[Any]]] = [[[]] * len(named) for _ in values]
    for found, own in zip(columns, values, strict=True):
        for row, position in zip(rows, positions, strict=True):
            if position is not None:
                found[row] = [*found[row], own[position]]
    return columns


def _told(
    incidents: gpd.GeoDataFrame, claims: pd.DataFrame, reports: pd.DataFrame
) -> dict[str, Any]:
    columns = {"quotes": _lists(by_incident(incidents, claims, arrow(claims["quote"]).to_pylist()))}
    facts = (arrow(reports[name]).to_pylist() for name in _REPORT_FACTS)
    for name, lists in zip(_REPORT_FACTS, of_reports(incidents, reports, *facts), strict=True):
        columns[f"report_{name}s"] = _lists(lists)
    return columns


def _lists(values: Iterable[Sequence[str | None]]) -> Any:  # noqa: ANN401 - Arrow ships no types
    """Return lists of texts, each text once and none empty; null where there is nothing."""
    kept = [list(dict.fromkeys(filter(None, texts))) or None if texts else None for texts in values]
    return pa.array(kept, pa.list_(pa.string()))


def _schemes(incidents: gpd.GeoDataFrame, claims: pd.DataFrame) -> dict[str, Any]:
    """Return the types of events in the terms of other schemes."""
    said = by_incident(incidents, claims, arrow(claims["group"]).to_pylist())
    groups = [frozenset(filter(None, values)) if values else _NOBODY for values in said]
    names = ("event_type", "sub_event_type", "side_a", "side_b")
    texts = [arrow(incidents[name]).to_pylist() for name in names]
    known: dict[tuple[Any, ...], int] = {}
    codes = [known.setdefault(row, len(known)) for row in zip(*texts, groups, strict=True)]
    values = [_scheme(*row) for row in known]
    columns = zip(*values, strict=True) if values else ((),) * len(SCHEMES)
    return {
        name: pa.array(
            list(column), pa.int64() if name == "ucdp_type_of_violence" else pa.string()
        ).take(pa.array(codes, pa.int64()))
        for name, column in zip(SCHEMES, columns, strict=True)
    }


_NOBODY: frozenset[str] = frozenset()


def _scheme(
    event_type: str | None,
    sub_event_type: str | None,
    side_a: str | None,
    side_b: str | None,
    groups: frozenset[str],
) -> tuple[str | int | None, ...]:
    scheme = event_scheme(event_type, sub_event_type)
    violence = violence_type(
        event_type,
        sub_event_type,
        groups=set(groups),
        state_party=state_takes_part(side_a, side_b),
    )
    return (
        scheme.acled_event_type,
        scheme.acled_sub_event_type,
        None if violence is None else int(violence),
        scheme.plover_event,
        scheme.plover_mode,
        scheme.cameo,
    )


def _combined(column: Any) -> Any:  # noqa: ANN401 - Arrow ships no types
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
