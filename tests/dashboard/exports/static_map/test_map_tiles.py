"""Map tiles under static maps: where they lie, what is said of them, and only when asked for."""

import io
import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from made_maps import border_crisis, made_content
from PIL import Image

from dashboard.cli import run
from dashboard.exports.static_map.drawing import draw_map
from dashboard.exports.static_map.extent import Frame, extent_of
from dashboard.exports.static_map.options import MapOptions
from dashboard.exports.static_map.tiles import TileLayer
from dashboard.tiles import TileSource
from geodata.errors import ExportError, NetworkError

SOURCE = TileSource(
    name="Made.Up",
    url="https://tiles.example/{z}/{x}/{y}.png",
    host="https://tiles.example",
    attribution="(C) Somebody <b>else</b>",
    max_zoom=12,
    is_open=True,
)


def answering(colour_of: Callable[[int, int, int], tuple[int, int, int]]) -> TileLayer:
    """Return tiles of one colour each."""

    def fetch(address: str) -> bytes:
        zoom, column, row = map(int, re.findall(r"\d+", address))
        picture = io.BytesIO()
        Image.new("RGB", (256, 256), colour_of(zoom, column, row)).save(picture, "PNG")
        return picture.getvalue()

    return TileLayer(SOURCE, fetch)


def by_quarter(zoom: int, column: int, row: int) -> tuple[int, int, int]:
    """Colour east red and north green."""
    half = 2**zoom // 2
    return (255 if column >= half else 0, 255 if row < half else 0, 0)


@pytest.mark.parametrize(
    ("box", "corners"),
    [
        # North-west, north-east, south-west, south-east of a box around 0, 0.
        ((-20.0, -15.0, 20.0, 15.0), [(0, 255), (255, 255), (0, 0), (255, 0)]),
        # Across the antimeridian the east of the world lies on the left.
        ((170.0, -15.0, -170.0, 15.0), [(255, 255), (0, 255), (255, 0), (0, 0)]),
    ],
)
def test_each_dot_shows_the_tile_that_lies_there(
    box: tuple[float, float, float, float], corners: list[tuple[int, int]]
) -> None:
    frame = Frame.around(extent_of(np.array([], dtype=object), box), 180, 120)
    pixels = answering(by_quarter).picture(frame).pixels
    found = [tuple(pixels[y, x, :2].tolist()) for y in (8, -8) for x in (8, -8)]
    assert found == corners


def test_a_page_takes_few_tiles() -> None:
    asked: list[str] = []
    frame = Frame.around(extent_of(np.array([], dtype=object), (-20, 30, 40, 60)), 800, 1100)
    layer = answering(by_quarter)
    TileLayer(SOURCE, lambda address: asked.append(address) or layer.fetch(address)).picture(frame)
    assert 8 <= len(asked) <= 48
    assert len(set(asked)) == len(asked)


def test_the_map_shows_them_and_names_their_source() -> None:
    content = made_content(border_crisis())
    layer = answering(lambda _z, _x, _y: (10, 200, 30))
    drawn = np.asarray(Image.open(io.BytesIO(draw_map(content, MapOptions(dpi=50), tiles=layer))))
    green = (np.abs(drawn[..., :3].astype(int) - (10, 200, 30)).max(axis=2) < 8).mean()
    assert green > 0.3
    said = draw_map(content, kind="svg", tiles=layer).decode()
    assert "Somebody &lt;b&gt;else" in said
    assert "First-level division" not in said
    assert "First-level division" in draw_map(content, kind="svg").decode()
    assert said == draw_map(content, kind="svg", tiles=layer).decode()
    assert "Somebody" not in draw_map(content, kind="svg").decode()


def refuse(_address: str) -> bytes:
    raise NetworkError("the server does not answer")


@pytest.mark.parametrize(
    ("fetch", "said"),
    [
        (refuse, "tiles of Made.Up: not fetched: the server does not answer"),
        (lambda _address: b"<html>", "tiles of Made.Up: one is no picture"),
    ],
)
def test_tiles_that_do_not_come_are_one_clear_line(
    fetch: Callable[[str], bytes], said: str
) -> None:
    with pytest.raises(ExportError, match=said):
        draw_map(made_content(border_crisis()), MapOptions(dpi=50), tiles=TileLayer(SOURCE, fetch))


def test_nothing_is_fetched_while_the_network_is_closed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["export", "map.png", "--tiles", "OpenStreetMap.HOT"]) == 2
    assert "the network is closed: add --allow-network" in capsys.readouterr().err
    (tmp_path / "map.toml").write_text('allow-network = true\noutput = "m.png"\n', "utf-8")
    assert run(["export", "--recipe", "map.toml"]) == 2
    assert "'allow-network' is none of its keys" in capsys.readouterr().err
    assert not list(tmp_path.glob("*.png"))
