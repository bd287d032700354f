"""Names of every class are known, and lead to where they are."""

import csv
import math
from collections.abc import Iterator

import pytest
import shapely

from geodata.boundaries import Boundaries, distance_km
from geodata.building.airports import airport_rows
from geodata.building.places import PlaceRow
from geodata.gazetteer import DEFAULT_PATH, Gazetteer, MatchKind, Place

CURATED = DEFAULT_PATH.parent / "curated"
KM_PER_DEGREE = 111.2


@pytest.fixture(scope="module")
def gazetteer() -> Iterator[Gazetteer]:
    with Gazetteer.open() as opened:
        yield opened


@pytest.fixture(scope="module")
def boundaries() -> Iterator[Boundaries]:
    with Boundaries.open() as opened:
        yield opened


def distance(place: Place, latitude: float, longitude: float) -> float:
    """Return the distance in km on the sphere."""
    first, second = math.radians(place.latitude), math.radians(latitude)
    east = math.radians(longitude - place.longitude)
    cosine = math.sin(first) * math.sin(second) + math.cos(first) * math.cos(second) * math.cos(
        east
    )
    return math.degrees(math.acos(max(-1.0, min(1.0, cosine)))) * KM_PER_DEGREE


# name, latitude, longitude, how far off its point may be (km)
SEAS_AND_LAKES = [
    ("Irish Sea", 53.7, -5.0, 100),
    ("Gulf of Thailand", 9.5, 101.5, 300),
    ("Lake Tahoe", 39.1, -120.0, 20),
    ("Lake Ladoga", 60.9, 31.5, 60),
    ("Chesapeake Bay", 37.8, -76.1, 80),
    ("the Gulf", 26.8, 51.5, 300),
]
# A river is put at its mouth.
RIVERS = [
    ("Mississippi River", 29.2, -89.3, 60),
    ("Volga", 45.7, 48.0, 60),
    ("Dnieper", 46.5, 32.3, 60),
    ("Euphrates", 31.0, 47.4, 60),
    ("Siverskyi Donets", 47.6, 40.9, 60),
    ("River Thames", 51.5, 0.6, 60),
    ("Ganges", 22.8, 90.6, 100),
]
RELIEF = [
    ("Mount Everest", 27.99, 86.93, 10),
    ("Tian Shan", 42.0, 80.0, 300),
    ("Empty Quarter", 20.0, 50.0, 300),
    ("Ferghana Valley", 40.6, 71.3, 60),
    ("Adrar des Ifoghas", 19.5, 1.8, 120),
    ("Mount Etna", 37.75, 15.0, 10),
    ("Khyber Pass", 34.1, 71.1, 20),
]
ISLANDS = [
    ("Honshu", 36.5, 138.0, 150),
    ("Lesbos", 39.2, 26.3, 30),
    ("Lampedusa", 35.5, 12.6, 10),
    ("Maui", 20.8, -156.3, 30),
    ("Galapagos Islands", -0.6, -90.6, 100),
    ("Negros Island", 10.0, 123.0, 80),
]
REGIONS = [
    ("Krajina", 44.6, 15.9, 100),
    ("Dalmatia", 43.6, 16.4, 100),
    ("Hejaz", 23.5, 39.5, 300),
    ("Katanga", -9.5, 26.5, 250),
    ("Bengal", 23.5, 88.8, 200),
    ("Yorkshire", 54.0, -1.3, 50),
    ("Florida Keys", 24.7, -81.2, 60),
    ("Twin Cities", 44.95, -93.2, 20),
]
FACILITIES = [
    ("Simferopol Airport", 45.05, 33.98, 10),
    ("Sarajevo International Airport", 43.82, 18.33, 10),
    ("London Heathrow Airport", 51.47, -0.46, 5),
    ("JFK Airport", 40.64, -73.78, 5),
    ("Fort Campbell", 36.65, -87.46, 15),
    ("Auschwitz", 50.03, 19.2, 5),
    ("Bidi Bidi", 3.5, 31.35, 20),
    ("Tahrir Square", 30.04, 31.24, 2),
    ("Mosul Dam", 36.63, 42.82, 5),
]
FORMER_NAMES = [
    ("Danzig", 54.35, 18.65, 10),
    ("Breslau", 51.1, 17.03, 10),
    ("Frunze", 42.87, 74.6, 10),
    ("Leopoldville", -4.33, 15.3, 15),
    ("Simla", 31.1, 77.17, 10),
    ("Salonica", 40.64, 22.94, 10),
    ("Ujung Pandang", -5.14, 119.42, 10),
]
VARIANTS = [
    ("Deir el-Zour", 35.33, 40.14, 10),
    ("Tel Abyad", 36.7, 38.96, 5),
    ("Tuz Khormato", 34.89, 44.63, 5),
    ("Mehtarlam", 34.67, 70.2, 10),
    ("D.I. Khan", 31.83, 70.9, 10),
    ("Um Rawaba", 12.9, 31.22, 10),
    ("Bossaso", 11.28, 49.18, 10),
    ("Al-Fashir", 13.63, 25.35, 10),
    ("Kharkov", 50.0, 36.2, 10),
    ("Mazar-e-Sharif", 36.7, 67.1, 10),
]
VILLAGES = [
    ("Baghouz", 34.45, 40.97, 10),
    ("Aitaroun", 33.12, 35.47, 5),
    ("Klishchiivka", 48.53, 37.96, 5),
    ("Akobo", 7.79, 33.0, 10),
    ("Inates", 15.28, 1.26, 30),
    ("Thantlang", 22.7, 93.43, 10),
    ("Hadrut", 39.52, 47.03, 5),
]


