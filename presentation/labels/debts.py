"""Demands from before this log: what is proposed about them, and what happens to them."""

from __future__ import annotations

from collections.abc import Mapping

from presentation.language import N_

DEBTS: Mapping[str, str] = {
    "owed-from-before": N_("owed from before this log"),
    "import-recovery": N_("demands from before this log"),
    "debt.lines-proposed.v1": N_("demands from before this log proposed"),
    "debt.served.v1": N_("demand from before this log served"),
    "debt.receipt-proposed.v1": N_("receipt for a demand from before this log proposed"),
    "debt.receipt-correction-proposed.v1": N_("correction of a receipt for a demand from before this log proposed"),
    "debt.receipt-corrected.v1": N_("receipt for a demand from before this log corrected"),
    "debt.receipt-reversed.v1": N_("receipt for a demand from before this log reversed"),
    "debt.change-proposed.v1": N_("change of a demand from before this log proposed"),
    "debt.proposal-confirmed.v1": N_("proposal about a demand from before this log confirmed"),
    "debt.proposal-declined.v1": N_("proposal about a demand from before this log declined"),
    "debt.received.v1": N_("money received for a demand from before this log"),
    "pay-out-recovery": N_("what came in for a demand from before this log paid on"),
    "debt.payout-proposed.v1": N_("payment of what came in for a demand from before this log proposed"),
    "debt.paid-out.v1": N_("what came in for a demand from before this log paid on"),
    "debt.changed.v1": N_("demand from before this log changed"),
}
