"""归垫 (closing-2): what a district paid of its own money is drawn on its allotment, once the rest is released."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

import pytest

from domain.application import events as f
from domain.application.values import BANK_ERROR, UNMATCHED, Draw
from domain.base import replace
from domain.office.allotment_proposals import PartOfFund
from domain.office.fund_proposals import SurrenderFund
from domain.treasury import run_commands as runs
from domain.treasury.batch_events import BatchAssigned
from domain.treasury.fund import FundDrawn, FundRestored
from domain.treasury.messages import Assignment, AssignTo
from domain.treasury.redrawing import replaceable_fen
from presentation.words.bank_events import bank_sentence
from tests.domain import allotment_history as a
from tests.domain import district_paid as d
from tests.domain import sample_cases as s
from tests.domain.allotment_history import NUMBER
from tests.domain.bank_messages import a_credit, a_reply, a_return
from tests.domain.given_when_then import History
from tests.domain.sample_cases import CITY, TORCH, given, told

CASE, RUN = d.number_at(CITY), f"{TORCH}-2024-0001"
OWN, SPARE = (s.fund(source, holder=TORCH) for source in ("municipal", "district"))
FINANCE, OTHER = s.at(TORCH, s.WU), s.at(TORCH, s.ZHENG)
PAID, ALLOTTED, RELEASED, NOW = date(2024, 10, 14), date(2024, 11, 1), date(2024, 11, 29), date(2024, 12, 2)
TOTAL = 3_600_00
"""What the case was paid, in fen: all of it of the district's own money."""


@cache
def paid_of_own_money() -> History:
    own = (*s.a_fund("municipal", TOTAL, holder=TORCH), *s.a_fund("district", 1_00, holder=TORCH))
    money = (*a.city_money(), *own, *d.demonstration(authority=TORCH))
    credit = a_credit(application=CASE, amount_fen=TOTAL, value_on=PAID, reference="B1")
    return told(
        (runs.OrderPayment(applications=(CASE,)), FINANCE, date(2024, 10, 11)),
        (runs.ReleasePayment(batch=RUN), OTHER, date(2024, 10, 12)),
        (s.exported(RUN, TOTAL), FINANCE, date(2024, 10, 12)),
        (s.credited(RUN, credit), OTHER, PAID),
        after=d.payable_at(CITY, d.key_training(authority=CITY), after=money),
    )


def allotted(
    released_fen: int = 3_000_00, *, total_fen: int = 10_000_00, schemes: tuple[str, ...] = a.MAKE.schemes
) -> History:
    """Seven tenths in advance, and so much of the rest once all of it was achieved."""
    parts = (PartOfFund(fund=a.FIRST, amount_fen=total_fen),)
    made = a.done(
        (replace(a.MAKE, parts=parts, schemes=schemes), ALLOTTED),
        (a.evaluation((1, 5_000)), RELEASED),
        after=paid_of_own_money(),
    )
    return a.done((a.release(released_fen), RELEASED), after=made) if released_fen else made


NEW = f"{TORCH}-2024-F005"
"""The fund that the allotment began, beside the district's own."""


def replacing(amount_fen: int, **told_otherwise: Any) -> runs.AssignClearing:
    assignment = Assignment(
        application=CASE,
        fund=None,
        to=AssignTo.ALLOTMENT,
        amount_fen=amount_fen,
        document="火炬财〔2024〕7号",
        draw_on=NEW,
        out_of=OWN,
    )
    return runs.AssignClearing(batch=RUN, assignment=replace(assignment, **told_otherwise))


def replaced(*amounts_fen: int, after: History) -> History:
    for amount_fen in amounts_fen:
        after = s.agreed((replacing(amount_fen), FINANCE, OTHER, NOW), after=after)
    return after


