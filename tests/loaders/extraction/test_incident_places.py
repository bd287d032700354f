"""Where the rows of incidents are whose place is told by more than a name."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.incident import Incident, Report, stable_id
from geodata.settings import Settings
from geodata.vocabulary import LocationPrecision
from loaders.extraction.extract import Extractor

Precision = LocationPrecision


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor.open(Settings())


def incidents_in(extractor: Extractor, text: str) -> list[Incident]:
    report = Report(
        report_id=stable_id(text),
        sha256=stable_id(text),
        text=text,
        published=dt.date(2026, 3, 12),
    )
    return extractor.extract(report).incidents


@pytest.mark.parametrize(
    ("place", "name", "precision", "drawn"),
    [
        ("on the road between Kyiv and Odesa", "Kyiv–Odesa road", Precision.REGION, "Polygon"),
        ("on the Kabul-Kandahar highway", "Kabul–Kandahar highway", Precision.REGION, "Polygon"),
        ("20 km north of Kunduz", "20 km north of Kunduz", Precision.DISTRICT, "Point"),
        ("near Goma", "Goma", Precision.TOWN, "Point"),
        ("off the coast of Yemen", "off the coast of Yemen", Precision.REGION, "MultiPolygon"),
        (
            "40 nautical miles off Hodeidah",
            "40 nautical miles off Hodeidah",
            Precision.REGION,
            "Point",
        ),
        (
            "along the Afghan–Pakistani border",
            "Afghanistan–Pakistan border",
            Precision.BORDER,
            "LineString",
        ),
        ("on the banks of the Dnipro", "Dnipro River", Precision.REGION, "LineString"),
        ("in eastern Afghanistan", "eastern Afghanistan", Precision.REGION, "MultiPolygon"),
        ("in the Kyiv suburb of Bucha", "Bucha", Precision.TOWN, "Point"),
        (
            "in the tri-border area of Mali, Niger and Burkina Faso",
            "Mali–Niger–Burkina Faso tri-border area",
            Precision.REGION,
            "Polygon",
        ),
        (
            "in Izyum, a town about 120 km southeast of Kharkiv,",
            "Izium",
            Precision.TOWN,
            "Point",
        ),
    ],
)
def test_the_row_has_the_place_that_the_words_tell(
    extractor: Extractor, place: str, name: str, precision: LocationPrecision, drawn: str
) -> None:
    (incident,) = incidents_in(extractor, f"Gunmen killed five soldiers {place} on Sunday.")
    assert (incident.place_name, incident.location_precision) == (name, precision)
    assert incident.geometry is not None
    assert incident.geometry.geom_type == drawn
    assert incident.radius_km is not None


def test_the_country_that_is_spoken_of_gives_its_part(extractor: Extractor) -> None:
    (incident,) = incidents_in(
        extractor,
        "Nigerian officials said gunmen killed 24 people in the northwest of the country.",
    )
    assert incident.place_name == "northwestern Nigeria"
    assert incident.location_precision is LocationPrecision.REGION


def test_a_town_in_the_part_told_before_is_the_same_event(extractor: Extractor) -> None:
    (incident,) = incidents_in(
        extractor,
        "A suicide bombing killed 12 people in eastern Afghanistan on Sunday. "
        "The bombing hit a market in Jalalabad, police said.",
    )
    assert incident.place_name == "Jalalabad"


_PLACES = (
    "in Kabul", "near Goma", "20 km north of Kunduz", "off the coast of Yemen", "off Odesa",
    "between Kyiv and Odesa", "on the Durand Line", "in the country's east", "along the border",
    "in Mali", "in the north of Mali", "in Mali's border regions", "on the banks of the Dnipro",
    "in Donetsk region", "in the Black Sea", "in the tri-border area", "in Zorbania",
    "some 30 miles (48 km) south-east of the city of Herat", "on the outskirts of Kandahar",
)  # fmt: skip
_EVENTS = (
    "Gunmen killed five soldiers", "A bomb killed nine", "Thailand and Cambodia met",
    "More than 70 people were killed", "The president denied it", "Afghan police shot two men",
)  # fmt: skip


@settings(deadline=None, max_examples=40)
@given(
    st.lists(st.tuples(st.sampled_from(_EVENTS), st.sampled_from(_PLACES)), min_size=1, max_size=4)
)
def test_whatever_has_a_place_has_a_precision_and_a_radius(
    extractor: Extractor, told: list[tuple[str, str]]
) -> None:
    text = " ".join(f"{event} {place}." for event, place in told)
    for incident in incidents_in(extractor, text):
        placed = incident.geometry is not None
        assert placed == (incident.radius_km is not None)
        assert placed == (incident.location_precision is not LocationPrecision.NONE)
        assert placed == (incident.place_name is not None)
        if incident.location_precision is LocationPrecision.BORDER:
            assert incident.geometry is not None
            assert incident.geometry.geom_type in {"LineString", "MultiLineString"}


@pytest.mark.parametrize(
    ("text", "iso3"),
    [
        ("Two U.S. missionaries were shot dead in La Paz on Tuesday.", "BOL"),
        ("Gunmen killed two UK citizens near Kampala on Tuesday.", "UGA"),
        ("Gunmen killed two students in the U.S. on Tuesday.", "USA"),
    ],
)
def test_a_country_that_says_whose_somebody_is_is_no_place(
    extractor: Extractor, text: str, iso3: str
) -> None:
    assert [incident.iso3 for incident in incidents_in(extractor, text)] == [iso3]


def test_where_a_local_source_is_it_happened(extractor: Extractor) -> None:
    text = "Police in Tegucigalpa said on Monday that four men were gunned down the night before."
    (incident,) = incidents_in(extractor, text)
    assert incident.place_name == "Tegucigalpa"
    assert incident.date_start == dt.date(2026, 3, 8)


def test_each_place_of_a_list_is_a_row_of_its_own(extractor: Extractor) -> None:
    text = "On Tuesday protests were reported in Mombasa, Kisumu and Nakuru."
    found = incidents_in(extractor, text)
    assert [row.place_name for row in found] == ["Mombasa", "Kisumu", "Nakuru"]
    assert len({row.incident_id for row in found}) == len(found)


@pytest.mark.parametrize(
    "sentence",
    [
        "While the talks went on, gunmen killed nine villagers near Kadugli on Tuesday, they said.",
        "Gunmen killed nine villagers near Kadugli during the talks on Tuesday, a council said.",
    ],
)
def test_what_happened_during_talks_has_its_own_place(extractor: Extractor, sentence: str) -> None:
    told = "Talks between Sudan's army and the rebels in Jeddah ended on Wednesday without a deal."
    rows = incidents_in(extractor, f"{told}\n\n{sentence}")
    assert {row.kind: row.place_name for row in rows} == {"talks": "Jeddah", "incident": "Kadugli"}
