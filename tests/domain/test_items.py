"""An item of a run through the treasury is what one fund pays a case: the table of what a bank says holds of each item,
and nothing that is said of one moves the other. ADR 0072.

The training of five people, 5 000 yuan: 3 000 from one fund and 2 000 from the other, whichever is drawn first.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import NamedTuple

import pytest
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from domain.application.decisions.demands import taken_back
from domain.application.payment_key import payment_key
from domain.application.state.case import Case
from domain.application.values import BANK_ERROR, UNMATCHED, Draw, Due, Restored, amounts_of
from domain.base import replace
from domain.errors import NotAllowed
from domain.office.log import SentItem, SentRun
from domain.treasury import batch_events as b
from domain.treasury import run_commands as runs
from domain.treasury.drawing import Spendable
from domain.treasury.messages import Assignment, AssignTo, BankMessage, Correction, ItemKey, PaidThrough
from domain.treasury.ordering import as_sent, divided, from_funds, sent_through
from domain.treasury.run_standing import standing_of
from tests.domain import later_events as t
from tests.domain import sample_cases as s
from tests.domain import test_bank_corrections as corrections
from tests.domain import test_bank_table as table
from tests.domain.given_when_then import History, net_drawn
from tests.domain.sample_cases import BATCH, FIRST, WU, ZHENG, given, told
from tests.domain.test_bank_table import AGAIN, MESSAGES, Stand, back, credit, day, doubt, failed
from tests.domain.test_payment import payable

CENTRAL, PROVINCIAL = s.fund("central"), s.fund("provincial")
ORDER = runs.OrderPayment(applications=(FIRST,), paid_through=PaidThrough.TREASURY)
NOW = day(18)


class Way(NamedTuple):
    """Which item is looked at, the 3 000; the 2 000 of the other fund go their own way."""

    fund: str
    other: str
    central_yuan: int

    @property
    def item(self) -> ItemKey:
        return ItemKey(FIRST, self.fund)


DRAWN_FIRST, DRAWN_LAST = Way(CENTRAL, PROVINCIAL, 3_000), Way(PROVINCIAL, CENTRAL, 2_000)
WAYS = [DRAWN_FIRST, DRAWN_LAST]


@cache
def ordered(way: Way) -> History:
    people = tuple(f"person-{letter}" for letter in "abcde")
    case = payable(s.training(*people), FIRST, after=s.the_calendar_of_2024())
    funds = (*s.a_fund("central", way.central_yuan * 100), *s.a_fund("provincial", 9_000_00))
    return told((ORDER, WU, day(11)), after=(*funds, *case))


@cache
def left_out(way: Way) -> History:
    return told((runs.ReleasePayment(batch=BATCH, declined=True), ZHENG, day(12)), after=ordered(way))


@cache
def released(way: Way) -> History:
    return told((runs.ReleasePayment(batch=BATCH), ZHENG, day(12)), after=ordered(way))


@cache
def sent(way: Way) -> History:
    return told((s.exported(BATCH, 5_000_00, rows=2), WU, day(12)), after=released(way))


BEGUN: dict[object, Callable[[Way], History]] = {
    table.ordered: ordered,
    table.left_out: left_out,
    table.released: released,
    table.sent: sent,
}


def of(fund: str, message: BankMessage) -> BankMessage:
    return replace(message, fund=fund)


def says(history: History, fund: str, *messages: BankMessage, batch: str = BATCH) -> History:
    for message in messages:
        reply = runs.RecordBankReply(batch=batch, messages=(of(fund, message),))
        history = told((reply, ZHENG, NOW), after=history)
    return history


def stand(history: History, way: Way) -> Stand:
    """Of one item; and the other is where it was."""
    office = given(history).office
    case, run = office.cases[FIRST], office.batches[BATCH]
    other, order = payment_key(BATCH, way.other), case.orders.get(payment_key(BATCH, way.fund))
    given_up = run.status == "cancelled"
    assert (other in case.lapsed, other in case.orders) == (given_up, not given_up)
    assert other not in case.payments
    assert office.funds[way.other].drawn_fen == (0 if given_up else 2_000_00)
    payment = case.payments.get(payment_key(BATCH, way.fund))
    return Stand(
        paid=(payment.credited_fen if payment else 0) // 100,
        in_flight=(order.amount_fen if order else 0) // 100,
        payable=(case.payable_fen - (2_000_00 if given_up else 0)) // 100,
        clearing=table.on_account(case, UNMATCHED) + table.on_account(case, BANK_ERROR),
        drawn=office.funds[way.fund].drawn_fen // 100,
        unmatched=sum(standing_of(run, way.item).unmatched.values()) // 100,
    )


# The same table


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(("begun", "before", "now", "expected"), table.TABLE)
def test_what_is_said_of_an_item_before_by_what_is_said_now(
    begun: object, before: tuple[BankMessage, ...], now: BankMessage, expected: Stand | str, way: Way
) -> None:
    history = says(BEGUN[begun](way), way.fund, *before)
    if isinstance(expected, str):
        reply = runs.RecordBankReply(batch=BATCH, messages=(of(way.fund, now),))
        given(history).when(reply, by=ZHENG, on=NOW).declined(expected, application=FIRST)
    else:
        assert stand(says(history, way.fund, now), way) == expected


@pytest.mark.parametrize(("before", "recorded", "instead", "expected"), corrections.CORRECTIONS)
def test_what_was_recorded_wrongly_of_an_item_is_put_right(
    before: tuple[BankMessage, ...], recorded: BankMessage, instead: BankMessage | None, expected: Stand
) -> None:
    way = DRAWN_FIRST
    right = None if instead is None else of(way.fund, instead)
    correct = corrections.correcting(of(way.fund, recorded), right)
    history = told((correct, ZHENG, NOW), after=says(sent(way), way.fund, *before))
    assert stand(history, way) == expected


@settings(max_examples=15)
@for_all(
    st.lists(
        st.tuples(st.sampled_from((CENTRAL, PROVINCIAL)), st.sampled_from(MESSAGES)),
        max_size=5,
        unique_by=lambda told_of: (told_of[0], told_of[1].key),
    ),
    st.randoms(use_true_random=False),
)
def test_what_is_said_of_both_items_comes_to_the_same_in_every_order(
    messages: list[tuple[str, BankMessage]], chance: object
) -> None:
    """Refused is only what contradicts what was said of the same item; it is left out."""
    shuffled = messages.copy()
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    outcomes = [outcome for order in (messages, shuffled) if (outcome := told_in(order)) is not None]
    assert len(set(outcomes)) <= 1


def told_in(messages: list[tuple[str, BankMessage]]) -> tuple[object, ...] | None:
    history = sent(DRAWN_FIRST)
    for fund, message in messages:
        reply = runs.RecordBankReply(batch=BATCH, messages=(of(fund, message),))
        refusal = given(history).when(reply, by=ZHENG, on=NOW).refusal
        if refusal is not None:
            assert refusal.code == "credited-in-full"
            return None
        history = says(history, fund, message)
    office = given(history).office
    case, run = office.cases[FIRST], office.batches[BATCH]
    drawn = tuple(office.funds[fund].drawn_fen for fund in (CENTRAL, PROVINCIAL))
    unmatched = tuple(sum(standing_of(run, key).unmatched.values()) for key in run.keys_of(FIRST))
    return (case.paid_fen, case.ordered_fen, case.payable_fen, case.overpaid_fen, drawn, unmatched)


# The order


def test_sixty_central_and_forty_provincial_are_two_items_and_the_first_lines_are_of_the_first() -> None:
    office = given(ordered(DRAWN_FIRST)).office
    case, run = office.cases[FIRST], office.batches[BATCH]
    assert [(item.fund, item.amount_fen) for item in run.items.values()] == [
        (CENTRAL, 3_000_00),
        (PROVINCIAL, 2_000_00),
    ]
    assert run.paid_through is PaidThrough.TREASURY
    assert run.applications == (FIRST,)
    assert [[due.line for due in order.amounts_fen] for order in case.orders.values()] == [[1, 2, 3], [4, 5]]


DIVIDED = [
    ((3_000, 2_000), [[(1, 1_000), (2, 1_000), (3, 1_000)], [(4, 1_000), (5, 1_000)]]),
    ((2_500, 2_500), [[(1, 1_000), (2, 1_000), (3, 500)], [(3, 500), (4, 1_000), (5, 1_000)]]),
    ((5_000,), [[(1, 1_000), (2, 1_000), (3, 1_000), (4, 1_000), (5, 1_000)]]),
    ((1, 4_998, 1), [[(1, 1)], [(1, 999), (2, 1_000), (3, 1_000), (4, 1_000), (5, 999)], [(5, 1)]]),
]


@pytest.mark.parametrize(("drawn", "expected"), DIVIDED)
def test_what_is_payable_is_divided_over_the_items_to_the_fen(
    drawn: tuple[int, ...], expected: list[list[tuple[int, int]]]
) -> None:
    payable_fen = {Due(line, 1): 1_000 for line in range(1, 6)}
    draws = [Draw(fund=f"F{number}", source="central", amount_fen=fen) for number, fen in enumerate(drawn)]
    items = divided(PaidThrough.TREASURY, payable_fen, draws)
    assert [[(due.line, fen) for due, fen in item.amounts_fen.items()] for item in items] == expected
    (whole,) = divided(PaidThrough.BANK, payable_fen, draws)
    assert (whole.fund, whole.amount_fen, whole.amounts_fen) == (None, 5_000, payable_fen)


def test_what_is_owed_back_takes_a_bank_and_waits_for_it() -> None:
    """The treasury pays what funds pay, and no more is held up by what is owed back."""
    owed = told((t.received(1_300_00), WU, t.LATER), after=t.an_approved_demand())
    assert given(owed).case(FIRST).owed_back.open_fen == 300_00
    given(owed).when(ORDER, by=WU, on=t.LATER).declined("owed-back-by-bank", application=FIRST)
    assert given(owed).when(replace(ORDER, paid_through=PaidThrough.BANK), by=WU, on=t.LATER).events


def test_an_application_is_released_left_out_and_cancelled_with_all_its_items() -> None:
    (release, *_) = given(ordered(DRAWN_FIRST)).when(runs.ReleasePayment(batch=BATCH), by=ZHENG, on=day(12)).events
    assert release == b.BatchReleased(amount_fen=5_000_00)
    without = runs.ReleasePayment(batch=BATCH, without=(FIRST,))
    for history in (ordered(DRAWN_FIRST), released(DRAWN_FIRST)):
        office = given(told((without, ZHENG, day(12)), after=history)).office
        assert office.batches[BATCH].status == "cancelled"
        assert [office.funds[fund].drawn_fen for fund in (CENTRAL, PROVINCIAL)] == [0, 0]
        assert office.cases[FIRST].payable_fen == 5_000_00


# Which item is meant


NAMED = [
    (sent(DRAWN_FIRST), None, "fund-unnamed"),
    (sent(DRAWN_FIRST), s.fund("municipal"), "fund-not-in-batch"),
    (s.a_sent_training(), CENTRAL, "fund-not-in-batch"),
]


@pytest.mark.parametrize(("history", "fund", "code"), NAMED)
def test_a_message_names_an_item_of_the_run(history: History, fund: str | None, code: str) -> None:
    reply = runs.RecordBankReply(batch=BATCH, messages=(replace(credit(3_000), fund=fund),))
    refusal = given(history).when(reply, by=ZHENG, on=NOW).refusal
    assert refusal is not None
    assert refusal.code == code


def test_what_was_taken_for_one_item_and_is_of_the_other_is_put_right() -> None:
    """Of one reference the desk took the 2 000 that failed for the item of 3 000."""
    wrong = says(sent(DRAWN_FIRST), CENTRAL, credit(2_000))
    right = of(PROVINCIAL, credit(2_000))
    correct = runs.CorrectReply(
        batch=BATCH,
        corrections=(Correction(recorded=of(CENTRAL, credit(2_000)), instead=right),),
        reasons={FIRST: "sealed"},
    )
    office = given(told((correct, ZHENG, NOW), after=wrong)).office
    case = office.cases[FIRST]
    assert [(order.fund, order.amount_fen) for order in case.orders.values()] == [(CENTRAL, 3_000_00)]
    assert (case.paid_fen, net_drawn(case, PROVINCIAL), net_drawn(case, CENTRAL)) == (2_000_00, 2_000_00, 0)


# Part paid, part refused


def test_of_one_file_what_was_paid_is_recorded_at_once_and_what_was_refused_goes_back_to_its_own_fund() -> None:
    paid = of(CENTRAL, credit(3_000))
    (first, *_) = given(sent(DRAWN_FIRST)).when(told_now(paid), by=ZHENG, on=NOW).events
    assert isinstance(first, b.BatchAnswered)
    refused = of(PROVINCIAL, failed(14, reference="C1"))
    (first, *_) = given(sent(DRAWN_FIRST)).when(told_now(refused), by=ZHENG, on=NOW).events
    assert isinstance(first, b.BatchReplyProposed)
    office = given(told((told_now(paid), ZHENG, NOW), (told_now(refused), ZHENG, NOW), after=sent(DRAWN_FIRST))).office
    case = office.cases[FIRST]
    assert (case.paid_fen, case.payable_fen, case.ordered_fen) == (3_000_00, 2_000_00, 0)
    assert [office.funds[fund].drawn_fen for fund in (CENTRAL, PROVINCIAL)] == [3_000_00, 0]
    assert office.batches[BATCH].status == "credited"
    assert [line for line, _ in case.payable()] == [4, 5]


def told_now(*messages: BankMessage) -> runs.RecordBankReply:
    return runs.RecordBankReply(batch=BATCH, messages=messages)


def both_paid(*, last_first: bool = False) -> History:
    """Under one number of the treasury."""
    paid = [(CENTRAL, credit(3_000)), (PROVINCIAL, credit(2_000))]
    history = sent(DRAWN_FIRST)
    for fund, message in reversed(paid) if last_first else paid:
        history = says(history, fund, message)
    return history


@pytest.mark.parametrize(("fund", "drawn"), [(CENTRAL, [2_500_00, 2_000_00]), (PROVINCIAL, [3_000_00, 1_500_00])])
def test_what_comes_back_of_an_item_goes_to_its_fund_whatever_was_drawn_last(fund: str, drawn: list[int]) -> None:
    office = given(says(both_paid(), fund, back(500))).office
    assert [office.funds[name].drawn_fen for name in (CENTRAL, PROVINCIAL)] == drawn
    assert office.cases[FIRST].payable_fen == 500_00


@pytest.mark.parametrize("last_first", [False, True])
def test_what_the_payee_pays_back_restores_what_was_drawn_last_whichever_was_paid_first(last_first: bool) -> None:
    case = given(both_paid(last_first=last_first)).case(FIRST)
    restored = taken_back_of(case, 2_500_00)
    assert [(one.fund, one.amount_fen) for one in restored] == [(PROVINCIAL, 2_000_00), (CENTRAL, 500_00)]
    assert [sorted(due.line for due in amounts_of(one.items)) for one in restored] == [[4, 5], [3]]


def taken_back_of(case: Case, amount_fen: int) -> tuple[Restored, ...]:
    amounts: dict[Due, int] = {}
    for due in sorted(case.items, reverse=True):
        amounts[due] = min(amount_fen, case.items[due].paid_fen)
        amount_fen -= amounts[due]
    return taken_back(case, amounts)


def test_a_late_credit_of_one_item_lets_the_new_order_fall_away_with_all_its_items() -> None:
    """Both failed and were ordered once more, and one was paid after all: what is left is ordered anew."""
    failed_both = says(says(sent(DRAWN_FIRST), CENTRAL, failed()), PROVINCIAL, failed())
    again = told((ORDER, WU, day(16)), after=failed_both)
    assert {order.batch for order in given(again).case(FIRST).orders.values()} == {AGAIN}
    office = given(says(again, PROVINCIAL, credit(2_000, 17))).office
    case = office.cases[FIRST]
    assert (case.paid_fen, case.payable_fen, dict(case.orders)) == (2_000_00, 3_000_00, {})
    assert [office.funds[fund].drawn_fen for fund in (CENTRAL, PROVINCIAL)] == [0, 2_000_00]
    assert office.batches[AGAIN].status == "cancelled"


def test_while_the_bank_is_in_doubt_about_one_item_that_failed_nothing_is_ordered_of_the_case() -> None:
    history = says(sent(DRAWN_FIRST), PROVINCIAL, failed(13), doubt(14))
    given(history).when(ORDER, by=WU, on=NOW).declined("bank-in-doubt", application=FIRST, batch=BATCH)
    assert given(says(history, PROVINCIAL, failed(15))).when(ORDER, by=WU, on=NOW).events


@pytest.mark.parametrize("way", WAYS)
def test_what_an_item_has_on_a_clearing_account_is_drawn_on_its_own_indicator_and_comes_back_there(way: Way) -> None:
    own_source = given(sent(way)).office.funds[way.fund].source
    more = given(sent(way)).office.funds[way.fund].balance_fen
    assert (own_source, more) in (("central", 0), ("provincial", 9_000_00 - 3_000_00))
    over = says((*s.a_fund("municipal", 5_000_00), *sent(way)), way.fund, credit(3_500))
    assignment = Assignment(
        application=FIRST,
        fund=way.fund,
        to=AssignTo.FUND,
        amount_fen=500_00,
        document="银行说明〔2024〕3号",
        draw_on=way.fund,
    )

    def assigning(**otherwise: object) -> runs.AssignClearing:
        return runs.AssignClearing(batch=BATCH, assignment=replace(assignment, **otherwise))

    for other in (way.other, s.fund("municipal")):
        given(over).when(assigning(draw_on=other), by=ZHENG, on=NOW).declined("other-indicator", of_fund=way.fund)
    given(over).when(assigning(fund=way.other, draw_on=way.other), by=ZHENG, on=NOW).declined("nothing-unmatched")
    if not more:
        given(over).when(assigning(), by=ZHENG, on=NOW).declined("funds-short")
        return
    history = told((assigning(), ZHENG, NOW), after=over)
    case = given(history).case(FIRST)
    assert (net_drawn(case, way.fund), table.on_account(case, UNMATCHED)) == (3_500_00, 0)
    returned = given(says(history, way.fund, back(1_500))).office
    assert (returned.funds[way.fund].drawn_fen, returned.funds[way.other].drawn_fen) == (2_000_00, 2_000_00)


# Sent before a restore


SENT = SentRun(
    batch="350200-2024-0007",
    items=(
        SentItem(application=FIRST, fund=PROVINCIAL, amount_fen=2_500_00),
        SentItem(application=FIRST, fund=CENTRAL, amount_fen=2_500_00),
    ),
)


def test_what_the_treasury_got_before_a_restore_is_ordered_again_from_the_very_funds() -> None:
    office = given(ordered(DRAWN_FIRST)).office
    spendable = Spendable(funds=tuple(office.funds.values()))
    assert sent_through(SENT) is PaidThrough.TREASURY
    asked = from_funds(FIRST, spendable, 5_000_00, SENT)
    assert [([fund.fund for fund in own.funds], fen) for own, fen in asked] == [
        ([PROVINCIAL], 2_500_00),
        ([CENTRAL], 2_500_00),
    ]
    as_sent(SENT.batch, SENT, {FIRST: 5_000_00})
    with pytest.raises(NotAllowed) as refused:
        as_sent(SENT.batch, SENT, {FIRST: 4_000_00})
    assert refused.value.code == "sent-otherwise"
