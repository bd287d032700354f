from pathlib import Path
from typing import Any

import numpy as np
import pytest
from packed_texts import unpacked_columns, unpacked_json

from dashboard.map import basemap as module
from dashboard.map.basemap import WORLD_UNITS, ArcKind, RingKind, basemap, cells_of
from dashboard.map.mercator import world_x, world_y
from geodata.boundary_profiles import disputed_lines
from geodata.errors import TablesError

Columns = dict[str, Any]


def around(*places: tuple[float, float]) -> tuple[Columns, dict[str, Any]]:
    """Return lines and names of the basemap for data at places (longitude, latitude)."""
    cells = cells_of(
        world_x([place[0] for place in places]), world_y([place[1] for place in places])
    )
    packed = basemap(cells)
    return unpacked_columns(packed["lines"]), unpacked_json(packed["labels"])


def detail_near(columns: Columns, longitude: float, latitude: float) -> int:
    """Return how many points of lines lie within two degrees of a place."""
    first = np.repeat(np.cumsum(columns["arc_sizes"]) - columns["arc_sizes"], columns["arc_sizes"])
    x, y = (
        np.repeat(columns[f"arc_{axis}"], columns["arc_sizes"]).astype(np.int64)
        + np.cumsum(columns[f"{axis}_steps"].astype(np.int64))
        - np.cumsum(columns[f"{axis}_steps"].astype(np.int64))[first]
        for axis in ("x", "y")
    )
    reach = WORLD_UNITS * 2 / 360
    near = abs(x - world_x(longitude) * WORLD_UNITS) < reach
    near &= abs(y - world_y(latitude) * WORLD_UNITS) < reach
    return int(near.sum())


def test_what_iso_3166_lists_under_no_name_is_not_named_as_a_country() -> None:
    names = {row[0] for row in around((45.3, 2.0))[1]["countries"]}
    assert {"Somalia", "Cyprus", "Kosovo"} <= names
    assert not names & {"Somaliland", "Northern Cyprus", "Siachen Glacier"}


def test_detail_is_where_the_data_are() -> None:
    kabul, oslo = (69.2, 34.5), (10.7, 59.9)
    at_kabul, at_oslo = around(kabul)[0], around(oslo)[0]
    assert detail_near(at_kabul, *kabul) > 5 * max(detail_near(at_oslo, *kabul), 1)
    assert detail_near(at_oslo, *oslo) > 5 * max(detail_near(at_kabul, *oslo), 1)


@pytest.mark.parametrize("places", [[], [(69.2, 34.5)], [(-179.9, -17.0)], [(0.0, 89.0)]])
def test_rings_close_and_count_through_the_arcs(places: list[tuple[float, float]]) -> None:
    columns, _ = around(*places)
    ends = np.cumsum(columns["arc_sizes"].astype(np.int64))
    starts = ends - columns["arc_sizes"]
    steps = {axis: columns[f"{axis}_steps"].astype(np.int64) for axis in ("x", "y")}
    sums = {
        axis: np.array([steps[axis][a:b].sum() for a, b in zip(starts, ends, strict=True)])
        for axis in ("x", "y")
    }
    ring_ends = np.cumsum(columns["ring_sizes"].astype(np.int64))
    for number, end in enumerate(ring_ends):
        arcs = columns["ring_arcs"][end - columns["ring_sizes"][number] : end]
        for axis in ("x", "y"):
            around_it = sum(-sums[axis][~arc] if arc < 0 else sums[axis][arc] for arc in arcs)
            # Around the pole, a ring ends one world further on.
            assert around_it % WORLD_UNITS == 0, (number, axis)
    assert set(columns["ring_kinds"]) == {RingKind.LAND, RingKind.LAKE}
    assert {ArcKind.COAST, ArcKind.BORDER} <= set(columns["arc_kinds"].tolist())


def test_each_profile_says_how_each_disputed_line_is_drawn() -> None:
    packed = basemap(cells_of([], []))
    columns, profiles = unpacked_columns(packed["lines"]), unpacked_json(packed["profiles"])
    lines = [line.name for line in disputed_lines()]
    styles = {one["name"]: dict(zip(lines, one["styles"], strict=True)) for one in profiles}
    assert profiles[0]["name"] == "neutral"
    assert styles["neutral"]["Crimean isthmus"] == "d"
    assert styles["un"]["Crimean isthmus"] == "h"
    assert styles["controlled"]["Crimean isthmus"] == "s"
    # Also where no data lie near: they stand for borders, which are drawn everywhere.
    arcs = np.count_nonzero(columns["arc_kinds"] == ArcKind.DISPUTED)
    assert arcs == len(columns["disputed_arcs"])
    assert set(columns["disputed_arcs"]) == set(range(len(lines)))
    # The table of the map was made from the same lines.
    assert module.basemap_table()["disputed_names"].tolist() == lines


def test_borders_leave_out_what_is_disputed_and_nothing_else() -> None:
    table = module.basemap_table()
    arc_kinds = np.repeat(table["arc_kinds"], table["arc_sizes"])
    border = arc_kinds == ArcKind.BORDER
    assert not table["disputed_points"][~border].any()
    x, y = table["x"] / WORLD_UNITS, table["y"] / WORLD_UNITS

    def share(longitude: float, latitude: float) -> float:
        off = np.hypot(x - world_x(longitude), y - world_y(latitude))
        return float(table["disputed_points"][border & (off < 0.5 / 360)].mean())

    # The Line of Control and the neck of Crimea, and India's border with Pakistan further south.
    assert share(74.0, 34.7) > 0.9
    assert share(33.9, 46.1) > 0.9
    assert share(73.9, 29.9) == 0


def test_names_are_those_that_matter() -> None:
    _, names = around((69.2, 34.5))
    towns = [town[0] for town in names["towns"]]
    assert {"Kabul", "Jalālābād", "London"} <= set(towns) or "Jalalabad" in towns
    assert towns.count("Kabul") == 1
    assert "Afghanistan" in [country[0] for country in names["countries"]]


def test_data_everywhere_keep_the_page_small() -> None:
    places = [(float(x), float(y)) for x in range(-180, 180, 2) for y in range(-60, 76, 2)]
    cells = cells_of(
        world_x([place[0] for place in places]), world_y([place[1] for place in places])
    )
    packed = basemap(cells)
    assert len(packed["lines"]) + len(packed["labels"]) < 700_000


def test_a_damaged_table_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    broken = tmp_path / "basemap.npz"
    broken.write_bytes(b"no archive")
    monkeypatch.setattr(module, "TABLE", broken)
    module.basemap_table.cache_clear()
    try:
        with pytest.raises(TablesError, match=r"basemap\.npz"):
            basemap(cells_of([], []))
    finally:
        module.basemap_table.cache_clear()
