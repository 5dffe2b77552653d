"""The first half of a case: received, accepted, compared, assessed, approved and put on public notice."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby

from benchmarks.city import people
from benchmarks.city.fraud import CONFIRMING_PAIR, HASTY, ONE_ACCOUNT, Planted
from benchmarks.city.handled import Handled
from benchmarks.city.office import DESKS, CityOffice, officer
from benchmarks.city.town import Town
from domain.application import commands as c
from domain.application.events import ApplicationSubmitted
from domain.application.values import Line, VerifiedValue, ranges
from domain.decisions.commands import Command
from domain.entitlement.findings import Value
from domain.office.roles import Role
from store.commands.executor import PreparedCommand, Result
from usecases.intake.application import ApplicationFile
from usecases.intake.sealing import submission

_COMPARED, _FILE = "与部门数据比对", "c0" * 32
PAIR_AT = "350211"
"""The authority two of whose officers always confirm each other."""


def step(
    office: CityOffice, cases: Iterable[Handled], asked: Callable[[Handled], tuple[str, Command] | None]
) -> list[tuple[Handled, Result]]:
    """What came of one act about each case for which somebody is to do something; of what was refused, nothing."""
    given: list[Handled] = []

    def requests() -> Iterator[PreparedCommand]:
        for case in cases:
            act = asked(case)
            if act is not None:
                given.append(case)
                yield office.request(*act)

    results = list(office.all_of(requests()))
    return [(case, result) for case, result in zip(given, results, strict=True) if result is not None]


def receive(
    office: CityOffice, town: Town, files: Sequence[tuple[date, ApplicationFile, Planted | None]]
) -> list[Handled]:
    """Hand in the files of some days, in their order, at the desks of their authorities."""
    office.list_entries(town.take_new_entries())
    cases = [Handled(file, planted) for _, file, planted in files]
    for day, of_day in groupby(cases, key=lambda case: case.file.received_on):
        assert day is not None, "the city writes the day on every file"
        office.hours.be(day)
        _hand_in(office, day, list(of_day))
    return [case for case in cases if case.number]


def _hand_in(office: CityOffice, day: date, cases: Sequence[Handled]) -> None:
    def requests() -> Iterator[PreparedCommand]:
        for case in cases:
            case.clerk = office.one(Role.CLERK, case.authority)
            yield submission(office.at(case.clerk), office.edition, case.file, day)

    for case, result in zip(cases, office.all_of(requests()), strict=True):
        if result is None:
            continue
        submitted = result.events[0].event
        assert isinstance(submitted, ApplicationSubmitted), "a submission begins with the file"
        case.number, case.lines = submitted.number, submitted.lines
        if case.planted:
            case.planted.applications.append(case.number)
        case.milestones = list(office.edition.schemes[case.file.scheme].milestones)


def accept(office: CityOffice, cases: Sequence[Handled]) -> None:
    """Accept and compare them; of some lines the departments do not answer yet."""
    step(office, cases, lambda case: (case.clerk, c.AcceptApplication(application=case.number)))
    for case in cases:
        honest = case.planted is None
        case.uncompared = tuple(line.line for line in case.lines if honest and people.share(office.random, 1.5))
    compare(office, cases, lambda case: [line for line in case.lines if line.line not in case.uncompared])


def compare(office: CityOffice, cases: Iterable[Handled], of: Callable[[Handled], Sequence[Line]]) -> None:
    """Record what the departments answered about some lines of each."""

    def asked(case: Handled) -> tuple[str, Command] | None:
        values = tuple(_values(office, case, of(case)))
        if not values:
            return None
        other = office.one(Role.CLERK, case.authority, but=case.clerk)
        return other, c.VerifyFacts(
            application=case.number, source=_COMPARED, checked_on=office.hours.day, values=values, file_sha256=_FILE
        )

    step(office, cases, asked)


def _values(office: CityOffice, case: Handled, lines: Sequence[Line]) -> Iterator[VerifiedValue]:
    """What the applicant stated is right."""
    scheme = office.edition.schemes[case.file.scheme]
    for fact in scheme.verify:
        if fact in scheme.application_facts:
            if (stated := case.file.facts.get(fact)) is not None:
                yield VerifiedValue(fact=fact, value=stated)
            continue

        def stated_in(line: Line, fact: str = fact) -> tuple[str, Value]:
            value = line.facts[fact]
            return type(value).__name__, value

        of_fact = sorted((line for line in lines if fact in line.facts), key=stated_in)
        for (_, value), alike in groupby(of_fact, key=stated_in):
            yield VerifiedValue(fact=fact, value=value, lines=ranges(line.line for line in alike))


def decide(office: CityOffice, cases: Sequence[Handled]) -> tuple[list[Handled], list[Handled]]:
    """Assess them and approve or reject what can be: what was approved, and of what something is open."""
    hasty = [case for case in cases if case.sort == HASTY]
    for case in cases:
        case.assessor, case.approver = _who_decides(office, case)
    step(office, [case for case in cases if case.sort != HASTY], _assess)
    approved: list[Handled] = []
    undecided: list[Handled] = []
    for case in hasty:  # By the same two, within a minute.
        step(office, [case], _assess)
        approved += [done for done, _ in step(office, [case], lambda one: _approve(office, one))]
    outcomes = {}
    for case, result in step(office, [case for case in cases if case.sort != HASTY], lambda one: _approve(office, one)):
        outcomes[case.number] = result
    for case in cases:
        state = office.case(case.number)
        if state.undecided:
            undecided.append(case)
        if case.number in outcomes and state.entitled_fen:
            approved.append(case)
    return approved, undecided


def _who_decides(office: CityOffice, case: Handled) -> tuple[str, str]:
    assessor, approver = office.one(Role.ASSESSOR, case.authority), office.one(Role.APPROVER, case.authority)
    if case.authority == PAIR_AT:
        last = DESKS - 1
        if assessor == officer(Role.ASSESSOR, PAIR_AT, last) or approver == officer(Role.APPROVER, PAIR_AT, last):
            return officer(Role.ASSESSOR, PAIR_AT, last), officer(Role.APPROVER, PAIR_AT, last)
    return assessor, approver


def confirming_pair() -> Planted:
    two = [officer(role, PAIR_AT, DESKS - 1) for role in (Role.ASSESSOR, Role.APPROVER)]
    return Planted(CONFIRMING_PAIR, officers=two)


def _assess(case: Handled) -> tuple[str, Command]:
    return case.assessor, c.AssessApplication(application=case.number)


def _approve(office: CityOffice, case: Handled) -> tuple[str, Command] | None:
    state = office.case(case.number)
    if state.eligible:
        shared = "" if case.sort == ONE_ACCOUNT else None
        approve = c.ApproveApplication(application=case.number, leaving_open=state.undecided, shared_account=shared)
        return case.approver, approve
    if state.undecided:
        return None
    return case.approver, c.RejectApplication(application=case.number)


def publish(office: CityOffice, cases: Iterable[Handled]) -> None:
    step(office, cases, lambda case: (case.clerk, c.PublishNotice(application=case.number)))


def follow_up(office: CityOffice, cases: Sequence[Handled]) -> tuple[list[Handled], list[Handled]]:
    """The departments have answered: lines that an approval left open are decided, whole cases assessed again."""
    compare(office, cases, lambda case: [line for line in case.lines if line.line in case.uncompared])
    awarded = [case for case in cases if office.case(case.number).entitled_fen]
    waiting = [case for case in cases if case not in awarded]
    step(office, awarded, lambda case: (case.assessor, c.FollowUpApplication(application=case.number)))
    confirm = c.ConfirmProposal
    done = step(office, awarded, lambda case: (case.approver, confirm(application=case.number, proposal=None)))
    return [case for case, _ in done], decide(office, waiting)[0]
