"""What was recorded wrongly of the bank is put right by two people, and what no order was behind is assigned.

Both what was recorded and what is right stay in the log. ADR 0063.
"""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from domain.application import events as f
from domain.application.values import BANK_ERROR, UNMATCHED
from domain.base import replace
from domain.office.roles import Role
from domain.treasury import batch_events as b
from domain.treasury import run_commands as runs
from domain.treasury.messages import Assignment, AssignTo, BankMessage, Correction
from tests.domain import later_events as t
from tests.domain import sample_cases as s
from tests.domain.bank_messages import a_credit, a_return
from tests.domain.given_when_then import History
from tests.domain.sample_cases import BATCH, CHEN, FIRST, WU, XU, ZHENG, given, told
from tests.domain.test_bank_table import (
    AGAIN,
    CENTRAL,
    FLIES,
    MESSAGES,
    OPEN,
    PAID,
    Stand,
    back,
    credit,
    day,
    doubt,
    failed,
    left_out,
    ordered,
    ordered_again,
    released,
    says,
    sent,
    stand,
    told_in,
)
from tests.domain.test_payment import payable

NOW = day(18)


def correcting(recorded: BankMessage, instead: BankMessage | None) -> runs.CorrectReply:
    return runs.CorrectReply(
        batch=BATCH,
        corrections=(Correction(recorded=recorded, instead=instead),),
        reasons={FIRST: "another day's file"},
    )


def corrected(history: History, recorded: BankMessage, instead: BankMessage | None) -> History:
    return told((correcting(recorded, instead), ZHENG, NOW), after=history)


CORRECTIONS = [
    # The wrong file: the bank said nothing of the kind.
    ((credit(3_000),), credit(3_000), None, FLIES),
    ((credit(2_000),), credit(2_000), None, FLIES),
    ((credit(3_500),), credit(3_500), None, FLIES),
    ((credit(3_000), credit(3_000, 15, "C2")), credit(3_000, 15, "C2"), None, PAID),
    ((credit(3_000), credit(3_000, 15, "C2")), credit(3_000), None, PAID),
    ((failed(),), failed(), None, FLIES),
    ((credit(2_000), failed()), failed(), None, Stand(paid=2_000, in_flight=1_000, drawn=3_000)),
    ((failed(), credit(3_000)), failed(), None, PAID),
    ((credit(3_000), back(1_000)), back(1_000), None, PAID),
    ((credit(3_000), back(3_000)), back(3_000), None, PAID),
    ((back(3_000),), back(3_000), None, FLIES),
    ((credit(3_000), back(1_000)), credit(3_000), None, FLIES._replace(unmatched=1_000)),
    ((doubt(13),), doubt(13), None, FLIES),
    ((failed(13), doubt(14)), doubt(14), None, OPEN),
    # Another amount
    ((credit(2_000),), credit(2_000), credit(3_000), PAID),
    ((credit(3_000),), credit(3_000), credit(2_000), Stand(paid=2_000, in_flight=1_000, drawn=3_000)),
    ((credit(3_000), back(500)), back(500), back(700), Stand(paid=2_300, payable=700, drawn=2_300)),
    ((credit(3_000), back(700)), back(700), back(500), Stand(paid=2_500, payable=500, drawn=2_500)),
    # Another day, another reference
    ((credit(3_000),), credit(3_000), credit(3_000, 13), PAID),
    ((credit(3_000),), credit(3_000), credit(3_000, 14, "D9"), PAID),
    ((credit(2_000), credit(1_000, 15, "C2")), credit(1_000, 15, "C2"), credit(1_000, 16, "C2"), PAID),
    ((credit(3_000), back(1_000)), back(1_000), back(1_000, 17), Stand(paid=2_000, payable=1_000, drawn=2_000)),
    ((failed(),), failed(), failed(14), OPEN),
    # Something else altogether
    ((credit(3_000),), credit(3_000), failed(14), OPEN),
    ((failed(),), failed(), credit(3_000), PAID),
    ((failed(),), failed(), doubt(15), FLIES),
    ((failed(),), failed(), failed(15, of_account=True), OPEN),
]


