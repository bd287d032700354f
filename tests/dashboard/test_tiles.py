import json
import re

import pytest

from dashboard.tiles import TileSource, images_policy, offering, tile_source
from geodata.errors import UsageError
from geodata.settings import Settings

PAGE = (
    b"""<html><head><meta content="img-src data: blob:; base-uri 'none'"></head><body>map</body>"""
)
POLICY = "default-src 'none'; img-src data: blob:; base-uri 'none'"
HOST = "https://tile.openstreetmap.org"


def source(*, network: bool = True) -> TileSource:
    found = tile_source(Settings(tiles="OpenStreetMap.Mapnik", network=network))
    assert found is not None
    return found


def told(page: bytes) -> dict[str, object]:
    found = re.search(rb'id="incidentmap-tiles">(.*?)</script>', page)
    assert found is not None
    answer: dict[str, object] = json.loads(found[1])
    return answer


def test_none_are_offered_unless_a_setting_names_them() -> None:
    assert tile_source(Settings(network=True)) is None
    assert source().url == f"{HOST}/{{z}}/{{x}}/{{y}}.png"
    assert source().host == HOST
    assert "OpenStreetMap" in source().attribution


def test_a_page_may_reach_one_host_once_tiles_are_chosen_and_not_before() -> None:
    for chosen in (False, True):
        page = offering(PAGE, source(), chosen=chosen)
        assert told(page)["shown"] is chosen
        assert (HOST.encode() in page.partition(b"<body>")[0]) is chosen
        assert (HOST in images_policy(POLICY, source(), chosen=chosen)) is chosen
    assert images_policy(POLICY, None, chosen=True) == POLICY
    assert images_policy(POLICY, source(), chosen=True) == (
        f"default-src 'none'; img-src data: blob: {HOST}; base-uri 'none'"
    )


def test_a_closed_network_stays_closed() -> None:
    closed = source(network=False)
    page = offering(PAGE, closed, chosen=True)
    assert told(page)["shown"] is told(page)["is_open"] is False
    assert b"img-src data: blob:;" in page
    assert images_policy(POLICY, closed, chosen=True) == POLICY


@pytest.mark.parametrize(
    ("name", "said"),
    [("Nowhere.Street", "no tiles called"), ("Thunderforest.Outdoors", "needs a key")],
)
def test_a_source_that_cannot_be_used_is_named(name: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        tile_source(Settings(tiles=name, network=True))