def test_own_money_is_replaced_by_two_finance_officers_draw_by_draw() -> None:
    proposed = s.proposed(replacing(2_000_00), FINANCE, NOW, after=allotted())
    confirm = runs.ConfirmForRun(batch=RUN, proposal=None)
    given(proposed).when(confirm, by=FINANCE, on=NOW).not_permitted("own-proposal")
    given(allotted()).when(replacing(2_000_00), by=s.at(s.SIMING, s.WU), on=NOW).not_permitted(
        "other-authority", authority=TORCH
    )
    decision = given(proposed).when(confirm, by=OTHER, on=NOW).decision
    (moved,) = (event for event in decision[f"application-{CASE}"] if isinstance(event, f.PaymentAssigned))
    assert moved.cleared == (Draw(fund=OWN, source="municipal", amount_fen=2_000_00),)
    assert moved.drawn == (Draw(fund=NEW, source="central", amount_fen=2_000_00),)
    document = "火炬财〔2024〕7号"
    back = FundRestored(reference=document, amount_fen=2_000_00, booked_to=OWN, value_on=NOW)
    assert decision[f"fund-{OWN}"] == (back,)
    drawn = FundDrawn(batch=RUN, amount_fen=2_000_00, replaces=OWN, value_on=NOW)
    assert decision[f"fund-{NEW}"] == (drawn,)
    assert any(isinstance(event, BatchAssigned) for event in decision[f"batch-{RUN}"])


def test_what_was_replaced_is_in_the_own_fund_again_and_the_payment_is_the_same() -> None:
    before, after = given(allotted()).office, given(replaced(1_000_00, 500_00, after=allotted())).office
    assert (before.funds[OWN].balance_fen, after.funds[OWN].balance_fen) == (0, 1_500_00)
    assert after.funds[NEW].drawn_fen == after.funds[NEW].replaced_fen == 1_500_00
    assert before.funds[NEW].balance_fen - after.funds[NEW].balance_fen == 1_500_00
    case, same = after.cases[CASE], before.cases[CASE]
    assert case.items == same.items
    assert case.payments[RUN].amounts_fen == same.payments[RUN].amounts_fen
    assert [(draw.fund, draw.amount_fen) for draw in case.payments[RUN].drawn] == [
        (OWN, 2_100_00),
        (NEW, 1_000_00),
        (NEW, 500_00),
    ]
    assert replaceable_fen(after.allotments[NUMBER], after.funds) == 1_500_00


def test_what_comes_back_later_goes_to_the_fund_on_which_it_stands_by_then() -> None:
    after = replaced(2_000_00, after=allotted())
    back = a_return(application=CASE, amount_fen=TOTAL, returned_on=NOW, reference="R1", reason="sealed")
    reply = a_reply(batch=RUN, returned=(back,))
    funds = given(s.agreed((reply, OTHER, FINANCE, NOW), after=after)).office.funds
    assert (funds[OWN].drawn_fen, funds[NEW].drawn_fen) == (0, 0)
    assert (funds[OWN].balance_fen, funds[NEW].balance_fen) == (TOTAL, 10_000_00)
    # What it replaced it has replaced: the rest of the allotment does so once.
    assert funds[NEW].replaced_fen == 2_000_00


def twice() -> History:
    return replaced(2_000_00, after=allotted())


def spent() -> History:
    """All of the allotted money was surrendered."""
    surrender = SurrenderFund(fund=NEW, amount_fen=10_000_00, treasury_due_fen=0, document="…")
    return s.agreed((surrender, FINANCE, OTHER, NOW), after=allotted())


