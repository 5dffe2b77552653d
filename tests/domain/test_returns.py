"""退汇与失败: the bank sends money back, also weeks later; two officers correct the account, it is ordered again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from domain.application import commands as c
from domain.application import events as f
from domain.application.state.case import Case
from domain.application.status import Status
from domain.application.values import HELD_FOR_PAYEE, OWED_BACK, Draw, Due, Portion
from domain.base import replace
from domain.office.fund_proposals import CarryOverFund
from domain.treasury import batch_events as b
from domain.treasury import run_commands as runs
from domain.treasury.fund import FundDrawCancelled, FundRestored
from tests.domain import later_events as t
from tests.domain import sample_cases as s
from tests.domain.bank_messages import a_credit, a_reply
from tests.domain.fund_history import NEW_YEAR, SUCCESSOR
from tests.domain.given_when_then import History
from tests.domain.later_events import LATER
from tests.domain.sample_cases import BATCH, CHEN, FIRST, HAICANG, WU, ZHENG, given, of, told
from tests.domain.test_funds import adds_up

CENTRAL = s.fund("central")
order = runs.OrderPayment(applications=(FIRST,))
ALL_THREE = (Portion(lines=((1, 3),), instalment=1, amount_fen=1_000_00),)


def case_after(history: History) -> Case:
    return given(history).case(FIRST)


# Returned


def test_a_returned_payment_reopens_a_settled_case_and_gives_the_fund_its_money_back() -> None:
    restored = (Draw(fund=CENTRAL, source="central", amount_fen=3_000_00),)
    back = t.returned()
    given(s.a_settled_training()).when_confirmed(back, by=ZHENG, second=WU, on=LATER).then(
        b.BatchProposalConfirmed(proposal="p1", act="differing-reply"),
        b.BatchAnswered(messages=back.messages, unmatched=(), awaited=()),
        f.PaymentReturned(
            fund=None,
            batch=BATCH,
            items=ALL_THREE,
            amount_fen=3_000_00,
            restored=restored,
            undone=(),
            owed_back_fen=0,
            returned_on=LATER,
            reference="R1",
            reason=t.WHY,
            account_at_fault=True,
        ),
        f.ApplicationReopened(),
        FundRestored(reference=BATCH, amount_fen=3_000_00, value_on=LATER, booked_to=CENTRAL),
    )
    case = case_after(t.a_returned_training())
    assert (case.status, case.paid_fen, case.outstanding_fen) == (Status.PAYABLE, 0, 3_000_00)
    assert given(t.a_returned_training()).office.funds[CENTRAL].drawn_fen == 0


def test_a_returned_payment_changes_nothing_about_limits() -> None:
    assert case_after(t.a_returned_training()).uses == case_after(s.a_settled_training()).uses


def test_nothing_is_ordered_again_before_two_officers_stood_by_an_account() -> None:
    given(t.a_returned_training()).when(order, by=WU, on=LATER).declined("account-doubtful", application=FIRST)
    ordered = given(t.a_corrected_account()).when(order, by=WU, on=LATER).decision[f"application-{FIRST}"][0]
    assert isinstance(ordered, f.PaymentOrdered)
    assert (ordered.account, ordered.amount_fen) == ("account-9", 3_000_00)


def test_the_same_account_may_be_confirmed_when_the_bank_was_at_fault() -> None:
    again = t.account(s.account())
    confirmed = told((again, CHEN, LATER), (s.confirmed(), ZHENG, LATER), after=t.a_returned_training())
    assert given(confirmed).when(order, by=WU, on=LATER).events
    given(s.a_settled_training()).when(again, by=CHEN, on=LATER).declined("account-same", application=FIRST)


def test_the_number_of_the_bank_may_be_given_later_by_two_people() -> None:
    """A bank that asks for it gets no item without it."""
    routed = t.account(replace(s.account(), union_number="union-1"))
    confirmed = told((routed, CHEN, LATER), (s.confirmed(), ZHENG, LATER), after=s.a_settled_training())
    assert case_after(confirmed).account.union_number == "union-1"
    given(confirmed).when(routed, by=CHEN, on=LATER).declined("account-same", application=FIRST)


def test_an_account_is_not_corrected_while_its_payment_is_in_flight() -> None:
    proposed = told((t.account(s.account("account-9")), CHEN, LATER), after=s.a_sent_training())
    given(proposed).when(s.confirmed(), by=ZHENG, on=LATER).declined("payment-in-flight", batch=BATCH)


def test_what_was_returned_and_paid_again_is_settled_again() -> None:
    paid = t.paid(FIRST, "350200-2024-0002", 3_000_00, after=t.a_corrected_account())
    assert (case_after(paid).status, case_after(paid).paid_fen) == (Status.SETTLED, 3_000_00)


def test_a_part_that_comes_back_is_of_the_last_lines() -> None:
    history = told((t.returned(1_500_00), ZHENG, LATER), after=s.a_settled_training())
    assert case_after(history).payable() == {Due(2, 1): 500_00, Due(3, 1): 1_000_00}
    more = told((t.returned(1_500_01, reference="R2"), ZHENG, LATER), after=history)
    assert case_after(more).paid_fen == 0
    assert set(given(more).office.batches[BATCH].unmatched) == {FIRST}, "one fen came back that was never credited"


def test_the_same_return_reported_again_changes_nothing() -> None:
    given(t.a_returned_training()).when(t.returned(), by=ZHENG, on=LATER).then()


def test_what_is_owed_and_comes_back_in_another_year_waits_in_its_fund_to_be_carried_over() -> None:
    new_year = date(2025, 1, 6)
    history = told((t.returned(on=new_year), ZHENG, new_year), after=s.a_settled_training())
    fund = given(history).office.funds[CENTRAL]
    assert (fund.drawn_fen, fund.treasury_due_fen, fund.balance_fen) == (0, 0, 100_000_00)


@pytest.mark.parametrize(("struck", "owed_fen"), [((), 3_000_00), ((3,), 2_000_00), ((2, 3), 1_000_00)])
def test_what_comes_back_to_a_year_that_was_carried_over_is_passed_on_as_far_as_it_is_owed(
    struck: tuple[int, ...], owed_fen: int
) -> None:
    paid = s.a_settled_training()
    if struck:
        paid = t.revised(t.revision(struck=list(struck)), after=paid)
    carry = CarryOverFund(fund=CENTRAL, amount_fen=97_000_00)
    carried = s.agreed((carry, WU, ZHENG, NEW_YEAR), after=paid)
    history = told((t.returned(on=NEW_YEAR), ZHENG, NEW_YEAR), after=carried)
    before, fund = given(history).office.funds[SUCCESSOR], given(history).office.funds[CENTRAL]
    assert (before.balance_fen, fund.treasury_due_fen) == (97_000_00 + owed_fen, 3_000_00 - owed_fen)


def _failed(after: History) -> History:
    return told((t.failed(NEW_YEAR), ZHENG, NEW_YEAR), after=after)


def _dropped(after: History) -> History:
    """Finance declines to release the run."""
    return told((runs.ReleasePayment(batch=BATCH, declined=True), ZHENG, NEW_YEAR), after=after)


@pytest.mark.parametrize(("struck", "owed_fen"), [((), 3_000_00), ((3,), 2_000_00), ((2, 3), 1_000_00)])
@pytest.mark.parametrize(("ordered", "end"), [(s.a_sent_training, _failed), (s.an_ordered_training, _dropped)])
def test_what_an_order_gives_up_of_a_year_that_was_carried_over_is_passed_on_as_far_as_it_is_owed(
    ordered: Callable[[], History], end: Callable[[History], History], struck: tuple[int, ...], owed_fen: int
) -> None:
    history = ordered()
    if struck:
        history = t.revised(t.revision(struck=list(struck)), after=history)
    carry = CarryOverFund(fund=CENTRAL, amount_fen=97_000_00)
    ended = end(s.agreed((carry, WU, ZHENG, NEW_YEAR), after=history))
    funds = given(ended).office.funds
    assert (funds[SUCCESSOR].balance_fen, funds[CENTRAL].treasury_due_fen) == (
        97_000_00 + owed_fen,
        3_000_00 - owed_fen,
    )
    assert (case_after(ended).payable_fen, funds[CENTRAL].drawn_fen) == (owed_fen, 0)
    assert all(adds_up(fund) for fund in funds.values())


@pytest.mark.parametrize(("on", "code"), [(date(2024, 10, 13), "return-before-credit"), (LATER, "in-the-future")])
def test_a_return_lies_between_the_credit_and_today(on: date, code: str) -> None:
    given(s.a_settled_training()).when(t.returned(on=on), by=ZHENG, on=date(2024, 10, 20)).declined(code)


def test_a_file_may_credit_and_return_in_one() -> None:
    credit = a_credit(application=FIRST, amount_fen=3_000_00, value_on=s.CREDIT_ON, reference="B1")
    both = a_reply(batch=BATCH, credited=(credit,), returned=t.returned().messages)
    reply = given(s.a_sent_training()).when_confirmed(both, by=ZHENG, second=WU, on=LATER)
    facts = reply.decision[f"application-{FIRST}"]
    assert [type(fact) for fact in facts] == [f.ApplicationSettled, f.PaymentReturned, f.ApplicationReopened]


def test_only_finance_of_the_authority_records_what_came_back() -> None:
    meeting = given(s.a_settled_training())
    meeting.when(t.returned(), by=CHEN, on=LATER).not_permitted("role-missing", role="finance")
    meeting.when(t.returned(), by=of(HAICANG, WU), on=LATER).not_permitted("other-authority")


# After a recovery


def test_a_credit_reversed_after_a_recovery_is_owed_back_to_the_payee() -> None:
    """They paid 1 000 back; then the bank returned all 3 000: the fund has its 3 000, and 1 000 is theirs."""
    recovered = told((t.received(1_000_00), WU, LATER), after=t.an_approved_demand())
    history = told((t.returned(), ZHENG, LATER), after=recovered)
    reversed_ = next(minute.event for minute in history if isinstance(minute.event, f.PaymentReturned))
    assert reversed_.owed_back_fen == 1_000_00
    assert [draw.amount_fen for draw in reversed_.restored] == [2_000_00]
    case = case_after(history)
    assert (case.paid_fen, case.recovered_fen, case.entitled_fen) == (0, 0, 2_000_00)
    assert case.payable() == {OWED_BACK: 1_000_00, Due(1, 1): 1_000_00, Due(2, 1): 1_000_00}
    assert given(history).office.funds[CENTRAL].drawn_fen == 0


def test_what_is_owed_back_is_paid_out_of_what_was_received_and_not_out_of_a_fund() -> None:
    recovered = told((t.received(1_000_00), WU, LATER), after=t.an_approved_demand())
    account = t.account(s.account("account-9"))
    history = told((t.returned(), ZHENG, LATER), (account, CHEN, LATER), (s.confirmed(), ZHENG, LATER), after=recovered)
    ordered = given(history).when(order, by=WU, on=LATER).decision[f"application-{FIRST}"][0]
    assert isinstance(ordered, f.PaymentOrdered)
    assert ordered.amount_fen == 3_000_00
    assert ordered.drawn == (
        Draw(fund=HELD_FOR_PAYEE, source=HELD_FOR_PAYEE, amount_fen=1_000_00),
        Draw(fund=CENTRAL, source="central", amount_fen=2_000_00),
    )
    paid = case_after(t.paid(FIRST, "350200-2024-0002", 3_000_00, after=history))
    assert (paid.status, paid.paid_fen, paid.owed_back.open_fen) == (Status.SETTLED, 2_000_00, 0)


def test_a_return_lowers_what_is_demanded() -> None:
    history = told((t.returned(), ZHENG, LATER), after=t.an_approved_demand())
    reduced = [minute.event for minute in history if isinstance(minute.event, f.RecoveryReduced)]
    assert reduced == [f.RecoveryReduced(recovery="r1", amount_fen=1_000_00, because="overpaid-less")]
    assert case_after(history).recoveries["r1"].open_fen == 0


# Failed


def test_what_the_bank_did_not_carry_out_can_be_ordered_again_once_the_account_is_good() -> None:
    failed = t.failed(LATER)
    given(s.a_sent_training()).when_confirmed(failed, by=ZHENG, second=WU, on=LATER).then(
        b.BatchProposalConfirmed(proposal="p1", act="differing-reply"),
        b.BatchAnswered(messages=failed.messages, unmatched=(), awaited=()),
        f.PaymentFailed(
            fund=None,
            batch=BATCH,
            items=ALL_THREE,
            amount_fen=3_000_00,
            drawn=(Draw(fund=CENTRAL, source="central", amount_fen=3_000_00),),
            failed_on=LATER,
            reference="",
            reason=t.WHY,
            account_at_fault=True,
        ),
        FundDrawCancelled(batch=BATCH, amount_fen=3_000_00, value_on=LATER, booked_to=CENTRAL),
    )
    history = told((failed, ZHENG, LATER), after=s.a_sent_training())
    given(history).when(order, by=WU, on=LATER).declined("account-doubtful")
    assert given(history).office.batches[BATCH].status == "credited"


# Too late, and too much


def test_a_credit_that_arrives_after_a_revision_made_it_too_much_is_recorded_as_overpaid() -> None:
    """A released order is with the bank: what it pays is a fact, and visible."""
    down = t.revised(t.revision(struck=[3]), after=s.a_sent_training())
    assert case_after(down).payable() == {}
    credit = a_credit(application=FIRST, amount_fen=3_000_00, value_on=LATER, reference="B1")
    history = told((s.credited(BATCH, credit), ZHENG, LATER), after=down)
    case = case_after(history)
    assert (case.status, case.paid_fen, case.entitled_fen) == (Status.SETTLED, 3_000_00, 2_000_00)
    assert (case.overpaid_fen, case.collectable_fen) == (1_000_00, 1_000_00)
    assert given(history).when(t.notify, by=WU, on=LATER).events


def test_an_order_that_a_revision_made_too_much_is_not_released() -> None:
    down = t.revised(t.revision(struck=[3]), after=s.an_ordered_training())
    given(down).when(runs.ReleasePayment(batch=BATCH), by=ZHENG, on=LATER).declined("order-too-much", application=FIRST)


def test_what_came_back_of_a_withdrawn_case_can_be_paid_again() -> None:
    """What is entitled and unpaid can be ordered by somebody, in every status."""
    stage_one = s.an_introduction_paid_stage_one()
    withdraw = c.WithdrawApplication(application=FIRST, reason=t.WHY)
    withdrawn = told((withdraw, CHEN, LATER), after=stage_one)
    history = told((t.returned(1_000_00), ZHENG, LATER), after=withdrawn)
    case = case_after(history)
    assert (case.status, case.paid_fen, case.payable()) == (Status.WITHDRAWN, 0, {Due(1, 1): 1_000_00})
    account = t.account(s.account("account-9"))
    good = told((account, CHEN, LATER), (s.confirmed(), ZHENG, LATER), after=history)
    paid = case_after(t.paid(FIRST, "350200-2024-0002", 1_000_00, after=good))
    assert (paid.status, paid.paid_fen, paid.outstanding_fen) == (Status.WITHDRAWN, 1_000_00, 0)
