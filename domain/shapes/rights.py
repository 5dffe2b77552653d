"""Who may record what where, as data: streams, authorities, the halves of a proposal, and acts that exclude each other.

The deciders have the rules (`domain.office.roles`, `domain.application.decisions.given`, `domain.treasury`); here they
stand for whoever checks a log without deciding again. The tests hold the two together.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import get_args

from domain.application import events as f
from domain.application.events.disputes import TAKING_BACK
from domain.base import Event, Struct
from domain.imports.debt_events import DebtsProposed
from domain.imports.events import LinesProposed
from domain.office import officer as o
from domain.office.allotment_proposals import AnyAllotmentProposal
from domain.office.book_months import MonthCloseProposed
from domain.office.fund_proposals import AnyFundProposal
from domain.office.receipt_proposals import AllotmentReceiptProposed
from domain.office.rights import EnrolmentProposed, GrantProposed, RightsProposed, RotationProposed
from domain.office.roles import PERMISSIONS, Scope, of_payer
from domain.streams import CALENDAR, LOG, OFFICE, PEOPLE, Kind, prefix
from domain.treasury.allotment_events import AllotmentMade
from domain.treasury.batch_events import BatchAnswered, BatchOrdered, BatchReplyProposed
from domain.treasury.fund_events import (
    FundAllottedIn,
    FundCarriedIn,
    FundOpened,
    FundOpenedByAllotment,
    FundReclaimedOut,
)
from domain.treasury.incoming import EntryReceived

STREAMS: Mapping[str, str] = {
    **{kind.value: prefix(kind) for kind in Kind},
    "log": LOG,
    "office": OFFICE,
    "calendar": CALENDAR,
    "people": PEOPLE,
}
"""By the first part of a stored name, how the stream of the event is called; with a dash at the end, how it begins."""

AUTHORITIES: Mapping[type[Event], str] = {
    f.ApplicationSubmitted: "authority",
    BatchOrdered: "authority",
    FundOpened: "holder",
    FundCarriedIn: "holder",
    FundOpenedByAllotment: "holder",
    AllotmentMade: "holder",
    LinesProposed: "authority",
    DebtsProposed: "authority",
}
"""Which events begin a stream of an authority, whose officers (or the city's) may act, and in which member it stands.

It is asked of the stream that the command begins in, and of each case in it; of funds that follow only where it was
proposed what is to become of them.
"""

HANDED_OVER: Mapping[type[Event], str] = {f.ApplicationTransferred: "authority"}
"""In which member such an event says whose officers act from then on in its stream."""

PAYERS: tuple[type[Event], ...] = (
    f.ApplicationSubmitted,
    f.ApplicationTransferred,
    f.ApplicationAssessed,
    f.ApplicationApproved,
    f.ApplicationRevised,
)
"""Each says who pays its case from then on, in the member `payer`; what is null there leaves it to who decides."""

OF_PAYER: Mapping[str, frozenset[str]] = {
    "first": frozenset(act for act in PERMISSIONS if of_payer(act)),
    "second": frozenset(act for act, held in PERMISSIONS.items() if held.second and of_payer(act, second=True)),
}
"""What officers of the paying authority begin about a case, and what they confirm."""

AUTHORITY_OF_PROPOSAL: Mapping[type[Event], str] = {
    **dict.fromkeys(get_args(AnyFundProposal | AnyAllotmentProposal), "holder"),
    AllotmentReceiptProposed: "holder",
    MonthCloseProposed: "authority",
    **dict.fromkeys(get_args(RightsProposed), "authority"),
}
"""In which member a proposal in a stream of no authority says whose officers may propose and confirm it."""

RECEIVERS: Mapping[type[Event], str] = {AllotmentMade: "receiver", EntryReceived: "holder"}
"""In which member such an event says who receives the money of its stream."""

RECEIVED: tuple[type[Event], ...] = (FundOpenedByAllotment, FundAllottedIn, FundReclaimedOut)
"""These are in streams of whoever receives the money, though another authority proposed them. ADR 0069."""

EVERYWHERE = frozenset(act for act, held in PERMISSIONS.items() if held.scope is Scope.OFFICE)
"""These are of the office as a whole: whoever has the role may, of whatever authority."""

CITY_ONLY = frozenset(act for act, held in PERMISSIONS.items() if held.scope is Scope.SUPERVISING)
"""What holds for every authority: only officers of the supervising one may."""

OWN = frozenset({"own-key"})
"""These are in the officer's own stream, and in no other."""

FOUNDING = frozenset({"open-log"})
"""These need no role, but an empty log: the officer who is enrolled acts."""

SECOND_PERSON = "second-person"
"""The one exception to two: who opened the log enrols alone, while there is nobody else, who is to be the second."""

SECOND_PERSON_OF = "give-rights"
"""Under it the second person can then confirm, and whoever may begin it, enrols them."""


class Carried(Struct):
    """A question that is asked again by no act of the officer who confirms something else, but because of it.

    It stays that of the officer who declared it with the same `member` in a command that one of `declaring` led.
    """

    event: type[Event]
    member: str
    declaring: tuple[type[Event], ...]


CARRIED = Carried(
    event=f.ConfirmationRequired, member="act", declaring=(f.ApplicationSubmitted, f.ApplicationCorrected)
)

_OF_A_CASE = frozenset(act for act, held in PERMISSIONS.items() if held.second) - EVERYWHERE - CITY_ONLY - {
    "order-payment", "open-fund", "increase-fund", "transfer-fund", "carry-over-fund", "surrender-fund", "plan-fund",
    "close-fund",
    "make-allotment", "evaluate-allotment", "release-allotment", "settle-allotment", "reclaim-allotment",
    "receive-allotment",
    "differing-reply", "correct-reply", "assign-clearing", "give-rights", "replace-administrator", "except-officer",
    "close-month", "appoint-deputy", "take-rights", "pay-out-recovery",
}  # fmt: skip

DROPS: Mapping[type[Event], frozenset[str]] = {
    f.ApplicationNotAccepted: _OF_A_CASE,
    f.ApplicationRejected: _OF_A_CASE,
    f.ApplicationWithdrawn: _OF_A_CASE,
    f.ObjectionUpheld: frozenset({*TAKING_BACK, "follow-up"}),
    f.ApplicationTransferred: frozenset({"assess"}),
    f.ApplicationCorrected: frozenset({"assess", "waive", "code-as-printed"}),
    f.AccountCorrected: frozenset({"other-account-holder"}),
}
"""What stands open in a case and can be neither confirmed nor declined any more behind such an event.

A correction that brings another account drops the question about the one before, too; it does not name it.
"""

MARKS: Mapping[type[Event], str] = {
    f.ApplicationAssessed: "decided",
    f.ApplicationApproved: "decided",
    f.RevisionProposed: "decided",
    f.ApplicationRevised: "decided",
    f.FollowUpProposed: "decided",
    f.ApplicationFollowedUp: "decided",
    f.PaymentReleased: "released",
    f.ApplicationSubmitted: "taken-in",
    f.ApplicationCorrected: "taken-in",
    BatchOrdered: "ordered",
}
"""Whoever records such an event is from then on one of these of its case or run, for good."""

BARRED: Mapping[type[Event], str] = {
    f.ApplicationAssessed: "released",
    f.ApplicationApproved: "released",
    f.RevisionProposed: "released",
    f.ApplicationRevised: "released",
    f.FollowUpProposed: "released",
    f.ApplicationFollowedUp: "released",
    f.PaymentReleased: "decided",
    f.PaidByOffset: "decided",
}
"""Whoever is one of these of the case may not record such an event in it."""


WAIVED: Mapping[str, Mapping[type[Event], str]] = {
    "decided": {f.PaymentReleased: "amount_fen", f.PaidByOffset: "credit.amount_fen"},
    "released": {},
}
"""What an exception (岗位兼任备案) waives: by mark, the events in which its ceiling counts, with where they have their
amount. It lets every other pass.
"""

BARRED_BEGINNING: Mapping[type[Event], str] = {BatchAnswered: "ordered", BatchReplyProposed: "ordered"}
"""Whoever is one of these of the run may not begin with such an event; to confirm it another may have begun."""

BARRED_WITHOUT: Mapping[type[Event], tuple[str, str]] = {f.FactsVerified: ("taken-in", "file_sha256")}
"""Whoever is one of these of the case may record such an event only where it has this member."""

TAKES_ROLES = "keep-officers"
"""Who proposes that a role be taken away has this permission; for the rest, `take-rights` is enough."""

NEVER_OWN: frozenset[type[Event]] = frozenset({
    o.OfficerEnrolled, o.SecondPersonEnrolled, o.RoleGranted, o.RoleRevoked, o.OfficerSuspended, o.KeyReplaced,
    o.ExceptionGranted, o.DeputyAppointed, o.DeputyshipEnded, o.KeyLost,
})  # fmt: skip
"""Nobody records these in their own stream."""

NEVER_ABOUT_ONESELF: Mapping[type[Event], str] = dict.fromkeys(get_args(RightsProposed), "officer")
"""Nobody proposes or confirms these about themselves; the member says whom they are about."""


OF_ADMINISTRATORS: Mapping[type[Event], str | None] = {
    EnrolmentProposed: "roles",
    GrantProposed: "role",
    RotationProposed: None,
}
"""What two supervisors propose under `REPLACES` is of an administrator: in which member it has the roles."""

REPLACES = "replace-administrator"
