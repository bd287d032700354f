"""Which rows of the frame of incidents have a property: one true or false a row."""

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import shapely

from geodata.vocabulary import Kind, Status

if TYPE_CHECKING:
    import pandas as pd

Mask = npt.NDArray[np.bool_]
Days = npt.NDArray[np.datetime64]


# A row is as likely wrong as right below this.
CHECK_BELOW = 0.5
# Of the numbers below this, one in four or more is not the event's.
NUMBER_CHECK_BELOW = 0.75


def to_check(incidents: gpd.GeoDataFrame) -> Mask:
    """Return which rows a person should look at: extracted, none too surely, and not yet seen."""
    unsure = (incidents["confidence"] < CHECK_BELOW).fillna(value=False).to_numpy(dtype=bool)
    unseen = (incidents["status"] == Status.EXTRACTED).to_numpy(dtype=bool)
    checked: Mask = unsure & unseen
    return checked


def everything(incidents: gpd.GeoDataFrame) -> Mask:
    """Return all rows."""
    return np.ones(len(incidents), dtype=bool)


def is_one_of(values: "pd.Series[Any]", wanted: Collection[str]) -> Mask:
    """Return which values are among those wanted; a missing value never is."""
    return values.isin([str(value) for value in wanted]).to_numpy(dtype=bool)


def in_countries(incidents: gpd.GeoDataFrame, countries: Collection[str]) -> Mask:
    """Return which rows lie in any of the countries, or on a border of one."""
    wanted = {country.upper() for country in countries}
    places = incidents["place_id"].fillna("").to_numpy(dtype=object)
    on_border = [not wanted.isdisjoint(border_sides(place)) for place in places]
    inside: Mask = is_one_of(incidents["iso3"], wanted) | np.array(on_border, dtype=bool)
    return inside


def border_sides(place_id: str) -> frozenset[str]:
    """Return the two countries of a border, `border:AFG-PAK`; nothing for another place."""
    kind, _, sides = place_id.partition(":")
    return frozenset(sides.split("-")) if kind == "border" else frozenset()


def in_box(incidents: gpd.GeoDataFrame, bbox: tuple[float, float, float, float]) -> Mask:
    """Return which rows touch a box (west, south, east, north); those without geometry do not."""
    west, south, east, north = bbox
    if west <= east:
        area = shapely.box(west, south, east, north)
    else:
        area = shapely.union_all(
            [shapely.box(west, south, 180, north), shapely.box(-180, south, east, north)]
        )
    shapely.prepare(area)
    inside: Mask = shapely.intersects(area, incidents.geometry.to_numpy())
    return inside


def days(incidents: gpd.GeoDataFrame) -> tuple[Days, Days]:
    """Return first and last days; where one is missing the other stands for it."""
    starts = incidents["date_start"].fillna(incidents["date_end"])
    ends = incidents["date_end"].fillna(incidents["date_start"])
    return starts.to_numpy("datetime64[D]"), ends.to_numpy("datetime64[D]")


def dated(incidents: gpd.GeoDataFrame) -> Mask:
    """Return which rows have a date."""
    known: Mask = ~np.isnat(days(incidents)[0])
    return known


def is_kind(incidents: gpd.GeoDataFrame, kind: Kind) -> Mask:
    """Return which rows are of a kind."""
    of_kind: Mask = (incidents["kind"] == kind.value).to_numpy(dtype=bool)
    return of_kind


def without_place(incidents: gpd.GeoDataFrame) -> Mask:
    """Return which rows have no geometry."""
    geometries = incidents.geometry.to_numpy()
    missing: Mask = shapely.is_missing(geometries) | shapely.is_empty(geometries)
    return missing


def states(incidents: gpd.GeoDataFrame, what: str) -> Mask:
    """Return which rows state any number of killed or wounded."""
    columns = [f"{what}_low", f"{what}_best", f"{what}_high"]
    stated: Mask = incidents[columns].notna().any(axis=1).to_numpy(dtype=bool)
    return stated
