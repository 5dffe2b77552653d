"""What a correction of a receipt says, to whoever proposes it and whoever confirms it."""

from __future__ import annotations

from collections.abc import Iterator

from domain.application.events import ReceiptCorrectionProposed
from domain.application.state.balances import Receipt, Recovery
from domain.application.values import ReceiptValues
from domain.imports.debt_events import DebtReceiptCorrectionProposed
from domain.treasury.receipts import the_receipt
from presentation.language import _
from presentation.words.receipt_corrections import came_instead
from usecases.session.officer_session import OfficerSession


def correction_lines(reference: str, recorded: Receipt, instead: ReceiptValues | None) -> Iterator[str]:
    """What was recorded, and what is right."""
    before = ReceiptValues(amount_fen=recorded.amount_fen, received_on=recorded.received_on, reference=reference)
    yield _("Recorded: %(receipt)s") % {"receipt": came_instead(before)}
    yield _("Right: %(receipt)s") % {"receipt": came_instead(instead)}


def proposed_correction(
    session: OfficerSession,
    party: str,
    demand: Recovery,
    proposed: ReceiptCorrectionProposed | DebtReceiptCorrectionProposed,
    number: str,
) -> Iterator[str]:
    """For the second officer; nothing of a receipt that was corrected meanwhile."""
    if proposed.reference in demand.receipts:
        typed, recorded = the_receipt(demand, proposed.reference, number)
        yield from correction_lines(typed, recorded, proposed.instead)
    same = session.unseal(party, proposed.same_reference).get("reason")
    if same:
        yield _("Why something else stands under the reference, too: %(reason)s") % {"reason": same}
