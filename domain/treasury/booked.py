"""What the books have postings of, by stored name: whoever closes a month asks whether any of it came meanwhile. What
is posted is `projections.fund_book.postings`, and a test says that both name the same. ADR 0070.
"""

from __future__ import annotations

BOOKED: frozenset[str] = frozenset(
    {
        *(f"fund.{what}.v1" for what in (
            "opened", "increased", "transferred-in", "transferred-out", "carried-in", "carried-over",
            "opened-by-allotment", "allotted-in", "allotted-out", "reserved", "reservation-ended", "reclaimed-out",
            "reclaimed-in", "passed-in", "passed-on", "drawn", "draw-cancelled", "restored", "surrendered",
        )),
        *(f"application.{what}.v1" for what in (
            "approved", "followed-up", "revised", "objection-upheld", "withdrawn", "milestone-met",
            "instalment-forfeited",
            "payment-ordered", "payment-reinstated", "payment-cancelled", "payment-failed", "payment-overtaken",
            "partially-paid", "settled", "paid-by-offset", "payment-returned", "payment-reversed", "return-reversed",
            "payment-redated", "payment-assigned", "recovery-approved", "recovery-reduced", "recovery-cancelled",
            "recovery-received", "recovery-offset", "recovery-offset-within", "recovery-written-off",
            "receipt-reversed",
        )),
        *(f"debt.{what}.v1" for what in ("proposal-confirmed", "received", "receipt-reversed", "changed", "paid-out")),
    }
)  # fmt: skip
