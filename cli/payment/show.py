"""`bailu payment show`: show one payment run: its items, its funds, and what the bank answered."""

from __future__ import annotations

import click

from cli.output import print_line, print_listing, print_record, print_table
from cli.payment._sheet import show_sheet
from cli.payment._show import BATCHES, row
from cli.verbs import Verb, output_option
from presentation.language import N_, _
from presentation.rows.columns import Column, Kind
from usecases.dossiers.payment_sheet import ANSWERS, ITEMS, dropped_from, ordering_facts, sheet_of, steps_of
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings

_STEPS = (
    Column("what", N_("What"), Kind.LABEL),
    Column("recorded_at", N_("When"), Kind.INSTANT),
    Column("officer", N_("Officer"), Kind.NAME),
    Column("sha256", N_("SHA-256 of the file"), Kind.NAME),
)


@click.command("show", cls=Verb, help=N_("Show one payment run: its items, its funds, and what the bank answered."))
@click.argument("batch")
@output_option
@click.pass_obj
def command(settings: Settings, batch: str, output: str | None) -> None:
    session = OfficerSession(settings)
    with session.repository() as repository:
        found = repository.batch(batch)
    ordering = ordering_facts(session, batch)
    dropped = dropped_from(found, ordering)
    sheet = sheet_of(session, ordering, recorded=True, run=found, without=dropped)
    steps = steps_of(session, batch)
    if output in ("csv", "xlsx"):
        print_listing((*ITEMS, *ANSWERS[1:]), sheet.items, output)
    elif not print_record({**sheet.values(), **row(found), "left_out": dropped, "steps": steps}, output, BATCHES):
        print_table(BATCHES, [row(found)])
        show_sheet(sheet)
        if dropped:
            print_line(_("Left out: %(numbers)s.") % {"numbers": ", ".join(dropped)})
        print_table(_STEPS, steps)
