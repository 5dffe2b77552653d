"""How a receipt was put right, in sentences: the same of a demand of a case and of one from before this log."""

from __future__ import annotations

from domain.application import events as f
from domain.application.values import ReceiptValues
from domain.imports import debt_events as d
from domain.money import yuan
from presentation.language import _

Proposed = f.ReceiptCorrectionProposed | d.DebtReceiptCorrectionProposed
Corrected = f.ReceiptCorrected | d.DebtReceiptCorrected
Reversed = f.ReceiptReversed | d.DebtReceiptReversed


def correction_sentence(event: Proposed | Corrected | Reversed) -> str:
    if isinstance(event, Reversed):
        return _("undone: %(amount)s yuan for demand %(recovery)s on %(day)s (%(reference)s)") % {
            "amount": yuan(event.amount_fen),
            "recovery": event.recovery,
            "day": event.received_on,
            "reference": event.reference,
        }
    values = {"recovery": event.recovery, "reference": event.reference, "right": came_instead(event.instead)}
    if isinstance(event, Corrected):
        return _("receipt %(reference)s for demand %(recovery)s corrected: %(right)s") % values
    sentence = _("proposed (%(proposal)s): receipt %(reference)s for demand %(recovery)s was %(right)s")
    return sentence % {**values, "proposal": event.proposal}


def came_instead(right: ReceiptValues | None) -> str:
    """What came in, or that nothing did."""
    if right is None:
        return _("never received")
    values = {"amount": yuan(right.amount_fen), "day": right.received_on, "reference": right.reference}
    return _("%(amount)s yuan on %(day)s (%(reference)s)") % values
