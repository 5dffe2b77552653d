"""What belongs to one notice stays there: another that shares its ids by chance changes no assessment under it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.application import commands as c
from domain.application import events as f
from domain.base import replace
from domain.entitlement.claim import limit_key
from domain.entitlement.edition import Edition
from domain.entitlement.limits import Limit, Sum, Times
from domain.entitlement.quotas import ProgrammeBudget
from domain.entitlement.scheme import Scheme
from domain.office.register import ConfirmEntry, DeclareComplete
from tests.domain import sample_cases as s
from tests.domain.given_when_then import Office
from tests.domain.sample_cases import CHEN, HUANG, JIANG, LIN, OPENING, SHEN, WU
from tests.listing import listing

ON = date(2024, 9, 18)
HERE, THERE = s.POLICY, "elsewhere-2024"
KEY = "91350200155000001P"
REGISTER = "demonstration-enterprises"


def tightened(limit: Limit, most: int) -> Limit:
    """Another number under the same id."""
    match limit:
        case Times():
            return replace(limit, maximum=most)
        case Sum() | ProgrammeBudget():
            return replace(limit, maximum_fen=most * 1_000_00)
    return limit


def elsewhere(most: int, without: str | None) -> Edition:
    """A notice with the ids of the first, and other numbers, of which one limit is left out."""
    edition = s.edition()

    def scheme(one: Scheme) -> Scheme:
        return replace(one, limits=tuple(tightened(limit, most) for limit in one.limits if limit.id != without))

    return replace(
        edition,
        policy=THERE,
        limits={name: tightened(limit, most) for name, limit in edition.limits.items()},
        schemes={name: scheme(one) for name, one in edition.schemes.items()},
    )


def key_training(policy: str, *people: str, occupation: str) -> c.SubmitApplication:
    facts: dict[str, Any] = {
        "employee": True,
        "hours_total": 40,
        "hours_offline": 20,
        "exam_passed": True,
        "certificate_kind": "internal",
    }
    file = s.training(*people, scheme=s.KEY_TRAINING, uscc=KEY, occupation=occupation)
    lines = tuple(replace(line, facts={**line.facts, **facts}) for line in file.lines)
    return replace(file, policy=policy, facts={}, lines=lines)


def listed(policy: str, quota: int) -> tuple[object, ...]:
    entry = listing(
        register=REGISTER,
        policy=policy,
        key=KEY,
        valid_from=OPENING,
        document="…",
        quota=quota,
    )
    return entry, DeclareComplete(register=REGISTER, policy=policy, through=OPENING, document="…")


def live(office: Office, file: c.SubmitApplication) -> f.ApplicationAssessed:
    """Handed in, compared, assessed and, where something can be approved, approved."""
    (submitted, *_) = office.execute(file, CHEN, ON)
    number = submitted.stream.removeprefix("application-")
    office.execute(c.AcceptApplication(application=number), CHEN, ON)
    office.execute(s.comparison(file, ON, number), CHEN, ON)
    (assessed,) = office.execute(c.AssessApplication(application=number), LIN, ON)
    assert isinstance(assessed.event, f.ApplicationAssessed)
    if assessed.event.eligible:
        office.execute(c.ApproveApplication(application=number, leaving_open=True), HUANG, ON)
    return assessed.event


def opened(beside: Edition, quotas: Sequence[tuple[str, int]]) -> Office:
    office = Office(s.edition(), beside=(beside,))
    for policy, quota in quotas:
        for command in listed(policy, quota):
            office.execute(command, SHEN, OPENING)
            office.execute(ConfirmEntry(register=REGISTER, proposal=None), JIANG, OPENING)
    return office


def anonymous(assessed: f.ApplicationAssessed) -> f.ApplicationAssessed:
    """Without the numbers of earlier cases: beside another notice they are counted on."""

    def of(values: Any) -> dict[str, Any]:
        return {name: value for name, value in values.items() if name not in ("earlier", "entry", "within")}

    findings = tuple(
        replace(one, finding=replace(one.finding, values=of(one.finding.values))) for one in assessed.line_findings
    )
    return replace(
        assessed,
        findings=tuple(replace(finding, values=of(finding.values)) for finding in assessed.findings),
        line_findings=findings,
        uses=tuple(replace(use, qualifier="", subject=None) for use in assessed.uses),
    )


def changes_nothing(acts: Sequence[tuple[str, str, str, str]], most: int, without: str | None) -> None:
    """What is assessed under either notice is as if there were no other."""
    editions = elsewhere(most, without)
    both = opened(editions, [(HERE, 3), (THERE, most)])
    alone = {HERE: opened(editions, [(HERE, 3)]), THERE: opened(editions, [(THERE, most)])}
    for policy, kind, person, occupation in acts:
        if kind == "key":
            file = key_training(policy, person, occupation=occupation)
        else:
            file = replace(s.training(person, occupation=occupation), policy=policy)
        assert anonymous(live(both, file)) == anonymous(live(alone[policy], file))


ACTS = st.lists(
    st.tuples(
        st.sampled_from((HERE, THERE)),
        st.sampled_from(("key", "project")),
        st.sampled_from(("person-a", "person-b")),
        st.sampled_from(("4-14-01-01", "4-14-02-01", "6-18-02-04")),
    ),
    min_size=1,
    max_size=8,
)
LIMITS = st.sampled_from((None, "training-yearly", "training-no-repeat", "certificate-once", "enterprise-quota"))


@settings(deadline=None, max_examples=25)
@given(ACTS, st.integers(1, 4), LIMITS)
def test_a_second_notice_changes_no_assessment_under_the_first(
    acts: list[tuple[str, str, str, str]], most: int, without: str | None
) -> None:
    changes_nothing(acts, most, without)


@pytest.mark.campaign
@settings(deadline=None, max_examples=1_000)
@given(ACTS, st.integers(1, 4), LIMITS)
def test_a_thousand_pairs_of_notices_change_nothing_of_each_other(
    acts: list[tuple[str, str, str, str]], most: int, without: str | None
) -> None:
    changes_nothing(acts, most, without)


def test_uses_are_kept_by_the_key_of_their_limit() -> None:
    office = opened(elsewhere(3, None), [(HERE, 3), (THERE, 3)])
    live(office, key_training(HERE, "person-a", occupation="4-14-01-01"))
    live(office, key_training(THERE, "person-a", occupation="4-14-01-01"))
    yearly = {(use.application, use.limit) for use in office.uses() if use.limit.endswith("/training-yearly")}
    assert yearly == {
        ("350203-2024-000001", limit_key(HERE, "training-yearly")),
        ("350203-2024-000002", limit_key(THERE, "training-yearly")),
    }


def test_a_run_draws_for_each_case_in_the_order_of_its_own_notice() -> None:
    """Seen: the notice of the first case decided for all of them."""
    reverse = replace(elsewhere(4, None), funding_order=tuple(reversed(s.edition().funding_order)))
    office = Office(s.edition(), beside=(reverse,))
    for minute in (*s.the_calendar_of_2024(), *s.a_fund("central", 5_000_00), *s.a_fund("provincial", 5_000_00)):
        office.record(minute)
    numbers = []
    for policy, person in ((HERE, "person-a"), (THERE, "person-b")):
        live(office, replace(s.training(person), policy=policy))
        numbers.append(f"350203-2024-{len(numbers) + 1:06d}")
    for number in numbers:
        office.execute(c.PublishNotice(application=number), CHEN, ON)
        office.execute(c.CloseNotice(application=number), CHEN, date(2024, 9, 29))
    office.execute(s.OrderPayment(applications=tuple(numbers)), WU, date(2024, 9, 29))
    drawn = [[draw.source for draw in office.cases[number].orders[s.BATCH].drawn] for number in numbers]
    assert drawn == [["central"], ["provincial"]]
