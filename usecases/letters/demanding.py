"""What the letter says that demands money back: 追回通知书."""

from __future__ import annotations

from typing import Any

from domain.application import events as f
from domain.application.state.balances import Recovery
from domain.errors import NoSuchThing, NotAllowed
from usecases.letters.case import Writing, applicant, cited_as, clauses


def recovery_demand(writing: Writing) -> dict[str, Any]:
    """Raises `NoSuchThing`: `letter-no-demands`, `no-such-recovery`; `NotAllowed("letter-no-demand")` if not open."""
    case, edition = writing.case, writing.edition
    recovery = _the_recovery(writing)
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
                "reference": case.payments[payment.batch].reference,
                "value_on": case.payments[payment.batch].value_on,
                "paid_fen": case.payments[payment.batch].amount_fen,
                "amount_fen": payment.amount_fen,
            }
            for payment in demanded.payments
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
    if not recovery.approved or not recovery.open_fen:
        raise NotAllowed("letter-no-demand", application=case.number, recovery=about, standing=recovery.status)
    return recovery
