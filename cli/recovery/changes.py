"""追回: `reduce`, `cancel`, `write-off` and `refer`. Finance proposes each, and a supervisor grants it."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import click

from cli.case_selection import WORDS, reason_option
from cli.parameters import YUAN
from cli.recovery.acts import Act, about_demand
from cli.verbs import Verb, option
from domain.application.commands import CancelRecovery, RecoveryCommand, ReduceRecovery, ReferRecovery, WriteOffRecovery
from domain.application.events import RecoveryChangeProposed
from presentation.language import N_, _
from presentation.words.amounts import amount_said
from store.commands.executor import Result
from usecases.dossiers.demand_sheet import standing

Make = Callable[[str, str], RecoveryCommand]
"""The command about a demand, with its reason."""


@click.command("reduce", cls=Verb, help=N_("Propose to demand less, for a reason; a supervisor grants it."))
@option("--amount", type=YUAN, required=True, metavar="YUAN", help=N_("By how much less."))
@reason_option
@about_demand
def reduce(act: Act, recovery: str | None, amount: int, reason: str) -> None:
    _propose(
        act,
        recovery,
        reason,
        lambda meant, why: ReduceRecovery(application=act.number, recovery=meant, amount_fen=amount, reason=why),
    )


@click.command("cancel", cls=Verb, help=N_("Propose to cancel a demand: nothing more is demanded of it."))
@reason_option
@about_demand
def cancel(act: Act, recovery: str | None, reason: str) -> None:
    _propose(
        act, recovery, reason, lambda meant, why: CancelRecovery(application=act.number, recovery=meant, reason=why)
    )


@click.command(
    "write-off",
    cls=Verb,
    help=N_("Ask that what cannot be had is written off: all that is open of a demand, unless an amount is said."),
)
@option("--amount", type=YUAN, metavar="YUAN", help=N_("Only so much."))
@reason_option
@about_demand
def write_off(act: Act, recovery: str | None, amount: int | None, reason: str) -> None:
    _propose(
        act,
        recovery,
        reason,
        lambda meant, why: WriteOffRecovery(application=act.number, recovery=meant, reason=why, amount_fen=amount),
    )


@click.command("refer", cls=Verb, help=N_("Ask that a demand be referred to a court or the police."))
@option("--to", "referred_to", type=WORDS, required=True, help=N_("To whom, such as the court."))
@reason_option
@about_demand
def refer(act: Act, recovery: str | None, referred_to: str, reason: str) -> None:
    _propose(
        act,
        recovery,
        reason,
        lambda meant, why: ReferRecovery(application=act.number, recovery=meant, reason=why, referred_to=referred_to),
    )


def _propose(act: Act, recovery: str | None, reason: str, make: Make) -> None:
    meant = act.demand(recovery)
    said = act.prepare_with_reason(reason, lambda sealed: make(meant, sealed))

    def shows(planned: Result) -> Iterable[str]:
        yield from standing(act.case, meant)
        for each in planned.events:
            if isinstance(each.event, RecoveryChangeProposed):
                yield _("Proposed about %(amount)s of it; a supervisor decides.") % {
                    "amount": amount_said(each.event.amount_fen)
                }

    act.give(said, _("Propose this?"), shows)
