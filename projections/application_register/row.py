"""A row of the register of applications: what it holds, and what follows from its state and its money."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import BigInteger, Column, Integer, String, Table

from domain.application.state import money
from domain.worklist import Work
from projections.engine.model import METADATA
from projections.engine.row_cache import RowCache
from projections.folds.balances import Written
from projections.folds.case_state import CaseRow, State

REGISTER = Table(
    "application_register",
    METADATA,
    Column("number", String, primary_key=True),
    Column("scheme", String, nullable=False),
    Column("authority", String, nullable=False),  # that received and decides it
    Column("payer", String),  # None while that is not known
    Column("applicant", String, nullable=False),  # a USCC or a pseudonym
    Column("received_on", String, nullable=False),
    Column("status", String, nullable=False),
    Column("lines", Integer, nullable=False),
    Column("entitled_fen", BigInteger, nullable=False),  # after revisions and forfeits
    Column("ordered_fen", BigInteger, nullable=False),  # in flight
    Column("paid_fen", BigInteger, nullable=False),  # after returns
    Column("recovered_fen", BigInteger, nullable=False),  # with offsets
    Column("written_off_fen", BigInteger, nullable=False),
    Column("overpaid_fen", BigInteger, nullable=False),
    Column("outstanding_fen", BigInteger, nullable=False),
    Column("payable_fen", BigInteger, nullable=False),  # could be ordered now, with what is owed back
    Column("demanded_fen", BigInteger, nullable=False),  # open of all demands
    Column("recovery", String, nullable=False),
    Column("closes_on", String),  # of the last public notice
    Column("payable_from", String),
    Column("assessed_by", String),
    Column("version", Integer, nullable=False),
    Column("recorded_at", String, nullable=False),  # of the last event, as is the position
    Column("position", BigInteger, nullable=False),
    Column("next_act", String),
    Column("next_of", String),
    Column("next_about", String),
    Column("next_role", String),
    Column("due_on", String),
    Column("open_acts", String, nullable=False),  # JSON: every open act, the next one first
    Column("state", String, nullable=False),  # JSON, for the fold alone, as are the positions
    Column("positions", String, nullable=False),
    sqlite_with_rowid=False,
)
_CAPACITY = 100_000
"""Lines, instalments and the like kept in memory: some 40 MB."""


class Registered(CaseRow, gc=False):
    """What the fold changes of a row; the other columns follow from it."""

    applicant: str
    received_on: str
    lines: int
    version: int = 1
    recorded_at: str = ""
    position: int = 0

    def weight(self) -> int:
        return self.lines + CaseRow.weight(self)


def cached_rows(table: Table) -> RowCache[Registered]:
    return RowCache(table, read=_read, row=_row, weigh=Registered.weight, capacity=_CAPACITY)


_columns = {column.name: index for index, column in enumerate(REGISTER.columns)}
_plain = [name for name in Registered.__struct_fields__ if name not in ("state", "positions")]
_encode = msgspec.json.Encoder().encode
_decode_state = msgspec.json.Decoder(State).decode
_decode_positions = msgspec.json.Decoder(Written).decode


def _read(row: Sequence[Any]) -> Registered:
    return Registered(
        **{name: row[_columns[name]] for name in _plain},
        state=_decode_state(row[_columns["state"]]),
        positions=_decode_positions(row[_columns["positions"]]).read(),
    )


def _row(row: Registered) -> tuple[Any, ...]:
    """The row with what follows from it: sums, what is outstanding, and what is to be done."""
    state, positions = row.state, row.positions
    entitled_fen, paid_fen = positions.sum("entitled_fen"), positions.sum("paid_fen")
    works = row.whole_work()
    following = works[0] if works else None
    return (
        row.number,
        row.scheme,
        row.authority,
        row.payer,
        row.applicant,
        row.received_on,
        state.status.value,
        row.lines,
        entitled_fen,
        positions.sum("ordered_fen"),
        paid_fen,
        positions.sum("recovered_fen"),
        positions.sum("written_off_fen"),
        money.overpaid_fen(row),
        money.outstanding_fen(row),
        row.payable_fen,
        money.demanded_fen(row),
        money.recovery_status(state.demands.values()),
        state.notice.closes_on.isoformat() if state.notice else None,
        state.notice.payable_from.isoformat() if state.notice else None,
        state.assessed_by or None,
        row.version,
        row.recorded_at,
        row.position,
        following.action if following else None,
        following.of if following else None,
        _about(row, following) if following else None,
        " ".join(following.roles) if following else None,
        following.due_on.isoformat() if following and following.due_on else None,
        _encode(works).decode(),
        _encode(state).decode(),
        _encode(Written.of(positions)).decode(),
    )


def _about(row: Registered, work: Work) -> str | None:
    """What the next thing to do is about: of a payment run, the run."""
    return work.about or (work.subject if work.subject != row.number else None)
