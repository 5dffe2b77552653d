"""A row of the register of applications: what it holds, and what follows from its state and its money."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import BigInteger, Column, Integer, String, Table

from domain.worklist import of_case, of_orders
from projections.application_register.state import State, payable_fen
from projections.application_register.view import RegisteredCase
from projections.engine.model import METADATA
from projections.engine.row_cache import RowCache
from projections.folds.balances import Positions, Written
from projections.folds.demands import recovery_word

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
    Column("recorded_at", String, nullable=False),  # of the last fact, as is the position
    Column("position", BigInteger, nullable=False),
    Column("next_act", String),
    Column("next_of", String),
    Column("next_about", String),
    Column("next_role", String),
    Column("due_on", String),
    Column("open_acts", String, nullable=False),  # JSON: everything that waits, what is next first
    Column("compared", String, nullable=False),  # JSON, for the fold alone, as are the state
    Column("state", String, nullable=False),  # , as are the positions
    Column("positions", String, nullable=False),
    sqlite_with_rowid=False,
)
_CAPACITY = 100_000
"""Lines, instalments and the like kept in memory: some 40 MB."""


class Registered(msgspec.Struct, gc=False):
    """What the fold changes of a row; the other columns follow from it."""

    number: str
    scheme: str
    authority: str
    applicant: str
    received_on: str
    lines: int
    state: State
    positions: Positions
    closes_on: str | None = None
    payable_from: str | None = None
    compared: list[str] = []
    """The facts that the scheme wants compared with other registers."""
    version: int = 1
    recorded_at: str = ""
    position: int = 0

    def weight(self) -> int:
        return 4 + self.lines + len(self.positions.items)


def cached_rows(table: Table) -> RowCache[Registered]:
    return RowCache(table, read=_read, row=_row, weigh=Registered.weight, capacity=_CAPACITY)


_columns = {column.name: index for index, column in enumerate(REGISTER.columns)}
_plain = [name for name in Registered.__struct_fields__ if name not in ("compared", "state", "positions")]
_encode = msgspec.json.Encoder().encode
_decode_compared = msgspec.json.Decoder(list[str]).decode
_decode_state = msgspec.json.Decoder(State).decode
_decode_positions = msgspec.json.Decoder(Written).decode


def _read(row: Sequence[Any]) -> Registered:
    return Registered(
        **{name: row[_columns[name]] for name in _plain},
        compared=_decode_compared(row[_columns["compared"]]),
        state=_decode_state(row[_columns["state"]]),
        positions=_decode_positions(row[_columns["positions"]]).read(),
    )


def _row(row: Registered) -> tuple[Any, ...]:
    """The row with what follows from it: sums, what is outstanding, and what is to be done."""
    state, positions = row.state, row.positions
    entitled_fen, paid_fen = positions.sum("entitled_fen"), positions.sum("paid_fen")
    recovered_fen = positions.sum("recovered_fen")
    case = RegisteredCase(row.number, row.authority, state, positions, row.payable_from)
    work = [*of_case(case), *of_orders(case)]
    following = work[0] if work else None
    return (
        row.number,
        row.scheme,
        row.authority,
        row.applicant,
        row.received_on,
        state.status,
        row.lines,
        entitled_fen,
        positions.sum("ordered_fen"),
        paid_fen,
        recovered_fen,
        positions.sum("written_off_fen"),
        positions.overpaid_fen,
        0 if state.ended else max(0, entitled_fen - paid_fen + recovered_fen),
        payable_fen(state, positions),
        state.demanded_fen,
        recovery_word(state.demands),
        row.closes_on,
        row.payable_from,
        state.assessed_by or None,
        row.version,
        row.recorded_at,
        row.position,
        following.action if following else None,
        following.of if following else None,
        following.about if following else None,
        following.role if following else None,
        following.due_on.isoformat() if following and following.due_on else None,
        _encode(work).decode(),
        _encode(row.compared).decode(),
        _encode(state).decode(),
        _encode(Written.of(positions)).decode(),
    )
