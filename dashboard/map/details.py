"""What a person reads about one incident, packed in blocks that the page opens on demand.

A block holds what is said of `BLOCK_ROWS` rows, column by column, and the claims of those rows.
Text travels compressed and base64-encoded and is only ever set as text by the page's script.
"""

import json
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from dashboard.map.ids import Ids
from dashboard.map.packing import Column, pack, pack_json, smallest_unsigned
from dashboard.map.sorting import sorted_by
from dashboard.map.texts import Readable, readable, readable_texts, strings

Ints = npt.NDArray[np.int64]

BLOCK_ROWS = 8192

# Columns that the details show as they are.
_INCIDENT = (
    "sub_event_type",
    "date_edtf",
    "iso3",
    "admin1",
    "side_a",
    "side_b",
    "claimant",
    "source",
    "source_count",
    "confidence",
    "status",
    "attribution",
)
_CLAIM = (
    "measure",
    "low",
    "high",
    "qualifier",
    "group",
    "side",
    "claimant",
    "negated",
    "quote",
    "confidence",
)
_REPORT = ("title", "publisher", "url", "published", "source")
# Compressing leaves Python's lock, so two blocks are made at a time.
_THREADS = 2


def packed_details(
    incidents: pd.DataFrame,
    order: Ints,
    claims: pd.DataFrame,
    reports: pd.DataFrame,
    *,
    texts: bool = True,
) -> dict[str, Any]:
    """Return the blocks of details and the reports they point to.

    Args:
        incidents: the rows.
        order: position in the frame of each packed row.
        claims: all claims; those of other incidents are left out.
        reports: all reports; those that nothing here mentions are left out.
        texts: whether what reports say goes along; without it rows are numbered instead of having
            their ids, which take as much room as all else that is said of them.

    """
    if not texts:
        claims, reports = claims.iloc[:0], reports.iloc[:0]
    ids = Ids(strings(incidents["incident_id"]))
    claim_order, owners = _claims_in_order(ids, order, claims)
    known = strings(reports["report_id"])
    sources, per_row = _mentioned(incidents["report_ids"], order, known)
    cited = pc.index_in(strings(claims["report_id"]), value_set=known)
    cited = cited.fill_null(-1).to_numpy(zero_copy_only=False)[claim_order]
    chosen = np.unique(np.concatenate([sources, cited]))
    chosen = chosen[chosen >= 0]
    rows = _columns(incidents, _INCIDENT, order)
    rows["mediators"] = _lists(incidents["mediators"], order)
    said = _columns(claims, _CLAIM, claim_order)
    with ThreadPoolExecutor(_THREADS) as pool:
        packed_ids = pool.submit(lambda: pack(_id_columns(ids, order, texts=texts)))
        blocks = _blocks(
            {name: column for name, column in rows.items() if column is not None},
            {name: column for name, column in said.items() if column is not None},
            owners,
            (np.searchsorted(chosen, sources), per_row),
            np.where(cited < 0, 0, np.searchsorted(chosen, cited) + 1),
            pool,
        )
    shown = reports.iloc[chosen]
    return {
        "block_rows": BLOCK_ROWS,
        "has_texts": texts,
        "ids": packed_ids.result(),
        "kinds": {"rows": _kinds(rows), "claims": _kinds(said)},
        "texts": pack(_values("rows", rows) | _values("claims", said)),
        "blocks": blocks,
        "reports": pack_json({name: _plain(shown[name]) for name in _REPORT}),
    }


def _id_columns(ids: Ids, order: Ints, *, texts: bool) -> dict[str, Column]:
    return ids.columns(order) if texts else {"count": np.array([len(order)], np.uint32)}


