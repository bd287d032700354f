import numpy as np
import pytest

from dashboard.map.mercator import seam, unwrap, world_x, world_y


def test_the_world_is_a_unit_square() -> None:
    assert world_x([-180, 0, 180]).tolist() == [0.0, 0.5, 1.0]
    assert world_y([0]).tolist() == [0.5]
    # The edge of the square, and the pole beyond it.
    assert world_y([85.05112878, 90, -90]) == pytest.approx([0, 0, 1], abs=1e-9)


@pytest.mark.parametrize(
    ("longitudes", "width"),
    [
        ([179, -179, 178], 3),
        ([-10, 30], 40),
        ([5], 0),
        ([-170, 10, 170], 180),
        ([-180, 180], 0),
    ],
)
def test_points_across_the_antimeridian_stay_together(
    longitudes: list[float], width: float
) -> None:
    x = world_x(longitudes)
    moved = unwrap(x, seam(x))
    assert np.ptp(moved) * 360 == pytest.approx(width)


def test_no_points_have_no_seam() -> None:
    assert seam(np.array([])) == 0.0
