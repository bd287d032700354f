"""A dataset on its way into the store: rows in columns, some tens of thousands at a time.

What reads a dataset yields `DatasetRows`, and `geodata.store.Store.save_dataset` takes them. A
dataset of a million rows so never stands in memory as a whole, and no record is made of each row.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import pandas as pd

# What a chunk's frame has beside the columns of `geodata.incident.Incident`.
SOURCE_KEY = "source_key"
RAW = "raw"
ROW_NUMBER = "row_number"
LON, LAT, WKB = "lon", "lat", "wkb"


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """A row that cannot be loaded.

    Attributes:
        row_number: its line or row in the file, from 1.
        reason: what is wrong with it, for a person.
        identifier: the row's own id in its source; empty when it has none that can be read.

    """

    row_number: int
    reason: str
    identifier: str = ""


@dataclass(frozen=True, slots=True)
class DatasetRows:
    """One chunk of a dataset; some 50,000 rows at most.

    Attributes:
        frame: one row an incident. Its columns have the names in `geodata.incident.Incident`; a
            column that the dataset does not have may be left out. Days are datetimes or dates,
            numbers of people integers, missing is missing. In place of `geometry` stand `lon` and
            `lat` (degrees, WGS 84, NaN where there is no point), or `wkb` (well-known binary) where
            it is no point. Beside them `source_key` (the row's own id in its source: text), `raw`
            (JSON text of all columns that were not mapped, or missing) and `row_number` (its line
            or row in the file, from 1). `incident_id` and `source` are the store's to give, but
            for rows of an export of its own, which bring theirs.
        rejected: rows that could not be made incidents.

    """

    frame: pd.DataFrame
    rejected: Sequence[RejectedRow] = field(default_factory=tuple)
