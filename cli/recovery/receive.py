"""`bailu recovery receive`: record money that came back for a demand. The same reference again changes nothing."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import click

from cli.case_selection import WORDS
from cli.parameters import DAY, YUAN
from cli.recovery._demand_run import Act, about_demand
from cli.recovery._money import goes_back
from cli.verbs import Verb, option
from domain.application.events import RecoveryReceived
from domain.treasury.recoveries import ReceiveRecovery
from presentation.language import N_, _
from presentation.words.amounts import amount_in_words
from store.commands.executor import Result
from usecases.dossiers.demand_sheet import standing


@click.command(
    "receive",
    cls=Verb,
    help=N_(
        "Record money that came back for a demand. The same reference again changes nothing.\n\n"
        "It goes back to the funds that paid, the one drawn last first; what goes beyond the demand is owed back."
    ),
)
@option("--amount", type=YUAN, required=True, metavar="YUAN", help=N_("How much came in."))
@option("--on", type=DAY, metavar="DATE", help=N_("The bank's value date; today if not said."))
@option("--reference", type=WORDS, required=True, help=N_("The bank's own number of the movement."))
@about_demand
def command(act: Act, recovery: str | None, amount: int, on: date | None, reference: str) -> None:
    command = ReceiveRecovery(
        application=act.number,
        recovery=act.demand(recovery),
        amount_fen=amount,
        received_on=on or act.session.today(),
        reference=reference,
    )

    def shows(planned: Result) -> Iterable[str]:
        yield from standing(act.case, command.recovery)
        for each in planned.events:
            if isinstance(each.event, RecoveryReceived):
                yield _("Received: %(amount)s") % {"amount": amount_in_words(each.event.amount_fen)}
                yield from goes_back(each.event.restored)
                if each.event.owed_back_fen:
                    yield _("Beyond the demand, and owed back: %(amount)s") % {
                        "amount": amount_in_words(each.event.owed_back_fen)
                    }

    act.give(act.prepare(command), _("Record %(amount)s?") % {"amount": amount_in_words(amount)}, shows)
