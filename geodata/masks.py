"""Which rows of the frame of incidents have a property: one true or false a row."""

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import shapely

from geodata.vocabulary import ConfidenceBand, Kind, Status

if TYPE_CHECKING:
    import pandas as pd

Mask = npt.NDArray[np.bool_]
Days = npt.NDArray[np.datetime64]
Codes = npt.NDArray[np.int64]
Numbers = npt.NDArray[np.float64]


# A row is as likely wrong as right below this.
CHECK_BELOW = 0.5
# From here on a person need not look twice: nine in ten are right.
HIGH_FROM = 0.75
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
    inside = is_one_of(incidents["iso3"], wanted).copy()
    # Of a million places few are borders.
    borders = np.flatnonzero(on_border(incidents))
    places = incidents["place_id"].iloc[borders]
    of_wanted = [not wanted.isdisjoint(border_sides(place)) for place in places]
    inside[borders] |= np.array(of_wanted, dtype=bool)
    return inside


def on_border(incidents: gpd.GeoDataFrame) -> Mask:
    """Return which rows are placed on a whole border, `border:AFG-PAK`."""
    found: Mask = incidents["place_id"].str.startswith("border:").fillna(value=False).to_numpy(bool)
    return found


def in_divisions(incidents: gpd.GeoDataFrame, divisions: Collection[str]) -> Mask:
    """Return which rows lie in any of the first-level divisions, `AFG:Nangarhar`."""
    inside = np.zeros(len(incidents), dtype=bool)
    for division in divisions:
        country, _, name = division.partition(":")
        of_country = incidents["iso3"].fillna("") == country
        inside |= (of_country & (incidents["admin1"] == name).fillna(value=False)).to_numpy(bool)
    return inside


def has_actor(incidents: gpd.GeoDataFrame, actors: Collection[str]) -> Mask:
    """Return which rows have any of the parties on either side."""
    return is_one_of(incidents["side_a"], actors) | is_one_of(incidents["side_b"], actors)


def has_confidence(incidents: gpd.GeoDataFrame, bands: Collection[str]) -> Mask:
    """Return which rows are as sure as any of the bands says."""
    wanted = np.array([band.value in bands for band in ConfidenceBand])
    found: Mask = wanted[confidence_bands(incidents)]
    return found


def confidence_bands(incidents: gpd.GeoDataFrame) -> Codes:
    """Return each row's `ConfidenceBand`, by its number in the list of them."""
    confidence = incidents["confidence"].to_numpy("float64", na_value=np.nan)
    codes = np.full(len(incidents), list(ConfidenceBand).index(ConfidenceBand.NOT_STATED))
    codes[confidence < CHECK_BELOW] = list(ConfidenceBand).index(ConfidenceBand.LOW)
    codes[confidence >= CHECK_BELOW] = list(ConfidenceBand).index(ConfidenceBand.MEDIUM)
    codes[confidence >= HIGH_FROM] = list(ConfidenceBand).index(ConfidenceBand.HIGH)
    return codes


def deaths(incidents: gpd.GeoDataFrame) -> Numbers:
    """Return each row's deaths: the best estimate, else at least, else at most; NaN for none."""
    best, low, high = (
        incidents[f"killed_{bound}"].to_numpy("float64", na_value=np.nan)
        for bound in ("best", "low", "high")
    )
    found: Numbers = np.where(np.isnan(best), np.where(np.isnan(low), high, low), best)
    return found


def deaths_between(deaths: Numbers, least: int | None, most: int | None) -> Mask:
    """Return which numbers of deaths lie between bounds; one that is not stated never does."""
    low, high = (-np.inf if least is None else least), (np.inf if most is None else most)
    found: Mask = (deaths >= low) & (deaths <= high)
    return found


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
