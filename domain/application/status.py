"""The words for where a case and each of its instalments stand."""

from __future__ import annotations

from enum import StrEnum


class Status(StrEnum):
    SUBMITTED = "submitted"
    TRANSFERRED = "transferred"
    """移送: handed over to another authority, which has yet to accept it."""
    NOT_ACCEPTED = "not-accepted"
    CORRECTION_REQUESTED = "correction-requested"
    ACCEPTED = "accepted"
    ASSESSED = "assessed"
    APPROVED = "approved"
    ON_PUBLIC_NOTICE = "on-public-notice"
    PAYABLE = "payable"
    PARTIALLY_PAID = "partially-paid"
    SETTLED = "settled"
    SUSPENDED = "suspended"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


class InstalmentStatus(StrEnum):
    """Where one instalment of one line stands."""

    WAITING = "waiting"
    PAYABLE = "payable"
    ORDERED = "ordered"
    PAID = "paid"
    FORFEITED = "forfeited"
    STRUCK = "struck"
    """Taken out, or not awarded any more, before anything of it was paid."""


RECEIVED = (Status.SUBMITTED, Status.TRANSFERRED)
"""Waits to be accepted by its authority."""

PAYING = (Status.PAYABLE, Status.PARTIALLY_PAID)
"""Money may be ordered: the first public notice has run its time, and something is outstanding."""

ORDERABLE = (*PAYING, Status.WITHDRAWN)
"""Also of a withdrawn case, which is owed nothing any more, but whose payee may have paid back too much."""

UNSETTLED = (Status.APPROVED, Status.ON_PUBLIC_NOTICE, *PAYING)
"""An approval stands, of which something is outstanding: money, a milestone, or lines that it left open."""

DECIDED = (*UNSETTLED, Status.SETTLED)
"""An approval stands, and with it an entitlement."""

ENDED = (Status.NOT_ACCEPTED, Status.REJECTED, Status.WITHDRAWN)


class Ground(StrEnum):
    """Why an entitlement is revised, and why money is demanded back."""

    OVERPAID = "overpaid"
    INELIGIBLE = "ineligible"
    DUPLICATE = "duplicate"
    FALSE_CLAIM = "false-claim"
    LEFT_EARLY = "left-early"
    BANK_ERROR = "bank-error"
    AUDIT_ORDER = "audit-order"
    OBJECTION = "objection"
    CORRECTION = "correction"
    NOT_CORRECTED = "not-corrected"
    """逾期未补正: of lines that wait for a correction, and of no others. ADR 0061."""


class ServiceWay(StrEnum):
    """How a letter reached whom it addresses."""

    IN_PERSON = "in-person"
    """直接送达."""
    BY_POST = "by-post"
    """邮寄送达."""
    ELECTRONIC = "electronic"
    """电子送达."""
    LEFT = "left"
    """留置送达: left there, since nobody would take it."""
    BY_ANNOUNCEMENT = "by-announcement"
    """公告送达: on the day on which the announcement counts as service."""


DEMANDING = tuple(
    ground for ground in Ground if ground not in (Ground.OBJECTION, Ground.CORRECTION, Ground.NOT_CORRECTED)
)
"""Grounds on which money is demanded back."""


class ReferredTo(StrEnum):
    """Where a demand goes that the payee does not meet."""

    COURT = "court"
    """申请人民法院强制执行."""
    POLICE = "police"
    """移送公安机关."""


ON_APPROVAL = "on-approval"
