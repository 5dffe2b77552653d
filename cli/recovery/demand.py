"""`bailu recovery demand`: propose to demand back what was overpaid: all of it, unless an amount is said. A supervisor
approves, several at once with `bailu application confirm --all --act demand-recovery`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import click

from cli.batch_run import BatchRun
from cli.case_selection import WORDS, choosing, reason_option
from cli.exit_codes import OK
from cli.parameters import YUAN
from cli.recovery._demand_run import Act, Terms
from cli.recovery._many import ask_once
from cli.verbs import Verb, option, yes_option
from domain.application.commands import (
    DemandRecovery,
)
from domain.application.events import RecoveryDemanded
from domain.application.status import DEMANDING
from presentation.language import N_, _
from presentation.words.amounts import amount_in_words
from store.commands.executor import PreparedCommand, Result
from usecases.dossiers.demand_sheet import demand_lines
from usecases.dossiers.dossier import Dossier


@click.command(
    "demand",
    cls=Verb,
    help=N_(
        "Propose to demand back what was overpaid: all of it, unless an amount is said. A supervisor approves, several "
        "at once with `bailu application confirm --all --act demand-recovery`.\n\n"
        "Where less is owed than was paid, a revision comes first. The demand names the payments that it takes back, "
        "the newest first, and the funds that get their money back."
    ),
)
@option("--ground", type=click.Choice([each.value for each in DEMANDING]), required=True, help=N_("Why it is due."))
@option("--basis", type=WORDS, required=True, help=N_("The clause or the document on which the demand rests."))
@option("--amount", type=YUAN, metavar="YUAN", help=N_("Only so much, of one application."))
@reason_option
@yes_option
@choosing("demand-recovery")
def command(run: BatchRun, ground: str, basis: str, amount: int | None, reason: str, yes: bool) -> int:
    def command(number: str, sealed: str) -> DemandRecovery:
        return DemandRecovery(application=number, ground=ground, basis=basis, reason=sealed, amount_fen=amount)

    def shows(dossier: Dossier, planned: Result) -> Iterable[str]:
        for each in _demanded(planned):
            yield from demand_lines(dossier.case, each)

    if run.alone:
        (number,) = run.numbers()
        terms = Terms(yes=yes, dry_run=run.dry_run, command_id=run.command_id, output=run.output)
        act = Act(run.session, number, terms)
        said = act.prepare_with_reason(reason, lambda sealed: command(number, sealed))
        act.give(said, _("Propose this demand?"), lambda planned: shows(act.dossier, planned))
        return OK
    if amount is not None:
        raise click.UsageError(_("--amount is about one application; of several, all that was overpaid is demanded."))

    def question(planned: Sequence[Result]) -> str:
        amounts = [each.amount_fen for result in planned for each in _demanded(result)]
        return _("Propose %(count)s demand(s), together %(amount)s?") % {
            "count": len(amounts),
            "amount": amount_in_words(sum(amounts)),
        }

    def prepare(number: str) -> PreparedCommand:
        return run.prepare_with_reason(number, reason, lambda sealed: command(number, sealed))

    return ask_once(run, run.numbers(), prepare, shows, question, yes=yes)


def _demanded(result: Result) -> Iterator[RecoveryDemanded]:
    return (each.event for each in result.events if isinstance(each.event, RecoveryDemanded))
