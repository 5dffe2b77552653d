"""What casework promises holds after every step of random officers doing random things on advancing days."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from time import perf_counter

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import invariant, run_state_machine_as_test

from domain.application import events as f
from domain.application.payment_key import batch_of, payment_key
from domain.application.state import money
from domain.application.state.balances import drawn_fen
from domain.application.state.case import Case
from domain.application.state.proceedings import statement_until
from domain.application.status import ENDED, PAYING, Status
from domain.application.values import (
    BANK_ERROR,
    CLEARING,
    OWED_BACK,
    UNMATCHED,
    Draw,
    Portion,
    Restored,
    amounts_of,
)
from domain.base import EVENTS
from domain.treasury import batch_events as b
from domain.treasury.fund import FundRestored
from domain.treasury.run_standing import standing_of
from tests.domain import sample_cases as s
from tests.domain.allotment_history import assert_sound
from tests.domain.given_when_then import Minute, Office
from tests.domain.random_office import Turns
from tests.domain.test_funds import adds_up


class CommandExecutor(Turns):
    """The walks, and what is promised."""

    # At the moment when something is recorded

    def look(self) -> None:
        for minute in self.last:
            _balanced(minute)
            if isinstance(minute.event, f.PaymentOrdered | f.PaidByOffset):
                self.no_more_than_is_owed(minute)
            if isinstance(minute.event, f.RecoveryDemanded):
                self.told_and_heard(minute, minute.event)

    def told_and_heard(self, minute: Minute, demanded: f.RecoveryDemanded) -> None:
        if demanded.ground == "bank-error":
            return
        notice = self.before[minute.stream.removeprefix("application-")].recoveries[demanded.recovery]
        until = statement_until(notice)
        assert until is not None
        assert notice.statement_on is not None or minute.on > until
        assert demanded.amount_fen <= notice.notified_fen

    def no_more_than_is_owed(self, minute: Minute) -> None:
        number = minute.stream.removeprefix("application-")
        before, after = self.before[number], self.office.cases[number]
        assert isinstance(minute.event, f.PaymentOrdered | f.PaidByOffset)
        items = minute.event.items if isinstance(minute.event, f.PaymentOrdered) else minute.event.credit.items
        lines = [due for due in amounts_of(items) if due != OWED_BACK]
        for due in lines:
            assert not before.holds(due.line)
            assert not before.items[due].waiting
        forgiven = sum(item.forgiven_fen for item in after.items.values())
        assert not lines or after.ordered_fen + after.net_paid_fen - forgiven <= after.entitled_fen
        assert before.notice is not None
        assert minute.on >= before.notice.payable_from or before.notice_open
        assert not before.account_doubtful or isinstance(minute.event, f.PaidByOffset)

    # At any moment

    @invariant()
    def no_more_is_demanded_than_is_overpaid_and_not_written_off(self) -> None:
        for case in self.cases:
            assert case.demanded_fen <= case.collectable_fen <= case.overpaid_fen or not case.recoveries

    @invariant()
    def every_position_is_what_orders_payments_and_demands_add_up_to(self) -> None:
        for case in self.cases:
            _adds_up(case)

    @invariant()
    def no_payment_gives_back_more_than_it_drew(self) -> None:
        for case in self.cases:
            for payment in case.payments.values():
                assert drawn_fen(payment.drawn) == sum(payment.left_fen(due) for due in payment.amounts_fen)
                assert all(payment.left_fen(due) >= 0 for due in payment.amounts_fen)
                assert all(fen >= 0 for fen in (*payment.returned_fen.values(), *payment.recovered_fen.values()))

    @invariant()
    def every_fen_is_somewhere(self) -> None:
        """What the funds are short of is with payees or on its way to them; clearing accounts hold the rest."""
        funds = sum(fund.drawn_fen for fund in self.office.funds.values())
        not_ordered = {UNMATCHED, BANK_ERROR}
        payments = (payment.drawn for case in self.cases for payment in case.payments.values())
        orders = (order.drawn for case in self.cases for order in case.orders.values())
        by_mistake = sum(
            draw.amount_fen for drawn in (*payments, *orders) for draw in drawn if draw.fund in not_ordered
        )
        with_payees = sum(case.ordered_fen + case.net_paid_fen for case in self.cases)
        assert funds + by_mistake == with_payees

    @invariant()
    def each_fund_has_given_what_the_cases_drew_on_it(self) -> None:
        """By fund, too: where each fund's part is an item, what comes back of one restores no other."""
        drawn: Counter[str] = Counter()
        for case in self.cases:
            for item in (*case.orders.values(), *case.payments.values()):
                for draw in item.drawn:
                    drawn[draw.fund] += draw.amount_fen
                    assert item.fund in (None, draw.fund) or draw.fund in CLEARING
        assert {name: fund.drawn_fen for name, fund in self.office.funds.items()} == {
            name: drawn[name] for name in self.office.funds
        }

    @invariant()
    def no_fund_is_overdrawn(self) -> None:
        for fund in self.office.funds.values():
            assert 0 <= fund.least_fen(s.OPENING) <= fund.balance_fen <= fund.opened_fen + fund.allotted_in_fen
            assert fund.reserved_fen >= 0
            assert adds_up(fund)
            assert fund.drawn_fen >= 0
            assert fund.treasury_due_fen >= 0

    @invariant()
    def what_funds_reserve_is_what_allotments_have_yet_to_release(self) -> None:
        for allotment in self.office.allotments.values():
            assert_sound(allotment)
        reserved_fen = sum(allotment.reserved_fen for allotment in self.office.allotments.values())
        assert reserved_fen == sum(fund.reserved_fen for fund in self.office.funds.values())

    @invariant()
    def settled_means_that_nothing_is_payable_in_flight_or_waiting(self) -> None:
        for case in self.cases:
            if case.stage is Status.SETTLED:
                assert case.settled_once()
                assert not case.payable()
            if case.stage in PAYING:
                assert not case.settled_once()
            if case.stage in ENDED:
                # What the payee paid back too much stays theirs, and what was paid and came back.
                back_fen = max(0, case.owed_back.open_fen - money.undemanded_fen(case))
                open_fen = max(0, sum(item.open_fen for item in case.items.values())) + back_fen
                assert case.suspended or sum(case.payable().values()) == open_fen

    @invariant()
    def a_case_and_its_runs_agree_on_what_is_in_flight(self) -> None:
        for case in self.cases:
            in_flight_fen = {
                payment_key(batch.batch, item.fund): standing_of(batch, item).in_flight_fen
                for batch in self.office.batches.values()
                for item in batch.keys_of(case.number)
            }
            assert {item: order.amount_fen for item, order in case.orders.items()} == {
                item: fen for item, fen in in_flight_fen.items() if fen
            }
            assert {item for item, order in case.orders.items() if order.released} == {
                item for item in case.orders if self.office.batches[batch_of(item)].released
            }

    @invariant()
    def a_case_and_what_the_bank_said_agree(self) -> None:
        for case in self.cases:
            for batch in self.office.batches.values():
                for item in batch.keys_of(case.number):
                    now, key = standing_of(batch, item), payment_key(batch.batch, item.fund)
                    payment = case.payments.get(key)
                    assert (payment.credited_fen if payment else 0) == now.paid_fen - now.back_fen
                    assert case.in_doubt.get(key) == now.in_doubt
                unmatched = [bool(standing_of(batch, item).unmatched) for item in batch.keys_of(case.number)]
                assert (case.number in batch.unmatched) == any(unmatched)
        for batch in self.office.batches.values():
            assert _sum(batch.drawn) == batch.amount_fen == sum(item.amount_fen for item in batch.items.values())

    @invariant()
    def no_limit_is_ever_beaten(self) -> None:
        uses = self.office.people.one_subject(self.office.uses())
        waived = {(case.number, *pair) for case in self.cases for pair in case.waived}
        # A false claim counts although another case has taken its place meanwhile; it is owed nothing.
        owed = {
            (case.number, due.line)
            for case in self.cases
            for due, item in case.items.items()
            if item.entitled_fen or item.forfeited
        }
        linked = bool(self.office.people.known_as)
        once = Counter(
            (use.limit, use.subject, use.qualifier)
            for use in uses
            if (use.application, use.limit.partition("/")[2], use.line) not in waived
            and (use.application, use.line) in owed
        )
        # Persons who are found to be one may have used a limit as two before.
        assert linked or all(
            count <= (3 if limit.endswith("/training-yearly") else 1) for (limit, _, _), count in once.items()
        )

    @invariant()
    def a_version_is_the_number_of_facts(self) -> None:
        facts = Counter(minute.stream for minute in self.office.history)
        for case in self.cases:
            assert case.version == facts[f"application-{case.number}"]

    def teardown(self) -> None:
        again = Office(s.edition(), self.office.history)
        assert again.cases == self.office.cases
        assert again.batches == self.office.batches
        assert again.funds == self.office.funds
        nobody_confirmed_what_they_proposed(self.office)
        nobody_both_assessed_and_released(self.office)
        sources_get_back_no_more_than_they_gave(self.office)


