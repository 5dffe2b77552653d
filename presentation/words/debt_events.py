"""What happened to demands from before this log, in sentences."""

from __future__ import annotations

from domain.base import Event
from domain.imports import debt_events as d
from domain.money import yuan
from presentation.labels.vocabulary import label
from presentation.language import _
from presentation.words.receipt_corrections import correction_sentence


def debt_sentence(event: Event) -> str:
    assert isinstance(event, d.DebtEvent), f"not an event of demands brought in: {event!r}"
    match event:
        case d.DebtsProposed():
            return _("proposed (%(proposal)s): %(count)s demand(s) of %(body)s") % {
                "proposal": event.proposal,
                "count": len(event.debts),
                "body": event.body,
            }
        case d.DebtServed():
            return _("demand %(recovery)s served on %(day)s, to be paid by %(due_on)s") % {
                "recovery": event.recovery,
                "day": event.served_on,
                "due_on": event.due_on,
            }
        case d.DebtReceiptProposed():
            return _("proposed (%(proposal)s): %(amount)s yuan received for demand %(recovery)s") % {
                "proposal": event.proposal,
                "amount": yuan(event.amount_fen),
                "recovery": event.recovery,
            }
        case d.DebtChangeProposed():
            return _("proposed (%(proposal)s): %(act)s, %(amount)s yuan of demand %(recovery)s") % {
                "proposal": event.proposal,
                "act": label(event.act),
                "amount": yuan(event.amount_fen),
                "recovery": event.recovery,
            }
        case d.DebtProposalConfirmed():
            return _("%(proposal)s confirmed: %(act)s") % {"proposal": event.proposal, "act": label(event.act)}
        case d.DebtProposalDeclined():
            return _("%(proposal)s declined: %(act)s") % {"proposal": event.proposal, "act": label(event.act)}
        case d.DebtReceiptCorrectionProposed() | d.DebtReceiptCorrected() | d.DebtReceiptReversed():
            return correction_sentence(event)
        case d.DebtReceived():
            return _("%(amount)s yuan received for demand %(recovery)s, %(due)s of it due to the treasury") % {
                "amount": yuan(event.amount_fen),
                "recovery": event.recovery,
                "due": yuan(event.treasury_due_fen),
            }
        case d.DebtPayoutProposed() | d.DebtPaidOut():
            return _payout_sentence(event)
    return _("demand %(recovery)s: %(act)s, %(amount)s yuan") % {
        "recovery": event.recovery,
        "act": label(event.act),
        "amount": yuan(event.amount_fen),
    }


def _payout_sentence(event: d.DebtPayoutProposed | d.DebtPaidOut) -> str:
    values = {"amount": yuan(abs(event.amount_fen)), "recovery": event.to, "document": event.document}
    back = event.amount_fen < 0
    if event.to == d.TREASURY:
        what = (
            _("%(amount)s yuan back from the treasury, by %(document)s")
            if back
            else _("%(amount)s yuan paid to the treasury, by %(document)s")
        )
    else:
        what = (
            _("%(amount)s yuan of what was paid back for demand %(recovery)s came in again, by %(document)s")
            if (back)
            else _("%(amount)s yuan that came in beyond demand %(recovery)s paid back, by %(document)s")
        )
    if isinstance(event, d.DebtPayoutProposed):
        return _("proposed (%(proposal)s): %(what)s") % {"proposal": event.proposal, "what": what % values}
    return what % values