@pytest.mark.parametrize(
    ("name", "latitude", "longitude", "km"),
    [
        *SEAS_AND_LAKES,
        *RIVERS,
        *RELIEF,
        *ISLANDS,
        *REGIONS,
        *FACILITIES,
        *FORMER_NAMES,
        *VARIANTS,
        *VILLAGES,
    ],
)
def test_the_first_bearer_of_a_name_is_where_the_world_has_it(
    gazetteer: Gazetteer, name: str, latitude: float, longitude: float, km: float
) -> None:
    place = gazetteer.candidates(name)[0].place
    assert distance(place, latitude, longitude) < km, place


@pytest.mark.parametrize(
    ("name", "place_ids"),
    [
        ("Congo", ["country:COD", "country:COG"]),
        ("Korea", ["country:KOR", "country:PRK"]),
        ("L.A.", ["geonames:5368361"]),
        ("America", ["country:USA"]),
    ],
)
def test_a_short_name_means_the_well_known_first(
    gazetteer: Gazetteer, name: str, place_ids: list[str]
) -> None:
    found = [candidate.place.place_id for candidate in gazetteer.candidates(name)]
    assert found[: len(place_ids)] == place_ids


def test_the_strip_is_gaza_only_as_a_name(gazetteer: Gazetteer) -> None:
    assert [found.match for found in gazetteer.candidates("the Strip")] == [MatchKind.ABBREVIATION]
    assert gazetteer.candidates("the strip") == []


@pytest.mark.parametrize("name", ["Bondi", "Ream", "Punia", "SIP", "LHR", "Metroplex", "Outback"])
def test_a_person_a_word_or_a_code_is_no_new_place(gazetteer: Gazetteer, name: str) -> None:
    for candidate in gazetteer.candidates(name):
        assert not candidate.place.place_id.startswith(("supplement:", "airport:"))


def test_an_airport_knows_its_division(gazetteer: Gazetteer) -> None:
    airport = gazetteer.place("airport:SJJ")
    assert airport is not None
    assert (airport.name, airport.iso2, airport.feature) == (
        "Sarajevo International Airport",
        "BA",
        "S.AIRP",
    )
    assert airport.admin1_code == "BA-BIH"


def test_an_airport_known_already_only_lends_its_name(gazetteer: Gazetteer) -> None:
    assert gazetteer.place("airport:LHR") is None
    assert gazetteer.candidates("London Heathrow Airport")[0].place.name == "Heathrow Airport"


def airport(iata: str, name: str, latitude: float, longitude: float) -> dict[str, str]:
    return {
        "iata": iata,
        "name": name,
        "country": "UA",
        "lat": str(latitude),
        "lon": str(longitude),
    }


def test_which_airports_become_places() -> None:
    land = shapely.box(30, 45, 40, 52)
    known = PlaceRow("supplement:our-air-base", "Our Air Base", 47.0, 35.0, "UA", "S.AIRB", 0, 5.0)
    records = [
        airport("BBB", "Big International Airport", 46.0, 31.0),
        airport("AAA", "Our Airfield", 47.01, 35.01),
        airport("CCC", "Far Airport", 46.0, 20.0),
        airport("DDD", "Heliport", 46.0, 32.0),
        airport("EEE", "One/Two Airport", 46.0, 33.0),
        airport("", "Strip Without a Code Airport", 46.0, 34.0),
    ]
    rows = airport_rows(records, {"UA": land}, {"UA": [("admin1:UA-51", land)]}, [known])
    assert [(row.place_id, row.admin1) for row in rows] == [("airport:BBB", "admin1:UA-51")]
    assert [name.text for name in rows[0].names.values()] == [
        "Big International Airport",
        "Big Airport",
    ]
    assert "our airfield" in known.names


def test_circles_lie_in_or_close_to_their_country(
    gazetteer: Gazetteer, boundaries: Boundaries
) -> None:
    iso3 = {}
    for place_id in boundaries.place_ids("country"):
        country = gazetteer.place(place_id)
        if country:
            iso3[country.iso2] = place_id
    lines = (CURATED / "regions.csv").read_text("utf-8").splitlines()
    for row in csv.DictReader(lines):
        if not (row["iso2"] and row["radius_km"]) or row["feature"][0] == "H":
            continue
        longitude, latitude = float(row["longitude"]), float(row["latitude"])
        area = boundaries.area(iso3[row["iso2"]])
        if area is None or boundaries.locate(longitude, latitude) is None:
            # Islets and coasts that the boundaries are too coarse for.
            continue
        off = distance_km(area, longitude, latitude)
        assert off <= float(row["radius_km"]) + 4, row["name"]
