"""拨付: one finance officer orders, another releases, the bank answers; all of a run is decided, or none of it."""

from __future__ import annotations

from datetime import date

import pytest

from domain.application import commands as c
from domain.application import events as f
from domain.application.state.case import Case
from domain.application.status import InstalmentStatus, Status
from domain.application.values import UNMATCHED, Credit, Draw, Portion, amounts_of
from domain.base import replace
from domain.office.roles import Actor, Role
from domain.treasury import batch_events as b
from domain.treasury import ordering
from domain.treasury import run_commands as runs
from domain.treasury.fund import FundDrawCancelled, FundDrawn
from domain.treasury.messages import BankMessage, PaidThrough
from tests.domain import later_events as t
from tests.domain import sample_cases as s
from tests.domain.bank_messages import a_credit
from tests.domain.district_paid import demonstration, key_training
from tests.domain.given_when_then import History
from tests.domain.sample_cases import BATCH, CHEN, FIRST, HAICANG, HUANG, LIN, WU, XU, ZHENG, also, given, of, told

ON = date(2024, 10, 11)
"""The day after the notice of the training closed."""

SECOND = "350203-2024-000002"
CASE = f"application-{FIRST}"
RUN = f"batch-{BATCH}"
CENTRAL, PROVINCIAL = s.fund("central"), s.fund("provincial")

order = runs.OrderPayment(applications=(FIRST,))
release = runs.ReleasePayment(batch=BATCH)
decline = runs.ReleasePayment(batch=BATCH, declined=True)
export = s.exported()
THREE_LINES = (Portion(lines=((1, 3),), instalment=1, amount_fen=1_000_00),)


def central(amount_fen: int) -> Draw:
    return Draw(fund=CENTRAL, source="central", amount_fen=amount_fen)


def provincial(amount_fen: int) -> Draw:
    return Draw(fund=PROVINCIAL, source="provincial", amount_fen=amount_fen)


def credited(
    application: str = FIRST, amount_fen: int = 3_000_00, value_on: date = s.CREDIT_ON, reference: str = "B1"
) -> BankMessage:
    return a_credit(application=application, amount_fen=amount_fen, value_on=value_on, reference=reference)


def credit(drawn: tuple[Draw, ...], items: tuple[Portion, ...] = THREE_LINES, batch: str = BATCH) -> Credit:
    return Credit(
        batch=batch,
        fund=None,
        items=items,
        amount_fen=sum(draw.amount_fen for draw in drawn),
        drawn=drawn,
        value_on=s.CREDIT_ON,
        reference="B1",
    )


def case_after(history: History, number: str = FIRST) -> Case:
    return given(history).case(number)


def payable(submitted: c.SubmitApplication, number: str, after: History) -> History:
    return told(
        (c.PublishNotice(application=number), CHEN, submitted.received_on),
        (c.CloseNotice(application=number), CHEN, ON),
        after=s.approved(submitted, number, after=after),
    )


def two_payable(second: c.SubmitApplication | None = None) -> History:
    """The training of three people, and another of two, both payable; the calendar is adopted."""
    other = second or s.training("person-d", "person-e")
    return payable(other, SECOND, after=s.a_payable_training())


# Ordering


def test_an_order_is_one_decision_about_the_run_the_case_and_the_fund() -> None:
    outcome = given(s.central_money(), s.a_payable_training()).when(order, by=WU, on=ON)
    outcome.then(
        b.BatchOrdered(
            batch=BATCH,
            authority=s.CITY,
            paid_through=PaidThrough.BANK,
            items=(b.BankItem(application=FIRST, amount_fen=3_000_00, account="account-1"),),
            amount_fen=3_000_00,
            drawn=(central(3_000_00),),
        ),
        f.PaymentOrdered(
            batch=BATCH,
            fund=None,
            items=THREE_LINES,
            amount_fen=3_000_00,
            drawn=(central(3_000_00),),
            account="account-1",
        ),
        FundDrawn(batch=BATCH, amount_fen=3_000_00, value_on=ON),
    )
    assert list(outcome.decision) == [RUN, CASE, f"fund-{CENTRAL}"]


