"""追回: demands to pay back what was overpaid, from their proposal to the last fen.

Money itself comes in with `domain.treasury.recoveries`, since it moves funds and, by offset, other cases.
"""

from __future__ import annotations

from datetime import date

from domain.application import commands as c
from domain.application import events as f
from domain.application.decisions.demands import live, not_more_than_open, overpaid, taken_back, the_recovery
from domain.application.decisions.given import Given, not_in_future, not_too_far
from domain.application.decisions.proceedings import (
    demandable,
    not_demanded,
    not_told_of,
    on_a_ground_of_demands,
    the_court_may_be_asked,
    uses_stay_used,
)
from domain.application.state.case import Case
from domain.application.state.proceedings import intended
from domain.application.status import Ground, ReferredTo
from domain.application.values import portions
from domain.base import Event
from domain.errors import NotAllowed
from domain.office.roles import acting, responsible


def demand(case: Case, command: c.DemandRecovery, given: Given) -> tuple[Event, ...]:
    """Propose to demand back what was overpaid, of which the payee was told and heard. What a bank paid without any
    decision is no administrative act: on the ground `bank-error` neither is needed.

    Raises `NotAllowed`: `nothing-overpaid` beyond what is demanded already, `more-than-overpaid`, `more-than-notified`,
    `amount-not-positive`, `ground` for a ground on which nothing is demanded, `false-claim-unrevised`; of a notice
    `recovery-not-notified`, `demanded-already`, `notice-unserved`, `statement-awaited`; without one `basis-unsaid`, and
    `notified-already` where the payee still answers a notice of all of it.
    """
    acting(given.actor, "demand-recovery", responsible(case, "demand-recovery"))
    ground, basis, recovery, most_fen = _rests_on(case, command, given)
    # Without a notice nothing is taken of what a payee still answers a notice of.
    left_fen = not_told_of(case) if most_fen is None else not_demanded(case)
    if ground == Ground.FALSE_CLAIM:
        uses_stay_used(case)
    amount_fen = min(left_fen, most_fen or left_fen) if command.amount_fen is None else command.amount_fen
    if amount_fen <= 0:
        raise NotAllowed("amount-not-positive", amount_fen=amount_fen)
    if most_fen is not None and amount_fen > most_fen:
        values = {"recovery": recovery, "amount_fen": amount_fen, "notified_fen": most_fen}
        raise NotAllowed("more-than-notified", application=case.number, **values)
    if amount_fen > left_fen:
        raise NotAllowed("more-than-overpaid", application=case.number, amount_fen=amount_fen, left_fen=left_fen)
    return (
        f.RecoveryDemanded(
            recovery=recovery,
            proposal=f"p{case.proposals_made + 1}",
            ground=ground.value,
            basis=basis,
            amount_fen=amount_fen,
            payments=taken_back(case, overpaid(case, amount_fen)),
            reason=command.reason,
        ),
    )


def _rests_on(case: Case, command: c.DemandRecovery, given: Given) -> tuple[Ground, str, str, int | None]:
    """The ground and the basis of a demand, its id, and the most that it may be, where notice was given of that."""
    if command.recovery is not None:
        told = demandable(case, command.recovery, given.today)
        return Ground(told.ground), told.basis, told.recovery, told.notified_fen
    ground = on_a_ground_of_demands(case, command.ground or "")
    if ground is not Ground.BANK_ERROR:
        raise NotAllowed("recovery-not-notified", application=case.number, ground=ground.value)
    if not command.basis:
        raise NotAllowed("basis-unsaid", application=case.number)
    return ground, command.basis, f"r{len(case.recoveries) + 1}", None


def demanded(case: Case, proposed: f.RecoveryDemanded, today: date) -> tuple[Event, ...]:
    """What follows when the supervisor approves. Raises `NotAllowed("nothing-open")` when nothing is left of it."""
    open_fen = live(case, proposed.recovery).open_fen
    return (f.RecoveryApproved(recovery=proposed.recovery, amount_fen=open_fen, approved_on=today),)


def serve(case: Case, command: c.ServeRecovery, given: Given) -> tuple[Event, ...]:
    """Record that the payee has the demand. Served again, it answers an objection and starts the clock anew.

    Raises `NotAllowed`: `recovery-not-approved`, `nothing-open`, `in-the-future`, `served-already`,
    `served-before-approved`, `dates-out-of-order` also before the objection that it answers, and `too-far-ahead` of
    the day by which it is to be paid.
    """
    acting(given.actor, "serve-recovery", responsible(case, "serve-recovery"))
    recovery = live(case, command.recovery, approved=True)
    not_in_future(command.served_on, given.today)
    if recovery.served_on is not None and not recovery.objected:
        raise NotAllowed("served-already", application=case.number, recovery=recovery.recovery)
    if recovery.approved_on is not None and command.served_on < recovery.approved_on:
        values = {"recovery": recovery.recovery, "day": command.served_on, "approved_on": recovery.approved_on}
        raise NotAllowed("served-before-approved", application=case.number, **values)
    if recovery.objected and recovery.objected_on is not None and command.served_on < recovery.objected_on:
        raise NotAllowed("dates-out-of-order", first=recovery.objected_on, last=command.served_on)
    if command.due_on <= command.served_on:
        raise NotAllowed("dates-out-of-order", first=command.served_on, last=command.due_on)
    not_too_far(command.due_on, given.today)
    return (f.RecoveryServed(recovery=recovery.recovery, served_on=command.served_on, due_on=command.due_on),)


