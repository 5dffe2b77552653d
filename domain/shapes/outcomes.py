"""What answers a proposal, or follows from its confirmation, is what was proposed; for whoever checks a log, as data.

What else follows, the deciders compute: which instalments become payable, what goes back to which fund. ADR 0051.
"""

from __future__ import annotations

from collections.abc import Mapping

from domain.application import events as f
from domain.base import Event, Struct
from domain.imports.debt_events import (
    DebtChanged,
    DebtChangeProposed,
    DebtPaidOut,
    DebtPayoutProposed,
    DebtReceiptCorrected,
    DebtReceiptCorrectionProposed,
    DebtReceiptProposed,
    DebtReceived,
)
from domain.office import officer as o
from domain.office.allotment_proposals import (
    AllotmentEvaluationProposed,
    AllotmentProposed,
    AllotmentReclaimProposed,
    AllotmentReleaseProposed,
    AllotmentSettlementProposed,
)
from domain.office.book_months import MonthClosed, MonthCloseProposed
from domain.office.draw_rules import DrawRulesAdopted
from domain.office.fund_proposals import (
    DrawRulesProposed,
    FundCarryOverProposed,
    FundCloseProposed,
    FundIncreaseProposed,
    FundPlanProposed,
    FundProposed,
    FundSurrenderProposed,
    FundTransferProposed,
)
from domain.office.people import NamesJoined, PersonsLinked
from domain.office.proposed import (
    CalendarYearProposed,
    EditionProposed,
    LinkProposed,
    NamesProposed,
    SharingProposed,
    StandardProposed,
)
from domain.office.receipt_proposals import AllotmentReceiptProposed
from domain.office.reference import CalendarYearAdopted, EditionAdopted, StandardAdopted
from domain.office.rights import (
    DeputyProposed,
    EnrolmentProposed,
    ExceptionProposed,
    GrantProposed,
    RemovalProposed,
    RotationProposed,
)
from domain.office.sharing import SharingDeclared
from domain.shapes.application import REDUCED
from domain.shapes.shape import Where
from domain.treasury.allotment_events import (
    AllotmentEvaluated,
    AllotmentMade,
    AllotmentReclaimed,
    AllotmentReleased,
    AllotmentSettled,
)
from domain.treasury.batch_events import (
    BatchAnswered,
    BatchAssigned,
    BatchAssignmentProposed,
    BatchCorrected,
    BatchCorrectionProposed,
    BatchReplyProposed,
)
from domain.treasury.fund_events import (
    FundCarriedIn,
    FundCarriedOver,
    FundClosed,
    FundIncreased,
    FundOpened,
    FundPlanned,
    FundSurrendered,
    FundTransferredIn,
    FundTransferredOut,
)
from domain.treasury.incoming import EntryReceived


class Outcome(Struct):
    """What follows from a confirmation of `proposed`, and what of it is as it was proposed."""

    proposed: type[Event]
    members: tuple[str, ...] = ()
    """Which are the same in both."""
    among: Mapping[str, str] = {}
    """Members with some of what a member of the proposal has: what was recorded meanwhile is not recorded again."""
    without: tuple[str, ...] = ()
    """Members of the proposal that are null: with one of them, something else was proposed."""
    stream: str | None = None
    """In which stream it is, with members of the proposal in braces, and `*` in the end for a number that is given
    when it is confirmed; None where there is one stream only.
    """
    where: Where | None = None
    """What the event says where it follows from a confirmation, and not from something else."""
    answers: Mapping[str, bool] = {}
    """What members of the proposal say, where several outcomes are possible."""
    against: Mapping[str, str] = {}
    """Members with exactly those findings of a member of the proposal that are not met."""


_OFFICER = "officer-{officer}"
_FUND = "fund-{fund}"
_ALLOTMENT = "allotment-{allotment}"

