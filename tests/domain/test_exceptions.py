"""岗位兼任备案: what an exception lets one officer of a small office do, how long, how much, and what it never does."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import Any

import pytest

import tests.domain.later_events as t
import tests.domain.log_history as log
import tests.domain.sample_cases as s
from domain.application import commands as c
from domain.base import replace
from domain.office import officer as o
from domain.office.keys import MadeBy
from domain.office.log import LogProposalConfirmed
from domain.office.rights import ExceptionProposed
from domain.office.roles import Actor, Role, RoleException
from domain.treasury import run_commands as runs
from tests.domain.bank_messages import a_credit
from tests.domain.given_when_then import History
from tests.domain.keys import public_key
from tests.domain.sample_cases import CHEN, FIRST, HUANG, JIANG, LIN, OPENING, WU, XU, YE, given, told

ASKED = s.EXCEPTION.exception
BEGINS, ENDS = ASKED.begins_on, ASKED.ends_on
DAY = timedelta(days=1)
PAID_FEN = 3_000_00
"""What the training of `sample_cases` is paid."""


def excepted(actor: Actor, ceiling_fen: int = PAID_FEN) -> Actor:
    """With the roles of finance, too, and an exception in force."""
    exception = RoleException(begins_on=BEGINS, ends_on=ENDS, ceiling_fen=ceiling_fen, document="…")
    return replace(actor, roles=actor.roles | {Role.FINANCE}, exception=exception, authority=s.CITY)


def paying(actor: Actor) -> Actor:
    return replace(actor, roles=actor.roles | {Role.FINANCE}, authority=s.CITY)


RELEASE = runs.ReleasePayment(batch=s.BATCH)


@pytest.mark.parametrize("decided", [LIN, HUANG])
def test_who_decided_pays_up_to_the_ceiling(decided: Actor) -> None:
    ordered, on = given(s.an_ordered_training()), date(2024, 10, 12)
    ordered.when(RELEASE, by=paying(decided), on=on).not_permitted("assessed-it")
    assert ordered.when(RELEASE, by=excepted(decided, PAID_FEN), on=on).events
    over = ordered.when(RELEASE, by=excepted(decided, PAID_FEN - 1), on=on)
    over.not_permitted("exception-ceiling", amount_fen=PAID_FEN, ceiling_fen=PAID_FEN - 1)


def test_nobody_releases_what_they_ordered_under_an_exception_either() -> None:
    orders = excepted(HUANG)
    ordered = told(
        (runs.OrderPayment(applications=(FIRST,)), orders, date(2024, 10, 11)),
        after=(*s.central_money(), *s.a_payable_training()),
    )
    given(ordered).when(RELEASE, by=orders, on=date(2024, 10, 12)).not_permitted("own-proposal")


def test_nobody_approves_what_they_assessed_under_an_exception_either() -> None:
    both = replace(excepted(LIN), roles=LIN.roles | {Role.APPROVER, Role.FINANCE})
    approve = c.ApproveApplication(application=FIRST)
    given(s.an_assessed_training()).when(approve, by=both, on=date(2024, 9, 26)).not_permitted("own-proposal")


def test_nobody_takes_in_the_answer_to_what_they_ordered_under_an_exception_either() -> None:
    credit = s.credited(s.BATCH, a_credit(application=FIRST, amount_fen=PAID_FEN, value_on=s.CREDIT_ON, reference="B"))
    given(s.a_released_training()).when(credit, by=excepted(WU), on=s.CREDIT_ON).not_permitted("ordered-it")


def test_who_released_decides_again_under_an_exception_only() -> None:
    released = told((RELEASE, excepted(LIN), date(2024, 10, 12)), after=s.an_ordered_training())
    revises, on = t.revision(struck=[1]), s.CREDIT_ON
    given(released).when(revises, by=paying(LIN), on=on).not_permitted("released-it")
    assert given(released).when(revises, by=excepted(LIN), on=on).events


# How it comes about


@cache
def an_office(*, above: bool = True) -> History:
    """An administrator, two supervisors, a clerk; and the supervising authority, where the log has its key."""
    key = public_key("authority", MadeBy.OFFICER) if above else None
    opened = told((replace(log.opening, key=public_key("ye"), supervising_key=key), YE, OPENING))
    second = o.EnrolOfficer(
        officer=JIANG.officer,
        sealed="…",
        roles=(Role.SUPERVISOR,),
        authority=s.CITY,
        key=public_key("jiang", MadeBy.OFFICER),
    )
    others = (
        replace(second, officer=XU.officer, key=public_key("xu")),
        replace(second, officer=CHEN.officer, roles=(Role.CLERK, Role.ASSESSOR, Role.APPROVER), key=public_key("chen")),
    )
    founded = told((second, YE, OPENING), after=opened)
    return s.agreed(*((other, YE, JIANG, OPENING) for other in others), after=founded)


@cache
def an_exception() -> History:
    return s.agreed((s.EXCEPTION, YE, s.AUTHORITY, OPENING), after=an_office())


def acting(history: History, day: date) -> Actor:
    return given(history).office.officers[CHEN.officer].actor(day, s.CITY)


def test_the_authority_confirms_what_an_administrator_proposes() -> None:
    asked = told((s.EXCEPTION, YE, OPENING), after=an_office())
    proposed = asked[-1].event
    assert isinstance(proposed, ExceptionProposed)
    assert (proposed.officer, proposed.exception) == (CHEN.officer, ASKED)
    for other in (YE, JIANG, XU, WU, HUANG):
        refused = given(asked).when(replace(log.confirm, proposal=proposed.proposal), by=other, on=OPENING)
        refused.not_permitted("role-missing", act="except-officer")
    confirmed = given(asked).when(replace(log.confirm, proposal=proposed.proposal), by=s.AUTHORITY, on=OPENING)
    granted = o.ExceptionGranted(exception=ASKED)
    confirmed.then(LogProposalConfirmed(proposal=proposed.proposal, act="except-officer"), granted)


@pytest.mark.parametrize("by", [JIANG, XU, WU, CHEN, s.AUTHORITY])
def test_nobody_else_proposes_it(by: Actor) -> None:
    given(an_office()).when(s.EXCEPTION, by=by, on=OPENING).not_permitted("role-missing", act="except-officer")


@pytest.mark.parametrize("officer", [YE.officer, s.AUTHORITY.officer])
def test_nobody_proposes_it_for_who_has_no_part_in_cases(officer: str) -> None:
    other = replace(s.EXCEPTION, officer=officer)
    given(an_office()).when(other, by=YE, on=OPENING).declined("roles-incompatible")


def test_an_office_with_nobody_above_it_has_nobody_to_ask() -> None:
    given(an_office(above=False)).when(s.EXCEPTION, by=YE, on=OPENING).declined("no-authority-above")


@pytest.mark.parametrize(
    ("changes", "refused"),
    [
        ({"ends_on": BEGINS - DAY}, "term-empty"),
        ({"ceiling_fen": 0}, "exception-empty"),
        ({"ceiling_fen": -1}, "exception-empty"),
        ({"begins_on": OPENING - 2 * DAY, "ends_on": OPENING - DAY}, "term-over"),
        ({"begins_on": OPENING, "ends_on": date(2027, 1, 3)}, "term-long"),
        ({"begins_on": OPENING, "ends_on": date(9999, 12, 31)}, "term-long"),
    ],
)
def test_it_has_a_term_that_ends_and_a_ceiling(changes: dict[str, Any], refused: str) -> None:
    asked = replace(s.EXCEPTION, exception=replace(ASKED, **changes))
    given(an_office()).when(asked, by=YE, on=OPENING).declined(refused)


def test_the_longest_term_is_three_years_and_one_that_ends_today_is_not_over() -> None:
    for term in ({"begins_on": OPENING, "ends_on": date(2027, 1, 2)}, {"begins_on": OPENING, "ends_on": OPENING}):
        asked = replace(s.EXCEPTION, exception=replace(ASKED, **term))
        assert given(an_office()).when(asked, by=YE, on=OPENING).events


def test_one_whose_term_is_over_when_it_is_answered_is_not_confirmed() -> None:
    asked = told((s.EXCEPTION, YE, OPENING), after=an_office())
    answer = given(asked).when(log.confirm, by=s.AUTHORITY, on=ENDS + DAY)
    answer.declined("term-over")
    assert given(asked).when(log.decline, by=s.AUTHORITY, on=ENDS + DAY).events


def test_an_exception_that_has_ended_lets_nobody_have_a_role_more() -> None:
    finance = o.GrantRole(officer=CHEN.officer, role=Role.FINANCE)
    given(an_exception()).when(finance, by=YE, on=ENDS + DAY).declined("roles-incompatible")
    waiting = told((finance, YE, ENDS), after=an_exception())
    given(waiting).when(log.confirm, by=JIANG, on=ENDS + DAY).declined("roles-incompatible")
    assert given(waiting).when(log.confirm, by=JIANG, on=ENDS).events


def test_roles_that_exclude_each_other_are_granted_once_there_is_an_exception() -> None:
    finance = o.GrantRole(officer=CHEN.officer, role=Role.FINANCE)
    given(an_office()).when(finance, by=YE, on=OPENING).declined("roles-incompatible")
    assert given(an_exception()).when_confirmed(finance, by=YE, second=JIANG, on=OPENING).events
    for apart in (Role.ADMINISTRATOR, Role.INSPECTOR):
        grant = o.GrantRole(officer=CHEN.officer, role=apart)
        given(an_exception()).when(grant, by=YE, on=OPENING).declined("roles-incompatible")


@pytest.mark.parametrize(
    ("day", "in_force"),
    [(BEGINS - DAY, False), (BEGINS, True), (ENDS, True), (ENDS + DAY, False)],
    ids=["the day before", "the first day", "the last day", "the day after"],
)
def test_outside_its_term_neither_role_of_a_pair_can_be_used(day: date, in_force: bool) -> None:
    finance = (o.GrantRole(officer=CHEN.officer, role=Role.FINANCE), YE, JIANG, OPENING)
    actor = acting(s.agreed(finance, after=an_exception()), day)
    both = {Role.CLERK, Role.ASSESSOR, Role.APPROVER, Role.FINANCE}
    assert actor.roles == (both if in_force else {Role.CLERK})
    assert (actor.exception is not None) == in_force


def test_a_later_one_takes_the_place_of_an_earlier_one() -> None:
    shorter = replace(s.EXCEPTION, exception=replace(ASKED, ends_on=date(2024, 6, 30), ceiling_fen=1))
    renewed = s.agreed((shorter, YE, s.AUTHORITY, OPENING), after=an_exception())
    assert acting(renewed, date(2024, 7, 1)).exception is None
    exception = acting(renewed, date(2024, 6, 30)).exception
    assert exception is not None
    assert exception.ceiling_fen == 1
