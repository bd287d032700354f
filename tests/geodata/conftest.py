"""Where the stores of the tests are kept: in a file, and in PostgreSQL."""

from pathlib import Path

import pytest


@pytest.fixture(params=["sqlite", "postgresql"])
def location(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Give where a store may be made, on either engine."""
    if request.param == "sqlite":
        return str(tmp_path / "incidents.db")
    found: str = request.getfixturevalue("postgis_location")
    return found
