"""追回: demands to pay back what was overpaid, from their proposal to the last fen.

Money itself comes in with `domain.treasury.recoveries`, since it moves funds and, by offset, other cases.
"""

from __future__ import annotations

from domain.application import commands as c
from domain.application import events as f
from domain.application.decisions.given import Given, not_in_future
from domain.application.state.balances import Recovery, restoring
from domain.application.state.case import Case
from domain.application.status import DEMANDING, Ground
from domain.application.values import Due, Restored, lines_of, portions
from domain.base import Event
from domain.errors import NoSuchThing, NotAllowed
from domain.office.roles import acting, responsible


def demand(case: Case, command: c.DemandRecovery, given: Given) -> tuple[Event, ...]:
    """Propose to demand back what was overpaid; a revision comes before it, unless the bank paid too much.

    Raises `NotAllowed`: `nothing-overpaid` beyond what is demanded already, `more-than-overpaid`,
    `amount-not-positive`, `ground` for a ground on which nothing is demanded, and `false-claim-unrevised`.
    """
    acting(given.actor, "demand-recovery", responsible(case, "demand-recovery"))
    if command.ground not in DEMANDING:
        raise NotAllowed("ground", application=case.number, ground=command.ground)
    left_fen = case.collectable_fen - case.demanded_fen
    if left_fen <= 0:
        raise NotAllowed("nothing-overpaid", application=case.number)
    if command.ground == Ground.FALSE_CLAIM:
        _uses_stay_used(case)
    amount_fen = left_fen if command.amount_fen is None else command.amount_fen
    if amount_fen <= 0:
        raise NotAllowed("amount-not-positive", amount_fen=amount_fen)
    if amount_fen > left_fen:
        raise NotAllowed("more-than-overpaid", application=case.number, amount_fen=amount_fen, left_fen=left_fen)
    return (
        f.RecoveryDemanded(
            recovery=f"r{len(case.recoveries) + 1}",
            proposal=f"p{case.proposals_made + 1}",
            ground=Ground(command.ground).value,
            basis=command.basis,
            amount_fen=amount_fen,
            payments=taken_back(case, amount_fen),
            reason=command.reason,
        ),
    )


def _uses_stay_used(case: Case) -> None:
    """What was claimed falsely still counts toward the limits (*i:false-claim-use*), so that no revision on another
    ground may have freed them. Raises `NotAllowed("false-claim-unrevised")` with the lines of which one has.
    """
    over = {due.line for due, item in case.items.items() if item.over_fen > 0}
    freed = tuple(sorted((over & lines_of(case.granted)) - lines_of(case.counted)))
    if freed:
        raise NotAllowed("false-claim-unrevised", application=case.number, lines=freed)


def demanded(case: Case, proposed: f.RecoveryDemanded) -> tuple[Event, ...]:
    """What follows when the supervisor approves. Raises `NotAllowed("nothing-open")` when nothing is left of it."""
    open_fen = _live(case, proposed.recovery).open_fen
    return (f.RecoveryApproved(recovery=proposed.recovery, amount_fen=open_fen),)


def serve(case: Case, command: c.ServeRecovery, given: Given) -> tuple[Event, ...]:
    """Record that the payee has the demand. Served again, it answers an objection and starts the clock anew."""
    acting(given.actor, "serve-recovery", responsible(case, "serve-recovery"))
    recovery = _live(case, command.recovery, approved=True)
    not_in_future(command.served_on, given.today)
    if recovery.served_on is not None and not recovery.objected:
        raise NotAllowed("served-already", application=case.number, recovery=recovery.recovery)
    if command.due_on <= command.served_on:
        raise NotAllowed("dates-out-of-order", first=command.served_on, last=command.due_on)
    return (f.RecoveryServed(recovery=recovery.recovery, served_on=command.served_on, due_on=command.due_on),)


def object_to(case: Case, command: c.ObjectToRecovery, given: Given) -> tuple[Event, ...]:
    acting(given.actor, "object-to-recovery", responsible(case, "object-to-recovery"))
    recovery = _live(case, command.recovery, approved=True)
    not_in_future(command.received_on, given.today)
    if recovery.served_on is None:
        raise NotAllowed("not-served", application=case.number, recovery=recovery.recovery)
    if recovery.objected:
        raise NotAllowed("objected-already", application=case.number, recovery=recovery.recovery)
    return (f.RecoveryObjected(recovery=recovery.recovery, received_on=command.received_on, grounds=command.grounds),)


def plan(case: Case, command: c.PlanRecovery, given: Given) -> tuple[Event, ...]:
    """Agree on parts. Raises `NotAllowed("plan-differs")` unless they are positive and add up to what is open."""
    acting(given.actor, "plan-recovery", responsible(case, "plan-recovery"))
    recovery = _live(case, command.recovery, approved=True)
    planned_fen = sum(part.amount_fen for part in command.parts)
    if planned_fen != recovery.open_fen or any(part.amount_fen <= 0 for part in command.parts):
        raise NotAllowed("plan-differs", application=case.number, planned_fen=planned_fen, open_fen=recovery.open_fen)
    days = [part.due_on for part in command.parts]
    if days != sorted(set(days)):
        raise NotAllowed("dates-out-of-order", first=days[0], last=days[-1])
    return (f.RecoveryPlanned(recovery=recovery.recovery, parts=command.parts),)


