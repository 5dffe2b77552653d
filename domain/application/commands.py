"""What an officer can ask of an application. Personal text in a command is sealed already."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from domain.application.values import Account, Applicant, Determination, Document, Line, Ranges, Sealed, VerifiedValue
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
