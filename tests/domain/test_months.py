"""月结: months of the books are closed in order, by two; then nothing of ours is booked in them. ADR 0070."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest

from domain.application import events as f
from domain.application.commands import ConfirmProposal
from domain.base import replace
from domain.errors import NotAllowed
from domain.office.book_months import (
    CloseMonth,
    ClosingBalance,
    MonthClosed,
    Months,
    booked_in,
    close_month,
    last_day,
    month_after,
)
from domain.office.proposed import ConfirmForOffice
from domain.treasury import run_commands as runs
from tests.domain import district_paid as d
from tests.domain import fund_history as funds
from tests.domain import later_events as t
from tests.domain import sample_cases as s
from tests.domain.bank_messages import a_credit
from tests.domain.given_when_then import History
from tests.domain.sample_cases import BATCH, CITY, FIRST, HAICANG, JIANG, TORCH, WU, ZHENG, given, told

SEPTEMBER, OCTOBER, NOVEMBER = "2024-09", "2024-10", "2024-11"
FUND = s.fund("central")


def closing(month: str, *, left_fen: int = 100_000_00, **other: object) -> CloseMonth:
    balances = (
        ClosingBalance(account="1011", fund=FUND, amount_fen=left_fen),
        ClosingBalance(account="3011", fund=FUND, amount_fen=-left_fen),
    )
    return replace(CloseMonth(authority=CITY, month=month, through=9, balances=balances), **other)


def closed(month: str, on: date, *, after: History, left_fen: int = 100_000_00) -> History:
    return s.agreed((closing(month, left_fen=left_fen, through=len(after)), WU, ZHENG, on), after=after)


@pytest.mark.parametrize(
    ("value_on", "last_closed", "month"),
    [
        (date(2024, 9, 30), None, SEPTEMBER),
        (date(2024, 9, 30), "2024-08", SEPTEMBER),
        (date(2024, 9, 30), SEPTEMBER, OCTOBER),
        (date(2024, 10, 1), SEPTEMBER, OCTOBER),
        (date(2023, 12, 31), SEPTEMBER, OCTOBER),
        (date(2024, 10, 31), SEPTEMBER, OCTOBER),
        (date(2024, 12, 31), "2024-12", "2025-01"),
    ],
)
def test_what_is_dated_in_a_closed_month_is_booked_in_the_first_open_one(
    value_on: date, last_closed: str | None, month: str
) -> None:
    assert booked_in(value_on, last_closed) == month


@pytest.mark.parametrize(
    ("command", "months", "on", "left_fen", "code"),
    [
        (closing(SEPTEMBER), Months(), date(2024, 9, 29), {FUND: 100_000_00}, "month-not-over"),
        (closing(SEPTEMBER), Months(), date(2024, 9, 30), {FUND: 100_000_00}, None),
        (closing(SEPTEMBER), Months(), date(2024, 10, 1), {FUND: 100_000_00}, None),
        (closing(SEPTEMBER), Months(closed="2024-08"), date(2024, 10, 1), {FUND: 100_000_00}, None),
        (closing(SEPTEMBER), Months(closed=SEPTEMBER), date(2024, 10, 1), {}, "month-closed-already"),
        (closing("2024-08"), Months(closed=SEPTEMBER), date(2024, 10, 1), {}, "month-closed-already"),
        (closing(SEPTEMBER), Months(closed="2024-07"), date(2024, 10, 1), {}, "month-before-open"),
        (closing(SEPTEMBER), Months(), date(2024, 10, 1), {FUND: 99_999_99}, "month-unlike"),
        (closing(SEPTEMBER), Months(), date(2024, 10, 1), {"another": 1}, "month-unlike"),
        (closing(SEPTEMBER, balances=closing("-").balances[:1]), Months(), date(2024, 10, 1), {}, "book-unbalanced"),
    ],
)
def test_months_are_closed_in_order_from_their_last_day_on_as_the_funds_are(
    command: CloseMonth, months: Months, on: date, left_fen: Mapping[str, int], code: str | None
) -> None:
    if code is None:
        (happened,) = close_month(months, left_fen, command, on)[f"book-{CITY}"]
        assert happened == MonthClosed(month=command.month, through=9, balances=command.balances)
        return
    with pytest.raises(NotAllowed) as refused:
        close_month(months, left_fen, command, on)
    assert refused.value.code == code


def test_a_month_is_closed_by_two_finance_officers() -> None:
    history = (*s.central_money(), *s.a_payable_training())
    proposed = s.proposed(closing(SEPTEMBER, through=len(history)), WU, date(2024, 10, 11), after=history)
    given(proposed).when(ConfirmForOffice(proposal=None), by=WU, on=date(2024, 10, 11)).not_permitted("own-proposal")
    given(proposed).when(ConfirmForOffice(proposal=None), by=JIANG, on=date(2024, 10, 11)).not_permitted("role-missing")
    after = given(closed(SEPTEMBER, date(2024, 10, 11), after=history)).office
    assert after.months == {CITY: Months(closed=SEPTEMBER)}


@pytest.mark.parametrize(
    ("month", "on", "refused"),
    [
        (SEPTEMBER, date(2024, 10, 31), False),
        (OCTOBER, date(2024, 10, 31), True),
        (OCTOBER, date(2024, 11, 1), False),
    ],
)
def test_nothing_of_ours_is_booked_in_a_closed_month_the_day_of_and_the_day_after(
    month: str, on: date, refused: bool
) -> None:
    before = (*s.central_money(), *s.a_payable_training())
    history = closed(month, max(last_day(month), date(2024, 10, 11)), after=before)
    outcome = given(history).when(runs.OrderPayment(applications=(FIRST,)), by=WU, on=on)
    if refused:
        outcome.declined("month-closed", authority=CITY, month=month, opens_on=date(2024, 11, 1))
    else:
        assert outcome.events


@pytest.mark.parametrize(
    ("month", "value_on", "refused"),
    [
        (OCTOBER, date(2024, 10, 14), True),
        (OCTOBER, date(2024, 10, 31), True),
        (OCTOBER, date(2024, 11, 1), False),
        (SEPTEMBER, date(2024, 10, 14), False),
    ],
)
def test_a_month_is_not_closed_over_what_was_booked_in_it_meanwhile(month: str, value_on: date, refused: bool) -> None:
    """A credit moves nothing that is left in a fund, but the books."""
    sent, left_fen = s.a_sent_training(), 97_000_00 if month == OCTOBER else 100_000_00
    on = date(2024, 11, 4)
    waiting = s.proposed(closing(month, left_fen=left_fen, through=len(sent)), WU, on, after=sent)
    item = a_credit(application=FIRST, amount_fen=3_000_00, value_on=value_on, reference="B1")
    credited = told((s.credited(BATCH, item), ZHENG, on), after=waiting)
    outcome = given(credited).when(ConfirmForOffice(proposal=None), by=ZHENG, on=on)
    if refused:
        outcome.declined("month-changed", authority=CITY, month=month)
    else:
        assert outcome.events


def test_what_funds_have_left_by_something_booked_since_is_no_fault_of_the_books() -> None:
    on, before = date(2024, 12, 2), t.an_approved_demand()
    left_fen = given(before).office.funds[FUND].balance_fen
    waiting = s.proposed(closing(NOVEMBER, left_fen=left_fen, through=len(before)), WU, on, after=before)
    came = told((t.received(400_00), WU, t.LATER), after=waiting)
    given(came).when(ConfirmForOffice(proposal=None), by=ZHENG, on=on).declined("month-changed")


def test_a_credit_that_is_put_on_another_day_changes_both_months() -> None:
    on = date(2024, 11, 4)
    item = a_credit(application=FIRST, amount_fen=3_000_00, value_on=date(2024, 10, 14), reference="B1")
    paid = told((s.credited(BATCH, item), ZHENG, on), after=s.a_sent_training())
    waiting = s.proposed(closing(OCTOBER, left_fen=97_000_00, through=len(paid)), WU, on, after=paid)
    message = given(waiting).office.batches[BATCH].messages[0]
    later = replace(item, value_on=date(2024, 11, 1))
    redated = told((t.correcting(message, later), ZHENG, on), after=waiting)
    assert any(isinstance(minute.event, f.PaymentRedated) for minute in redated)
    given(redated).when(ConfirmForOffice(proposal=None), by=ZHENG, on=on).declined("month-changed")


@pytest.mark.parametrize("authority", [CITY, TORCH, HAICANG])
def test_a_grant_that_moves_to_another_payer_is_booked_in_the_months_of_both(authority: str) -> None:
    before = d.approved_at(
        CITY, d.key_training("person-a", authority=CITY), after=(*d.demonstration(authority=TORCH), *s.central_money())
    )
    on = date(2024, 12, 2)
    balances = closing(NOVEMBER).balances if authority == CITY else ()
    month = replace(closing(NOVEMBER, through=len(before)), authority=authority, balances=balances)
    moved = d.changed(before, authority=HAICANG)
    month = replace(month, through=len(moved))
    waiting = s.proposed(month, s.at(authority, WU), on, after=moved)
    revise = replace(t.revision(), application=d.number_at(CITY))
    answer = ConfirmProposal(application=d.number_at(CITY), proposal=None)
    day = date(2024, 11, 29)
    revised = told((revise, s.at(CITY, s.LIN), day), (answer, s.at(CITY, s.HUANG), day), after=waiting)
    outcome = given(revised).when(ConfirmForOffice(proposal=None), by=s.at(authority, ZHENG), on=on)
    outcome.declined("month-changed", authority=authority, month=NOVEMBER)


def test_books_of_nobody_are_not_closed() -> None:
    nobody = replace(closing(SEPTEMBER), authority="nowhere")
    by = replace(WU, authority="nowhere")
    given(s.central_money()).when(nobody, by=by, on=date(2024, 10, 1)).no_such_thing("no-such-authority")


def test_acts_of_another_authority_are_not_in_the_way() -> None:
    history = (*s.central_money(), *s.a_payable_training())
    district = CloseMonth(authority=s.HAICANG, month=OCTOBER, through=len(history), balances=())
    whose = (replace(WU, authority=s.HAICANG), replace(ZHENG, authority=s.HAICANG))
    history = s.agreed((district, *whose, date(2024, 10, 31)), after=history)
    assert given(history).when(runs.OrderPayment(applications=(FIRST,)), by=WU, on=date(2024, 10, 31)).events


PLANS = "plan-fund"
"""By it nothing moves: it says what may be spent."""


@pytest.mark.parametrize("act", [act for act in funds.acts() if act.endswith("-fund") and act != PLANS])
def test_funds_do_not_move_in_a_closed_month(act: str) -> None:
    history, command, by, second = funds.acts()[act]
    on = date(2024, 5, 31)
    left = {fund.fund: fund.balance_fen for fund in given(history).office.funds.values()}
    balances = [ClosingBalance(account="1011", fund=fund, amount_fen=fen) for fund, fen in left.items()]
    balances.append(ClosingBalance(account="3011", fund=None, amount_fen=-sum(left.values())))
    may = CloseMonth(authority=CITY, month="2024-05", through=len(history), balances=tuple(balances))
    proposed = s.proposed(command, by, on, after=s.agreed((may, WU, ZHENG, on), after=history))
    given(proposed).when(ConfirmForOffice(proposal=None), by=second, on=on).declined(
        "month-closed", authority=CITY, month="2024-05", opens_on=date(2024, 6, 1)
    )


def test_what_a_bank_did_in_a_closed_month_is_recorded_under_its_value_date() -> None:
    """Also what was recorded of it wrongly is put right so."""
    sent = closed(OCTOBER, date(2024, 10, 31), after=s.a_sent_training(), left_fen=97_000_00)
    item = a_credit(application=FIRST, amount_fen=3_000_00, value_on=date(2024, 10, 14), reference="B1")
    credited = told((s.credited(BATCH, item), ZHENG, date(2024, 11, 4)), after=sent)
    settled = next(minute.event for minute in credited if isinstance(minute.event, f.ApplicationSettled))
    assert settled.credit is not None
    assert settled.credit.value_on == date(2024, 10, 14)
    message = given(credited).office.batches[BATCH].messages[0]
    put_right = told((t.correcting(message, None), ZHENG, date(2024, 11, 5)), after=credited)
    assert any(isinstance(minute.event, f.PaymentReversed) for minute in put_right)


def test_months_follow_one_another_over_the_year() -> None:
    assert (month_after("2024-12"), last_day("2024-02")) == ("2025-01", date(2024, 2, 29))
