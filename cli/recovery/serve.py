"""`bailu recovery serve`: record that the payee has the demand, and by when it is due: the clock runs from then."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

import click

from cli.batch_run import BatchRun
from cli.case_selection import choosing
from cli.exit_codes import OK
from cli.parameters import DAY
from cli.recovery._demand_run import Act, Terms
from cli.recovery._many import ask_once
from cli.verbs import Verb, option, yes_option
from domain.application.commands import (
    ServeRecovery,
)
from domain.application.events import RecoveryServed
from domain.application.state.case import Case
from domain.errors import NotAllowed
from presentation.language import N_, _
from store.commands.executor import PreparedCommand, Result
from usecases.dossiers.demand_sheet import standing
from usecases.dossiers.dossier import Dossier

DEMAND_ID = re.compile(r"r\d{1,4}", re.ASCII)


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
    served_on = on or run.session.today()

    def command(number: str, recovery: str) -> ServeRecovery:
        return ServeRecovery(application=number, recovery=recovery, served_on=served_on, due_on=due)

    if run.alone:
        (number,) = run.numbers()
        terms = Terms(yes=yes, dry_run=run.dry_run, command_id=run.command_id, output=run.output)
        act = Act(run.session, number, terms)
        meant = act.demand(maybe)
        said = act.prepare(command(number, meant))
        act.give(said, _("Record that it was served?"), lambda _planned: standing(act.case, meant))
        return OK

    def prepare(number: str) -> PreparedCommand:
        with run.session.repository() as repository:
            case = repository.case(number)
        waiting = [maybe] if maybe else list(_to_serve(case))
        if len(waiting) > 1:
            raise NotAllowed("recovery-unsaid", application=number, recoveries=", ".join(waiting))
        if not waiting:
            raise NotAllowed("nothing-to-serve", application=number)
        return run.prepare(number, command(number, waiting[0]))

    def shows(dossier: Dossier, planned: Result) -> Iterable[str]:
        for each in planned.events:
            if isinstance(each.event, RecoveryServed):
                yield from standing(dossier.case, each.event.recovery)

    def question(planned: Sequence[Result]) -> str:
        return _("Record that %(count)s demand(s) were served?") % {"count": len(planned)}

    return ask_once(run, run.numbers(), prepare, shows, question, yes=yes)


def _to_serve(case: Case) -> Iterator[str]:
    """The approved demands that the payee does not have yet, or has objected to."""
    for each in case.recoveries.values():
        if each.approved and each.open_fen and (each.served_on is None or each.objected):
            yield each.recovery
