import numpy as np
import pytest
import shapely
from shapely import affinity

from geodata import boundary_profiles
from geodata.boundaries import Boundaries
from geodata.boundary_profiles import (
    LineStyle,
    boundary_note,
    boundary_profile,
    disputed_lines,
    without_disputed,
)
from geodata.errors import TablesError, UsageError

NEUTRAL, UN, CONTROLLED = map(boundary_profile, ("neutral", "un", "controlled"))
LINES = {line.name: line for line in disputed_lines()}


@pytest.mark.parametrize(
    ("name", "neutral", "un", "controlled", "claims"),
    [
        ("Line of Control", "dashed", "dashed", "solid", {"IND": "hidden", "PAK": "hidden"}),
        ("Eastern edge of Aksai Chin", "dashed", "dashed", "hidden", {"IND": "solid"}),
        ("Crimean isthmus", "dashed", "hidden", "solid", {"UKR": "hidden", "RUS": "solid"}),
        ("Kosovo–Serbia border", "dashed", "dashed", "solid", {"SRB": "hidden", "XKX": "solid"}),
        ("Berm", "dashed", "hidden", "solid", {"MAR": "hidden"}),
        ("Durand Line", "solid", "solid", "solid", {"AFG": "dashed", "PAK": "solid"}),
        # Whoever is no party to a dispute draws it as neutral does.
        ("Cyprus Green Line", "dashed", "dashed", "solid", {"CYP": "hidden", "IND": "dashed"}),
    ],
)
def test_each_profile_draws_a_line_its_own_way(
    name: str, neutral: str, un: str, controlled: str, claims: dict[str, str]
) -> None:
    line = LINES[name]
    assert line.drawn(NEUTRAL) == neutral
    assert line.drawn(UN) == un
    assert line.drawn(CONTROLLED) == controlled
    for code, style in claims.items():
        assert line.drawn(boundary_profile(code)) == style


@pytest.mark.parametrize(
    ("name", "box", "degrees"),
    [
        # West, south, east, north that the line spans, and its length, both about.
        ("Line of Control", (73.8, 32.8, 77.1, 35.7), 6.9),
        ("Crimean isthmus", (33.6, 45.7, 35.0, 46.2), 1.9),
        ("Northern border of Western Sahara", (-13.2, 27.7, -8.7, 27.7), 4.5),
        ("Purple Line", (35.8, 32.7, 35.9, 33.4), 0.9),
        ("Western edge of the Golan Heights", (35.6, 32.7, 35.8, 33.3), 0.8),
        ("Edge of South Ossetia", (43.6, 42.0, 44.6, 42.7), 2.4),
        ("Northern edge of Abyei", (27.8, 9.6, 29.0, 10.2), 2.0),
        ("Eastern edge of Aksai Chin", (78.0, 33.4, 80.4, 36.0), 5.2),
    ],
)
def test_a_line_runs_where_it_should(
    name: str, box: tuple[float, float, float, float], degrees: float
) -> None:
    shape = LINES[name].shape
    assert shapely.bounds(shape) == pytest.approx(box, abs=0.25)
    assert shapely.length(shape) == pytest.approx(degrees, rel=0.35)


def test_lines_lie_on_land_and_none_is_left_empty() -> None:
    with Boundaries.open() as boundaries:
        for line in LINES.values():
            for part in shapely.get_parts(line.shape):
                middle = shapely.line_interpolate_point(part, 0.5, normalized=True)
                assert boundaries.locate(middle.x, middle.y) is not None, line.name


def test_what_is_disputed_is_cut_out_of_other_lines() -> None:
    with Boundaries.open() as boundaries:
        border = boundaries.border("IND", "PAK")
    assert border is not None
    lines = np.array([border, shapely.LineString([(0, 50), (1, 50)])], dtype=object)
    left = without_disputed(lines)
    control = LINES["Line of Control"].shape
    assert shapely.distance(left, control).min() > boundary_profiles.REACH_DEGREES * 0.9
    # The border south of Kashmir, and the line far from any dispute.
    assert 0.5 < shapely.length(left).sum() / shapely.length(lines).sum() < 0.9
    # The same on a map that begins a turn further east.
    turned = affinity.translate(border, 360)
    assert shapely.length(without_disputed(np.array([turned]))).sum() == pytest.approx(
        shapely.length(without_disputed(np.array([border]))).sum(), rel=1e-3
    )


def test_profiles_are_known_by_name_and_claimants_by_code() -> None:
    assert boundary_profile(" UN ").name == "un"
    assert boundary_profile("ind").title == "As claimed by India"
    assert boundary_profile("ind").claimant == "IND"
    assert UN.claimant is None
    profiles = boundary_profiles.boundary_profiles()
    assert [profile.name for profile in profiles[:3]] == ["neutral", "un", "controlled"]
    with pytest.raises(UsageError, match=r"'france'.*neutral, un, controlled.*IND"):
        boundary_profile("france")


def test_the_note_says_whose_view_it_is() -> None:
    for profile, said in ((UN, "United Nations"), (CONTROLLED, "controls"), (NEUTRAL, "Dashed")):
        assert said in boundary_note(profile)
    note = boundary_note(boundary_profile("SRB"))
    assert note.startswith("Boundaries and names on this map state no opinion")
    assert "as claimed by Serbia" in note


def test_every_claimant_hides_or_draws_something() -> None:
    for profile in boundary_profiles.boundary_profiles()[3:]:
        own = [line for line in LINES.values() if profile.name in line.claims]
        assert own, profile.name
        assert all(isinstance(line.drawn(profile), LineStyle) for line in own)


def test_a_damaged_table_says_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> None:
    monkeypatch.setattr(boundary_profiles, "TABLE", tmp_path)
    boundary_profiles._table.cache_clear()
    with pytest.raises(TablesError, match="install the program again"):
        disputed_lines()
    boundary_profiles._table.cache_clear()
