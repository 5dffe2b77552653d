"""追回程序: nobody is demanded from before they were told and could answer; nobody goes to court before a reminder."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from domain.application import commands as c
from domain.application import events as f
from domain.application.status import DEMANDING, Ground
from domain.base import replace
from domain.office.reference import AdoptCalendarYear
from tests.domain import later_events as t
from tests.domain import sample_cases as s
from tests.domain.given_when_then import History
from tests.domain.later_events import LATER
from tests.domain.sample_cases import CHEN, FIRST, JIANG, WU, given, told

DAY = timedelta(days=1)
LAST = LATER + 5 * DAY
"""The last day of the statement, for a notice that was served on `LATER`."""


def notified() -> History:
    return told((t.notify, WU, LATER), after=t.an_overpaid_training())


# Before the demand


def test_a_notice_tells_what_is_to_be_demanded_and_demands_nothing() -> None:
    given(t.an_overpaid_training()).when(t.notify, by=WU, on=LATER).then(
        f.RecoveryNotified(recovery="r1", ground="ineligible", basis="m01", amount_fen=1_000_00, days=5, reason=t.WHY)
    )
    case = given(notified()).case(FIRST)
    assert (case.demanded_fen, case.recovery, case.recoveries["r1"].status) == (0, "none", "intended")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"ground": "bank-error"}, "notice-not-needed"),
        ({"ground": "objection"}, "ground"),
        ({"days": 0}, "statement-days"),
        ({"days": 366}, "statement-days"),
        ({"days": 9_999_999}, "statement-days"),
        ({"amount_fen": 0}, "amount-not-positive"),
        ({"amount_fen": 1_000_01}, "more-than-overpaid"),
    ],
)
def test_a_notice_is_of_something_that_can_be_demanded(changes: dict[str, object], code: str) -> None:
    given(t.an_overpaid_training()).when(replace(t.notify, **changes), by=WU, on=LATER).declined(code)


@pytest.mark.parametrize("days", [1, 365])
def test_a_notice_gives_a_day_to_a_year(days: int) -> None:
    assert given(t.an_overpaid_training()).when(replace(t.notify, days=days), by=WU, on=LATER).events


def test_all_that_is_overpaid_is_told_of_once_and_a_higher_demand_needs_another_notice() -> None:
    for amount_fen in (None, 1, 1_000_00):
        again = replace(t.notify, amount_fen=amount_fen)
        given(notified()).when(again, by=WU, on=LATER).declined("notified-already")
    less = told((replace(t.notify, amount_fen=400_00), WU, LATER), after=t.an_overpaid_training())
    heard = told((t.hear, WU, LATER), after=t.told_of(after=less))
    given(heard).when(replace(t.demand, amount_fen=400_01), by=WU, on=LATER).declined(
        "more-than-notified", notified_fen=400_00
    )
    rest = given(heard).when(t.notify, by=WU, on=LATER).events[0]
    assert isinstance(rest, f.RecoveryNotified)
    assert (rest.recovery, rest.amount_fen) == ("r2", 600_00)
    more = replace(t.notify, amount_fen=600_01)
    given(heard).when(more, by=WU, on=LATER).declined("more-than-overpaid", left_fen=600_00)
    dropped = t.granted(t.cancel, after=heard)
    assert given(dropped).when(replace(t.notify, amount_fen=1_000_00), by=WU, on=LATER).events


@pytest.mark.parametrize(
    ("amount_fen", "code"),
    [(None, None), (599_99, None), (600_00, None), (600_01, "more-than-overpaid"), (1_000_00, "more-than-overpaid")],
)
def test_what_a_payee_still_answers_a_notice_of_is_not_demanded_as_what_a_bank_did(
    amount_fen: int | None, code: str | None
) -> None:
    by_bank = c.DemandRecovery(application=FIRST, ground="bank-error", basis="m01", reason=t.WHY, amount_fen=amount_fen)
    given(notified()).when(by_bank, by=WU, on=LATER).declined("notified-already")
    given(t.a_heard_training()).when(by_bank, by=WU, on=LATER).declined("notified-already")
    part = told((replace(t.notify, amount_fen=400_00), WU, LATER), after=t.an_overpaid_training())
    asked = given(part).when(by_bank, by=WU, on=LATER)
    if code is None:
        (demanded,) = asked.events
        assert isinstance(demanded, f.RecoveryDemanded)
        assert (demanded.recovery, demanded.amount_fen) == ("r2", amount_fen or 600_00)
    else:
        asked.declined(code, left_fen=600_00)
    assert given(t.granted(t.cancel, after=notified())).when(by_bank, by=WU, on=LATER).events


@pytest.mark.parametrize("ground", [ground.value for ground in DEMANDING if ground is not Ground.BANK_ERROR])
def test_without_a_notice_nothing_is_demanded_but_what_a_bank_did(ground: str) -> None:
    bare = c.DemandRecovery(application=FIRST, ground=ground, basis="m01", reason=t.WHY)
    given(t.an_overpaid_training()).when(bare, by=WU, on=LATER).declined("recovery-not-notified", ground=ground)
    unfounded = replace(bare, ground="bank-error", basis=None)
    given(t.an_overpaid_training()).when(unfounded, by=WU, on=LATER).declined("basis-unsaid")
    assert given(t.an_overpaid_training()).when(replace(bare, ground="bank-error"), by=WU, on=LATER).events


def test_a_demand_waits_for_the_notice_to_be_served_and_its_days_to_pass() -> None:
    given(notified()).when(t.demand, by=WU, on=LATER).declined("notice-unserved", recovery="r1")
    for day in (LATER, LAST):
        given(t.a_notified_training()).when(t.demand, by=WU, on=day).declined("statement-awaited", day=LAST)
    assert given(t.a_notified_training()).when(t.demand, by=WU, on=LAST + DAY).events
    assert given(t.a_heard_training()).when(t.demand, by=WU, on=LATER).events


def test_whoever_heard_may_demand_and_the_ground_and_the_basis_are_those_of_the_notice() -> None:
    demanded = given(t.a_heard_training()).when(t.demand, by=WU, on=LATER).events[0]
    assert isinstance(demanded, f.RecoveryDemanded)
    assert (demanded.recovery, demanded.ground, demanded.basis) == ("r1", "ineligible", "m01")


def test_a_statement_is_heard_once_after_the_notice_and_also_late() -> None:
    given(notified()).when(t.hear, by=WU, on=LATER).declined("notice-unserved")
    early = replace(t.hear, received_on=LATER - DAY)
    given(t.a_notified_training()).when(early, by=WU, on=LATER).declined("heard-before-notice", served_on=LATER)
    ahead = replace(t.hear, received_on=LATER + DAY)
    given(t.a_notified_training()).when(ahead, by=WU, on=LATER).declined("in-the-future")
    given(t.a_heard_training()).when(t.hear, by=WU, on=LATER).declined("heard-already")
    nothing = c.HearRecovery(application=FIRST, recovery="r1")
    given(t.a_notified_training()).when(nothing, by=WU, on=LAST).declined("statement-awaited", day=LAST)
    silent = told((nothing, WU, LAST + DAY), after=t.a_notified_training())
    given(silent).when(nothing, by=WU, on=LAST + DAY).declined("heard-already")
    late = replace(t.hear, received_on=LAST + DAY)
    after_all = told((late, WU, LAST + DAY), after=silent)
    assert given(after_all).case(FIRST).recoveries["r1"].statement_on == LAST + DAY
    given(t.a_demanded_training()).when(t.hear, by=WU, on=LATER).declined("demanded-already", standing="proposed")


def test_a_notice_that_is_dropped_demands_nothing_and_is_demanded_no_more() -> None:
    dropped = t.granted(t.cancel, after=t.a_heard_training())
    assert given(dropped).case(FIRST).recoveries["r1"].status == "cancelled"
    given(dropped).when(t.demand, by=WU, on=LATER).declined("demanded-already", standing="cancelled")
    assert given(dropped).when(t.notify, by=WU, on=LATER).events


def test_a_notice_that_is_issued_anew_gives_the_later_term() -> None:
    other = c.IssueLetter(application=FIRST, letter="recovery-notice", about="r1", sha256="8e" * 32)
    again = told(
        (other, WU, LATER + DAY),
        (t.service("recovery-notice", LATER + DAY, about="r1"), WU, LATER + DAY),
        after=t.a_notified_training(),
    )
    given(again).when(t.demand, by=WU, on=LAST + DAY).declined("statement-awaited", day=LAST + DAY)


def test_letters_of_a_recovery_are_of_finance() -> None:
    letter = replace(t.letter, letter="recovery-notice", about="r1")
    given(notified()).when(letter, by=CHEN, on=LATER).not_permitted("role-missing", act="issue-demand")
    issued = t.issued_by_finance(after=notified())
    service = t.service("recovery-notice", LATER, about="r1")
    given(issued).when(service, by=CHEN, on=LATER).not_permitted("role-missing", act="serve-recovery-letter")


# After its service


def with_payee(due_on: date = LATER + 30 * DAY) -> History:
    """Served on `LATER`, so that six months are over after 2025-05-04, and the court's three after 2025-08-04."""
    served = replace(t.serve, due_on=due_on)
    return told((served, WU, LATER), after=(*s.the_calendar_of_2024(), *t.an_approved_demand()))


