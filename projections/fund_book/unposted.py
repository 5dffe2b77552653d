"""The events that post nothing to the books, of the streams that they are made from. ADR 0070."""

from __future__ import annotations

UNPOSTED = frozenset(
    {
        "fund.closed.v1", "fund.planned.v1", "book.month-closed.v1",
        "debt.lines-proposed.v1", "debt.proposal-confirmed.v1", "debt.proposal-declined.v1", "debt.served.v1",
        "debt.receipt-proposed.v1", "debt.change-proposed.v1", "debt.receipt-correction-proposed.v1",
        "debt.receipt-corrected.v1", "debt.payout-proposed.v1",
        *(f"batch.{what}.v1" for what in (
            "ordered", "released", "items-dropped", "items-left-out", "items-overtaken", "cancelled", "exported",
            "document-attached", "answered", "corrected", "assigned", "reply-proposed", "correction-proposed",
            "assignment-proposed", "proposal-confirmed", "proposal-declined",
        )),
        *(f"application.{what}.v1" for what in (
            "submitted", "confirmation-required", "proposal-confirmed", "proposal-declined", "correction-requested",
            "corrected", "accepted", "transfer-proposed", "transferred", "not-accepted", "suspended", "resumed",
            "documents-attached", "account-proposed", "account-corrected", "letter-issued", "letter-served",
            "facts-verified", "assessed", "sent-back", "rejected", "follow-up-proposed", "notice-published",
            "notice-closed", "milestone-reported", "payment-released", "payment-in-doubt", "reopened",
            "objection-raised", "objection-answer-proposed", "objection-dismissed", "taking-back-proposed",
            "decision-taken-back", "waiver-requested", "limit-waived", "revision-proposed", "recovery-notified",
            "recovery-heard", "recovery-demanded", "recovery-served", "recovery-objected", "recovery-reminded",
            "recovery-planned", "recovery-receipt-proposed", "recovery-offset-proposed", "recovery-change-proposed",
            "recovery-referred", "receipt-correction-proposed", "receipt-corrected",
        )),
    }
)  # fmt: skip
"""They move no money and change nothing that is owed: each case of a run has an event of its own, beside the run's. The
confirmation of a file of demands does, by what the file has: see `brought_in`.
"""
