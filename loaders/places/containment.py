"""Which places lie in which, by the codes of their countries and first-level divisions."""

from collections.abc import Iterable

from geodata.gazetteer import Candidate, MatchKind, Place


def any_within(places: Iterable[Candidate], areas: Iterable[Candidate]) -> bool:
    """Tell whether one of the places lies in one of the areas; people ("Afghan") do not."""
    codes = area_codes(areas)
    return any(lies_within(place, codes) for place in places)


def lies_within(candidate: Candidate, codes: set[str]) -> bool:
    """Tell whether a place lies in one of the countries and divisions of these codes."""
    if candidate.match is MatchKind.DEMONYM:
        return False
    return not codes.isdisjoint(_codes_around(candidate.place))


def area_codes(areas: Iterable[Candidate]) -> set[str]:
    """Return the codes of those that are countries or first-level divisions."""
    return {code for area in areas if (code := area_code(area.place))}


def area_code(place: Place) -> str:
    """Return the code of a country or first-level division; empty for other places."""
    if place.feature.startswith("A.PCL"):
        return place.iso3
    return division_code(place) if place.feature == "A.ADM1" else ""


def division_code(place: Place) -> str:
    """Return the code of the first-level division that a place lies in or is; empty if in none."""
    if place.feature == "A.ADM1":
        return place.place_id.partition(":")[2]
    return place.admin1_code or ""


def _codes_around(place: Place) -> set[str]:
    """Return the codes of the country and division that a place lies in, not its own."""
    if place.feature.startswith("A.PCL"):
        return set()
    return {place.iso3} if place.feature == "A.ADM1" else {place.iso3, division_code(place)}
