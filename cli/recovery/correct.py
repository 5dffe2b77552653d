"""`bailu recovery correct`: put right what was recorded wrongly of money that came back; both stay in the log."""

from __future__ import annotations

from datetime import date

import click

from cli.parameters import DAY, WORDS, YUAN
from cli.recovery._demand_run import DemandRun, about_demand
from cli.verbs import Verb, option
from presentation.language import N_, _
from usecases.commands.recovery import correct_receipt


@click.command(
    "correct",
    cls=Verb,
    help=N_(
        "Put right what was recorded wrongly of money that came back; both stay in the log.\n\n"
        "Name the receipt by its reference, and say what is right of it, or --never where nothing came in. Another "
        "finance officer confirms it. What followed from the receipt, and from those after it, follows again from what "
        "is right."
    ),
)
@option("--reference", type=WORDS, required=True, help=N_("The reference under which it was recorded."))
@option("--because", type=WORDS, required=True, help=N_("Why it is wrong, such as: the file of another day."))
@option("--never", is_flag=True, help=N_("Nothing of the kind came in."))
@option("--amount", "amount_fen", type=YUAN, metavar="YUAN", help=N_("The right amount."))
@option("--on", "received_on", type=DAY, metavar="DATE", help=N_("The right value date."))
@option("--right-reference", type=WORDS, help=N_("The right number of the bank."))
@option(
    "--same-reference",
    is_flag=True,
    help=N_("The reason says, too, why something else stands under the right reference."),
)
@about_demand
def command(
    run: DemandRun,
    recovery: str | None,
    reference: str,
    because: str,
    never: bool,
    amount_fen: int | None,
    received_on: date | None,
    right_reference: str | None,
    same_reference: bool,
) -> None:
    changes = (amount_fen, received_on, right_reference) != (None, None, None)
    if never == changes:
        raise click.UsageError(_("Say what is right of the receipt, or --never."))
    planned = correct_receipt(
        run.action,
        recovery,
        reference=reference,
        never=never,
        amount_fen=amount_fen,
        received_on=received_on,
        right_reference=right_reference,
        reason=because,
        same_reference=same_reference,
    )
    run.record(planned, _("Propose this correction?"))