@pytest.mark.parametrize(("before", "recorded", "instead", "expected"), CORRECTIONS)
def test_what_was_recorded_wrongly_is_put_right(
    before: tuple[BankMessage, ...], recorded: BankMessage, instead: BankMessage | None, expected: Stand
) -> None:
    history = corrected(says(sent(), *before), recorded, instead)
    assert stand(history) == expected


@settings(max_examples=80)
@for_all(
    st.lists(st.sampled_from(MESSAGES), min_size=1, max_size=4, unique_by=lambda message: message.key),
    st.randoms(use_true_random=False),
)
def test_a_message_that_is_taken_back_leaves_what_the_others_come_to(
    messages: list[BankMessage], chance: object
) -> None:
    history = told_in(tuple(messages))
    if history is None:
        return
    gone = chance.choice(messages)
    left = told_in(tuple(message for message in messages if message != gone))
    command = correcting(gone, None)
    refusal = given(history).when(command, by=ZHENG, on=NOW).refusal
    if left is None or refusal is not None:
        assert refusal is None or refusal.code == "return-before-credit"
        return
    assert stand(corrected(history, gone, None)) == stand(left)


def test_both_stay_in_the_log() -> None:
    paid = says(sent(), credit(3_000))
    outcome = given(paid).when_confirmed(correcting(credit(3_000), credit(2_000)), by=ZHENG, second=WU, on=NOW)
    kinds = [type(event).__name__ for event in outcome.events]
    assert kinds == [
        "BatchProposalConfirmed", "BatchCorrected", "PaymentReversed", "ApplicationReopened", "PaymentReinstated",
    ]  # fmt: skip
    fact = outcome.events[1]
    assert isinstance(fact, b.BatchCorrected)
    (correction,) = fact.corrections
    assert (correction.recorded, correction.instead) == (credit(3_000), credit(2_000))


def test_a_credit_of_another_day_moves_no_money_also_where_some_of_it_was_recovered() -> None:
    recovered = told((t.received(1_000_00), WU, t.LATER), after=t.an_approved_demand())
    paid = a_credit(application=FIRST, amount_fen=3_000_00, value_on=s.CREDIT_ON, reference="B1")
    command = correcting(paid, replace(paid, value_on=date(2024, 10, 15)))
    after = told((command, ZHENG, t.LATER), after=recovered)
    case, before = given(after).case(FIRST), given(recovered).case(FIRST)
    assert (case.items, case.recoveries, case.owed_back) == (before.items, before.recoveries, before.owed_back)
    assert case.payments[BATCH].value_on == date(2024, 10, 15)


def test_a_credit_that_never_was_leaves_what_the_payee_paid_back_owed_to_them() -> None:
    recovered = told((t.received(1_000_00), WU, t.LATER), after=t.an_approved_demand())
    paid = a_credit(application=FIRST, amount_fen=3_000_00, value_on=s.CREDIT_ON, reference="B1")
    after = told((correcting(paid, None), ZHENG, t.LATER), after=recovered)
    case = given(after).case(FIRST)
    assert (case.paid_fen, case.recovered_fen, case.owed_back.open_fen, case.ordered_fen) == (0, 0, 1_000_00, 3_000_00)


def test_what_was_returned_and_owed_back_is_undone_with_the_return() -> None:
    recovered = told((t.received(1_000_00), WU, t.LATER), after=t.an_approved_demand())
    returned = told((t.returned(), ZHENG, t.LATER), after=recovered)
    came_back = a_return(application=FIRST, amount_fen=3_000_00, returned_on=t.LATER, reference="R1", reason=t.WHY)
    after = told((correcting(came_back, None), ZHENG, t.LATER), after=returned)
    case, before = given(after).case(FIRST), given(recovered).case(FIRST)
    assert (case.paid_fen, case.recovered_fen, case.owed_back) == (
        before.paid_fen,
        before.recovered_fen,
        before.owed_back,
    )
    assert given(after).office.funds[CENTRAL].drawn_fen == given(recovered).office.funds[CENTRAL].drawn_fen


