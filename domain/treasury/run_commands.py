"""What officers ask of payment runs."""

from __future__ import annotations

from collections.abc import Mapping

from domain.application.values import Sealed
from domain.base import Struct, field
from domain.treasury.batch_events import ExportedFile
from domain.treasury.messages import Assignment, BankMessage, Correction, ItemKey, PaidThrough


class OrderPayment(Struct):
    """Order everything that is payable in `applications`, all of one paying authority; through the treasury what funds
    pay of it, and nothing that is owed back.
    """

    applications: tuple[str, ...]
    paid_through: PaidThrough = PaidThrough.BANK
    shared_account: Mapping[str, Sealed] = field(default_factory=dict)
    """By application: why it is right that its account is another applicant's, too."""
    despite_demands: Mapping[str, Sealed] = field(default_factory=dict)
    """By application: why something is owed back to a payee who owes, too."""
    net: bool = False
    """Keep what is owed back for demands of the same case, and order the rest."""


class ReleasePayment(Struct):
    """Release a batch, or decline it, which cancels the order. Applications in `without` are left out of it."""

    batch: str
    declined: bool = False
    without: tuple[str, ...] = ()


class ExportPayment(Struct):
    """The files that go to the bank, which together ask for what is in flight and nothing else. Further ones for the
    same run only with `again`: the bank would pay them, too.
    """

    batch: str
    profile: str
    files: tuple[ExportedFile, ...]
    again: bool = False


class AttachToRun(Struct):
    """A document of a run, by what it is called, its SHA-256 and its own number."""

    batch: str
    name: str
    sha256: str
    number: str | None = None


class RecordBankReply(Struct):
    batch: str
    messages: tuple[BankMessage, ...]
    same_reference: Mapping[str, Sealed] = field(default_factory=dict)
    """By application: why a reference of these stands for something else, too: in another run, or for money that came
    back.
    """

    @property
    def items(self) -> tuple[ItemKey, ...]:
        """Every item that the bank says something of."""
        return tuple(dict.fromkeys(message.item for message in self.messages))


class CorrectReply(Struct):
    batch: str
    corrections: tuple[Correction, ...]
    reasons: Mapping[str, Sealed]
    """By application: why what was recorded of it is wrong."""
    same_reference: Mapping[str, Sealed] = field(default_factory=dict)
    """By application: why the right reference may stand for something else, too."""


class AssignClearing(Struct):
    batch: str
    assignment: Assignment


class ConfirmForRun(Struct):
    """Confirm or decline what was proposed about a run; `proposal` None means the only one open."""

    batch: str
    proposal: str | None
    declined: bool = False