def reduce(case: Case, command: c.ReduceRecovery, given: Given) -> tuple[Event, ...]:
    return _change(case, command, given, "reduce-recovery", command.reason, command.amount_fen)


def cancel(case: Case, command: c.CancelRecovery, given: Given) -> tuple[Event, ...]:
    return _change(case, command, given, "cancel-recovery", command.reason, None)


def write_off(case: Case, command: c.WriteOffRecovery, given: Given) -> tuple[Event, ...]:
    return _change(case, command, given, "write-off-recovery", command.reason, command.amount_fen)


def refer(case: Case, command: c.ReferRecovery, given: Given) -> tuple[Event, ...]:
    return _change(case, command, given, "refer-recovery", command.reason, None, command.referred_to)


def _change(
    case: Case,
    command: c.RecoveryCommand,
    given: Given,
    act: str,
    reason: str,
    amount_fen: int | None,
    referred_to: str | None = None,
) -> tuple[Event, ...]:
    acting(given.actor, act, responsible(case, act))
    recovery = _live(case, command.recovery, approved=True)
    wanted_fen = recovery.open_fen if amount_fen is None else amount_fen
    if wanted_fen <= 0:
        raise NotAllowed("amount-not-positive", amount_fen=wanted_fen)
    _not_more_than_open(case, recovery, wanted_fen)
    open_ = (change for change in case.proposed.values() if isinstance(change, f.RecoveryChangeProposed))
    if any(change.recovery == recovery.recovery and change.act == act for change in open_):
        raise NotAllowed("recovery-change-open", application=case.number, recovery=recovery.recovery)
    return (
        f.RecoveryChangeProposed(
            proposal=f"p{case.proposals_made + 1}",
            recovery=recovery.recovery,
            act=act,
            amount_fen=wanted_fen,
            referred_to=referred_to,
            reason=reason,
        ),
    )


def changed(case: Case, proposed: f.RecoveryChangeProposed) -> tuple[Event, ...]:
    """What follows when the supervisor grants a change. Raises `NotAllowed("more-than-open")` if less is open now."""
    recovery = _live(case, proposed.recovery, approved=True)
    name = recovery.recovery
    match proposed.act:
        case "reduce-recovery":
            _not_more_than_open(case, recovery, proposed.amount_fen)
            return (f.RecoveryReduced(recovery=name, amount_fen=proposed.amount_fen, because="reduced"),)
        case "cancel-recovery":
            return (f.RecoveryCancelled(recovery=name, amount_fen=recovery.open_fen),)
        case "write-off-recovery":
            _not_more_than_open(case, recovery, proposed.amount_fen)
            return (
                f.RecoveryWrittenOff(
                    recovery=name,
                    amount_fen=proposed.amount_fen,
                    items=portions(_overpaid(case, proposed.amount_fen)),
                ),
            )
    assert proposed.referred_to is not None, "a referral says where to"
    return (f.RecoveryReferred(recovery=name, referred_to=proposed.referred_to),)


def the_recovery(case: Case, recovery: str) -> Recovery:
    demand = case.recoveries.get(recovery)
    if demand is None:
        raise NoSuchThing("no-such-recovery", application=case.number, recovery=recovery)
    return demand


def taken_back(case: Case, amount_fen: int) -> tuple[Restored, ...]:
    """Which payments `amount_fen` of what was overpaid comes from: the newest first, and of each what it restores."""
    over = _overpaid(case, amount_fen)
    restored_payments: list[Restored] = []
    for payment in reversed([*case.payments.values()]):
        taken: dict[Due, int] = {}
        for due in sorted(payment.amounts_fen, reverse=True):
            part_fen = min(over.get(due, 0), payment.left_fen(due))
            if part_fen:
                taken[due] = part_fen
                over[due] -= part_fen
        back_fen = sum(taken.values())
        if back_fen:
            restored = Restored(
                batch=payment.batch,
                items=portions(taken),
                amount_fen=back_fen,
                drawn=restoring(payment.drawn, back_fen),
            )
            restored_payments.append(restored)
    assert not any(over.values()), "what was overpaid was paid"
    return tuple(restored_payments)


def _overpaid(case: Case, amount_fen: int) -> dict[Due, int]:
    """`amount_fen` divided over the instalments of which too much was paid, the last lines first."""
    overpaid: dict[Due, int] = {}
    for due, item in sorted(case.items.items(), reverse=True):
        part_fen = min(amount_fen, item.over_fen)
        if part_fen > 0:
            overpaid[due] = part_fen
            amount_fen -= part_fen
    assert not amount_fen, "no more is taken back than was overpaid"
    return overpaid


def _live(case: Case, recovery: str, *, approved: bool = False) -> Recovery:
    demand = the_recovery(case, recovery)
    if approved and not demand.approved:
        raise NotAllowed("recovery-not-approved", application=case.number, recovery=recovery)
    if not demand.open_fen:
        raise NotAllowed("nothing-open", application=case.number, recovery=recovery)
    return demand


def _not_more_than_open(case: Case, recovery: Recovery, amount_fen: int) -> None:
    if amount_fen > recovery.open_fen:
        raise NotAllowed("more-than-open", application=case.number, amount_fen=amount_fen, open_fen=recovery.open_fen)
