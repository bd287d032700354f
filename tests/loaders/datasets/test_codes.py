import pytest

from loaders.datasets import codes


@pytest.mark.parametrize(
    ("text", "iso3"),
    [
        ("AFG", "AFG"),
        ("4", "AFG"),
        ("Afghanistan", "AFG"),
        ("Yemen (North Yemen)", "YEM"),
        ("Myanmar (Burma)", "MMR"),
        ("DR Congo (Zaire)", "COD"),
        ("Congo", "COG"),
        ("Republic of Congo", "COG"),
        ("Russia (Soviet Union)", "RUS"),
        ("Bosnia-Herzegovina", "BIH"),
        ("Cambodia (Kampuchea)", "KHM"),
        ("Kingdom of eSwatini (Swaziland)", "SWZ"),
        ("Afghan", None),
        ("Kabul", None),
        ("ZZZ", None),
        ("AF", None),
        ("999", None),
    ],
)
def test_countries(text: str, iso3: str | None) -> None:
    assert codes.country_from_text(text) == iso3


def test_codes_of_countries() -> None:
    assert codes.country_from_number("004") == "AFG"
    assert codes.country_from_number("729.0") is None or codes.country_from_number("729") == "SDN"
    assert codes.country_from_number("x") is None
    # FIPS and ISO differ where it hurts: NG is Niger in FIPS and Nigeria in ISO.
    assert codes.country_from_fips("NG") == "NER"
    assert codes.country_from_fips("GZ") == "PSE"
    assert codes.country_from_fips("OC") is None


@pytest.mark.parametrize(
    ("term", "event_type"),
    [
        ("Battles", "battle"),
        ("battle", "battle"),
        ("Explosions/Remote violence", "explosion"),
        ("Violence against civilians", "violence_against_civilians"),
        ("Strategic developments", "strategic_development"),
        ("Air/drone strike", "explosion"),
        ("Mob violence", "riot"),
        ("Battle-No change of territory", "battle"),
        ("Remote violence", "explosion"),
        ("Riots/Protests", None),
        ("Bombing/Explosion", "explosion"),
        ("Something else", None),
    ],
)
def test_types_of_events(term: str, event_type: str | None) -> None:
    assert codes.event_type_from_text(term) == event_type


def test_sub_types() -> None:
    assert codes.sub_event_type_from_text("Suicide bomb") == "suicide_bombing"
    assert codes.sub_event_type_from_text("Battle-Government regains territory") == (
        "government_regains_territory"
    )
    assert codes.sub_event_type_from_text("Remote violence") is None


@pytest.mark.parametrize(
    ("code", "kind", "event_type", "sub_event_type"),
    [
        ("190", "incident", "battle", "armed_clash"),
        ("195", "incident", "explosion", "air_strike"),
        ("1951", "incident", "explosion", "air_strike"),
        ("183", "incident", "explosion", "remote_explosive"),
        ("1831", "incident", "explosion", "suicide_bombing"),
        ("141", "incident", "protest", None),
        ("145", "incident", "riot", None),
        ("046", "talks", "talks", None),
        ("010", "statement", "other", None),
        ("036", "statement", "talks", None),
        ("99", None, None, None),
    ],
)
def test_cameo(
    code: str, kind: str | None, event_type: str | None, sub_event_type: str | None
) -> None:
    found = tuple(
        codes.cameo_column(name)(code) for name in ("kind", "event_type", "sub_event_type")
    )
    assert found == (kind, event_type, sub_event_type)


def test_the_table_of_cameo_agrees_with_the_project_s_own() -> None:
    # One code has several sub-types there; then the table gives none of them, or one of them.
    for row in codes._schemes():
        if row["cameo"]:
            event_type = codes.cameo_column("event_type")(row["cameo"])
            assert event_type in (row["event_type"], "strategic_development", "incident"), row
