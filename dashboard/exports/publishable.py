"""What may leave the house: the one place where it is decided, for every export.

Each writer passes its frames through `publishable` before it draws or writes anything:

- `restricted` rows are left out, and nothing of them is left;
- `aggregate_only` rows, and rows whose licence forbids to pass them on, leave only as sums by
  first-level division and month, and no sum stands for one or two of them
  (`dashboard.exports.aggregates`);
- with a displacement, points are moved and what names their places is dropped
  (`dashboard.exports.displacement`);
- claims and reports of rows that do not leave stay, too, and so does the text of every report.

What was done is told in `notes`, for the person and for the manifest.
"""

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from dashboard.exports.about import About
from dashboard.exports.aggregates import LEAST_ROWS, aggregated
from dashboard.exports.displacement import Displacement, displaced, masked_texts
from geodata.masks import Mask
from geodata.vocabulary import Sensitivity

# Of these nobody may pass on single rows, however they got into the store.
_FORBIDDEN_SOURCES: Final = frozenset({"acled"})
_FORBIDDING: Final = re.compile(
    r"\bacled\b|may not be (?:passed on|redistributed)|no redistribution", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Publishable:
    """Frames that may leave the house; made by `publishable` alone.

    Attributes:
        incidents: rows that may leave as they are here.
        claims: of those rows.
        reports: that those rows and claims come from, without their text.
        aggregates: what the rows that may only leave as sums add up to; see `aggregated`.
        restricted: how many rows are left out.
        aggregated_rows: how many rows leave as sums only.
        too_few: how many rows do not even leave as sums, being too few for one.
        displaced_rows: how many rows are moved.
        displaced_km: how far at most; None when no row is.
        reasons: why rows leave as sums only: how many by reason.

    """

    incidents: gpd.GeoDataFrame
    claims: pd.DataFrame
    reports: pd.DataFrame
    aggregates: gpd.GeoDataFrame
    restricted: int = 0
    aggregated_rows: int = 0
    too_few: int = 0
    displaced_rows: int = 0
    displaced_km: float | None = None
    reasons: dict[str, int] = field(default_factory=dict)

    def tables(self) -> tuple[gpd.GeoDataFrame, pd.DataFrame, pd.DataFrame]:
        """Return incidents, claims and reports."""
        return self.incidents, self.claims, self.reports

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to show, not even a sum."""
        return not len(self.incidents) and not len(self.aggregates)

    def chosen(self, rows: Mask, sums: Mask) -> "Publishable":
        """Return some of the rows and sums, with what belongs to them."""
        if rows.all() and sums.all():
            return self
        return _with_own_tables(
            replace(self, incidents=self.incidents[rows], aggregates=self.aggregates[sums])
        )

    def notes(self) -> list[str]:
        """Return a sentence for each thing that was done; none when all rows are as they were."""
        said = []
        if self.restricted:
            said.append(f"Rows left out because they are not for the public: {self.restricted:,}.")
        if self.aggregated_rows:
            why = "; ".join(self.reasons)
            said.append(
                "Rows given only as sums by first-level division and month: "
                f"{self.aggregated_rows:,} ({why}); by country, year or all types together where "
                f"fewer than {LEAST_ROWS} would make a sum."
            )
        if self.too_few:
            said.append(
                f"Rows left out because fewer than {LEAST_ROWS} of them would make a sum, which "
                f"would show them: {self.too_few:,}."
            )
        if self.displaced_rows:
            assert self.displaced_km is not None
            said.append(
                f"Points moved by up to {self.displaced_km:g} km to protect places, without their "
                f"place names, quotes and reports: {self.displaced_rows:,}."
            )
        return said


def publishable(
    incidents: gpd.GeoDataFrame,
    claims: pd.DataFrame,
    reports: pd.DataFrame,
    *,
    displacement: Displacement | None = None,
    boundaries: Path | None = None,
) -> Publishable:
    """Return what of some frames may leave the house.

    Args:
        incidents: rows of any sensitivity, as `geodata.frames.incidents_frame` makes them.
        claims: all or some claims; those of other rows are left out.
        reports: all or some reports; those of other rows are left out.
        displacement: how points are moved, if they are.
        boundaries: another boundary file than the program's own.

    """
    restricted = (incidents["sensitivity"] == Sensitivity.RESTRICTED).to_numpy(dtype=bool)
    summed = _only_as_sums(incidents) & ~restricted
    public = ~restricted & ~summed
    kept = incidents if public.all() else incidents[public]
    aggregates = aggregated(incidents[summed], boundaries)
    as_sums = int(aggregates["rows"].sum())
    result = Publishable(
        kept,
        claims,
        reports,
        aggregates,
        restricted=int(restricted.sum()),
        aggregated_rows=as_sums,
        too_few=int(summed.sum()) - as_sums,
        reasons=_reasons(incidents[summed]),
    )
    if displacement is not None:
        result = _moved(result, displacement, boundaries)
    return _with_own_tables(result)


def leaving(
    incidents: gpd.GeoDataFrame, claims: pd.DataFrame, reports: pd.DataFrame, about: About | None
) -> Publishable:
    """Return what of some frames may leave the house, as it is asked for; see `publishable`."""
    about = about or About()
    return publishable(
        incidents,
        claims,
        reports,
        displacement=about.displacement,
        boundaries=about.boundaries,
    )


def _only_as_sums(incidents: gpd.GeoDataFrame) -> Mask:
    marked = (incidents["sensitivity"] == Sensitivity.AGGREGATE_ONLY).to_numpy(dtype=bool)
    by_source = incidents["source"].isin(_FORBIDDEN_SOURCES).to_numpy(dtype=bool)
    only: Mask = marked | by_source
    for name in ("licence", "attribution"):
        said = incidents[name].dropna().unique()
        forbidding = [text for text in said if _FORBIDDING.search(text)]
        if forbidding:
            only |= incidents[name].isin(forbidding).to_numpy(dtype=bool)
    return only


def _reasons(summed: gpd.GeoDataFrame) -> dict[str, int]:
    """Return why rows leave as sums only, the most frequent reason first."""
    said = summed["licence"].fillna("marked as aggregate_only")
    return dict(Counter(str(reason) for reason in said).most_common())


def _moved(result: Publishable, displacement: Displacement, boundaries: Path | None) -> Publishable:
    incidents, moved = displaced(result.incidents, displacement, boundaries)
    ids = incidents["incident_id"][moved]
    claims = masked_texts(result.claims, ids)
    telling = {key for keys in result.incidents["report_ids"].to_numpy()[moved] for key in keys}
    telling |= set(claims["report_id"][claims["incident_id"].isin(ids)])
    # Their titles and addresses tell where; publishers and days stay.
    hidden = result.reports["report_id"].isin(telling).to_numpy(dtype=bool)
    masked = {name: result.reports[name].mask(hidden) for name in ("title", "url")}
    return replace(
        result,
        incidents=incidents,
        claims=claims,
        reports=result.reports.assign(**masked),
        displaced_rows=int(moved.sum()),
        displaced_km=displacement.km,
    )


def _with_own_tables(result: Publishable) -> Publishable:
    """Return the tables without claims, reports and texts that belong to other rows."""
    claims = _of(result.claims, "incident_id", arrow_strings(result.incidents["incident_id"]))
    mentioned = {key for keys in result.incidents["report_ids"].to_numpy() for key in keys}
    mentioned |= set(arrow_strings(claims["report_id"]).unique().to_pylist())
    reports = _of(result.reports, "report_id", pa.array(sorted(mentioned), pa.string()))
    empty = pd.array(np.full(len(reports), "", dtype=object), dtype="string")
    return replace(result, claims=claims, reports=reports.assign(text=empty))


def _of(frame: pd.DataFrame, name: str, known: Any) -> pd.DataFrame:  # noqa: ANN401 - Arrow ships no types
    """Return the rows of a table whose column holds one of some values."""
    own = pc.is_in(arrow_strings(frame[name]), value_set=known).to_numpy(zero_copy_only=False)
    return frame if own.all() else frame[own]


def arrow_strings(values: "pd.Series[Any]") -> Any:  # noqa: ANN401 - Arrow ships no types
    """Return a column of text as an Arrow array."""
    return pa.array(values, pa.string(), from_pandas=True)
