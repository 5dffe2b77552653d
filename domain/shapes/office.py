"""Commands of the office itself: its officers, registers, editions, calendar and links between persons."""

from __future__ import annotations

from domain.office import officer as o
from domain.office import register as r
from domain.office.log import (
    FaultProposed,
    LogClosed,
    LogOpened,
    LogProposalConfirmed,
    LogProposalDeclined,
    LogRestored,
    ReopeningProposed,
    SentProposed,
)
from domain.office.people import PersonsLinked
from domain.office.reference import CalendarYearAdopted, EditionAdopted
from domain.office.roles import Role
from domain.shapes.shape import Follower, Half, Shape, Stands, Where

_FIRST_ADMINISTRATOR = Follower(
    events=(o.OfficerEnrolled,),
    least=1,
    stands=Stands.APART,
    where=Where(member="roles", values=(Role.ADMINISTRATOR.value,)),
)

OFFICE: tuple[Shape, ...] = (
    Shape(leads=LogOpened, permission="open-log", followers=(_FIRST_ADMINISTRATOR,)),
    Shape(leads=LogRestored, permission="restore-log"),
    Shape(leads=LogClosed, permission="close-log"),
    Shape(leads=ReopeningProposed, permission="reopen-office", half=Half.OPENS),
    Shape(leads=FaultProposed, permission="declare-fault", half=Half.OPENS),
    Shape(leads=SentProposed, permission="declare-sent", half=Half.OPENS),
    *(
        Shape(leads=answer, permission=act, half=Half.CLOSES)
        for answer in (LogProposalConfirmed, LogProposalDeclined)
        for act in ("reopen-office", "declare-fault", "declare-sent")
    ),
    Shape(leads=o.OfficerEnrolled, permission="keep-officers"),
    Shape(leads=o.RoleGranted, permission="keep-officers"),
    Shape(leads=o.RoleRevoked, permission="keep-officers"),
    Shape(leads=o.OfficerSuspended, permission="keep-officers"),
    Shape(leads=o.KeyRotated, permission="keep-officers"),
    Shape(leads=o.KeyRotated, permission="own-key"),
    Shape(leads=o.WorkHandedOver, permission="keep-officers"),
    Shape(leads=r.EntryProposed, permission="register-entry", half=Half.OPENS),
    Shape(leads=r.EntryEndProposed, permission="register-entry", half=Half.OPENS),
    Shape(leads=r.RegisterProposalConfirmed, permission="register-entry", half=Half.CLOSES),
    Shape(leads=r.RegisterProposalDeclined, permission="register-entry", half=Half.CLOSES),
    Shape(leads=EditionAdopted, permission="adopt-policy"),
    Shape(leads=CalendarYearAdopted, permission="adopt-calendar"),
    Shape(leads=PersonsLinked, permission="link-persons"),
)
