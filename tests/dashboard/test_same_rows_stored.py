"""The same rows of any format are the same incidents in the store, on either engine."""

from pathlib import Path

import pytest
from compared_formats import compare_formats


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_the_same_rows_are_the_same_incidents(
    tmp_path: Path, engine: str, request: pytest.FixtureRequest
) -> None:
    location = str(tmp_path / "incidents.db")
    if engine == "postgresql":
        location = request.getfixturevalue("postgis_location")
    assert compare_formats(tmp_path, 40, [location]) == {}
