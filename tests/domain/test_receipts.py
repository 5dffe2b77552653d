"""What comes in goes to what is open, then to what was written off, then it is owed back; and each reference is one."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from domain.application import commands as c
from domain.application import events as f
from domain.application.state.case import Case
from domain.application.values import OWED_BACK, amounts_of
from domain.base import replace
from domain.office.people import PEOPLE, PersonsLinked
from domain.treasury import batch_events as b
from domain.treasury import run_commands as runs
from domain.treasury.offsets import OffsetRecovery
from domain.treasury.recoveries import ReceiveRecovery
from tests.domain import later_events as t
from tests.domain import sample_cases as s
from tests.domain.given_when_then import History, Minute
from tests.domain.later_events import LATER, SECOND
from tests.domain.sample_cases import BATCH, FIRST, JIANG, WU, ZHENG, given, told

OPEN = t.an_approved_demand()
"""1 000 yuan are demanded, and open."""


def written_off(amount_fen: int | None = None) -> History:
    return t.granted(replace(t.write_off, amount_fen=amount_fen), after=t.an_approved_demand())


def partly_paid(after: History) -> History:
    return told((t.received(300_00, reference="P0"), WU, LATER), after=after)


def revised_up(after: History) -> History:
    """Line 3 counts after all, so that nothing is too much any more."""
    better = told((t.found_to_be(3, "category", "veteran"), s.CHEN, LATER), after=after)
    return t.revised(t.revision("correction"), after=better)


@pytest.mark.parametrize(
    ("before", "amount_fen", "expected"),
    [
        # to the demand, written back of it, owed back; then open and written off after; and what was overpaid besides
        ("open", 400_00, (400_00, 0, 0, 600_00, 0, 0)),
        ("open", 1_000_00, (1_000_00, 0, 0, 0, 0, 0)),
        ("open", 1_000_01, (1_000_00, 0, 1, 0, 0, 0)),
        ("written off", 400_00, (400_00, 400_00, 0, 0, 600_00, 0)),
        ("written off", 1_000_00, (1_000_00, 1_000_00, 0, 0, 0, 0)),
        ("written off", 1_200_00, (1_000_00, 1_000_00, 200_00, 0, 0, 0)),
        ("half written off", 400_00, (400_00, 0, 0, 200_00, 400_00, 0)),
        ("half written off", 600_00, (600_00, 0, 0, 0, 400_00, 0)),
        ("half written off", 700_00, (700_00, 100_00, 0, 0, 300_00, 0)),
        ("half written off", 1_500_00, (1_000_00, 400_00, 500_00, 0, 0, 0)),
        ("paid in part, the rest written off", 100_00, (100_00, 100_00, 0, 0, 600_00, 0)),
        ("paid in part, the rest written off", 900_00, (700_00, 700_00, 200_00, 0, 0, 0)),
        ("written off, then owed after all", 500_00, (0, 0, 500_00, 0, 1_000_00, 0)),
        ("cancelled", 500_00, (0, 0, 0, 0, 0, 500_00)),
        ("cancelled", 1_300_00, (0, 0, 300_00, 0, 0, 1_000_00)),
        ("another line struck", 1_500_00, (1_000_00, 0, 0, 0, 0, 500_00)),
        ("another line struck", 2_000_00, (1_000_00, 0, 0, 0, 0, 1_000_00)),
        ("another line struck", 2_300_00, (1_000_00, 0, 300_00, 0, 0, 1_000_00)),
        ("written off, another line struck", 2_300_00, (1_000_00, 1_000_00, 300_00, 0, 0, 1_000_00)),
        ("another line struck and demanded", 1_400_00, (1_000_00, 0, 0, 0, 0, 400_00)),
        ("reduced, and overpaid again", 1_300_00, (0, 0, 300_00, 0, 0, 1_000_00)),
    ],
)
def test_a_receipt_goes_to_what_is_open_then_to_what_was_written_off_then_it_is_owed_back(
    before: str, amount_fen: int, expected: tuple[int, ...]
) -> None:
    histories = {
        "open": OPEN,
        "written off": written_off(),
        "half written off": written_off(400_00),
        "paid in part, the rest written off": t.granted(t.write_off, after=partly_paid(OPEN)),
        "written off, then owed after all": revised_up(written_off()),
        "cancelled": t.granted(t.cancel, after=OPEN),
        "another line struck": t.revised(t.revision(struck=[2]), after=OPEN),
        "written off, another line struck": t.revised(t.revision(struck=[2]), after=written_off()),
        "another line struck and demanded": second_demand(OPEN),
        "reduced, and overpaid again": t.revised(t.revision(struck=[3]), after=revised_up(OPEN)),
    }
    history = histories[before]
    received = given(history).when_confirmed(t.received(amount_fen), by=WU, second=ZHENG, on=LATER).events[1]
    assert isinstance(received, f.RecoveryReceived)
    case = given(told((t.received(amount_fen), WU, LATER), after=history)).case(FIRST)
    demand = case.recoveries["r1"]
    assert (
        amount_fen - received.owed_back_fen - received.beyond_fen,
        sum(amounts_of(received.written_back).values()),
        received.owed_back_fen,
        demand.open_fen,
        demand.written_off_fen,
        received.beyond_fen,
    ) == expected
    assert sum(payment.amount_fen for payment in received.restored) == amount_fen - received.owed_back_fen
    assert case.written_off_fen == demand.written_off_fen
    assert case.owed_back.open_fen == received.owed_back_fen
    assert case.payable().get(OWED_BACK, 0) == received.owed_back_fen
    assert not (received.owed_back_fen and case.overpaid_fen), "of one case nothing is owed both ways"
    assert case.demanded_fen <= case.overpaid_fen


def test_a_demand_of_which_all_that_was_written_off_came_in_is_paid_back() -> None:
    case = given(told((t.received(1_000_00), WU, LATER), after=written_off())).case(FIRST)
    assert (case.recovery, case.recoveries["r1"].status, case.overpaid_fen) == ("done", "done", 0)


# References


def second_demand(after: History) -> History:
    """`r2` of the same case, for what another line was paid too much."""
    more = t.heard("r2", after=t.revised(t.revision(struck=[2]), after=after))
    return told(
        (replace(t.demand, recovery="r2"), WU, LATER),
        (s.confirmed(), JIANG, LATER),
        (replace(t.serve, recovery="r2"), WU, LATER),
        after=more,
    )


RECEIVED = told((t.received(400_00), WU, LATER), after=second_demand(OPEN))
WAITING = s.proposed(t.received(400_00), WU, LATER, after=second_demand(OPEN))


@pytest.mark.parametrize("before", [RECEIVED, WAITING], ids=["recorded", "waiting"])
@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({}, None),
        ({"amount_fen": 400_01}, "received-otherwise"),
        ({"received_on": LATER - timedelta(days=1)}, "received-otherwise"),
        ({"recovery": "r2"}, "reference-used"),
        ({"recovery": "r2", "amount_fen": 1}, "reference-used"),
        ({"reference": "P2"}, "new"),
        ({"recovery": "r2", "same_reference": "sealed"}, "new"),
        # The reference under which the bank credited the payment.
        ({"reference": "B1"}, "reference-used"),
        # Typed otherwise: other widths, cases and spaces.
        ({"reference": "Ｐ１"}, None),
        ({"reference": "p 1"}, None),
        ({"reference": "p1", "amount_fen": 400_01}, "received-otherwise"),
        ({"reference": "\u3000Ｐ 1", "recovery": "r2"}, "reference-used"),
        ({"reference": "ｂ 1"}, "reference-used"),
        ({"reference": "P-1"}, "new"),
        ({"reference": "P11"}, "new"),
    ],
)
def test_one_reference_is_one_receipt_of_one_demand(
    before: History, changes: dict[str, object], code: str | None
) -> None:
    outcome = given(before).when(replace(t.received(400_00), **changes), by=WU, on=LATER)
    if code is None:
        assert outcome.events == ()
    elif code == "new":
        assert len(outcome.events) == 1
    else:
        outcome.declined(code, reference=changes.get("reference", "P1"))


def test_both_are_named_where_a_reference_stands_for_another_demand_already() -> None:
    again = replace(t.received(400_00), recovery="r2")
    given(RECEIVED).when(again, by=WU, on=LATER).declined("reference-used", recovery="r2", others=f"{FIRST} r1")
    of_bank = t.received(400_00, reference="B1")
    given(RECEIVED).when(of_bank, by=WU, on=LATER).declined("reference-used", others=f"{FIRST} {BATCH}")


def test_a_reason_is_recorded_only_where_it_is_needed_and_asked_for_again_at_the_confirmation() -> None:
    alone = replace(t.received(400_00), same_reference="sealed")
    first = given(second_demand(OPEN)).when(alone, by=WU, on=LATER).events[0]
    assert isinstance(first, f.RecoveryReceiptProposed)
    assert first.same_reference is None
    second = given(RECEIVED).when(replace(alone, recovery="r2"), by=WU, on=LATER).events[0]
    assert isinstance(second, f.RecoveryReceiptProposed)
    assert second.same_reference == "sealed"


def test_of_two_receipts_that_wait_each_is_confirmed() -> None:
    """The second one said why the reference is right for both."""
    second = replace(t.received(400_00), recovery="r2", same_reference="sealed")
    both = s.proposed(second, WU, LATER, after=WAITING)
    for proposal in given(both).case(FIRST).proposals:
        assert given(both).when(c.ConfirmProposal(application=FIRST, proposal=proposal), by=ZHENG, on=LATER).events


def test_what_a_bank_credited_meanwhile_under_the_reference_is_asked_about_at_the_confirmation() -> None:
    waiting = s.proposed(t.received(400_00), WU, LATER, after=t.another_payable(after=OPEN))
    paid = t.paid(SECOND, "350200-2024-0002", 2_000_00, after=waiting, reference="P1", same_reference="…")
    given(paid).when(s.confirmed(), by=ZHENG, on=LATER).declined("reference-used", others=f"{SECOND} 350200-2024-0002")


def test_a_receipt_that_was_declined_leaves_its_reference_free() -> None:
    decline = replace(s.confirmed(), declined=True, reason=t.WHY)
    declined = told((decline, ZHENG, LATER), after=WAITING)
    assert given(declined).when(replace(t.received(400_00), recovery="r2"), by=WU, on=LATER).events


def test_of_two_cases_the_other_one_is_named() -> None:
    history = t.another_payable(after=RECEIVED)
    paid = t.paid(SECOND, "350200-2024-0002", 2_000_00, after=history, reference="P9", same_reference="…")
    twice = t.received(1_00, reference="P9", recovery="r2")
    given(paid).when(twice, by=WU, on=LATER).declined("reference-used", others=f"{SECOND} 350200-2024-0002")


def test_a_reference_is_recorded_as_it_was_typed() -> None:
    (proposed,) = given(OPEN).when(t.received(400_00, reference="ｐ 7"), by=WU, on=LATER).events
    assert isinstance(proposed, f.RecoveryReceiptProposed)
    assert proposed.reference == "ｐ 7"


def test_what_a_bank_credits_in_another_case_is_compared_as_receipts_are() -> None:
    paid = t.paid(SECOND, "350200-2024-0002", 2_000_00, after=t.another_payable(after=OPEN), reference="2024 0625r0001")
    taken = t.received(1_00, reference="２０２４0625R0001")
    given(paid).when(taken, by=WU, on=LATER).declined("reference-used", others=f"{SECOND} 350200-2024-0002")


# What is owed both ways


def owing_and_owed() -> History:
    """200 yuan are owed back of `r1`, and 1 000 open of `r2`, in one case."""
    return second_demand(told((t.received(1_200_00), WU, LATER), after=OPEN))


def within(amount_fen: int | None = None) -> OffsetRecovery:
    return OffsetRecovery(application=FIRST, recovery="r2", against=FIRST, amount_fen=amount_fen)


def money(case: Case) -> tuple[int, int, int]:
    return case.recoveries["r2"].open_fen, case.owed_back.open_fen, case.overpaid_fen


def test_what_is_owed_back_is_kept_for_a_demand_of_the_same_case() -> None:
    history = owing_and_owed()
    assert money(given(history).case(FIRST)) == (1_000_00, 200_00, 1_000_00)
    after = told((within(), WU, LATER), after=history)
    assert money(given(after).case(FIRST)) == (800_00, 0, 800_00)
    assert given(after).office.funds[s.fund("central")].drawn_fen == 1_800_00
    assert money(given(told((within(50_00), WU, LATER), after=history)).case(FIRST)) == (950_00, 150_00, 950_00)
    given(history).when(within(200_01), by=WU, on=LATER).declined("more-than-open", open_fen=200_00)
    given(after).when(within(), by=WU, on=LATER).declined("nothing-payable", application=FIRST)


def test_what_is_owed_back_in_another_case_is_kept_first() -> None:
    """It comes out of what was received, and the rest out of funds."""
    history = t.another_payable("person-d", after=owing_and_owed())
    paid = t.paid(SECOND, "350200-2024-0002", 1_000_00, after=history)
    struck = t.revised(t.revision(struck=[1], application=SECOND), after=paid)
    notice = replace(t.notify, application=SECOND)
    issue = replace(t.letter, application=SECOND, letter="recovery-notice", about="r1")
    served = replace(t.service("recovery-notice", LATER, about="r1"), application=SECOND)
    demanded = told(
        (notice, WU, LATER),
        (issue, WU, LATER),
        (served, WU, LATER),
        (replace(t.hear, application=SECOND), WU, LATER),
        (replace(t.demand, application=SECOND), WU, LATER),
        (s.confirmed(SECOND), JIANG, LATER),
        (replace(t.serve, application=SECOND), WU, LATER),
        after=struck,
    )
    offset = OffsetRecovery(application=SECOND, recovery="r1", against=FIRST)
    asked = s.proposed(offset, WU, LATER, after=demanded)
    outcome = given(asked).when(s.confirmed(SECOND), by=s.ZHENG, on=LATER)
    credit = outcome.decision[f"application-{FIRST}"][0]
    assert isinstance(credit, f.PaidByOffset)
    assert [(draw.fund, draw.amount_fen) for draw in credit.credit.drawn] == [("owed-back", 200_00)]
    after = given(told((offset, WU, LATER), after=demanded))
    assert after.case(SECOND).recoveries["r1"].open_fen == 800_00
    assert after.case(FIRST).owed_back.open_fen == 0


def test_one_payee_under_two_documents_owes_and_is_owed() -> None:
    other = s.training("person-d", uscc="91350203M0001B2C3Y")
    of_other = told(
        (c.PublishNotice(application=SECOND), s.CHEN, other.received_on),
        (c.CloseNotice(application=SECOND), s.CHEN, LATER),
        after=s.approved(other, SECOND, after=t.a_served_demand()),
    )
    given(of_other).when(t.offset, by=WU, on=LATER).declined("other-payee", other=SECOND)
    parties = [given(of_other).case(number).applicant.party for number in (FIRST, SECOND)]
    linked = PersonsLinked(person=parties[0], other=parties[1], document="公证书1")
    one = (*of_other, Minute(PEOPLE, linked, JIANG.officer, LATER))
    assert given(one).when(t.offset, by=WU, on=LATER).events


@pytest.mark.parametrize("reason", [None, "sealed"])
def test_nothing_is_owed_back_to_a_payee_who_owes_without_a_reason(reason: str | None) -> None:
    order = runs.OrderPayment(applications=(FIRST,), despite_demands={FIRST: reason} if reason else {})
    outcome = given(owing_and_owed()).when(order, by=WU, on=LATER)
    if reason is None:
        outcome.declined("payee-owes", application=FIRST, demands=f"{FIRST} r2")
        return
    run = outcome.decision["batch-350200-2024-0002"][0]
    assert isinstance(run, b.BatchOrdered)
    assert run.items[0].despite_demands == "sealed"


def test_a_reason_is_not_recorded_where_nobody_owes() -> None:
    much = told((t.received(1_200_00), WU, LATER), after=OPEN)
    order = runs.OrderPayment(applications=(FIRST,), despite_demands={FIRST: "sealed"})
    run = given(much).when(order, by=WU, on=LATER).decision["batch-350200-2024-0002"][0]
    assert isinstance(run, b.BatchOrdered)
    assert run.items[0].despite_demands is None


def test_instalments_are_ordered_although_the_payee_owes() -> None:
    history = t.another_payable(after=OPEN)
    assert given(history).when(runs.OrderPayment(applications=(SECOND,)), by=WU, on=LATER).events


def test_a_receipt_names_its_day() -> None:
    receipt = ReceiveRecovery(
        application=FIRST, recovery="r1", amount_fen=1, received_on=date(2024, 10, 20), reference="P1"
    )
    case = given(told((receipt, WU, LATER), after=OPEN)).case(FIRST)
    assert case.recoveries["r1"].receipts["P1"].received_on == date(2024, 10, 20)
