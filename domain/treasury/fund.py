"""A fund: one 资金指标 of one holder and budget year, and what is left of it as of any day. ADR 0064.

Our own acts never take what is not there, as of any day from the one on which they take it. What comes back goes where
the year of the fund and its end by then have it go.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import assert_never

from domain.base import CONSEQUENCE, Event, Struct, event, field, replace
from domain.office.indicator import Indicator
from domain.treasury.by_day import ByDay, least_from, there_from, with_day
from domain.treasury.dues import Dues, dues_less, dues_more, dues_within
from domain.treasury.fund_events import (
    FundAllottedIn,
    FundAllottedOut,
    FundCarriedIn,
    FundCarriedOver,
    FundClosed,
    FundIncreased,
    FundMoved,
    FundOpened,
    FundOpenedByAllotment,
    FundOpening,
    FundPassedIn,
    FundPassedOn,
    FundPlanned,
    FundReclaimedIn,
    FundReclaimedOut,
    FundReservationEnded,
    FundReserved,
    FundSurrendered,
    FundTransferredIn,
    FundTransferredOut,
)

TREASURY_DUE = "treasury-due"
"""待缴国库: money that came back and is to be paid to the treasury. It is spent no more until it is allotted anew."""


@event("fund.drawn.v1", CONSEQUENCE)
class FundDrawn(FundMoved):
    """One event a payment run and day, not one a payment. `due_fen` of it was due to the treasury: an order of that run
    had come to nothing, or been returned, and was paid after all.
    """

    batch: str
    amount_fen: int
    due_fen: int = 0
    replaces: str | None = None
    """The fund of the holder's own that was drawn before in its place: 归垫."""


@event("fund.draw-cancelled.v1", CONSEQUENCE)
class FundDrawCancelled(FundMoved):
    """An order came to nothing, or to less. `booked_to` is where that money is: in this fund, in the one that it was
    carried over into, or `TREASURY_DUE`.
    """

    batch: str
    amount_fen: int
    booked_to: str


@event("fund.restored.v1", CONSEQUENCE)
class FundRestored(FundMoved):
    """Money that was drawn came back: returned by a bank, recovered or offset, named by `reference`."""

    reference: str
    amount_fen: int
    booked_to: str


