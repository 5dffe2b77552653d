"""The books as they stand within one transaction: streams folded to state, for the decision that is being taken.

What is asked for by every command (officers, registers, editions, the calendar, funds) and the cases used last are kept
folded between commands. They are never stale: under the head's lock each use first reads what was appended since.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import date
from typing import TypeVar

from domain.application.folding.case import evolve as evolve_case
from domain.application.state.case import Case, application_stream
from domain.base import Event
from domain.decisions.repository import Happened
from domain.entitlement.claim import Use
from domain.entitlement.edition import Edition
from domain.errors import NoSuchThing
from domain.imports import debts, imports
from domain.imports.counting import import_stream
from domain.imports.debts import Debts, debt_stream, is_debt
from domain.imports.imports import Import
from domain.office import book_months, people, proposed
from domain.office import log as logs
from domain.office import officer as officers
from domain.office import register_state as registers
from domain.office.book_months import Months, book_stream
from domain.office.log import NUMBERS_SKIPPED, UNOPENED, Log
from domain.office.officer import Officer, officer_stream
from domain.office.people import NOBODY_LINKED, PEOPLE, People
from domain.office.proposed import NOTHING_PROPOSED, OfficeProposed
from domain.office.reference import (
    CALENDAR,
    Calendar,
    EditionAdopted,
    Editions,
    evolve_calendar,
    evolve_editions,
    policy_stream,
)
from domain.office.register import register_stream
from domain.office.register_state import Register
from domain.proposals import Proposals
from domain.streams import LOG, OFFICE, Kind, fits, prefix
from domain.treasury import allotment as allotments
from domain.treasury import batch as batches
from domain.treasury import fund as funds
from domain.treasury.allotment_events import allotment_stream
from domain.treasury.batch import Batch
from domain.treasury.batch_events import batch_stream
from domain.treasury.fund import Fund
from domain.treasury.fund_events import fund_stream
from domain.treasury.incoming import Incoming, incoming_stream
from domain.treasury.incoming import evolve as evolve_incoming
from policies.loader import load_adopted
from policies.problems import PackInvalid
from store.commands.state_cache import Folded, StateCache
from store.errors import StoreUnavailable
from store.line.behind import behind
from store.line.envelope import Recorded, opened, read
from store.log import Reading

_S = TypeVar("_S")


class Repository:
    """`cached` is what earlier transactions folded; `taken` and `cases_taken` are what this one did, to be kept once it
    has committed.
    """

    def __init__(self, view: Reading, cached: StateCache, editions: dict[str, Edition]) -> None:
        self._view = view
        self._cache = cached
        self._editions = editions
        self._read: dict[str, Case] = {}
        self._versions: dict[str, int] = {}
        self._up_to_date: set[str] = set()
        self._names: dict[str, tuple[str, ...]] = {}
        self._batches: dict[str, Batch] = {}
        self.taken: Folded = {}
        self.cases_taken: dict[str, Case] = {}

    def begin_command(self) -> None:
        """Begin the next command of the transaction: what was read for the last one may have changed since."""
        self._read.clear()
        self._versions.clear()
        self._up_to_date.clear()
        self._names.clear()
        self._batches.clear()

    def took(self, case: Case) -> None:
        """Know the case as the command that was just recorded has left it."""
        self.cases_taken[case.number] = case

    def case(self, number: str) -> Case:
        """Raises `NoSuchThing("no-such-application")`."""
        case = self._read.get(number)
        if case is None:
            case = self._read[number] = self.cases_taken[number] = self._read_case(number)
            self._versions[application_stream(number)] = case.version
        return case

    def case_in(self, stream: str) -> Case | None:
        """The case whose stream this is; None for a stream of another kind, or one that is only to begin."""
        kind, _, number = stream.partition("-")
        return self.case(number) if kind == "application" and self.version_of(stream) else None

    def _read_case(self, number: str) -> Case:
        case = self.cases_taken.get(number) or self._cache.cases.get(number)
        if case is None and not fits(number):
            raise NoSuchThing("no-such-application", application=number)
        version = case.version if case else 0
        for row in self._view.stream(application_stream(number), after_version=version):
            line = opened(row)
            case = evolve_case(case, line.data, line.actor)
        if case is None:
            raise NoSuchThing("no-such-application", application=number)
        return case

    def officer(self, officer: str) -> Officer | None:
        return self._fold(officer_stream(officer), None, lambda state, line: officers.evolve(state, line.event))

    def log(self) -> Log:
        state: Log | None = self._fold(LOG, None, lambda state, line: logs.evolve(state, line.event, line.actor))
        return state or UNOPENED

    def office(self) -> Proposals[OfficeProposed]:
        return self._fold(OFFICE, NOTHING_PROPOSED, lambda state, line: proposed.evolve(state, line.event, line.actor))

    def series(self) -> Mapping[str, int]:
        """The last number of every series of numbers that there is."""
        names = (stream for kind in NUMBERS_SKIPPED for stream in self._view.streams(prefix(Kind(kind))))
        series = {stream.rpartition("-")[0] for stream in names}
        return {name: self.counter(name) for name in sorted(series)}

    def officers(self) -> Mapping[str, Officer]:
        """Every officer, by id, in the order of enrolment."""
        enrolled = ((name, self.officer(name)) for name in self.names("officer"))
        return {name: officer for name, officer in enrolled if officer is not None}

    def register(self, register: str) -> Register:
        stream = register_stream(register)
        return self._fold(stream, Register(), lambda state, line: registers.evolve(state, line.event, line.actor))

    def imported(self, number: str) -> Import:
        """Raises `NoSuchThing("no-such-import")`."""
        state = self._import(number) if fits(number) else None
        if state is None:
            raise NoSuchThing("no-such-import", number=import_stream(number))
        return state

    def debts(self, number: str) -> Debts:
        """Raises `NoSuchThing("no-such-debts")`."""
        state = self.brought_in(number) if is_debt(number) else None
        if not isinstance(state, Debts):
            raise NoSuchThing("no-such-debts", number=number)
        return state

    def all_debts(self) -> list[Debts]:
        """In the order in which they were proposed."""
        return [self.debts(debt_stream(number)) for number in self.names("debt")]

    def imports(self) -> list[Import]:
        return [self.imported(number) for number in self.names("import")]

    def brought_in(self, stream: str) -> Import | Debts | None:
        kind, _, number = stream.partition("-")
        if kind == "debt" and fits(number):
            return self._fold(stream, None, lambda state, line: debts.evolve(state, number, line.event, line.actor))
        return self._import(number) if kind == "import" else None

    def _import(self, number: str) -> Import | None:
        stream = import_stream(number)
        return self._fold(stream, None, lambda state, line: imports.evolve(state, number, line.event, line.actor))

    def editions(self, policy: str) -> Editions:
        return self._fold(policy_stream(policy), Editions(), lambda state, line: evolve_editions(state, line.event))

    def calendar(self) -> Calendar:
        return self._fold(CALENDAR, Calendar(), lambda state, line: evolve_calendar(state, line.event))

    def batch(self, batch: str) -> Batch:
        """Raises `NoSuchThing("no-such-batch")`."""
        state = self._batches.get(batch)
        for row in self._view.stream(batch_stream(batch)) if state is None and fits(batch) else ():
            recorded = read(row)
            state = batches.evolve(state, recorded.event, recorded.actor, recorded.effective_on)
        if state is None:
            raise NoSuchThing("no-such-batch", batch=batch)
        self._batches[batch] = state
        return state

    def fund(self, fund: str) -> Fund | None:
        return self._fold(fund_stream(fund), None, lambda state, line: funds.evolve(state, line.event))

    def funds(self) -> list[Fund]:
        opened = (self.fund(name) for name in self.names("fund"))
        return [fund for fund in opened if fund is not None]

    def months(self, authority: str) -> Months:
        return self._fold(book_stream(authority), Months(), lambda state, line: book_months.evolve(state, line.event))

    def behind(self, position: int, names: Collection[str]) -> Iterator[Happened]:
        return behind(self._view, position, names)

    def allotment(self, allotment: str) -> allotments.Allotment | None:
        return self._fold(allotment_stream(allotment), None, lambda state, line: allotments.evolve(state, line.event))

    def allotments(self) -> list[allotments.Allotment]:
        made = (self.allotment(name) for name in self.names("allotment"))
        return [allotment for allotment in made if allotment is not None]

    def incoming(self, allotment: str) -> Incoming | None:
        return self._fold(incoming_stream(allotment), None, lambda state, line: evolve_incoming(state, line.event))

    def all_incoming(self) -> list[Incoming]:
        received = (self.incoming(name) for name in self.names("incoming"))
        return [one for one in received if one is not None]

    def edition_for(self, policy: str, received_on: date) -> Edition:
        """The adopted edition that the day of receipt selects. Raises `NoSuchThing("policy-not-adopted")`."""
        adopted = self.editions(policy).of(received_on)
        if adopted is None:
            raise NoSuchThing("policy-not-adopted", policy=policy)
        return self._loaded(adopted)

    def edition(self, ref: str) -> Edition:
        """The edition under which a case is decided, by its reference such as `xiamen-2023-187@1`."""
        adopted = self.editions(ref.partition("@")[0]).named(ref)
        if adopted is None:
            raise NoSuchThing("policy-not-adopted", policy=ref)
        return self._loaded(adopted)

    def edition_in(self, content: str) -> Edition:
        return load_adopted(content.encode())

    def people(self) -> People:
        return self._fold(PEOPLE, NOBODY_LINKED, lambda state, line: people.evolve(state, line.event))

    def newest_editions(self) -> list[Edition]:
        """The edition of each policy that was adopted last, by policy."""
        return [self._loaded(self.editions(policy).adopted[-1]) for policy in self.names("policy")]

    def uses(self, wanted: Iterable[tuple[str, str]]) -> Iterable[Use]:
        """Every use that cases and imports hold of the given (limit, subject) pairs."""
        return self._view.uses(wanted)

    def names(self, kind: str) -> tuple[str, ...]:
        """The names of all streams of a kind, such as `fund`. Read once a command."""
        names = self._names.get(kind)
        if names is None:
            beginning = prefix(Kind(kind))
            names = tuple(stream.removeprefix(beginning) for stream in self._view.streams(beginning))
            self._names[kind] = names
        return names

    def version_of(self, stream: str) -> int:
        """The last version of a stream, 0 if there is none; read once a command."""
        version = self._versions.get(stream)
        if version is None:
            version = self._versions[stream] = self._view.version_of(stream)
        return version

    def counter(self, series: str) -> int:
        """The last number given out in a series, 0 if none."""
        return self._view.highest(series)

    def _fold(self, stream: str, initial: _S, evolve: Callable[[_S, Recorded], _S]) -> _S:
        """The state of a stream; what was appended to it since is read once a command."""
        version, state = self.taken.get(stream) or self._cache.reference.get(stream) or (0, initial)
        if stream not in self._up_to_date:
            for row in self._view.stream(stream, after_version=version):
                state = evolve(state, read(row))
                version = row.version
            self._up_to_date.add(stream)
            if version:
                self.taken[stream] = (version, state)
        folded: _S = state
        return folded

    def _loaded(self, adopted: EditionAdopted) -> Edition:
        edition = self._editions.get(adopted.digest)
        if edition is None:
            try:
                edition = self._editions[adopted.digest] = load_adopted(adopted.content.encode())
            except (ValueError, PackInvalid):
                raise StoreUnavailable("edition-unreadable", edition=adopted.edition) from None
        return edition


def changed_by(case: Case | None, events: tuple[Event, ...], by: str) -> Case:
    """The case after the events of a decision."""
    for happened in events:
        case = evolve_case(case, happened, by)
    assert case is not None, "a decision about a case leaves a case"
    return case
