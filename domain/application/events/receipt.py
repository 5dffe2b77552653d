"""收件与受理: what was handed in, and what keeps the file in order."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from domain.application.status import ServiceWay
from domain.application.values import Account, Applicant, ConfirmedFact, Document, Line, Portion, Ranges, Sealed
from domain.base import CONSEQUENCE, Event, Otherwise, alone, event, first, second
from domain.entitlement.findings import Value


@event("application.submitted.v1", alone("submit"))
class ApplicationSubmitted(Event):
    """What was handed in, in full: submission always records a well-formed file, also one that comes too late."""

    number: str
    scheme: str
    edition: str
    digest: str
    authority: str
    payer: str | None
    """The authority that is expected to pay; None while no register entry was asked which district does."""
    received_on: date
    applicant: Applicant
    account: Account
    documents: tuple[Document, ...]
    facts: Mapping[str, Value]
    lines: tuple[Line, ...]

    @property
    def happened_on(self) -> date:
        return self.received_on


@event("application.confirmation-required.v1", first(about="proposal", pair="proposal"))
class ConfirmationRequired(Event):
    """Something about the file needs a second officer before it counts; `act` says what and so who."""

    proposal: str
    act: str


@event("application.proposal-confirmed.v1", second(outcome="confirmed", about="proposal", pair="proposal"))
class ProposalConfirmed(Event):
    proposal: str
    act: str


@event("application.proposal-declined.v1", second(outcome="declined", about="proposal", pair="proposal"))
class ProposalDeclined(Event):
    proposal: str
    act: str
    reason: Sealed


@event("application.correction-requested.v1", alone("request-correction"))
class CorrectionRequested(Event):
    """一次性补正: everything that is missing, said once."""

    lines: Ranges
    """Which lines it is about; none names the application as a whole."""
    reason: Sealed
    facts: tuple[str, ...] = ()
    """Which the applicant is asked about: what is stated of these again, of these lines, is confirmed. ADR 0061."""


@event("application.corrected.v1", alone("correct"))
class ApplicationCorrected(Event):
    """The file again, replacing the one before. A line that is the same claim keeps its number; none is reused.

    `still_verified` are the lines of which everything is stated as before, so that what was compared of them still
    answers; 0 stands for the application as a whole. `confirmed` is what the applicant stated again in answer to a
    request that was served: it may be held against them. ADR 0061.
    """

    applicant: Applicant
    account: Account
    documents: tuple[Document, ...]
    facts: Mapping[str, Value]
    lines: tuple[Line, ...]
    still_verified: Ranges
    confirmed: tuple[ConfirmedFact, ...]


@event("application.accepted.v1", alone("accept"))
class ApplicationAccepted(Event):
    """受理."""


@event("application.transfer-proposed.v1", first("transfer", about="proposal", pair="proposal"))
class TransferProposed(Event):
    """Somebody says that another authority is competent for the file."""

    proposal: str
    authority: str
    """The one that is competent."""
    reason: Sealed


@event("application.transferred.v1", CONSEQUENCE)
class ApplicationTransferred(Event):
    """移送: the file goes on at another authority, under its number; whatever was assessed of it is assessed anew."""

    authority: str
    """The one that decides from now on."""
    payer: str | None
    """The one that is expected to pay; None while no register entry was asked which district does."""


@event("application.not-accepted.v1", alone("refuse"))
class ApplicationNotAccepted(Event):
    """不予受理, with the clause or rule that it rests on; or 逾期未补正, which rests on none and finds nothing."""

    clause: str | None
    """None where the correction that was asked for had not come by `due_on`."""
    reason: Sealed
    due_on: date | None


@event("application.withdrawn.v1", alone("withdraw"))
class ApplicationWithdrawn(Event):
    """The applicant takes the application back. What was paid stays paid; `given_up` is what was not."""

    reason: Sealed
    given_up: tuple[Portion, ...]


@event("application.suspended.v1", alone("suspend"))
class ApplicationSuspended(Event):
    """中止: nothing is decided or ordered until it is resumed. What a bank does is recorded all the same."""

    reason: Sealed


@event("application.resumed.v1", alone("resume"))
class ApplicationResumed(Event):
    """恢复: the case goes on where it was."""


@event("application.documents-attached.v1", alone("attach"))
class DocumentsAttached(Event):
    """Documents that came later than the file: an objection, a court order, a new certificate."""

    documents: tuple[Document, ...]


@event("application.account-proposed.v1", first("account", about="proposal", pair="proposal"))
class AccountProposed(Event):
    """A clerk's proposal to pay to another account, or to the same after a bank returned a payment."""

    proposal: str
    account: Account


@event("application.account-corrected.v1", CONSEQUENCE)
class AccountCorrected(Event):
    """Finance stands by the account: what is ordered from now on goes there."""

    account: Account


@event(
    "application.letter-issued.v1",
    alone(
        "issue-letter",
        about="about",
        or_about="letter",
        otherwise=Otherwise(
            member="letter",
            values=("recovery-notice", "recovery-demand", "recovery-reminder"),
            permission="issue-demand",
        ),
    ),
)
class LetterIssued(Event):
    """文书: a letter was made from a template. `about` is what it is about beside the case, such as a demand."""

    letter: str
    about: str | None
    sha256: str
    issued_on: date
    """The legal day on which it was recorded, before which it cannot have been served."""


@event(
    "application.letter-served.v1",
    alone(
        "serve-letter",
        about="about",
        or_about="letter",
        otherwise=Otherwise(
            member="letter", values=("recovery-notice", "recovery-reminder"), permission="serve-recovery-letter"
        ),
    ),
)
class LetterServed(Event):
    """送达: whom it addresses has the letter, the last one issued of its kind, and its remedies begin. ADR 0061."""

    letter: str
    about: str | None
    sha256: str
    way: ServiceWay
    served_on: date
    receipt: str | None
    """The document that proves it: 送达回证, or the number of the post."""
    due_on: date | None
    """Of a correction request the last day on which the correction is in time, of a reminder that on which to pay."""

    @property
    def happened_on(self) -> date:
        return self.served_on


ReceiptEvent = (
    ApplicationSubmitted
    | ConfirmationRequired
    | ProposalConfirmed
    | ProposalDeclined
    | CorrectionRequested
    | ApplicationCorrected
    | ApplicationAccepted
    | TransferProposed
    | ApplicationTransferred
    | ApplicationNotAccepted
    | ApplicationWithdrawn
    | ApplicationSuspended
    | ApplicationResumed
    | DocumentsAttached
    | AccountProposed
    | AccountCorrected
    | LetterIssued
    | LetterServed
)
