"""What an officer can ask of an application. Personal text in a command is sealed already."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from domain.application.values import (
    Account,
    Applicant,
    Determination,
    Document,
    Line,
    PlannedPart,
    Ranges,
    Sealed,
    VerifiedValue,
)
from domain.entitlement.findings import Value


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmitApplication:
    scheme: str
    policy: str
    authority: str
    received_on: date
    applicant: Applicant
    account: Account
    documents: tuple[Document, ...]
    facts: Mapping[str, Value]
    lines: tuple[Line, ...]
    """Numbered from 1 in the order of the file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseCommand:
    """A command to one existing application, by its number."""

    application: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestCorrection(CaseCommand):
    lines: Ranges
    reason: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectApplication(CaseCommand):
    applicant: Applicant
    account: Account
    documents: tuple[Document, ...]
    facts: Mapping[str, Value]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptApplication(CaseCommand):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class RefuseApplication(CaseCommand):
    """不予受理."""

    clause: str
    reason: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawApplication(CaseCommand):
    reason: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyFacts(CaseCommand):
    source: str
    checked_on: date
    values: tuple[VerifiedValue, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessApplication(CaseCommand):
    determined: tuple[Determination, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SendBackApplication(CaseCommand):
    reason: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class ApproveApplication(CaseCommand):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class RejectApplication(CaseCommand):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishNotice(CaseCommand):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseNotice(CaseCommand):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportMilestone(CaseCommand):
    """`lines` empty means every line that waits for the milestone."""

    milestone: str
    lines: Ranges
    met: bool
    reached_on: date
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmProposal(CaseCommand):
    """Confirm or decline what another officer proposed; `proposal` None means the only one open."""

    proposal: str | None
    declined: bool = False
    reason: Sealed = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SuspendApplication(CaseCommand):
    reason: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class ResumeApplication(CaseCommand):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachDocuments(CaseCommand):
    documents: tuple[Document, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposeAccount(CaseCommand):
    """Pay to this account from now on; the same account again confirms it after a returned payment."""

    account: Account


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueLetter(CaseCommand):
    """`about` is the demand or objection that the letter is about, None for the case itself."""

    letter: str
    about: str | None
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RaiseObjection(CaseCommand):
    """`lines` empty means the whole application; `raised_by` is `applicant` or `third-party`."""

    lines: Ranges
    received_on: date
    raised_by: str
    grounds: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerObjection(CaseCommand):
    objection: str
    upheld: bool
    reason: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestWaiver(CaseCommand):
    limit: str
    lines: Ranges
    reason: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviseApplication(CaseCommand):
    """Assess the case anew at a later stage. Determinations that are not given anew stay as they were."""

    ground: str
    reason: Sealed
    struck: Ranges = ()
    revived: Ranges = ()
    determined: tuple[Determination, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DemandRecovery(CaseCommand):
    """`amount_fen` None demands all that was overpaid and is not demanded yet."""

    ground: str
    basis: str
    reason: Sealed
    amount_fen: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecoveryCommand(CaseCommand):
    """A command to one demand, by its id in the case, such as `r1`."""

    recovery: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ServeRecovery(RecoveryCommand):
    served_on: date
    due_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectToRecovery(RecoveryCommand):
    received_on: date
    grounds: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRecovery(RecoveryCommand):
    parts: tuple[PlannedPart, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReduceRecovery(RecoveryCommand):
    amount_fen: int
    reason: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelRecovery(RecoveryCommand):
    reason: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteOffRecovery(RecoveryCommand):
    """`amount_fen` None writes off all that is open."""

    reason: Sealed
    amount_fen: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferRecovery(RecoveryCommand):
    """To a court, or the police."""

    referred_to: str
    reason: Sealed
