"""`bailu payment assign`: say what money is that a bank moved without an order, or draw it on another fund."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from cli.output import print_line, print_note, print_record
from cli.parameters import NAME, WORDS, YUAN
from cli.payment._which import which_options
from cli.prompt import agree
from cli.verbs import Verb, money_options, option, output_option
from cli.waiting import print_waiting
from presentation.language import N_, _
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings

if TYPE_CHECKING:
    from usecases.commands.planned import Plan


@click.command(
    "assign",
    cls=Verb,
    help=N_(
        "Say what money is that a bank moved without an order for it, or beyond one.\n\n"
        "--to payment: it is the payment that was ordered and not released. --to bank: it is the bank's own affair, "
        "and settled with it. --to fund: what a payment has on a clearing account is drawn on a fund. --to allotment: "
        "what a district paid out of a fund of its own is drawn on one of its allotment, as far as the rest of that "
        "was released. Another finance officer confirms it."
    ),
)
@click.argument("batch", type=NAME)
@click.argument("application", type=NAME)
@option("--to", type=click.Choice(("payment", "bank", "fund", "allotment")), required=True, help=N_("What it is."))
@option("--document", type=WORDS, required=True, help=N_("The number of the document that shows it."))
@option("--fund", type=NAME, help=N_("With --to fund or allotment: which one."))
@option("--out-of", type=NAME, metavar="FUND", help=N_("With --to allotment: the own fund that had paid."))
@option("--amount", "amount_fen", type=YUAN, metavar="YUAN", help=N_("How much of it; all if not said."))
@which_options
@money_options
@output_option
@click.pass_obj
def command(
    settings: Settings,
    batch: str,
    application: str,
    to: str,
    document: str,
    fund: str | None,
    out_of: str | None,
    amount_fen: int | None,
    of_fund: str | None,
    what: str | None,
    reference: str | None,
    yes: bool,
    dry_run: bool,
    command_id: str | None,
    output: str | None,
) -> None:
    from usecases.commands.correct_reply import CorrectedReplies, Which, plan_assignment
    from usecases.commands.planned import execute_together
    from usecases.dossiers.differing_replies import assignment_sentence, item_shown

    if (to in ("fund", "allotment")) != (fund is not None):
        raise click.UsageError(_("--to fund or allotment and --fund go together."))
    if (to == "allotment") != (out_of is not None):
        raise click.UsageError(_("--to allotment and --out-of go together."))
    session = OfficerSession(settings)
    assignment, planned = plan_assignment(
        session,
        batch,
        application,
        to=to,
        recorded=Which(fund=of_fund, kind=what, reference=reference),
        draw_on=fund,
        out_of=out_of,
        amount_fen=amount_fen,
        document=document,
        command_id=command_id,
    )
    if output in (None, "table"):
        print_note(f"{item_shown(assignment.item)}: {assignment_sentence(assignment)}")
    plans: tuple[Plan, ...] = (planned,)
    if not dry_run and planned.changes:
        agree(_("Propose it?"), yes=yes)
        plans = execute_together(plans)
    outcome = CorrectedReplies.of(plans, count=1, recorded=not dry_run)
    if print_record(outcome, output):
        return
    if dry_run:
        print_line(_("Nothing was recorded: this is what would be proposed."))
    elif outcome.repeated:
        print_line(_("Recorded before, under the same command id: nothing new."))
    for proposal in outcome.proposals:
        print_waiting(proposal)