@pytest.mark.parametrize(
    ("history", "command", "code", "values"),
    [
        # What was drawn, what of it is left, and what was released.
        (allotted, replacing(TOTAL + 1), "more-than-drawn", {"drawn_fen": TOTAL}),
        (allotted, replacing(0), "more-than-drawn", {"drawn_fen": TOTAL}),
        (twice, replacing(1_600_01), "more-than-drawn", {"drawn_fen": 1_600_00}),
        (twice, replacing(1_000_01), "more-than-released", {"most_fen": 1_000_00}),
        (lambda: allotted(0), replacing(1), "more-than-released", {"most_fen": 0}),
        (lambda: allotted(30_00), replacing(30_01), "more-than-released", {"most_fen": 30_00}),
        # Which funds.
        (allotted, replacing(1_00, draw_on=OWN), "fund-not-allotted", {"fund": OWN}),
        (allotted, replacing(1_00, out_of=NEW), "fund-not-own", {"fund": NEW, "allotment": NUMBER}),
        (allotted, replacing(1_00, out_of=SPARE), "nothing-drawn", {"application": CASE, "fund": SPARE}),
        # Its money pays its schemes alone, and as far as it is there.
        (lambda: allotted(schemes=("gig-market",)), replacing(1_00), "allotment-for-other", {"allotment": NUMBER}),
        (spent, replacing(1_00), "funds-short", {"needed_fen": 1_00, "available_fen": 0}),
    ],
)
def test_what_is_not_replaced(history: Any, command: runs.AssignClearing, code: str, values: dict[str, Any]) -> None:
    given(history()).when(command, by=FINANCE, on=NOW).declined(code, **values)


@pytest.mark.parametrize("other", [{"draw_on": a.FIRST}, {"out_of": a.FIRST}, {"out_of": None}, {"draw_on": None}])
def test_only_funds_of_the_payer_replace_and_are_replaced(other: dict[str, Any]) -> None:
    given(allotted()).when(replacing(1_00, **other), by=FINANCE, on=NOW).no_such_thing("no-such-fund")


def corrected(released_fen: int = 3_000_00, achieved: int = 3_000, *, reclaimed: bool = False) -> History:
    """The rest was released, then evaluated downward; perhaps settled, and reclaimed as far as it is there."""
    history = a.done((a.evaluation((1, achieved)), NOW), after=allotted(released_fen))
    if not reclaimed:
        return history
    history = a.done((a.settlement(given(history).office.allotments[NUMBER].releasable_fen), NOW), after=history)
    return a.done((a.reclaim(given(history).office.allotments[NUMBER].due_fen), NOW), after=history)


@pytest.mark.parametrize(
    ("history", "most_fen"),
    [
        # 60 % of the rest of 3 000, before and after it was reclaimed; nothing; what was replaced meanwhile counts.
        (corrected, 1_800_00),
        (lambda: corrected(reclaimed=True), 1_800_00),
        (lambda: corrected(achieved=0), 0),
        (lambda: corrected(achieved=0, reclaimed=True), 0),
        (lambda: corrected(1_000_00), 1_000_00),
        (lambda: replaced(1_000_00, after=corrected()), 800_00),
        (lambda: a.done((a.evaluation((1, 0)), NOW), after=twice()), 0),
        (lambda: a.done((a.evaluation((1, 4_500)), NOW), after=twice()), 700_00),
    ],
)
def test_own_money_is_replaced_by_what_of_the_rest_the_district_has_achieved(history: Any, most_fen: int) -> None:
    begun = history()
    if most_fen:
        assert given(begun).when(replacing(most_fen), by=FINANCE, on=NOW).events
    given(begun).when(replacing(most_fen + 1), by=FINANCE, on=NOW).declined("more-than-released", most_fen=most_fen)


def credited_beyond(beyond_fen: int = 1_200_00) -> History:
    """The bank credits more than is granted, and the excess is drawn on own money, too; then the rest is released."""
    own = (*s.a_fund("municipal", TOTAL + beyond_fen, holder=TORCH), *s.a_fund("district", 1_00, holder=TORCH))
    credit = a_credit(application=CASE, amount_fen=TOTAL + beyond_fen, value_on=PAID, reference="B1")
    excess = Assignment(application=CASE, fund=None, to=AssignTo.FUND, amount_fen=beyond_fen, document="…", draw_on=OWN)
    paid = told(
        (runs.OrderPayment(applications=(CASE,)), FINANCE, date(2024, 10, 11)),
        (runs.ReleasePayment(batch=RUN), OTHER, date(2024, 10, 12)),
        (s.exported(RUN, TOTAL), FINANCE, date(2024, 10, 12)),
        after=d.payable_at(
            CITY,
            d.key_training(authority=CITY),
            after=(*a.city_money(), *own, *d.demonstration(authority=TORCH)),
        ),
    )
    paid = s.agreed((s.credited(RUN, credit), OTHER, FINANCE, PAID), after=paid)
    paid = s.agreed((runs.AssignClearing(batch=RUN, assignment=excess), FINANCE, OTHER, PAID), after=paid)
    made = a.done(
        (replace(a.MAKE, parts=(PartOfFund(fund=a.FIRST, amount_fen=100_000_00),)), ALLOTTED),
        (a.evaluation((1, 5_000)), RELEASED),
        after=paid,
    )
    return a.done((a.release(30_000_00), RELEASED), after=made)


