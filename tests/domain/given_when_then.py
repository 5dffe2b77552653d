"""A test of a decision reads like the minutes of a meeting: given what happened, when an officer asks, then this.

`Office` is the whole office in memory: every fact that was recorded, folded by the domain's own `evolve`, and the
gathering that the store does under its lock. There is no database and no clock: days and officers are arguments.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from domain.application.commands import ConfirmProposal
from domain.application.folding.case import evolve as evolve_case
from domain.application.state.case import Case
from domain.base import STORED_NAMES, Decision, Event, replace
from domain.decisions.commands import Command
from domain.decisions.decide import decide
from domain.decisions.repository import Happened
from domain.entitlement.claim import Use
from domain.entitlement.edition import Edition
from domain.errors import NoSuchThing, NotAllowed, NotPermitted, Refusal
from domain.imports import debts, imports
from domain.office import book_months, log, log_decisions, people, proposed, reference
from domain.office import officer as officers
from domain.office import register_state as registers
from domain.office.roles import Actor
from domain.proposals import Proposals
from domain.treasury import allotment as allotments
from domain.treasury import batch as batches
from domain.treasury import fund as funds
from domain.treasury import incoming
from domain.treasury import run_commands as runs
from policies.loader import load_adopted


class Minute(NamedTuple):
    """One fact as it was recorded: in which stream, by which officer, on which legal day."""

    stream: str
    event: Event
    by: str
    on: date


History = tuple[Minute, ...]

UNTOLD = replace(log.UNOPENED, supervised_by="350200")
"""The log of a history that does not begin with its opening."""

ALIKE = "alike-2024-1"
"""A second notice of every office: the first one under another name."""


class Office:
    """Everything that was recorded, folded."""

    def __init__(self, edition: Edition, history: Iterable[Minute] = (), *, beside: Iterable[Edition] = ()) -> None:
        self.edition = edition
        self.by_policy = {one.policy: one for one in (edition, replace(edition, policy=ALIKE), *beside)}
        self.history: list[Minute] = []
        self.cases: dict[str, Case] = {}
        self.officers: dict[str, officers.Officer] = {}
        self.registers: dict[str, registers.Register] = {}
        self.imports: dict[str, imports.Import] = {}
        self.debts: dict[str, debts.Debts] = {}
        self.editions = reference.Editions()
        self.calendar = reference.Calendar()
        self.people = people.NOBODY_LINKED
        self.log = UNTOLD
        self.proposed = proposed.NOTHING_PROPOSED
        self.funds: dict[str, funds.Fund] = {}
        self.allotments: dict[str, allotments.Allotment] = {}
        self.incoming: dict[str, incoming.Incoming] = {}
        self.batches: dict[str, batches.Batch] = {}
        self.months: dict[str, book_months.Months] = {}
        for minute in history:
            self.record(minute)

    def uses(self) -> Iterable[Use]:
        return (
            use
            for state in (*self.cases.values(), *self.imports.values(), *self.debts.values(), *self.batches.values())
            for use in state.indexed_uses
        )

    def record(self, minute: Minute) -> None:
        self.history.append(minute)
        kind, _, name = minute.stream.partition("-")
        match kind:
            case "application":
                self.cases[name] = evolve_case(self.cases.get(name), minute.event, minute.by)
            case "officer":
                after = officers.evolve(self.officers.get(name), minute.event)
                assert after is not None
                self.officers[name] = after
            case "register":
                before = self.registers.get(name, registers.Register())
                self.registers[name] = registers.evolve(before, minute.event, minute.by)
            case "import":
                self.imports[name] = imports.evolve(self.imports.get(name), name, minute.event, minute.by)
            case "debt":
                before_them = self.debts.get(minute.stream)
                self.debts[minute.stream] = debts.evolve(before_them, name, minute.event, minute.by)
            case "policy":
                self.editions = reference.evolve_editions(self.editions, minute.event)
            case "calendar":
                self.calendar = reference.evolve_calendar(self.calendar, minute.event)
            case "office":
                self.proposed = proposed.evolve(self.proposed, minute.event, minute.by)
            case "people":
                self.people = people.evolve(self.people, minute.event)
            case "book":
                before_closing = self.months.get(name, book_months.Months())
                self.months[name] = book_months.evolve(before_closing, minute.event)
            case "fund":
                self.funds[name] = funds.evolve(self.funds.get(name), minute.event)
            case "allotment":
                self.allotments[name] = allotments.evolve(self.allotments.get(name), minute.event)
            case "incoming":
                self.incoming[name] = incoming.evolve(self.incoming.get(name), minute.event)
            case "batch":
                self.batches[name] = batches.evolve(self.batches.get(name), minute.event, minute.by, minute.on)
            case _:
                assert minute.stream == "log", minute.stream
                self.log = log.evolve(None if self.log is UNTOLD else self.log, minute.event, minute.by)

    def execute(self, command: object, by: Actor, on: date) -> History:
        """Decide, record what was decided, and return it."""
        decided = self.decide(command, by, on)
        minutes = tuple(Minute(stream, event, by.officer, on) for stream, events in decided.items() for event in events)
        for minute in minutes:
            self.record(minute)
        return minutes

    def decide(self, command: Any, by: Actor, on: date) -> Decision:
        if isinstance(command, log_decisions.OpenLog):
            return log_decisions.open_log(command)
        return decide(Shelf(self), command, by, on)


class Shelf:
    """The office as decisions read it (`domain.decisions.repository`)."""

    _NUMBERED = ("application", "batch", "import", "debt", "fund", "allotment")

    def __init__(self, office: Office) -> None:
        self._office = office

    def case(self, number: str) -> Case:
        if number not in self._office.cases:
            raise NoSuchThing("no-such-application", application=number)
        return self._office.cases[number]

    def officer(self, officer: str) -> officers.Officer | None:
        return self._office.officers.get(officer)

    def log(self) -> log.Log:
        return self._office.log

    def office(self) -> Proposals[proposed.OfficeProposed]:
        return self._office.proposed

    def series(self) -> Mapping[str, int]:
        streams = [f"{kind}-{name}" for kind in self._NUMBERED for name in self._names(kind)]
        return {name: self.counter(name) for name in sorted({stream.rpartition("-")[0] for stream in streams})}

    def officers(self) -> Mapping[str, officers.Officer]:
        return self._office.officers

    def imported(self, number: str) -> imports.Import:
        if number not in self._office.imports:
            raise NoSuchThing("no-such-import", number=number)
        return self._office.imports[number]

    def imports(self) -> list[imports.Import]:
        return [*self._office.imports.values()]

    def debts(self, number: str) -> debts.Debts:
        if number not in self._office.debts:
            raise NoSuchThing("no-such-debts", number=number)
        return self._office.debts[number]

    def all_debts(self) -> list[debts.Debts]:
        return [*self._office.debts.values()]

    def register(self, register: str) -> registers.Register:
        return self._office.registers.get(register, registers.Register())

    def editions(self, policy: str) -> reference.Editions:
        return self._office.editions

    def edition(self, ref: str) -> Edition:
        return self._office.by_policy.get(ref.partition("@")[0], self._office.edition)

    def edition_for(self, policy: str, received_on: date) -> Edition:
        return self._office.by_policy.get(policy, self._office.edition)

    def newest_editions(self) -> list[Edition]:
        return list(self._office.by_policy.values())

    def edition_in(self, content: str) -> Edition:
        return load_adopted(content.encode())

    def calendar(self) -> reference.Calendar:
        return self._office.calendar

    def people(self) -> people.People:
        return self._office.people

    def batch(self, batch: str) -> batches.Batch:
        if batch not in self._office.batches:
            raise NoSuchThing("no-such-batch", batch=batch)
        return self._office.batches[batch]

    def fund(self, fund: str) -> funds.Fund | None:
        return self._office.funds.get(fund)

    def funds(self) -> list[funds.Fund]:
        return list(self._office.funds.values())

    def months(self, authority: str) -> book_months.Months:
        return self._office.months.get(authority, book_months.Months())

    def behind(self, position: int, names: Collection[str]) -> list[Happened]:
        return [
            Happened(minute.stream, minute.event, minute.event.happened_on or minute.on)
            for minute in self._office.history[position:]
            if STORED_NAMES[type(minute.event)] in names
        ]

    def allotment(self, allotment: str) -> allotments.Allotment | None:
        return self._office.allotments.get(allotment)

    def allotments(self) -> list[allotments.Allotment]:
        return list(self._office.allotments.values())

    def incoming(self, allotment: str) -> incoming.Incoming | None:
        return self._office.incoming.get(allotment)

    def all_incoming(self) -> list[incoming.Incoming]:
        return list(self._office.incoming.values())

    def uses(self, wanted: Iterable[tuple[str, str]]) -> Iterable[Use]:
        pairs = set(wanted)
        return [use for use in self._office.uses() if (use.limit, use.subject) in pairs]

    def counter(self, series: str) -> int:
        names = (f"{kind}-{name}" for kind in self._NUMBERED for name in self._names(kind))
        numbers = (name.rpartition("-") for name in names)
        of = (number.lstrip("AF") for of_series, _, number in numbers if of_series == series)
        return max(map(int, of), default=0)

    def _names(self, kind: str) -> Iterable[str]:
        office = self._office
        of_kind = {
            "application": office.cases,
            "batch": office.batches,
            "import": office.imports,
            "fund": office.funds,
            "allotment": office.allotments,
        }
        if kind == "debt":
            return [stream.removeprefix("debt-") for stream in office.debts]
        return of_kind[kind]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a command came to: a decision, or the refusal that declined it."""

    decision: Decision
    refusal: Refusal | None

    @property
    def events(self) -> tuple[Event, ...]:
        assert self.refusal is None, f"declined: {self.refusal}"
        return tuple(event for events in self.decision.values() for event in events)

    def then(self, *events: Event) -> None:
        """Exactly these facts, in this order, whatever their streams."""
        assert self.events == events

    def then_in(self, stream: str, *events: Event) -> Outcome:
        """Exactly these facts in one of the streams that the decision writes."""
        assert self.refusal is None, f"declined: {self.refusal}"
        assert self.decision.get(stream, ()) == events
        return self

    def declined(self, code: str, **values: object) -> None:
        self._refused(NotAllowed, code, values)

    def not_permitted(self, code: str, **values: object) -> None:
        self._refused(NotPermitted, code, values)

    def no_such_thing(self, code: str, **values: object) -> None:
        self._refused(NoSuchThing, code, values)

    def _refused(self, kind: type[Refusal], code: str, values: Mapping[str, object]) -> None:
        assert self.refusal is not None, f"not declined: {self.events}"
        assert (type(self.refusal), self.refusal.code) == (kind, code), str(self.refusal)
        assert {**self.refusal.values, **values} == self.refusal.values


