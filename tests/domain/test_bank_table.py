"""What the bank says about one item: each cell of what it said before × what it says now. ADR 0063.

The item is the training of three people, 3 000 yuan from central money, ordered on 2024-10-11 and sent on the 12th.
"""

from __future__ import annotations

from datetime import date
from itertools import permutations
from typing import NamedTuple

import pytest
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from domain.application.state.case import Case
from domain.application.values import BANK_ERROR, UNMATCHED
from domain.base import replace
from domain.treasury import run_commands as runs
from domain.treasury.fund_events import FundOpened
from domain.treasury.messages import BankMessage, ItemKey
from domain.treasury.run_standing import standing_of
from tests.domain import sample_cases as s
from tests.domain.bank_messages import a_credit, a_failure, a_return, unknown
from tests.domain.given_when_then import History, Office
from tests.domain.sample_cases import BATCH, FIRST, WU, ZHENG, given, told

CENTRAL = next(iter(given(s.central_money()).office.funds))
AGAIN = "350200-2024-0002"
order = runs.OrderPayment(applications=(FIRST,))
release = runs.ReleasePayment(batch=BATCH)


def day(number: int) -> date:
    return date(2024, 10, number)


def credit(yuan: int, on: int = 14, reference: str = "C1") -> BankMessage:
    return a_credit(application=FIRST, amount_fen=yuan * 100, value_on=day(on), reference=reference)


def failed(on: int = 15, *, reference: str = "", of_account: bool = False) -> BankMessage:
    return a_failure(application=FIRST, failed_on=day(on), reference=reference, of_account=of_account)


def back(yuan: int, on: int = 16, reference: str = "R1", *, of_account: bool = False) -> BankMessage:
    return a_return(
        application=FIRST, amount_fen=yuan * 100, returned_on=day(on), reference=reference, of_account=of_account
    )


def doubt(on: int = 15) -> BankMessage:
    return unknown(application=FIRST, on=day(on))


def says(history: History, *messages: BankMessage, on: int = 18, batch: str = BATCH) -> History:
    """Each in a reply of its own, with a second officer where it takes one."""
    for message in messages:
        history = told((runs.RecordBankReply(batch=batch, messages=(message,)), ZHENG, day(on)), after=history)
    return history


class Stand(NamedTuple):
    """In yuan: paid net of returns, in flight, what can be ordered now, excess on clearing, drawn on the fund, and what
    of messages nothing of ours is behind.
    """

    paid: int = 0
    in_flight: int = 0
    payable: int = 0
    clearing: int = 0
    drawn: int = 0
    unmatched: int = 0


def stand(history: History) -> Stand:
    return stand_of(given(history).office)


def stand_of(office: Office) -> Stand:
    case, run = office.cases[FIRST], office.batches[BATCH]
    return Stand(
        paid=case.paid_fen // 100,
        in_flight=case.ordered_fen // 100,
        payable=case.payable_fen // 100,
        clearing=on_account(case, UNMATCHED) + on_account(case, BANK_ERROR),
        drawn=office.funds[CENTRAL].drawn_fen // 100,
        unmatched=sum(standing_of(run, ItemKey(FIRST, None)).unmatched.values()) // 100,
    )


def on_account(case: Case, account: str) -> int:
    return sum(d.amount_fen for p in case.payments.values() for d in p.drawn if d.fund == account) // 100


def ordered() -> History:
    return s.an_ordered_training()


def left_out() -> History:
    return told((runs.ReleasePayment(batch=BATCH, declined=True), ZHENG, day(12)), after=s.an_ordered_training())


def released() -> History:
    return s.a_released_training()


def sent() -> History:
    return s.a_sent_training()


PAID = Stand(paid=3_000, drawn=3_000)
OPEN = Stand(payable=3_000)
FLIES = Stand(in_flight=3_000, drawn=3_000)