@pytest.mark.parametrize(
    ("so_far", "most_fen"), [((), TOTAL), ((1_000_00,), TOTAL - 1_000_00), ((2_000_00, 1_599_99), 1), ((TOTAL,), 0)]
)
def test_what_a_bank_paid_beyond_what_is_granted_stays_own_money(so_far: tuple[int, ...], most_fen: int) -> None:
    begun = replaced(*so_far, after=credited_beyond())
    if most_fen:
        assert given(begun).when(replacing(most_fen), by=FINANCE, on=NOW).events
    refused = given(begun).when(replacing(most_fen + 1), by=FINANCE, on=NOW)
    refused.declined("more-than-subsidy", application=CASE, subsidy_fen=most_fen)


def returned_on(day: date, amount_fen: int, *, after: History) -> History:
    back = a_return(application=CASE, amount_fen=amount_fen, returned_on=day, reference="R1", reason="sealed")
    return s.agreed((a_reply(batch=RUN, returned=(back,)), OTHER, FINANCE, LATE), after=after)


LATE = date(2024, 12, 5)


@pytest.mark.parametrize(
    ("amounts", "day", "amount_fen", "back"),
    [
        # Dated before the replacement: on the day of that. On that day, and behind it: on its own.
        ((2_000_00,), RELEASED, 700_00, {NOW: 1_300_00}),
        ((2_000_00,), NOW, 700_00, {NOW: 1_300_00}),
        ((2_000_00,), LATE, 700_00, {NOW: 2_000_00, LATE: -700_00}),
        ((1_000_00, 500_00), PAID, 1_500_00, {NOW: 0}),
    ],
)
def test_nothing_comes_back_to_an_allotted_fund_before_it_was_drawn(
    amounts: tuple[int, ...], day: date, amount_fen: int, back: dict[date, int]
) -> None:
    funds = given(returned_on(day, amount_fen, after=replaced(*amounts, after=allotted()))).office.funds
    assert dict(funds[NEW].spent) == back
    assert sum(back.values()) == funds[NEW].drawn_fen
    assert all(funds[NEW].least_fen(date.min) >= 0 for _ in back)


@pytest.mark.parametrize(
    ("event", "said"),
    [
        ((OWN, NEW), f"1.00 yuan of batch {RUN}, paid of own money ({OWN}), replaced by {NEW}"),
        ((BANK_ERROR, OWN), f"1.00 yuan of batch {RUN}, until then on a clearing account, drawn on {OWN}"),
        ((UNMATCHED, NEW), f"1.00 yuan of batch {RUN}, until then on a clearing account, drawn on {NEW}"),
    ],
)
def test_a_case_says_where_the_money_stood_before(event: tuple[str, str], said: str) -> None:
    cleared, drawn = ((Draw(fund=fund, source="central", amount_fen=100),) for fund in event)
    happened = f.PaymentAssigned(batch=RUN, fund=None, items=(), amount_fen=100, cleared=cleared, drawn=drawn)
    assert bank_sentence(happened) == said


def test_own_money_of_a_year_that_is_over_is_not_replaced() -> None:
    given(allotted()).when(replacing(1_00), by=FINANCE, on=date(2025, 1, 7)).declined(
        "fund-year-over", fund=OWN, year=2024
    )
