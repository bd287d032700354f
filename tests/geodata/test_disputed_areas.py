import struct
from pathlib import Path

import pytest
import shapely

from geodata.building.disputed_areas import LAYER, read_disputed_areas
from geodata.errors import UsageError


def packed(points: list[tuple[int, int]]) -> bytes:
    """One full point, and the others as steps from it: latitude first, half minutes of arc."""
    first, *others = points
    steps = [part - whole for point in others for part, whole in zip(point, first, strict=True)]
    return struct.pack(f">hhh{len(steps)}b", *first, len(others), *steps)


SQUARE = packed([(1200, 3600), (1260, 3600), (1260, 3660), (1200, 3660)])
AWAY = packed([(-120, -240), (-60, -240), (-60, -180)])
LAYER_OF_TWO = (
    struct.pack(">BIB", 2, 3, 0)
    + struct.pack(">BII", 2, 7, 1)
    + SQUARE
    # An area of two outlines.
    + struct.pack(">BIB", 4, 8, 2)
    + 2 * (struct.pack(">BII", 2, 8, 1) + AWAY)
)


def test_outlines_are_read_in_degrees(tmp_path: Path) -> None:
    folder = tmp_path / "usr" / "share"
    folder.mkdir(parents=True)
    (folder / LAYER).write_bytes(LAYER_OF_TWO)
    areas = read_disputed_areas(tmp_path)
    assert list(areas) == [7]
    assert shapely.bounds(areas[7]).tolist() == [30.0, 10.0, 30.5, 10.5]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "holds no"),
        (LAYER_OF_TWO[:-3], "cut short"),
        (b"\x01" + LAYER_OF_TWO[1:], "version 1"),
        (LAYER_OF_TWO[:6] + b"\x00" + LAYER_OF_TWO[7:], "kind 0"),
    ],
)
def test_what_is_no_such_layer_is_said(tmp_path: Path, content: bytes | None, said: str) -> None:
    if content is not None:
        (tmp_path / LAYER).write_bytes(content)
    with pytest.raises(UsageError, match=said):
        read_disputed_areas(tmp_path)
