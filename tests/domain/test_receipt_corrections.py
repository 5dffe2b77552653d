"""A receipt typed wrongly is put right by two people: what follows is as if the right one had been typed. ADR 0077."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from domain.application import commands as c
from domain.application import events as f
from domain.application.state.balances import Receipt
from domain.application.state.money_index import RECEIPTS, money_uses
from domain.application.values import ReceiptValues
from domain.base import replace
from domain.imports import debt_events as d
from domain.treasury import run_commands as runs
from domain.treasury.fund import FundDrawn
from domain.treasury.receipts import CorrectReceipt
from tests.domain import debts_history as h
from tests.domain import later_events as t
from tests.domain import sample_cases as s
from tests.domain.given_when_then import History, Minute, Office
from tests.domain.later_events import LATER
from tests.domain.sample_cases import FIRST, WU, ZHENG, given, told
from tests.domain.test_receipts import OPEN, second_demand, written_off


def wrong(of: str = "P1", recovery: str = "r1", **right: Any) -> CorrectReceipt:
    """Of the receipt `of`: what is right of it; that it never came where nothing is."""
    instead = None
    if right:
        instead = ReceiptValues(**{"amount_fen": 400_00, "received_on": LATER, "reference": of, **right})
    return CorrectReceipt(application=FIRST, recovery=recovery, reference=of, instead=instead, reason=t.WHY)


def with_receipts(*receipts: tuple[str, int, str], after: History) -> History:
    for reference, amount_fen, recovery in receipts:
        received = replace(t.received(amount_fen, reference=reference), recovery=recovery)
        after = told((received, WU, LATER), after=after)
    return after


def money(history: History) -> tuple[Any, ...]:
    """What is left of a history once nothing of how it came about is looked at."""
    office = given(history)
    case = office.case(FIRST)
    funds = {name: (fund.drawn_fen, fund.treasury_due_fen) for name, fund in office.office.funds.items()}
    demands = {
        name: (one.open_fen, one.written_off_fen, one.received_fen, one.status) for name, one in case.recoveries.items()
    }
    in_order = sorted(receipt.number for one in case.recoveries.values() for receipt in one.receipts.values())
    receipts = {
        (one.recovery, typed): (receipt.amount_fen, receipt.received_on, in_order.index(receipt.number))
        for one in case.recoveries.values()
        for typed, receipt in one.receipts.items()
    }
    payments = [(one.drawn, {k: v for k, v in one.recovered_fen.items() if v}) for one in case.payments.values()]
    owed = (case.overpaid_fen, case.owed_back.open_fen, case.written_off_fen, case.status)
    return funds, demands, receipts, payments, owed, case.items, dict(case.on_clearing)


BEFORE = {
    "open": OPEN,
    "written off": written_off(),
    "half written off": written_off(400_00),
    "two demands": second_demand(OPEN),
    "another line struck": t.revised(t.revision(struck=[2]), after=OPEN),
}
THREE = (("P1", 400_00, "r1"), ("P2", 300_00, "r1"), ("P3", 500_00, "r1"))
CORNERS: list[tuple[str, tuple[tuple[str, int, str], ...], CorrectReceipt, tuple[tuple[str, int, str], ...]]] = [
    # before, what was typed, the correction, and what should have been typed
    ("open", (("P1", 700_00, "r1"),), wrong(amount_fen=500_00), (("P1", 500_00, "r1"),)),
    ("open", (("P1", 500_00, "r1"),), wrong(amount_fen=700_00), (("P1", 700_00, "r1"),)),
    ("open", (("P1", 500_00, "r1"),), wrong(), ()),
    ("open", (("P1", 1_000_00, "r1"),), wrong(amount_fen=1_000_01), (("P1", 1_000_01, "r1"),)),
    ("open", (("P1", 1_300_00, "r1"),), wrong(amount_fen=300_00), (("P1", 300_00, "r1"),)),
    ("open", (("P1", 400_00, "r1"),), wrong("p 1", amount_fen=1, reference="P1"), (("P1", 1, "r1"),)),
    ("open", THREE, wrong(), (("P2", 300_00, "r1"), ("P3", 500_00, "r1"))),
    ("open", THREE, wrong(amount_fen=900_00), (("P1", 900_00, "r1"), ("P2", 300_00, "r1"), ("P3", 500_00, "r1"))),
    ("open", THREE, wrong("P2"), (("P1", 400_00, "r1"), ("P3", 500_00, "r1"))),
    ("written off", (("P1", 400_00, "r1"),), wrong(), ()),
    ("written off", (("P1", 1_200_00, "r1"),), wrong(amount_fen=200_00), (("P1", 200_00, "r1"),)),
    ("half written off", THREE, wrong(), (("P2", 300_00, "r1"), ("P3", 500_00, "r1"))),
    ("half written off", THREE, wrong("P3"), (("P1", 400_00, "r1"), ("P2", 300_00, "r1"))),
    ("two demands", (("P1", 400_00, "r1"), ("Q1", 200_00, "r2")), wrong(), (("Q1", 200_00, "r2"),)),
    ("two demands", (("Q1", 200_00, "r2"), ("P1", 400_00, "r1")), wrong("Q1", "r2"), (("P1", 400_00, "r1"),)),
    ("another line struck", (("P1", 2_300_00, "r1"),), wrong(amount_fen=1_500_00), (("P1", 1_500_00, "r1"),)),
    ("another line struck", (("P1", 2_300_00, "r1"), ("P2", 100_00, "r1")), wrong(), (("P2", 100_00, "r1"),)),
]


@pytest.mark.parametrize(("before", "typed", "correction", "right"), CORNERS)
def test_all_that_follows_is_as_if_the_right_one_had_been_typed(
    before: str,
    typed: tuple[tuple[str, int, str], ...],
    correction: CorrectReceipt,
    right: tuple[tuple[str, int, str], ...],
) -> None:
    recorded = with_receipts(*typed, after=BEFORE[before])
    asked = s.proposed(correction, WU, LATER, after=recorded)
    assert money(asked) == money(recorded), "until another officer confirms it, nothing changes"
    assert money(told((correction, WU, LATER), after=recorded)) == money(with_receipts(*right, after=BEFORE[before]))


def test_a_right_day_and_a_right_reference_move_only_these() -> None:
    day = LATER - timedelta(days=3)
    recorded = with_receipts(("P1", 400_00, "r1"), after=OPEN)
    after = told((wrong(received_on=day, reference="X9"), WU, LATER), after=recorded)
    case = given(after).case(FIRST)
    assert list(case.recoveries["r1"].receipts) == ["X9"]
    assert [use.subject for use in money_uses(case) if use.limit == RECEIPTS] == ["x9"]
    central = given(after).office.funds[s.fund("central")]
    assert sum(central.changes.values()) == sum(given(recorded).office.funds[s.fund("central")].changes.values())


# What funds have given since


def test_what_a_fund_has_no_more_stands_on_bank_error_and_no_fund_is_negative() -> None:
    recorded = with_receipts(("P1", 1_000_00, "r1"), after=OPEN)
    office = given(recorded).office
    (restored,) = given(recorded).case(FIRST).recoveries["r1"].receipts.values()
    assert isinstance(restored, Receipt)
    assert isinstance(restored.recorded, f.RecoveryReceived)
    fund = restored.recorded.restored[0].drawn[0].fund
    left_fen = office.funds[fund].least_fen(LATER)
    drawn = FundDrawn(batch="350200-2024-0009", amount_fen=left_fen - 100_00, due_fen=0, value_on=LATER)
    used = (*recorded, Minute(f"fund-{fund}", drawn, WU.officer, LATER))
    after = told((wrong(), WU, LATER), after=used)
    funds = given(after).office.funds
    assert all(one.least_fen(LATER) >= 0 for one in funds.values())
    case = given(after).case(FIRST)
    (payment,) = case.payments.values()
    assert sum(draw.amount_fen for draw in payment.drawn) == payment.amount_fen
    on_error = sum(draw.amount_fen for draw in payment.drawn if draw.fund == "bank-error")
    assert on_error == 900_00
    assert {held.amount_fen for held in case.on_clearing.values()} == {900_00}
    # Put right once more, the right amount goes there first.
    again = with_receipts(("P7", 950_00, "r1"), after=after)
    assert not given(again).case(FIRST).on_clearing
    assert given(again).office.funds[fund].least_fen(LATER) == 50_00


def test_what_was_left_to_be_owed_back_and_is_ordered_since_is_not_taken_away() -> None:
    much = with_receipts(("P1", 1_200_00, "r1"), after=OPEN)
    ordered = s.proposed(runs.OrderPayment(applications=(FIRST,)), WU, LATER, after=much)
    given(ordered).when(wrong(), by=WU, on=LATER).declined("owed-back-gone", missing_fen=200_00)
    assert given(ordered).when(wrong(amount_fen=1_200_01), by=WU, on=LATER).events


# Who, and what is refused


@pytest.mark.parametrize(
    ("correction", "code"),
    [
        (wrong("P9"), "no-such-receipt"),
        (wrong("Ｐ１", amount_fen=1), None),
        (wrong(amount_fen=400_00), "receipt-so-recorded"),
        (wrong(amount_fen=0), "amount-not-positive"),
        (wrong(received_on=LATER + timedelta(days=1)), "in-the-future"),
        (wrong(received_on=date(2020, 1, 1)), "received-too-early"),
        (wrong(reference="p 2"), "received-otherwise"),
        (wrong(reference="B1"), "reference-used"),
    ],
)
def test_what_cannot_be_right_is_refused(correction: CorrectReceipt, code: str | None) -> None:
    recorded = with_receipts(("P1", 400_00, "r1"), ("P2", 100_00, "r1"), after=OPEN)
    outcome = given(recorded).when(correction, by=WU, on=LATER)
    if code == "no-such-receipt":
        outcome.no_such_thing(code)
    elif code is not None:
        outcome.declined(code)
    else:
        assert len(outcome.events) == 1


def test_a_reference_that_stands_for_something_else_needs_a_reason_and_waits_in_the_index() -> None:
    recorded = with_receipts(("P1", 400_00, "r1"), after=second_demand(OPEN))
    elsewhere = wrong(reference="B1")
    reasoned = replace(elsewhere, same_reference="sealed")
    assert given(recorded).when(reasoned, by=WU, on=LATER).events
    waiting = s.proposed(wrong(reference="Z1"), WU, LATER, after=recorded)
    other = replace(t.received(1_00, reference="z1"), recovery="r2")
    given(waiting).when(other, by=WU, on=LATER).declined("reference-used", others=f"{FIRST} r1")
    given(waiting).when(wrong(reference="Z1"), by=WU, on=LATER).declined("proposal-waits")
    given(waiting).when(wrong(), by=WU, on=LATER).declined("correction-waits")


def test_two_of_finance_correct_and_both_stay_in_the_log() -> None:
    recorded = with_receipts(("P1", 400_00, "r1"), after=OPEN)
    given(recorded).when(wrong(), by=s.JIANG, on=LATER).not_permitted("role-missing")
    asked = s.proposed(wrong(), WU, LATER, after=recorded)
    given(asked).when(s.confirmed(), by=WU, on=LATER).not_permitted("own-proposal")
    after = told((wrong(), WU, LATER), after=recorded)
    told_of = [type(minute.event).__name__ for minute in after if minute.stream == f"application-{FIRST}"]
    assert told_of[-4:] == ["ReceiptCorrectionProposed", "ProposalConfirmed", "ReceiptCorrected", "ReceiptReversed"]
    decline = replace(s.confirmed(), declined=True, reason=t.WHY)
    assert money(told((decline, ZHENG, LATER), after=asked)) == money(recorded)


# Demands from before this log


@pytest.mark.parametrize(
    ("typed", "correction", "right"),
    [
        ((("T1", 700_00),), ("T1", 500_00), (("T1", 500_00),)),
        ((("T1", 700_00),), ("T1", None), ()),
        ((("T1", 1_200_00), ("T2", 300_00)), ("T1", None), (("T2", 300_00),)),
        ((("T1", 1_200_00), ("T2", 300_00)), ("T1", 600_00), (("T1", 600_00), ("T2", 300_00))),
        ((("T1", 800_00), ("T2", 300_00)), ("T2", 100_00), (("T1", 800_00), ("T2", 100_00))),
    ],
)
@pytest.mark.parametrize("forgiven_fen", [0, 600_00])
def test_a_receipt_of_a_demand_from_before_is_put_right_alike(
    typed: tuple[tuple[str, int], ...],
    correction: tuple[str, int | None],
    right: tuple[tuple[str, int], ...],
    forgiven_fen: int,
) -> None:
    before = h.taken_over()
    if forgiven_fen:
        ask = c.WriteOffRecovery(application=h.FILE, recovery="r1", reason=t.WHY, amount_fen=forgiven_fen)
        before = h.agreed(ask, WU, s.JIANG, after=before)

    def come(receipts: tuple[tuple[str, int], ...]) -> History:
        history = before
        for reference, amount_fen in receipts:
            history = h.agreed(h.receipt(amount_fen, reference=reference), WU, ZHENG, after=history)
        return history

    reference, amount_fen = correction
    instead = ReceiptValues(amount_fen=amount_fen, received_on=h.ON, reference=reference) if amount_fen else None
    put_right = CorrectReceipt(application=h.FILE, recovery="r1", reference=reference, instead=instead, reason=t.WHY)
    after = h.agreed(put_right, WU, ZHENG, after=come(typed))
    assert _debts(after) == _debts(come(right))
    assert any(isinstance(minute.event, d.DebtReceiptReversed) for minute in after)


def _debts(history: History) -> tuple[Any, ...]:
    state = Office(s.edition(), history).debts[h.FILE]
    one = state.recoveries["r1"]
    came = {name: (receipt.amount_fen, receipt.number) for name, receipt in one.receipts.items()}
    return one.open_fen, one.written_off_fen, one.received_fen, one.status, state.beyond_fen.get("r1", 0), came
