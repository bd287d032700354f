"""Rivers told by their banks."""

from collections.abc import Callable

import pytest
import shapely
from mentions import only, shape_of

from geodata.boundaries import Boundaries, distance_km
from loaders.places.mention import PlaceMention

Finder = Callable[[str], list[PlaceMention]]


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("Shells hit villages on the banks of the Dnipro.", "Dnipro"),
        ("Two died on the left bank of the Dnipro River.", "Dnipro River"),
        ("Troops crossed the Dnipro in boats.", "Dnipro"),
        ("Shelling killed two on the right bank of the Dnieper.", "Dnieper"),
        ("They fired across the Dnipro.", "Dnipro"),
    ],
)
def test_banks_make_a_river(
    places_in: Finder, places_boundaries: Boundaries, text: str, span: str
) -> None:
    river = only(places_in(text), span)
    assert (river.place_id, river.feature) == ("supplement:dnipro-river", "H.STM")
    line = shape_of(river, places_boundaries)
    assert line.geom_type == "LineString"
    # It flows through Kyiv and past Kherson.
    assert distance_km(line, 30.52, 50.45) < 15
    assert distance_km(line, 32.6, 46.63) < 15
    assert shapely.length(line) > 5


@pytest.mark.parametrize(
    "text",
    ["Shells hit Dnipro.", "Two died in the Dnipro region.", "They came from the Dnipro mayor."],
)
def test_a_town_stays_a_town(places_in: Finder, text: str) -> None:
    assert "supplement:dnipro-river" not in [each.place_id for each in places_in(text)]