def _blocks(  # noqa: PLR0913, PLR0917 - all that a block is made of
    rows: Mapping[str, Readable],
    claims: Mapping[str, Readable],
    owners: Ints,
    sources: tuple[Ints, Ints],
    cited: Ints,
    pool: ThreadPoolExecutor,
) -> list[str]:
    """Return the blocks, packed.

    Args:
        rows: columns of incidents.
        claims: columns of claims, in the order of their rows.
        owners: row of each claim.
        sources: numbers of the reports that mention the rows, and how many mention each.
        cited: number of each claim's report + 1, or 0.
        pool: threads that pack.

    """
    mentioning, per_row = sources
    count = len(per_row)
    begins = np.concatenate([[0], np.cumsum(per_row)])
    per_claimed = np.bincount(owners, minlength=count)

    def block(first: int) -> str:
        last = min(first + BLOCK_ROWS, count)
        low, high = (int(at) for at in np.searchsorted(owners, [first, last]))
        parts: dict[str, Column] = {
            "reports": smallest_unsigned(mentioning[begins[first] : begins[last]]),
            "rows.reports": smallest_unsigned(per_row[first:last]),
            "rows.claims": smallest_unsigned(per_claimed[first:last]),
            "claims.report": smallest_unsigned(cited[low:high]),
        }
        for name, column in rows.items():
            parts |= column.parts(f"rows.{name}", first, last)
        for name, column in claims.items():
            parts |= column.parts(f"claims.{name}", low, high)
        return pack(parts)

    return list(pool.map(block, range(0, count, BLOCK_ROWS)))


def _claims_in_order(ids: Ids, order: Ints, claims: pd.DataFrame) -> tuple[Ints, Ints]:
    """Return the claims of the rows by row and place in the report, and the row of each."""
    position = ids.positions(strings(claims["incident_id"]))
    row_of = np.empty(len(order) + 1, np.int64)
    row_of[order] = np.arange(len(order))
    row_of[-1] = -1  # of a claim of no row here
    rows = row_of[position]
    start = claims["start"].to_numpy(np.int64)
    chosen = sorted_by(rows + 1, sorted_by(start, np.flatnonzero(rows >= 0)))
    return chosen, rows[chosen]


def _mentioned(report_ids: "pd.Series[Any]", order: Ints, known: Any) -> tuple[Ints, Ints]:  # noqa: ANN401
    """Return the numbers of the known reports that mention the rows, and how many do each."""
    names = pa.array(report_ids.to_numpy(), pa.large_list(pa.large_string()))
    numbers = pc.index_in(names.flatten(), value_set=known).fill_null(-1)
    per_list = pc.list_value_length(names).to_numpy(zero_copy_only=False)
    starts, lengths = np.cumsum(per_list) - per_list, per_list[order]
    ends = np.cumsum(lengths)
    # Numbers are put in order, not the text they stand for.
    places = np.repeat(starts[order] - (ends - lengths), lengths) + np.arange(lengths.sum())
    ordered = numbers.to_numpy(zero_copy_only=False)[places]
    there = ordered >= 0
    owner = np.repeat(np.arange(len(lengths)), lengths)
    return ordered[there].astype(np.int64), np.bincount(owner[there], minlength=len(lengths))


def _columns(
    frame: pd.DataFrame, names: tuple[str, ...], order: Ints
) -> dict[str, Readable | None]:
    return {name: readable(frame[name], order) for name in names}


def _kinds(columns: Mapping[str, Readable | None]) -> dict[str, str | None]:
    return {name: None if column is None else column.kind for name, column in columns.items()}


def _values(table: str, columns: Mapping[str, Readable | None]) -> dict[str, Column]:
    return {
        f"{table}.{name}{part}": values
        for name, column in columns.items()
        if column is not None
        for part, values in column.values().items()
    }


def _lists(column: "pd.Series[Any]", order: Ints) -> Readable | None:
    """Return lists of names as JSON text; an empty list is missing."""
    if not any(column.to_numpy()):
        return None
    texts = [json.dumps(list(names)) if len(names) else None for names in column]
    return readable_texts(strings(texts), order)


def _plain(column: "pd.Series[Any]") -> list[Any]:
    """Return a column as JSON knows it: dates as ISO text, missing values as null."""
    if pd.api.types.is_datetime64_any_dtype(column.dtype):
        days = column.to_numpy("datetime64[D]")
        return [None if np.isnat(day) else str(day) for day in days]
    values = column.astype(object)
    return list(values.where(column.notna(), None))
