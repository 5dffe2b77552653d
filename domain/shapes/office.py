"""Commands of the office itself: its officers, registers, editions, calendar and links between persons."""

from __future__ import annotations

from domain.base import Event
from domain.imports import events as i
from domain.office import officer as o
from domain.office import register_events as r
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
from domain.office.log import (
    FaultProposed,
    LogBackedUp,
    LogClosed,
    LogOpened,
    LogProposalConfirmed,
    LogProposalDeclined,
    LogRestored,
    ReopeningProposed,
    SentProposed,
)
from domain.office.people import NamesJoined, PersonsLinked
from domain.office.proposed import (
    CalendarYearProposed,
    EditionProposed,
    LinkProposed,
    NamesProposed,
    OfficeProposalConfirmed,
    OfficeProposalDeclined,
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
from domain.office.roles import Role
from domain.office.sharing import SharingDeclared
from domain.shapes.shape import Follower, Half, Shape, Stands, Where
from domain.treasury.allotment_events import (
    AllotmentEvaluated,
    AllotmentMade,
    AllotmentReclaimed,
    AllotmentReleased,
    AllotmentSettled,
)
from domain.treasury.fund_events import (
    FundAllottedIn,
    FundAllottedOut,
    FundCarriedIn,
    FundCarriedOver,
    FundClosed,
    FundIncreased,
    FundOpened,
    FundOpenedByAllotment,
    FundPlanned,
    FundReclaimedIn,
    FundReclaimedOut,
    FundReservationEnded,
    FundReserved,
    FundSurrendered,
    FundTransferredIn,
    FundTransferredOut,
)
from domain.treasury.incoming import EntryReceived


def _enrolled(role: Role, *, least: int) -> Follower:
    where = Where(member="roles", values=(role.value,))
    return Follower(events=(o.OfficerEnrolled,), least=least, stands=Stands.APART, where=where)


def _elsewhere(*events: type[Event], most: int | None = 1) -> Follower:
    """What is confirmed happens once, in the stream that it is about; what several notices share, in each of theirs."""
    return Follower(events=events, least=1, most=most, stands=Stands.APART)


def _confirmed(happens: type[Event]) -> Follower:
    if happens is EntryReceived:
        # A notice may bring several entries of one allotment.
        return Follower(events=(happens,), least=1, most=None, stands=Stands.OTHER)
    return _elsewhere(happens, most=None if happens is SharingDeclared else 1)


_FOLLOWING: dict[str, tuple[type[Event], ...]] = {
    "give-rights": (o.OfficerEnrolled, o.RoleGranted, o.KeyReplaced),
    "replace-administrator": (o.OfficerEnrolled, o.RoleGranted, o.KeyReplaced),
    "except-officer": (o.ExceptionGranted,),
    "appoint-deputy": (o.DeputyAppointed,),
    "take-rights": (o.OfficerSuspended, o.RoleRevoked, o.KeyLost),
}
_OF_THE_LOG: dict[str, tuple[type[Event], ...]] = {
    "reopen-office": (ReopeningProposed,),
    "declare-fault": (FaultProposed,),
    "declare-sent": (SentProposed,),
    "give-rights": (EnrolmentProposed, GrantProposed, RotationProposed),
    "replace-administrator": (EnrolmentProposed, GrantProposed, RotationProposed),
    "except-officer": (ExceptionProposed,),
    "appoint-deputy": (DeputyProposed,),
    "take-rights": (RemovalProposed,),
}
_OF_THE_OFFICE: dict[str, tuple[type[Event], *tuple[type[Event], ...]]] = {
    "open-fund": (FundProposed, FundOpened),
    "increase-fund": (FundIncreaseProposed, FundIncreased),
    "transfer-fund": (FundTransferProposed, FundTransferredOut, FundTransferredIn),
    "carry-over-fund": (FundCarryOverProposed, FundCarriedOver, FundCarriedIn),
    "surrender-fund": (FundSurrenderProposed, FundSurrendered),
    "plan-fund": (FundPlanProposed, FundPlanned),
    "close-fund": (FundCloseProposed, FundClosed),
    "close-month": (MonthCloseProposed, MonthClosed),
    "make-allotment": (AllotmentProposed, AllotmentMade),
    "evaluate-allotment": (AllotmentEvaluationProposed, AllotmentEvaluated),
    "release-allotment": (AllotmentReleaseProposed, AllotmentReleased),
    "settle-allotment": (AllotmentSettlementProposed, AllotmentSettled),
    "reclaim-allotment": (AllotmentReclaimProposed, AllotmentReclaimed),
    "receive-allotment": (AllotmentReceiptProposed, EntryReceived),
    "adopt-draw-rules": (DrawRulesProposed, DrawRulesAdopted),
    "adopt-policy": (EditionProposed, EditionAdopted),
    "adopt-standard": (StandardProposed, StandardAdopted),
    "adopt-calendar": (CalendarYearProposed, CalendarYearAdopted),
    "link-persons": (LinkProposed, PersonsLinked),
    "share-limits": (SharingProposed, SharingDeclared),
    "two-names": (NamesProposed, NamesJoined),
}
_FUNDS_OF: dict[str, tuple[type[Event], ...]] = {
    "make-allotment": (FundAllottedOut, FundOpenedByAllotment, FundReserved),
    "release-allotment": (FundReservationEnded, FundAllottedOut, FundAllottedIn, FundOpenedByAllotment),
    "settle-allotment": (FundReservationEnded, FundAllottedOut, FundAllottedIn, FundOpenedByAllotment),
    "reclaim-allotment": (FundReclaimedOut, FundReclaimedIn),
    "receive-allotment": (FundOpenedByAllotment, FundAllottedIn, FundReclaimedOut),
}
"""What moves in funds of city and district, part by part, by acts about allotments."""


def _in_funds(act: str) -> tuple[Follower, ...]:
    return tuple(Follower(events=(move,), most=None, stands=Stands.OTHER) for move in _FUNDS_OF.get(act, ()))


OFFICE: tuple[Shape, ...] = (
    Shape(
        leads=LogOpened,
        permission="open-log",
        followers=(_enrolled(Role.ADMINISTRATOR, least=1), _enrolled(Role.SUPERVISING_AUTHORITY, least=0)),
    ),
    Shape(leads=LogRestored, permission="restore-log"),
    Shape(leads=LogClosed, permission="close-log"),
    Shape(leads=LogBackedUp, permission="back-up"),
    Shape(leads=LogBackedUp, permission="back-up-with-keys"),
    *(
        Shape(leads=proposing, permission=act, half=Half.OPENS)
        for act, proposed in _OF_THE_LOG.items()
        for proposing in proposed
    ),
    *(
        Shape(
            leads=LogProposalConfirmed,
            permission=act,
            half=Half.CLOSES,
            followers=(_elsewhere(*_FOLLOWING[act]),) if act in _FOLLOWING else (),
        )
        for act in _OF_THE_LOG
    ),
    *(Shape(leads=LogProposalDeclined, permission=act, half=Half.CLOSES) for act in _OF_THE_LOG),
    *(Shape(leads=proposing, permission=act, half=Half.OPENS) for act, (proposing, *_) in _OF_THE_OFFICE.items()),
    *(
        Shape(
            leads=OfficeProposalConfirmed,
            permission=act,
            half=Half.CLOSES,
            followers=(*map(_confirmed, happens), *_in_funds(act)),
        )
        for act, (_proposing, *happens) in _OF_THE_OFFICE.items()
    ),
    *(Shape(leads=OfficeProposalDeclined, permission=act, half=Half.CLOSES) for act in _OF_THE_OFFICE),
    Shape(leads=o.SecondPersonEnrolled, permission="second-person"),
    Shape(leads=o.RoleRevoked, permission="keep-officers"),
    Shape(leads=o.OfficerSuspended, permission="suspend-officer"),
    Shape(leads=o.KeyLost, permission="suspend-officer"),
    Shape(leads=o.DeputyshipEnded, permission="keep-officers"),
    Shape(leads=o.KeyRotated, permission="own-key"),
    Shape(leads=o.WorkHandedOver, permission="keep-officers"),
    Shape(leads=r.EntryProposed, permission="register-entry", half=Half.OPENS),
    Shape(leads=r.EntryEndProposed, permission="register-entry", half=Half.OPENS),
    Shape(leads=r.CompletenessProposed, permission="register-entry", half=Half.OPENS),
    Shape(leads=r.RegisterProposalConfirmed, permission="register-entry", half=Half.CLOSES),
    Shape(leads=r.RegisterProposalDeclined, permission="register-entry", half=Half.CLOSES),
    Shape(leads=i.LinesProposed, permission="import-lines", half=Half.OPENS),
    Shape(leads=i.ImportTakingBackProposed, permission="import-lines", half=Half.OPENS),
    Shape(leads=i.ImportConfirmed, permission="import-lines", half=Half.CLOSES),
    Shape(leads=i.ImportDeclined, permission="import-lines", half=Half.CLOSES),
)
