"""Recipes: the options of an export in a TOML file, to make the same map again.

    title = "Clashes in October"
    country = ["AFG", "PAK"]
    from = 2025-10-01
    to = 2025-10-31
    size = "A3"
    output = "clashes.pdf"

A key is an option without its hyphens in front. Paths count from the recipe's folder. A recipe
without an output is written beside it, by the name that `--code`, `--theme` and `--size` make.
"""

import datetime as dt
import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import click

from dashboard.commands.messages import note
from geodata.errors import IncidentMapError, UsageError

OUTPUT: Final = "output"
_MOST_BYTES: Final = 1_000_000
_PATHS: Final = frozenset({OUTPUT, "logo"})
# Of the command, and not of a recipe: whoever wrote a recipe does not open the network for others.
_NOT_OURS: Final = frozenset({"recipe", "help", "outputs", "allow_network"})


def run_recipes(
    command: click.Command, path: Path, *, store: str | None, outputs: tuple[Path, ...]
) -> int:
    """Run the export of a recipe, or of all recipes of a folder.

    Args:
        command: the export.
        path: a file, or a folder of ``*.toml``.
        store: that counts where a recipe names none.
        outputs: in place of those that the recipe names; of one recipe only.

    Returns:
        The exit status: 1 when one of several recipes failed.

    Raises:
        UsageError: a recipe is wrong; names its file, line and key.

    """
    recipes = _recipes(path)
    if outputs and len(recipes) > 1:
        raise UsageError("several recipes name their own outputs: leave out OUT.EXT")
    if len(recipes) == 1:
        return _run(command, recipes[0], store, outputs)
    failed = 0
    for recipe in recipes:
        try:
            failed += _run(command, recipe, store, ()) != 0
        except (IncidentMapError, click.ClickException) as error:
            said = error.format_message() if isinstance(error, click.ClickException) else error
            note(f"error: {said}")
            failed += 1
    return 1 if failed else 0


def recipe_arguments(command: click.Command, path: Path) -> list[str]:
    """Return what a recipe says as arguments of its command.

    Raises:
        UsageError: the recipe cannot be read, is no TOML, or has a key or a value that is none of
            the command's; names file, line and key.

    """
    text = _text(path)
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"recipe {path}: {error}") from error
    options = _options(command)
    found: list[str] = []
    outputs: list[str] = []
    for key, value in values.items():
        where = f"recipe {path}, line {_line(text, key)}"
        name = key.replace("_", "-")
        if name == OUTPUT:
            outputs = [*_texts(value, key, path, where)]
        elif name in options:
            found += _argument(options[name], name, _texts(value, key, path, where), where)
        else:
            known = ", ".join(sorted([*options, OUTPUT]))
            raise UsageError(f"{where}: {key!r} is none of its keys: {known}")
    return [*found, "--", *(outputs or [str(path.parent)])]


def _run(command: click.Command, path: Path, store: str | None, outputs: tuple[Path, ...]) -> int:
    arguments = recipe_arguments(command, path)
    if outputs:
        arguments = [*arguments[: arguments.index("--")], "--", *map(str, outputs)]
    if store is not None and "--store" not in arguments:
        arguments = ["--store", store, *arguments]
    try:
        with command.make_context("export", arguments) as context:
            status: int = command.invoke(context)
    except click.BadParameter as error:
        name = max(error.param.opts, key=len).lstrip("-") if error.param else ""
        line = _line(_text(path), name)
        raise UsageError(f"recipe {path}, line {line}: {error.format_message()}") from error
    except UsageError as error:
        raise UsageError(f"recipe {path}: {error}") from error
    return status


def _recipes(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    found = sorted(path.glob("*.toml"))
    if not found:
        raise UsageError(f"{path}: no recipe (*.toml) in this folder")
    return found


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise UsageError(f"recipe {path}: too large for a recipe")
        return path.read_text("utf-8")
    except UnicodeDecodeError as error:
        raise UsageError(f"recipe {path}: not UTF-8 text") from error
    except OSError as error:
        raise UsageError(f"recipe {path}: cannot be read: {error.strerror or error}") from error


def _options(command: click.Command) -> Mapping[str, click.Option]:
    return {
        option.lstrip("-"): parameter
        for parameter in command.params
        if isinstance(parameter, click.Option) and parameter.name not in _NOT_OURS
        for option in parameter.opts
    }


def _line(text: str, key: str) -> int:
    """Return the line on which a key stands."""
    pattern = re.compile(rf"\s*[\"']?{re.escape(key).replace('-', '[-_]')}[\"']?\s*[=.]")
    for number, line in enumerate(text.splitlines(), start=1):
        if pattern.match(line) or re.match(rf"\s*\[+\s*{re.escape(key)}", line):
            return number
    return 1


def _argument(option: click.Option, name: str, values: list[str], where: str) -> Iterator[str]:
    if option.is_flag:
        if values not in (["true"], ["false"]):
            raise UsageError(f"{where}: {name} is true or false")
        return iter([f"--{name}"] if values == ["true"] else [])
    if len(values) != 1 and not option.multiple:
        raise UsageError(f"{where}: {name} takes one value")
    return (f"--{name}={value}" for value in values)


def _texts(value: Any, key: str, path: Path, where: str) -> list[str]:  # noqa: ANN401 - of TOML
    """Return a value, or several, as text; paths from the recipe's folder."""
    if key in ("bbox", "extent") and isinstance(value, list):
        return [",".join(_text_of(one, key, where) for one in value)]
    texts = [_text_of(one, key, where) for one in (value if isinstance(value, list) else [value])]
    return [str(path.parent / one) for one in texts] if key in _PATHS else texts


def _text_of(value: Any, key: str, where: str) -> str:  # noqa: ANN401 - as above
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str | int | float):
        return str(value)
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return value.isoformat()
    raise UsageError(f"{where}: {key} is text, a number, a day, true or false, or a list of these")
