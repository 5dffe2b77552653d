"""`bailu recovery serve`: record that the payee has the demand, and by when it is due: the clock runs from then."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import click

from cli.batch_run import BatchRun
from cli.case_selection import choosing
from cli.exit_codes import OK
from cli.parameters import DAY
from cli.recovery._demand_run import DEMAND_ID, DemandRun
from cli.recovery._many import ask_once
from cli.verbs import Verb, option, yes_option
from domain.application.commands import ServeRecovery
from presentation.language import N_, _
from store.commands.executor import PreparedCommand
from usecases.commands.demand_action import DemandAction
from usecases.commands.planned import Plan
from usecases.commands.recovery import serve, served_lines, the_one_to_serve


@click.command(
    "serve",
    cls=Verb,
    help=N_(
        "Record that the payee has the demand, and by when it is due: the clock runs from then.\n\n"
        "Served again, it answers an objection."
    ),
)
@option("--on", type=DAY, metavar="DATE", help=N_("When it was served; today if not said."))
@option("--due", type=DAY, metavar="DATE", required=True, help=N_("By when it is to be paid."))
@yes_option
@choosing("serve-recovery", maybe="DEMAND", maybe_like=DEMAND_ID)
def command(run: BatchRun, on: date | None, due: date, yes: bool, maybe: str | None) -> int:
    if run.alone:
        (number,) = run.numbers()
        action = DemandAction(run.session, number, command_id=run.command_id)
        planned = serve(action, maybe, served_on=on, due_on=due)
        one = DemandRun(action=action, yes=yes, dry_run=run.dry_run, output=run.output)
        one.record(planned, _("Record that it was served?"))
        return OK
    served_on = on or run.session.today()

    def prepare(number: str) -> PreparedCommand:
        with run.session.repository() as repository:
            recovery = the_one_to_serve(repository.case(number), maybe)
        command = ServeRecovery(application=number, recovery=recovery, served_on=served_on, due_on=due)
        return run.prepare(number, command)

    return ask_once(run, prepare, lambda dossier, plan: served_lines(dossier.case, plan.events), _question, yes=yes)


def _question(plans: Sequence[Plan]) -> str:
    return _("Record that %(count)s demand(s) were served?") % {"count": len(plans)}
