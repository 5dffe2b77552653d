"""期初债权: what is owed from before this log is taken over by two people, and money comes in for it. ADR 0075."""

from __future__ import annotations

from datetime import date

import pytest

from domain.application import commands as c
from domain.base import replace
from domain.imports import debt_events as d
from domain.imports.debt_events import TREASURY
from domain.imports.debt_payouts import PayOut
from domain.imports.debts import Debts
from domain.office.roles import Actor
from domain.treasury.offsets import OffsetRecovery
from domain.treasury.run_commands import OrderPayment
from tests.domain import later_events as t
from tests.domain import sample_cases as s
from tests.domain.debts_history import (
    BROUGHT,
    FILE,
    ON,
    SERVED,
    UNSERVED,
    agreed,
    came_in,
    changes,
    corrected,
    no,
    paying,
    receipt,
    serve,
    taken_over,
    yes,
)
from tests.domain.given_when_then import History, Office
from tests.domain.sample_cases import FIRST, HAICANG, HUANG, JIANG, LIN, WU, ZHENG, given, of, told


def debts(history: History) -> Debts:
    return Office(s.edition(), history).debts[FILE]


# The file


def test_what_is_still_owed_is_ours_once_a_supervisor_confirms_the_file() -> None:
    proposed = told((BROUGHT, WU, ON))
    assert debts(proposed).recoveries == {}
    given(proposed).when(yes, by=WU, on=ON).not_permitted("role-missing")
    given(proposed).when(yes, by=JIANG, on=ON).then(d.DebtProposalConfirmed(proposal="p1", act="import-recovery"))
    standing = {name: (one.status, one.open_fen) for name, one in debts(taken_over()).recoveries.items()}
    assert standing == {"r1": ("served", 1_000_00), "r2": ("approved", 1_000_00)}


@pytest.mark.parametrize("actor", [LIN, HUANG, JIANG])
def test_only_finance_of_the_authority_brings_demands_in(actor: Actor) -> None:
    given(()).when(BROUGHT, by=actor, on=ON).not_permitted("role-missing")
    given(()).when(BROUGHT, by=of(HAICANG, WU), on=ON).not_permitted("other-authority")


def test_a_declined_file_may_be_proposed_once_more_and_a_confirmed_one_not() -> None:
    again = replace(BROUGHT, debts=(UNSERVED,), sha256="6b" * 32)
    declined = told((BROUGHT, WU, ON), (no, JIANG, ON))
    assert given(declined).when(BROUGHT, by=WU, on=ON).events
    given(taken_over()).when(BROUGHT, by=WU, on=ON).declined("imported-already", number=FILE)
    given(taken_over()).when(again, by=WU, on=ON).declined("debt-imported", earlier=f"{FILE} r2")


@pytest.mark.parametrize(
    ("debt", "code"),
    [
        (replace(SERVED, open_fen=0), "amount-not-positive"),
        (replace(SERVED, ground="correction"), "ground"),
        (replace(SERVED, due_on=None), "due-day-missing"),
        (replace(SERVED, decided_on=date(2023, 9, 12)), "dates-out-of-order"),
        (replace(UNSERVED, decided_on=date(2024, 11, 5)), "in-the-future"),
        (replace(UNSERVED, paid_year=2025), "in-the-future"),
    ],
)
def test_a_demand_that_cannot_be_is_not_brought_in(debt: d.BroughtDebt, code: str) -> None:
    given(()).when(replace(BROUGHT, debts=(debt,)), by=WU, on=ON).declined(code)
    given(()).when(replace(BROUGHT, debts=()), by=WU, on=ON).declined("nothing-to-import")


# Money


@pytest.mark.parametrize(
    ("written_off_fen", "amount_fen", "outcome"),
    [
        # amount, due to the treasury, of that written off before, beyond; then open and written off.
        (0, 400_00, (400_00, 0, 0, 600_00, 0)),
        (0, 1_000_00, (1_000_00, 0, 0, 0, 0)),
        (0, 1_200_00, (1_000_00, 0, 200_00, 0, 0)),
        (700_00, 500_00, (500_00, 200_00, 0, 0, 500_00)),
        (1_000_00, 1_100_00, (1_000_00, 1_000_00, 100_00, 0, 0)),
    ],
)
def test_money_goes_to_what_is_open_then_to_what_was_written_off_and_all_of_it_is_due_to_the_treasury(
    written_off_fen: int, amount_fen: int, outcome: tuple[int, ...]
) -> None:
    before = taken_over()
    if written_off_fen:
        ask = c.WriteOffRecovery(application=FILE, recovery="r1", reason=t.WHY, amount_fen=written_off_fen)
        before = agreed(ask, WU, JIANG, after=before)
    after = agreed(receipt(amount_fen), WU, ZHENG, after=before)
    event, state = after[-1].event, debts(after)
    assert isinstance(event, d.DebtReceived)
    recovery = state.recoveries["r1"]
    moved = (event.treasury_due_fen, event.written_back_fen, event.beyond_fen)
    assert (*moved, recovery.open_fen, recovery.written_off_fen) == outcome
    assert state.beyond_fen["r1"] == event.beyond_fen
    assert not [minute for minute in after if minute.stream.startswith("fund-")]