TABLE = [
    # Ordered, not released
    (ordered, (), credit(3_000), FLIES._replace(unmatched=3_000)),
    (ordered, (), failed(), FLIES),
    (ordered, (), back(500), FLIES._replace(unmatched=500)),
    (ordered, (), doubt(), "not-exported"),
    # Cancelled, or left out
    (left_out, (), credit(3_000), PAID),
    (left_out, (), credit(2_000), Stand(paid=2_000, payable=1_000, drawn=2_000)),
    (left_out, (), failed(), OPEN),
    (left_out, (), back(500), OPEN._replace(unmatched=500)),
    (left_out, (), doubt(), "not-exported"),
    # Released, not exported
    (released, (), credit(3_000), PAID),
    (released, (), credit(2_000), Stand(paid=2_000, in_flight=1_000, drawn=3_000)),
    (released, (), failed(), OPEN),
    (released, (), back(3_000), OPEN),
    (released, (), doubt(), "not-exported"),
    # Exported
    (sent, (), credit(3_000), PAID),
    (sent, (), credit(2_000), Stand(paid=2_000, in_flight=1_000, drawn=3_000)),
    (sent, (), credit(3_500), Stand(paid=3_500, clearing=500, drawn=3_000)),
    (sent, (), failed(), OPEN),
    (sent, (), back(3_000), OPEN),
    (sent, (), back(500), FLIES._replace(unmatched=500)),
    (sent, (), doubt(), FLIES),
    # Unknown
    (sent, (doubt(13),), credit(3_000), PAID),
    (sent, (doubt(13),), failed(), OPEN),
    (sent, (doubt(13),), back(3_000), OPEN),
    (sent, (doubt(13),), doubt(14), FLIES),
    # Failed
    (sent, (failed(),), credit(3_000), PAID),
    (sent, (failed(),), credit(2_000), Stand(paid=2_000, payable=1_000, drawn=2_000)),
    (sent, (failed(),), credit(3_500), Stand(paid=3_500, clearing=500, drawn=3_000)),
    (sent, (failed(),), failed(15, of_account=True), "answered-otherwise"),
    (sent, (failed(),), back(3_000), OPEN._replace(unmatched=3_000)),
    (sent, (failed(), back(3_000)), credit(3_000), OPEN),
    (sent, (failed(13),), doubt(14), OPEN._replace(payable=3_000)),
    # Paid short
    (sent, (credit(2_000),), credit(1_000, 15, "C2"), PAID),
    (sent, (credit(2_000),), credit(1_500, 15, "C2"), Stand(paid=3_500, clearing=500, drawn=3_000)),
    (sent, (credit(2_000),), failed(), Stand(paid=2_000, payable=1_000, drawn=2_000)),
    (sent, (credit(2_000),), back(500), Stand(paid=1_500, in_flight=1_000, payable=500, drawn=2_500)),
    (
        sent,
        (credit(2_000),),
        back(2_500),
        Stand(paid=0, in_flight=1_000, payable=2_000, drawn=1_000, unmatched=500),
    ),
    (sent, (credit(2_000),), back(3_000), OPEN),
    (sent, (credit(2_000),), doubt(), Stand(paid=2_000, in_flight=1_000, drawn=3_000)),
    # Paid in full
    (sent, (credit(3_000),), credit(3_000, 15, "C2"), Stand(paid=6_000, clearing=3_000, drawn=3_000)),
    (sent, (credit(3_000),), credit(2_000, 14, "C1"), "answered-otherwise"),
    (sent, (credit(3_000),), failed(), "credited-in-full"),
    (sent, (credit(3_000),), back(1_000), Stand(paid=2_000, payable=1_000, drawn=2_000)),
    (sent, (credit(3_000),), back(3_000), OPEN),
    (sent, (credit(3_000),), back(3_500), OPEN._replace(unmatched=500)),
    (sent, (credit(3_000),), doubt(), "credited-in-full"),
    # Paid more
    (sent, (credit(3_500),), credit(100, 15, "C2"), Stand(paid=3_600, clearing=600, drawn=3_000)),
    (sent, (credit(3_500),), failed(), "credited-in-full"),
    (sent, (credit(3_500),), back(500), PAID),
    (sent, (credit(3_500),), back(700), Stand(paid=2_800, payable=200, drawn=2_800)),
    (sent, (credit(3_500),), doubt(), "credited-in-full"),
    # Returned in part
    (sent, (credit(3_000), back(1_000)), credit(1_000, 17, "C2"), PAID),
    (sent, (credit(3_000), back(1_000)), failed(), "credited-in-full"),
    (sent, (credit(3_000), back(1_000)), back(500, 17, "R2"), Stand(paid=1_500, payable=1_500, drawn=1_500)),
    (sent, (credit(3_000), back(1_000)), back(2_500, 17, "R2"), OPEN._replace(unmatched=500)),
    (sent, (credit(3_000), back(1_000)), back(700, 16, "R1"), "answered-otherwise"),
    (sent, (credit(3_000), back(1_000)), doubt(), "credited-in-full"),
    # Returned in full
    (sent, (credit(3_000), back(3_000)), credit(3_000, 17, "C2"), PAID),
    (sent, (credit(3_000), back(3_000)), failed(17), OPEN),
    (sent, (credit(3_000), back(3_000)), back(100, 17, "R2"), OPEN._replace(unmatched=100)),
    (sent, (credit(3_000), back(3_000)), doubt(17), OPEN),
]