# Refused


def test_what_was_ordered_again_and_went_out_is_not_in_flight_a_second_time() -> None:
    out = ordered_again(export_it=True)
    given(out).when(correcting(failed(), None), by=ZHENG, on=NOW).declined("ordered-again", application=FIRST)
    waiting = corrected(ordered_again(), failed(), None)
    assert stand(waiting) == FLIES, "the second order was not released, and is cancelled"


@pytest.mark.parametrize(
    ("recorded", "instead", "code"),
    [
        (credit(3_000), credit(3_000), "corrects-nothing"),
        (credit(3_000), credit(3_000, 19), "in-the-future"),
        (credit(3_000), credit(3_000, 10), "value-before-order"),
        (credit(3_000), credit(0), "amount-not-positive"),
        (back(1_000), back(1_000, 13), "return-before-credit"),
        (credit(3_000), credit(3_000, 17), "return-before-credit"),
        (back(1_000), credit(3_000), "answered-twice"),
    ],
)
def test_a_correction_is_held_to_what_every_message_is(recorded: BankMessage, instead: BankMessage, code: str) -> None:
    history = says(sent(), credit(3_000), back(1_000))
    given(history).when(correcting(recorded, instead), by=ZHENG, on=NOW).declined(code)


def test_only_what_is_recorded_is_corrected() -> None:
    given(sent()).when(correcting(credit(3_000), None), by=ZHENG, on=NOW).no_such_thing("not-answered")
    paid = says(sent(), credit(3_000))
    given(paid).when(correcting(credit(2_000), None), by=ZHENG, on=NOW).no_such_thing("not-answered")


def test_a_correction_takes_two_officers_of_finance() -> None:
    paid, command = says(sent(), credit(3_000)), correcting(credit(3_000), None)
    given(paid).when(command, by=CHEN, on=NOW).not_permitted("role-missing", role="finance")
    waiting = s.proposed(command, ZHENG, NOW, after=paid)
    given(waiting).when(command, by=WU, on=NOW).declined("proposal-waits")
    confirm = runs.ConfirmForRun(batch=BATCH, proposal=None)
    given(waiting).when(confirm, by=ZHENG, on=NOW).not_permitted("own-proposal")
    given(waiting).when(confirm, by=XU, on=NOW).not_permitted("role-missing", role="finance")
    declined = told((runs.ConfirmForRun(batch=BATCH, proposal=None, declined=True), WU, NOW), after=waiting)
    assert stand(declined) == PAID


# Assigned


def assigning(
    to: AssignTo, yuan: int, message: BankMessage | None = None, fund: str | None = None
) -> runs.AssignClearing:
    assignment = Assignment(
        application=FIRST,
        fund=None,
        to=to,
        amount_fen=yuan * 100,
        document="银行说明〔2024〕3号",
        message=None if message is None else message.key,
        draw_on=fund,
    )
    return runs.AssignClearing(batch=BATCH, assignment=assignment)


def assigned(history: History, *args: object, **more: object) -> History:
    return told((assigning(*args, **more), ZHENG, NOW), after=history)  # type: ignore[arg-type]


def test_what_the_bank_paid_before_it_was_released_is_neither_released_nor_cancelled_before_it_is_assigned() -> None:
    paid = says(ordered(), credit(3_000))
    for command in (runs.ReleasePayment(batch=BATCH), runs.ReleasePayment(batch=BATCH, declined=True)):
        given(paid).when(command, by=ZHENG, on=NOW).declined("unmatched", batch=BATCH, application=FIRST)
    assert stand(assigned(paid, AssignTo.PAYMENT, 3_000, credit(3_000))) == PAID
    settled_with_bank = assigned(paid, AssignTo.BANK, 3_000, credit(3_000))
    assert stand(settled_with_bank) == FLIES
    assert given(settled_with_bank).when(runs.ReleasePayment(batch=BATCH), by=ZHENG, on=NOW).events


