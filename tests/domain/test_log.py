"""The log itself: a restored one pays nothing until two people have said what had been sent, and nothing twice."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest

from domain.base import replace
from domain.decisions.numbers import next_application, next_batch
from domain.errors import NotAllowed
from domain.office import log_decisions as d
from domain.office.log import (
    NUMBERS_SKIPPED,
    FaultProposed,
    LogClosed,
    LogProposalConfirmed,
    LogProposalDeclined,
    LogRestored,
    ReopeningProposed,
    SentProposed,
)
from domain.office.log_decisions import is_about_fault
from domain.office.roles import PERMISSIONS, Actor, Role
from domain.treasury import run_commands as runs
from tests.domain import later_events as t
from tests.domain import log_history as log
from tests.domain import sample_cases as s
from tests.domain.bank_messages import a_credit
from tests.domain.given_when_then import History, Shelf
from tests.domain.sample_cases import BATCH, CHEN, CITY, FIRST, SIMING, WU, XU, YE, ZHENG, also, given, told

ON = s.CREDIT_ON
order = runs.OrderPayment(applications=(FIRST,))
release = runs.ReleasePayment(batch=BATCH)
cancel = runs.ReleasePayment(batch=BATCH, declined=True)
export = s.exported()
PAYABLE = (*s.central_money(), *s.a_payable_training())
"""One case is to be paid, and no run was ordered yet."""
LOST_BATCH = "350200-2024-0009"
"""A run that only the lost part of the log had."""
sent_lost = log.sent((LOST_BATCH, ((FIRST, 3_000_00),)))


# What is recorded


def test_a_restore_says_where_it_was_taken_from_and_which_numbers_had_been_given() -> None:
    given(log.an_opened_log(), s.an_ordered_training()).when(log.restore, by=YE, on=ON).then(
        LogRestored(
            log="7ac2b019",
            size=120,
            root="5f" * 32,
            taken_at=log.TAKEN_AT,
            numbers={"application-350203-2024": 1, "batch-350200-2024": 1, "fund-350200-2024": 1},
        )
    )


def test_an_administrator_closes_the_log_and_a_restore_opens_it_again() -> None:
    given(log.an_opened_log()).when(log.close, by=YE, on=ON).then(LogClosed(successor="7ac2b019"))
    closed = told((log.close, YE, ON), after=log.an_opened_log())
    assert given(closed).office.log.closed
    again = given(closed, told((log.restore, YE, ON), after=closed)[len(closed) :]).office.log
    assert (again.closed, again.log) == (False, "7ac2b019")


def test_a_copy_of_a_closed_log_has_lost_nothing_and_pays_at_once() -> None:
    closed = told((log.close, YE, ON), (log.restore, YE, ON), after=(*log.an_opened_log(), *PAYABLE))
    assert not given(closed).office.log.undeclared
    assert given(closed).when(order, by=WU, on=ON).events
    given(closed).when(log.sent_nothing, by=WU, on=ON).declined("nothing-restored")


def test_a_closed_log_goes_on_in_the_copy_that_it_names_and_from_any_other_as_from_a_backup() -> None:
    elsewhere = replace(log.close, successor="another")
    closed = told((elsewhere, YE, ON), (log.restore, YE, ON), after=(*log.an_opened_log(), *PAYABLE))
    assert given(closed).office.log.undeclared
    given(closed).when(order, by=WU, on=ON).declined("restored-undeclared")


def test_an_administrator_proposes_what_time_it_is() -> None:
    given(log.an_opened_log()).when(log.reopen, by=YE, on=ON).then(ReopeningProposed(proposal="p1", now=log.reopen.now))


def test_an_administrator_proposes_that_a_fault_is_known() -> None:
    given(log.an_opened_log()).when(log.fault, by=YE, on=ON).then(
        FaultProposed(proposal="p1", first=118, last=119, reason="写入中断", head_verifies=True)
    )


@pytest.mark.parametrize(("first", "last"), [(2, 1), (0, 1), (-3, -1)])
def test_positions_stand_in_order_and_count_from_one(first: int, last: int) -> None:
    fault = replace(log.fault, first=first, last=last)
    given(log.an_opened_log()).when(fault, by=YE, on=ON).declined("positions-out-of-order", first=first, last=last)


def test_finance_proposes_what_was_sent() -> None:
    given(log.restored(after=PAYABLE)).when(sent_lost, by=WU, on=ON).then(
        SentProposed(proposal="p1", runs=sent_lost.runs)
    )


@pytest.mark.parametrize(
    ("proposal", "by", "second", "act", "before"),
    [
        (log.reopen, YE, XU, "reopen-office", log.an_opened_log()),
        (log.fault, YE, XU, "declare-fault", log.an_opened_log()),
        (log.sent_nothing, WU, ZHENG, "declare-sent", log.restored()),
    ],
)
def test_another_officer_confirms_or_declines(
    proposal: object, by: Actor, second: Actor, act: str, before: History
) -> None:
    proposed = given(told((proposal, by, ON), after=before))
    proposed.when(log.confirm, by=second, on=ON).then(LogProposalConfirmed(proposal="p1", act=act))
    proposed.when(log.decline, by=second, on=ON).then(LogProposalDeclined(proposal="p1", act=act))
    both = also(by, second_role := next(iter(second.roles)))
    proposed.when(log.confirm, by=both, on=ON).not_permitted("own-proposal")
    wrong = also(CHEN, *({Role.APPROVER, Role.ASSESSOR, Role.INSPECTOR} - {second_role}))
    wanted = " / ".join(role.value for role in PERMISSIONS[act].second)
    proposed.when(log.confirm, by=wrong, on=ON).not_permitted("role-missing", role=wanted)
    answered = told((log.confirm, second, ON), after=told((proposal, by, ON), after=before))
    given(answered).when(log.confirm, by=second, on=ON).declined("nothing-proposed")
    given(answered).when(replace(log.confirm, proposal="p1"), by=second, on=ON).no_such_thing("no-such-proposal")


def test_of_several_proposals_one_is_named() -> None:
    both = told((log.reopen, YE, ON), (log.fault, YE, ON), after=log.an_opened_log())
    given(both).when(log.confirm, by=XU, on=ON).declined("proposals-open", proposals="p1, p2")
    given(both).when(replace(log.confirm, proposal="p2"), by=XU, on=ON).then(
        LogProposalConfirmed(proposal="p2", act="declare-fault")
    )


def test_a_fault_at_the_end_that_was_declined_stays_until_it_is_confirmed() -> None:
    declared = replace(log.fault, head_verifies=False)
    declined = told((declared, YE, ON), (log.decline, XU, ON), after=(*log.an_opened_log(), *PAYABLE))
    given(declined).when(order, by=WU, on=ON).declined("fault-declined", position=119)
    elsewhere = told((replace(declared, last=118), YE, ON), (log.confirm, XU, ON), after=declined)
    given(elsewhere).when(order, by=WU, on=ON).declined("fault-declined", position=119)
    confirmed = told((replace(declared, head_verifies=True), YE, ON), (log.confirm, XU, ON), after=declined)
    assert given(confirmed).when(order, by=WU, on=ON).events


def test_a_fault_of_a_good_log_that_was_declined_stops_nobody() -> None:
    declined = told((log.fault, YE, ON), (log.decline, XU, ON), after=(*log.an_opened_log(), *PAYABLE))
    assert given(declined).when(order, by=WU, on=ON).events


def test_an_answer_about_another_part_of_the_log_does_not_step_over_its_end() -> None:
    waiting = given(told((log.fault, YE, ON), after=log.an_opened_log())).office.log
    assert is_about_fault(log.confirm, waiting, 119)
    with pytest.raises(NotAllowed, match="fault-elsewhere"):
        is_about_fault(log.confirm, waiting, 120)


def test_a_proposal_has_the_next_number_also_behind_one_that_was_answered() -> None:
    given(log.answered(log.fault)).when(log.reopen, by=YE, on=ON).then(
        ReopeningProposed(proposal="p2", now=log.reopen.now)
    )


# What was sent


def test_what_was_sent_is_declared_after_a_restore_only_and_once() -> None:
    given(log.an_opened_log()).when(log.sent_nothing, by=WU, on=ON).declined("nothing-restored")
    declared = log.declared(log.sent_nothing, after=log.restored())
    given(declared).when(log.sent_nothing, by=WU, on=ON).declined("nothing-restored")


def test_of_two_declarations_that_wait_one_is_confirmed() -> None:
    both = told((log.sent_nothing, WU, ON), (sent_lost, ZHENG, ON), after=log.restored(after=PAYABLE))
    first = told((replace(log.confirm, proposal="p2"), WU, ON), after=both)
    assert given(first).office.log.sent.keys() == {LOST_BATCH}
    assert given(first).office.log.proposals.waiting == {}, "the other one has been overtaken"
    given(first).when(log.confirm, by=ZHENG, on=ON).declined("nothing-proposed")


@pytest.mark.parametrize("fen", [0, -5])
def test_what_was_sent_is_an_amount_and_stands_in_a_run_once(fen: int) -> None:
    given(log.restored()).when(log.sent((BATCH, ((FIRST, fen),))), by=WU, on=ON).declined(
        "sent-amount", batch=BATCH, application=FIRST, amount_fen=fen
    )
    again = log.sent((BATCH, ((FIRST, 1_00),)), (BATCH, ((f"{FIRST[:-1]}9", 1_00),)))
    given(log.restored()).when(again, by=WU, on=ON).declined("sent-run-twice", batch=BATCH)


def test_a_run_beyond_the_numbers_that_can_have_been_given_was_not_sent() -> None:
    after = log.restored(after=PAYABLE)
    given_at_most = given(after).office.log.last_given("batch", f"batch-{BATCH.rpartition('-')[0]}")
    series = BATCH.rpartition("-")[0]
    last, beyond = (
        log.sent((f"{series}-{number:04d}", ((FIRST, 1_00),))) for number in (given_at_most, given_at_most + 1)
    )
    assert given(after).when(last, by=WU, on=ON).events
    given(after).when(beyond, by=WU, on=ON).declined("sent-number", number=f"{series}-{given_at_most + 1:04d}")


def test_a_declaration_that_is_declined_declares_nothing() -> None:
    declined = told((sent_lost, WU, ON), (log.decline, ZHENG, ON), after=log.restored(after=PAYABLE))
    assert given(declined).office.log.undeclared
    given(declined).when(order, by=WU, on=ON).declined("restored-undeclared")


def test_a_case_is_in_one_of_the_runs_that_were_sent() -> None:
    twice = log.sent((BATCH, ((FIRST, 1_00),)), (LOST_BATCH, ((FIRST, 1_00),)))
    given(log.restored()).when(twice, by=WU, on=ON).declined("sent-twice", application=FIRST)


def test_a_run_that_the_log_has_was_sent_as_it_has_it() -> None:
    restored = given(log.restored(after=s.an_ordered_training()))
    assert restored.when(log.sent_first, by=WU, on=ON).events
    restored.when(log.sent((BATCH, ((FIRST, 2_000_00),))), by=WU, on=ON).declined(
        "sent-unlike-run", application=FIRST, batch=BATCH, sent_fen=2_000_00, ordered_fen=3_000_00
    )
    restored.when(log.sent((BATCH, ((t.SECOND, 1_00),))), by=WU, on=ON).declined("sent-unlike-run", ordered_fen=0)
    cancelled = told((cancel, ZHENG, ON), after=s.an_ordered_training())
    given(log.restored(after=cancelled)).when(log.sent_first, by=WU, on=ON).declined("batch-standing")


def test_until_it_is_declared_nothing_is_ordered_released_or_exported() -> None:
    given(log.restored(after=PAYABLE)).when(order, by=WU, on=ON).declined("restored-undeclared")
    for command in (release, cancel):
        given(log.restored(after=s.an_ordered_training())).when(command, by=ZHENG, on=ON).declined(
            "restored-undeclared"
        )
    given(log.restored(after=s.a_released_training())).when(export, by=WU, on=ON).declined("restored-undeclared")
    waiting = told((log.sent_nothing, WU, ON), after=log.restored(after=PAYABLE))
    given(waiting).when(order, by=WU, on=ON).declined("restored-undeclared")


def test_when_nothing_had_been_sent_all_goes_on() -> None:
    declared = log.declared(log.sent_nothing, after=log.restored(after=PAYABLE))
    ordered = told((order, WU, ON), after=declared)
    (batch,) = given(ordered).office.batches
    assert batch == f"{CITY}-2024-0101"
    released = told((runs.ReleasePayment(batch=batch), ZHENG, ON), after=ordered)
    assert given(released).when(replace(export, batch=batch), by=WU, on=ON).events


def test_what_had_been_sent_is_ordered_again_under_its_number_and_never_exported() -> None:
    declared = log.declared(sent_lost, after=log.restored(after=PAYABLE))
    ordered = told((order, WU, ON), after=declared)
    assert list(given(ordered).office.batches) == [LOST_BATCH]
    released = told((runs.ReleasePayment(batch=LOST_BATCH), ZHENG, ON), after=ordered)
    for again in (False, True):
        given(released).when(replace(export, batch=LOST_BATCH, again=again), by=WU, on=ON).declined(
            "sent-before-restore", batch=LOST_BATCH
        )
    credit = a_credit(application=FIRST, amount_fen=3_000_00, value_on=ON, reference="B1")
    assert given(released).when(s.credited(LOST_BATCH, credit), by=ZHENG, on=ON).events


def test_what_had_been_sent_of_a_run_that_the_log_has_is_released_and_never_exported() -> None:
    declared = log.declared(log.sent_first, after=log.restored(after=s.an_ordered_training()))
    released = told((release, ZHENG, ON), after=declared)
    given(released).when(export, by=WU, on=ON).declined("sent-before-restore", batch=BATCH)


def test_what_had_been_sent_is_not_cancelled_to_be_ordered_once_more() -> None:
    recorded = log.declared(log.sent_first, after=log.restored(after=s.an_ordered_training()))
    given(recorded).when(cancel, by=ZHENG, on=ON).declined("sent-stays", batch=BATCH, applications=FIRST)
    dropped = replace(release, without=(FIRST,))
    given(recorded).when(dropped, by=ZHENG, on=ON).declined("sent-stays")
    lost = log.declared(sent_lost, after=log.restored(after=PAYABLE))
    ordered = told((order, WU, ON), after=lost)
    given(ordered).when(replace(cancel, batch=LOST_BATCH), by=ZHENG, on=ON).declined("sent-stays")


def a_run_of_two() -> History:
    both = runs.OrderPayment(applications=(FIRST, t.SECOND))
    return told((both, WU, t.LATER), after=two_payable())


def two_payable() -> History:
    return t.another_payable(after=PAYABLE)


def test_what_the_lost_part_had_left_out_of_a_run_is_left_out_again() -> None:
    declared = log.declared(log.sent_first, after=log.restored(after=a_run_of_two()))
    given(declared).when(release, by=ZHENG, on=t.LATER).declined("sent-stays", applications=FIRST)
    assert given(declared).when(replace(release, without=(t.SECOND,)), by=ZHENG, on=t.LATER).events


def test_a_run_that_was_sent_is_ordered_with_its_cases_and_no_others() -> None:
    two = log.sent((LOST_BATCH, ((FIRST, 3_000_00), (t.SECOND, 2_000_00))))
    declared = given(log.declared(two, after=log.restored(after=two_payable())))
    declared.when(order, by=WU, on=t.LATER).declined("sent-together", batch=LOST_BATCH)
    both = runs.OrderPayment(applications=(t.SECOND, FIRST))
    assert declared.when(both, by=WU, on=t.LATER).events
    one = given(log.declared(sent_lost, after=log.restored(after=two_payable())))
    one.when(both, by=WU, on=t.LATER).declined("sent-together", applications=FIRST)
    alone = one.when(runs.OrderPayment(applications=(t.SECOND,)), by=WU, on=t.LATER)
    assert f"batch-{CITY}-2024-0101" in alone.decision


def test_a_run_that_was_sent_is_ordered_with_the_amounts_that_the_bank_got() -> None:
    less = log.sent((LOST_BATCH, ((FIRST, 2_000_00),)))
    given(log.declared(less, after=log.restored(after=PAYABLE))).when(order, by=WU, on=ON).declined(
        "sent-otherwise", application=FIRST, batch=LOST_BATCH, sent_fen=2_000_00, now_fen=3_000_00
    )


def test_a_second_restore_asks_again_and_still_knows_what_the_first_was_told() -> None:
    once = log.declared(sent_lost, after=log.restored(after=PAYABLE))
    twice = told((replace(log.restore, log="91"), YE, ON), after=once)
    given(twice).when(order, by=WU, on=ON).declined("restored-undeclared")
    declared = log.declared(log.sent_nothing, after=twice)
    assert list(given(told((order, WU, ON), after=declared)).office.batches) == [LOST_BATCH]


# Numbers


def next_numbers(history: History) -> tuple[str, str]:
    shelf = Shelf(given(history).office)
    return next_application(shelf, SIMING, ON), next_batch(shelf, CITY, ON)


def test_numbers_jump_over_what_the_lost_part_may_have_given() -> None:
    told_once = s.an_ordered_training()
    assert next_numbers(told_once) == (f"{SIMING}-2024-000002", f"{CITY}-2024-0002")
    assert next_numbers(log.restored(after=told_once)) == (f"{SIMING}-2024-001002", f"{CITY}-2024-0102")


def test_numbers_jump_again_after_a_second_restore() -> None:
    again = replace(log.restore, log="91")
    twice = told((again, YE, ON), after=log.restored(after=s.an_ordered_training()))
    assert next_numbers(twice) == (f"{SIMING}-2024-002002", f"{CITY}-2024-0202")
    between = told(
        (s.training("person-z"), CHEN, ON), (again, YE, ON), after=log.restored(after=s.an_ordered_training())
    )
    assert next_numbers(between)[0] == f"{SIMING}-2024-002003"


def test_a_series_that_was_unknown_before_the_restore_jumps_too() -> None:
    """The lost part may have begun it."""
    assert next_numbers(log.restored()) == (f"{SIMING}-2024-001001", f"{CITY}-2024-0101")
    twice = told((replace(log.restore, log="91"), YE, ON), after=log.restored())
    assert next_numbers(twice) == (f"{SIMING}-2024-002001", f"{CITY}-2024-0201")


def given_by_now(numbers: Mapping[str, int]) -> History:
    """A log restored when these were the last numbers of their series."""
    (restored,) = (minute for minute in log.restored() if isinstance(minute.event, LogRestored))
    event = replace(restored.event, numbers=numbers)
    return (*log.an_opened_log(), restored._replace(event=event))


def test_a_series_that_has_no_number_left_is_full() -> None:
    series, most = f"batch-{CITY}-2024", 9_999 - NUMBERS_SKIPPED["batch"]
    assert next_numbers(given_by_now({series: most - 1}))[1] == f"{CITY}-2024-9999"
    with pytest.raises(NotAllowed, match="series-full"):
        next_numbers(given_by_now({series: most}))


def test_a_number_jumps_in_the_year_of_its_series_only() -> None:
    history = log.restored(after=s.an_ordered_training())
    assert next_application(Shelf(given(history).office), SIMING, date(2025, 1, 2)) == f"{SIMING}-2025-001001"


# Who


@pytest.mark.parametrize("command", [log.restore, log.close])
def test_only_an_administrator_ends_a_log_or_goes_on_from_a_copy(command: d.LogCommand) -> None:
    given(log.an_opened_log()).when(command, by=XU, on=ON).not_permitted("role-missing", role="administrator")


@pytest.mark.parametrize("command", [log.reopen, log.fault])
@pytest.mark.parametrize(("first", "second"), [(YE, XU), (XU, YE), (XU, s.JIANG), (YE, s.AUTHORITY)])
def test_any_two_who_keep_the_office_open_it_again_and_declare_a_fault(
    command: d.LogCommand, first: Actor, second: Actor
) -> None:
    """Also when the only administrator is lost."""
    proposed = told((command, first, ON), after=log.an_opened_log())
    given(proposed).when(log.confirm, by=first, on=ON).not_permitted("own-proposal")
    assert given(proposed).when(log.confirm, by=second, on=ON).events
    given(log.an_opened_log()).when(command, by=WU, on=ON).not_permitted("role-missing")


def test_only_finance_says_what_was_sent() -> None:
    given(log.restored()).when(log.sent_nothing, by=YE, on=ON).not_permitted("role-missing", role="finance")