@pytest.mark.parametrize(("begun", "before", "now", "expected"), TABLE)
def test_what_is_said_before_by_what_is_said_now(
    begun: object, before: tuple[BankMessage, ...], now: BankMessage, expected: Stand | str
) -> None:
    assert callable(begun)
    history = says(begun(), *before)
    if isinstance(expected, str):
        reply = runs.RecordBankReply(batch=BATCH, messages=(now,))
        given(history).when(reply, by=ZHENG, on=day(18)).declined(expected, application=FIRST)
    else:
        assert stand(says(history, now)) == expected
        assert stand(says(says(history, now), now)) == expected, "the same once more changes nothing"


# Ordered again


def ordered_again(*, release_it: bool = False, export_it: bool = False, begun: History = ()) -> History:
    """It failed, or came back, and was ordered once more in a second run."""
    acts: list[tuple[object, s.Actor, date]] = [(order, WU, day(16))]
    if release_it or export_it:
        acts.append((runs.ReleasePayment(batch=AGAIN), ZHENG, day(16)))
    if export_it:
        acts.append((s.exported(AGAIN), WU, day(16)))
    return told(*acts, after=begun or says(sent(), failed()))


def test_a_late_credit_cancels_an_order_that_was_not_released() -> None:
    history = says(ordered_again(), credit(3_000, 17))
    assert stand(history) == PAID
    office = given(history).office
    assert office.batches[AGAIN].status == "cancelled"
    given(history).when(runs.ReleasePayment(batch=AGAIN), by=ZHENG, on=day(18)).declined(
        "batch-standing", standing="cancelled"
    )


def test_a_late_credit_of_a_part_cancels_the_order_too_since_it_is_too_much_by_now() -> None:
    history = says(ordered_again(), credit(2_000, 17))
    assert stand(history) == Stand(paid=2_000, payable=1_000, drawn=2_000)
    assert [*given(history).case(FIRST).orders] == []


def test_a_late_credit_holds_an_order_that_has_not_gone_out_until_it_is_left_out() -> None:
    history = says(ordered_again(release_it=True), credit(3_000, 17))
    assert stand(history) == Stand(paid=3_000, in_flight=3_000, drawn=6_000)
    export = s.exported(AGAIN)
    given(history).when(export, by=WU, on=day(18)).declined("item-held", application=FIRST, batch=AGAIN)
    leave_out = runs.ReleasePayment(batch=AGAIN, without=(FIRST,))
    given(history).when(leave_out, by=WU, on=day(18)).not_permitted("own-proposal")
    assert stand(told((leave_out, ZHENG, day(18)), after=history)) == PAID


def test_a_late_credit_of_an_order_that_has_gone_out_again_makes_the_case_overpaid() -> None:
    history = says(ordered_again(export_it=True), credit(3_000, 17))
    twice = says(history, credit(3_000, 17, "D1"), batch=AGAIN)
    case = given(twice).case(FIRST)
    assert (case.paid_fen, case.overpaid_fen, case.status) == (6_000_00, 3_000_00, "settled")
    assert stand(twice).drawn == 6_000


