"""What a person reads about one incident, packed in blocks that the page opens on demand.

A block holds the text of `BLOCK_ROWS` rows, column by column, and the claims of those rows. Text
travels compressed and base64-encoded and is only ever set as text by the page's script.
"""

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from dashboard.map.packing import pack_json

Ints = npt.NDArray[np.int64]

BLOCK_ROWS = 1024

# Columns of an incident that the details show as they are.
_TEXTS = (
    "incident_id",
    "sub_event_type",
    "date_edtf",
    "iso3",
    "admin1",
    "side_a",
    "side_b",
    "mediators",
    "claimant",
    "source",
    "source_count",
    "confidence",
    "status",
    "attribution",
)
_CLAIM_TEXTS = (
    "measure",
    "low",
    "high",
    "qualifier",
    "group",
    "side",
    "claimant",
    "negated",
    "quote",
)
_REPORT_TEXTS = ("title", "publisher", "url", "published", "source")


def packed_details(
    incidents: pd.DataFrame, claims: pd.DataFrame, reports: pd.DataFrame
) -> dict[str, Any]:
    """Return the blocks of details and the reports they point to.

    Args:
        incidents: rows in packed order.
        claims: all claims; those of other incidents are left out.
        reports: all reports; those that nothing here mentions are left out.

    """
    claims, owner = _claims_in_order(incidents["incident_id"], claims)
    mentioned = _report_numbers(incidents["report_ids"], claims["report_id"], reports)
    texts = {name: _plain(incidents[name]) for name in _TEXTS}
    texts["reports"] = [
        [mentioned[report] for report in ids if report in mentioned]
        for ids in incidents["report_ids"]
    ]
    claim_texts = {name: _plain(claims[name]) for name in _CLAIM_TEXTS}
    claim_texts["report"] = [mentioned.get(report) for report in claims["report_id"]]
    blocks = []
    for first in range(0, len(incidents), BLOCK_ROWS):
        last = min(first + BLOCK_ROWS, len(incidents))
        low, high = np.searchsorted(owner, [first, last])
        blocks.append(
            pack_json(
                {
                    "rows": {name: values[first:last] for name, values in texts.items()},
                    "claims": {name: values[low:high] for name, values in claim_texts.items()},
                    "owners": (owner[low:high] - first).tolist(),
                }
            )
        )
    chosen = reports[reports["report_id"].isin(mentioned)]
    return {
        "block_rows": BLOCK_ROWS,
        "blocks": blocks,
        "reports": pack_json({name: _plain(chosen[name]) for name in _REPORT_TEXTS}),
    }


def _claims_in_order(
    incident_ids: "pd.Series[Any]", claims: pd.DataFrame
) -> tuple[pd.DataFrame, Ints]:
    """Return the claims sorted by the row they belong to and their place in the report."""
    rows = pd.Index(incident_ids).get_indexer(pd.Index(claims["incident_id"]))
    known = rows >= 0
    claims, rows = claims[known], rows[known]
    order = np.lexsort((claims["start"].to_numpy(np.int64), rows))
    return claims.iloc[order], rows[order].astype(np.int64)


def _report_numbers(
    report_ids: "pd.Series[Any]", claimed: "pd.Series[Any]", reports: pd.DataFrame
) -> dict[str, int]:
    """Return the mentioned reports, numbered in the order of the reports frame."""
    mentioned = {report for ids in report_ids for report in ids} | set(claimed)
    known = [report for report in reports["report_id"] if report in mentioned]
    return {report: number for number, report in enumerate(known)}


def _plain(column: "pd.Series[Any]") -> list[Any]:
    """Return a column as JSON knows it: dates as ISO text, missing values as null."""
    if pd.api.types.is_datetime64_any_dtype(column.dtype):
        days = column.to_numpy("datetime64[D]")
        return [None if np.isnat(day) else str(day) for day in days]
    if column.name == "mediators":
        return [list(names) for names in column]
    values = column.astype(object)
    return list(values.where(column.notna(), None))
