"""Why a fund does not do what was asked of it, or does not pay: a sentence for every code."""

from __future__ import annotations

from collections.abc import Mapping

from presentation.language import N_

FUND_SENTENCES: Mapping[str, str] = {
    "funds-short": N_("The funds do not suffice: %(needed_fen)s yuan needed, %(available_fen)s yuan left."),
    "rules-short": N_(
        "The funds that %(rules)s allows %(scheme)s do not suffice: %(needed_fen)s yuan needed, "
        "%(available_fen)s yuan left. It does not allow: %(barred)s."
    ),
    "fund-forbidden": N_(
        "The funds that %(rules)s allows %(scheme)s do not suffice: %(needed_fen)s yuan needed, "
        "%(available_fen)s yuan left. The fund %(fund)s (%(account)s) is on its negative list: %(because)s."
    ),
    "fund-open": N_(
        "%(document)s is the fund %(fund)s already. What a document adds to it is an increase, and what is left of it "
        "for another year is carried over."
    ),
    "increase-again": N_(
        "That the fund %(fund)s is increased by %(amount_fen)s yuan by %(document)s is recorded already. For another "
        "line of the document name the line with it."
    ),
    "month-closed": N_(
        "%(month)s is closed in the books of %(authority)s: do it from %(opens_on)s on; what a bank or a payee did is "
        "recorded with its value date, and booked in the open month."
    ),
    "month-not-over": N_("%(month)s is not over: it is closed from its last day (%(ends_on)s) on."),
    "month-closed-already": N_("%(month)s is closed in the books of %(authority)s already."),
    "month-before-open": N_(
        "Months are closed in order: in the books of %(authority)s %(first)s is next, not %(month)s."
    ),
    "month-changed": N_(
        "Since the balances of %(month)s were taken, something was booked in it in the books of %(authority)s: "
        "decline, and propose to close the month anew."
    ),
    "month-unlike": N_(
        "Of the fund %(fund)s %(now_fen)s yuan are left at the end of %(month)s, and the books have %(then_fen)s: "
        "rebuild the read model fund_book."
    ),
    "books-spoiled": N_(
        "The read model fund_book is not what the log makes of it (rows that differ: %(rows)s), so that %(month)s is "
        "not closed by it: rebuild it (`bailu projection rebuild fund_book`)."
    ),
    "book-unbalanced": N_("The balances of %(month)s do not add up to nothing: rebuild the read model fund_book."),
    "no-such-account": N_("The chart has no account %(account)s: `bailu book accounts` lists them."),
    "no-such-fund": N_("There is no fund %(fund)s."),
    "fund-not-yet": N_("The fund %(fund)s was opened after %(as_of)s."),
    "fund-ended": N_("The fund %(fund)s was carried over, surrendered or closed: it takes and gives nothing more."),
    "fund-year-over": N_("The year of the fund %(fund)s (%(year)s) is over: what is left of it is carried over."),
    "fund-year-open": N_("The year of the fund %(fund)s (%(year)s) is not over: it is carried over from 1 January on."),
    "fund-empty": N_("Nothing is left of the fund %(fund)s."),
    "fund-not-empty": N_(
        "The fund %(fund)s is not empty: %(left_fen)s yuan are left, and %(treasury_due_fen)s yuan are due to the "
        "treasury."
    ),
    "fund-short": N_("The fund %(fund)s has %(left_fen)s yuan left: %(amount_fen)s yuan cannot be taken from it."),
    "fund-changed": N_(
        "The fund %(fund)s has changed: it is %(now_fen)s yuan by now, and not %(amount_fen)s. Decline, and propose it "
        "anew."
    ),
    "plan-other-month": N_("%(month)s is no month of %(year)s, in which the fund %(fund)s may be spent."),
    "plan-beyond-fund": N_(
        "The months of the fund %(fund)s would come to %(planned_fen)s yuan together, and the fund to %(amount_fen)s."
    ),
    "plan-exceeded": N_(
        "The treasury pays %(planned_fen)s yuan of the fund %(fund)s up to %(month)s; %(drawn_fen)s yuan are drawn, so "
        "that %(left_fen)s yuan are left, and %(amount_fen)s yuan are asked for. Have more planned with "
        "`bailu fund plan`, or order less."
    ),
    "transfer-unlike": N_(
        "Between %(fund)s and %(to)s nothing is transferred: two funds of one holder and budget year are wanted, "
        "whose money is of one source, programme, account, project and year of origin, both or neither direct funds, "
        "and both or neither of one allotment."
    ),
    "code-form": N_("%(account)s is no account of its classification: it has %(digits)s digits."),
    "origin-year": N_("Money of %(origin_year)s cannot be spent in %(year)s already."),
    "used-more": N_("Of %(amount_fen)s yuan not more can have been used: %(used_fen)s."),
    "used-undocumented": N_("What was used before this log and the document that says so go together."),
    "draw-rules-adopted-otherwise": N_(
        "The draw rules %(rules)s were adopted with another content (%(digest)s): give these the next number."
    ),
    "draw-rules-unfit": N_("%(rules)s names %(name)s, which no adopted edition of the notice has."),
}
"""Beside `presentation.words.refusals`, which takes them in."""
