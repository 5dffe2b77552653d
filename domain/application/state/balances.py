"""Where money stands in a case: its instalments, what is in flight, what was paid, and what is demanded back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from domain.application.payment_key import payment_key
from domain.application.state import money
from domain.application.status import ON_APPROVAL, InstalmentStatus
from domain.application.values import Draw, Due, PlannedPart, Sealed
from domain.base import Event, Struct, field, replace


class Item(Struct):
    """The positions of one instalment, in fen. `payable` is the milestone that it waits for, `on-approval` if none.

    `entitled_fen` is after revisions and forfeits, `paid_fen` after returns, `recovered_fen` with offsets.
    """

    entitled_fen: int
    payable: str = ON_APPROVAL
    waiting: bool = False
    forfeited: bool = False
    missed: str = ""
    """The milestone with which it was forfeited: its own, or an earlier one."""
    ordered_fen: int = 0
    paid_fen: int = 0
    recovered_fen: int = 0
    written_off_fen: int = 0

    @property
    def net_paid_fen(self) -> int:
        return self.paid_fen - self.recovered_fen

    @property
    def forgiven_fen(self) -> int:
        return money.forgiven_fen(self)

    @property
    def open_fen(self) -> int:
        return money.open_fen(self)

    @property
    def due_open_fen(self) -> int:
        return money.due_open_fen(self)

    @property
    def over_fen(self) -> int:
        return money.over_fen(self)

    @property
    def waits(self) -> bool:
        return money.waits(self)

    @property
    def status(self) -> InstalmentStatus:
        if self.forfeited:
            return InstalmentStatus.FORFEITED
        if self.ordered_fen:
            return InstalmentStatus.ORDERED
        if not self.entitled_fen and not self.paid_fen:
            return InstalmentStatus.STRUCK
        if self.waiting:
            return InstalmentStatus.WAITING
        return InstalmentStatus.PAID if self.paid_fen and self.open_fen <= 0 else InstalmentStatus.PAYABLE


class Order(Struct):
    """An item of a run, or what is left of it: how much of which instalments, drawn from which funds."""

    batch: str
    fund: str | None
    """Whose part it is, where each fund's is an item of its own."""
    place: int = 0
    """Among the items of its case in the run, in funding order."""
    amounts_fen: Mapping[Due, int]
    amount_fen: int
    drawn: tuple[Draw, ...]
    account: str
    ordered_by: str
    released: bool = False
    given_up_on: date | None = None
    """Of what came to nothing: the last day on which its funds got something of it back."""

    @property
    def key(self) -> str:
        return payment_key(self.batch, self.fund)

    def first(self, amount_fen: int) -> Order:
        """`amount_fen` of it: the first instalments, from what was drawn first."""
        return replace(
            self,
            amounts_fen=first_of(self.amounts_fen, amount_fen),
            amount_fen=amount_fen,
            drawn=drawn_first(self.drawn, amount_fen),
        )

    def after(self, amount_fen: int) -> Order | None:
        """What is left behind `amount_fen` of it; None where that is nothing."""
        if amount_fen >= self.amount_fen:
            return None
        gone = first_of(self.amounts_fen, amount_fen)
        left = {due: fen - gone.get(due, 0) for due, fen in self.amounts_fen.items()}
        left_fen = self.amount_fen - amount_fen
        return replace(
            self,
            amounts_fen={due: fen for due, fen in left.items() if fen},
            amount_fen=left_fen,
            drawn=tuple(reversed(restoring(self.drawn, left_fen))),
        )

    def joined(self, other: Order | None) -> Order:
        """Both, `other` first."""
        if other is None:
            return self
        amounts = dict(other.amounts_fen)
        for due, fen in self.amounts_fen.items():
            amounts[due] = amounts.get(due, 0) + fen
        days = [day for day in (self.given_up_on, other.given_up_on) if day is not None]
        return replace(
            self,
            amounts_fen=amounts,
            amount_fen=other.amount_fen + self.amount_fen,
            drawn=(*other.drawn, *self.drawn),
            given_up_on=max(days, default=None),
        )


class Payment(Struct):
    """What the bank credited of one item, once or in parts, or an offset paid; and what of it came back since.

    `returned_fen` and `recovered_fen` are by instalment; `drawn` is what its funds gave and have not got back.
    """

    batch: str
    fund: str | None
    place: int = 0
    ordered_by: str = ""
    """Who ordered what it pays; nobody, of an offset."""
    amounts_fen: Mapping[Due, int]
    amount_fen: int
    drawn: tuple[Draw, ...]
    value_on: date
    """Of the first credit."""
    reference: str
    """Of the last credit."""
    returned_fen: Mapping[Due, int] = field(default_factory=dict)
    recovered_fen: Mapping[Due, int] = field(default_factory=dict)
    given_back: tuple[Draw, ...] = ()
    """What its funds got back by recoveries."""
    undone_fen: int = 0
    """What of its returns the payee had paid back already, so that it was owed back to them."""

    @property
    def key(self) -> str:
        return payment_key(self.batch, self.fund)

    def left_fen(self, due: Due) -> int:
        """What of this payment the payee still has for one instalment."""
        gone = self.returned_fen.get(due, 0) + self.recovered_fen.get(due, 0)
        return self.amounts_fen.get(due, 0) - gone

    @property
    def credited_fen(self) -> int:
        """What the bank has not taken back."""
        return self.amount_fen - sum(self.returned_fen.values())