@pytest.mark.parametrize("to", [AssignTo.PAYMENT, AssignTo.BANK])
def test_what_was_assigned_of_a_message_of_which_the_amount_was_wrong_is_to_be_assigned_anew(to: AssignTo) -> None:
    paid = assigned(says(ordered(), credit(3_000)), to, 3_000, credit(3_000))
    for instead in (credit(2_000), credit(2_000, 14, "D9")):
        assert stand(corrected(paid, credit(3_000), instead)) == stand(says(ordered(), instead))
    assert stand(corrected(paid, credit(3_000), None)) == stand(ordered())


@pytest.mark.parametrize("instead", [credit(3_000, 14, "D9"), credit(3_000, 15), credit(3_000, 15, "D9")])
@pytest.mark.parametrize("to", [AssignTo.PAYMENT, AssignTo.BANK])
def test_what_was_assigned_stays_where_only_the_day_or_the_reference_was_wrong(
    to: AssignTo, instead: BankMessage
) -> None:
    paid = assigned(says(ordered(), credit(3_000)), to, 3_000, credit(3_000))
    assert stand(corrected(paid, credit(3_000), instead)) == stand(paid)


def test_a_credit_behind_one_that_was_the_banks_own_affair_is_redated() -> None:
    history = says(ordered(), credit(2_000), credit(3_000, 15, "C2"))
    history = assigned(history, AssignTo.BANK, 2_000, credit(2_000))
    history = assigned(history, AssignTo.PAYMENT, 3_000, credit(3_000, 15, "C2"))
    after = corrected(history, credit(3_000, 15, "C2"), credit(3_000, 16, "C2"))
    assert stand(after) == PAID
    event = next(minute.event for minute in after if isinstance(minute.event, f.PaymentRedated))
    assert (event.amount_fen, [portion.lines for portion in event.items]) == (3_000_00, [((1, 3),)])


@pytest.mark.parametrize(
    "instead", [credit(2_500, 14, "C2"), credit(2_500), credit(3_500, 14, "C2"), credit(2_500, 13, "C2")]
)
def test_a_credit_is_put_right_beside_what_was_returned_of_it(instead: BankMessage) -> None:
    """Two mistakes in one row: another amount under another reference."""
    history = says(sent(), credit(3_000), back(700))
    assert stand(corrected(history, credit(3_000), instead)) == stand(says(sent(), instead, back(700)))


def test_a_key_that_another_correction_frees_is_not_taken_in_the_same_one() -> None:
    history = says(sent(), credit(2_000), credit(1_000, 15, "C2"))
    both = (
        Correction(recorded=credit(2_000), instead=credit(1_500, 15, "C2")),
        Correction(recorded=credit(1_000, 15, "C2"), instead=None),
    )
    command = runs.CorrectReply(batch=BATCH, corrections=both, reasons={})
    given(history).when(command, by=ZHENG, on=NOW).declined("answered-twice", batch=BATCH, application=FIRST)


def test_what_another_run_has_paid_since_is_not_in_flight_a_second_time() -> None:
    paid = says(ordered_again(export_it=True), credit(3_000, 17, "B2"), batch=AGAIN)
    given(paid).when(correcting(failed(), None), by=ZHENG, on=NOW).declined(
        "ordered-again", application=FIRST, batch=AGAIN
    )


def test_what_the_bank_had_paid_before_the_release_is_neither_left_out_nor_cancelled_and_need_not_go_out() -> None:
    paid = assigned(says(ordered(), credit(3_000)), AssignTo.PAYMENT, 3_000, credit(3_000))
    for command in (
        runs.ReleasePayment(batch=BATCH, declined=True),
        runs.ReleasePayment(batch=BATCH, without=(FIRST,)),
    ):
        given(paid).when(command, by=ZHENG, on=NOW).declined("credited-early", batch=BATCH, application=FIRST)
    released = told((runs.ReleasePayment(batch=BATCH), ZHENG, NOW), after=paid)
    assert stand(released) == PAID
    given(released).when(s.SENT, by=WU, on=NOW).declined("nothing-to-export", batch=BATCH)


