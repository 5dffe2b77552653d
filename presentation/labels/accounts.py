"""Words for the books: what each account of the chart is called, what stands on it, and what becomes of months."""

from __future__ import annotations

from collections.abc import Mapping

from presentation.language import N_

ACCOUNT_LABELS: Mapping[str, str] = {
    # Accounts, by their codes
    "1011": N_("fund indicators"),
    "1012": N_("draws under way"),
    "1013": N_("reserved for allotments"),
    "1021": N_("payments in flight"),
    "1031": N_("money held for payees"),
    "1041": N_("money due to the treasury"),
    "1218": N_("receivable from payees"),
    "2201": N_("subsidies payable"),
    "2202": N_("subsidies paid"),
    "2203": N_("paid and demanded back"),
    "2307": N_("owed back to payees"),
    "2391": N_("bank payments to be cleared"),
    "2392": N_("bank errors to be cleared"),
    "3011": N_("indicators received"),
    "3012": N_("used before the log"),
    "3013": N_("receivable from before the log"),
    "3021": N_("transfers between indicators"),
    "3031": N_("carried over"),
    "3032": N_("prior-year money passed on"),
    "3041": N_("surrendered to the treasury"),
    "3101": N_("allotted to districts"),
    "5001": N_("subsidies granted"),
    "5301": N_("written off"),
    # Accounts of the books of allotments
    "6101": N_("allotted in all"),
    "6102": N_("advanced"),
    "6103": N_("reserved"),
    "6104": N_("released"),
    "6105": N_("not released"),
    "6111": N_("received and not achieved"),
    "6112": N_("owed by the district"),
    "6113": N_("reclaimed"),
    "6201": N_("given by funds of the city"),
    "6202": N_("reserved in funds of the city"),
    "6203": N_("between funds of city and district"),
    "6211": N_("left with the district"),
    "6212": N_("spent by the district"),
    "6213": N_("of the district's due to the treasury"),
    "6214": N_("surrendered by the district"),
    # Kinds of account, and their ordinary side
    "assets": N_("assets"),
    "liabilities": N_("liabilities"),
    "net": N_("net position"),
    "expenses": N_("expenses"),
    "debit": N_("debit"),
    "credit": N_("credit"),
    "even": N_("even"),
    # What does not agree
    "fund-book": N_("fund and book"),
    "book-runs": N_("book and payment run"),
    "runs-bank": N_("payment run and bank"),
    "allotment-book": N_("allotment and book"),
    "book-funds": N_("book and funds"),
    "allotment-funds": N_("allotment and funds"),
    "received": N_("received by the district"),
    "debit-credit": N_("debit and credit of the books"),
    "booked-in-all": N_("booked in all"),
    "fund-left": N_("left of the fund"),
    "fund-drawn": N_("drawn on the fund"),
    "in-flight": N_("in flight"),
    "net-credited": N_("credited, less what was returned"),
    # Acts and events
    "close-month": N_("closing of a month"),
    "office.month-close-proposed.v1": N_("closing of a month proposed"),
    "book.month-closed.v1": N_("month closed"),
}
"""Beside `presentation.labels.vocabulary.LABELS`, which takes them in."""

MEANINGS: Mapping[str, str] = {
    "1011": N_("What is left of each fund."),
    "1012": N_("Between a fund and the payments that draw on it; even after every command."),
    "1013": N_("Reserved of a fund for what an allotment does not advance."),
    "1021": N_("Ordered, and neither credited nor failed as far as the bank has said."),
    "1031": N_("Paid back beyond what was demanded, or twice, and held until it is paid out or offset."),
    "1041": N_(
        "Came back for a year that is over, to a fund that has ended, or for a demand from before this log: to be paid "
        "to the treasury."
    ),
    "1218": N_("Demanded back by decisions that a supervisor approved, and open."),
    "2201": N_("What decisions grant, after revisions and forfeits."),
    "2202": N_("Credited to payees, net of what came back; set against what is payable."),
    "2203": N_("What of the payments is demanded back or written off; set against the receivable."),
    "2307": N_("Owed to payees who paid back too much."),
    "2391": N_("Credited by a bank beyond an order: assigned, returned or recovered."),
    "2392": N_("Credited by a bank for an order that had come to nothing, where its funds have no more."),
    "3011": N_("What documents provided: opened and increased."),
    "3012": N_("What of the funds had been used before this log began."),
    "3013": N_("Demanded back before this log began, less what is demanded no more; set against the receivable."),
    "3021": N_("Moved between funds of one holder; even over both."),
    "3031": N_("Carried over into the next budget year; even over both funds."),
    "3032": N_("Came back to a fund that had been carried over, and is in its successor; even over both."),
    "3041": N_("Taken back by the treasury."),
    "3101": N_("Moved between a fund of the city and one of a district; even over both."),
    "5001": N_("What decisions grant, as an expense."),
    "5301": N_("Demanded back, and given up."),
}
"""What stands on each account, in a sentence."""
