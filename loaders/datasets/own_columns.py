"""The columns by which an export of the program's own is known and read."""

import dataclasses
from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from geodata.incident import GEOMETRY, Incident

# Those of incidents; the reports that a row names are not in the file.
COLUMNS: Final[Mapping[str, str | type[StrEnum]]] = {
    column.name: column.metadata["dtype"]
    for column in dataclasses.fields(Incident)
    if column.metadata["dtype"] != GEOMETRY and column.name != "report_ids"
}
REQUIRED: Final = ("incident_id", "kind", "source", "status", "sensitivity", "location_precision")
SIGNATURE: Final = frozenset(
    {
        "incident_id",
        "kind",
        "date_edtf",
        "location_precision",
        "source_count",
        "sensitivity",
        "to_check",
    }
)
# Columns of the sums that lie beside an export.
SUMS_SIGNATURE: Final = frozenset({"area_id", "period", "rows", "killed_not_stated"})
