"""What each event posts to the books, so that it adds up to zero. ADR 0070.

The one function is `postings_of`; `POSTINGS` has each event that moves money or changes what is owed, and `unposted`
every other one of the streams of cases, runs, funds, books and demands from before this log. A test asks for each event
in one of the two.

Money goes from a fund to a payee in two steps, of the fund's own event and of the case's: between them it stands on
`DRAWN` of the fund, which is even after every command.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from domain.imports.debt_events import TREASURY
from domain.treasury.accounts import Account
from domain.treasury.fund import TREASURY_DUE
from projections.events import event_views as s
from projections.events import fund_views as u
from projections.events import money_views as m
from projections.events.entries import Entry
from projections.fund_book.payments import (
    Posting,
    Postings,
    assigned,
    back,
    come_to_nothing,
    credited,
    fen_of,
    lines_in,
    offset_paid,
    ordered,
    redated,
    return_reversed,
    returned,
)


def postings_of(entry: Entry[Any], *, demanded: bool = False) -> list[Posting]:
    """What an event of `POSTINGS` posts; none of nothing. `demanded` says whether the demand that it is about was
    approved: what was only proposed, or intended, is no receivable. What a file of demands brings in, its confirmation
    posts: see `brought_in`.
    """
    posted = POSTINGS[entry.name](entry)
    if entry.name in OF_DEMANDS and not demanded:
        return []
    return [posting for posting in posted if posting.amount_fen]


# Funds


def _opened(entry: Entry[u.Opened]) -> Postings:
    data, fund = entry.data, entry.subject
    yield Posting(Account.FUND, data.amount_fen - data.used_fen, fund)
    yield Posting(Account.USED_BEFORE, data.used_fen, fund)
    yield Posting(Account.ALLOTTED, -data.amount_fen, fund)


def _into(other: Account, sign: int = 1) -> Callable[[Entry[u.Moved] | Entry[u.MovedByAllotment]], Postings]:
    """Money comes into a fund, or with -1 leaves it; the other account is even over the funds that it is between."""

    def posted(entry: Entry[u.Moved] | Entry[u.MovedByAllotment]) -> Postings:
        fen, fund = sign * entry.data.amount_fen, entry.subject
        yield Posting(Account.FUND, fen, fund)
        yield Posting(other, -fen, fund)

    return posted


def _carried(sign: int) -> Callable[[Entry[u.CarriedOver] | Entry[u.CarriedIn]], Postings]:
    """What is reserved goes along, and stays so."""

    def posted(entry: Entry[u.CarriedOver] | Entry[u.CarriedIn]) -> Postings:
        left_fen, reserved_fen, fund = sign * entry.data.amount_fen, sign * entry.data.reserved_fen, entry.subject
        yield Posting(Account.FUND, left_fen, fund)
        yield Posting(Account.RESERVED, reserved_fen, fund)
        yield Posting(Account.CARRIED_OVER, -left_fen - reserved_fen, fund)

    return posted


def _drawn(entry: Entry[u.Drawn]) -> Postings:
    data, fund = entry.data, entry.subject
    yield Posting(Account.DRAWN, data.amount_fen, fund)
    yield Posting(Account.FUND, data.due_fen - data.amount_fen, fund)
    yield Posting(Account.TREASURY_DUE, -data.due_fen, fund)


def _came_back(entry: Entry[u.CameBack]) -> Postings:
    return _back_to(entry, Account.DRAWN)


def _reclaimed(entry: Entry[u.Reclaimed]) -> Postings:
    return _back_to(entry, Account.ALLOTMENTS)


def _back_to(entry: Entry[u.CameBack] | Entry[u.Reclaimed], other: Account) -> Postings:
    fen, fund = entry.data.amount_fen, entry.subject
    to_treasury = entry.data.booked_to == TREASURY_DUE
    yield Posting(Account.TREASURY_DUE if to_treasury else Account.FUND, fen, fund)
    yield Posting(other, -fen, fund)


def _surrendered(entry: Entry[u.Surrendered]) -> Postings:
    data, fund = entry.data, entry.subject
    yield Posting(Account.SURRENDERED, data.amount_fen + data.treasury_due_fen, fund)
    yield Posting(Account.FUND, -data.amount_fen, fund)
    yield Posting(Account.TREASURY_DUE, -data.treasury_due_fen, fund)


# What is granted


def granted(fen: int) -> Postings:
    yield Posting(Account.GRANTED, fen)
    yield Posting(Account.OBLIGATION, -fen)


def _awarded(entry: Entry[m.Approved] | Entry[m.FollowedUp]) -> Postings:
    return granted(
        sum(lines_in(award.lines) * sum(part.amount_fen for part in award.parts) for award in entry.data.awards)
    )


def _changed(entry: Entry[m.Revised] | Entry[m.Upheld]) -> Postings:
    return granted(fen_of(entry.data.changed))


def _given_up(entry: Entry[m.Withdrawn]) -> Postings:
    return granted(-fen_of(entry.data.given_up))


def _met(entry: Entry[m.Met]) -> Postings:
    """What had been forfeited is owed again."""
    return granted(fen_of(entry.data.revived))


def _forfeited(entry: Entry[m.Forfeited]) -> Postings:
    return granted(-entry.data.amount_fen)


# Demands


def _demanded(entry: Entry[m.ApprovedDemand]) -> Postings:
    return _claimed(entry.data.amount_fen)


def _demanded_less(entry: Entry[m.Reduced] | Entry[m.Cancelled]) -> Postings:
    return _claimed(-entry.data.amount_fen)


def _claimed(fen: int) -> Postings:
    yield Posting(Account.RECEIVABLE, fen)
    yield Posting(Account.DEMANDED, -fen)


def _received(entry: Entry[m.Received]) -> Postings:
    """What was written off before is written off no more; what is more than was ever demanded is held."""
    data = entry.data
    written_back_fen = fen_of(data.written_back)
    yield from _recovered(data.restored)
    yield from _claimed(written_back_fen - data.for_demand_fen)
    yield Posting(Account.WRITTEN_OFF, -written_back_fen)
    yield Posting(Account.DEMANDED, written_back_fen)
    yield Posting(Account.MONEY_HELD, data.owed_back_fen)
    yield Posting(Account.OWED_BACK, -data.owed_back_fen)


def _offset(entry: Entry[m.Offset]) -> Postings:
    yield from _recovered(entry.data.restored)
    yield from _claimed(-entry.data.amount_fen)


def _offset_within(entry: Entry[m.OffsetWithin]) -> Postings:
    """What is held for the payee goes back to the funds, and is owed to the payee no more."""
    data = entry.data
    yield from _recovered(data.restored)
    yield from _claimed(-data.amount_fen)
    yield Posting(Account.MONEY_HELD, -data.amount_fen)
    yield Posting(Account.OWED_BACK, data.amount_fen)


def _recovered(restored: Iterable[m.Restored]) -> Postings:
    for payment in restored:
        yield from back(payment.drawn, payment.items, payment.batch)


def _written_off(entry: Entry[m.WrittenOff]) -> Postings:
    yield Posting(Account.WRITTEN_OFF, entry.data.amount_fen)
    yield Posting(Account.RECEIVABLE, -entry.data.amount_fen)


# Demands from before this log


def brought_in(open_fen: int) -> list[Posting]:
    """What was still owed by the demands of a file, when a supervisor took them over."""
    return [Posting(Account.RECEIVABLE, open_fen), Posting(Account.OWED_BEFORE, -open_fen)]


def _debt_received(entry: Entry[s.DebtReceived]) -> Postings:
    """The treasury's, but for what goes beyond the demand: that is the payee's, and no fund had any of it."""
    data = entry.data
    yield Posting(Account.TREASURY_DUE, data.treasury_due_fen)
    yield Posting(Account.RECEIVABLE, data.written_back_fen - data.treasury_due_fen)
    yield Posting(Account.WRITTEN_OFF, -data.written_back_fen)
    yield Posting(Account.MONEY_HELD, data.beyond_fen)
    yield Posting(Account.OWED_BACK, -data.beyond_fen)


def _undone(posted: Callable[[Entry[Any]], Postings]) -> Callable[[Entry[Any]], Postings]:
    """The same the other way round: what was booked of a receipt that was recorded wrongly."""

    def undone(entry: Entry[Any]) -> Postings:
        for posting in posted(entry):
            yield posting._replace(amount_fen=-posting.amount_fen)

    return undone


def _debt_paid_out(entry: Entry[s.DebtPaidOut]) -> Postings:
    """To the treasury as what is due of a fund is, or to the payee out of what is held for them; below zero, back."""
    fen = entry.data.amount_fen
    if entry.data.to == TREASURY:
        yield Posting(Account.SURRENDERED, fen)
        yield Posting(Account.TREASURY_DUE, -fen)
    else:
        yield Posting(Account.OWED_BACK, fen)
        yield Posting(Account.MONEY_HELD, -fen)


def _debt_changed(entry: Entry[s.DebtChanged]) -> Postings:
    forgiven = entry.data.act == "write-off-recovery"
    yield Posting(Account.WRITTEN_OFF if forgiven else Account.OWED_BEFORE, entry.data.amount_fen)
    yield Posting(Account.RECEIVABLE, -entry.data.amount_fen)


OF_DEMANDS = frozenset({"application.recovery-reduced.v1", "application.recovery-cancelled.v1"})
"""They post something where the demand was approved."""

POSTINGS: Mapping[str, Callable[[Entry[Any]], Postings]] = {
    "fund.opened.v1": _opened,
    "fund.increased.v1": _into(Account.ALLOTTED),
    "fund.transferred-in.v1": _into(Account.TRANSFERRED),
    "fund.transferred-out.v1": _into(Account.TRANSFERRED, -1),
    "fund.carried-in.v1": _carried(1),
    "fund.carried-over.v1": _carried(-1),
    "fund.opened-by-allotment.v1": _into(Account.ALLOTMENTS),
    "fund.allotted-in.v1": _into(Account.ALLOTMENTS),
    "fund.allotted-out.v1": _into(Account.ALLOTMENTS, -1),
    "fund.reserved.v1": _into(Account.RESERVED, -1),
    "fund.reservation-ended.v1": _into(Account.RESERVED),
    "fund.reclaimed-out.v1": _into(Account.ALLOTMENTS, -1),
    "fund.reclaimed-in.v1": _reclaimed,
    "fund.passed-in.v1": _into(Account.PRIOR_YEAR),
    "fund.passed-on.v1": _into(Account.PRIOR_YEAR, -1),
    "fund.drawn.v1": _drawn,
    "fund.draw-cancelled.v1": _came_back,
    "fund.restored.v1": _came_back,
    "fund.surrendered.v1": _surrendered,
    "application.approved.v1": _awarded,
    "application.followed-up.v1": _awarded,
    "application.revised.v1": _changed,
    "application.objection-upheld.v1": _changed,
    "application.withdrawn.v1": _given_up,
    "application.milestone-met.v1": _met,
    "application.instalment-forfeited.v1": _forfeited,
    "application.payment-ordered.v1": ordered,
    "application.payment-reinstated.v1": ordered,
    "application.payment-cancelled.v1": come_to_nothing,
    "application.payment-failed.v1": come_to_nothing,
    "application.payment-overtaken.v1": come_to_nothing,
    "application.partially-paid.v1": credited,
    "application.settled.v1": credited,
    "application.paid-by-offset.v1": offset_paid,
    "application.payment-returned.v1": returned,
    "application.payment-reversed.v1": returned,
    "application.return-reversed.v1": return_reversed,
    "application.payment-redated.v1": redated,
    "application.payment-assigned.v1": assigned,
    "application.recovery-approved.v1": _demanded,
    "application.recovery-reduced.v1": _demanded_less,
    "application.recovery-cancelled.v1": _demanded_less,
    "application.recovery-received.v1": _received,
    "application.recovery-offset.v1": _offset,
    "application.recovery-offset-within.v1": _offset_within,
    "application.recovery-written-off.v1": _written_off,
    "application.receipt-reversed.v1": _undone(_received),
    "debt.received.v1": _debt_received,
    "debt.receipt-reversed.v1": _undone(_debt_received),
    "debt.changed.v1": _debt_changed,
    "debt.paid-out.v1": _debt_paid_out,
}
