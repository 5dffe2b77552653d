"""Which message of the bank about which item is meant: the same three options wherever one is named."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from cli.parameters import NAME, WORDS
from cli.verbs import option
from presentation.language import N_

_F = TypeVar("_F", bound=Callable[..., Any])

MESSAGE_KINDS = click.Choice(("credited", "returned", "failed", "unknown"))


def which_options(verb: _F) -> _F:
    of_fund = option(
        "--of-fund", type=NAME, help=N_("Which item of the application, by its fund, where the treasury pays several.")
    )
    of_kind = option("--what", type=MESSAGE_KINDS, help=N_("Which message about the item, by what was recorded."))
    by_reference = option(
        "--reference", type=WORDS, help=N_("Which message, by the bank's number; without one by its day.")
    )
    return of_fund(of_kind(by_reference(verb)))