def reminded(on: date, after: History) -> History:
    return t.told_of(after=told((t.remind, WU, on), after=after), on=on, kind="recovery-reminder")


def soon_reminded() -> History:
    return reminded(date(2024, 11, 18), with_payee(LATER + DAY))


def test_a_payee_is_reminded_once_the_day_has_passed_and_once() -> None:
    history, late = with_payee(), LATER + 31 * DAY
    given(t.an_approved_demand()).when(t.remind, by=WU, on=LATER).declined("recovery-not-with-payee")
    given(history).when(t.remind, by=WU, on=late - DAY).declined("not-due-yet", day=late)
    given(history).when(t.remind, by=WU, on=late).then(f.RecoveryReminded(recovery="r1", amount_fen=1_000_00))
    once = told((t.remind, WU, late), after=history)
    given(once).when(t.remind, by=WU, on=late).declined("reminded-already")
    objected = told((replace(t.object_to, received_on=late), WU, late), after=once)
    given(objected).when(t.remind, by=WU, on=late).declined("recovery-not-with-payee")
    again = told((replace(t.serve, served_on=late, due_on=late + DAY), WU, late), after=objected)
    assert given(again).when(t.remind, by=WU, on=late + 2 * DAY).events


def test_of_a_plan_the_first_part_that_is_late_is_reminded_of() -> None:
    planned = told((t.plan, WU, LATER), after=with_payee(due_on=date(2025, 6, 1)))
    given(planned).when(t.remind, by=WU, on=date(2024, 12, 4)).declined("not-due-yet", day=date(2024, 12, 5))
    assert given(planned).when(t.remind, by=WU, on=date(2024, 12, 5)).events