def object_to(case: Case, command: c.ObjectToRecovery, given: Given) -> tuple[Event, ...]:
    """Record that the payee objects to the demand that they have.

    Raises `NotAllowed`: `recovery-not-approved`, `nothing-open`, `in-the-future`, `not-served`, `objected-already`,
    `objected-before-service`.
    """
    acting(given.actor, "object-to-recovery", responsible(case, "object-to-recovery"))
    recovery = live(case, command.recovery, approved=True)
    not_in_future(command.received_on, given.today)
    if recovery.served_on is None:
        raise NotAllowed("not-served", application=case.number, recovery=recovery.recovery)
    if recovery.objected:
        raise NotAllowed("objected-already", application=case.number, recovery=recovery.recovery)
    if command.received_on < recovery.served_on:
        values = {"recovery": recovery.recovery, "day": command.received_on, "served_on": recovery.served_on}
        raise NotAllowed("objected-before-service", application=case.number, **values)
    return (f.RecoveryObjected(recovery=recovery.recovery, received_on=command.received_on, grounds=command.grounds),)


def plan(case: Case, command: c.PlanRecovery, given: Given) -> tuple[Event, ...]:
    """Agree on parts, which are still to come.

    Raises `NotAllowed`: `recovery-not-approved`, `nothing-open`, `plan-differs` unless they are positive and add up to
    what is open, `dates-out-of-order` also before today, and `too-far-ahead`.
    """
    acting(given.actor, "plan-recovery", responsible(case, "plan-recovery"))
    recovery = live(case, command.recovery, approved=True)
    planned_fen = sum(part.amount_fen for part in command.parts)
    if planned_fen != recovery.open_fen or any(part.amount_fen <= 0 for part in command.parts):
        raise NotAllowed("plan-differs", application=case.number, planned_fen=planned_fen, open_fen=recovery.open_fen)
    days = [part.due_on for part in command.parts]
    if days != sorted(set(days)):
        raise NotAllowed("dates-out-of-order", first=days[0], last=days[-1])
    if days[0] < given.today:
        raise NotAllowed("dates-out-of-order", first=given.today, last=days[0])
    not_too_far(days[-1], given.today)
    return (f.RecoveryPlanned(recovery=recovery.recovery, parts=command.parts),)


def reduce(case: Case, command: c.ReduceRecovery, given: Given) -> tuple[Event, ...]:
    return _change(case, command, given, "reduce-recovery", command.reason, command.amount_fen)


def cancel(case: Case, command: c.CancelRecovery, given: Given) -> tuple[Event, ...]:
    """Also of what is only intended: nothing is demanded then."""
    return _change(case, command, given, "cancel-recovery", command.reason, None)


def write_off(case: Case, command: c.WriteOffRecovery, given: Given) -> tuple[Event, ...]:
    return _change(case, command, given, "write-off-recovery", command.reason, command.amount_fen)


def refer(case: Case, command: c.ReferRecovery, given: Given) -> tuple[Event, ...]:
    """To the court, once its term has begun and while it lasts, or to the police at any time.

    Raises `NotAllowed`: `referred-where`, and as `the_court_may_be_asked` does.
    """
    if command.referred_to not in [*ReferredTo]:
        raise NotAllowed("referred-where", application=case.number, referred_to=command.referred_to)
    if command.referred_to == ReferredTo.COURT:
        the_court_may_be_asked(case, the_recovery(case, command.recovery), given.today)
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
    recovery = the_recovery(case, command.recovery)
    if act == "cancel-recovery" and intended(recovery):
        wanted_fen = recovery.notified_fen
    else:
        recovery = live(case, command.recovery, approved=True)
        wanted_fen = recovery.open_fen if amount_fen is None else amount_fen
        if wanted_fen <= 0:
            raise NotAllowed("amount-not-positive", amount_fen=wanted_fen)
        not_more_than_open(case, recovery, wanted_fen)
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


def changed(case: Case, proposed: f.RecoveryChangeProposed, today: date) -> tuple[Event, ...]:
    """What follows when the supervisor grants a change. Raises `NotAllowed("more-than-open")` if less is open now, and
    as `the_court_may_be_asked` does if the day is not right any more.
    """
    name = proposed.recovery
    if proposed.act == "cancel-recovery" and intended(the_recovery(case, name)):
        return (f.RecoveryCancelled(recovery=name, amount_fen=0),)
    recovery = live(case, name, approved=True)
    match proposed.act:
        case "reduce-recovery":
            not_more_than_open(case, recovery, proposed.amount_fen)
            return (f.RecoveryReduced(recovery=name, amount_fen=proposed.amount_fen, because="reduced"),)
        case "cancel-recovery":
            return (f.RecoveryCancelled(recovery=name, amount_fen=recovery.open_fen),)
        case "write-off-recovery":
            not_more_than_open(case, recovery, proposed.amount_fen)
            return (
                f.RecoveryWrittenOff(
                    recovery=name,
                    amount_fen=proposed.amount_fen,
                    items=portions(overpaid(case, proposed.amount_fen)),
                ),
            )
    assert proposed.referred_to is not None, "a referral says where to"
    if proposed.referred_to == ReferredTo.COURT:
        the_court_may_be_asked(case, recovery, today)
    return (f.RecoveryReferred(recovery=name, referred_to=proposed.referred_to),)
