import csv
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.boundaries import Boundaries, border_id, distance_km
from geodata.folding import fold
from geodata.gazetteer import DEFAULT_PATH, Candidate, Gazetteer, MatchKind, Place

CURATED = DEFAULT_PATH.parent / "curated"


def rows_of(table: str) -> list[dict[str, str]]:
    return list(csv.DictReader((CURATED / table).read_text("utf-8").splitlines()))


POINTS = rows_of("points.csv")


@pytest.fixture(scope="module")
def gazetteer() -> Iterator[Gazetteer]:
    with Gazetteer.open() as opened:
        yield opened


@pytest.fixture(scope="module")
def boundaries() -> Iterator[Boundaries]:
    with Boundaries.open() as opened:
        yield opened


def first(gazetteer: Gazetteer, name: str) -> Candidate:
    return gazetteer.candidates(name)[0]


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Bagrām", "bagram"),
        ("Spin-Boldak", "spin boldak"),
        ("Spin\u2013Boldak", "spin boldak"),
        ("Sana'a", "sanaa"),
        ("Sana\u2019a", "sanaa"),
        ("Ṣanʿāʾ", "sana"),
        ("  N\u2019Djamena ", "ndjamena"),
        ("U.S.", "us"),
        ("İstanbul", "istanbul"),
        ("ŁÓDŹ", "lodz"),
        ("Groß Gerau", "gross gerau"),
        ("Tromsø", "tromso"),
        ("Washington,\u00a0D.C.", "washington dc"),
        ("\u2014", ""),
    ],
)
def test_fold(written: str, folded: str) -> None:
    assert fold(written) == folded