def _adds_up(case: Case) -> None:
    for due, item in case.items.items():
        payments = case.payments.values()
        assert item.ordered_fen == sum(order.amounts_fen.get(due, 0) for order in case.orders.values())
        assert item.paid_fen == sum(
            payment.amounts_fen.get(due, 0) - payment.returned_fen.get(due, 0) for payment in payments
        )
        assert item.recovered_fen == sum(payment.recovered_fen.get(due, 0) for payment in payments)
        assert 0 <= item.recovered_fen <= item.paid_fen
        assert item.entitled_fen >= 0
        assert not item.forfeited or not item.entitled_fen
    written_off = sum(recovery.written_off_fen for recovery in case.recoveries.values())
    assert case.written_off_fen == written_off
    refund = case.owed_back
    assert refund.ordered_fen == sum(order.amounts_fen.get(OWED_BACK, 0) for order in case.orders.values())
    assert 0 <= refund.paid_fen + refund.ordered_fen <= refund.entitled_fen
    for recovery in case.recoveries.values():
        assert recovery.open_fen >= 0


def _balanced(minute: Minute) -> None:
    """Every movement of money names as much on the one side as on the other."""
    match minute.event:
        case (
            f.PaymentOrdered()
            | f.PaymentCancelled()
            | f.PaymentFailed()
            | f.PaymentOvertaken()
            | f.PaymentReinstated() as order
        ):
            assert _items(order.items) == order.amount_fen == _sum(order.drawn)
        case (
            f.ApplicationPartiallyPaid(credit=credit)
            | f.ApplicationSettled(credit=credit)
            | f.PaidByOffset(credit=credit)
        ) if credit is not None:
            assert _items(credit.items) == credit.amount_fen == _sum(credit.drawn)
        case f.PaymentAssigned() as moved:
            assert _items(moved.items) == moved.amount_fen == _sum(moved.drawn) == _sum(moved.cleared)
        case f.ReturnReversed() as again:
            assert _items(again.items) == again.amount_fen == _sum(again.drawn) + again.owed_back_fen
        case f.PaymentReturned() | f.PaymentReversed() as back:
            assert _items(back.items) == back.amount_fen == _sum(back.restored) + back.owed_back_fen
            assert _items(back.undone) == back.owed_back_fen
        case f.RecoveryReceived() as received:
            assert _restored(received.restored) + received.owed_back_fen == received.amount_fen
        case f.RecoveryOffset() | f.RecoveryOffsetWithin() as offset:
            assert _restored(offset.restored) == offset.amount_fen
        case f.RecoveryDemanded() as demanded:
            assert _restored(demanded.payments) == demanded.amount_fen
        case f.RecoveryWrittenOff() as written_off:
            assert _items(written_off.items) == written_off.amount_fen