@pytest.mark.parametrize(
    ("after_release", "command"),
    [
        (False, runs.ReleasePayment(batch=BATCH, declined=True)),
        (False, runs.ReleasePayment(batch=BATCH, without=(FIRST,))),
        (True, runs.ReleasePayment(batch=BATCH, without=(FIRST,))),
    ],
)
@pytest.mark.parametrize(
    ("further", "expected"),
    [
        ((), Stand(paid=2_000, payable=1_000, drawn=2_000)),
        ((credit(1_000, 15, "C2"),), Stand(paid=3_000, drawn=3_000)),
        ((credit(1_500, 15, "C2"),), Stand(paid=3_500, clearing=500, drawn=3_000)),
        ((failed(),), Stand(paid=2_000, payable=1_000, drawn=2_000)),
        ((back(500),), Stand(paid=1_500, payable=1_500, drawn=1_500)),
        ((back(2_000),), Stand(payable=3_000)),
    ],
)
def test_of_what_the_bank_paid_in_part_before_it_had_the_file_the_rest_is_dropped(
    after_release: bool, command: runs.ReleasePayment, further: tuple[BankMessage, ...], expected: Stand
) -> None:
    """What is credited stays, what is in flight can be ordered anew, and what the bank says later is late."""
    early = says(s.a_released_training() if after_release else ordered(), credit(2_000))
    if not after_release:
        early = assigned(early, AssignTo.PAYMENT, 2_000, credit(2_000))
    dropped = told((command, ZHENG, NOW), after=early)
    event = next(minute.event for minute in dropped if isinstance(minute.event, f.PaymentCancelled))
    assert (event.amount_fen, given(dropped).office.batches[BATCH].status) == (1_000_00, "cancelled")
    assert stand(says(dropped, *further)) == expected
    assert stand(corrected(dropped, credit(2_000), None)) == Stand(payable=3_000)


@pytest.mark.parametrize(
    ("messages", "status", "awaited"),
    [
        ((), "released", None),
        ((credit(3_000),), "credited", None),
        ((credit(2_000),), "partly-credited", (1_000_00, 14)),
        ((credit(2_000), credit(1_000, 15, "C2")), "credited", None),
        ((credit(2_000), failed()), "credited", None),
        ((credit(2_000), back(500)), "partly-credited", (1_000_00, 16)),
        ((credit(2_000), back(3_000)), "credited", None),
        ((credit(2_000), doubt()), "partly-credited", (1_000_00, 15)),
        ((credit(3_500),), "credited", None),
        ((doubt(),), "released", (3_000_00, 15)),
        ((failed(),), "credited", None),
        ((failed(), doubt(16)), "partly-credited", (0, 16)),
        ((failed(), doubt(16), failed(17)), "credited", None),
        ((back(500),), "partly-credited", (3_000_00, 16)),
        ((back(3_000),), "credited", None),
    ],
)
def test_a_run_is_answered_once_nothing_of_it_is_in_flight_or_in_doubt(
    messages: tuple[BankMessage, ...], status: str, awaited: tuple[int, int] | None
) -> None:
    run = given(says(sent(), *messages)).office.batches[BATCH]
    assert run.status == status
    assert [(one.amount_fen, one.since.day) for one in run.awaited.values()] == ([awaited] if awaited else [])


def test_the_rest_of_a_short_credit_is_waited_for_until_its_item_is_left_out() -> None:
    early = says(s.a_released_training(), credit(2_000))
    assert [one.amount_fen for one in given(early).office.batches[BATCH].awaited.values()] == [1_000_00]
    dropped = told((runs.ReleasePayment(batch=BATCH, without=(FIRST,)), ZHENG, NOW), after=early)
    assert not given(dropped).office.batches[BATCH].awaited


