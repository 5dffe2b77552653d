"""`bailu store copy`: a store copied to another place."""

from __future__ import annotations

import click

from cli.output import print_line
from cli.progress import measured
from cli.store._copies import print_copy
from cli.verbs import Verb, output_option
from presentation.language import N_, _
from usecases.integrity.store_copies import copy_store
from usecases.session.settings import Settings


@click.command(
    "copy",
    cls=Verb,
    help=N_(
        "Copy a store to another place, from a file to PostgreSQL or the other way round.\n\n"
        "TO is made as by `bailu init`; a copy that was interrupted goes on. Let nobody write to FROM meanwhile, for "
        "that would not be in the copy. The outer keys are those of FROM."
    ),
)
@click.argument("source", metavar="FROM")
@click.argument("target", metavar="TO")
@output_option
@click.pass_obj
def command(settings: Settings, source: str, target: str, output: str | None) -> None:
    result = copy_store(settings, source, target, measure=measured)
    if not print_copy(result, output):
        print_line(_("The store is %(store)s.") % {"store": result.row.place})
