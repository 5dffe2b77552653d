"""A file a verb: the map of every group is the list of its files, and `--help` imports none of them."""

from __future__ import annotations

import importlib
import pkgutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from cli.main import VERBS, Entry
from cli.verbs import LazyGroup, module_of, shared_options

ROOT = Path(__file__).parent.parent.parent
HEAVY = (
    "msgspec", "pydantic", "sqlalchemy", "psycopg", "eventsourcing", "rich", "openpyxl", "xlsxwriter", "jinja2",
    "cryptography", "pygal", "weasyprint",
)  # fmt: skip


def groups(above: LazyGroup) -> Iterator[LazyGroup]:
    """Every group below this one, however deep."""
    for name in above.verbs:
        command = importlib.import_module(module_of(above.package, name)).command
        if isinstance(command, LazyGroup):
            yield command
            yield from groups(command)


def verbs() -> Iterator[tuple[str, str]]:
    """The package and the name of every verb, those at the top included."""
    for group in (Entry(), *groups(Entry())):
        inner = {below.name for below in groups(group)}
        yield from ((group.package, name) for name in group.verbs if name not in inner)


def test_every_group_has_its_verbs_in_files_of_their_names() -> None:
    for group in groups(Entry()):
        folder = ROOT.joinpath(*group.package.split("."))
        files = {info.name for info in pkgutil.iter_modules([str(folder)]) if not info.name.startswith("_")}
        assert files == {module_of(group.package, name).rpartition(".")[2] for name in group.verbs}, group.package


def test_every_command_at_the_top_is_in_the_map_of_the_top() -> None:
    """The package `cli` holds shared modules, too; those that have a command are verbs and groups."""
    names = [info.name for info in pkgutil.iter_modules([str(ROOT / "cli")])]
    commands = {name for name in names if hasattr(importlib.import_module(f"cli.{name}"), "command")}
    assert commands == {module_of("cli", name).rpartition(".")[2] for name in VERBS}


@pytest.mark.parametrize(("package", "name"), list(verbs()))
def test_a_file_has_one_verb_under_the_name_of_the_file(package: str, name: str) -> None:
    module = importlib.import_module(module_of(package, name))
    commands = [value for value in vars(module).values() if isinstance(value, click.Command)]
    assert commands == [module.command]
    assert module.command.name == name


def test_no_verb_takes_the_name_of_a_shared_option_for_something_else() -> None:
    """Otherwise `--officer X --as Y` is one parameter that is given twice, and the last of them counts."""
    shared = {parameter.name for parameter in shared_options()}
    taken = {
        (package, name): own
        for package, name in verbs()
        if (own := _repeated(importlib.import_module(module_of(package, name)).command, shared))
    }
    assert taken == {}


def _repeated(command: click.Command, shared: set[str | None]) -> set[str | None]:
    names = [parameter.name for parameter in command.params]
    return {name for name in shared if names.count(name) > 1}


def test_help_waits_for_no_library_but_click() -> None:
    script = (
        "import sys\n"
        "from cli.main import run\n"
        "assert run(['--help']) == 0\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)\n"
    )
    ran = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert ran.stderr.strip() == "[]"