def test_a_receipt_is_one_under_its_reference_here_and_in_cases() -> None:
    waiting = told((receipt(400_00), WU, ON), after=taken_over())
    given(waiting).when(receipt(400_00), by=WU, on=ON).then()
    given(waiting).when(receipt(300_00), by=WU, on=ON).declined("received-otherwise")
    given(waiting).when(receipt(400_00, "r2"), by=WU, on=ON).declined("reference-used")
    given(taken_over()).when(receipt(400_00, received_on=date(2023, 8, 31)), by=WU, on=ON).declined(
        "received-before-decided"
    )
    both = (*taken_over(), *s.a_settled_training())
    given(both).when(receipt(400_00, reference="b1"), by=WU, on=ON).declined(
        "reference-used", others=f"{FIRST} {s.BATCH}"
    )
    given(waiting).when(yes, by=WU, on=ON).not_permitted("own-proposal")


# What came in is paid on


def due(history: History) -> tuple[int, int]:
    """To the treasury, and to the payee of `r1`."""
    state = debts(history)
    return state.due_fen(TREASURY), state.due_fen("r1")


def after(*steps: object) -> History:
    """Each proposed by one finance officer and confirmed by another, from 1,000 open, of which 1,200 came in."""
    history = came_in()
    for step in steps:
        history = agreed(step, WU, ZHENG, after=history)
    return history


TO_TREASURY, TO_PAYEE = paying(1_000_00), paying(200_00, "r1")


@pytest.mark.parametrize(
    ("steps", "due_fen"),
    [
        ((), (1_000_00, 200_00)),
        ((TO_TREASURY,), (0, 200_00)),
        ((TO_PAYEE,), (1_000_00, 0)),
        ((TO_TREASURY, TO_PAYEE), (0, 0)),
        # More comes in: it is due beside what was paid.
        ((TO_TREASURY, receipt(300_00, "r2", reference="P2")), (300_00, 200_00)),
        ((TO_PAYEE, receipt(50_00, reference="P2")), (1_000_00, 50_00)),
        # A correction leaves as much, or less, than was paid on: then it is owed the other way.
        ((TO_TREASURY, corrected(1_100_00)), (0, 100_00)),
        ((TO_TREASURY, corrected(700_00)), (-300_00, 0)),
        ((TO_TREASURY, TO_PAYEE, corrected(None)), (-1_000_00, -200_00)),
        ((TO_PAYEE, corrected(1_300_00)), (1_000_00, 100_00)),
        # What comes in later makes it up, or it comes back.
        ((TO_TREASURY, corrected(700_00), receipt(300_00, reference="P2")), (0, 0)),
        ((TO_TREASURY, corrected(700_00), paying(-300_00)), (0, 0)),
        ((TO_PAYEE, corrected(1_000_00), paying(-200_00, "r1")), (1_000_00, 0)),
    ],
)
def test_all_that_came_in_is_due_until_two_of_finance_have_paid_it_on(
    steps: tuple[object, ...], due_fen: tuple[int, int]
) -> None:
    assert due(after(*steps)) == due_fen


@pytest.mark.parametrize(
    ("history", "payout", "code"),
    [
        (taken_over(), paying(0), "nothing-to-pay-out"),
        (came_in(), paying(999_00), "payout-changed"),
        (came_in(), paying(0, "r2"), "nothing-to-pay-out"),
        (after(TO_TREASURY), TO_TREASURY, "nothing-to-pay-out"),
        (told((TO_TREASURY, WU, ON), after=came_in()), TO_TREASURY, "proposal-waits"),
    ],
)
def test_only_what_is_due_is_paid_on_and_once(history: History, payout: PayOut, code: str) -> None:
    given(history).when(payout, by=WU, on=ON).declined(code)


