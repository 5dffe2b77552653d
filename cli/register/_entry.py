"""What may be said of an entry of a register on the command line: the same for a new one and for one that changes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from cli.parameters import NAME, WORDS
from cli.verbs import option
from presentation.language import N_, _

AnyCommand = Callable[..., Any]

_OPTIONS = (
    option(
        "--document",
        "documents",
        type=WORDS,
        required=True,
        multiple=True,
        help=N_("The number of the document that recognises; once for each."),
    ),
    option("--name", type=WORDS, help=N_("The name of what is listed.")),
    option("--owner", type=WORDS, metavar="USCC", help=N_("Whose it is, who alone claims under it.")),
    option("--payee", type=WORDS, metavar="USCC", help=N_("Who claims and is paid in the owner's place.")),
    option(
        "--uscc-as-printed",
        "printed_on",
        type=WORDS,
        metavar="DOCUMENT",
        help=N_("The licence, with its number, that has a credit code which fails its check."),
    ),
    option("--second-party", type=WORDS, help=N_("Who does it together with the owner, such as a school.")),
    option("--parent", type=WORDS, help=N_("The entry or body under which it stands.")),
    option(
        "--authority", type=NAME, help=N_("The district that it lies in: it receives, and pays what districts pay.")
    ),
    option("--body", "bodies", type=WORDS, multiple=True, help=N_("The body of each document, in their order.")),
    option(
        "--state",
        "states",
        type=WORDS,
        multiple=True,
        metavar="FACT=VALUE",
        help=N_("What the entry states, such as tier=2; once for each fact."),
    ),
    option("--quota", type=click.IntRange(min=1), help=N_("How many lines the recognition allows, where it says so.")),
)


def entry_options(command: AnyCommand) -> AnyCommand:
    """The options of an entry, in their order."""
    for decorate in reversed(_OPTIONS):
        command = decorate(command)
    return command


def stated(states: tuple[str, ...]) -> dict[str, str]:
    """The facts of `FACT=VALUE`. Raises BadParameter for one that is neither."""
    facts = {}
    for written in states:
        fact, equals, value = written.partition("=")
        if not equals or not fact.strip():
            raise click.BadParameter(_("%(written)s: write FACT=VALUE.") % {"written": written}, param_hint="--state")
        facts[fact.strip()] = value.strip()
    return facts