def test_the_ten_days_of_a_reminder_are_working_days() -> None:
    """行政强制法第六十九条: two weekends lie between; and beyond the adopted calendar nobody guesses."""
    history = soon_reminded()
    service = history[-1].event
    assert isinstance(service, f.LetterServed)
    assert service.due_on == date(2024, 12, 2)
    assert given(history).case(FIRST).recoveries["r1"].reminder_until == date(2024, 12, 2)
    beyond = told((t.remind, WU, date(2024, 12, 20)), after=with_payee())
    issued = t.issued_by_finance(after=beyond, on=date(2024, 12, 20), kind="recovery-reminder")
    service_late = t.service("recovery-reminder", date(2024, 12, 20), about="r1")
    given(issued).when(service_late, by=WU, on=date(2024, 12, 20)).declined("calendar-missing", year=2025)


to_court = replace(t.refer, referred_to="court")


@pytest.mark.parametrize(
    ("today", "code", "day"),
    [
        (date(2025, 5, 4), "court-too-early", date(2025, 5, 5)),
        (date(2025, 5, 5), None, None),
        (date(2025, 8, 4), None, None),
        (date(2025, 8, 5), "court-too-late", date(2025, 8, 4)),
    ],
)
def test_the_court_is_asked_within_its_term(today: date, code: str | None, day: date | None) -> None:
    asked = given(soon_reminded()).when(to_court, by=WU, on=today)
    if code is None:
        assert asked.events
    else:
        asked.declined(code, day=day)


def test_the_court_is_asked_only_after_a_reminder_and_its_days_and_the_police_at_any_time() -> None:
    of_2025 = s.agreed((AdoptCalendarYear(year=2025, exceptions=(), source="…"), s.SHEN, JIANG, s.OPENING))
    served, late = (*of_2025, *with_payee()), date(2025, 4, 28)
    given(served).when(to_court, by=WU, on=late).declined("court-before-reminder")
    unserved = told((t.remind, WU, late), after=served)
    given(unserved).when(to_court, by=WU, on=late).declined("court-before-reminder")
    history = reminded(late, served)
    given(history).when(to_court, by=WU, on=date(2025, 5, 12)).declined("court-too-early", day=date(2025, 5, 13))
    assert given(history).when(to_court, by=WU, on=date(2025, 5, 13)).events
    assert given(t.an_approved_demand()).when(t.refer, by=WU, on=LATER).events
    nowhere = replace(t.refer, referred_to="mayor")
    given(history).when(nowhere, by=WU, on=LATER).declined("referred-where", referred_to="mayor")


def test_a_referral_is_granted_only_while_the_term_of_the_court_lasts() -> None:
    proposed = told((to_court, WU, date(2025, 8, 4)), after=soon_reminded())
    given(proposed).when(s.confirmed(), by=JIANG, on=date(2025, 8, 5)).declined("court-too-late")
    assert given(proposed).when(s.confirmed(), by=JIANG, on=date(2025, 8, 4)).events


def test_a_demand_that_was_objected_to_is_not_for_the_court_until_it_is_served_again() -> None:
    objected = told((t.object_to, WU, LATER), after=soon_reminded())
    given(objected).when(to_court, by=WU, on=date(2025, 5, 5)).declined("recovery-not-with-payee")
