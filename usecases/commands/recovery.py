"""追回: the commands about a demand, each planned and told in sentences before an officer agrees to it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date

from domain.application import commands as c
from domain.application.decisions.demands import the_recovery
from domain.application.events import (
    RecoveryChangeProposed,
    RecoveryDemanded,
    RecoveryOffsetProposed,
    RecoveryServed,
)
from domain.application.state.case import Case
from domain.application.state.money import to_serve
from domain.application.values import PlannedPart, ReceiptValues
from domain.errors import NotAllowed
from domain.money import yuan
from domain.proposals import Proposal
from domain.treasury.offsets import OffsetRecovery
from domain.treasury.receipts import CorrectReceipt, the_receipt
from domain.treasury.recoveries import ReceiveRecovery
from store.line.envelope import Recorded
from usecases.commands.demand_action import DemandAction, PlannedAction
from usecases.commands.proceedings import the_notice
from usecases.dossiers.demand_sheet import (
    change_lines,
    demand_lines,
    received_lines,
    status_lines,
)
from usecases.dossiers.offset import proposed_offset
from usecases.dossiers.proposals import about
from usecases.dossiers.receipt_corrections import correction_lines


def the_one_to_serve(case: Case, named: str | None) -> str:
    """The demand of a case that is served together with those of other cases: approved, and not with the payee yet, or
    objected to.

    Raises `NotAllowed`: `recovery-unsaid` and `nothing-to-serve`.
    """
    waiting = [named] if named else [demand.recovery for demand in case.recoveries.values() if to_serve(demand)]
    if len(waiting) > 1:
        raise NotAllowed("recovery-unsaid", application=case.number, recoveries=", ".join(waiting))
    if not waiting:
        raise NotAllowed("nothing-to-serve", application=case.number)
    return waiting[0]


def demanded(events: Iterable[Recorded]) -> list[RecoveryDemanded]:
    """The demands that events propose."""
    return [one.event for one in events if isinstance(one.event, RecoveryDemanded)]


def demanded_lines(case: Case, events: Iterable[Recorded]) -> Iterator[str]:
    """The demands that events propose, in sentences."""
    for event in demanded(events):
        yield from demand_lines(case, event)


def served_lines(case: Case, events: Iterable[Recorded]) -> Iterator[str]:
    """The demands that events record as served, as they were before, in sentences."""
    for one in events:
        if isinstance(one.event, RecoveryServed):
            yield from status_lines(case, one.event.recovery)


def demand(
    action: DemandAction,
    recovery: str | None,
    *,
    ground: str | None,
    basis: str | None,
    reason: str,
    amount_fen: int | None,
) -> PlannedAction:
    """To demand back what notice was given of, or `amount_fen` of it; with a `ground`, without a notice."""
    meant = recovery
    if ground is None:
        meant = recovery or action.recorded_before("recovery") or the_notice(action.case, None)
    planned = action.plan_with_reason(
        reason,
        lambda sealed: c.DemandRecovery(
            application=action.number,
            recovery=meant,
            ground=ground,
            basis=basis,
            reason=sealed,
            amount_fen=amount_fen,
        ),
    )
    return PlannedAction(plan=planned, lines=tuple(demanded_lines(action.case, planned.events)))


def approve(action: DemandAction, recovery: str | None, proposal: str | None, reason: str | None) -> PlannedAction:
    """To approve what is proposed about a demand; with a reason, to decline it.

    Raises `NotAllowed`: `nothing-proposed` and `proposals-open`; and `NoSuchThing("no-such-recovery")`.
    """
    waiting = _waiting(action, recovery, proposal)
    wanted = proposal or (waiting.id if waiting else action.recorded_before("proposal"))
    if reason:
        planned = action.plan_with_reason(
            reason,
            lambda sealed: c.ConfirmProposal(application=action.number, proposal=wanted, declined=True, reason=sealed),
        )
    else:
        planned = action.plan(c.ConfirmProposal(application=action.number, proposal=wanted))
    lines = tuple(about(action.session, action.dossier, waiting)) if waiting else ()
    return PlannedAction(plan=planned, lines=lines)


def serve(action: DemandAction, recovery: str | None, *, served_on: date | None, due_on: date) -> PlannedAction:
    """To record that the payee has a demand; today unless `served_on` is given."""
    meant = action.demand(recovery)
    command = c.ServeRecovery(
        application=action.number, recovery=meant, served_on=served_on or action.session.today(), due_on=due_on
    )
    return PlannedAction(plan=action.plan(command), lines=tuple(status_lines(action.case, meant)))


def object_to(action: DemandAction, recovery: str | None, *, received_on: date | None, grounds: str) -> PlannedAction:
    """To record an objection of the payee; received today unless `received_on` is given."""
    meant = action.demand(recovery)
    day = received_on or action.session.today()
    planned = action.plan_with_reason(
        grounds,
        lambda sealed: c.ObjectToRecovery(application=action.number, recovery=meant, received_on=day, grounds=sealed),
    )
    return PlannedAction(plan=planned, lines=tuple(status_lines(action.case, meant)))


def pay_in_parts(action: DemandAction, recovery: str | None, parts: tuple[PlannedPart, ...]) -> PlannedAction:
    """To agree that a demand is paid back in parts."""
    meant = action.demand(recovery)
    planned = action.plan(c.PlanRecovery(application=action.number, recovery=meant, parts=parts))
    listed = (f"{part.due_on}  {yuan(part.amount_fen)}" for part in parts)
    return PlannedAction(plan=planned, lines=(*status_lines(action.case, meant), *listed))


def receive(
    action: DemandAction,
    recovery: str | None,
    *,
    amount_fen: int,
    received_on: date | None,
    reference: str,
    same_reference: str | None = None,
) -> PlannedAction:
    """To record money that came back; with the value date of today unless `received_on` is given. `same_reference` is
    why it is right that something else stands under the reference.
    """
    meant = action.demand(recovery)

    def command(sealed: str | None) -> ReceiveRecovery:
        return ReceiveRecovery(
            application=action.number,
            recovery=meant,
            amount_fen=amount_fen,
            received_on=received_on or action.session.today(),
            reference=reference,
            same_reference=sealed,
        )

    planned = action.plan_with_reason(same_reference, command) if same_reference else action.plan(command(None))
    return PlannedAction(plan=planned, lines=(*status_lines(action.case, meant), *received_lines(planned.events)))


def correct_receipt(
    action: DemandAction,
    recovery: str | None,
    *,
    reference: str,
    never: bool,
    amount_fen: int | None,
    received_on: date | None,
    right_reference: str | None,
    reason: str,
    same_reference: bool,
) -> PlannedAction:
    """To propose that a receipt was otherwise than it was recorded; what is not given was right. `same_reference` says
    that the reason is also why something else stands under the right reference. Raises
    `NoSuchThing("no-such-receipt")`.
    """
    meant = action.demand(recovery)
    typed, recorded = the_receipt(the_recovery(action.case, meant), reference, action.number)
    instead = ReceiptValues(
        amount_fen=recorded.amount_fen if amount_fen is None else amount_fen,
        received_on=received_on or recorded.received_on,
        reference=right_reference or typed,
    )
    planned = action.plan_with_reason(
        reason,
        lambda sealed: CorrectReceipt(
            application=action.number,
            recovery=meant,
            reference=typed,
            instead=None if never else instead,
            reason=sealed,
            same_reference=sealed if same_reference else None,
        ),
    )
    lines = correction_lines(typed, recorded, None if never else instead)
    return PlannedAction(plan=planned, lines=(*status_lines(action.case, meant), *lines))


def offset(action: DemandAction, recovery: str | None, *, against: str, amount_fen: int | None) -> PlannedAction:
    """To propose that what is payable in the case `against` is paid with what its payee owes here."""
    meant = action.demand(recovery)
    planned = action.plan(
        OffsetRecovery(application=action.number, recovery=meant, against=against, amount_fen=amount_fen)
    )
    lines = [*status_lines(action.case, meant)]
    for one in planned.events:
        if isinstance(one.event, RecoveryOffsetProposed):
            lines += proposed_offset(action.session, action.case, one.event)
    return PlannedAction(plan=planned, lines=tuple(lines))


def reduce(action: DemandAction, recovery: str | None, *, amount_fen: int, reason: str) -> PlannedAction:
    """To propose to demand less by `amount_fen`."""

    def command(meant: str, sealed: str) -> c.ReduceRecovery:
        return c.ReduceRecovery(application=action.number, recovery=meant, amount_fen=amount_fen, reason=sealed)

    return _propose(action, recovery, reason, command)


def cancel(action: DemandAction, recovery: str | None, *, reason: str) -> PlannedAction:
    """To propose that nothing more is demanded."""

    def command(meant: str, sealed: str) -> c.CancelRecovery:
        return c.CancelRecovery(application=action.number, recovery=meant, reason=sealed)

    return _propose(action, recovery, reason, command)


def write_off(action: DemandAction, recovery: str | None, *, amount_fen: int | None, reason: str) -> PlannedAction:
    """To ask that all that is open of a demand is written off, or `amount_fen` of it."""

    def command(meant: str, sealed: str) -> c.WriteOffRecovery:
        return c.WriteOffRecovery(application=action.number, recovery=meant, reason=sealed, amount_fen=amount_fen)

    return _propose(action, recovery, reason, command)


def refer(action: DemandAction, recovery: str | None, *, referred_to: str, reason: str) -> PlannedAction:
    """To ask that a demand is referred to a court or the police."""

    def command(meant: str, sealed: str) -> c.ReferRecovery:
        return c.ReferRecovery(application=action.number, recovery=meant, reason=sealed, referred_to=referred_to)

    return _propose(action, recovery, reason, command)


def _propose(
    action: DemandAction, recovery: str | None, reason: str, command: Callable[[str, str], c.RecoveryCommand]
) -> PlannedAction:
    """A change that finance proposes and a supervisor grants; `command` takes the demand and the sealed reason."""
    meant = action.demand(recovery)
    planned = action.plan_with_reason(reason, lambda sealed: command(meant, sealed))
    return PlannedAction(plan=planned, lines=(*status_lines(action.case, meant), *change_lines(planned.events)))


def _waiting(action: DemandAction, recovery: str | None, proposal: str | None) -> Proposal | None:
    """What waits about a demand. Raises `NotAllowed`: `nothing-proposed` and `proposals-open`; and
    `NoSuchThing("no-such-recovery")`.

    None where a proposal is named that does not wait: the decision tells what became of it.
    """
    case = action.case
    if recovery is not None:
        the_recovery(case, recovery)
    waiting = [
        case.proposals[name]
        for name, event in case.proposed.items()
        if isinstance(event, RecoveryDemanded | RecoveryChangeProposed) and recovery in (None, event.recovery)
    ]
    if proposal is not None:
        return next((one for one in waiting if one.id == proposal), None)
    if len(waiting) > 1:
        raise NotAllowed("proposals-open", subject=action.number, proposals=", ".join(one.id for one in waiting))
    if not waiting and action.command_id is None:
        raise NotAllowed("nothing-proposed", subject=action.number)
    return waiting[0] if waiting else None
