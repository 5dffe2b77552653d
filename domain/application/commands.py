"""What an officer can ask of an application. Personal text in a command is sealed already."""

from __future__ import annotations

from collections.abc import Mapping
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
from domain.base import Struct
from domain.entitlement.findings import Value


class SubmitApplication(Struct):
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


class CaseCommand(Struct):
    """A command to one existing application, by its number."""

    application: str


class RequestCorrection(CaseCommand):
    lines: Ranges
    reason: Sealed


class CorrectApplication(CaseCommand):
    applicant: Applicant
    account: Account
    documents: tuple[Document, ...]
    facts: Mapping[str, Value]
    lines: tuple[Line, ...]


class AcceptApplication(CaseCommand):
    pass


class RefuseApplication(CaseCommand):
    """不予受理."""

    clause: str
    reason: Sealed


class WithdrawApplication(CaseCommand):
    reason: Sealed


class VerifyFacts(CaseCommand):
    source: str
    checked_on: date
    values: tuple[VerifiedValue, ...]


class AssessApplication(CaseCommand):
    determined: tuple[Determination, ...] = ()


class SendBackApplication(CaseCommand):
    reason: Sealed


class ApproveApplication(CaseCommand):
    pass


class RejectApplication(CaseCommand):
    pass


class PublishNotice(CaseCommand):
    pass


class CloseNotice(CaseCommand):
    pass


class ReportMilestone(CaseCommand):
    """`lines` empty means every line that waits for the milestone."""

    milestone: str
    lines: Ranges
    met: bool
    reached_on: date
    source: str


class ConfirmProposal(CaseCommand):
    """Confirm or decline what another officer proposed; `proposal` None means the only one open."""

    proposal: str | None
    declined: bool = False
    reason: Sealed = ""


class SuspendApplication(CaseCommand):
    reason: Sealed


class ResumeApplication(CaseCommand):
    pass


class AttachDocuments(CaseCommand):
    documents: tuple[Document, ...]


class ProposeAccount(CaseCommand):
    """Pay to this account from now on; the same account again confirms it after a returned payment."""

    account: Account


class IssueLetter(CaseCommand):
    """`about` is the demand or objection that the letter is about, None for the case itself."""

    letter: str
    about: str | None
    sha256: str


class RaiseObjection(CaseCommand):
    """`lines` empty means the whole application; `raised_by` is `applicant` or `third-party`."""

    lines: Ranges
    received_on: date
    raised_by: str
    grounds: Sealed


class AnswerObjection(CaseCommand):
    objection: str
    upheld: bool
    reason: Sealed


class RequestWaiver(CaseCommand):
    limit: str
    lines: Ranges
    reason: Sealed


class ReviseApplication(CaseCommand):
    """Assess the case anew at a later stage. Determinations that are not given anew stay as they were."""

    ground: str
    reason: Sealed
    struck: Ranges = ()
    revived: Ranges = ()
    determined: tuple[Determination, ...] = ()


class DemandRecovery(CaseCommand):
    """`amount_fen` None demands all that was overpaid and is not demanded yet."""

    ground: str
    basis: str
    reason: Sealed
    amount_fen: int | None = None


class RecoveryCommand(CaseCommand):
    """A command to one demand, by its id in the case, such as `r1`."""

    recovery: str


class ServeRecovery(RecoveryCommand):
    served_on: date
    due_on: date


class ObjectToRecovery(RecoveryCommand):
    received_on: date
    grounds: Sealed


class PlanRecovery(RecoveryCommand):
    parts: tuple[PlannedPart, ...]


class ReduceRecovery(RecoveryCommand):
    amount_fen: int
    reason: Sealed


class CancelRecovery(RecoveryCommand):
    reason: Sealed


class WriteOffRecovery(RecoveryCommand):
    """`amount_fen` None writes off all that is open."""

    reason: Sealed
    amount_fen: int | None = None


class ReferRecovery(RecoveryCommand):
    """To a court, or the police."""

    referred_to: str
    reason: Sealed
