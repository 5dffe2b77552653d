"""What read models need of each fact's data, and no more.

A rebuild decodes a million lines, so these are small msgspec structs rather than the domain's facts: what they do not
name is skipped without becoming a Python object. A test holds every member against the fact that it comes from.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

DueKey = tuple[int, int]
"""Line and instalment: the unit of payment."""

Ranges = list[tuple[int, int]]
"""Line numbers, both ends of each range included."""


class Empty(msgspec.Struct, gc=False):
    """Of a fact whose happening alone is folded."""


class Opened(msgspec.Struct, gc=False):
    log: str


class Adopted(msgspec.Struct, gc=False):
    digest: str
    content: str


class Applicant(msgspec.Struct, gc=False):
    kind: str
    party: str


class Account(msgspec.Struct, gc=False):
    account: str
    holder_is_applicant: bool

    @property
    def pays_to(self) -> str:
        """Two accounts with the same text pay to the same account of the same kind of holder."""
        return f"{self.account} {'applicant' if self.holder_is_applicant else 'other holder'}"


class Line(msgspec.Struct, gc=False):
    line: int
    person: str | None = None


class Submitted(msgspec.Struct, gc=False):
    scheme: str
    edition: str
    digest: str
    authority: str
    received_on: str
    applicant: Applicant
    account: Account
    lines: list[Line]


class Corrected(msgspec.Struct, gc=False):
    applicant: Applicant
    account: Account
    lines: list[Line]


class Proposed(msgspec.Struct, gc=False):
    """Of a fact that opens, confirms or declines a proposal about `act`."""

    act: str


class Assessed(msgspec.Struct, gc=False):
    eligible: bool


class Part(msgspec.Struct, gc=False):
    instalment: int
    amount_fen: int
    payable: str


class Award(msgspec.Struct, gc=False):
    lines: Ranges
    parts: list[Part]

    def count(self) -> int:
        return sum(last - first + 1 for first, last in self.lines)


class Approved(msgspec.Struct, gc=False):
    edition: str
    digest: str
    entitled_fen: int
    awards: list[Award]


class Published(msgspec.Struct, gc=False):
    closes_on: str
    payable_from: str


class Met(msgspec.Struct, gc=False):
    items: list[DueKey]


class Forfeited(msgspec.Struct, gc=False):
    items: list[DueKey]
    amount_fen: int


class Draw(msgspec.Struct, gc=False):
    fund: str
    source: str
    amount_fen: int


class Ordered(msgspec.Struct, gc=False):
    """Of an order, and of its cancellation."""

    batch: str
    items: list[DueKey]
    amount_fen: int
    drawn: list[Draw]


class Credit(msgspec.Struct, gc=False):
    items: list[DueKey]
    amount_fen: int
    drawn: list[Draw]
    reference: str


class PartlyPaid(msgspec.Struct, gc=False):
    credit: Credit


class Settled(msgspec.Struct, gc=False):
    credit: Credit | None


SHAPES: Mapping[str, type[msgspec.Struct]] = {
    "log.opened.v1": Opened,
    "policy.edition-adopted.v1": Adopted,
    "application.submitted.v1": Submitted,
    "application.confirmation-required.v1": Proposed,
    "application.proposal-confirmed.v1": Proposed,
    "application.proposal-declined.v1": Proposed,
    "application.correction-requested.v1": Empty,
    "application.corrected.v1": Corrected,
    "application.accepted.v1": Empty,
    "application.not-accepted.v1": Empty,
    "application.withdrawn.v1": Empty,
    "application.facts-verified.v1": Empty,
    "application.assessed.v1": Assessed,
    "application.sent-back.v1": Empty,
    "application.approved.v1": Approved,
    "application.rejected.v1": Empty,
    "application.notice-published.v1": Published,
    "application.notice-closed.v1": Empty,
    "application.milestone-reported.v1": Empty,
    "application.milestone-met.v1": Met,
    "application.instalment-forfeited.v1": Forfeited,
    "application.payment-ordered.v1": Ordered,
    "application.payment-released.v1": Empty,
    "application.payment-cancelled.v1": Ordered,
    "application.partially-paid.v1": PartlyPaid,
    "application.settled.v1": Settled,
}
"""By stored name. A fact under an older name is brought to today's shape first (see `store.upcasts`)."""