def test_a_run_of_which_the_bank_is_in_doubt_is_not_handed_over_again() -> None:
    unsure = says(sent(), doubt(15))
    again = replace(s.SENT, again=True)
    given(unsure).when(again, by=WU, on=NOW).declined("bank-in-doubt", application=FIRST, batch=BATCH, since=day(15))


THIRD = s.actor("san-san", Role.FINANCE, authority=s.CITY)


@pytest.mark.parametrize(
    ("instead", "denied"),
    [
        (None, True),
        (replace(credit(3_000), amount_fen=2_000_00), True),
        (replace(credit(3_000), value_on=day(15)), False),
        (replace(credit(3_000), reference="C9"), False),
    ],
)
def test_whoever_had_a_credit_denied_does_not_hand_the_run_over_again(
    instead: BankMessage | None, denied: bool
) -> None:
    correction = Correction(recorded=credit(3_000), instead=instead)
    wrong = runs.CorrectReply(batch=BATCH, corrections=(correction,), reasons={FIRST: "他日的回单"})
    paid = says(sent(), credit(3_000))
    asked = s.proposed(wrong, ZHENG, NOW, after=paid)
    decline = runs.ConfirmForRun(batch=BATCH, proposal=None, declined=True)
    assert not given(told((decline, WU, NOW), after=asked)).office.batches[BATCH].denied_by
    after = told((wrong, ZHENG, NOW), after=paid)
    assert given(after).office.batches[BATCH].denied_by == ({WU.officer, ZHENG.officer} if denied else set())
    if instead is None:
        again = replace(s.SENT, again=True)
        for one in (WU, ZHENG):
            given(after).when(again, by=one, on=NOW).not_permitted("denied-it", officer=one.officer, application=FIRST)
        assert given(after).when(again, by=THIRD, on=NOW).events
        # What is handed over again is not asked for once more.
        assert not given(told((again, THIRD, NOW), after=after)).office.batches[BATCH].denied_by


def denied(history: History, recorded: BankMessage, instead: BankMessage | None, *then: BankMessage) -> History:
    return says(corrected(history, recorded, instead), *then)


def without_it(history: History) -> History:
    return told((runs.ReleasePayment(batch=BATCH, without=(FIRST,)), ZHENG, NOW), after=history)


SET_FREE = [
    (denied(says(sent(), credit(3_000)), credit(3_000), failed(14)), 3_000),
    (denied(says(sent(), credit(3_000)), credit(3_000), None, failed()), 3_000),
    (denied(says(sent(), credit(3_000)), credit(3_000), credit(1), failed()), 2_999),
    (denied(says(sent(), credit(3_000)), credit(3_000), back(3_000, 14)), 3_000),
    (without_it(denied(says(released(), credit(3_000)), credit(3_000), None)), 3_000),
    (denied(says(left_out(), credit(3_000)), credit(3_000), None), 3_000),
    # Twice: of what is credited once more, less is denied.
    (denied(denied(says(sent(), credit(3_000)), credit(3_000), credit(1_000)), credit(1_000), None, failed()), 3_000),
]


@pytest.mark.parametrize(("history", "yuan"), SET_FREE)
def test_what_a_denied_credit_set_free_is_paid_by_a_third_officer_in_whatever_run(history: History, yuan: int) -> None:
    case = given(history).case(FIRST)
    assert case.payable_fen == yuan * 100
    assert case.denied is not None
    assert case.denied.by == (WU.officer, ZHENG.officer)
    ordered_anew = told((runs.OrderPayment(applications=(FIRST,)), WU, NOW), after=history)
    release = runs.ReleasePayment(batch=AGAIN)
    given(ordered_anew).when(release, by=ZHENG, on=NOW).not_permitted("denied-it", application=FIRST)
    # Whoever denied it may still stop it.
    assert given(ordered_anew).when(replace(release, declined=True), by=ZHENG, on=NOW).events
    let_out = told((release, THIRD, NOW), after=ordered_anew)
    export = s.exported(AGAIN, yuan * 100)
    for one in (WU, ZHENG):
        given(let_out).when(export, by=one, on=NOW).not_permitted("denied-it", application=FIRST)
    paid = says(told((export, THIRD, NOW), after=let_out), credit(yuan, 18, "D1"), batch=AGAIN)
    assert given(paid).case(FIRST).denied is None


