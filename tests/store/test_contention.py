"""Eight processes on one case: whatever they try at the same moment, nobody is paid twice and nothing is lost.

Each process is an officer's desk on the same store, on either database. They order, release, record what the bank
says, revise, demand and receive, all on the same two applications, without ever looking what the others do.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from datetime import date
from itertools import groupby
from multiprocessing.synchronize import Barrier

import pytest

from domain.application import commands as c
from domain.application import events as f
from domain.application.folding.case import evolve
from domain.application.state.case import Case
from domain.application.values import BANK_ERROR, UNMATCHED
from domain.base import replace
from domain.errors import Refusal
from domain.office.allotment_proposals import PartOfFund
from domain.office.proposed import ConfirmForOffice
from domain.office.roles import Actor, Role
from domain.treasury import run_commands as runs
from domain.treasury.batch import Batch
from domain.treasury.messages import Correction, PaidThrough
from domain.treasury.offsets import OffsetRecovery
from store.commands.repository import Repository
from store.errors import StoreBusy
from tests.bureau import Bureau
from tests.domain import allotment_history as allotments
from tests.domain import later_events as t
from tests.domain import sample_cases as s
from tests.domain.allotment_history import MADE, MAKE
from tests.domain.bank_messages import a_credit, a_failure
from tests.domain.given_when_then import net_drawn
from tests.domain.sample_cases import FIRST, WU, ZHENG
from tests.store.test_casework import (
    PAY_DAY,
    SECOND,
    Act,
    a_fund,
    acts_of_a_training,
    assert_sound,
    attempt,
    day_by_day,
    do,
    events_of,
    in_processes,
    log_of,
)

DESKS = 8
DECIDING = frozenset({Role.CLERK, Role.ASSESSOR, Role.APPROVER, Role.SUPERVISOR})
PAYING = frozenset({Role.CLERK, Role.FINANCE, Role.SUPERVISOR})
JACKS = tuple(
    Actor(
        officer=f"jack-{number}",
        roles=(PAYING, PAYING, DECIDING)[number % 3],
        authority=(s.CITY, s.CITY, s.SIMING)[number % 3],
        supervised_by=s.CITY,
    )
    for number in range(DESKS)
)
"""Who may do as much as any one officer may."""
ON = date(2024, 11, 4)


def two_payable_cases(bureau: Bureau) -> None:
    second = s.training("person-d", "person-e", "person-f")
    do(bureau, *a_fund(), *day_by_day(acts_of_a_training(), acts_of_a_training(second, SECOND)))
    for jack in JACKS:
        bureau.enrol(jack)


def work_at_once(url: str, barrier: Barrier, session: int, attempts: int) -> list[str]:
    """What became of each attempt of one desk: `done`, `nothing`, or why it was refused."""
    chance = random.Random(session)
    bureau = Bureau.open(url)
    bureau.clock.day = ON
    answers: list[str] = []
    barrier.wait(60)
    for _ in range(attempts):
        try:
            result = bureau.act(_a_command(bureau, chance), by=JACKS[session])
            answers.append("done" if events_of(result) else "nothing")
        except Refusal as refusal:
            answers.append(refusal.code)
        except StoreBusy:
            answers.append("busy")
    bureau.close()
    return answers


def _a_command(bureau: Bureau, chance: random.Random) -> object:
    """Mostly what a case seems to wait for, as this desk last saw it: by then another may have done it."""
    number = chance.choice((FIRST, SECOND))
    with bureau.executor.repository() as repository:
        case = repository.case(number)
        reply = _an_answer(repository, case, chance)
    if chance.random() < 0.3:
        return _anything(chance, number)
    if case.proposals and chance.random() < 0.5:
        return c.ConfirmProposal(application=number, proposal=chance.choice(list(case.proposals)))
    if case.account_doubtful:
        return t.account(s.account(f"account-{chance.randint(1, 3)}"), application=number)
    if reply is not None:
        return reply
    for order in case.orders.values():
        if not order.released:
            return runs.ReleasePayment(batch=order.batch, declined=chance.random() < 0.3)
        if not repository_run(bureau, order.batch).exported and chance.random() < 0.8:
            return s.exported(order.batch, repository_run(bureau, order.batch).amount_fen)
        item = a_credit(
            application=number, amount_fen=order.amount_fen, value_on=ON, reference=f"B-{order.batch}-{number}"
        )
        return s.credited(order.batch, item)
    if case.payable():
        return runs.OrderPayment(applications=(number,))
    if not case.payments or chance.random() < 0.5:
        return t.revision("correction", revived=[1, 2, 3], application=number)
    payment = chance.choice(list(case.payments.values()))
    return t.returned(
        payment.amount_fen, batch=payment.batch, on=ON, reference=f"R-{payment.batch}-{number}", application=number
    )


def repository_run(bureau: Bureau, batch: str) -> Batch:
    with bureau.executor.repository() as repository:
        return repository.batch(batch)


def _an_answer(repository: Repository, case: Case, chance: random.Random) -> runs.ConfirmForRun | None:
    """To what was told of a run of the case otherwise than it was ordered."""
    batches = (batch for batch in (*case.orders, *case.payments) if not batch.startswith("offset-"))
    for batch in batches:
        if waiting := repository.batch(batch).proposals.waiting:
            return runs.ConfirmForRun(batch=batch, proposal=chance.choice([*waiting]), declined=chance.random() < 0.2)
    return None


def _anything(chance: random.Random, number: str) -> object:
    batch = f"350200-2024-{chance.randint(1, 12):04d}"
    amount_fen = chance.choice((1_000_00, 2_000_00, 3_000_00))
    item = a_credit(application=number, amount_fen=3_000_00, value_on=ON, reference=f"B-{batch}-{number}")
    return chance.choice(
        (
            runs.OrderPayment(applications=(number,)),
            runs.OrderPayment(applications=(FIRST, SECOND)),
            runs.ReleasePayment(batch=batch, declined=chance.random() < 0.2),
            runs.ReleasePayment(batch=batch),
            s.credited(batch, item),
            s.credited(batch, item),
            runs.ConfirmForRun(batch=batch, proposal=None, declined=chance.random() < 0.2),
            s.exported(batch, amount_fen),
            runs.RecordBankReply(batch=batch, messages=(a_failure(application=number, failed_on=ON),)),
            runs.CorrectReply(
                batch=batch, corrections=(Correction(recorded=item, instead=None),), reasons={number: "sealed"}
            ),
            t.returned(amount_fen, batch=batch, on=ON, reference=f"R-{chance.randint(1, 3)}", application=number),
            t.account(s.account(f"account-{chance.randint(1, 3)}"), application=number),
            c.ConfirmProposal(application=number, proposal=None),
            t.revision(struck=[chance.randint(1, 3)], application=number),
            t.revision("correction", revived=[1, 2, 3], application=number),
            c.DemandRecovery(application=number, ground="bank-error", basis="m01", reason=t.WHY),
            OffsetRecovery(application=number, recovery="r1", against=SECOND if number == FIRST else FIRST),
        )
    )


def nobody_was_paid_twice(bureau: Bureau) -> None:
    """At the moment of each order nothing more was ordered than was owed, and what banks paid beyond is on clearing."""
    cases: dict[str, Case] = {}
    for recorded in log_of(bureau):
        kind, _, number = recorded.stream.partition("-")
        if kind != "application":
            continue
        case = cases[number] = evolve(cases.get(number), recorded.event, recorded.actor)
        match recorded.event:
            case f.PaymentOrdered() | f.PaidByOffset():
                forgiven = sum(item.forgiven_fen for item in case.items.values())
                assert case.ordered_fen + case.net_paid_fen - forgiven <= case.entitled_fen
    with bureau.executor.repository() as repository:
        drawn = sum(fund.drawn_fen for fund in repository.funds())
    by_mistake = sum(net_drawn(case, one) for case in cases.values() for one in (UNMATCHED, BANK_ERROR))
    assert drawn + by_mistake == sum(case.ordered_fen + case.net_paid_fen for case in cases.values())


def eight_desks(bureau: Bureau, attempts: int) -> Counter[str]:
    two_payable_cases(bureau)
    answers = in_processes(bureau.database.url, work_at_once, [(session, attempts) for session in range(DESKS)])
    assert len(answers) == DESKS * attempts
    assert_sound(bureau)
    nobody_was_paid_twice(bureau)
    return Counter(answers)


def test_eight_desks_on_one_case_never_pay_it_twice(bureau: Bureau) -> None:
    answers = eight_desks(bureau, attempts=80)
    print(answers.most_common())
    assert answers["done"] >= 50, "they got something done in their 640 attempts"
    assert answers["busy"] == 0


@pytest.mark.campaign
def test_eight_desks_never_pay_twice_in_ten_thousand_attempts(bureau: Bureau) -> None:
    print(eight_desks(bureau, attempts=1_250).most_common())


def order_one_by_one(url: str, barrier: Barrier, numbers: tuple[str, ...], through: PaidThrough) -> list[str]:
    orders = [runs.OrderPayment(applications=(number,), paid_through=through) for number in numbers]
    return attempt(url, barrier, WU, orders)


def one_fund(enough_fen: int) -> list[Act]:
    return a_fund(enough_fen)


def two_funds(enough_fen: int) -> list[Act]:
    """Neither of which pays a whole number of cases: one of them draws on both."""
    return [*a_fund(enough_fen // 2 + 500_00), *a_fund(enough_fen // 2 - 500_00, "municipal")]


def allotted(enough_fen: int) -> list[Act]:
    """With as much besides that went to a district, or is reserved for it, and pays nothing here."""
    allot = replace(MAKE, parts=(PartOfFund(fund=allotments.FIRST, amount_fen=10_000_00),))
    return [
        *a_fund(enough_fen + 10_000_00),
        (allot, WU, MADE),
        (ConfirmForOffice(proposal=None), ZHENG, MADE),
    ]


BANK, TREASURY = PaidThrough.BANK, PaidThrough.TREASURY
CAMPAIGN = pytest.mark.campaign


@pytest.mark.parametrize(
    ("money", "through"),
    [
        pytest.param(one_fund, BANK, id="bank"),
        pytest.param(one_fund, TREASURY, id="treasury", marks=CAMPAIGN),
        pytest.param(two_funds, BANK, id="bank, two funds", marks=CAMPAIGN),
        pytest.param(two_funds, TREASURY, id="treasury, two funds", marks=CAMPAIGN),
        pytest.param(allotted, BANK, id="bank, allotted", marks=CAMPAIGN),
        pytest.param(allotted, TREASURY, id="treasury, allotted"),
    ],
)
def test_eight_desks_pay_fifty_of_eighty_from_money_that_is_enough_for_fifty(
    bureau: Bureau, money: Callable[[int], list[Act]], through: PaidThrough
) -> None:
    payable, enough, amount_fen = 80, 50, 1_000_00
    numbers = [f"{s.SIMING}-2024-{count:06d}" for count in range(1, payable + 1)]
    files = [(s.training(f"person-{number}"), number) for number in numbers]
    do(bureau, *money(enough * amount_fen))
    for day, acts in groupby(day_by_day(*(acts_of_a_training(file, number) for file, number in files)), _day):
        bureau.clock.day = day
        for answer in bureau.act_in_bulk((command, by) for command, by, _ in acts):  # type: ignore[misc]
            assert not isinstance(answer, Refusal), answer
    shares = [(tuple(numbers[desk::DESKS]), through) for desk in range(DESKS)]
    answers = Counter(in_processes(bureau.database.url, order_one_by_one, shares))
    assert answers == {"done": enough, "funds-short": payable - enough}
    with bureau.executor.repository() as repository:
        funds = [fund for fund in repository.funds() if fund.holder == s.CITY]
        district = [fund for fund in repository.funds() if fund.holder != s.CITY]
        paid = sum(repository.case(number).ordered_fen == amount_fen for number in numbers)
    assert (paid, sum(fund.drawn_fen for fund in funds)) == (enough, enough * amount_fen)
    assert [fund.balance_fen for fund in funds] == [0] * len(funds)
    set_aside = [(fund.reserved_fen, fund.allotted_out_fen) for fund in funds]
    assert sum(map(sum, set_aside)) == (10_000_00 if district else 0)
    assert all(fund.balance_fen == fund.allotted_in_fen and not fund.drawn_fen for fund in district)
    assert_sound(bureau)


def _day(act: Act) -> date:
    return act[2]


def test_a_command_that_is_repeated_after_a_lost_answer_moves_money_once(bureau: Bureau) -> None:
    """The answer was lost, not the command: its id is answered with the first result."""
    two_payable_cases(bureau)
    order = runs.OrderPayment(applications=(FIRST,))
    first = bureau.act(order, by=WU, on=PAY_DAY, command_id="order-once")
    again = bureau.act(order, by=WU, on=PAY_DAY, command_id="order-once")
    assert (again.events, again.repeated) == (first.events, True)
    release = runs.ReleasePayment(batch=s.BATCH)
    released = bureau.act(release, by=ZHENG, on=PAY_DAY, command_id="release-once")
    assert bureau.act(release, by=ZHENG, on=PAY_DAY, command_id="release-once").events == released.events
    with bureau.executor.repository() as repository:
        assert sum(fund.drawn_fen for fund in repository.funds()) == 3_000_00
    assert_sound(bureau)
