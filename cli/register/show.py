"""`bailu register show`: everything that the entries of a key state, the oldest first."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

import click

from cli.output import print_listing, print_table
from cli.parameters import NAME, WORDS
from cli.verbs import Verb, output_option
from presentation.language import N_, _
from presentation.rows.columns import Heading, Row, columns_of
from presentation.rows.values import fields, human
from usecases.dossiers.register_entries import EntryDetails, entries_of_key
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings


class Particular(Row):
    """One thing that is said of an entry."""

    what: Annotated[str, Heading(N_("What"))]
    says: Annotated[str, Heading(N_("Says"))]


def _particulars(entry: EntryDetails) -> Iterator[Particular]:
    values = fields(entry)
    for column in columns_of(EntryDetails):
        if says := human(column.kind, values.get(column.key)):
            yield Particular(what=_(column.heading), says=says)


@click.command(
    "show",
    cls=Verb,
    help=N_(
        "Show everything that the entries of a key state, the oldest first.\n\n"
        "KEY is what applications name: the credit code of a body, or the number of anything else."
    ),
)
@click.argument("register", type=NAME, metavar="REGISTER")
@click.argument("key", type=WORDS, metavar="KEY")
@output_option
@click.pass_obj
def command(settings: Settings, register: str, key: str, output: str | None) -> None:
    entries = entries_of_key(OfficerSession(settings), register, key)
    if output not in (None, "table"):
        print_listing(EntryDetails, entries, output)
        return
    for entry in entries:
        print_table(Particular, list(_particulars(entry)), title=entry.entry or "")
