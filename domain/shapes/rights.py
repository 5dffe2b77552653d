"""Who may record what where, as data: streams, authorities, the halves of a proposal, and acts that exclude each other.

The deciders have the rules (`domain.office.roles`, `domain.application.decisions.given`, `domain.treasury`); here they
stand for whoever checks a log without deciding again. The tests hold the two together.
"""

from __future__ import annotations

from collections.abc import Mapping

from domain.application import events as f
from domain.base import Event, Struct
from domain.office import officer as o
from domain.office.roles import PERMISSIONS
from domain.streams import CALENDAR, LOG, PEOPLE, Kind, prefix
from domain.treasury.batch import BatchOrdered
from domain.treasury.fund import FundOpened

STREAMS: Mapping[str, str] = {
    **{kind.value: prefix(kind) for kind in Kind},
    "log": LOG,
    "calendar": CALENDAR,
    "people": PEOPLE,
}
"""By the first part of a stored name, how the stream of the event is called; with a dash at the end, how it begins."""

AUTHORITIES: Mapping[str, tuple[type[Event], str]] = {
    "application": (f.ApplicationSubmitted, "authority"),
    "batch": (BatchOrdered, "authority"),
    "fund": (FundOpened, "holder"),
}
"""Which event of such a stream has the authority whose officers (or the city's) may act, and in which member.

It is asked of the stream that the command begins in, and of each case in it. Not of funds that follow: a case is paid
from money of the city, too.
"""

EVERYWHERE = frozenset({
    "register-entry", "adopt-policy", "adopt-calendar", "link-persons", "keep-officers", "restore-log", "close-log",
    "reopen-office", "declare-fault", "declare-sent",
})  # fmt: skip
"""These are of the office as a whole: whoever has the role may, of whatever authority."""

OWN = frozenset({"own-key"})
"""These need no role, but the officer's own stream."""

FOUNDING = frozenset({"open-log"})
"""These need no role, but an empty log: the officer who is enrolled acts."""


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

_OF_A_CASE = frozenset(act for act, held in PERMISSIONS.items() if held.second) - {
    "order-payment", "register-entry", "reopen-office", "declare-fault", "declare-sent",
}  # fmt: skip

DROPS: Mapping[type[Event], frozenset[str]] = {
    f.ApplicationNotAccepted: _OF_A_CASE,
    f.ApplicationRejected: _OF_A_CASE,
    f.ApplicationWithdrawn: _OF_A_CASE,
    f.AccountCorrected: frozenset({"other-account-holder"}),
}
"""What stands open in a case and can be neither confirmed nor declined any more behind such an event.

A correction that brings another account drops the question about the one before, too; it does not name it.
"""

MARKS: Mapping[type[Event], str] = {
    f.ApplicationAssessed: "assessed",
    f.RevisionProposed: "assessed",
    f.PaymentReleased: "released",
}
"""Whoever records such an event is from then on one of these of its case, for good."""

BARRED: Mapping[type[Event], str] = {
    f.ApplicationAssessed: "released",
    f.RevisionProposed: "released",
    f.PaymentReleased: "assessed",
    f.PaidByOffset: "assessed",
}
"""Whoever is one of these of the case may not record such an event in it."""

NEVER_OWN = frozenset({o.RoleGranted, o.RoleRevoked, o.OfficerSuspended})
"""Nobody records these in their own stream."""
