"""用款计划: what the treasury lets an office spend of a fund by a month, cumulative within the year. ADR 0072."""

from __future__ import annotations

from datetime import date

import pytest

from domain.office.fund_proposals import PlanFund
from domain.treasury import run_commands as runs
from domain.treasury.messages import PaidThrough
from tests.domain import sample_cases as s
from tests.domain.given_when_then import History
from tests.domain.sample_cases import FIRST, JIANG, OPENING, WU, ZHENG, given, told
from tests.domain.test_bank_table import day, failed
from tests.domain.test_items import of

CENTRAL = s.fund("central")
ORDER = runs.OrderPayment(applications=(FIRST,), paid_through=PaidThrough.TREASURY)


def planned(*months: tuple[int, int]) -> History:
    """A training of 3 000 yuan is payable in October; so many yuan are planned for each of some months."""
    plans = [
        PlanFund(fund=CENTRAL, month=date(2024, month, 1), amount_fen=yuan * 100, document="用款计划")
        for month, yuan in months
    ]
    acts = ((plan, WU, JIANG, OPENING) for plan in plans)
    return s.agreed(*acts, after=(*s.central_money(), *s.a_payable_training()))


PLANS = [
    ((), None),
    (((10, 3_000),), None),
    (((10, 2_999),), (299_900, 299_900)),
    (((9, 2_000), (10, 1_000)), None),
    (((9, 3_000),), None),
    (((9, 2_000), (11, 1_000)), (200_000, 200_000)),
    (((11, 9_000),), (0, 0)),
    (((10, 5_000), (10, 2_000)), (200_000, 200_000)),
    (((10, 2_000), (10, 5_000)), None),
]


@pytest.mark.parametrize(("months", "expected"), PLANS)
def test_the_treasury_pays_what_is_planned_up_to_the_month_and_nothing_is_planned_means_no_limit(
    months: tuple[tuple[int, int], ...], expected: tuple[int, int] | None
) -> None:
    outcome = given(planned(*months)).when(ORDER, by=WU, on=day(11))
    if expected is None:
        assert outcome.events
    else:
        planned_fen, left_fen = expected
        outcome.declined(
            "plan-exceeded", fund=CENTRAL, month="2024-10", planned_fen=planned_fen, left_fen=left_fen, drawn_fen=0
        )


def test_what_was_drawn_uses_the_plan_whoever_paid_it_and_what_comes_back_is_there_again() -> None:
    """The bank pays beyond a plan, which is the treasury's; and then nothing is left of it for the treasury."""
    history = planned((10, 3_500))
    by_bank = told((runs.OrderPayment(applications=(FIRST,)), WU, day(11)), after=history)
    declined = told((runs.ReleasePayment(batch=s.BATCH, declined=True), ZHENG, day(11)), after=by_bank)
    assert given(declined).when(ORDER, by=WU, on=day(11)).events
    sent = told(
        (ORDER, WU, day(11)),
        (runs.ReleasePayment(batch=s.BATCH), ZHENG, day(12)),
        (s.exported(), WU, day(12)),
        after=history,
    )
    assert given(sent).office.funds[CENTRAL].drawn_fen == 3_000_00
    reply = runs.RecordBankReply(batch=s.BATCH, messages=(of(CENTRAL, failed()),))
    refused = told((reply, ZHENG, day(18)), after=sent)
    assert given(refused).when(ORDER, by=WU, on=day(18)).events
    assert given(planned((10, 1))).when(runs.OrderPayment(applications=(FIRST,)), by=WU, on=day(11)).events
