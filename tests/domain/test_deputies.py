"""AB岗: who stands in for whom, as what and how long; and what a key does not do any more once it is reported lost."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import Any

import pytest

import tests.domain.log_history as log
import tests.domain.sample_cases as s
from domain.base import replace
from domain.errors import NotPermitted
from domain.office import officer as o
from domain.office.authorship import author
from domain.office.keys import MadeBy
from domain.office.log import LogProposalConfirmed
from domain.office.roles import Actor, Deputyship, Role
from tests.domain.given_when_then import History
from tests.domain.keys import public_key
from tests.domain.sample_cases import CHEN, HUANG, JIANG, LIN, OPENING, WU, XU, YE, given, told

DAY = timedelta(days=1)
BEGINS, ENDS = date(2024, 7, 1), date(2024, 7, 31)
TERM = Deputyship(absent=LIN.officer, roles=(Role.ASSESSOR,), begins_on=BEGINS, ends_on=ENDS)
DEPUTY = o.AppointDeputy(officer=CHEN.officer, deputyship=TERM)


def enrolment(actor: Actor) -> o.EnrolOfficer:
    return o.EnrolOfficer(
        officer=actor.officer,
        sealed="…",
        roles=tuple(sorted(actor.roles)),
        authority=actor.authority,
        key=public_key(actor.officer, MadeBy.OFFICER if actor is JIANG else MadeBy.OFFICE),
    )


@cache
def an_office() -> History:
    """An administrator, a supervisor of the city, and of a district a clerk, an assessor, two who pay and supervise."""
    opened = told((replace(log.opening, supervising_key=None), YE, OPENING), (enrolment(JIANG), YE, OPENING))
    others = (CHEN, LIN, HUANG, replace(WU, authority=s.SIMING), XU)
    return s.agreed(*((enrolment(other), YE, JIANG, OPENING) for other in others), after=opened)


@cache
def with_deputy() -> History:
    return s.agreed((DEPUTY, YE, XU, OPENING), after=an_office())


def actor_of(history: History, actor: Actor, day: date) -> Actor:
    return given(history).office.officers[actor.officer].actor(day, s.CITY)


def test_a_deputy_is_proposed_by_an_administrator_and_confirmed_by_another_person() -> None:
    asked = told((DEPUTY, YE, OPENING), after=an_office())
    for other in (WU, CHEN, HUANG):
        given(asked).when(log.confirm, by=other, on=OPENING).not_permitted("role-missing", act="appoint-deputy")
    given(asked).when(log.confirm, by=replace(s.also(YE, Role.SUPERVISOR)), on=OPENING).not_permitted("own-proposal")
    confirmed = given(asked).when(log.confirm, by=XU, on=OPENING)
    confirmed.then(LogProposalConfirmed(proposal=asked[-1].event.proposal, act="appoint-deputy"), APPOINTED)


APPOINTED = o.DeputyAppointed(deputyship=TERM)


@pytest.mark.parametrize("by", [JIANG, XU, CHEN, WU])
def test_nobody_else_proposes_one(by: Actor) -> None:
    given(an_office()).when(DEPUTY, by=by, on=OPENING).not_permitted("role-missing", act="appoint-deputy")


def test_nobody_confirms_that_they_stand_in_for_somebody() -> None:
    own = replace(DEPUTY, officer=XU.officer)
    asked = told((own, YE, OPENING), after=an_office())
    given(asked).when(log.confirm, by=XU, on=OPENING).not_permitted("own-role")
    assert given(asked).when(log.confirm, by=JIANG, on=OPENING).events


@pytest.mark.parametrize(
    ("day", "roles"),
    [
        (BEGINS - DAY, {Role.CLERK}),
        (BEGINS, {Role.CLERK, Role.ASSESSOR}),
        (ENDS, {Role.CLERK, Role.ASSESSOR}),
        (ENDS + DAY, {Role.CLERK}),
    ],
    ids=["the day before", "the first day", "the last day", "the day after"],
)
def test_a_deputy_has_the_roles_from_the_first_day_to_the_last(day: date, roles: set[Role]) -> None:
    assert actor_of(with_deputy(), CHEN, day).roles == roles


@pytest.mark.parametrize(
    ("officer", "changes", "refused"),
    [
        (CHEN, {"absent": CHEN.officer}, "deputy-same"),
        (CHEN, {"roles": ()}, "deputy-roles"),
        (CHEN, {"roles": (Role.APPROVER,)}, "deputy-roles"),
        (CHEN, {"absent": JIANG.officer, "roles": (Role.SUPERVISOR,)}, "deputy-authority"),
        (CHEN, {"absent": YE.officer, "roles": (Role.ADMINISTRATOR,)}, "deputy-roles"),
        (WU, {}, "deputy-incompatible"),
        (CHEN, {"ends_on": BEGINS - DAY}, "term-empty"),
        (CHEN, {"begins_on": OPENING - 2 * DAY, "ends_on": OPENING - DAY}, "term-over"),
        (CHEN, {"ends_on": date(2027, 7, 2)}, "term-long"),
    ],
)
def test_what_no_deputyship_can_be(officer: Actor, changes: dict[str, Any], refused: str) -> None:
    asked = o.AppointDeputy(officer=officer.officer, deputyship=replace(TERM, **changes))
    given(an_office()).when(asked, by=YE, on=OPENING).declined(refused)


def test_an_officer_who_was_never_enrolled_has_no_deputy() -> None:
    asked = replace(DEPUTY, deputyship=replace(TERM, absent="nobody"))
    given(an_office()).when(asked, by=YE, on=OPENING).no_such_thing("no-such-officer", officer="nobody")


def test_roles_that_exclude_each_other_do_not_come_by_a_grant_either() -> None:
    finance = o.GrantRole(officer=CHEN.officer, role=Role.FINANCE)
    given(with_deputy()).when(finance, by=YE, on=OPENING).declined("roles-incompatible")
    given(with_deputy()).when(finance, by=YE, on=ENDS).declined("roles-incompatible")
    assert given(with_deputy()).when(finance, by=YE, on=ENDS + DAY).events


def test_the_same_is_proposed_once_and_another_for_somebody_else_besides() -> None:
    asked = told((DEPUTY, YE, OPENING), after=an_office())
    given(asked).when(DEPUTY, by=YE, on=OPENING).declined("proposal-waits")
    other = replace(DEPUTY, deputyship=replace(TERM, absent=HUANG.officer, roles=(Role.APPROVER,)))
    both = s.agreed((other, YE, JIANG, OPENING), after=with_deputy())
    assert actor_of(both, CHEN, BEGINS).roles == {Role.CLERK, Role.ASSESSOR, Role.APPROVER}


def test_whoever_was_absent_is_back_before_the_last_day() -> None:
    end = o.EndDeputyship(officer=CHEN.officer, absent=LIN.officer)
    ended = given(with_deputy()).when(end, by=YE, on=OPENING)
    ended.then(o.DeputyshipEnded(absent=LIN.officer))
    assert actor_of(told((end, YE, OPENING), after=with_deputy()), CHEN, BEGINS).roles == {Role.CLERK}
    given(an_office()).when(end, by=YE, on=OPENING).declined("deputy-none")
    given(with_deputy()).when(end, by=XU, on=OPENING).not_permitted("role-missing")


def test_a_suspended_deputy_does_nothing() -> None:
    suspended = told((o.SuspendOfficer(officer=CHEN.officer), YE, OPENING), after=with_deputy())
    assert actor_of(suspended, CHEN, BEGINS).roles == frozenset()


def test_a_deputy_is_nobody_on_whom_an_office_rests() -> None:
    """For a time is not for good: without JIANG nobody of the city could give a right any more."""
    opened = told((replace(log.opening, supervising_key=None), YE, OPENING), (enrolment(JIANG), YE, OPENING))
    clerk = enrolment(s.SHEN)
    term = Deputyship(absent=JIANG.officer, roles=(Role.SUPERVISOR,), begins_on=OPENING, ends_on=ENDS)
    office = s.agreed(
        (clerk, YE, JIANG, OPENING),
        (o.AppointDeputy(officer=s.SHEN.officer, deputyship=term), YE, JIANG, OPENING),
        after=opened,
    )
    assert Role.SUPERVISOR in actor_of(office, s.SHEN, OPENING).roles
    given(office).when(o.SuspendOfficer(officer=JIANG.officer), by=YE, on=OPENING).declined("last-second-person")


# A key that is lost

KEY = public_key(CHEN.officer).public_key
LOST = o.ReportKeyLost(officer=CHEN.officer, public_key=KEY, since=OPENING)


@pytest.mark.parametrize("by", [YE, XU, JIANG])
def test_a_lost_key_is_reported_by_whoever_could_suspend_its_officer(by: Actor) -> None:
    given(an_office()).when(LOST, by=by, on=OPENING).then(o.KeyLost(public_key=KEY, since=OPENING))


def test_nobody_else_reports_one_nor_their_own() -> None:
    given(an_office()).when(LOST, by=WU, on=OPENING).not_permitted("role-missing", act="suspend-officer")
    own = replace(LOST, officer=XU.officer, public_key=public_key(XU.officer).public_key)
    given(an_office()).when(own, by=XU, on=OPENING).not_permitted("own-key-lost")


def test_it_is_lost_since_today_or_before() -> None:
    given(an_office()).when(replace(LOST, since=OPENING + DAY), by=YE, on=OPENING).declined("in-the-future")
    lost = told((LOST, YE, OPENING), after=an_office())
    given(lost).when(LOST, by=YE, on=OPENING).declined("key-lost-known", since=OPENING)
    assert given(lost).when(replace(LOST, since=OPENING - DAY), by=YE, on=OPENING).events, "since an earlier day"


def test_nothing_is_recorded_under_it_until_there_is_another() -> None:
    lost = told((LOST, YE, OPENING), after=with_deputy())
    officer = given(lost).office.officers[CHEN.officer]
    with pytest.raises(NotPermitted, match="key-lost"):
        author(officer, CHEN.officer, officer.public_key, OPENING, s.CITY)
    assert actor_of(lost, CHEN, BEGINS).roles == frozenset()
    rotate = o.RotateKey(officer=CHEN.officer, key=public_key("chen-2"))
    again = given(s.agreed((rotate, YE, JIANG, OPENING), after=lost)).office.officers[CHEN.officer]
    assert author(again, CHEN.officer, public_key("chen-2").public_key, BEGINS, s.CITY).roles == {
        Role.CLERK,
        Role.ASSESSOR,
    }
