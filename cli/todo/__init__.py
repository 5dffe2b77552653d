"""`bailu todo`: what waits for whom, what of it is mine, and what is due."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from typing import Any

import click

from cli.output import print_listing, print_note, print_table
from cli.verbs import Verb, option, output_option
from presentation.labels.vocabulary import label
from presentation.language import N_, _
from presentation.rows.columns import Column, Kind
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings

_COLUMNS = (
    Column("subject", N_("What it is about"), Kind.NAME),
    Column("act", N_("What is to be done"), Kind.LABEL),
    Column("of", N_("Of"), Kind.LABEL),
    Column("about", N_("Details"), Kind.LABEL),
    Column("role", N_("Who may"), Kind.LABEL),
    Column("due_on", N_("Due on"), Kind.DAY),
    Column("amount_fen", N_("Amount (yuan)"), Kind.MONEY),
    Column("handed_over_by", N_("Handed over by"), Kind.NAME),
    Column("authority", N_("Authority"), Kind.NAME, minor=True),
)


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
def todo(settings: Settings, mine: bool, due: bool, output: str | None) -> None:
    from cli.views import caught_up, say_position
    from usecases.queries import worklist

    session = OfficerSession(settings)
    with caught_up(session, worklist.MODEL) as views:
        answer = worklist.todo(session, views, mine=mine, due=due)
    rows = answer.rows()
    if output == "table" or (output is None and sys.stdout.isatty()):
        empty = {column.key for column in _COLUMNS if not any(row[column.key] for row in rows)}
        print_table([column for column in _COLUMNS if column.key not in empty], rows)
        _sum_up(rows)
    else:
        print_listing(_COLUMNS, rows, output)
    if answer.behind:
        say_position(answer)


def _sum_up(rows: Iterable[Mapping[str, Any]]) -> None:
    counted: dict[str, int] = {}
    for row in rows:
        counted[row["role"]] = counted.get(row["role"], 0) + 1
    for role, count in counted.items():
        print_note(_("%(role)s: %(count)s") % {"role": label(role), "count": count})
