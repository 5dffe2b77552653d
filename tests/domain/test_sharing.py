"""A limit, or a register, that several notices share: what closing-1 counts crosses notices. ADR 0056."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from domain.application import commands as c
from domain.base import replace
from domain.entitlement.edition import Edition
from domain.entitlement.uses import Over
from domain.office.proposed import ConfirmForOffice
from domain.office.register import ConfirmEntry
from domain.office.sharing import DeclareSharing, SharingDeclared
from tests.domain import sample_cases as s
from tests.domain.given_when_then import Meeting, Office
from tests.domain.sample_cases import BAI, HE, HUANG, JIANG, LIN, OPENING, SHEN
from tests.domain.test_excludes import training
from tests.domain.test_notices_apart import HERE, ON, THERE, live
from tests.listing import listing

REPEAT = "training-no-repeat"


def another(**limits: Any) -> Edition:
    """Another notice with the ids of the first; `limits` change its limits by id (`_` for `-`)."""
    edition = s.edition()
    changed = {name: replace(limit, **limits.get(name.replace("-", "_"), {})) for name, limit in edition.limits.items()}
    schemes = {
        name: replace(one, limits=tuple(changed.get(limit.id, limit) for limit in one.limits))
        for name, one in edition.schemes.items()
    }
    return replace(edition, policy=THERE, limits=changed, schemes=schemes)


def declaring(*members: str, group: str = "training", shared: Any = "limit") -> DeclareSharing:
    return DeclareSharing(group=group, shared=shared, members=members, document="厦人社〔2024〕9号")


BOTH = declaring(f"{HERE}/{REPEAT}", f"{THERE}/{REPEAT}")


def office(beside: Edition | None = None, *declared: DeclareSharing) -> Office:
    one = Office(s.edition(), beside=(beside or another(),))
    for command in declared:
        one.execute(command, BAI, ON)
        one.execute(ConfirmForOffice(proposal=None), HE, ON)
    return one


def outcome(one: Office, file: c.SubmitApplication, limit: str = REPEAT) -> str:
    (only,) = {part.finding.outcome.value for part in live(one, file).line_findings if part.finding.condition == limit}
    return only


@pytest.mark.parametrize(("first", "then"), [(HERE, THERE), (THERE, HERE), (HERE, HERE)])
def test_what_one_of_them_paid_the_other_does_not_pay_again(first: str, then: str) -> None:
    one = office(None, BOTH)
    assert outcome(one, training(first, "person-a")) == "met"
    assert outcome(one, training(then, "person-a")) == "not_met"
    assert outcome(one, training(then, "person-b")) == "met"
    assert outcome(one, training(then, "person-a", occupation="4-14-01-01")) == "met"


def test_undeclared_they_count_apart_and_from_the_declaration_on_what_was_used_before_counts() -> None:
    one = office()
    assert outcome(one, training(HERE, "person-a")) == "met"
    one.execute(BOTH, BAI, ON)
    assert outcome(one, training(THERE, "person-a", occupation="x")) == "met"
    one.execute(ConfirmForOffice(proposal=None), HE, ON)
    assert outcome(one, training(THERE, "person-a")) == "not_met"
    assert outcome(one, training(HERE, "person-a", occupation="x")) == "not_met"


def test_a_proposal_shares_nothing() -> None:
    one = office()
    one.execute(BOTH, BAI, ON)
    assert outcome(one, training(HERE, "person-a")) == "met"
    assert outcome(one, training(THERE, "person-a")) == "met"


def test_a_group_that_ended_shares_nothing() -> None:
    one = office(None, BOTH, declaring())
    assert outcome(one, training(HERE, "person-a")) == "met"
    assert outcome(one, training(THERE, "person-a")) == "met"


def test_other_limits_of_the_same_notices_stay_apart() -> None:
    one = office(None, declaring(f"{HERE}/training-yearly", f"{THERE}/training-yearly"))
    assert outcome(one, training(HERE, "person-a")) == "met"
    assert outcome(one, training(THERE, "person-a")) == "met"


def test_each_notice_keeps_its_own_maximum() -> None:
    beside = another(training_yearly={"maximum": 1})
    one = office(beside, declaring(f"{HERE}/training-yearly", f"{THERE}/training-yearly"))
    assert outcome(one, training(HERE, "person-a"), "training-yearly") == "met"
    assert outcome(one, training(THERE, "person-a", occupation="x"), "training-yearly") == "not_met"
    assert outcome(one, training(HERE, "person-a", occupation="y"), "training-yearly") == "met"


REGISTERS = ("demonstration-enterprises", "key-enterprises")


@pytest.mark.parametrize(
    ("command", "beside", "code"),
    [
        (declaring(f"{HERE}/{REPEAT}"), {}, "group-of-one"),
        (declaring(f"{HERE}/{REPEAT}", f"{HERE}/training-yearly"), {}, "group-of-one"),
        (declaring(f"{HERE}/{REPEAT}", f"{HERE}/site-once", f"{THERE}/{REPEAT}"), {}, "two-of-a-notice"),
        (declaring(f"{HERE}/{REPEAT}", f"{THERE}/training-yearly"), {}, "not-comparable"),
        (BOTH, {"training_no_repeat": {"over": Over.APPLICANT}}, "not-comparable"),
        (BOTH, {"training_no_repeat": {"alike": ()}}, "not-comparable"),
        (declaring(f"{HERE}/training-yearly", f"{THERE}/training-yearly"), {"training_yearly": {"yearly": None}},
         "not-comparable"),
        (declaring(f"{HERE}/enterprise-quota", f"{THERE}/enterprise-quota"), {}, "quota-not-shared"),
        (declaring(*(f"{policy}/{REGISTERS[0]}" for policy in (HERE, THERE)), shared="register"), {},
         "quota-not-shared"),
    ],
)  # fmt: skip
def test_what_does_not_compare_the_same_is_not_shared(
    command: DeclareSharing, beside: dict[str, Any], code: str
) -> None:
    Meeting(office(another(**beside))).when(command, by=BAI, on=ON).declined(code)


def test_other_choices_are_other_facts() -> None:
    beside = another()
    kinds = beside.vocabulary["certificate_kind"]
    fewer = replace(kinds, choices=kinds.choices[:-1])
    beside = replace(beside, vocabulary={**beside.vocabulary, "certificate_kind": fewer})
    command = declaring(f"{HERE}/certificate-once", f"{THERE}/certificate-once")
    Meeting(office(beside)).when(command, by=BAI, on=ON).declined("not-comparable")


@pytest.mark.parametrize("member", [f"{THERE}/nothing", f"nowhere-2020/{REPEAT}"])
def test_a_member_that_is_none(member: str) -> None:
    Meeting(office()).when(declaring(f"{HERE}/{REPEAT}", member), by=BAI, on=ON).no_such_thing("no-such-member")


def test_a_group_that_nobody_declared_does_not_end() -> None:
    Meeting(office()).when(declaring(), by=BAI, on=ON).no_such_thing("no-such-group")


def test_two_people_of_the_city_declare_it_in_the_stream_of_each_notice() -> None:
    one = office()
    meeting = Meeting(one)
    meeting.when(BOTH, by=LIN, on=ON).not_permitted("other-authority")
    meeting.when(BOTH, by=SHEN, on=ON).not_permitted("role-missing")
    one.execute(BOTH, BAI, ON)
    meeting.when(ConfirmForOffice(proposal=None), by=HUANG, on=ON).not_permitted("other-authority")
    confirmed = meeting.when(ConfirmForOffice(proposal=None), by=HE, on=ON)
    declared = SharingDeclared(
        group="training", shared="limit", members=tuple(sorted(BOTH.members)), document="厦人社〔2024〕9号"
    )
    assert {stream for stream in confirmed.decision if stream != "office"} == {f"policy-{HERE}", f"policy-{THERE}"}
    confirmed.then_in(f"policy-{HERE}", declared)


def test_a_register_that_is_shared_answers_both() -> None:
    one = office()
    register = REGISTERS[1]
    entry = listing(register=register, policy=HERE, key=s.EMPLOYER, valid_from=OPENING, document="…")
    one.execute(entry, SHEN, OPENING)
    one.execute(ConfirmEntry(register=register, proposal=None), JIANG, OPENING)
    introduced = replace(s.introduction(date(2024, 9, 2), received_on=ON), policy=THERE)

    def answers() -> set[str]:
        findings = (part.finding for part in live(one, introduced).line_findings)
        return {finding.outcome.value for finding in findings if finding.values.get("register") == register}

    assert answers() == {"unclear"}, "nobody declared the other notice's list complete"
    shared = declaring(f"{HERE}/{register}", f"{THERE}/{register}", group="employers", shared="register")
    one.execute(shared, BAI, ON)
    one.execute(ConfirmForOffice(proposal=None), HE, ON)
    assert answers() == {"met"}