def _items(items: tuple[Portion, ...]) -> int:
    return sum(amounts_of(items).values())


def _sum(drawn: Iterable[Draw]) -> int:
    return sum(draw.amount_fen for draw in drawn)


def _restored(restored: Iterable[Restored]) -> int:
    restorations = list(restored)
    for restoration in restorations:
        assert _items(restoration.items) == restoration.amount_fen == _sum(restoration.drawn)
    return sum(restoration.amount_fen for restoration in restorations)


def nobody_confirmed_what_they_proposed(office: Office) -> None:
    proposed_by: dict[tuple[str, str], str] = {}
    for minute in office.history:
        proposal = getattr(minute.event, "proposal", None)
        match minute.event:
            case f.ProposalConfirmed() | f.ProposalDeclined():
                assert minute.by != proposed_by[minute.stream, minute.event.proposal]
            case f.ApplicationAssessed():
                proposed_by[minute.stream, "assessment"] = minute.by
            case f.ApplicationApproved() | f.ApplicationRejected() | f.ApplicationSentBack():
                assert minute.by != proposed_by[minute.stream, "assessment"]
            case b.BatchOrdered():
                proposed_by[minute.stream, "order"] = minute.by
            case b.BatchReleased() | b.BatchCancelled():
                assert minute.by != proposed_by[minute.stream, "order"]
            case _ if proposal is not None:
                proposed_by[minute.stream, proposal] = minute.by