@settings(deadline=None)
@given(st.text(max_size=40))
def test_fold_is_idempotent(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@settings(deadline=None)
@given(text=st.text(st.characters(exclude_categories=()), max_size=60))
def test_no_text_breaks_a_look_up(gazetteer: Gazetteer, text: str) -> None:
    for candidate in gazetteer.candidates(text):
        assert fold(candidate.matched) == fold(text)
        assert 0 <= candidate.prior <= 1
    gazetteer.starts_name(text)
    gazetteer.is_ordinary_word(text)
    assert gazetteer.place(text) is None


@pytest.mark.parametrize("name", ["", " ", "-", "Qwxyzzy", "Kuram", "Kabull", "the army", "\ud800"])
def test_an_unknown_name_gives_nothing(gazetteer: Gazetteer, name: str) -> None:
    assert gazetteer.candidates(name) == []


@pytest.mark.parametrize(
    ("name", "place_id"),
    [
        ("Afghanistan", "country:AFG"),
        ("Georgia", "country:GEO"),
        ("Jordan", "country:JOR"),
        ("Mexico", "country:MEX"),
        ("Luxembourg", "country:LUX"),
        ("Burma", "country:MMR"),
        ("Ivory Coast", "country:CIV"),
        ("Paris", "geonames:2988507"),
        ("London", "geonames:2643743"),
        ("Washington", "geonames:4140963"),
        ("New York", "geonames:5128581"),
        ("Kabul", "geonames:1138958"),
        ("Istanbul", "geonames:745044"),
        ("Kiev", "geonames:703448"),
        ("Calcutta", "geonames:1275004"),
        ("Saint Petersburg", "geonames:498817"),
        ("St. Petersburg", "geonames:498817"),
        ("Florida", "admin1:US-FL"),
        ("Ontario", "admin1:CA-ON"),
        ("Punjab", "admin1:PK-PB"),
        ("Paktika", "admin1:AF-PKA"),
        ("Kunar", "admin1:AF-KNR"),
        ("Gaza", "admin1:PS.GZ"),
        ("Crimea", "admin1:UA-43"),
        ("Kurram", "geonames:1172574"),
        ("Chaman", "geonames:1181611"),
        ("Spin Boldak", "geonames:1123906"),
        ("Khost", "geonames:1136469"),
        ("Rafah", "geonames:281102"),
        ("Goma", "geonames:216281"),
        ("Bakhmut", "geonames:713174"),
        ("El Fasher", "geonames:379555"),
        ("Al-Fashir", "geonames:379555"),
        ("Raqqa", "geonames:172955"),
        ("ar-Raqqah", "geonames:172955"),
        ("Ras al-Ain", "geonames:165509"),
        ("Gironde", "admin2:FR-33"),
        ("Orange County", "geonames:5379524"),
        ("Torkham", "supplement:torkham"),
        ("Bagram", "supplement:bagram"),
        ("Bagram Airfield", "supplement:bagram-air-base"),
        ("Kashmir", "supplement:kashmir"),
        ("Darfur", "supplement:darfur"),
        ("Sahel", "supplement:sahel"),
        ("Line of Control", "supplement:line-of-control"),
        ("Durand Line", "border:AFG-PAK"),
        ("Afghan\u2013Pakistani border", "border:AFG-PAK"),
        ("Thailand-Cambodia border", "border:KHM-THA"),
    ],
)
def test_a_reader_would_think_of_this_place_first(
    gazetteer: Gazetteer, name: str, place_id: str
) -> None:
    assert first(gazetteer, name).place.place_id == place_id


def test_a_name_has_all_its_bearers(gazetteer: Gazetteer) -> None:
    found = gazetteer.candidates("Georgia")
    assert {"country:GEO", "admin1:US-GA"} <= {candidate.place.place_id for candidate in found}
    springfields = gazetteer.candidates("Springfield")
    assert {"Illinois", "Missouri", "Massachusetts"} <= {
        candidate.place.admin1 for candidate in springfields
    }
    priors = [candidate.prior for candidate in springfields]
    assert priors == sorted(priors, reverse=True)
    assert len(gazetteer.candidates("San Antonio", limit=7)) == 7


@pytest.mark.parametrize(
    ("name", "place_id", "match"),
    [
        ("Kabul", "geonames:1138958", MatchKind.EXACT),
        ("KABUL", "geonames:1138958", MatchKind.FOLDED),
        ("Sana'a", "geonames:71137", MatchKind.FOLDED),
        ("Bombay", "geonames:1275339", MatchKind.ALTERNATE),
        ("Afghans", "country:AFG", MatchKind.DEMONYM),
        ("Pakistani", "country:PAK", MatchKind.DEMONYM),
        ("Dutch", "country:NLD", MatchKind.DEMONYM),
        ("Kashmiri", "supplement:kashmir", MatchKind.DEMONYM),
        ("UAE", "country:ARE", MatchKind.ABBREVIATION),
        ("U.A.E.", "country:ARE", MatchKind.ABBREVIATION),
        ("U.S.", "country:USA", MatchKind.ABBREVIATION),
        ("DRC", "country:COD", MatchKind.ABBREVIATION),
        ("KP", "admin1:PK-KP", MatchKind.ABBREVIATION),
        ("Fla.", "admin1:US-FL", MatchKind.ABBREVIATION),
        ("D.C.", "admin1:US-DC", MatchKind.ABBREVIATION),
    ],
)
def test_how_a_name_matched(
    gazetteer: Gazetteer, name: str, place_id: str, match: MatchKind
) -> None:
    found = {candidate.place.place_id: candidate.match for candidate in gazetteer.candidates(name)}
    assert found[place_id] is match


@pytest.mark.parametrize("word", ["us", "Miss", "Wash", "mass", "Uae", "who"])
def test_an_ordinary_word_is_no_abbreviation(gazetteer: Gazetteer, word: str) -> None:
    matches = [candidate.match for candidate in gazetteer.candidates(word)]
    assert MatchKind.ABBREVIATION not in matches


@pytest.mark.parametrize("name", ["KBL", "PAR", "The", "Bus", "ka bu er"])
def test_codes_and_stray_words_are_no_names(gazetteer: Gazetteer, name: str) -> None:
    assert MatchKind.ALTERNATE not in [candidate.match for candidate in gazetteer.candidates(name)]


def test_a_town_with_an_ordinary_name_stays_and_is_flagged(gazetteer: Gazetteer) -> None:
    assert first(gazetteer, "March").place.iso2 == "GB"
    assert gazetteer.is_ordinary_word("March")
    assert not gazetteer.is_ordinary_word("Kabul")


def test_a_place_says_where_it_is(gazetteer: Gazetteer) -> None:
    kabul = first(gazetteer, "Kabul").place
    assert (kabul.latitude, kabul.longitude) == (34.52813, 69.17233)
    assert (kabul.iso2, kabul.iso3) == ("AF", "AFG")
    assert (kabul.admin1_code, kabul.admin1) == ("AF-KAB", "Kabul")
    assert kabul.feature == "P.PPLC"
    assert kabul.population > 4_000_000
    assert first(gazetteer, "Kandahar").place.name == "Kandahar"
    assert first(gazetteer, "Kurram").place.admin1 == "Khyber Pakhtunkhwa"
    assert first(gazetteer, "Torkham").place.admin1 == "Nangarhar"


@pytest.mark.parametrize(
    "place_id",
    ["geonames:1138958", "country:PAK", "admin1:AF-NAN", "border:AFG-PAK", "supplement:torkham"],
)
def test_a_place_is_found_by_its_id(gazetteer: Gazetteer, place_id: str) -> None:
    place = gazetteer.place(place_id)
    assert place is not None
    assert place.place_id == place_id
    assert place in [candidate.place for candidate in gazetteer.candidates(place.name)]


@pytest.mark.parametrize(
    "place_id",
    [
        "",
        "Kabul",
        "geonames:",
        "geonames:1",
        "geonames:²",
        "country:XXX",
        "zzz:1",
        "geonames:" + "9" * 5000,
    ],
)
def test_an_unknown_id_gives_none(gazetteer: Gazetteer, place_id: str) -> None:
    assert gazetteer.place(place_id) is None


def test_scanning_helpers(gazetteer: Gazetteer) -> None:
    assert gazetteer.starts_name("Khyber")
    assert gazetteer.starts_name("SPIN-BOLDAK")
    assert not gazetteer.starts_name("qwxyzzy")
    assert not gazetteer.starts_name("")
    assert 5 <= gazetteer.longest_name_words <= 10


def test_every_country_is_known_by_name_and_demonym(gazetteer: Gazetteer) -> None:
    for row in rows_of("countries.csv"):
        assert first(gazetteer, row["name"]).place.feature.startswith("A.PCL"), row["name"]
        for demonym in filter(None, row["demonyms"].split("|")):
            found = [candidate.place.iso2 for candidate in gazetteer.candidates(demonym)]
            assert row["iso2"] in found, demonym


@pytest.mark.parametrize("row", POINTS, ids=lambda row: row["name"])
def test_a_point_of_our_own_lies_where_it_says(
    row: dict[str, str], gazetteer: Gazetteer, boundaries: Boundaries
) -> None:
    longitude, latitude = float(row["longitude"]), float(row["latitude"])
    country = {place.iso2: place.iso3 for place in _countries(gazetteer, boundaries)}
    if row["neighbour"]:
        line = boundaries.line(border_id(country[row["iso2"]], country[row["neighbour"]]))
        assert line is not None
        reach = 5 if row["feature"] in {"S.PSTB", "S.BDG"} else 15
        assert distance_km(line, longitude, latitude) < reach
    elif row["iso2"] and boundaries.locate(longitude, latitude):
        # What lies off every coast is an islet, too small for the boundaries.
        area = boundaries.area(f"country:{country[row['iso2']]}")
        assert area is not None
        assert distance_km(area, longitude, latitude) < 4


def _countries(gazetteer: Gazetteer, boundaries: Boundaries) -> list[Place]:
    places = [gazetteer.place(place_id) for place_id in boundaries.place_ids("country")]
    return [place for place in places if place]


def test_the_same_place_is_not_offered_twice(gazetteer: Gazetteer) -> None:
    for name in ("U.S.", "UAE", "D.C.", "Kyiv", "St. Petersburg", "Gaza", "Congo"):
        ids = [candidate.place.place_id for candidate in gazetteer.candidates(name)]
        assert len(ids) == len(set(ids)), name
