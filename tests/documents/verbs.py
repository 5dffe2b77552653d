"""The verbs of the program, as they are typed."""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Mapping, Sequence

from cli.main import VERBS
from cli.verbs import LazyGroup, module_of


def verb_of(argv: Sequence[str]) -> str:
    """`payment order` of `--as wu payment order 1 --yes`."""
    words = [word for word in argv if not word.startswith("-")]
    values = {argv[at + 1] for at, word in enumerate(argv[:-1]) if word in ("--as", "--store", "--lang", "--views")}
    words = [word for word in words if word not in values]
    package = "cli"
    for length, word in enumerate(words, start=1):
        command = importlib.import_module(module_of(package, word)).command
        if not isinstance(command, LazyGroup):
            return " ".join(words[:length])
        package = command.package
    return " ".join(words)


def verbs() -> Iterator[tuple[str, str]]:
    """Every verb as it is typed, with its module, in the order of `--help`."""
    yield from _verbs("cli", VERBS)


def _verbs(package: str, offered: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for name in offered:
        module = module_of(package, name)
        command = importlib.import_module(module).command
        if isinstance(command, LazyGroup):
            yield from ((f"{name} {verb}", inner) for verb, inner in _verbs(command.package, command.verbs))
        else:
            yield name, module