def test_one_hundred_thousand_with_sixty_left_in_central_money_is_sixty_central_and_forty_provincial() -> None:
    people = tuple(f"person-{number}" for number in range(100))
    hundred = payable(s.training(*people), FIRST, after=s.the_calendar_of_2024())
    funds = (*s.a_fund("provincial", 500_000_00), *s.a_fund("central", 60_000_00))
    outcome = given(funds, hundred).when(order, by=WU, on=ON)
    split = (central(60_000_00), provincial(40_000_00))
    outcome.then_in(f"fund-{CENTRAL}", FundDrawn(batch=BATCH, amount_fen=60_000_00, value_on=ON))
    outcome.then_in(f"fund-{PROVINCIAL}", FundDrawn(batch=BATCH, amount_fen=40_000_00, value_on=ON))
    ordered = outcome.decision[CASE][0]
    assert isinstance(ordered, f.PaymentOrdered)
    assert ordered.drawn == split


def test_a_run_draws_on_a_fund_once_whatever_the_number_of_its_cases() -> None:
    funds = (*s.a_fund("central", 4_000_00), *s.a_fund("provincial", 1_000_00))
    both = runs.OrderPayment(applications=(FIRST, SECOND))
    outcome = given(funds, two_payable()).when(both, by=WU, on=ON)
    outcome.then_in(f"fund-{CENTRAL}", FundDrawn(batch=BATCH, amount_fen=4_000_00, value_on=ON))
    outcome.then_in(f"fund-{PROVINCIAL}", FundDrawn(batch=BATCH, amount_fen=1_000_00, value_on=ON))
    first, second = outcome.decision[CASE][0], outcome.decision[f"application-{SECOND}"][0]
    assert isinstance(first, f.PaymentOrdered)
    assert isinstance(second, f.PaymentOrdered)
    assert (first.drawn, second.drawn) == ((central(3_000_00),), (central(1_000_00), provincial(1_000_00)))


def test_nothing_of_a_run_is_ordered_when_the_funds_are_short() -> None:
    funds = (*s.a_fund("central", 4_000_00), *s.a_fund("provincial", 999_99))
    both = runs.OrderPayment(applications=(FIRST, SECOND))
    given(funds, two_payable()).when(both, by=WU, on=ON).declined(
        "funds-short", needed_fen=5_000_00, available_fen=4_999_99
    )


def test_the_last_fen_of_a_fund_can_be_spent() -> None:
    history = (*s.a_fund("central", 3_000_00), *s.a_payable_training())
    ordered = told((order, WU, ON), after=history)
    assert given(ordered).office.funds[CENTRAL].balance_fen == 0


@pytest.mark.parametrize(("most", "declined"), [(1, True), (2, False)])
def test_a_run_has_at_most_so_many_cases(monkeypatch: pytest.MonkeyPatch, most: int, declined: bool) -> None:
    monkeypatch.setattr(ordering, "RUN_CASES_MAX", most)
    history = (*s.central_money(), *t.another_payable(after=s.a_payable_training()))
    order = given(history).when(runs.OrderPayment(applications=(FIRST, t.SECOND)), by=WU, on=ON)
    if declined:
        order.declined("run-too-large", cases=2, most=1)
    else:
        assert order.events


def test_a_run_is_of_one_paying_authority() -> None:
    of_district = key_training("person-d")
    on, clerk = of_district.received_on, CHEN
    history = told(
        (of_district, clerk, on),
        (c.AcceptApplication(application=SECOND), clerk, on),
        (s.comparison(of_district, on, SECOND), clerk, on),
        (c.AssessApplication(application=SECOND), LIN, on),
        (c.ApproveApplication(application=SECOND), HUANG, on),
        (c.PublishNotice(application=SECOND), clerk, on),
        (c.CloseNotice(application=SECOND), clerk, ON),
        after=(*s.central_money(), *demonstration(), *s.a_payable_training()),
    )
    both = runs.OrderPayment(applications=(FIRST, SECOND))
    given(history).when(both, by=WU, on=ON).declined("several-authorities", authorities="350200, 350203")
    of_siming = s.at(s.SIMING, WU)
    given(history).when(both, by=of_siming, on=ON).not_permitted("other-authority", authority=s.CITY)
    alone = runs.OrderPayment(applications=(SECOND,))
    given(history).when(alone, by=of_siming, on=ON).declined("funds-short", needed_fen=1_200_00, available_fen=0)


@pytest.mark.parametrize("on", [date(2024, 9, 27), date(2024, 10, 9), date(2024, 10, 10)])
def test_nothing_is_paid_before_the_notice_has_ended(on: date) -> None:
    given(s.central_money(), s.a_published_training()).when(order, by=WU, on=on).declined(
        "notice-open", application=FIRST, closes_on=date(2024, 10, 10)
    )