class Fund(Struct):
    """What it came to, in fen: each sum is of all that the log tells, whatever its value date.

    opened - used + increased + transferred + carried in + allotted in
    = drawn + carried over + surrendered + reclaimed + allotted out + due to the treasury + reserved + what is left.

    What is reserved for an allotment is not among what is left: nothing else can take it.
    """

    fund: str
    holder: str
    year: int
    indicator: Indicator
    opened_on: date
    carried_from: str | None = None
    allotment: str | None = None
    """The allotment that the money is of, where the holder has it by one."""
    opened_fen: int = 0
    used_fen: int = 0
    """Before this log began."""
    increased_fen: int = 0
    increases: tuple[tuple[str, int], ...] = ()
    """Each with its document and how much it was, in fen."""
    transferred_fen: int = 0
    """In, less what went out."""
    carried_in_fen: int = 0
    carried_over_fen: int = 0
    surrendered_fen: int = 0
    allotted_in_fen: int = 0
    """By its allotment."""
    reclaimed_fen: int = 0
    """What of its allotment went back out of it, in whichever fund it had been received."""
    allotted_out_fen: int = 0
    """To districts, less what was reclaimed, wherever that is booked to."""
    reserved_fen: int = 0
    """For allotments."""
    drawn_fen: int = 0
    """Less what came back, wherever that is booked to."""
    replaced_fen: int = 0
    """Of what was drawn ever, in the place of the holder's own money."""
    spent: ByDay = field(default_factory=dict)
    """Of a fund that has its money by an allotment: `drawn_fen` changed by so much on each day."""
    treasury_due_fen: int = 0
    dues: Dues = field(default_factory=dict)
    """What of it the bank may have paid after all."""
    successor: str | None = None
    """The fund of the next year into which it was carried over."""
    plans: Mapping[date, int] = field(default_factory=dict)
    """用款计划: what the treasury pays in each month at most, by its first day; none, where no plan was made."""
    surrendered: bool = False
    closed: bool = False
    changes: ByDay = field(default_factory=dict)
    """What is left changed by so much on each day, in the order of days."""

    @property
    def source(self) -> str:
        return self.indicator.source

    @property
    def open(self) -> bool:
        """Whether it still gives and takes."""
        return not (self.surrendered or self.closed or self.successor)

    @property
    def came_to_fen(self) -> int:
        """All that its holder could ever spend of it."""
        own_fen = self.opened_fen + self.increased_fen + self.transferred_fen + self.carried_in_fen
        return own_fen + self.allotted_in_fen - self.reclaimed_fen - self.allotted_out_fen - self.reserved_fen

    def planned_fen(self, day: date) -> int | None:
        """What the treasury pays up to the month of a day; None where no plan was made."""
        return sum(fen for month, fen in self.plans.items() if month <= day) if self.plans else None

    @property
    def balance_fen(self) -> int:
        """What is left, in fen, as of the last day on which anything moved."""
        return sum(self.changes.values())

    def least_fen(self, day: date, before: date = date.max) -> int:
        """The least that is left as of this day or any later one, in fen: so much can be taken on this day. Or of any
        later one `before` a day, on which it is given back.
        """
        return least_from(self.changes, day, before)

    def back_from(self, day: date, amount_fen: int) -> date:
        """From which day on so much is back that comes back as of a day, in fen: not before the fund was opened, nor
        while it had given less. What replaced own money was given behind the day on which it was paid. ADR 0078.
        """
        return there_from(self.spent, amount_fen, max(day, self.opened_on))

    def with_change(self, day: date, amount_fen: int) -> Fund:
        """With so much given back as of a day, in fen; negative for what is drawn."""
        return replace(self._given(day, -amount_fen), changes=self.moved(day, amount_fen))

    def with_due(self, dues: Dues, day: date, amount_fen: int) -> Fund:
        """With so much given back that is due to the treasury; negative for what is drawn of that."""
        due_fen = self.treasury_due_fen + amount_fen
        return replace(self._given(day, -amount_fen), treasury_due_fen=due_fen, dues=dues)

    def _given(self, day: date, amount_fen: int) -> Fund:
        spent = with_day(self.spent, day, amount_fen) if self.allotment is not None else self.spent
        return replace(self, drawn_fen=self.drawn_fen + amount_fen, spent=spent)

    def moved(self, day: date, change_fen: int) -> ByDay:
        """`changes` with one more, which is negative for what leaves it."""
        return with_day(self.changes, day, change_fen)


FundEvent = (
    FundOpened | FundIncreased | FundTransferredOut | FundTransferredIn | FundCarriedOver | FundCarriedIn | FundPassedOn
    | FundPassedIn | FundSurrendered | FundPlanned | FundAllottedOut | FundOpenedByAllotment | FundAllottedIn
    | FundReserved | FundReservationEnded | FundReclaimedOut | FundReclaimedIn | FundClosed | FundDrawn
    | FundDrawCancelled | FundRestored
)  # fmt: skip


def evolve(state: Fund | None, happened: Event) -> Fund:
    assert isinstance(happened, FundEvent), f"not an event of a fund: {happened!r}"
    if isinstance(happened, FundOpening):
        return _opened(happened)
    assert state is not None, "a fund's first event is its opening"
    if isinstance(happened, FundClosed):
        return replace(state, closed=True)
    if isinstance(happened, _OfAllotment):
        return _allotted(state, happened)
    day, fen = happened.value_on, happened.amount_fen
    match happened:
        case FundIncreased():
            increases, increased_fen = (*state.increases, (happened.document, fen)), state.increased_fen + fen
            return replace(state, increased_fen=increased_fen, increases=increases, changes=state.moved(day, fen))
        case FundTransferredIn():
            return replace(state, transferred_fen=state.transferred_fen + fen, changes=state.moved(day, fen))
        case FundTransferredOut():
            return replace(state, transferred_fen=state.transferred_fen - fen, changes=state.moved(day, -fen))
        case FundPassedIn(out_of=other):
            return _passed(state, day, fen, back=other == state.successor)
        case FundPassedOn(to=other):
            return _passed(state, day, -fen, back=other == state.carried_from)
        case FundCarriedOver(successor=successor, reserved_fen=reserved_fen):
            over_fen = state.carried_over_fen + fen + reserved_fen
            after = replace(state, carried_over_fen=over_fen, changes=state.moved(day, -fen))
            return replace(after, reserved_fen=state.reserved_fen - reserved_fen, successor=successor)
        case FundSurrendered(treasury_due_fen=due_fen):
            return replace(
                state,
                surrendered=state.surrendered or state.open,
                surrendered_fen=state.surrendered_fen + fen + due_fen,
                treasury_due_fen=state.treasury_due_fen - due_fen,
                dues={},
                changes=state.moved(day, -fen),
            )
        case FundPlanned(month=month):
            return replace(state, plans=dict(sorted({**state.plans, month: fen}.items())))
        case FundDrawn(batch=batch, due_fen=due_fen, replaces=own):
            after = replace(state, replaced_fen=state.replaced_fen + (fen if own is not None else 0))
            after = after.with_change(day, due_fen - fen) if fen > due_fen else after
            return after.with_due(dues_less(state.dues, batch, day, due_fen), day, -due_fen) if due_fen else after
        case FundDrawCancelled(batch=of, booked_to=to) | FundRestored(reference=of, booked_to=to) if to == TREASURY_DUE:
            return state.with_due(dues_more(state.dues, of, day, fen), day, fen)
        case FundDrawCancelled() | FundRestored():
            return state.with_change(day, fen)
    assert_never(happened)


