"""追回: `demand`, `approve`, `serve`, `object` and `plan`, before money comes back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

import click

from cli.batch_run import BatchRun
from cli.case_selection import WORDS, choosing, reason_option
from cli.exit_codes import OK
from cli.parameters import DAY, YUAN
from cli.recovery.acts import Act, Terms, about_demand
from cli.recovery.many import ask_once
from cli.verbs import Verb, option, yes_option
from domain.application.commands import (
    ConfirmProposal,
    DemandRecovery,
    ObjectToRecovery,
    PlanRecovery,
    ServeRecovery,
)
from domain.application.decisions.recovery import the_recovery
from domain.application.events import RecoveryChangeProposed, RecoveryDemanded, RecoveryServed
from domain.application.state.case import Case
from domain.application.state.money import to_serve
from domain.application.status import DEMANDING
from domain.application.values import PlannedPart
from domain.errors import NotAllowed
from domain.money import yuan
from domain.proposals import Proposal
from presentation.language import N_, _
from presentation.words.amounts import amount_said
from store.commands.executor import PreparedCommand, Result
from usecases.dossiers.demand_sheet import demand_lines, standing
from usecases.dossiers.dossier import Dossier
from usecases.dossiers.proposals import about

DEMAND_ID = re.compile(r"r\d{1,4}", re.ASCII)


class PartOfPlan(click.ParamType[PlannedPart]):
    """A day and an amount in yuan, as `2024-07-31=1000.00`."""

    name = "date=yuan"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> PlannedPart:
        if isinstance(value, PlannedPart):
            return value
        day, equals, amount = str(value).partition("=")
        if not equals:
            self.fail(_("%(text)s: write DATE=YUAN, such as 2024-07-31=1000.") % {"text": value}, param, ctx)
        return PlannedPart(due_on=DAY.convert(day, param, ctx), amount_fen=YUAN.convert(amount, param, ctx))


@click.command(
    "demand",
    cls=Verb,
    help=N_(
        "Propose to demand back what was overpaid: all of it, unless an amount is said. A supervisor approves, several "
        "at once with `bailu confirm --all --act demand-recovery`.\n\n"
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
def demand(run: BatchRun, ground: str, basis: str, amount: int | None, reason: str, yes: bool) -> int:
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
            "amount": amount_said(sum(amounts)),
        }

    def prepare(number: str) -> PreparedCommand:
        return run.prepare_with_reason(number, reason, lambda sealed: command(number, sealed))

    return ask_once(run, run.numbers(), prepare, shows, question, yes=yes)


def _demanded(result: Result) -> Iterator[RecoveryDemanded]:
    return (each.event for each in result.events if isinstance(each.event, RecoveryDemanded))


@click.command(
    "approve",
    cls=Verb,
    help=N_(
        "Approve, as a supervisor, what finance proposed about a demand: the demand itself, or to reduce, cancel, "
        "write off or refer it.\n\n"
        "With --decline and a --reason, decline it instead."
    ),
)
@option("--proposal", metavar="ID", help=N_("Which proposal, where several wait."))
@option("--decline", is_flag=True, help=N_("Decline it instead; takes a --reason."))
@option("--reason", type=WORDS, help=N_("Why it is declined; it is kept sealed."))
@about_demand
def approve(act: Act, recovery: str | None, proposal: str | None, decline: bool, reason: str | None) -> None:
    if decline != bool(reason):
        raise click.UsageError(_("--decline and --reason belong together."))
    waiting = _waiting(act, recovery, proposal)
    wanted = proposal or (waiting.id if waiting else act.before("proposal"))
    if reason:
        said = act.prepare_with_reason(
            reason,
            lambda sealed: ConfirmProposal(application=act.number, proposal=wanted, declined=True, reason=sealed),
        )
    else:
        said = act.prepare(ConfirmProposal(application=act.number, proposal=wanted))
    question = _("Decline this?") if decline else _("Approve this?")
    act.give(said, question, lambda _planned: about(act.session, act.dossier, waiting) if waiting else ())


def _waiting(act: Act, recovery: str | None, proposal: str | None) -> Proposal | None:
    """What waits about the demand. Raises `NotAllowed`: `nothing-proposed` and `proposals-open`; and
    `NoSuchThing("no-such-recovery")`.

    None where a proposal is named that does not wait: the decision says what became of it.
    """
    if recovery is not None:
        the_recovery(act.case, recovery)
    found = [
        act.case.proposals[name]
        for name, event in act.case.proposed.items()
        if isinstance(event, RecoveryDemanded | RecoveryChangeProposed) and recovery in (None, event.recovery)
    ]
    if proposal is not None:
        return next((each for each in found if each.id == proposal), None)
    if len(found) > 1:
        names = ", ".join(each.id for each in found)
        raise NotAllowed("proposals-open", subject=act.number, proposals=names)
    if not found and act.terms.command_id is None:
        raise NotAllowed("nothing-proposed", subject=act.number)
    return found[0] if found else None


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
def serve(run: BatchRun, on: date | None, due: date, yes: bool, maybe: str | None) -> int:
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
        if to_serve(each):
            yield each.recovery


@click.command("object", cls=Verb, help=N_("Record that the payee objects to a demand that was served."))
@option("--on", type=DAY, metavar="DATE", help=N_("When it was received; today if not said."))
@reason_option
@about_demand
def object_to(act: Act, recovery: str | None, on: date | None, reason: str) -> None:
    meant, received_on = act.demand(recovery), on or act.session.today()
    said = act.prepare_with_reason(
        reason,
        lambda sealed: ObjectToRecovery(
            application=act.number, recovery=meant, received_on=received_on, grounds=sealed
        ),
    )
    act.give(said, _("Record this objection?"), lambda _planned: standing(act.case, meant))


@click.command(
    "plan",
    cls=Verb,
    help=N_("Agree that a demand is paid back in parts, which together are what is open of it."),
)
@option(
    "--part",
    "parts",
    type=PartOfPlan(),
    multiple=True,
    required=True,
    metavar="DATE=YUAN",
    help=N_("A part and by when it is due; give it again for each."),
)
@about_demand
def plan(act: Act, recovery: str | None, parts: tuple[PlannedPart, ...]) -> None:
    meant = act.demand(recovery)

    def shows(_planned: Result) -> Iterable[str]:
        yield from standing(act.case, meant)
        for part in parts:
            yield f"{part.due_on}  {yuan(part.amount_fen)}"

    act.give(
        act.prepare(PlanRecovery(application=act.number, recovery=meant, parts=parts)), _("Record this plan?"), shows
    )