def test_an_order_of_which_the_bank_spoke_before_its_release_stays_for_two_people_to_look_at() -> None:
    early = says(ordered_again(), credit(3_000, 16, "D1"), batch=AGAIN)
    history = says(early, credit(3_000, 17))
    assert stand(history) == Stand(paid=3_000, in_flight=3_000, drawn=6_000)
    release_it = runs.ReleasePayment(batch=AGAIN)
    given(history).when(release_it, by=ZHENG, on=day(18)).declined("unmatched", application=FIRST)


@pytest.mark.parametrize("now", [failed(17), doubt(17)])
def test_of_what_was_ordered_again_the_bank_may_say_once_more_that_it_failed(now: BankMessage) -> None:
    history = says(ordered_again(), now)
    assert stand(history) == Stand(in_flight=3_000, drawn=3_000)


def test_a_return_of_what_was_ordered_again_waits_for_its_credit() -> None:
    history = says(ordered_again(), back(3_000, 17))
    assert stand(history) == Stand(in_flight=3_000, drawn=3_000, unmatched=3_000)
    assert stand(says(history, credit(3_000, 16))) == FLIES, "the second order pays it"


def test_what_was_returned_and_ordered_again_is_as_what_failed_and_was_ordered_again() -> None:
    returned = says(sent(), credit(3_000), back(3_000, 15))
    again = ordered_again(begun=returned)
    assert stand(says(again, credit(3_000, 17, "C2"))) == PAID
    assert stand(says(again, failed(17))) == Stand(in_flight=3_000, drawn=3_000)
    assert stand(says(again, back(100, 17, "R2"))) == Stand(in_flight=3_000, drawn=3_000, unmatched=100)


def test_what_the_bank_does_not_know_any_more_is_not_ordered_again() -> None:
    history = says(sent(), failed(13), doubt(14))
    given(history).when(order, by=WU, on=day(18)).declined("bank-in-doubt", application=FIRST, batch=BATCH)
    assert given(says(history, failed(15))).when(order, by=WU, on=day(18)).events
    assert stand(says(history, credit(3_000, 14))) == PAID


def test_only_a_reason_that_is_the_accounts_makes_it_doubtful() -> None:
    assert not given(says(sent(), failed())).case(FIRST).account_doubtful
    assert given(says(sent(), failed(of_account=True))).case(FIRST).account_doubtful
    paid = says(sent(), credit(3_000))
    assert not given(says(paid, back(3_000))).case(FIRST).account_doubtful
    assert given(says(paid, back(3_000, of_account=True))).case(FIRST).account_doubtful


# Who


def test_what_differs_takes_a_second_officer_and_so_does_whatever_comes_before_the_file_went_out() -> None:
    for begun, message, alone in [
        (sent(), credit(3_000), True),
        (released(), credit(3_000), False),
        (ordered(), credit(3_000), False),
        (sent(), credit(2_000), False),
        (says(sent(), credit(2_000)), credit(1_000, 15, "C2"), True),
        (says(sent(), doubt(13)), credit(3_000), True),
        (says(sent(), failed()), credit(3_000), False),
    ]:
        reply = runs.RecordBankReply(batch=BATCH, messages=(message,))
        (first, *_) = given(begun).when(reply, by=ZHENG, on=day(18)).events
        assert (type(first).__name__ == "BatchAnswered") is alone, (message, first)


def test_what_waits_for_the_second_officer_is_not_proposed_again() -> None:
    reply = runs.RecordBankReply(batch=BATCH, messages=(credit(2_000),))
    waiting = s.proposed(reply, ZHENG, day(18), after=sent())
    given(waiting).when(reply, by=ZHENG, on=day(18)).then()
    other = runs.RecordBankReply(batch=BATCH, messages=(failed(),))
    given(waiting).when(other, by=ZHENG, on=day(18)).declined("reply-waits", application=FIRST)


# Days


