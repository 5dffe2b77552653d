"""The office as the lines before one position made it: what a verifier decides by, and no table of the store.

Officers, registers, editions, the calendar, persons and funds are few, and stay folded. Of cases and payment runs those
used last stay; any other is folded anew from its stream, of which the lines at or behind the position are left out.
Uses of limits and the last numbers of each series come from the folded events alone.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from domain.application.folding.case import evolve as evolve_case
from domain.application.state.case import Case, application_stream
from domain.base import Event
from domain.decisions.numbers import counted
from domain.decisions.repository import Happened
from domain.entitlement.claim import Use
from domain.entitlement.edition import Edition
from domain.errors import NoSuchThing
from domain.imports import debts, imports
from domain.imports.counting import import_stream
from domain.imports.debts import Debts
from domain.imports.imports import Import
from domain.office import log as logs
from domain.office import officer as officers
from domain.office import people, proposed
from domain.office import register_state as registers
from domain.office.log import UNOPENED, Log
from domain.office.officer import Officer
from domain.office.people import NOBODY_LINKED, People
from domain.office.proposed import NOTHING_PROPOSED, OfficeProposed
from domain.office.reference import Calendar, Editions, evolve_calendar, evolve_editions
from domain.office.register_state import Register
from domain.proposals import Proposals
from domain.treasury import batch as batches
from domain.treasury.batch import Batch
from domain.treasury.batch_events import batch_stream
from policies.loader import load_adopted
from store.line.behind import behind
from store.line.codec import Line
from store.line.envelope import opened
from store.log import Reading, Row
from usecases.integrity.bounded_states import BoundedStates
from usecases.integrity.held_uses import HeldUses
from usecases.integrity.replayed_money import ReplayedMoney

WEIGHT_MAX = 50_000
"""Of cases, so many lines stay folded, and of payment runs so many items: about a hundred megabytes."""
_WEIGHT_OF_ONE = 9
"""A case of one line is far from nothing: its assessment and its payments weigh as much as some lines more."""


class ReplayedState(ReplayedMoney):
    """A `domain.decisions.repository.Repository` over the lines up to `position`; `fold` takes the next one in."""

    def __init__(self, view: Reading) -> None:
        super().__init__()
        self.position = 0
        self._view = view
        self._cases: BoundedStates[Case] = BoundedStates(WEIGHT_MAX, lambda case: _WEIGHT_OF_ONE + len(case.lines))
        self._batches: BoundedStates[Batch] = BoundedStates(WEIGHT_MAX, lambda batch: _WEIGHT_OF_ONE + len(batch.items))
        self._uses = HeldUses()
        self._counters: dict[str, int] = {}
        self._officers: dict[str, Officer] = {}
        self._registers: dict[str, Register] = {}
        self._imports: dict[str, Import] = {}
        self._debts: dict[str, Debts] = {}
        self._editions: dict[str, Editions] = {}
        self._loaded: dict[str, Edition] = {}
        self._calendar = Calendar()
        self._people = NOBODY_LINKED
        self._log = UNOPENED
        self._office = NOTHING_PROPOSED
        self._fold_by_kind: Mapping[str, Callable[[str, Row, Line[Event]], None]] = {
            "application": self._fold_case,
            "batch": self._fold_batch,
            **self._folds_of_money,
            "officer": self._fold_officer,
            "import": self._fold_import,
            "debt": self._fold_debts,
            "register": self._fold_register,
            "policy": self._fold_edition,
            "calendar": self._fold_calendar,
            "people": self._fold_people,
            "log": self._fold_log,
            "office": self._fold_office,
        }

    def fold(self, row: Row, line: Line[Event]) -> None:
        """Take in the next line. Raises whatever a fold raises of an event that cannot follow. The state of an officer,
        a register or a fund then stays as it was; a case or a run raises whenever somebody asks for it.
        """
        kind, _, name = row.stream.partition("-")
        try:
            if (fold := self._fold_by_kind.get(kind)) is not None:
                fold(name, row, line)
            if row.version == 1:
                self._count(row.stream)
        finally:
            self.position = row.position

    # What decisions ask for

    def case(self, number: str) -> Case:
        """Raises `NoSuchThing("no-such-application")`."""
        case = self._cases.get(number)
        if case is None:
            for line in self._stream(application_stream(number)):
                case = evolve_case(case, line.data, line.actor)
            if case is None:
                raise NoSuchThing("no-such-application", application=number)
            self._cases.keep(number, case)
        return case

    def officer(self, officer: str) -> Officer | None:
        return self._officers.get(officer)

    def log(self) -> Log:
        return self._log

    def office(self) -> Proposals[OfficeProposed]:
        return self._office

    def series(self) -> Mapping[str, int]:
        return self._counters

    def officers(self) -> Mapping[str, Officer]:
        return self._officers

    def register(self, register: str) -> Register:
        return self._registers.get(register) or Register()

    def imported(self, number: str) -> Import:
        """Raises `NoSuchThing("no-such-import")`."""
        if number not in self._imports:
            raise NoSuchThing("no-such-import", number=import_stream(number))
        return self._imports[number]

    def debts(self, number: str) -> Debts:
        """Raises `NoSuchThing("no-such-debts")`."""
        if number not in self._debts:
            raise NoSuchThing("no-such-debts", number=number)
        return self._debts[number]

    def all_debts(self) -> list[Debts]:
        return [*self._debts.values()]

    def imports(self) -> list[Import]:
        return [*self._imports.values()]

    def editions(self, policy: str) -> Editions:
        return self._editions.get(policy) or Editions()

    def edition(self, ref: str) -> Edition:
        """Raises `NoSuchThing("policy-not-adopted")`."""
        adopted = self.editions(ref.partition("@")[0]).named(ref)
        if adopted is None:
            raise NoSuchThing("policy-not-adopted", policy=ref)
        return self.edition_in(adopted.content)

    def edition_for(self, policy: str, received_on: date) -> Edition:
        """Raises `NoSuchThing("policy-not-adopted")`."""
        adopted = self.editions(policy).of(received_on)
        if adopted is None:
            raise NoSuchThing("policy-not-adopted", policy=policy)
        return self.edition_in(adopted.content)

    def newest_editions(self) -> list[Edition]:
        return [self.edition_in(editions.adopted[-1].content) for editions in self._editions.values()]

    def edition_in(self, content: str) -> Edition:
        """By its text, whatever digest a line claims for it."""
        edition = self._loaded.get(content)
        if edition is None:
            edition = self._loaded[content] = load_adopted(content.encode())
        return edition

    def calendar(self) -> Calendar:
        return self._calendar

    def people(self) -> People:
        return self._people

    def batch(self, batch: str) -> Batch:
        """Raises `NoSuchThing("no-such-batch")`."""
        state = self._batches.get(batch)
        if state is None:
            for line in self._stream(batch_stream(batch)):
                state = batches.evolve(state, line.data, line.actor, line.effective_on)
            if state is None:
                raise NoSuchThing("no-such-batch", batch=batch)
            self._batches.keep(batch, state)
        return state

    def behind(self, position: int, names: Collection[str]) -> Iterator[Happened]:
        return behind(self._view, position, names, self.position)

    def uses(self, wanted: Iterable[tuple[str, str]]) -> Iterable[Use]:
        return self._uses.of(wanted)

    def counter(self, series: str) -> int:
        return self._counters.get(series, 0)

    # What each kind of stream makes of its next line

    def _fold_case(self, number: str, row: Row, line: Line[Event]) -> None:
        before = self._before(self._cases, self.case, number, row)
        after = evolve_case(before, line.data, line.actor)
        self._cases.keep(number, after)
        if before is None or not after.indexed_as(before):
            self._uses.replace(before.indexed_uses if before else (), after.indexed_uses)

    def _fold_batch(self, batch: str, row: Row, line: Line[Event]) -> None:
        before = self._before(self._batches, self.batch, batch, row)
        after = batches.evolve(before, line.data, line.actor, line.effective_on)
        self._batches.keep(batch, after)
        if before is not None and not after.indexed_as(before):
            self._uses.replace(before.indexed_uses, after.indexed_uses)

    def _before(self, cached: BoundedStates[Any], read_anew: Callable[[str], Any], name: str, row: Row) -> Any:
        """The state that the line meets, which is taken out: if it cannot follow, nothing half-folded stays."""
        before = read_anew(name) if row.version > 1 else None
        cached.forget(name)
        return before

    def _fold_officer(self, officer: str, _row: Row, line: Line[Event]) -> None:
        self._officers[officer] = officers.evolve(self._officers.get(officer), line.data)

    def _fold_register(self, register: str, _row: Row, line: Line[Event]) -> None:
        self._registers[register] = registers.evolve(self.register(register), line.data, line.actor)

    def _fold_import(self, number: str, _row: Row, line: Line[Event]) -> None:
        before = self._imports.get(number)
        after = self._imports[number] = imports.evolve(before, number, line.data, line.actor)
        self._uses.replace(before.indexed_uses if before else (), after.indexed_uses)

    def _fold_debts(self, number: str, row: Row, line: Line[Event]) -> None:
        before = self._debts.get(row.stream)
        after = self._debts[row.stream] = debts.evolve(before, number, line.data, line.actor)
        self._uses.replace(before.indexed_uses if before else (), after.indexed_uses)

    def _fold_edition(self, policy: str, _row: Row, line: Line[Event]) -> None:
        self._editions[policy] = evolve_editions(self.editions(policy), line.data)

    def _fold_calendar(self, _name: str, _row: Row, line: Line[Event]) -> None:
        self._calendar = evolve_calendar(self._calendar, line.data)

    def _fold_people(self, _name: str, _row: Row, line: Line[Event]) -> None:
        self._people = people.evolve(self._people, line.data)

    def _fold_log(self, _name: str, _row: Row, line: Line[Event]) -> None:
        self._log = logs.evolve(None if self._log is UNOPENED else self._log, line.data, line.actor)

    def _fold_office(self, _name: str, _row: Row, line: Line[Event]) -> None:
        self._office = proposed.evolve(self._office, line.data, line.actor)

    # The rest

    def _stream(self, stream: str) -> Iterator[Line[Event]]:
        """The lines of a stream up to the position."""
        return (opened(row) for row in self._view.stream(stream) if row.position <= self.position)

    def _count(self, stream: str) -> None:
        if numbered := counted(stream):
            series, number = numbered
            self._counters[series] = max(number, self.counter(series))
