"""What finance does with funds: opened, increased, transferred, planned, carried over, surrendered, closed. ADR 0064.

Each is decided twice by the same rule: when one officer proposes it, and when another confirms it. It is of the legal
day on which that happens, and takes no more than there is as of any day from then on.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from domain.base import Decision
from domain.errors import NotAllowed
from domain.office.fund_proposals import (
    CarryOverFund,
    CloseFund,
    IncreaseFund,
    OpenFund,
    PlanFund,
    SurrenderFund,
    TransferFund,
)
from domain.office.indicator import check_codes
from domain.text import document_key
from domain.treasury.fund import Fund
from domain.treasury.fund_events import (
    FundCarriedIn,
    FundCarriedOver,
    FundClosed,
    FundIncreased,
    FundOpened,
    FundPlanned,
    FundSurrendered,
    FundTransferredIn,
    FundTransferredOut,
    fund_stream,
)


def open_fund(funds: Iterable[Fund], number: str, command: OpenFund, today: date) -> Decision:
    """Open a fund under the next number.

    Raises `NotAllowed`: `amount-not-positive`, `code-form`, `origin-year` for money from a year to come, `used-more`,
    `used-undocumented`, and `fund-open` where the holder has, or had, the same line of the same document in whatever
    budget year: what is left of it is carried over.
    """
    indicator = command.indicator
    positive(command.amount_fen)
    check_codes(indicator)
    if indicator.origin_year > command.year:
        raise NotAllowed("origin-year", origin_year=indicator.origin_year, year=command.year)
    if not 0 <= command.used_fen <= command.amount_fen:
        raise NotAllowed("used-more", used_fen=command.used_fen, amount_fen=command.amount_fen)
    if (command.used_fen > 0) != (command.used_document is not None):
        raise NotAllowed("used-undocumented")
    for fund in funds:
        if fund.holder == command.holder and fund.indicator.same_money(indicator):
            raise NotAllowed("fund-open", fund=fund.fund, document=indicator.document)
    opened = FundOpened(
        fund=number,
        holder=command.holder,
        year=command.year,
        indicator=indicator,
        amount_fen=command.amount_fen,
        used_fen=command.used_fen,
        used_document=command.used_document,
        value_on=today,
    )
    return {fund_stream(number): (opened,)}


def increase(fund: Fund, command: IncreaseFund, today: date) -> Decision:
    """Raises `NotAllowed`: `amount-not-positive`, `fund-ended`, `fund-year-over`, `fund-allotted` for one that has its
    money by an allotment: more of it comes by the same; and `increase-again` for what is recorded already.
    """
    positive(command.amount_fen)
    in_its_year(fund, today)
    if fund.allotment is not None:
        raise NotAllowed("fund-allotted", fund=fund.fund, allotment=fund.allotment)
    again = document_key(command.document), command.amount_fen
    if any((document_key(document), fen) == again for document, fen in fund.increases):
        raise NotAllowed("increase-again", fund=fund.fund, document=command.document, amount_fen=command.amount_fen)
    increased = FundIncreased(amount_fen=command.amount_fen, document=command.document, value_on=today)
    return {fund_stream(fund.fund): (increased,)}


def transfer(fund: Fund, to: Fund, command: TransferFund, today: date) -> Decision:
    """Raises `NotAllowed`: `amount-not-positive`, `fund-ended`, `fund-year-over`, `transfer-unlike` for two funds that
    differ in holder, year, allotment or kind of money, or are the same, and `fund-short`.
    """
    positive(command.amount_fen)
    for one in (fund, to):
        in_its_year(one, today)
    if fund.fund == to.fund or _alike(fund) != _alike(to):
        raise NotAllowed("transfer-unlike", fund=fund.fund, to=to.fund)
    left_fen = fund.least_fen(today)
    if command.amount_fen > left_fen:
        raise NotAllowed("fund-short", fund=fund.fund, amount_fen=command.amount_fen, left_fen=left_fen)
    amount_fen, document = command.amount_fen, command.document
    return {
        fund_stream(fund.fund): (
            FundTransferredOut(to=to.fund, amount_fen=amount_fen, document=document, value_on=today),
        ),
        fund_stream(to.fund): (
            FundTransferredIn(out_of=fund.fund, amount_fen=amount_fen, document=document, value_on=today),
        ),
    }


def _alike(fund: Fund) -> tuple[object, ...]:
    """What a transfer leaves as it is: money of a year is carried over instead, direct money stays direct, what no rule
    lets a scheme be paid from stays so, and what was allotted can be told from what was not.
    """
    return fund.holder, fund.year, fund.indicator.kind, fund.allotment


def carry_over(fund: Fund, number: str, command: CarryOverFund, today: date) -> Decision:
    """Begin a fund of the next year, under this number, with what is left of this one. What is reserved for allotments
    goes along, and is as little to be spent there.

    Raises `NotAllowed`: `fund-ended`, `fund-year-open` until the year has ended, `fund-empty`, and `fund-changed` where
    something else is left than the command says.
    """
    _still_open(fund)
    if today.year <= fund.year:
        raise NotAllowed("fund-year-open", fund=fund.fund, year=fund.year)
    left_fen = fund.least_fen(today)
    if not left_fen and not fund.reserved_fen:
        raise NotAllowed("fund-empty", fund=fund.fund)
    _as_seen(fund, left_fen, command.amount_fen)
    _as_seen(fund, fund.reserved_fen, command.reserved_fen)
    carried = FundCarriedIn(
        fund=number,
        holder=fund.holder,
        year=fund.year + 1,
        indicator=fund.indicator,
        carried_from=fund.fund,
        amount_fen=left_fen,
        reserved_fen=fund.reserved_fen,
        allotment=fund.allotment,
        value_on=today,
    )
    over = FundCarriedOver(successor=number, amount_fen=left_fen, reserved_fen=fund.reserved_fen, value_on=today)
    return {fund_stream(fund.fund): (over,), fund_stream(number): (carried,)}


def surrender(fund: Fund, command: SurrenderFund, today: date, *, reclaimable_fen: int = 0) -> Decision:
    """Give the treasury what is left and what is due to it; of a fund that has ended, what is due.

    Raises `NotAllowed`: `fund-reserved` while something is reserved for an allotment, `fund-reclaimable` while its
    allotment can reclaim so much of it, `fund-empty`, and `fund-changed` where something else is left, or due, than the
    command says.
    """
    _nothing_reserved(fund)
    if reclaimable_fen:
        raise NotAllowed("fund-reclaimable", fund=fund.fund, allotment=fund.allotment, amount_fen=reclaimable_fen)
    left_fen = fund.least_fen(today) if fund.open else 0
    due_fen = fund.treasury_due_fen
    if not left_fen and not due_fen:
        raise NotAllowed("fund-empty", fund=fund.fund)
    _as_seen(fund, left_fen, command.amount_fen)
    _as_seen(fund, due_fen, command.treasury_due_fen)
    surrendered = FundSurrendered(
        amount_fen=left_fen, treasury_due_fen=due_fen, document=command.document, value_on=today
    )
    return {fund_stream(fund.fund): (surrendered,)}


def plan(fund: Fund, command: PlanFund, today: date) -> Decision:
    """A plan of a month takes the place of an earlier one.

    Raises `NotAllowed`: `amount-not-positive` for less than nothing, `fund-ended`, `fund-year-over`, `plan-other-month`
    for a month that is not of the fund's year, and `plan-beyond-fund` where all months come to more than the fund,
    unless it lowers the month: an allotment may have taken of the fund what had been planned.
    """
    if command.amount_fen < 0:
        raise NotAllowed("amount-not-positive", amount_fen=command.amount_fen)
    in_its_year(fund, today)
    if command.month.year != fund.year or command.month.day != 1:
        raise NotAllowed("plan-other-month", fund=fund.fund, month=command.month, year=fund.year)
    planned_fen = sum({**fund.plans, command.month: command.amount_fen}.values())
    if planned_fen > fund.came_to_fen and command.amount_fen >= fund.plans.get(command.month, 0):
        raise NotAllowed("plan-beyond-fund", fund=fund.fund, planned_fen=planned_fen, amount_fen=fund.came_to_fen)
    planned = FundPlanned(month=command.month, amount_fen=command.amount_fen, document=command.document, value_on=today)
    return {fund_stream(fund.fund): (planned,)}


def close(fund: Fund, command: CloseFund, today: date, *, owed: bool = False) -> Decision:
    """`owed` says whether the allotment that a fund of a district is of is not settled, or is owed something.

    Raises `NotAllowed`: `fund-ended`, `fund-reserved` while something is reserved for an allotment, `fund-owed` while
    its own allotment is `owed`, and `fund-not-empty` while something is left or due to the treasury.
    """
    _still_open(fund)
    _nothing_reserved(fund)
    if owed:
        raise NotAllowed("fund-owed", fund=fund.fund, allotment=fund.allotment)
    if fund.balance_fen or fund.treasury_due_fen:
        due_fen = fund.treasury_due_fen
        raise NotAllowed("fund-not-empty", fund=command.fund, left_fen=fund.balance_fen, treasury_due_fen=due_fen)
    return {fund_stream(fund.fund): (FundClosed(value_on=today),)}


def positive(amount_fen: int) -> None:
    """Raises `NotAllowed("amount-not-positive")`."""
    if amount_fen <= 0:
        raise NotAllowed("amount-not-positive", amount_fen=amount_fen)


def _nothing_reserved(fund: Fund) -> None:
    if fund.reserved_fen:
        raise NotAllowed("fund-reserved", fund=fund.fund, reserved_fen=fund.reserved_fen)


def _still_open(fund: Fund) -> None:
    if not fund.open:
        raise NotAllowed("fund-ended", fund=fund.fund)


def in_its_year(fund: Fund, today: date) -> None:
    """Raises `NotAllowed`: `fund-ended`, `fund-year-over`."""
    _still_open(fund)
    if today.year > fund.year:
        raise NotAllowed("fund-year-over", fund=fund.fund, year=fund.year)


def _as_seen(fund: Fund, now_fen: int, seen_fen: int) -> None:
    """What the first person saw is what the second confirms."""
    if now_fen != seen_fen:
        raise NotAllowed("fund-changed", fund=fund.fund, now_fen=now_fen, amount_fen=seen_fen)
