"""`bailu recovery receive`: record money that came back for a demand. The same reference again changes nothing."""

from __future__ import annotations

from datetime import date

import click

from cli.parameters import DAY, WORDS, YUAN
from cli.recovery._demand_run import DemandRun, about_demand
from cli.verbs import Verb, option
from presentation.language import N_, _
from presentation.words.amounts import amount_in_words
from usecases.commands.recovery import receive


@click.command(
    "receive",
    cls=Verb,
    help=N_(
        "Record money that came back for a demand. The same reference again changes nothing.\n\n"
        "It goes back to the funds that paid, the one drawn last first: for what is open, then for what was written "
        "off; what goes beyond is owed back."
    ),
)
@option("--amount", type=YUAN, required=True, metavar="YUAN", help=N_("How much came in."))
@option("--on", type=DAY, metavar="DATE", help=N_("The bank's value date; today if not said."))
@option("--reference", type=WORDS, required=True, help=N_("The bank's own number of the movement."))
@option(
    "--same-reference",
    type=WORDS,
    metavar="REASON",
    help=N_("Why it is right that something else stands under the reference; recorded, sealed, where it does."),
)
@about_demand
def command(
    run: DemandRun, recovery: str | None, amount: int, on: date | None, reference: str, same_reference: str | None
) -> None:
    planned = receive(
        run.action,
        recovery,
        amount_fen=amount,
        received_on=on,
        reference=reference,
        same_reference=same_reference,
    )
    run.record(planned, _("Record %(amount)s?") % {"amount": amount_in_words(amount)})