def test_what_the_first_officer_saw_is_what_another_confirms() -> None:
    given(came_in()).when(paying(0, "r9"), by=WU, on=ON).no_such_thing("no-such-recovery")
    waiting = told((TO_TREASURY, WU, ON), after=came_in())
    given(waiting).when(yes, by=WU, on=ON).not_permitted("own-proposal")
    given(waiting).when(yes, by=ZHENG, on=ON).then(
        d.DebtProposalConfirmed(proposal="p3", act="pay-out-recovery"),
        d.DebtPaidOut(to=TREASURY, amount_fen=1_000_00, document=TO_TREASURY.document),
    )
    assert due(told((no, ZHENG, ON), after=waiting)) == (1_000_00, 200_00)
    both = told((TO_PAYEE, WU, ON), after=waiting)  # To whom else is another matter.
    more = told((receipt(50_00, "r2", reference="P2"), WU, ON), (replace(yes, proposal="p5"), ZHENG, ON), after=both)
    given(more).when(replace(yes, proposal="p3"), by=ZHENG, on=ON).declined("payout-changed", now_fen=1_050_00)
    given(more).when(replace(yes, proposal="p4"), by=ZHENG, on=ON).then(
        d.DebtProposalConfirmed(proposal="p4", act="pay-out-recovery"),
        d.DebtPaidOut(to="r1", amount_fen=200_00, document=TO_PAYEE.document),
    )


# What else is done about them


def test_its_terms_run_on_from_the_days_of_the_file() -> None:
    court = c.ReferRecovery(application=FILE, recovery="r1", referred_to="court", reason=t.WHY)
    # Served on 2023-09-11: the suit until 2024-03-11, the court until 2024-06-11.
    for day, code in ((date(2024, 3, 11), "court-too-early"), (date(2024, 6, 12), "court-too-late")):
        given(told((BROUGHT, WU, ON), (yes, JIANG, ON))).when(court, by=WU, on=day).declined(code)
    assert given(taken_over()).when(court, by=WU, on=date(2024, 3, 12)).events
    served = told((serve, WU, ON), after=taken_over())
    assert debts(served).recoveries["r2"].due_on == date(2024, 12, 4)
    unreminded = replace(court, recovery="r2")
    given(served).when(unreminded, by=WU, on=date(2024, 12, 5)).declined("court-before-reminder")


@pytest.mark.parametrize(
    ("change", "standing", "open_fen"),
    [
        (change, *outcome)
        for change, outcome in zip(
            changes(),
            (("served", 700_00), ("cancelled", 0), ("written-off", 0), ("referred", 1_000_00)),
            strict=True,
        )
    ],
)
def test_a_supervisor_grants_what_finance_asks(change: c.RecoveryCommand, standing: str, open_fen: int) -> None:
    recovery = debts(agreed(change, WU, JIANG, after=taken_over())).recoveries["r1"]
    assert (recovery.status, recovery.open_fen) == (standing, open_fen)
    waiting = told((change, WU, ON), after=taken_over())
    given(waiting).when(change, by=WU, on=ON).declined("recovery-change-open")
    # What came in meanwhile leaves less than was asked about.
    paid = told((receipt(1_000_00), WU, ON), (replace(yes, proposal="p3"), ZHENG, ON), after=waiting)
    given(paid).when(replace(yes, proposal="p2"), by=JIANG, on=ON).declined("nothing-open")


def test_what_needs_a_case_is_not_done() -> None:
    remind = c.RemindRecovery(application=FILE, recovery="r1")
    given(taken_over()).when(remind, by=WU, on=ON).declined("not-of-debts")
    offset = OffsetRecovery(application=FILE, recovery="r1", against=FIRST)
    given((*taken_over(), *s.a_payable_training())).when(offset, by=WU, on=ON).no_such_thing("no-such-application")
    given(()).when(remind, by=WU, on=ON).no_such_thing("no-such-debts")


def test_an_order_shows_what_its_payee_owes_from_before() -> None:
    office = Office(s.edition(), (*taken_over(), *s.central_money(), *s.a_payable_training()))
    owed = [use for use in office.uses() if use.limit == "=demand"]
    assert [(use.application, use.qualifier, use.subject) for use in owed] == [
        (FILE, "r1", s.TRAINER),
        (FILE, "r2", "person-z"),
    ]
    # What is owed back is ordered with a reason alone, since nothing can be offset.
    much = told((t.received(1_200_00), WU, ON), after=t.an_approved_demand())
    order = OrderPayment(applications=(FIRST,))
    given((*much, *taken_over())).when(order, by=WU, on=ON).declined("payee-owes-before", demands=f"{FILE} r1")
    # An instalment is ordered all the same: nothing is owed back to the payee.
    assert given(office.history).when(OrderPayment(applications=(FIRST,)), by=WU, on=ON).events
