"""A fund: money of one holder, source, programme and year. Closing-1: central employment subsidy funds go first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import assert_never

from domain.application.values import CLEARING, HELD_FOR_PAYEE, Draw
from domain.base import CONSEQUENCE, Decision, Event, Struct, event, replace
from domain.errors import NotAllowed
from domain.office.proposed import OpenFund
from domain.streams import Kind, stream_name


def fund_stream(fund: str) -> str:
    return stream_name(Kind.FUND, fund)


def fund_id(holder: str, source: str, programme: str, year: int) -> str:
    return f"{holder}-{source}-{programme}-{year}"


@event("fund.opened.v1", CONSEQUENCE)
class FundOpened(Event):
    fund: str
    holder: str
    """The authority that holds the money."""
    source: str
    """Such as `central`, `provincial`, `municipal`, `district`."""
    programme: str
    year: int
    amount_fen: int
    document: str


@event("fund.drawn.v1", CONSEQUENCE)
class FundDrawn(Event):
    """One event a payment run and day, not one a payment."""

    batch: str
    amount_fen: int
    value_on: date

    @property
    def happened_on(self) -> date:
        return self.value_on


@event("fund.draw-cancelled.v1", CONSEQUENCE)
class FundDrawCancelled(Event):
    batch: str
    amount_fen: int
    value_on: date

    @property
    def happened_on(self) -> date:
        return self.value_on


@event("fund.restored.v1", CONSEQUENCE)
class FundRestored(Event):
    """Money that was drawn came back: returned by a bank, recovered or offset, named by `reference`.

    Money of an earlier year is not spendable until it is allotted anew.
    """

    reference: str
    amount_fen: int
    prior_year: bool
    value_on: date

    @property
    def happened_on(self) -> date:
        return self.value_on


class Fund(Struct):
    fund: str
    holder: str
    source: str
    programme: str
    year: int
    opened_fen: int
    drawn_fen: int = 0
    prior_year_fen: int = 0
    """Came back after the fund's year had ended."""

    @property
    def balance_fen(self) -> int:
        return self.opened_fen - self.drawn_fen


FundEvent = FundOpened | FundDrawn | FundDrawCancelled | FundRestored


def evolve(state: Fund | None, happened: Event) -> Fund:
    assert isinstance(happened, FundEvent), f"not an event of a fund: {happened!r}"
    if isinstance(happened, FundOpened):
        return Fund(
            fund=happened.fund,
            holder=happened.holder,
            source=happened.source,
            programme=happened.programme,
            year=happened.year,
            opened_fen=happened.amount_fen,
        )
    assert state is not None, "a fund's first event is its opening"
    match happened:
        case FundDrawn():
            return replace(state, drawn_fen=state.drawn_fen + happened.amount_fen)
        case FundDrawCancelled():
            return replace(state, drawn_fen=state.drawn_fen - happened.amount_fen)
        case FundRestored(prior_year=True):
            return replace(state, prior_year_fen=state.prior_year_fen + happened.amount_fen)
        case FundRestored():
            return replace(state, drawn_fen=state.drawn_fen - happened.amount_fen)
    assert_never(happened)


def open_fund(state: Fund | None, command: OpenFund) -> Decision:
    fund = fund_id(command.holder, command.source, command.programme, command.year)
    if state is not None:
        raise NotAllowed("fund-open", fund=fund)
    if command.amount_fen <= 0:
        raise NotAllowed("amount-not-positive", amount_fen=command.amount_fen)
    opened = FundOpened(
        fund=fund,
        holder=command.holder,
        source=command.source,
        programme=command.programme,
        year=command.year,
        amount_fen=command.amount_fen,
        document=command.document,
    )
    return {fund_stream(fund): (opened,)}


def held(owed_back_fen: int) -> tuple[Draw, ...]:
    """What is owed back comes out of what was received, not out of a fund."""
    held_for_payee = Draw(fund=HELD_FOR_PAYEE, source=HELD_FOR_PAYEE, amount_fen=owed_back_fen)
    return (held_for_payee,) if owed_back_fen else ()


def drawing(asked: Sequence[tuple[Sequence[Fund], int]]) -> list[tuple[Draw, ...]]:
    """Divide each amount, in fen, over its own funds in their order, each fund to its last fen before the next.

    Raises `NotAllowed("funds-short")` with what is needed and what there is, both in fen: of all together, and where
    that would do, of the first whose own funds the others have used up.
    """
    funds = {fund.fund: fund for own, _ in asked for fund in own}
    left = {name: fund.balance_fen for name, fund in funds.items()}
    needed, available = sum(amount for _, amount in asked), sum(left.values())
    if needed > available:
        raise NotAllowed("funds-short", needed_fen=needed, available_fen=available)
    # Who has fewer funds draws first, so that nobody takes from them what is to be had elsewhere.
    drawn = {
        number: _drawn(*asked[number], left) for number in sorted(range(len(asked)), key=lambda i: len(asked[i][0]))
    }
    return [drawn[number] for number in range(len(asked))]


def _drawn(own: Sequence[Fund], amount_fen: int, left: dict[str, int]) -> tuple[Draw, ...]:
    """What each of the funds gives toward one amount; `left` is what they all still have."""
    draws: list[Draw] = []
    missing = amount_fen
    for fund in own:
        given = min(missing, left[fund.fund])
        if given:
            draws.append(Draw(fund=fund.fund, source=fund.source, amount_fen=given))
            left[fund.fund] -= given
            missing -= given
    if missing:
        raise NotAllowed("funds-short", needed_fen=amount_fen, available_fen=amount_fen - missing)
    return tuple(draws)


def giving_back(
    funds: Mapping[str, Fund], back_fen: Mapping[tuple[str, date], int], reference: str, *, owed: bool
) -> Decision:
    """What came back to funds, by fund and value date; clearing accounts are none. `owed` says that the payee is to be
    paid it again. `funds` holds every fund that is named.
    """
    decided: dict[str, tuple[Event, ...]] = {}
    for (fund, value_on), amount_fen in sorted(back_fen.items()):
        if amount_fen and fund not in CLEARING:
            restored = FundRestored(
                reference=reference,
                amount_fen=amount_fen,
                prior_year=funds[fund].year != value_on.year,
                value_on=value_on,
            )
            decided[fund_stream(fund)] = (*decided.get(fund_stream(fund), ()), restored)
    return decided


def cancelling(funds: Mapping[str, Fund], undrawn_fen: Mapping[tuple[str, date], int], batch: str) -> Decision:
    """What was drawn by an order that came to nothing, by fund and the day on which it did."""
    decided: dict[str, tuple[Event, ...]] = {}
    for (fund, value_on), amount_fen in sorted(undrawn_fen.items()):
        if amount_fen and fund not in CLEARING:
            cancelled = FundDrawCancelled(batch=batch, amount_fen=amount_fen, value_on=value_on)
            decided[fund_stream(fund)] = (*decided.get(fund_stream(fund), ()), cancelled)
    return decided
