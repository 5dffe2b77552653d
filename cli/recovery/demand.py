"""`bailu recovery demand`: propose to demand back what notice was given of: all of it, unless an amount is said. A
supervisor approves, several at once with `bailu confirm --all --act demand-recovery`.
"""

from __future__ import annotations

from collections.abc import Sequence

import click

from cli.batch_run import BatchRun
from cli.case_selection import choosing, reason_option
from cli.exit_codes import OK
from cli.parameters import WORDS, YUAN
from cli.recovery._demand_run import DEMAND_ID, DemandRun
from cli.recovery._many import ask_once
from cli.verbs import Verb, option, yes_option
from domain.application.commands import DemandRecovery
from domain.application.status import DEMANDING
from presentation.language import N_, _
from presentation.words.amounts import amount_in_words
from store.commands.executor import PreparedCommand
from usecases.commands.demand_action import DemandAction
from usecases.commands.planned import Plan
from usecases.commands.proceedings import the_notice
from usecases.commands.recovery import demand, demanded, demanded_lines


@click.command(
    "demand",
    cls=Verb,
    help=N_(
        "Propose to demand back what notice was given of: all of it, unless an amount is said. A supervisor approves, "
        "several at once with `bailu confirm --all --act demand-recovery`.\n\n"
        "It rests on the ground and the basis of the notice, which was served, and answered or its days are over. What "
        "a bank paid without any decision needs no notice: --ground bank-error, with its --basis. The demand names the "
        "payments that it takes back, the newest first, and the funds that get their money back."
    ),
)
@option(
    "--ground",
    type=click.Choice([ground.value for ground in DEMANDING]),
    help=N_("Why it is due, where there is no notice: bank-error, and nothing else."),
)
@option("--basis", type=WORDS, help=N_("With --ground: the document on which the demand rests."))
@option("--amount", type=YUAN, metavar="YUAN", help=N_("Only so much, of one application."))
@reason_option
@yes_option
@choosing("demand-recovery", maybe="NOTICE", maybe_like=DEMAND_ID)
def command(
    run: BatchRun,
    ground: str | None,
    basis: str | None,
    amount: int | None,
    reason: str,
    yes: bool,
    maybe: str | None,
) -> int:
    if (ground is None) != (basis is None) or (ground is not None and maybe is not None):
        raise click.UsageError(_("--ground and --basis belong together, and to a demand without a notice."))
    if run.alone:
        (number,) = run.numbers()
        action = DemandAction(run.session, number, command_id=run.command_id)
        planned = demand(action, maybe, ground=ground, basis=basis, reason=reason, amount_fen=amount)
        one = DemandRun(action=action, yes=yes, dry_run=run.dry_run, output=run.output)
        one.record(planned, _("Propose this demand?"))
        return OK
    if amount is not None:
        raise click.UsageError(_("--amount is about one application; of several, all that was overpaid is meant."))

    def prepare(number: str) -> PreparedCommand:
        recovery = None
        if ground is None:
            with run.session.repository() as repository:
                recovery = the_notice(repository.case(number), maybe)
        return run.prepare_with_reason(
            number,
            reason,
            lambda sealed: DemandRecovery(
                application=number, recovery=recovery, ground=ground, basis=basis, reason=sealed
            ),
        )

    return ask_once(run, prepare, lambda dossier, plan: demanded_lines(dossier.case, plan.events), _question, yes=yes)


def _question(plans: Sequence[Plan]) -> str:
    amounts_fen = [event.amount_fen for plan in plans for event in demanded(plan.events)]
    return _("Propose %(count)s demand(s), together %(amount)s?") % {
        "count": len(amounts_fen),
        "amount": amount_in_words(sum(amounts_fen)),
    }
