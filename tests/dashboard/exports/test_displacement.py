from pathlib import Path

import numpy as np
import pytest
from export_records import frames, incident, of_every_kind
from shapely.geometry import Point, box

from dashboard.exports.displacement import LEAST_SHARE, Displacement
from dashboard.exports.publishable import Publishable, publishable
from geodata.boundaries import Boundaries, distance_km
from geodata.errors import UsageError
from geodata.frames import validate
from geodata.incident import Claim, Incident, Report
from geodata.store import Store

KEY = b"a key of a store"
TOWN = Point(66.4, 31.0065)


def moved(*rows: Incident, km: float = 10, key: bytes = KEY) -> Publishable:
    return publishable(*frames(list(rows)), displacement=Displacement(km, key))


def places(content: Publishable) -> list[tuple[float, float]]:
    return [(one.x, one.y) for one in content.incidents.geometry]


def test_a_point_is_moved_within_its_radius_and_division() -> None:
    rng = np.random.default_rng(1)
    rows = [
        incident(f"{number:016x}", geometry=Point(65 + rng.random(), 31 + rng.random()))
        for number in range(60)
    ]
    content = moved(*rows)
    with Boundaries.open() as boundaries:
        for row, (lon, lat) in zip(rows, places(content), strict=True):
            assert row.geometry is not None
            far = distance_km(row.geometry, lon, lat)
            assert 10 * LEAST_SHARE * 0.98 <= far <= 10
            home = boundaries.locate(row.geometry.x, row.geometry.y)
            there = boundaries.locate(lon, lat)
            assert home is not None
            assert there is not None
            assert there.admin1_id == home.admin1_id


def test_the_radius_holds_where_the_place_is() -> None:
    content = moved(incident("0000000000000001"), incident("0000000000000002", radius_km=5.0))
    assert content.incidents["radius_km"].tolist() == [10, 15]
    assert content.incidents["location_precision"].tolist() == ["district", "district"]
    assert content.displaced_rows == 2
    (note,) = content.notes()
    assert note.startswith("Points moved by up to 10 km to protect places, without their place")
    assert note.endswith(": 2.")


def test_the_same_place_is_moved_to_the_same_place() -> None:
    one = moved(incident("0000000000000001"))
    with_others = moved(incident("0000000000000007", geometry=Point(65, 32)), incident("2" * 16))
    assert places(one) == places(with_others)[1:]


def test_another_key_or_distance_moves_elsewhere() -> None:
    row = incident("0000000000000001")
    first, second = places(moved(row))[0], places(moved(row, key=b"another"))[0]
    assert first != second
    # Were the direction the same for two distances, the two would lead back to the place.
    third = places(moved(row, km=20))[0]
    ways = [np.arctan2(lat - TOWN.y, lon - TOWN.x) for lon, lat in (first, third)]
    assert abs(ways[0] - ways[1]) > 0.01


def test_nothing_names_the_place_of_a_moved_row() -> None:
    content = moved(incident("0000000000000001", claimant="the mayor of Spīn Bōldak"))
    (row,) = content.incidents.to_dict("records")
    assert row["place_name"] == "Kandahar"
    assert content.incidents[["place_id", "claimant"]].isna().all(axis=None)
    assert row["report_ids"] == []
    assert content.claims["quote"].tolist() == [""]
    assert content.claims["low"].tolist() == [5]
    assert content.reports[["title", "url"]].isna().all(axis=None)
    assert content.reports["publisher"].tolist() == ["open publisher"]
    for frame, table in zip(content.tables(), (Incident, Claim, Report), strict=True):
        validate(frame, table)


def test_what_is_wider_than_the_distance_stays() -> None:
    rows = [one for one in of_every_kind() if one.geometry is None or one.geometry.area]
    content = moved(*rows)
    assert content.displaced_rows == 0
    assert content.incidents["place_name"].tolist()[0] == "Paktika"
    assert content.incidents.geometry.iloc[0].equals(box(68, 32, 69.5, 33.5))


def test_a_small_area_becomes_a_point() -> None:
    content = moved(incident("0000000000000001", geometry=box(66.4, 31.0, 66.42, 31.02)))
    assert content.incidents.geometry.iloc[0].geom_type == "Point"


def test_the_key_is_not_shown() -> None:
    assert "key" not in repr(Displacement(10, KEY))


@pytest.mark.parametrize("km", [0, -1, 201, float("nan"), float("inf")])
def test_a_distance_that_makes_no_sense(km: float) -> None:
    with pytest.raises(UsageError, match="up to 200 km"):
        Displacement(km, KEY)


def test_a_store_keeps_its_key(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "one.db", create=True)
    other = Store.open(tmp_path / "two.db", create=True)
    for one in (store, other):
        one._create()
    assert store.secret() == store.secret()
    assert store.secret() != other.secret()
    assert len(store.secret()) == 32
    store.backup(tmp_path / "copy.db")
    assert Store.open(tmp_path / "copy.db").secret() == store.secret()
