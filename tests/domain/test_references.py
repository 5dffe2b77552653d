"""Every reference of a bank's message, a receipt or a correction is looked up, whatever became of it. ADR 0066.

So one officer alone never records the same reference for something else.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from domain.application import commands as c
from domain.application.state.money_index import CREDITS, RECEIPTS
from domain.application.values import ReceiptValues
from domain.base import replace
from domain.treasury import run_commands as runs
from domain.treasury.messages import Assignment, AssignTo, BankMessage, Correction
from tests.domain import later_events as t
from tests.domain import sample_cases as s
from tests.domain.given_when_then import History, Office
from tests.domain.sample_cases import BATCH, FIRST, WU, ZHENG, given, told
from tests.domain.test_bank_table import (
    back,
    credit,
    day,
    failed,
    left_out,
    ordered,
    ordered_again,
    released,
    says,
    sent,
)

NOW = day(18)


def waiting(history: History, command: object) -> History:
    """Proposed, and not looked at by a second officer."""
    return (*history, *Office(s.edition(), history).execute(command, ZHENG, NOW))


def reply(*messages: BankMessage) -> runs.RecordBankReply:
    return runs.RecordBankReply(batch=BATCH, messages=messages)


def corrects(recorded: BankMessage, instead: BankMessage | None) -> runs.CorrectReply:
    return runs.CorrectReply(
        batch=BATCH, corrections=(Correction(recorded=recorded, instead=instead),), reasons={FIRST: "sealed"}
    )


def corrected(history: History, recorded: BankMessage, instead: BankMessage | None) -> History:
    return told((corrects(recorded, instead), ZHENG, NOW), after=history)


def assigned_to_bank(history: History, message: BankMessage) -> History:
    assignment = Assignment(
        application=FIRST,
        fund=None,
        to=AssignTo.BANK,
        amount_fen=message.amount_fen,
        document="d1",
        message=message.key,
    )
    return told((runs.AssignClearing(batch=BATCH, assignment=assignment), ZHENG, NOW), after=history)


C1, Y1 = credit(3_000), credit(3_000, 14, "Y1")

STATES: list[tuple[str, Callable[[], History], set[str]]] = [
    ("nothing was said", sent, set()),
    ("a failure without a number", lambda: says(sent(), failed()), set()),
    ("paid", lambda: says(sent(), C1), {"c1"}),
    ("paid in two parts", lambda: says(sent(), credit(1_000), credit(2_000, 15, "C2")), {"c1", "c2"}),
    ("paid twice: the second is excess", lambda: says(sent(), C1, credit(3_000, 15, "C2")), {"c1", "c2"}),
    ("not released: unmatched", lambda: says(ordered(), C1), {"c1"}),
    ("released, not exported", lambda: says(released(), C1), {"c1"}),
    ("cancelled: a late credit", lambda: says(left_out(), C1), {"c1"}),
    ("failed, then credited late", lambda: says(sent(), failed(reference="F1"), credit(3_000, 16)), {"f1", "c1"}),
    ("failed, and ordered again", lambda: says(ordered_again(begun=says(sent(), failed(reference="F1")))), {"f1"}),
    ("a return before its credit", lambda: says(sent(), back(500)), {"r1"}),
    ("returned in full", lambda: says(sent(), C1, back(3_000)), {"c1", "r1"}),
    ("returned under one number", lambda: says(sent(), C1, back(500, reference="C1")), {"c1"}),
    ("a differing reply waits", lambda: waiting(sent(), reply(credit(2_000))), {"c1"}),
    ("one was declined", lambda: told((runs.ConfirmForRun(batch=BATCH, proposal=None, declined=True), WU, NOW),
                                      after=waiting(sent(), reply(credit(2_000)))), set()),
    ("a correction waits", lambda: waiting(says(sent(), C1), corrects(C1, Y1)), {"c1", "y1"}),
    ("corrected", lambda: corrected(says(sent(), C1), C1, Y1), {"y1"}),
    ("corrected before the release", lambda: corrected(says(ordered(), C1), C1, Y1), {"y1"}),
    ("corrected, with a return under the old number",
     lambda: corrected(says(sent(), C1, back(500, reference="C1")), C1, Y1), {"c1", "y1"}),
    ("it was never said", lambda: corrected(says(sent(), C1), C1, None), set()),
    ("the bank's own affair", lambda: assigned_to_bank(says(left_out(), back(500)), back(500)), {"r1"}),
]  # fmt: skip


@pytest.mark.parametrize(("history", "under"), [case[1:] for case in STATES], ids=[case[0] for case in STATES])
def test_what_a_bank_said_of_a_payment_is_looked_up_under_its_number(
    history: Callable[[], History], under: set[str]
) -> None:
    office = Office(s.edition(), history())
    indexed = {use.subject: use for use in office.uses() if use.limit == CREDITS}
    assert set(indexed) == under
    assert {(use.application, use.qualifier) for use in indexed.values()} <= {(f"batch-{BATCH}", FIRST)}


def of_case(*commands: object, answer: c.ConfirmProposal | None = None) -> History:
    history = t.an_approved_demand()
    for command in commands:
        history = (*history, *Office(s.edition(), history).execute(command, WU, t.LATER))
        if answer is not None:
            history = told((answer, ZHENG, t.LATER), after=history)
    return history


YES = c.ConfirmProposal(application=FIRST, proposal=None)
RENAMED = replace(
    t.corrected(),
    instead=ReceiptValues(amount_fen=500_00, received_on=t.LATER, reference="P9"),
)
RECEIVED: list[tuple[str, History, set[str]]] = [
    ("nothing came in", of_case(), set()),
    ("a receipt waits", of_case(t.received(500_00)), {"p1"}),
    ("it was declined", of_case(t.received(500_00), answer=replace(YES, declined=True, reason=t.WHY)), set()),
    ("received", of_case(t.received(500_00), answer=YES), {"p1"}),
    ("corrected", of_case(t.received(500_00), RENAMED, answer=YES), {"p9"}),
    ("never received", of_case(t.received(500_00), t.corrected(None), answer=YES), set()),
]


@pytest.mark.parametrize(("history", "under"), [one[1:] for one in RECEIVED], ids=[one[0] for one in RECEIVED])
def test_what_came_in_is_looked_up_under_its_number(history: History, under: set[str]) -> None:
    assert {use.subject for use in Office(s.edition(), history).uses() if use.limit == RECEIPTS} == under


def test_one_number_for_a_run_that_is_not_released_and_for_another_takes_a_reason() -> None:
    """What the first has stands on clearing, where no case has it as a payment."""
    both = told(
        (runs.OrderPayment(applications=(t.SECOND,)), WU, t.LATER),
        (runs.ReleasePayment(batch=t.SECOND_BATCH), ZHENG, t.LATER),
        (s.exported(t.SECOND_BATCH, 2_000_00), WU, t.LATER),
        after=t.another_payable(after=says(ordered(), C1)),
    )
    again = s.credited(
        t.SECOND_BATCH, replace(C1, application=t.SECOND, amount_fen=2_000_00, value_on=t.LATER, reference="c 1")
    )
    given(both).when(again, by=ZHENG, on=t.LATER).declined("reference-elsewhere", other=FIRST, about=BATCH)
    explained = told((replace(again, same_reference={t.SECOND: "sealed"}), ZHENG, t.LATER), after=both)
    assert given(explained).case(t.SECOND).paid_fen == 2_000_00
