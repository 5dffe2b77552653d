"""What each event posts to the books, event by event: the golden samples, and that every event is answered."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from domain.application.values import BANK_ERROR, HELD_FOR_PAYEE, UNMATCHED
from domain.base import EVENTS
from domain.treasury.accounts import Account
from domain.treasury.booked import BOOKED
from projections.events import bank_views as v
from projections.events import event_views as s
from projections.events import fund_views as u
from projections.events import money_views as m
from projections.events.entries import Entry
from projections.events.shapes import SHAPES
from projections.folds.debts import CONFIRMED
from projections.fund_book.postings import OF_DEMANDS, POSTINGS, brought_in, postings_of
from projections.fund_book.unposted import UNPOSTED
from tests.golden.write import path_of

A = Account
OF_BOOKS = ("application", "batch", "fund", "book", "debt")
"""The streams in which something may happen to money."""


def sample(name: str) -> Entry[Any]:
    """The golden sample of an event, as read models read it."""
    data = msgspec.json.decode(path_of(name).read_bytes(), type=SHAPES[name])
    return Entry(
        stream=f"{name.partition('.')[0]}-x",
        version=2,
        name=name,
        recorded_at="2024-10-14T04:00:00.000000Z",
        effective_on="2024-10-14",
        actor="wu",
        data=data,
        position=1,
        subject="x",
    )


def booked(name: str, *, demanded: bool = True) -> dict[Account, int]:
    """What the sample of an event adds to each account."""
    sums: dict[Account, int] = {}
    for posting in postings_of(sample(name), demanded=demanded):
        sums[posting.account] = sums.get(posting.account, 0) + posting.amount_fen
    return {account: fen for account, fen in sums.items() if fen}


def test_every_event_of_money_is_posted_or_said_to_move_nothing() -> None:
    of_books = {name for name in EVENTS if name.partition(".")[0] in OF_BOOKS}
    assert of_books == POSTINGS.keys() | UNPOSTED
    assert not POSTINGS.keys() & UNPOSTED
    assert POSTINGS.keys() | {CONFIRMED} == BOOKED


@pytest.mark.parametrize("name", POSTINGS)
def test_what_an_event_posts_adds_up_to_nothing(name: str) -> None:
    posted = postings_of(sample(name), demanded=True)
    assert sum(posting.amount_fen for posting in posted) == 0


TABLE: dict[str, dict[Account, int]] = {
    "fund.opened.v1": {A.FUND: 100_000_00, A.ALLOTTED: -100_000_00},
    "fund.increased.v1": {A.FUND: 5_000_00, A.ALLOTTED: -5_000_00},
    "fund.transferred-in.v1": {A.FUND: 50_000_00, A.TRANSFERRED: -50_000_00},
    "fund.transferred-out.v1": {A.FUND: -50_000_00, A.TRANSFERRED: 50_000_00},
    "fund.carried-in.v1": {A.FUND: 10_000_00, A.CARRIED_OVER: -10_000_00},
    "fund.carried-over.v1": {A.FUND: -10_000_00, A.CARRIED_OVER: 10_000_00},
    "fund.opened-by-allotment.v1": {A.FUND: 5_600_000_00, A.ALLOTMENTS: -5_600_000_00},
    "fund.allotted-in.v1": {A.FUND: 800_000_00, A.ALLOTMENTS: -800_000_00},
    "fund.allotted-out.v1": {A.FUND: -5_600_000_00, A.ALLOTMENTS: 5_600_000_00},
    "fund.reserved.v1": {A.FUND: -2_400_000_00, A.RESERVED: 2_400_000_00},
    "fund.reservation-ended.v1": {A.FUND: 800_000_00, A.RESERVED: -800_000_00},
    "fund.reclaimed-out.v1": {A.FUND: -1_120_000_00, A.ALLOTMENTS: 1_120_000_00},
    "fund.reclaimed-in.v1": {A.FUND: 1_120_000_00, A.ALLOTMENTS: -1_120_000_00},
    "fund.passed-in.v1": {A.FUND: 3_000_00, A.PRIOR_YEAR: -3_000_00},
    "fund.passed-on.v1": {A.FUND: -3_000_00, A.PRIOR_YEAR: 3_000_00},
    "fund.drawn.v1": {A.FUND: -3_000_00, A.DRAWN: 3_000_00},
    "fund.draw-cancelled.v1": {A.FUND: 3_000_00, A.DRAWN: -3_000_00},
    "fund.restored.v1": {A.FUND: 3_000_00, A.DRAWN: -3_000_00},
    "fund.surrendered.v1": {A.SURRENDERED: 50_000_00, A.FUND: -50_000_00},
    "application.approved.v1": {A.GRANTED: 2_000_00, A.OBLIGATION: -2_000_00},
    "application.followed-up.v1": {A.GRANTED: 500_00, A.OBLIGATION: -500_00},
    "application.revised.v1": {A.GRANTED: -1_000_00, A.OBLIGATION: 1_000_00},
    "application.objection-upheld.v1": {A.GRANTED: -1_000_00, A.OBLIGATION: 1_000_00},
    "application.withdrawn.v1": {A.GRANTED: -2_000_00, A.OBLIGATION: 2_000_00},
    "application.milestone-met.v1": {},
    "application.instalment-forfeited.v1": {A.GRANTED: -1_000_00, A.OBLIGATION: 1_000_00},
    "application.payment-ordered.v1": {A.IN_FLIGHT: 3_000_00, A.DRAWN: -3_000_00},
    "application.payment-reinstated.v1": {A.IN_FLIGHT: 3_000_00, A.DRAWN: -3_000_00},
    "application.payment-cancelled.v1": {A.IN_FLIGHT: -3_000_00, A.DRAWN: 3_000_00},
    "application.payment-failed.v1": {A.IN_FLIGHT: -3_000_00, A.DRAWN: 3_000_00},
    "application.payment-overtaken.v1": {A.IN_FLIGHT: -3_000_00, A.DRAWN: 3_000_00},
    "application.partially-paid.v1": {A.PAID: 1_000_00, A.IN_FLIGHT: -1_000_00},
    "application.settled.v1": {A.PAID: 3_000_00, A.IN_FLIGHT: -3_000_00},
    "application.paid-by-offset.v1": {A.PAID: 1_000_00, A.DRAWN: -1_000_00},
    "application.payment-returned.v1": {A.PAID: -3_000_00, A.DRAWN: 3_000_00},
    "application.payment-reversed.v1": {A.PAID: -3_000_00, A.DRAWN: 3_000_00},
    "application.return-reversed.v1": {A.PAID: 500_00, A.DRAWN: -500_00},
    "application.payment-redated.v1": {},
    "application.payment-assigned.v1": {A.CLEARING: 500_00, A.DRAWN: -500_00},
    "application.recovery-approved.v1": {A.RECEIVABLE: 1_000_00, A.DEMANDED: -1_000_00},
    "application.recovery-reduced.v1": {A.RECEIVABLE: -300_00, A.DEMANDED: 300_00},
    "application.recovery-cancelled.v1": {A.RECEIVABLE: -1_000_00, A.DEMANDED: 1_000_00},
    "application.recovery-received.v1": {
        A.PAID: -1_000_00,
        A.DRAWN: 1_000_00,
        A.RECEIVABLE: -1_000_00,
        A.DEMANDED: 1_000_00,
        A.MONEY_HELD: 200_00,
        A.OWED_BACK: -200_00,
    },
    "application.recovery-offset.v1": {
        A.PAID: -1_000_00,
        A.DRAWN: 1_000_00,
        A.RECEIVABLE: -1_000_00,
        A.DEMANDED: 1_000_00,
    },
    "application.recovery-offset-within.v1": {
        A.PAID: -200_00,
        A.DRAWN: 200_00,
        A.RECEIVABLE: -200_00,
        A.DEMANDED: 200_00,
        A.MONEY_HELD: -200_00,
        A.OWED_BACK: 200_00,
    },
    "application.recovery-written-off.v1": {A.WRITTEN_OFF: 1_000_00, A.RECEIVABLE: -1_000_00},
    "application.receipt-reversed.v1": {
        A.PAID: 400_00,
        A.DRAWN: -400_00,
        A.RECEIVABLE: 400_00,
        A.DEMANDED: -400_00,
    },
    "debt.received.v1": {A.TREASURY_DUE: 400_00, A.RECEIVABLE: -400_00},
    "debt.receipt-reversed.v1": {A.TREASURY_DUE: -400_00, A.RECEIVABLE: 400_00},
    "debt.paid-out.v1": {A.SURRENDERED: 400_00, A.TREASURY_DUE: -400_00},
    "debt.changed.v1": {A.OWED_BEFORE: 300_00, A.RECEIVABLE: -300_00},
}
"""Of the golden samples."""


@pytest.mark.parametrize("name", POSTINGS)
def test_each_event_posts_what_the_table_says(name: str) -> None:
    assert booked(name) == TABLE[name]


@pytest.mark.parametrize("name", sorted(OF_DEMANDS))
def test_what_was_only_proposed_or_intended_is_no_receivable(name: str) -> None:
    assert booked(name, demanded=False) == {}


def draw(fund: str, fen: int) -> m.Draw:
    return m.Draw(fund=fund, source="central", amount_fen=fen)


def item(fen: int, line: int = 1) -> m.Portion:
    return m.Portion(lines=[(line, line)], instalment=1 if line else 0, amount_fen=fen)


def ordered(*drawn: m.Draw, items: list[m.Portion]) -> m.Ordered:
    fen = sum(one.amount_fen for one in drawn)
    return m.Ordered(batch="b", fund=None, items=items, amount_fen=fen, drawn=[*drawn])


def credit(*drawn: m.Draw, items: list[m.Portion]) -> m.PartlyPaid:
    fen = sum(one.amount_fen for one in drawn)
    return m.PartlyPaid(
        credit=m.Credit(batch="b", fund=None, items=items, amount_fen=fen, drawn=[*drawn], reference="r")
    )


def returned(*restored: m.Draw, items: list[m.Portion], undone: list[m.Portion], back_fen: int = 0) -> v.Returned:
    return v.Returned(
        batch="b",
        items=items,
        restored=[*restored],
        undone=undone,
        owed_back_fen=back_fen,
        reference="r",
        account_at_fault=False,
    )


PAID, RETURNED = "application.partially-paid.v1", "application.payment-returned.v1"
RECEIVED = "application.recovery-received.v1"
ORDERED, REINSTATED = "application.payment-ordered.v1", "application.payment-reinstated.v1"

CORNERS: list[tuple[str, Any, list[tuple[Account, int, str | None]]]] = [
    # A milestone that was missed is met after all: what was forfeited is granted again
    (
        "application.milestone-met.v1",
        m.Met(items=[(1, 2)], revived=[item(300)]),
        [(A.GRANTED, 300, None), (A.OBLIGATION, -300, None)],
    ),
    # More than was ordered stands on clearing; nothing of it was in flight
    (
        PAID,
        credit(draw("F", 300), draw(UNMATCHED, 50), items=[item(350)]),
        [(A.PAID, 300, "F"), (A.PAID, 50, UNMATCHED), (A.IN_FLIGHT, -300, "F"), (A.CLEARING, -50, None)],
    ),
    # What had come to nothing, and the funds have no more
    (
        REINSTATED,
        m.Ordered(
            batch="b", fund=None, items=[item(300)], amount_fen=300, drawn=[draw("F", 200), draw(BANK_ERROR, 100)]
        ),
        [
            (A.IN_FLIGHT, 200, "F"),
            (A.DRAWN, -200, "F"),
            (A.IN_FLIGHT, 100, BANK_ERROR),
            (A.BANK_ERROR, -100, None),
        ],
    ),
    (
        PAID,
        credit(draw(BANK_ERROR, 100), items=[item(100)]),
        [(A.PAID, 100, BANK_ERROR), (A.IN_FLIGHT, -100, BANK_ERROR)],
    ),
    # What is owed back comes out of what is held, and first
    (
        ORDERED,
        m.Ordered(
            batch="b",
            fund=None,
            items=[item(20, 0), item(100)],
            amount_fen=120,
            drawn=[draw(HELD_FOR_PAYEE, 20), draw("F", 100)],
        ),
        [
            (A.IN_FLIGHT, 20, HELD_FOR_PAYEE),
            (A.MONEY_HELD, -20, None),
            (A.IN_FLIGHT, 100, "F"),
            (A.DRAWN, -100, "F"),
        ],
    ),
    (
        PAID,
        credit(draw(HELD_FOR_PAYEE, 20), draw("F", 100), items=[item(20, 0), item(100)]),
        [
            (A.OWED_BACK, 20, None),
            (A.PAID, 100, "F"),
            (A.IN_FLIGHT, -20, HELD_FOR_PAYEE),
            (A.IN_FLIGHT, -100, "F"),
        ],
    ),
    # The excess leaves clearing first
    (
        RETURNED,
        returned(draw(UNMATCHED, 50), draw("F", 100), items=[item(150)], undone=[]),
        [(A.PAID, -100, "F"), (A.PAID, -50, UNMATCHED), (A.CLEARING, 50, None), (A.DRAWN, 100, "F")],
    ),
    # What the payee had paid back of it is held for them
    (
        RETURNED,
        returned(draw("F", 70), items=[item(100)], undone=[item(30)], back_fen=30),
        [(A.PAID, -70, "F"), (A.DRAWN, 70, "F"), (A.MONEY_HELD, 30, None), (A.OWED_BACK, -30, None)],
    ),
    # To what is open, then to what was written off, and the rest is owed back
    (
        RECEIVED,
        m.Received(
            recovery="r1",
            amount_fen=100,
            reference="T",
            restored=[m.Restored(batch="b", items=[item(90)], amount_fen=90, drawn=[draw("F", 90)])],
            written_back=[item(40)],
            beyond_fen=20,
            owed_back_fen=10,
        ),
        [
            (A.PAID, -90, "F"),
            (A.DRAWN, 90, "F"),
            (A.RECEIVABLE, -30, None),
            (A.DEMANDED, 30, None),
            (A.WRITTEN_OFF, -40, None),
            (A.DEMANDED, 40, None),
            (A.MONEY_HELD, 10, None),
            (A.OWED_BACK, -10, None),
        ],
    ),
    # Of a demand from before this log the treasury gets what comes in, and the payee what goes beyond
    (
        "debt.received.v1",
        s.DebtReceived(recovery="r1", reference="T", treasury_due_fen=90, written_back_fen=40, beyond_fen=10),
        [
            (A.TREASURY_DUE, 90, None),
            (A.RECEIVABLE, -50, None),
            (A.WRITTEN_OFF, -40, None),
            (A.MONEY_HELD, 10, None),
            (A.OWED_BACK, -10, None),
        ],
    ),
    *(
        (
            "debt.changed.v1",
            s.DebtChanged(recovery="r1", act=act, amount_fen=fen, referred_to=None),
            [(account, fen, None), (A.RECEIVABLE, -fen, None)] if fen else [],
        )
        for act, fen, account in (
            ("reduce-recovery", 30, A.OWED_BEFORE),
            ("cancel-recovery", 50, A.OWED_BEFORE),
            ("write-off-recovery", 50, A.WRITTEN_OFF),
            ("refer-recovery", 0, A.OWED_BEFORE),
        )
    ),
    *(
        (
            "debt.paid-out.v1",
            s.DebtPaidOut(to=to, amount_fen=fen, document="D"),
            [(debit, fen, None), (credit, -fen, None)],
        )
        for to, fen, debit, credit in (
            ("treasury", 90, A.SURRENDERED, A.TREASURY_DUE),
            ("treasury", -20, A.SURRENDERED, A.TREASURY_DUE),
            ("r1", 10, A.OWED_BACK, A.MONEY_HELD),
        )
    ),
    # Behind its year, or its end, it is the treasury's
    (
        "fund.restored.v1",
        u.CameBack(amount_fen=100, booked_to="treasury-due"),
        [(A.TREASURY_DUE, 100, "x"), (A.DRAWN, -100, "x")],
    ),
    (
        "fund.reclaimed-in.v1",
        u.CameBack(amount_fen=100, booked_to="treasury-due"),
        [(A.TREASURY_DUE, 100, "x"), (A.ALLOTMENTS, -100, "x")],
    ),
    # What is reserved goes along
    (
        "fund.carried-over.v1",
        u.CarriedOver(amount_fen=70, reserved_fen=30),
        [(A.FUND, -70, "x"), (A.RESERVED, -30, "x"), (A.CARRIED_OVER, 100, "x")],
    ),
    (
        "fund.surrendered.v1",
        u.Surrendered(amount_fen=70, treasury_due_fen=30),
        [(A.SURRENDERED, 100, "x"), (A.FUND, -70, "x"), (A.TREASURY_DUE, -30, "x")],
    ),
    (
        "fund.opened.v1",
        u.Opened(
            holder="350200",
            year=2024,
            indicator=u.Indicator(source="central", origin_year=2024),
            amount_fen=100,
            used_fen=40,
        ),
        [(A.FUND, 60, "x"), (A.USED_BEFORE, 40, "x"), (A.ALLOTTED, -100, "x")],
    ),
]


@pytest.mark.parametrize(("name", "data", "expected"), CORNERS)
def test_corners(name: str, data: Any, expected: list[tuple[Account, int, str | None]]) -> None:
    entry = sample(name)
    entry.data = data
    posted = postings_of(entry, demanded=True)
    assert [(one.account, one.amount_fen, one.fund) for one in posted] == expected
    assert sum(one.amount_fen for one in posted) == 0


def test_what_is_brought_in_is_a_receivable_against_what_was_owed_before() -> None:
    posted = {one.account: one.amount_fen for one in brought_in(3_000_00)}
    assert posted == {A.RECEIVABLE: 3_000_00, A.OWED_BEFORE: -3_000_00}


def test_a_credit_on_another_day_is_taken_from_the_one_and_booked_on_the_other() -> None:
    entry = sample("application.payment-redated.v1")
    entry.data = v.Redated(
        batch="b",
        items=[item(350)],
        drawn=[draw("F", 300), draw(UNMATCHED, 50)],
        recorded_on="2024-10-12",
        recorded_reference="C1",
        reference="C2",
    )
    by_day: dict[tuple[str | None, Account], int] = {}
    for one in postings_of(entry):
        by_day[one.value_on, one.account] = by_day.get((one.value_on, one.account), 0) + one.amount_fen
    assert by_day == {
        ("2024-10-12", A.PAID): -350,
        ("2024-10-12", A.IN_FLIGHT): 300,
        ("2024-10-12", A.CLEARING): 50,
        (None, A.PAID): 350,
        (None, A.IN_FLIGHT): -300,
        (None, A.CLEARING): -50,
    }
