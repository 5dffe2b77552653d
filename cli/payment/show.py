"""`bailu payment show`: show one payment run: its items, its funds, and what the bank answered."""

from __future__ import annotations

import click

from cli.output import print_line, print_listing, print_record, print_table
from cli.parameters import NAME
from cli.payment._sheet import print_sheet
from cli.verbs import Verb, output_option
from presentation.language import N_, _
from presentation.rows.columns import columns
from usecases.dossiers.payment_runs import PaymentRun, RunStep, run_details
from usecases.dossiers.payment_sheet import RepliedItem
from usecases.dossiers.run_effects import RunEffect
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings


@click.command("show", cls=Verb, help=N_("Show one payment run: its items, its funds, and what the bank answered."))
@click.argument("batch", type=NAME)
@output_option
@click.pass_obj
def command(settings: Settings, batch: str, output: str | None) -> None:
    run, details = run_details(OfficerSession(settings), batch)
    if output in ("csv", "xlsx"):
        print_listing(RepliedItem, details.items, output)
    elif not print_record(details, output):
        print_table(PaymentRun, [run])
        print_sheet(details)
        if details.left_out:
            print_line(_("Left out: %(numbers)s.") % {"numbers": ", ".join(details.left_out)})
        if details.denied_by:
            print_line(
                _("A credit was denied by %(officers)s: a third finance officer releases the run and hands it over.")
                % {"officers": ", ".join(details.denied_by)}
            )
        if details.effects:
            print_table(RunEffect, details.effects, title=N_("What the bank's answers did"))
        attached = any(step.document for step in details.steps)
        print_table(columns(RunStep, without=set() if attached else {"document"}), details.steps)
