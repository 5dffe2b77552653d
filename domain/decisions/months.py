"""In a closed month nothing of ours is booked: the last look at a decision that was taken. ADR 0070.

What banks and payees did is no act of ours: it is recorded whenever it is known, and booked in the first open month.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date

from domain.application import events as f
from domain.base import Decision, Event
from domain.decisions.funding import authority_exists
from domain.decisions.repository import Happened, Repository
from domain.errors import NotAllowed
from domain.imports.debt_events import DebtPaidOut
from domain.office.book_months import CloseMonth, close_month, first_day, last_day, month_after, month_of
from domain.office.indicator import holder_of
from domain.office.roles import responsible
from domain.treasury import fund_events as funds
from domain.treasury.booked import BOOKED

_OF_FUNDS = (
    funds.FundOpened,
    funds.FundIncreased,
    funds.FundTransferredOut,
    funds.FundTransferredIn,
    funds.FundCarriedOver,
    funds.FundCarriedIn,
    funds.FundSurrendered,
    funds.FundAllottedOut,
    funds.FundOpenedByAllotment,
    funds.FundAllottedIn,
    funds.FundReserved,
    funds.FundReservationEnded,
    funds.FundReclaimedOut,
    funds.FundReclaimedIn,
    funds.FundClosed,
)
_OF_DEBTS = (DebtPaidOut,)
_OF_CASES = (f.PaymentOrdered, f.PaymentCancelled, f.PaidByOffset, f.RecoveryOffsetWithin, f.PaymentAssigned)
OURS: tuple[type[Event], ...] = (*_OF_FUNDS, *_OF_DEBTS, *_OF_CASES)
"""What finance itself does with money, as of the day on which it does it."""


def nothing_in_closed_months(repository: Repository, decision: Decision, today: date) -> None:
    """Raises `NotAllowed("month-closed")` with the first day on which it can be done."""
    for authority, day in dict.fromkeys(_ours(repository, decision, today)):
        closed = repository.months(authority).closed
        if closed is not None and month_of(day) <= closed:
            raise NotAllowed(
                "month-closed", authority=authority, month=month_of(day), opens_on=first_day(month_after(closed))
            )


def _ours(repository: Repository, decision: Decision, today: date) -> Iterator[tuple[str, date]]:
    """Whose money our own acts move, as of which days."""
    for stream, events in decision.items():
        for happened in events:
            if isinstance(happened, OURS):
                subject = stream.partition("-")[2]
                if isinstance(happened, _OF_FUNDS):
                    whose = holder_of(subject)
                elif isinstance(happened, _OF_DEBTS):
                    whose = repository.debts(stream).authority
                else:
                    whose = responsible(repository.case(subject), "order-payment")
                yield whose, happened.happened_on or today


def closing(repository: Repository, command: CloseMonth, today: date) -> Decision:
    """Raises `NoSuchThing("no-such-authority")`, as `close_month` does, and `NotAllowed("month-changed")` where
    anything was booked in the month since its balances were taken.
    """
    authority_exists(repository, command.authority)
    changed = any(
        month_of(_earliest(happened)) <= command.month and command.authority in _whose(repository, happened)
        for happened in repository.behind(command.through, BOOKED)
    )
    # Then funds have something else left since, and that says nothing of the read model.
    left_fen = {} if changed else _left(repository, command)
    decision = close_month(repository.months(command.authority), left_fen, command, today)
    if changed:
        raise NotAllowed("month-changed", authority=command.authority, month=command.month)
    return decision


def _earliest(happened: Happened) -> date:
    """The first day on which it is booked: of a credit that is put on another day also the one on which it was."""
    one = happened.event
    return min(one.recorded_on, one.value_on) if isinstance(one, f.PaymentRedated) else happened.effective_on


def _whose(repository: Repository, happened: Happened) -> Collection[str]:
    """In whose books it is: of a case in those of who decides it, or of whoever was to pay it, for that may have
    changed since.
    """
    kind, _, subject = happened.stream.partition("-")
    if kind == "debt":
        return (repository.debts(happened.stream).authority,)
    if kind != "application":
        return (holder_of(subject),)
    case = repository.case(subject)
    return {case.authority, responsible(case, "order-payment"), *case.payers}


def _left(repository: Repository, command: CloseMonth) -> Mapping[str, int]:
    """What was left of each fund of the authority by the end of the month, in fen: of value dates by then."""
    end = last_day(command.month)
    return {
        fund.fund: sum(change for day, change in fund.changes.items() if day <= end)
        for fund in repository.funds()
        if fund.holder == command.authority
    }
