"""Places by name, for the rows of a dataset that have no coordinates.

The country and the division that a row names must be the place's own: where no place of the name
lies there, the row stays without one. A town is a point, a country or division its area.
"""

from types import TracebackType
from typing import Any, NamedTuple, Self

import pandas as pd
import shapely

from geodata.boundaries import Boundaries
from geodata.folding import fold
from geodata.gazetteer import Gazetteer, MatchKind, Place
from geodata.settings import Settings
from geodata.vocabulary import LocationPrecision
from loaders.datasets.chunks import Remarks


class PlaceLookup:
    """Finds places by name; use it as a context manager."""

    def __init__(self, settings: Settings, remarks: Remarks) -> None:
        """Prepare; gazetteer and boundaries are opened when a row needs them.

        Args:
            settings: which gazetteer and boundaries count.
            remarks: gets the rows whose place is not found.

        """
        self._settings = settings
        self._remarks = remarks
        self._opened: tuple[Gazetteer, Boundaries] | None = None
        self._found: dict[tuple[str, str, str], _Found | None] = {}
        self._area_bytes = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._opened is not None:
            for opened in self._opened:
                opened.close()

    def _tables(self) -> tuple[Gazetteer, Boundaries]:
        if self._opened is None:
            gazetteer = Gazetteer.open(self._settings.gazetteer)
            self._opened = (gazetteer, Boundaries.open(self._settings.boundaries))
        return self._opened

    def place(self, frame: pd.DataFrame) -> None:
        """Fill in where the rows without coordinates are, as far as their names tell.

        Raises:
            TablesError: the gazetteer or the boundaries are missing or damaged.

        """
        missing = frame["lon"].isna()
        if "wkb" in frame:
            missing &= frame["wkb"].isna()
        names = [name for name in ("place_name", "admin1", "iso3") if name in frame]
        if not missing.any() or not names:
            return
        rows = frame.loc[missing, names].reindex(columns=["place_name", "admin1", "iso3"])
        rows = rows.astype(object).where(rows.notna(), "")
        for name in ("place_id", "iso3", "location_precision", "wkb"):
            if name not in frame:
                frame[name] = pd.Series(None, index=frame.index, dtype=object)
            elif frame[name].dtype != object:
                frame[name] = frame[name].astype(object)
        groups: Any = rows.groupby(["place_name", "admin1", "iso3"], sort=False).groups
        for (name, admin1, iso3), group in groups.items():
            self._place_group(frame, (str(name), str(admin1), str(iso3)), group)

    def _place_group(
        self, frame: pd.DataFrame, key: tuple[str, str, str], rows: "pd.Index[int]"
    ) -> None:
        if key not in self._found:
            if len(self._found) >= _MOST_KEPT:
                self._found.clear()
            self._found[key] = self._find(*key)
        found = self._found[key]
        if key[0] and (found is None or not found.is_named):
            what = "has no coordinates, and its place is not in the gazetteer: no point"
            self._remarks.add(what, frame.loc[rows, "row_number"].to_numpy())
        if found is None:
            return
        frame.loc[rows, "place_id"] = found.place.place_id
        frame.loc[rows, "location_precision"] = str(found.precision)
        if found.place.iso3:
            frame.loc[rows, "iso3"] = found.place.iso3
        if found.area is None:
            frame.loc[rows, "lon"] = found.place.longitude
            frame.loc[rows, "lat"] = found.place.latitude
        elif self._area_bytes + len(found.area) * len(rows) <= _MOST_AREA_BYTES:
            self._area_bytes += len(found.area) * len(rows)
            for row in rows:
                frame.at[row, "wkb"] = found.area  # noqa: PD008 - a cell of bytes, not a row of them

    def _find(self, name: str, admin1: str, iso3: str) -> "_Found | None":
        places = [
            candidate.place
            for candidate in (self._tables()[0].candidates(name) if name else ())
            if candidate.match is not MatchKind.DEMONYM
            and (not iso3 or candidate.place.iso3 == iso3)
        ]
        within = [place for place in places if _is_in(place, admin1)]
        # Divisions are spelled in many ways: one that nothing matches decides nothing.
        best = next(iter(within or places), None)
        if best is not None:
            return self._as_found(best)
        wider = self._division(admin1, iso3) or self._country(iso3)
        return None if wider is None else wider._replace(is_named=False)

    def _division(self, admin1: str, iso3: str) -> "_Found | None":
        if not admin1 or not iso3:
            return None
        for candidate in self._tables()[0].candidates(admin1):
            place = candidate.place
            if place.iso3 == iso3 and place.place_id.startswith("admin1:"):
                return self._as_found(place)
        return None

    def _country(self, iso3: str) -> "_Found | None":
        place = self._tables()[0].place(f"country:{iso3}") if iso3 else None
        return None if place is None else self._as_found(place)

    def _as_found(self, place: Place) -> "_Found":
        scheme = place.place_id.partition(":")[0]
        precision = _PRECISIONS.get(scheme, LocationPrecision.TOWN)
        area = self._tables()[1].area(place.place_id)
        if area is None:
            return _Found(place, precision, None)
        coarse = area.simplify(_COARSE_DEGREES)
        return _Found(place, precision, shapely.to_wkb(area if coarse.is_empty else coarse))


class _Found(NamedTuple):
    """A place, how exactly it tells where a row is, and its area (well-known binary).

    `is_named` is false where it is only the division or country around a place that is not known.
    """

    place: Place
    precision: LocationPrecision
    area: bytes | None
    is_named: bool = True


_MOST_KEPT = 50_000
# Areas are copied into each row: beyond this a dataset's rows keep the place, and no area.
_MOST_AREA_BYTES = 200_000_000
# Some five kilometres; a country then has some kilobytes.
_COARSE_DEGREES = 0.05
_PRECISIONS = {
    "country": LocationPrecision.COUNTRY,
    "admin1": LocationPrecision.PROVINCE,
    "admin2": LocationPrecision.DISTRICT,
    "region": LocationPrecision.REGION,
}


def _is_in(place: Place, admin1: str) -> bool:
    if not admin1:
        return True
    named = fold(admin1)
    own = fold(place.admin1 or "")
    return bool(own) and (
        named == own or named.startswith(own + " ") or own.startswith(named + " ")
    )