AS_PROPOSED: Mapping[type[Event], Outcome] = {
    o.OfficerEnrolled: Outcome(
        proposed=EnrolmentProposed, members=("officer", "sealed", "roles", "authority", "key"), stream=_OFFICER
    ),
    o.RoleGranted: Outcome(proposed=GrantProposed, members=("role",), stream=_OFFICER),
    o.ExceptionGranted: Outcome(proposed=ExceptionProposed, members=("exception",), stream=_OFFICER),
    o.DeputyAppointed: Outcome(proposed=DeputyProposed, members=("deputyship",), stream=_OFFICER),
    o.OfficerSuspended: Outcome(proposed=RemovalProposed, without=("role", "public_key"), stream=_OFFICER),
    o.RoleRevoked: Outcome(proposed=RemovalProposed, members=("role",), stream=_OFFICER),
    o.KeyLost: Outcome(proposed=RemovalProposed, members=("public_key", "since"), stream=_OFFICER),
    o.KeyReplaced: Outcome(proposed=RotationProposed, members=("key",), stream=_OFFICER),
    FundOpened: Outcome(
        proposed=FundProposed,
        members=("holder", "year", "indicator", "amount_fen", "used_fen", "used_document"),
        stream="fund-{holder}-{year}-F*",
    ),
    FundIncreased: Outcome(proposed=FundIncreaseProposed, members=("amount_fen", "document"), stream=_FUND),
    FundTransferredOut: Outcome(proposed=FundTransferProposed, members=("to", "amount_fen", "document"), stream=_FUND),
    FundTransferredIn: Outcome(proposed=FundTransferProposed, members=("amount_fen", "document"), stream="fund-{to}"),
    FundCarriedOver: Outcome(proposed=FundCarryOverProposed, members=("amount_fen", "reserved_fen"), stream=_FUND),
    FundCarriedIn: Outcome(
        proposed=FundCarryOverProposed,
        members=("holder", "amount_fen", "reserved_fen"),
        stream="fund-{holder}-*",
    ),
    FundSurrendered: Outcome(
        proposed=FundSurrenderProposed, members=("amount_fen", "treasury_due_fen", "document"), stream=_FUND
    ),
    FundPlanned: Outcome(proposed=FundPlanProposed, members=("month", "amount_fen", "document"), stream=_FUND),
    FundClosed: Outcome(proposed=FundCloseProposed, stream=_FUND),
    MonthClosed: Outcome(
        proposed=MonthCloseProposed, members=("month", "through", "balances"), stream="book-{authority}"
    ),
    AllotmentMade: Outcome(
        proposed=AllotmentProposed,
        members=("holder", "edition", "receiver", "year", "schemes", "document", "targets"),
        stream="allotment-{holder}-{year}-A*",
    ),
    AllotmentEvaluated: Outcome(
        proposed=AllotmentEvaluationProposed, members=("achievements", "document"), stream=_ALLOTMENT
    ),
    AllotmentReleased: Outcome(
        proposed=AllotmentReleaseProposed, members=("amount_fen", "document"), stream=_ALLOTMENT
    ),
    AllotmentSettled: Outcome(
        proposed=AllotmentSettlementProposed, members=("amount_fen", "document"), stream=_ALLOTMENT
    ),
    AllotmentReclaimed: Outcome(
        proposed=AllotmentReclaimProposed, members=("amount_fen", "document"), stream=_ALLOTMENT
    ),
    EntryReceived: Outcome(
        proposed=AllotmentReceiptProposed, members=("holder", "giver", "origin"), stream="incoming-{giver}-*"
    ),
    DrawRulesAdopted: Outcome(proposed=DrawRulesProposed, members=("rules", "digest"), stream="policy-{policy}"),
    EditionAdopted: Outcome(
        proposed=EditionProposed, members=("edition", "digest", "applies_from", "content"), stream="policy-{policy}"
    ),
    StandardAdopted: Outcome(proposed=StandardProposed, members=("table", "digest"), stream="policy-{policy}"),
    CalendarYearAdopted: Outcome(proposed=CalendarYearProposed, members=("year", "exceptions", "source")),
    SharingDeclared: Outcome(proposed=SharingProposed, members=("group", "shared", "members", "document")),
    NamesJoined: Outcome(proposed=NamesProposed, members=("person", "name", "other", "document")),
    PersonsLinked: Outcome(proposed=LinkProposed, members=("person", "other", "document")),
    BatchAnswered: Outcome(proposed=BatchReplyProposed, among={"messages": "messages"}),
    BatchCorrected: Outcome(proposed=BatchCorrectionProposed, members=("corrections",)),
    BatchAssigned: Outcome(proposed=BatchAssignmentProposed, members=("assignment",)),
    f.RecoveryReceived: Outcome(
        proposed=f.RecoveryReceiptProposed,
        members=("recovery", "amount_fen", "received_on", "reference"),
        where=Where(member="correction", filled=False),
    ),
    f.ReceiptCorrected: Outcome(proposed=f.ReceiptCorrectionProposed, members=("recovery", "reference", "instead")),
    f.RecoveryOffset: Outcome(
        proposed=f.RecoveryOffsetProposed, members=("proposal", "recovery", "against", "amount_fen")
    ),
    f.RecoveryOffsetWithin: Outcome(
        proposed=f.RecoveryOffsetProposed,
        members=("proposal", "recovery", "amount_fen"),
        where=Where(member="proposal"),
    ),
    DebtReceived: Outcome(
        proposed=DebtReceiptProposed,
        members=("recovery", "amount_fen", "received_on", "reference"),
        where=Where(member="correction", filled=False),
    ),
    DebtReceiptCorrected: Outcome(proposed=DebtReceiptCorrectionProposed, members=("recovery", "reference", "instead")),
    DebtPaidOut: Outcome(proposed=DebtPayoutProposed, members=("to", "amount_fen", "document")),
    DebtChanged: Outcome(proposed=DebtChangeProposed, members=("recovery", "act", "referred_to")),
    f.AccountCorrected: Outcome(proposed=f.AccountProposed, members=("account",)),
    f.ApplicationTransferred: Outcome(proposed=f.TransferProposed, members=("authority",)),
    f.LimitWaived: Outcome(proposed=f.WaiverRequested, members=("limit", "lines")),
    f.MilestoneMet: Outcome(proposed=f.MilestoneReported, members=("milestone", "reached_on"), answers={"met": True}),
    f.InstalmentForfeited: Outcome(proposed=f.MilestoneReported, members=("milestone",), answers={"met": False}),
    f.ObjectionUpheld: Outcome(proposed=f.ObjectionAnswerProposed, members=("objection",), answers={"upheld": True}),
    f.ObjectionDismissed: Outcome(
        proposed=f.ObjectionAnswerProposed, members=("objection",), answers={"upheld": False}
    ),
    f.DecisionTakenBack: Outcome(proposed=f.TakingBackProposed),
    f.ApplicationApproved: Outcome(
        proposed=f.ApplicationAssessed,
        members=("edition", "digest", "payer", "entitled_fen", "awards", "uses", "open_lines"),
        against={"refused": "line_findings"},
        answers={"eligible": True},
    ),
    f.ApplicationRejected: Outcome(
        proposed=f.ApplicationAssessed,
        members=("edition", "digest"),
        against={"findings": "findings", "line_findings": "line_findings"},
        answers={"eligible": False, "undecided": False},
    ),
    f.ApplicationFollowedUp: Outcome(
        proposed=f.FollowUpProposed,
        members=("edition", "digest", "awards", "uses", "refused", "open_lines", "owed_by", "determined"),
    ),
    f.ApplicationRevised: Outcome(
        proposed=f.RevisionProposed,
        members=(
            "ground",
            "edition",
            "digest",
            "payer",
            "struck",
            "revived",
            "struck_items",
            "revived_items",
            "awards",
            "uses",
            "changed",
            "determined",
            "opened",
            "owed_by",
        ),
    ),
    f.RecoveryApproved: Outcome(proposed=f.RecoveryDemanded, members=("recovery",)),
    f.RecoveryReduced: Outcome(proposed=f.RecoveryChangeProposed, members=("recovery", "amount_fen"), where=REDUCED),
    f.RecoveryCancelled: Outcome(proposed=f.RecoveryChangeProposed, members=("recovery",)),
    f.RecoveryWrittenOff: Outcome(proposed=f.RecoveryChangeProposed, members=("recovery", "amount_fen")),
    f.RecoveryReferred: Outcome(proposed=f.RecoveryChangeProposed, members=("recovery", "referred_to")),
}
"""The second person changes nothing of these; what else follows from confirmations, the deciders compute."""
