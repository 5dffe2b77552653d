"""追回: `receive`, money that came back, and `offset`, money that is kept back from another case of the payee."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import click

from cli.case_selection import WORDS
from cli.parameters import DAY, YUAN
from cli.recovery.acts import Act, about_demand
from cli.verbs import Verb, option
from domain.application.events import PaidByOffset, RecoveryOffset, RecoveryReceived
from domain.application.values import Restored
from domain.money import yuan
from domain.treasury.recoveries import OffsetRecovery, ReceiveRecovery
from presentation.language import N_, _
from presentation.words.amounts import amount_said
from presentation.words.phrases import terms
from store.commands.executor import Result
from usecases.dossiers.demand_sheet import restored, standing


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
def receive(act: Act, recovery: str | None, amount: int, on: date | None, reference: str) -> None:
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
                yield _("Received: %(amount)s") % {"amount": amount_said(each.event.amount_fen)}
                yield from _goes_back(each.event.restored)
                if each.event.owed_back_fen:
                    yield _("Beyond the demand, and owed back: %(amount)s") % {
                        "amount": amount_said(each.event.owed_back_fen)
                    }

    act.give(act.prepare(command), _("Record %(amount)s?") % {"amount": amount_said(amount)}, shows)


@click.command(
    "offset",
    cls=Verb,
    help=N_(
        "Pay what is payable in another case of the same payee with what they owe here: as much as there is of both, "
        "unless an amount is said.\n\n"
        "No money reaches a bank: the funds that pay the other case are drawn on, and those that paid this one get "
        "theirs back."
    ),
)
@option("--against", required=True, metavar="NUMBER", help=N_("The case of which an instalment is kept back."))
@option("--amount", type=YUAN, metavar="YUAN", help=N_("Only so much."))
@about_demand
def offset(act: Act, recovery: str | None, against: str, amount: int | None) -> None:
    command = OffsetRecovery(application=act.number, recovery=act.demand(recovery), against=against, amount_fen=amount)

    def shows(planned: Result) -> Iterable[str]:
        yield from standing(act.case, command.recovery)
        for each in planned.events:
            if isinstance(each.event, PaidByOffset):
                yield _("Kept back from %(against)s: %(computation)s = %(amount)s") % {
                    "against": against,
                    "computation": terms(each.event.credit.items),
                    "amount": amount_said(each.event.credit.amount_fen),
                }
            elif isinstance(each.event, RecoveryOffset):
                yield from _goes_back(each.event.restored)

    act.give(act.prepare(command), _("Record this offset?"), shows)


def _goes_back(payments: Iterable[Restored]) -> Iterable[str]:
    for row in restored(payments):
        yield _("Of payment %(batch)s: %(computation)s = %(amount)s yuan, back to %(funds)s") % {
            **row,
            "amount": yuan(row["amount_fen"]),
        }