BINDS_NOBODY = [
    says(sent(), credit(3_000), back(3_000)),
    denied(says(sent(), credit(3_000)), credit(3_000), credit(3_000, 13), back(3_000)),
    denied(says(sent(), credit(3_000)), credit(3_000), credit(3_000, 14, "C9"), back(3_000)),
    # What was beyond the order sets nothing free.
    denied(says(sent(), credit(3_500)), credit(3_500), credit(3_000), back(3_000)),
    # It was denied, and is credited all the same.
    denied(denied(says(sent(), credit(3_000)), credit(3_000), failed(14)), failed(14), credit(3_000), back(3_000)),
]


@pytest.mark.parametrize("history", BINDS_NOBODY)
def test_what_no_credit_was_denied_of_is_paid_by_whom_it_always_is(history: History) -> None:
    assert given(history).case(FIRST).denied is None
    again = told(
        (runs.OrderPayment(applications=(FIRST,)), WU, NOW),
        (runs.ReleasePayment(batch=AGAIN), ZHENG, NOW),
        after=history,
    )
    assert given(again).when(s.exported(AGAIN), by=WU, on=NOW).events


def test_a_second_order_that_a_denied_credit_lets_go_on_is_handed_over_by_a_third() -> None:
    held = says(
        told(
            (runs.OrderPayment(applications=(FIRST,)), WU, day(16)),
            (runs.ReleasePayment(batch=AGAIN), ZHENG, day(16)),
            after=says(sent(), failed(), on=16),
        ),
        credit(3_000),
    )
    export = s.exported(AGAIN)
    given(held).when(export, by=WU, on=NOW).declined("item-held")
    free = denied(held, credit(3_000), None)
    for one in (WU, ZHENG):
        given(free).when(export, by=one, on=NOW).not_permitted("denied-it", application=FIRST)
    assert given(free).when(export, by=THIRD, on=NOW).events


def test_another_unmatched_message_of_the_item_still_waits_where_clearing_is_drawn_on_a_fund() -> None:
    history = says(ordered(), credit(1_000), credit(3_500, 15, "C2"))
    history = assigned(history, AssignTo.PAYMENT, 3_500, credit(3_500, 15, "C2"))
    after = assigned(history, AssignTo.FUND, 500, fund=CENTRAL)
    assert given(after).office.batches[BATCH].unmatched.keys() == {FIRST}


def test_a_return_without_a_credit_may_be_the_banks_own_affair() -> None:
    history = says(sent(), credit(3_000), back(3_500))
    assert stand(history) == OPEN._replace(unmatched=500)
    assert stand(assigned(history, AssignTo.BANK, 500, back(3_500))) == OPEN


def test_excess_is_drawn_on_a_fund_by_two_people_where_it_was_owed_after_all() -> None:
    history = says(sent(), credit(3_500))
    after = assigned(history, AssignTo.FUND, 500, fund=CENTRAL)
    assert stand(after) == Stand(paid=3_500, drawn=3_500)
    event = next(minute.event for minute in after if isinstance(minute.event, f.PaymentAssigned))
    assert [(draw.fund, draw.amount_fen) for draw in event.cleared] == [(UNMATCHED, 500_00)]


def test_excess_is_not_drawn_on_a_fund_of_another_year() -> None:
    history = says(sent(), credit(3_500))
    given(history).when(assigning(AssignTo.FUND, 500, fund=CENTRAL), by=ZHENG, on=date(2025, 1, 7)).declined(
        "funds-short", needed_fen=500_00, available_fen=0
    )


