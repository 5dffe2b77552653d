"""A receipt put right after something else happened: it comes to what it would have come to had it been right then.

Each corner is compared with a history in which the right one was typed at first, and corrected back. ADR 0077.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from domain.application.values import ReceiptValues
from domain.base import replace
from domain.office.fund_proposals import CarryOverFund
from domain.treasury import run_commands as runs
from domain.treasury.receipts import CorrectReceipt
from tests.domain import later_events as t
from tests.domain import sample_cases as s
from tests.domain.bank_messages import a_credit, a_reply
from tests.domain.given_when_then import History
from tests.domain.later_events import LATER, SECOND_BATCH
from tests.domain.sample_cases import FIRST, WU, ZHENG, given, told
from tests.domain.test_receipts import OPEN, revised_up, second_demand

NEW_YEAR = date(2025, 1, 3)
Act = Callable[[History], History]


def typed(amount_fen: int, reference: str = "P1", *, after: History = OPEN) -> History:
    return told((t.received(amount_fen, reference=reference), WU, LATER), after=after) if amount_fen else after


def right(amount_fen: int, reference: str = "P1", *, of: str = "P1", after: History, on: date = LATER) -> History:
    instead = ReceiptValues(amount_fen=amount_fen, received_on=LATER, reference=reference) if amount_fen else None
    correct = CorrectReceipt(application=FIRST, recovery="r1", reference=of, instead=instead, reason=t.WHY)
    return told((correct, WU, on), after=after)


def stands(history: History) -> dict[str, Any]:
    office = given(history)
    case = office.case(FIRST)
    return {
        "funds": {
            name: (fund.drawn_fen, fund.treasury_due_fen, fund.balance_fen)
            for name, fund in office.office.funds.items()
        },
        "demands": {name: (one.open_fen, one.written_off_fen, one.status) for name, one in case.recoveries.items()},
        "payments": {
            name: (one.credited_fen, {due: fen for due, fen in one.recovered_fen.items() if fen}, one.undone_fen)
            for name, one in case.payments.items()
        },
        "owed": (case.overpaid_fen, case.collectable_fen, case.owed_back.open_fen, case.payable(), case.status),
        "unpublished": case.unpublished,
        "items": {due: (one.net_paid_fen, one.open_fen, one.forgiven_fen) for due, one in case.items.items()},
        "clearing": case.on_clearing,
    }


def _carried_over(history: History) -> History:
    central = s.fund("central")
    carry = CarryOverFund(fund=central, amount_fen=given(history).office.funds[central].balance_fen)
    return told((carry, WU, NEW_YEAR), after=history)


def _paid_back(history: History) -> History:
    """What is owed back is ordered, and the bank pays it."""
    if not (fen := given(history).case(FIRST).owed_back.open_fen):
        return history
    credit = a_credit(application=FIRST, amount_fen=fen, value_on=LATER, reference="B9")
    return told(
        (runs.OrderPayment(applications=(FIRST,)), WU, LATER),
        (runs.ReleasePayment(batch=SECOND_BATCH), ZHENG, LATER),
        (s.exported(SECOND_BATCH, fen), WU, LATER),
        (a_reply(batch=SECOND_BATCH, credited=(credit,)), ZHENG, LATER),
        after=history,
    )


BETWEEN: dict[str, Act] = {
    "nothing": lambda history: history,
    "line 3 counts after all": revised_up,
    "another line is struck": lambda history: t.revised(t.revision(struck=[2]), after=history),
    "another demand": second_demand,
    "line 3 counts, and another is struck": lambda history: t.revised(
        t.revision(struck=[2]), after=revised_up(history)
    ),
    "reduced": lambda history: t.granted(replace(t.reduce, amount_fen=100_00), after=history),
    "written off in part": lambda history: t.granted(replace(t.write_off, amount_fen=100_00), after=history),
    "cancelled": lambda history: t.granted(t.cancel, after=history),
    "referred": lambda history: t.granted(t.refer, after=history),
    "more came in": lambda history: typed(200_00, "P2", after=history),
    "the bank takes all back": lambda history: told((t.returned(), ZHENG, LATER), after=history),
    "the bank takes some back": lambda history: told((t.returned(500_00), ZHENG, LATER), after=history),
    "the bank takes all back, and more came in": lambda history: typed(
        200_00, "P2", after=told((t.returned(), ZHENG, LATER), after=history)
    ),
    "the bank takes some back, and more came in": lambda history: typed(
        200_00, "P2", after=told((t.returned(500_00), ZHENG, LATER), after=history)
    ),
    "the fund is carried over": _carried_over,
}
PAID_BACK = {
    "nothing": BETWEEN["nothing"],
    "line 3 counts after all": revised_up,
    "another line is struck": BETWEEN["another line is struck"],
    "more came in": BETWEEN["more came in"],
    "it is paid back": _paid_back,
    "it is paid back, and another line is struck": lambda history: BETWEEN["another line is struck"](
        _paid_back(history)
    ),
    "the bank takes all back": BETWEEN["the bank takes all back"],
}
"""Of more than was demanded."""
CORNERS = [
    *((name, act, 700, meant) for name, act in BETWEEN.items() for meant in (500, 0, 900)),
    *((name, act, 1_200, meant) for name, act in PAID_BACK.items() for meant in (600, 0, 1_300)),
    *((name, act, 600, 1_200) for name, act in PAID_BACK.items() if act is not _paid_back),
]


@pytest.mark.parametrize(("between", "act", "wrong", "meant"), CORNERS)
def test_it_comes_to_what_it_would_have_come_to_then(between: str, act: Act, wrong: int, meant: int) -> None:
    """Wrong and right in yuan; 0 where nothing ever came."""
    recorded = act(typed(wrong * 100))
    on = NEW_YEAR if act is _carried_over else LATER
    corrected = right(meant * 100, after=recorded, on=on)
    if "paid back" not in between:
        assert stands(corrected) == stands(act(typed(meant * 100)))
    if meant:
        assert stands(right(wrong * 100, after=corrected, on=on)) == stands(recorded), "corrected back"
    assert stands(right(wrong * 100, "X9", after=recorded, on=on)) == stands(recorded), "nothing but its reference"


@pytest.mark.parametrize(("meant_fen", "overpaid_fen"), [(1_100_00, 100_00), (600_00, 600_00), (0, 1_200_00)])
def test_what_was_paid_out_of_it_beyond_what_came_in_is_overpaid_and_can_be_demanded(
    meant_fen: int, overpaid_fen: int
) -> None:
    paid = right(meant_fen, after=_paid_back(typed(1_200_00)))
    case = given(paid).case(FIRST)
    assert (case.overpaid_fen, case.owed_back.open_fen) == (overpaid_fen, max(-200_00, meant_fen - 1_200_00))
    again = told((replace(t.received(overpaid_fen), reference="P5"), WU, LATER), after=paid) if not meant_fen else paid
    if not meant_fen:
        assert (given(again).case(FIRST).overpaid_fen, given(again).case(FIRST).owed_back.over_fen) == (0, 0)
