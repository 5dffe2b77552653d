"""阶段: one thousand yuan after three months with the same employer, another thousand after three more (m09)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from domain.application import commands as c
from domain.application import events as f
from domain.application.state.case import Case
from domain.application.status import InstalmentStatus, Status
from domain.application.values import Due
from domain.office.roles import Actor, Role
from domain.treasury.run_commands import OrderPayment, ReleasePayment
from tests.domain import sample_cases as s
from tests.domain.bank_messages import a_credit
from tests.domain.given_when_then import History
from tests.domain.sample_cases import CHEN, FIRST, HAICANG, HUANG, LIN, WU, XU, ZHENG, also, given, of, told

THREE, SIX = "employed-3-months", "employed-6-months"
LATER = date(2024, 12, 16)
"""A day after both stages of a worker hired on 2024-05-31 fell due."""

decline = c.ConfirmProposal(application=FIRST, proposal=None, declined=True, reason="sealed-reason")
order = OrderPayment(applications=(FIRST,))


def reported(report: c.ReportMilestone, *, proposal: str = "p1", line: int = 1) -> f.MilestoneReported:
    return f.MilestoneReported(
        proposal=proposal,
        milestone=report.milestone,
        lines=report.lines or ((line, line),),
        met=report.met,
        reached_on=report.reached_on,
        source=report.source,
    )


def met(milestone: str, on: date, *dues: Due) -> f.MilestoneMet:
    return f.MilestoneMet(milestone=milestone, items=dues, revived=(), reached_on=on)


def forfeited(milestone: str, on: date, amount_fen: int, *dues: Due) -> f.InstalmentForfeited:
    return f.InstalmentForfeited(milestone=milestone, items=dues, amount_fen=amount_fen, missed_on=on)


def settled_as(*reports: c.ReportMilestone, after: History) -> History:
    """Each report proposed by the assessor and confirmed by the approver."""
    history = after
    for report in reports:
        history = told((report, LIN, LATER), (s.confirmed(), HUANG, LATER), after=history)
    return history


def case_after(history: History) -> Case:
    return given(history).case(FIRST)


# What an approval of stages means


def test_nothing_is_payable_before_a_milestone_is_met() -> None:
    case = case_after(s.a_payable_introduction())
    assert list(case.dues_in(InstalmentStatus.WAITING)) == [Due(1, 1), Due(1, 2)]
    assert case.entitled_fen == 2_000_00
    given(s.a_payable_introduction()).when(order, by=WU, on=LATER).declined("nothing-payable", application=FIRST)


# Met, on the day before, the day of, the day after


@pytest.mark.parametrize("reached_on", [date(2024, 8, 31), date(2024, 9, 1), LATER])
def test_three_months_are_met_on_the_same_day_of_the_third_month_and_later(reached_on: date) -> None:
    report = s.milestone(THREE, reached_on)
    given(s.a_payable_introduction()).when(report, by=LIN, on=LATER).then(reported(report))


def test_three_months_are_not_met_on_the_day_before() -> None:
    given(s.a_payable_introduction()).when(s.milestone(THREE, date(2024, 8, 30)), by=LIN, on=LATER).declined(
        "milestone-early", application=FIRST, line=1, due_on=date(2024, 8, 31)
    )


@pytest.mark.parametrize(
    ("hired_on", "three", "six"),
    [
        (date(2024, 5, 31), date(2024, 8, 31), date(2024, 11, 30)),
        (date(2023, 11, 30), date(2024, 2, 29), date(2024, 5, 30)),
        (date(2024, 2, 29), date(2024, 5, 29), date(2024, 8, 29)),
        (date(2024, 3, 1), date(2024, 6, 1), date(2024, 9, 1)),
    ],
)
def test_months_count_from_the_day_of_hiring_to_the_same_day_or_the_months_last(
    hired_on: date, three: date, six: date
) -> None:
    history = s.a_payable_introduction(hired_on)
    day_before = given(history).when(s.milestone(THREE, three - timedelta(days=1)), by=LIN, on=LATER)
    day_before.declined("milestone-early", due_on=three)
    first = settled_as(s.milestone(THREE, three), after=history)
    day_before = given(first).when(s.milestone(SIX, six - timedelta(days=1)), by=LIN, on=LATER)
    day_before.declined("milestone-early", due_on=six)
    assert given(first).when(s.milestone(SIX, six), by=LIN, on=LATER).events


def test_a_worker_hired_on_the_last_of_november_has_three_months_on_the_last_of_february() -> None:
    hired_on, received_on = date(2024, 11, 30), date(2024, 12, 31)
    history = s.approved(
        s.introduction(hired_on, received_on=received_on), FIRST, after=(*s.the_calendar_of_2024(), *s.the_registers())
    )
    meeting = given(history)
    on = date(2025, 6, 3)
    meeting.when(s.milestone(THREE, date(2025, 2, 27)), by=LIN, on=on).declined(
        "milestone-early", due_on=date(2025, 2, 28)
    )
    assert meeting.when(s.milestone(THREE, date(2025, 2, 28)), by=LIN, on=on).events


# Missed, on the day before, the day of, the day after


@pytest.mark.parametrize("last_on", [date(2024, 6, 30), date(2024, 8, 30)])
def test_a_worker_whose_last_day_is_before_the_due_day_missed_it(last_on: date) -> None:
    report = s.milestone(THREE, last_on, met=False)
    given(s.a_payable_introduction()).when(report, by=LIN, on=LATER).then(reported(report))


@pytest.mark.parametrize("last_on", [date(2024, 8, 31), date(2024, 9, 1)])
def test_a_worker_who_was_still_there_on_the_due_day_did_not_miss_it(last_on: date) -> None:
    given(s.a_payable_introduction()).when(s.milestone(THREE, last_on, met=False), by=LIN, on=LATER).declined(
        "milestone-kept", application=FIRST, line=1, due_on=date(2024, 8, 31)
    )


def test_a_milestone_of_tomorrow_is_not_reported_today() -> None:
    on = date(2024, 8, 31)
    given(s.a_payable_introduction()).when(s.milestone(THREE, on + timedelta(days=1)), by=LIN, on=on).declined(
        "in-the-future", today=on
    )


# What waits


def test_a_report_without_lines_is_about_every_line_that_waits() -> None:
    hired = (date(2024, 5, 20), date(2024, 5, 27), date(2024, 5, 31))
    report = s.milestone(THREE, date(2024, 9, 2))
    (fact,) = given(s.a_payable_introduction(*hired)).when(report, by=LIN, on=LATER).events
    assert isinstance(fact, f.MilestoneReported)
    assert fact.lines == ((1, 3),)


def test_a_report_about_several_lines_stands_only_if_every_one_of_them_is_due() -> None:
    hired = (date(2024, 5, 20), date(2024, 5, 31))
    meeting = given(s.a_payable_introduction(*hired))
    meeting.when(s.milestone(THREE, date(2024, 8, 30)), by=LIN, on=LATER).declined("milestone-early", line=2)
    assert meeting.when(s.milestone(THREE, date(2024, 8, 30), lines=[1]), by=LIN, on=LATER).events


def test_a_line_waits_for_a_milestone_only_if_its_award_names_it() -> None:
    meeting = given(s.a_payable_introduction())
    meeting.when(s.milestone("employed-9-months", LATER), by=LIN, on=LATER).declined("nothing-waiting")
    meeting.when(s.milestone(THREE, LATER, lines=[1, 2]), by=LIN, on=LATER).declined("nothing-waiting", lines=(2,))
    given(s.a_payable_training()).when(s.milestone(THREE, LATER), by=LIN, on=LATER).declined("nothing-waiting")


def test_a_milestone_that_was_met_is_not_reported_again() -> None:
    history = settled_as(s.milestone(THREE, date(2024, 9, 2)), after=s.a_payable_introduction())
    given(history).when(s.milestone(THREE, date(2024, 9, 2)), by=LIN, on=LATER).declined("nothing-waiting")


def test_what_waits_for_its_confirmation_is_not_reported_again() -> None:
    history = told((s.milestone(THREE, date(2024, 9, 2)), LIN, LATER), after=s.a_payable_introduction())
    contrary = s.milestone(THREE, date(2024, 8, 1), met=False)
    given(history).when(contrary, by=LIN, on=LATER).declined("already-proposed", application=FIRST, line=1)


def test_stages_are_reported_in_their_order() -> None:
    given(s.a_payable_introduction()).when(s.milestone(SIX, LATER), by=LIN, on=LATER).declined(
        "earlier-stage-open", application=FIRST, line=1, milestone=THREE
    )


def test_milestones_are_reported_only_of_what_was_approved() -> None:
    assessed_only = s.an_assessed_training()
    given(assessed_only).when(s.milestone(THREE, LATER), by=LIN, on=LATER).declined("status", status="assessed")
    given(s.a_settled_training()).when(s.milestone(THREE, LATER), by=LIN, on=LATER).declined("nothing-waiting")


# The second pair of eyes


def a_report() -> History:
    return told((s.milestone(THREE, date(2024, 9, 2)), LIN, LATER), after=s.a_payable_introduction())


def test_a_report_moves_nothing_until_an_approver_confirms_it() -> None:
    given(a_report()).when(order, by=WU, on=LATER).declined("nothing-payable")


def test_a_confirmed_milestone_makes_its_instalment_payable() -> None:
    given(a_report()).when(s.confirmed(), by=HUANG, on=LATER).then(
        f.ProposalConfirmed(proposal="p1", act="milestone"), met(THREE, date(2024, 9, 2), Due(1, 1))
    )
    case = case_after(told((s.confirmed(), HUANG, LATER), after=a_report()))
    assert case.payable() == {Due(1, 1): 1_000_00}


def test_a_declined_report_leaves_everything_waiting_and_can_be_made_again() -> None:
    given(a_report()).when(decline, by=HUANG, on=LATER).then(
        f.ProposalDeclined(proposal="p1", act="milestone", reason="sealed-reason")
    )
    declined = told((decline, HUANG, LATER), after=a_report())
    again = s.milestone(THREE, date(2024, 9, 2))
    given(declined).when(again, by=LIN, on=LATER).then(reported(again, proposal="p2"))


def test_nobody_confirms_a_milestone_that_they_reported() -> None:
    given(a_report()).when(s.confirmed(), by=also(LIN, Role.APPROVER), on=LATER).not_permitted(
        "own-proposal", act="milestone", officer=LIN.officer
    )


@pytest.mark.parametrize("actor", [CHEN, LIN, WU, XU])
def test_only_an_approver_confirms_a_milestone(actor: Actor) -> None:
    given(a_report()).when(s.confirmed(), by=actor, on=LATER).not_permitted("role-missing", role="approver")


def test_a_milestone_is_the_affair_of_its_own_authority() -> None:
    given(a_report()).when(s.confirmed(), by=of(HAICANG, HUANG), on=LATER).not_permitted("other-authority")
    given(s.a_payable_introduction()).when(s.milestone(THREE, LATER), by=of(HAICANG, LIN), on=LATER).not_permitted(
        "other-authority"
    )
    given(s.a_payable_introduction()).when(s.milestone(THREE, LATER), by=HUANG, on=LATER).not_permitted("role-missing")


def test_a_report_about_a_withdrawn_application_can_no_longer_be_confirmed() -> None:
    withdrawn = told((c.WithdrawApplication(application=FIRST, reason="sealed-reason"), CHEN, LATER), after=a_report())
    given(withdrawn).when(s.confirmed(), by=HUANG, on=LATER).declined("nothing-proposed")


# Forfeits


def test_a_worker_who_leaves_within_three_months_forfeits_both_stages_and_the_case_is_settled() -> None:
    left = date(2024, 7, 31)
    history = told((s.milestone(THREE, left, met=False), LIN, LATER), after=s.a_payable_introduction())
    given(history).when(s.confirmed(), by=HUANG, on=LATER).then(
        f.ProposalConfirmed(proposal="p1", act="milestone"),
        forfeited(THREE, left, 2_000_00, Due(1, 1), Due(1, 2)),
        f.ApplicationSettled(credit=None),
    )


def test_stage_two_is_forfeited_when_the_worker_leaves_before_six_months_and_stage_one_stays() -> None:
    left = date(2024, 9, 30)
    history = told((s.milestone(SIX, left, met=False), LIN, LATER), after=s.an_introduction_paid_stage_one())
    given(history).when(s.confirmed(), by=HUANG, on=LATER).then(
        f.ProposalConfirmed(proposal="p2", act="milestone"),
        forfeited(SIX, left, 1_000_00, Due(1, 2)),
        f.ApplicationSettled(credit=None),
    )
    case = case_after(told((s.confirmed(), HUANG, LATER), after=history))
    assert (case.status, case.entitled_fen, case.paid_fen) == (Status.SETTLED, 1_000_00, 1_000_00)


def test_a_forfeit_settles_nothing_while_another_line_waits() -> None:
    hired = (date(2024, 5, 20), date(2024, 5, 31))
    left = s.milestone(THREE, date(2024, 7, 31), met=False, lines=[2])
    history = told((left, LIN, LATER), after=s.a_payable_introduction(*hired))
    given(history).when(s.confirmed(), by=HUANG, on=LATER).then(
        f.ProposalConfirmed(proposal="p1", act="milestone"),
        forfeited(THREE, date(2024, 7, 31), 2_000_00, Due(2, 1), Due(2, 2)),
    )


def test_a_forfeit_settles_nothing_while_money_is_payable_or_in_flight() -> None:
    stage_one = settled_as(s.milestone(THREE, date(2024, 8, 31)), after=s.a_payable_introduction())
    left = s.milestone(SIX, date(2024, 9, 30), met=False)
    payable = told((left, LIN, LATER), after=stage_one)
    in_flight = told((order, WU, LATER), (left, LIN, LATER), after=(*s.central_money(), *stage_one))
    for history in (payable, in_flight):
        given(history).when(s.confirmed(), by=HUANG, on=LATER).then(
            f.ProposalConfirmed(proposal="p2", act="milestone"), forfeited(SIX, date(2024, 9, 30), 1_000_00, Due(1, 2))
        )


def test_the_last_credit_settles_when_everything_else_was_forfeited() -> None:
    stage_one = settled_as(s.milestone(THREE, date(2024, 8, 31)), after=s.a_payable_introduction())
    left = s.milestone(SIX, date(2024, 9, 30), met=False)
    batch = "350200-2024-0001"
    history = told(
        (order, WU, LATER),
        (left, LIN, LATER),
        (s.confirmed(), HUANG, LATER),
        (ReleasePayment(batch=batch), ZHENG, LATER),
        (s.exported(amount_fen=1_000_00), WU, LATER),
        after=(*s.central_money(), *stage_one),
    )
    item = a_credit(application=FIRST, amount_fen=1_000_00, value_on=LATER, reference="B1")
    outcome = given(history).when(s.credited(batch, item), by=ZHENG, on=LATER)
    assert isinstance(outcome.events[1], f.ApplicationSettled)


def test_the_reward_is_paid_in_two_instalments_and_then_settled() -> None:
    six_met = settled_as(s.milestone(SIX, date(2024, 11, 30)), after=s.an_introduction_paid_stage_one())
    batch = "350200-2024-0002"
    sent = s.exported(batch, 1_000_00)
    history = told((order, WU, LATER), (ReleasePayment(batch=batch), ZHENG, LATER), (sent, WU, LATER), after=six_met)
    item = a_credit(application=FIRST, amount_fen=1_000_00, value_on=LATER, reference="B2")
    paid = told((s.credited(batch, item), ZHENG, LATER), after=history)
    case = case_after(paid)
    assert (case.status, case.paid_fen, len(case.payments)) == (Status.SETTLED, 2_000_00, 2)


def test_what_is_reported_happened_on_the_day_it_is_about() -> None:
    on = date(2024, 9, 2)
    assert reported(s.milestone(THREE, on)).happened_on == on
    assert met(THREE, on, Due(1, 1)).happened_on == on
    assert forfeited(THREE, on, 1_000_00, Due(1, 1)).happened_on == on
    assert f.ApplicationSettled(credit=None).happened_on is None
