"""The verbs of the program, as they are typed."""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Sequence

from cli.main import VERBS
from cli.verbs import LazyGroup, module_of


def verb_of(argv: Sequence[str]) -> str:
    """`payment order` of `--as wu payment order 1 --yes`."""
    words = [word for word in argv if not word.startswith("-")]
    values = {argv[at + 1] for at, word in enumerate(argv[:-1]) if word in ("--as", "--store", "--lang", "--views")}
    words = [word for word in words if word not in values]
    group = importlib.import_module(module_of("cli", words[0])).command
    return " ".join(words[:2]) if isinstance(group, LazyGroup) else words[0]


def verbs() -> Iterator[tuple[str, str]]:
    """Every verb as it is typed, with its module, in the order of `--help`."""
    for name in VERBS:
        command = importlib.import_module(module_of("cli", name)).command
        if isinstance(command, LazyGroup):
            for verb in command.verbs:
                yield f"{name} {verb}", module_of(command.package, verb)
        else:
            yield name, module_of("cli", name)
