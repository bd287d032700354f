"""Sums of rows that may leave the house only as sums: by division, month, kind and type.

Nothing finer than a first-level division is left: no place, no day, no party, no quote. A sum of
one row would be that row: no sum stands for fewer than `LEAST_ROWS`. Rows that are too few in their
division are summed by country, then by year, then whatever their type; what is too little even so
does not leave at all. Only incidents are summed; of tolls, talks and statements there is only how
many there are, for a toll may count the same dead again.
"""

from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geodata.boundaries import Boundaries, Location
from geodata.frames import CRS
from geodata.masks import Mask
from geodata.vocabulary import Kind, LocationPrecision

# What the rows of one sum have in common.
CELL: Final = (
    "source",
    "kind",
    "event_type",
    "period",
    "iso3",
    "admin1",
    "area_id",
    "licence",
    "attribution",
)
# As is usual in statistics on people: of two, each knows the other.
LEAST_ROWS: Final = 3
_MEASURES: Final = ("killed", "wounded")
SUMS: Final = tuple(
    f"{measure}_{what}" for measure in _MEASURES for what in ("low", "best", "high", "not_stated")
)
COLUMNS: Final = (*CELL, "rows", *SUMS)
# Of these the division is not known: the whole country is meant, or more.
_COARSE: Final = frozenset(
    {
        LocationPrecision.REGION,
        LocationPrecision.BORDER,
        LocationPrecision.COUNTRY,
        LocationPrecision.NONE,
    }
)


def aggregated(rows: gpd.GeoDataFrame, boundaries: Path | None = None) -> gpd.GeoDataFrame:
    """Return what rows add up to, with the area that each sum is of.

    Args:
        rows: incidents.
        boundaries: another boundary file than the program's own.

    Returns:
        The columns `COLUMNS` and `geometry`: the division or country (EPSG:4326), or nothing where
        neither is known. `period` is a month (2025-10), or a year where no month is known;
        `not_stated` counts the rows that state no number. `rows` add up to fewer than there are
        where some are too few for any sum.

    """
    if rows.empty:
        return _frame(pd.DataFrame({name: [] for name in COLUMNS}), [])
    with Boundaries.open(boundaries) as opened:
        cells = pd.DataFrame(
            {
                **_plain(rows, ("source", "kind", "event_type", "licence", "attribution")),
                "period": _periods(rows),
                **_areas(rows, opened),
            }
        )[list(CELL)]
        cells, kept = _not_too_few(cells)
        summed = _sums(cells[kept], rows[kept])
        shapes = {area: opened.area(area) for area in summed["area_id"].unique() if area}
    return _frame(summed, [shapes.get(area) for area in summed["area_id"]])


def _not_too_few(cells: pd.DataFrame) -> tuple[pd.DataFrame, Mask]:
    """Return the cells that rows are summed in, coarser where they are few, and which rows are."""
    cells = cells.astype(object).where(cells.notna(), "")
    settled = np.zeros(len(cells), dtype=bool)
    for coarsened in (None, _by_country, _by_year, _of_any_type):
        if coarsened is not None:
            cells[~settled] = coarsened(cells[~settled])
        sizes = cells.groupby(list(CELL), sort=False)["source"].transform("size")
        settled |= (sizes >= LEAST_ROWS).to_numpy()
        if settled.all():
            break
    return cells, settled


def _by_country(cells: pd.DataFrame) -> pd.DataFrame:
    known = cells["iso3"] != ""
    return cells.assign(admin1="", area_id=("country:" + cells["iso3"]).where(known, ""))


def _by_year(cells: pd.DataFrame) -> pd.DataFrame:
    month = cells["period"].str.fullmatch(r"\d{4}-\d{2}")
    return cells.assign(period=cells["period"].mask(month, cells["period"].str[: len("2025")]))


def _of_any_type(cells: pd.DataFrame) -> pd.DataFrame:
    return cells.assign(event_type="")


