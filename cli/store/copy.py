"""`bailu store copy`: a store copied to another place."""

from __future__ import annotations

import click

from cli.output import print_line
from cli.parameters import SETTING
from cli.progress import measured
from cli.store._copies import print_copy
from cli.verbs import Verb, option, output_option
from presentation.language import N_, _
from usecases.integrity.store_copies import copy_store
from usecases.session.settings import Settings


@click.command(
    "copy",
    cls=Verb,
    help=N_(
        "Copy a store to another place, from a file to PostgreSQL or the other way round.\n\n"
        "TO is made as by `bailu init`; a copy that was interrupted goes on. It ends with a line of the administrator "
        "and has an identity of its own. With --close nothing is recorded in FROM any more; else, before money goes "
        "out of the copy, finance declares what had gone out of FROM: `bailu payment declare-sent`. The outer keys are "
        "those of FROM."
    ),
)
@click.argument("source", type=SETTING, metavar="FROM")
@click.argument("target", type=SETTING, metavar="TO")
@option("--close", is_flag=True, help=N_("Close FROM first: the log goes on in the copy, and nowhere else."))
@output_option
@click.pass_obj
def command(settings: Settings, source: str, target: str, close: bool, output: str | None) -> None:
    result = copy_store(settings, source, target, close=close, measure=measured)
    if not print_copy(result, output):
        print_line(_("The store is %(store)s.") % {"store": result.row.place})
