"""What all tests share: the figures of quality gates, and a PostGIS to test with.

What a quality gate measures is shown at the end of the run, whichever process it ran in; the server
is started when a test first asks for it, and stopped at the end.
"""

import os
import secrets
import sys
from collections.abc import Iterator

import postgis_server
import pytest
from figures import FIGURES


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        postgis_server.announce()


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        postgis_server.stop()


@pytest.fixture(autouse=True)
def main_module() -> Iterator[None]:
    """Put the main module back, which Streamlit's tests replace: new processes begin with it."""
    before = sys.modules["__main__"]
    yield
    sys.modules["__main__"] = before


@pytest.fixture(scope="session")
def postgis() -> postgis_server.Server:
    """Give the run's server; without PostGIS its tests are left out, but not in CI."""
    found = postgis_server.server()
    if found is None:
        said = "needs PostgreSQL 15 or later with PostGIS: python tests/bring_postgis.py"
        if os.environ.get("CI"):
            pytest.fail(said)
        pytest.skip(said)
    return found


@pytest.fixture(scope="session")
def postgis_database(postgis: postgis_server.Server) -> str:
    """Give the name of a database with PostGIS that the tests of one process share."""
    return postgis_server.new_database(postgis)


@pytest.fixture
def postgis_location(postgis: postgis_server.Server, postgis_database: str) -> str:
    """Give the URL of a schema that is not there yet."""
    return f"{postgis.url(postgis_database)}?schema=s{secrets.token_hex(6)}"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    shown = [
        text
        for outcome in ("passed", "failed")
        for report in terminalreporter.getreports(outcome)
        for name, text in report.user_properties
        if name == FIGURES
    ]
    if shown:
        terminalreporter.section("measured by the quality gates")
        for text in shown:
            terminalreporter.write_line(str(text))