class Receipt(Struct):
    """Money that came in for a demand under a reference of the bank."""

    amount_fen: int
    received_on: date
    number: int = 0
    """In which order the receipts that stand were recorded."""
    recorded: Event | None = None
    """The event that says what became of it; a correction undoes that, and then there is none until its right one."""
    before: Struct | None = None
    """The case as it was when it was recorded at first, whatever was put right of it since. ADR 0077."""


class Recovery(Struct):
    """追回: one recovery, from the notice of it on, or where none is needed from the proposal of its demand. Amounts in
    fen. The proceedings are `domain.application.state.proceedings.ProceedingsView`.
    """

    recovery: str
    ground: str
    basis: str
    demanded_fen: int = 0
    """0 while it is only intended."""
    proposal: str = ""
    notified_fen: int = 0
    statement_days: int = 0
    notice_served_on: date | None = None
    statement_on: date | None = None
    no_statement: bool = False
    reminded: bool = False
    reminder_until: date | None = None
    approved: bool = False
    approved_on: date | None = None
    served_on: date | None = None
    due_on: date | None = None
    objected: bool = False
    objected_on: date | None = None
    """When the last objection was received."""
    plan: tuple[PlannedPart, ...] = ()
    received_fen: int = 0
    """Money and offsets that were applied to the demand."""
    reduced_fen: int = 0
    gave_way_fen: int | None = None
    """What was overpaid in the case when less of it was demanded last for that; negative for what was outstanding."""
    written_off_fen: int = 0
    cancelled: bool = False
    referred_to: str | None = None
    receipts: Mapping[str, Receipt] = field(default_factory=dict)
    """What came in, by the reference of the bank as it was typed."""

    @property
    def came_back_fen(self) -> int:
        return self.received_fen

    @property
    def open_fen(self) -> int:
        return money.demand_open_fen(self)

    @property
    def status(self) -> str:
        return money.demand_status(self)


class Objection(Struct):
    """异议, while it is open. `lines` empty means the application as a whole."""

    objection: str
    lines: frozenset[int]
    received_on: date
    raised_by: str
    grounds: Sealed

    def concerns(self, line: int) -> bool:
        return not self.lines or line in self.lines


def last_parts(amounts_fen: Mapping[Due, int], amount_fen: int) -> dict[Due, int]:
    """So much of these instalments, of the last ones first, in fen."""
    last: dict[Due, int] = {}
    for due in sorted(amounts_fen, reverse=True):
        last[due] = min(amount_fen, amounts_fen[due])
        amount_fen -= last[due]
    return last


def restoring(drawn: Sequence[Draw], amount_fen: int) -> tuple[Draw, ...]:
    """Which funds get `amount_fen` of what they gave back: in reverse order of drawing.

    So the net draw of a payment is what the funding order would have given for the smaller amount (closing-1).
    """
    back: list[Draw] = []
    left = amount_fen
    for draw in reversed(drawn):
        part = min(left, draw.amount_fen)
        left -= part
        if part:
            back.append(Draw(fund=draw.fund, source=draw.source, amount_fen=part))
    assert not left, "no more is restored than was drawn"
    return tuple(back)


def drawn_first(drawn: Sequence[Draw], amount_fen: int) -> tuple[Draw, ...]:
    """What the funds gave toward the first `amount_fen`."""
    given: list[Draw] = []
    left = amount_fen
    for draw in drawn:
        part = min(left, draw.amount_fen)
        left -= part
        if part:
            given.append(Draw(fund=draw.fund, source=draw.source, amount_fen=part))
    assert not left, "no more is paid than was drawn"
    return tuple(given)


def first_of(amounts_fen: Mapping[Due, int], amount_fen: int) -> dict[Due, int]:
    """`amount_fen` divided over the first instalments."""
    first: dict[Due, int] = {}
    for due in sorted(amounts_fen):
        part = min(amount_fen, amounts_fen[due])
        amount_fen -= part
        if part:
            first[due] = part
    return first


def drawn_fen(drawn: Iterable[Draw]) -> int:
    return sum(draw.amount_fen for draw in drawn)
