"""`bailu todo`: what waits for whom, what of it is mine, and what is due."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from cli.output import print_listing, print_note, print_table
from cli.verbs import Verb, option, output_option
from presentation.labels.vocabulary import label
from presentation.language import N_, _
from presentation.rows.columns import columns_of
from presentation.rows.values import fields
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings

if TYPE_CHECKING:
    from usecases.queries.worklist import TodoEntry


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
    if output == "table" or (output is None and sys.stdout.isatty()):
        shown = {key for entry in todo.entries for key, value in fields(entry).items() if value is not None}
        print_table([column for column in columns_of(worklist.TodoEntry) if column.key in shown], todo.entries)
        _print_counts(todo.entries)
    else:
        print_listing(worklist.TodoEntry, todo.entries, output)
    if todo.behind:
        print_position(todo)


def _print_counts(entries: Iterable[TodoEntry]) -> None:
    for role, count in Counter(role for entry in entries for role in entry.roles).items():
        print_note(_("%(role)s: %(count)s") % {"role": label(role), "count": count})
