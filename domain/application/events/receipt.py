"""收件与受理: what was handed in, and what keeps the file in order."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from domain.application.values import Account, Applicant, Document, Line, Portion, Ranges, Sealed
from domain.entitlement.findings import Value
from domain.facts import Fact, fact


@fact("application.submitted.v1")
class ApplicationSubmitted(Fact):
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


@fact("application.confirmation-required.v1")
class ConfirmationRequired(Fact):
    """Something about the file needs a second officer before it counts; `act` says what and so who."""

    proposal: str
    act: str


@fact("application.proposal-confirmed.v1")
class ProposalConfirmed(Fact):
    proposal: str
    act: str


@fact("application.proposal-declined.v1")
class ProposalDeclined(Fact):
    proposal: str
    act: str
    reason: Sealed


@fact("application.correction-requested.v1")
class CorrectionRequested(Fact):
    """一次性补正: everything that is missing, said once."""

    lines: Ranges
    reason: Sealed


@fact("application.corrected.v1")
class ApplicationCorrected(Fact):
    """The file again, replacing the one before. A line that is the same claim keeps its number; none is reused."""

    applicant: Applicant
    account: Account
    documents: tuple[Document, ...]
    facts: Mapping[str, Value]
    lines: tuple[Line, ...]


@fact("application.accepted.v1")
class ApplicationAccepted(Fact):
    """受理."""


@fact("application.not-accepted.v1")
class ApplicationNotAccepted(Fact):
    """不予受理, with the clause or rule that it rests on."""

    clause: str
    reason: Sealed


@fact("application.withdrawn.v2")
class ApplicationWithdrawn(Fact):
    """The applicant takes the application back. What was paid stays paid; `given_up` is what was not.

    None, in facts recorded before partly paid cases could be withdrawn, is everything.
    """

    reason: Sealed
    given_up: tuple[Portion, ...] | None


@fact("application.suspended.v1")
class ApplicationSuspended(Fact):
    """中止: nothing is decided or ordered until it is resumed. What a bank does is recorded all the same."""

    reason: Sealed


@fact("application.resumed.v1")
class ApplicationResumed(Fact):
    """恢复: the case goes on where it was."""


@fact("application.documents-attached.v1")
class DocumentsAttached(Fact):
    """Documents that came later than the file: an objection, a court order, a new certificate."""

    documents: tuple[Document, ...]


@fact("application.account-proposed.v1")
class AccountProposed(Fact):
    """A clerk's proposal to pay to another account, or to the same after a bank returned a payment."""

    proposal: str
    account: Account


@fact("application.account-corrected.v1")
class AccountCorrected(Fact):
    """Finance stands by the account: what is ordered from now on goes there."""

    account: Account


@fact("application.letter-issued.v1")
class LetterIssued(Fact):
    """文书: a letter was made from a template. `about` is what it is about beside the case, such as a demand."""

    letter: str
    about: str | None
    sha256: str