@pytest.mark.parametrize(
    ("now", "code"),
    [
        (credit(3_000, 10), "value-before-order"),
        (credit(3_000, 11), None),
        (credit(3_000, 18), None),
        (credit(3_000, 19), "in-the-future"),
        (failed(10), "value-before-order"),
        (failed(19), "in-the-future"),
        (doubt(10), "value-before-order"),
    ],
)
def test_no_message_is_of_a_day_before_the_order_or_to_come(now: BankMessage, code: str | None) -> None:
    outcome = given(sent()).when(runs.RecordBankReply(batch=BATCH, messages=(now,)), by=ZHENG, on=day(18))
    if code is None:
        assert outcome.events
    else:
        outcome.declined(code)


def test_nothing_comes_back_before_it_arrived_whichever_is_told_first() -> None:
    paid, early = says(sent(), credit(3_000, 14)), back(3_000, 13)
    given(paid).when(runs.RecordBankReply(batch=BATCH, messages=(early,)), by=ZHENG, on=day(18)).declined(
        "return-before-credit", application=FIRST, value_on=day(14)
    )
    held = says(sent(), back(500, 13))
    late = runs.RecordBankReply(batch=BATCH, messages=(credit(3_000, 14),))
    given(held).when(late, by=ZHENG, on=day(18)).declined("return-before-credit", application=FIRST)


# In every order

MESSAGES = [
    credit(3_000), credit(2_000, 14, "C2"), credit(1_000, 14, "C3"), failed(15), failed(16, reference="F2"),
    back(3_000, 16, "R1"), back(500, 16, "R2"), back(1_000, 17, "R3"), doubt(13),
]  # fmt: skip


def money(history: History) -> tuple[Stand, int, int]:
    case = given(history).case(FIRST)
    return stand(history), case.overpaid_fen, case.outstanding_fen


@settings(max_examples=60)
@for_all(st.lists(st.sampled_from(MESSAGES), max_size=4, unique_by=lambda message: message.key))
def test_what_the_messages_come_to_does_not_depend_on_their_order(messages: list[BankMessage]) -> None:
    """Some orders contain a contradiction (it failed after it was credited in full): they are told it and left out."""
    outcomes = set()
    for one in permutations(messages):
        if (history := told_in(one)) is not None:
            outcomes.add(money(history))
    assert len(outcomes) == 1


def told_in(messages: tuple[BankMessage, ...]) -> History | None:
    history = sent()
    for message in messages:
        reply = runs.RecordBankReply(batch=BATCH, messages=(message,))
        refusal = given(history).when(reply, by=ZHENG, on=day(18)).refusal
        if refusal is not None:
            assert refusal.code == "credited-in-full"
            return None
        history = says(history, message)
    return history


@settings(max_examples=60)
@for_all(st.lists(st.sampled_from(MESSAGES), min_size=1, max_size=4, unique_by=lambda message: message.key))
def test_one_file_or_several_come_to_the_same(messages: list[BankMessage]) -> None:
    apart = told_in(tuple(messages))
    together = runs.RecordBankReply(batch=BATCH, messages=tuple(messages))
    if apart is None:
        given(sent()).when(together, by=ZHENG, on=day(18)).declined("credited-in-full")
    else:
        assert money(told((together, ZHENG, day(18)), after=sent())) == money(apart)


@pytest.mark.parametrize("left_fen", [0, 1_000_00, 3_000_00])
def test_a_late_credit_takes_what_the_order_gives_up_that_it_overtakes(left_fen: int) -> None:
    """The money was for this payee, and is there for nobody else."""
    spent = tuple(
        minute._replace(event=replace(minute.event, amount_fen=3_000_00 + left_fen))
        if isinstance(minute.event, FundOpened)
        else minute
        for minute in says(sent(), failed(13))
    )
    again = told((order, WU, day(15)), after=spent)
    office = given(says(again, credit(3_000), on=18)).office
    fund, case = office.funds[CENTRAL], office.cases[FIRST]
    assert (fund.drawn_fen, fund.balance_fen) == (3_000_00, left_fen)
    assert on_account(case, BANK_ERROR) == 0
    assert not case.orders
    assert min(fund.least_fen(day(number)) for number in range(1, 31)) >= 0
