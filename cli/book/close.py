"""`bailu book close`: close a month of the books."""

from __future__ import annotations

from typing import Annotated

import click

from cli.output import print_line, print_record, print_table
from cli.parameters import MONTH, NAME
from cli.prompt import execute_agreed
from cli.verbs import Verb, money_options, option, output_option
from cli.waiting import print_waiting
from presentation.language import N_, _
from presentation.rows.columns import Heading, Kind, Row
from usecases.commands.close_month import own_authority, planned
from usecases.commands.proposing import proposal_in
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings


class ProposedClosing(Row):
    """What became of the command."""

    authority: Annotated[str, Heading(N_("Authority"), Kind.NAME)]
    month: Annotated[str, Heading(N_("Month"), Kind.NAME)]
    proposal: Annotated[str | None, Heading(N_("Proposal"), Kind.NAME)]
    recorded: bool
    repeated: bool


@click.command(
    "close",
    cls=Verb,
    help=N_(
        "Propose to close a month, and all before it; another finance officer confirms it.\n\n"
        "It is recorded with the balances that the accounts have. From then on nothing of ours is booked in it: what a "
        "bank or a payee did is booked in the first open month, under its value date."
    ),
)
@click.argument("month", type=MONTH)
@option("--authority", type=NAME, help=N_("The authority that holds the money; the officer's own unless named."))
@money_options
@output_option
@click.pass_obj
def command(
    settings: Settings,
    month: str,
    authority: str | None,
    yes: bool,
    dry_run: bool,
    command_id: str | None,
    output: str | None,
) -> None:
    from cli.views import catching_up
    from usecases.queries.books import AccountBalance, closing, shown_balances

    session = OfficerSession(settings)
    with catching_up() as on_progress:
        command = closing(session, authority or own_authority(session), month, on_progress=on_progress)
    plan = planned(session, command, command_id)
    if output in (None, "table"):
        print_table(AccountBalance, shown_balances(command))
    values = {"authority": command.authority, "month": month}
    question = _("Propose to close %(month)s in the books of %(authority)s?") % values
    outcome = execute_agreed(plan, question, yes=yes, dry_run=dry_run)
    row = ProposedClosing(
        authority=command.authority,
        month=month,
        proposal=proposal_in(outcome) if outcome.recorded else None,
        recorded=not dry_run,
        repeated=outcome.repeated,
    )
    if print_record(row, output):
        return
    if dry_run:
        print_line(_("Would propose to close %(month)s in the books of %(authority)s.") % values)
    elif outcome.repeated:
        print_line(_("Recorded before, under the same command id: nothing new."))
    else:
        print_line(_("Proposed to close %(month)s in the books of %(authority)s.") % values)
        print_waiting(row.proposal)