def test_nothing_is_paid_before_the_notice_was_closed() -> None:
    given(s.central_money(), s.a_published_training()).when(order, by=WU, on=ON).declined(
        "status", act="order-payment", status="on-public-notice"
    )
    given(s.central_money(), s.an_approved_training()).when(order, by=WU, on=ON).declined("status", status="approved")


def test_one_case_that_cannot_be_paid_stops_the_whole_run() -> None:
    history = s.approved(s.training("person-d"), SECOND, after=s.a_payable_training())
    both = runs.OrderPayment(applications=(FIRST, SECOND))
    given(s.central_money(), history).when(both, by=WU, on=ON).declined("status", application=SECOND)


def test_what_is_in_flight_is_not_ordered_again() -> None:
    given(s.an_ordered_training()).when(order, by=WU, on=ON).declined(
        "payment-in-flight", application=FIRST, batch=BATCH
    )


def test_what_was_paid_is_not_ordered_again() -> None:
    given(s.a_settled_training()).when(order, by=WU, on=s.CREDIT_ON).declined("status", status="settled")
    given(s.an_introduction_paid_stage_one()).when(order, by=WU, on=ON).declined("nothing-payable", application=FIRST)


def test_nothing_is_paid_to_another_holder_until_finance_confirmed_the_account() -> None:
    to_another = s.training(pays_to=s.account("account-2", of_applicant=False))
    history = (*s.central_money(), *payable(to_another, FIRST, after=s.the_calendar_of_2024()))
    given(history).when(order, by=WU, on=ON).declined("account-unconfirmed", application=FIRST)
    confirmed = told((s.confirmed(), ZHENG, ON), after=history)
    assert given(confirmed).when(order, by=WU, on=ON).events
    declined = c.ConfirmProposal(application=FIRST, proposal=None, declined=True, reason="sealed-reason")
    refused = told((declined, ZHENG, ON), after=history)
    given(refused).when(order, by=WU, on=ON).declined("account-unconfirmed")


@pytest.mark.parametrize("actor", [CHEN, LIN, HUANG, XU])
def test_only_finance_orders(actor: Actor) -> None:
    given(s.central_money(), s.a_payable_training()).when(order, by=actor, on=ON).not_permitted(
        "role-missing", act="order-payment", role="finance"
    )


# Releasing and declining


def test_another_finance_officer_releases_the_order() -> None:
    given(s.an_ordered_training()).when(release, by=ZHENG, on=ON).then(
        b.BatchReleased(amount_fen=3_000_00), f.PaymentReleased(batch=BATCH, fund=None, amount_fen=3_000_00)
    )


@pytest.mark.parametrize("command", [release, decline])
def test_who_ordered_neither_releases_nor_declines(command: runs.ReleasePayment) -> None:
    given(s.an_ordered_training()).when(command, by=WU, on=ON).not_permitted(
        "own-proposal", act="order-payment", officer=WU.officer
    )


def test_who_assessed_a_case_does_not_release_its_money() -> None:
    given(s.an_ordered_training()).when(release, by=s.at(s.CITY, also(LIN, Role.FINANCE)), on=ON).not_permitted(
        "assessed-it", officer=LIN.officer, application=FIRST
    )


def test_who_once_assessed_a_case_does_not_release_its_money_after_another_assessed_it_again() -> None:
    other = replace(LIN, officer="fang-yi")
    on = date(2024, 9, 24)
    history = told(
        (c.SendBackApplication(application=FIRST, reason="sealed-reason"), HUANG, on),
        (c.AssessApplication(application=FIRST), other, on),
        (c.ApproveApplication(application=FIRST), HUANG, on),
        (c.PublishNotice(application=FIRST), CHEN, date(2024, 9, 27)),
        (c.CloseNotice(application=FIRST), CHEN, ON),
        (order, WU, ON),
        after=(*s.the_calendar_of_2024(), *s.central_money(), *s.an_assessed_training()),
    )
    for assessor in (LIN, other):
        given(history).when(release, by=s.at(s.CITY, also(assessor, Role.FINANCE)), on=ON).not_permitted("assessed-it")


@pytest.mark.parametrize("actor", [CHEN, HUANG, XU])
def test_only_finance_releases(actor: Actor) -> None:
    given(s.an_ordered_training()).when(release, by=actor, on=ON).not_permitted("role-missing", role="finance")


