"""`bailu recovery notify`: tell the payee what is to be demanded back (拟追回告知), and until when they may answer."""

from __future__ import annotations

from collections.abc import Sequence

import click

from cli.batch_run import BatchRun
from cli.case_selection import choosing, reason_option
from cli.exit_codes import OK
from cli.parameters import WORDS, YUAN
from cli.recovery._demand_run import DemandRun
from cli.recovery._many import ask_once
from cli.verbs import Verb, option, yes_option
from domain.application.commands import NotifyRecovery
from domain.application.status import DEMANDING, Ground
from presentation.language import N_, _
from presentation.words.amounts import amount_in_words
from store.commands.executor import PreparedCommand
from usecases.commands.demand_action import DemandAction
from usecases.commands.planned import Plan
from usecases.commands.proceedings import notified, notified_lines, notify

_GROUNDS = [ground.value for ground in DEMANDING if ground is not Ground.BANK_ERROR]


@click.command(
    "notify",
    cls=Verb,
    help=N_(
        "Tell the payee what is to be demanded back (拟追回告知), and until when they may answer: all that is "
        "overpaid, unless an amount is said.\n\n"
        "The notice is a letter, recovery-notice, which is served like others. What was paid without any decision, by "
        "a bank's mistake, needs none."
    ),
)
@option("--ground", type=click.Choice(_GROUNDS), required=True, help=N_("Why it is due."))
@option("--basis", type=WORDS, required=True, help=N_("The clause or the document on which the demand would rest."))
@option("--amount", type=YUAN, metavar="YUAN", help=N_("Only so much, of one application."))
@option(
    "--days",
    type=click.IntRange(min=1),
    required=True,
    metavar="N",
    help=N_("For how many days after the service of the notice the payee may answer."),
)
@reason_option
@yes_option
@choosing("notify-recovery")
def command(run: BatchRun, ground: str, basis: str, amount: int | None, days: int, reason: str, yes: bool) -> int:
    if run.alone:
        (number,) = run.numbers()
        action = DemandAction(run.session, number, command_id=run.command_id)
        planned = notify(action, ground=ground, basis=basis, days=days, reason=reason, amount_fen=amount)
        one = DemandRun(action=action, yes=yes, dry_run=run.dry_run, output=run.output)
        one.record(planned, _("Record this notice?"))
        return OK
    if amount is not None:
        raise click.UsageError(_("--amount is about one application; of several, all that was overpaid is meant."))

    def prepare(number: str) -> PreparedCommand:
        return run.prepare_with_reason(
            number,
            reason,
            lambda sealed: NotifyRecovery(application=number, ground=ground, basis=basis, days=days, reason=sealed),
        )

    return ask_once(run, prepare, lambda dossier, plan: notified_lines(dossier.case, plan.events), _question, yes=yes)


def _question(plans: Sequence[Plan]) -> str:
    amounts_fen = [event.amount_fen for plan in plans for event in notified(plan.events)]
    return _("Record %(count)s notice(s), together of %(amount)s?") % {
        "count": len(amounts_fen),
        "amount": amount_in_words(sum(amounts_fen)),
    }
