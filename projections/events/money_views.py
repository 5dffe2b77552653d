"""What read models need of the events that are about money: orders, credits, returns, revisions and demands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

DueKey = tuple[int, int]
"""Line and instalment: the unit of payment."""

OWED_BACK: DueKey = (0, 0)
"""No line: money received beyond a demand, which is owed back to the payee."""

Ranges = list[tuple[int, int]]
"""Line numbers, both ends of each range included."""


def expand(lines: Ranges) -> Iterator[int]:
    for first, last in lines:
        yield from range(first, last + 1)


class Portion(msgspec.Struct, gc=False):
    """`amount_fen` of an instalment of each of `lines`."""

    lines: Ranges
    instalment: int
    amount_fen: int


def spread(portions: Iterable[Portion]) -> Iterator[tuple[DueKey, int]]:
    """Each instalment of some portions with its amount, in the order of the portions."""
    for portion in portions:
        instalment, amount_fen = portion.instalment, portion.amount_fen
        for line in expand(portion.lines):
            yield (line, instalment), amount_fen


def stated(portions: Iterable[Portion]) -> dict[DueKey, int]:
    """The same by instalment."""
    return dict(spread(portions))


class Part(msgspec.Struct, gc=False):
    instalment: int
    amount_fen: int
    payable: str


class Award(msgspec.Struct, gc=False):
    lines: Ranges
    parts: list[Part]


class LimitUse(msgspec.Struct, gc=False):
    limit: str
    over: str
    qualifier: str
    on: str
    amount_fen: int
    lines: Ranges


class Approved(msgspec.Struct, gc=False):
    edition: str
    digest: str
    payer: str
    awards: list[Award]
    uses: list[LimitUse]
    open_lines: Ranges


class FollowedUp(msgspec.Struct, gc=False):
    """`awards` and `uses` are those of the lines that were open."""

    edition: str
    digest: str
    awards: list[Award]
    uses: list[LimitUse]
    open_lines: Ranges
    owed_by: list[str]


class Revised(msgspec.Struct, gc=False):
    edition: str
    digest: str
    payer: str
    awards: list[Award]
    uses: list[LimitUse]
    struck: Ranges
    revived: Ranges
    struck_items: list[DueKey]
    revived_items: list[DueKey]
    added: Ranges
    changed: list[Portion]
    opened: Ranges
    owed_by: list[str]


class Upheld(msgspec.Struct, gc=False):
    objection: str
    lines: Ranges
    changed: list[Portion]
    status: str | None


class TakenBack(msgspec.Struct, gc=False):
    status: str


class Withdrawn(msgspec.Struct, gc=False):
    given_up: list[Portion]


class Met(msgspec.Struct, gc=False):
    """`revived` had been forfeited."""

    items: list[DueKey]
    revived: list[Portion]


class Forfeited(msgspec.Struct, gc=False):
    items: list[DueKey]
    amount_fen: int


class Draw(msgspec.Struct, gc=False):
    fund: str
    source: str
    amount_fen: int


class Ordered(msgspec.Struct, gc=False):
    """Of an order, its cancellation, and its failure at the bank: `fund` where a fund's part is an item of its own."""

    batch: str
    fund: str | None
    items: list[Portion]
    amount_fen: int
    drawn: list[Draw]


class Released(msgspec.Struct, gc=False):
    batch: str
    fund: str | None


class Credit(msgspec.Struct, gc=False):
    batch: str
    fund: str | None
    items: list[Portion]
    amount_fen: int
    drawn: list[Draw]
    reference: str


class PartlyPaid(msgspec.Struct, gc=False):
    credit: Credit


class Settled(msgspec.Struct, gc=False):
    credit: Credit | None


class PaidByOffset(msgspec.Struct, gc=False):
    credit: Credit
    debtor: str
    recovery: str


class Restored(msgspec.Struct, gc=False):
    batch: str
    items: list[Portion]
    amount_fen: int
    drawn: list[Draw]


class PlannedPart(msgspec.Struct, gc=False):
    due_on: str
    amount_fen: int


class Notified(msgspec.Struct, gc=False):
    recovery: str
    ground: str
    basis: str
    amount_fen: int
    days: int


class Heard(msgspec.Struct, gc=False):
    recovery: str
    received_on: str | None


class Demanded(msgspec.Struct, gc=False):
    recovery: str
    proposal: str
    ground: str
    basis: str
    amount_fen: int
    payments: list[Restored]


class OfDemand(msgspec.Struct, gc=False):
    """Of an event about a demand that says no more about it than read models need."""

    recovery: str


class ApprovedDemand(msgspec.Struct, gc=False):
    recovery: str
    amount_fen: int


class Served(msgspec.Struct, gc=False):
    recovery: str
    served_on: str
    due_on: str


class Planned(msgspec.Struct, gc=False):
    recovery: str
    parts: list[PlannedPart]


class Received(msgspec.Struct, gc=False):
    recovery: str
    amount_fen: int
    reference: str
    restored: list[Restored]
    written_back: list[Portion]
    beyond_fen: int
    owed_back_fen: int
    undone: list[Restored] = []

    @property
    def for_demand_fen(self) -> int:
        """What of it was applied to the demand."""
        undone_fen = sum(part.amount_fen for part in self.undone)
        return self.amount_fen - self.beyond_fen - self.owed_back_fen + undone_fen


class OffsetWithin(msgspec.Struct, gc=False):
    recovery: str
    amount_fen: int
    restored: list[Restored]


class Offset(msgspec.Struct, gc=False):
    recovery: str
    amount_fen: int
    against: str
    batch: str
    restored: list[Restored]


class Reduced(msgspec.Struct, gc=False):
    recovery: str
    amount_fen: int
    because: str


class Cancelled(msgspec.Struct, gc=False):
    recovery: str
    amount_fen: int


class WrittenOff(msgspec.Struct, gc=False):
    recovery: str
    amount_fen: int
    items: list[Portion]


class Referred(msgspec.Struct, gc=False):
    recovery: str
    referred_to: str
