"""What an officer can ask of an application. Personal text in a command is sealed already."""

from __future__ import annotations

from datetime import date

from domain.application.receipt_commands import (
    AcceptApplication as AcceptApplication,
)
from domain.application.receipt_commands import (
    CorrectApplication as CorrectApplication,
)
from domain.application.receipt_commands import (
    ForApplication as ForApplication,
)
from domain.application.receipt_commands import (
    RefuseApplication as RefuseApplication,
)
from domain.application.receipt_commands import (
    RefuseOverdue as RefuseOverdue,
)
from domain.application.receipt_commands import (
    RequestCorrection as RequestCorrection,
)
from domain.application.receipt_commands import (
    SubmitApplication as SubmitApplication,
)
from domain.application.receipt_commands import (
    TransferApplication as TransferApplication,
)
from domain.application.receipt_commands import (
    WithdrawApplication as WithdrawApplication,
)
from domain.application.recovery_commands import (
    CancelRecovery as CancelRecovery,
)
from domain.application.recovery_commands import (
    DemandRecovery as DemandRecovery,
)
from domain.application.recovery_commands import (
    ForRecovery as ForRecovery,
)
from domain.application.recovery_commands import (
    HearRecovery as HearRecovery,
)
from domain.application.recovery_commands import (
    NotifyRecovery as NotifyRecovery,
)
from domain.application.recovery_commands import (
    ObjectToRecovery as ObjectToRecovery,
)
from domain.application.recovery_commands import (
    PlanRecovery as PlanRecovery,
)
from domain.application.recovery_commands import (
    RecoveryCommand as RecoveryCommand,
)
from domain.application.recovery_commands import (
    ReduceRecovery as ReduceRecovery,
)
from domain.application.recovery_commands import (
    ReferRecovery as ReferRecovery,
)
from domain.application.recovery_commands import (
    RemindRecovery as RemindRecovery,
)
from domain.application.recovery_commands import (
    ServeRecovery as ServeRecovery,
)
from domain.application.recovery_commands import (
    WriteOffRecovery as WriteOffRecovery,
)
from domain.application.status import ServiceWay
from domain.application.values import (
    Account,
    Determination,
    Document,
    Due,
    Ranges,
    Sealed,
    VerifiedValue,
)


class VerifyFacts(ForApplication):
    source: str
    checked_on: date
    values: tuple[VerifiedValue, ...]
    file_sha256: str | None = None
    """Of the comparison file; None where an officer vouches for what was declared."""


class AssessApplication(ForApplication):
    determined: tuple[Determination, ...] = ()


class SendBackApplication(ForApplication):
    reason: Sealed


class ApproveApplication(ForApplication):
    """With `leaving_open`, lines on which something is not known stay open, for a follow-up (分批批准)."""

    assessed_version: int | None = None
    """The assessment that was shown, by the version of the case that it made: 0 where others were shown and this one
    was not, None where nobody was shown anything.
    """
    leaving_open: bool = False
    shared_account: Sealed | None = None
    """Why it is right that the account is another applicant's, too."""


class RejectApplication(ForApplication):
    pass


class FollowUpApplication(ForApplication):
    """续审: decide on lines that an approval left open, as far as they can be decided now."""

    determined: tuple[Determination, ...] = ()


class PublishNotice(ForApplication):
    pass


class CloseNotice(ForApplication):
    pass


class ReportMilestone(ForApplication):
    """`lines` empty means every line that waits for the milestone."""

    milestone: str
    lines: Ranges
    met: bool
    reached_on: date
    source: str


class ConfirmProposal(ForApplication):
    """Confirm or decline what another officer proposed; `proposal` None means the only one open."""

    proposal: str | None
    declined: bool = False
    reason: Sealed = ""


class SuspendApplication(ForApplication):
    reason: Sealed


class ResumeApplication(ForApplication):
    pass


class AttachDocuments(ForApplication):
    documents: tuple[Document, ...]


class ProposeAccount(ForApplication):
    """Pay to this account from now on; the same account again confirms it after a returned payment."""

    account: Account


class IssueLetter(ForApplication):
    """`about` is the demand or objection that the letter is about, None for the case itself."""

    letter: str
    about: str | None
    sha256: str


class ServeLetter(ForApplication):
    """送达, of the last letter of this kind and `about`. `due_on`: of a correction request, the last day of it."""

    letter: str
    about: str | None
    way: ServiceWay
    served_on: date
    receipt: str | None = None
    due_on: date | None = None


class RaiseObjection(ForApplication):
    """`lines` empty means the whole application; `raised_by` is `applicant` or `third-party`."""

    lines: Ranges
    received_on: date
    raised_by: str
    grounds: Sealed


class TakeBackDecision(ForApplication):
    """撤销原决定: of a refusal, or a rejection, that was a mistake."""

    reason: Sealed


class AnswerObjection(ForApplication):
    objection: str
    upheld: bool
    reason: Sealed


class RequestWaiver(ForApplication):
    limit: str
    lines: Ranges
    reason: Sealed


class ReviseApplication(ForApplication):
    """Assess the case anew at a later stage. Determinations that are not given anew stay as they were."""

    ground: str
    reason: Sealed
    struck: Ranges = ()
    revived: Ranges = ()
    struck_items: tuple[Due, ...] = ()
    """Single instalments, of lines that stay."""
    revived_items: tuple[Due, ...] = ()
    determined: tuple[Determination, ...] = ()


CaseCommand = (
    RequestCorrection
    | TransferApplication
    | CorrectApplication
    | AcceptApplication
    | RefuseApplication
    | RefuseOverdue
    | WithdrawApplication
    | VerifyFacts
    | AssessApplication
    | SendBackApplication
    | ApproveApplication
    | RejectApplication
    | FollowUpApplication
    | PublishNotice
    | CloseNotice
    | ReportMilestone
    | ConfirmProposal
    | SuspendApplication
    | ResumeApplication
    | AttachDocuments
    | ProposeAccount
    | IssueLetter
    | ServeLetter
    | RaiseObjection
    | AnswerObjection
    | TakeBackDecision
    | RequestWaiver
    | ReviseApplication
    | NotifyRecovery
    | DemandRecovery
    | RecoveryCommand
)
"""A command to one existing application."""