def test_a_run_is_released_by_its_own_authority() -> None:
    given(s.an_ordered_training()).when(release, by=of(HAICANG, ZHENG), on=ON).not_permitted("other-authority")


def test_a_run_is_released_or_declined_once() -> None:
    given(s.a_released_training()).when(release, by=ZHENG, on=ON).declined(
        "batch-standing", batch=BATCH, standing="released"
    )
    given(s.a_released_training()).when(decline, by=ZHENG, on=ON).declined("batch-standing", standing="released")
    given(cancelled()).when(release, by=ZHENG, on=ON).declined("batch-standing", standing="cancelled")


def cancelled() -> History:
    return told((decline, ZHENG, ON), after=s.an_ordered_training())


def test_a_declined_order_frees_the_funds_and_can_be_ordered_again() -> None:
    given(s.an_ordered_training()).when(decline, by=ZHENG, on=ON).then(
        b.BatchCancelled(amount_fen=3_000_00),
        f.PaymentCancelled(
            fund=None, batch=BATCH, items=THREE_LINES, amount_fen=3_000_00, drawn=(central(3_000_00),), cancelled_on=ON
        ),
        FundDrawCancelled(batch=BATCH, amount_fen=3_000_00, value_on=ON, booked_to=CENTRAL),
    )
    office = given(cancelled()).office
    assert office.funds[CENTRAL].balance_fen == 100_000_00
    assert case_after(cancelled()).payable() == amounts_of(THREE_LINES)
    (batch_ordered, *_) = given(cancelled()).when(order, by=WU, on=ON).events
    assert isinstance(batch_ordered, b.BatchOrdered)
    assert batch_ordered.batch == "350200-2024-0002"


# Documents of the run


@pytest.mark.parametrize(
    "history",
    [s.an_ordered_training(), s.a_released_training(), s.a_settled_training(), cancelled()],
    ids=["ordered", "released", "credited", "cancelled"],
)
def test_what_was_signed_becomes_a_document_of_the_run_wherever_it_stands(history: History) -> None:
    signed = b.BatchDocumentAttached(name=s.SIGNED.name, sha256=s.SIGNED.sha256, number=s.SIGNED.number)
    given(history).when(s.SIGNED, by=WU, on=ON).then(signed)
    assert given(told((s.SIGNED, WU, ON), after=history)).when(s.SIGNED, by=ZHENG, on=ON).events == ()


# The file for the bank


def test_the_file_for_the_bank_is_recorded_with_its_digest() -> None:
    given(s.a_released_training()).when(export, by=WU, on=ON).then(b.BatchExported(profile="csv", files=export.files))
    exported = told((export, WU, ON), after=s.a_released_training())
    assert given(exported).office.batches[BATCH].status == "released"


def test_a_run_is_exported_twice_only_when_that_is_said_for_the_bank_would_pay_it_twice() -> None:
    exported = told((export, WU, ON), after=s.a_released_training())
    given(exported).when(export, by=WU, on=ON).declined("already-exported", batch=BATCH, sha256="5f" * 32)
    assert given(exported).when(replace(export, again=True), by=WU, on=ON).events


@pytest.mark.parametrize("amounts_fen", [(), (2_999_99,), (3_000_00, 1), (1_500_00, 1_500_01)])
def test_files_that_ask_for_another_amount_than_the_run_are_not_exported(amounts_fen: tuple[int, ...]) -> None:
    files = tuple(b.ExportedFile(sha256="5f" * 32, rows=1, amount_fen=amount_fen) for amount_fen in amounts_fen)
    other = replace(export, files=files)
    given(s.a_released_training()).when(other, by=WU, on=ON).declined("export-differs", ordered_fen=3_000_00)


def test_a_run_may_go_to_the_bank_in_several_files_each_with_its_digest() -> None:
    halves = tuple(b.ExportedFile(sha256=f"{n}f" * 32, rows=1, amount_fen=1_500_00) for n in (1, 2))
    exported = told((replace(export, profile="bank-one", files=halves), WU, ON), after=s.a_released_training())
    assert given(exported).office.batches[BATCH].exported == ("1f" * 32, "2f" * 32)


def test_only_a_released_run_goes_to_the_bank() -> None:
    given(s.an_ordered_training()).when(export, by=WU, on=ON).declined("batch-standing", standing="ordered")
    paid = s.a_settled_training()
    given(paid).when(replace(export, again=True), by=WU, on=s.CREDIT_ON).declined("batch-standing", standing="credited")
    given(cancelled()).when(export, by=WU, on=ON).declined("batch-standing", standing="cancelled")


