"""待办: what is to be done next, by whom, by when: the domain's own rule (see `domain.worklist`) over rows.

`worklist` has a row for each thing that is to be done, and no other, so that it stays as small as what is open. The
rows of a case, a payment run, an allotment or a register are made anew whenever one of its events comes.
`worklist_case`, `worklist_run`, `worklist_allotment` and `worklist_register` hold what the fold has to know of each.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import BigInteger, Column, Connection, Integer, String, Table, bindparam

from domain.application.payment_key import batch_of
from domain.application.state.case import application_stream
from domain.proposals import Proposal
from domain.streams import OFFICE, Kind, prefix
from domain.treasury.allotment_events import allotment_stream
from domain.treasury.batch_events import batch_stream
from domain.work_of_runs import of_run
from domain.worklist import Work, of_allotment, of_proposals
from projections.database.connections import insert
from projections.engine.model import METADATA
from projections.events.entries import Entry
from projections.folds import case_moves, clearing
from projections.folds.case_state import CaseRow
from projections.folds.denied import REVERSED
from projections.folds.editions import ADOPTED, Editions, edition_table
from projections.worklist.allotments import ALLOTMENTS, MOVED, PROPOSES, Allotment, cached_allotments
from projections.worklist.proposals import Register
from projections.worklist.rows import (
    CASES,
    REGISTERS,
    RUNS,
    Run,
    cached_cases,
    cached_registers,
    cached_runs,
    row,
)
from store.errors import StoreUnavailable

NAME = "worklist"
VERSION = 13
WORKLIST = Table(
    NAME,
    METADATA,
    Column("stream", String, primary_key=True),
    Column("ordinal", Integer, primary_key=True),  # within the stream, in the order in which the rule has them
    Column("scheme", String),  # of an application
    Column("authority", String),  # None for what is no authority's, such as a register
    Column("action", String, nullable=False),
    Column("roles", String, nullable=False),  # JSON
    Column("of", String),
    Column("about", String),
    Column("due_on", String),
    Column("opens_on", String),
    Column("excluded", String, nullable=False),  # JSON: officers
    Column("barred", String, nullable=False),  # JSON: officers
    Column("amount_fen", BigInteger),
    sqlite_with_rowid=False,
)
TABLES = (WORKLIST, CASES, RUNS, REGISTERS, ALLOTMENTS, edition_table(NAME))
INDEXES: Mapping[str, Sequence[Sequence[str]]] = {NAME: (("action", "stream"), ("roles", "due_on"))}
_ASSESSING = frozenset({
    "application.assessed.v1", "application.approved.v1", "application.revision-proposed.v1", "application.revised.v1",
    "application.follow-up-proposed.v1", "application.followed-up.v1",
})  # fmt: skip
_ORDERED = "application.payment-ordered.v1"
_RUN = frozenset(
    {
        "batch.ordered.v1", "batch.released.v1", "batch.items-dropped.v1", "batch.cancelled.v1", "batch.exported.v1",
        "batch.items-left-out.v1", "batch.items-overtaken.v1", "batch.answered.v1", "batch.corrected.v1",
        "batch.assigned.v1", "batch.reply-proposed.v1", "batch.correction-proposed.v1",
        "batch.assignment-proposed.v1", "batch.proposal-confirmed.v1", "batch.proposal-declined.v1",
    }
)  # fmt: skip
_REGISTER = frozenset(
    {
        "debt.lines-proposed.v1", "debt.receipt-proposed.v1", "debt.change-proposed.v1",
        "debt.receipt-correction-proposed.v1",
        "debt.proposal-confirmed.v1", "debt.proposal-declined.v1",
        "import.lines-proposed.v1", "import.taking-back-proposed.v1", "import.proposal-confirmed.v1",
        "import.proposal-declined.v1",
        "register.entry-proposed.v1", "register.end-proposed.v1", "register.completeness-proposed.v1",
        "register.proposal-confirmed.v1",
        "register.proposal-declined.v1",
        *(f"log.{what}-proposed.v1" for what in (
            "reopening", "fault", "sent", "enrolment", "grant", "rotation", "exception", "deputy",
            "removal",
        )),
        *(f"office.{what}-proposed.v1" for what in (
            "fund", "fund-increase", "fund-transfer", "fund-carry-over", "fund-surrender", "fund-plan", "fund-close",
            "draw-rules",
            "month-close",
            "allotment", "allotment-evaluation", "allotment-release", "allotment-settlement", "allotment-reclaim",
            "edition", "standard", "calendar-year", "link", "sharing", "names",
        )),
        *(f"{stream}.proposal-{answer}.v1" for stream in ("log", "office") for answer in ("confirmed", "declined")),
    }
)  # fmt: skip
EVENTS = frozenset({ADOPTED, *case_moves.EVENTS, *clearing.MOVES, *_RUN, *_REGISTER, *MOVED})
_KEYS_A_QUERY = 500


def begin(tables: Sequence[Table]) -> WorklistFold:
    return WorklistFold(*tables)


class WorklistFold:
    """See `projections.engine.model.Fold`."""

    def __init__(
        self, worklist: Table, cases: Table, runs: Table, registers: Table, allotments: Table, editions: Table
    ) -> None:
        self._worklist = worklist
        self._made: dict[str, list[tuple[Any, ...]]] = {}
        self._cases = cached_cases(cases, self._of_case)
        self._runs = cached_runs(runs, self._of_run)
        self._registers = cached_registers(registers, self._of_register)
        self._allotments = cached_allotments(allotments, self._of_allotment)
        self._editions = Editions(editions)

    def take(self, connection: Connection, entries: Sequence[Entry[Any]]) -> None:
        self._editions.fetch(connection)
        mine = [entry for entry in entries if entry.name in EVENTS]
        self._cases.fetch(
            connection, {later.subject for later in mine if later.version > 1 and _of(later, Kind.APPLICATION)}
        )
        self._runs.fetch(connection, self._wanted_runs(mine))
        self._registers.fetch(connection, {change.stream for change in mine if change.name in _REGISTER})
        self._allotments.fetch(connection, self._wanted_allotments(mine))
        for entry in mine:
            if entry.name == ADOPTED:
                self._editions.adopt(entry)
            elif entry.name in _RUN:
                self._run(entry.subject).happened(entry)
            elif entry.name in MOVED:
                self._allotment(entry.subject).happened(entry)
            elif entry.name in _REGISTER:
                self._proposed(entry)
            else:
                self._case(entry)

    def write(self, connection: Connection, *, lazily: bool) -> None:
        self._editions.write(connection)
        for cache in (self._cases, self._runs, self._registers, self._allotments):
            cache.write(connection, lazily=lazily)
        streams = list(self._made)
        gone = self._worklist.delete().where(self._worklist.c.stream.in_(bindparam("streams", expanding=True)))
        for first in range(0, len(streams), _KEYS_A_QUERY):
            connection.execute(gone, {"streams": streams[first : first + _KEYS_A_QUERY]})
        insert(connection, self._worklist, [row for rows in self._made.values() for row in rows])
        self._made.clear()

    def _wanted_runs(self, entries: Iterable[Entry[Any]]) -> set[str]:
        """The runs that events are about, and those of the cases that somebody has assessed meanwhile."""
        batches: set[str] = set()
        for entry in entries:
            if entry.name in _RUN:
                batches.add(entry.subject)
            elif entry.name == _ORDERED:
                batches.add(entry.data.batch)
            elif entry.name in clearing.MOVES:
                batches.update(clearing.runs_of(entry))
            case = self._cases.get(entry.subject) if entry.name not in _RUN else None
            if case is not None and (case.denied is not None or entry.name in (REVERSED, *_ASSESSING)):
                batches.update(batch_of(item) for item in case.orders)
        return batches

    def _wanted_allotments(self, entries: Iterable[Entry[Any]]) -> set[str]:
        """Those that events are about, and those about which something waits that may be answered now."""
        mine = {entry.subject for entry in entries if entry.name in MOVED}
        mine |= {entry.data.allotment for entry in entries if entry.name in PROPOSES}
        office = self._registers.get(OFFICE)
        waiting = office.proposals.values() if office is not None else ()
        return mine | {one.about for one in waiting if one.about is not None}

    def _case(self, entry: Entry[Any]) -> None:
        if entry.name == case_moves.SUBMITTED:
            state, positions = case_moves.submitted(entry, self._editions.of(entry.data.digest))
            case = CaseRow(entry.subject, entry.data.scheme, entry.data.authority, state, positions)
            self._cases.add(entry.subject, case)
            return
        changed = self._cases.change(entry.subject)
        if changed is None:
            raise StoreUnavailable("views-corrupt", model=NAME, application=entry.subject)
        before, in_flight = changed.on_clearing, set(changed.orders)
        denied = changed.denied
        case_moves.happened(changed, entry, self._editions)
        for batch in clearing.changed(before, changed.on_clearing):
            self._run(batch).clearing(changed.number, changed.on_clearing.get(batch))
        if denied is not None or changed.denied is not None:
            by = changed.denied.by if changed.denied is not None else ()
            for batch in {batch_of(item) for item in in_flight.union(changed.orders)}:
                self._run(batch).not_by(changed.number, by if batch in map(batch_of, changed.orders) else ())
        if entry.name == _ORDERED:
            self._run(entry.data.batch).assessed(changed.assessors)
        elif entry.name in _ASSESSING:
            for item, order in changed.orders.items():
                if not order.released:
                    self._run(batch_of(item)).assessed(changed.assessors)

    def _run(self, batch: str) -> Run:
        run = self._runs.change(batch)
        if run is None:
            run = Run(batch=batch)
            self._runs.add(batch, run)
        return run

    def _allotment(self, name: str) -> Allotment:
        allotment = self._allotments.change(name)
        if allotment is None:
            allotment = Allotment(allotment=name)
            self._allotments.add(name, allotment)
        return allotment

    def _proposed(self, entry: Entry[Any]) -> None:
        """A proposal, or the answer to one; what is about an allotment is known to it, too."""
        register, name = self._register(entry.stream), entry.data.proposal
        before = register.proposals.get(name)
        register.happened(entry)
        if entry.name in PROPOSES:
            self._allotment(entry.data.allotment).asked(register.proposals[name])
        elif before is not None and before.about is not None and entry.stream == OFFICE:
            self._allotment(before.about).answered(before)

    def _register(self, name: str) -> Register:
        register = self._registers.change(name)
        if register is None:
            register = Register(name=name)
            self._registers.add(name, register)
        return register

    def _of_case(self, case: CaseRow) -> None:
        self._make(application_stream(case.number), case.scheme, case.work())

    def _of_run(self, run: Run) -> None:
        self._make(batch_stream(run.batch), None, of_run(run))

    def _of_register(self, register: Register) -> None:
        proposals: Iterable[Proposal] = register.proposals.values()
        self._make(register.name, None, of_proposals(register.name, proposals))

    def _of_allotment(self, allotment: Allotment) -> None:
        work = of_allotment(allotment, allotment.proposals.values()) if allotment.holder else ()
        self._make(allotment_stream(allotment.allotment), None, work)

    def _make(self, stream: str, scheme: str | None, works: Iterable[Work]) -> None:
        self._made[stream] = [row(stream, ordinal, scheme, work) for ordinal, work in enumerate(works)]


def _of(entry: Entry[Any], kind: Kind) -> bool:
    return entry.stream.startswith(prefix(kind))
