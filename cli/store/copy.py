"""`bailu store copy`: copy a store to another place, from a file to PostgreSQL or the other way round."""

from __future__ import annotations

import click

from cli.output import print_line
from cli.progress import measured
from cli.store._store import closing, recorded
from cli.verbs import Verb, output_option
from presentation.language import N_, _
from store.addresses import without_password
from store.databases import open_database
from store.maintenance.copying import copy as copied
from store.maintenance.copying import place_for_a_copy
from usecases.session.officer_session import lock_timeout_s
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
    with (
        closing(open_database(source, lock_timeout_s=lock_timeout_s(settings))) as original,
        closing(place_for_a_copy(target)) as place,
        measured(_("Copying")) as progress,
    ):
        found = copied(original, place, on_progress=progress)
    place_shown = without_password(target)
    if not recorded(found, output, place=place_shown):
        print_line(_("The store is %(store)s.") % {"store": place_shown})