def test_nothing_goes_to_an_account_whose_replacement_waits_for_its_confirmation() -> None:
    other = t.account(s.account("account-9"))
    for begun, command in (
        ((*s.central_money(), *s.a_payable_training()), order),
        (s.an_ordered_training(), release),
        (s.a_released_training(), export),
    ):
        waiting = s.proposed(other, CHEN, ON, after=begun)
        by = ZHENG if command is release else WU
        given(waiting).when(command, by=by, on=ON).declined("account-waits", application=FIRST)


def test_only_finance_of_the_authority_sees_account_numbers_in_full() -> None:
    given(s.a_released_training()).when(export, by=CHEN, on=ON).not_permitted("role-missing", role="finance")
    given(s.a_released_training()).when(export, by=of(HAICANG, WU), on=ON).not_permitted("other-authority")


# What the bank says


def test_a_credit_of_everything_settles_the_case() -> None:
    given(s.a_sent_training()).when(s.credited(BATCH, credited()), by=ZHENG, on=s.CREDIT_ON).then(
        b.BatchAnswered(messages=(credited(),), unmatched=(), awaited=()),
        f.ApplicationSettled(credit=credit((central(3_000_00),))),
    )
    case = case_after(s.a_settled_training())
    assert (case.status, case.paid_fen, case.ordered_fen) == (Status.SETTLED, 3_000_00, 0)
    assert len(list(case.dues_in(InstalmentStatus.PAID))) == 3


def test_a_credit_of_the_first_stage_pays_partially_and_the_second_settles() -> None:
    case = case_after(s.an_introduction_paid_stage_one())
    assert (case.status, case.paid_fen) == (Status.PARTIALLY_PAID, 1_000_00)
    last = s.an_introduction_paid_stage_one()[-1].event
    assert isinstance(last, f.ApplicationPartiallyPaid)
    assert last.credit.items == (Portion(lines=((1, 1),), instalment=1, amount_fen=1_000_00),)


def test_a_credit_is_of_the_banks_value_date() -> None:
    paid = f.ApplicationPartiallyPaid(credit=credit((central(1),)))
    assert (paid.happened_on, f.ApplicationSettled(credit=paid.credit).happened_on) == (s.CREDIT_ON, s.CREDIT_ON)


def two_released() -> History:
    both = runs.OrderPayment(applications=(FIRST, SECOND))
    return told(
        (both, WU, ON),
        (release, ZHENG, ON),
        (s.exported(BATCH, 5_000_00, 2), WU, ON),
        after=(*s.central_money(), *two_payable()),
    )


def test_a_run_is_credited_case_by_case_as_the_bank_reports() -> None:
    second = credited(SECOND, 2_000_00, reference="B2")
    partly = told((s.credited(BATCH, second), ZHENG, s.CREDIT_ON), after=two_released())
    assert given(partly).office.batches[BATCH].status == "partly-credited"
    assert case_after(partly).status is Status.PAYABLE
    assert case_after(partly, SECOND).status is Status.SETTLED
    # The bank's next file repeats what it said before.
    outcome = given(partly).when(s.credited(BATCH, credited(), second), by=ZHENG, on=s.CREDIT_ON)
    outcome.then(
        b.BatchAnswered(messages=(credited(),), unmatched=(), awaited=()),
        f.ApplicationSettled(credit=credit((central(3_000_00),))),
    )
    whole = told((s.credited(BATCH, credited(), second), ZHENG, s.CREDIT_ON), after=partly)
    assert given(whole).office.batches[BATCH].status == "credited"


def test_a_credit_under_the_same_reference_changes_nothing_the_second_time() -> None:
    given(s.a_settled_training()).when(s.credited(BATCH, credited()), by=ZHENG, on=s.CREDIT_ON).then()


def test_a_credit_of_more_than_ordered_is_recorded_as_overpaid_by_the_bank() -> None:
    much = told((s.credited(BATCH, credited(amount_fen=3_050_00)), ZHENG, s.CREDIT_ON), after=s.a_sent_training())
    case = case_after(much)
    assert (case.status, case.paid_fen, case.overpaid_fen) == (Status.SETTLED, 3_050_00, 50_00)
    assert case.payments[BATCH].drawn == (central(3_000_00), Draw(fund=UNMATCHED, source=UNMATCHED, amount_fen=50_00))
    assert given(much).office.funds[CENTRAL].drawn_fen == 3_000_00


