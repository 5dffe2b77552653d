"""收件与受理: what was handed in, and what keeps the file in order."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from domain.application.values import Account, Applicant, Document, Line, Portion, Ranges, Sealed
from domain.base import Event, event
from domain.entitlement.findings import Value


@event("application.submitted.v1")
class ApplicationSubmitted(Event):
    """What was handed in, in full: submission always records a well-formed file, also one that comes too late."""

    number: str
    scheme: str
    edition: str
    digest: str
    authority: str
    received_on: date
    applicant: Applicant
    account: Account
    documents: tuple[Document, ...]
    facts: Mapping[str, Value]
    lines: tuple[Line, ...]

    @property
    def happened_on(self) -> date:
        return self.received_on


@event("application.confirmation-required.v1")
class ConfirmationRequired(Event):
    """Something about the file needs a second officer before it counts; `act` says what and so who."""

    proposal: str
    act: str


@event("application.proposal-confirmed.v1")
class ProposalConfirmed(Event):
    proposal: str
    act: str


@event("application.proposal-declined.v1")
class ProposalDeclined(Event):
    proposal: str
    act: str
    reason: Sealed


@event("application.correction-requested.v1")
class CorrectionRequested(Event):
    """一次性补正: everything that is missing, said once."""

    lines: Ranges
    reason: Sealed


@event("application.corrected.v1")
class ApplicationCorrected(Event):
    """The file again, replacing the one before. A line that is the same claim keeps its number; none is reused."""

    applicant: Applicant
    account: Account
    documents: tuple[Document, ...]
    facts: Mapping[str, Value]
    lines: tuple[Line, ...]


@event("application.accepted.v1")
class ApplicationAccepted(Event):
    """受理."""


@event("application.not-accepted.v1")
class ApplicationNotAccepted(Event):
    """不予受理, with the clause or rule that it rests on."""

    clause: str
    reason: Sealed


@event("application.withdrawn.v2")
class ApplicationWithdrawn(Event):
    """The applicant takes the application back. What was paid stays paid; `given_up` is what was not.

    None, in facts recorded before partly paid cases could be withdrawn, is everything.
    """

    reason: Sealed
    given_up: tuple[Portion, ...] | None


@event("application.suspended.v1")
class ApplicationSuspended(Event):
    """中止: nothing is decided or ordered until it is resumed. What a bank does is recorded all the same."""

    reason: Sealed


@event("application.resumed.v1")
class ApplicationResumed(Event):
    """恢复: the case goes on where it was."""


@event("application.documents-attached.v1")
class DocumentsAttached(Event):
    """Documents that came later than the file: an objection, a court order, a new certificate."""

    documents: tuple[Document, ...]


@event("application.account-proposed.v1")
class AccountProposed(Event):
    """A clerk's proposal to pay to another account, or to the same after a bank returned a payment."""

    proposal: str
    account: Account


@event("application.account-corrected.v1")
class AccountCorrected(Event):
    """Finance stands by the account: what is ordered from now on goes there."""

    account: Account


@event("application.letter-issued.v1")
class LetterIssued(Event):
    """文书: a letter was made from a template. `about` is what it is about beside the case, such as a demand."""

    letter: str
    about: str | None
    sha256: str


ReceiptEvent = (
    ApplicationSubmitted
    | ConfirmationRequired
    | ProposalConfirmed
    | ProposalDeclined
    | CorrectionRequested
    | ApplicationCorrected
    | ApplicationAccepted
    | ApplicationNotAccepted
    | ApplicationWithdrawn
    | ApplicationSuspended
    | ApplicationResumed
    | DocumentsAttached
    | AccountProposed
    | AccountCorrected
    | LetterIssued
)