def nobody_both_assessed_and_released(office: Office) -> None:
    did = [(minute.stream, type(minute.event), minute.by) for minute in office.history]
    assessed = {(stream, by) for stream, fact, by in did if fact in (f.ApplicationAssessed, f.RevisionProposed)}
    released = {(stream, by) for stream, fact, by in did if fact is f.PaymentReleased}
    assert assessed.isdisjoint(released)


def sources_get_back_no_more_than_they_gave(office: Office) -> None:
    """Fund by fund and payment by payment, from the facts alone."""
    drawn: Counter[tuple[str, str, str]] = Counter()
    back: Counter[tuple[str, str, str]] = Counter()
    for minute in office.history:
        match minute.event:
            case (
                f.ApplicationPartiallyPaid(credit=credit)
                | f.ApplicationSettled(credit=credit)
                | f.PaidByOffset(credit=credit)
            ) if credit is not None:
                _count(drawn, minute, credit.batch, credit.drawn)
            case f.PaymentReturned() as returned:
                _count(back, minute, returned.batch, returned.restored)
            case f.PaymentReversed() as never:
                _count(drawn, minute, never.batch, never.restored, -1)
            case f.ReturnReversed() as again:
                _count(drawn, minute, again.batch, again.drawn)
            case f.PaymentAssigned() as assigned:
                _count(drawn, minute, assigned.batch, assigned.drawn)
                _count(drawn, minute, assigned.batch, assigned.cleared, -1)
            case (
                f.RecoveryReceived(restored=restored)
                | f.RecoveryOffset(restored=restored)
                | f.RecoveryOffsetWithin(restored=restored)
            ):
                for restoration in restored:
                    _count(back, minute, restoration.batch, restoration.drawn)
    assert all(amount_fen <= drawn[key] for key, amount_fen in back.items())
    in_funds = sum(minute.event.amount_fen for minute in office.history if isinstance(minute.event, FundRestored))
    assert in_funds == sum(amount_fen for (_, _, fund), amount_fen in back.items() if fund not in CLEARING)


def _count(
    by_fund: Counter[tuple[str, str, str]], minute: Minute, batch: str, drawn: Iterable[Draw], sign: int = 1
) -> None:
    for draw in drawn:
        by_fund[minute.stream, batch, draw.fund] += sign * draw.amount_fen


def run(examples: int, steps: int) -> None:
    health = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]
    profile = settings(
        max_examples=examples, stateful_step_count=steps, deadline=None, suppress_health_check=health, database=None
    )
    run_state_machine_as_test(CommandExecutor, settings=profile)


def test_whatever_officers_do_casework_keeps_its_promises() -> None:
    run(examples=45, steps=80)


@pytest.mark.campaign
def test_casework_keeps_its_promises_over_fifty_thousand_steps() -> None:
    CommandExecutor.taken = 0
    CommandExecutor.recorded.clear()
    expected = {name for name in EVENTS if name.startswith(("application.", "batch."))}
    began = perf_counter()
    # A rare turn may want some steps more.
    while CommandExecutor.taken < 50_000 or (
        expected - CommandExecutor.recorded.keys() and CommandExecutor.taken < 200_000
    ):
        run(examples=100, steps=100)
    rate = CommandExecutor.taken / (perf_counter() - began)
    print(f"{CommandExecutor.taken} steps, {rate:.0f} a second, {sum(CommandExecutor.recorded.values())} facts")
    assert expected <= CommandExecutor.recorded.keys(), "every turn was taken"
