"""A test of a decision reads like the minutes of a meeting: given what happened, when an officer asks, then this.

`Office` is the whole office in memory: every fact that was recorded, folded by the domain's own `evolve`, and the
gathering that the store does under its lock. There is no database and no clock: days and officers are arguments.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from domain.application import commands as c
from domain.application.decide import decide as decide_case
from domain.application.decisions import intake
from domain.application.decisions.given import Given
from domain.application.folding.case import evolve as evolve_case
from domain.application.state.case import Case, application_stream
from domain.base import Decision, Event
from domain.entitlement.assessment import questions
from domain.entitlement.claim import Use
from domain.entitlement.edition import Edition
from domain.errors import NoSuchThing, NotAllowed, NotPermitted, Refusal
from domain.office import officer as officers
from domain.office import people, reference
from domain.office import register as registers
from domain.office.roles import Actor
from domain.treasury import batch as batches
from domain.treasury import fund as funds
from domain.treasury import payment_run, recoveries
from domain.treasury.bank_reply import record_reply


class Minute(NamedTuple):
    """One fact as it was recorded: in which stream, by which officer, on which legal day."""

    stream: str
    event: Event
    by: str
    on: date


History = tuple[Minute, ...]


class Office:
    """Everything that was recorded, folded."""

    def __init__(self, edition: Edition, history: Iterable[Minute] = ()) -> None:
        self.edition = edition
        self.history: list[Minute] = []
        self.cases: dict[str, Case] = {}
        self.officers: dict[str, officers.Officer] = {}
        self.registers: dict[str, registers.Register] = {}
        self.editions = reference.Editions()
        self.calendar = reference.Calendar()
        self.people = people.NOBODY_LINKED
        self.funds: dict[str, funds.Fund] = {}
        self.batches: dict[str, batches.Batch] = {}
        for minute in history:
            self.record(minute)

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
            case "policy":
                self.editions = reference.evolve_editions(self.editions, minute.event)
            case "calendar":
                self.calendar = reference.evolve_calendar(self.calendar, minute.event)
            case "people":
                self.people = people.evolve(self.people, minute.event)
            case "fund":
                self.funds[name] = funds.evolve(self.funds.get(name), minute.event)
            case "batch":
                self.batches[name] = batches.evolve(self.batches.get(name), minute.event, minute.by, minute.on)
            case _:
                assert minute.stream == "log", minute.stream

    def execute(self, command: object, by: Actor, on: date) -> History:
        """Decide, record what was decided, and return it."""
        decided = self.decide(command, by, on)
        minutes = tuple(Minute(stream, event, by.officer, on) for stream, events in decided.items() for event in events)
        for minute in minutes:
            self.record(minute)
        return minutes

    def decide(self, command: object, by: Actor, on: date) -> Decision:
        if isinstance(command, c.CaseCommand):
            case = self.cases[command.application]
            return {application_stream(case.number): decide_case(case, command, self.given(case, by, on))}
        return _RULES[type(command)](self, command, by, on)

    def given(self, case: Case, by: Actor, on: date) -> Given:
        claim = self.people.one_person(case.claim())
        nobody = registers.Register()
        return Given(
            actor=by,
            today=on,
            edition=self.edition,
            register_results={
                asked: self.registers.get(asked.register, nobody).answer(asked)
                for asked in questions(self.edition, claim)
            },
            uses=self.people.one_subject(self.uses(but_of=case.number)),
            people=self.people,
            working_days=self.calendar.working_days,
        )

    def uses(self, *, but_of: str = "") -> tuple[Use, ...]:
        return tuple(use for number, case in self.cases.items() if number != but_of for use in case.uses)

    def funds_in_order(self, on: date) -> list[funds.Fund]:
        """The funds of the year, in funding order."""
        order = [source.id for source in self.edition.funding_order]
        spendable = (fund for fund in self.funds.values() if fund.year == on.year)
        return sorted(spendable, key=lambda fund: order.index(fund.source))

    def submit(self, command: c.SubmitApplication, by: Actor, on: date) -> Decision:
        number = f"{command.authority}-{command.received_on.year}-{len(self.cases) + 1:06d}"
        given = Given(actor=by, today=on, edition=self.edition, number=number)
        return {application_stream(number): intake.submit(command, given)}

    def order(self, command: batches.OrderPayment, by: Actor, on: date) -> Decision:
        cases = [self.cases[number] for number in command.applications]
        batch = f"{cases[0].authority}-{on.year}-{len(self.batches) + 1:04d}"
        return payment_run.order(batch, cases, self.funds_in_order(on), by, on)

    def release(self, command: batches.ReleasePayment, by: Actor, on: date) -> Decision:
        batch = self.batches[command.batch]
        return payment_run.release(batch, self.cases, command, by)

    def export(self, command: batches.ExportPayment, by: Actor, on: date) -> Decision:
        return payment_run.export(self.batches[command.batch], command, by)

    def bank_answer(self, command: batches.RecordBankReply, by: Actor, on: date) -> Decision:
        return record_reply(self.batches[command.batch], self.cases, self.funds, command, by, on)

    def receive(self, command: recoveries.ReceiveRecovery, by: Actor, on: date) -> Decision:
        return recoveries.receive(self.cases[command.application], self.funds, command, by, on)

    def offset(self, command: recoveries.OffsetRecovery, by: Actor, on: date) -> Decision:
        case, other = self.cases[command.application], self.cases[command.against]
        return recoveries.offset(case, other, self.funds, self.funds_in_order(on), command, by, on)


_Rule = Callable[[Office, Any, Actor, date], Decision]


def _officer(office: Office, command: officers.OfficerCommand, by: Actor, on: date) -> Decision:
    return officers.decide(office.officers.get(command.officer), command, by)


def _register(office: Office, command: registers.RegisterCommand, by: Actor, on: date) -> Decision:
    return registers.decide(office.registers.get(command.register, registers.Register()), command, by)


def _open_fund(office: Office, command: funds.OpenFund, by: Actor, on: date) -> Decision:
    name = funds.fund_id(command.holder, command.source, command.programme, command.year)
    return funds.open_fund(office.funds.get(name), command, by)


_RULES: Mapping[type[Any], _Rule] = {
    officers.OpenLog: lambda office, command, by, on: officers.open_log(command),
    officers.EnrolOfficer: _officer,
    officers.GrantRole: _officer,
    officers.RevokeRole: _officer,
    officers.SuspendOfficer: _officer,
    officers.RotateKey: _officer,
    registers.AddEntry: _register,
    registers.EndEntry: _register,
    registers.ConfirmEntry: _register,
    reference.AdoptEdition: lambda office, command, by, on: reference.decide_adoption(office.editions, command, by),
    reference.AdoptCalendarYear: lambda office, command, by, on: reference.decide_calendar(
        office.calendar, command, by
    ),
    c.SubmitApplication: Office.submit,
    funds.OpenFund: _open_fund,
    batches.OrderPayment: Office.order,
    batches.ReleasePayment: Office.release,
    batches.ExportPayment: lambda office, command, by, on: payment_run.export(
        office.batches[command.batch], command, by
    ),
    batches.RecordBankReply: Office.bank_answer,
    recoveries.ReceiveRecovery: Office.receive,
    recoveries.OffsetRecovery: Office.offset,
    people.LinkPersons: lambda office, command, by, on: people.decide(office.people, command, by),
}


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

    def case(self, number: str) -> Case:
        return self.office.cases[number]


def net_drawn(case: Case, fund: str) -> int:
    """What payments of a case drew on a fund and have not given back; what is restored first was drawn last."""
    net = 0
    for payment in case.payments.values():
        left = payment.amount_fen - payment.restored_fen
        for draw in payment.drawn:
            part = min(left, draw.amount_fen)
            left -= part
            net += part if draw.fund == fund else 0
    return net
