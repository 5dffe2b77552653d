"""`bailu todo`: what waits to be done and who may do it, what of it is mine, and what is due."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable

import click

from cli.output import print_listing, print_note, print_table
from cli.progress import watched
from cli.verbs import Verb, option, output_option
from presentation.labels.vocabulary import label
from presentation.language import N_, _
from presentation.rows.columns import columns
from usecases.queries.todo import TodoRow, todo_rows
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings


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
    rows = todo_rows(OfficerSession(settings), mine=mine, due=due, watch=watched)
    if output == "table" or (output is None and sys.stdout.isatty()):
        empty = {column.key for column in columns(TodoRow) if not any(getattr(row, column.key) for row in rows)}
        print_table(columns(TodoRow, without=empty), rows)
        _print_counts(rows)
    else:
        print_listing(TodoRow, rows, output)


def _print_counts(rows: Iterable[TodoRow]) -> None:
    """How many tasks each role has."""
    for role, count in Counter(row.role for row in rows).items():
        print_note(_("%(role)s: %(count)s") % {"role": label(role), "count": count})