def _passed(state: Fund, day: date, in_fen: int, *, back: bool) -> Fund:
    """Between a fund that was carried over and its successor: what comes `back` was never carried over."""
    changes = state.moved(day, in_fen)
    if back is (in_fen > 0):
        return replace(state, carried_over_fen=state.carried_over_fen - in_fen, changes=changes)
    return replace(state, carried_in_fen=state.carried_in_fen + in_fen, changes=changes)


_OfAllotment = (
    FundAllottedOut | FundAllottedIn | FundReserved | FundReservationEnded | FundReclaimedOut | FundReclaimedIn
)


def _allotted(state: Fund, happened: _OfAllotment) -> Fund:
    day, fen = happened.value_on, happened.amount_fen
    match happened:
        case FundAllottedOut():
            return replace(state, allotted_out_fen=state.allotted_out_fen + fen, changes=state.moved(day, -fen))
        case FundAllottedIn():
            return replace(state, allotted_in_fen=state.allotted_in_fen + fen, changes=state.moved(day, fen))
        case FundReserved():
            return replace(state, reserved_fen=state.reserved_fen + fen, changes=state.moved(day, -fen))
        case FundReservationEnded():
            return replace(state, reserved_fen=state.reserved_fen - fen, changes=state.moved(day, fen))
        case FundReclaimedOut(due_fen=due_fen):
            left_fen = state.treasury_due_fen - due_fen
            after = replace(state, treasury_due_fen=left_fen, dues=dues_within(state.dues, left_fen))
            changes = state.moved(day, due_fen - fen) if fen > due_fen else state.changes
            return replace(after, reclaimed_fen=state.reclaimed_fen + fen, changes=changes)
        case FundReclaimedIn(booked_to=to):
            after = replace(state, allotted_out_fen=state.allotted_out_fen - fen)
            if to == TREASURY_DUE:
                return replace(after, treasury_due_fen=state.treasury_due_fen + fen)
            return replace(after, changes=state.moved(day, fen))
    assert_never(happened)


def _opened(happened: FundOpening) -> Fund:
    opened = Fund(
        fund=happened.fund,
        holder=happened.holder,
        year=happened.year,
        indicator=happened.indicator,
        opened_on=happened.value_on,
    )
    match happened:
        case FundOpened(amount_fen=amount_fen, used_fen=used_fen):
            changes = {happened.value_on: amount_fen - used_fen}
            return replace(opened, opened_fen=amount_fen, used_fen=used_fen, changes=changes)
        case FundCarriedIn(amount_fen=amount_fen, reserved_fen=reserved_fen):
            changes = {happened.value_on: amount_fen}
            carried_in_fen, carried_from = amount_fen + reserved_fen, happened.carried_from
            carried = replace(opened, carried_in_fen=carried_in_fen, carried_from=carried_from, changes=changes)
            return replace(carried, reserved_fen=reserved_fen, allotment=happened.allotment)
        case FundOpenedByAllotment(amount_fen=amount_fen, allotment=allotment):
            changes = {happened.value_on: amount_fen}
            return replace(opened, allotted_in_fen=amount_fen, allotment=allotment, changes=changes)
    assert_never(happened)
