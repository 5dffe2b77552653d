"""What letters say of money that is to come back: 拟追回告知书, 追回通知书, 催告书."""

from __future__ import annotations

from typing import Any

from domain.application import events as f
from domain.application.payment_key import payment_key
from domain.application.state.balances import Recovery
from domain.application.state.money import next_due
from domain.application.state.proceedings import REMINDER_WORKING_DAYS, intended
from domain.errors import NoSuchThing, NotAllowed
from usecases.letters.case import Writing, applicant, cited_as, clauses


def recovery_notice(writing: Writing) -> dict[str, Any]:
    """Raises `NoSuchThing`: `letter-no-demands`, `no-such-recovery`; `NotAllowed("letter-no-recovery-notice")` once it
    is demanded, or dropped.
    """
    recovery = _the_recovery(writing)
    if not intended(recovery):
        raise NotAllowed("letter-no-recovery-notice", **_standing(writing, recovery))
    told = next(event for event in writing.all(f.RecoveryNotified) if event.recovery == recovery.recovery)
    basis = cited_as(writing.edition, told.basis)
    return {
        "applicant": applicant(writing),
        "recovery": recovery.recovery,
        "ground": recovery.ground,
        "basis": "" if basis[0] in writing.edition.clauses else told.basis,
        "reason": writing.opened(told.reason).get("reason", ""),
        "notified_fen": told.amount_fen,
        "days": told.days,
        "clauses": clauses(writing.edition, [basis]),
    }


def recovery_reminder(writing: Writing) -> dict[str, Any]:
    """Raises `NoSuchThing`: `letter-no-demands`, `no-such-recovery`; `NotAllowed("letter-no-reminder")` of a demand of
    which nobody reminded the payee, or nothing is open.
    """
    recovery = _the_recovery(writing)
    if not recovery.reminded or not recovery.open_fen:
        raise NotAllowed("letter-no-reminder", **_standing(writing, recovery))
    due_on, due_fen = next_due(recovery)
    return {
        "applicant": applicant(writing),
        "recovery": recovery.recovery,
        "served_on": recovery.served_on,
        "due_on": due_on,
        "due_fen": due_fen,
        "open_fen": recovery.open_fen,
        "pay_to": writing.pay_to,
        "days": REMINDER_WORKING_DAYS,
    }


def recovery_demand(writing: Writing) -> dict[str, Any]:
    """Raises `NoSuchThing`: `letter-no-demands`, `no-such-recovery`; `NotAllowed("letter-no-demand")` if not open."""
    case, edition = writing.case, writing.edition
    recovery = _the_recovery(writing)
    if not recovery.approved or not recovery.open_fen:
        raise NotAllowed("letter-no-demand", **_standing(writing, recovery))
    demanded = next(event for event in writing.all(f.RecoveryDemanded) if event.recovery == recovery.recovery)
    basis = cited_as(edition, demanded.basis)
    return {
        "applicant": applicant(writing),
        "recovery": recovery.recovery,
        "ground": recovery.ground,
        "basis": "" if basis[0] in edition.clauses else demanded.basis,
        "reason": writing.opened(demanded.reason).get("reason", ""),
        "demanded_fen": recovery.demanded_fen,
        "reduced_fen": recovery.reduced_fen,
        "received_fen": recovery.received_fen,
        "open_fen": recovery.open_fen,
        "payments": [
            {
                "reference": paid.reference,
                "value_on": paid.value_on,
                "paid_fen": paid.amount_fen,
                "amount_fen": taken_back.amount_fen,
            }
            for taken_back in demanded.payments
            for paid in (case.payments[payment_key(taken_back.batch, taken_back.fund)],)
        ],
        "plan": [{"due_on": part.due_on, "amount_fen": part.amount_fen} for part in recovery.plan],
        "due_on": writing.due_on or recovery.due_on,
        "pay_to": writing.pay_to,
        "clauses": clauses(edition, [basis]),
    }


def _the_recovery(writing: Writing) -> Recovery:
    case, about = writing.case, writing.about
    if about is None:
        raise NoSuchThing("letter-no-demands", application=case.number)
    recovery = case.recoveries.get(about)
    if recovery is None:
        raise NoSuchThing("no-such-recovery", application=case.number, recovery=about)
    return recovery


def _standing(writing: Writing, recovery: Recovery) -> dict[str, str]:
    return {"application": writing.case.number, "recovery": recovery.recovery, "standing": recovery.status}
