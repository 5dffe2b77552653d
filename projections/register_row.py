"""A row of the register of applications: what it holds, and what follows from its counts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
from sqlalchemy import BigInteger, Boolean, Column, Integer, String, Table

from domain.application.status import Status
from projections.kept import KeptRows
from projections.model import METADATA

REGISTER = Table(
    "application_register",
    METADATA,
    Column("number", String, primary_key=True),
    Column("scheme", String, nullable=False),
    Column("authority", String, nullable=False),
    Column("applicant", String, nullable=False),  # a USCC or a pseudonym
    Column("received_on", String, nullable=False),
    Column("status", String, nullable=False),
    Column("lines", Integer, nullable=False),
    Column("entitled_fen", BigInteger, nullable=False),  # after forfeits
    Column("ordered_fen", BigInteger, nullable=False),  # in flight
    Column("paid_fen", BigInteger, nullable=False),
    Column("recovered_fen", BigInteger, nullable=False),
    Column("outstanding_fen", BigInteger, nullable=False),
    Column("closes_on", String),
    Column("payable_from", String),
    Column("assessed_by", String),
    Column("version", Integer, nullable=False),
    Column("recorded_at", String, nullable=False),  # of the last fact, as is the position
    Column("position", BigInteger, nullable=False),
    Column("next_act", String),
    # What follows is counted for the next act alone.
    Column("eligible", Boolean),
    Column("pays_to", String, nullable=False),
    Column("account_queries", Integer, nullable=False),  # open proposals about the account's holder
    Column("other_proposals", Integer, nullable=False),
    Column("waiting", Integer, nullable=False),  # instalments that wait for a milestone
    Column("payable", Integer, nullable=False),  # instalments that could be ordered
    Column("unreleased", Integer, nullable=False),  # orders that wait for the second finance officer
    Column("released", Integer, nullable=False),  # orders that the bank has not answered
    sqlite_with_rowid=False,
)
_CAPACITY = 20_000
"""Rows kept in memory: some 40 MB."""


class Registered(msgspec.Struct, gc=False):
    """A row of the register, its members in the order of the columns."""

    number: str
    scheme: str
    authority: str
    applicant: str
    received_on: str
    status: str
    lines: int
    entitled_fen: int = 0
    ordered_fen: int = 0
    paid_fen: int = 0
    recovered_fen: int = 0
    outstanding_fen: int = 0
    closes_on: str | None = None
    payable_from: str | None = None
    assessed_by: str | None = None
    version: int = 1
    recorded_at: str = ""
    position: int = 0
    next_act: str | None = None
    eligible: bool | None = None
    pays_to: str = ""
    account_queries: int = 0
    other_proposals: int = 0
    waiting: int = 0
    payable: int = 0
    unreleased: int = 0
    released: int = 0


def next_act(row: Registered) -> str | None:
    """The act that the application waits for, by its name in `domain.office.roles` where it has one there."""
    if row.account_queries or row.other_proposals:
        return "confirm"
    match row.status:
        case Status.ASSESSED:
            return "approve" if row.eligible else "reject"
        case Status.PAYABLE | Status.PARTIALLY_PAID if row.payable:
            return "order-payment"
        case Status.PAYABLE | Status.PARTIALLY_PAID if row.unreleased:
            return "release-payment"
        case Status.PAYABLE | Status.PARTIALLY_PAID if row.released:
            return "record-credits"
        case Status.PAYABLE | Status.PARTIALLY_PAID if row.waiting:
            return "milestone"
    return _NEXT.get(row.status)


_NEXT: Mapping[str, str] = {
    Status.SUBMITTED: "accept",
    Status.CORRECTION_REQUESTED: "correct",
    Status.ACCEPTED: "assess",
    Status.APPROVED: "publish-notice",
    Status.ON_PUBLIC_NOTICE: "close-notice",
}


def kept_rows(table: Table) -> KeptRows[Registered]:
    return KeptRows(table, read=lambda row: Registered(*row), row=_row, weigh=lambda row: 1, capacity=_CAPACITY)


def _row(row: Registered) -> tuple[Any, ...]:
    """The row with what follows from its counts: what is outstanding, and what is to be done."""
    row.outstanding_fen = row.entitled_fen - row.paid_fen + row.recovered_fen
    row.next_act = next_act(row)
    return msgspec.structs.astuple(row)
