import csv

import pytest

from geodata.event_schemes import event_scheme, state_takes_part, violence_type
from geodata.gazetteer import DEFAULT_PATH
from geodata.vocabulary import EventType, SubEventType, ViolenceType

# The 25 sub-event types of ACLED's codebook by event type.
CODEBOOK = {
    "Battles": [
        "Government regains territory",
        "Non-state actor overtakes territory",
        "Armed clash",
    ],
    "Protests": [
        "Excessive force against protesters",
        "Protest with intervention",
        "Peaceful protest",
    ],
    "Riots": ["Violent demonstration", "Mob violence"],
    "Explosions/Remote violence": [
        "Chemical weapon",
        "Air/drone strike",
        "Suicide bomb",
        "Shelling/artillery/missile attack",
        "Remote explosive/landmine/IED",
        "Grenade",
    ],
    "Violence against civilians": [
        "Sexual violence",
        "Attack",
        "Abduction/forced disappearance",
    ],
    "Strategic developments": [
        "Agreement",
        "Arrests",
        "Change to group/activity",
        "Disrupted weapons use",
        "Headquarters or base established",
        "Looting/property destruction",
        "Non-violent transfer of territory",
        "Other",
    ],
}
PLOVER = set(
    "AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT DEMAND ACCUSE REJECT THREATEN PROTEST "
    "SANCTION MOBILIZE COERCE ASSAULT".split()
)


def rows() -> list[dict[str, str]]:
    path = DEFAULT_PATH.parent / "event_types.csv"
    return list(csv.DictReader(path.read_text("utf-8").splitlines()))


def test_every_sub_event_type_of_the_codebook_is_there_once() -> None:
    told = [(row["acled_event_type"], row["acled_sub_event_type"]) for row in rows()]
    named = sorted(pair for pair in told if all(pair))
    assert named == sorted((wide, narrow) for wide in CODEBOOK for narrow in CODEBOOK[wide])


def test_every_term_of_ours_has_a_line() -> None:
    assert {row["event_type"] for row in rows()} == set(EventType)
    narrow = [row["sub_event_type"] for row in rows() if row["sub_event_type"]]
    assert sorted(narrow) == sorted(SubEventType)


def test_events_of_plover() -> None:
    assert {row["plover_event"] for row in rows()} - {""} <= PLOVER


@pytest.mark.parametrize(
    ("event_type", "sub_event_type", "plover", "mode", "cameo"),
    [
        ("explosion", "suicide_bombing", "ASSAULT", "suicide-attack", "1831"),
        ("explosion", "air_strike", "ASSAULT", "heavy-weapons", "195"),
        ("violence_against_civilians", "abduction", "ASSAULT", "abduct", "181"),
        ("riot", "mob_violence", "PROTEST", "riot", "145"),
        ("talks", None, "CONSULT", None, "046"),
        ("explosion", None, "ASSAULT", None, None),
        ("explosion", "a term of their own", "ASSAULT", None, None),
        (None, None, None, None, None),
    ],
)
def test_codes(
    event_type: str | None,
    sub_event_type: str | None,
    plover: str | None,
    mode: str | None,
    cameo: str | None,
) -> None:
    scheme = event_scheme(event_type, sub_event_type)
    assert (scheme.plover_event, scheme.plover_mode, scheme.cameo) == (plover, mode, cameo)


@pytest.mark.parametrize(
    ("event_type", "sub_event_type", "groups", "state_party", "expected"),
    [
        ("battle", "armed_clash", {"soldiers", "militants"}, None, ViolenceType.STATE_BASED),
        ("battle", "armed_clash", {"militants"}, False, ViolenceType.NON_STATE),
        ("battle", "armed_clash", {"militants"}, None, None),
        ("battle", None, set(), True, ViolenceType.STATE_BASED),
        ("explosion", "shelling", {"civilians"}, True, ViolenceType.ONE_SIDED),
        ("explosion", "shelling", {"civilians", "soldiers"}, None, ViolenceType.STATE_BASED),
        ("explosion", "remote_explosive", set(), None, None),
        ("violence_against_civilians", "attack", set(), None, ViolenceType.ONE_SIDED),
        ("protest", "excessive_force_against_protesters", (), True, ViolenceType.ONE_SIDED),
        ("protest", "peaceful_protest", {"protesters"}, True, None),
        ("strategic_development", "arrests", {"militants"}, True, None),
        ("talks", None, (), True, None),
        (None, None, (), None, None),
    ],
)
def test_type_of_violence(
    *,
    event_type: str | None,
    sub_event_type: str | None,
    groups: set[str],
    state_party: bool | None,
    expected: ViolenceType | None,
) -> None:
    told = violence_type(event_type, sub_event_type, groups=groups, state_party=state_party)
    assert told == expected


@pytest.mark.parametrize(
    ("side_a", "side_b", "expected"),
    [
        ("Mali", None, True),
        ("JNIM", "Government of Mali", True),
        ("CODECO", "Zaire", False),
        ("CODECO", None, None),
        (None, None, None),
    ],
)
def test_whether_a_state_takes_part(
    side_a: str | None, side_b: str | None, expected: object
) -> None:
    assert state_takes_part(side_a, side_b) is expected