def test_a_late_credit_that_the_fund_has_no_money_for_stands_on_the_account_of_the_banks_errors() -> None:
    """Failed, its money spent on another case, and credited after all."""
    funds = s.a_fund("central", 3_000_00)
    begun = told(
        (runs.OrderPayment(applications=(FIRST,)), WU, day(11)),
        (runs.ReleasePayment(batch=BATCH), ZHENG, day(12)),
        (s.SENT, WU, day(12)),
        after=(*funds, *s.a_payable_training()),
    )
    spent = told(
        (order_second, WU, day(17)), after=payable(s.training("person-d", "person-e"), t.SECOND, says(begun, failed()))
    )
    late = says(spent, credit(3_000))
    case = given(late).case(FIRST)
    assert case.payments[BATCH].drawn[-1].fund == BANK_ERROR
    # Of what the order gave up on the 15th the other case has 2 000 since the 17th.
    assert given(late).office.funds[CENTRAL].balance_fen == 0
    given(late).when(assigning(AssignTo.FUND, 2_000, fund=CENTRAL), by=ZHENG, on=NOW).declined("funds-short")


order_second = runs.OrderPayment(applications=(t.SECOND,))


@pytest.mark.parametrize(
    ("begun", "command", "code"),
    [
        ((credit(3_000),), assigning(AssignTo.BANK, 3_000, credit(3_000)), "nothing-unmatched"),
        ((credit(3_500),), assigning(AssignTo.FUND, 600, fund=CENTRAL), "more-than-unmatched"),
        ((credit(3_000),), assigning(AssignTo.FUND, 600, fund=CENTRAL), "nothing-unmatched"),
        ((back(500),), assigning(AssignTo.BANK, 400, back(500)), "more-than-unmatched"),
        ((back(500),), assigning(AssignTo.PAYMENT, 500, back(500)), "nothing-unmatched"),
    ],
)
def test_only_what_is_there_is_assigned(
    begun: tuple[BankMessage, ...], command: runs.AssignClearing, code: str
) -> None:
    given(says(sent(), *begun)).when(command, by=ZHENG, on=NOW).declined(code)


def test_a_right_reference_that_stands_elsewhere_is_named_and_needs_a_reason() -> None:
    both = t.paid(t.SECOND, t.SECOND_BATCH, 2_000_00, after=t.another_payable(after=s.a_settled_training()))
    recorded = a_credit(application=FIRST, amount_fen=3_000_00, value_on=s.CREDIT_ON, reference="B1")
    clash = t.correcting(recorded, replace(recorded, reference="b 2"))
    given(both).when(clash, by=ZHENG, on=t.LATER).declined(
        "reference-elsewhere", reference="b 2", other=t.SECOND, about=t.SECOND_BATCH
    )
    explained = replace(clash, same_reference={FIRST: "sealed"})
    (proposed,) = given(both).when(explained, by=ZHENG, on=t.LATER).events
    assert isinstance(proposed, b.BatchCorrectionProposed)
    assert proposed.same_reference == {FIRST: "sealed"}
    assert told((explained, ZHENG, t.LATER), after=both)[-1].event
    # Of a reference that is nowhere else no reason is recorded, whatever is given.
    (plain,) = (
        given(both)
        .when(
            replace(t.correcting(recorded, replace(recorded, reference="B3")), same_reference={FIRST: "…"}),
            by=ZHENG,
            on=t.LATER,
        )
        .events
    )
    assert isinstance(plain, b.BatchCorrectionProposed)
    assert not plain.same_reference


def test_a_reference_in_another_writing_is_the_same_message() -> None:
    history = says(sent(), credit(3_000, reference="C1"))
    given(history).when(a_reply_of(credit(3_000, reference="c 1")), by=ZHENG, on=NOW).then()
    given(history).when(a_reply_of(credit(2_000, reference="ｃ1")), by=ZHENG, on=NOW).declined(
        "answered-otherwise", reference="ｃ1"
    )


def a_reply_of(message: BankMessage) -> runs.RecordBankReply:
    return runs.RecordBankReply(batch=BATCH, messages=(message,))
