"""`bailu recovery offset`: pay what is payable in another case of the same payee with what they owe here: as much as
there is of both, unless an amount is said.
"""

from __future__ import annotations

from collections.abc import Iterable

import click

from cli.parameters import YUAN
from cli.recovery._demand_run import Act, about_demand
from cli.recovery._money import goes_back
from cli.verbs import Verb, option
from domain.application.events import PaidByOffset, RecoveryOffset
from domain.treasury.recoveries import OffsetRecovery
from presentation.language import N_, _
from presentation.words.amounts import amount_in_words
from presentation.words.phrases import terms
from store.commands.executor import Result
from usecases.dossiers.demand_sheet import standing


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
def command(act: Act, recovery: str | None, against: str, amount: int | None) -> None:
    command = OffsetRecovery(application=act.number, recovery=act.demand(recovery), against=against, amount_fen=amount)

    def shows(planned: Result) -> Iterable[str]:
        yield from standing(act.case, command.recovery)
        for each in planned.events:
            if isinstance(each.event, PaidByOffset):
                yield _("Kept back from %(against)s: %(computation)s = %(amount)s") % {
                    "against": against,
                    "computation": terms(each.event.credit.items),
                    "amount": amount_in_words(each.event.credit.amount_fen),
                }
            elif isinstance(each.event, RecoveryOffset):
                yield from goes_back(each.event.restored)

    act.give(act.prepare(command), _("Record this offset?"), shows)