@dataclass(frozen=True, slots=True)
class Meeting:
    office: Office

    def when(self, command: object, *, by: Actor, on: date) -> Outcome:
        try:
            return Outcome(decision=self.office.decide(command, by, on), refusal=None)
        except Refusal as refusal:
            return Outcome(decision={}, refusal=refusal)

    def when_confirmed(self, command: object, *, by: Actor, second: Actor, on: date) -> Outcome:
        """When somebody proposes this, and the second person confirms it."""
        (proposal,) = self.office.execute(command, by, on)
        return self.when(answer_to(proposal), by=second, on=on)

    def case(self, number: str) -> Case:
        return self.office.cases[number]


def answer_to(proposal: Minute, *, declined: bool = False) -> Command:
    """The command that answers a proposal."""
    name: str = getattr(proposal.event, "proposal")  # noqa: B009  events have it that are proposals
    kind, _, subject = proposal.stream.partition("-")
    match kind:
        case "log":
            return log_decisions.ConfirmForLog(proposal=name, declined=declined)
        case "office":
            return proposed.ConfirmForOffice(proposal=name, declined=declined)
        case "batch":
            return runs.ConfirmForRun(batch=subject, proposal=name, declined=declined)
        case _:
            return ConfirmProposal(application=subject, proposal=name, declined=declined, reason="sealed-reason")


def net_drawn(case: Case, fund: str) -> int:
    """What payments of a case drew on a fund and have not given back."""
    return sum(draw.amount_fen for payment in case.payments.values() for draw in payment.drawn if draw.fund == fund)
