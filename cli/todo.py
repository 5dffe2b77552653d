"""`bailu todo`: what waits for whom, what of it is mine, and what is due."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Annotated

import click

from cli.output import print_listing, print_note, print_table
from cli.verbs import Verb, option, output_option
from presentation.labels.vocabulary import label
from presentation.language import N_, _
from presentation.rows.columns import Heading, Kind, Row, columns_of
from presentation.rows.values import fields
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings

if TYPE_CHECKING:
    pass


class TodoRow(Row):
    """One thing that waits to be done. `act` is an act of the table of roles, or the second half of one."""

    subject: Annotated[str, Heading(N_("What it is about"), Kind.NAME)]
    act: Annotated[str, Heading(N_("What is to be done"), Kind.LABEL)]
    of: Annotated[str | None, Heading(N_("Of"), Kind.LABEL)]
    about: Annotated[str | None, Heading(N_("Details"), Kind.LABEL)]
    role: Annotated[str, Heading(N_("Who may"), Kind.LABEL)]
    due_on: Annotated[date | None, Heading(N_("Due on"))]
    amount_fen: Annotated[int | None, Heading(N_("Amount (yuan)"))]
    handed_over_by: Annotated[str | None, Heading(N_("Handed over by"), Kind.NAME)]
    authority: Annotated[str | None, Heading(N_("Authority"), Kind.NAME, minor=True)]


@click.command(
    "todo",
    cls=Verb,
    help=N_(
        "What waits to be done, and for whom: cases, payment runs and registers.\n\n"
        "With --mine, what you may do yourself: by your roles and your authority, never on what you proposed or "
        "assessed, and with what was handed over to you. With --due, what is overdue or due within 7 days."
    ),
)
@option("--mine", is_flag=True, help=N_("Only what you may do yourself."))
@option("--due", is_flag=True, help=N_("Only what has a date that has passed or is at most 7 days ahead."))
@output_option
@click.pass_obj
def command(settings: Settings, mine: bool, due: bool, output: str | None) -> None:
    from cli.views import caught_up, print_position
    from usecases.queries import worklist

    session = OfficerSession(settings)
    with caught_up(session, worklist.MODEL) as views:
        todo = worklist.todo(session, views, mine=mine, due=due)
    rows = [TodoRow(**row) for row in todo.rows()]
    if output == "table" or (output is None and sys.stdout.isatty()):
        shown = {key for row in rows for key, value in fields(row).items() if value is not None}
        print_table([column for column in columns_of(TodoRow) if column.key in shown], rows)
        _print_counts(rows)
    else:
        print_listing(TodoRow, rows, output)
    if todo.behind:
        print_position(todo)


def _print_counts(rows: Iterable[TodoRow]) -> None:
    for role, count in Counter(row.role for row in rows).items():
        print_note(_("%(role)s: %(count)s") % {"role": label(role), "count": count})
