"""The words for where a case and each of its instalments stand."""

from __future__ import annotations

from enum import StrEnum


class Status(StrEnum):
    SUBMITTED = "submitted"
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


class Standing(StrEnum):
    """Where one instalment of one line stands."""

    WAITING = "waiting"
    PAYABLE = "payable"
    ORDERED = "ordered"
    PAID = "paid"
    FORFEITED = "forfeited"


ON_APPROVAL = "on-approval"
