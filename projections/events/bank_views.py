"""What read models need of payment runs and of what banks say of them."""

from __future__ import annotations

import msgspec

from projections.events.money_views import Draw, Portion


class RunItem(msgspec.Struct, gc=False):
    application: str
    amount_fen: int


class RunOrdered(msgspec.Struct, gc=False):
    authority: str
    items: list[RunItem]
    amount_fen: int


class RunItemsDropped(msgspec.Struct, gc=False):
    applications: list[str]
    amount_fen: int


class ExportedFile(msgspec.Struct, gc=False):
    sha256: str
    amount_fen: int


class RunExported(msgspec.Struct, gc=False):
    files: list[ExportedFile]


def item_name(application: str, fund: str | None) -> str:
    """One name for an item of a run."""
    return application if fund is None else f"{application}/{fund}"


class Message(msgspec.Struct, gc=False):
    application: str
    fund: str | None
    kind: str
    amount_fen: int

    @property
    def item(self) -> str:
        return item_name(self.application, self.fund)


class Unmatched(msgspec.Struct, gc=False):
    application: str
    amount_fen: int
    since: str


class Awaited(msgspec.Struct, gc=False):
    application: str
    fund: str | None
    since: str

    @property
    def item(self) -> str:
        return item_name(self.application, self.fund)


class RunAnswered(msgspec.Struct, gc=False):
    messages: list[Message]
    unmatched: list[Unmatched]
    awaited: list[Awaited]


class Correction(msgspec.Struct, gc=False):
    recorded: Message
    instead: Message | None


class RunCorrected(msgspec.Struct, gc=False):
    corrections: list[Correction]
    unmatched: list[Unmatched]
    awaited: list[Awaited]


class Assignment(msgspec.Struct, gc=False):
    application: str


class RunAssignmentProposed(msgspec.Struct, gc=False):
    proposal: str
    assignment: Assignment


class RunAssigned(msgspec.Struct, gc=False):
    assignment: Assignment
    unmatched: list[Unmatched]
    awaited: list[Awaited]


class Failed(msgspec.Struct, gc=False):
    batch: str
    fund: str | None
    items: list[Portion]
    amount_fen: int
    drawn: list[Draw]
    account_at_fault: bool


class InDoubt(msgspec.Struct, gc=False):
    batch: str
    fund: str | None
    since: str | None


class Returned(msgspec.Struct, gc=False):
    batch: str
    items: list[Portion]
    restored: list[Draw]
    undone: list[Portion]
    owed_back_fen: int
    reference: str
    account_at_fault: bool


class Reversed(msgspec.Struct, gc=False):
    batch: str
    items: list[Portion]
    restored: list[Draw]
    undone: list[Portion]
    owed_back_fen: int
    reference: str
    amount_fen: int
    denied_by: list[str]
    fund: str | None = None


class ReturnReversed(msgspec.Struct, gc=False):
    batch: str
    items: list[Portion]
    drawn: list[Draw]
    undone: list[Portion]
    owed_back_fen: int
    reference: str


class Redated(msgspec.Struct, gc=False):
    batch: str
    items: list[Portion]
    drawn: list[Draw]
    recorded_on: str
    recorded_reference: str
    reference: str


class Assigned(msgspec.Struct, gc=False):
    batch: str
    items: list[Portion]
    cleared: list[Draw]
    drawn: list[Draw]
