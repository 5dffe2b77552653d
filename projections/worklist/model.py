"""待办: payment runs that wait for somebody, and what is proposed about registers.

A run waits until the bank has answered everything, a proposal until it is answered; what is done is marked so, and
never asked for again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import BigInteger, Column, Connection, Integer, String, Table

from projections.engine.model import METADATA
from projections.engine.row_cache import RowCache
from projections.events import event_views as s
from projections.events.entries import Entry

NAME = "worklist"
VERSION = 1
RUNS = Table(
    "worklist_run",
    METADATA,
    Column("batch", String, primary_key=True),
    Column("authority", String, nullable=False),
    Column("status", String, nullable=False),
    Column("exported", Integer, nullable=False),
    Column("ordered_by", String, nullable=False),
    Column("amount_fen", BigInteger, nullable=False),
    Column("items", Integer, nullable=False),
    Column("answered", String, nullable=False),  # JSON: the applications of which the bank has said something
    Column("open", Integer, nullable=False),
    sqlite_with_rowid=False,
)
PROPOSALS = Table(
    "worklist_proposal",
    METADATA,
    Column("id", String, primary_key=True),  # the register and the proposal
    Column("register", String, nullable=False),
    Column("proposal", String, nullable=False),
    Column("proposed_by", String, nullable=False),
    Column("position", BigInteger, nullable=False),
    Column("open", Integer, nullable=False),
    sqlite_with_rowid=False,
)
TABLES = (RUNS, PROPOSALS)
INDEXES: Mapping[str, Sequence[Sequence[str]]] = {
    RUNS.name: (("open", "batch"),),
    PROPOSALS.name: (("open", "position"),),
}
EVENTS = frozenset(
    {
        "batch.ordered.v1",
        "batch.released.v1",
        "batch.cancelled.v1",
        "batch.exported.v1",
        "batch.credited.v1",
        "batch.failed.v1",
        "batch.items-dropped.v1",
        "register.entry-proposed.v1",
        "register.end-proposed.v1",
        "register.proposal-confirmed.v1",
        "register.proposal-declined.v1",
    }
)
_CAPACITY = 100_000


class Run(msgspec.Struct, gc=False):
    """A payment run: the members have the meaning of those of the domain's `Batch` with the same names."""

    batch: str
    authority: str
    ordered_by: str
    amount_fen: int
    items: int
    released: bool = False
    cancelled: bool = False
    exported: int = 0
    answered: list[str] = []

    @property
    def status(self) -> str:
        if self.cancelled:
            return "cancelled"
        if not self.released:
            return "ordered"
        if not self.answered:
            return "released"
        return "credited" if len(self.answered) == self.items else "partly-credited"


class Proposed(msgspec.Struct, gc=False):
    """A proposal about a register."""

    id: str
    register: str
    proposal: str
    proposed_by: str
    position: int
    open: bool = True


def begin(tables: Sequence[Table]) -> WorkFold:
    return WorkFold(*tables)


class WorkFold:
    """See `projections.engine.model.Fold`."""

    def __init__(self, runs: Table, proposals: Table) -> None:
        self._runs = RowCache(runs, read=_read_run, row=_run_row, weigh=_weigh, capacity=_CAPACITY)
        self._proposals = RowCache(
            proposals, read=_read_proposal, row=_proposal_row, weigh=lambda each: 1, capacity=_CAPACITY
        )

    def take(self, connection: Connection, entries: Sequence[Entry[Any]]) -> None:
        mine = [entry for entry in entries if entry.name in EVENTS]
        batches = [entry for entry in mine if entry.name.startswith("batch.")]
        registers = [entry for entry in mine if entry.name.startswith("register.")]
        self._runs.fetch(connection, {entry.subject for entry in batches if entry.version > 1})
        self._proposals.fetch(connection, {_id(entry) for entry in registers if not _opens(entry)})
        for entry in batches:
            self._about_run(entry)
        for entry in registers:
            self._about_register(entry)

    def write(self, connection: Connection, *, lazily: bool) -> None:
        self._runs.write(connection, lazily=lazily)
        self._proposals.write(connection, lazily=lazily)

    def _about_run(self, entry: Entry[Any]) -> None:
        if entry.name == "batch.ordered.v1":
            ordered: s.BatchOrdered = entry.data
            run = Run(entry.subject, ordered.authority, entry.actor, ordered.amount_fen, len(ordered.items))
            self._runs.add(entry.subject, run)
            return
        known = self._runs.change(entry.subject)
        assert known is not None, "a run begins with its order"
        match entry.name:
            case "batch.released.v1":
                known.released = True
            case "batch.cancelled.v1":
                known.cancelled = True
            case "batch.exported.v1":
                known.exported += 1
            case "batch.items-dropped.v1":
                known.items -= len(entry.data.applications)
                known.amount_fen -= entry.data.amount_fen
            case _:
                known.answered = sorted({*known.answered, *(item.application for item in entry.data.items)})

    def _about_register(self, entry: Entry[s.Proposal]) -> None:
        if _opens(entry):
            proposed = Proposed(_id(entry), entry.subject, entry.data.proposal, entry.actor, entry.position)
            self._proposals.add(proposed.id, proposed)
            return
        known = self._proposals.change(_id(entry))
        assert known is not None, "what is answered was proposed"
        known.open = False


def _opens(entry: Entry[Any]) -> bool:
    return entry.name in ("register.entry-proposed.v1", "register.end-proposed.v1")


def _id(entry: Entry[s.Proposal]) -> str:
    return f"{entry.subject}/{entry.data.proposal}"


def _weigh(run: Run) -> int:
    return 2 + len(run.answered)


_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(list[str]).decode


def _read_run(row: Sequence[Any]) -> Run:
    batch, authority, status, exported, ordered_by, amount_fen, items, answered, _open = row
    return Run(
        batch=batch,
        authority=authority,
        ordered_by=ordered_by,
        amount_fen=amount_fen,
        items=items,
        released=status not in ("ordered", "cancelled"),
        cancelled=status == "cancelled",
        exported=exported,
        answered=_decode(answered),
    )


def _run_row(run: Run) -> tuple[Any, ...]:
    waits = run.status in ("ordered", "released", "partly-credited")
    return (
        run.batch,
        run.authority,
        run.status,
        run.exported,
        run.ordered_by,
        run.amount_fen,
        run.items,
        _encode(run.answered).decode(),
        int(waits),
    )


def _read_proposal(row: Sequence[Any]) -> Proposed:
    id_, register, proposal, proposed_by, position, waits = row
    return Proposed(id_, register, proposal, proposed_by, position, bool(waits))


def _proposal_row(proposed: Proposed) -> tuple[Any, ...]:
    return (
        proposed.id,
        proposed.register,
        proposed.proposal,
        proposed.proposed_by,
        proposed.position,
        int(proposed.open),
    )
