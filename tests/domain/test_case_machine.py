"""Random officers do random things on advancing days, and what casework promises holds after every one of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from domain.application import commands as c
from domain.application import facts as f
from domain.application.state import Case, Order
from domain.application.status import Standing, Status
from domain.application.values import Credit, Due, VerifiedValue, ranges
from domain.errors import Refusal
from domain.office.roles import CASE_ROLES, Actor
from domain.treasury import batch as b
from tests.domain import story as s
from tests.domain.minutes import History, Office

JACKS = tuple(Actor(officer=f"jack-{number}", roles=CASE_ROLES, authority=s.SIMING) for number in range(3))
"""Officers who may do everything, so that only the second pair of eyes can stop them."""

officers = st.sampled_from((*JACKS, *s.DESK))
jacks = st.sampled_from(JACKS)
applications = st.sampled_from((s.FIRST, "350203-2024-000002"))
seldom = st.integers(0, 9).map(lambda drawn: drawn == 0)
often = st.integers(0, 9).map(lambda drawn: drawn != 0)
HIRED = (date(2024, 5, 20), date(2024, 5, 31))
BEGINNINGS: tuple[Callable[[], History], ...] = (
    lambda: (*s.the_calendar_of_2024(), *s.the_registers()),
    lambda: (*s.the_registers(), *s.a_payable_training()),
    lambda: s.a_payable_introduction(*HIRED),
)
"""A walk may begin with nothing, or where money can move."""

PAPERWORK: tuple[Callable[[str], c.CaseCommand], ...] = (
    lambda number: c.AcceptApplication(application=number),
    lambda number: c.AssessApplication(application=number),
    lambda number: c.ApproveApplication(application=number),
    lambda number: c.RejectApplication(application=number),
    lambda number: c.SendBackApplication(application=number, reason="sealed"),
    lambda number: c.PublishNotice(application=number),
    lambda number: c.CloseNotice(application=number),
)
ENDINGS: tuple[Callable[[str], c.CaseCommand], ...] = (
    lambda number: c.RefuseApplication(application=number, clause="m01", reason="sealed"),
    lambda number: c.WithdrawApplication(application=number, reason="sealed"),
)


class Applications(RuleBasedStateMachine):
    """Two applications at most, which compete for the money of two funds and, being the same people, for limits."""

    def __init__(self) -> None:
        super().__init__()
        self.today = date(2024, 6, 5)
        self.office = Office(s.edition())

    @initialize(
        before=st.sampled_from(BEGINNINGS),
        central=st.sampled_from((2_500_00, 50_000_00)),
        provincial=st.sampled_from((700_00, 60_000_00)),
    )
    def begin(self, before: Callable[[], History], central: int, provincial: int) -> None:
        history = before()
        for minute in (*history, *s.a_fund("central", central), *s.a_fund("provincial", provincial)):
            self.office.record(minute)
        self.today = max(self.today, history[-1].on)

    def ask(self, command: object, by: Actor) -> None:
        """Any refusal is a fair answer, and records nothing; anything else that is raised is a mistake of ours."""
        try:
            self.office.execute(command, by, self.today)
        except Refusal:
            return

    @property
    def cases(self) -> list[Case]:
        return list(self.office.cases.values())

    # What may happen

    @rule(days=st.integers(1, 45))
    def time_passes(self, days: int) -> None:
        self.today = min(self.today + timedelta(days=days), date(2024, 12, 31))

    @precondition(lambda self: len(self.office.cases) < 2)
    @rule(staged=st.booleans(), own_account=often, days_back=st.integers(0, 10), by=officers)
    def submit(self, staged: bool, own_account: bool, days_back: int, by: Actor) -> None:
        received_on = self.today - timedelta(days=days_back)
        file = s.introduction(*HIRED, received_on=received_on) if staged else s.training(received_on=received_on)
        account = s.account(of_applicant=own_account)
        self.ask(replace(file, account=account), by)

    @rule(number=applications, by=jacks)
    def proceed(self, number: str, by: Actor) -> None:
        """The step that an ordinary day would bring next."""
        case = self.office.cases.get(number)
        if case is None:
            return
        match case.status:
            case Status.SUBMITTED:
                self.verify(number, by, doubtful=False)
                self.ask(c.AcceptApplication(application=number), by)
            case Status.ACCEPTED:
                self.ask(c.AssessApplication(application=number), by)
            case Status.ASSESSED:
                self.ask(c.ApproveApplication(application=number), by)
            case Status.APPROVED:
                self.ask(c.PublishNotice(application=number), by)
            case Status.ON_PUBLIC_NOTICE:
                self.time_passes(15)
                self.ask(c.CloseNotice(application=number), by)
            case Status.PAYABLE | Status.PARTIALLY_PAID:
                self.pay(case, by)

    def pay(self, case: Case, by: Actor) -> None:
        if case.proposals:
            self.ask(c.ConfirmProposal(application=case.number, proposal=min(case.proposals)), by)
        elif case.payable():
            self.ask(b.OrderPayment(applications=(case.number,)), by)
        elif case.orders:
            order = next(iter(case.orders.values()))
            item = credit(case.number, order.amount_fen, self.today)
            released = b.ReleasePayment(batch=order.batch)
            self.ask(s.credited(order.batch, item) if order.released else released, by)
        else:
            self.time_passes(45)
            first = min(due for due, item in case.items.items() if item.standing is Standing.WAITING)
            self.ask(s.milestone(case.items[first].payable, self.today, application=case.number), by)

    @rule(number=applications, by=jacks)
    def proceed_further(self, number: str, by: Actor) -> None:
        """Twice as often as anything else, so that walks go far."""
        self.proceed(number, by)

    @rule(number=applications, by=officers, ask=st.sampled_from(PAPERWORK))
    def work(self, number: str, by: Actor, ask: Callable[[str], c.CaseCommand]) -> None:
        self.on(number, ask(number), by)

    @rule(number=applications, by=officers, ask=st.sampled_from(ENDINGS), really=seldom)
    def end(self, number: str, by: Actor, ask: Callable[[str], c.CaseCommand], really: bool) -> None:
        if really:
            self.on(number, ask(number), by)

    @rule(number=applications, by=officers, keep=st.sets(st.integers(0, 2), min_size=1), own_account=often)
    def correct(self, number: str, by: Actor, keep: set[int], own_account: bool) -> None:
        self.on(number, c.RequestCorrection(application=number, lines=(), reason="sealed"), by)
        file = s.training()
        case = self.office.cases.get(number)
        if case is not None:
            corrected = c.CorrectApplication(
                application=number,
                applicant=case.applicant,
                account=s.account(of_applicant=own_account),
                documents=(),
                facts=case.facts,
                lines=tuple(file.lines[index] for index in keep)
                if case.scheme == s.TRAINING
                else (*case.lines.values(),),
            )
            self.ask(corrected, by)

    @rule(number=applications, by=officers, doubtful=seldom)
    def verify(self, number: str, by: Actor, doubtful: bool) -> None:
        case = self.office.cases.get(number)
        if case is not None:
            found = [
                VerifiedValue(fact=fact, value=value, lines=ranges([line.line]))
                for line in case.lines.values()
                for fact, value in line.facts.items()
            ]
            if doubtful:
                found[0] = replace(found[0], fact="category", value="general")
            command = c.VerifyFacts(application=number, source="…", checked_on=self.today, values=tuple(found))
            self.ask(command, by)

    @rule(
        number=applications,
        by=jacks,
        months=st.sampled_from((3, 6)),
        met=often,
        days_ago=st.integers(0, 60),
        lines=st.sets(st.integers(1, 2)),
    )
    def report(self, number: str, by: Actor, months: int, met: bool, days_ago: int, lines: set[int]) -> None:
        on = self.today - timedelta(days=days_ago)
        self.on(number, s.milestone(f"employed-{months}-months", on, met=met, lines=lines, application=number), by)

    @rule(number=applications, by=jacks, decline=seldom, index=st.integers(0, 2))
    def confirm(self, number: str, by: Actor, decline: bool, index: int) -> None:
        case = self.office.cases.get(number)
        open_ = sorted(case.proposals) if case is not None else []
        if open_:
            proposal = open_[index % len(open_)]
            self.ask(c.ConfirmProposal(application=number, proposal=proposal, declined=decline, reason="sealed"), by)

    @rule(both=st.booleans(), number=applications, by=jacks)
    def order(self, both: bool, number: str, by: Actor) -> None:
        wanted = tuple(self.office.cases) if both else (number,)
        if wanted and all(each in self.office.cases for each in wanted):
            self.ask(b.OrderPayment(applications=wanted), by)

    @precondition(lambda self: self.office.batches)
    @rule(data=st.data(), by=jacks, decline=seldom)
    def release(self, data: st.DataObject, by: Actor, decline: bool) -> None:
        batch = data.draw(st.sampled_from(sorted(self.office.batches)))
        self.ask(b.ReleasePayment(batch=batch, declined=decline), by)

    @precondition(lambda self: self.office.batches)
    @rule(data=st.data(), by=jacks, exact=often, reference=st.sampled_from(("B1", "B2")), days_ago=st.integers(0, 3))
    def report_credits(self, data: st.DataObject, by: Actor, exact: bool, reference: str, days_ago: int) -> None:
        batch = self.office.batches[data.draw(st.sampled_from(sorted(self.office.batches)))]
        numbers = data.draw(st.lists(st.sampled_from(sorted(batch.items)), min_size=1, max_size=2))
        items = tuple(
            credit(
                number,
                batch.items[number].amount_fen + (0 if exact else 1),
                self.today - timedelta(days=days_ago),
                reference,
            )
            for number in numbers
        )
        self.ask(s.credited(batch.batch, *items), by)
        self.ask(b.ExportPayment(batch=batch.batch, sha256="5f" * 32, rows=len(items)), by)

    def on(self, number: str, command: c.CaseCommand, by: Actor) -> None:
        if number in self.office.cases:
            self.ask(command, by)

    # What holds whatever happens

    @invariant()
    def no_more_is_ordered_and_paid_than_entitled(self) -> None:
        for case in self.cases:
            assert case.ordered_fen + case.paid_fen <= case.entitled_fen

    @invariant()
    def every_instalment_stands_where_orders_and_credits_say(self) -> None:
        for case in self.cases:
            ordered = [due for order in case.orders.values() for due in order.items]
            paid = [due for credit in case.credits for due in credit.items]
            assert sorted(ordered) == standing(case, Standing.ORDERED)
            assert sorted(paid) == standing(case, Standing.PAID)

    @invariant()
    def what_is_drawn_is_what_is_paid(self) -> None:
        for case in self.cases:
            moves: tuple[Order | Credit, ...] = (*case.orders.values(), *case.credits)
            for moved in moves:
                assert sum(draw.amount_fen for draw in moved.drawn) == moved.amount_fen
                assert sum(case.items[due].amount_fen for due in moved.items) == moved.amount_fen
        for batch in self.office.batches.values():
            assert sum(draw.amount_fen for draw in batch.drawn) == batch.amount_fen
            assert sum(item.amount_fen for item in batch.items.values()) == batch.amount_fen

    @invariant()
    def no_fund_is_overdrawn_and_every_draw_belongs_to_a_run_that_stands(self) -> None:
        drawn: Counter[str] = Counter()
        for batch in self.office.batches.values():
            if not batch.cancelled:
                drawn.update({draw.fund: draw.amount_fen for draw in batch.drawn})
        for fund in self.office.funds.values():
            assert 0 <= fund.balance_fen <= fund.opened_fen
            assert fund.drawn_fen == drawn[fund.fund]

    @invariant()
    def settled_means_that_nothing_is_payable_in_flight_or_waiting(self) -> None:
        for case in self.cases:
            if case.status is Status.SETTLED:
                assert case.settled_once()
            if case.status in (Status.PAYABLE, Status.PARTIALLY_PAID):
                assert not case.settled_once()

    @invariant()
    def a_case_and_its_runs_agree_on_what_is_in_flight(self) -> None:
        for case in self.cases:
            in_flight = {
                batch.batch
                for batch in self.office.batches.values()
                if case.number in batch.items and not batch.cancelled and case.number not in batch.credited
            }
            assert case.orders.keys() == in_flight
            assert {batch for batch, order in case.orders.items() if order.released} == {
                batch for batch in in_flight if self.office.batches[batch].released
            }

    @invariant()
    def no_limit_is_ever_beaten(self) -> None:
        once = Counter((use.limit, use.subject, use.qualifier) for use in self.office.uses())
        assert all(count <= (3 if limit == "training-yearly" else 1) for (limit, _, _), count in once.items())

    @invariant()
    def a_version_is_the_number_of_facts(self) -> None:
        facts = Counter(minute.stream for minute in self.office.history)
        for case in self.cases:
            assert case.version == facts[f"application-{case.number}"]

    @invariant()
    def money_is_ordered_only_after_the_notice(self) -> None:
        for minute in self.office.history:
            if isinstance(minute.fact, f.PaymentOrdered):
                notice = self.office.cases[minute.stream.removeprefix("application-")].notice
                assert notice is not None
                assert minute.on >= notice.payable_from

    def teardown(self) -> None:
        self.folding_again_gives_the_same()
        nobody_confirmed_what_they_proposed(self.office)
        nobody_both_assessed_and_released(self.office)

    def folding_again_gives_the_same(self) -> None:
        again = Office(s.edition(), self.office.history)
        assert again.cases == self.office.cases
        assert again.batches == self.office.batches
        assert again.funds == self.office.funds


def credit(number: str, amount_fen: int, value_on: date, reference: str = "B1") -> b.CreditedItem:
    return b.CreditedItem(application=number, amount_fen=amount_fen, value_on=value_on, reference=reference)


def standing(case: Case, wanted: Standing) -> list[Due]:
    return sorted(due for due, item in case.items.items() if item.standing is wanted)


def nobody_confirmed_what_they_proposed(office: Office) -> None:
    proposed_by: dict[tuple[str, str], str] = {}
    for minute in office.history:
        match minute.fact:
            case f.ConfirmationRequired() | f.MilestoneReported():
                proposed_by[minute.stream, minute.fact.proposal] = minute.by
            case f.ApplicationAssessed():
                proposed_by[minute.stream, "assessment"] = minute.by
            case b.BatchOrdered():
                proposed_by[minute.stream, "order"] = minute.by
            case f.ProposalConfirmed() | f.ProposalDeclined():
                assert minute.by != proposed_by[minute.stream, minute.fact.proposal]
            case f.ApplicationApproved() | f.ApplicationRejected() | f.ApplicationSentBack():
                assert minute.by != proposed_by[minute.stream, "assessment"]
            case b.BatchReleased() | b.BatchCancelled():
                assert minute.by != proposed_by[minute.stream, "order"]


def nobody_both_assessed_and_released(office: Office) -> None:
    did = [(minute.stream, type(minute.fact), minute.by) for minute in office.history]
    assessed = {(stream, by) for stream, fact, by in did if fact is f.ApplicationAssessed}
    released = {(stream, by) for stream, fact, by in did if fact is f.PaymentReleased}
    assert assessed.isdisjoint(released)


def run(examples: int, steps: int) -> None:
    health = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]
    profile = settings(
        max_examples=examples, stateful_step_count=steps, deadline=None, suppress_health_check=health, database=None
    )
    run_state_machine_as_test(Applications, settings=profile)


def test_whatever_officers_do_casework_keeps_its_promises() -> None:
    run(examples=100, steps=50)


@pytest.mark.campaign
def test_casework_keeps_its_promises_over_fifty_thousand_steps() -> None:
    run(examples=500, steps=100)