def test_a_credit_of_nothing_is_no_credit() -> None:
    nothing = s.credited(BATCH, credited(amount_fen=0))
    given(s.a_sent_training()).when(nothing, by=ZHENG, on=s.CREDIT_ON).declined("amount-not-positive", amount_fen=0)


def test_a_credit_of_a_case_outside_the_run_is_refused() -> None:
    stranger = s.credited(BATCH, credited(application="350203-2024-000009"))
    given(s.a_sent_training()).when(stranger, by=ZHENG, on=s.CREDIT_ON).no_such_thing(
        "not-in-batch", batch=BATCH, application="350203-2024-000009"
    )


@pytest.mark.parametrize("value_on", [ON, date(2024, 10, 13), s.CREDIT_ON])
def test_the_value_date_lies_between_the_order_and_today(value_on: date) -> None:
    command = s.credited(BATCH, credited(value_on=value_on))
    assert given(s.a_sent_training()).when(command, by=ZHENG, on=s.CREDIT_ON).events


def test_a_value_date_in_the_future_or_before_the_order_is_refused() -> None:
    meeting = given(s.a_sent_training())
    tomorrow = s.credited(BATCH, credited(value_on=date(2024, 10, 15)))
    meeting.when(tomorrow, by=ZHENG, on=s.CREDIT_ON).declined("in-the-future", day=date(2024, 10, 15))
    too_early = s.credited(BATCH, credited(value_on=date(2024, 10, 10)))
    meeting.when(too_early, by=ZHENG, on=s.CREDIT_ON).declined("value-before-order", application=FIRST)


def test_one_wrong_item_leaves_the_whole_file_unrecorded() -> None:
    mixed = s.credited(BATCH, credited(), credited(SECOND, 2_000_00, reference="B2", value_on=date(2024, 10, 10)))
    given(two_released()).when(mixed, by=ZHENG, on=s.CREDIT_ON).declined("value-before-order", application=SECOND)


def test_a_bank_may_give_all_items_of_a_run_one_reference() -> None:
    same = s.credited(BATCH, credited(), credited(SECOND, 2_000_00, reference="B1"))
    paid = told((same, ZHENG, s.CREDIT_ON), after=two_released())
    assert [case_after(paid, number).status for number in (FIRST, SECOND)] == [Status.SETTLED, Status.SETTLED]


def test_a_reference_that_stands_for_something_else_in_another_run_takes_a_reason() -> None:
    first = told((s.credited(BATCH, credited()), ZHENG, s.CREDIT_ON), after=s.a_sent_training())
    other = payable(s.training("person-d", "person-e"), SECOND, first)
    batch = "350200-2024-0002"
    out = told(
        (runs.OrderPayment(applications=(SECOND,)), WU, s.CREDIT_ON),
        (runs.ReleasePayment(batch=batch), ZHENG, s.CREDIT_ON),
        (s.exported(batch, 2_000_00), WU, s.CREDIT_ON),
        after=other,
    )
    for typed in ("b1", "Ｂ 1"):
        alike = s.credited(batch, credited(SECOND, 2_000_00, reference=typed))
        given(out).when(alike, by=ZHENG, on=s.CREDIT_ON).declined("reference-elsewhere", reference=typed, other=FIRST)
    same = s.credited(batch, credited(SECOND, 2_000_00))
    given(out).when(same, by=ZHENG, on=s.CREDIT_ON).declined(
        "reference-elsewhere", application=SECOND, reference="B1", other=FIRST, about=BATCH
    )
    (waits,) = given(out).when(replace(same, same_reference={SECOND: "sealed"}), by=ZHENG, on=s.CREDIT_ON).events
    assert isinstance(waits, b.BatchReplyProposed)
    assert waits.same_reference == {SECOND: "sealed"}
    own = replace(s.credited(batch, credited(SECOND, 2_000_00, reference="B2")), same_reference={SECOND: "sealed"})
    (fact, _) = given(out).when(own, by=ZHENG, on=s.CREDIT_ON).events
    assert isinstance(fact, b.BatchAnswered)
    assert not fact.same_reference


def test_only_finance_of_the_authority_records_credits() -> None:
    command = s.credited(BATCH, credited())
    given(s.a_sent_training()).when(command, by=CHEN, on=s.CREDIT_ON).not_permitted("role-missing", role="finance")
    given(s.a_sent_training()).when(command, by=of(HAICANG, WU), on=s.CREDIT_ON).not_permitted("other-authority")