def _sums(cells: pd.DataFrame, rows: gpd.GeoDataFrame) -> pd.DataFrame:
    keyed = cells.fillna("")
    happened = (keyed["kind"] == Kind.INCIDENT).to_numpy()
    parts = {"rows": np.ones(len(rows), dtype=np.int64)}
    for measure in _MEASURES:
        low, best, high = (rows[f"{measure}_{bound}"] for bound in ("low", "best", "high"))
        stated = (low.notna() | best.notna() | high.notna()).to_numpy()
        counted = happened & stated
        parts[f"{measure}_low"] = _where(counted, low)
        parts[f"{measure}_best"] = _where(counted, best.fillna(low))
        parts[f"{measure}_high"] = _where(counted, high)
        parts[f"{measure}_not_stated"] = (happened & ~stated).astype(np.int64)
        parts[f"{measure}_stated"] = counted.astype(np.int64)
        parts[f"{measure}_open"] = (counted & high.isna().to_numpy()).astype(np.int64)
    whole = pd.concat([keyed, pd.DataFrame(parts, index=keyed.index)], axis=1)
    summed = whole.groupby(list(CELL), sort=True, observed=True).sum().reset_index()
    for measure in _MEASURES:
        nothing = summed.pop(f"{measure}_stated") == 0
        is_open = summed.pop(f"{measure}_open") > 0
        for bound in ("low", "best", "high"):
            name = f"{measure}_{bound}"
            missing = nothing | is_open if bound == "high" else nothing
            summed[name] = summed[name].astype("Int64").mask(missing)
    return summed[list(COLUMNS)]


def _where(counted: Any, values: "pd.Series[Any]") -> Any:  # noqa: ANN401 - arrays of NumPy
    return np.where(counted, values.fillna(0).to_numpy(np.int64), 0)


def _plain(rows: gpd.GeoDataFrame, names: tuple[str, ...]) -> dict[str, Any]:
    """Return columns of text, with None for what is missing."""
    return {name: _texts(rows[name]) for name in names}


def _texts(column: "pd.Series[Any]") -> Any:  # noqa: ANN401 - an array of objects
    texts = column.astype("string").astype(object)
    return texts.where(texts.notna(), None).to_numpy()


def _periods(rows: gpd.GeoDataFrame) -> list[str]:
    """Return month or year of each row."""
    first = rows["date_start"].fillna(rows["date_end"]).to_numpy("datetime64[D]")
    last = rows["date_end"].fillna(rows["date_start"]).to_numpy("datetime64[D]")
    known = ~np.isnat(first)
    pairs = zip(np.datetime_as_string(first), np.datetime_as_string(last), strict=True)
    return [
        _period(start, end) if there else ""
        for (start, end), there in zip(pairs, known, strict=True)
    ]


def _period(start: str, end: str) -> str:
    """Return the month or the years in which two days lie."""
    month, year = len("2025-10"), len("2025")
    if start[:month] == end[:month]:
        return start[:month]
    return start[:year] if start[:year] == end[:year] else f"{start[:year]}/{end[:year]}"


def _areas(rows: gpd.GeoDataFrame, boundaries: Boundaries) -> dict[str, list[str | None]]:
    """Return country, division and the area's id of each row."""
    found: dict[tuple[float, float], Location | None] = {}
    columns: dict[str, list[str | None]] = {"iso3": [], "admin1": [], "area_id": []}
    names = ("place_id", "iso3", "admin1", "location_precision")
    plain = _plain(rows, names)
    for place_id, iso3, admin1, precision, geometry in zip(
        *plain.values(), rows.geometry.to_numpy(), strict=True
    ):
        location = None
        if precision not in _COARSE and geometry is not None and not geometry.is_empty:
            point = _point(geometry)
            if point not in found:
                found[point] = boundaries.locate(*point)
            location = found[point]
        for name, value in zip(
            columns, _area(location, place_id, iso3, admin1, precision), strict=True
        ):
            columns[name].append(value)
    return columns


def _area(
    location: Location | None,
    place_id: str | None,
    iso3: str | None,
    admin1: str | None,
    precision: str,
) -> tuple[str | None, str | None, str | None]:
    if location is not None:
        return location.iso3, location.admin1, location.admin1_id
    if admin1 is not None and (place_id or "").startswith("admin1:"):
        return iso3, admin1, place_id
    if precision not in _COARSE and admin1 is not None:
        return iso3, admin1, None
    return iso3, None, None if iso3 is None else f"country:{iso3}"


def _point(geometry: Any) -> tuple[float, float]:  # noqa: ANN401 - shapely ships no types
    point = geometry if geometry.geom_type == "Point" else shapely.point_on_surface(geometry)
    return round(point.x, 4), round(point.y, 4)


def _frame(summed: pd.DataFrame, shapes: list[Any]) -> gpd.GeoDataFrame:
    for name in CELL:
        texts = summed[name].astype("string")
        summed[name] = texts.mask(texts == "")
    for name in ("rows", *SUMS):
        summed[name] = summed[name].astype("Int64")
    geometry = gpd.GeoSeries(np.array(shapes, dtype=object), index=summed.index, crs=CRS)
    return gpd.GeoDataFrame(summed, geometry=geometry, crs=CRS)
