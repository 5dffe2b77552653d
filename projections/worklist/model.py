"""待办: what is to be done next, by whom, by when: the domain's own rule (see `domain.worklist`) over rows.

`worklist` has a row for each thing that is to be done, and no other, so that it stays as small as what is open. The
rows of a case, a payment run, an allotment, a fund or a register are made anew whenever one of its events comes.
`worklist_case`, `worklist_run`, `worklist_allotment`, `worklist_fund` and `worklist_register` hold what the fold has
to know of each.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import BigInteger, Column, Connection, Integer, String, Table, bindparam

from domain.application.payment_key import batch_of
from domain.application.state.case import application_stream
from domain.office.fund_proposals import ENDING
from domain.proposals import Proposal
from domain.streams import OFFICE, Kind, prefix
from domain.treasury.allotment_events import allotment_stream
from domain.treasury.batch_events import batch_stream
from domain.treasury.fund_events import fund_stream
from domain.work_of_recoveries import to_pay_out
from domain.work_of_runs import of_run
from domain.worklist import Work, of_allotment, of_fund, of_proposals
from projections.database.connections import insert
from projections.engine.model import METADATA
from projections.events.entries import Entry
from projections.folds import case_moves, clearing, denied
from projections.folds.case_state import CaseRow
from projections.folds.editions import ADOPTED, Editions, edition_table
from projections.worklist import allotments as of_allotments
from projections.worklist import funds as of_funds
from projections.worklist.allotments import ALLOTMENTS, PROPOSES, Allotment, cached_allotments
from projections.worklist.funds import ENDS, FUNDS, Fund, cached_funds
from projections.worklist.proposals import MOVES_DUES, Register
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
VERSION = 15
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
TABLES = (WORKLIST, CASES, RUNS, REGISTERS, ALLOTMENTS, FUNDS, edition_table(NAME))
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
        "debt.receipt-correction-proposed.v1", "debt.payout-proposed.v1",
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
EVENTS = frozenset(
    {
        ADOPTED,
        *case_moves.EVENTS,
        *clearing.MOVES,
        *_RUN,
        *_REGISTER,
        *MOVES_DUES,
        *of_allotments.MOVED,
        *of_funds.MOVED,
    }
)
_KEYS_A_QUERY = 500


def begin(tables: Sequence[Table]) -> WorklistFold:
    return WorklistFold(*tables)


class WorklistFold:
    """See `projections.engine.model.Fold`."""

    def __init__(
        self,
        worklist: Table,
        cases: Table,
        runs: Table,
        registers: Table,
        allotments: Table,
        funds: Table,
        editions: Table,
    ) -> None:
        self._worklist = worklist
        self._made: dict[str, list[tuple[Any, ...]]] = {}
        self._cases = cached_cases(cases, self._of_case)
        self._runs = cached_runs(runs, self._of_run)
        self._registers = cached_registers(registers, self._of_register)
        self._allotments = cached_allotments(allotments, self._of_allotment)
        self._funds = cached_funds(funds, self._of_fund)
        self._editions = Editions(editions)

    def take(self, connection: Connection, entries: Sequence[Entry[Any]]) -> None:
        self._editions.fetch(connection)
        mine = [entry for entry in entries if entry.name in EVENTS]
        self._cases.fetch(
            connection, {later.subject for later in mine if later.version > 1 and _of(later, Kind.APPLICATION)}
        )
        self._runs.fetch(connection, self._wanted_runs(mine))
        self._registers.fetch(connection, {one.stream for one in mine if one.name in _REGISTER | MOVES_DUES})
        self._allotments.fetch(connection, self._wanted(mine, of_allotments.MOVED, PROPOSES, "allotment"))
        self._funds.fetch(connection, self._wanted(mine, of_funds.MOVED, ENDS, "fund"))
        for entry in mine:
            if entry.name == ADOPTED:
                self._editions.adopt(entry)
            elif entry.name in _RUN:
                self._run(entry.subject).happened(entry)
            elif entry.name in of_allotments.MOVED:
                self._allotment(entry.subject).happened(entry)
            elif entry.name in of_funds.MOVED:
                self._fund(entry.subject).happened(entry)
            elif entry.name in _REGISTER:
                self._proposed(entry)
            elif entry.name in MOVES_DUES:
                self._register(entry.stream).moved(entry)
            else:
                self._case(entry)

    def write(self, connection: Connection, *, lazily: bool) -> None:
        self._editions.write(connection)
        for cache in (self._cases, self._runs, self._registers, self._allotments, self._funds):
            cache.write(connection, lazily=lazily)
        streams = list(self._made)
        gone = self._worklist.delete().where(self._worklist.c.stream.in_(bindparam("streams", expanding=True)))
        for first in range(0, len(streams), _KEYS_A_QUERY):
            connection.execute(gone, {"streams": streams[first : first + _KEYS_A_QUERY]})
        insert(connection, self._worklist, [row for rows in self._made.values() for row in rows])
        self._made.clear()

    def _wanted_runs(self, entries: Iterable[Entry[Any]]) -> set[str]:
        """The runs that events are about, and those of the cases that somebody has assessed meanwhile."""
        batches = {entry.subject for entry in entries if entry.name in _RUN}
        for entry in entries:
            if entry.name == _ORDERED:
                batches.add(entry.data.batch)
            elif entry.name in clearing.MOVES:
                batches.update(clearing.runs_of(entry))
            case = self._cases.get(entry.subject) if entry.name not in _RUN else None
            if case is not None and (case.denied is not None or entry.name in (denied.REVERSED, *_ASSESSING)):
                batches.update(batch_of(item) for item in case.orders)
        return batches

    def _wanted(
        self, entries: Sequence[Entry[Any]], moved: Collection[str], proposes: Mapping[str, str], member: str
    ) -> set[str]:
        """Allotments or funds that events are about, and those about which something waits that may be answered now."""
        names = {entry.subject for entry in entries if entry.name in moved}
        names |= {getattr(entry.data, member) for entry in entries if entry.name in proposes}
        office = self._registers.get(OFFICE)
        acts = set(proposes.values())
        waiting = office.proposals.values() if office is not None else ()
        return names | {one.about for one in waiting if one.about is not None and one.act in acts}

    def _case(self, entry: Entry[Any]) -> None:
        if entry.name == case_moves.SUBMITTED:
            made = case_moves.submitted(entry, self._editions.of(entry.data.digest))
            self._cases.add(entry.subject, CaseRow(entry.subject, entry.data.scheme, entry.data.authority, *made))
            return
        changed = self._cases.change(entry.subject)
        if changed is None:
            raise StoreUnavailable("views-corrupt", model=NAME, application=entry.subject)
        on_clearing, before, in_flight = changed.on_clearing, changed.denied, set(changed.orders)
        case_moves.happened(changed, entry, self._editions)
        for batch in clearing.changed(on_clearing, changed.on_clearing):
            self._run(batch).clearing(changed.number, changed.on_clearing.get(batch))
        for batch, by in denied.of_runs(before, in_flight, changed.denied, changed.orders):
            self._run(batch).not_by(changed.number, by)
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

    def _fund(self, name: str) -> Fund:
        fund = self._funds.change(name)
        if fund is None:
            fund = Fund(fund=name)
            self._funds.add(name, fund)
        return fund

    def _proposed(self, entry: Entry[Any]) -> None:
        """A proposal, or the answer to one; what is about an allotment, or ends a fund, is known to it, too."""
        register, name = self._register(entry.stream), entry.data.proposal
        before = register.proposals.get(name)
        register.happened(entry)
        if entry.stream != OFFICE:
            return
        proposal = before or register.proposals[name]
        if proposal.about is None:
            return
        one = self._fund(proposal.about) if proposal.act in ENDING else self._allotment(proposal.about)
        if before is None:
            one.asked(proposal)
        else:
            one.answered(proposal)

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
        to_pay = to_pay_out(register.name, register.authority, register.due_fen, proposals)
        self._make(register.name, None, (*of_proposals(register.name, proposals), *to_pay))

    def _of_allotment(self, allotment: Allotment) -> None:
        work = of_allotment(allotment, allotment.proposals.values()) if allotment.holder else ()
        self._make(allotment_stream(allotment.allotment), None, work)

    def _of_fund(self, fund: Fund) -> None:
        work = of_fund(fund, fund.proposals.values()) if fund.holder else ()
        self._make(fund_stream(fund.fund), None, work)

    def _make(self, stream: str, scheme: str | None, works: Iterable[Work]) -> None:
        self._made[stream] = [row(stream, ordinal, scheme, work) for ordinal, work in enumerate(works)]


def _of(entry: Entry[Any], kind: Kind) -> bool:
    return entry.stream.startswith(prefix(kind))
