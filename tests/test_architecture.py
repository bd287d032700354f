"""The rules of the house that import contracts cannot say."""

import ast
import dataclasses
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import pytest

from dashboard.cli import COMMANDS
from dashboard.exports import EXPORTS
from geodata.settings import Settings
from loaders.registry import LOADERS

ROOT = Path(__file__).parent.parent
PACKAGES = ("geodata", "loaders", "dashboard")
MODULES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
# Streamlit draws the dashboard's pages and nothing else.
STREAMLIT_ROOMS = ("dashboard/app.py", "dashboard/views/", "dashboard/sidebar.py")


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_the_top_level_holds_what_was_agreed() -> None:
    agreed = {"dashboard", "geodata", "loaders", "tests", "pyproject.toml", "README.md"}
    tools = {"Makefile", "uv.lock", "CHANGELOG.md", "LICENSE"}
    found = {path.name for path in ROOT.iterdir() if not path.name.startswith(".")}
    stored = {name for name in found if not name.startswith("incidents.db")}
    assert stored - {"build", "dist", "test-results"} == agreed | tools


def test_no_module_shadows_another() -> None:
    # `streamlit run` puts dashboard/ first on the path.
    names = {path.stem for path in (ROOT / "dashboard").glob("*.py")} - {"__init__"}
    assert (
        names & (set(sys.stdlib_module_names) | {"streamlit", "folium", "click", "yaml"}) == set()
    )


@pytest.mark.parametrize("path", MODULES, ids=relative)
def test_module(path: Path) -> None:
    source = path.read_text("utf-8")
    tree = ast.parse(source)
    assert ast.get_docstring(tree) or not source.strip(), "a module says what it is for"
    calls = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    assert not [call for call in calls if isinstance(call, ast.Name) and call.id == "print"]
    handlers = [node for node in ast.walk(tree) if isinstance(node, ast.ExceptHandler)]
    for handler in handlers:
        caught = ast.unparse(handler.type) if handler.type else ""
        assert caught not in {"", "Exception", "BaseException"}, "name what is expected to fail"
    assert "sys.path" not in source


def test_the_map_and_the_extraction_know_no_streamlit() -> None:
    for path in MODULES:
        if relative(path).startswith(
            ("geodata/", "loaders/", "dashboard/map/", "dashboard/exports/")
        ):
            assert not [name for name in imports(path) if name.split(".")[0] == "streamlit"], path


# What opens connections. The dashboard serves this machine and looks for a free port; no other
# module but the one door to the network has to do with any of it.
NETWORK = {"socket", "ssl", "http", "urllib3", "requests", "httpx", "aiohttp", "ftplib", "smtplib"}
NETWORK_ROOMS = ("loaders/network/", "dashboard/commands/dashboard.py", "dashboard/server.py")


def test_there_is_one_door_to_the_network() -> None:
    opened = {
        (relative(path), name)
        for path in MODULES
        for name in imports(path)
        if name.split(".")[0] in NETWORK or name == "urllib.request"
    }
    assert ("loaders/network/web.py", "urllib3.connection") in opened
    assert {path for path, _ in opened if not path.startswith(NETWORK_ROOMS)} == set()


def test_the_version_stands_in_one_place() -> None:
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    assert version("incidentmap") == declared
    assert f"## {declared}" in (ROOT / "CHANGELOG.md").read_text("utf-8")
    for path in MODULES:
        assert not re.search(r"^__version__\s*=\s*['\"]", path.read_text("utf-8"), re.MULTILINE)


def test_no_data_file_is_without_its_source() -> None:
    for folder in {path.parent for path in ROOT.glob("*/**/tables/*.bin")}:
        sources = (folder / "SOURCES.md").read_text("utf-8")
        for path in folder.glob("*.bin"):
            assert path.name in sources


def test_the_readme_lists_every_command_loader_and_export() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    for command in COMMANDS:
        assert f"`incidentmap {command}" in readme
    for loader in LOADERS:
        assert f"| `{loader.name}` |" in readme
        for extension in loader.extensions:
            assert f"`{extension}`" in readme
    for export in EXPORTS:
        assert f"| `{export.extension}` |" in readme
    for setting in dataclasses.fields(Settings):
        assert f"`{setting.name}`" in readme
    for picture in re.findall(r"!\[[^]]*\]\(([^)]+)\)", readme):
        assert (ROOT / picture).is_file()
