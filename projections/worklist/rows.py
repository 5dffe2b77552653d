"""What the fold of the worklist holds of cases, payment runs and registers, and how its rows are written and read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import msgspec
from sqlalchemy import Column, String, Table

from domain.application.state.clearing import OnClearing
from domain.office.roles import Role
from domain.proposals import Proposal
from domain.treasury.batch import run_status
from domain.treasury.batch_events import Unmatched
from domain.treasury.messages import MessageKind, denies_credit
from domain.worklist import Work
from projections.engine.model import METADATA
from projections.engine.row_cache import RowCache
from projections.events import bank_views as v
from projections.events.entries import Entry
from projections.folds.balances import Written
from projections.folds.case_state import CaseRow, State
from projections.worklist.proposals import Register

CASES = Table(
    "worklist_case",
    METADATA,
    Column("number", String, primary_key=True),
    Column("scheme", String, nullable=False),
    Column("authority", String, nullable=False),
    Column("state", String, nullable=False),  # JSON, as are the positions
    Column("positions", String, nullable=False),
    sqlite_with_rowid=False,
)
RUNS = Table(
    "worklist_run",
    METADATA,
    Column("batch", String, primary_key=True),
    Column("state", String, nullable=False),  # JSON
    sqlite_with_rowid=False,
)
REGISTERS = Table(
    "worklist_register",
    METADATA,
    Column("name", String, primary_key=True),
    Column("proposals", String, nullable=False),  # JSON, as is what is due
    Column("due_fen", String, nullable=False),
    sqlite_with_rowid=False,
)
_CAPACITY = 100_000
"""Lines, instalments and the like kept in memory: some 40 MB."""


class Awaited(msgspec.Struct, gc=False, frozen=True):
    """An item of which the bank owes another answer, and the day of its last word: `domain.work_views.AwaitedView`."""

    since: date


class Run(msgspec.Struct, gc=False, omit_defaults=True):
    """A payment run: `domain.worklist.RunView`. Its events and those of its cases may come in either order."""

    batch: str
    authority: str = ""
    ordered_by: str = ""
    assessors: list[str] = []
    items: int = 0
    amount_fen: int = 0
    final: dict[str, int] = {}
    """By item: how many messages of the bank there are that say what became of it."""
    funds: dict[str, int] = {}  # of applications that several funds pay, so many items
    left_out: list[str] = []
    unmatched: dict[str, Unmatched] = {}
    awaited: dict[str, Awaited] = {}  # by item
    on_clearing: dict[str, OnClearing] = {}
    released: bool = False
    cancelled: bool = False
    exported: list[str] = []
    denied_by: list[str] = []
    agreed_by: list[str] = []
    """Who proposed and confirmed the last correction."""
    denied: dict[str, list[str]] = {}
    """By application that is in flight: who had a credit of it denied."""
    proposals: dict[str, Proposal] = {}

    @property
    def status(self) -> str:
        told = [item for item, count in self.final.items() if count and item.partition("/")[0] not in self.left_out]
        return run_status(
            cancelled=self.cancelled or not self.items,
            released=self.released,
            items=self.items,
            told=len(told),
            answered=sum(item not in self.awaited for item in told),
        )

    def assessed(self, by: Iterable[str]) -> None:
        self.assessors = sorted({*self.assessors, *by})

    def happened(self, entry: Entry[Any]) -> None:
        match entry.name:
            case "batch.ordered.v1":
                self.authority, self.ordered_by = entry.data.authority, entry.actor
                self.items, self.amount_fen = len(entry.data.items), entry.data.amount_fen
                several = Counter(item.application for item in entry.data.items)
                self.funds = {name: count for name, count in several.items() if count > 1}
            case "batch.released.v1":
                self.released = True
            case "batch.items-dropped.v1" | "batch.items-left-out.v1" | "batch.items-overtaken.v1":
                self.items -= sum(self.funds.get(name, 1) for name in entry.data.applications)
                self.amount_fen -= entry.data.amount_fen
                self.left_out = [*self.left_out, *entry.data.applications]
                self.awaited = _others(self.awaited, entry.data.applications)
            case "batch.cancelled.v1":
                self.cancelled = True
            case "batch.exported.v1":
                self.exported = [*self.exported, *(file.sha256 for file in entry.data.files)]
                self.denied_by = []
            case "batch.proposal-confirmed.v1" | "batch.proposal-declined.v1":
                answered = entry.data.proposal
                if answered in self.proposals:
                    self.agreed_by = [self.proposals[answered].by, entry.actor]
                self.proposals = {name: one for name, one in self.proposals.items() if name != answered}
            case "batch.answered.v1":
                self._told((message.item, message.kind, 1) for message in entry.data.messages)
                self._waits({message.application for message in entry.data.messages}, entry.data)
            case "batch.corrected.v1":
                if any(map(denies_credit, entry.data.corrections)):
                    self.denied_by = sorted({*self.denied_by, *self.agreed_by})
                told = [(one.recorded, -1) for one in entry.data.corrections]
                told += [(one.instead, 1) for one in entry.data.corrections if one.instead is not None]
                self._told((message.item, message.kind, count) for message, count in told)
                self._waits({message.application for message, _ in told}, entry.data)
            case "batch.assigned.v1":
                self._waits({entry.data.assignment.application}, entry.data)
            case _:
                name = entry.data.proposal
                about = entry.data.assignment.application if entry.name == _ASSIGNMENT else None
                proposal = Proposal(id=name, act=_PROPOSES[entry.name], by=entry.actor, about=about)
                self.proposals = {**self.proposals, name: proposal}

    def _told(self, messages: Iterable[tuple[str, str, int]]) -> None:
        for item, kind, count in messages:
            if kind != MessageKind.UNKNOWN:
                self.final[item] = self.final.get(item, 0) + count

    def clearing(self, application: str, on_clearing: OnClearing | None) -> None:
        others = {name: one for name, one in self.on_clearing.items() if name != application}
        self.on_clearing = others if on_clearing is None else {**others, application: on_clearing}

    def not_by(self, application: str, deniers: Collection[str]) -> None:
        others = {name: one for name, one in self.denied.items() if name != application}
        self.denied = {**others, application: sorted(deniers)} if deniers else others

    @property
    def deniers(self) -> Collection[str]:
        return {officer for name, by in self.denied.items() if name not in self.left_out for officer in by}

    def _waits(self, about: Collection[str], data: v.RunAnswered | v.RunCorrected | v.RunAssigned) -> None:
        awaited = {one.item: Awaited(date.fromisoformat(one.since)) for one in data.awaited}
        self.awaited = _others(self.awaited, about) | awaited
        others = {name: one for name, one in self.unmatched.items() if name not in about}
        self.unmatched = others | {
            one.application: Unmatched(
                application=one.application, amount_fen=one.amount_fen, since=date.fromisoformat(one.since)
            )
            for one in data.unmatched
        }


def _others(awaited: Mapping[str, Awaited], applications: Collection[str]) -> dict[str, Awaited]:
    return {item: one for item, one in awaited.items() if item.partition("/")[0] not in applications}


_ASSIGNMENT = "batch.assignment-proposed.v1"
_PROPOSES = {
    "batch.reply-proposed.v1": "differing-reply",
    "batch.correction-proposed.v1": "correct-reply",
    _ASSIGNMENT: "assign-clearing",
}


def cached_cases(table: Table, written: Callable[[CaseRow], None]) -> RowCache[CaseRow]:
    """`written` is told each value that is written, as are those of the others below."""

    def read(row: Sequence[Any]) -> CaseRow:
        number, scheme, authority, state, positions = row
        return CaseRow(number, scheme, authority, _decode_state(state), _decode_positions(positions).read())

    def write(case: CaseRow) -> tuple[Any, ...]:
        written(case)
        state, positions = _encode(case.state).decode(), _encode(Written.of(case.positions)).decode()
        return case.number, case.scheme, case.authority, state, positions

    return RowCache(table, read=read, row=write, weigh=CaseRow.weight, capacity=_CAPACITY)


def cached_runs(table: Table, written: Callable[[Run], None]) -> RowCache[Run]:
    def write(run: Run) -> tuple[Any, ...]:
        written(run)
        return run.batch, _encode(run).decode()

    return RowCache(table, read=lambda row: _decode_run(row[1]), row=write, weigh=lambda run: 1, capacity=_CAPACITY)


def cached_registers(table: Table, written: Callable[[Register], None]) -> RowCache[Register]:
    def write(register: Register) -> tuple[Any, ...]:
        written(register)
        return register.name, _encode(register.proposals).decode(), _encode(register.due_fen).decode()

    return RowCache(
        table,
        read=lambda row: Register(row[0], _decode_proposals(row[1]), _decode_dues(row[2])),
        row=write,
        weigh=lambda register: 1,
        capacity=_CAPACITY,
    )


def row(stream: str, ordinal: int, scheme: str | None, work: Work) -> tuple[Any, ...]:
    return (
        stream,
        ordinal,
        scheme,
        work.authority,
        work.action,
        _encode(work.roles).decode(),
        work.of,
        work.about,
        work.due_on.isoformat() if work.due_on else None,
        work.opens_on.isoformat() if work.opens_on else None,
        _encode(work.excluded).decode(),
        _encode(work.barred).decode(),
        work.amount_fen,
    )


def work(row: Sequence[Any]) -> Work:
    """The reverse of `row`."""
    stream, _, _, authority, action, roles, of, about, due_on, opens_on, excluded, barred, amount_fen = row
    return Work(
        stream=stream,
        authority=authority,
        action=action,
        roles=_decode_roles(roles),
        of=of,
        about=about,
        due_on=date.fromisoformat(due_on) if due_on else None,
        opens_on=date.fromisoformat(opens_on) if opens_on else None,
        excluded=_decode_officers(excluded),
        barred=_decode_officers(barred),
        amount_fen=amount_fen,
    )


_encode = msgspec.json.Encoder().encode
_decode_state = msgspec.json.Decoder(State).decode
_decode_positions = msgspec.json.Decoder(Written).decode
_decode_run = msgspec.json.Decoder(Run).decode
_decode_proposals = msgspec.json.Decoder(dict[str, Proposal]).decode
_decode_dues = msgspec.json.Decoder(dict[str, int]).decode
_decode_roles = msgspec.json.Decoder(tuple[Role, ...]).decode
_decode_officers = msgspec.json.Decoder(tuple[str, ...]).decode
